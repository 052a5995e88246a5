# Prints whether an image is complete and unpacked, as containerd itself sees it.
exec ctr --namespace k8s.io images check "name==$1"
