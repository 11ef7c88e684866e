#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Cenacle authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# setup.sh GROUP...: installs what is missing of the groups in packages.txt. Asks the package manager
# for nothing, not even a newer index, when everything is there. Uses sudo when it has to and can.

set -eu
cd "$(dirname "$0")"
export LC_ALL=C.UTF-8

if command -v apt-get >/dev/null; then
  column=2
elif command -v dnf >/dev/null; then
  column=3
else
  echo "Cenacle's set-up knows apt and dnf, and finds neither here." \
       "Please install what build-aux/packages.txt lists." >&2
  exit 0
fi

is_installed () {
  if [ "$column" = 2 ]; then
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
  else
    rpm -q --quiet --whatprovides "$1"
  fi
}

is_known () {
  if [ "$column" = 2 ]; then
    apt-cache show "$1" >/dev/null 2>&1
  else
    true
  fi
}

# The rows of packages.txt of which no alternative is installed.
list_missing () {
  local group row name
  for group in "$@"; do
    for row in $(awk -v g="$group" -v c="$column" '$1 == g && $c != "-" { print $c }' packages.txt); do
      for name in ${row//|/ }; do
        is_installed "$name" && continue 2
      done
      echo "$row"
    done
  done | sort -u
}

# The first alternative of each row that the package manager knows.
choose_names () {
  local row name
  for row in "$@"; do
    for name in ${row//|/ }; do
      is_known "$name" && break
    done
    echo "$name"
  done
}

as_root () {
  if [ "$(id -u)" = 0 ]; then
    "$@"
  else
    sudo "$@"
  fi
}

generate_french () {
  command -v localedef >/dev/null && [ "$column" = 2 ] || return 0
  locale -a | grep -qi '^fr_FR\.utf-\?8$' && return 0
  as_root localedef -i fr_FR -f UTF-8 fr_FR.UTF-8 || echo "The French locale could not be made." >&2
}

missing=$(list_missing "$@")
if [ -n "$missing" ]; then
  if [ "$(id -u)" != 0 ] && ! command -v sudo >/dev/null; then
    echo "Cenacle needs packages that are not installed, and there is no sudo here to install them." >&2
    echo "As root, please run: build-aux/setup.sh $*" >&2
    exit 1
  fi
  echo "Installing what is missing:" $missing
  if [ "$column" = 2 ]; then
    as_root apt-get update -qq
    # shellcheck disable=SC2046,SC2086
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
      $(choose_names $missing) </dev/null
  else
    # shellcheck disable=SC2046,SC2086
    as_root dnf install -y -q --setopt=install_weak_deps=False $(choose_names $missing) </dev/null
  fi
fi

case " $* " in
*" test "*) generate_french ;;
esac
