#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Cenacle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Two people, two windows: one creates a circle and invites, the other joins; they talk, answer,
react, correct, delete; one goes away, misses something, comes back and has it."""

import os
import pathlib
import re
import socket
import sys
import tempfile

sys.path[:0] = [os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"),
                os.path.dirname(os.path.abspath(__file__))]

import tap  # noqa: E402
from person import LONG_S, Person  # noqa: E402
from uidrive import Desktop, wait_for  # noqa: E402

CIRCLE = "Analysis"


def meet(ana, bo):
    ana.creates_circle(CIRCLE, "Understand it, not learn it by heart")
    link = ana.makes_invite()
    assert link.startswith("cenacle:"), link
    bo.joins(link, CIRCLE)


def talk(ana, bo):
    ana.writes("How do you substitute here?")
    bo.sees("How do you substitute here?")
    bo.writes("Change the *bounds* too")
    ana.sees("Change the bounds too")


def load_nothing(ana, bo):
    """What others wrote never asks a network for anything: somebody who listens where a picture is said to be
    hears nobody, until the end."""
    listener = socket.create_server(("127.0.0.1", 0))
    place = "http://127.0.0.1:%d" % listener.getsockname()[1]
    circle = bo.engine.rows("circle", "list")[0]["circle"]
    words = f"Look ![a drawing]({place}/a.png) <img src=\"{place}/b.png\"> [a page]({place}/c) {place}/d.png"
    bo.engine.post(circle, words)
    note = bo.engine.ctl("note", "create", circle, "Drawings")["id"]
    bo.engine.ctl("note", "insert", circle, note, "0", words)
    bo.engine.ctl("share", circle, f"{place}/e.png", "--title", "A drawing far away")
    ana.sees(re.compile("^Look a drawing"))
    ana.goes("Library")
    ana.app.find(None, re.compile("A drawing far away"), timeout=LONG_S)
    ana.goes("Notes")
    wait_for(lambda: ana.app.all("list item", re.compile("Drawings")), "the note", LONG_S)[-1].pointer_click()
    ana.app.find("text", "Text of the note", timeout=LONG_S)
    ana.talks()
    return listener


def heard(listener):
    """Whether somebody came, before who comes now to show that it hears."""
    with socket.create_connection(listener.getsockname()) as own:
        listener.settimeout(LONG_S)
        visitor, address = listener.accept()
        visitor.close()
        return address != own.getsockname()


def reply_and_react(ana, bo):
    ana.asks_of("Change the bounds too", "Reply")
    ana.app.find("label", "Reply to Bo: Change the bounds too")
    ana.writes("Thank you")
    bo.sees("Thank you")
    bo.sees("Bo: Change the bounds too")
    bo.asks_of("Thank you", "Add a reaction…")
    bo.app.find("button", "🙏").click()
    ana.app.find("button", "🙏 from Bo", timeout=LONG_S)


def correct_and_delete(ana, bo):
    ana.asks_of("Thank you", "Edit")
    ana.app.find("label", "Edit your message")
    ana.writes("Thank you both")
    bo.sees("Thank you both")
    bo.sees("edited")
    bo.asks_of("Change the bounds too", "Delete")
    bo.row_of("deleted message")
    bo.app.find("button", re.compile("Undo")).click()
    bo.sees("Change the bounds too")
    bo.asks_of("Change the bounds too", "Delete")  # the window hands it over when it closes


def come_back(ana, bo):
    bo.close()
    ana.sees("Message deleted")
    bo.engine.stop()
    ana.writes("Page 12 has a drawing of it")
    bo.open()  # starts the engine as well
    bo.channel(re.compile("^general")).click()
    bo.sees("How do you substitute here?")
    bo.sees("Page 12 has a drawing of it")


def change_and_take_back(ana):
    ana.does("win.edit-profile")
    dialog = ana.dialog("Your profile")
    dialog.find("text", "Languages you speak").set_text("Português, English")
    dialog.find("button", "Save", sensitive=True).click()
    ana.app.gone("button", "Save")
    ana.does("win.edit-profile")
    dialog = ana.dialog("Your profile")
    wait_for(lambda: dialog.find("text", "Languages you speak").text == "Português, English",
             "the profile to be kept")
    dialog.find("button", "Cancel").click()

    ana.makes_invite()
    ana.does("win.invite")
    dialog = ana.dialog("Invite people")
    dialog.find("button", "Take back", timeout=LONG_S).click()
    ana.app.find("button", re.compile("Take back Take back$"), sensitive=True).click()
    dialog.find("list item", re.compile("^Taken back"), timeout=LONG_S)
    dialog.do("window.close")


def main():
    with tempfile.TemporaryDirectory(prefix="cenacle-ui-") as place, Desktop() as desk:
        ana = Person(desk, pathlib.Path(place), "Ana")
        bo = Person(desk, pathlib.Path(place), "Bo")

        def two_windows_open():
            for person in (ana, bo):
                person.engine.start()
                person.open()
                person.app.find("button", "Create a circle", timeout=LONG_S)

        def they_meet():
            meet(ana, bo)

        def they_talk():
            talk(ana, bo)

        def what_others_wrote_loads_nothing():
            listeners.append(load_nothing(ana, bo))

        def one_answers_and_the_other_reacts():
            reply_and_react(ana, bo)

        def one_corrects_and_the_other_deletes():
            correct_and_delete(ana, bo)

        def one_changes_a_profile_and_takes_an_invite_back():
            change_and_take_back(ana)

        def who_was_away_catches_up():
            come_back(ana, bo)

        def the_windows_end_without_a_warning():
            ana.close()
            bo.close()
            with listeners[0]:
                assert not heard(listeners[0])

        listeners = []
        try:
            status = tap.run([two_windows_open, they_meet, they_talk,
                              what_others_wrote_loads_nothing, one_answers_and_the_other_reacts,
                              one_corrects_and_the_other_deletes,
                              one_changes_a_profile_and_takes_an_invite_back,
                              who_was_away_catches_up,
                              the_windows_end_without_a_warning])
            if status != 0:
                desk.explain()
        finally:
            desk.stop_apps()  # or a window would start its engine again
            for person in (ana, bo):
                person.engine.kill()
                person.end_engine()
    return status


if __name__ == "__main__":
    sys.exit(main())
