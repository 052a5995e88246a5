# Takes back what protect.sh did, also what a transfer that was killed left behind.
set -eu
for digest in $(ctr --namespace k8s.io content ls --quiet 'labels."containerd.io/gc.root"==kindtools'); do
  ctr --namespace k8s.io content label "$digest" containerd.io/gc.root= >/dev/null
done
