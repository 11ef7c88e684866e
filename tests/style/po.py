# SPDX-FileCopyrightText: 2026 The Cenacle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads the messages of translations."""

import re

FIELD = re.compile(r'^(msgctxt|msgid|msgid_plural|msgstr(?:\[\d\])?) ((?:"(?:[^"\\]|\\.)*"\n?)+)', re.M)


def unquote(text):
    return "".join(re.findall(r'"((?:[^"\\]|\\.)*)"', text)).replace('\\"', '"')


def entries(text):
    """Each message of a .po or .pot but its header, as a dictionary."""
    for block in re.split(r"\n\n+", text)[1:]:
        entry = {key: unquote(value) for key, value in FIELD.findall(block)}
        if "\n#. " in "\n" + block:
            entry["comment"] = "\n".join(re.findall(r"^#\. (.*)", block, re.M))
        if entry.get("msgid"):
            yield entry
