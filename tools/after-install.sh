#!/usr/bin/env bash
# What a package's postinst would do, for ./dev install: account, folders, first configuration.
# Nothing is started and nothing existing is overwritten.
set -euo pipefail
prefix=${PREFIX:-/usr}
root=${DESTDIR:-}
if [ -z "$root" ] && command -v systemd-sysusers >/dev/null 2>&1; then
  systemd-sysusers "$prefix/lib/sysusers.d/vouch.conf"
  systemd-tmpfiles --create "$prefix/lib/tmpfiles.d/vouch.conf" || true
fi
mkdir -p "$root/etc/vouch"
if [ ! -e "$root/etc/vouch/vouch.toml" ]; then
  install -m 0644 "$root$prefix/share/vouch/vouch.toml.example" "$root/etc/vouch/vouch.toml"
  echo "wrote $root/etc/vouch/vouch.toml"
fi
if [ -z "$root" ] && [ -d /run/systemd/system ]; then systemctl daemon-reload; fi
cat <<TXT
Installed. Next:
  vouch setup                       asks what vouchd needs to know
  vouchd --config /etc/vouch/vouch.toml --check
  systemctl enable --now vouchd
TXT
