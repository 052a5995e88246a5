set -eu
# The snapshotter that the kubelet's images use: that of containerd's CRI plugin. kind writes it down; to ask containerd
# takes as long as all the rest of a small import.
named() {
  awk -F "['\"]" '
    /^ *\[/ { cri = /io\.containerd\.grpc\.v1\.cri.\.containerd\]|io\.containerd\.cri\.v1\.images.\]/ }
    cri && /^ *snapshotter *=/ { print $2; exit }'
}
snapshotter=
if ! grep -q '^ *imports' /etc/containerd/config.toml 2>/dev/null; then
  snapshotter=$(named < /etc/containerd/config.toml) || true
fi
[ -n "$snapshotter" ] || snapshotter=$(containerd config dump | named)
snapshotter=${snapshotter:-overlayfs}
