#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Cenacle authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Installs the packages of build-deb in a Debian inside a folder, starts that as a machine of its own, and does
# there what the guide's pages “Run a keeper” and “Run a relay” say, through kills and a power cut. Root.

set -eu
cd "$(dirname "$0")/.."
root=$PWD/build-keeper
export LC_ALL=C.UTF-8
leader=

fail () {
  echo "not ok: $1" >&2
  exit 1
}

# Until the command given after the words holds, for a minute.
wait_for () {
  local words=$1 end=$((SECONDS + 60))
  shift
  until "$@" >/dev/null 2>&1; do
    [ $SECONDS -lt $end ] || fail "$words"
    sleep 0.5
  done
  echo "ok: $words"
}

install_there () {
  local mirror
  if [ ! -e "$root/.complete" ]; then
    mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' | head -n 1)
    rm -rf "$root"
    debootstrap --variant=minbase --include=systemd-sysv,dbus,libpam-systemd,tor bookworm "$root" "$mirror"
    touch "$root/.complete"
  fi
  rm -rf "$root"/var/lib/cenacle "$root"/var/lib/private/cenacle "$root"/etc/cenacle "$root"/home/*
  rm -f "$root"/cenacled_*.deb
  cp build-deb/cenacled_*.deb "$root/"
  cp /etc/resolv.conf "$root/etc/resolv.conf"
  unshare --mount --propagation private bash -eu -c '
    mount -t proc proc "$1/proc"
    mount --rbind /dev "$1/dev"
    exec chroot "$1" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8 \
      sh -c "apt-get update -q && apt install -y --no-install-recommends --reinstall /cenacled_*.deb iproute2 procps"
  ' bash "$root" >"$root.log" 2>&1 || fail "apt install ./cenacled_*.deb; see $root.log"
  echo "ok: apt install ./cenacled_*.deb"
}

switch_on () {
  systemd-nspawn -D "$root" --register=no --keep-unit --boot --private-network --console=pipe \
    </dev/null >>"$root.log" 2>&1 &
  nspawn=$!
  wait_for "the machine to start" find_leader
  wait_for "its services to be up" is_up
}

find_leader () {
  leader=$(pgrep -P $nspawn | head -n 1) && [ -n "$leader" ]
}

is_up () {
  case $(there systemctl is-system-running) in running|degraded) ;; *) return 1 ;; esac
}

lose_power () {
  kill -9 "$leader"
  wait $nspawn || true
}

there () { nsenter --target "$leader" --mount --uts --ipc --net --pid -- "$@"; }

# As @1 who is logged in.
as () { there systemd-run --quiet --pipe --wait --uid="$1" -p PAMName=login -E LC_ALL=C.UTF-8 sh -c "$2" </dev/null; }

ana () { as ana "cenaclectl --home ~/circle $1"; }

field () { sed -n "s/.*\"$1\": *\"\([^\"]*\)\".*/\1/p" | head -n 1; }

has () { [[ $("${@:2}") == *$1* ]]; }

has_same () { [ "$(ana "--json state $circle" | field set_digest)" = \
                "$(there cenacle-keeper --in "$1" --json state "$circle" | field set_digest)" ]; }

make_people () {
  for name in ana bo; do
    there userdel -rf $name 2>/dev/null || true
    there useradd -m $name
  done
  # What nspawn puts over the kernel's log cannot be covered again in a person's own service.
  there sh -c 'd=/etc/systemd/user/cenacled.service.d; mkdir -p $d; printf "[Service]\nProtectKernelLogs=no\n" >$d/nspawn.conf'
  there systemd-run --quiet --unit=ana --uid=ana -p PAMName=login \
    sh -c "exec cenacled --home ~/circle --listen tcp://127.0.0.1:0 --no-discovery"
  wait_for "Ana to have an engine" ana "circle list"
  circle=$(ana "--json circle create Kept --as ana" | field circle)
  ana "post $circle 'Read this'" >/dev/null
}

keep () {
  there cenacle-keeper "$(ana "--json invite create $circle" | field link)" attic
  wait_for "a keeper by an invite" has "Read this" there cenacle-keeper --in attic read "$circle"
  there cenacle-keeper "$(ana "--json device link $circle" | field link)" shelf
  wait_for "a keeper by a device link" has "Read this" there cenacle-keeper --in shelf read "$circle"
  wait_for "Tor to let them in" has ready there cenacle-keeper --in attic --json tor status
  there loginctl enable-linger bo
  as bo "cenacle-keeper '$(ana "--json invite create $circle" | field link)' bos" || true
  wait_for "a keeper of one's own" has "Read this" as bo "cenaclectl read $circle"
  wait_for "the circle to know three keepers" has bos ana "keeper list $circle"
  there cenacle-keeper --relay post
  ana "relay add $circle $(there cenacle-keeper --in post --json relay link --address tcp://127.0.0.1:47740 | field link)" \
    >/dev/null
  wait_for "the relay to hold what is written" has envelopes there cenacle-keeper --in post relay status
}

break_things () {
  local pid i
  for i in 1 2 3 4 5; do
    for _ in 1 2 3; do ana "post $circle 'Cut $i'"; done >/dev/null &
    sleep "0.$((RANDOM % 9))"
    pid=$(there systemctl show --property MainPID --value cenacled@attic)
    [ "$pid" -le 1 ] || there kill -9 "$pid"
    wait $!
    wait_for "the keeper to be back after kill -9, $i" there cenacle-keeper --in attic status
  done
  wait_for "the keeper to have it all" has_same attic
  for i in 1 2 3 4 5 6; do there cenacle-keeper --in attic post "$circle" "Power $i"; done >/dev/null &
  sleep 1
  lose_power
  wait || true
  switch_on
  for i in attic shelf; do
    wait_for "$i after a power cut" there cenacle-keeper --in "$i" verify "$circle"
  done
  wait_for "the relay after a power cut" has yes there cenacle-keeper --in post relay status
  there systemctl disable --now cenacled@attic
  there systemctl is-active --quiet cenacled@attic && fail "a keeper ends when it is told to"
  echo "ok: all of it"
}

[ "$(id -u)" = 0 ] || fail "a machine inside a folder needs root: sudo make keeper"
trap '[ -z "$leader" ] || kill -9 "$leader" 2>/dev/null || true' EXIT
install_there
switch_on
make_people
keep
break_things
