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
  rm -rf --one-file-system "$temp"; mkdir -p "$temp"
  ("$@" "$temp") # a shell of its own, for its EXIT trap
  mv "$temp" "$entry"
  say "made $name: $(seconds_since "$start"), $(du -sh "$entry" | cut -f1)"
  forget_old "$name" "$entry"
}

# What no lab has used for two weeks makes room. `cached` touches what it hands out.
forget_old() { # forget_old NAME CURRENT
  local old
  while read -r old; do
    [[ $old != "$2" ]] && ! grep -qsxF "$old" "$LAB_STATE"/*/uses || continue
    say "removing $old (unused for two weeks)"; rm -rf --one-file-system "$old"
  done < <(find "$LAB_CACHE" -mindepth 1 -maxdepth 1 -name "$1-????????????" -mtime +14)
}
