#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Cenacle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What goes on elsewhere, through the window: a circle as a new one, and a home that was copied."""

import os
import pathlib
import re
import shutil
import sys
import tempfile

sys.path[:0] = [os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"),
                os.path.dirname(os.path.abspath(__file__))]

import tap  # noqa: E402
from engines import Engine  # noqa: E402
from person import LONG_S, Person  # noqa: E402
from uidrive import Desktop, wait_for  # noqa: E402

COPIED = re.compile("^This home was copied or restored: this computer is now a device of its own")
REMEMBERS = {"GSETTINGS_BACKEND": "keyfile"}


class Story:
    def __init__(self, desk, place):
        self.place = place
        self.ana = Person(desk, place, "Ana")
        self.bo = Person(desk, place, "Bo")
        self.copy = Person(desk, place, "Copy")
        self.chidi = Engine(place, "Chidi")
        self.circle = self.fresh = ""

    def three_are_in_a_circle(self):
        ana, bo = self.ana.engine, self.bo.engine
        for engine in (ana, bo, self.chidi):
            engine.start()
        charter = self.place / "charter"
        charter.write_text("Be kind.")
        self.circle = ana.ctl("circle", "create", "Analysis", "--charter", charter, "--as", "Ana")["circle"]
        link = ana.ctl("invite", "create", self.circle, "--uses", "5")["link"]
        for engine in (bo, self.chidi):
            engine.ctl("join", link, "--as", engine.name, "--wait", str(LONG_S))
        ana.ctl("channel", "create", self.circle, "integrals", "--topic", "Areas")
        for person in (self.ana, self.bo):
            wait_for(lambda person=person: len(person.engine.rows("members", self.circle)) == 3
                     and len(person.engine.rows("channel", "list", self.circle)) == 2, "all of it", LONG_S)
        self.bo.open()
        self.bo.talks()

    def one_goes_on_with_it_as_a_new_one(self):
        self.bo.does("win.continue-circle")
        dialog = self.bo.dialog("A new circle")
        dialog.find("text", "Name of the circle").set_text("Analysis 2")
        dialog.find("check box", "Chidi").click()
        dialog.find("button", "Continue", sensitive=True).click()
        self.bo.app.find("label", "Analysis 2", timeout=LONG_S)
        self.fresh = wait_for(lambda: [row["circle"] for row in self.bo.engine.rows("circle", "list")
                                       if row["name"] == "Analysis 2"], "the new circle")[0]
        self.bo.channel("integrals")

    def a_letter_leads_another_there(self):
        self.ana.open()
        self.ana.app.come_to_front("Cenacle")
        wait_for(lambda: [row for rows in self.ana.app.all("list", "Direct messages")
                          for row in rows.all("list item", "Bo, 1 unread")], "the letter", LONG_S)[0].click()
        self.ana.app.find("button", "Join the circle…", timeout=LONG_S).click()
        dialog = self.ana.dialog("Join a circle")
        dialog.find("label", "Analysis 2", timeout=LONG_S)
        name = dialog.find("text", "Your name")
        if not name.text:
            name.set_text("Ana")
        dialog.find("button", "Join", sensitive=True).click()
        wait_for(lambda: "Analysis 2" in [row["name"] for row in self.ana.engine.rows("circle", "list")],
                 "Ana to be in it", LONG_S)
        self.ana.channel("integrals")
        self.ana.does("win.show-circle")
        about = self.ana.dialog("About this circle")
        wait_for(lambda: [text for text in about.all("text") if text.text == "Be kind."], "the charter")
        about.do("window.close")

    def who_was_left_out_has_nothing_of_it(self):
        bo = next(row["member"] for row in self.chidi.rows("members", self.circle) if row["name"] == "Bo")
        token = self.bo.engine.post(self.circle, "For all")
        assert token
        wait_for(lambda: "For all" in self.chidi.texts(self.circle), "the message for all", LONG_S)
        assert not self.chidi.rows("messages", self.circle, bo)

    def a_copied_home_says_what_it_is(self):
        self.bo.close()
        self.bo.engine.stop()
        shutil.copytree(self.bo.engine.home, self.copy.engine.home)
        self.copy.open(env=REMEMBERS)
        self.copy.app.find(None, COPIED, timeout=LONG_S)
        self.copy.app.find("button", "Your devices").click()
        dialog = self.copy.dialog("Your devices")
        wait_for(lambda: len([row for row in dialog.all("list item")
                              if re.match("This device|Device ", row.name)]) == 2, "both devices", LONG_S)
        dialog.do("window.close")
        self.copy.app.find("button", "Not now").click()
        self.copy.app.gone(None, COPIED)

    def it_says_so_until_it_was_read(self):
        self.copy.close()
        self.copy.open(env=REMEMBERS)
        self.copy.talks()
        assert not self.copy.app.all(None, COPIED)

    def the_home_that_stayed_says_nothing(self):
        self.bo.engine.start()
        self.bo.open()
        self.bo.talks()
        assert not self.bo.app.all(None, COPIED)

    def the_windows_end_without_a_warning(self):
        for person in (self.ana, self.bo, self.copy):
            person.close()


def main():
    with tempfile.TemporaryDirectory(prefix="cenacle-ui-") as place, Desktop() as desk:
        story = Story(desk, pathlib.Path(place))
        try:
            status = tap.run([
                story.three_are_in_a_circle,
                story.one_goes_on_with_it_as_a_new_one,
                story.a_letter_leads_another_there,
                story.who_was_left_out_has_nothing_of_it,
                story.a_copied_home_says_what_it_is,
                story.it_says_so_until_it_was_read,
                story.the_home_that_stayed_says_nothing,
                story.the_windows_end_without_a_warning,
            ])
            if status != 0:
                desk.explain()
        finally:
            desk.stop_apps()  # or a window would start its engine again
            for person in (story.ana, story.bo, story.copy):
                person.engine.kill()
                person.end_engine()
            story.chidi.kill()
    return status


if __name__ == "__main__":
    sys.exit(main())
