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

create_bridge() { # create_bridge SLOT
  ip link add "$(bridge "$1")" type bridge
  ip addr add "$(subnet "$1" 0).1/24" dev "$(bridge "$1")"
  ip link set "$(bridge "$1")" up
}

# Whatever has an address of the slot: our bridge, the `kind` network's, those of networks that tests created.
remove_bridges() { # remove_bridges SLOT
  local link
  ip -4 -o addr show | awk -v slot="$1" '{ split($4, a, "."); if (a[1] == 10 && a[2] == 201 && int(a[3] / 16) == slot) print $2 }' |
    while read -r link; do ip link delete "$link" 2>/dev/null || true; done
}
