# SPDX-FileCopyrightText: 2026 The Cenacle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Nothing is left undone, no test waits for a fixed time, and no file knows the machine it was
written on. The patterns are cut in pieces so that they do not find themselves."""

import re
import sys

import tree

UNDONE = re.compile(r"\b(TO" r"DO|FIX" r"ME|XX" r"X|HA" r"CK)\b|not imple" r"mented")
SLEEP = re.compile(r"\b(g_usl" r"eep|usl" r"eep|nanosl" r"eep|time\.sl" r"eep|sl" r"eep) ?\(|"
                   r"^\s*sl" r"eep \d", re.MULTILINE)
MACHINE = re.compile(r"/(wo" r"rk|ho" r"me|ro" r"ot)/[a-z]|/Us" r"ers/[a-z]")


def expect_absent(pattern, paths, complaint):
    faults = []
    for path in paths:
        text = tree.read(path)
        faults += [f"{path}:{tree.line_of(text, match.start())} {complaint}: {match.group().strip()}"
                   for match in pattern.finditer(text)]
    tree.expect_none(faults)


def nothing_is_left_undone():
    expect_absent(UNDONE, tree.text_files(), "is left undone")


def tests_wait_for_conditions():
    expect_absent(SLEEP, tree.files(".c", ".h", ".py", ".sh", under=("tests",)),
                  "waits for a fixed time")


def no_path_of_one_machine():
    expect_absent(MACHINE, tree.text_files(), "names a path of one machine")


if __name__ == "__main__":
    sys.exit(tree.tap.run([
        nothing_is_left_undone,
        tests_wait_for_conditions,
        no_path_of_one_machine,
    ]))
