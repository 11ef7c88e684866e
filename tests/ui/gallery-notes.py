#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Cenacle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Draws notes with several people in them, to be looked at, as gallery.py does the pages of who
belongs to a circle: cursors, comments, what changed, history, search, headings, and beginning one.

    gallery-notes.py BUILD FOLDER [en|fr] [light|dark] [wide|narrow]

The best of them go to data/screenshots too.
"""

import os
import pathlib
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
if len(sys.argv) > 1:
    os.environ["CENACLE_BUILD"] = str(pathlib.Path(sys.argv[1]).absolute())
sys.path[:0] = [str(HERE.parent / "support"), str(HERE)]

from engines import wait_for_equal_state  # noqa: E402
from gallery import LANGUAGES, SCHEMES, SCREEN, SIZES, Tour, new_engine, speak  # noqa: E402
from person import LONG_S, end_engine_of, find_place  # noqa: E402
from uidrive import Desktop, wait_for  # noqa: E402


STORIES = {
    "en": {
        "circle": ("Analysis, Thursday class", "Understand analysis instead of learning it by heart"),
        "people": ("Ana Ribeiro", "Bo Lindqvist", "Chidi Okafor"),
        "session": "Series, at last",
        "titles": ("Minutes of Thursday", "Reading sheet: Spivak, chapter 22", "What we tried in spring"),
        "text": "## What we said\n\n"
                "We looked at **series with positive terms**. The comparison test is enough for exercise 3, and _not_ "
                "for exercise 5.\n\n"
                "- The harmonic series diverges, although its terms go to zero\n"
                "- `sum 1/n^2` converges; why to π²/6 is for another evening\n\n"
                "> A series is a sequence in disguise.\n\n"
                "## Who does what\n\n"
                "- [x] Bo writes up exercise 4\n"
                "- [ ] Chidi finds a picture of the partial sums\n"
                "- [ ] Ana asks about [the sheet](https://example.org/sheet)\n\n"
                "## For next time\n\n1. Alternating series\n2. Absolute convergence\n",
        "passages": (("comparison test", 1, "Which one: with limits, or the plain one?"),
                     ("another evening", 2, "I would love that evening.")),
        "answer": "The plain one.", "later": " Everybody brings an example.", "looks": "series",
    },
    "fr": {
        "circle": ("Analyse, cours du jeudi", "Comprendre l’analyse au lieu de l’apprendre par cœur"),
        "people": ("Élodie Martin", "Farid Haddad", "Inès Moreau"),
        "session": "Les séries, enfin",
        "titles": ("Compte rendu de jeudi", "Fiche de lecture : Spivak, chapitre 22", "Nos essais du printemps"),
        "text": "## Ce que nous avons dit\n\n"
                "Nous avons regardé les **séries à termes positifs**. La comparaison suffit pour l’exercice 3, mais "
                "_pas_ pour l’exercice 5.\n\n"
                "- La série harmonique diverge, bien que son terme tende vers zéro\n"
                "- `somme 1/n^2` converge ; vers π²/6, ce sera pour un autre soir\n\n"
                "> Une série est une suite déguisée.\n\n"
                "## Qui fait quoi\n\n"
                "- [x] Farid rédige l’exercice 4\n"
                "- [ ] Inès cherche un dessin des sommes partielles\n"
                "- [ ] Élodie s’informe sur [la feuille](https://example.org/feuille)\n\n"
                "## Pour la prochaine fois\n\n1. Séries alternées\n2. Convergence absolue\n",
        "passages": (("La comparaison", 1, "Laquelle : avec une limite, ou la simple ?"),
                     ("un autre soir", 2, "Vivement ce soir-là !")),
        "answer": "La simple.", "later": " Chacun apporte un exemple.", "looks": "série",
    },
}


class Notes:
    def __init__(self, place, story):
        self.story = story
        self.people = [new_engine(place, f"p{i}") for i in range(3)]

    def fill(self):
        names, story = self.story["people"], self.story
        name, intention = story["circle"]
        for engine in self.people:
            engine.start()
        ana = self.people[0]
        self.id = ana.ctl("circle", "create", name, "--intention", intention, "--as", names[0])["circle"]
        link = ana.ctl("invite", "create", self.id, "--uses", "10")["link"]
        for engine, who in zip(self.people[1:], names[1:]):
            engine.ctl("join", link, "--as", who, "--wait", str(LONG_S))
        session = ana.ctl("session", "plan", self.id, story["session"], "--start", "2030-01-10T18:00:00Z")["id"]
        for title in reversed(story["titles"]):
            self.note = ana.ctl("note", "create", self.id, title, "--about", session)["id"]
        self.insert(0, 0, story["text"])
        for passage, who, text in story["passages"]:
            at = story["text"].index(passage)
            made = self.people[who].ctl("note", "comment", self.id, self.note, str(at), str(len(passage)), text)["id"]
            wait_for_equal_state(self.people, self.id)
            if who == 1:
                ana.ctl("note", "answer", self.id, made, story["answer"])
        wait_for_equal_state(self.people, self.id)

    def insert(self, who, at, text):
        self.people[who].ctl("note", "insert", self.id, self.note, str(at), text)
        wait_for_equal_state(self.people, self.id)


class NotesTour(Tour):
    def opens_note(self, app):
        app.come_to_front("Cenacle")
        if "win.back" in app.find("frame", "Cenacle").actions() and self.size[0] < 400:
            app.find("frame", "Cenacle").do("win.back")
            self.desk.settle()
        find_place(app, self.text("Notes"), [self.text("Places"), self.text("Learning together")]).pointer_click()
        title = self.circle.story["titles"][0]
        rows = wait_for(lambda: [row for rows in app.all("list", self.text("Notes"))
                                 for row in rows.all("list item") if title in row.name], title, LONG_S)
        rows[0].pointer_click()
        text = app.find("text", self.text("Text of the note"), timeout=LONG_S)
        wait_for(lambda: text.text != "", "the text", LONG_S)
        return text

    def places_caret(self, app, text, passage, keys):
        app.come_to_front("Cenacle")
        text.focus()
        text.set_caret(text.text.index(passage))
        for key in keys:
            self.desk.key(key)

    def presses(self, button):
        self.app.find("button", self.text(button), sensitive=True, timeout=LONG_S).click()

    def draw(self):
        story = self.circle.story
        with Desktop(size=SCREEN, env=self.environment) as self.desk:
            self.open(self.circle.people[0])
            find_place(self.app, self.text("Notes"),
                       [self.text("Places"), self.text("Learning together")]).pointer_click()
            self.desk.settle()
            self.take("notes")
            self.opens_note(self.app)
            self.app.stop()
            # What Bo writes meanwhile is new to who comes back.
            text = story["text"]
            self.circle.insert(1, text.index("\n> ") - 1, story["later"])
            self.open(self.circle.people[1])
            bo = self.app
            self.places_caret(bo, self.opens_note(bo), story["passages"][1][0], ["shift+Right"] * 7)
            self.open(self.circle.people[0])
            self.opens_note(self.app)
            wait_for(lambda: [label for label in self.app.all("status bar") if story["people"][1] in label.name],
                     "Bo to be here", LONG_S)
            self.take("note-changes")
            self.presses("Highlight them no more")
            bo.come_to_front("Cenacle")
            self.desk.key("Left", "Right")
            self.app.come_to_front("Cenacle")
            self.take("note-cursors")
            self.app.find("text", self.text("Text of the note")).focus()
            self.desk.key("ctrl+h")
            field = self.app.find("text", self.text("Find in the note"), timeout=LONG_S)
            field.set_text(story["looks"])
            self.desk.settle()
            self.take("note-find")
            self.desk.key("Escape")
            self.app.find("text", self.text("Text of the note")).focus()
            self.desk.key("ctrl+alt+m")
            self.take("note-comments")
            self.frame.do("win.close-pane")
            self.presses("History")
            self.take_dialog("note-history")
            bo.stop()
            self.presses("All notes")
            self.presses("New note")
            self.take_dialog("new-note")
            self.app.stop()
        # As it was, for the next way of seeing it.
        whole = self.circle.people[1].ctl("note", "show", self.circle.id, self.circle.note)["text"]
        self.circle.people[1].ctl("note", "delete", self.circle.id, self.circle.note,
                                  str(whole.index(story["later"])), str(len(story["later"])))


def main():
    folder = pathlib.Path(sys.argv[2])
    chosen = sys.argv[3:]

    def ways(among):
        return [way for way in among if way in chosen] or list(among)

    for language in ways(LANGUAGES):
        speak(language)
        with tempfile.TemporaryDirectory(prefix="cenacle-pictures-") as place:
            notes = Notes(pathlib.Path(place), STORIES[language])
            try:
                notes.fill()
                for scheme in ways(SCHEMES):
                    for size in ways(SIZES):
                        NotesTour(notes, folder / f"{language}-{scheme}-{size}", language, scheme, size).draw()
            finally:
                for engine in notes.people:
                    engine.kill()
                    end_engine_of(engine.home)


if __name__ == "__main__":
    main()
