#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Cenacle authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Makes build-deb/cenacle_VERSION_ARCH.deb for this release of Debian or Ubuntu, no root needed.

set -eu
cd "$(dirname "$0")/.."
dir=build-deb
tree=$dir/root

test -f $dir/build.ninja ||
  meson setup $dir --prefix=/usr --buildtype=release -Ddebug=false -Db_lto=false
ninja -C $dir
rm -rf "$tree"
DESTDIR=$PWD/$tree meson install -C $dir --no-rebuild --quiet
version=$(meson introspect --projectinfo $dir | sed 's/.*"version": "\([^"]*\)".*/\1/')
arch=$(dpkg --print-architecture)

mapfile -t programs < <(find "$tree/usr/bin" -type f)
strip --strip-unneeded "${programs[@]}"
mkdir -p $dir/debian
printf 'Source: cenacle\n\nPackage: cenacle\nArchitecture: any\n' >$dir/debian/control
depends=$(cd $dir && dpkg-shlibdeps -O "${programs[@]#$dir/}" | sed 's/^shlibs:Depends=//')

mkdir -p "$tree/DEBIAN" "$tree/usr/share/doc/cenacle"
{
  echo 'Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/'
  echo 'Upstream-Name: Cenacle'
  echo
  echo 'Files: *'
  echo 'Copyright: 2026 The Cenacle authors'
  echo 'License: GPL-3.0-or-later'
  echo ' The full text is in /usr/share/common-licenses/GPL-3.'
} >"$tree/usr/share/doc/cenacle/copyright"
cat >"$tree/DEBIAN/control" <<CONTROL
Package: cenacle
Version: $version-1
Architecture: $arch
Maintainer: The Cenacle authors <cenacle@localhost>
Installed-Size: $(du -sk "$tree/usr" | cut -f1)
Depends: $depends, librsvg2-common, adwaita-icon-theme, gsettings-desktop-schemas
Section: education
Priority: optional
Description: study circles without a server
 Cenacle is for groups of people who intend to learn together: a class, a reading group, a team. A
 circle lives on its members' own computers: no server, no account. It works on a classroom's network
 without the Internet, and between cities.
 .
 The package holds the window (cenacle), the engine (cenacled), which may also run alone on a machine
 that is always on, and the command line (cenaclectl).
CONTROL
dpkg-deb --root-owner-group --build "$tree" "$dir/cenacle_$version-1_$arch.deb"
