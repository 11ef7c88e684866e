#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Cenacle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Draws the pages of a circle's life with content in them, to be looked at, as gallery.py does those of
who belongs to it.

    gallery-life.py BUILD FOLDER [en|fr] [light|dark] [wide|narrow] [PLACE…]
"""

import os
import pathlib
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
if len(sys.argv) > 1:
    os.environ["CENACLE_BUILD"] = str(pathlib.Path(sys.argv[1]).absolute())
sys.path[:0] = [str(HERE.parent / "support"), str(HERE)]

from engines import Engine  # noqa: E402
from gallery import LANGUAGES, SCHEMES, SCREEN, SIZES, Tour  # noqa: E402
from person import LONG_S, end_engine_of  # noqa: E402
from uidrive import Desktop, wait_for  # noqa: E402

STORIES = {
    "en": {
        "circle": ("Analysis, Thursday class", "Understand analysis instead of learning it by heart"),
        "people": ("Ana Ribeiro", "Bo Lindqvist", "Chidi Okafor"),
        "questions": (
            (1, "Why must a continuous function on a closed interval have a maximum?",
             "I see it in the *picture*, but not in the proof. Where is it used that the interval is closed?",
             ("topology",), 2),
            (2, "Is there a trick to see which substitution works?", "", ("integrals",), 0),
            (0, "What is a good first book on series?", "", (), 1)),
        "answers": ("Try `1/x` on the **open** interval first: what goes wrong?",
                    "And then read page 41, second paragraph."),
        "private": "Could we go through exercise 3 together?",
    },
    "fr": {
        "circle": ("Analyse, cours du jeudi", "Comprendre l’analyse au lieu de l’apprendre par cœur"),
        "people": ("Élodie Martin", "Farid Haddad", "Inès Moreau"),
        "questions": (
            (1, "Pourquoi une fonction continue sur un intervalle fermé a-t-elle un maximum ?",
             "Je le vois sur le *dessin*, pas dans la preuve. Où se sert-on de ce que l’intervalle est fermé ?",
             ("topologie",), 2),
            (2, "Y a-t-il une astuce pour voir quel changement de variable marche ?", "", ("intégrales",), 0),
            (0, "Quel bon premier livre sur les séries ?", "", (), 1)),
        "answers": ("Essaie d’abord `1/x` sur l’intervalle **ouvert** : qu’est-ce qui cloche ?",
                    "Puis lis la page 41, deuxième paragraphe."),
        "private": "On pourrait reprendre l’exercice 3 ensemble ?",
    },
}


class Life:
    def __init__(self, place, story):
        self.story = story
        self.people = [Engine(place, f"p{i}") for i in range(3)]

    def fill(self):
        names = self.story["people"]
        name, intention = self.story["circle"]
        for engine in self.people:
            engine.start()
        self.id = self.people[0].ctl("circle", "create", name, "--intention", intention, "--as",
                                     names[0])["circle"]
        link = self.people[0].ctl("invite", "create", self.id, "--uses", "10")["link"]
        for engine, who in zip(self.people[1:], names[1:]):
            engine.ctl("join", link, "--as", who, "--wait", str(LONG_S))
        self.fill_questions()
        for engine in self.people:
            engine.ctl("sync", self.id, "--wait", str(LONG_S))
        self.people[0].ctl("wait", self.id, "--in-sync", "--timeout", str(LONG_S))

    def ctl(self, who, *arguments):
        """What may have to wait until it has come here."""
        def tries():
            done = self.people[who].run(*arguments)
            return done if done.status == 0 else None
        return wait_for(tries, " ".join(arguments), LONG_S)

    def fill_questions(self):
        for who, title, text, skills, n_answers in self.story["questions"]:
            made = self.people[who].ctl("ask", self.id, title, text,
                                        *(word for skill in skills for word in ("--skill", skill)))["id"]
            for k in range(n_answers):
                other = (who + 1 + k) % 3
                self.ctl(other, "answer", self.id, made, self.story["answers"][k])
                self.ctl(other, "me-too", self.id, made)
        answered = self.people[0].rows("questions", self.id)[-1]["id"]
        wait_for(lambda: self.people[0].rows("answers", self.id, answered), "the answer", LONG_S)
        self.ctl(0, "accept", self.id, self.people[0].rows("answers", self.id, answered)[0]["id"])
        self.ctl(1, "ask", self.id, self.story["private"], "--to", self.story["people"][0])


class LifeTour(Tour):
    PLACES = ("questions",)

    def go(self, place):
        self.does("win.close-pane") if "win.close-pane" in self.frame.actions() else None
        if self.size[0] < 400 and "win.back" in self.frame.actions():
            self.frame.do("win.back")
        self.desk.settle()
        self.app.come_to_front("Cenacle")
        title = self.text(place.capitalize())
        wait_for(lambda: [row for rows in self.app.all("list", self.text("Places"))
                          for row in rows.all("list item", title)], title, LONG_S)[0].pointer_click()
        self.desk.settle()

    def draw_questions(self):
        self.go("questions")
        self.take("questions")
        rows = wait_for(lambda: [row for rows in self.app.all("list", self.text("Answered, not accepted yet"))
                                 for row in rows.all("list item")], "a question", LONG_S)
        rows[0].pointer_click()
        self.app.find("button", self.text("Accept this answer"), timeout=LONG_S)
        self.take("question")
        self.presses("Ask a question")
        self.take_dialog("ask")

    def presses(self, button):
        self.app.find("button", self.text(button), sensitive=True, timeout=LONG_S).click()

    def draw(self, places):
        with Desktop(size=SCREEN, env=self.environment) as self.desk:
            self.open(self.circle.people[0])
            for place in places or self.PLACES:
                getattr(self, f"draw_{place}")()
            self.app.stop()


def main():
    folder = pathlib.Path(sys.argv[2])
    chosen = sys.argv[3:]

    def ways(among):
        return [way for way in among if way in chosen] or list(among)

    for language in ways(LANGUAGES):
        with tempfile.TemporaryDirectory(prefix="cenacle-pictures-") as place:
            life = Life(pathlib.Path(place), STORIES[language])
            try:
                life.fill()
                for scheme in ways(SCHEMES):
                    for size in ways(SIZES):
                        LifeTour(life, folder / f"{language}-{scheme}-{size}", language, scheme, size).draw(
                            [name for name in chosen if name in LifeTour.PLACES])
            finally:
                for engine in life.people:
                    engine.kill()
                    end_engine_of(engine.home)


if __name__ == "__main__":
    main()
