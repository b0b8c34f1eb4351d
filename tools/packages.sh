# Debian packages by purpose, and their installation. Sourced by ./dev.
# A package is installed only where its command or file is missing: a machine may have it from elsewhere.

# purpose | what must exist (command name or path) | package
package_table() {
  cat <<'TXT'
build|g++|g++
build|cmake|cmake
build|ninja|ninja-build
build|ccache|ccache
build|pkg-config|pkg-config
build|git|git
build|node|nodejs
build|npm|npm
build|/etc/ssl/certs/ca-certificates.crt|ca-certificates
build|/usr/include/boost/asio.hpp|libboost1.81-dev
build|/usr/include/boost/json.hpp|libboost1.81-dev
build|/usr/lib/x86_64-linux-gnu/libboost_json.so|libboost-json1.81-dev
build|/usr/lib/x86_64-linux-gnu/libboost_url.so|libboost-url1.81-dev
build|/usr/include/x86_64-linux-gnu/curl/curl.h|libcurl4-openssl-dev
build|/usr/include/gumbo.h|libgumbo-dev
build|/usr/include/sqlite3.h|libsqlite3-dev
build|/usr/include/spdlog/spdlog.h|libspdlog-dev
build|/usr/include/tl/expected.hpp|libexpected-dev
build|/usr/include/toml++/toml.h|libtomlplusplus-dev
build|/usr/include/CLI/CLI.hpp|libcli11-dev
build|/usr/include/unicode/uidna.h|libicu-dev
build|/usr/include/libpsl.h|libpsl-dev
build|/usr/share/publicsuffix/public_suffix_list.dafsa|publicsuffix
build|/usr/include/re2/re2.h|libre2-dev
build|/usr/include/sodium.h|libsodium-dev
build|/usr/include/openssl/evp.h|libssl-dev
build|/usr/include/libdeflate.h|libdeflate-dev
build|/usr/include/zlib.h|zlib1g-dev
build|/usr/include/date/tz.h|libhowardhinnant-date-dev
build|/usr/share/zoneinfo/Asia/Shanghai|tzdata
build|/usr/include/gtest/gtest.h|libgtest-dev
build|/usr/include/gmock/gmock.h|libgmock-dev
build|/usr/include/rapidcheck.h|librapidcheck-dev
lint|clang++|clang
lint|ld.lld|lld
lint|clang-query|clang-tools
lint|clang-tidy|clang-tidy
lint|clang-format|clang-format
lint|/usr/lib/llvm-14/lib/clang/14.0.6/lib/linux/libclang_rt.asan-x86_64.a|libclang-rt-14-dev
servers|python3|python3
servers|/usr/sbin/nginx|nginx-light
servers|/usr/lib/python3/dist-packages/aiosmtpd/smtp.py|python3-aiosmtpd
servers|/usr/lib/python3/dist-packages/yaml/__init__.py|python3-yaml
servers|/usr/lib/python3/dist-packages/searx/webapp.py|searx
servers|openssl|openssl
servers|patch|patch
servers|chromium|chromium
servers|systemd-analyze|systemd
servers|sqlite3|sqlite3
fresh|debootstrap|debootstrap
package|dpkg-shlibdeps|dpkg-dev
package|lintian|lintian
package|gzip|gzip
boot|debootstrap|debootstrap
boot|qemu-system-x86_64|qemu-system-x86
boot|mke2fs|e2fsprogs
servers|man|man-db
TXT
}

missing_packages() { # PURPOSE...
  local purpose thing package wanted
  while IFS='|' read -r purpose thing package; do
    for wanted in "$@"; do
      [ "$purpose" = "$wanted" ] || continue
      case $thing in
        /*) [ -e "$thing" ] || echo "$package" ;;
        *) command -v "$thing" >/dev/null 2>&1 || echo "$package" ;;
      esac
    done
  done < <(package_table) | sort -u
}

install_packages() { # PURPOSE...
  local missing as_root=() made_policy=no
  missing=$(missing_packages "$@" | tr '\n' ' ')
  [ -n "${missing// /}" ] || return 0
  printf 'Debian packages to install: %s\n' "$missing"
  if [ "$(id -u)" != 0 ]; then as_root=(sudo); fi
  # No package may start a service of its own on this machine (invoke-rc.d asks policy-rc.d).
  if [ ! -e /usr/sbin/policy-rc.d ]; then
    printf '#!/bin/sh\nexit 101\n' | "${as_root[@]}" tee /usr/sbin/policy-rc.d >/dev/null
    "${as_root[@]}" chmod 755 /usr/sbin/policy-rc.d
    made_policy=yes
  fi
  local status=0
  "${as_root[@]}" apt-get update -q || status=$?
  # shellcheck disable=SC2086
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $missing || status=$?
  if [ "$made_policy" = yes ]; then "${as_root[@]}" rm -f /usr/sbin/policy-rc.d; fi
  return "$status"
}

# The mirror this machine itself uses, else Debian's own.
host_mirror() {
  { sed -n 's/^URIs: *//p' /etc/apt/sources.list.d/debian.sources 2>/dev/null
    sed -n 's/^deb \(\[[^]]*\] \)\?\(http[^ ]*\) bookworm main.*/\2/p' /etc/apt/sources.list 2>/dev/null
    echo http://deb.debian.org/debian; } | sed -n 1p
}
