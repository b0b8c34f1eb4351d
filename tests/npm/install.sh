#!/bin/sh
# Installs the packages of tests/npm/package.json, as locked, into DIRECTORY (build/npm); does
# nothing where that was done before. Exit 77: node, npm or the registry is absent.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
into=$1
for tool in node npm; do
  command -v "$tool" >/dev/null 2>&1 || { echo "skipped: no $tool (Debian packages nodejs, npm)"; exit 77; }
done
mkdir -p "$into"
if [ -e "$into/installed" ] && cmp -s "$here/package-lock.json" "$into/installed"; then
  exit 0
fi
rm -f "$into/installed"
cp "$here/package.json" "$here/package-lock.json" "$into/"
cd "$into"
if ! npm ci --ignore-scripts --no-audit --no-fund >log 2>&1; then
  cat log
  # No way to the registry is this machine's matter; anything else is ours.
  grep -qE 'ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|SELF_SIGNED_CERT|UNABLE_TO_' log || exit 1
  echo "skipped: the npm registry cannot be reached from here"
  exit 77
fi
cp package-lock.json installed
