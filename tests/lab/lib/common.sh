# shellcheck shell=bash
# What every part of the lab uses: speaking, time, failing, locks.

LAB_CACHE=$(realpath -m "${KINDTOOLS_LAB_CACHE:-/var/cache/kindtools-lab}")
LAB_STATE=/run/kindtools-lab     # one folder a lab, small: sockets, logs, kubeconfig, lab.env
LAB_DATA=/var/lib/kindtools-lab  # one folder a lab, large: the engine's data; never on tmpfs
# shellcheck disable=SC2034 # the other parts use them
readonly LAB_CACHE LAB_STATE LAB_DATA

# Speech goes to standard error: standard output belongs to what a caller may want to parse (`lab env`).
say() { printf 'lab: %s\n' "$*" >&2; }
die() { say "error: $*"; exit 1; }
usage_error() { printf 'lab: %s\nTry: lab help\n' "$*" >&2; exit 2; }

milliseconds() { local t=${EPOCHREALTIME/[.,]/}; echo $((10#$t / 1000)); }
seconds_since() { # seconds_since START_MS
  local ms=$(($(milliseconds) - $1)); printf '%d.%d s' $((ms / 1000)) $((ms % 1000 / 100))
}

# timed TEXT COMMAND...: says what is done before and how long it took after
timed() {
  local text=$1 start; shift
  start=$(milliseconds); say "$text ..."; DOING=$text
  "$@" # not part of a condition: `set -e` must hold inside
  DOING=
  say "$text: $(seconds_since "$start")"
}

# For the entry point's EXIT trap: what was going on when it failed
say_failure() {
  local rc=$?
  ((rc == 0)) || [[ -z ${DOING-} ]] || say "failed: $DOING (exit $rc)"
}

# hushed COMMAND...: its standard error is shown only when it fails
hushed() {
  local log rc=0
  log=$(mktemp)
  "$@" 2>"$log" || rc=$?
  ((rc == 0)) || cat "$log" >&2
  rm -f "$log"
  return $rc
}

# confined COMMAND...: in process and mount namespaces of its own that end with the calling shell, even when that is
# killed: nothing half made goes on being made
confined() {
  setpriv --pdeathsig KILL unshare --mount --pid --fork --kill-child --mount-proc --propagation private -- "$@"
}

# wait_for SECONDS TEXT COMMAND...: repeats the command until it succeeds
wait_for() {
  local end=$(($(milliseconds) + $1 * 1000)) text=$2; shift 2
  until "$@" >/dev/null 2>&1; do
    (($(milliseconds) < end)) || { say "gave up waiting for $text"; return 1; }
    sleep 0.05
  done
}

# locked FILE COMMAND...: one at a time between all `lab` processes of the machine. A lock file may vanish with its
# folder when the last lab goes, so what was locked is compared with what is there now.
locked() {
  local file=$1 fd; shift
  while :; do
    mkdir -p "$(dirname "$file")"
    exec {fd}>"$file"
    flock -n "$fd" || { say "waiting for another lab command ($file)"; flock "$fd"; }
    [[ /dev/fd/$fd -ef $file ]] && break
    exec {fd}>&-
  done
  "$@"
  exec {fd}>&-
}

# detached LOG COMMAND...: a process that outlives its caller and holds none of its files open: no pipe that a CI
# waits on, no lock
detached() {
  local log=$1 fd; shift
  (
    for fd in /proc/self/fd/*; do
      fd=${fd##*/}
      if ((fd > 2 && fd != 255)); then eval "exec $fd>&-" 2>/dev/null || true; fi
    done
    cd /
    exec setsid -- "$@" </dev/null >>"$log" 2>&1
  ) &
  disown $!
}
