#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Cenacle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every page and dialog, in a language made for it (support/pseudo.py): each control says what it is, no
string was forgotten by the translators' tools, nothing is wider than a telephone, and no words are cut short."""

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
IS_WHOLE = os.environ.get("CENACLE_WALK") == "1"  # make walk: panes and dialogs, and the languages there are
REAL = [(language, percent) for language in ("en", "fr") for percent in (100, 200)]


class Visit:
    """One walk; what it found."""

    def __init__(self, desk, place, say, **ways):
        self.walk = walk.Walk(desk, place, say, **ways)
        self.nameless, self.foreign, self.large, self.cut, self.small, self.stops = [], [], [], [], [], []
        self.moved = set()
        self.has_large_letters = False
        self.known = None

    def look(self, page, title, rows):
        self.nameless += walk.unnamed(page, title, rows)
        if self.known is not None:
            self.foreign += walk.untranslated(page, rows, self.known)
        said = self.walk.probed()
        self.large += walk.too_large(self.walk.app, page, title, said, self.has_large_letters)
        self.moved.update(kind for what, kind, _, _, _ in said if what == "moved")
        self.stops += walk.too_many_stops(page, said)
        self.stops += walk.not_begun(page, said)
        self.large += walk.covered(page, said)
        self.cut += walk.cut_short(page, said)
        self.small += walk.too_small(page, said)

    def run(self):
        try:
            self.walk.open()
            self.walk.walk(self.look, IS_WHOLE)
            self.walk.app.stop()
            faults = walk.faults_of(self.walk.app.warnings())
            assert not faults, faults
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
            self.visit.walk.fill()
            self.visit.known = walk.content_of(self.visit.walk.engine.home) + walk.words_of_dates()
            self.visit.run()

    def every_control_has_a_name_and_a_role(self):
        assert not self.visit.nameless, "\n".join(sorted(set(self.visit.nameless)))

    def every_string_is_translated(self):
        assert not self.visit.foreign, "\n".join(sorted(set(self.visit.foreign)))

    def nothing_is_larger_than_a_telephone(self):
        assert not self.visit.large, "\n".join(self.visit.large)

    def the_tab_key_stops_once_in_a_list(self):
        assert not self.visit.stops, "\n".join(sorted(set(self.visit.stops)))

    def no_words_are_cut_short(self):
        assert not self.visit.cut, "\n".join(sorted(set(self.visit.cut)))

    def nor_in_any_language_with_letters_twice_as_large(self):
        if not IS_WHOLE:
            raise tap.Skip("make walk looks at it")
        faults = []
        for language, percent in REAL:
            environment = walk.speaking(language)
            with tempfile.TemporaryDirectory(prefix="cenacle-ui-") as place, \
                    Desktop(size=SCREEN, env=environment, settings=walk.letters_of(percent)) as desk:
                visit = Visit(desk, pathlib.Path(place), walk.words_of(language))
                visit.has_large_letters = percent > 100
                visit.walk.fill()
                visit.run()
                assert visit.moved, "nothing moves where it may: the probe does not see it"
                faults += [f"{language}, {percent} %: {fault}"
                           for fault in visit.large + visit.nameless + visit.stops + sorted(set(visit.cut))]
        assert not faults, "\n".join(faults)

    def nor_for_a_finger_on_a_telephone(self):
        """In the language that needs most room: one pane, all that one aims at as large as a finger. Nothing slides
        where the person wants no motion."""
        if not IS_WHOLE:
            raise tap.Skip("make walk looks at it")
        with tempfile.TemporaryDirectory(prefix="cenacle-ui-") as place, \
                Desktop(size=SCREEN, env=walk.speaking("fr"), settings=walk.NO_MOTION) as desk:
            visit = Visit(desk, pathlib.Path(place), walk.words_of("fr"), environment={"CENACLE_TOUCH": "1"},
                          size=(walk.NARROW_PX, 640))
            visit.walk.fill()
            visit.run()
        faults = sorted(set(visit.small + visit.cut)) + [f"{kind} moves" for kind in sorted(visit.moved)]
        assert not faults, "\n".join(faults)


if __name__ == "__main__":
    story = Story()
    sys.exit(tap.run([story.every_page_opens, story.every_control_has_a_name_and_a_role, story.every_string_is_translated,
                      story.nothing_is_larger_than_a_telephone, story.the_tab_key_stops_once_in_a_list, story.no_words_are_cut_short,
                      story.nor_in_any_language_with_letters_twice_as_large,
                      story.nor_for_a_finger_on_a_telephone]))
