# SPDX-FileCopyrightText: 2026 The Cenacle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Engines killed at random moments while a file goes from one to the other, as by a power cut: of what
was on disk no more than one chunk is lost, and the file comes out as it went in.

TRANSFER_KILLS says how many kills (20 else), TRANSFER_SEED with which moments; a failure prints it."""

import hashlib
import os
import pathlib
import random
import sys
import threading

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))

import engines  # noqa: E402
import tap  # noqa: E402
from engines import until  # noqa: E402

KILLS = int(os.environ.get("TRANSFER_KILLS", "20"))
SEED = int(os.environ.get("TRANSFER_SEED", str(random.SystemRandom().randrange(1 << 32))))
CHUNK = 256 << 10
N_CHUNKS = 256  # 64 MiB: some tenths of a second on this loopback
N_BLOCKS = N_CHUNKS + 1  # and the manifest
TOTAL = 64 + N_CHUNKS * (CHUNK + 16) + 8 + 32 * N_CHUNKS + 16 + N_BLOCKS  # of a part, with its map
LATEST_S = 0.5


def blocks_on_disk(engine):
    """How many checked blocks the part of the only file has; -1 when it is whole or not begun, or
    its map was cut off, being about to become whole."""
    parts = list((engine.home / "blobs").rglob("*.part"))
    if not parts:
        return -1
    with open(parts[0], "rb") as file:
        if os.fstat(file.fileno()).st_size != TOTAL:
            return -1
        file.seek(-N_BLOCKS, os.SEEK_END)
        return sum(byte != 0 for byte in file.read())


def is_whole(engine):
    return any(path.suffix != ".part" and path.stat().st_size > N_CHUNKS * CHUNK
               for path in (engine.home / "blobs").rglob("*") if path.is_file())


def connect(ana, bo):
    """Both run again and meet."""
    for engine in (ana, bo):
        if not engine.is_running():
            engine.start()


def fetch_until_whole(ana, bo, circle, shared, moments, n_left):
    """Fetches the file once, with kills between; gives how many there were, and of them in its midst."""
    n_kills, n_midway, before = 0, 0, 0
    connect(ana, bo)
    bo.ctl("fetch", circle, shared["id"], "--wait", "0")
    while not is_whole(bo) and n_kills < n_left:
        threading.Event().wait(moments.uniform(0, LATEST_S))
        victim = moments.choice((ana, bo, bo))
        victim.kill()
        n_kills += 1
        now = blocks_on_disk(bo)
        n_midway += 0 < now < N_BLOCKS
        if now >= 0 and victim is bo:
            assert now >= before - 1, f"{before} blocks were here, now {now}"
            before = now
        connect(ana, bo)
    until(lambda: is_whole(bo), "the whole file")
    return n_kills, n_midway


def no_bad_byte_and_no_lost_progress():
    moments = random.Random(SEED)
    tap.comment(f"TRANSFER_SEED={SEED}")
    n_kills, n_midway, n_fetched = 0, 0, 0
    with engines.people("ana", "bo") as (ana, bo):
        ana.start()
        bo.start()
        circle = engines.found_circle(ana, bo)
        source = ana.home.parent / "film.bin"
        source.write_bytes(os.urandom(N_CHUNKS * CHUNK))
        digest = hashlib.sha256(source.read_bytes()).digest()
        shared = ana.ctl("share", circle, source)
        until(lambda: bo.rows("library", circle), "Bo to know of the file")
        while n_kills < KILLS:
            n, n_mid = fetch_until_whole(ana, bo, circle, shared, moments, KILLS - n_kills)
            n_kills += n
            n_midway += n_mid
            place = bo.home.parent / "copy.bin"
            bo.ctl("fetch", circle, shared["id"], "-o", place)
            assert hashlib.sha256(place.read_bytes()).digest() == digest, "not the same bytes"
            place.unlink()
            bo.ctl("keep", circle, shared["id"], "--drop")
            n_fetched += 1
        assert bo.run("verify", circle).status == 0 and ana.run("verify", circle).status == 0
    tap.comment(f"{n_kills} kills, {n_midway} of them midway, {n_fetched} times the whole file")


if __name__ == "__main__":
    sys.exit(tap.run([no_bad_byte_and_no_lost_progress]))
