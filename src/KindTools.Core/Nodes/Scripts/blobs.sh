# Prints the digest and the length of everything in the node's content store.
# Its garbage collection may take some of it away meanwhile.
[ ! -d "$blobs" ] || find "$blobs" -ignore_readdir_race -type f -printf '%f %s\n'
echo '--- images'
