# SPDX-FileCopyrightText: 2026 The Cenacle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The library through the window: what one shares the other finds, fetches, recommends and speaks of; and
files that go with messages, looked at without leaving."""

import os
import pathlib
import re
import shutil
import sys

sys.path[:0] = [os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"),
                os.path.dirname(os.path.abspath(__file__))]

from atspi import Gone, Timeout  # noqa: E402
from documents import document, png  # noqa: E402
from person import LONG_S  # noqa: E402
from two_windows import (chooses_file, drags_onto, enters, giving, opens, presses, row_in, run,  # noqa: E402
                         toggles)
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


def it_is_answered_with_an_emoji(ana, bo):
    made = [row for row in ana.engine.rows("library", circle_of(ana)) if row["title"] == "The film"][0]
    ana.engine.ctl("react", circle_of(ana), made["id"], "🎬")
    opens(bo, "Files", "The film")
    toggles(bo.app, "🎬 1")
    bo.app.find("toggle button", "🎬 2", timeout=LONG_S)


def a_newer_file_takes_its_place(ana, bo):
    made = [row for row in ana.engine.rows("library", circle_of(ana)) if "Thursday" in row["title"]][0]
    newer = ana.engine.home.parent / "notes-2.txt"
    newer.write_text("What we meant on Thursday")
    ana.engine.ctl("share", circle_of(ana), newer, "--version-of", made["id"])
    opens(bo, "Files", "Notes of Thursday")
    row = row_in(bo, "Versions", "Version 1")
    row_in(bo, "Versions", "Version 2")
    assert "notes.txt" in row.name, row.name
    row.find("button", "Save as…", timeout=LONG_S)


def clicks_tile(person, title):
    """FALSE while it is drawn anew: its picture has just come."""
    try:
        person.app.find(None, re.compile(f"^{title}\\."), timeout=LONG_S).pointer_click()
    except (Gone, Timeout):
        return False
    return True


def one_finds_what_one_looks_for(ana, bo):
    bo.app.come_to_front("Cenacle")
    entry = bo.app.find("text", "Search the library")
    entry.set_text("thurs")
    row_in(bo, "Files", "Notes of Thursday")
    wait_for(lambda: not [r for rows in bo.app.all("list", "Links and references")
                          for r in rows.all("list item", "A paper on series")], "the rest to be gone")
    entry.set_text("no such thing")
    bo.app.find("label", "Nothing like that", timeout=LONG_S)
    entry.set_text("")
    toggles(bo.app, "As a grid")
    wait_for(lambda: clicks_tile(bo, "The film"), "the tile to stand still", LONG_S)
    bo.app.find("button", "Remove from this device", timeout=LONG_S)
    toggles(bo.app, "As a grid")
    row_in(bo, "Files", "The film")


def what_is_said_of_it_changes(ana, bo):
    opens(ana, "Links and references", "A paper on series")
    presses(ana.app, "Edit…")
    dialog = ana.dialog("Change what is said of it")
    dialog.find("text", "Title").set_text("A paper on Fourier series")
    presses(dialog, "Save")
    row_in(bo, "Links and references", "A paper on Fourier series")


def the_circle_is_saved_as_files(ana, bo):
    ana.does("win.save-as-files")
    dialog = ana.dialog("Save the circle as files")
    shown = wait_for(lambda: [n.name for n in dialog.all("label") if n.name.startswith("/")],
                     "where it goes")[0]
    presses(dialog, "Save")
    ana.app.find("label", "The circle is saved", timeout=LONG_S)
    ana.app.find("button", re.compile("Open folder"), timeout=LONG_S)
    place = pathlib.Path(shown) / "Analysis"
    assert (place / "README.md").exists() and (place / "library/files/notes-2.txt").exists(), place
    shutil.rmtree(place)


def room_is_made(ana, bo):
    bo.goes("Storage")
    row = row_in(bo, "What takes room", "Analysis")
    assert "Films" in row.name, row.name
    tick = bo.app.find("check box", re.compile("^Notes of Thursday"), timeout=LONG_S)
    n = len(bo.app.all("check box", re.compile("^Notes of Thursday")))
    tick.click()
    presses(bo.app, re.compile("^Remove from this device \\("))
    bo.app.find("label", re.compile("of room made"), timeout=LONG_S)
    wait_for(lambda: len(bo.app.all("check box", re.compile("^Notes of Thursday"))) < n, "it to be gone", LONG_S)
    bo.goes("Library")
    opens(bo, "Files", "The film")


def it_is_kept_and_removed(ana, bo):
    toggles(bo.app, "Keep here")
    wait_for(lambda: "kept here" in row_in(bo, "Files", "The film").name, "it to be kept", LONG_S)
    presses(bo.app, "Remove from this device")
    wait_for(lambda: "not here" in row_in(bo, "Files", "The film").name, "it to be gone", LONG_S)
    assert not any(path.stat().st_size > MIB
                   for path in (bo.engine.home / "blobs").rglob("*") if path.is_file())


def channel(person):
    person.does("win.next-channel")
    person.app.find("text", "Write to #general", timeout=LONG_S)


def a_document_goes_with_a_message(ana, bo):
    source = ana.engine.home.parent / "course.pdf"
    source.write_bytes(document(["Banach", "Hilbert", "Lebesgue"]))
    ana.engine.ctl("share", circle_of(ana), source, "--title", "The course")
    channel(ana)
    channel(bo)
    ana.app.menu("Attach files", "From the library…")
    rows = wait_for(lambda: [row for rows in ana.dialog("From the library").all("list", "What was found")
                             for row in rows.all("list item") if row.all("label", "The course")],
                    "the course in the library", LONG_S)
    rows[0].pointer_click()
    ana.app.find("button", "Leave out The course", timeout=LONG_S)
    ana.writes("Read page two")
    row = wait_for(lambda: (r := bo.row_of("Read page two")) and "not here" not in r.name and r,
                   "the course to be here", LONG_S)
    assert "with The course, " in row.name, row.name
    presses(row, "Open")
    view = bo.dialog("The course")
    view.find("label", "Page 1 of 3", timeout=LONG_S)
    view.do("view.next")
    view.find("label", "Page 2 of 3", timeout=LONG_S)
    view.do("window.close")


def a_picture_stands_in_the_row(ana, bo):
    picture = ana.engine.home.parent / "board.png"
    picture.write_bytes(png(700, 300))
    ana.engine.ctl("post", circle_of(ana), "The board", "--attach", picture)
    button = wait_for(lambda: [b for b in bo.row_of("The board").all("button") if b.name.startswith("Picture board.png")
                               and b.name.endswith("show it")], "the picture to be here", LONG_S)[0]
    assert "with the picture board.png, " in bo.row_of("The board").name
    button.click()
    view = bo.dialog("board.png")
    wait_for(lambda: view.all("image", "board.png"), "the picture", LONG_S)
    view.do("window.close")


def what_can_run_is_warned_of(ana, bo):
    script = ana.engine.home.parent / "draw.sh"
    script.write_text("#!/bin/sh\necho drawn\n")
    ana.engine.ctl("post", circle_of(ana), "It draws", "--attach", script)
    row = wait_for(lambda: (r := bo.row_of("It draws")) and "not here" not in r.name and r, "the script to be here",
                   LONG_S)
    presses(row, "Open")
    view = bo.dialog("draw.sh")
    wait_for(lambda: [text for text in view.all("text") if "echo drawn" in text.text], "its words", LONG_S)
    view.do("view.open")
    bo.app.find("label", "Open “draw.sh”?", timeout=LONG_S)
    while len(bo.app.windows()) > 1:
        bo.desk.key("Escape")
        bo.desk.settle()


def staged(person):
    return [button.name for button in person.app.all("button", re.compile("^Leave out "))]


def what_is_copied_is_pasted(ana, bo):
    picture = ana.engine.home.parent / "copied.png"
    picture.write_bytes(png(120, 80))
    ana.engine.ctl("channel", "create", circle_of(ana), "aside")
    field = ana.app.find("text", "Write to #general")
    with giving(ana.desk, "copy-picture", picture):
        ana.app.come_to_front("Cenacle")
        field.focus()
        ana.desk.key("ctrl+v")
        wait_for(lambda: staged(ana) == ["Leave out Picture.png"], "the picture", LONG_S)
    with giving(ana.desk, "copy-files", ana.engine.home.parent / "course.pdf", picture):
        ana.app.come_to_front("Cenacle")
        field.focus()
        ana.desk.key("ctrl+v")
        wait_for(lambda: len(staged(ana)) == 3, "the files", LONG_S)
    presses(ana.app, "Leave out course.pdf")
    wait_for(lambda: len(staged(ana)) == 2, "one to be left out", LONG_S)
    ana.channel("aside").click()
    ana.app.find("text", "Write to #aside", timeout=LONG_S)
    assert staged(ana) == [], staged(ana)
    ana.channel("general").click()
    wait_for(lambda: staged(ana) == ["Leave out Picture.png", "Leave out copied.png"], "what waited here", LONG_S)
    ana.writes("Both from the clipboard")
    row = bo.row_of("Both from the clipboard")
    assert "Picture.png" in row.name and "copied.png" in row.name, row.name


def files_are_chosen_and_dropped(ana, bo):
    chosen, dropped = [ana.engine.home.parent / name for name in ("chosen.txt", "dropped.txt")]
    for path in (chosen, dropped):
        path.write_text(path.name)
    ana.app.menu("Attach files", "Files of this computer…")
    chooses_file(ana, "Attach files", chosen)
    wait_for(lambda: staged(ana) == ["Leave out chosen.txt"], "the file", LONG_S)
    drags_onto(ana, dropped)
    wait_for(lambda: staged(ana) == ["Leave out chosen.txt", "Leave out dropped.txt"], "both", LONG_S)
    ana.writes("By hand")
    row = bo.row_of("By hand")
    assert "chosen.txt" in row.name and "dropped.txt" in row.name, row.name


def a_transfer_waits_is_paused_and_cancelled(ana, bo):
    source = ana.engine.home.parent / "long.bin"
    source.write_bytes(os.urandom(3 * MIB))
    made = ana.engine.ctl("share", circle_of(ana), source, "--title", "The long one")["id"]
    bo.goes("Library")
    row_in(bo, "Files", "The long one")
    ana.engine.ctl("offline", "on")
    wait_for(lambda: bo.engine.ctl("status", circle_of(bo))["peers"][0]["state"] != "connected", "Ana to be away",
             LONG_S)
    presses(row_in(bo, "Files", "The long one"), "Fetch")
    row = row_in(bo, "On their way", "The long one")
    wait_for(lambda: "nobody who is here has it" in row_in(bo, "On their way", "The long one").name, "why it waits",
             LONG_S)
    presses(row, "Pause")
    wait_for(lambda: "paused" in row_in(bo, "On their way", "The long one").name, "it to be paused", LONG_S)
    presses(row_in(bo, "On their way", "The long one"), "Cancel")
    presses(row_in(bo, "Files", "The long one"), "Fetch")
    ana.engine.ctl("offline", "off")
    wait_for(lambda: [r for r in bo.engine.rows("library", circle_of(bo)) if r["id"] == made and r["held"]],
             "the file to come", LONG_S)
    row_in(bo, "Files", "The long one").find("button", "Save as…", timeout=LONG_S)


def a_stick_goes_from_hand_to_hand(ana, bo):
    bundle = ana.engine.home.parent / "stick.cenacle"
    ana.engine.ctl("offline", "on")
    ana.engine.ctl("post", circle_of(ana), "Written far from everybody")
    ana.does("win.export-bundle")
    dialog = ana.dialog("Put the circle on a stick")
    presses(dialog, "Choose… File")
    chooses_file(ana, "Where to put the file", bundle)
    presses(dialog, "Write")
    ana.app.find("label", re.compile("^The file is ready"), timeout=LONG_S)
    drags_onto(bo, bundle)
    bo.app.find("label", re.compile("came with the file"), timeout=LONG_S)
    channel(bo)
    bo.row_of("Written far from everybody")
    ana.engine.ctl("offline", "off")


def it_is_at_hand_elsewhere(ana, bo):
    circle = circle_of(ana)
    ana.engine.ctl("session", "plan", circle, "Series", "--start", "2036-09-14T18:30")
    note = ana.engine.ctl("note", "create", circle, "What to read")["id"]

    def picks(person, title):
        rows = wait_for(lambda: [row for rows in person.dialog("From the library").all("list", "What was found")
                                 for row in rows.all("list item") if row.all("label", title)], title, LONG_S)
        rows[0].pointer_click()
        wait_for(lambda: len(person.app.windows()) == 1, "the picker to close", LONG_S)

    ana.goes("Sessions")
    opens(ana, "To come", "Series")
    presses(ana.app, "From the library…")
    picks(ana, "The course")
    row_in(ana, "At hand", "The course").find("button", "Take away", timeout=LONG_S)
    bo.goes("Sessions")
    opens(bo, "To come", "Series")
    presses(row_in(bo, "At hand", "The course"), "Open")
    bo.app.find("text", "Write a remark", timeout=LONG_S)
    ana.goes("Notes")
    opens(ana, "Notes", "What to read")
    presses(ana.app, "From the library")
    picks(ana, "The course")
    wait_for(lambda: "[The course](cenacle:object:" in bo.engine.ctl("note", "show", circle, note)["text"],
             "the link in the note", LONG_S)


def words_in_files_are_found(ana, bo):
    bo.does("win.search")
    bo.app.find("text", "Search").set_text("lebesgue")
    bo.app.find("label", re.compile("The course|course.pdf"), timeout=LONG_S)


def main():
    return run(a_link_is_added, small_files_are_there, large_ones_are_fetched, it_is_spoken_of,
               it_is_answered_with_an_emoji, a_newer_file_takes_its_place,
               one_finds_what_one_looks_for, what_is_said_of_it_changes,
               the_circle_is_saved_as_files, room_is_made, it_is_kept_and_removed,
               a_document_goes_with_a_message, a_picture_stands_in_the_row,
               what_can_run_is_warned_of, what_is_copied_is_pasted, files_are_chosen_and_dropped,
               a_transfer_waits_is_paused_and_cancelled, a_stick_goes_from_hand_to_hand, it_is_at_hand_elsewhere,
               words_in_files_are_found)


if __name__ == "__main__":
    sys.exit(main())
