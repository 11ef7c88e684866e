# SPDX-FileCopyrightText: 2026 The Cenacle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Three people, of whom not all are there at once: nobody is needed for the others to go on."""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))

import engines  # noqa: E402
import tap  # noqa: E402
from engines import until, wait_for_equal_state, wait_for_text  # noqa: E402


def joining_needs_any_member_that_is_up():
    with engines.people("ana", "bo", "cleo") as (ana, bo, cleo):
        ana.start()
        bo.start()
        circle = engines.found_circle(ana, bo)
        ana.ctl("wait", circle, "--in-sync")
        link = ana.ctl("invite", "create", circle)["link"]
        wait_for_equal_state([ana, bo], circle)
        ana.stop()

        cleo.start()
        found = cleo.ctl("preview", link)
        assert found["circle"] == circle and found["name"] == "Analysis", found
        assert found["inviter"] == "ana" and found["intention"] == "Learn together", found
        cleo.ctl("join", link, "--as", "cleo")
        message = cleo.post(circle, "Ana sleeps, and I am in")
        until(lambda: bo.message(circle, message), "Bo to hear from Cleo")

        ana.start()
        wait_for_text([ana], circle, "Ana sleeps, and I am in")
        wait_for_equal_state([ana, bo, cleo], circle)


def the_creator_may_stay_away():
    with engines.people("ana", "bo", "cleo") as (ana, bo, cleo):
        for engine in (ana, bo, cleo):
            engine.start()
        circle = engines.found_circle(ana, bo, cleo)
        wait_for_equal_state([ana, bo, cleo], circle)
        ana.stop()
        bo.post(circle, "Without Ana")
        wait_for_text([cleo], circle, "Without Ana")
        cleo.post(circle, "We go on")
        wait_for_text([bo], circle, "We go on")
        wait_for_equal_state([bo, cleo], circle)


def two_parts_that_never_met_become_one():
    with engines.people("ana", "bo", "cleo") as (ana, bo, cleo):
        for engine in (ana, bo, cleo):
            engine.start()
        circle = engines.found_circle(ana, bo, cleo)
        root = ana.post(circle, "Before")
        wait_for_text([bo, cleo], circle, "Before")
        wait_for_equal_state([ana, bo, cleo], circle)

        cleo.stop()
        write_alone([ana, bo], circle, root, "east")
        for engine in (ana, bo):
            engine.stop()
        cleo.start()
        write_alone([cleo], circle, root, "west")
        assert not any("east" in text for text in cleo.texts(circle))

        ana.start()
        bo.start()
        state = wait_for_equal_state([ana, bo, cleo], circle)
        assert state["ops"] > 20
        orders = [[row["id"] for row in engine.read(circle)] for engine in (ana, bo, cleo)]
        assert orders[0] == orders[1] == orders[2], "the order differs"
        for side in ("east", "west"):
            assert sum(text.startswith(side) for text in ana.texts(circle)) >= 5


def write_alone(everybody, circle, root, side):
    """What two sides may do at once: post, answer, react to, create; here of @side."""
    for n in range(5):
        everybody[n % len(everybody)].post(circle, f"{side} {n}")
    writer = everybody[0]
    writer.post(circle, f"{side} answer", "--reply", root)
    writer.ctl("react", circle, root, "👍" if side == "east" else "🎉")
    writer.ctl("channel", "create", circle, f"{side} room")
    wait_for_equal_state(everybody, circle)


def a_keeper_carries_between_two_who_never_meet():
    with engines.people("keeper", "bo", "cleo") as (keeper, bo, cleo):
        for engine in (keeper, bo, cleo):
            engine.start()
        circle = engines.found_circle(keeper, bo, cleo)
        wait_for_equal_state([keeper, bo, cleo], circle)
        cleo.stop()
        bo.post(circle, "Read this when I am gone")
        wait_for_text([keeper], circle, "Read this when I am gone")
        bo.stop()
        cleo.start()
        wait_for_text([cleo], circle, "Read this when I am gone")


if __name__ == "__main__":
    sys.exit(tap.run([
        joining_needs_any_member_that_is_up,
        the_creator_may_stay_away,
        two_parts_that_never_met_become_one,
        a_keeper_carries_between_two_who_never_meet,
    ]))
