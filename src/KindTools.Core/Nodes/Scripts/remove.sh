# Removes records of images, and prints those that are left.
set -eu
ctr --namespace k8s.io images rm "$@" >/dev/null
exec ctr --namespace k8s.io images ls --quiet
