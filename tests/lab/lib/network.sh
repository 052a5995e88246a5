# shellcheck shell=bash
# Addresses: every lab has a slot, and with it 10.201.(16*slot).0/20 and two bridges.

readonly SLOTS=16

subnet() { echo "10.201.$(($1 * 16 + $2))"; } # subnet SLOT N: the first three numbers of the N-th /24
bridge() { echo "ktlab$1"; }

# A slot is free when no lab has it and the machine has no route into its addresses.
free_slot() {
  local slot
  for ((slot = 0; slot < SLOTS; slot++)); do
    ! grep -qsx "$slot" "$LAB_STATE"/*/slot || continue
    [[ -z $(ip -4 route show root "$(subnet "$slot" 0).0/20") ]] || continue
    echo "$slot"; return
  done
  die "no free slot: $SLOTS labs, or the machine has routes into 10.201.0.0/16"
}

take_slot() { free_slot >"$1/slot"; } # take_slot STATE, under a lock

# A bridge without an address of its own takes that of whatever joins it, and with every container that comes or goes the
# others may wait until they have found it again.
create_bridge() { # create_bridge SLOT
  ip link add "$(bridge "$1")" address "$(printf '02:42:0a:c9:%02x:01' $(($1 * 16)))" type bridge
  ip addr add "$(subnet "$1" 0).1/24" dev "$(bridge "$1")"
  ip link set "$(bridge "$1")" up
}

# Where bridged packets go through the machine's firewall (br_netfilter) and that forwards nothing, as on a machine with
# a Docker of its own, the nodes of a lab would not reach each other. The one thing the lab may do to a firewall.
allow_bridged() { # allow_bridged STATE SLOT
  local link
  grep -qsx 1 /proc/sys/net/bridge/bridge-nf-call-iptables && command -v iptables >/dev/null || return 0
  ! iptables -w -S FORWARD 2>/dev/null | grep -qx -- '-P FORWARD ACCEPT' || return 0
  for link in "$(bridge "$2")" "$(bridge "$2")-kind"; do
    say "the firewall of this machine drops what it forwards: allowing it on bridge $link"
    echo "$link" >>"$1/firewall" # first, so that a crash leaves no rule unknown
    iptables -w -I FORWARD -i "$link" -o "$link" -j ACCEPT
  done
}

disallow_bridged() { # disallow_bridged STATE
  local link
  [[ -f $1/firewall ]] || return 0
  while read -r link; do iptables -w -D FORWARD -i "$link" -o "$link" -j ACCEPT 2>/dev/null || true; done <"$1/firewall"
}

# Whatever has an address of the slot: our bridge, the `kind` network's, those of networks that tests created.
remove_bridges() { # remove_bridges SLOT
  local link
  ip -4 -o addr show | awk -v slot="$1" '{ split($4, a, "."); if (a[1] == 10 && a[2] == 201 && int(a[3] / 16) == slot) print $2 }' |
    while read -r link; do ip link delete "$link" 2>/dev/null || true; done
}
