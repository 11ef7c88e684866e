#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Cenacle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every page and dialog, in a language made for it (support/pseudo.py): each control says what it is, no
string was forgotten by the translators' tools, and nothing is wider than a telephone."""

import os
import pathlib
import sys
import tempfile

sys.path[:0] = [os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"),
                os.path.dirname(os.path.abspath(__file__))]

import pseudo  # noqa: E402
import tap  # noqa: E402
import walk  # noqa: E402
from uidrive import Desktop  # noqa: E402

SCREEN = "1280x1000"
LONGER_PX = 20  # what a language that is a third longer may add to a dialog
IS_WHOLE = os.environ.get("CENACLE_WALK") == "1"  # make walk: panes and dialogs, and the languages there are
REAL = [(language, percent) for language in ("en", "fr") for percent in (100, 200)]


class Visit:
    """One walk; what it found."""

    def __init__(self, desk, place, say):
        self.walk = walk.Walk(desk, place, say)
        self.nameless, self.foreign, self.wide = [], [], []
        self.limit = walk.NARROW_PX
        self.known = None

    def look(self, page, title, rows):
        self.nameless += walk.unnamed(page, rows)
        if self.known is not None:
            self.foreign += walk.untranslated(page, rows, self.known)
        self.wide += walk.too_wide(self.walk.app, page, title, self.limit)

    def run(self):
        try:
            self.walk.open()
            self.walk.walk(self.look, IS_WHOLE)
            self.walk.person.close()
        finally:
            self.walk.desk.stop_apps()  # or the window would start its engine again
            self.walk.end()


class Story:
    def __init__(self):
        self.visit = None

    def every_page_opens(self):
        with tempfile.TemporaryDirectory(prefix="cenacle-ui-") as place, \
                Desktop(size=SCREEN, env=walk.make_pseudo()) as desk:
            self.visit = Visit(desk, pathlib.Path(place), pseudo.lengthen)
            self.visit.limit += LONGER_PX
            self.visit.walk.fill()
            self.visit.known = walk.content_of(self.visit.walk.engine.home) + walk.words_of_dates()
            self.visit.run()

    def every_control_has_a_name_and_a_role(self):
        assert not self.visit.nameless, "\n".join(sorted(set(self.visit.nameless)))

    def every_string_is_translated(self):
        assert not self.visit.foreign, "\n".join(sorted(set(self.visit.foreign)))

    def nothing_is_wider_than_a_telephone(self):
        assert not self.visit.wide, "\n".join(self.visit.wide)

    def nor_in_any_language_with_letters_twice_as_large(self):
        if not IS_WHOLE:
            raise tap.Skip("make walk looks at it")
        faults = []
        for language, percent in REAL:
            environment = walk.speaking(language)
            with tempfile.TemporaryDirectory(prefix="cenacle-ui-") as place, \
                    Desktop(size=SCREEN, env=environment, settings=walk.letters_of(percent)) as desk:
                visit = Visit(desk, pathlib.Path(place), walk.words_of(language))
                visit.walk.fill()
                visit.run()
                faults += [f"{language}, {percent} %: {fault}" for fault in visit.wide + visit.nameless]
        assert not faults, "\n".join(faults)


if __name__ == "__main__":
    story = Story()
    sys.exit(tap.run([story.every_page_opens, story.every_control_has_a_name_and_a_role, story.every_string_is_translated,
                      story.nothing_is_wider_than_a_telephone, story.nor_in_any_language_with_letters_twice_as_large]))
