#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Cenacle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""test-summary.py NAME=BUILD...: names what was skipped, what failed and why, then counts test cases over all builds.
test-summary.py --windows BUILD: the tests that failed, when they are a few and all drive windows.

The last line reads "N passed, N failed, N skipped". A build without a log came to nothing and counts
as one failure; so does a program that died before it could say which of its cases failed.
"""

import itertools
import json
import pathlib
import sys
import xml.etree.ElementTree as ElementTree

GOOD_RESULTS = {"OK", "SKIP", "EXPECTEDFAIL"}
REASON_LINES = 8
WINDOWS = ":ui / "
AGAIN_MAX = 4


def outcome(case):
    if case.find("failure") is not None or case.find("error") is not None:
        return "failed"
    if case.find("skipped") is not None:
        return "skipped"
    return "passed"


def read_cases(path):
    """Yields (title, outcome) of each case in a JUnit log of meson."""
    for suite in ElementTree.parse(path).getroot().iter("testsuite"):
        for case in suite.findall("testcase"):
            yield f"{suite.get('name')}: {case.get('name')}", outcome(case)


def read_bad_programs(path):
    """Yields the log of each program that did not end well."""
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            program = json.loads(line)
            if program["result"] not in GOOD_RESULTS:
                yield program


def reasons(program):
    """Yields the last lines that each failed case of @program said of itself, or the program in its end."""
    said = []
    lines = program.get("stdout", "").splitlines()
    for i, line in enumerate(lines):
        if line.startswith("not ok"):
            tail = itertools.takewhile(lambda one: one.startswith("#"), lines[i + 1:])
            said.append([line, *list(tail)[-REASON_LINES:]])
    said = said or [lines[-REASON_LINES:]]
    # What a sanitizer or an assertion says stands here.
    said.append(program.get("stderr", "").splitlines()[-REASON_LINES:])
    for part in said:
        yield from (f"  {line}" for line in part)


def read_log(logs, base):
    """Returns the cases, as read_cases() yields them, and the lines that tell why some failed."""
    cases = list(read_cases(logs / f"{base}.junit.xml"))
    failed = [title for title, result in cases if result == "failed"]
    why = []
    for program in read_bad_programs(logs / f"{base}.json"):
        name = program["name"]
        test = name.split(" / ")[-1]
        if not any(f"{name}:" in title or title.endswith(f": {test}") for title in failed):
            cases.append((f"{name}: ended badly", "failed"))
        why += [f"why: {name}", *reasons(program)]
    return cases, why


def read_build(logs):
    """The same, of both runs of what was run again: the second counts, and the first is told."""
    cases, why = read_log(logs, "testlog")
    if not (logs / "again.json").exists():
        return cases, why
    second, second_why = read_log(logs, "again")
    programs = {program["name"] for program in read_bad_programs(logs / "testlog.json")}
    first = [case for case in cases if not any(name in case[0] for name in programs)]
    return first + second, ["at first, and then run again:", *why, *second_why]


def print_windows(build):
    """Returns whether there is anything to run again."""
    bad = [program["name"] for program in read_bad_programs(pathlib.Path(build) / "meson-logs/testlog.json")]
    if not 0 < len(bad) <= AGAIN_MAX or not all(WINDOWS in name for name in bad):
        return False
    print(*(name.split(" / ")[-1] for name in bad))
    return True


def main():
    if sys.argv[1] == "--windows":
        return 0 if print_windows(sys.argv[2]) else 1
    counts = {"passed": 0, "failed": 0, "skipped": 0}
    named = {"failed": [], "skipped": []}
    whys = []
    for argument in sys.argv[1:]:
        name, build = argument.split("=", 1)
        try:
            cases, why = read_build(pathlib.Path(build) / "meson-logs")
        except (OSError, ElementTree.ParseError):
            cases, why = [("built and run", "failed")], []
        whys += why
        for title, result in cases:
            counts[result] += 1
            if result != "passed":
                named[result].append(f"{result}: {name}: {title}")
    print("\n".join(named["skipped"] + whys + named["failed"]))
    print(", ".join(f"{count} {result}" for result, count in counts.items()), flush=True)
    return 1 if counts["failed"] else 0


if __name__ == "__main__":
    sys.exit(main())
