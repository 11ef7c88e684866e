#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Cenacle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Draws the pages of a circle that lives, filled by "cenaclectl load", to be looked at, as gallery.py
does those of who belongs to it.

    gallery-pages.py BUILD FOLDER [en|fr] [light|dark] [wide|narrow] [PAGE…]
"""

import os
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
if len(sys.argv) > 1:
    os.environ["CENACLE_BUILD"] = str(pathlib.Path(sys.argv[1]).absolute())
sys.path[:0] = [str(HERE.parent / "support"), str(HERE)]

from gallery import Tour, draw_in_every_way, new_engine  # noqa: E402
from person import LONG_S  # noqa: E402
from uidrive import Desktop  # noqa: E402

SCREEN = "1200x1400"
HEIGHT = 1100  # so that most of a page shows
CIRCLES = {"en": ("Analysis, Thursday class", "Understand analysis instead of learning it by heart", "Ana"),
           "fr": ("Analyse, cours du jeudi", "Comprendre l’analyse au lieu de l’apprendre par cœur", "Élodie")}

# Each page: its title in the sidebar, what is opened in it (a list of which the first row is), and
# what is pressed there.
PAGES = {
    "home": ("Home", None, None),
    "week": ("This week", None, "Name what helped"),
    "questions": ("Questions", "Answered, not accepted yet", "Ask a question"),
    "sessions": ("Sessions", "To come", "Plan a session"),
    "pairs": ("Skills", "Pairs", "Propose to be a pair"),
    "paths": ("Paths", "You are on the way", "Begin a path"),
    "library": ("Library", None, None),
    "proposals": ("Proposals", None, "Propose a topic"),
    "polls": ("Polls", "Open polls", "New poll"),
    "kudos": ("Kudos", None, "Say thanks"),
    "members": ("Members", "Members", None),
    "pulse": ("Pulse", None, None),
    "care": ("To look after", None, None),
    "mentions": ("Mentions", None, None),
    "storage": ("Storage", None, None),
}


def fill(place, language):
    engine = new_engine(place, "ana")
    engine.start()
    name, intention, who = CIRCLES[language]
    circle = engine.ctl("circle", "create", name, "--intention", intention, "--as", who)["circle"]
    engine.ctl("load", circle, "--posts", "160", "--authors", "8")
    new = new_engine(place, "new")
    new.start()
    new.ctl("circle", "create", name, "--intention", intention, "--as", who)
    return (engine, new), (engine, new)


class PageTour(Tour):
    def draw_page(self, name):
        title, opened, pressed = PAGES[name]
        self.fit("Cenacle", HEIGHT)
        self.goes(title)
        self.take(name)
        if opened is not None:
            self.opens(opened)
            self.take(f"{name}-one")
        if pressed is not None:
            self.goes(title)
            self.app.find("button", self.text(pressed), sensitive=True, timeout=LONG_S).click()
            self.take_dialog(f"{name}-new")

    def draw(self, names):
        """The last engine of the circle is of one that has just begun."""
        with Desktop(size=SCREEN, env=self.environment) as self.desk:
            self.open(self.circle[0])
            for name in names or PAGES:
                self.draw_page(name)
            self.app.stop()
            if not names:
                self.open(self.circle[1])
                self.goes("Home")
                self.take("home-new-circle")
                self.app.stop()


def main():
    draw_in_every_way(fill, PageTour, PAGES)


if __name__ == "__main__":
    main()
