# Imports the archive on standard input: for which platform, and with which snapshotter.
exec ctr --namespace k8s.io images import --snapshotter "$2" --platform "$1" -
