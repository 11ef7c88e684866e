# SPDX-FileCopyrightText: 2026 The Cenacle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""test-targets.py DIR SUITE…: what ninja has to build in DIR for the tests of these suites, a line each."""

import json
import pathlib
import subprocess
import sys


def introspect(folder, what):
    return json.loads(subprocess.check_output(["meson", "introspect", folder, what], text=True))


def main():
    folder, suites = sys.argv[1], set(sys.argv[2:])
    top = pathlib.Path(folder).resolve()
    needed = {target for test in introspect(folder, "--tests")
              if suites & {suite.split(":")[-1] for suite in test["suite"]} for target in test["depends"]}
    for target in introspect(folder, "--targets"):
        if target["id"] in needed:
            for name in target["filename"]:
                print(pathlib.Path(name).resolve().relative_to(top))


if __name__ == "__main__":
    main()
