#!/usr/bin/env bash
# Lint by name: format | layering | coroutines | tidy | all. Needs build/dev/compile_commands.json for the last two.
set -euo pipefail
cd "$(dirname "$0")/.."
build=${VOUCH_BUILD:-build/dev}

lint_format() {
  git ls-files -z '*.cpp' '*.h' | xargs -0 -r clang-format --dry-run --Werror
}

lint_layering() { python3 tests/layering/check_layering.py; }

lint_coroutines() {
  local files
  files=$(git ls-files '*.cpp' | grep -v '^tests/fakes/' | xargs grep -l 'co_await' || true)
  # shellcheck disable=SC2086
  [ -z "$files" ] || tools/coroutine-lint.sh "$build" $files
}

# What differs from the main line, or everything named in VOUCH_TIDY_FILES.
changed_sources() {
  if [ -n "${VOUCH_TIDY_FILES:-}" ]; then printf '%s\n' $VOUCH_TIDY_FILES; return; fi
  local base=${VOUCH_TIDY_BASE:-}
  [ -n "$base" ] || base=$(git rev-parse --verify -q HEAD~1 || true)
  { [ -z "$base" ] || git diff --name-only --diff-filter=AM "$base" -- '*.cpp'; git diff --name-only --diff-filter=AM -- '*.cpp'; } | sort -u
}

lint_tidy() {
  local file
  changed_sources | while read -r file; do [ -e "$file" ] && printf '%s\0' "$file"; done |
    xargs -0 -r -n 1 -P "$(nproc)" clang-tidy --quiet -p "$build"
}

case ${1:-all} in
  format) lint_format ;;
  layering) lint_layering ;;
  coroutines) lint_coroutines ;;
  tidy) lint_tidy ;;
  all) lint_format; lint_layering; lint_coroutines; lint_tidy; echo "lint: clean" ;;
  *) echo "usage: tools/lint.sh format|layering|coroutines|tidy|all" >&2; exit 2 ;;
esac
