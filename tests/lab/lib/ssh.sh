# shellcheck shell=bash
# A machine to be reached by ssh, with Docker's client on it, as docker system dial-stdio wants it; and a client to reach it
# with where the machine of the tests has none.

ssh_machine() { cached ssh "$(key "$ARCH" "@$LAB_HOME/lib/ssh.sh")" make_ssh_machine; }

make_ssh_machine() { # make_ssh_machine OUT
  local out=$1 loader tool
  debootstrap_to forky "$out/rootfs" openssh-server,openssh-client,docker-cli
  mkdir -p "$out/bin" "$out/rootfs/run/sshd"
  # forky's programs want a newer libc than the machine's: each is started by its own loader
  loader=$(cd "$out" && find rootfs/usr/lib -name 'ld-linux*.so*' | head -n1)
  for tool in ssh ssh-keygen; do
    cat >"$out/bin/$tool" <<TOOL
#!/bin/sh
# of the KindTools lab
here=\$(dirname "\$(dirname "\$(readlink -f "\$0")")")
exec "\$here/$loader" --library-path "\$here/$(cd "$out" && dirname "$(find rootfs/usr/lib -name libc.so.6)")" "\$here/rootfs/usr/bin/$tool" "\$@"
TOOL
    chmod 755 "$out/bin/$tool"
  done
  "$out/bin/ssh" -V
}
