#!/bin/sh
# Installs the packages of tests/npm/package.json, as locked, into DIRECTORY (build/npm); does
# nothing where that was done before. Exit 77: node or npm is absent.
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
npm ci --ignore-scripts --no-audit --no-fund
cp package-lock.json installed
