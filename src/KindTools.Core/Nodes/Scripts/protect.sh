# Keeps content that no image refers to yet from containerd's garbage collection, for a transfer, the second argument.
exec ctr --namespace k8s.io content label "$1" "containerd.io/gc.root=$2"
