# SPDX-FileCopyrightText: 2026 The Cenacle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""In one section of keys no two lead to different things: each menu has each mnemonic once, in every language."""

import re
import sys

import tree

MENU = re.compile(r'<menu id="(\w+)">(.*?)</menu>', re.DOTALL)
LABEL = re.compile(r'<attribute name="label"[^>]*>([^<]*)</attribute>')
ENTRY = re.compile(r'^msgid "(.*)"\nmsgstr "(.*)"$', re.MULTILINE)
# Never in one menu at a time.
APART = ({"_Pin", "Un_pin"}, {"_Hide from all…", "_Show to all again"})


def languages():
    yield "English", {}
    for path in sorted((tree.ROOT / "po").glob("*.po")):
        yield path.stem, dict(ENTRY.findall(path.read_text(encoding="utf-8")))


def key_of(label):
    found = re.search(r"_(\w)", label)
    return found.group(1).lower() if found else None


def every_menu_has_each_mnemonic_once():
    faults = []
    for path in tree.files(".ui", under=("app/desktop",)):
        for name, menu in MENU.findall(tree.read(path)):
            for submenu in re.findall(r"<submenu>.*?</submenu>", menu, re.DOTALL):
                menu = menu.replace(submenu, "")
            for language, said in languages():
                seen = {}
                for label in LABEL.findall(menu):
                    key = key_of(said.get(label, label))
                    other = seen.setdefault(key, label)
                    if key is not None and other != label and {label, other} not in APART:
                        faults.append(f"{path}, {name}, {language}: “{other}” and “{label}” are both reached by {key}")
    tree.expect_none(faults)


if __name__ == "__main__":
    sys.exit(tree.tap.run([every_menu_has_each_mnemonic_once]))
