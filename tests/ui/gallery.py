#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Cenacle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Draws every page and dialog of who belongs to a circle, with content in it, to be looked at: in
English and French, light and dark, wide and as narrow as a telephone.

    gallery.py BUILD FOLDER [en|fr] [light|dark] [wide|narrow]   what is not named is drawn in all ways
"""

import gettext
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
if len(sys.argv) > 1:
    os.environ["CENACLE_BUILD"] = str(pathlib.Path(sys.argv[1]).absolute())
sys.path[:0] = [str(HERE.parent / "support"), str(HERE)]

from engines import BUILD, Engine, wait_for_text  # noqa: E402
from person import LONG_S, end_engine_of, find_place, turn_to  # noqa: E402
from uidrive import Desktop, wait_for  # noqa: E402

SIZES = {"wide": (1000, 760), "narrow": (360, 760)}
LANGUAGES = {"en": {}, "fr": {"LC_ALL": "fr_FR.UTF-8", "LANGUAGE": "fr"}}
SCHEMES = {"light": {}, "dark": {"ADW_DEBUG_COLOR_SCHEME": "prefer-dark"}}
SCREEN = "1200x1400"
PASSPHRASE = "seven green cups sing"

STORIES = {
    "en": {
        "circle": ("Analysis, Thursday class", "Understand analysis instead of learning it by heart"),
        "Chidi": ("Slow handwriting, quick answers.", "English, Igbo"),
        "advert": ("Cheap watches, write to me!", "Advertising"),
        "last": "I have more of them, all for half the price.",
        "channels": ("integrals", "papers"),
        "greeting": "The sheet for Thursday is ready.",
        "reason": "We agreed to part",
        "letters": ((0, "Are *you* stuck at exercise 3 as well?"), (1, "Since Tuesday."),
                    (0, "Then let us look at it together, before the others see it.")),
    },
    "fr": {
        "circle": ("Analyse, cours du jeudi", "Comprendre l’analyse au lieu de l’apprendre par cœur"),
        "Chidi": ("Écrit lentement, répond vite.", "français, igbo"),
        "advert": ("Montres pas chères, écrivez-moi !", "Publicité"),
        "last": "J’en ai d’autres, toutes à moitié prix.",
        "channels": ("intégrales", "lectures"),
        "greeting": "La feuille de jeudi est prête.",
        "reason": "D’un commun accord",
        "letters": ((0, "Toi *aussi*, tu bloques à l’exercice 3 ?"), (1, "Depuis mardi."),
                    (0, "Alors regardons-le ensemble, avant que les autres ne le voient.")),
    },
}


spoken = {}  # the environment of the language that is drawn


def speak(language):
    spoken.clear()
    spoken.update(LANGUAGES[language])


def new_engine(place, name):
    """An engine and a command line that speak the language of the pictures."""
    engine = Engine(place, name)
    engine.environment.update(spoken)
    return engine


class Circle:
    """Ana founded it; Bo helps her; Chidi has a second device, and had a third; Dana was removed, and
    what she wrote last is hidden; Eve lost her keys and came back, and a copy of her home ran beside
    it; Gil came by an invite that asks for a look."""

    NAMES = ("Ana", "Bo", "Chidi", "Dana", "Eve", "Eve R.", "Gil")

    def __init__(self, place, story):
        self.story = story
        self.people = {name: new_engine(place, name.replace(" ", "")) for name in self.NAMES}
        self.tablet = new_engine(place, "Tablet")
        self.phone = new_engine(place, "Phone")
        self.sealed = new_engine(place, "Sealed")
        self.nobody = new_engine(place, "Nobody")
        self.twin = new_engine(place, "Twin")

    def engines(self):
        return (*self.people.values(), self.tablet, self.phone, self.sealed, self.nobody, self.twin)

    def member(self, name):
        return next(row["member"] for row in self.people["Ana"].rows("members", self.id)
                    if row["name"] == name)

    def fill(self):
        people, story = self.people, self.story
        for engine in self.engines():
            if engine not in (self.nobody, self.twin):
                engine.start()
        name, intention = story["circle"]
        ana = people["Ana"]
        self.id = ana.ctl("circle", "create", name, "--intention", intention, "--as", "Ana")["circle"]
        link = ana.ctl("invite", "create", self.id, "--uses", "10")["link"]
        last = ana.ctl("invite", "create", self.id, "--confirm", "--uses", "2")["link"]
        ana.ctl("invite", "create", self.id, "--role", "guest", "--expires", "never")
        for who in self.NAMES[1:]:
            people[who].ctl("join", last if who == "Gil" else link, "--as", who, "--wait", str(LONG_S))
        about, languages = story["Chidi"]
        people["Chidi"].run("member", "set", self.id, "--about", about, "--languages", languages)
        for device in (self.tablet, self.phone):
            device.ctl("device", "add", ana.ctl("device", "link", self.id)["link"])
        self.decide(people, story)
        self.write(people, story)
        self.part(people["Eve R."])
        self.sealed.ctl("circle", "create", name, "--as", "Hana")
        self.sealed.run("protect", "passphrase", lines={"--passphrase-fd": PASSPHRASE})
        self.sealed.stop()
        self.sealed.start()

    def decide(self, people, story):
        ana, dana = people["Ana"], people["Dana"]
        ana.ctl("member", "grant", self.id, self.member("Bo"), "facilitator")
        dana.post(self.id, story["greeting"])
        advert = dana.post(self.id, story["advert"][0])
        wait_for_text((ana,), self.id, story["advert"][0])
        ana.run("hide", self.id, advert, "--reason", story["advert"][1])
        dana.post(self.id, story["last"])
        wait_for_text((ana,), self.id, story["last"])
        ana.ctl("member", "vouch", self.id, self.member("Eve R."), self.member("Eve"))
        ana.ctl("member", "remove", self.id, self.member("Dana"), "--reason", story["reason"],
                "--cut", advert)
        phone = next(row["device"] for row in self.phone.rows("device", "list", self.id) if row["self"])
        wait_for(lambda: [row for row in ana.rows("device", "list", self.id) if row["device"] == phone],
                 "the phone", LONG_S)
        ana.ctl("device", "remove", self.id, phone)

    def part(self, engine):
        """Two copies of one home that run at once, which cannot be told apart before they write."""
        def device(copy):
            return copy.ctl("circle", "show", self.id)["device"]

        engine.stop()
        shutil.copytree(engine.home, self.twin.home)
        (self.twin.home / "secrets").unlink()
        os.link(engine.home / "secrets", self.twin.home / "secrets")
        before = device(engine)
        for copy in (engine, self.twin):
            copy.start("--offline")
        for copy, channel in zip((engine, self.twin), self.story["channels"]):
            copy.run("channel", "create", self.id, channel)
        for copy in (engine, self.twin):
            copy.run("offline", "off")
        wait_for(lambda: before not in (device(engine), device(self.twin)), "the copies to part", LONG_S)

    def write(self, people, story):
        for who, text in story["letters"]:
            writer, reader = (people[name] for name in (("Ana", "Bo") if who == 0 else ("Bo", "Ana")))
            letter = writer.ctl("message", self.id, self.member(reader.name), text)["id"]
            wait_for(lambda: [row for row in reader.rows("messages", self.id, self.member(writer.name))
                              if row["id"] == letter], "the letter", LONG_S)


class Tour:
    """One window after the other, of those in @circle, in one way of seeing them."""

    def __init__(self, circle, folder, language, scheme, size):
        self.circle = circle
        self.folder = folder
        self.size = SIZES[size]
        self.environment = LANGUAGES[language] | SCHEMES[scheme]
        self.language = language
        self.catalogue = gettext.translation("cenacle", BUILD / "po", [language], fallback=True)
        # Words that have a context, by the words alone.
        self.contexts = {key.partition("\x04")[2]: said for key, said in getattr(self.catalogue, "_catalog", {}).items()
                         if isinstance(key, str) and "\x04" in key}
        self.desk = self.app = self.frame = None
        folder.mkdir(parents=True, exist_ok=True)

    def text(self, message):
        said = self.catalogue.gettext(message)
        return said if said != message else self.contexts.get(message, message)

    def open(self, engine):
        program = BUILD / "app/desktop/cenacle"
        self.app = self.desk.launch(
            [str(program), "--home", str(engine.home)],
            env={"XDG_RUNTIME_DIR": str(engine.environment["XDG_RUNTIME_DIR"]),
                 "CENACLE_ENGINE_OPTIONS": "--listen tcp://127.0.0.1:0 --no-discovery"})
        self.frame = self.app.find("frame", "Cenacle")
        self.fit("Cenacle", self.size[1])

    def fit(self, title, height):
        width = self.size[0] if title == "Cenacle" else min(self.size[0], 640)
        window = self.app.x_window(title)
        if title == "Cenacle" or self.size[0] < 400:
            # Not with --sync, which waits for ever when nothing changes.
            subprocess.run(["xdotool", "windowsize", window, str(width), str(height)], timeout=5, check=False)
            self.desk.settle()

    def take(self, name, title="Cenacle"):
        """A picture of the window called @title, with what is over it."""
        self.desk.move_to(0, 0)
        self.desk.settle()
        shape = subprocess.run(["xdotool", "getwindowgeometry", "--shell", self.app.x_window(title)],
                               capture_output=True, text=True, check=True).stdout
        x, y, width, height = (int(re.search(rf"^{key}=(-?[0-9]+)", shape, re.MULTILINE)[1])
                               for key in ("X", "Y", "WIDTH", "HEIGHT"))
        path = self.folder / f"{name}.png"
        subprocess.run(["import", "-silent", "-window", "root", "-crop",
                        f"{width}x{height}+{max(x, 0)}+{max(y, 0)}", "+repage", str(path)], check=True)
        print(path, flush=True)

    def does(self, action):
        wait_for(lambda: action in self.frame.actions(), action, LONG_S)
        self.frame.do(action)

    def dialog(self):
        def look():
            return [window for window in self.app.windows()
                    if window.name not in ("", "Cenacle") and window.children()]
        return wait_for(look, "a dialog")[-1]

    def take_dialog(self, name, then=None):
        """The dialog that opens; and what @then makes of it."""
        dialog = self.dialog()
        self.fit(dialog.name, 700)
        self.take(name, dialog.name)
        if then is not None:
            then(dialog)
            self.take(f"{name}-then", dialog.name)
        dialog.do("window.close")
        wait_for(lambda: len(self.app.windows()) == 1, "the dialog to close")

    def take_question(self, name):
        self.take(name)
        self.desk.key("Escape")
        wait_for(lambda: len(self.app.windows()) == 1, "the question to close")

    def open_member(self, name):
        def rows():
            return [row for rows in self.app.all("list") for row in rows.all("list item", name)
                    if rows.name in (self.text("Members"), self.text("No longer here"))]

        self.does("win.close-pane")
        self.does("win.members")
        self.desk.settle()
        self.app.come_to_front("Cenacle")
        wait_for(rows, f"the row of {name}", LONG_S)[0].pointer_click()
        wait_for(lambda: any(pane.all("label", name) for pane in self.app.all("filler", "CenacleMemberPane")),
                 f"the page of {name}", LONG_S)

    def goes(self, place):
        """To a place of the sidebar."""
        self.does("win.close-pane") if "win.close-pane" in self.frame.actions() else None
        if self.size[0] < 400 and "win.back" in self.frame.actions():
            self.frame.do("win.back")
        self.desk.settle()
        self.app.come_to_front("Cenacle")
        lists = [self.text(name) for name in ("Places", "Learning together")]
        find_place(self.app, self.text(place), lists).pointer_click()
        self.desk.settle()

    def opens(self, group, words=""):
        """The first row of the list that has @words."""
        def look():
            return [row for row, name in self.app.root.rows(self.text(group)) if words in name]
        row = wait_for(look, group, LONG_S)[0]
        self.app.come_to_front("Cenacle")
        row.pointer_click()
        self.desk.settle()

    def presses(self, button):
        self.app.find("button", self.text(button), sensitive=True, timeout=LONG_S).click()

    def draw_members(self):
        self.open(self.circle.people["Ana"])
        self.does("win.members")
        self.app.find("list item", "Gil", timeout=LONG_S)
        self.take("members")
        for name in ("Gil", "Eve R.", "Ana", "Bo", "Dana", "Chidi"):
            self.fit("Cenacle", 1380 if name == "Dana" else 980)
            self.open_member(name)
            self.take(f"member-{name[:3].lower()}")
            self.does("win.close-pane")
            self.desk.settle()
        self.open_member("Chidi")
        for button, name in (("Compare safety words…", "safety-words"), ("Was here before…", "vouch"),
                             ("Remove from the circle…", "remove")):
            self.presses(button)
            self.take_dialog(name)
        self.presses("Make guest…")
        self.take_question("make-guest")
        self.fit("Cenacle", self.size[1])

    def draw_dialogs(self):
        def makes(button):
            def press(dialog):
                dialog.find("button", self.text(button), sensitive=True).click()
                wait_for(lambda: any("cenacle:" in n.text for n in dialog.all("text")), "the link", LONG_S)
            return press

        self.does("win.show-devices")
        devices = self.dialog()
        self.fit(devices.name, 700)
        self.take("devices", devices.name)
        devices.find("button", self.text("Add a device…"), sensitive=True).click()
        adding = wait_for(lambda: [w for w in self.app.windows() if w.name not in ("Cenacle", devices.name)],
                          "the dialog")[-1]
        self.fit(adding.name, 700)
        self.take("add-device", adding.name)
        makes("Make the link")(adding)
        self.take("add-device-then", adding.name)
        adding.do("window.close")
        devices.do("window.close")
        wait_for(lambda: len(self.app.windows()) == 1, "the dialogs to close")
        for action, name, then in (("win.invite", "invites", makes("Create an invite")),
                                   ("win.show-decisions", "decisions", None),
                                   ("win.show-presence", "presence", None),
                                   ("win.show-reach", "reach", None),
                                   ("win.show-circle", "circle", None),
                                   ("win.edit-profile", "profile", None),
                                   ("win.backup", "backup", None), ("win.restore", "restore-over", None),
                                   ("win.continue-circle", "continue", None)):
            self.does(action)
            self.take_dialog(name, then)
        self.draw_preferences()

    def draw_preferences(self):
        self.does("win.preferences")
        dialog = self.dialog()
        self.fit(dialog.name, 700)
        for tab in ("Security", "Writing", "Notifications", "Sessions"):
            turn_to(dialog, self.text(tab))
            self.desk.settle()
            self.take(f"preferences-{tab.lower()}", dialog.name)
        dialog.do("window.close")
        wait_for(lambda: len(self.app.windows()) == 1, "the preferences to close")

    def draw_letters(self):
        self.does("win.next-channel")
        self.app.find("text", timeout=LONG_S)
        self.take("channel")
        self.app.menu(self.text("Write to somebody"), "Bo")
        self.app.find("label", re.compile("Bo"), timeout=LONG_S)
        wait_for(lambda: [i for rows in self.app.all("list") for i in rows.all("list item")
                          if "exercice 3" in i.name or "exercise 3" in i.name], "the letters", LONG_S)
        self.take("letters")
        if self.size[0] < 400:
            self.does("win.back")
            self.take("sidebar")

    def shows_channel(self, button):
        """The channel, with a bar above it that has @button."""
        self.does("win.next-channel")
        self.app.find("button", self.text(button), timeout=LONG_S)

    def draw_others(self):
        self.open(self.circle.people["Dana"])
        self.shows_channel("What was decided")
        self.take("removed")
        self.app.stop()
        self.open(self.circle.people["Eve R."])
        self.shows_channel("Your devices")
        self.take("fork")
        self.app.stop()
        self.open(self.circle.phone)
        self.shows_channel("What was decided")
        self.take("device-removed")
        self.app.stop()
        self.open(self.circle.sealed)
        self.app.find("button", self.text("Unlock"), timeout=LONG_S)
        self.take("locked")
        self.app.stop()
        self.open(self.circle.nobody)
        self.app.find("button", self.text("Restore from a backup"), timeout=LONG_S)
        self.take("first-run")
        self.does("win.restore")
        self.take_dialog("restore")
        self.does("win.join")
        self.take_dialog("join")

    def draw(self):
        with Desktop(size=SCREEN, env=self.environment) as self.desk:
            self.draw_members()
            self.draw_dialogs()
            self.draw_letters()
            self.app.stop()
            self.draw_others()


def draw_in_every_way(fill, tour, places=()):
    """What the command line asks for: of each language the circle that @fill makes at a place, and its pages
    drawn by a @tour, those of @places that are named alone."""
    folder, chosen = pathlib.Path(sys.argv[2]), sys.argv[3:]
    named = [name for name in chosen if name in places]

    def ways(among):
        return [way for way in among if way in chosen] or list(among)

    for language in ways(LANGUAGES):
        speak(language)
        with tempfile.TemporaryDirectory(prefix="cenacle-pictures-") as place:
            circle, engines = fill(pathlib.Path(place), language)
            try:
                for scheme in ways(SCHEMES):
                    for size in ways(SIZES):
                        drawn = tour(circle, folder / f"{language}-{scheme}-{size}", language, scheme, size)
                        drawn.draw(*([named] if places else []))
            finally:
                for engine in engines:
                    engine.kill()
                    end_engine_of(engine.home)


def fill_circle(place, language):
    circle = Circle(place, STORIES[language])
    circle.fill()
    return circle, circle.engines()


def main():
    draw_in_every_way(fill_circle, Tour)


if __name__ == "__main__":
    main()
