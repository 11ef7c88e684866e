# SPDX-FileCopyrightText: 2026 The Cenacle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""clang-format 14 decides the layout of C files; another version would decide otherwise."""

import collections
import re
import shutil
import subprocess
import sys

import tree


def layout_is_what_clang_format_makes():
    tool = shutil.which("clang-format-14")
    if tool is None:
        raise tree.tap.Skip("clang-format-14 is not installed")
    paths = [str(path) for path in tree.files(".c", ".h")]
    done = subprocess.run([tool, "--dry-run", "-Werror", *paths], cwd=tree.ROOT,
                          stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False)
    places = collections.Counter(re.findall(r"^(\S+):\d+:\d+: error", done.stderr, re.MULTILINE))
    tree.expect_none([f"{path}: {n} places; make format" for path, n in places.items()])
    assert done.returncode == 0, done.stderr


def lines_end_plainly():
    faults = []
    for path in tree.text_files():
        text = tree.read(path)
        for match in re.finditer(r"[ \t]+$|\r", text, re.MULTILINE):
            if path.suffix != ".po":
                faults.append(f"{path}:{tree.line_of(text, match.start())} ends in white space")
        if text.strip() and not text.endswith("\n"):
            faults.append(f"{path} has no newline at its end")
    tree.expect_none(faults)


def c_files_name_their_licence():
    tree.expect_none([f"{path} has no SPDX lines" for path in tree.files(".c", ".h", ".py", ".sh")
                      if "SPDX-License-Identifier: GPL-3.0-or-later" not in tree.read(path)])


if __name__ == "__main__":
    sys.exit(tree.tap.run([
        layout_is_what_clang_format_makes,
        lines_end_plainly,
        c_files_name_their_licence,
    ]))
