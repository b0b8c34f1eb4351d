#!/usr/bin/env bash
# Proves the README's two commands on a bare Debian 12: debootstrap, a clean clone of what is committed here, ./dev test,
# then ./dev run until its status page shows verdicts. As root; about an hour on two cores, 8 GB of disk.
#   ./dev fresh [FOLDER]     VOUCH_MIRROR=URL takes Debian from another mirror; VOUCH_KEEP=1 keeps the folder;
#                            VOUCH_CCACHE=FOLDER lends it a ccache, to prove the commands in less time
set -euo pipefail
cd "$(dirname "$0")/.."
[ "$(id -u)" = 0 ] || { echo "./dev fresh needs root: debootstrap and chroot" >&2; exit 1; }
. tools/packages.sh

install_packages fresh
target=${1:-$(mktemp -d "${TMPDIR:-/var/tmp}/vouch-fresh.XXXXXX")}
mirror=${VOUCH_MIRROR:-$(host_mirror)}
mounted=()
leave() {
  local at
  for at in "${mounted[@]}"; do umount -l "$at" || true; done
  if [ "${VOUCH_KEEP:-0}" != 1 ]; then rm -rf --one-file-system "$target"; fi
}
trap leave EXIT

step() { printf '\n== %s (%s s)\n' "$*" "$SECONDS"; }

step "Debian 12 into $target"
debootstrap --variant=minbase --include=ca-certificates bookworm "$target" "$mirror" >"$target.log" 2>&1 ||
  { tail -n 20 "$target.log"; exit 1; }
cp -a /etc/apt/sources.list.d/debian.sources "$target/etc/apt/sources.list.d/" 2>/dev/null &&
  : >"$target/etc/apt/sources.list" || true
cp -a /etc/apt/apt.conf.d/*proxy* "$target/etc/apt/apt.conf.d/" 2>/dev/null || true
printf '127.0.0.1 localhost\n::1 localhost\n' >"$target/etc/hosts"  # as Debian's installer writes it
cp -L /etc/resolv.conf "$target/etc/resolv.conf"
for at in proc dev dev/pts sys; do
  mount --rbind "/$at" "$target/$at" 2>/dev/null && mount --make-rslave "$target/$at" && mounted=("$target/$at" "${mounted[@]}")
done

cache=()
if [ -n "${VOUCH_CCACHE:-}" ]; then
  mkdir -p "$target/root/ccache"
  mount --bind "$VOUCH_CCACHE" "$target/root/ccache" && mounted=("$target/root/ccache" "${mounted[@]}")
  cache=(CCACHE_DIR=/root/ccache CCACHE_BASEDIR=/root CCACHE_NOHASHDIR=1)
fi

step "a clean clone"
git clone -q --no-hardlinks . "$target/root/vouch"
inside() { chroot "$target" /usr/bin/env -i HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin CI=true LANG=C.UTF-8 "${cache[@]}" \
  ${VOUCH_NPM_REGISTRY:+npm_config_registry="$VOUCH_NPM_REGISTRY"} bash -c "$1"; }

step "./dev test"
inside 'cd /root/vouch && ./dev test'

step "./dev run"
inside '(cd /root/vouch && exec ./dev run --dir /root/world >/root/run.log 2>&1) & run=$!
  seen() { build/release/vouch --socket /root/world/state/vouchd.sock status 2>/dev/null; }
  cd /root/vouch
  for _ in $(seq 1200); do
    sleep 1
    kill -0 $run 2>/dev/null || break
    seen | grep -q "掉线 [1-9]" && seen | grep -q "需补正 [1-9]" && seen | grep -q "无法检测" && seen | grep -q "已上线" && break
  done
  tail -n 30 /root/run.log; seen
  mails=$(wc -l </root/world/mail.jsonl) hooks=$(wc -l </root/world/webhook.jsonl)
  echo "$mails mails, $hooks events"
  kill -TERM $run; wait $run || true
  [ "$mails" -gt 0 ] && [ "$hooks" -gt 0 ]'

step "both commands work on a bare Debian 12"
