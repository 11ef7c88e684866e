#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Cenacle authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Everything that must be green: the tests in a plain build with warnings as errors, the headless ones
# again under AddressSanitizer and UndefinedBehaviorSanitizer, and every fuzz target for a few seconds
# on its corpus. Goes on after a failure; the last line counts test cases over all of it.

set -u
cd "$(dirname "$0")/.."
: "${BUILD:=build}" "${PYTHON:=python3}" "${FUZZ_SECONDS:=4}"
export LC_ALL=C.UTF-8 FUZZ_SECONDS

failed=0
builds=()

# run_tests KIND DIR SUITE...
run_tests () {
  local kind=$1 dir=$2 suites=() suite
  shift 2
  for suite in "$@"; do
    suites+=(--suite "$suite")
  done
  echo
  echo "== $kind: $dir"
  builds+=("$kind=$dir")
  rm -f "$dir"/meson-logs/{testlog,again}.{junit.xml,json}
  # Without a suite everything is built; with one, meson builds what its tests need.
  bash build-aux/configure.sh "$kind" "$dir" &&
    { [ ${#suites[@]} -gt 0 ] || ninja -C "$dir"; } &&
    { meson test -C "$dir" --print-errorlogs "${suites[@]}" || try_again "$dir"; } || failed=1
}

# try_again DIR: where nothing but windows failed, and few of them, those run once more, alone: they
# are driven by pointer and keyboard, and on a busy machine a click may meet a row that moves. The
# closing lines tell which did, so that it can be mended.
try_again () {
  local again
  rm -f "$1"/meson-logs/again.{junit.xml,json}
  again=$("$PYTHON" build-aux/test-summary.py --windows "$1") || return 1
  meson test -C "$1" --no-rebuild --num-processes 1 --logbase again --print-errorlogs $again
}

# prepare KIND DIR SUITE...: builds what run_tests will need, behind whatever else runs; what fails is
# told there.
prepare () {
  bash build-aux/configure.sh "$1" "$2" &&
    nice -n 19 ninja -C "$2" $("$PYTHON" build-aux/test-targets.py "${@:2}")
} >/dev/null 2>&1

# Windows are driven one at a time and mostly wait: what comes later is built meanwhile.
bash build-aux/configure.sh test "$BUILD" && ninja -C "$BUILD"
{ prepare asan "$BUILD-asan" core net engine; prepare fuzz "$BUILD-fuzz" fuzz; } &
meanwhile=$!
run_tests test "$BUILD"
wait $meanwhile

export ASAN_OPTIONS=detect_leaks=1:strict_string_checks=1:detect_stack_use_after_return=1
export LSAN_OPTIONS=suppressions=$PWD/tests/support/lsan.supp:print_suppressions=0
export UBSAN_OPTIONS=print_stacktrace=1:halt_on_error=1
run_tests asan "$BUILD-asan" core net engine
run_tests fuzz "$BUILD-fuzz" fuzz

echo
"$PYTHON" build-aux/test-summary.py "${builds[@]}" || failed=1
exit $failed
