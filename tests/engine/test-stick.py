# SPDX-FileCopyrightText: 2026 The Cenacle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A circle on a stick: people whose engines never run at the same time, with one file between."""

import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))

import engines  # noqa: E402
import tap  # noqa: E402
from engines import until, wait_for_equal_state  # noqa: E402


def part(*people):
    """A circle whose members have met once and never will again."""
    for engine in people:
        engine.start()
    circle = engines.found_circle(*people)
    wait_for_equal_state(people, circle)
    for engine in people:
        engine.stop()
    return circle


def state_file(engine, circle):
    path = engine.home.parent / f"{engine.name}-state.json"
    path.write_text(json.dumps(engine.state(circle)))
    return path


def carry(giver, taker, circle, *options):
    """What @taker lacks from @giver, by a file; neither engine runs."""
    stick = giver.home.parent / f"{giver.name}-{taker.name}.bundle"
    written = giver.ctl("bundle", "export", circle, stick, "--lacking",
                        state_file(taker, circle), *options)
    read = taker.ctl("bundle", "import", stick)
    assert read["circle"] == circle and read["whole"] and read["unread"] == 0, read
    return written, read, stick


def both_ways():
    with engines.people("ana", "bo") as (ana, bo):
        circle = part(ana, bo)
        for i in range(5):
            ana.post(circle, f"Ana says {i}")
            bo.post(circle, f"Bo says {i}")
        bo.ctl("message", circle, "ana", "For you alone")
        written, read, stick = carry(ana, bo, circle)
        assert written["ops"] >= 5 and read["ops"] >= 5, (written, read)
        assert b"Ana says" not in stick.read_bytes(), "whoever finds it reads nothing"
        carry(bo, ana, circle)
        assert ana.state(circle) == bo.state(circle)
        assert sorted(ana.texts(circle)) == sorted(bo.texts(circle)) and len(ana.texts(circle)) == 10
        assert [row["text"] for row in ana.rows("messages", circle, "bo")] == ["For you alone"]
        again = bo.ctl("bundle", "import", stick)
        assert again["ops"] == 0 and again["known"] == read["ops"] + read["known"], again
        written, read, _ = carry(ana, bo, circle)
        assert written["ops"] == 0 and read["ops"] == 0, "nothing is lacking any more"


def with_files():
    with engines.people("ana", "bo") as (ana, bo):
        circle = part(ana, bo)
        source = ana.home.parent / "film.bin"
        source.write_bytes(bytes(range(256)) * 20_000)
        shared = ana.ctl("share", circle, source)
        written, read, stick = carry(ana, bo, circle, "--files")
        assert written["files"] == 1 and read["files"] == 1, (written, read)
        place = bo.home.parent / "copy"
        assert bo.ctl("fetch", circle, shared["id"], "-o", place)["held"]
        assert place.read_bytes() == source.read_bytes()
        assert source.read_bytes()[:64] not in stick.read_bytes()


def whoever_came_meanwhile():
    """Ana lets Cleo in while Bo is away; Cleo's words reach Bo on Ana's stick."""
    with engines.people("ana", "bo", "cleo") as (ana, bo, cleo):
        circle = part(ana, bo)
        ana.start()
        cleo.start()
        cleo.ctl("join", ana.ctl("invite", "create", circle)["link"], "--as", "cleo")
        cleo.post(circle, "Good morning")
        gone = cleo.post(circle, "To be deleted")
        cleo.ctl("redact", circle, gone)
        cleo.post(circle, "And after that")
        wait_for_equal_state([ana, cleo], circle)
        cleo.stop()
        ana.stop()
        carry(ana, bo, circle)
        assert bo.state(circle) == ana.state(circle)
        assert "And after that" in bo.texts(circle)
        assert {row["name"] for row in bo.rows("members", circle)} == {"ana", "bo", "cleo"}


def cut_off_and_for_strangers():
    with engines.people("ana", "bo", "dan") as (ana, bo, dan):
        circle = part(ana, bo)
        for i in range(50):
            ana.post(circle, f"Ana says {i}")
        stick = ana.home.parent / "all.bundle"
        ana.ctl("bundle", "export", circle, stick)
        whole = stick.read_bytes()
        half = ana.home.parent / "half.bundle"
        half.write_bytes(whole[:len(whole) * 3 // 4])
        bo.fails("bundle", "import", half, status=1)
        came = len(bo.texts(circle))
        assert 0 < came < 50, came
        assert bo.ctl("bundle", "import", stick)["whole"]
        assert len(bo.texts(circle)) == 50
        dan.ctl("circle", "create", "Geometry")
        dan.fails("bundle", "import", stick, status=3)
        dan.fails("bundle", "import", "/no/such/file", status=3)
        half.write_bytes(b"no bundle at all, but long enough to be looked at")
        bo.fails("bundle", "import", half, status=1)
        bo.fails("bundle", "export", circle, "/no/such/folder/x", status=1)
        dan.fails("bundle", "export", "Geometry", half, "--lacking", state_file(bo, circle),
                  status=1)


def while_the_engine_runs():
    """The engine goes on serving while it takes in and gives out."""
    with engines.people("ana", "bo") as (ana, bo):
        circle = part(ana, bo)
        for i in range(30):
            ana.post(circle, f"Ana says {i}")
        stick = ana.home.parent / "all.bundle"
        ana.start()
        ana.ctl("bundle", "export", circle, stick)
        ana.stop()
        bo.start()
        bo.ctl("bundle", "import", stick)
        until(lambda: len(bo.texts(circle)) == 30, "Bo to read all")


if __name__ == "__main__":
    sys.exit(tap.run([
        both_ways,
        with_files,
        whoever_came_meanwhile,
        cut_off_and_for_strangers,
        while_the_engine_runs,
    ]))
