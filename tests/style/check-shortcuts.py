# SPDX-FileCopyrightText: 2026 The Cenacle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every key that does something stands in the shortcuts window."""

import html
import re
import sys

import tree

BOUND = (re.compile(r"GDK_KEY_(\w+),\s*(0|GDK_[A-Z_| ]*MASK),\s*\"[\w.-]+\""),  # add_binding_action, bind_key
         re.compile(r"\{ \"[\w.-]+\", \w+, GDK_KEY_(\w+), (0|GDK_[A-Z_| ]*MASK) \}"))  # note-actions.c
GIVEN = re.compile(r"set_accels_for_action[^;]*?\{ \"([^\"]+)\", NULL \}", re.DOTALL)
PRESSES = {"Return", "KP_Enter", "space"}  # what activates whatever is in focus, everywhere


def written(key, modifiers):
    marks = "".join(f"<{name}>" for name, mask in (("Control", "CONTROL"), ("Shift", "SHIFT"), ("Alt", "ALT"))
                    if f"GDK_{mask}_MASK" in modifiers)
    return marks + key


def bound_keys():
    for path in tree.files(".c", under=("app/desktop",)):
        text = tree.read(path)
        for pattern in BOUND:
            for key, modifiers in pattern.findall(text):
                if modifiers != "0" or key not in PRESSES:
                    yield path.name, written(key, modifiers)
        for accelerator in GIVEN.findall(text):
            yield path.name, accelerator


def every_key_stands_in_the_shortcuts_window():
    window = html.unescape(tree.read("app/desktop/help-overlay.ui"))
    shown = {key for keys in re.findall(r'name="accelerator">([^\n]+?)</property>', window) for key in keys.split()}
    bound = sorted(set(bound_keys()))
    assert len(bound) > 20, bound
    tree.expect_none([f"{name}: {key} is not in help-overlay.ui" for name, key in bound if key not in shown])


if __name__ == "__main__":
    sys.exit(tree.tap.run([every_key_stands_in_the_shortcuts_window]))
