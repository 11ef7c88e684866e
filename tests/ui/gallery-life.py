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
from person import LONG_S, end_engine_of, find_place  # noqa: E402
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
        "polls": (("When do we meet next?", ("Tuesday at 18:00", "Thursday at 18:00", "Saturday morning"), ()),
                  ("What shall we read first?", ("Series", "Integrals", "Topology"), ("--ranked",))),
        "proposals": (("Fourier series", "From the *heat* equation to music."),
                      ("What is measure, really?", ""), ("An evening of mistakes", "Each brings one.")),
        "kudos": ("for drawing it until I saw it", "patience"),
        "badge": ("Owl", "🦉", "for a question that helped all"),
        "boost": ("Chidi's drawings", "I saw at once what I had read for a week."),
        "charter": "# How we learn here\n\n- We listen before we answer.\n- No question is too small.",
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
        "polls": (("Quand nous revoyons-nous ?", ("Mardi à 18 h", "Jeudi à 18 h", "Samedi matin"), ()),
                  ("Que lisons-nous d’abord ?", ("Séries", "Intégrales", "Topologie"), ("--ranked",))),
        "proposals": (("Les séries de Fourier", "De l’équation de la *chaleur* à la musique."),
                      ("La mesure, au fond ?", ""), ("Une soirée d’erreurs", "Chacun en apporte une.")),
        "kudos": ("pour l’avoir dessiné jusqu’à ce que je voie", "patience"),
        "badge": ("Chouette", "🦉", "pour une question qui a aidé tout le monde"),
        "boost": ("Les dessins d’Inès", "J’ai vu d’un coup ce que je lisais depuis une semaine."),
        "charter": "# Comment nous apprenons\n\n- Nous écoutons avant de répondre.\n- Aucune question n’est trop petite.",
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
        self.fill_life()
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


    def fill_life(self):
        story, people = self.story, self.people
        for question, options, more in story["polls"]:
            poll = people[1].ctl("poll", "create", self.id, question, *options, *more)["id"]
            for who, choices in ((1, options[:1]), (2, options[1:] if more else options[:1])):
                self.ctl(who, "poll", "vote", self.id, poll, *choices)
        for title, text in story["proposals"]:
            made = people[2].ctl("propose", self.id, title, text)["id"]
        self.ctl(1, "proposal", "vote", self.id, made)
        self.ctl(0, "proposal", "vote", self.id, made)
        self.ctl(2, "proposal", "present", self.id, made)
        reason, skill = story["kudos"]
        self.ctl(1, "kudos", "give", self.id, story["people"][2], "--for", reason, "--skill", skill)
        badge = people[0].ctl("badge", "create", self.id, *story["badge"])["id"]
        self.ctl(1, "badge", "award", self.id, badge, story["people"][2])
        people[1].ctl("boost", "give", self.id, *story["boost"])
        people[0].ctl("circle", "set", self.id, "charter", story["charter"])
        wait_for(lambda: people[2].ctl("charter", "show", self.id)["version"] == 1, "the charter", LONG_S)
        people[2].ctl("charter", "accept", self.id)


class LifeTour(Tour):
    PLACES = ("questions", "polls", "proposals", "kudos", "week")
    TITLES = {"week": "This week"}

    def go(self, place):
        self.does("win.close-pane") if "win.close-pane" in self.frame.actions() else None
        if self.size[0] < 400 and "win.back" in self.frame.actions():
            self.frame.do("win.back")
        self.desk.settle()
        self.app.come_to_front("Cenacle")
        title = self.text(self.TITLES.get(place, place.capitalize()))
        find_place(self.app, title, [self.text(name) for name in ("Places", "Learning together")]).pointer_click()
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

    def draw_polls(self):
        self.go("polls")
        self.take("polls")
        wait_for(lambda: [row for rows in self.app.all("list", self.text("Open polls"))
                          for row in rows.all("list item")], "a poll", LONG_S)[0].pointer_click()
        self.app.find("button", self.text("Close the poll"), timeout=LONG_S)
        self.take("poll")
        self.presses("New poll")
        self.take_dialog("new-poll")

    def draw_proposals(self):
        self.go("proposals")
        self.take("proposals")

    def draw_kudos(self):
        self.go("kudos")
        self.take("kudos")
        self.presses("Say thanks")
        self.take_dialog("thank")

    def draw_week(self):
        self.go("week")
        self.take("week")

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
