#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Cenacle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Being told what comes: what is shown and when it goes, what a channel was asked to tell, where a notification
leads, and the same without a window. Bo, who writes, has none either."""

import os
import pathlib
import re
import sys
import tempfile
import time

sys.path[:0] = [os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"),
                os.path.dirname(os.path.abspath(__file__))]

import tap  # noqa: E402
from engines import Engine  # noqa: E402
from notices import Notices  # noqa: E402
from person import LONG_S, Person, turn_to  # noqa: E402
from uidrive import App, Desktop, wait_for  # noqa: E402

STAYING = "Cenacle goes on receiving"


class Story:
    def __init__(self, desk, place, notices):
        self.desk = desk
        self.notices = notices
        self.ana = Person(desk, place, "Ana")
        self.bo = Engine(place, "Bo")
        self.cleo = Engine(place, "Cleo")
        self.circle = ""

    def two_meet(self):
        self.ana.engine.start()
        self.bo.start()
        self.circle = self.bo.ctl("circle", "create", "Topology", "--as", "Bo")["circle"]
        link = self.bo.ctl("invite", "create", self.circle)["link"]
        self.ana.engine.ctl("join", link, "--as", "Ana")
        self.bo.ctl("wait", self.circle, "--in-sync")
        self.ana.open()
        self.ana.goes("Home")

    def is_not_told(self, *titles):
        """Of what stands before something that is."""
        self.bo.post(self.circle, "@Ana, that is all")
        self.notices.find("Bo names you in #general")
        assert not set(titles) & set(self.notices.titles()), self.notices.titles()

    def who_is_named_is_told_and_led_there(self):
        self.bo.post(self.circle, "Nothing for anybody")
        self.bo.post(self.circle, "@Ana <b>look</b> *here*")
        shown = self.notices.find("Bo names you in #general")
        assert shown["body"].replace("\u2060", "") == "@Ana <b>look</b> here", shown
        self.notices.click("Bo names you in #general")
        self.ana.sees("Nothing for anybody")
        wait_for(lambda: self.ana.engine.rows("channel", "list", self.circle)[0]["unread"] == 0, "all to be read")

    def unread_channels_are_jumped_to_and_marked(self):
        def unread():
            return {row["name"]: row["unread"] for row in self.ana.engine.rows("channel", "list", self.circle)}

        self.bo.ctl("channel", "create", self.circle, "papers")
        self.bo.post(self.circle, "A first paper", "--channel", "papers")
        self.ana.goes("Home")
        self.ana.channel("papers, 1 unread")
        self.ana.does("win.next-unread")  # whose keys the window manager of these tests takes for itself
        self.ana.app.find("text", "Write to #papers", timeout=LONG_S)
        self.ana.sees("A first paper")
        wait_for(lambda: unread()["papers"] == 0, "it to be read", LONG_S)
        self.ana.does("win.next-unread")
        self.ana.app.find(None, "You have read everything here", timeout=LONG_S)
        self.ana.goes("Home")
        for words in ("A second", "A third"):
            self.bo.post(self.circle, words, "--channel", "papers")
        self.ana.channel("papers, 2 unread")
        wait_for(lambda: [row for row, name in self.ana.app.root.rows("Unread, by channel") if "papers" in name
                          and "2 unread messages" in name], "the channel in what is new", LONG_S)
        self.ana.app.find("button", "Mark all read", timeout=LONG_S).click()
        wait_for(lambda: unread()["papers"] == 0, "all to be marked", LONG_S)
        self.ana.channel(re.compile("^papers$"))

    def all_that_names_one_stands_in_a_place_of_its_own(self):
        self.ana.goes("Mentions")
        rows = wait_for(lambda: [name for _, name in self.ana.app.root.rows("What names you")], "mentions", LONG_S)
        assert "once more" in rows[0] and "look" in rows[1], rows
        told = [row["text"] for row in self.ana.engine.rows("mentions", self.circle)]
        assert len(told) == len(rows) and "once more" in told[0], told
        self.ana.app.come_to_front("Cenacle")
        self.ana.app.root.rows("What names you")[1][0].pointer_click()
        self.ana.sees("Nothing for anybody")
        self.ana.goes("Home")

    def what_is_read_elsewhere_is_taken_back(self):
        self.ana.goes("Home")
        self.bo.post(self.circle, "@Ana once more")
        self.notices.find("Bo names you in #general")
        self.ana.engine.ctl("mark-read", self.circle)
        self.notices.gone("Bo names you in #general")
        assert self.notices.withdrawn

    def what_is_before_the_eyes_is_not_told(self):
        self.ana.app.come_to_front("Cenacle")
        self.ana.talks()
        self.bo.post(self.circle, "@Ana you read this already")
        self.ana.sees("@Ana you read this already")
        self.ana.goes("Home")
        assert "Bo names you in #general" not in self.notices.titles()

    def private_words_stay_private(self):
        self.bo.ctl("message", self.circle, "Ana", "The secret")
        assert self.notices.find("Bo")["body"] == "A direct message"
        self.notices.click("Bo")
        self.ana.sees("The secret")
        self.ana.goes("Home")

    def a_channel_tells_what_one_chose(self):
        self.ana.engine.ctl("tell", self.circle, "all", "--channel", "general")
        self.bo.post(self.circle, "Said to everybody")
        self.notices.find("Bo in #general")
        self.ana.engine.ctl("mark-read", self.circle)
        self.notices.gone("Bo in #general")
        self.ana.engine.ctl("tell", self.circle, "none", "--channel", "general")
        self.bo.post(self.circle, "@Ana you will not be told")
        self.bo.ctl("kudos", "give", self.circle, "Ana", "--for", "The proof", "--skill", "topology")
        assert self.notices.find("Bo thanks you")["body"] == "The proof"
        assert self.notices.titles() == ["Bo thanks you"], self.notices.titles()
        self.ana.engine.ctl("tell", self.circle, "mentions", "--channel", "general")
        self.ana.engine.ctl("mark-read", self.circle)
        self.notices.gone("Bo thanks you")

    def words_are_found_in_place(self):
        for n in range(3):
            self.bo.post(self.circle, f"Élan number {n}")
        self.bo.post(self.circle, "\n".join(f"Line {n}" for n in range(60)))
        self.ana.talks()
        self.ana.sees("Show all of it")
        self.ana.app.come_to_front("Cenacle")
        self.desk.key("ctrl+f")
        self.ana.app.find("text", "Find in this channel", timeout=LONG_S).set_text("elan")
        self.ana.app.find(None, "1 of 3", timeout=LONG_S)
        self.ana.app.find("button", "Older match", sensitive=True).click()
        self.ana.app.find(None, "2 of 3", timeout=LONG_S)
        self.ana.app.find("text", "Find in this channel").set_text("nobody wrote that")
        self.ana.app.find(None, "Not found", timeout=LONG_S)
        self.ana.app.find("button", "Close the search").click()

    def a_long_message_is_cut_until_one_asks(self):
        assert "Line 59" not in self.ana.row_of("Line 1").find("label", re.compile("^Line 0")).text
        self.ana.app.find("button", "Show all of it").click()
        wait_for(lambda: "Line 59" in self.ana.row_of("Line 1").find("label", re.compile("^Line 0")).text,
                 "all of it", LONG_S)

    def what_somebody_ignored_writes_is_folded_and_had_back(self):
        self.ana.does("win.members")
        self.ana.app.find(None, re.compile("^Bo"), timeout=LONG_S)
        self.ana.engine.ctl("member", "ignore", self.circle, "Bo")
        self.ana.talks()
        self.ana.sees("A message by Bo, whom you ignore")
        self.bo.post(self.circle, "@Ana do you hear me?")
        self.ana.goes("Home")
        self.bo.post(self.circle, "@Ana do you?")
        self.ana.engine.ctl("wait", self.circle, "--in-sync")
        # Whoever is told of her was not told of what came before.
        self.cleo.start()
        self.cleo.ctl("join", self.bo.ctl("invite", "create", self.circle)["link"], "--as", "Cleo")
        self.cleo.post(self.circle, "@Ana he calls you")
        self.notices.find("Cleo names you in #general")
        # Nor does it count: one is unread, Cleo's.
        self.ana.channel(re.compile("^general, 1 unread"))
        wait_for(lambda: self.ana.engine.rows("circle", "list")[0]["unread"] == 1, "Cleo's alone to count", LONG_S)
        assert "Bo names you in #general" not in self.notices.titles(), self.notices.titles()
        self.cleo.stop()
        self.ana.engine.ctl("member", "ignore", self.circle, "Bo", "--undo")
        self.ana.talks()
        self.ana.sees("@Ana do you hear me?")
        self.ana.app.gone("label", "A message by Bo, whom you ignore", timeout=LONG_S)

    def enter_sends_or_begins_a_line(self):
        self.ana.does("win.preferences")
        dialog = self.ana.dialog("Preferences")
        turn_to(dialog, "Writing")
        switch = dialog.find("check box", "Enter sends", timeout=LONG_S)
        switch.click()
        wait_for(lambda: not switch.state("checked"), "the switch to turn")
        dialog.do("window.close")
        self.ana.app.gone("frame", "Preferences")
        field = self.ana.app.find("text", "Write to #general")
        self.ana.app.come_to_front("Cenacle")
        field.focus()
        field.set_text("One")
        self.desk.key("ctrl+End", "Return")
        wait_for(lambda: "\n" in field.text, f"a new line in {field.text!r}")
        self.desk.key("ctrl+Return")
        wait_for(lambda: field.text == "", "the message to leave the composer")

    def the_guide_leads_on(self):
        self.ana.app.come_to_front("Cenacle")
        self.desk.key("F1")
        guide = self.ana.dialog("Cenacle, in a few minutes")
        assert "A circle is a small group" in guide.find("label", re.compile("^A circle is")).text
        guide.do("window.close")

    def it_starts_when_one_logs_in(self):
        entry = pathlib.Path(os.environ["XDG_CONFIG_HOME"]) / "autostart" / f"{self.notices.application}.desktop"
        self.ana.does("win.preferences")
        dialog = self.ana.dialog("Preferences")
        turn_to(dialog, "Notifications")
        dialog.find("check box", "Start when I log in", timeout=LONG_S).click()
        wait_for(entry.exists, "the entry")
        text = entry.read_text()
        assert "--gapplication-service" in text and str(self.ana.engine.home) in text, text
        dialog.find("check box", "Start when I log in").click()
        wait_for(lambda: not entry.exists(), "the entry to go")
        dialog.do("window.close")

    def it_stays_without_its_window(self):
        self.ana.frame().do("window.close")
        assert "Quit" in self.notices.find(STAYING)["body"]
        soon = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + 300))
        session = self.bo.ctl("session", "plan", self.circle, "Integrals", "--start", soon)["id"]
        self.notices.find("Integrals")
        self.bo.ctl("session", "cancel", self.circle, session)
        self.notices.gone("Integrals")
        self.bo.post(self.circle, "@Ana are you there?")
        self.notices.click("Bo names you in #general")
        self.ana.app.connect()
        self.ana.sees("@Ana are you there?")
        self.ana.close()
        assert self.ana.app.proc.returncode == 0

    def it_begins_without_one(self):
        self.ana.app = App(self.desk, [*self.ana.app.argv, "--gapplication-service"], {
            "XDG_RUNTIME_DIR": self.ana.engine.environment["XDG_RUNTIME_DIR"]}, "service")
        self.desk.apps.append(self.ana.app)
        self.desk.bus.wait_for_name(self.notices.application)

        def one_is_told():  # of what comes once it has begun to look
            self.bo.post(self.circle, "@Ana good morning")
            return [title for title in self.notices.titles() if title != STAYING]
        title = wait_for(one_is_told, "a notification", LONG_S)[0]
        self.notices.click(title)
        self.ana.app.connect()
        self.ana.sees("@Ana good morning")
        self.ana.close()


def main():
    with tempfile.TemporaryDirectory(prefix="cenacle-ui-") as place, Desktop() as desk, Notices() as notices:
        story = Story(desk, pathlib.Path(place), notices)
        try:
            status = tap.run([
                story.two_meet,
                story.who_is_named_is_told_and_led_there,
                story.what_is_read_elsewhere_is_taken_back,
                story.unread_channels_are_jumped_to_and_marked,
                story.all_that_names_one_stands_in_a_place_of_its_own,
                story.what_is_before_the_eyes_is_not_told,
                story.private_words_stay_private,
                story.a_channel_tells_what_one_chose,
                story.words_are_found_in_place,
                story.a_long_message_is_cut_until_one_asks,
                story.what_somebody_ignored_writes_is_folded_and_had_back,
                story.enter_sends_or_begins_a_line,
                story.the_guide_leads_on,
                story.it_starts_when_one_logs_in,
                story.it_stays_without_its_window,
                story.it_begins_without_one,
            ])
            if status != 0:
                desk.explain()
        finally:
            desk.stop_apps()  # or the window would start its engine again
            for engine in (story.bo, story.cleo, story.ana.engine):
                engine.kill()
            story.ana.end_engine()
    return status


if __name__ == "__main__":
    sys.exit(main())
