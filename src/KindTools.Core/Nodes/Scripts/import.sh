# Imports the archive on standard input for a platform, the first argument.
ctr --namespace k8s.io images import --snapshotter "$snapshotter" --platform "$1" - >/dev/null
shift
echo '--- taken'
