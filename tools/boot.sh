#!/usr/bin/env bash
# Boots Debian 12 in a virtual machine without network, installs the package there and goes through the life of the
# service (tests/boot/steps.sh): one line a step, "ok" or "FAILED". As root; called by ./dev boot after ./dev deb.
#   ./dev boot              VOUCH_MIRROR=URL takes Debian from another mirror; VOUCH_BOOT=FOLDER is where images are kept
# With hardware virtualisation a few minutes; without, the processor is emulated.
set -euo pipefail
cd "$(dirname "$0")/.."
[ "$(id -u)" = 0 ] || { echo "./dev boot needs root: debootstrap" >&2; exit 1; }
. tools/packages.sh
install_packages boot
keep=${VOUCH_BOOT:-/var/tmp/vouch-boot}
release=$PWD/build/release
deb=$(ls "$PWD"/build/vouch_*_amd64.deb)
[ "$(wc -l <<<"$deb")" = 1 ] || { echo "more than one package in build/: remove the old ones" >&2; exit 1; }
mkdir -p "$keep"
step() { printf '== %s (%s s)\n' "$*" "$SECONDS"; }

# Debian 12 with what the package depends on, but without it. Kept until that list or the guest's part changes.
depends=$(dpkg-deb -f "$deb" Pre-Depends Depends | sed 's/^[A-Za-z-]*: //; s/([^)]*)//g; s/|[^,]*//g' | tr '\n' ',' | tr -d ' ' | sed 's/,$//')
tools=systemd,systemd-sysv,dbus,udev,kmod,initramfs-tools,linux-image-cloud-amd64,procps,python3,sqlite3,man-db,curl
print=$({ echo "$tools $depends"; cat tests/boot/guest.service; } | sha256sum | cut -c 1-16)
image=$keep/debian-$print.ext4
if [ ! -e "$image" ]; then
  step "Debian 12 for the virtual machine"
  rm -rf --one-file-system "$keep"/tree "$keep"/debian-*.ext4
  debootstrap --variant=minbase --include="$tools" bookworm "$keep/tree" "$(host_mirror)" >"$keep/debootstrap.log" 2>&1 ||
    { tail -n 20 "$keep/debootstrap.log"; exit 1; }
  # Some of these names are virtual: apt knows them, debootstrap does not.
  cp -a /etc/apt/apt.conf.d/*proxy* "$keep/tree/etc/apt/apt.conf.d/" 2>/dev/null || true
  cp -L /etc/resolv.conf "$keep/tree/etc/resolv.conf"
  chroot "$keep/tree" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends \
    ${depends//,/ } >>"$keep/debootstrap.log" 2>&1 || { tail -n 20 "$keep/debootstrap.log"; exit 1; }
  chroot "$keep/tree" apt-get clean
  echo vouch-boot >"$keep/tree/etc/hostname"
  printf '127.0.0.1 localhost vouch-boot\n::1 localhost\n' >"$keep/tree/etc/hosts"
  echo '/dev/vda / ext4 defaults 0 1' >"$keep/tree/etc/fstab"
  install -m 0644 tests/boot/guest.service "$keep/tree/etc/systemd/system/guest.service"
  mkdir -p "$keep/tree/etc/systemd/system/multi-user.target.wants" "$keep/tree/etc/systemd/journald.conf.d"
  ln -sf ../guest.service "$keep/tree/etc/systemd/system/multi-user.target.wants/guest.service"
  ln -sf /dev/null "$keep/tree/etc/systemd/system/serial-getty@ttyS0.service"
  printf '[Journal]\nStorage=persistent\n' >"$keep/tree/etc/systemd/journald.conf.d/keep.conf"
  cp "$keep"/tree/boot/vmlinuz-* "$keep/vmlinuz"
  cp "$keep"/tree/boot/initrd.img-* "$keep/initrd"
  mke2fs -q -F -t ext4 -d "$keep/tree" "$image.making" 4G >>"$keep/images.log"
  mv "$image.making" "$image"
  rm -rf --one-file-system "$keep/tree"
fi

# The package of a later program: one step of the schema more, a higher version.
step "the package of a later version"
work=$keep/next
rm -rf "$work" && mkdir -p "$work"
dpkg-deb -R "$deb" "$work/tree"
compile=$(ninja -C "$release" -t commands libvouch_store.a | grep -E -- ' -c [^ ]*/store/migrations/sqlite/steps\.cpp' | sed 's/ -MD / /; s/ -M[TF] [^ ]*//g; s/ -o .*//')
(cd "$release" && eval "$compile" -Dsqlite_steps=shipped_steps -o "$work/shipped.o" -c "$OLDPWD/store/migrations/sqlite/steps.cpp" &&
  eval "$compile" -o "$work/next.o" -c "$OLDPWD/tests/boot/next_schema.cpp")
for program in vouchd vouch; do
  link=$(ninja -C "$release" -t commands $program | tail -n 1 | sed "s| -o $program | $work/shipped.o $work/next.o -o $work/$program |")
  (cd "$release" && eval "$link")
  strip "$work/$program"
done
install -m 0755 "$work/vouchd" "$work/tree/usr/sbin/vouchd"
install -m 0755 "$work/vouch" "$work/tree/usr/bin/vouch"
version=$(dpkg-deb -f "$deb" Version)
sed -i "s/^Version: .*/Version: $version+next/" "$work/tree/DEBIAN/control"
(cd "$work/tree" && find usr -type f -print0 | sort -z | xargs -0 md5sum >DEBIAN/md5sums)

mkdir -p "$work/disk"
cp "$deb" "$work/disk/vouch.deb"
dpkg-deb -b --root-owner-group "$work/tree" "$work/disk/vouch-next.deb" >"$work/build.log"
cp tests/boot/steps.sh tests/boot/slow_site.py "$work/disk/"
mke2fs -q -F -t ext4 -d "$work/disk" "$work/disk.ext4" 128M >>"$keep/images.log"

accel=(-accel "tcg,thread=multi" -cpu max)
minutes=60
# A machine may have /dev/kvm and still run no stock kernel in it: the processor must say so too.
if grep -qwE 'vmx|svm' /proc/cpuinfo && (exec 3<>/dev/kvm) 2>/dev/null; then accel=(-accel kvm -cpu host); minutes=20; fi
step "booting, ${accel[1]}"
console=$keep/console.log
rm -f "$console"
# The two disks are read through a layer that is thrown away; a reboot of the guest sees its own changes.
timeout "${minutes}m" qemu-system-x86_64 "${accel[@]}" -m 1536 -smp 2 -nic none -display none -monitor none -no-user-config \
  -serial "file:$console" -kernel "$keep/vmlinuz" -initrd "$keep/initrd" \
  -append "root=/dev/vda rw console=ttyS0 quiet loglevel=3 systemd.show_status=no" \
  -drive "file=$image,format=raw,if=virtio,snapshot=on" -drive "file=$work/disk.ext4,format=raw,if=virtio,snapshot=on" &
qemu=$!
trap 'kill $qemu 2>/dev/null || true' EXIT
tail -q -n +1 --pid=$qemu -F "$console" 2>/dev/null | sed -u 's/\r//' | grep --line-buffered -E '^(ok  |FAILED|     |==)' || true
wait $qemu || { echo "the machine did not end by itself within $minutes minutes; $console" >&2; exit 1; }
trap - EXIT
rm -rf "$work"
grep -q '^== all steps done' <(tr -d '\r' <"$console") || { tail -n 30 "$console"; echo "the steps did not reach their end" >&2; exit 1; }
failed=$(tr -d '\r' <"$console" | grep -c '^FAILED' || true)
step "$failed failed; the machine's console is in $console"
[ "$failed" = 0 ]
