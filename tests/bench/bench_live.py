# SPDX-FileCopyrightText: 2026 The Cenacle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Messages between engines that run, and an engine with nothing to do."""

import contextlib
import pathlib
import re
import statistics
import threading

import engines
import netns
from engines import until
from measure import SYNC_WAIT_S, Results, Wire, client, cpu_s, output_of, peak_mib, skip, timed

N_LIVE = 1000
N_HOPS = 300
N_CROWD = 20
CROWD_S = 20  # each of them writes once a second
N_IDLE_CIRCLES = 5
N_IDLE_OTHERS = 4
IDLE_S = 20
N_KEPT = 20000  # messages in each circle of a keeper


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


def rss_mib(engine, kind="VmRSS"):
    status = pathlib.Path(f"/proc/{engine.process.pid}/status").read_text()
    return int(re.search(kind + r":\s+(\d+)", status)[1]) / 1024


def bench_keeper(runs):
    """One that is mostly on, in circles as they are after a year or two: while all comes, and after it was
    started anew."""
    results = Results()
    facts = {"circles": N_IDLE_CIRCLES, "messages": N_KEPT}
    for _ in range(runs):
        with engines.people("ana", "keeper") as (ana, keeper):
            ana.start()
            keeper.start()
            circles = [engines.found_circle(ana, keeper, name=f"Circle {number}")
                       for number in range(N_IDLE_CIRCLES)]
            for circle in circles:
                output_of(client(ana, "post", circle, N_KEPT))
            for circle in circles:
                until(lambda c=circle: ana.state(c) == keeper.state(c), "the keeper to have it", SYNC_WAIT_S)
            results.add("keeper-peak", peak_mib(keeper), "MiB", **facts)
            keeper.stop()
            keeper.start()
            ana.post(circles[0], "One more")
            engines.wait_for_text([keeper], circles[0], "One more")
            threading.Event().wait(IDLE_S)
            results.add("keeper-rss", rss_mib(keeper), "MiB", **facts)
            results.add("keeper-own", rss_mib(keeper, "RssAnon"), "MiB", **facts)
    results.show()


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
