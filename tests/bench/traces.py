# SPDX-FileCopyrightText: 2026 The Cenacle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Editing traces in the forms that bench-text and text-peers.mjs read.

Published ones are taken from the folder CENACLE_TRACES, as FILE.json.gz; without it they are made
up with the same shape: a person who types in runs, goes back to correct, and moves on.
"""

import gzip
import json
import os
import pathlib
import random
import struct

SHAPES = {  # name: changes, agents
    "automerge-paper": (259778, 1),
    "friendsforever": (26078, 2),
}


def number(value):
    return struct.pack("<I", value)


def text(value):
    encoded = value.encode()
    return number(len(encoded)) + encoded + b"\0"


def known_before(changes):
    """For each change how many of each agent's changes its author had seen."""
    known = []
    counts = [0, 0]
    places = []
    for at, change in enumerate(changes):
        seen = [0, 0]
        for parent in change.get("parents", [at - 1] if at else []):
            agent = changes[parent].get("agent", 0)
            seen = [max(pair) for pair in zip(seen, known[parent])]
            seen[agent] = max(seen[agent], places[parent] + 1)
        known.append(seen)
        agent = change.get("agent", 0)
        places.append(counts[agent])
        counts[agent] += 1
    return known


def convert(trace):
    """As bench-text reads it."""
    changes = trace["txns"]
    parts = [number(trace.get("numAgents", 1)), number(len(changes))]
    for change, seen in zip(changes, known_before(changes)):
        parts += [number(change.get("agent", 0)), *map(number, seen), number(len(change["patches"]))]
        for position, n_deleted, inserted in change["patches"]:
            parts += [number(position), number(n_deleted), text(inserted)]
    return b"".join([*parts, text(trace.get("endContent", ""))])


def make(name):
    """Two agents write in turns of a run each: neither's text is checked, only that all agree."""
    n_changes, n_agents = SHAPES[name]
    chance = random.Random(name)
    lengths = [0] * n_agents
    changes = []
    last = [None] * n_agents
    while len(changes) < n_changes:
        agent = chance.randrange(n_agents)
        position = chance.choice([lengths[agent], chance.randint(0, lengths[agent])])
        for _ in range(int(chance.expovariate(1 / 12)) + 1):
            patch = [position, 0, chance.choice("etaoin shrdlu\n")]
            if position > 0 and chance.random() < 0.3:
                patch = [position - 1, 1, ""]
            position += len(patch[2]) - patch[1]
            lengths[agent] += len(patch[2]) - patch[1]
            parents = [] if last[agent] is None else [last[agent]]
            last[agent] = len(changes)
            changes.append({"agent": agent, "parents": parents, "patches": [patch]})
    return {"numAgents": n_agents, "txns": changes[:n_changes]}


def write(name, folder):
    """Puts NAME.trace and NAME.json into @folder; gives whether it is the published trace."""
    source = pathlib.Path(os.environ.get("CENACLE_TRACES", "/nonexistent")) / f"{name}.json.gz"
    trace = make(name)
    if source.exists():
        with gzip.open(source) as packed:
            trace = json.load(packed)
    (folder / f"{name}.trace").write_bytes(convert(trace))
    (folder / f"{name}.json").write_text(json.dumps(trace), encoding="utf-8")
    return source.exists()
