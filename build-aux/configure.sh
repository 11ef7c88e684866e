#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Cenacle authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# configure.sh test|asan|tsan|fuzz|bench DIR: sets DIR up for one kind of build, or leaves it as it is.

set -eu
kind=$1
dir=$2
options=()

case $kind in
test)
  options=(-Dwerror=true)
  ;;
asan)
  options=(-Dwerror=true -Db_sanitize=address,undefined -Db_lundef=false -Doptimization=1
           -Ddesktop=disabled)
  ;;
tsan)
  options=(-Db_sanitize=thread -Db_lundef=false -Ddesktop=disabled)
  ;;
bench)
  options=(--buildtype=release)
  ;;
fuzz)
  CC=$(command -v clang-14 || command -v clang)
  export CC
  options=(-Dfuzz=true -Ddesktop=disabled -Db_sanitize=address,undefined -Db_lundef=false
           -Dc_args=-fsanitize=fuzzer-no-link)
  ;;
*)
  echo "configure.sh knows no build called $kind." >&2
  exit 2
  ;;
esac

if [ ! -f "$dir/build.ninja" ]; then
  meson setup "$dir" "${options[@]}"
elif [ "$kind" = test ] &&
    ! grep -q '"name": "werror", "value": true' "$dir/meson-info/intro-buildoptions.json"; then
  meson configure "$dir" "${options[@]}"
fi
