# Gives images other names: pairs of an image's name and its new one, up to an empty argument.
while [ -n "$1" ]; do
  ctr --namespace k8s.io images tag --force "$1" "$2" >/dev/null
  shift 2
done
shift
echo '--- taken'
