# SPDX-FileCopyrightText: 2026 The Cenacle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""How a circle lives: who is appointed, removed, looked at, known again, and where it goes on."""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))

import engines  # noqa: E402
import tap  # noqa: E402
from engines import until, wait_for_equal_state, wait_for_text  # noqa: E402


def member(engine, circle, name, state="active"):
    """The row of the one member of @name and @state; None when there is none."""
    return next((row for row in engine.rows("members", circle)
                 if row["name"] == name and row["state"] == state), None)


def start(*everybody):
    for engine in everybody:
        engine.start()


def one_begins_as_a_class():
    with engines.people("ana", make=lambda place, name: engines.Engine(place, name)) as (ana,):
        start(ana)
        circle = ana.ctl("circle", "create", "Analysis", "--template", "class")["circle"]
        names = [row["name"] for row in ana.rows("channel", "list", circle)]
        assert names == ["general", "lessons", "exercises", "organisation"], names
        assert "homework" in ana.ctl("circle", "show", circle)["charter"]
        other = ana.ctl("circle", "create", "Friends", "--template", "friends")["circle"]
        assert len(ana.rows("channel", "list", other)) == 1
        ana.fails("circle", "create", "Army", "--template", "army", status=2)
        assert ana.ctl("tell", circle)["tell"] == "mentions"
        ana.ctl("tell", circle, "none")
        assert ana.ctl("tell", circle, "--channel", "lessons")["tell"] == "none"
        ana.fails("tell", circle, "loudly", status=2)
        ana.fails("member", "ignore", circle, ana.rows("members", circle)[0]["name"], status=1)


def a_role_is_given_and_taken():
    with engines.people("ana", "bo", "cleo") as (ana, bo, cleo):
        start(ana, bo, cleo)
        circle = engines.found_circle(ana, bo, cleo)
        until(lambda: member(bo, circle, "cleo"), "Bo to know Cleo")
        bo.fails("member", "grant", circle, "cleo", "facilitator", status=1)
        ana.ctl("member", "grant", circle, "bo", "facilitator")
        until(lambda: member(bo, circle, "bo")["role"] == "facilitator", "Bo to be one")
        bo.ctl("member", "grant", circle, "cleo", "guest")
        until(lambda: member(cleo, circle, "cleo")["role"] == "guest", "Cleo to be a guest")
        cleo.fails("post", circle, "Nothing", status=1)
        bo.fails("member", "grant", circle, "ana", "member", status=1)
        ana.fails("member", "grant", circle, "bo", "king", status=1)
        ana.fails("member", "grant", circle, "nobody", "guest", status=3)


def one_is_removed_with_a_reason():
    with engines.people("ana", "bo", "cleo") as (ana, bo, cleo):
        start(ana, bo, cleo)
        circle = engines.found_circle(ana, bo, cleo)
        kept = cleo.post(circle, "Kept")
        wait_for_text([ana, bo], circle, "Kept")
        cleo.post(circle, "Not kept")
        wait_for_text([ana, bo], circle, "Not kept")
        bo.fails("member", "remove", circle, "cleo", status=1)
        ana.ctl("member", "remove", circle, "cleo", "--reason", "Adverts", "--cut", kept[:12])
        until(lambda: member(bo, circle, "cleo", "removed"), "Bo to know")
        until(lambda: "Not kept" not in bo.texts(circle), "what was cut to go")
        assert "Kept" in bo.texts(circle)
        assert any(row["reason"] == "Adverts" for row in bo.rows("modlog", circle))
        cleo.run("post", circle, "Still here?")
        bo.post(circle, "Quiet again")
        wait_for_text([ana], circle, "Quiet again")
        assert "Still here?" not in ana.texts(circle)
        wait_for_equal_state([ana, bo], circle)


def one_who_lost_everything_is_known_again():
    with engines.people("ana", "bo", "bo-again") as (ana, bo, again):
        start(ana, bo, again)
        circle = engines.found_circle(ana, bo)
        old = member(ana, circle, "bo")["member"]
        bo.stop()
        again.ctl("join", ana.ctl("invite", "create", circle)["link"], "--as", "Bo")
        new = member(ana, circle, "Bo")["member"]
        again.fails("member", "vouch", circle, new, old, status=1)
        ana.fails("member", "vouch", circle, new, new, status=1)
        ana.ctl("member", "vouch", circle, new[:12], old[:12])
        for engine in (ana, again):
            until(lambda who=engine: (member(who, circle, "Bo") or {}).get("formerly") == old,
                  f"{engine.name} to see who it is")
            assert member(engine, circle, "bo", "removed")["member"] == old
        wait_for_equal_state([ana, again], circle)


def a_circle_goes_on_as_a_new_one():
    with engines.people("ana", "bo", "cleo", "dan") as (ana, bo, cleo, dan):
        start(ana, bo, cleo, dan)
        circle = engines.found_circle(ana, bo, cleo, dan)
        bo.ctl("channel", "create", circle, "integrals", "--topic", "Areas")
        wait_for_equal_state([ana, bo, cleo, dan], circle)
        ana.stop()  # gone for good
        continued = bo.ctl("circle", "continue", circle, "--name", "Analysis 2", "--leave-out", "dan")
        fresh = continued["circle"]
        assert continued["continues"] == circle
        shown = bo.ctl("circle", "show", fresh)
        assert shown["continues"] == circle and shown["intention"] == "Learn together", shown
        assert shown["role"] == "owner"
        channels = {row["name"]: row["topic"] for row in bo.rows("channel", "list", fresh)}
        assert channels == {"general": "", "integrals": "Areas"}, channels

        def letter(engine):
            return next((row["text"] for row in engine.rows("messages", circle, "bo")), None)

        text = until(lambda: letter(cleo), "the letter to Cleo")
        name, link = text.split()[0], text.split()[-1]
        assert name == "Analysis" and link.startswith("cenacle:1:"), text
        assert cleo.ctl("join", link, "--as", "cleo")["circle"] == fresh
        assert cleo.ctl("circle", "show", fresh)["continues"] == circle
        wait_for_equal_state([bo, cleo, dan], circle)
        assert letter(dan) is None
        dan.fails("join", link, "--wait", "3", status=1)


if __name__ == "__main__":
    sys.exit(tap.run([
        one_begins_as_a_class, a_role_is_given_and_taken,
        one_is_removed_with_a_reason,
        one_who_lost_everything_is_known_again,
        a_circle_goes_on_as_a_new_one,
    ]))
