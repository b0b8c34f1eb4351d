# bash completion for vouch, vouchd and vouch-practice. The programs' own --help says what there is.

_vouch_commands() { awk '/^[A-Z].*:$/ { on = ($0 == "Subcommands:") } on && /^  [a-z]/ { print $1 }'; }
_vouch_options() { grep -oE '^  (-[a-z],)?--[a-z-]+(, --[a-z-]+)*' | grep -oE -- '--[a-z-]+'; }
# The words in --role TEXT:{employee,supervisor}
_vouch_choices() { sed -n "s/^  $1 [A-Z]*:{\([^}]*\)}.*/\1/p" | tr , '\n'; }

_vouch() {
  local program=${COMP_WORDS[0]} current=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]}
  local path=() help word offered
  help=$("$program" --help 2>/dev/null) || return
  for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    if _vouch_commands <<<"$help" | grep -qxFe "$word"; then
      path+=("$word")
      help=$("$program" "${path[@]}" --help 2>/dev/null) || return
    fi
  done
  COMPREPLY=()
  offered=$(_vouch_commands <<<"$help")
  if [[ $current == -* ]]; then
    offered="$(_vouch_options <<<"$help")"
    if [ "${#path[@]}" -gt 0 ]; then offered="$offered --config --socket --json"; fi
  elif [[ $before == --* ]]; then
    offered=$(_vouch_choices "$before" <<<"$help")
  fi
  mapfile -t COMPREPLY < <(compgen -W "$offered" -- "$current")
} && complete -o default -F _vouch vouch vouchd vouch-practice
