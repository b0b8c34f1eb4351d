#!/usr/bin/env bash
# The unit as installed: exposure at most 1.5, and systemd finds nothing to complain about (staged root). A unit
# with planted faults must fail both. usage: unit_test.sh SOURCE_DIR BUILD_DIR
set -euo pipefail
source_dir=$1 build_dir=$2
command -v systemd-analyze >/dev/null || { echo "skipped: no systemd-analyze"; exit 77; }
[ -x "$build_dir/vouchd" ] || { echo "there is no $build_dir/vouchd"; exit 1; }
stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT
unit=$stage/usr/lib/systemd/system/vouchd.service
mkdir -p "$stage/usr/sbin" "$stage/usr/bin" "${unit%/*}" "$stage/etc/vouch" "$stage/usr/lib/sysusers.d" "$stage/usr/lib/tmpfiles.d"
cp "$build_dir/vouchd" "$stage/usr/sbin/vouchd"
printf '#!/bin/sh\n' >"$stage/usr/bin/vouch"
chmod 755 "$stage/usr/bin/vouch"
# Targets that the unit names stand in the system's own folder.
cp /usr/lib/systemd/system/*.target "${unit%/*}/"

stage_unit() { # [SED EXPRESSION that plants a fault]
  sed 's|@VOUCHD@|/usr/sbin/vouchd|g; s|@VOUCH@|/usr/bin/vouch|g' "$source_dir/systemd/vouchd.service.in" | sed "${1:-}" > "$unit"
}
exposed() { ! systemd-analyze security --offline=yes --threshold=15 "$unit" > "$stage/exposure"; }
complaints() { systemd-analyze verify --man=no --root="$stage" vouchd.service 2>&1 | grep -i vouchd || true; }

stage_unit
if exposed; then
  tail -1 "$stage/exposure"
  exit 1
fi
grep 'Overall exposure level for vouchd.service' "$stage/exposure"
said=$(complaints)
if [ -n "$said" ]; then
  echo "systemd-analyze verify: $said"
  exit 1
fi

stage_unit '/^ProtectSystem=/d; /^PrivateDevices=/d; /^SystemCallFilter=/d'
exposed || { echo "a unit without its protection passes: the exposure check is blind"; exit 1; }
for fault in 's/^WatchdogSec=/WatchdogSecs=/' 's/^Type=notify/Type=notfy/' 's|^ExecStart=/usr/sbin/vouchd|ExecStart=/usr/sbin/vouchd-missing|'; do
  stage_unit "$fault"
  [ -n "$(complaints)" ] || { echo "a unit with $fault passes: the verification is blind"; exit 1; }
done

# The account and the folders, made below the staged root.
if [ "$(id -u)" = 0 ] && command -v systemd-sysusers systemd-tmpfiles >/dev/null; then
  cp "$source_dir/systemd/vouch.sysusers.conf" "$stage/usr/lib/sysusers.d/vouch.conf"
  cp "$source_dir/systemd/vouch.tmpfiles.conf" "$stage/usr/lib/tmpfiles.d/vouch.conf"
  systemd-sysusers --root="$stage" vouch.conf 2>&1 | grep -v '^Creating ' || true
  grep -q '^vouch:' "$stage/etc/passwd" || { echo "sysusers makes no account"; exit 1; }
  systemd-tmpfiles --root="$stage" --create vouch.conf
  awk '$1 ~ /^d/ { print $2, $3 }' "$source_dir/systemd/vouch.tmpfiles.conf" | while read -r folder mode; do
    [ "0$(stat -c %a "$stage$folder")" = "$mode" ] || { echo "tmpfiles: $folder is not $mode"; exit 1; }
  done
fi
echo "unit: clean"
