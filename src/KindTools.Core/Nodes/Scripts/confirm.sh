# Waits, 10 seconds at most, until the kubelet's runtime has taken note of the names given, and prints what containerd
# thinks of their content. The first argument is the snapshotter.
set -eu
snapshotter=$1
shift
tries=100
while
  images=$(ctr --namespace k8s.io images ls)
  unnoticed=$(printf '%s\n' "$images" | awk '
    BEGIN { for (i = 1; i < ARGC; i++) { wanted[ARGV[i]]; delete ARGV[i] } }
    /io\.cri-containerd\.image=managed/ { delete wanted[$1] }
    END { for (name in wanted) print name }' "$@")
  [ -n "$unnoticed" ] && [ "$tries" -gt 0 ]
do
  tries=$((tries - 1))
  sleep 0.1
done
for name do
  shift
  set -- "$@" "name==$name"
done
ctr --namespace k8s.io images check --snapshotter "$snapshotter" "$@"
echo '--- images'
