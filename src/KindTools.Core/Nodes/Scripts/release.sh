# Lets go of the content that the transfers that are named keep, and removes their notes.
set -eu
for transfer do
  for digest in $(ctr --namespace k8s.io content ls --quiet "labels.\"containerd.io/gc.root\"==\"$transfer\""); do
    ctr --namespace k8s.io content label "$digest" containerd.io/gc.root= >/dev/null
  done
  rm -f "/var/lib/kindtools.$transfer"
done
