# SPDX-FileCopyrightText: 2026 The Cenacle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is said twice about versions and needed packages is said alike."""

import re
import sys

import tree


def version():
    return re.search(r"version: '([^']+)'", tree.read("meson.build")).group(1)


def the_debian_package_needs_what_the_set_up_installs():
    wanted = {row.split()[1] for row in tree.read("build-aux/packages.txt").splitlines()
              if row.startswith("build ") and row.split()[1].endswith("-dev")}
    control = tree.read("debian/control").split("\n\n")[0]
    declared = set(re.findall(r"^ ([a-z0-9.+-]+)", control, re.M))
    tree.expect_none([f"debian/control does not build-depend on {name}" for name in sorted(wanted - declared)])


def versions_agree():
    found = {
        "debian/changelog": re.match(r"cenacle \(([^)]+)\)", tree.read("debian/changelog")).group(1),
        "metainfo": re.search(r'<release version="([^"]+)"',
                              tree.read("data/org.cenacle.Cenacle.metainfo.xml.in")).group(1),
        "NEWS.md": re.search(r"^## (\S+)", tree.read("NEWS.md"), re.M).group(1),
    }
    tree.expect_none([f"{name} says {said}, meson.build says {version()}"
                      for name, said in found.items() if said != version()])


if __name__ == "__main__":
    sys.exit(tree.tap.run([the_debian_package_needs_what_the_set_up_installs, versions_agree]))
