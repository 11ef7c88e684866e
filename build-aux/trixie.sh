#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Cenacle authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Builds what is committed on Debian 13, with its newer GTK and libadwaita, warnings as errors, in a
# folder of its own, and runs there the tests that need no display. Root.

set -eu
cd "$(dirname "$0")/.."
root=$PWD/build-trixie
export LC_ALL=C.UTF-8

if [ "$(id -u)" != 0 ]; then
  echo "A system inside a folder needs root: sudo make trixie" >&2
  exit 1
fi

if [ ! -e "$root/.complete" ]; then
  mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' | head -n 1)
  rm -rf "$root"
  debootstrap --variant=minbase trixie "$root" "$mirror"
  touch "$root/.complete"
fi
rm -rf "$root/src"
mkdir -p "$root/src"
git archive HEAD | tar -x -C "$root/src"

# The mounts go away with the shell that made them, whatever becomes of it.
exec unshare --mount --propagation private bash -eu -c '
  root=$1
  mount -t proc proc "$root/proc"
  mount --rbind /dev "$root/dev"
  mount -t tmpfs tmpfs "$root/tmp"
  cp /etc/resolv.conf "$root/etc/resolv.conf"
  exec chroot "$root" /usr/bin/env -i HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 \
    DEBIAN_FRONTEND=noninteractive bash -eu -c "
      cd /src
      bash build-aux/setup.sh build test
      meson setup --werror build
      ninja -C build
      meson test -C build --print-errorlogs --suite core --suite net --suite engine
    "
' bash "$root"
