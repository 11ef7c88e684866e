# SPDX-FileCopyrightText: 2026 The Cenacle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Two people of one circle at a window each, for stories about its pages, and what both do there."""

import contextlib
import pathlib
import subprocess
import tempfile

import tap
from notices import Notices
from person import LONG_S, Person
from uidrive import Desktop, wait_for


def row_in(person, group, text):
    """The row of the list called @group whose sentence has @text."""
    def look():
        return [row for row, name in person.app.root.rows(group) if text in name]
    return wait_for(look, f"“{text}” in “{group}”", LONG_S)[0]


def opens(person, group, text):
    """Shows what the row is about beside the page; by its first line, below which buttons may stand."""
    person.app.come_to_front("Cenacle")
    row_in(person, group, text).pointer_click(top=18)


def presses(node, button):
    node.find("button", button, sensitive=True, timeout=LONG_S).click()


def toggles(node, label):
    node.find("toggle button", label, sensitive=True, timeout=LONG_S).click()


def enters(person, field, text):
    """Into the field of the pane, and sends it."""
    person.app.come_to_front("Cenacle")
    view = person.app.find("text", field, timeout=LONG_S)
    view.focus()
    view.set_text(text)
    person.desk.key("ctrl+Return")
    wait_for(lambda: view.text == "", "the field to be empty", LONG_S)


@contextlib.contextmanager
def giving(desk, what, *paths):
    """Another program that has files on the clipboard or to be dragged; gives the id of its window."""
    program = pathlib.Path(__file__).with_name("giver.py")
    with subprocess.Popen(["/usr/bin/python3", program, what, *paths]) as giver:
        def look():
            return subprocess.run(["xdotool", "search", "--onlyvisible", "--name", "^Giver$"],
                                  capture_output=True, text=True, check=False).stdout.split()
        try:
            window = wait_for(look, "the program that gives", LONG_S)[-1]
            yield window
        finally:
            giver.terminate()


def drags_onto(person, *paths):
    """Files from another program onto the window, which drops them where the mouse is: in its middle."""
    person.app.come_to_front("Cenacle")
    target = person.app.x_window("Cenacle")
    with giving(person.desk, "drag", *paths) as giver:
        person.desk.settle()

        def xdotool(*words):
            subprocess.run(["xdotool", *words], check=True)

        xdotool("windowactivate", "--sync", giver, "mousemove", "--window", giver, "40", "40", "mousedown", "1")
        for step in range(1, 5):
            xdotool("mousemove", "--window", giver, str(40 + 8 * step), str(40 + 4 * step))
        person.desk.settle()
        size = subprocess.run(["xdotool", "getwindowgeometry", "--shell", target], capture_output=True, text=True,
                              check=True).stdout
        width, height = (int(line.split("=")[1]) for line in size.splitlines() if line[:5] in ("WIDTH", "HEIGH"))
        for nearer in (3, 0):
            xdotool("mousemove", "--window", target, str(width * 2 // 3 + nearer), str(height // 4 + nearer))
            person.desk.settle()
        xdotool("mouseup", "1")
        person.desk.settle()


def chooses_file(person, title, path):
    """In the desktop's dialog called @title, to open or to write: its path is typed."""
    dialog = person.dialog(title)
    subprocess.run(["xdotool", "windowactivate", "--sync", person.app.x_window(title)], check=True)

    def entries():
        return [text for text in dialog.all("text") if text.text != "" and text.extents[2] > 0]

    if not entries():
        person.desk.type("/")
    wait_for(entries, "where to type", LONG_S)[0].set_text(str(path))
    person.desk.key("Return")
    wait_for(lambda: not [w for w in person.app.windows() if w.name == title], f"“{title}” to close", LONG_S)


def run(*cases, options=()):
    """Each case is told who Ana and Bo are, who have met, each in a window opened with @options; the status
    that main() returns."""
    with tempfile.TemporaryDirectory(prefix="cenacle-ui-") as place, Desktop() as desk, \
            Notices() as notices:
        ana, bo = people = [Person(desk, pathlib.Path(place), name) for name in ("Ana", "Bo")]
        ana.notices = bo.notices = notices

        def two_meet():
            for person in people:
                person.engine.start()
                person.open(*options)
            ana.creates_circle("Analysis", "Understand it")
            bo.joins(ana.makes_invite(), "Analysis")

        def the_windows_end_without_a_warning():
            for person in people:
                person.close()

        def told(case):
            def run_case():
                case(ana, bo)
            run_case.__name__ = case.__name__
            return run_case

        try:
            status = tap.run([two_meet, *map(told, cases), the_windows_end_without_a_warning])
            if status != 0:
                desk.explain()
        finally:
            desk.stop_apps()  # or a window would start its engine again
            for person in people:
                person.engine.kill()
                person.end_engine()
    return status
