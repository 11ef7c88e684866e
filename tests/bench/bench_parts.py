# SPDX-FileCopyrightText: 2026 The Cenacle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The parts alone: the machine, reconciling, posting, notes, keys, whole circles on a simulated network, texts."""

import hashlib
import json
import os
import pathlib
import shutil
import socket
import statistics
import subprocess
import tempfile
import threading
import time

import engines
import traces
from measure import BENCH, N_AUTHORS, Results, SIZES, skip, timed

N_DEVICES = 200
PEERS = ("diamond-types-node", "yjs")


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
