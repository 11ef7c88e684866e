#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Cenacle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The window with a long channel, under a display without a screen and drawn by Cairo: how soon it is
there and of use, its memory and whose it is, scrolling, many messages that arrive, and many turns about
the pages. Driven by keys and the wheel, no accessibility tree. Prints a JSON object a line.

    window.py [start|scroll|arrive|stay …]     by /usr/bin/python3: the one that has gi
"""

import itertools
import os
import pathlib
import queue
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time

HERE = pathlib.Path(__file__).resolve().parent
os.environ.setdefault("CENACLE_BUILD", str(HERE.parent.parent / "build"))
sys.path[:0] = [str(HERE.parent / "support"), str(HERE.parent / "ui")]

from engines import BUILD, DEADLINE_S, Engine, until  # noqa: E402
from measure import client, output_of  # noqa: E402
from turns import Turns, show, watched  # noqa: E402
from uidrive import Desktop  # noqa: E402

POSTS = int(os.environ.get("CENACLE_BENCH_POSTS", "100000"))
AUTHORS = 20
STARTS = 5
WHEEL_STEPS = 2500
WHEEL_MS = 8
ARRIVALS = 10000
GESTURES = 3600  # an hour of one a second
PAGES = ("Questions", "Notes", "Sessions", "Skills", "Paths", "Flashcards", "Library", "Proposals", "Polls", "Kudos",
         "Members", "Pulse", "Storage", "Mentions", "This week")
LINE = re.compile(r"([a-z0-9-]+)=(\d+)")


class Window:
    """A window of @engine's person; what it prints about itself comes as dictionaries."""

    def __init__(self, engine):
        self.lines = queue.Queue()
        self.turns = engine.home.parent / "turns"
        environment = os.environ | watched(self.turns) | {
            "XDG_RUNTIME_DIR": engine.environment["XDG_RUNTIME_DIR"], "GTK_A11Y": "none"}
        self.begun = time.monotonic()
        self.process = subprocess.Popen([str(BUILD / "app/desktop/cenacle"), "--home", str(engine.home),
                                         "--print-startup"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                                        text=True, env=environment)
        threading.Thread(target=self.read, daemon=True).start()

    def read(self):
        for line in self.process.stdout:
            self.lines.put((time.monotonic(), {key: int(value) for key, value in LINE.findall(line)}))

    def wait(self, key):
        """The next line that has @key, and the milliseconds from the start of the process until it came."""
        while True:
            came, line = self.lines.get(timeout=DEADLINE_S)
            if key in line:
                return line, (came - self.begun) * 1000

    def figures(self):
        self.process.send_signal(signal.SIGUSR1)
        return self.wait("frames")[0]

    def memory(self):
        """Resident MiB of each kind: what is the process's own, the replica's file, the rest of files."""
        kinds = {"own": 0, "replica": 0, "libraries": 0, "other-files": 0}
        kind = "own"
        for line in pathlib.Path(f"/proc/{self.process.pid}/smaps").read_text().splitlines():
            mapped = re.match(r"[0-9a-f]+-[0-9a-f]+ \S+ \S+ \S+ \d+\s*(.*)", line)
            if mapped:
                path = mapped[1]
                kind = ("replica" if "replica.db" in path else "libraries" if ".so" in path or path.endswith("/cenacle")
                        else "other-files" if path.startswith("/") else "own")
            elif line.startswith("Rss:"):
                kinds[kind] += int(line.split()[1])
        return {name: round(kib / 1024, 1) for name, kib in kinds.items()}

    def end(self):
        self.process.terminate()
        self.process.wait()


def key(*keys, delay_ms=40):
    subprocess.run(["xdotool", "key", "--delay", str(delay_ms), *keys], check=True)


def measure_start(engine):
    runs = []
    for _ in range(STARTS + 1):
        window = Window(engine)
        first, first_ms = window.wait("first-frame-ms")
        useful, useful_ms = window.wait("useful-ms")
        runs.append((first["first-frame-ms"], first_ms, useful["useful-ms"], useful_ms, useful["rss-kib"] / 1024))
        kinds = window.memory()
        window.end()
    for i, name in enumerate(("first-frame", "first-frame-from-exec", "useful", "useful-from-exec")):
        show(f"window-{POSTS}-{name}", statistics.median(run[i] for run in runs[1:]), runs=[round(r[i]) for r in runs])
    show(f"window-{POSTS}-useful-rss", statistics.median(run[4] for run in runs[1:]), "MiB", **kinds)


def in_channel(engine):
    window = Window(engine)
    window.wait("useful-ms")
    until(lambda: subprocess.run(["xdotool", "search", "--onlyvisible", "--name", "^Cenacle$"],
                                 capture_output=True, check=False).stdout, "the window")
    key("alt+Down")
    until(lambda: window.figures()["frames"] < 2, "a window at rest", 20)
    return window


def measure_scroll(engine):
    window = in_channel(engine)
    subprocess.run(["xdotool", "mousemove", "760", "400"], check=True)
    window.figures()
    subprocess.run(["xdotool", "click", "--repeat", str(WHEEL_STEPS), "--delay", str(WHEEL_MS), "4"], check=True)
    said = window.figures()
    for share in ("p50", "p95", "max"):
        show(f"window-scroll-frame-{share}", said[f"frame-{share}-us"] / 1000, frames=said["frames"], steps=WHEEL_STEPS)
    show("window-scroll-stall-max", said["stall-max-us"] / 1000)
    show("window-scroll-rss", said["rss-kib"] / 1024, "MiB", **window.memory())
    window.end()


def measure_arrivals(engine, other, circle):
    """All at once, written while the other was away; then as fast as the other writes one after another."""
    window = in_channel(engine)
    other.ctl("offline", "on")
    for name, before, after in (("at-once", ARRIVALS, 0), ("one-by-one", 0, ARRIVALS)):
        output_of(client(other, "post", circle, before))
        first = window.figures()
        begun, turns = time.monotonic(), Turns(window.turns)
        other.ctl("offline", "off")
        output_of(client(other, "post", circle, after))
        until(lambda: engine.ctl("state", circle)["set_digest"] == other.ctl("state", circle)["set_digest"], "all of it", 120)
        took = time.monotonic() - begun
        said = window.figures()
        show(f"window-arrivals-{name}-stall-max", said["stall-max-us"] / 1000, messages=ARRIVALS, seconds=round(took, 1),
             over_50ms=said["stalls"], frame_p95_ms=said["frame-p95-us"] / 1000)
        turns.show(f"window-arrivals-{name}", 50)
        show(f"window-arrivals-{name}-rss-growth", (said["rss-kib"] - first["rss-kib"]) / 1024, "MiB", **window.memory())
    window.end()


def words(text, *keys):
    """Typed where the keyboard is, and then @keys."""
    subprocess.run(["xdotool", "type", "--delay", "20", text], check=True)
    key(*keys)


def measure_stay(engine, circle):
    """An hour of somebody who reads, writes, looks for something, opens pages and dialogs; what is its own after each
    quarter of it."""
    window = in_channel(engine)
    sizes, n_gestures, pages = [window.memory()], 0, itertools.cycle(PAGES)
    while len(sizes) < 5:
        page = next(pages)
        key("ctrl+k")
        words(page, "Return")
        key("alt+Home", "alt+Down", "Page_Up", "Page_Up", "Page_Down", "End")
        words(f"What I think of {page}", "Return")
        engine.ctl("post", circle, f"What others think of {page}")
        key("ctrl+f")
        words("think", "Return", "Escape")
        key("ctrl+m", "ctrl+comma", "Escape", "alt+Down", "alt+Up")
        n_gestures += 25
        if n_gestures >= len(sizes) * GESTURES // 4:
            sizes.append(window.memory())
    own = [size["own"] for size in sizes]
    show("window-stay-growth", own[4] - own[2], "MiB", gestures=n_gestures, own=own, last=sizes[4])
    window.end()


def main():
    wanted = sys.argv[1:] or ["start", "scroll", "arrive", "stay"]
    with tempfile.TemporaryDirectory(prefix="cenacle-bench-") as place, Desktop() as _:
        ana, bo = (Engine(pathlib.Path(place), name) for name in ("ana", "bo"))
        try:
            ana.start()
            circle = ana.ctl("circle", "create", "Analysis", "--as", "Ana")["circle"]
            ana.ctl("load", circle, "--posts", str(POSTS), "--authors", str(AUTHORS))
            if "start" in wanted:
                measure_start(ana)
            if "scroll" in wanted:
                measure_scroll(ana)
            if "stay" in wanted:
                measure_stay(ana, circle)
            if "arrive" in wanted:
                bo.start()
                bo.ctl("join", ana.ctl("invite", "create", circle)["link"], "--as", "Bo", "--wait", "60")
                until(lambda: ana.ctl("state", circle)["set_digest"] == bo.ctl("state", circle)["set_digest"], "Bo to have all", 120)
                measure_arrivals(ana, bo, circle)
        finally:
            for engine in (ana, bo):
                engine.kill()


if __name__ == "__main__":
    main()
