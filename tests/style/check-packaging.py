# SPDX-FileCopyrightText: 2026 The Cenacle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is said twice about versions and needed packages is said alike."""

import json
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


# What org.gnome.Platform has, and which module of the Flatpak brings the rest.
RUNTIME = {"glib-2.0", "gio-2.0", "gio-unix-2.0", "gmodule-2.0", "gtk4", "libadwaita-1", "sqlite3", "zlib", "libseccomp", "json-glib-1.0",
           "gdk-pixbuf-2.0", "libsecret-1"}
MODULES = {"libsodium": "libsodium", "libzmq": "libzmq", "libical": "libical", "md4c": "md4c", "libqrencode": "libqrencode",
           "poppler-glib": "poppler", "miniupnpc": "miniupnpc", "natpmp": "libnatpmp"}
SYSTEM = {"m"}  # comes with the C library


def the_flatpak_brings_what_its_runtime_lacks():
    needed = {name for path in [tree.pathlib.Path("meson.build"), *tree.files(".build", under=("app", "core", "net"))]
              for name in re.findall(r"\b(?:dependency|find_library)\('([^']+)'", tree.read(path))} - SYSTEM
    manifest = json.loads(tree.read("build-aux/org.cenacle.Cenacle.json"))
    modules = {module["name"]: module["sources"] for module in manifest["modules"]}
    wrong = [f"{name} is neither in the runtime nor a module" for name in sorted(needed - RUNTIME)
             if MODULES.get(name) not in modules]
    wrong += [f"the source of {name} has no whole checksum" for name, sources in modules.items()
              for source in sources if source["type"] == "archive" and
              not re.fullmatch("[0-9a-f]{64}", source.get("sha256", ""))]
    tree.expect_none(wrong)


def the_set_up_installs_what_the_build_looks_for():
    """A library that the build looks for, and does without, must not be missing unseen."""
    wanted = {name for path in [tree.pathlib.Path("meson.build"), *tree.files(".build", under=("app", "core", "net"))]
              for name in re.findall(r"find_library\('([^']+)'", tree.read(path))} - SYSTEM
    packages = tree.read("build-aux/packages.txt")
    tree.expect_none([f"build-aux/packages.txt has no package for {name}" for name in sorted(wanted)
                      if not re.search(rf"^build +lib{name}-dev ", packages, re.M)])


def pictures_that_are_shown_are_there():
    named = re.findall(r"<image>\S*/([^/<]+)</image>", tree.read("data/org.cenacle.Cenacle.metainfo.xml.in"))
    named = [f"data/screenshots/{name}" for name in named] + re.findall(r"\]\((data/[^)]+)\)", tree.read("README.md"))
    tree.expect_none([f"there is no {name}" for name in named if not (tree.ROOT / name).is_file()])


def versions_agree():
    found = {
        "debian/changelog": re.match(r"cenacle \(([^)]+)\)", tree.read("debian/changelog")).group(1),
        "metainfo": re.search(r'<release version="([^"]+)"',
                              tree.read("data/org.cenacle.Cenacle.metainfo.xml.in")).group(1),
        "NEWS.md": re.search(r"^## (\S+)", tree.read("NEWS.md"), re.M).group(1),
    }
    tree.expect_none([f"{name} says {said}, meson.build says {version()}"
                      for name, said in found.items() if said != version()])


# What the engine and its helpers need to shut themselves off, and is in no group of older systemd.
OWN_WALLS = {"seccomp", "landlock_create_ruleset", "landlock_add_rule", "landlock_restrict_self"}


def the_units_let_the_engine_shut_itself_off():
    allowed = {name for line in re.findall(r"'SystemCallFilter=([^~'][^']*)'", tree.read("data/systemd/meson.build"))
               for name in line.split()}
    tree.expect_none([f"the units refuse {name}" for name in sorted(OWN_WALLS - allowed)])


if __name__ == "__main__":
    sys.exit(tree.tap.run([the_debian_package_needs_what_the_set_up_installs,
                           the_flatpak_brings_what_its_runtime_lacks,
                           the_set_up_installs_what_the_build_looks_for, pictures_that_are_shown_are_there,
                           versions_agree,
                           the_units_let_the_engine_shut_itself_off]))
