# Prints what containerd thinks of the content of the images named, and waits, 10 seconds at most, until the kubelet's
# runtime has taken note of them.
names=$(printf '%s\n' "$@")
for name do
  shift
  set -- "$@" "name==$name"
done
ctr --namespace k8s.io images check --snapshotter "$snapshotter" "$@"
tries=200
while
  images=$(list_images "$@")
  unnoticed=$(printf '%s\n\n%s\n' "$names" "$images" | awk '
    !listed { if ($0 == "") listed = 1; else wanted[$0]; next }
    /io\.cri-containerd\.image=managed/ { delete wanted[$1] }
    END { for (name in wanted) print name }')
  [ -n "$unnoticed" ] && [ "$tries" -gt 0 ]
do
  tries=$((tries - 1))
  sleep 0.03
done
echo '--- images'
