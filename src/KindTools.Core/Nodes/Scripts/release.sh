# Takes back what protect.sh did for the transfers that are named, and their notes.
set -eu
for transfer do
  for digest in $(ctr --namespace k8s.io content ls --quiet "labels.\"containerd.io/gc.root\"==\"$transfer\""); do
    ctr --namespace k8s.io content label "$digest" containerd.io/gc.root= >/dev/null
  done
  rm -f "/var/lib/kindtools.$transfer"
done
