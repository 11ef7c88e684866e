# SPDX-FileCopyrightText: 2026 The Cenacle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Files at a blind relay, between people whose engines never run at the same time."""

import hashlib
import os
import pathlib
import sqlite3
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))

import engines  # noqa: E402
import tap  # noqa: E402
from engines import until  # noqa: E402
from relays import alone, around_a_relay, part, relay_of, settle  # noqa: E402

MIB = 1 << 20


def share(engine, circle, name, size, *options):
    """A file of random bytes in the library; its title and its content."""
    path = engine.home.parent / name
    path.write_bytes(os.urandom(size))
    engine.ctl("share", circle, path, "--title", name, *options)
    return path


def row_of(engine, circle, title):
    return next((row for row in engine.rows("library", circle) if row["title"] == title), None)


def waits_there(engine, circle, title):
    until(lambda: row_of(engine, circle, title)["at_relays"] == ["Post"],
          f"a copy of {title} to wait at the relay")


def has_it(engine, circle, title):
    return until(lambda: (row := row_of(engine, circle, title)) and row["held"] and row,
                 f"{engine.name} to have {title}")


def is_same(engine, circle, title, path):
    out = engine.home.parent / f"{engine.name}-{title}"
    engine.ctl("fetch", circle, row_of(engine, circle, title)["id"], "--output", out)
    digest = [hashlib.sha256(one.read_bytes()).digest() for one in (out, path)]
    out.unlink()
    assert digest[0] == digest[1]


def mailbox(relay):
    return relay.ctl("relay", "status")["mailboxes"][0]


def parcels(relay, what="len"):
    with sqlite3.connect(f"file:{relay.home}/replica.db?mode=ro", uri=True) as db:
        return [row[0] for row in
                db.execute(f"SELECT {what} FROM parcel WHERE bytes IS NOT NULL ORDER BY no")]


def small_ones_by_themselves():
    with around_a_relay("ana", "bo") as (relay, ana, bo):
        circle = part(relay, ana, bo)
        with alone(ana, circle):
            small = share(ana, circle, "small.bin", 600_000)
            tiny = share(ana, circle, "tiny.bin", 10)
            large = share(ana, circle, "large.bin", 3 * MIB)
            for title in ("small.bin", "tiny.bin"):
                waits_there(ana, circle, title)
            assert row_of(ana, circle, "large.bin")["at_relays"] == []
            until(lambda: relay_of(ana, circle)["files"] == 2, "Ana to count two files there")
        kept = mailbox(relay)
        assert kept["parcels"] == 6 and kept["parcel_bytes"] < kept["bytes"], kept
        assert set(parcels(relay)) == {4096, 131072, 262180}, "few lengths show"
        assert not any(small.read_bytes()[100:140] in bytes_ for bytes_ in parcels(relay, "bytes"))
        relay.kill()
        relay.start("--relay")
        with alone(bo, circle):
            for title, path in (("small.bin", small), ("tiny.bin", tiny)):
                has_it(bo, circle, title)
                is_same(bo, circle, title, path)
            waits_there(bo, circle, "small.bin")
            assert bo.run("fetch", circle, row_of(bo, circle, "large.bin")["id"],
                          "--wait", "0").status == 0
        with alone(ana, circle):
            ana.ctl("offer", circle, row_of(ana, circle, "large.bin")["id"])
            waits_there(ana, circle, "large.bin")
        with alone(bo, circle):
            has_it(bo, circle, "large.bin")
            is_same(bo, circle, "large.bin", large)


def what_is_erased_goes():
    with around_a_relay("ana", "bo") as (relay, ana, bo):
        circle = part(relay, ana, bo)
        with alone(ana, circle):
            word = ana.post(circle, "Said too quickly " + "x" * 3000)
            share(ana, circle, "gone.bin", 300_000)
            waits_there(ana, circle, "gone.bin")
            before = mailbox(relay)
            assert before["parcels"] == 3, before
        with alone(bo, circle):
            has_it(bo, circle, "gone.bin")
        with alone(ana, circle):
            ana.ctl("redact", circle, word)
            ana.ctl("redact", circle, row_of(ana, circle, "gone.bin")["id"])
            until(lambda: mailbox(relay)["parcels"] == 0, "the file to go from the relay")
            until(lambda: mailbox(relay)["bytes"] < before["bytes"] - 300_000 - 2500,
                  "what was said to go from the relay")
        with alone(bo, circle):
            assert "Said too quickly" not in "".join(bo.texts(circle))
        assert ana.state(circle) == bo.state(circle)


def the_oldest_go_when_it_is_full():
    with around_a_relay("ana", "bo") as (relay, ana, bo):
        circle = part(relay, ana, bo)
        relay.ctl("relay", "limit", mailbox(relay)["mailbox"], str(2 * MIB))
        with alone(ana, circle):
            for name in ("first.bin", "second.bin"):
                share(ana, circle, name, 520_000)
                waits_there(ana, circle, name)
        relay.ctl("relay", "limit", mailbox(relay)["mailbox"], str(MIB + MIB // 8))
        with alone(bo, circle):
            has_it(bo, circle, "first.bin")
            has_it(bo, circle, "second.bin")
            third = share(bo, circle, "third.bin", 200_000)
            waits_there(bo, circle, "third.bin")
        assert mailbox(relay)["bytes"] <= MIB + MIB // 8
        with alone(ana, circle):
            has_it(ana, circle, "third.bin")
            is_same(ana, circle, "third.bin", third)
            until(lambda: row_of(ana, circle, "first.bin")["at_relays"] == [],
                  "Ana to hear that the first is not there any more")


def a_relay_that_alters_and_loses():
    with around_a_relay("ana", "bo") as (relay, ana, bo):
        circle = part(relay, ana, bo)
        with alone(ana, circle):
            path = share(ana, circle, "it.bin", 700_000)
            waits_there(ana, circle, "it.bin")
        relay.stop()
        with sqlite3.connect(f"{relay.home}/replica.db") as db:
            rows = [row[0] for row in db.execute("SELECT no FROM parcel WHERE len > 200000")]
            db.execute("UPDATE parcel SET bytes = randomblob (len) WHERE no = ?", (rows[0],))
            db.execute("DELETE FROM parcel WHERE no = ?", (rows[1],))
        relay.start("--relay")
        bo.start()
        settle(bo, circle)
        until(lambda: "gave what is not of this circle" in relay_of(bo, circle)["problems"],
              "Bo to notice")
        assert not row_of(bo, circle, "it.bin")["held"]
        bo.stop()
        with alone(ana, circle):
            until(lambda: "lost what it had; it was brought again" in
                  relay_of(ana, circle)["problems"], "Ana to notice")
            waits_there(ana, circle, "it.bin")
        with alone(bo, circle):
            has_it(bo, circle, "it.bin")
            is_same(bo, circle, "it.bin", path)


if __name__ == "__main__":
    sys.exit(tap.run([
        small_ones_by_themselves,
        what_is_erased_goes,
        the_oldest_go_when_it_is_full,
        a_relay_that_alters_and_loses,
    ]))
