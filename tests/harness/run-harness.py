#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Cenacle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sets our reconciliation against itself and against that of nostr-tools, which npm gets into the
build folder, with random sets: what the one that began has and needs must be what differs.

    run-harness.py BUILD [SEEDS]
"""

import os
import pathlib
import random
import shutil
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
BUILD = pathlib.Path(sys.argv[1]).absolute()
SEEDS = int(sys.argv[2]) if len(sys.argv) > 2 else 100
ROUNDS_MAX = 1000


class Side:
    def __init__(self, command, items, frame_max):
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                                        env=os.environ | {"FRAMESIZELIMIT": str(frame_max)})
        self.say(*(f"item,{when},{name}" for when, name in items), "seal")
        self.have, self.need = [], []

    def say(self, *lines):
        self.process.stdin.write("".join(f"{line}\n" for line in lines))
        self.process.stdin.flush()

    def hear(self):
        """The next message; None when it is done."""
        for line in self.process.stdout:
            word, _, rest = line.strip().partition(",")
            if word in ("have", "need"):
                getattr(self, word).append(rest)
            else:
                return rest if word == "msg" else None
        raise SystemExit(f"ended with {self.process.wait()}")

    def end(self):
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait()


def make_sets(chance):
    """Two sets of items with times that are often alike; mostly the same, or not at all."""
    n, differ = chance.choice((0, 1, 30, 300, 3000)), chance.choice((0, 1, 20, 200))
    times = chance.choice((1, 10, (1 << 31) - 1))  # seconds: nostr-tools counts in 32 bits

    def some(count):
        return {(chance.randrange(times), chance.randbytes(32).hex()) for _ in range(count)}
    common = some(n)
    return common | some(differ), common | some(chance.randint(0, differ))


def reconcile(first, second, seed):
    chance = random.Random(seed)
    ours, theirs = make_sets(chance)
    frame_max = chance.choice((4096, 20000, 1 << 20))
    sides = [Side(command, sorted(items), frame_max) for command, items in ((first, ours), (second, theirs))]
    try:
        sides[0].say("initiate")
        message = sides[0].hear()
        rounds = 0
        while message is not None:
            rounds += 1
            assert rounds < ROUNDS_MAX and len(message) <= 2 * frame_max, f"seed {seed}: {rounds} rounds"
            sides[1].say(f"msg,{message}")
            sides[0].say(f"msg,{sides[1].hear()}")
            message = sides[0].hear()
    finally:
        for side in sides:
            side.end()
    for told, differ in ((sides[0].have, ours - theirs), (sides[0].need, theirs - ours)):
        assert sorted(told) == sorted(name for _, name in differ), f"seed {seed}: {len(told)} of {len(differ)}"
    return rounds


def get_others():
    place = BUILD / "harness-others"
    place.mkdir(exist_ok=True)
    done = subprocess.run(["npm", "install", "--silent", "--no-save", "--prefix", place, "nostr-tools"],
                          capture_output=True, check=False) if shutil.which("npm") else None
    return ["node", HERE / "others.mjs", place] if done is not None and done.returncode == 0 else None


def main():
    ours = [BUILD / "tests/harness/negentropy"]
    others = get_others()
    for name, first in (("ours begins", ours), ("nostr-tools begins", others)):
        if first is None:
            print(f"{name}: left out, npm is not here or has nothing for it")
            continue
        rounds = [reconcile(first, ours, seed) for seed in range(SEEDS)]
        print(f"{name}, ours answers: {SEEDS} pairs of sets, {max(rounds)} rounds at most, all agree")


if __name__ == "__main__":
    main()
