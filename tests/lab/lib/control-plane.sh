# shellcheck shell=bash
# What a cluster with Kubernetes needs more than its containers: certificates, kubeconfigs, waiting.

# make_kubernetes_cluster STATE CLUSTER NODES IMAGE
make_kubernetes_cluster() {
  local state=$1 cluster=$2 image=$4 port i names publish name
  local work=$state/kubernetes
  mapfile -t names < <(node_names "$cluster" "$3")
  port=$(free_port $((26440 + $(<"$state/slot"))))

  make_certificates "$work/pki" "${names[@]}"
  for i in "${!names[@]}"; do
    publish=(); ((i > 0)) || publish=(--publish "127.0.0.1:$port:6443")
    create_node "$state" "$cluster" "$i" "$image" --env "NODES=${names[*]}" "${publish[@]}"
    node_files "$work" "$cluster" "${names[@]:$i:1}" "${names[0]}"
    docker_of "$state" cp --quiet "$work/${names[$i]}/." "${names[$i]}:/etc/kubernetes/"
  done
  kubeconfig "$work/pki" "$cluster" "kind-$cluster" "https://127.0.0.1:$port" admin >"$state/kubeconfig"
  chmod 600 "$state/kubeconfig"
  docker_of "$state" start "${names[@]}" >/dev/null

  wait_for 90 "the API server" kubectl_of "$state" get --raw /readyz
  for name in "${names[@]}"; do wait_for 60 "node $name" kubectl_of "$state" get node "$name"; done
  kubectl_of "$state" label --overwrite node "${names[0]}" node-role.kubernetes.io/control-plane= node-role.kubernetes.io/master= >/dev/null
  kubectl_of "$state" wait --for=condition=Ready node --all --timeout=60s >/dev/null
  wait_for 60 "nodes that take pods" nodes_take_pods "$state"
  # without it no pod can be made yet
  wait_for 60 "the default service account" kubectl_of "$state" --namespace default get serviceaccount default
}

kubectl_of() { local state=$1; shift; "$TOOLS/kubectl" --kubeconfig "$state/kubeconfig" "$@"; }

# The controller manager takes the not-ready taint away a moment after a node is Ready.
nodes_take_pods() { [[ -z $(kubectl_of "$1" get nodes --output 'jsonpath={.items[*].spec.taints}') ]]; }

# free_port FIRST: known before the start, since a port that the engine chooses changes with each start of the node.
# Steps of as many as there are slots keep labs that come up at the same time apart.
free_port() {
  local port
  for ((port = $1; port < 32000; port += SLOTS)); do
    (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || { echo "$port"; return; }
  done
  die "no free port for the API server"
}

make_certificates() { # make_certificates PKI NODE...
  local pki=$1 name; shift
  (umask 077; mkdir -p "$pki")
  private_key "$pki/ca.key"
  openssl req -x509 -new -key "$pki/ca.key" -subj /CN=kubernetes -days 3650 -out "$pki/ca.crt"
  openssl genrsa -out "$pki/sa.key" 2048 2>/dev/null
  openssl rsa -in "$pki/sa.key" -pubout -out "$pki/sa.pub" 2>/dev/null
  certificate "$pki" admin '/O=system:masters/CN=kubernetes-admin'
  certificate "$pki" apiserver-kubelet '/O=system:masters/CN=kube-apiserver-kubelet-client'
  # its controllers share one identity here, and need more than the role of that name grants
  certificate "$pki" controller-manager '/O=system:masters/CN=system:kube-controller-manager'
  certificate "$pki" scheduler '/CN=system:kube-scheduler'
  # the names of the nodes are known to the DNS of the engine's network: no address need be known before the start
  certificate "$pki" apiserver /CN=kube-apiserver "DNS:$1,DNS:localhost,DNS:kubernetes,DNS:kubernetes.default,DNS:kubernetes.default.svc,DNS:kubernetes.default.svc.cluster.local,IP:127.0.0.1,IP:10.96.0.1"
  for name in "$@"; do certificate "$pki" "kubelet-$name" "/O=system:nodes/CN=system:node:$name" "DNS:$name"; done
}

private_key() { openssl ecparam -name prime256v1 -genkey -noout -out "$1"; }

certificate() { # certificate PKI FILE SUBJECT [ALTERNATIVE_NAMES]
  local file=$1/$2
  private_key "$file.key"
  openssl req -new -key "$file.key" -subj "$3" |
    openssl x509 -req -CA "$1/ca.crt" -CAkey "$1/ca.key" -CAcreateserial -days 3650 -out "$file.crt" -extfile <(
      echo keyUsage=digitalSignature,keyEncipherment
      echo extendedKeyUsage=serverAuth,clientAuth
      [[ -z ${4-} ]] || echo "subjectAltName=$4"
    ) 2>/dev/null
}

kubeconfig() { # kubeconfig PKI CLUSTER USER SERVER CERTIFICATE [CONTEXT]
  cat <<YAML
apiVersion: v1
kind: Config
clusters:
- name: kind-$2
  cluster:
    certificate-authority-data: $(base64 -w0 "$1/ca.crt")
    server: $4
contexts:
- name: ${6-$3}
  context:
    cluster: kind-$2
    user: $3
current-context: ${6-$3}
preferences: {}
users:
- name: $3
  user:
    client-certificate-data: $(base64 -w0 "$1/$5.crt")
    client-key-data: $(base64 -w0 "$1/$5.key")
YAML
}

# node_files WORK CLUSTER NODE CONTROL_PLANE: what goes to /etc/kubernetes of a node
node_files() {
  local pki=$1/pki cluster=$2 node=$3 api="https://$4:6443" to=$1/$3 name
  mkdir -p "$to/pki"
  cp "$pki/ca.crt" "$to/pki/"
  for name in crt key; do cp "$pki/kubelet-$node.$name" "$to/pki/kubelet.$name"; done
  kubeconfig "$pki" "$cluster" "system:node:$node" "$api" "kubelet-$node" >"$to/kubelet.conf"
  [[ $node == "$4" ]] || return 0
  cp "$pki"/{ca.key,sa.key,sa.pub,apiserver.crt,apiserver.key,apiserver-kubelet.crt,apiserver-kubelet.key} "$to/pki/"
  kubeconfig "$pki" "$cluster" "kind-$cluster" "$api" admin >"$to/admin.conf"
  for name in controller-manager scheduler; do
    kubeconfig "$pki" "$cluster" "system:kube-$name" "$api" "$name" >"$to/$name.conf"
  done
}
