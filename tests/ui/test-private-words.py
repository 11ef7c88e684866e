#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Cenacle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Two people write to each other in private, each in a window: from the first letter to the answer,
reactions, corrections, a draft, a search hit and an invite. Chidi, who is in the circle too, has no
window, and nothing of it."""

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
from two_windows import giving  # noqa: E402
from uidrive import Desktop, wait_for  # noqa: E402

SEALED = re.compile("^Only you and Bo can open what is written here")
TO_BO = "Write to Bo alone"
TO_ANA = "Write to Ana alone"


class Story:
    def __init__(self, desk, place):
        self.desk = desk
        self.ana = Person(desk, place, "Ana")
        self.bo = Person(desk, place, "Bo")
        self.chidi = Engine(place, "Chidi")
        self.circle = ""

    def correspondent(self, person, name):
        """The row of the sidebar's direct messages that reads @name, its unread count included."""
        def look():
            return [row for rows in person.app.all("list", "Direct messages")
                    for row in rows.all("list item", name)]
        return wait_for(look, f"“{name}” among the direct messages", LONG_S)[0]

    def three_are_in_a_circle(self):
        engines = (self.ana.engine, self.bo.engine, self.chidi)
        for engine in engines:
            engine.start()
        self.circle = engines[0].ctl("circle", "create", "Analysis", "--as", "Ana")["circle"]
        link = engines[0].ctl("invite", "create", self.circle, "--uses", "5")["link"]
        for engine in engines[1:]:
            engine.ctl("join", link, "--as", engine.name, "--wait", str(LONG_S))
        for person in (self.ana, self.bo):
            wait_for(lambda person=person: len(person.engine.rows("members", self.circle)) == 3,
                     "three members", LONG_S)
            person.open()
            person.talks()

    def one_writes_to_the_other_alone(self):
        self.ana.app.menu("Write to somebody", "Bo")
        self.ana.app.find("label", SEALED)
        self.ana.writes("Are *you* stuck as well?", TO_BO)
        self.ana.sees("Are you stuck as well?")
        self.bo.app.come_to_front("Cenacle")
        self.correspondent(self.bo, "Ana, 1 unread").click()
        self.bo.sees("Are you stuck as well?")
        self.correspondent(self.bo, "Ana")
        self.bo.writes("Since Tuesday", TO_ANA)
        self.ana.sees("Since Tuesday")

    def a_file_goes_to_the_other_alone(self):
        sheet = self.ana.engine.home.parent / "for-bo.txt"
        sheet.write_text("for Bo alone")
        with giving(self.desk, "copy-files", sheet):
            self.ana.app.come_to_front("Cenacle")
            self.ana.app.find("text", TO_BO).focus()
            self.desk.key("ctrl+v")
            self.ana.app.find("button", "Leave out for-bo.txt", timeout=LONG_S)
        self.ana.writes("Read this", TO_BO)
        row = wait_for(lambda: (r := self.bo.row_of("Read this")) and "not here" not in r.name and r, "the file", LONG_S)
        assert "with for-bo.txt, 12 bytes" in row.name, row.name
        assert self.chidi.rows("library", self.circle) == self.bo.engine.rows("library", self.circle) == []

    def nobody_else_has_it(self):
        token = self.ana.engine.post(self.circle, "For all")
        wait_for(lambda: "For all" in self.chidi.texts(self.circle), "the message for all", LONG_S)
        assert token
        assert not self.chidi.rows("search", "stuck"), "Chidi finds the letter"
        for engine in (self.ana.engine, self.bo.engine, self.chidi):
            assert "Since Tuesday" not in engine.texts(self.circle), engine.name

    def letters_have_reactions_and_answers_but_no_threads(self):
        self.bo.asks_of("Are you stuck", "Add a reaction…")
        self.bo.app.find("button", "🙏").click()
        self.ana.app.find("button", "🙏 from Bo", timeout=LONG_S)
        self.ana.asks_of("Since Tuesday", "Reply")
        self.ana.writes("Then together", TO_BO)
        self.bo.sees("Bo: Since Tuesday")
        self.bo.app.come_to_front("Cenacle")
        self.bo.row_of("Then together").pointer_click(button=3)
        wait_for(lambda: self.bo.app.all("menu item", "Copy text"), "the menu")
        for action in ("Reply in thread", "Pin"):
            assert not self.bo.app.all("menu item", action), action
        self.desk.key("Escape")

    def one_corrects_and_deletes(self):
        self.ana.asks_of("Then together", "Edit")
        self.ana.app.find("label", "Edit your message")
        self.ana.writes("Then let us meet", TO_BO)
        self.bo.sees("Then let us meet")
        self.bo.sees("edited")
        self.bo.asks_of("Since Tuesday", "Delete")
        self.bo.row_of("deleted message")
        self.bo.close()  # and hands it over
        self.ana.row_of("deleted message")

    def what_came_meanwhile_is_counted_and_a_draft_is_kept(self):
        self.ana.writes("On Thursday?", TO_BO)
        self.ana.app.find("text", TO_BO).set_text("Or else")
        self.bo.open()
        row = self.correspondent(self.bo, "Ana, 1 unread")
        self.bo.app.come_to_front("Cenacle")
        row.click()
        self.bo.sees("On Thursday?")
        self.ana.close()
        self.ana.open()
        row = self.correspondent(self.ana, "Bo")
        self.ana.app.come_to_front("Cenacle")
        row.click()
        self.ana.app.find("text", TO_BO, text="Or else", timeout=LONG_S)
        self.ana.app.find("text", TO_BO).set_text("")

    def a_search_leads_to_the_letter(self):
        self.ana.does("win.search")
        self.ana.app.find("text", "Search").set_text("Thursday")
        hit = wait_for(lambda: [i for rows in self.ana.app.all("list", "Search results")
                                for i in rows.all("list item")], "the hit", LONG_S)[0]
        self.ana.app.come_to_front("Cenacle")
        hit.click()
        self.ana.app.find("label", SEALED)
        self.ana.sees("On Thursday?")

    def an_invite_in_a_letter_is_a_button(self):
        other = self.ana.engine.ctl("circle", "create", "Topology", "--as", "Ana")["circle"]
        link = self.ana.engine.ctl("invite", "create", other)["link"]
        self.ana.writes(f"Come to the other one: {link}", TO_BO)
        self.bo.app.find("button", "Join the circle…", timeout=LONG_S).click()
        dialog = self.bo.dialog("Join a circle")
        dialog.find("label", "Topology", timeout=LONG_S)
        dialog.do("window.close")

    def the_windows_end_without_a_warning(self):
        self.ana.close()
        self.bo.close()


def main():
    with tempfile.TemporaryDirectory(prefix="cenacle-ui-") as place, Desktop() as desk:
        story = Story(desk, pathlib.Path(place))
        try:
            status = tap.run([
                story.three_are_in_a_circle,
                story.one_writes_to_the_other_alone,
                story.a_file_goes_to_the_other_alone,
                story.nobody_else_has_it,
                story.letters_have_reactions_and_answers_but_no_threads,
                story.one_corrects_and_deletes,
                story.what_came_meanwhile_is_counted_and_a_draft_is_kept,
                story.a_search_leads_to_the_letter,
                story.an_invite_in_a_letter_is_a_button,
                story.the_windows_end_without_a_warning,
            ])
            if status != 0:
                desk.explain()
        finally:
            desk.stop_apps()  # or a window would start its engine again
            for person in (story.ana, story.bo):
                person.engine.kill()
                person.end_engine()
            story.chidi.kill()
    return status


if __name__ == "__main__":
    sys.exit(main())
