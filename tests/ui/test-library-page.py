# SPDX-FileCopyrightText: 2026 The Cenacle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The library through the window: what one shares the other finds, fetches, recommends and speaks of."""

import os
import sys

sys.path[:0] = [os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"),
                os.path.dirname(os.path.abspath(__file__))]

from person import LONG_S  # noqa: E402
from two_windows import enters, opens, presses, row_in, run, toggles  # noqa: E402
from uidrive import wait_for  # noqa: E402

MIB = 1 << 20


def circle_of(person):
    return person.engine.rows("circle", "list")[0]["circle"]


def a_link_is_added(ana, bo):
    ana.goes("Library")
    ana.app.find("label", "Nothing kept yet", timeout=LONG_S)
    presses(ana.app, "Add a link")
    dialog = ana.dialog("Add a link")
    dialog.find("text", "Title").set_text("A paper on series")
    dialog.find("text", "Address").set_text("https://example.org/paper")
    dialog.find("text", "Tags, separated by commas").set_text("series, analysis")
    presses(dialog, "Add")
    assert "series, analysis" in row_in(ana, "Links and references", "A paper on series").name
    bo.goes("Library")
    row_in(bo, "Links and references", "A paper on series").find("button", "Open")


def small_files_are_there(ana, bo):
    source = ana.engine.home.parent / "notes.txt"
    source.write_text("What we said on Thursday")
    ana.engine.ctl("share", circle_of(ana), source, "--title", "Notes of Thursday")
    row = wait_for(lambda: (r := row_in(bo, "Files", "Notes of Thursday")) and "here" in r.name and
                   "not here" not in r.name and r, "the file to be here", LONG_S)
    row.find("button", "Open")
    row.find("button", "Save as…")


def large_ones_are_fetched(ana, bo):
    source = ana.engine.home.parent / "film.mp4"
    source.write_bytes(os.urandom(6 * MIB))
    ana.engine.ctl("share", circle_of(ana), source, "--title", "The film")
    row = row_in(bo, "Files", "The film")
    assert "not here" in row.name, row.name
    presses(row, "Fetch")
    wait_for(lambda: "not here" not in (name := row_in(bo, "Files", "The film").name) and
             "here" in name, "the film to be here", LONG_S)


def it_is_spoken_of(ana, bo):
    opens(bo, "Files", "The film")
    toggles(bo.app, "Recommend")
    bo.app.find("toggle button", "Recommended · 1", timeout=LONG_S)
    enters(bo, "Write a remark", "Minute twelve is the best.")
    row_in(bo, "Remarks", "Minute twelve is the best.")
    opens(ana, "Files", "The film")
    row_in(ana, "Remarks", "Minute twelve is the best.")
    ana.app.find("toggle button", "Recommended · 1", timeout=LONG_S)


def it_is_kept_and_removed(ana, bo):
    toggles(bo.app, "Keep here")
    wait_for(lambda: "kept here" in row_in(bo, "Files", "The film").name, "it to be kept", LONG_S)
    presses(bo.app, "Remove from this device")
    wait_for(lambda: "not here" in row_in(bo, "Files", "The film").name, "it to be gone", LONG_S)
    assert not any(path.stat().st_size > MIB
                   for path in (bo.engine.home / "blobs").rglob("*") if path.is_file())


def main():
    return run(a_link_is_added, small_files_are_there, large_ones_are_fetched, it_is_spoken_of,
               it_is_kept_and_removed)


if __name__ == "__main__":
    sys.exit(main())
