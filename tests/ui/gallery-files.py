#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Cenacle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Draws a channel with files in it, what one sees of them, and the warning before what can run.

    gallery-files.py BUILD FOLDER [en|fr] [light|dark] [wide|narrow]
"""

import importlib
import os
import pathlib
import re
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
if len(sys.argv) > 1:
    os.environ["CENACLE_BUILD"] = str(pathlib.Path(sys.argv[1]).absolute())
sys.path[:0] = [str(HERE.parent / "support"), str(HERE)]

from documents import document  # noqa: E402
from gallery import LANGUAGES, SCHEMES, SCREEN, SIZES  # noqa: E402
from person import LONG_S, end_engine_of  # noqa: E402
from uidrive import Desktop, wait_for  # noqa: E402

life = importlib.import_module("gallery-life")

STORIES = {
    "en": {"picture": ("The board, before it was wiped.", "board.jpg"),
           "pages": ("Here is the course, page 12 is the one I meant.", "course.pdf"),
           "film": ("", "lecture.mp4"), "script": ("This draws the curve:", "curve.py"),
           "lines": [f"Theorem {i} and its proof" for i in range(1, 4)]},
    "fr": {"picture": ("Le tableau, avant qu’on l’efface.", "tableau.jpg"),
           "pages": ("Voici le cours, je parlais de la page 12.", "cours.pdf"),
           "film": ("", "séance.mp4"), "script": ("Ceci dessine la courbe :", "courbe.py"),
           "lines": [f"Theoreme {i} et sa preuve" for i in range(1, 4)]},
}


class Files(life.Life):
    def fill_life(self):
        pass

    def fill_questions(self):
        story = STORIES["fr" if self.story is life.STORIES["fr"] else "en"]
        folder = self.people[0].home.parent
        subprocess.run(["convert", "-size", "1600x1000", "plasma:seagreen-gold", "-pointsize", "160", "-fill", "white",
                        "-gravity", "center", "-annotate", "0", "∫ f dμ", str(folder / story["picture"][1])],
                       check=True)
        (folder / story["pages"][1]).write_bytes(document(story["lines"]))
        (folder / story["film"][1]).write_bytes(os.urandom(7_000_000))
        (folder / story["script"][1]).write_text("#!/usr/bin/python3\nprint('y = x²')\n")
        for what in ("picture", "pages", "film", "script"):
            text, name = story[what]
            self.people[1].ctl("post", self.id, text, "--attach", folder / name)


class FilesTour(life.LifeTour):
    def rows(self, words):
        return [row for rows in self.app.all("list") for row in rows.all("list item", re.compile(words))]

    def draw(self, story):
        with Desktop(size=SCREEN, env=self.environment) as self.desk:
            self.open(self.circle.people[0])
            self.does("win.next-channel")
            wait_for(lambda: self.rows(re.escape(story["script"][1])), "the files", LONG_S)
            self.app.find("button", re.compile(re.escape(story["picture"][1])), timeout=LONG_S)
            self.desk.settle()
            wait_for(lambda: not self.rows(re.escape(story["script"][1]) + ".*" + self.text("%s, not here")[4:]),
                     "the small files", LONG_S)
            self.take("channel")
            self.app.find("button", re.compile(re.escape(story["picture"][1])), timeout=LONG_S).click()
            self.take_view("picture")
            buttons = wait_for(lambda: self.rows(re.escape(story["pages"][1])), "the document", LONG_S)[0]
            buttons.find("button", self.text("Open")).click()
            self.take_view("document", lambda view: view.do("view.next"))
            self.rows(re.escape(story["script"][1]))[0].find("button", self.text("Open")).click()
            self.take_view("script", lambda view: view.do("view.open"))
            self.app.stop()

    def take_view(self, name, then=None):
        view = self.dialog()
        wait_for(lambda: view.all("image") or view.all("text"), "it to be shown", LONG_S)
        self.desk.settle()
        self.fit(view.name, 640)
        self.take(name, view.name)
        if then is not None:
            then(view)
            self.desk.settle()
            self.take(f"{name}-then", view.name)
        while len(self.app.windows()) > 1:
            self.desk.key("Escape")
            self.desk.settle()


def main():
    folder = pathlib.Path(sys.argv[2])
    chosen = sys.argv[3:]

    def ways(among):
        return [way for way in among if way in chosen] or list(among)

    for language in ways(LANGUAGES):
        with tempfile.TemporaryDirectory(prefix="cenacle-pictures-") as place:
            circle = Files(pathlib.Path(place), life.STORIES[language])
            try:
                circle.fill()
                for scheme in ways(SCHEMES):
                    for size in ways(SIZES):
                        FilesTour(circle, folder / f"{language}-{scheme}-{size}", language, scheme,
                                  size).draw(STORIES[language])
            finally:
                for engine in circle.people:
                    engine.kill()
                    end_engine_of(engine.home)


if __name__ == "__main__":
    main()
