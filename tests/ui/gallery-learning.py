#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Cenacle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Draws the pages of meeting and learning from each other with content in them, to be looked at, as
gallery.py does those of who belongs to a circle.

    gallery-learning.py BUILD FOLDER [en|fr] [light|dark] [wide|narrow] [PLACE…]
"""

import os
import pathlib
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
if len(sys.argv) > 1:
    os.environ["CENACLE_BUILD"] = str(pathlib.Path(sys.argv[1]).absolute())
sys.path[:0] = [str(HERE.parent / "support"), str(HERE)]

from gallery import SCREEN, Tour, draw_in_every_way, new_engine  # noqa: E402
from person import LONG_S  # noqa: E402
from uidrive import Desktop, wait_for  # noqa: E402

STORIES = {
    "en": {
        "circle": ("Analysis, Thursday class", "Understand analysis instead of learning it by heart"),
        "people": ("Ana Ribeiro", "Bo Lindqvist", "Chidi Okafor"),
        "sessions": (("Series, at last", "Bring *one* series that you find beautiful.", "Room 3"),
                     ("Reading: Spivak, chapter 5", "", "Ana’s kitchen"),
                     ("Integrals by parts", "What we did not finish last time.", "")),
        "minutes": "We did exercises 3 to 5. **Bo** shows number 6 next time.",
        "skills": (("Series", "LaTeX"), ("Piano",), ("LaTeX", "Rust")),
        "wants": (("Rust",), ("Series",), ("Series", "Piano")),
        "goal": "Write the notes of the term in LaTeX",
        "checkin": "The first two chapters stand. I am stuck at the figures.",
        "paths": ("Integrals, from zero", "Series for the impatient"),
        "deck": ("Words of analysis", "area :: what is *under* a curve\nQ: When does a series converge?\nA: When its partial sums do.\nlimit :: where it goes, whether or not it arrives\n"),
        "steps": ("What an area is", "Substitution", "By parts", "Improper integrals"),
    },
    "fr": {
        "circle": ("Analyse, cours du jeudi", "Comprendre l’analyse au lieu de l’apprendre par cœur"),
        "people": ("Élodie Martin", "Farid Haddad", "Inès Moreau"),
        "sessions": (("Les séries, enfin", "Apportez *une* série que vous trouvez belle.", "Salle 3"),
                     ("Lecture : Spivak, chapitre 5", "", "La cuisine d’Élodie"),
                     ("Intégrer par parties", "Ce que nous n’avons pas fini.", "")),
        "minutes": "Exercices 3 à 5 faits. **Farid** montre le 6 la prochaine fois.",
        "skills": (("Séries", "LaTeX"), ("Piano",), ("LaTeX", "Rust")),
        "wants": (("Rust",), ("Séries",), ("Séries", "Piano")),
        "goal": "Rédiger les notes du semestre en LaTeX",
        "checkin": "Les deux premiers chapitres tiennent. Je bute sur les figures.",
        "paths": ("Les intégrales, de zéro", "Les séries pour gens pressés"),
        "deck": ("Les mots de l’analyse", "aire :: ce qui est *sous* une courbe\nQ : Quand une série converge-t-elle ?\nR : Quand ses sommes partielles convergent.\nlimite :: là où cela va, que cela y arrive ou non\n"),
        "steps": ("Ce qu’est une aire", "Changement de variable", "Par parties", "Intégrales impropres"),
    },
}


def in_hours(n):
    return time.strftime("%Y-%m-%dT%H:00:00Z", time.gmtime(time.time() + 3600 * n))


class Learning:
    def __init__(self, place, story):
        self.story = story
        self.people = [new_engine(place, f"p{i}") for i in range(3)]

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
        self.fill_sessions()
        self.fill_pairs()
        self.fill_paths()
        self.fill_decks()

    def ctl(self, who, *arguments):
        """What may have to wait until it has come here."""
        def tries():
            done = self.people[who].run(*arguments)
            return done if done.status == 0 else None
        return wait_for(tries, " ".join(arguments), LONG_S).rows()

    def fill_sessions(self):
        starts = (in_hours(0), in_hours(50), in_hours(-50))
        self.now = None
        more = (("--format", "talk"), ("--format", "reading", "--repeat", "weekly", "--capacity", "1"), ())
        for (title, text, place), start, options in zip(self.story["sessions"], starts, more):
            made = self.ctl(0, "session", "plan", self.id, title, "--start", start, "--text", text,
                            "--place", place, *options)[0]["id"]
            self.now = self.now or made
            for who in range(3):
                self.ctl(who, "session", "rsvp", self.id, made, ("yes", "yes", "maybe")[who])
        for who in range(3):
            self.ctl(who, "session", "attend", self.id, made)
            self.ctl(who, "session", "feedback", self.id, made, str(3 + who), "5")
        self.ctl(1, "session", "minutes", self.id, made, self.story["minutes"])

        self.hold_session()

    def hold_session(self):
        """The one that is on: Bo hosts until Ana's window comes, and is in the midst of it."""
        self.ctl(1, "session", "enter", self.id, self.now)
        note = self.ctl(1, "note", "create", self.id, self.story["sessions"][0][0])[0]["id"]
        self.ctl(1, "note", "insert", self.id, note, "0", "# " + self.story["steps"][0] + "\n\n" +
                 self.story["minutes"] + "\n")
        self.ctl(1, "session", "note", self.id, self.now, note)
        wait_for(lambda: self.people[1].run("session", "next", self.id, self.now).status == 0, "Bo to host", LONG_S)
        self.ctl(1, "session", "next", self.id, self.now)
        for who in (2, 1):
            self.ctl(who, "session", "queue", self.id, self.now)
        self.ctl(1, "session", "speak", self.id, self.now)
        self.ctl(2, "session", "queue", self.id, self.now)

    def fill_pairs(self):
        names = self.story["people"]
        for who in range(3):
            for skill in self.story["skills"][who]:
                self.ctl(who, "skill", "offer", self.id, skill)
            for skill in self.story["wants"][who]:
                self.ctl(who, "skill", "want", self.id, skill)
        pair = self.ctl(1, "pair", "propose", self.id, names[0], "--goal", self.story["goal"])[0]["id"]
        self.ctl(0, "pair", "accept", self.id, pair)
        self.ctl(1, "pair", "checkin", self.id, pair, self.story["checkin"])
        wait_for(lambda: self.people[0].rows("pair", "checkin", self.id, pair), "what was told", LONG_S)


    def fill_paths(self):
        made = [self.ctl(0, "path", "create", self.id, title)[0]["id"] for title in self.story["paths"]]
        steps = []
        for title in self.story["steps"]:
            needs = ("--needs", steps[0]) if len(steps) == 1 else ()
            steps.append(self.ctl(0, "path", "step", self.id, made[0], title, *needs)[0]["id"])
        note = self.ctl(0, "note", "create", self.id, self.story["deck"][0])[0]["id"]
        self.ctl(0, "path", "step", self.id, made[0], self.story["sessions"][0][0], "--link", note)
        self.ctl(1, "path", "done", self.id, steps[0])
        self.ctl(0, "path", "done", self.id, steps[0])
        self.ctl(0, "path", "done", self.id, steps[2], "--private")
        self.ctl(0, "post", self.id, self.story["goal"])


    def fill_decks(self):
        title, lines = self.story["deck"]
        text = self.people[0].home.parent / "lines.md"
        text.write_text(lines, encoding="utf-8")
        deck = self.ctl(0, "deck", "create", self.id, self.story["skills"][0][0])[0]["id"]
        for line in lines.splitlines():
            if " :: " in line:
                self.ctl(0, "card", "add", self.id, deck, *line.split(" :: "))
        self.ctl(0, "note", "create", self.id, title, "--file", str(text))
        small = self.ctl(0, "path", "create", self.id, self.story["deck"][0])[0]["id"]
        done = self.ctl(0, "path", "step", self.id, small, self.story["steps"][0])[0]["id"]
        self.ctl(0, "path", "done", self.id, done)


class LearningTour(Tour):
    PLACES = ("sessions", "pairs", "paths", "decks", "live")

    def draw_sessions(self):
        self.goes("Sessions")
        self.take("sessions")
        self.opens("Now")
        self.take("session-now")
        self.goes("Sessions")
        if self.size[0] > 400:
            self.opens("Before")
            self.take("session-before")
        self.presses("Plan a session")
        self.take_dialog("plan-session")

    def draw_live(self):
        self.goes("Sessions")
        self.presses("Enter the session")
        self.app.find("label", self.text("Speaking"), timeout=LONG_S)
        self.presses("Take over hosting")
        wait_for(lambda: self.app.all("button", self.text("Next speaker")), "Ana to host", LONG_S)
        self.take("live")
        if self.size[0] < 400:
            self.app.find("toggle button", self.text("Notes")).click()
            self.take("live-notes")
        self.presses("Leave the session")

    def draw_pairs(self):
        self.goes("Skills")
        self.take("pairs")
        self.opens("Pairs")
        self.take("pair")
        self.goes("Skills")
        self.presses("Propose to be a pair")
        self.take_dialog("propose-pair")

    def draw_paths(self):
        self.goes("Paths")
        self.take("paths")
        self.opens("You are on the way")
        self.take("path")
        self.goes("Paths")
        self.opens("You are on the way", self.circle.story["deck"][0])
        self.presses("Certificate…")
        self.take_dialog("certificate")
        self.goes("Paths")
        self.presses("Begin a path")
        self.take_dialog("new-path")

    def draw_decks(self):
        self.goes("Flashcards")
        self.take("decks")
        self.opens("To see now")
        self.take("deck")
        self.presses("Review")
        self.take_dialog("review")

    def draw(self, places):
        with Desktop(size=SCREEN, env=self.environment) as self.desk:
            self.open(self.circle.people[0])
            for place in places or self.PLACES:
                getattr(self, f"draw_{place}")()
            self.app.stop()


def fill(place, language):
    learning = Learning(place, STORIES[language])
    learning.fill()
    return learning, learning.people


def main():
    draw_in_every_way(fill, LearningTour, LearningTour.PLACES)


if __name__ == "__main__":
    main()
