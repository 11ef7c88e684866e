# SPDX-FileCopyrightText: 2026 The Cenacle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the style checks share: the tree they look at, and how they end."""

import pathlib
import re
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))

import tap  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
FOLDERS = ("app", "core", "net", "data", "debian", "po", "tests", "build-aux", ".ci")
TEXT_SUFFIXES = {".c", ".h", ".py", ".sh", ".ui", ".xml", ".css", ".md", ".build", ".in", ".txt", ".1",
                 ".po", ".service", ".svg", ".supp", ".conf", ""}

NOT_TEXT = {"__pycache__", "corpus"}

# The calls that take words for people, as xgettext is told of them (po/meson.build and the preset of GLib).
KEYWORDS = [f"--keyword={word}" for word in (
    "_", "N_", "C_:1c,2", "NC_:1c,2", "g_dngettext:2,3", "ngettext:1,2", "g_set_error_literal:4",
    "g_dbus_method_invocation_return_error_literal:4", "cen_author_refuse:2", "refuse:2", "set_invalid:2", "fail:3",
    "CEN_SENTENCE")]

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', re.MULTILINE)


def files(*suffixes, under=FOLDERS):
    """Paths relative to the root, sorted, of the files below @under that end in one of @suffixes."""
    found = []
    for folder in under:
        for path in (ROOT / folder).rglob("*"):
            if path.is_file() and path.suffix in suffixes and NOT_TEXT.isdisjoint(path.parts):
                found.append(path.relative_to(ROOT))
    return sorted(found)


def text_files():
    """Every text file of the project, the ones at its root among them."""
    top = [path.relative_to(ROOT) for path in ROOT.iterdir()
           if path.is_file() and (path.suffix in TEXT_SUFFIXES) and path.name not in ("COPYING", ".git")]
    return sorted(top + files(*TEXT_SUFFIXES))


def read(path):
    return (ROOT / path).read_text(encoding="utf-8")


def includes(path):
    """(is own header, name) of each include of @path."""
    return [(mark == '"', name) for mark, name in INCLUDE.findall(read(path))]


def line_of(text, position):
    return text.count("\n", 0, position) + 1


def expect_none(faults):
    """Fails the case with one line for each of @faults."""
    if faults:
        raise AssertionError("\n" + "\n".join(faults))
