# shellcheck shell=bash
# Debian: packages of the host, packages of other suites, root file systems.

# shellcheck disable=SC2034 # the other parts use it
ARCH=$(dpkg --print-architecture) && readonly ARCH

# The keys of Debian's archive: apt wants to be told, for sources that are not the machine's.
keyring() {
  local file
  for file in /usr/share/keyrings/debian-archive-keyring.{gpg,pgp}; do
    [[ ! -e $file ]] || { echo "$file"; return; }
  done
  die "no keys of Debian's archive: apt-get install debian-archive-keyring"
}

# The mirror that this machine's apt already uses for Debian itself; nothing is configured on the machine.
mirror() {
  local uri
  # shellcheck disable=SC2016 # apt's own variables
  uri=$(apt-get indextargets --format '$(ORIGIN)|$(LABEL)|$(REPO_URI)' 'Created-By: Packages' 2>/dev/null |
    sed -n 's/^Debian|Debian|//p' | head -n1)
  [[ -n $uri ]] || uri=$(configured_uris | grep -m1 -E '/debian/*$') || true
  [[ -n $uri ]] || die "apt of this machine names no Debian mirror"
  # some cloud images: the file holds the mirrors, one a line
  [[ $uri != mirror+file:* ]] || uri=$(awk '/^[a-z]+:/ { print $1; exit }' "/${uri#mirror+file:*/}")
  echo "${uri%/}"
}

# What apt's sources name, before apt-get update has ever run: both forms of sources files.
configured_uris() {
  sed -n 's/^URIs: *//p' /etc/apt/sources.list.d/*.sources 2>/dev/null | tr ' ' '\n'
  awk '$1 == "deb" { for (i = 2; i <= NF; i++) if ($i ~ /:\//) { print $i; break } }' /etc/apt/sources.list /etc/apt/sources.list.d/*.list 2>/dev/null
}

# host_packages COMMAND=PACKAGE...: installs what is absent, and says so
host_packages() {
  local pair missing=()
  for pair in "$@"; do command -v "${pair%%=*}" >/dev/null || missing+=("${pair#*=}"); done
  ((${#missing[@]} == 0)) || install_packages "${missing[@]}"
}

install_packages() {
  say "installing on this machine: $*"
  export DEBIAN_FRONTEND=noninteractive
  if ! { apt-get install -qq -y --no-install-recommends "$@" ||
    { apt-get update -qq && apt-get install -qq -y --no-install-recommends "$@"; }; } >/dev/null 2>&1; then
    die "apt-get install $* failed; run it by hand to see why"
  fi
}

# The index of testing may be older than its Valid-Until on a mirror that lags.
APT_OPTIONS=(-qq -o Acquire::Check-Valid-Until=false -o APT::Get::List-Cleanup=false -o APT::Sandbox::User=root)

# apt_of SUITE WORK ARGS...: apt-get that knows only SUITE (packages and sources) and keeps all its state in WORK
apt_of() {
  local suite=$1 work=$2 source; shift 2
  source="[signed-by=$(keyring)] $(mirror) $suite main"
  mkdir -p "$work"/{lists/partial,cache/archives/partial}; : >"$work/status"
  printf '%s\n' "deb $source" "deb-src $source" >"$work/sources.list"
  apt-get "${APT_OPTIONS[@]}" -o Dir::Etc::sourcelist="$work/sources.list" -o Dir::Etc::sourceparts=- \
    -o Dir::State::lists="$work/lists" -o Dir::State::status="$work/status" -o Dir::Cache="$work/cache" "$@"
}

# debootstrap_to SUITE TARGET PACKAGES [OPTIONS...]: TARGET is a folder, or a .tar
debootstrap_to() {
  local suite=$1 target=$2 packages=$3; shift 3
  confined mmdebstrap --quiet --variant=minbase --mode=root --aptopt='Acquire::Check-Valid-Until "false"' \
    --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/doc/*' \
    --dpkgopt='path-exclude=/usr/share/locale/*' --dpkgopt='path-exclude=/usr/share/info/*' \
    "$@" --include="$packages" "$suite" "$target" "deb $(mirror) $suite main"
}
