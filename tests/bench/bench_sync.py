# SPDX-FileCopyrightText: 2026 The Cenacle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A newcomer who gets everything, two who agree or nearly, and searching in what came."""

import contextlib
import sqlite3
import subprocess
import time

import engines
from measure import (BENCH, N_AUTHORS, Results, SIZES, SYNC_WAIT_S, Wire, client, cpu_s, output_of, peak_mib,
                     skip, timed)

MILLION = 1000000
N_NEW = 100
ROWS_PER_TRANSACTION = 4096


def read_item(data, at):
    """One CBOR item of those that fields are made of: (what it is, where the next begins)."""
    major, size = data[at] >> 5, data[at] & 31
    at += 1
    if size >= 24 and major != 7:
        width = 1 << (size - 24)
        size, at = int.from_bytes(data[at:at + width], "big"), at + width
    if major in (2, 3):
        return data[at:at + size] if major == 2 else data[at:at + size].decode(), at + size
    if major in (4, 5):
        items = []
        for _ in range(size * (major - 3)):
            item, at = read_item(data, at)
            items.append(item)
        return items, at
    return size, at


def words_of(fields):
    return " ".join(item for item in read_item(fields, 0)[0] if isinstance(item, str))


def read_tables(replica):
    """What a replica's biggest tables hold, how they were made, and the words of each object."""
    with contextlib.closing(sqlite3.connect(f"file:{replica}?mode=ro", uri=True)) as database:
        made = [row[0] for row in database.execute(
            "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND tbl_name IN"
            " ('op', 'body', 'object') ORDER BY type = 'index'")]
        tables = {name: database.execute(f"SELECT * FROM {name}").fetchall()
                  for name in ("op", "body", "object")}
        words = [(no, words_of(fields))
                 for no, fields in database.execute("SELECT no, fields FROM object")]
    return made, tables, words


def seconds_for_rows(replica, place, with_words):
    """How long SQLite alone takes to store the rows of @replica, ops and objects; and their words.
    Gives seconds by the clock, and of processor."""
    made, tables, words = read_tables(replica)
    path = place / "rows.db"
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;"
                               + ";".join(made) + ";CREATE VIRTUAL TABLE words USING fts5"
                               " (body, content = '', tokenize = 'unicode61 remove_diacritics 2')")
        before = time.process_time()
        with timed() as took:
            for at in range(0, len(tables["op"]), ROWS_PER_TRANSACTION):
                until = at + ROWS_PER_TRANSACTION
                database.execute("BEGIN")
                for name, rows in tables.items():
                    part = rows[at:until]
                    marks = ",".join("?" * len(rows[0]))
                    database.executemany(f"INSERT INTO {name} VALUES ({marks})", part)
                if with_words:
                    database.executemany("INSERT INTO words (rowid, body) VALUES (?, ?)",
                                         words[at:until])
                database.execute("COMMIT")
    for path in place.glob("rows.db*"):
        path.unlink()
    return took[0], time.process_time() - before


def until_equal(ana, bo, circle):
    bo.ctl("wait", circle, "--in-sync", "--timeout", str(SYNC_WAIT_S))
    n_ops = ana.ctl("status", circle)["ops"]
    bo.ctl("wait", circle, "--ops", str(n_ops), "--timeout", str(SYNC_WAIT_S))


def add_wire(results, name, wire):
    if wire.is_ours():
        results.add(name, wire.n_bytes, "bytes")


def number_in(engine, sql):
    with contextlib.closing(sqlite3.connect(f"file:{engine.home / 'replica.db'}?mode=ro",
                                            uri=True)) as database:
        return database.execute(sql).fetchone()[0]


def has_all(taker, giver):
    sql = "SELECT n_ops FROM circle"
    return number_in(taker, sql) == number_in(giver, sql)


def n_words_wait(engine):
    """How many rows follow the last object that is in the full-text index."""
    return number_in(engine, "SELECT (SELECT max(no) FROM object)"
                             " - ifnull((SELECT max(id) FROM search_docsize), 0)")


def measure_first_sync(results, label, ana, bo, circle):
    link = ana.ctl("invite", "create", circle)["link"]
    bo.start()
    giver_s, taker_s = cpu_s(ana), cpu_s(bo)
    took_s, took_cpu_s = {}, {}
    start = time.monotonic()
    with Wire() as wire:
        bo.ctl("join", link, "--as", "bo", "--wait", str(SYNC_WAIT_S))
        engines.until(lambda: has_all(bo, ana), "everything to be here", SYNC_WAIT_S)
    for what in ("readable", "searchable"):
        # The newcomer's own JOIN comes last, and has no words.
        engines.until(lambda: what == "readable" or n_words_wait(bo) <= 1, what, SYNC_WAIT_S)
        took_s[what], took_cpu_s[what] = time.monotonic() - start, cpu_s(bo) - taker_s
        results.add(f"{label}-{what}-s", took_s[what], "s")
        results.add(f"{label}-{what}-taker-cpu", took_cpu_s[what], "s")
    results.add(f"{label}-giver-cpu", cpu_s(ana) - giver_s, "s")
    until_equal(ana, bo, circle)
    add_wire(results, f"{label}-bytes", wire)
    results.add(f"{label}-giver-peak", peak_mib(ana), "MiB")
    results.add(f"{label}-taker-peak", peak_mib(bo), "MiB")
    assert ana.state(circle)["set_digest"] == bo.state(circle)["set_digest"]
    for what in ("readable", "searchable"):
        alone_s, alone_cpu_s = seconds_for_rows(bo.home / "replica.db", bo.home,
                                                what == "searchable")
        results.add(f"{label}-{what}-sqlite-alone-s", alone_s, "s")
        results.add(f"{label}-{what}-times-sqlite", took_s[what] / alone_s, "ratio")
        results.add(f"{label}-{what}-cpu-times-sqlite", took_cpu_s[what] / alone_cpu_s, "ratio")


def measure_reconnect(results, label, ana, bo, circle, n_new):
    process = client(bo, "reconnect", circle)
    engines.until(lambda: not ana.ctl("status", circle)["in_sync"], "bo to be away")
    if n_new > 0:
        output_of(client(ana, "post", circle, n_new))
    with Wire() as wire:
        took_ms = float(output_of(process, "\n"))
    results.add(f"{label}-ms", took_ms, "ms")
    add_wire(results, f"{label}-bytes", wire)
    assert ana.ctl("status", circle)["ops"] == bo.ctl("status", circle)["ops"]


def measure_search(results, n_posts, engine):
    """While the engine runs, as beside a window."""
    done = subprocess.run([BENCH / "bench-search", engine.home / "replica.db"], capture_output=True,
                          text=True, check=True)
    for name, value in map(str.split, done.stdout.splitlines()):
        results.add(name.replace("search-", f"search-{n_posts}-"), float(value), "ms")


def measure_sync(results, n_posts):
    with engines.people("ana", "bo") as (ana, bo):
        ana.start()
        circle = engines.found_circle(ana)
        with timed() as took:
            ana.ctl("load", circle, "--posts", str(n_posts), "--authors", str(N_AUTHORS))
        results.add(f"load-{n_posts}-s", took[0], "s")
        ana.stop()
        ana.start()
        measure_first_sync(results, f"first-sync-{n_posts}", ana, bo, circle)
        measure_search(results, n_posts, bo)
        measure_reconnect(results, f"equal-reconnect-{n_posts}", ana, bo, circle, 0)
        measure_reconnect(results, f"reconnect-{N_NEW}-of-{n_posts}", ana, bo, circle, N_NEW)


def bench_sync(runs):
    if not Wire.is_ours():
        skip("bytes on the wire", "needs a network of its own: unshare --net is not permitted")
    for n_posts in SIZES:
        results = Results()
        for _ in range(runs):
            measure_sync(results, n_posts)
        results.show()


def bench_million(runs):
    engines.DEADLINE_S = SYNC_WAIT_S
    results = Results()
    for _ in range(runs):
        for n_posts in (SIZES[-1], MILLION):
            measure_sync(results, n_posts)
        small, large = (results.values[f"first-sync-{n}-readable-s", "s"][-1] for n in (SIZES[-1], MILLION))
        results.add("first-sync-million-times-100000", large / small, "ratio")
    results.show()
