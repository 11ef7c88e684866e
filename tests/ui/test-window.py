#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Cenacle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""One window and its engine: a link opened on the desktop, what is unread, drafts, an engine that is
killed, the keyboard's way through the window, and leaving. Bo, the other one, has no window."""

import os
import pathlib
import re
import signal
import sys
import tempfile

sys.path[:0] = [os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"),
                os.path.dirname(os.path.abspath(__file__))]

import tap  # noqa: E402
from documents import png  # noqa: E402
from engines import Engine  # noqa: E402
from person import LONG_S, Person  # noqa: E402
from two_windows import giving  # noqa: E402
from uidrive import Desktop, wait_for  # noqa: E402

TABS_MAX = 40  # every row of the sidebar is a stop


class Story:
    def __init__(self, desk, place):
        self.desk = desk
        self.ana = Person(desk, place, "Ana")
        self.bo = Engine(place, "Bo")
        self.circle = ""

    def the_window_starts_its_engine(self):
        self.bo.start()
        self.circle = self.bo.ctl("circle", "create", "Topology", "--as", "Bo")["circle"]
        self.ana.open()
        self.ana.app.find("button", "Create a circle", timeout=LONG_S)
        assert self.ana.engine_process() > 0
        self.ana.close()

    def a_link_on_the_command_line_leads_in(self):
        link = self.bo.ctl("invite", "create", self.circle)["link"]
        self.ana.open(link)
        dialog = self.ana.dialog("Join a circle")
        dialog.find("label", "Topology", timeout=LONG_S)
        dialog.find("text", "Your name").set_text("Ana")
        dialog.find("button", "Join", sensitive=True).click()
        self.ana.talks()

    def what_cannot_be_joined_is_told_in_a_sentence(self):
        link = self.bo.ctl("invite", "create", self.circle, "--no-address")["link"]
        self.ana.does("win.join")
        dialog = self.ana.dialog("Join a circle")
        for wrong in (link[:-3], "cenacle:1:" + "a" * 40):
            dialog.find("text", "Invite link").set_text(wrong)
            dialog.find(None, re.compile("^This is not a whole invite link"))
        dialog.do("window.close")

    def unread_messages_are_counted_and_then_read(self):
        self.ana.does("win.members")
        for text in ("One", "Two"):
            self.bo.post(self.circle, text)
        self.ana.channel("general, 2 unread").click()
        self.ana.app.come_to_front("Cenacle")
        self.ana.sees("Two")
        self.ana.channel("general")
        assert self.ana.engine.rows("channel", "list", self.circle)[0]["unread"] == 0

    def the_tab_key_goes_round(self):
        field = self.ana.app.find("text", "Write to #general").focus()
        passed = []
        for _ in range(TABS_MAX):
            self.desk.key("Tab")
            passed.append(wait_for(self.ana.focused, "something in focus"))
            if field.state("focused"):
                break
        assert field.state("focused"), passed
        assert any("Two" in name for name in passed), passed

    def a_few_letters_lead_anywhere(self):
        """By the keyboard alone: to a page, to a note that only its words name, and back to the channel."""
        self.ana.engine.ctl("note", "create", self.circle, "Compact spaces")
        for letters, title in (("memb", "Members"), ("compact", "Notes"), ("gener", "general")):
            self.ana.does("win.jump")
            self.ana.dialog("Go to")
            self.ana.app.come_to_front("Go to")
            self.desk.type(letters)
            wait_for(lambda wanted=letters: self.first_way().lower().lstrip("#").startswith(wanted),
                     f"the way to {title}", LONG_S)
            self.desk.key("Return")
            self.ana.app.find("label", re.compile(f"^#?{re.escape(title)}$"))
        self.ana.app.find("text", "Write to #general", timeout=LONG_S)

    def first_way(self):
        rows = [row for ways in self.ana.app.all("list", "Where one can go") for row in ways.all("list item")]
        return rows[0].name if rows else ""

    def a_search_is_narrowed(self):
        self.ana.does("win.search")
        self.ana.app.find("text", "Search").set_text("Two")
        wait_for(lambda: "Two" in self.hits(), "the message", LONG_S)
        self.ana.app.find("text", "Search").set_text("compact")
        wait_for(lambda: "Compact spaces" in self.hits() and "Notes" in self.hits(), "the note", LONG_S)
        self.ana.channel("general").click()

    def hits(self):
        return " ".join(row.name for hits in self.ana.app.all("list", "Search results")
                        for row in hits.all("list item"))

    def an_engine_that_is_killed_comes_back(self):
        killed = self.ana.engine_process()
        os.kill(killed, signal.SIGKILL)
        wait_for(lambda: self.ana.engine_process() not in (0, killed), "another engine", LONG_S)
        self.ana.app.find("button", "1 here · in sync", timeout=LONG_S)
        self.ana.writes("Still here")
        wait_for(lambda: "Still here" in self.bo.texts(self.circle), "the message at Bo’s", LONG_S)

    def a_draft_outlives_the_window(self):
        field = self.ana.app.find("text", "Write to #general")
        sketch, picture = [self.ana.engine.home.parent / name for name in ("sketch.txt", "board.png")]
        sketch.write_text("A sketch")
        picture.write_bytes(png(40, 30))
        for kind, path, name in (("copy-files", sketch, "sketch.txt"), ("copy-picture", picture, "Picture.png")):
            with giving(self.ana.desk, kind, path):
                self.ana.app.come_to_front("Cenacle")
                field.focus()
                self.ana.desk.key("ctrl+v")
                self.ana.app.find("button", f"Leave out {name}", timeout=LONG_S)
        field.set_text("Half a thought")
        self.ana.close()
        self.ana.open()
        self.ana.goes("Home")
        self.ana.channel("general").click()
        self.ana.app.find("text", "Write to #general", text="Half a thought", timeout=LONG_S)
        for name in ("sketch.txt", "Picture.png"):
            self.ana.app.find("button", f"Leave out {name}", timeout=LONG_S)
        self.ana.writes("A whole one")
        wait_for(lambda: "A whole one" in self.bo.texts(self.circle), "the message at Bo’s", LONG_S)
        wait_for(lambda: not (self.ana.engine.home / "draft-files").exists(), "nothing to stand there any more")

    def who_left_reads_on_and_writes_no_more(self):
        self.ana.does("win.show-circle")
        self.ana.dialog("About this circle").find("button", "Leave this circle…").click()
        self.ana.app.find("button", re.compile("Leave$"), sensitive=True).click()
        self.ana.app.find("button", "You have left this circle.", timeout=LONG_S)
        self.ana.app.gone("text", "Write to #general")
        self.ana.sees("Still here")
        self.ana.close()


def main():
    with tempfile.TemporaryDirectory(prefix="cenacle-ui-") as place, Desktop() as desk:
        story = Story(desk, pathlib.Path(place))
        try:
            status = tap.run([
                story.the_window_starts_its_engine,
                story.a_link_on_the_command_line_leads_in,
                story.what_cannot_be_joined_is_told_in_a_sentence,
                story.unread_messages_are_counted_and_then_read,
                story.the_tab_key_goes_round,
                story.a_few_letters_lead_anywhere,
                story.a_search_is_narrowed,
                story.an_engine_that_is_killed_comes_back,
                story.a_draft_outlives_the_window,
                story.who_left_reads_on_and_writes_no_more,
            ])
            if status != 0:
                desk.explain()
        finally:
            desk.stop_apps()  # or the window would start its engine again
            story.bo.kill()
            story.ana.end_engine()
    return status


if __name__ == "__main__":
    sys.exit(main())
