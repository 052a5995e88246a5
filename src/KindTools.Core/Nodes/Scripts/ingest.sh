# Takes content from standard input into containerd's store. The argument names the write.
code=0
perl -e "$ingest" "$1" || code=$?
[ "$code" != 0 ] || exit 0
[ "$code" != 9 ] || exit 1
exec ctr --namespace k8s.io content ingest "$1"
