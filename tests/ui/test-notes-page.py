#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Cenacle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Two people write in one note at the same time, each in a window of their own; one takes back what
they wrote, and only that; the note is read as it was, and made to be so again."""

import os
import sys

sys.path[:0] = [os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"),
                os.path.dirname(os.path.abspath(__file__))]

from person import LONG_S  # noqa: E402
from two_windows import run  # noqa: E402
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


def main():
    return run(one_begins_a_note, both_write, one_takes_back_only_their_own, it_is_read_as_it_was)


if __name__ == "__main__":
    sys.exit(main())
