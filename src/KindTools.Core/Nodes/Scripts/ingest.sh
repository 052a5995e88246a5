# Takes content from standard input into containerd's store, for a transfer, the first argument; the second tells its
# writes apart. The content's digest comes behind it. The note of the transfer is there first, so that whoever comes
# after one that was killed finds out.
: > "/var/lib/kindtools.$1"
code=0
perl -e "$ingest" "kindtools-$1-$2" || code=$?
[ "$code" != 0 ] || exit 0
[ "$code" != 9 ] || exit 1
head --bytes=-71 | ctr --namespace k8s.io content ingest "kindtools-$1-$2"
