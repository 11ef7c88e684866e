# SPDX-FileCopyrightText: 2026 The Cenacle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs functions as the test cases of one program and prints TAP, which meson reads."""

import sys
import traceback


class Skip(Exception):
    """Raised by a case that cannot run here; its text says why."""


def comment(text):
    for line in str(text).splitlines():
        print(f"# {line}", flush=True)


def run(cases):
    """Runs each of @cases, functions without parameters, in their order; returns the exit status.

    A case is named by the words of its function. Those named on the command line run alone.
    """
    wanted = sys.argv[1:]
    if wanted:
        cases = [case for case in cases if case.__name__ in wanted]
    print(f"1..{len(cases)}", flush=True)
    n_failed = 0
    for number, case in enumerate(cases, 1):
        title = case.__name__.replace("_", " ")
        try:
            case()
        except Skip as reason:
            print(f"ok {number} {title} # SKIP {reason}", flush=True)
        except BaseException as error:  # pylint: disable=broad-except
            n_failed += 1
            print(f"not ok {number} {title}", flush=True)
            comment(traceback.format_exc())
            if isinstance(error, KeyboardInterrupt):
                raise
        else:
            print(f"ok {number} {title}", flush=True)
    return 1 if n_failed else 0
