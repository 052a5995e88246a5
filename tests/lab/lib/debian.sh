# shellcheck shell=bash
# Debian: packages of the host, packages of other suites, root file systems.

ARCH=$(dpkg --print-architecture)
readonly ARCH

# The mirror that this machine's apt already uses for Debian itself; nothing is configured on the machine.
mirror() {
  local uri
  uri=$(apt-get indextargets --format '$(ORIGIN)|$(LABEL)|$(REPO_URI)' 'Created-By: Packages' 2>/dev/null |
    sed -n 's/^Debian|Debian|//p' | head -n1)
  [[ -n $uri ]] || uri=$(sed -n 's/^URIs: *//p' /etc/apt/sources.list.d/*.sources 2>/dev/null | grep -m1 '/debian/*$')
  [[ -n $uri ]] || uri=$(awk '$1 == "deb" { for (i = 2; i <= NF; i++) if ($i ~ /:\/\//) { print $i; exit } }' /etc/apt/sources.list 2>/dev/null)
  [[ -n $uri ]] || die "apt of this machine names no Debian mirror"
  echo "${uri%/}"
}

# host_packages COMMAND=PACKAGE...: installs what is absent, and says so
host_packages() {
  local pair missing=()
  for pair in "$@"; do command -v "${pair%%=*}" >/dev/null || missing+=("${pair#*=}"); done
  ((${#missing[@]})) || return 0
  say "installing on this machine: ${missing[*]}"
  export DEBIAN_FRONTEND=noninteractive
  if ! { apt-get install -qq -y --no-install-recommends "${missing[@]}" ||
    { apt-get update -qq && apt-get install -qq -y --no-install-recommends "${missing[@]}"; }; } >/dev/null 2>&1; then
    die "apt-get install ${missing[*]} failed; run it by hand to see why"
  fi
}

# The index of testing may be older than its Valid-Until on a mirror that lags.
APT_OPTIONS=(-o 'Acquire::Check-Valid-Until=false' -o 'APT::Get::List-Cleanup=false' -o 'APT::Sandbox::User=root')

# apt_of SUITE WORK ARGS...: apt-get that knows only SUITE (packages and sources) and keeps all its state in WORK
apt_of() {
  local suite=$1 work=$2 m; shift 2
  m=$(mirror)
  mkdir -p "$work"/{lists/partial,cache/archives/partial}; : >"$work/status"
  printf '%s [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] %s %s main\n' deb "$m" "$suite" deb-src "$m" "$suite" >"$work/sources.list"
  apt-get "${APT_OPTIONS[@]}" -o Dir::Etc::sourcelist="$work/sources.list" -o Dir::Etc::sourceparts=- \
    -o Dir::State::lists="$work/lists" -o Dir::State::status="$work/status" -o Dir::Cache="$work/cache" -qq "$@"
}

# debootstrap_to SUITE TARGET PACKAGES [OPTIONS...]: TARGET is a folder, or a .tar
debootstrap_to() {
  local suite=$1 target=$2 packages=$3; shift 3
  mmdebstrap --quiet --variant=minbase --mode=root --aptopt='Acquire::Check-Valid-Until "false"' \
    --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/doc/*' \
    --dpkgopt='path-exclude=/usr/share/locale/*' --dpkgopt='path-exclude=/usr/share/info/*' \
    "$@" --include="$packages" "$suite" "$target" "deb $(mirror) $suite main"
}
