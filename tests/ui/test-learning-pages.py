#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Cenacle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Meeting and learning from each other through the window: a session is planned, answered and kept;
skills are named, a pair agrees and tells each other how it goes."""

import os
import re
import sys
import time

sys.path[:0] = [os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"),
                os.path.dirname(os.path.abspath(__file__))]

from atspi import Gone  # noqa: E402
from person import LONG_S, find_place  # noqa: E402
from two_windows import chooses_file, enters, opens, presses, row_in, run, toggles  # noqa: E402
from uidrive import wait_for  # noqa: E402


def circle_of(person):
    return person.engine.rows("circle", "list")[0]["circle"]


def one_plans_and_the_other_comes(ana, bo):
    ana.goes("Sessions")
    presses(ana.app, "Plan a session")
    dialog = ana.dialog("New session")
    assert not dialog.find("button", "Plan").state("sensitive")
    dialog.find("text", "What it is about").set_text("Integrals by parts")
    day = dialog.find("text", "Day, as 2026-09-14")
    good = day.text
    day.set_text("tomorrow")
    wait_for(lambda: not dialog.find("button", "Plan").state("sensitive"), "a day that is none to be refused")
    day.set_text(good)
    chooses_the_day(ana, dialog, day)
    dialog.find("text", "How many can come, if not all").set_text("12")
    puts_an_agenda_in_order(ana, dialog)
    presses(dialog, "Plan")
    row = row_in(ana, "To come", "Integrals by parts")
    assert "60 minutes" in row.name and "hosted by Ana" in row.name, row.name
    bo.goes("Sessions")
    toggles(row_in(bo, "To come", "Integrals by parts"), "I come")
    circle = ana.engine.ctl("circle", "list")["circle"]
    ana.engine.ctl("session", "plan", circle, "Far away", "--start", in_days(5), "--zone", "Pacific/Apia")
    row = row_in(bo, "To come", "Far away")
    assert " in Apia" in row.name, row.name
    opens(ana, "To come", "Integrals by parts")
    ana.app.find("label", "Coming: Bo", timeout=LONG_S)
    presses(ana.app, "Change…")
    dialog = ana.dialog("Change the session")
    assert points(dialog) == ["Talk", "Welcome", "Questions"], points(dialog)
    dialog.find("text", "Place").set_text("Room 3")
    presses(dialog, "Save")
    row = wait_for(lambda: (r := planned(bo, "Integrals by parts")) and r["place"] and r, "Bo to see where", LONG_S)
    assert (row["agenda"], row["capacity"], row["rsvp"]["yes"]) == \
        (["20 Talk", "10 Welcome", "10 Questions"], 12, 1), row
    one_is_taken_to_another_calendar_and_back(ana)
    presses(ana.app, "Call it off")
    wait_for(lambda: "Called off" in row_in(bo, "Before", "Integrals by parts").name,
             "Bo to see it called off", LONG_S)


def chooses_the_day(ana, dialog, day):
    """In the calendar beside its field, by keys: a week on, and back."""
    before = day.text
    ana.app.come_to_front("New session")
    dialog.find("button", "Choose a day").click()
    wait_for(lambda: ana.focused() == "Day", "the calendar", LONG_S)
    for key in ("Down", "Up"):
        ana.desk.key(key)
        wait_for(lambda: (day.text == before) == (key == "Up"), "the day to be written", LONG_S)
    ana.desk.key("Return")
    wait_for(lambda: ana.focused() != "Day", "the calendar to go", LONG_S)


def one_is_taken_to_another_calendar_and_back(ana):
    """By a file; what came from it is a session like others."""
    file = ana.engine.home.parent / "one.ics"
    ana.app.all("button", "As a calendar…")[-1].click()
    chooses_file(ana, "Save as a calendar", file)
    text = wait_for(lambda: file.exists() and file.read_text(), "the calendar", LONG_S)
    assert text.count("BEGIN:VEVENT") == 1 and "LOCATION:Room 3" in text, text
    file.write_text(text.replace("SUMMARY:Integrals by parts", "SUMMARY:Brought along"))
    presses(ana.app, "From a calendar…")
    chooses_file(ana, "Plan as a calendar says", file)
    dialog = ana.dialog("New session")
    assert dialog.find("text", "Place").text == "Room 3"
    presses(dialog, "Plan")
    brought = wait_for(lambda: (r := planned(ana, "Brought along")) and r, "what was brought", LONG_S)
    assert brought["start"] == planned(ana, "Integrals by parts")["start"], brought
    ana.engine.ctl("session", "cancel", circle_of(ana), brought["id"])
    opens(ana, "To come", "Integrals by parts")


def points(dialog):
    return [text.text for text in dialog.all("text", "Point")]


def planned(person, title):
    circle = circle_of(person)
    rows = [row for row in person.engine.rows("session", "list", circle) if row["title"] == title]
    return person.engine.ctl("session", "show", circle, rows[0]["id"]) if rows else None


def puts_an_agenda_in_order(person, dialog):
    """Three points are added, and moved by a button, a key and the mouse."""
    for n, words in enumerate(("Welcome", "Talk", "Questions"), 1):
        presses(dialog, "Add a point")
        wait_for(lambda n=n: len(points(dialog)) == n, "one more point")
        dialog.all("text", "Point")[-1].set_text(words)
    dialog.all("text", "Minutes")[2].set_text("20")  # the first is of the whole session
    wait_for(lambda: points(dialog) == ["Welcome", "Talk", "Questions"], "three points")
    dialog.all("button", "Earlier")[2].click()
    wait_for(lambda: points(dialog) == ["Welcome", "Questions", "Talk"], "the last before the second")
    person.app.come_to_front("New session")
    dialog.all("text", "Point")[0].pointer_click()
    person.desk.key("alt+Down")
    wait_for(lambda: points(dialog) == ["Questions", "Welcome", "Talk"], "the first after the second")
    dialog.find("button", "Add a point").scroll_to()
    rows = dialog.all("text", "Point")
    drags(person, rows[0].find("image", "Drag it to another place"), rows[2])
    wait_for(lambda: points(dialog) == ["Welcome", "Talk", "Questions"], "the first after the last")
    dialog.all("button", "Later")[0].click()
    wait_for(lambda: points(dialog) == ["Talk", "Welcome", "Questions"], "the order")


def both_are_reminded_of_what_begins_soon(ana, bo):
    """By the desktop, which leads there; not any more once it is called off."""
    notices, circle = ana.notices, circle_of(ana)
    soon = ana.engine.ctl("session", "plan", circle, "At once", "--start", in_days(5 / 1440), "--place", "Room 3")["id"]
    body = notices.find("At once")["body"]
    assert "in 4 minutes · Room 3\nAnalysis" in body or "in 5 minutes · Room 3\nAnalysis" in body, body
    wait_for(lambda: notices.titles().count("At once") == 2, "both to be reminded", LONG_S)
    bo.goes("Skills")
    notices.click("At once")
    notices.click("At once")
    for person in (ana, bo):
        person.app.find("button", "As a calendar…", timeout=LONG_S)
    late = ana.engine.ctl("session", "plan", circle, "Too soon", "--start", in_days(8 / 1440))["id"]
    notices.find("Too soon")
    ana.engine.ctl("session", "cancel", circle, late)
    notices.gone("Too soon")
    ana.engine.ctl("session", "cancel", circle, soon)
    bo.app.gone("button", "Remind me…", timeout=LONG_S)
    for title in ("Too soon", "At once"):
        row_in(bo, "Before", title)  # or the rows would move below a pointer that looks for one
    assert not bo.app.all("button", "How was it?"), "it has not been"


def what_was_is_kept(ana, bo):
    begun = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() - 600))
    circle = ana.engine.ctl("circle", "list")["circle"]
    ana.engine.ctl("session", "plan", circle, "Happening", "--start", begun, "--format", "talk")
    opens(bo, "Now", "Happening")
    row_in(bo, "Agenda", "Talk")
    toggles(bo.app, "I was there")
    row_in(bo, "Afterwards", "Bo")
    presses(bo.app, "How was it?")
    presses(bo.dialog("How was it?"), "Send")
    row_in(bo, "Afterwards", "useful 5.0")
    presses(bo.app, "Write minutes")
    dialog = bo.dialog("Minutes")
    dialog.find("text", "What was said and decided").set_text("We did page *twelve*.")
    presses(dialog, "Keep")
    row_in(bo, "Minutes", "We did page")


def both_are_in_the_session_at_once(ana, bo):
    for person in (ana, bo):
        person.goes("Sessions")
        presses(row_in(person, "Now", "Happening"), "Enter the session")
    presses(ana.app, "Always")  # to note that one was there
    presses(bo.app, "Never")
    row_in(ana, "Here", "Bo")
    ana.app.find("label", "You host", timeout=LONG_S)
    presses(ana.app, "Begin")
    wait_for(lambda: "now" in row_in(bo, "Agenda", "Welcome").name, "the first step in both windows", LONG_S)
    bo.app.find("label", "Hosted by Ana", timeout=LONG_S)
    assert not bo.app.all("button", "Next step"), "only who hosts goes on"
    presses(bo.app, "I want to speak")
    row_in(ana, "Want to speak", "Bo")
    presses(ana.app, "Next speaker")
    presses(bo.app, "I am done")
    ana.app.find("label", "Nobody has asked to speak", timeout=LONG_S)
    presses(row_in(ana, "Here", "Bo"), "Let them host")
    bo.app.find("label", "You host", timeout=LONG_S)
    presses(bo.app, "Begin the notes")
    text = bo.app.find("text", "Text of the note", timeout=LONG_S)
    bo.app.come_to_front("Cenacle")
    text.focus()
    text.set_text("We agreed on Monday.")
    wait_for(lambda: any(view.text == "We agreed on Monday."
                         for view in ana.app.all("text", "Text of the note")), "Ana to read the notes", LONG_S)


def goes_on(person):
    """One step on; TRUE once there is none left."""
    buttons = person.app.all("button", re.compile("^(Next step|End the agenda)$"))
    try:
        if buttons:
            buttons[0].click()
    except Gone:
        return False
    return not buttons


def what_is_left_of_it_is_kept(ana, bo):
    wait_for(lambda: goes_on(bo), "the end of the agenda", LONG_S)
    presses(bo.app, "Keep the notes as minutes")
    presses(bo.app, "Post a recap")
    dialog = bo.dialog("Recap")
    dialog.find("text", "What was decided, one thing a line").set_text("We meet on Monday")
    presses(dialog, "Post")
    presses(bo.app, "Leave the session")
    wait_for(lambda: not any("Bo" in row.name for rows in ana.app.all("list", "Here")
                             for row in rows.all("list item")), "Bo to be gone", LONG_S)
    ana.app.find("label", "You host", timeout=LONG_S)
    session = next(row["id"] for row in ana.engine.rows("session", "list", circle_of(ana)) if row["title"] == "Happening")
    wait_for(lambda: "Ana" in ana.engine.ctl("session", "show", circle_of(ana), session)["attended"],
             "that she stayed to be noted", LONG_S)
    presses(ana.app, "Leave the session")
    presses(ana.dialog("How was it?"), "Send")
    opens(ana, "Now", "Happening")
    row_in(ana, "Afterwards", "2 answers")
    row_in(ana, "Minutes", "We agreed on Monday.")
    row_in(ana, "Channels", "general").pointer_click()
    wait_for(lambda: [label for label in ana.app.all("label") if "We meet on Monday" in label.name],
             "Ana to read the recap", LONG_S)


def skills_make_a_pair(ana, bo):
    circle = ana.engine.ctl("circle", "list")["circle"]
    ana.engine.ctl("skill", "offer", circle, "Rust")
    bo.goes("Skills")
    row = row_in(bo, "Who knows what", "Rust")
    assert "Offered by Ana" in row.name, row.name
    presses(bo.app, "Propose to be a pair")
    dialog = bo.dialog("New pair")
    dialog.find("text", "What you want to reach together").set_text("Write a small tool")
    presses(dialog, "Propose")
    bo.app.find("table", "Map of skills")
    line = bo.app.find("table row", "Rust: offered by Ana")
    line.do("line.choose") if "line.choose" in line.actions() else None
    ana.goes("Skills")
    presses(row_in(ana, "Pairs", "Write a small tool"), "Accept")
    wait_for(lambda: "under way" in row_in(bo, "Pairs", "Write a small tool").name, "the pair", LONG_S)
    opens(bo, "Pairs", "Write a small tool")
    field = bo.app.find("text", "How does it go?", timeout=LONG_S)
    bo.app.come_to_front("Cenacle")
    field.focus()
    field.set_text("The parser works.")
    bo.desk.key("ctrl+Return")
    opens(ana, "Pairs", "Write a small tool")
    row_in(ana, "What you told each other", "The parser works.")


def steps_stand(person, *titles):
    def look():
        found = [name.split(",")[0].split(".")[0] for _row, name in person.app.root.rows("Steps")]
        return tuple(found) == titles
    wait_for(look, f"the steps in the order {titles}", LONG_S)


def drags(person, row, onto):
    """The one row onto the lower half of the other, as a hand does it."""
    person.desk.settle()
    x, y = row.screen_point()
    left, top, width, height = onto.screen_rect()
    person.desk.drag((x, y), (left + width // 2, top + height - 4))


def a_path_is_made_and_followed(ana, bo):
    ana.goes("Paths")
    presses(ana.app, "Begin a path")
    dialog = ana.dialog("New path")
    dialog.find("text", "Where it leads").set_text("Integrals")
    presses(dialog, "Add")
    opens(ana, "Paths to take", "Integrals")
    enters(ana, "Add a step", "Areas")
    row_in(ana, "Steps", "Areas")
    enters(ana, "Add a step", "Substitution")
    presses(row_in(ana, "Steps", "Substitution"), "↑")
    steps_stand(ana, "Substitution", "Areas")
    row_in(ana, "Steps", "Areas").pointer_click()
    ana.desk.key("alt+Up")
    steps_stand(ana, "Areas", "Substitution")
    drags(ana, row_in(ana, "Steps", "Areas"), row_in(ana, "Steps", "Substitution"))
    bo.goes("Paths")
    opens(bo, "Paths to take", "Integrals")
    steps_stand(bo, "Substitution", "Areas")
    toggles(row_in(bo, "Steps", "Areas"), "For me alone")
    row_in(bo, "You are on the way", "1 of 2 steps")
    assert "0 of 2" in row_in(ana, "Paths to take", "Integrals").name
    toggles(row_in(bo, "Steps", "Substitution"), "Done")
    wait_for(lambda: "Bo 1/2" in row_in(ana, "Paths to take", "Integrals").name, "Ana to see it", LONG_S)


def a_step_leads_somewhere_and_a_certificate_is_made(ana, bo):
    circle = ana.engine.ctl("circle", "list")["circle"]
    ana.engine.ctl("note", "create", circle, "Areas by hand")
    ana.goes("Paths")
    opens(ana, "Paths to take", "Integrals")
    presses(row_in(ana, "Steps", "Areas"), "Change…")
    dialog = ana.dialog("Change a step")
    toggles_switch(dialog, "Substitution")
    presses(dialog, "Add a link")
    picker = ana.dialog("Lead to")
    picker.find("list item", "Areas by hand", timeout=LONG_S).pointer_click()
    presses(dialog, "Save")
    row = row_in(ana, "Steps", "Comes after Substitution")
    presses(row, "Note: Areas by hand")
    ana.app.find("text", "Text of the note", timeout=LONG_S)
    opens(bo, "You are on the way", "Integrals")
    toggles(row_in(bo, "Steps", "Areas"), "Done")
    row_in(bo, "How far everybody is", "Bo. 2 of 2 steps")
    presses(bo.app, "Certificate…")
    page = bo.dialog("Certificate")
    wait_for(lambda: any(image.name.startswith("Bo has done the path “Integrals”") for image in page.all("image")),
             "the page to be read out")
    code = wait_for(lambda: [label.name for label in page.all("label") if len(label.name) > 60],
                    "the code")[0].replace(" ", "")
    wait_for(lambda: ana.engine.run("path", "check", circle, code).status == 0, "the code to hold", LONG_S)
    saves_as_pdf(bo, page)
    bo.app.come_to_front("Certificate")
    bo.desk.key("Escape")


def saves_as_pdf(person, page):
    file = person.engine.home.parent / "certificate.pdf"
    page.find("button", re.compile("Save as PDF…$")).click()
    chooser = person.dialog("Save as PDF")
    field = wait_for(lambda: chooser.all("text"), "the field for a path")[0]
    field.set_text(str(file))
    chooser.find("button", re.compile("Save"), sensitive=True).click()
    data = wait_for(lambda: file.exists() and file.read_bytes().rstrip().endswith(b"%%EOF") and file.read_bytes(),
                    "the file", LONG_S)
    assert data.startswith(b"%PDF-") and data.count(b"/Type /Page\n") + data.count(b"/Type /Page ") == 1, data[:200]


def flashcards_are_made_and_seen(ana, bo):
    circle = ana.engine.ctl("circle", "list")["circle"]
    text = ana.engine.home.parent / "words.md"
    text.write_text("- area :: what is under a curve\n\nQ: 2+2?\nA: 4\n")
    ana.engine.ctl("note", "create", circle, "Words", "--file", text)
    bo.goes("Flashcards")
    presses(row_in(bo, "Cards in notes", "Words"), "Make cards")
    assert "2 to see now" in row_in(bo, "To see now", "Words").name
    opens(bo, "To see now", "Words")
    enters(bo, "New card: the question, below it the answer", "limit :: where it goes")
    row_in(bo, "Cards", "limit")
    bo.app.come_to_front("Cenacle")
    presses(bo.app, "Review")
    dialog = bo.dialog("Words")
    bo.app.come_to_front("Words")
    for n, left in enumerate(("3 cards left", "2 cards left", "1 card left")):
        dialog.find("label", left, timeout=LONG_S)
        bo.desk.key("space")
        wait_for(lambda: any(button.name.startswith("Easy, ") and button.state("sensitive")
                             for button in dialog.all("button")), "the ratings", LONG_S)
        bo.desk.key("4")
    dialog.find("label", "Nothing more to see today", timeout=LONG_S)
    bo.desk.key("Escape")
    row_in(bo, "Nothing to see today", "Words")
    wait_for(lambda: find_place(ana.app, "Flashcards").name == "Flashcards, 3 cards to see now",
             "the sidebar to count", LONG_S)
    ana.goes("Flashcards")
    assert "3 to see now" in row_in(ana, "To see now", "Words").name, "one's schedule is one's own"
    opens(ana, "To see now", "Words")
    presses(row_in(ana, "Cards", "limit"), "Change…")
    dialog = ana.dialog("Change a card")
    dialog.find("text", "Answer").set_text("what it nears")
    presses(dialog, "Save")
    row_in(bo, "Cards", "what it nears")


def toggles_switch(dialog, name):
    row = next(row for row in dialog.all("list item") if row.name == name)
    row.find("check box").click()


def the_pulse_is_read_out(ana, bo):
    ana.goes("Pulse")
    row = row_in(ana, "The last twelve months", "Contributions")
    assert "this month" in row.name, row.name
    row_in(ana, "The last twelve months", "Sessions held: 1 this month")


def a_facilitator_sees_what_needs_care(ana, bo):
    ana.goes("To look after")
    ana.app.find("label", "Nothing needs care now", timeout=LONG_S)
    session = in_days(5)
    circle = bo.engine.ctl("circle", "list")["circle"]
    made = bo.engine.ctl("session", "plan", circle, "Alone", "--start", session)["id"]
    bo.engine.ctl("session", "rsvp", circle, made, "no")
    presses(row_in(ana, "Sessions without a host", "Alone"), "Take over hosting")
    wait_for(lambda: ana.engine.ctl("session", "show", circle, made)["host"] == "Ana", "Ana to host", LONG_S)
    ana.app.find("label", "Nothing needs care now", timeout=LONG_S)


def letters_begin_with_words(ana, bo):
    """To a newcomer, and to whom one has coffee with, in a circle that is some weeks old."""
    circle = ana.engine.ctl("circle", "create", "Old friends", "--as", "Ana")["circle"]
    ana.engine.ctl("load", circle, "--posts", "20", "--authors", "6")
    choose_circle(ana, "Old friends")
    ana.goes("To look after")
    presses(row_in(ana, "Newcomers who have not written yet", "came"), "Welcome them…")
    field = ana.app.find("text", re.compile("^Write to .* alone$"), timeout=LONG_S)
    wait_for(lambda: field.text.startswith("Welcome, "), "words to begin with", LONG_S)
    ana.goes("To look after")
    presses(row_in(ana, "Members who have become quiet", "last wrote"), "Write to them…")
    field = ana.app.find("text", re.compile("^Write to .* alone$"), timeout=LONG_S)
    wait_for(lambda: "we have not read you for a while" in field.text, "words to begin with", LONG_S)
    ana.goes("Skills")
    own = [pair for pair in ana.engine.ctl("week", circle)["pairs"] if "Ana" in pair and len(pair) > 1]
    if own:  # she rests when they are odd and it is her turn
        presses(row_in(ana, "Coffee this week", "Ana"), "Write a direct message")
        field = ana.app.find("text", re.compile("^Write to .* alone$"), timeout=LONG_S)
        wait_for(lambda: "we have coffee together" in field.text, "other words to begin with", LONG_S)
        other = next(name for name in own[0] if name != "Ana")
        ana.writes("Shall we meet at the harbour?", place=f"Write to {other} alone")
        wait_for(lambda: ana.engine.ctl("messages", circle, other)["text"] == "Shall we meet at the harbour?",
                 "the letter", LONG_S)


def choose_circle(person, name):
    person.app.come_to_front("Cenacle")
    person.app.menu("Circle: Analysis", re.compile(f"^{name}"))
    person.app.find("button", f"Circle: {name}", timeout=LONG_S)


def in_days(n):
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + 86400 * n))


def main():
    return run(one_plans_and_the_other_comes, both_are_reminded_of_what_begins_soon, what_was_is_kept, both_are_in_the_session_at_once,
               what_is_left_of_it_is_kept, skills_make_a_pair, a_path_is_made_and_followed,
               a_step_leads_somewhere_and_a_certificate_is_made, flashcards_are_made_and_seen,
               the_pulse_is_read_out, a_facilitator_sees_what_needs_care, letters_begin_with_words,
               options=("--attend-after", "1"))


if __name__ == "__main__":
    sys.exit(main())
