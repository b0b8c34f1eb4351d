#!/bin/bash
# Runs in the booted machine as root (guest.service), with the packages on /disk. One line a step: "ok" or "FAILED" and
# what was seen. Goes on after a failure; the machine is switched off at the end.
set -uo pipefail
export LC_ALL=C.UTF-8 HOME=/root PAGER=cat SYSTEMD_PAGER=cat PATH=/usr/sbin:/usr/bin:/sbin:/bin
phase=/root/phase
state=/var/lib/vouch
conf=/etc/vouch/vouch.toml

declare -i failures=0
seen=/tmp/seen
ok() { echo "ok      $1"; }
failed() {
  failures+=1
  echo "FAILED  $1"
  tail -n "${2:-12}" "$seen" | cut -c 1-220 | sed 's/^/        /'
}
# step NAME COMMAND...: its exit status decides; what it says is shown when it fails.
step() {
  local name=$1
  shift
  if "$@" >"$seen" 2>&1; then ok "$name"; else
    journalctl -u vouchd -n 8 --no-pager -o cat >>"$seen" 2>&1
    failed "$name"
  fi
}
not() { ! "$@"; }
all() { # COMMAND STRING...: every one must hold; the first that does not is named
  local one
  for one in "$@"; do
    eval "$one" || { echo "does not hold: $one"; return 1; }
  done
}
property() { systemctl show vouchd -p "$1" --value; }
pid() { property MainPID; }
active() { [ "$(systemctl is-active vouchd)" = active ]; }
within() { # SECONDS COMMAND...
  local until=$((SECONDS + $1))
  shift
  until "$@" >/dev/null 2>&1; do
    [ $SECONDS -lt $until ] || { echo "not in time: $*"; return 1; }
    sleep 0.2
  done
}
said() { journalctl -u vouchd --no-pager -o cat --since "@$mark" | grep -qF -- "$1" || { echo "the log does not say: $1"; return 1; }; }
now() { mark=$(date +%s); }
claims() { vouch --json claims | python3 -c 'import json, sys; print(len(json.load(sys.stdin)["items"]))'; }
query() { runuser -u vouch -- sqlite3 "file:$1?mode=ro" "$2"; }
restarts() { property NRestarts; }
configure() { # [MORE]
  cat >$conf <<TOML
[company]
name = "${company:-示例公司}"
[network]
allow = ["127.0.0.0/8:8099"]
[politeness]
min_delay = "100ms"
[backup]
dir = "$state/backup"
${1:-}
TOML
}
report() { # FIRST LAST
  { echo 网址; for n in $(seq "$1" "$2"); do echo "http://host$n.localhost:8099/post"; done; } >/tmp/report.csv
  vouch report import /tmp/report.csv --as wang
}
came_back() { # PID BEFORE
  within 120 eval '[ "$(pid)" != '"$1"' ] && [ "$(pid)" != 0 ] && active'
}
finish() {
  echo "== $failures failed"
  echo "== all steps done"
  systemctl poweroff
}

first_life() {
  echo "== $(. /etc/os-release; echo "$PRETTY_NAME"), $(systemctl --version | head -n 1), $(uname -r), $(systemd-detect-virt)"
  step "the machine is up" all '[ "$(cat /proc/1/comm)" = systemd ]' '[ -d /run/systemd/system ]'

  echo "== install"
  step "dpkg installs the package" dpkg -i /disk/vouch.deb
  cp "$seen" /tmp/install.log
  step "it says that it is not configured yet, and starts nothing" \
    all 'grep -q "vouch setup" /tmp/install.log' 'not active' '[ "$(systemctl is-enabled vouchd)" = disabled ]'
  step "account and folders are the service's alone" \
    all 'id vouch' '[ "$(stat -c %a:%U $state)" = 700:vouch ]' '[ "$(stat -c %a:%U /etc/vouch/credentials)" = 700:vouch ]' \
    '[ "$(stat -c %a:%U $conf)" = 644:root ]'
  step "the shipped configuration is good" runuser -u vouch -- vouchd --config $conf --check
  step "manual pages are found" all 'man -w vouchd' 'man -w vouch' 'man -w vouch.toml' 'man -w vouch-practice'

  echo "== enable and start"
  configure
  step "enable and start" systemctl enable --now vouchd
  step "it is ready and says where" all active 'property StatusText | grep -q "listening on port 8480"' 'curl -fsS 127.0.0.1:8480/readyz'
  step "root is admin over the socket" vouch user add --login wang --name 王编辑
  chmod 755 $state 2>/dev/null
  step "the socket is for nobody else" not runuser -u nobody -- vouch --socket $state/vouchd.sock status
  chmod 700 $state
  step "the sandbox holds" sandbox
  step "systemd has nothing to say against the unit" quiet_unit
  systemd-analyze security vouchd --no-pager >$seen 2>&1
  echo "        $(grep 'Overall exposure' $seen | sed 's/^[^O]*//')"
  step "its exposure is 1.5 at most" systemd-analyze security --threshold=15 --no-pager vouchd
  /usr/bin/python3 /disk/slow_site.py >/dev/null 2>&1 &
  within 60 curl -fsS 127.0.0.1:8099/count >/dev/null
  step "work is handed in" report 1 5

  echo "== reboot"
  echo second >$phase
  echo "$failures" >/root/failures
  systemctl reboot
}

sandbox() {
  local at=/proc/$(pid)
  all '[ "$(ps -o user= -p "$(pid)")" = vouch ]' \
    "grep -q '^NoNewPrivs:.*1' $at/status" "grep -q '^Seccomp:.*2' $at/status" "grep -q '^CapEff:.*0000000000000000' $at/status" \
    "grep -q '^CapBnd:.*0000000000000000' $at/status" \
    "awk '\$5 == \"/\" { print \$6 }' $at/mountinfo | grep -qE '(^|,)ro(,|\$)'" \
    'not nsenter -t "$(pid)" -m -- touch /etc/written' 'not nsenter -t "$(pid)" -m -- /bin/ls /'
}
# What systemd could not apply it says in its own log.
quiet_unit() {
  systemd-analyze verify /usr/lib/systemd/system/vouchd.service >/tmp/verify 2>&1
  journalctl -b --no-pager -o cat _PID=1 | grep -i vouchd | grep -iE 'unknown|ignoring|not supported|unsupported|failed to (load|attach)' >>/tmp/verify
  grep -i vouch /tmp/verify
  not grep -qi vouch /tmp/verify
}

killed() {
  local before=$(pid)
  now
  kill -KILL "$before"
  came_back "$before" && all '[ "$(restarts)" = 1 ]' '[ "$(claims)" = 5 ]'
}
starved() {
  local before=$(pid)
  now
  kill -STOP "$before"
  within 240 eval '[ "$(pid)" != '"$before"' ] && [ "$(pid)" != 0 ] && active' && said "Watchdog timeout" && [ "$(claims)" = 5 ]
}
reloads() {
  local before=$(pid)
  now
  company=新公司
  configure
  systemctl reload vouchd && within 60 said "configuration reloaded" &&
    all '[ "$(pid)" = '"$before"' ]' 'vouch --json status | grep -q 新公司'
}
refuses() {
  local before=$(pid)
  now
  configure '[evidence]
keep_dyas = 40'
  not systemctl reload vouchd && within 60 said "vouch.toml:10: " && said "the running configuration stays" &&
    all active '[ "$(pid)" = '"$before"' ]' 'vouch --json status | grep -q 新公司' 'curl -fsS 127.0.0.1:8480/readyz'
}
refuses_broken() { # no TOML at all: the command does not learn from it where the socket is
  local before=$(pid)
  now
  echo '[company' >$conf
  not systemctl reload vouchd && within 60 said "vouch.toml:1: " && all active '[ "$(pid)" = '"$before"' ]' 'vouch --json status | grep -q 新公司'
}
refuses_signal() { # not through systemctl: nothing stands between
  local before=$(pid)
  now
  kill -HUP "$before"
  within 60 said "the running configuration stays" && all active '[ "$(pid)" = '"$before"' ]' 'property StatusText | grep -q "reload refused"'
}
credential() {
  install -d /etc/systemd/system/vouchd.service.d
  (umask 077 && echo whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw >/etc/vouch/credentials/hook)
  printf '[Service]\nLoadCredential=hook:/etc/vouch/credentials/hook\n' >/etc/systemd/system/vouchd.service.d/hook.conf
  systemctl daemon-reload
  configure '[[webhook]]
name = "ops"
url = "https://hooks.example.com/vouch"
secret_credential = "hook"'
  now
  systemctl restart vouchd && systemctl reload vouchd && within 60 said "configuration reloaded" && active || return
  rm /etc/systemd/system/vouchd.service.d/hook.conf
  configure
  systemctl daemon-reload && systemctl restart vouchd
}
under_load() {
  report 6 300 || return
  # A first look is due ten minutes after the report; asked for by hand it is due at once.
  curl -fsS --unix-socket $state/vouchd.sock -H 'Content-Type: application/json' -d '{}' 'http://localhost/api/v1/claims/[6-105]/recheck' >/dev/null || return
  within 120 eval '[ "$(curl -fsS 127.0.0.1:8099/count)" -ge 20 ]' || return
  echo "looks under way: $(curl -fsS 127.0.0.1:8099/count)"
  now
  local begun=$SECONDS
  systemctl stop vouchd || return
  echo "stopped after $((SECONDS - begun)) s" | tee /tmp/stopped
  [ $((SECONDS - begun)) -lt 45 ] && all '[ "$(property Result)" = success ]' '[ "$(property ExecMainStatus)" = 0 ]' || return
  systemctl start vouchd && [ "$(claims)" = 100 ] && [ "$(query $state/vouch.db 'SELECT count(*) FROM claim')" = 300 ]
}
bad_configuration() {
  systemctl stop vouchd
  configure '[evidence]
keep_dyas = 40'
  now
  not systemctl start vouchd || return
  sleep 5 # longer than RestartSec: that it is not tried again can only be waited for
  all '[ "$(property SubState)" = failed ]' '[ "$(property ExecMainStatus)" = 78 ]' '[ "$(restarts)" = 0 ]' || return
  [ "$(journalctl -u vouchd --no-pager -o cat --since "@$mark" | grep -c 'vouch.toml:10: ')" = 1 ] || { echo "tried more than once"; return 1; }
}
mended() {
  configure
  systemctl stop vouchd
  systemctl reset-failed vouchd
  systemctl start vouchd && active
}
kept_before_upgrade() { ls -d $state/backup/before-schema-*; }
upgrades() {
  local schema
  schema=$(query $state/vouch.db 'PRAGMA user_version')
  now
  dpkg -i --force-confdef --force-confold /disk/vouch-next.deb || return
  all active '[ "$(query $state/vouch.db "PRAGMA user_version")" = '$((schema + 1))' ]' '[ "$(kept_before_upgrade | wc -l)" = 1 ]' \
    '[ "$(query "$(kept_before_upgrade)/vouch.db" "PRAGMA user_version")" = '"$schema"' ]' \
    '[ "$(query "$(kept_before_upgrade)/vouch.db" "SELECT count(*) FROM claim")" = 300 ]' \
    '[ "$(stat -c %U "$(kept_before_upgrade)")" = vouch ]' 'grep -q 新公司 $conf' &&
    said "the way back is \`vouch restore $(kept_before_upgrade)\`"
}
older_refuses() {
  now
  dpkg -i --force-downgrade --force-confdef --force-confold /disk/vouch.deb >/tmp/downgrade 2>&1 || return
  sleep 5 # longer than RestartSec
  all '[ "$(property SubState)" = failed ]' '[ "$(property ExecMainStatus)" = 78 ]' '[ "$(restarts)" = 0 ]' \
    'grep -q "names the way back" /tmp/downgrade' && said "go back with \`vouch restore $(kept_before_upgrade)\`"
}
way_back() { # exactly what the log said
  local command
  command=$(journalctl -u vouchd --no-pager -o cat --since "@$mark" | grep -oE 'go back with `[^`]+`' | tail -n 1 | cut -d '`' -f 2)
  echo "$command"
  $command || return
  systemctl reset-failed vouchd
  systemctl start vouchd && all active '[ "$(query $state/vouch.db "SELECT count(*) FROM claim")" = 300 ]' && systemctl stop vouchd &&
    vouch ledger verify && vouch replay && systemctl start vouchd
}
forward_again() { # what was recorded after the upgrade is not lost
  local kept
  kept=$(ls -d $state/before-restore-* | tail -n 1)
  [ "$(query "$kept/vouch.db" 'SELECT count(*) FROM claim')" = 301 ] || return
  systemctl stop vouchd
  dpkg -i --force-confdef --force-confold /disk/vouch-next.deb && systemctl stop vouchd && vouch restore "$kept" && systemctl start vouchd &&
    [ "$(query $state/vouch.db 'SELECT count(*) FROM claim')" = 301 ]
}
removed() {
  dpkg -r vouch || return
  all 'not systemctl is-active vouchd' '[ ! -e /usr/sbin/vouchd ]' '[ -e $conf ]' \
    '[ "$(sqlite3 "file:$state/vouch.db?mode=ro" "SELECT count(*) FROM claim")" = 301 ]'
}
again() {
  dpkg -i --force-confdef --force-confold /disk/vouch-next.deb && all active '[ "$(systemctl is-enabled vouchd)" = enabled ]' &&
    [ "$(query $state/vouch.db 'SELECT count(*) FROM claim')" = 301 ]
}
purged() {
  rm -rf /etc/systemd/system/vouchd.service.d
  dpkg -P vouch 2>&1 | tee /tmp/purge
  all 'grep -qE "/var/lib/vouch has been removed: [0-9]+ files" /tmp/purge' 'grep -q "/etc/vouch has been removed" /tmp/purge' \
    '[ ! -e /var/lib/vouch ]' '[ ! -e /etc/vouch ]' '[ ! -e /run/vouch ]' || return
  [ "$(systemctl show vouchd -p LoadState --value)" = not-found ] || { echo "the unit is still known"; return 1; }
  local left
  left=$(find / -xdev -iname '*vouch*' -not -path '/proc/*' -not -path '/disk/*' -not -path '/tmp/*' -not -path '/var/cache/man/*' | sort)
  [ -z "$left" ] || { echo "left behind: $left"; return 1; }
}

second_life() {
  failures=$(cat /root/failures)
  within 120 active
  step "it is there after the reboot" all active '[ "$(claims)" = 5 ]' 'curl -fsS 127.0.0.1:8480/readyz'
  /usr/bin/python3 /disk/slow_site.py >/dev/null 2>&1 &
  within 60 curl -fsS 127.0.0.1:8099/count >/dev/null

  echo "== kill and watchdog"
  step "kill -9: it comes back, and nothing is lost" killed
  step "a process that stands still is ended by the watchdog and comes back" starved

  echo "== reload"
  step "a good configuration is taken while it runs" reloads
  step "a bad one is refused with its line, and the running one stays" refuses
  step "so is a file that is no TOML" refuses_broken
  step "a bare SIGHUP refuses it too and says so in its status" refuses_signal
  step "a secret may be a systemd credential, at start and at reload" credential

  echo "== stop and start"
  step "stop under load takes less than 45 s, and nothing is lost" under_load
  echo "        $(cat /tmp/stopped 2>/dev/null)"
  step "a bad configuration ends with 78 and is not tried again" bad_configuration
  step "mended, it starts" mended

  echo "== upgrade and way back"
  step "an upgrade makes a backup, then migrates, and keeps the edited configuration" upgrades
  step "work is handed in after the upgrade" report 301 301
  step "the older program refuses the newer database, once, and names the way back" older_refuses
  step "the way back, word by word as the log has it" way_back
  step "forward again: what was recorded after the upgrade is there" forward_again

  echo "== remove and purge"
  step "remove keeps what was recorded" removed
  step "installed again it goes on" again
  step "purge takes everything and says what" purged
  step "no unit of the machine has failed" all '[ -z "$(systemctl --failed --plain --no-legend)" ]'
  finish
}

case $(cat $phase 2>/dev/null) in
  second) second_life ;;
  *) first_life ;;
esac
