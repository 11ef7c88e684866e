#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Cenacle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""test-summary.py NAME=BUILD...: names what failed, then counts test cases over all builds.

The last line reads "N passed, N failed, N skipped". A build without a log came to nothing and counts
as one failure; so does a program that died before it could say which of its cases failed.
"""

import json
import pathlib
import sys
import xml.etree.ElementTree as ElementTree

GOOD_RESULTS = {"OK", "SKIP", "EXPECTEDFAIL"}


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
    """Yields the name of each program that did not end well."""
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            program = json.loads(line)
            if program["result"] not in GOOD_RESULTS:
                yield program["name"]


def read_build(logs):
    cases = list(read_cases(logs / "testlog.junit.xml"))
    failed = [title for title, result in cases if result == "failed"]
    for program in read_bad_programs(logs / "testlog.json"):
        test = program.split(" / ")[-1]
        if not any(f"{program}:" in title or title.endswith(f": {test}") for title in failed):
            cases.append((f"{program}: ended badly", "failed"))
    return cases


def main():
    counts = {"passed": 0, "failed": 0, "skipped": 0}
    for argument in sys.argv[1:]:
        name, build = argument.split("=", 1)
        try:
            cases = read_build(pathlib.Path(build) / "meson-logs")
        except (OSError, ElementTree.ParseError):
            cases = [("built and run", "failed")]
        for title, result in cases:
            counts[result] += 1
            if result != "passed":
                print(f"{result}: {name}: {title}")
    print(", ".join(f"{count} {result}" for result, count in counts.items()), flush=True)
    return 1 if counts["failed"] else 0


if __name__ == "__main__":
    sys.exit(main())
