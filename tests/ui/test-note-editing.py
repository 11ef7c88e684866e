#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Cenacle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writing in a note with another person there: lists and boxes, completion, what one takes back while
the other writes, comments, search, what changed meanwhile, what is read from the right, a lid that is closed,
much at once, an engine and a window that end, a note that is full, and notes on paper and in files."""

import contextlib
import os
import re
import signal
import sys
import time

sys.path[:0] = [os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"),
                os.path.dirname(os.path.abspath(__file__))]

from atspi import TEXT, Gone, Timeout  # noqa: E402
from person import LONG_S  # noqa: E402
from two_windows import row_in, run  # noqa: E402
from uidrive import wait_for  # noqa: E402

FIELD = "Text of the note"
STEP_S = 1.1  # what is typed within a second is taken back at once


shown = {}  # by window: looking for it again and again costs the windows more than all else here


def note_of(person):
    node = shown.get(person.app)
    with contextlib.suppress(Gone):
        if node and node.extents[2] > 0:
            return node
    shown[person.app] = person.app.find("text", FIELD, timeout=LONG_S)
    return shown[person.app]


def count(person):
    node = note_of(person)
    return node.bus.get(node.who, TEXT, "CharacterCount")


def reads(person, text):
    try:
        wait_for(lambda: note_of(person).text == text, f"{person.name} to read {text!r}", LONG_S)
    except Timeout as late:
        raise Timeout(f"{late}; it reads {note_of(person).text[:200]!r}") from None


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
    looked = time.monotonic()
    wait_for(lambda: time.monotonic() > looked + STEP_S, "what was typed before to be a step of its own")
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
    text = note_of(ana).text + " news"
    at(ana, len(text) - len(" news"))
    ana.desk.type(" news")
    reads(ana, text)
    bo.app.come_to_front("Cenacle")
    row_in(bo, "Notes", "Plan").pointer_click()
    reads(bo, text)
    wait_for(lambda: [n for n in bo.app.all("status bar")
                      if n.name == "1 passage changed since you last looked"], "what changed", LONG_S)
    bo.app.find("button", "Next change").click()
    wait_for(lambda: note_of(bo).caret == len(text), "the caret at what changed", LONG_S)


def begins_another(person, title):
    person.app.come_to_front("Cenacle")
    person.app.find("button", "All notes").click()
    person.app.find("button", "New note", timeout=LONG_S).click()
    dialog = person.dialog("New note")
    dialog.find("text", "Title").set_text(title)
    dialog.find("button", "Create", sensitive=True).click()
    wait_for(lambda: note_of(person).state("editable") and note_of(person).text == "", "the empty note", LONG_S)


def goes_to(person, title):
    person.app.come_to_front("Cenacle")
    person.app.find("button", "All notes").click()
    row_in(person, "Notes", title)
    person.desk.settle()  # the list comes in from the side
    row_in(person, "Notes", title).pointer_click()
    circle = person.engine.ctl("circle", "list")["circle"]
    note = [row["id"] for row in person.engine.rows("note", "list", circle) if row["title"] == title][0]
    text = person.engine.ctl("note", "show", circle, note)["text"]
    wait_for(lambda: note_of(person).state("editable") and note_of(person).text == text, title, LONG_S)
    return note_of(person)


def words_are_read_from_the_right(ana, bo):
    begins_another(ana, "Readings")
    goes_to(bo, "Readings")
    note_of(ana).insert_text("- \u05e9\u05dc\u05d5\u05dd, bonjour\n> \u0645\u0631\u0652\u062d\u0628\u0627", 0)
    text = note_of(ana).text
    reads(bo, text)
    at(bo, 4)  # in the Hebrew word, of which Ana sees the place
    wait_for(lambda: [n for n in ana.app.all("status bar") if n.name == "Bo is here"], "Bo", LONG_S)
    at(ana, 2)
    ana.desk.key("Left")  # which is further into a word that is read so
    wait_for(lambda: note_of(ana).caret == 3, "the caret behind the first letter", LONG_S)
    begin = text.index("\u0631")
    at(ana, begin)
    ana.desk.key("Left")
    wait_for(lambda: note_of(ana).caret == begin + 2, "the caret behind the letter and its vowel", LONG_S)
    ana.desk.type("x")
    reads(bo, text[:begin + 2] + "x" + text[begin + 2:])
    bo.app.come_to_front("Cenacle")
    note_of(bo).focus()
    bo.desk.type("y")  # its caret stayed where it was
    reads(ana, text[:4] + "y" + text[4:begin + 2] + "x" + text[begin + 2:])
    ana.app.find("label", "3 words · 1 minute to read", timeout=LONG_S)


def a_lid_is_closed_in_mid_word(ana, bo):
    """Bo's window and engine stand still, as on a machine that sleeps, while Ana writes on."""
    begins_another(ana, "Lid")
    goes_to(bo, "Lid")
    bo.app.come_to_front("Cenacle")
    note_of(bo).focus()
    bo.desk.type("half a wo")
    asleep = (bo.app.proc.pid, bo.engine_process())
    for process in asleep:
        os.kill(process, signal.SIGSTOP)
    try:
        ana.app.come_to_front("Cenacle")
        note_of(ana).focus().set_caret(0)
        ana.desk.type("Ana ")
        wait_for(lambda: "Ana " in note_of(ana).text, "Ana's words")
    finally:
        for process in asleep:
            os.kill(process, signal.SIGCONT)
    wait_for(lambda: sorted(note_of(bo).text) == sorted("Ana half a wo"), "both in one text", LONG_S)
    bo.app.come_to_front("Cenacle")
    note_of(bo).focus()
    bo.desk.type("rd")
    wait_for(lambda: "half a word" in note_of(bo).text, "the rest of the word", LONG_S)
    reads(ana, note_of(bo).text)


def a_window_is_killed_in_mid_word(ana, bo):
    """What was handed over is there; what was typed in the last moment may not be."""
    begins_another(ana, "Killed")
    goes_to(bo, "Killed")
    ana.app.come_to_front("Cenacle")
    note_of(ana).focus()
    ana.desk.type("kept ")
    reads(bo, "kept ")
    ana.desk.type("perhaps")
    ana.app.proc.kill()
    ana.app.proc.wait()
    ana.open()
    ana.goes("Notes")
    row_in(ana, "Notes", "Killed").pointer_click()
    wait_for(lambda: note_of(ana).text.startswith("kept "), "what was kept", LONG_S)
    reads(bo, note_of(ana).text)
    text = note_of(ana).text
    assert "kept perhaps".startswith(text), text
    at(ana, len(text))
    ana.desk.type(" more")
    reads(bo, text + " more")


def chooses(person, title, path):
    chooser = person.dialog(title)
    wait_for(lambda: chooser.all("text"), "the field for a path")[0].set_text(str(path))
    chooser.find("button", re.compile("Save"), sensitive=True).click()
    wait_for(path.exists, path.name, LONG_S)


def a_note_becomes_files(ana, bo):
    begins_another(ana, "Sheet")
    note_of(ana).insert_text("## Holomorphe\n\n- [x] **partout** d\u00e9rivable\n- \u05e9\u05dc\u05d5\u05dd\n"
                             + "mot \n" * 150, 0)
    words, paper = (ana.engine.home.parent / f"sheet.{ending}" for ending in ("md", "pdf"))
    ana.app.menu("More about this note", "Save as Markdown…")
    chooses(ana, "Save the note as Markdown", words)
    assert words.read_text(encoding="utf-8").startswith("# Sheet\n\n## Holomorphe\n\n- [x] **partout**")
    ana.app.menu("More about this note", "Save as PDF…")
    chooses(ana, "Save the note as PDF", paper)
    wait_for(lambda: b"%%EOF" in paper.read_bytes()[-32:], "the whole document", LONG_S)
    assert len(re.findall(rb"/Type\s*/Page\b", paper.read_bytes())) > 1
    # What stands on its pages is found, as of any document of the library.
    circle = ana.engine.ctl("circle", "list")["circle"]
    ana.engine.ctl("share", circle, paper, "--title", "On paper")
    for word in ("Holomorphe", "d\u00e9rivable", "\u05e9\u05dc\u05d5\u05dd"):
        wait_for(lambda w=word: "file" in [row["kind"] for row in ana.engine.rows("search", circle, w)], word, LONG_S)


def a_full_note_says_so(ana, bo):
    circle = ana.engine.ctl("circle", "list")["circle"]
    source = ana.engine.home.parent / "full.md"
    source.write_text(("x" * 1023 + "\n") * 1023 + "x" * 1022, encoding="utf-8")  # two below the limit
    ana.engine.ctl("note", "create", circle, "Full", "--file", source)
    goes_to(ana, "Full")
    wait_for(lambda: count(ana) == 1024 * 1024 - 2, "the long text", LONG_S)
    at(ana, 0)
    ana.desk.type("abc")
    ana.app.find("label", "This note is full: go on in another one.", timeout=LONG_S)
    wait_for(lambda: count(ana) == 1024 * 1024, "what there was room for", LONG_S)


def much_at_once_and_an_engine_that_ends(ana, bo):
    much = "0123456789abcdef\n" * 12000
    goes_to(ana, "Plan")
    before = goes_to(bo, "Plan").text
    note_of(ana).insert_text(much, 0)
    reads(bo, much + before)
    at(bo, 5)
    bo.desk.key("ctrl+a", "ctrl+c")
    at(ana, 17)
    ana.desk.key("ctrl+v")  # from one program into the other
    reads(ana, much[:17] + much + before + much[17:] + before)
    wait_for(lambda: note_of(ana).caret == 17 + len(much + before), "the caret behind what was pasted", LONG_S)
    ana.desk.key("ctrl+z")
    reads(ana, much + before)
    ana.engine.kill()
    at(ana, 0)
    ana.desk.type("not lost ")
    wait_for(lambda: note_of(bo).text.startswith("not lost "), "what was typed without an engine", LONG_S)
    reads(ana, note_of(bo).text)


def main():
    return run(lists_go_on, names_are_completed, both_see_each_other_and_take_back_their_own, a_passage_is_commented,
               words_are_found_and_replaced, what_is_composed_is_not_sent_before_it_is_done,
               who_comes_back_is_shown_what_changed, words_are_read_from_the_right, a_lid_is_closed_in_mid_word,
               a_note_becomes_files, much_at_once_and_an_engine_that_ends, a_window_is_killed_in_mid_word,
               a_full_note_says_so)


if __name__ == "__main__":
    sys.exit(main())
