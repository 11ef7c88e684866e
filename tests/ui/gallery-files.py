#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Cenacle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Draws what a circle keeps: the library, what one sees of a file, files on their way, room that they take, and
files that go with messages.

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
from engines import Engine, until  # noqa: E402
from gallery import LANGUAGES, SCHEMES, SIZES  # noqa: E402
from person import LONG_S, end_engine_of  # noqa: E402
from uidrive import Desktop, wait_for  # noqa: E402

pages = importlib.import_module("gallery-pages")

STORIES = {
    "en": {
        "people": ("Ana Ribeiro", "Bo Lindqvist"),
        "board": ("board.jpg", "The board, before it was wiped", "board", "The board, before it was wiped."),
        "course": ("course.pdf", "The course, with the proof everybody asked for", "integrals,course",
                   "Here is the course, page 2 is the one I meant."),
        "film": ("lecture.mp4", "The lecture, filmed from the third row", "film", ""),
        "script": ("curve.py", "What draws the curve", "exercises", "This draws the curve:"),
        "far": ("archive.zip", "All of last year, in one archive", "", None),
        "lines": [f"Theorem {i} and its proof" for i in range(1, 4)],
        "link": "A page that draws series", "remark": "Page 2 is the one to read first.", "letter": "For you alone, before the others see it."},
    "fr": {
        "people": ("Élodie Martin", "Farid Haddad"),
        "board": ("tableau.jpg", "Le tableau, avant qu’on l’efface", "tableau", "Le tableau, avant qu’on l’efface."),
        "course": ("cours.pdf", "Le cours, avec la preuve que tout le monde voulait", "intégrales,cours",
                   "Voici le cours, je parlais de la page 2."),
        "film": ("séance.mp4", "Le cours, filmé du troisième rang", "film", ""),
        "script": ("courbe.py", "Ce qui dessine la courbe", "exercices", "Ceci dessine la courbe :"),
        "far": ("archives.zip", "Toute l’année dernière, en une archive", "", None),
        "lines": [f"Theoreme {i} et sa preuve" for i in range(1, 4)],
        "link": "Une page qui dessine les séries",
        "remark": "C’est la page 2 qu’il faut lire d’abord.",
        "letter": "Pour toi, avant que les autres le voient."},
}


def write_files(folder, story):
    subprocess.run(["convert", "-size", "1600x1000", "plasma:seagreen-gold", "-pointsize", "160", "-fill", "white",
                    "-gravity", "center", "-annotate", "0", "∫ f dμ", str(folder / story["board"][0])], check=True)
    (folder / story["course"][0]).write_bytes(document(story["lines"]))
    (folder / story["film"][0]).write_bytes(os.urandom(7_000_000))
    (folder / story["far"][0]).write_bytes(os.urandom(40_000_000))
    (folder / story["script"][0]).write_text("#!/usr/bin/python3\nfor x in range(10):\n    print('y =', x ** 2)\n")


def fill(place, language):
    """Bo shares; Ana looks, and fetches what Bo's computer is not there to give."""
    story = STORIES[language]
    ana, bo = [Engine(place, name) for name in ("ana", "bo")]
    for engine in (ana, bo):
        engine.environment.update(LANGUAGES[language])
        engine.start()
    name, intention, _ = pages.CIRCLES[language]
    circle = ana.ctl("circle", "create", name, "--intention", intention, "--as", story["people"][0])["circle"]
    link = ana.ctl("invite", "create", circle)["link"]
    bo.ctl("join", link, "--as", story["people"][1], "--wait", str(LONG_S))
    write_files(place, story)
    made = {}
    for what in ("script", "film", "board", "course", "far"):
        file, title, tags, text = story[what]
        options = ["--tags", tags] if tags else []
        made[what] = bo.ctl("share", circle, place / file, "--title", title, *options)["id"]
        if text is not None:
            bo.ctl("post", circle, text, "--attach", made[what])
    bo.ctl("share", circle, "https://example.org/series", "--title", story["link"])
    bo.ctl("remark", circle, made["course"], story["remark"])
    bo.ctl("recommend", circle, made["course"])
    bo.ctl("message", circle, story["people"][0], story["letter"], "--attach", place / story["script"][0])
    until(lambda: {"course", "board", "script"} <= {
        what for row in ana.rows("library", circle) for what, identifier in made.items()
        if row["id"] == identifier and row["held"]}, "the small files to be there", LONG_S)
    bo.stop()
    ana.ctl("fetch", circle, made["far"], "--wait", "0")
    return ana, bo, story


class FilesTour(pages.PageTour):
    def __init__(self, engines, *how):
        super().__init__(engines, *how)
        self.story = engines[2]

    def rows(self, words):
        return [row for rows in self.app.all("list") for row in rows.all("list item", re.compile(words))]

    def opens_row(self, words):
        self.app.come_to_front("Cenacle")
        wait_for(lambda: self.rows(re.escape(words)), words, LONG_S)[-1].pointer_click()
        self.desk.settle()

    def draw_library(self):
        self.goes("Library")
        self.rows(re.escape(self.story["far"][1]))
        self.desk.settle()
        self.take("library")
        self.app.find("toggle button", self.text("As a grid")).click()
        self.desk.settle()
        self.take("library-grid")
        self.app.find("toggle button", self.text("As a grid")).click()
        wait_for(lambda: self.rows(re.escape(self.story["course"][1])), "the list again", LONG_S)
        self.desk.settle()
        self.opens_row(self.story["course"][1])
        self.app.find("text", self.text("Write a remark"), timeout=LONG_S)
        self.take("resource")
        self.goes("Library")
        self.opens_row(self.story["far"][1])
        self.take("resource-on-its-way")
        self.goes("Storage")
        self.take("storage")

    def draw_channel(self):
        self.does("win.next-channel")
        wait_for(lambda: self.rows(re.escape(self.story["script"][3])), "the files", LONG_S)
        self.take("channel")
        for what, then in (("board", None), ("course", "view.next"), ("script", "view.open")):
            row = wait_for(lambda what=what: self.rows(re.escape(self.story[what][3])), what, LONG_S)[-1]
            title = re.escape(self.story[what][1])
            (row.all("button", re.compile(title)) or row.all("button", self.text("Open")))[0].click()
            self.take_view(f"view-{what}", then)
        self.app.menu(self.text("Attach files"), re.sub("_", "", self.text("From the _library…")))
        self.take_dialog("picker")

    def take_view(self, name, then):
        view = self.dialog()
        wait_for(lambda: view.all("image") or view.all("text"), "it to be shown", LONG_S)
        self.fit(view.name, 640)
        self.take(name, view.name)
        if then is not None:
            view.do(then)
            self.desk.settle()
            self.take(f"{name}-then", view.name)
        while len(self.app.windows()) > 1:
            self.desk.key("Escape")
            self.desk.settle()

    def draw(self):
        with Desktop(size=pages.SCREEN, env=self.environment) as self.desk:
            self.open(self.circle[0])
            self.fit("Cenacle", 900)
            self.draw_library()
            self.draw_channel()
            self.app.stop()


def main():
    folder = pathlib.Path(sys.argv[2])
    chosen = sys.argv[3:]

    def ways(among):
        return [way for way in among if way in chosen] or list(among)

    for language in ways(LANGUAGES):
        with tempfile.TemporaryDirectory(prefix="cenacle-pictures-") as place:
            engines = fill(pathlib.Path(place), language)
            try:
                for scheme in ways(SCHEMES):
                    for size in ways(SIZES):
                        FilesTour(engines, folder / f"{language}-{scheme}-{size}", language, scheme, size).draw()
            finally:
                for engine in engines[:2]:
                    engine.kill()
                    end_engine_of(engine.home)


if __name__ == "__main__":
    main()
