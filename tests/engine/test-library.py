# SPDX-FileCopyrightText: 2026 The Cenacle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Files of a circle between real engines: small ones by themselves, large ones on demand, through
restarts and sources that go; attached to messages; and what is said about them."""

import hashlib
import os
import pathlib
import random
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))

import engines  # noqa: E402
import tap  # noqa: E402
from engines import until, wait_for_equal_state  # noqa: E402

MIB = 1 << 20


def make_file(engine, name, size, seed=1):
    path = engine.home.parent / f"{engine.name}-{name}"
    path.write_bytes(random.Random(seed).randbytes(size))
    return path


def digest(path):
    return hashlib.sha256(pathlib.Path(path).read_bytes()).hexdigest()


def resource(engine, circle, identifier):
    return next((row for row in engine.rows("library", circle) if row["id"] == identifier), None)


def wait_held(engine, circle, identifier):
    return until(lambda: (row := resource(engine, circle, identifier)) and row["held"] and row,
                 f"{engine.name} to hold the file")


def blobs(engine, circle):
    return sorted((engine.home / "blobs" / circle).iterdir())


def transfers(engine, circle):
    return engine.ctl("status", circle)["transfers"]


def begin(*people):
    for engine in people:
        engine.start()
    circle = engines.found_circle(*people)
    wait_for_equal_state(people, circle)
    return circle


def small_files_come_by_themselves():
    with engines.people("ana", "bo") as (ana, bo):
        circle = begin(ana, bo)
        source = make_file(ana, "notes.txt", 300_000)
        shared = ana.ctl("share", circle, source, "--title", "Notes of the week", "--tags",
                         "algebra, week 3", "--text", "What we said")
        assert shared["size"] == 300_000 and shared["blob"], shared
        row = wait_held(bo, circle, shared["id"])
        assert row["title"] == "Notes of the week" and row["tags"] == ["algebra", "week 3"], row
        assert row["kind"] == "file" and row["size"] == 300_000 and not row["kept"], row
        assert row["name"] == source.name and row["author"] == "ana", row
        assert resource(ana, circle, shared["id"])["kept"], "one's own is kept"
        place = bo.home.parent / "out"
        place.mkdir()
        path = bo.ctl("fetch", circle, shared["id"], "-o", place)["path"]
        assert pathlib.Path(path).name == source.name and digest(path) == digest(source)
        again = bo.ctl("fetch", circle, shared["id"], "-o", place)["path"]
        assert again != path and digest(again) == digest(source), "nothing is written over"
        assert [row["id"] for row in bo.rows("library", circle, "--tag", "ALGEBRA")] == [
            shared["id"]]
        assert bo.rows("library", circle, "--tag", "geometry") == []
        plain = source.read_bytes()[:64]
        assert all(plain not in path.read_bytes() for path in blobs(bo, circle)), "it is closed"
        # The same file once more is another resource and no other blob.
        twice = bo.ctl("share", circle, path)
        assert twice["blob"] == shared["blob"] and len(blobs(bo, circle)) == 1
        wait_for_equal_state([ana, bo], circle)
        before = ana.state(circle)
        ana.ctl("rebuild", circle)
        assert ana.state(circle) == before


def large_ones_on_demand():
    with engines.people("ana", "bo") as (ana, bo):
        circle = begin(ana, bo)
        source = make_file(ana, "film.bin", 20 * MIB)
        shared = ana.ctl("share", circle, source)
        until(lambda: resource(bo, circle, shared["id"]), "Bo to hear of it")
        assert not resource(bo, circle, shared["id"])["held"]
        place = bo.home.parent / "film"
        done = bo.ctl("fetch", circle, shared["id"][:8], "-o", place, "--wait", "60")
        assert done["held"] and digest(place) == digest(source)
        assert bo.ctl("storage", circle)["loose"] == 20 * MIB
        bo.ctl("keep", circle, shared["id"])
        assert resource(bo, circle, shared["id"])["kept"]
        assert bo.ctl("storage", circle)["loose"] == 0
        bo.ctl("keep", circle, shared["id"], "--drop")
        assert not resource(bo, circle, shared["id"])["held"] and blobs(bo, circle) == []
        ana.stop()
        bo.fails("fetch", circle, shared["id"], "--wait", "1", status=4)
        assert transfers(bo, circle)[0]["state"] == "waiting"
        ana.start()
        wait_held(bo, circle, shared["id"])


def cut_off_and_resumed():
    """Whoever fetches is killed again and again, and so is the source: no bad byte, and what was
    there is not fetched again."""
    with engines.people("ana", "bo") as (ana, bo):
        circle = begin(ana, bo)
        source = make_file(ana, "film.bin", 64 * MIB)
        shared = ana.ctl("share", circle, source)
        until(lambda: resource(bo, circle, shared["id"]), "Bo to hear of it")
        chance = random.Random(int(os.environ.get("CRASH_SEED", "1")))
        bo.ctl("fetch", circle, shared["id"], "--wait", "0")
        kept = 0

        def written():
            part = bo.home / "blobs" / circle / (shared["blob"] + ".part")
            whole = bo.home / "blobs" / circle / shared["blob"]
            if whole.exists():
                return 1 << 40
            return part.stat().st_blocks * 512 if part.exists() else 0

        for _ in range(int(os.environ.get("CRASH_ROUNDS", "6"))):
            aim = kept + chance.randrange(8 * MIB)
            until(lambda aim=aim: written() >= min(aim, 60 * MIB), "some of it to come")
            who = bo if chance.random() < 0.7 else ana
            who.kill()
            now = written()
            assert now >= kept, (now, kept)
            kept = min(now, 60 * MIB)
            who.start()
        wait_held(bo, circle, shared["id"])
        place = bo.home.parent / "film"
        bo.ctl("fetch", circle, shared["id"], "-o", place)
        assert digest(place) == digest(source)


def the_source_goes_and_another_has_it():
    with engines.people("ana", "bo", "cleo") as (ana, bo, cleo):
        circle = begin(ana, bo, cleo)
        source = make_file(ana, "film.bin", 24 * MIB)
        shared = ana.ctl("share", circle, source)
        until(lambda: resource(bo, circle, shared["id"]), "Bo to hear of it")
        bo.ctl("fetch", circle, shared["id"], "--wait", "60")
        ana.stop()
        until(lambda: resource(cleo, circle, shared["id"]), "Cleo to hear of it")
        place = cleo.home.parent / "film"
        cleo.ctl("fetch", circle, shared["id"], "-o", place, "--wait", "60")
        assert digest(place) == digest(source)


def attached_to_messages():
    with engines.people("ana", "bo") as (ana, bo):
        circle = begin(ana, bo)
        first, second = make_file(ana, "a.pdf", 1000), make_file(ana, "b.png", 2000, 2)
        message = ana.post(circle, "Look at these", "--attach", first, "--attach", second)
        row = until(lambda: bo.message(circle, message), "Bo to have the message")
        assert len(row["attachments"]) == 2, row
        for identifier, source in zip(row["attachments"], (first, second)):
            held = wait_held(bo, circle, identifier)
            assert held["from_message"] and held["size"] == source.stat().st_size, held
        # One that is there already goes by its id.
        other = bo.post(circle, "This one again", "--attach", row["attachments"][0])
        assert bo.message(circle, other)["attachments"] == row["attachments"][:1]
        bo.fails("post", circle, "Nothing", "--attach", "no-such-file", status=3)


def versions_remarks_and_links():
    with engines.people("ana", "bo") as (ana, bo):
        circle = begin(ana, bo)
        link = ana.ctl("share", circle, "https://example.org/paper", "--title", "A paper")
        first = ana.ctl("share", circle, make_file(ana, "draft.txt", 100))
        until(lambda: resource(bo, circle, first["id"]), "Bo to hear of it")
        assert resource(bo, circle, link["id"])["kind"] == "link"
        assert resource(bo, circle, link["id"])["url"] == "https://example.org/paper"
        second = bo.ctl("share", circle, make_file(bo, "draft2.txt", 200, 2), "--version-of",
                        first["id"])
        row = until(lambda: (r := resource(ana, circle, first["id"]))["versions"] == 2 and r,
                    "Ana to see the new version")
        assert row["size"] == 200 and row["blob"] == second["blob"], row
        place = ana.home.parent / "old"
        ana.ctl("fetch", circle, first["id"])
        assert ana.ctl("fetch", circle, second["id"], "-o", place)["held"]
        bo.ctl("remark", circle, first["id"], "Clearer now")
        bo.ctl("recommend", circle, first["id"])
        row = until(lambda: (r := resource(ana, circle, first["id"]))["remarks"] == 1 and
                    r["recommended"] == 1 and r, "Ana to see what Bo said")
        assert [row["text"] for row in ana.rows("remarks", circle, first["id"])] == ["Clearer now"]
        bo.ctl("recommend", circle, first["id"], "--remove")
        until(lambda: resource(ana, circle, first["id"])["recommended"] == 0, "it to be taken back")


def deleted_is_dropped():
    with engines.people("ana", "bo") as (ana, bo):
        circle = begin(ana, bo)
        shared = ana.ctl("share", circle, make_file(ana, "secret.txt", 100))
        wait_held(bo, circle, shared["id"])
        ana.ctl("redact", circle, shared["id"])
        until(lambda: blobs(bo, circle) == [], "Bo's copy to go")
        until(lambda: blobs(ana, circle) == [], "Ana's to go")


def preferences():
    with engines.people("ana", "bo") as (ana, bo):
        circle = begin(ana, bo)
        assert bo.ctl("storage", circle, "--auto", "500")["auto"] == 500
        large = ana.ctl("share", circle, make_file(ana, "large", 501))
        small = ana.ctl("share", circle, make_file(ana, "small", 500, 2))
        wait_held(bo, circle, small["id"])
        assert not resource(bo, circle, large["id"])["held"]
        bo.ctl("storage", circle, "--auto", "501")
        wait_held(bo, circle, large["id"])
        bo.fails("storage", circle, "--auto", "much", status=2)


def names_are_not_trusted():
    with engines.people("ana", "bo") as (ana, bo):
        circle = begin(ana, bo)
        odd = ana.home.parent / "photo\u202egpj.exe"
        odd.write_bytes(b"x")
        shared = ana.ctl("share", circle, odd)
        assert wait_held(bo, circle, shared["id"])["name"] == "photogpj.exe"
        ana.fails("share", circle, "/dev/null", status=1)
        ana.fails("share", circle, ana.home, status=(1, 3))
        ana.fails("share", circle, "/no/such/file", status=3)


def a_full_disk():
    """The disk of who fetches is too small: it says so, what is there stays, nothing breaks."""
    with engines.people("ana", "bo") as (ana, bo):
        circle = begin(ana, bo)
        bo.stop()
        with engines.small_disk(bo.home / "blobs"):
            bo.start()
            shared = ana.ctl("share", circle, make_file(ana, "film.bin", 8 * MIB))
            until(lambda: resource(bo, circle, shared["id"]), "Bo to hear of it")
            bo.ctl("fetch", circle, shared["id"], "--wait", "0")
            row = until(lambda: (t := transfers(bo, circle)) and t[0]["state"] == "stuck" and t[0],
                        "the transfer to be stuck")
            assert "room" in row["problem"], row
            # It looked first: nothing was begun.
            assert not list((bo.home / "blobs").rglob("*.part"))
            message = ana.post(circle, "Still here")
            until(lambda: bo.message(circle, message), "Bo to read on")
            bo.stop()
        bo.start()
        wait_held(bo, circle, shared["id"])


if __name__ == "__main__":
    sys.exit(tap.run([
        small_files_come_by_themselves,
        large_ones_on_demand,
        cut_off_and_resumed,
        the_source_goes_and_another_has_it,
        attached_to_messages,
        versions_remarks_and_links,
        deleted_is_dropped,
        preferences,
        names_are_not_trusted,
        a_full_disk,
    ]))
