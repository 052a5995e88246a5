# shellcheck shell=bash
# The cache: what is slow to make, one folder a thing, named by what it was made from.

# key PART...: a short hash of strings and of files (given as @FILE, contents count, not their place)
key() {
  local part
  for part in "$@"; do
    if [[ $part == @* ]]; then cat -- "${part#@}" || die "no file ${part#@}"; else printf '%s\0' "$part"; fi
  done | sha256sum | cut -c1-12
}

# cached NAME KEY MAKER ARGS...: prints the folder NAME-KEY; when it is not there, `MAKER ARGS... TEMP` makes it first.
# The folder appears by a rename at the end, so that what is there is whole.
cached() {
  local entry=$LAB_CACHE/$1-$2
  [[ -d $entry ]] || locked "$LAB_CACHE/.locks/$1" make_entry "$entry" "$@" >&2
  touch "$entry"
  echo "$entry"
}

make_entry() { # make_entry ENTRY NAME KEY MAKER ARGS...
  local entry=$1 name=$2 temp=$LAB_CACHE/.making-$2 start; shift 3
  [[ ! -d $entry ]] || return 0 # another lab command made it while this one waited
  start=$(milliseconds); say "making $name (once, kept in $LAB_CACHE) ..."
  kill_engine "$temp/data" # of a command that was killed while it made a template
  rm -rf --one-file-system "$temp"; mkdir -p "$temp"
  ("$@" "$temp") # a shell of its own, for its EXIT trap
  mv "$temp" "$entry"
  say "made $name: $(seconds_since "$start"), $(du -sh "$entry" | cut -f1)"
  forget_old "$name"
}

# The newest three of a kind stay (clones of the repository at different commits share the cache), older ones go when
# nobody used them for a day. `cached` touches what it hands out.
forget_old() { # forget_old NAME
  local old
  # shellcheck disable=SC2012 # the names are our own: no surprises in them
  ls -dt "$LAB_CACHE/$1"-???????????? | tail -n +4 | while read -r old; do
    [[ -n $(find "$old" -maxdepth 0 -mtime +0) ]] || continue
    if grep -qsxF "$old" "$LAB_STATE"/*/uses; then continue; fi
    say "removing $old (not used any more)"
    rm -rf --one-file-system "$old"
  done
}
