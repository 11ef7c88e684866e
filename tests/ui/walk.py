# SPDX-FileCopyrightText: 2026 The Cenacle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A walk through every page and dialog of the window in a circle that lives, and what can be said of each
without looking: that its controls have names, that every string is translated, that it fits."""

import gettext
import locale
import os
import re
import signal
import sqlite3
import subprocess

import pseudo
from atspi import Node, has_state
from engines import BUILD
from person import LONG_S, Person
from uidrive import wait_for

# Each page: its place, in the sidebar's order, the list of which the first row is opened beside it, and
# what is pressed there to begin something. As they stand in the program.
PAGES = {
    "Home": (None, None),
    "Search": (None, None),
    "Mentions": (None, None),
    "This week": (None, "Name what helped"),
    "Questions": ("Answered, not accepted yet", "Ask a question"),
    "Notes": (None, "New note"),
    "Sessions": ("To come", "Plan a session"),
    "Skills": ("Pairs", "Propose to be a pair"),
    "Paths": ("You are on the way", "Begin a path"),
    "Flashcards": (None, "New deck"),
    "Library": ("Links and references", "Add a link"),
    "Proposals": (None, "Propose a topic"),
    "Polls": ("Open polls", "New poll"),
    "Kudos": (None, "Say thanks"),
    "Members": ("Members", None),
    "Pulse": (None, None),
    "To look after": (None, None),
    "Storage": (None, None),
}
DIALOGS = ("win.new-circle", "win.join", "win.invite", "win.show-circle", "win.show-decisions",
           "win.show-devices", "win.show-presence", "win.edit-profile", "win.preferences", "win.backup",
           "win.restore", "win.continue-circle", "win.new-channel", "win.jump", "win.show-help-overlay")

# What somebody can act on must say what it is.
CONTROLS = {"button", "check box", "combo box", "link", "list item", "menu item", "page tab", "password text",
            "radio button", "slider", "spin button", "text", "tree item"}
CLASS_NAME = re.compile(r"^(Gtk|Adw|Cenacle|Gdk)[A-Z]\w*$")
PAGE_NAME = re.compile(r"^Cenacle\w+(Page|Place)$")
COMPOUND = {"combo box", "text", "password text"}  # what the toolkit puts together
NO_ROLE = {"invalid", "unknown"}

# Words of the toolkit, of the desktop and of formats, which are none of the program's.
FOREIGN = set("""Cenacle cenacle Ctrl Alt Shift Return Escape Home Up Down Left Right Maj Entrée Échap KB MB GB kB MiB GiB bytes
    Close Minimize Maximize Restore Application menu Back Search Shortcuts Clear Menu""".split())
OWN_WARNING = re.compile(r"GtkLabel \S+ \(label\) reported min width -\d, but sizes must be")
NARROW_PX, LOW_PX = 360, 294  # half a small screen, as GNOME counts
STOPS_MAX = 32  # of the Tab key in a page, with a pane beside it
NO_MOTION = "gtk-enable-animations=0\n"
BORDERS_PX = 10  # which the toolkit draws around a window where nothing can draw a shadow
ONE_PANE_PX = 600
TARGET_PX = 44
CLICKS_MAX = 4


class Walk:
    """One window of somebody who belongs to a circle with things in it."""

    def __init__(self, desk, place, say=lambda message: message, environment=None, size=(1180, 960)):
        self.desk, self.say = desk, say
        self.size, self.probe = size, place / "probe"
        self.person = Person(desk, place, "Ana")
        self.engine = self.person.engine
        self.environment = {"LD_PRELOAD": str(BUILD / "tests/ui/ui-probe.so"), "UI_PROBE": str(self.probe),
                            **(environment or {})}
        self.passed = set()  # pages that were looked at, which GTK 4.8 shows in its tree for ever

    def fill(self):
        self.engine.start()
        circle = self.engine.ctl("circle", "create", "Analysis", "--intention", "Understand it", "--as", "Ana")["circle"]
        self.engine.ctl("load", circle, "--posts", "60", "--authors", "5")
        return circle

    def open(self):
        self.person.open(env=self.environment)
        self.app = self.person.app
        self.frame = self.person.frame()
        subprocess.run(["xdotool", "windowsize", "--sync", self.app.x_window("Cenacle"), *map(str, self.size)],
                       timeout=5, check=False)

    def end(self):
        self.engine.kill()
        self.person.end_engine()

    def probed(self):
        """What the widgets themselves say (support/ui-probe.c), as lists of fields."""
        self.probe.unlink(missing_ok=True)
        os.kill(self.app.proc.pid, signal.SIGUSR2)
        wait_for(self.probe.exists, "what the widgets say", LONG_S)
        return [line.split("\t") for line in self.probe.read_text().splitlines()]

    # Going about; @rows are those of a snapshot

    def settled(self, node):
        """Waits until two looks at the tree show the same; the last of them."""
        last = [None, None]

        def same():
            rows = node.snapshot(skip=self.passed)
            now = [(row["role"], row["name"], row["ext"]) for row in rows]
            is_same, last[:] = now == last[0], (now, rows)
            return is_same
        wait_for(same, "a page at rest", LONG_S)
        return last[1]

    def turns_to(self, place, title):
        """By a click on its row, again while a dialog that closes takes it; the rows of the page."""
        for _ in range(CLICKS_MAX):
            if self.size[0] < ONE_PANE_PX and "win.back" in self.frame.actions():
                self.frame.do("win.back")
                self.settled(self.frame)
            self.app.come_to_front("Cenacle")
            place.pointer_click()
            rows = self.settled(self.frame)
            # The row of the sidebar has the name once, the title of the window once more.
            if sum(row["role"] == "label" and row["name"] == self.say(title) for row in rows) > 1:
                return rows
        raise AssertionError(f"no way to {title}")

    def listed(self, rows, name):
        """The list items of the lists called @name."""
        found, depth = [], None
        for row in rows:
            if depth is not None and row["depth"] <= depth:
                depth = None
            if row["role"] == "list" and row["name"] == self.say(name):
                depth = row["depth"]
            elif depth is not None and row["role"] == "list item":
                found.append(Node(self.app, row["who"]))
        return found

    def pressed(self, button):
        def look():
            return [row for row in self.frame.snapshot(skip=self.passed)
                    if row["role"] == "button" and row["name"] == self.say(button)]
        Node(self.app, wait_for(look, f"the button “{button}”", LONG_S)[-1]["who"]).click()

    def leaves(self, rows):
        self.passed.update(row["who"] for row in rows if PAGE_NAME.match(row["name"]))

    def dialogs(self):
        return [window for window in self.app.windows()
                if window.name != "Cenacle" and window.role != "tool tip" and window.children()]

    def walk(self, look, is_whole):
        """Calls @look (name, title of the window, rows) with every page and, when @is_whole, every pane and
        dialog."""
        rows = self.settled(self.frame)
        places = self.listed(rows, "Places") + self.listed(rows, "Learning together")
        assert len(places) == len(PAGES), [place.name for place in places]
        for place, (title, (opened, pressed)) in zip(places, PAGES.items()):
            assert place.name.startswith(self.say(title)), place.name
            rows = self.turns_to(place, title)
            look(title, "Cenacle", rows)
            if is_whole and pressed is not None:
                self.pressed(pressed)
                self.look_at_dialogs(pressed, look)
            if is_whole and opened is not None:
                self.listed(rows, opened)[0].pointer_click()
                look(f"{title}: {opened}", "Cenacle", self.settled(self.frame))
                self.person.does("win.close-pane")
            self.leaves(rows)
        self.person.does("win.next-channel")
        look("a channel", "Cenacle", self.settled(self.frame))
        for action in DIALOGS if is_whole else ():
            self.person.does(action)
            self.look_at_dialogs(action, look)

    def look_at_dialogs(self, name, look):
        dialog = wait_for(self.dialogs, f"the dialog of {name}", LONG_S)[-1]
        look(name, dialog.name, self.settled(dialog))
        self.desk.key("Escape")
        wait_for(lambda: not self.dialogs(), f"the dialog of {name} to be left by Escape", LONG_S)


def unnamed(page, title, rows):
    """The controls among @rows that a screen reader could not tell."""
    if CLASS_NAME.match(title):
        return []  # a window of the toolkit's
    faults = []
    below = None  # the depth of a choice, whose parts are the toolkit's
    for row in rows:
        role, name = row["role"], row["name"].strip()
        if below is not None and row["depth"] > below:
            continue
        below = row["depth"] if role in COMPOUND else None
        if role in NO_ROLE and has_state(row, "focusable"):
            faults.append(f"{page}: something in the keyboard’s way has no role ({name!r})")
        elif role in CONTROLS and (not name or CLASS_NAME.match(name)):
            faults.append(f"{page}: a {role} has no name ({name!r}, at {row['ext']})")
    return faults


def content_of(home):
    """All that people wrote into the replica below @home, as one text."""
    texts = []
    base = sqlite3.connect(f"file:{home}/replica.db?mode=ro", uri=True)
    for function in ("cen_title", "cen_body"):  # of columns that are worked out
        base.create_function(function, -1, lambda *values: values[0])
    try:
        for (table,) in base.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            for row in base.execute(f'SELECT * FROM "{table}"'):
                texts += [value.decode(errors="replace") if isinstance(value, bytes) else str(value)
                          for value in row]
    finally:
        base.close()
    return "\n".join(texts)


def words_of_dates():
    """Days and months as the system's language writes them."""
    locale.setlocale(locale.LC_TIME, "")
    names = [locale.nl_langinfo(getattr(locale, f"{kind}_{i}")) for kind, n in (("DAY", 7), ("ABDAY", 7),
             ("MON", 12), ("ABMON", 12)) for i in range(1, n + 1)]
    return "\n".join(names)


def untranslated(page, rows, known):
    """What @rows show or say that is in no translation and that nobody wrote."""
    faults = []
    for row in rows:
        name = row["name"]
        if pseudo.OPEN in name or CLASS_NAME.match(name):
            continue
        strange = [word for word in re.findall(r"[^\W\d_]{2,}", name) if word not in FOREIGN and word not in known]
        if strange:
            faults.append(f"{page}: {row['role']} {name!r} is not translated ({', '.join(strange)})")
    return faults


def too_large(app, page, title, said, is_large=False):
    """By the least size that the window asks of the window manager; with what makes it so wide, of what was @said.
    With letters that are large (@is_large) it may be higher."""
    if CLASS_NAME.match(title):
        return []  # a window of the toolkit's
    hints = subprocess.run(["xprop", "-id", app.x_window(title), "WM_NORMAL_HINTS", "_GTK_FRAME_EXTENTS"],
                           capture_output=True, text=True, check=True).stdout
    least = re.search(r"minimum size: (\d+) by (\d+)", hints)
    extents = re.search(r"EXTENTS\(CARDINAL\) = (\d+), (\d+), (\d+), (\d+)", hints)
    left, right, top, bottom = map(int, extents.groups()) if extents else (BORDERS_PX, 0, BORDERS_PX, 0)
    width, height = (int(side) - shadow for side, shadow in zip(least.groups(), (left + right, top + bottom)))

    def causes(side):
        return ", ".join(f"{kind} “{words}” {px}" for what, kind, words, px, _ in said if what == side)
    faults = []
    if width > NARROW_PX or width <= 0:
        faults.append(f"{page} is at least {width} pixels wide: {causes('wide')}")
    if height > LOW_PX and not is_large:
        faults.append(f"{page} is at least {height} pixels high: {causes('high')}")
    return faults


def too_many_stops(page, said):
    """The lists that the Tab key goes through row by row, and windows in which it stops too often."""
    return [f"{page}: {n} rows of “{words}” ({kind}) are stops" for what, kind, words, n, _ in said if what == "rows"] + \
        [f"{page}: the Tab key stops {n} times" for what, _, _, n, _ in said if what == "stops" and int(n) > STOPS_MAX]


def covered(page, said):
    """The lists of which a toast covers the last row, however far they are scrolled."""
    return [f"{page}: a toast covers the end of {kind} “{words}”" for what, kind, words, _, _ in said if what == "covered"]


def not_begun(page, said):
    """The forms that do not open with the keyboard in their first field."""
    return [f"{page}: the keyboard is at {kind} “{words}”" for what, kind, words, _, _ in said if what == "focus"]


def cut_short(page, said):
    """The words that have no room, and no tip that has all of them."""
    return [f"{page}: “{words}” is {what} ({kind}, {width} pixels wide)"
            for what, kind, words, width, _ in said if what in ("cut", "beyond")]


def too_small(page, said):
    """What a finger misses."""
    return [f"{page}: {kind} “{words}” is {width} by {height}" for what, kind, words, width, height in said
            if what == "aim" and min(int(width), int(height)) < TARGET_PX]


def faults_of(warnings):
    """What the window said, but for what the toolkit's own list of keys says of itself."""
    return [line for line in warnings if not OWN_WARNING.search(line)]


def make_pseudo():
    pseudo.install(BUILD / "po", BUILD / "po/fr/LC_MESSAGES/cenacle.mo")
    return {"LC_ALL": "fr_FR.UTF-8", "LANGUAGE": pseudo.LANGUAGE}


def speaking(language):
    return {} if language == "en" else {"LC_ALL": f"{language}_{language.upper()}.UTF-8", "LANGUAGE": language}


def words_of(language):
    return gettext.translation("cenacle", BUILD / "po", [language], fallback=True).gettext


def letters_of(percent):
    """A line of GTK's settings: letters of @percent of their usual size. (A display of X tells its own dpi.)"""
    return f"gtk-font-name=Cantarell {11 * percent // 100}\n"
