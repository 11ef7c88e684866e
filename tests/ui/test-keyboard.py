#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Cenacle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The main journeys with the keyboard alone: no pointer, no action of the accessibility tree."""

import os
import pathlib
import re
import sys
import tempfile

sys.path[:0] = [os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"),
                os.path.dirname(os.path.abspath(__file__))]

import tap  # noqa: E402
from engines import Engine  # noqa: E402
from person import LONG_S, Person  # noqa: E402
from uidrive import Desktop, wait_for  # noqa: E402

TABS_MAX = 25


class Story:
    def __init__(self, desk, place):
        self.desk = desk
        self.ana = Person(desk, place, "Ana")
        self.bo = Engine(place, "Bo")
        self.circle = ""

    # With keys alone

    def is_at(self, name):
        return wait_for(self.ana.focused, "something in focus").startswith(name)

    def comes_to(self, name):
        wait_for(lambda: (self.ana.focused() or "").startswith(name), f"“{name}” in focus", LONG_S)

    def tabs_to(self, name, key="Tab"):
        """Presses the Tab key until what reads @name has the keyboard."""
        passed = []
        for _ in range(TABS_MAX):
            passed.append(self.ana.focused() or "")  # nothing, where what had the keyboard has gone
            if passed[-1].startswith(name):
                return len(passed)
            self.desk.key(key)
        raise AssertionError(f"no way to “{name}” by the Tab key: {passed}")

    def jumps(self, letters):
        self.desk.key("ctrl+k")
        self.ana.dialog("Go to")
        self.ana.app.come_to_front("Go to")
        self.desk.type(letters)
        wait_for(lambda: [row for ways in self.ana.app.all("list", "Where one can go")
                          for row in ways.all("list item")][:1], "a way", LONG_S)
        wait_for(lambda: letters in [row for ways in self.ana.app.all("list", "Where one can go")
                                     for row in ways.all("list item")][0].name, letters, LONG_S)
        self.desk.key("Return")

    # The journeys

    def a_circle_is_created(self):
        self.ana.engine.start()
        self.ana.open()
        self.ana.app.find("button", "Create a circle", timeout=LONG_S)
        self.ana.app.come_to_front("Cenacle")
        self.tabs_to("Create a circle")
        self.desk.key("Return")
        dialog = self.ana.dialog("New circle")
        self.ana.app.come_to_front("New circle")
        for field, words in (("Name of the circle", "Topology"), ("Why we learn together", "To see shapes"),
                             ("Your name", "Ana")):  # rows with an entry do not say that they have the focus
            entry = dialog.find("text", field)
            self.desk.type(words)
            wait_for(lambda: entry.text == words, f"the words in “{field}”")
            self.desk.key("Tab")
        self.desk.key("shift+Tab", "Return")
        self.circle = wait_for(lambda: self.ana.engine.rows("circle", "list"), "the circle", LONG_S)[0]["circle"]
        wait_for(lambda: self.ana.app.all("list", "Channels"), "the sidebar", LONG_S)
        link = self.ana.engine.ctl("invite", "create", self.circle)["link"]
        self.bo.start()
        self.bo.ctl("join", link, "--as", "Bo", "--wait", str(LONG_S))

    def a_message_is_written(self):
        self.desk.key("alt+Down")
        self.comes_to("Write to #general")
        self.desk.type("First words\n")
        wait_for(lambda: "First words" in self.bo.texts(self.circle), "the message at Bo’s", LONG_S)

    def a_message_that_comes_is_told_where_one_is(self):
        """To a screen reader, which hears of what is in focus."""
        self.comes_to("Write to #general")
        field = self.ana.app.find("text", "Write to #general")
        self.bo.post(self.circle, "Second words")
        wait_for(lambda: "Second words" in field.description, "it to be told", LONG_S)
        assert "Bo" in field.description, field.description

    def a_message_is_answered(self):
        self.tabs_to("Bo", "shift+Tab")
        self.desk.key("Return")
        self.comes_to("Write to #general")
        self.desk.type("Third words\n")
        wait_for(lambda: [row for row in self.bo.rows("read", self.circle, "--channel", "general")
                          if row["text"] == "Third words" and row.get("reply_to")], "the answer", LONG_S)

    def a_message_gets_a_reaction(self):
        self.tabs_to("Ana", "shift+Tab")
        self.desk.key("shift+F10")
        wait_for(lambda: self.ana.app.all("menu item", "Add a reaction…"), "the menu")
        self.desk.key("o")  # its mnemonic
        wait_for(lambda: self.ana.app.all("button", "🙏"), "the emoji")
        self.tabs_to("👍")
        self.desk.key("Return")
        wait_for(lambda: any(row.get("reactions") for row in self.bo.rows("read", self.circle, "--channel", "general")),
                 "the reaction", LONG_S)

    def the_sidebar_is_one_stop(self):
        """The Tab key passes it once; the arrows go from list to list in it."""
        self.ana.app.come_to_front("Cenacle")
        self.tabs_to("general", "shift+Tab")
        self.desk.key("Up")
        self.comes_to("Add a channel")
        self.desk.key("Up")
        self.comes_to("This week")
        self.desk.key("Home")
        self.comes_to("Home")
        self.desk.key("Down", "Down")
        self.comes_to("Mentions")
        self.desk.key("Down")
        self.comes_to("This week")
        self.desk.key("Tab")
        wait_for(lambda: "here" in (self.ana.focused() or "") or "sync" in (self.ana.focused() or ""),
                 "the button below the lists")
        self.desk.key("shift+Tab")
        self.comes_to("general")

    def one_goes_to_another_channel(self):
        self.ana.engine.ctl("channel", "create", self.circle, "papers")
        self.ana.channel("papers")
        self.tabs_to("general")
        self.desk.key("Down", "Return")
        self.comes_to("Write to #papers")

    def a_list_is_one_stop(self):
        """The Tab key passes it once, the arrows go from row to row; the keyboard is in the page one came to."""
        self.jumps("Members")
        wait_for(lambda: not (self.ana.focused() or "Write to").startswith(("Write to", "papers")),
                 "the keyboard in the page", LONG_S)
        self.tabs_to("Ana")
        self.desk.key("Down")
        self.comes_to("Bo")
        self.desk.key("Tab")
        wait_for(lambda: not (self.ana.focused() or "Bo").startswith(("Ana", "Bo")), "what stands below the list")
        self.desk.key("shift+Tab")
        self.comes_to("Bo")

    def a_note_is_opened_and_written(self):
        self.ana.engine.ctl("note", "create", self.circle, "Compact spaces")
        self.jumps("Compact")
        self.ana.app.find("text", "Text of the note", timeout=LONG_S)
        self.tabs_to("Text of the note")
        self.desk.type("Every cover")
        note = self.ana.engine.rows("note", "list", self.circle)[0]["id"]
        wait_for(lambda: "Every cover" in self.ana.engine.run("note", "show", self.circle, note, options=()).stdout,
                 "the words in the note", LONG_S)

    def one_votes(self):
        self.poll = self.bo.ctl("poll", "create", self.circle, "Which day?", "Monday", "Friday")["id"]
        wait_for(lambda: self.ana.engine.rows("poll", "list", self.circle), "the poll", LONG_S)
        self.jumps("Polls")  # the words of what came just now may not be findable yet
        self.ana.app.find("button", re.compile("^Friday"), timeout=LONG_S)
        self.ana.app.come_to_front("Cenacle")
        self.tabs_to("Friday")
        self.desk.key("space")
        wait_for(lambda: self.ana.engine.ctl("poll", "show", self.circle, self.poll)["voters"], "the vote", LONG_S)

    def one_searches(self):
        self.desk.key("Escape")
        self.desk.key("ctrl+f")
        self.comes_to("Search")
        self.desk.type("Second")
        wait_for(lambda: [row for hits in self.ana.app.all("list", "Search results")
                          for row in hits.all("list item") if "Second words" in row.name], "the hit", LONG_S)
        self.desk.key("Return")
        self.ana.app.find("text", "Write to #general", timeout=LONG_S)
        self.ana.sees("Second words")
        self.ana.close()


def main():
    with tempfile.TemporaryDirectory(prefix="cenacle-ui-") as place, Desktop() as desk:
        story = Story(desk, pathlib.Path(place))
        try:
            status = tap.run([
                story.a_circle_is_created,
                story.a_message_is_written,
                story.a_message_that_comes_is_told_where_one_is,
                story.a_message_is_answered,
                story.a_message_gets_a_reaction,
                story.the_sidebar_is_one_stop,
                story.one_goes_to_another_channel,
                story.a_list_is_one_stop,
                story.a_note_is_opened_and_written,
                story.one_votes,
                story.one_searches,
            ])
            if status != 0:
                desk.explain()
        finally:
            desk.stop_apps()  # or the window would start its engine again
            story.ana.engine.kill()
            story.bo.kill()
            story.ana.end_engine()
    return status


if __name__ == "__main__":
    sys.exit(main())
