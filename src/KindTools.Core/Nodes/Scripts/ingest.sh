# Takes content from standard input into containerd's store, for a transfer, the first argument; the second tells its
# writes apart. The content's digest comes behind it. No image refers to it yet: a label keeps it from garbage collection
# until the transfer is over. The note of the transfer is there first, so that whoever comes after one that was killed
# finds out.
: > "/var/lib/kindtools.$1"
code=0
perl -e "$ingest" "kindtools-$1-$2" "$1" || code=$?
[ "$code" != 0 ] || exit 0
[ "$code" != 9 ] || exit 1

# With ctr the label comes a moment later.
set -e
work=$(mktemp -d)
trap 'rm -r "$work"' EXIT
mkfifo "$work/all"
tail --bytes=71 "$work/all" >"$work/digest" &
tee "$work/all" | head --bytes=-71 | ctr --namespace k8s.io content ingest "kindtools-$1-$2"
wait
ctr --namespace k8s.io content label "$(cat "$work/digest")" "containerd.io/gc.root=$1" >/dev/null
