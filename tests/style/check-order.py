# SPDX-FileCopyrightText: 2026 The Cenacle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The order of files in core/meson.build and net/meson.build is the order of dependency: a file
includes only headers of files listed above it. A header without a .c counts as part of whoever
includes it."""

import re
import sys

import tree


def listed(folder):
    """Names of the folder's C files without suffix, in the order of its meson.build."""
    text = tree.read(f"{folder}/meson.build")
    block = re.search(r"_sources\s*=\s*files\((.*?)\)", text, re.DOTALL)
    return re.findall(r"'([a-z0-9-]+)\.c'", block.group(1)) if block else []


def local_names(folder, path):
    """Names of the headers of its own folder that @path includes."""
    names = []
    for is_own, name in tree.includes(path):
        stem = name[len(folder) + 1:] if name.startswith(f"{folder}/") else name
        if is_own and "/" not in stem:
            names.append(stem.removesuffix(".h"))
    return names


def late_includes(folder, name):
    """Headers that @name includes, straight or through headers without a .c, listed below it."""
    order = {stem: place for place, stem in enumerate(listed(folder))}
    faults = []
    seen = set()
    waiting = [path for path in (f"{folder}/{name}.c", f"{folder}/{name}.h")
               if (tree.ROOT / path).exists()]
    while waiting:
        path = waiting.pop()
        for stem in local_names(folder, path):
            header = f"{folder}/{stem}.h"
            if stem in order:
                if order[stem] > order[name]:
                    faults.append(f"{folder}/{name} is listed above {stem}, which {path} includes")
            elif header not in seen and (tree.ROOT / header).exists():
                seen.add(header)
                waiting.append(header)
    return faults


def check(folder):
    faults = [f"{path} is not in {folder}/meson.build" for path in tree.files(".c", under=(folder,))
              if path.stem not in listed(folder)]
    for name in listed(folder):
        faults += late_includes(folder, name)
    tree.expect_none(faults)


def core_is_in_order():
    check("core")


def net_is_in_order():
    check("net")


if __name__ == "__main__":
    sys.exit(tree.tap.run([core_is_in_order, net_is_in_order]))
