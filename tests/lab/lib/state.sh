# shellcheck shell=bash
# A lab as a whole: up, down, status.

# Under a lock: two commands at once would find dpkg busy.
host_needs() {
  host_packages mmdebstrap=mmdebstrap ip=iproute2 pkill=procps setpriv=util-linux openssl=openssl
  local dir
  for dir in "$LAB_CACHE" "$LAB_DATA"; do
    mkdir -p "$dir"
    [[ $(stat --file-system --format %T "$dir") != overlayfs ]] ||
      die "$dir is on overlayfs, where no engine can keep its layers: mount a disk or a tmpfs there"
  done
  # keys of the suites after this machine's
  compgen -G '/usr/share/keyrings/debian-archive-trixie-stable.*' >/dev/null || install_packages debian-archive-keyring
}

# prepare ENGINE CONTAINERD KUBERNETES: fills the cache. Sets TOOLS and TEMPLATE.
prepare() {
  TOOLS=$(tools)/bin
  TEMPLATE=$(template "$1" "$(node_kind "$2" "$3")")
}

# up NAME ENGINE NODES CONTAINERD KUBERNETES REMOTE
up() {
  local name=$1 state=$LAB_STATE/$1
  mkdir -p "$LAB_STATE"
  locked "$LAB_STATE/.lock-host" host_needs
  prepare "$2" "$4" "$5"
  if [[ -f $state/lab.env ]]; then
    if same_shape "$@"; then
      if [[ $(lab_state "$name") == up ]]; then say "lab $name is up already"; return; fi
      say "lab $name is broken: making it anew"
    elif [[ $(lab_state "$name") == up ]]; then
      die "lab $name is up with another shape ($(shape "$name")): first \`lab down --name $name\`"
    fi
  elif [[ -d $state ]]; then
    say "lab $name is half made: making it anew"
  fi
  remove_lab "$name"
  timed "lab $name" make_lab "$@"
  say "lab $name is up; for a shell: eval \"\$(tests/lab/lab env --name $name)\"; docker, kind, kubectl: $TOOLS"
}

same_shape() { # same_shape NAME ENGINE NODES CONTAINERD KUBERNETES REMOTE, and the same recipe
  # shellcheck source=/dev/null disable=SC2153 # the names of lab.env
  (
    REMOTE=false # labs from before there were remote ones do not say
    . "$LAB_STATE/$1/lab.env"
    [[ $ENGINE/$NODES/$KUBERNETES/$REMOTE/${CONTAINERD%.*}/$RECIPE == "$2/$3/$5/$6/$4/${TEMPLATE##*/}" ]]
  )
}

shape() { # shape NAME: in words
  # shellcheck source=/dev/null
  (
    REMOTE=false
    . "$LAB_STATE/$1/lab.env"
    [[ $REMOTE == false ]] || with=", remote"
    [[ $KUBERNETES == false ]] || with+=", Kubernetes $KUBERNETES_VERSION"
    [[ ! $TEMPLATE || ${TEMPLATE##*/} == "$RECIPE" ]] || with+=", older recipe"
    echo "engine $ENGINE, nodes $NODES, containerd $CONTAINERD${with-}"
  )
}

make_lab() { # make_lab NAME ENGINE NODES CONTAINERD KUBERNETES REMOTE
  local name=$1 engine=$2 remote=$6 state=$LAB_STATE/$1
  mkdir -p "$state" "$LAB_DATA"
  printf '%s\n' "$(engine_rootfs "$engine")" "${TOOLS%/bin}" >"$state/uses"
  locked "$LAB_STATE/.lock-slots" take_slot "$state"
  copy_template "$TEMPLATE/data" "$LAB_DATA/$name"

  if [[ $remote == true ]]; then
    # This program again, in a network of its own, which ends with the last process in it: the engine and its nodes. All
    # speak to the engine through its socket, which is a file.
    TOOLS=$TOOLS TEMPLATE=$TEMPLATE unshare --net -- "$LAB_HOME/lab" .start "$@"
  else
    start_lab "$@"
  fi
}

# start_lab NAME ENGINE NODES CONTAINERD KUBERNETES REMOTE: all that needs a network
start_lab() {
  local name=$1 engine=$2 nodes=$3 kubernetes=$5 state=$LAB_STATE/$1 slot image
  image=$(node_image "$(node_kind "$4" "$5")")
  slot=$(<"$state/slot")
  create_bridge "$slot"
  allow_bridged "$state" "$slot"
  start_engine "$engine" "$name" "$state" "$LAB_DATA/$name" "$(bridge "$slot")" "$(subnet "$slot" 8).0/21"
  create_network "$state" "$slot"
  if [[ $kubernetes == true ]]; then
    make_kubernetes_cluster "$state" "$name" "$nodes" "$image"
  else
    make_plain_cluster "$state" "$name" "$nodes" "$image"
  fi
  write_lab_env "$@"
}

# copy_template FROM TO: layers and blobs, which nobody ever changes in place, as hard links where that is possible (a
# second instead of ten on a busy disk); all else copied.
copy_template() {
  if cp --archive --link "$1" "$2" 2>/dev/null; then
    # shellcheck disable=SC2016 # expanded by the inner shell
    find "$2" -type f -not -path '*/diff/*' -not -path '*/fs/*' -not -path '*/blobs/*' \
      -exec sh -c 'for file; do cp --archive "$file" "$file.copy" && mv "$file.copy" "$file" || exit 1; done' sh {} +
  else
    rm -rf "$2"
    cp --archive --reflink=auto "$1" "$2"
  fi
}

make_plain_cluster() { # make_plain_cluster STATE CLUSTER NODES IMAGE
  local i names
  mapfile -t names < <(node_names "$2" "$3")
  for i in "${!names[@]}"; do create_node "$1" "$2" "$i" "$4"; done
  docker_of "$1" start "${names[@]}" >/dev/null
  for i in "${names[@]}"; do wait_for 60 "containerd on $i" node_runs_containerd "$1" "$i"; done
}

# Written last: its presence means that the lab was made whole.
write_lab_env() { # write_lab_env NAME ENGINE NODES CONTAINERD KUBERNETES REMOTE
  local state=$LAB_STATE/$1 kubeconfig=
  [[ $5 == false ]] || kubeconfig=$state/kubeconfig
  cat >"$state/lab.env.new" <<ENV
NAME=$1
ENGINE=$2
NODES=$3
KUBERNETES=$5
REMOTE=$6
CONTAINERD=$(containerd_version "$state" "$(node_name "$1" 0)")
DOCKER_HOST=unix://$state/docker.sock
KIND_CLUSTER_NAME=$1
KUBECONFIG=$kubeconfig
TOOLS=$TOOLS
RECIPE=${TEMPLATE##*/}
ENV
  mv "$state/lab.env.new" "$state/lab.env"
}

remove_lab() { # remove_lab NAME: whatever there is of it
  local state=$LAB_STATE/$1
  kill_engine "$state"
  remove_cgroups "$1"
  disallow_bridged "$state"
  [[ ! -f $state/slot ]] || remove_bridges "$(<"$state/slot")"
  rm -rf --one-file-system "${LAB_DATA:?}/$1" "$state"
  rmdir "$LAB_DATA" 2>/dev/null || true
}

# restart NAME: as when a machine's engine is restarted, but without a goodbye
restart() {
  local state=$LAB_STATE/$1
  [[ -f $state/lab.env ]] || die "lab $1 is not up"
  # shellcheck source=/dev/null disable=SC2153
  (
    . "$state/lab.env"
    [[ $KUBERNETES == false && $REMOTE == false ]] || die "lab $1 has Kubernetes or a network of its own, and cannot be restarted"
    timed "restarting lab $1" restart_engine "$1"
  )
}

restart_engine() { # restart_engine NAME, with the settings of lab.env
  local state=$LAB_STATE/$1 slot i names
  slot=$(<"$state/slot")
  kill_engine "$state"
  start_engine "$ENGINE" "$1" "$state" "$LAB_DATA/$1" "$(bridge "$slot")" "$(subnet "$slot" 8).0/21"
  mapfile -t names < <(node_names "$1" "$NODES")
  docker_of "$state" start "${names[@]}" >/dev/null
  for i in "${names[@]}"; do wait_for 60 "containerd on $i" node_runs_containerd "$state" "$i"; done
}

down() { # down NAME
  if [[ ! -d $LAB_STATE/$1 && ! -d $LAB_DATA/$1 ]]; then say "there is no lab $1"; return; fi
  timed "removing lab $1" remove_lab "$1"
}

# Engines that made a template for a command that was killed.
remove_left_templates() {
  local state
  for state in "$LAB_STATE"/.template-*; do
    [[ -d $state && ! -d /proc/${state##*-} ]] || continue
    say "removing what a killed command left: $state"
    kill_engine "$state"
    remove_cgroups "${state##*/}"
    rm -rf --one-file-system "$state"
  done
}

# The state folder goes with the last lab, unless another command is at work; what waits for a lock in it notices (see
# `locked`).
remove_state_folder() {
  local lock
  remove_left_templates
  rmdir "$LAB_DATA" 2>/dev/null || true
  [[ -d $LAB_STATE && -z $(lab_names) ]] || return 0
  for lock in "$LAB_STATE"/.lock-*; do [[ ! -e $lock ]] || flock --nonblock "$lock" true || return 0; done
  ! compgen -G "$LAB_STATE/.template-*" >/dev/null || return 0
  rm -rf --one-file-system "$LAB_STATE"
}

lab_names() {
  find "$LAB_STATE" "$LAB_DATA" -mindepth 1 -maxdepth 1 -type d ! -name '.*' -printf '%f\n' 2>/dev/null | sort -u
}

# lab_state NAME: up, or broken (was up: the engine or a node is gone), or busy (a command is at work on it), or partial
# (was never whole)
lab_state() {
  local state=$LAB_STATE/$1 running
  if [[ ! -f $state/lab.env ]]; then
    if flock --nonblock "$LAB_STATE/.lock-$1" true 2>/dev/null; then echo partial; else echo busy; fi
    return
  fi
  running=$(TOOLS=$(sed -n 's/^TOOLS=//p' "$state/lab.env") docker_of "$state" ps --quiet --filter "label=io.x-k8s.kind.cluster=$1" 2>/dev/null | wc -l)
  if [[ $running == "$(sed -n 's/^NODES=//p' "$state/lab.env")" ]]; then echo up; else echo broken; fi
}

status() {
  local name what
  [[ -n $(lab_names) ]] || { echo "no lab"; return; }
  for name in $(lab_names); do
    what=$(lab_state "$name")
    if [[ -f $LAB_STATE/$name/lab.env ]]; then echo "$name: $what ($(TEMPLATE='' shape "$name"))"; else echo "$name: $what"; fi
  done
}

print_env() { # print_env NAME
  local file=$LAB_STATE/$1/lab.env
  [[ -f $file ]] || die "lab $1 is not up: lab up --name $1"
  # shellcheck source=/dev/null disable=SC2153
  (
    . "$file"
    echo "export DOCKER_HOST=$DOCKER_HOST"
    echo "export KIND_CLUSTER_NAME=$KIND_CLUSTER_NAME"
    [[ -z $KUBECONFIG ]] || echo "export KUBECONFIG=$KUBECONFIG"
    echo "export KINDTOOLS_LAB=$NAME"
  )
}
