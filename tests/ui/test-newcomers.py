#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Cenacle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a facilitator does about people who came, through the window: one who came by an invite used
too often is confirmed, one who lost their keys is known again, one is removed with what they wrote."""

import os
import pathlib
import re
import subprocess
import sys
import tempfile

sys.path[:0] = [os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"),
                os.path.dirname(os.path.abspath(__file__))]

import tap  # noqa: E402
from engines import Engine, wait_for_text  # noqa: E402
from person import LONG_S, Person  # noqa: E402
from uidrive import Desktop, wait_for  # noqa: E402


class Story:
    def __init__(self, desk, place):
        self.desk = desk
        self.ana = Person(desk, place, "Ana")
        self.bo, self.cleo, self.dan, self.again = (Engine(place, name)
                                                    for name in ("Bo", "Cleo", "Dan", "Again"))
        self.circle = ""

    def engines(self):
        return self.ana.engine, self.bo, self.cleo, self.dan, self.again

    def members(self):
        return {row["name"]: row for row in self.ana.engine.rows("members", self.circle)}

    def pane(self):
        return wait_for(lambda: self.ana.app.all("filler", "CenacleMemberPane"), "a member's page")[-1]

    def open_member(self, name):
        self.ana.does("win.members")
        self.ana.app.come_to_front("Cenacle")
        row = wait_for(lambda: [row for rows in self.ana.app.all("list", re.compile("^Members$"))
                                for row in rows.all("list item", name)], f"the row of {name}", LONG_S)[0]
        row.pointer_click()
        wait_for(lambda: self.pane().all("label", name), f"the page of {name}", LONG_S)

    def chooses(self, dialog, title, line, places):
        """Moves the choice of the row @title by @places with the keyboard; it then reads @line."""
        self.ana.app.come_to_front(dialog.name)
        dialog.find("label", title).pointer_click()
        self.desk.settle()
        self.desk.key(*["Down"] * places, "Return")
        wait_for(lambda: dialog.all("label", line), f"“{line}” to be chosen")

    def two_come_by_an_invite_for_one(self):
        ana = self.ana.engine
        for engine in self.engines():
            engine.start()
        self.circle = ana.ctl("circle", "create", "Analysis", "--as", "Ana")["circle"]
        self.bo.ctl("join", ana.ctl("invite", "create", self.circle)["link"], "--as", "Bo")
        invite = ana.ctl("invite", "create", self.circle)
        wait_for(lambda: len(self.bo.rows("invite", "list", self.circle)) == 2, "Bo to know the invite",
                 LONG_S)
        self.bo.stop()
        self.cleo.ctl("join", invite["link"], "--as", "Cleo")
        ana.stop()
        self.cleo.stop()
        self.bo.start()
        self.dan.ctl("join", invite["link"], "--as", "Dan")
        ana.start()
        self.cleo.start()
        wait_for(lambda: {"Cleo", "Dan"} <= set(self.members()), "both to be there", LONG_S)

    def the_one_too_many_is_looked_at(self):
        flagged = [name for name, row in self.members().items() if row["needs_look"]]
        assert len(flagged) == 1, flagged
        self.ana.open()
        self.ana.app.find(None, re.compile(f"^{flagged[0]} came in and needs a look"), timeout=LONG_S)
        self.ana.app.find("button", "Look").click()
        page = self.pane()
        page.find("list item", "Needs a look")
        page.find("label", re.compile("^Made by Ana, .*; 2 of 1 came by it$"))
        self.ana.does("win.invite")
        dialog = self.ana.dialog("Invite people")
        dialog.find("list item", re.compile("^Used more often than allowed"), visible=False)
        dialog.do("window.close")
        self.pane().find("button", "Confirm", sensitive=True).click()
        self.ana.app.gone(None, re.compile("came in and needs a look"), timeout=LONG_S)
        assert not any(row["needs_look"] for row in self.members().values())

    def the_keyboard_stays_on_a_row_whose_member_goes(self):
        self.ana.does("win.close-pane")
        self.open_member("Bo")
        wait_for(lambda: self.ana.focused() == "Bo", "the row to have the keyboard")
        self.bo.stop()

        def is_away():
            rows = [row for rows in self.ana.app.all("list", "Members") for row in rows.all("list item", "Bo")]
            return rows and not rows[0].all("label", "Member · here")
        wait_for(is_away, "Bo to be away", LONG_S)
        assert self.ana.focused() == "Bo", self.ana.focused()
        self.bo.start()

    def the_page_opens_in_a_narrow_window_too(self):
        self.ana.does("win.close-pane")
        window = self.ana.app.x_window("Cenacle")
        subprocess.run(["xdotool", "windowsize", "--sync", window, "360", "700"], check=True)
        self.open_member("Bo")
        self.desk.settle()
        assert self.pane().all("label", "Bo"), "the page closed itself"
        self.ana.does("win.close-pane")
        subprocess.run(["xdotool", "windowsize", "--sync", window, "1000", "700"], check=True)
        self.desk.settle()

    def one_who_lost_her_keys_is_known_again(self):
        self.cleo.kill()
        link = self.ana.engine.ctl("invite", "create", self.circle)["link"]
        self.again.ctl("join", link, "--as", "Cleo R.")
        self.open_member("Cleo R.")
        self.ana.app.find("button", "Was here before…", sensitive=True).click()
        dialog = self.ana.dialog("Here before")
        dialog.find("button", "Confirm", sensitive=False)
        self.chooses(dialog, "Was here before as", "Cleo", 2)
        dialog.find("button", "Confirm", sensitive=True).click()
        self.pane().find("list item", "Was here before as", timeout=LONG_S)
        rows = self.members()
        assert rows["Cleo R."]["formerly"] == rows["Cleo"]["member"], rows
        assert rows["Cleo"]["state"] == "removed", rows
        self.ana.app.gone("button", "Was here before…")

    def one_is_removed_with_what_he_wrote(self):
        ana = self.ana.engine
        for text in ("A good one", "A bad one", "A worse one"):
            self.dan.post(self.circle, text)
        wait_for_text((ana, self.bo), self.circle, "A worse one")
        self.open_member("Dan")
        self.ana.app.find("button", "Remove from the circle…", sensitive=True).click()
        dialog = self.ana.dialog("Remove from the circle")
        self.chooses(dialog, "Also hide what they wrote", re.compile("^After “A good one”"), 2)
        dialog.find("button", "Remove", sensitive=True).click()
        wait_for(lambda: self.members()["Dan"]["state"] == "removed", "the removal", LONG_S)
        wait_for(lambda: ana.texts(self.circle) == ["A good one"], "what he wrote to go", LONG_S)
        wait_for(lambda: self.bo.texts(self.circle) == ["A good one"], "Bo to follow", LONG_S)
        self.ana.does("win.next-channel")
        self.ana.sees("A good one")
        self.ana.app.gone("label", "A bad one")

    def a_word_that_the_removal_hid_is_shown_again(self):
        self.ana.does("win.members")
        self.ana.app.come_to_front("Cenacle")
        wait_for(lambda: [row for rows in self.ana.app.all("list", "No longer here")
                          for row in rows.all("list item", "Dan")], "Dan's row", LONG_S)[0].pointer_click()

        def hidden():
            return [row for rows in self.ana.app.all("list", "Hidden by the removal", visible=False)
                    for row in rows.all("list item", visible=False)]
        wait_for(lambda: [row.name for row in hidden()] == ["A worse one", "A bad one"], "both", LONG_S)
        hidden()[1].all("button", "Show to all again", visible=False)[0].click()
        wait_for(lambda: [row.name for row in hidden()] == ["A worse one"], "one to be left", LONG_S)
        for engine in (self.ana.engine, self.bo):
            wait_for(lambda who=engine: who.texts(self.circle) == ["A good one", "A bad one"],
                     "the word again", LONG_S)

    def the_window_ends_without_a_warning(self):
        self.ana.close()


def main():
    with tempfile.TemporaryDirectory(prefix="cenacle-ui-") as place, Desktop() as desk:
        story = Story(desk, pathlib.Path(place))
        try:
            status = tap.run([
                story.two_come_by_an_invite_for_one,
                story.the_one_too_many_is_looked_at,
                story.the_keyboard_stays_on_a_row_whose_member_goes,
                story.the_page_opens_in_a_narrow_window_too,
                story.one_who_lost_her_keys_is_known_again,
                story.one_is_removed_with_what_he_wrote,
                story.a_word_that_the_removal_hid_is_shown_again,
                story.the_window_ends_without_a_warning,
            ])
            if status != 0:
                desk.explain()
        finally:
            desk.stop_apps()  # or a window would start its engine again
            for engine in story.engines():
                engine.kill()
            story.ana.end_engine()
    return status


if __name__ == "__main__":
    sys.exit(main())
