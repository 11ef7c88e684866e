# SPDX-FileCopyrightText: 2026 The Cenacle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Measures and prints one JSON object a line: name, value (the median), unit, runs (each value).

    run-bench.py [--runs N] [--chart FILE] [GROUP…]
        groups: limits reconcile post rotate sim text note note-window pulse live hops crowd sync idle window,
        all unless named; million alone
"""

import argparse
import contextlib
import hashlib
import json
import os
import pathlib
import re
import select
import shutil
import socket
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))

import chart  # noqa: E402
import engines  # noqa: E402
import netns  # noqa: E402
import traces  # noqa: E402

BUILD = engines.BUILD
BENCH = BUILD / "tests/bench"
N_LIVE = 1000
N_MEANWHILE = 100  # messages while a file is fetched
N_HOPS = 300
N_CROWD = 20
CROWD_S = 20  # each of them writes once a second
N_AUTHORS = 20
N_DEVICES = 200
SIZES = (1000, 10000, 100000)
MILLION = 1000000
N_NEW = 100
ROWS_PER_TRANSACTION = 4096
SYNC_WAIT_S = 3600
GIB = 1 << 30
N_IDLE_CIRCLES = 5
N_IDLE_OTHERS = 4
IDLE_S = 20
PEERS = ("diamond-types-node", "yjs")

NETWORK = pathlib.Path("/proc/net/dev")


class Results:
    """Values of one name, one from each run."""

    medians = {}

    def __init__(self):
        self.values = {}
        self.facts = {}

    def add(self, name, value, unit, **facts):
        self.values.setdefault((name, unit), []).append(value)
        self.facts[name] = facts

    def show(self):
        for (name, unit), values in self.values.items():
            self.medians[name] = statistics.median(values)
            print(json.dumps({"name": name, "value": round(statistics.median(values), 3),
                              "unit": unit, "runs": [round(value, 3) for value in values],
                              **self.facts[name]}), flush=True)


def skip(name, reason):
    print(json.dumps({"name": name, "skipped": reason}), flush=True)


def enter_own_network():
    """Starts over in a network of its own, where what loopback carries is ours alone."""
    if os.environ.get("CENACLE_BENCH_NETWORK"):
        return
    command = ["unshare", "--net", "--map-root-user"] if os.geteuid() else ["unshare", "--net"]
    probe = subprocess.run([*command, "ip", "link", "set", "lo", "up"], capture_output=True,
                           check=False) if shutil.which("unshare") else None
    own = probe is not None and probe.returncode == 0
    environment = os.environ | {"CENACLE_BENCH_NETWORK": "own" if own else "shared"}
    if own:
        program = " ".join(["ip link set lo up && exec", '"$@"'])
        os.execvpe("unshare", [*command, "sh", "-c", program, "sh", sys.executable, *sys.argv],
                   environment)
    os.environ.update(environment)


class Wire:
    """Bytes that went over loopback meanwhile, headers of TCP and IP included."""

    def __enter__(self):
        self.before = self.read()
        return self

    def __exit__(self, *_):
        self.n_bytes = self.read() - self.before

    @staticmethod
    def read():
        received = re.search(r"\blo:\s*(\d+)", NETWORK.read_text())
        return int(received[1])

    @staticmethod
    def is_ours():
        return os.environ["CENACLE_BENCH_NETWORK"] == "own"


@contextlib.contextmanager
def timed():
    """Gives a list whose first element is, afterwards, the seconds it took."""
    took = []
    start = time.monotonic()
    yield took
    took.append(time.monotonic() - start)


def peak_mib(engine):
    status = pathlib.Path(f"/proc/{engine.process.pid}/status").read_text()
    return int(re.search(r"VmHWM:\s+(\d+)", status)[1]) / 1024


def cpu_s(engine):
    """Seconds of processor an engine has used, in all its threads."""
    fields = pathlib.Path(f"/proc/{engine.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def client(engine, verb, circle, *arguments):
    """A bench-client at @engine, running."""
    return subprocess.Popen(
        [BENCH / "bench-client", verb, engine.home, circle, *map(str, arguments)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=engine.environment,
        preexec_fn=engines.die_with_parent)


def output_of(process, stdin=None):
    text, _ = process.communicate(stdin, timeout=SYNC_WAIT_S)
    if process.returncode != 0:
        raise engines.Failure(f"{process.args} ended with {process.returncode}")
    return text


# The machine's own limits

def fdatasync_ms(place):
    with open(place / "probe", "wb", buffering=0) as probe:
        times = []
        for _ in range(200):
            probe.write(bytes(4096))
            start = time.monotonic()
            os.fdatasync(probe.fileno())
            times.append(time.monotonic() - start)
    return statistics.median(times) * 1000


def loopback_mb_s():
    n_bytes = 256 << 20
    with socket.create_server(("127.0.0.1", 0)) as server:
        def send():
            with socket.create_connection(server.getsockname()) as out:
                out.sendall(bytes(n_bytes))

        sender = threading.Thread(target=send)
        sender.start()
        connection, _ = server.accept()
        buffer = bytearray(1 << 20)
        with connection, timed() as took:
            while connection.recv_into(buffer):
                pass
        sender.join()
    return n_bytes / 1e6 / took[0]


def hash_mb_s():
    block = bytes(65536)
    with timed() as took:
        for _ in range(2000):
            hashlib.blake2b(block).digest()
    return 2000 * len(block) / 1e6 / took[0]


def bench_limits(runs):
    results = Results()
    for _ in range(runs):
        with tempfile.TemporaryDirectory(prefix="cen-bench-") as place:
            results.add("limit-fdatasync", fdatasync_ms(pathlib.Path(place)), "ms")
        results.add("limit-loopback", loopback_mb_s(), "MB/s")
        results.add("limit-blake2b", hash_mb_s(), "MB/s")
    results.show()


# Reconciling and writing

def bench_reconcile(runs):
    """The program takes its own median."""
    done = subprocess.run([BENCH / "bench-reconcile"], capture_output=True, text=True, check=True)
    for line in done.stdout.splitlines():
        row = json.loads(line)
        print(json.dumps({"name": f"reconcile-{row['items']}-{row['where']}", "value": row["ms"],
                          "unit": "ms", **row}), flush=True)


def bench_post(runs):
    results = Results()
    for _ in range(runs):
        with tempfile.TemporaryDirectory(prefix="cen-bench-") as place:
            done = subprocess.run([BENCH / "bench-post", place], capture_output=True, text=True,
                                  check=True)
        rates = {name: float(value) for name, value in map(str.split, done.stdout.splitlines())}
        for name, value in rates.items():
            results.add(name, value, "per s")
        for how in ("single", "batch-100"):
            results.add(f"post-{how}-share-of-sqlite",
                        rates[f"post-{how}"] / rates[f"sqlite-rows-{how}"], "ratio")
    results.show()


def bench_note(runs):
    """A keystroke in a long note, to the commit; and what indexing it costs now and then."""
    results = Results()
    for _ in range(runs):
        with tempfile.TemporaryDirectory(prefix="cen-bench-") as place:
            done = subprocess.run([BENCH / "bench-note", place], capture_output=True, text=True, check=True)
        for name, value in map(str.split, done.stdout.splitlines()):
            results.add(name, float(value), "ms")
    results.show()


def bench_rotate(runs):
    results = Results()
    for _ in range(runs):
        done = subprocess.run([BENCH / "bench-rotate", str(N_DEVICES)], check=True,
                              stdout=subprocess.PIPE, text=True)
        for line in done.stdout.splitlines():
            name, value, unit = line.split()
            results.add(f"{name}-{N_DEVICES}", float(value), unit)
    results.show()


def bench_sim(runs):
    """Virtual time and one seed: one run says it all."""
    done = subprocess.run([BENCH / "bench-sim", "20", "100", "1000"], check=True,
                          stdout=subprocess.PIPE, text=True)
    for line in done.stdout.splitlines():
        if line.startswith("{"):
            row = json.loads(line)
            print(json.dumps({"name": f"sim-{row['devices']}", "value": row["hops_p99"],
                              "unit": "hops", **row}), flush=True)


# Text

def text_peers():
    """A folder with what others made, when npm can get it; else None."""
    place = BENCH / "text-peers"
    if not (place / "node_modules/yjs").is_dir():
        place.mkdir(exist_ok=True)
        done = subprocess.run(["npm", "install", "--silent", "--prefix", place, "--no-save", *PEERS],
                              capture_output=True, check=False) if shutil.which("npm") else None
        if done is None or done.returncode != 0:
            return None
    shutil.copy(pathlib.Path(__file__).with_name("text-peers.mjs"), place)
    return place


def bench_text(runs):
    """Typing, taking in and opening a trace; each program takes its own medians."""
    results = Results()
    peers = text_peers()
    if peers is None:
        skip("text-peers", "npm is not here, or has nothing for it")
    with tempfile.TemporaryDirectory(prefix="cen-bench-") as place:
        folder = pathlib.Path(place)
        for name in traces.SHAPES:
            published = traces.write(name, folder)
            commands = [[BENCH / "bench-text", folder / f"{name}.trace"]]
            if peers is not None and traces.SHAPES[name][1] == 1:
                commands += [["node", peers / "text-peers.mjs", peer, folder / f"{name}.json"]
                             for peer in PEERS]
            for _ in range(runs):
                for command in commands:
                    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
                    for row in map(json.loads, done.stdout.splitlines()):
                        who = row.get("who", "cenacle")
                        results.add(f"text-{name}-{row['name']}-{who}", row["value"], row["unit"],
                                    published=published)
    results.show()


# Two engines

def bench_live(runs):
    results = Results()
    for _ in range(runs):
        with engines.people("ana", "bo") as (ana, bo):
            ana.start()
            bo.start()
            circle = engines.found_circle(ana, bo)
            engines.wait_for_equal_state([ana, bo], circle)
            lines = output_of(client(ana, "live", circle, N_LIVE, bo.home)).splitlines()
        columns = zip(*(map(int, line.split()) for line in lines))
        for what, times in zip(("stored-here", "readable-there"), columns):
            cuts = statistics.quantiles(times, n=100)
            results.add(f"live-{what}-p50", cuts[49] / 1000, "ms", messages=N_LIVE)
            results.add(f"live-{what}-p99", cuts[98] / 1000, "ms", messages=N_LIVE)
    results.show()


def bench_hops(runs):
    """Four engines in a row: each sees only its neighbours, over bridges of their own."""
    if not Wire.is_ours():
        skip("live-3-hops", "needs a network of its own: unshare --net is not permitted")
        return
    results = Results()
    for _ in range(runs):
        with engines.people(*"abcd", make=netns.LanEngine) as row, \
                contextlib.closing(netns.Network()) as lan:
            for engine in row:
                engine.start()
            circle = engines.found_circle(*row)
            engines.wait_for_equal_state(row, circle)
            for engine in row:
                engine.stop()
                engine.move_to(lan.add_host())
            for number, (one, other) in enumerate(zip(row, row[1:])):
                bridge = lan.add_bridge(f"br{number}")
                lan.plug(one.host, bridge, f"10.{77 + number}.0.1", f"eth{number}")
                lan.plug(other.host, bridge, f"10.{77 + number}.0.2", f"eth{number}")
            for engine in row:
                engine.start()
            row[0].post(circle, "All the way")
            engines.wait_for_text(row, circle, "All the way")
            engines.wait_for_equal_state(row, circle)
            lines = output_of(client(row[0], "live", circle, N_HOPS, row[-1].home)).splitlines()
            cuts = statistics.quantiles((int(line.split()[1]) for line in lines), n=100)
            for name, at in (("p50", 49), ("p99", 98)):
                results.add(f"live-3-hops-{name}", cuts[at] / 1000, "ms", messages=N_HOPS)
            for engine in row:
                engine.stop()
    results.show()


def bench_crowd(runs):
    results = Results()
    for _ in range(runs):
        with engines.people(*(f"p{number}" for number in range(N_CROWD))) as everybody:
            for engine in everybody:
                engine.start()
            circle = engines.found_circle(*everybody)
            engines.wait_for_equal_state(everybody, circle)
            before = sum(map(cpu_s, everybody))
            lines = output_of(client(everybody[0], "crowd", circle, CROWD_S,
                                     *(engine.home for engine in everybody[1:]))).splitlines()
            results.add(f"live-{N_CROWD}-engines-cpu", 100 * (sum(map(cpu_s, everybody)) - before)
                        / CROWD_S / N_CROWD, "% of a core each")
            cuts = statistics.quantiles(map(int, lines), n=100)
            for name, at in (("p50", 49), ("p99", 98)):
                results.add(f"live-{N_CROWD}-engines-{name}", cuts[at] / 1000, "ms",
                            messages=CROWD_S * N_CROWD, deliveries=len(lines))
    results.show()


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


def bench_pulse(runs):
    """The circle's figures, and what the sidebar counts, out of a long history."""
    results = Results()
    for _ in range(runs):
        with engines.people("ana") as (ana,):
            ana.start()
            circle = engines.found_circle(ana)
            ana.ctl("load", circle, "--posts", str(SIZES[-1]), "--authors", str(N_AUTHORS))
            done = subprocess.run([BENCH / "bench-pulse", ana.home, circle], capture_output=True,
                                  text=True, check=True)
        for name, value in map(str.split, done.stdout.splitlines()):
            results.add(f"{name}-{SIZES[-1]}", float(value), "ms")
    results.show()


# An engine with nothing to do

def bench_idle(runs):
    results = Results()
    names = ["ana", *(f"bo{number}" for number in range(N_IDLE_OTHERS))]
    n_peers = N_IDLE_CIRCLES * N_IDLE_OTHERS
    with engines.people(*names) as people:
        for person in people:
            person.start()
        ana = people[0]
        for number in range(N_IDLE_CIRCLES):
            circle = engines.found_circle(*people, name=f"Circle {number}")
            engines.wait_for_equal_state(people, circle)
        for _ in range(runs):
            before = cpu_s(ana)
            with timed() as took:
                threading.Event().wait(IDLE_S)
            facts = {"circles": N_IDLE_CIRCLES, "peers": n_peers}
            results.add("idle-cpu", 100 * (cpu_s(ana) - before) / took[0], "% of a core", **facts)
            results.add("idle-rss", peak_mib(ana), "MiB", **facts)
    results.show()


# The window

@contextlib.contextmanager
def display():
    """An X server without a screen; gives its name."""
    reader, writer = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writer), "-screen", "0", "1280x800x24", "-nolisten", "tcp",
         "-noreset"], pass_fds=[writer], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        preexec_fn=engines.die_with_parent)
    os.close(writer)
    try:
        with os.fdopen(reader) as said:
            yield f":{said.readline().strip()}"
    finally:
        server.kill()
        server.wait()


def startup(window, environment):
    """(milliseconds, KiB) at the first frame."""
    process = subprocess.Popen(
        ["dbus-run-session", "--", *window], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        text=True, env=environment, preexec_fn=engines.die_with_parent, start_new_session=True)
    try:
        readable, _, _ = select.select([process.stdout], [], [], engines.DEADLINE_S)
        line = process.stdout.readline() if readable else ""
        found = re.match(r"first-frame-ms=(\d+) rss-kib=(\d+)", line)
        if found is None:
            raise engines.Failure(f"the window said {line!r}")
        return int(found[1]), int(found[2])
    finally:
        os.killpg(process.pid, 15)
        process.wait()
        process.stdout.close()


def bench_window(runs):
    program = BUILD / "app/desktop/cenacle"
    missing = [name for name in ("Xvfb", "dbus-run-session") if shutil.which(name) is None]
    if not program.exists() or missing:
        skip("window", f"not here: {', '.join(missing) or program}")
        return
    results = Results()
    n_posts = SIZES[-1]
    with engines.people("ana") as (ana,), display() as name:
        ana.start()
        circle = engines.found_circle(ana)
        ana.ctl("load", circle, "--posts", str(n_posts), "--authors", str(N_AUTHORS))
        environment = ana.environment | {
            "DISPLAY": name, "GDK_BACKEND": "x11", "GDK_DEBUG": "gl-disable",
            "GSK_RENDERER": "cairo", "GSETTINGS_BACKEND": "memory", "GTK_A11Y": "none",
        }
        for _ in range(runs + 1):
            elapsed_ms, rss_kib = startup([program, "--home", ana.home, "--print-startup"],
                                          environment)
            results.add(f"window-{n_posts}-first-frame", elapsed_ms, "ms")
            results.add(f"window-{n_posts}-rss", rss_kib / 1024, "MiB")
    results.show()


def fetch_while(results, ana, bo, circle, made, n_posts):
    """Bo fetches the file while Ana writes @n_posts messages that Bo's replica is watched for."""
    whole = bo.home / "blobs" / circle / made["blob"]
    talk = client(ana, "live", circle, n_posts, bo.home) if n_posts > 0 else None
    with timed() as took:
        bo.ctl("fetch", circle, made["id"], "--wait", "0")
        engines.until(whole.exists, "the file to be whole", SYNC_WAIT_S)
    if talk is None:
        results.add("blob-1g", made["size"] / took[0] / 1e6, "MB/s")
    else:
        times = [int(line.split()[1]) for line in output_of(talk).splitlines()]
        results.add("blob-1g-live-there-p50", statistics.median(times) / 1000, "ms",
                    messages=n_posts)
    return took[0]


def bench_blob(runs):
    """1 GiB between two engines, beside what a bare stream of the same messages does."""
    results = Results()
    for _ in range(runs):
        with engines.people("ana", "bo") as (ana, bo):
            ana.start()
            bo.start()
            circle = engines.found_circle(ana, bo)
            source = ana.home.parent / "file"
            with open(source, "wb") as file:
                for _ in range(1024):
                    file.write(os.urandom(1 << 20))
            with timed() as took:
                made = ana.ctl("share", circle, source)
            results.add("blob-1g-share", made["size"] / took[0] / 1e6, "MB/s")
            engines.until(lambda: bo.rows("library", circle), "Bo to hear of it")
            stream = float(subprocess.run([BENCH / "bench-stream"], capture_output=True, text=True,
                                          check=True).stdout)
            seconds = fetch_while(results, ana, bo, circle, made, 0)
            results.add("stream-curve-256k", stream, "MB/s")
            results.add("blob-1g-share-of-stream", made["size"] / seconds / 1e6 / stream, "")
            results.add("blob-1g-giver-peak", peak_mib(ana), "MiB")
            results.add("blob-1g-taker-peak", peak_mib(bo), "MiB")
            bo.ctl("keep", circle, made["id"], "--drop")
            fetch_while(results, ana, bo, circle, made, N_MEANWHILE)
            for engine in (ana, bo):
                engine.stop()
            bench_syncthing(results, source)
    results.show()


SYNCTHING = """<configuration version="37"><folder id="f" path="{folder}" type="sendreceive"
fsWatcherEnabled="true" fsWatcherDelayS="1" rescanIntervalS="3600">{devices}
<minDiskFree unit="%">0</minDiskFree></folder>{peers}
<gui enabled="true"><address>127.0.0.1:{gui}</address><apikey>bench</apikey></gui>
<options><listenAddress>tcp://127.0.0.1:{port}</listenAddress>
<globalAnnounceEnabled>false</globalAnnounceEnabled><localAnnounceEnabled>false</localAnnounceEnabled>
<relaysEnabled>false</relaysEnabled><natEnabled>false</natEnabled><urAccepted>-1</urAccepted>
<startBrowser>false</startBrowser><crashReportingEnabled>false</crashReportingEnabled>
<autoUpgradeIntervalH>0</autoUpgradeIntervalH></options></configuration>"""


class Syncthing:
    """Two of them on loopback, one folder each; what comes into the first goes to the second."""

    def __init__(self, place):
        self.homes = [place / name for name in ("one", "two")]
        self.folders = [place / f"folder-{name}" for name in ("one", "two")]
        self.processes = []
        self.log = open(place / "syncthing.log", "wb")
        ids = [self.make(home) for home in self.homes]
        for i, home in enumerate(self.homes):
            self.folders[i].mkdir()
            (self.folders[i] / ".stfolder").mkdir()
            peers = "".join(f'<device id="{one}" compression="metadata"><address>'
                            f"tcp://127.0.0.1:{22100 + k}</address></device>"
                            for k, one in enumerate(ids))
            (home / "config.xml").write_text(SYNCTHING.format(
                folder=self.folders[i], devices="".join(f'<device id="{one}"/>' for one in ids),
                peers=peers, gui=22200 + i, port=22100 + i))

    def make(self, home):
        """Its keys; gives its id."""
        subprocess.run(["syncthing", "generate", "--home", home, "--no-default-folder"],
                       capture_output=True, check=True)
        done = subprocess.run(["syncthing", "--home", home, "--device-id"], capture_output=True,
                              text=True, check=True)
        return done.stdout.strip()

    def start(self, which):
        self.processes.append(subprocess.Popen(
            ["syncthing", "serve", "--home", self.homes[which], "--no-browser", "--no-restart",
             "--no-upgrade"], stdout=self.log, stderr=subprocess.STDOUT,
            preexec_fn=engines.die_with_parent))

    def peak_mib(self):
        """The larger of the two; each runs in a child of the process that was started."""
        return max(int(re.search(r"VmHWM:\s+(\d+)", path.read_text())[1]) / 1024
                   for path in pathlib.Path("/proc").glob("[0-9]*/status")
                   if "Name:\tsyncthing" in path.read_text())

    def end(self):
        for process in self.processes:
            process.terminate()
            process.wait()
        self.log.close()


def scanned(syncthing, gui):
    """Whether the first knows of all of its folder."""
    request = urllib.request.Request(f"http://127.0.0.1:{gui}/rest/db/status?folder=f",
                                     headers={"X-API-Key": "bench"})
    try:
        with urllib.request.urlopen(request, timeout=5) as answer:
            told = json.load(answer)
    except OSError:
        return False
    return told["globalBytes"] >= GIB and told["state"] == "idle"


def bench_syncthing(results, source):
    """The same file from one Syncthing to another; both have read it in before they meet."""
    if shutil.which("syncthing") is None:
        skip("syncthing-1g", "there is no syncthing")
        return
    with tempfile.TemporaryDirectory(prefix="cen-", dir="/tmp") as place:
        pair = Syncthing(pathlib.Path(place))
        try:
            os.link(source, pair.folders[0] / "file")
            pair.start(0)
            engines.until(lambda: scanned(pair, 22200), "syncthing to read the file", SYNC_WAIT_S)
            whole = pair.folders[1] / "file"
            pair.start(1)
            engines.until(lambda: list(pair.folders[1].glob(".syncthing.*")) or whole.exists(),
                          "the two to meet", SYNC_WAIT_S)
            with timed() as took:
                engines.until(whole.exists, "syncthing to have the file", SYNC_WAIT_S)
            results.add("syncthing-1g", GIB / took[0] / 1e6, "MB/s")
            results.add("syncthing-1g-peak", pair.peak_mib(), "MiB")
        finally:
            pair.end()


def bench_sources(runs):
    """A file from one who has it, and from four, to somebody who has nothing of it."""
    results = Results()
    names = ("ana", "bo", "cleo", "dan", "eve")
    for _ in range(runs):
        with engines.people(*names) as everybody:
            ana, *others = everybody
            for engine in everybody:
                engine.start()
            circle = engines.found_circle(ana, *others)
            source = ana.home.parent / "file"
            with open(source, "wb") as file:
                for _ in range(256):
                    file.write(os.urandom(1 << 20))
            made = ana.ctl("share", circle, source)
            eve = others[-1]
            for engine in others:
                engines.until(lambda who=engine: who.rows("library", circle), "all to hear of it")
            for engine in others[:-1]:
                engine.stop()
            whole = eve.home / "blobs" / circle / made["blob"]

            def fetch(name):
                with timed() as took:
                    eve.ctl("fetch", circle, made["id"], "--wait", "0")
                    engines.until(whole.exists, "the file to be whole", SYNC_WAIT_S)
                results.add(name, made["size"] / took[0] / 1e6, "MB/s")
                eve.ctl("keep", circle, made["id"], "--drop")

            fetch("blob-from-1")
            for engine in others[:-1]:
                engine.start()
                engine.ctl("fetch", circle, made["id"], "--wait", str(SYNC_WAIT_S))
            engines.until(lambda: sum(p["state"] == "connected" for p in
                                      eve.ctl("status", circle)["peers"]) == 4, "all to meet")
            fetch("blob-from-4")
    results.show()


def rss_mib(engine):
    status = pathlib.Path(f"/proc/{engine.process.pid}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1024


def bench_small_files(runs):
    """10,000 small files shared and fetched: what the engines take after a fifth of them and after
    all, the replica that is mapped not counted."""
    results = Results()
    for _ in range(runs):
        with engines.people("ana", "bo") as (ana, bo):
            ana.start()
            bo.start()
            circle = engines.found_circle(ana, bo)
            folder = bo.home / "blobs" / circle

            def share(n_more, n_all):
                with timed() as took:
                    output_of(client(ana, "share", circle, n_more))
                    engines.until(lambda: folder.exists() and sum(
                        not p.name.endswith(".part") for p in os.scandir(folder)) >= n_all,
                        "all files to be there", SYNC_WAIT_S)
                return took[0]

            def own(engine):
                return rss_mib(engine) - (engine.home / "replica.db").stat().st_size / (1 << 20)

            share(2000, 2000)
            before = [own(ana), own(bo)]
            seconds = share(8000, 10000)
            results.add("small-files-per-second", 8000 / seconds, "/s")
            results.add("small-files-giver-growth", own(ana) - before[0], "MiB")
            results.add("small-files-taker-growth", own(bo) - before[1], "MiB")
    results.show()


def bench_note_window(runs):
    """Two windows and a long note; the program takes its own figures, by the python that has gi."""
    results = Results()
    for _ in range(runs):
        done = subprocess.run(["/usr/bin/python3", pathlib.Path(__file__).with_name("note-window.py")],
                              stdout=subprocess.PIPE, text=True, check=True)
        for row in map(json.loads, done.stdout.splitlines()):
            results.add(row.pop("name"), row.pop("value"), row.pop("unit"), **row)
    results.show()


GROUPS = {
    "limits": bench_limits,
    "reconcile": bench_reconcile,
    "post": bench_post,
    "rotate": bench_rotate,
    "sim": bench_sim,
    "text": bench_text,
    "note": bench_note,
    "note-window": bench_note_window,
    "pulse": bench_pulse,
    "live": bench_live,
    "hops": bench_hops,
    "crowd": bench_crowd,
    "sync": bench_sync,
    "idle": bench_idle,
    "blob": bench_blob,
    "sources": bench_sources,
    "small-files": bench_small_files,
    "window": bench_window,
}
ASKED_FOR = {"million": bench_million}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("groups", nargs="*", choices=[[], *GROUPS, *ASKED_FOR],
                        default=[])
    parser.add_argument("--chart", type=pathlib.Path, help="draw cost against size into this SVG")
    options = parser.parse_args()
    if "text" in (options.groups or GROUPS):
        text_peers()  # while there is a way out
    enter_own_network()
    for name in options.groups or GROUPS:
        (GROUPS | ASKED_FOR)[name](options.runs)
    if options.chart is not None:
        options.chart.write_text(chart.draw(Results.medians), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
