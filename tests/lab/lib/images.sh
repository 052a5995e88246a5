# shellcheck shell=bash
# Images: the base image of the tests, the node images, and templates, which are whole data folders of an engine that
# already holds them. A lab starts on a copy of a template, which takes a second where loading the images takes many.

BASE_IMAGE=kindtools-lab/base:1
BASE_PACKAGES='base-files,bash,bc,busybox-static,coreutils,dash'
NODE_PACKAGES=containerd,runc,iproute2,iptables,mount,util-linux,procps,kmod,ca-certificates
KUBERNETES_NODE_PACKAGES=$NODE_PACKAGES,containernetworking-plugins,etcd-server,conntrack,ethtool,socat

base_rootfs() { cached base "$(key "$ARCH" "$BASE_PACKAGES" bookworm)" make_base_rootfs; }

# Unpacked, not installed: half the size, and nothing in it needs its maintainer scripts. (Without base-files there
# would be no /bin, and so no /bin/sh.)
make_base_rootfs() {
  debootstrap_to bookworm "$1/rootfs.tar" "$BASE_PACKAGES" --variant=extract
}

# node_kind CONTAINERD KUBERNETES: what the node image of a lab is called
node_kind() { if [[ $2 == true ]]; then echo kubernetes; else echo "containerd-$1"; fi; }

node_image() { # node_image NODE_KIND
  case $1 in kubernetes) echo "kindtools-lab/node:v$KUBERNETES_VERSION" ;; *) echo "kindtools-lab/node:$1" ;; esac
}

node_rootfs() { # node_rootfs NODE_KIND
  case $1 in
    containerd-2.1) cached node-forky "$(key "$ARCH" "$NODE_PACKAGES")" make_node_rootfs forky "$NODE_PACKAGES" ;;
    containerd-1.7) cached node-trixie "$(key "$ARCH" "$NODE_PACKAGES")" make_node_rootfs trixie "$NODE_PACKAGES" ;;
    kubernetes)
      cached node-trixie-kubernetes "$(key "$ARCH" "$KUBERNETES_NODE_PACKAGES")" make_node_rootfs trixie "$KUBERNETES_NODE_PACKAGES" ;;
  esac
}

make_node_rootfs() { debootstrap_to "$1" "$3/rootfs.tar" "$2"; }

# template ENGINE NODE_KIND: prints the folder whose `data` is the template
template() {
  local engine=$1 kind=$2 parts recipe=("$LAB_HOME"/lib/{images,engine}.sh "$LAB_HOME"/engine/* "$LAB_HOME"/node/*)
  # what it is made from is named by the cache itself: <thing>-<key>
  parts=("$(engine_rootfs "$engine")" "$(base_rootfs)" "$(node_rootfs "$kind")")
  if [[ $kind == kubernetes ]]; then
    parts+=("$(kubernetes)")
    recipe+=("$LAB_HOME/lib/kubernetes.sh" "$LAB_HOME"/kubernetes/*)
  fi
  cached "template-$engine-$kind" "$(key "${parts[@]##*/}" "${recipe[@]/#/@}")" make_template "$engine" "$kind" "${parts[@]}"
}

make_template() { # make_template ENGINE NODE_KIND ENGINE_ROOTFS BASE NODE_ROOTFS [KUBERNETES] OUT
  local engine=$1 kind=$2 base=$4 rootfs=$5 kubernetes=${6-} out=${!#} state=$LAB_STATE/.template-$BASHPID
  # shellcheck disable=SC2064 # expanded now: the variables are gone when the shell ends
  trap "kill_engine '$state'; remove_cgroups '${state##*/}'; rm -rf --one-file-system '$state'" EXIT
  mkdir -p "$state" "$out/data"
  start_engine "$engine" "${state##*/}" "$state" "$out/data" none 192.0.2.0/24
  docker_of "$state" import --change 'CMD ["/bin/sh"]' "$base/rootfs.tar" "$BASE_IMAGE" >/dev/null
  docker_of "$state" import "$rootfs/rootfs.tar" kindtools-lab/rootfs:1 >/dev/null
  node_context "$kind" "$kubernetes" "$state" "$state/context"
  hushed docker_of "$state" build --quiet --tag "$(node_image "$kind")" "$state/context" >/dev/null
  docker_of "$state" rmi kindtools-lab/rootfs:1 >/dev/null
  stop_engine "$state"
}

# node_context NODE_KIND KUBERNETES STATE DIR: what `docker build` makes the node image from
node_context() {
  local kind=$1 kubernetes=$2 state=$3 dir=$4 files=$4/files
  install -D -m 755 "$LAB_HOME/node/entrypoint" "$files/usr/local/bin/entrypoint"
  install -D -m 755 "$LAB_HOME/engine/runc-lab" "$files/usr/local/sbin/runc-lab"
  case $kind in
    containerd-2.1) install -D -m 644 "$LAB_HOME/node/containerd-2.1.toml" "$files/etc/containerd/config.toml" ;;
    *) install -D -m 644 "$LAB_HOME/node/containerd-1.7.toml" "$files/etc/containerd/config.toml" ;;
  esac
  [[ $kind != kubernetes ]] || kubernetes_files "$kubernetes" "$state" "$files"
  cp "$LAB_HOME/node/Dockerfile" "$dir/Dockerfile"
}
