set -eu
# The snapshotter that the kubelet's images use: the one of containerd's CRI plugin.
snapshotter=$(containerd config dump | awk -F "['\"]" '
  /^ *\[/ { cri = /io\.containerd\.grpc\.v1\.cri.\.containerd\]|io\.containerd\.cri\.v1\.images.\]/ }
  cri && /^ *snapshotter *=/ { print $2; exit }')
echo "snapshotter ${snapshotter:-overlayfs}"
