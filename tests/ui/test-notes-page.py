#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Cenacle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Two people write in one note at the same time, each in a window of their own; one takes back what
they wrote, and only that; the note is read as it was, and made to be so again; notes begin from templates,
belong to something, are looked through by their headings, lead to things, and are printed."""

import os
import pathlib
import sys

sys.path[:0] = [os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"),
                os.path.dirname(os.path.abspath(__file__))]

from person import LONG_S  # noqa: E402
from two_windows import row_in, run  # noqa: E402
from uidrive import wait_for  # noqa: E402

TEXT = "Text of the note"


def opens(person, title):
    def look():
        return [row for rows in person.app.all("list", "Notes") for row in rows.all("list item")
                if title in row.name]

    person.app.come_to_front("Cenacle")
    wait_for(look, title, LONG_S)[0].pointer_click()
    return person.app.find("text", TEXT, timeout=LONG_S)


def note_of(person):
    return person.app.find("text", TEXT, timeout=LONG_S)


def reads(person, text):
    wait_for(lambda: note_of(person).text == text, f"{person.name} to read {text!r}", LONG_S)


def types(person, text, at_end=True):
    person.app.come_to_front("Cenacle")
    note_of(person).focus()
    person.desk.key("ctrl+End" if at_end else "ctrl+Home")
    for line, part in enumerate(text.split("\n")):
        if line:
            person.desk.key("Return")
        if part:
            person.desk.type(part)


def one_begins_a_note(ana, bo):
    ana.goes("Notes")
    ana.app.find("button", "New note", timeout=LONG_S).click()
    dialog = ana.dialog("New note")
    dialog.find("text", "Title").set_text("Minutes of Monday")
    dialog.find("button", "Create", sensitive=True).click()
    types(ana, "# Present\nAna")
    reads(ana, "# Present\nAna")
    bo.goes("Notes")
    opens(bo, "Minutes of Monday")
    reads(bo, "# Present\nAna")


def both_write(ana, bo):
    types(bo, ", Bo")
    types(ana, "Agenda\n", at_end=False)
    reads(bo, "Agenda\n# Present\nAna, Bo")
    bo.app.come_to_front("Cenacle")
    note_of(bo).focus()
    bo.desk.type(" and Cleo")  # the caret stayed behind what Bo wrote
    for person in (ana, bo):
        reads(person, "Agenda\n# Present\nAna, Bo and Cleo")
    ana.app.find("label", "6 words · 1 minute to read", timeout=LONG_S)


def one_takes_back_only_their_own(ana, bo):
    ana.app.come_to_front("Cenacle")
    ana.app.find("button", "Undo what you wrote").click()
    wait_for(lambda: not note_of(ana).text.startswith("Agenda\n"), "Ana's words to go", LONG_S)
    assert note_of(ana).text.endswith("Ana, Bo and Cleo")
    wait_for(lambda: note_of(bo).text == note_of(ana).text, "Bo to see it", LONG_S)
    ana.app.find("button", "Redo").click()
    for person in (ana, bo):
        reads(person, "Agenda\n# Present\nAna, Bo and Cleo")


def it_is_read_as_it_was(ana, bo):
    ana.app.find("button", "History").click()
    dialog = ana.dialog("History of the note")
    was = dialog.find("text", "The note as it was", timeout=LONG_S)
    wait_for(lambda: was.text == "Agenda\n# Present\nAna, Bo and Cleo", "the note as it is", LONG_S)
    dialog.find("slider", "How many changes").focus()
    ana.desk.key("Home")
    wait_for(lambda: was.text == "", "the empty note", LONG_S)
    dialog.find("button", "Restore", sensitive=True, timeout=LONG_S).click()
    for person in (ana, bo):
        reads(person, "")


def chooses(person, dialog, choice, down):
    dialog.find("combo box", choice).pointer_click()
    wait_for(lambda: len(dialog.all("list")) > 3, "the choices", LONG_S)
    person.desk.key(*["Down"] * down, "Return")
    wait_for(lambda: len(dialog.all("list")) <= 3, "the choice to be made", LONG_S)


def notes_begin_from_templates_and_belong(ana, bo):
    circle = ana.engine.ctl("circle", "list")["circle"]
    session = ana.engine.ctl("session", "plan", circle, "Monday", "--start", "2099-01-05T18:00Z")["id"]
    path = ana.engine.ctl("path", "create", circle, "Series")["id"]
    channel = ana.engine.rows("channel", "list", circle)[0]["id"]
    for template, (title, begins, about, what) in enumerate((
            ("Minutes", "## Present\n", session, "session: Monday"),
            ("Reading sheet", "## What it is\n", path, "path: Series"),
            ("Lesson", "## What one can do afterwards\n", channel, "channel: general"),
            ("Retrospective", "## What went well\n", None, None))):
        ana.app.come_to_front("Cenacle")
        ana.app.find("button", "All notes").click()
        ana.app.find("button", "New note", timeout=LONG_S).click()
        dialog = ana.dialog("New note")
        dialog.find("text", "Title").set_text(title)
        chooses(ana, dialog, "Begins as", template + 1)
        if about:
            chooses(ana, dialog, "Belongs to", template + 1)
        dialog.find("button", "Create", sensitive=True).click()
        wait_for(lambda b=begins: note_of(ana).text.startswith(b), begins, LONG_S)
        if about:
            ana.app.find("label", what, timeout=LONG_S)
        made = [row for row in ana.engine.rows("note", "list", circle) if row["title"] == title][0]
        assert made["about"] == about, made


def headings_lead_through_a_note(ana, bo):
    ana.app.come_to_front("Cenacle")
    ana.app.find("button", "Headings of the note").click()
    wait_for(lambda: row_in(ana, "Headings", "What went well, level 2").state("focused"), "the first heading", LONG_S)
    ana.desk.key("Down", "Return")
    note = note_of(ana)
    wait_for(lambda: note.caret == note.text.index("## What was hard"), "the caret at the heading", LONG_S)


def things_are_completed_and_lead_there(ana, bo):
    note = note_of(ana)
    note.focus().set_caret(len(note.text))
    ana.desk.type("in #gen")
    wait_for(lambda: "general, channel, 1 of 1" in note.description, "the channel to be offered", LONG_S)
    ana.desk.key("Tab")
    wait_for(lambda: note.text.endswith("in #general "), "the channel", LONG_S)
    ana.desk.type("[[Seri")
    wait_for(lambda: "Series, path, 1 of 1" in note.description, "the path to be offered", LONG_S)
    ana.desk.key("Return")
    circle = ana.engine.ctl("circle", "list")["circle"]
    path = ana.engine.rows("path", "list", circle)[0]["id"]
    wait_for(lambda: f"in #general [Series](cenacle:object:{path})" in note.text, "the link", LONG_S)


def a_note_is_printed(ana, bo):
    note_of(ana).focus()
    ana.desk.key("ctrl+p")
    dialog = ana.dialog("Print")
    dialog.find("label", "Print to File", timeout=LONG_S)

    def is_chosen():  # the first of the printers, by the keyboard
        ana.desk.key("Tab", "space")
        return dialog.all("button", "_Print Print", sensitive=True)
    wait_for(is_chosen, "a file to print to", LONG_S)[0].click()
    paper = pathlib.Path(os.environ["HOME"]) / "Retrospective.pdf"
    wait_for(lambda: paper.exists() and b"%%EOF" in paper.read_bytes()[-32:], "what was printed", LONG_S)
    wait_for(lambda: not [w for w in ana.app.windows() if w.name == "Print"], "the dialog to close", LONG_S)


def main():
    return run(one_begins_a_note, both_write, one_takes_back_only_their_own, it_is_read_as_it_was,
               notes_begin_from_templates_and_belong, headings_lead_through_a_note,
               things_are_completed_and_lead_there, a_note_is_printed)


if __name__ == "__main__":
    sys.exit(main())
