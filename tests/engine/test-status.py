# SPDX-FileCopyrightText: 2026 The Cenacle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What people are told of the exchange: who has a message, what is lacking, who holds it and why not."""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))

import engines  # noqa: E402
import tap  # noqa: E402
from engines import until, wait_for_text  # noqa: E402


def status(engine, circle):
    return engine.ctl("status", circle)


def peer(engine, circle, name):
    """What @engine tells of the one device of @name."""
    return next(row for row in status(engine, circle)["peers"] if row["name"] == name)


def copies(engine, circle, message):
    return engine.message(circle, message)["copies"]


def holders(engine, circle, message):
    return {row["name"] for row in engine.rows("copies", circle, message) if row["has_it"]}


def who_has_a_message_is_known_and_remembered():
    with engines.people("ana", "bo", "cy") as (ana, bo, cy):
        for engine in (ana, bo, cy):
            engine.start()
        circle = engines.found_circle(ana, bo, cy)
        first = ana.post(circle, "for all")
        until(lambda: copies(ana, circle, first) == 2, "both others to have it")
        assert holders(ana, circle, first) == {"bo", "cy"}

        cy.stop()
        until(lambda: peer(ana, circle, "cy")["state"] != "connected", "Cy to be gone")
        second = ana.post(circle, "while Cy is away")
        until(lambda: copies(ana, circle, second) == 1, "Bo to have it")
        assert holders(ana, circle, second) == {"bo"}
        assert peer(ana, circle, "cy")["behind"] == 1
        assert peer(ana, circle, "cy")["ahead"] == 0

        bo.stop()
        ana.kill()
        third = ana.post(circle, "alone")  # by an engine of its own, which meets nobody
        assert copies(ana, circle, third) == 0 and holders(ana, circle, third) == set()
        assert holders(ana, circle, second) == {"bo"}, "what was known before is not any more"
        assert holders(ana, circle, first) == {"bo", "cy"}
        ana.start()
        assert peer(ana, circle, "cy")["behind"] == 2
        assert peer(ana, circle, "bo")["behind"] == 1

        bo.start()
        cy.start()
        for message in (first, second, third):
            until(lambda row=message: copies(ana, circle, row) == 2, "both to have all")
        wait_for_text([cy], circle, "alone")
        until(lambda: copies(cy, circle, third) == 2, "Cy to know that the others have it")
        assert all(row["as_of"] for row in ana.rows("copies", circle, third))
        ana.fails("copies", circle, "zzzzzzzz", status=3)


def offline_is_chosen_and_told():
    with engines.people("ana", "bo") as (ana, bo):
        ana.start()
        bo.start()
        circle = engines.found_circle(ana, bo)
        assert ana.ctl("offline") == {"online": True, "offline": False}
        assert ana.ctl("offline", "on") == {"online": False, "offline": True}
        assert ana.ctl("offline") == {"online": False, "offline": True}
        until(lambda: peer(ana, circle, "bo")["state"] == "away", "Bo to be gone")
        assert status(ana, circle)["online"] is False and status(bo, circle)["online"] is True
        message = ana.post(circle, "waits here")
        assert copies(ana, circle, message) == 0
        ana.fails("offline", "perhaps", status=2)
        assert ana.ctl("offline", "off")["online"] is True
        until(lambda: copies(ana, circle, message) == 1, "Bo to have it")


if __name__ == "__main__":
    sys.exit(tap.run([
        who_has_a_message_is_known_and_remembered,
        offline_is_chosen_and_told,
    ]))
