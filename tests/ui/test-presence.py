#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Cenacle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""One window that tells how things stand: ticks on one's own messages, who is here and what they
lack, the Offline switch, and looking for everybody at once; at 360 px too. Bo has no window."""

import os
import pathlib
import re
import sys
import tempfile

sys.path[:0] = [os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"),
                os.path.dirname(os.path.abspath(__file__))]

import tap  # noqa: E402
from engines import Engine, until  # noqa: E402
from person import LONG_S, Person  # noqa: E402
from uidrive import Desktop, wait_for  # noqa: E402

NARROW = 360


class Story:
    def __init__(self, desk, place):
        self.desk = desk
        self.ana = Person(desk, place, "Ana")
        self.bo = Engine(place, "Bo")
        self.circle = ""

    def says_of(self, text, copies):
        """The row of @text is described by @copies."""
        wait_for(lambda: self.ana.row_of(text).description == copies, f"“{text}” to say “{copies}”",
                 LONG_S)

    def stands(self, dialog, name, words):
        """How @name stands, as the dialog shows and says it."""
        wait_for(lambda: re.search(words, dialog.find("list item", name).description),
                 f"{name} to stand as “{words}”", LONG_S)
        dialog.find("label", re.compile(words))

    def the_window_opens_in_a_circle_of_two(self):
        self.bo.start()
        self.ana.engine.start()
        self.circle = self.ana.engine.ctl("circle", "create", "Topology", "--as", "Ana")["circle"]
        self.bo.ctl("join", self.ana.engine.ctl("invite", "create", self.circle)["link"], "--as", "Bo")
        self.ana.open()
        self.ana.app.find("button", "1 here · in sync", timeout=LONG_S)
        self.ana.talks()

    def a_message_that_arrived_says_where_it_is(self):
        self.ana.writes("For both")
        self.says_of("For both", "Stored here; on 1 device of Bo")

    def a_message_that_waits_says_so(self):
        self.bo.stop()
        self.ana.app.find("button", "Nobody else is here", timeout=LONG_S)
        self.ana.writes("Waits")
        self.says_of("Waits", "Stored here, and nowhere else yet")
        self.says_of("For both", "Stored here; on 1 device of Bo")

    def who_is_away_is_said_to_lack_it(self):
        self.ana.does("win.show-presence")
        dialog = self.ana.dialog("Who is here")
        dialog.find("label", "Nobody else is here now; 1 thing of yours waits until you meet.", timeout=LONG_S)
        self.stands(dialog, "Bo", "^last seen .* · lacks 1 thing that you have$")
        dialog.do("window.close")

    def looking_for_everybody_finds_who_came_back(self):
        self.bo.start()
        self.ana.does("win.show-presence")
        dialog = self.ana.dialog("Who is here")
        dialog.find("button", "Look for everybody now", sensitive=True).click()
        self.stands(dialog, "Bo", "^here · has everything that you have$")
        dialog.find("label", "Up to date with Bo.", timeout=LONG_S)
        dialog.do("window.close")
        self.says_of("Waits", "Stored here; on 1 device of Bo")

    def the_switch_takes_one_offline_and_back(self):
        self.ana.does("win.show-presence")
        dialog = self.ana.dialog("Who is here")
        dialog.find("check box", re.compile("Offline")).click()
        dialog.find("label", "Offline, as you chose.", timeout=LONG_S)
        until(lambda: self.ana.engine.ctl("offline")["offline"], "the engine to be offline")
        self.ana.app.find("button", "Offline, as you chose.", timeout=LONG_S)
        dialog.find("check box", re.compile("Offline")).click()
        dialog.find("label", "Up to date with Bo.", timeout=LONG_S)
        dialog.do("window.close")
        self.ana.app.find("button", "1 here · in sync", timeout=LONG_S)

    def nothing_is_wider_than_a_phone(self):
        with Desktop(size=f"{NARROW}x720") as small:
            self.ana.close()
            home, self.ana.desk = self.ana.desk, small
            self.ana.open()
            self.ana.talks()
            self.says_of("Waits", "Stored here; on 1 device of Bo")
            assert self.ana.frame().extents[2] <= NARROW, self.ana.frame().extents
            self.ana.does("win.show-presence")
            dialog = self.ana.dialog("Who is here")
            self.stands(dialog, "Bo", "^here")
            assert dialog.extents[2] <= NARROW, dialog.extents
            self.ana.close()
            self.ana.desk = home


def main():
    with tempfile.TemporaryDirectory(prefix="cenacle-ui-") as place, Desktop() as desk:
        story = Story(desk, pathlib.Path(place))
        try:
            status = tap.run([
                story.the_window_opens_in_a_circle_of_two,
                story.a_message_that_arrived_says_where_it_is,
                story.a_message_that_waits_says_so,
                story.who_is_away_is_said_to_lack_it,
                story.looking_for_everybody_finds_who_came_back,
                story.the_switch_takes_one_offline_and_back,
                story.nothing_is_wider_than_a_phone,
            ])
            if status != 0:
                desk.explain()
        finally:
            desk.stop_apps()
            story.bo.kill()
            story.ana.engine.kill()
            story.ana.end_engine()
    return status


if __name__ == "__main__":
    sys.exit(main())
