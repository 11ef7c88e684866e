# SPDX-FileCopyrightText: 2026 The Cenacle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Paths that several people make and follow: their order merges, progress is shared or private, a
certificate can be checked."""

import hashlib
import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))

import engines  # noqa: E402
from gi.repository import Gio, GLib  # noqa: E402
import tap  # noqa: E402
from engines import until, wait_for_equal_state  # noqa: E402


def begin(*people):
    for engine in people:
        engine.start()
    circle = engines.found_circle(*people)
    wait_for_equal_state(list(people), circle)
    return circle


def show(engine, circle, path):
    return engine.ctl("path", "show", circle, path)


def titles(engine, circle, path):
    return [step["title"] for step in show(engine, circle, path)["steps"]]


def step(engine, circle, path, title, *options):
    return engine.ctl("path", "step", circle, path, title, *options)["id"]


def steps_keep_their_order():
    with engines.people("ana") as (ana,):
        ana.start()
        circle = ana.ctl("circle", "create", "Alone", "--as", "ana")["circle"]
        path = ana.ctl("path", "create", circle, "Integrals", "--text", "From zero")["id"]
        one = step(ana, circle, path, "one")
        two = step(ana, circle, path, "two", "--text", "By parts", "--link", one)
        step(ana, circle, path, "between", "--after", one)
        step(ana, circle, path, "zero", "--first")
        assert titles(ana, circle, path) == ["zero", "one", "between", "two"]
        ana.ctl("path", "move", circle, two, "--first")
        assert titles(ana, circle, path) == ["two", "zero", "one", "between"]
        ana.ctl("path", "move", circle, two, "--after", one)
        assert titles(ana, circle, path) == ["zero", "one", "two", "between"]
        ana.ctl("path", "move", circle, two)
        assert titles(ana, circle, path) == ["zero", "one", "between", "two"]
        ana.fails("path", "move", circle, two, "--after", path, status=3)
        ana.fails("path", "show", circle, one, status=3)
        ana.fails("path", "step", circle, one, "nowhere", status=3)
        row = ana.ctl("path", "list", circle)
        assert (row["title"], row["text"], row["steps"], row["done"]) == \
            ("Integrals", "From zero", 4, 0), row


def what_is_done_apart_comes_together():
    with engines.people("ana", "bo") as (ana, bo):
        circle = begin(ana, bo)
        path = ana.ctl("path", "create", circle, "Integrals")["id"]
        first = step(ana, circle, path, "first")
        last = step(ana, circle, path, "last")
        wait_for_equal_state([ana, bo], circle)
        bo.stop()
        for title in ("a1", "a2"):
            step(ana, circle, path, title, "--after", first)
        ana.ctl("path", "move", circle, last, "--first")
        ana.stop()
        bo.start()
        for title in ("b1", "b2"):
            step(bo, circle, path, title, "--after", first)
        bo.ctl("path", "done", circle, first)
        ana.start()
        wait_for_equal_state([ana, bo], circle)
        order = titles(ana, circle, path)
        assert order == titles(bo, circle, path), order
        assert order[:2] == ["last", "first"] and sorted(order[2:]) == ["a1", "a2", "b1", "b2"], order
        assert order.index("a2") < order.index("a1") and order.index("b2") < order.index("b1"), order
        assert show(ana, circle, path)["progress"] == {"ana": 0, "bo": 1}, show(ana, circle, path)


def state_of(engine, circle, certificate):
    """What checking says, which fails unless it holds."""
    done = engine.run("path", "check", circle, certificate)
    state = json.loads(done.stdout.splitlines()[0])["state"]
    assert (done.status == 0) == (state == "valid"), done
    return state


def create(engine, circle, kind, **fields):
    """Straight to the engine, past the checks of the command line."""
    home = hashlib.sha256(str(engine.home.resolve()).encode()).hexdigest()
    socket = next(path for path in (engine.home.parent / "run/cenacle").iterdir()
                  if path.suffix == ".socket" and home.startswith(path.stem))
    connection = Gio.DBusConnection.new_for_address_sync(
        f"unix:path={socket}", Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT, None, None)
    packed = {name: GLib.Variant("s" if isinstance(value, str) else "as", value)
              for name, value in fields.items()}
    return connection.call_sync(None, "/org/cenacle/Engine", "org.cenacle.Engine1", "Create",
                                GLib.Variant("(ssa{sv})", (circle, kind, packed)), None,
                                Gio.DBusCallFlags.NONE, -1, None).unpack()[0]


def a_forged_certificate_is_refused():
    """One for steps that were never done, one for the steps of somebody else, one that leaves out
    what was not done: whoever made them with a program of their own gets nothing by it."""
    with engines.people("ana", "bo") as (ana, bo):
        circle = begin(ana, bo)
        path = ana.ctl("path", "create", circle, "Integrals")["id"]
        steps = [step(ana, circle, path, title) for title in ("one", "two")]
        for each in steps:
            ana.ctl("path", "done", circle, each)
        wait_for_equal_state([ana, bo], circle)
        bo.ctl("path", "done", circle, steps[0])
        forged = {
            "withdrawn": create(bo, circle, "certificate", path=path, steps=steps),
            "incomplete": create(bo, circle, "certificate", path=path, steps=steps[:1]),
        }
        for state, certificate in forged.items():
            until(lambda c=certificate: ana.run("path", "check", circle, c).status != 3, "Ana to have it")
            assert state_of(ana, circle, certificate) == state, state
        nothing = create(bo, circle, "certificate", path=path, steps=[path])
        until(lambda: ana.run("path", "check", circle, nothing).status != 3, "Ana to have it")
        assert state_of(ana, circle, nothing) == "incomplete"
        good = ana.ctl("path", "certify", circle, path)["id"]
        assert state_of(ana, circle, good) == "valid"


def progress_is_shared_or_private():
    with engines.people("ana", "bo") as (ana, bo):
        circle = begin(ana, bo)
        path = ana.ctl("path", "create", circle, "Integrals")["id"]
        one = step(ana, circle, path, "one")
        two = step(ana, circle, path, "two", "--needs", one)
        wait_for_equal_state([ana, bo], circle)
        assert [row["open"] for row in show(bo, circle, path)["steps"]] == [True, False]
        bo.ctl("path", "done", circle, one, "--private")
        row = show(bo, circle, path)
        assert [(s["done"], s["open"], s["done_by"]) for s in row["steps"]] == \
            [(True, True, []), (False, True, [])], row
        assert row["progress"] == {"bo": 1}, row
        bo.post(circle, "a mark to wait for")
        until(lambda: "a mark to wait for" in ana.texts(circle), "Ana to have what Bo wrote")
        assert show(ana, circle, path)["progress"] == {"ana": 0}, "what is private was told"
        bo.fails("path", "certify", circle, path, status=1)
        bo.ctl("path", "done", circle, one)
        bo.ctl("path", "done", circle, two)
        until(lambda: show(ana, circle, path)["progress"] == {"ana": 0, "bo": 2}, "Ana to see it")
        certificate = bo.ctl("path", "certify", circle, path)["id"]
        until(lambda: ana.run("path", "check", circle, certificate).status == 0, "Ana to have it")
        told = ana.ctl("path", "check", circle, certificate)
        assert (told["name"], told["path"], told["steps"], told["state"]) == \
            ("bo", "Integrals", 2, "valid"), told
        grouped = " ".join(certificate[i:i + 4] for i in range(0, len(certificate), 4))
        assert ana.ctl("path", "check", circle, grouped)["name"] == "bo", "as it is printed"
        altered = ("a" if certificate[-2] != "a" else "b").join((certificate[:-2], certificate[-1]))
        ana.fails("path", "check", circle, altered, status=3)
        bo.ctl("path", "done", circle, two, "--undo")
        until(lambda: state_of(ana, circle, certificate) == "withdrawn", "Ana to see it withdrawn")
        bo.ctl("path", "done", circle, one, "--undo")
        assert show(bo, circle, path)["progress"] == {"bo": 0}
        ana.fails("path", "check", circle, path, status=3)
        before = bo.state(circle)
        bo.ctl("rebuild", circle)
        assert bo.state(circle) == before


if __name__ == "__main__":
    sys.exit(tap.run([
        steps_keep_their_order,
        what_is_done_apart_comes_together,
        progress_is_shared_or_private,
        a_forged_certificate_is_refused,
    ]))
