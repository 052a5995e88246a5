# Lists containerd's records of images that any filter given fits, without filters all of them.
list_images() {
  perl -e "$list" "$@" 2>/dev/null || ctr --namespace k8s.io images ls "$@"
}
