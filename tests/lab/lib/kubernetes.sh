# shellcheck shell=bash
# Kubernetes from Debian 12's source package, built inside a Debian 12 root file system, so that the machine needs no Go
# and Debian 13 will do as well.

readonly KUBERNETES_VERSION=1.20.2
BUILDER_PACKAGES=golang-go,make,gcc,libc6-dev,dpkg-dev,rsync

kubernetes() {
  cached kubernetes "$(key "$ARCH" "$KUBERNETES_VERSION" "$BUILDER_PACKAGES" "@$LAB_HOME/kubernetes/build" \
    "@$LAB_HOME/kubernetes/pause.c")" make_kubernetes
}

make_kubernetes() {
  local out=$1 work=$1/work root=$1/work/root
  mkdir -p "$work"
  say "the builder: Debian 12 with Go, and the source package"
  debootstrap_to bookworm "$root" "$BUILDER_PACKAGES"
  mkdir -p "$root/build"
  apt_of bookworm "$work/apt" update
  (cd "$root/build" && apt_of bookworm "$work/apt" source --download-only kubernetes)
  compgen -G "$root/build/kubernetes_*$KUBERNETES_VERSION*.dsc" >/dev/null || die "Debian's source package is not of $KUBERNETES_VERSION"
  install -m 755 -t "$root/build" "$LAB_HOME"/kubernetes/{build,pause.c}
  say "compiling Kubernetes $KUBERNETES_VERSION: about 8 minutes on 2 cores"
  confined nice -n 5 sh -c "mount -n --rbind /proc '$root/proc' && exec chroot '$root' /build/build" \
    >"$LAB_CACHE/kubernetes-build.log" 2>&1 </dev/null || die "the build failed: see $LAB_CACHE/kubernetes-build.log"
  mv "$root/build/out/"* "$out/"
  rm -rf --one-file-system "$work"
}

# kubernetes_files KUBERNETES STATE FILES: what a node image has more with Kubernetes; STATE is of an engine
kubernetes_files() {
  local from=$1 state=$2 files=$3 pause=registry.k8s.io/pause:3.8
  install -D -m 755 -t "$files/usr/local/bin" "$from"/kube{-apiserver,-controller-manager,-scheduler,let,ctl}
  install -D -m 644 "$LAB_HOME/kubernetes/node" "$files/usr/local/bin/kubernetes-node"
  install -D -m 644 "$LAB_HOME/kubernetes/kubelet.yaml" "$files/etc/kubernetes/kubelet.yaml"
  mkdir -p "$files/opt/lab" "$files/kind"
  echo "v$KUBERNETES_VERSION" >"$files/kind/version" # as kind's images; nodes without Kubernetes have no version to tell
  tar --create --directory "$from" --owner 0 --group 0 --mode 755 pause |
    docker_of "$state" import --change 'ENTRYPOINT ["/pause"]' --change 'USER 65535' - $pause >/dev/null
  docker_of "$state" save --output "$files/opt/lab/pause.tar" $pause
  docker_of "$state" rmi $pause >/dev/null
}
