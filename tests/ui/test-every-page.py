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


class Visit:
    def __init__(self, desk, place):
        self.walk = walk.Walk(desk, place, pseudo.lengthen)
        self.nameless, self.foreign, self.wide = [], [], []
        self.n_seen = 0

    def look(self, page, title, rows):
        self.n_seen += 1
        self.nameless += walk.unnamed(page, rows)
        self.foreign += walk.untranslated(page, rows, self.known)
        self.wide += walk.too_wide(self.walk.app, page, title)

    def every_page_and_dialog_opens(self):
        self.walk.fill()
        self.known = walk.FOREIGN | walk.content_of(self.walk.engine.home) | walk.words_of_dates()
        self.walk.open()
        self.walk.walk(self.look)
        assert self.n_seen >= len(walk.PAGES) + len(walk.DIALOGS)
        self.walk.person.close()

    def every_control_has_a_name_and_a_role(self):
        assert not self.nameless, "\n".join(sorted(set(self.nameless)))

    def every_string_is_translated(self):
        assert not self.foreign, "\n".join(sorted(set(self.foreign)))

    def nothing_is_wider_than_a_telephone(self):
        assert not self.wide, "\n".join(self.wide)


def main():
    with tempfile.TemporaryDirectory(prefix="cenacle-ui-") as place, \
            Desktop(size=SCREEN, env=walk.make_pseudo()) as desk:
        visit = Visit(desk, pathlib.Path(place))
        try:
            status = tap.run([visit.every_page_and_dialog_opens, visit.every_control_has_a_name_and_a_role,
                              visit.every_string_is_translated, visit.nothing_is_wider_than_a_telephone])
            if status != 0:
                desk.explain()
        finally:
            desk.stop_apps()  # or the window would start its engine again
            visit.walk.end()
    return status


if __name__ == "__main__":
    sys.exit(main())
