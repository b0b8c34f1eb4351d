#!/usr/bin/env bash
# Finds expressions that g++ 12 miscompiles: a braced temporary, a capturing lambda or ?: in one full
# expression with co_await (docs/decisions/001). Fails too when a file cannot be parsed.
# usage: coroutine-lint.sh BUILD_DIR FILE...
set -u
build=$1
shift
braces='stmt(isExpansionInMainFile(), exprWithCleanups(hasDescendant(coawaitExpr()), anyOf(hasDescendant(initListExpr()), hasDescendant(materializeTemporaryExpr(hasDescendant(lambdaExpr()))))))'
ternary='conditionalOperator(isExpansionInMainFile(), hasDescendant(coawaitExpr()))'

lint_one() {
  local out
  out=$(clang-query -p "$build" -c 'set output diag' -c "match $braces" -c "match $ternary" "$1" 2>&1)
  if ! grep -qE '^[0-9]+ match(es)?\.' <<<"$out" || grep -qE '(error|fatal error): ' <<<"$out"; then
    printf '%s: could not be parsed\n' "$1"
    grep -E 'error: ' <<<"$out" | head -5
    return 1
  fi
  if grep -q 'binds here' <<<"$out"; then
    grep -A2 'binds here' <<<"$out"
    return 1
  fi
}
export -f lint_one
export build braces ternary
printf '%s\0' "$@" | xargs -0 -n 1 -P "$(nproc)" bash -c 'lint_one "$0"'
