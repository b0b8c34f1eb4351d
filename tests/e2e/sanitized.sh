#!/usr/bin/env bash
# Runs a command against programs that are built with a sanitizer: sanitized.sh FOLDER COMMAND...
set -euo pipefail
programs=$1; shift
if [ ! -x "$programs/vouchd" ]; then
  echo "skipped: $programs/vouchd is not built; ./dev test --long builds it"
  exit 77
fi
tools=$(cd "$(dirname "$0")/../../tools" && pwd)
export ASAN_OPTIONS="detect_stack_use_after_return=1:strict_string_checks=1"
export UBSAN_OPTIONS="print_stacktrace=1"
export TSAN_OPTIONS="suppressions=$tools/tsan.supp:second_deadlock_stack=1"
exec "$@"
