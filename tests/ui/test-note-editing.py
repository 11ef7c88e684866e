#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Cenacle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writing in a note with another person there: lists and boxes, completion, what one takes back while
the other writes, comments, search, what changed meanwhile, much at once, and an engine that ends."""

import os
import sys

sys.path[:0] = [os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"),
                os.path.dirname(os.path.abspath(__file__))]

from person import LONG_S  # noqa: E402
from two_windows import row_in, run  # noqa: E402
from uidrive import wait_for  # noqa: E402

FIELD = "Text of the note"


def note_of(person):
    return person.app.find("text", FIELD, timeout=LONG_S)


def reads(person, text):
    wait_for(lambda: note_of(person).text == text, f"{person.name} to read {text!r}", LONG_S)


def at(person, offset):
    person.app.come_to_front("Cenacle")
    return note_of(person).focus().set_caret(offset)


def lists_go_on(ana, bo):
    ana.goes("Notes")
    ana.app.find("button", "New note", timeout=LONG_S).click()
    dialog = ana.dialog("New note")
    dialog.find("text", "Title").set_text("Plan")
    dialog.find("button", "Create", sensitive=True).click()
    at(ana, 0)
    ana.desk.type("* [ ] one\ntwo\n\nend")
    reads(ana, "* [ ] one\n* [ ] two\nend")
    at(ana, 12)
    ana.desk.key("Tab")
    reads(ana, "* [ ] one\n  * [ ] two\nend")
    ana.desk.key("shift+Tab", "ctrl+Return")
    reads(ana, "* [ ] one\n* [x] two\nend")
    ana.desk.key("ctrl+z")  # each of these was one step
    reads(ana, "* [ ] one\n* [ ] two\nend")


def names_are_completed(ana, bo):
    at(ana, 23)
    ana.desk.type(" @B")
    wait_for(lambda: "Bo, member, 1 of 1" in note_of(ana).description, "Bo to be offered", LONG_S)
    ana.desk.key("Return")
    reads(ana, "* [ ] one\n* [ ] two\nend @Bo ")


def both_see_each_other_and_take_back_their_own(ana, bo):
    bo.goes("Notes")
    row_in(bo, "Notes", "Plan").pointer_click()
    reads(bo, "* [ ] one\n* [ ] two\nend @Bo ")
    for person, other in ((ana, "Bo"), (bo, "Ana")):
        wait_for(lambda: [n for n in person.app.all("status bar") if n.name == f"{other} is here"], other, LONG_S)
    at(ana, 28)
    ana.desk.type("aaa")
    reads(bo, "* [ ] one\n* [ ] two\nend @Bo aaa")
    at(bo, 29)
    bo.desk.type("B")
    reads(ana, "* [ ] one\n* [ ] two\nend @Bo aBaa")
    ana.app.come_to_front("Cenacle")
    note_of(ana).focus()
    ana.desk.key("ctrl+z")
    for person in (ana, bo):
        reads(person, "* [ ] one\n* [ ] two\nend @Bo B")


def a_passage_is_commented(ana, bo):
    at(ana, 6)
    ana.desk.key("shift+Right", "shift+Right", "shift+Right", "ctrl+alt+m")
    field = ana.app.find("text", "Comment on “one”", timeout=LONG_S)
    field.set_text("Only one?")
    ana.desk.key("ctrl+Return")
    bo.app.find("button", "1 comment", timeout=LONG_S).click()
    wait_for(lambda: "Only one?" in row_in(bo, "Open", "Ana").name, "the comment", LONG_S)
    row_in(bo, "Open", "Ana").find("button", "Resolve").click()
    row_in(ana, "Resolved", "Only one?")


def words_are_found_and_replaced(ana, bo):
    at(ana, 0)
    ana.desk.key("ctrl+h")
    ana.app.find("text", "Find in the note", timeout=LONG_S).set_text("O")
    wait_for(lambda: [n for n in ana.app.all("status bar") if n.name in ("1 of 3", "3 matches")], "3 of them", LONG_S)
    ana.app.find("text", "Replace with").set_text("0")
    ana.app.find("button", "Replace all").click()
    reads(bo, "* [ ] 0ne\n* [ ] tw0\nend @B0 B")
    ana.desk.key("Escape", "ctrl+z")
    reads(bo, "* [ ] one\n* [ ] two\nend @Bo B")


def what_is_composed_is_not_sent_before_it_is_done(ana, bo):
    at(ana, 9)
    before = note_of(ana).text
    ana.desk.key("ctrl+shift+u", "e", "9")
    assert note_of(ana).text == before, note_of(ana).text
    ana.desk.key("Return")  # which ends it, and is none of the list's
    reads(bo, "* [ ] oneé\n* [ ] two\nend @Bo B")
    note_of(ana).insert_text("e\u0301👩\u200d👧", 0)
    at(ana, 0)
    ana.desk.key("Right")
    wait_for(lambda: note_of(ana).caret == 2, "the caret behind the accent", LONG_S)
    ana.desk.key("Right")
    wait_for(lambda: note_of(ana).caret == 5, "the caret behind the family", LONG_S)


def who_comes_back_is_shown_what_changed(ana, bo):
    bo.app.find("button", "All notes").click()
    wait_for(lambda: not [n for n in ana.app.all("status bar") if n.name == "Bo is here"], "Bo to leave", LONG_S)
    at(ana, len(note_of(ana).text))
    ana.desk.type(" news")
    text = note_of(ana).text
    bo.app.come_to_front("Cenacle")
    row_in(bo, "Notes", "Plan").pointer_click()
    reads(bo, text)
    wait_for(lambda: [n for n in bo.app.all("status bar")
                      if n.name == "1 passage changed since you last looked"], "what changed", LONG_S)
    bo.app.find("button", "Next change").click()
    wait_for(lambda: note_of(bo).caret == len(text), "the caret at what changed", LONG_S)


def much_at_once_and_an_engine_that_ends(ana, bo):
    much = "0123456789abcdef\n" * 12000
    before = note_of(ana).text
    note_of(ana).insert_text(much, 0)
    reads(bo, much + before)
    ana.engine.kill()
    at(ana, 0)
    ana.desk.type("not lost ")
    wait_for(lambda: note_of(bo).text.startswith("not lost "), "what was typed without an engine", LONG_S)
    reads(ana, note_of(bo).text)


def main():
    return run(lists_go_on, names_are_completed, both_see_each_other_and_take_back_their_own, a_passage_is_commented,
               words_are_found_and_replaced, what_is_composed_is_not_sent_before_it_is_done,
               who_comes_back_is_shown_what_changed, much_at_once_and_an_engine_that_ends)


if __name__ == "__main__":
    sys.exit(main())
