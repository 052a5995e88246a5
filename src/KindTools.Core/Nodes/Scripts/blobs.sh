# Prints the transfers that keep content from garbage collection, or were killed before they had taken that back, and the
# digest and the length of everything in the node's content store, some of which may be collected meanwhile.
for note in /var/lib/kindtools.*; do
  [ ! -e "$note" ] || echo "--- transfer ${note#*/kindtools.}"
done
[ ! -d "$blobs" ] || find "$blobs" -ignore_readdir_race -type f -printf '%f %s\n'
echo '--- images'
