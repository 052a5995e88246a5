# shellcheck shell=bash
# Docker engines: their root file systems, starting and stopping them.

ENGINE_PACKAGES=docker.io,docker-cli,containerd,runc,iproute2,iptables,procps,ca-certificates,kmod,mount,util-linux

engine_suite() { case $1 in legacy) echo bookworm ;; *) echo forky ;; esac; }

engine_rootfs() { # engine_rootfs ENGINE
  local suite packages=$ENGINE_PACKAGES
  suite=$(engine_suite "$1")
  [[ $suite != bookworm ]] || packages=${packages/docker-cli,/} # docker.io of Debian 12 holds the client too
  cached "engine-$suite" "$(key "$ARCH" "$packages" rootfs-1)" make_engine_rootfs "$suite" "$packages"
}

make_engine_rootfs() { # make_engine_rootfs SUITE PACKAGES OUT
  debootstrap_to "$1" "$3/rootfs" "$2"
  # what engine/init mounts over
  mkdir -p "$3"/rootfs/{opt,etc/docker,var/lib/docker,lib/modules}
  touch "$3"/rootfs/etc/{resolv.conf,hosts}
}

# engine_config ENGINE NAME BRIDGE POOL: daemon.json. No iptables, no forwarding: several engines share one network
# namespace, and each would flush the chains of the others; the machine's firewall and sysctls stay as they are. Ports
# are published by docker-proxy. What is lost is the way out of containers to the world, which tests must not need.
engine_config() {
  local engine=$1 name=$2 bridge=$3 pool=$4 store=false driver='"storage-driver": "overlay2",'
  [[ $engine != containerd ]] || { store=true driver=''; }
  cat <<JSON
{
  "features": { "containerd-snapshotter": $store },
  $driver
  "bridge": "$bridge",
  "default-address-pools": [ { "base": "$pool", "size": 24 } ],
  "iptables": false,
  "ip6tables": false,
  "ip-forward": false,
  "ip-masq": false,
  "userland-proxy": true,
  "exec-opts": [ "native.cgroupdriver=cgroupfs" ],
  "cgroup-parent": "/kindtools-lab/$name",
  "runtimes": { "runc-lab": { "path": "/run/engine/runc-lab" } },
  "default-runtime": "runc-lab"
}
JSON
}

# start_engine ENGINE NAME STATE DATA BRIDGE POOL: returns when it answers at STATE/docker.sock
start_engine() {
  local engine=$1 name=$2 state=$3 data=$4 rootfs
  rootfs=$(engine_rootfs "$engine")/rootfs
  engine_config "$engine" "$name" "$5" "$6" >"$state/daemon.json"
  cp "$LAB_HOME/engine/runc-lab" "$state/runc-lab"
  detached "$state/engine.log" unshare --mount --pid --fork --kill-child --propagation private \
    "$LAB_HOME/engine/init" "$rootfs" "$state" "$data"
  wait_for 60 "the $engine engine (see $state/engine.log)" engine_answers "$state"
}

engine_answers() { docker_of "$1" version; }

# docker_of STATE ARGS...: the client, with this engine and nothing of the caller's settings
docker_of() {
  local state=$1; shift
  env -u DOCKER_CONTEXT -u DOCKER_TLS_VERIFY -u DOCKER_CERT_PATH -u DOCKER_API_VERSION -u DOCKER_DEFAULT_PLATFORM \
    DOCKER_HOST="unix://$state/docker.sock" DOCKER_CONFIG="$LAB_STATE/.docker" "$TOOLS/docker" "$@"
}

# engine_pids FOLDER: the engines that have FOLDER as their state or data, by what they were started with: no pid file
# that a crash could leave wrong
engine_pids() {
  local file arguments
  for file in /proc/[0-9]*/cmdline; do
    mapfile -d '' -t arguments 2>/dev/null <"$file" || continue
    [[ ${arguments[0]-} == unshare && " ${arguments[*]} " == *"/engine/init "*" $1 "* ]] || continue
    file=${file%/cmdline}; echo "${file#/proc/}"
  done 2>/dev/null
}

# signal_engine SIGNAL FOLDER: to the first process in the engine's namespace. When that ends, all in it have ended.
signal_engine() {
  local pid
  for pid in $(engine_pids "$2"); do
    pkill "-$1" --parent "$pid" || kill -KILL "$pid" 2>/dev/null || true
  done
}

# An engine whose data is thrown away needs no goodbye.
kill_engine() { # kill_engine FOLDER
  signal_engine KILL "$1"
  wait_for 30 "the end of the engine's processes" no_engine "$1"
}

# An engine whose data is kept is asked to end.
stop_engine() { # stop_engine FOLDER
  signal_engine TERM "$1"
  wait_for 30 "the engine to stop" no_engine "$1"
}

no_engine() { [[ -z $(engine_pids "$1") ]]; }

remove_cgroups() { # remove_cgroups NAME
  local dir
  for dir in /sys/fs/cgroup/kindtools-lab /sys/fs/cgroup/*/kindtools-lab; do
    [[ -d $dir ]] || continue
    wait_for 10 "empty cgroups of $1" remove_tree "$dir/$1" || true
    rmdir "$dir" 2>/dev/null || true
  done
}

remove_tree() { [[ ! -d $1 ]] || { find "$1" -depth -type d -exec rmdir {} + ; [[ ! -d $1 ]]; }; }
