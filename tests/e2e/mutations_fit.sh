#!/bin/sh
# Do the planted defects (mutations/*.patch) still fit the source? What they prove is e2e.mutations.
# usage: mutations_fit.sh SOURCE
set -eu
cd "$1"
bad=0
for defect in tests/e2e/mutations/*.patch; do
  if ! said=$(patch -p1 --dry-run -i "$defect" 2>&1); then
    printf '%s does not fit any more:\n%s\n' "$defect" "$said"
    bad=1
  fi
done
exit $bad
