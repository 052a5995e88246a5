# shellcheck shell=bash
# Clusters: containers with kind's labels on kind's network, so that the real `kind` takes them for its own.

node_name() { # node_name CLUSTER INDEX
  case $2 in 0) echo "$1-control-plane" ;; 1) echo "$1-worker" ;; *) echo "$1-worker$2" ;; esac
}

node_names() { # node_names CLUSTER COUNT
  local i
  for ((i = 0; i < $2; i++)); do node_name "$1" "$i"; done
}

create_network() { # create_network STATE SLOT
  docker_of "$1" network create --driver bridge --subnet "$(subnet "$2" 1).0/24" \
    --opt "com.docker.network.bridge.name=$(bridge "$2")-kind" kind >/dev/null
}

# create_node STATE CLUSTER INDEX IMAGE [OPTIONS...]: as kind creates them
create_node() {
  local state=$1 cluster=$2 index=$3 image=$4 name role=worker; shift 4
  name=$(node_name "$cluster" "$index")
  ((index > 0)) || role=control-plane
  # the engine warns that it does not forward packets: as meant, see engine_config
  hushed docker_of "$state" create --name "$name" --hostname "$name" --net kind --restart no --tty \
    --label "io.x-k8s.kind.cluster=$cluster" --label "io.x-k8s.kind.role=$role" \
    --privileged --cgroupns private --security-opt seccomp=unconfined --security-opt apparmor=unconfined \
    --tmpfs /tmp --tmpfs /run --volume /var --volume /lib/modules:/lib/modules:ro \
    --env "ROLE=$role" --env "NODE_NAME=$name" --env "POD_SUBNET=10.244.$index.0/24" \
    "$@" "$image" >/dev/null
}

node_runs_containerd() { # node_runs_containerd STATE NODE
  docker_of "$1" exec "$2" ctr version
}

containerd_version() { # containerd_version STATE NODE: as `1.7.24`
  docker_of "$1" exec "$2" containerd --version | sed -E 's/.* v?([0-9]+\.[0-9]+\.[0-9]+).*/\1/'
}
