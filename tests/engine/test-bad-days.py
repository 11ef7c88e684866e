# SPDX-FileCopyrightText: 2026 The Cenacle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What goes wrong in practice: each time a sentence, no crash, and nothing of value touched."""

import contextlib
import json
import pathlib
import random
import re
import socket
import sqlite3
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))

import engines  # noqa: E402
import tap  # noqa: E402
from engines import small_disk, until, wait_for_text  # noqa: E402


def refusal(engine, *options):
    """cenacled must end by itself, not by a signal, with one sentence, which is given back."""
    said_before = len(engine.read_log())
    process = engine.spawn(*options)
    try:
        status = process.wait(engines.DEADLINE_S)
    finally:
        process.kill()
        process.wait()
        process.stdout.close()
    said = engine.read_log()[said_before:].strip()
    assert status > 0, f"ended with {status}: {said}"
    assert said and len(said.splitlines()) == 1, f"said: {said}"
    return said


def settled_home(engine):
    """A home with one circle and one message, and no engine; gives the circle and the replica."""
    circle = engine.ctl("circle", "create", "Analysis", "--as", engine.name)["circle"]
    engine.post(circle, "Something to keep")
    return circle, engine.home / "replica.db"


def one_home_has_one_engine():
    with engines.people("ana") as (ana,):
        ana.start()
        refusal(ana)
        pid = int((ana.home / "engine.lock").read_text().split()[0])
        assert pid == ana.process.pid
        circle = ana.ctl("circle", "create", "Still", "--as", "Ana")["circle"]
        assert ana.post(circle, "served")


def a_lock_left_by_a_crash_is_no_lock():
    with engines.people("ana") as (ana,):
        ana.start()
        ana.kill()
        ana.start()
        ana.ctl("circle", "create", "After", "--as", "Ana")


def a_damaged_replica_is_not_touched():
    with engines.people("ana") as (ana,):
        _, replica = settled_home(ana)
        rng = random.Random(7)
        replica.write_bytes(rng.randbytes(4096) + replica.read_bytes()[4096:])
        before = replica.read_bytes()
        refusal(ana)
        assert ana.fails("circle", "list", status=1)
        assert replica.read_bytes() == before


def a_newer_replica_is_not_touched():
    with engines.people("ana") as (ana,):
        circle, replica = settled_home(ana)
        with contextlib.closing(sqlite3.connect(replica)) as database:
            database.execute("PRAGMA user_version=9999")
        before = replica.read_bytes()
        refusal(ana)
        assert ana.fails("circle", "list", status=1)
        assert ana.fails("post", circle, "no", status=1)
        assert replica.read_bytes() == before


def a_home_that_cannot_be_one():
    with engines.people("ana") as (ana,):
        ana.home.write_text("a file, not a folder")
        refusal(ana)
        ana.fails("circle", "create", "Nowhere", status=1)
        assert ana.home.read_text() == "a file, not a folder"


def a_port_in_use_is_told():
    with engines.people("ana") as (ana,), socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        port = holder.getsockname()[1]
        settled_home(ana)
        ana.listen = f"tcp://127.0.0.1:{port}"
        process = ana.spawn()
        try:
            until(lambda: str(port) in ana.read_log(), "the engine to name the port")
            assert process.poll() is None or process.returncode > 0, process.returncode
        finally:
            process.kill()
            process.wait()
            process.stdout.close()


def a_port_in_use_is_told_before_there_is_a_circle():
    with engines.people("ana") as (ana,), socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        port = holder.getsockname()[1]
        ana.listen = f"tcp://127.0.0.1:{port}"
        assert str(port) in refusal(ana)
        holder.close()
        ana.start()
        circle = engines.found_circle(ana)
        assert ana.listening(circle) == ("127.0.0.1", port)


def nobody_there_is_told_as_such():
    with engines.people("ana", "bo") as (ana, bo):
        ana.start()
        circle = engines.found_circle(ana)
        link = ana.ctl("invite", "create", circle)["link"]
        ana.stop()
        bo.fails("preview", link, "--wait", "2", status=4)
        bo.fails("join", link, "--wait", "2", status=4)
        ana.fails("sync", circle, "--wait", "1", status=4)


def garbage_on_the_port_is_borne():
    with engines.people("ana", "bo") as (ana, bo):
        ana.start()
        bo.start()
        circle = engines.found_circle(ana, bo)
        rng = random.Random(11)
        with contextlib.ExitStack() as stack:
            for n in range(24):
                peer = stack.enter_context(socket.create_connection(ana.listening(circle)))
                with contextlib.suppress(OSError):
                    peer.sendall(rng.randbytes(1 + n * 97))
            bo.post(circle, "Through the noise")
            wait_for_text([ana], circle, "Through the noise")


# ZMTP 3.0: signature, version, mechanism, as-server, filler.
GREETING_NULL = b"\xff" + bytes(8) + b"\x7f" + b"\x03\x00" + b"NULL".ljust(20, b"\0") + bytes(32)
READY = b"\x04\x19\x05READY\x0bSocket-Type\x00\x00\x00\x06DEALER"


def a_stranger_without_keys_learns_nothing():
    with engines.people("ana") as (ana,):
        ana.start()
        circle = engines.found_circle(ana)
        ana.post(circle, "Between us")
        with socket.create_connection(ana.listening(circle)) as stranger:
            stranger.settimeout(engines.DEADLINE_S)
            stranger.sendall(GREETING_NULL + READY)
            heard = b""
            with contextlib.suppress(ConnectionError):
                while chunk := stranger.recv(4096):
                    heard += chunk
        assert len(heard) < 400 and b"Between us" not in heard, heard
        assert ana.post(circle, "Still here")


def usage_is_told():
    with engines.people("ana") as (ana,):
        for arguments in ((), ("dance",), ("circle",), ("circle", "create"), ("post", "x"),
                          ("read", "x", "--limit", "many"), ("members",),
                          ("invite", "create", "x", "--expires", "soon"), ("read", "x", "--no-such")):
            ana.fails(*arguments, status=2)
        for arguments in (("--help",), ("--version",), ("circle", "create", "--help"),
                          ("post", "--help"), ("status", "--help")):
            result = ana.run(*arguments, options=())
            assert result.status == 0 and result.stdout, result
        assert re.fullmatch(r"cenaclectl \d+\.\d+\.\d+\n", ana.run("--version").stdout)
        assert not ana.home.exists()


def a_full_disk_loses_nothing():
    with engines.people("ana") as (ana,), small_disk(ana.home):
        ana.start()
        circle = ana.ctl("circle", "create", "Full", "--as", "Ana")["circle"]
        filler = ana.home / "filler"
        kept = [ana.post(circle, "before")]
        with contextlib.suppress(OSError), filler.open("wb", buffering=0) as file:
            while True:
                file.write(bytes(4096))
        refused = None
        for number in range(200):
            result = ana.run("post", circle, f"{number} " + "x" * 8000)
            if result.status != 0:
                refused = result
                break
            kept.append(json.loads(result.stdout)["id"])
        assert refused is not None and "disk is full" in refused.stderr, refused
        filler.unlink()
        kept.append(ana.post(circle, "after"))
        assert {row["id"] for row in ana.rows("read", circle, "--limit", "500")} == set(kept)
        ana.ctl("verify", circle)
        ana.kill()
        ana.start()
        assert {row["id"] for row in ana.rows("read", circle, "--limit", "500")} == set(kept)
        ana.stop()


def words_that_look_like_options():
    with engines.people("ana") as (ana,):
        circle = ana.ctl("circle", "create", "Dashes", "--as", "Ana")["circle"]
        ana.ctl("post", circle, "--", "--channel")
        assert ana.texts(circle) == ["--channel"]


if __name__ == "__main__":
    sys.exit(tap.run([
        one_home_has_one_engine,
        a_lock_left_by_a_crash_is_no_lock,
        a_damaged_replica_is_not_touched,
        a_newer_replica_is_not_touched,
        a_home_that_cannot_be_one,
        a_port_in_use_is_told,
        a_port_in_use_is_told_before_there_is_a_circle,
        nobody_there_is_told_as_such,
        garbage_on_the_port_is_borne,
        a_stranger_without_keys_learns_nothing,
        a_full_disk_loses_nothing,
        usage_is_told,
        words_that_look_like_options,
    ]))
