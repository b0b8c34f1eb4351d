#!/usr/bin/env bash
# The unit as installed: exposure at most 1.5, and systemd finds nothing to complain about (staged root).
# usage: unit_test.sh SOURCE_DIR BUILD_DIR
set -euo pipefail
source_dir=$1 build_dir=$2
command -v systemd-analyze >/dev/null || { echo "skipped: no systemd-analyze"; exit 77; }
stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT
mkdir -p "$stage/usr/sbin" "$stage/usr/lib/systemd/system" "$stage/bin" "$stage/etc/vouch"
sed 's|@VOUCHD@|/usr/sbin/vouchd|g' "$source_dir/systemd/vouchd.service.in" > "$stage/usr/lib/systemd/system/vouchd.service"
cp "$build_dir/vouchd" "$stage/usr/sbin/vouchd"
cp /bin/kill "$stage/bin/kill" 2>/dev/null || printf '#!/bin/sh\n' > "$stage/bin/kill"
chmod 755 "$stage/bin/kill"
# Targets that the unit names stand in the system's own folder.
cp /usr/lib/systemd/system/*.target "$stage/usr/lib/systemd/system/"
systemd-analyze security --offline=yes --threshold=15 "$stage/usr/lib/systemd/system/vouchd.service" | tail -1
said=$(systemd-analyze verify --man=no --root="$stage" vouchd.service 2>&1 | grep -i vouchd || true)
if [ -n "$said" ]; then
  echo "systemd-analyze verify: $said"
  exit 1
fi
echo "unit: clean"
