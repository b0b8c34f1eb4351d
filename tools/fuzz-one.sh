#!/usr/bin/env bash
# Fuzzes one target of build/fuzz: tools/fuzz-one.sh SECONDS NAME. Its log is build/fuzz/NAME.log.
set -euo pipefail
cd "$(dirname "$0")/.."
seconds=$1 name=$2
longest=65536  # bytes of an input; a unit that takes 20 s or 1 GB is a defect
case $name in http_server) longest=20000 ;; esac
mkdir -p "build/fuzz/corpus/$name" build/fuzz/found
status=0
"build/fuzz/tests/${name}_fuzz" "build/fuzz/corpus/$name" "tests/fuzz/corpus/$name" \
  -max_total_time="$seconds" -max_len="$longest" -rss_limit_mb=1024 -timeout=20 -print_final_stats=1 \
  -artifact_prefix="build/fuzz/found/$name-" >"build/fuzz/$name.log" 2>&1 || status=$?
runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "build/fuzz/$name.log")
if [ "$status" = 0 ]; then
  printf '%-12s %s s, %s inputs: nothing found\n' "$name" "$seconds" "${runs:-?}"
elif [ "$status" = 72 ]; then
  printf '%-12s interrupted after %s inputs\n' "$name" "${runs:-?}"
else
  printf '%-12s FOUND something after %s inputs, see build/fuzz/%s.log\n' "$name" "${runs:-?}" "$name"
fi
exit "$status"
