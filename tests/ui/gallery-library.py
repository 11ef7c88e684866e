#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Cenacle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Draws the library with content in it, to be looked at.

    gallery-library.py BUILD FOLDER [en|fr] [light|dark] [wide|narrow]
"""

import importlib
import os
import pathlib
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
if len(sys.argv) > 1:
    os.environ["CENACLE_BUILD"] = str(pathlib.Path(sys.argv[1]).absolute())
sys.path[:0] = [str(HERE.parent / "support"), str(HERE)]

from gallery import LANGUAGES, SCHEMES, SIZES  # noqa: E402
from person import LONG_S, end_engine_of  # noqa: E402
from uidrive import wait_for  # noqa: E402

life = importlib.import_module("gallery-life")

STORIES = {
    "en": (("notes.pdf", 380_000, "Notes of Thursday, with the proof everybody asked for", "integrals,notes"),
           ("film.mp4", 9_000_000, "The lecture, filmed from the third row", "film"),
           ("sheet.png", 24_000, "Exercise sheet 3", "exercises")),
    "fr": (("notes.pdf", 380_000, "Notes de jeudi, avec la preuve que tout le monde voulait", "intégrales,notes"),
           ("film.mp4", 9_000_000, "Le cours, filmé du troisième rang", "film"),
           ("feuille.png", 24_000, "Feuille d’exercices 3", "exercices")),
}
LINKS = {"en": "A page that draws series", "fr": "Une page qui dessine les séries"}
REMARKS = {"en": "Page 12 is the one to read first.", "fr": "C’est la page 12 qu’il faut lire d’abord."}


class Library(life.Life):
    def fill_questions(self):
        language = "fr" if self.story is life.STORIES["fr"] else "en"
        folder = self.people[0].home.parent
        for i, (name, size, title, tags) in enumerate(STORIES[language]):
            (folder / name).write_bytes(os.urandom(size))
            made = self.people[1].ctl("share", self.id, folder / name, "--title", title, "--tags",
                                      tags)["id"]
            if i == 0:
                self.people[1].ctl("remark", self.id, made, REMARKS[language])
                self.people[1].ctl("recommend", self.id, made)
        self.people[1].ctl("share", self.id, "https://example.org/series", "--title", LINKS[language])


class LibraryTour(life.LifeTour):
    PLACES = ("library",)

    def draw_library(self):
        self.go("library")
        self.take("library")
        rows = wait_for(lambda: [row for rows in self.app.all("list", self.text("Files"))
                                 for row in rows.all("list item")], "a file", LONG_S)
        rows[-1].pointer_click()
        self.app.find("button", self.text("Save as…"), timeout=LONG_S)
        self.take("resource")
        self.presses("Add a link")
        self.take_dialog("link")


def main():
    folder = pathlib.Path(sys.argv[2])
    chosen = sys.argv[3:]

    def ways(among):
        return [way for way in among if way in chosen] or list(among)

    for language in ways(LANGUAGES):
        with tempfile.TemporaryDirectory(prefix="cenacle-pictures-") as place:
            circle = Library(pathlib.Path(place), life.STORIES[language])
            try:
                circle.fill()
                for scheme in ways(SCHEMES):
                    for size in ways(SIZES):
                        LibraryTour(circle, folder / f"{language}-{scheme}-{size}", language, scheme,
                                    size).draw(())
            finally:
                for engine in circle.people:
                    engine.kill()
                    end_engine_of(engine.home)


if __name__ == "__main__":
    main()
