# Prints content, one after the other.
cd "$blobs"
exec cat -- "$@"
