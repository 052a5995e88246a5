# Imports the archive on standard input for the platform given, with the snapshotter that the kubelet's images use.
set -eu
snapshotter=$(containerd config dump | awk -F "['\"]" '
  /^ *\[/ { cri = /io\.containerd\.grpc\.v1\.cri.\.containerd\]|io\.containerd\.cri\.v1\.images.\]/ }
  cri && /^ *snapshotter *=/ { print $2; exit }')
exec ctr --namespace k8s.io images import --snapshotter "${snapshotter:-overlayfs}" --platform "$1" -
