# Prints the images that static pods name, and what containerd knows of each container that runs.
set -eu
cat /etc/kubernetes/manifests/*.yaml 2>/dev/null | sed -n 's/^[ -]*image: *//p' || true
for id in $(ctr --namespace k8s.io tasks ls | awk '$3 == "RUNNING" || $3 == "PAUSED" { print $1 }'); do
  echo '--- container'
  ctr --namespace k8s.io containers info "$id" || true
done
