#!/bin/sh
# Runs one browser test: run.sh FILE.test.mjs. Exit 77, with the reason, where node, Chromium or the
# packages of web/ui are missing. Environment: VOUCH_BUILD, VOUCH_UI_MODULES, VOUCH_SHOTS.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
: "${VOUCH_BUILD:=$root/build/dev}"
: "${VOUCH_UI_MODULES:=$root/build/ui/tree/web/ui/node_modules}"
: "${VOUCH_SHOTS:=$root/build/browser}"
: "${VOUCH_CHROMIUM:=/usr/bin/chromium}"
skip() { echo "skipped: $1"; exit 77; }
command -v node >/dev/null 2>&1 || skip "no node (Debian package nodejs)"
command -v setpriv >/dev/null 2>&1 || skip "no setpriv (Debian package util-linux)"
[ -x "$VOUCH_CHROMIUM" ] || skip "no $VOUCH_CHROMIUM (Debian package chromium)"
for package in playwright-core axe-core; do
  [ -e "$VOUCH_UI_MODULES/$package/package.json" ] || skip "no $package in $VOUCH_UI_MODULES (the build of the web application puts it there)"
done
[ -x "$VOUCH_BUILD/vouchd" ] && [ -x "$VOUCH_BUILD/vouch-practice" ] || skip "no vouchd and vouch-practice in $VOUCH_BUILD"
export VOUCH_BUILD VOUCH_UI_MODULES VOUCH_SHOTS VOUCH_CHROMIUM
exec node "$here/run.mjs" "$@"
