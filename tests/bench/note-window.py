#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Cenacle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A long note in two windows under a display without a screen, seen from outside: how long a window's
main loop makes a question wait while it opens the note and while somebody types in it elsewhere, and
how long a letter takes from one window to the other. What the window's own turns of its main loop cost
meanwhile comes from loop-watch.c. Prints a JSON object a line.

By /usr/bin/python3: the one that has gi.
"""

import os
import pathlib
import random
import statistics
import sys
import tempfile
import threading
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "support"), str(HERE.parent / "ui")]

from gi.repository import Gio, GLib  # noqa: E402

from atspi import ACC, TEXT  # noqa: E402
from person import LONG_S, Person  # noqa: E402
from turns import Turns, show, watched  # noqa: E402
from two_windows import row_in  # noqa: E402
from uidrive import Desktop, wait_for  # noqa: E402

NOTE_BYTES = 100_000
TYPED_S = 10
KEYS_A_SECOND = 50
LETTERS = 40
TITLE = "Long"
FIELD = "Text of the note"


def turns_file(person):
    return person.engine.home.parent / f"{person.name}-turns"


def long_text():
    chance = random.Random(1)
    lines, size = [], 0
    while size < NOTE_BYTES:
        words = [f"w{int(chance.random() ** 3 * 8000)}x" for _ in range(chance.randint(4, 30))]
        words[0] = chance.choice(("## ", "- ", "- [ ] ", "> ", "", "", "", "")) + words[0]
        words[-1] = chance.choice(("**{}**", "_{}_", "`{}`", "{}", "{}")).format(words[-1])
        lines.append(" ".join(words))
        size += len(lines[-1]) + 1
    return "\n".join(lines)


class Engine:
    """The engine of a person, as their window talks to it."""

    def __init__(self, person):
        place = pathlib.Path(person.engine.environment["XDG_RUNTIME_DIR"])
        path = next(place.rglob("*.socket"))
        flags = Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT
        self.connection = Gio.DBusConnection.new_for_address_sync(f"unix:path={path}", flags, None, None)

    def writes(self, circle, note, position, text):
        self.connection.call_sync(None, "/org/cenacle/Engine", "org.cenacle.Engine1", "ChangeText",
                                  GLib.Variant("(ssa(uus))", (circle, note, [(position, 0, text)])), None,
                                  Gio.DBusCallFlags.NONE, 10000, None)


class Watch:
    """Asks @node one small question after the other: each waits until the main loop is free."""

    def __init__(self, node):
        self.node = node
        self.waits = []

    def ask(self):
        start = time.monotonic()
        self.node.bus.call(self.node.who, ACC, "GetRole")
        self.waits.append((time.monotonic() - start) * 1000)

    def ask_until(self, is_over):
        while not is_over():
            self.ask()

    def show(self, name, **facts):
        cuts = statistics.quantiles(self.waits, n=1000)
        show(f"{name}-stall-max", max(self.waits), questions=len(self.waits), **facts)
        show(f"{name}-stall-p999", cuts[-1], **facts)
        show(f"{name}-stall-over-16ms", sum(wait > 16 for wait in self.waits), "times", **facts)


def count(node):
    return node.bus.get(node.who, TEXT, "CharacterCount")


def opens_note(person):
    person.goes("Notes")
    person.app.come_to_front("Cenacle")
    row_in(person, "Notes", TITLE).pointer_click()
    view = person.app.find("text", FIELD, timeout=LONG_S)
    wait_for(lambda: count(view) >= NOTE_BYTES, "the text", LONG_S)
    return view


def measure_typing_elsewhere(ana, bo, circle, note):
    """Bo's letters come in near what Ana looks at, while she types too."""
    view = opens_note(ana)
    engine = Engine(bo)
    chance = random.Random(2)
    watch = Watch(view)
    over = threading.Event()

    def types():
        due = time.monotonic()
        for _ in range(TYPED_S * KEYS_A_SECOND):
            engine.writes(circle, note, chance.randint(0, 3000), "b")
            due += 1 / KEYS_A_SECOND
            threading.Event().wait(max(0, due - time.monotonic()))
        over.set()

    view.focus()
    view.set_caret(1000)
    before = count(view)
    typist = threading.Thread(target=types)
    turns = Turns(turns_file(ana))
    typist.start()
    own = 0
    while not over.is_set():
        watch.ask_until(lambda: over.is_set() or len(watch.waits) % 500 == 499)
        watch.ask()
        ana.desk.key("a")
        own += 1
    typist.join()
    wait_for(lambda: count(view) == before + own + TYPED_S * KEYS_A_SECOND, "all letters", LONG_S)
    watch.show("note-typed-in", bytes=NOTE_BYTES, keys=TYPED_S * KEYS_A_SECOND)
    turns.show("note-typed-in", 16)


def measure_letters(ana, bo):
    here = ana.app.find("text", FIELD)
    there = opens_note(bo)
    wait_for(lambda: [n for n in ana.app.all("status bar") if "Bo" in n.name], "Bo to be here", LONG_S)
    ana.app.come_to_front("Cenacle")
    here.focus()
    times = []
    for _ in range(LETTERS):
        n, m = count(here), count(there)
        ana.desk.key("a")
        while count(here) == n:
            pass
        start = time.monotonic()
        while count(there) == m:
            pass
        times.append((time.monotonic() - start) * 1000)
        threading.Event().wait(0.12)
    show("note-letter-on-other-screen-p50", statistics.median(times), letters=LETTERS)
    show("note-letter-on-other-screen-max", max(times), letters=LETTERS)


def measure_pasting(ana, bo):
    """All of a long note goes from one window into the other through the clipboard."""
    there = bo.app.find("text", FIELD)
    here = ana.app.find("text", FIELD)
    bo.app.come_to_front("Cenacle")
    there.focus()
    bo.desk.key("ctrl+a", "ctrl+c")
    ana.app.come_to_front("Cenacle")
    here.focus()
    turns = Turns(turns_file(ana))
    for _ in range(2):
        n = count(here)
        here.set_caret(1000)
        ana.desk.key("ctrl+v")
        wait_for(lambda n=n: count(here) >= n + NOTE_BYTES, "what was pasted", LONG_S)
        assert here.caret >= 1000 + NOTE_BYTES, here.caret
    turns.show("note-pasted", 16, bytes=2 * NOTE_BYTES)
    wait_for(lambda: count(there) == count(here), "all of it elsewhere", LONG_S)


def main():
    with tempfile.TemporaryDirectory(prefix="cenacle-bench-") as place, Desktop() as desk:
        ana, bo = (Person(desk, pathlib.Path(place), name) for name in ("Ana", "Bo"))
        try:
            for person in (ana, bo):
                person.engine.start()
            circle = ana.engine.ctl("circle", "create", "Analysis", "--as", "Ana")["circle"]
            link = ana.engine.ctl("invite", "create", circle)["link"]
            bo.engine.ctl("join", link, "--as", "Bo", "--wait", str(LONG_S))
            source = ana.engine.home / "long.md"
            source.write_text(long_text(), encoding="utf-8")
            note = ana.engine.ctl("note", "create", circle, TITLE, "--file", source)["id"]
            wait_for(lambda: bo.engine.rows("note", "list", circle), "the note", LONG_S)
            for person in (ana, bo):
                person.open(env=watched(turns_file(person)))
            measure_typing_elsewhere(ana, bo, circle, note)
            measure_letters(ana, bo)
            measure_pasting(ana, bo)
        except BaseException:
            for app in desk.apps:
                sys.stderr.write(app.stderr())
            raise
        finally:
            desk.stop_apps()
            for person in (ana, bo):
                person.engine.kill()
                person.end_engine()


if __name__ == "__main__":
    os.environ.setdefault("CENACLE_BUILD", str(HERE.parent.parent / "build"))
    main()
