# SPDX-FileCopyrightText: 2026 The Cenacle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The layers of DESIGN.md: who may include whom, and the one file that touches each library."""

import re
import sys

import tree

# Folder: what its files must not include.
FORBIDDEN = {
    "core": re.compile(r"gtk/|adwaita|zmq|gio/|gio-unix|net/|app/"),
    "net": re.compile(r"gtk/|adwaita|sqlite3|gio/|gio-unix|app/"),
    "app/control": re.compile(r"gtk/|adwaita|zmq|sqlite3|sodium|net/|app/(engine|ctl|desktop)/"),
    "app/look": re.compile(r"gtk/|adwaita|zmq|gio/|sqlite3|sodium|core/|net/|app/(engine|ctl|desktop)/"),
    "app/map": re.compile(r"gtk/|adwaita|zmq|gio/|sqlite3|sodium|core/|app/(engine|ctl|desktop)/"),
    "app/engine": re.compile(r"gtk/|adwaita|zmq|sqlite3|sodium|app/(ctl|desktop)/"),
    "app/ctl": re.compile(r"gtk/|adwaita|zmq|sqlite3|sodium|net/|app/desktop/"),
    "app/desktop": re.compile(r"zmq|sqlite3|sodium|net/|app/(engine|ctl)/"),
}

# Library header: the only files that include it.
DOORS = {
    "sodium.h": re.compile(r"core/crypto\.c"),
    "sqlite3.h": re.compile(r"core/store[a-z-]*\.[ch]"),
    "seccomp.h": re.compile(r"app/(engine/sandbox|look/cell|map/cell)\.c"),
    "natpmp.h": re.compile(r"app/map/natpmp\.c"),
    "miniupnpc/miniupnpc.h": re.compile(r"app/map/upnp\.c"),
    "poppler.h": re.compile(r"app/look/page\.c"),
    "libical/ical.h": re.compile(r"app/control/calendar\.c"),
    "libsecret/secret.h": re.compile(r"app/engine/desktop-keyring\.c"),
    "zlib.h": re.compile(r"core/deflate\.c"),
    "zmq.h": re.compile(r"net/(link|zap)[a-z-]*\.[ch]"),
}


def folders_include_only_what_is_below():
    faults = []
    for folder, pattern in FORBIDDEN.items():
        for path in tree.files(".c", ".h", under=(folder,)):
            faults += [f"{path} includes {name}" for _, name in tree.includes(path)
                       if pattern.match(name)]
    tree.expect_none(faults)


def each_library_has_one_door():
    faults = []
    for path in tree.files(".c", ".h", under=("core", "net", "app")):
        for _, name in tree.includes(path):
            if name in DOORS and not DOORS[name].fullmatch(str(path)):
                faults.append(f"{path} includes {name}")
    tree.expect_none(faults)


def only_compat_asks_for_versions():
    faults = []
    for path in tree.files(".c", ".h", under=("app",)):
        if not re.fullmatch(r"app/desktop/compat\.[ch]", str(path)):
            faults += [f"{path} uses {name}" for name in ("ADW_CHECK_VERSION", "GTK_CHECK_VERSION")
                       if name in tree.read(path)]
    tree.expect_none(faults)


if __name__ == "__main__":
    sys.exit(tree.tap.run([
        folders_include_only_what_is_below,
        each_library_has_one_door,
        only_compat_asks_for_versions,
    ]))
