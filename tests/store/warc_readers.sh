#!/bin/sh
# warc_readers.sh python|warcio STORE_TEST WORK_DIRECTORY [NPM_DIRECTORY]
# Lets the store write its sample WARC files and has a reader that shares no code with it look at
# them. Exit 77: the reader is not there.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
reader=$1 store_test=$2 work=$3/$1
rm -rf "$work"
mkdir -p "$work"
VOUCH_WARC_OUT=$work/sample "$store_test" --gtest_brief=1 --gtest_filter='WarcSample.*'
[ -e "$work/sample/records.json" ] || { echo "the sample was not written"; exit 1; }

case $reader in
  python)
    python3 "$here/warc_check.py" "$work/sample"
    # A reader that accepts anything proves nothing.
    for damage in block payload order length identity revisit tail; do
      python3 "$here/warc_check.py" --spoil "$damage" "$work/sample" "$work/$damage"
      if python3 "$here/warc_check.py" "$work/$damage" >"$work/$damage.log"; then
        echo "the damage '$damage' was not found"
        exit 1
      fi
    done
    ;;
  warcio)
    warcio=$4/node_modules/.bin/warcio
    if ! command -v node >/dev/null 2>&1; then
      echo "skipped: no node (Debian packages nodejs, npm)"
      exit 77
    fi
    [ -e "$warcio" ] || { echo "skipped: npm warcio is not installed in $4"; exit 77; }
    for file in "$work"/sample/*.warc.gz; do
      "$warcio" index "$file" --fields=offset,warc-type,warc-target-uri,http:status,warc-payload-digest >"$file.index"
    done
    python3 "$here/warc_check.py" --listed "$work/sample"
    ;;
esac
