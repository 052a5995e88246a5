# shellcheck shell=bash
# docker, kind and kubectl for the host, unpacked beside the machine's own programs, never installed; and docker-registry,
# which tests copy into nodes.

tools() { cached tools "$(key "$ARCH" "@$LAB_HOME/lib/tools.sh")" make_tools; }

make_tools() {
  local out=$1 work deb tool loader
  work=$(mktemp -d)
  # shellcheck disable=SC2064 # expanded now: the variable is gone when the shell ends
  trap "rm -rf '$work'" EXIT
  mkdir -p "$out/root" "$out/bin"
  apt_of forky "$work/forky" update
  (cd "$work" && apt_of forky "$work/forky" download docker-cli kind libc6)
  apt_of bookworm "$work/bookworm" update
  (cd "$work" && apt_of bookworm "$work/bookworm" download kubernetes-client docker-registry)
  for deb in "$work"/*.deb; do dpkg-deb -x "$deb" "$out/root"; done
  rm -rf "$out"/root/usr/share
  # forky's programs want a newer libc than the host's: each is started by its own loader
  loader=$(cd "$out" && find root -name 'ld-linux*.so*' -type f | head -n1)
  for tool in docker kind kubectl; do
    cat >"$out/bin/$tool" <<TOOL
#!/bin/sh
# of the KindTools lab
here=\$(dirname "\$(dirname "\$(readlink -f "\$0")")")
# without buildx only the legacy builder works
export DOCKER_BUILDKIT="\${DOCKER_BUILDKIT:-0}"
exec "\$here/$loader" --library-path "\$here/$(cd "$out" && dirname "$(find root -name libc.so.6)")" "\$here/root/usr/bin/$tool" "\$@"
TOOL
    chmod 755 "$out/bin/$tool"
  done
  # the suite's libc is older than that of any node, so there it starts as it is
  cp "$out/root/usr/bin/docker-registry" "$out/bin/"
  "$out/bin/kind" version >/dev/null
  "$out/bin/docker" --version >/dev/null
  "$out/bin/kubectl" version --client >/dev/null
}
