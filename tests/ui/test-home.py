#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Cenacle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A home in the window: its keys are sealed with a passphrase, the next window asks for it, and a
backup brings everything back in another home."""

import os
import pathlib
import re
import sys
import tempfile

sys.path[:0] = [os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"),
                os.path.dirname(os.path.abspath(__file__))]

import tap  # noqa: E402
from person import LONG_S, Person, turn_to  # noqa: E402
from uidrive import Desktop, wait_for  # noqa: E402

PASSPHRASE = "seven green cups sing"
OF_THE_FILE = "a house of paper boats"


class Story:
    def __init__(self, desk, place):
        self.desk = desk
        self.ana = Person(desk, place, "Ana")
        self.later = Person(desk, place, "Later")  # Ana, on another computer
        self.file = place / "home.backup"

    def types_new(self, dialog, first, again):
        dialog.find("text", "Passphrase").set_text(first)
        dialog.find("text", "The same again").set_text(again)

    def chooses(self, person, dialog, title, confirm):
        """Chooses the file of the backup, as one who knows its path."""
        dialog.find("button", re.compile("^Choose")).click()
        chooser = person.dialog(title)
        if confirm == "Open":
            self.desk.settle()
            self.desk.key("ctrl+l")
        field = wait_for(lambda: chooser.all("text"), "the field for a path")[0]
        field.set_text(str(self.file))
        chooser.find("button", re.compile(confirm), sensitive=True).click()
        wait_for(lambda: [n for n in dialog.all("label") if n.name == str(self.file)], "the path")

    def the_keys_are_sealed_with_a_passphrase(self):
        self.ana.open()
        self.ana.creates_circle("Analysis", "Understand it")
        self.ana.writes("Page 12 has a drawing")
        self.ana.does("win.preferences")
        dialog = self.ana.dialog("Preferences")
        dialog.find(None, re.compile("^Sealed with a passphrase"), within=dialog)
        [box for box in dialog.all("check box") if "passphrase" in box.name][0].click()
        dialog.find("button", "Set the passphrase", sensitive=False)
        self.types_new(dialog, "short", "short")
        dialog.find(None, "Too short: at least eight characters.")
        self.types_new(dialog, PASSPHRASE, PASSPHRASE + "s")
        dialog.find(None, "The two are not the same.")
        dialog.find("button", "Set the passphrase", sensitive=False)
        self.types_new(dialog, PASSPHRASE, PASSPHRASE)
        dialog.find("button", "Set the passphrase", sensitive=True).click()
        dialog.find("text", "Present passphrase", timeout=LONG_S)
        self.ana.close()
        self.ana.end_engine()

    def the_next_window_asks_for_it(self):
        self.ana.open()
        field = self.ana.app.find("text", "Passphrase", timeout=LONG_S)
        self.ana.app.find("button", "Unlock", sensitive=False)
        field.set_text("seven green cups sang")
        self.ana.app.find("button", "Unlock", sensitive=True).click()
        self.ana.app.find(None, re.compile("^This is not the passphrase"), timeout=LONG_S)
        field.set_text(PASSPHRASE)
        self.ana.app.find("button", "Unlock", sensitive=True).click()
        self.ana.talks()
        self.ana.sees("Page 12 has a drawing")

    def the_network_is_searched_or_not(self):
        def chosen():
            return self.ana.engine.ctl("discovery")["discovery"]

        self.ana.does("win.preferences")
        dialog = self.ana.dialog("Preferences")
        turn_to(dialog, "Security")
        switch = dialog.find("check box", "Find people on this network")
        assert chosen()
        switch.click()
        wait_for(lambda: not chosen(), "the choice to be kept", LONG_S)
        # This engine was started with --no-discovery: it will not, and says so.
        switch.click()
        dialog.find(None, re.compile("^This engine was told to look for nobody"), timeout=LONG_S)
        assert not chosen()
        dialog.do("window.close")

    def everything_goes_into_one_file(self):
        self.ana.does("win.backup")
        dialog = self.ana.dialog("Backup")
        self.chooses(self.ana, dialog, "Where to put the backup", "Save")
        self.types_new(dialog, OF_THE_FILE, OF_THE_FILE)
        dialog.find("button", "Create", sensitive=True).click()
        dialog.find("label", "Everything is in the file", timeout=LONG_S)
        dialog.find("button", "Close").click()
        assert self.file.stat().st_size > 0
        assert b"drawing" not in self.file.read_bytes()

    def nothing_is_restored_over_circles(self):
        self.ana.does("win.restore")
        dialog = self.ana.dialog("Restore")
        dialog.find(None, re.compile("^There are circles here already"))
        dialog.find("button", "Restore", sensitive=False)
        dialog.do("window.close")

    def the_file_brings_it_back_elsewhere(self):
        self.later.open()
        self.later.app.find("button", "Restore from a backup", timeout=LONG_S).click()
        dialog = self.later.dialog("Restore")
        self.chooses(self.later, dialog, "Which backup to restore", "Open")
        field = dialog.find("text", "Passphrase of the backup")
        field.set_text("a house of paper goats")
        dialog.find("button", "Restore", sensitive=True).click()
        dialog.find(None, re.compile("^This is not the passphrase"), timeout=LONG_S)
        field.set_text(OF_THE_FILE)
        dialog.find("button", "Restore", sensitive=True).click()
        dialog.find("label", "1 circle is back", timeout=LONG_S)
        dialog.find(None, re.compile("This computer is now a device of its own"))
        dialog.find("button", "Close").click()
        self.later.talks()
        self.later.sees("Page 12 has a drawing")
        self.later.writes("Back again")
        self.later.sees("Back again")

    def the_windows_end_without_a_warning(self):
        self.ana.close()
        self.later.close()


def main():
    with tempfile.TemporaryDirectory(prefix="cenacle-ui-") as place, Desktop() as desk:
        story = Story(desk, pathlib.Path(place))
        try:
            status = tap.run([
                story.the_keys_are_sealed_with_a_passphrase,
                story.the_next_window_asks_for_it,
                story.the_network_is_searched_or_not,
                story.everything_goes_into_one_file,
                story.nothing_is_restored_over_circles,
                story.the_file_brings_it_back_elsewhere,
                story.the_windows_end_without_a_warning,
            ])
            if status != 0:
                desk.explain()
        finally:
            desk.stop_apps()  # or a window would start its engine again
            for person in (story.ana, story.later):
                person.end_engine()
    return status


if __name__ == "__main__":
    sys.exit(main())
