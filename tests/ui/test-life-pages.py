#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Cenacle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The life of a circle through the window: two people ask and answer, vote, propose, thank and open
their week, and what one does the other sees."""

import os
import re
import sys
import time

sys.path[:0] = [os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"),
                os.path.dirname(os.path.abspath(__file__))]

from person import LONG_S  # noqa: E402
from uidrive import wait_for  # noqa: E402
from two_windows import enters, opens, presses, row_in, run, toggles  # noqa: E402


def circle_of(person):
    return person.engine.rows("circle", "list")[0]["circle"]


def who_joins_agrees_to_the_charter(ana, bo):
    """Of the template that the dialog of a new circle offers, which Bo read before he joined."""
    row = wait_for(lambda: (r := ana.engine.ctl("charter", "show", circle_of(ana)))["agreed"] and r, "Bo to agree",
                   LONG_S)
    assert (row["version"], row["agreed"]) == (1, ["Bo"]) and row["text"].startswith("We are here to learn"), row


def an_empty_circle_says_what_to_do_first(ana, bo):
    for person in (ana, bo):
        person.goes("Home")
        row_in(person, "To begin with", "Ask a first question")
    ana.does("win.home")
    assert not [row for rows in bo.app.all("list", "To begin with") for row in rows.all("list item")
                if "Invite people" in row.name], "only who may invite, and is alone, is told to"
    row_in(bo, "To begin with", "Ask a first question").pointer_click()
    bo.app.find("button", "Ask a question", timeout=LONG_S)


def one_asks(ana, bo):
    bo.goes("Questions")
    presses(bo.app, "Ask a question")
    dialog = bo.dialog("Ask a question")
    assert not dialog.find("button", "Ask").state("sensitive")
    dialog.find("text", "Your question, in one sentence").set_text("How does one substitute?")
    dialog.find("text", "More about it").set_text("I am *lost*.")
    presses(dialog, "Ask")
    row_in(bo, "Waiting for an answer", "How does one substitute?")
    ana.goes("Questions")
    row = row_in(ana, "Waiting for an answer", "How does one substitute?")
    assert "Bo" in row.name and "0 answers" in row.name, row.name
    toggles(row, "Me too")
    row_in(ana, "Waiting for an answer", "How does one").find("toggle button", "Me too · 1", timeout=LONG_S)


def another_answers_and_it_is_accepted(ana, bo):
    opens(ana, "Waiting for an answer", "How does one substitute?")
    ana.app.find("label", "I am lost.", timeout=LONG_S)
    enters(ana, "Write an answer", "Look at page 12.")
    opens(bo, "Answered, not accepted yet", "How does one substitute?")
    answer = row_in(bo, "Answers", "Look at page 12.")
    presses(answer, "Accept this answer")
    row_in(bo, "Solved", "How does one substitute?")
    row_in(ana, "Solved", "How does one substitute?")
    assert "accepted" in row_in(ana, "Answers", "Look at page 12.").name


def home_tells_what_concerns_one(ana, bo):
    bo.goes("Home")
    row_in(bo, "While you were away", "Look at page 12.")
    row_in(bo, "Worth celebrating", "The circle solved its first question")
    ana.goes("Home")
    row_in(ana, "Worth celebrating", "Your first answer was accepted")
    opens(bo, "While you were away", "answers your question")
    row_in(bo, "Answers", "Look at page 12.")
    bo.goes("Home")
    presses(bo.app, "Mark all read")
    row_in(bo, "While you were away", "You have seen all that concerns you")
    assert bo.app.all("list", "Worth celebrating") == []


def a_poll_is_voted_and_closed(ana, bo):
    ana.goes("Polls")
    presses(ana.app, "New poll")
    dialog = ana.dialog("New poll")
    dialog.find("text", "What is to be chosen").set_text("When do we meet?")
    dialog.find("text", "Option 1").set_text("Monday")
    dialog.find("text", "Option 2").set_text("Tuesday")
    presses(dialog, "Ask")
    opens(bo, "Waiting for you", "When do we meet?")
    bo.goes("Polls")
    toggles(row_in(bo, "Open polls", "When do we meet?"), "Tuesday · 0")
    row = row_in(ana, "Open polls", "1 of 2 heard from")
    row.find("toggle button", "Tuesday · 1", timeout=LONG_S)
    opens(ana, "Open polls", "When do we meet?")
    presses(ana.app, "Close the poll")
    row_in(bo, "Closed polls", "Chosen: Tuesday")


def a_topic_is_wanted(ana, bo):
    bo.goes("Proposals")
    presses(bo.app, "Propose a topic")
    dialog = bo.dialog("New topic")
    dialog.find("text", "Topic").set_text("Fourier series")
    presses(dialog, "Propose")
    ana.goes("Proposals")
    row = row_in(ana, "Most wanted first", "Fourier series")
    toggles(row, "▲ 0 votes")
    toggles(row, "I can present it")
    row = row_in(bo, "Most wanted first", "would be presented by Ana")
    row.find("toggle button", "▲ 1 vote", timeout=LONG_S)
    presses(row, "Plan a session…")
    presses(bo.dialog("New session"), "Plan")
    row_in(ana, "Became a session", "Fourier series")


def somebody_is_thanked(ana, bo):
    ana.goes("Kudos")
    presses(ana.app, "Say thanks")
    dialog = ana.dialog("Say thanks")
    dialog.find("text", "What for").set_text("The drawing")
    dialog.find("text", "Which skill it took").set_text("seeing")
    dialog.find("list item", "Bo", timeout=LONG_S).pointer_click()
    presses(dialog, "Thank")
    bo.goes("Kudos")
    row_in(bo, "The wall", "Ana thanks Bo")


def a_badge_is_made_and_awarded(ana, bo):
    presses(ana.app, "New badge")
    dialog = ana.dialog("New badge")
    for field, words in (("Name", "Owl"), ("Emoji", "🦉"), ("What for", "Patience")):
        dialog.find("text", field).set_text(words)
    presses(dialog, "Add")
    presses(row_in(bo, "Badges", "Nobody has it yet"), "Award…")
    dialog = bo.dialog("Award a badge")
    dialog.find("text", "What for").set_text("Three evenings of drawing")
    presses(dialog, "Award")
    row_in(ana, "Badges", "Held by Ana")
    award = wait_for(lambda: ana.engine.rows("badge", "list", circle_of(ana))[0]["members"], "the award", LONG_S)
    assert award == ["Ana"], award


def a_message_is_thanked_for(ana, bo):
    ana.does("win.next-channel")
    ana.writes("Page 12 has a drawing")
    bo.does("win.next-channel")
    bo.asks_of("Page 12 has a drawing", "Thank…")
    dialog = bo.dialog("Say thanks")
    dialog.find("text", "What for").set_text("The page")
    dialog.find("text", "Which skill it took").set_text("memory")
    presses(dialog, "Thank")
    ana.goes("Kudos")
    row = row_in(ana, "The wall", "Bo thanks Ana")
    presses(row, "See what it is for")
    ana.row_of("Page 12 has a drawing")


def thanks(person, button, reason):
    """By what @button opens, which has chosen already whom."""
    presses(person.app, button)
    dialog = person.dialog("Say thanks")
    dialog.find("text", "What for").set_text(reason)
    dialog.find("text", "Which skill it took").set_text("patience")
    presses(dialog, "Thank")


def a_session_a_resource_and_a_member_are_thanked_for(ana, bo):
    circle = circle_of(ana)
    ana.engine.ctl("session", "plan", circle, "An evening of proofs", "--start",
                   time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() - 600)))
    ana.engine.ctl("share", circle, "https://example.org/proofs", "--title", "Proofs, drawn")
    bo.goes("Sessions")
    opens(bo, "Now", "An evening of proofs")
    thanks(bo, "Say thanks…", "The evening")
    bo.goes("Library")
    opens(bo, "Links and references", "Proofs, drawn")
    thanks(bo, "Say thanks…", "The link")
    bo.does("win.members")
    opens(bo, "Members", "Ana")
    row_in(bo, "Was thanked", "The link")
    row_in(bo, "Has thanked", "The drawing")
    thanks(bo, "Say thanks…", "Being there")
    row_in(bo, "Was thanked", "Being there")
    given = {row["for"]: (row["to"], bool(row["about"])) for row in bo.engine.rows("kudos", "list", circle)}
    assert given["The evening"] == given["The link"] == (["Ana"], True), given
    assert given["Being there"] == (["Ana"], False), given
    row_in(bo, "Was thanked", "The evening").pointer_click()
    row_in(bo, "The wall", "The evening")


def who_might_know_is_asked(ana, bo):
    circle = ana.engine.rows("circle", "list")[0]["circle"]
    ana.engine.run("skill", "offer", circle, "Rust")
    bo.goes("Questions")
    wait_for(lambda: bo.engine.rows("skills", circle), "the skill", LONG_S)
    assert bo.engine.ctl("ask", circle, "How does one borrow in Rust?")["might_know"] == ["Ana"]
    opens(bo, "Waiting for an answer", "How does one borrow in Rust?")
    presses(row_in(bo, "Who might know", "Ana"), "Mention them")
    ana.goes("Home")
    row_in(ana, "While you were away", "@Ana: might you know? “How does one borrow in Rust?”")


def a_pair_is_asked_alone(ana, bo):
    circle = circle_of(ana)
    bo.goes("Questions")
    bo.app.find("button", "Ask a question", timeout=LONG_S)
    assert not bo.app.all("button", "Ask my pair alone"), "who has no pair has nobody to ask alone"
    pair = ana.engine.ctl("pair", "propose", circle, "Bo", "--goal", "Read Spivak")["id"]
    wait_for(lambda: bo.engine.run("pair", "accept", circle, pair).status == 0, "the pair", LONG_S)
    presses(bo.app, "Ask my pair alone")
    dialog = bo.dialog("Ask a question")
    dialog.find("text", "Your question, in one sentence").set_text("Am I too slow?")
    presses(dialog, "Ask")
    ana.goes("Questions")
    opens(ana, "Waiting for an answer", "Am I too slow?")
    enters(ana, "Write an answer", "Not at all.")
    opens(bo, "Answered, not accepted yet", "Am I too slow?")
    row_in(bo, "Answers", "Not at all.")
    asked = {row["title"]: row["private"] for row in ana.engine.rows("questions", circle)}
    assert asked["Am I too slow?"] and not asked["How does one substitute?"], asked


def the_charter_gets_a_new_version(ana):
    """Out of another template; the first choice is the charter as it is."""
    ana.does("win.show-circle")
    dialog = ana.dialog("About this circle")
    text = dialog.find("text", "Charter")
    before = text.text
    ana.app.come_to_front(dialog.name)
    dialog.find("label", "A charter for").pointer_click()
    ana.desk.settle()
    ana.desk.key("Down", "Down", "Down", "Return")
    wait_for(lambda: text.text != before and "We read the same pages" in text.text, "the other template")
    presses(dialog, "Save")


def the_week_shows(ana, bo):
    for person in (ana, bo):
        person.goes("This week")
    said = [row_in(person, "This week", "To begin the next session with").name for person in (ana, bo)]
    assert said[0] == said[1], said
    presses(bo.app, "Name what helped")
    dialog = bo.dialog("What helped you")
    dialog.find("text", "Who or what helped").set_text("Ana's patience")
    presses(dialog, "Name it")
    row_in(ana, "What helped this month", "Ana's patience")
    the_charter_gets_a_new_version(ana)
    bo.app.find(None, "The charter of this circle has a new version, which waits for you.", timeout=LONG_S)
    row = row_in(bo, "Charter", "Version 2 of the charter waits for you")
    assert row.all("label", re.compile("We read the same pages")), "what one agrees to stands there"
    presses(row, "I agree")
    row_in(ana, "Charter", "Agreed to by Bo")
    bo.app.gone(None, "The charter of this circle has a new version, which waits for you.", timeout=LONG_S)


def main():
    return run(who_joins_agrees_to_the_charter, an_empty_circle_says_what_to_do_first, one_asks, another_answers_and_it_is_accepted,
               home_tells_what_concerns_one, a_poll_is_voted_and_closed, a_topic_is_wanted,
               somebody_is_thanked, a_badge_is_made_and_awarded, a_message_is_thanked_for,
               a_session_a_resource_and_a_member_are_thanked_for, who_might_know_is_asked,
               a_pair_is_asked_alone, the_week_shows)


if __name__ == "__main__":
    sys.exit(main())
