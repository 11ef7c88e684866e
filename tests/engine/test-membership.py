# SPDX-FileCopyrightText: 2026 The Cenacle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Removals and leaves between real engines: who is out gets nothing more and is told; the others go
on with a new key."""

import contextlib
import pathlib
import sqlite3
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))

import engines  # noqa: E402
import tap  # noqa: E402
from engines import until, wait_for_equal_state, wait_for_text  # noqa: E402

WAIT_S = "1"
EPOCH = 11


def start(*everybody):
    for engine in everybody:
        engine.start("--rotation-wait", WAIT_S)


def meet(founder, *others):
    """A circle of all, of whom each is connected with each."""
    start(founder, *others)
    circle = engines.found_circle(founder, *others)
    everybody = (founder, *others)
    wait_for_equal_state(everybody, circle)
    for engine in everybody:
        until(lambda who=engine: count_here(who, circle) == len(others),
              f"{engine.name} to be with all")
    return circle


def count_here(engine, circle):
    return [peer["state"] for peer in engine.ctl("status", circle)["peers"]].count("connected")


def member_id(engine, circle, name):
    return next(row["member"] for row in engine.rows("members", circle) if row["name"] == name)


def ask(engine, sql):
    """What the replica says to @sql; the engine may run."""
    path = f"file:{engine.home / 'replica.db'}?mode=ro"
    with contextlib.closing(sqlite3.connect(path, uri=True)) as database:
        return database.execute(sql).fetchall()


def count_epochs(engine):
    return ask(engine, f"SELECT count(*) FROM op WHERE kind = {EPOCH}")[0][0]


def holds(engine, words):
    """Whether @words stand anywhere in the files of the home."""
    return any(words.encode() in path.read_bytes() for path in engine.home.glob("replica.db*"))


def assert_shut_out(engine, others, circle):
    """Gets nothing of what @others write from now on, and cannot connect."""
    words = f"Among ourselves, without {engine.name}"
    others[0].post(circle, words)
    wait_for_text(others, circle, words)
    wait_for_equal_state(others, circle)
    # Asked to compare now, it finds nobody who would.
    engine.run("sync", circle, "--wait", "2")
    status = engine.ctl("status", circle)
    assert all(peer["state"] != "connected" for peer in status["peers"]), status
    assert not holds(engine, words), "the removed one got it"


def removed_while_here():
    with engines.people("ana", "bo", "cleo") as (ana, bo, cleo):
        circle = meet(ana, bo, cleo)
        ana.ctl("member", "remove", circle, member_id(ana, circle, "cleo"), "--reason", "Spam")
        told = "ana removed you from this circle: “Spam”."
        until(lambda: cleo.ctl("status", circle)["sentence"] == told, "cleo to be told")
        until(lambda: count_epochs(bo) == 2, "bo to have the new key")
        assert count_epochs(cleo) == 1
        assert_shut_out(cleo, [ana, bo], circle)
        cleo.fails("post", circle, "Let me in", status=1)


def removed_while_away():
    with engines.people("ana", "bo", "cleo") as (ana, bo, cleo):
        circle = meet(ana, bo, cleo)
        cleo.stop()
        ana.post(circle, "What cleo never saw")
        ana.ctl("member", "remove", circle, member_id(ana, circle, "cleo"))
        until(lambda: count_epochs(bo) == 2, "bo to have the new key")
        start(cleo)
        until(lambda: cleo.ctl("status", circle)["sentence"] ==
              "ana removed you from this circle.", "cleo to be told")
        until(lambda: "refused" in [peer["state"] for peer in cleo.ctl("status", circle)["peers"]],
              "cleo to see that others refuse")
        assert not holds(cleo, "What cleo never saw")
        assert_shut_out(cleo, [ana, bo], circle)
        # What was told is still known with nobody there to tell it again.
        for who in (ana, bo, cleo):
            who.stop()
        start(cleo)
        assert cleo.ctl("status", circle)["sentence"] == "ana removed you from this circle."


def who_has_not_heard_of_it_still_meets_them():
    with engines.people("ana", "bo", "cleo") as (ana, bo, cleo):
        circle = meet(ana, bo, cleo)
        bo.stop()
        cleo.stop()
        ana.ctl("member", "remove", circle, member_id(ana, circle, "cleo"))
        ana.stop()
        start(bo, cleo)
        until(lambda: count_here(cleo, circle) == 1, "cleo to meet bo, who knows nothing")
        start(ana)
        until(lambda: cleo.ctl("status", circle)["sentence"] ==
              "ana removed you from this circle.", "cleo to be told")
        until(lambda: count_epochs(bo) == 2, "bo to have the new key")
        assert_shut_out(cleo, [ana, bo], circle)


def a_removal_beside_an_admission_comes_to_one_key():
    with engines.people("ana", "bo", "cleo", "dan") as (ana, bo, cleo, dan):
        circle = meet(ana, bo, cleo)
        link = ana.ctl("invite", "create", circle)["link"]
        wait_for_equal_state([ana, bo, cleo], circle)
        bo.stop()
        ana.ctl("member", "remove", circle, member_id(ana, circle, "cleo"))
        ana.stop()
        cleo.stop()
        start(bo, dan)
        dan.run("join", link, "--as", "dan", "--wait", "20")
        until(lambda: "dan" in [row["name"] for row in bo.rows("members", circle)],
              "bo to let dan in")
        start(ana)
        everybody = [ana, bo, dan]
        until(lambda: count_epochs(ana) >= 3, "the two keys to be followed by one")
        wait_for_equal_state(everybody, circle)
        until(lambda: len({ask(who, "SELECT count(*) FROM epoch WHERE is_usable = 1")[0][0]
                           for who in everybody}) == 1, "all to find the same keys usable")
        start(cleo)
        assert_shut_out(cleo, everybody, circle)


def a_leave_is_followed_by_a_new_key():
    with engines.people("ana", "bo", "cleo") as (ana, bo, cleo):
        circle = meet(ana, bo, cleo)
        cleo.ctl("circle", "leave", circle)
        for who in (ana, bo):
            until(lambda who=who: count_epochs(who) == 2, f"{who.name} to have a new key")
        wait_for_equal_state([ana, bo], circle)
        assert count_epochs(cleo) == 1
        assert_shut_out(cleo, [ana, bo], circle)
        assert count_epochs(ana) == 2


if __name__ == "__main__":
    sys.exit(tap.run([
        removed_while_here,
        removed_while_away,
        who_has_not_heard_of_it_still_meets_them,
        a_removal_beside_an_admission_comes_to_one_key,
        a_leave_is_followed_by_a_new_key,
    ]))
