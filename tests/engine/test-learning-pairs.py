# SPDX-FileCopyrightText: 2026 The Cenacle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Skills offered and wanted, whom they suggest, pairs that two agree on and what they tell each
other, and the café pairs of the week."""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))

import engines  # noqa: E402
import tap  # noqa: E402
from engines import until, wait_for_equal_state  # noqa: E402


def begin(*people):
    for engine in people:
        engine.start()
    circle = engines.found_circle(*people)
    wait_for_equal_state(list(people), circle)
    return circle


def pairs(engine, circle, kind):
    return [row for row in engine.rows("pairs", circle) if row["kind"] == kind]


def skills_are_offered_and_wanted():
    with engines.people("ana", "bo") as (ana, bo):
        circle = begin(ana, bo)
        ana.ctl("skill", "offer", circle, "Rust")
        bo.ctl("skill", "want", circle, " rust ")
        bo.ctl("skill", "offer", circle, "Éveil musical")
        ana.ctl("skill", "offer", circle, "RUST")
        wait_for_equal_state([ana, bo], circle)
        expected = [{"skill": "Rust", "offers": ["ana"], "wants": ["bo"]},
                    {"skill": "Éveil musical", "offers": ["bo"], "wants": []}]
        for engine in (ana, bo):
            assert engine.rows("skills", circle) == expected, engine.rows("skills", circle)
            told = {row["name"]: (row["skills"], row["wants"])
                    for row in engine.rows("members", circle)}
            assert told == {"ana": (["Rust"], []), "bo": (["Éveil musical"], ["Rust"])}, told
        suggested = pairs(ana, circle, "match")
        assert suggested == pairs(bo, circle, "match")
        assert [(row["names"], row["state"]) for row in suggested] == [(["bo", "ana"], "suggested")]
        ana.ctl("skill", "offer", circle, "rUsT", "--remove")
        until(lambda: len(bo.rows("skills", circle)) == 2 and
              bo.rows("skills", circle)[0]["offers"] == [], "Bo to see it taken back")
        assert pairs(bo, circle, "match") == []
        ana.fails("skill", "offer", circle, "x" * 65, status=1)


def two_agree_and_tell_each_other():
    with engines.people("ana", "bo", "cleo") as (ana, bo, cleo):
        circle = begin(ana, bo, cleo)
        pair = ana.ctl("pair", "propose", circle, "bo", "--goal", "Read Spivak", "--until",
                       "2036-01-01T00:00Z")["id"]
        row = until(lambda: next(iter(pairs(bo, circle, "pair")), None), "Bo to see it")
        assert (row["id"], row["names"], row["state"], row["goal"]) == \
            (pair, ["ana", "bo"], "proposed", "Read Spivak"), row
        ana.fails("pair", "accept", circle, pair, status=1)
        until(lambda: pairs(cleo, circle, "pair"), "Cleo to see it")
        cleo.fails("pair", "accept", circle, pair, status=1)
        bo.ctl("pair", "accept", circle, pair)
        until(lambda: pairs(ana, circle, "pair")[0]["state"] == "active", "Ana to see it accepted")
        bo.ctl("pair", "checkin", circle, pair, "Chapter one is done, quixotry")
        told = until(lambda: ana.rows("pair", "checkin", circle, pair), "Ana to read it")
        assert [(row["author"], row["text"]) for row in told] == \
            [("bo", "Chapter one is done, quixotry")], told
        wait_for_equal_state([ana, bo, cleo], circle)
        assert cleo.rows("search", circle, "quixotry") == []
        cleo.fails("pair", "checkin", circle, pair, status=1)
        ana.ctl("pair", "reached", circle, pair)
        until(lambda: pairs(bo, circle, "pair")[0]["state"] == "reached", "Bo to see it reached")
        bo.ctl("pair", "end", circle, pair)
        until(lambda: pairs(ana, circle, "pair")[0]["state"] == "over", "Ana to see it ended")
        ana.fails("pair", "propose", circle, "ana", "--goal", "alone", status=1)
        ana.fails("pair", "propose", circle, "bo", status=2)
        before = bo.state(circle)
        bo.ctl("rebuild", circle)
        assert bo.state(circle) == before


def coffee_is_drawn_alike():
    with engines.people("ana", "bo", "cleo") as (ana, bo, cleo):
        circle = begin(ana, bo, cleo)
        drawn = [pairs(engine, circle, "cafe") for engine in (ana, bo, cleo)]
        assert drawn[0] == drawn[1] == drawn[2], drawn
        # Whoever came after Monday is drawn next week.
        assert sum(len(row["names"]) for row in drawn[0]) <= 3, drawn


if __name__ == "__main__":
    sys.exit(tap.run([
        skills_are_offered_and_wanted,
        two_agree_and_tell_each_other,
        coffee_is_drawn_alike,
    ]))
