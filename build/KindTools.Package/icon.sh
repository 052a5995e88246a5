#!/bin/sh
# Makes icon.png from icon.svg (Debian's package librsvg2-bin); both are in the repository, because a build needs no such tool.
set -eu
cd "$(dirname "$0")"
rsvg-convert --width 128 --height 128 --output icon.png icon.svg
