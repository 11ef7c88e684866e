# SPDX-FileCopyrightText: 2026 The Cenacle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Lines of figures of a window, and what its main loop does, as loop-watch.c tells of it."""

import json
import time

from engines import BUILD


def show(name, value, unit="ms", **facts):
    print(json.dumps({"name": name, "value": round(value, 2), "unit": unit, **facts}), flush=True)


def watched(file):
    """What a window has in its environment to tell of its turns in @file."""
    return {"LD_PRELOAD": str(BUILD / "tests/bench/loop-watch.so"), "LOOP_WATCH": str(file)}


class Turns:
    """The turns of a window's main loop from now on; @file is what it was given with watched()."""

    def __init__(self, file):
        self.file = file
        self.begin = time.monotonic_ns() // 1000

    def show(self, name, over_ms, **facts):
        """@over_ms: those that took longer, but for the wait for a processor, are counted."""
        turns = [[int(word) for word in line.split()] for line in self.file.read_text().splitlines()]
        turns = [(wall, own, queued) for end, wall, own, queued in turns if end - wall >= self.begin]
        served = [wall - queued for wall, _, queued in turns]
        show(f"{name}-turn-max", max([wall for wall, _, _ in turns], default=1000) / 1000, **facts)
        show(f"{name}-turn-served-max", max(served, default=1000) / 1000, **facts)
        show(f"{name}-turn-own-max", max([own for _, own, _ in turns], default=1000) / 1000, **facts)
        show(f"{name}-turns-served-over-{over_ms}ms", sum(time > over_ms * 1000 for time in served), "times", **facts)
