set -eu
# Where containerd keeps content.
root=/var/lib/containerd
if [ ! -d "$root/io.containerd.content.v1.content" ]; then
  root=$(containerd config dump | sed -n "s/^root *= *['\"]\([^'\"]*\)['\"].*/\1/p" | head -n 1)
fi
blobs=$root/io.containerd.content.v1.content/blobs/sha256
