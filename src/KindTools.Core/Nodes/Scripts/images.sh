# Prints the machine's architecture, containerd's list of images and every manifest, index and configuration behind it.
# The content store is read as files: one process for all of them, where ctr needs one for each.
images=${images-$(list_images)}
uname -m
printf '%s\n' "$images"
echo '--- content'
cd "$blobs" 2>/dev/null || exit 0
present() { xargs -r ls -d 2>/dev/null || true; }
targets=$(printf '%s\n' "$images" | grep -o ' sha256:[0-9a-f]\{64\} ' | cut -c9-72 | sort -u | present)
children=$(printf '%s\n' "$targets" | xargs -r grep -l '"manifests"' | xargs -r grep -oh 'sha256:[0-9a-f]\{64\}' | cut -c8- | sort -u | present)
manifests=$(printf '%s\n%s\n' "$targets" "$children" | sort -u)
configs=$(printf '%s\n' "$manifests" | xargs -r cat | tr -d ' \t\n' | grep -o '"config":{[^{}]*}' | grep -o 'sha256:[0-9a-f]\{64\}' | cut -c8- | sort -u | present)
printf '%s\n%s\n' "$manifests" "$configs" | sort -u | xargs -r head -v -c 1048576 --
