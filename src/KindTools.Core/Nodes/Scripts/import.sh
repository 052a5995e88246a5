# Imports the archive on standard input for the platform given.
exec ctr --namespace k8s.io images import --snapshotter "$snapshotter" --platform "$1" -
