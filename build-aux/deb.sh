#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Cenacle authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Makes the packages cenacle and cenacled for this release of Debian or Ubuntu in build-deb/, from a
# copy of what is committed, and lets lintian read them. No root needed.

set -eu
cd "$(dirname "$0")/.."
dir=$PWD/build-deb
version=$(sed -n '1s/.*(\(.*\)).*/\1/p' debian/changelog)
tree=$dir/cenacle-$version

rm -rf "$tree"
mkdir -p "$tree"
if git rev-parse --git-dir >/dev/null 2>&1; then
  git archive HEAD | tar -x -C "$tree"
else
  tar -c --exclude='./build*' . | tar -x -C "$tree"
  cp -r build-aux "$tree"
fi
(cd "$tree" && dpkg-buildpackage --build=binary --no-sign)
lintian --fail-on error,warning "$dir"/cenacle_"${version}"_*.changes
ls -1 "$dir"/*_"${version}"_*.deb
