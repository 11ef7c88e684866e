# SPDX-FileCopyrightText: 2026 The Cenacle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each test that THREATS.md names is there, each promise names one, and each limit is in some test."""

import re
import sys

import tree

NAMED = re.compile(r"`(tests/[a-z/-]+\.(?:c|py)): ([A-Za-z0-9_/+-]+)`")
LIMIT = re.compile(r"^#define ((?:CEN|NET)_[A-Z0-9_]+_MAX)\b", re.MULTILINE)


def has_case(path, case):
    if not (tree.ROOT / path).is_file():
        return False
    text = tree.read(path)
    if path.endswith(".py"):
        return re.search(rf"^def {case}\(", text, re.MULTILINE) is not None
    # A case stands in full, or a macro or a table gives its last word.
    return f'"{case}"' in text or f'"{case.split("/", 2)[-1]}"' in text


def promises():
    """The rows of the tables under "Promises" that name tests."""
    text = tree.read("THREATS.md")
    part = text[text.index("\n## Promises"):text.index("\n### Attacks, as measured")]
    return [line for line in part.splitlines()
            if line.startswith("| ") and not line.startswith(("| promise", "| ---"))]


def the_tests_of_the_threats_are_there():
    named = NAMED.findall(tree.read("THREATS.md"))
    assert len(named) > 40, len(named)
    tree.expect_none([f"THREATS.md names {path}: {case}, which is not there"
                      for path, case in named if not has_case(path, case)])


def each_promise_names_a_test():
    rows = promises()
    assert len(rows) > 25, len(rows)
    tree.expect_none([f"no test for: {row}" for row in rows if NAMED.search(row) is None])


def limits_are_in_tests():
    tests = "\n".join(tree.read(path) for path in tree.files(".c", ".h", under=("tests",)))
    words = set(re.findall(r"\w+", tests))
    faults = []
    for path in tree.files(".h", under=("core", "net")):
        for name in LIMIT.findall(tree.read(path)):
            if name not in words:
                faults.append(f"{path}: no test names {name}")
    tree.expect_none(faults)


if __name__ == "__main__":
    sys.exit(tree.tap.run([
        the_tests_of_the_threats_are_there,
        each_promise_names_a_test,
        limits_are_in_tests,
    ]))
