# SPDX-FileCopyrightText: 2026 The Cenacle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The window: until its first frame, and while a long note is typed in."""

import contextlib
import json
import os
import pathlib
import re
import select
import shutil
import subprocess

import engines
from measure import BUILD, N_AUTHORS, Results, SIZES, skip


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


def bench_note_window(runs):
    """Two windows and a long note; the program takes its own figures, by the python that has gi."""
    results = Results()
    for _ in range(runs):
        done = subprocess.run(["/usr/bin/python3", pathlib.Path(__file__).with_name("note-window.py")],
                              stdout=subprocess.PIPE, text=True, check=True)
        for row in map(json.loads, done.stdout.splitlines()):
            results.add(row.pop("name"), row.pop("value"), row.pop("unit"), **row)
    results.show()
