# SPDX-FileCopyrightText: 2026 The Cenacle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes editing traces, as published in JSON, in the form that bench-text reads.

    traces.py FILE.json.gz OUT
"""

import gzip
import json
import struct
import sys


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
        parents = change.get("parents", [at - 1] if at else [])
        for parent in parents:
            agent = changes[parent].get("agent", 0)
            seen = [max(pair) for pair in zip(seen, known[parent])]
            seen[agent] = max(seen[agent], places[parent] + 1)
        known.append(seen)
        agent = change.get("agent", 0)
        places.append(counts[agent])
        counts[agent] += 1
    return known


def convert(trace):
    changes = trace["txns"]
    parts = [number(trace.get("numAgents", 1)), number(len(changes))]
    for change, seen in zip(changes, known_before(changes)):
        parts += [number(change.get("agent", 0)), *map(number, seen), number(len(change["patches"]))]
        for position, n_deleted, inserted in change["patches"]:
            parts += [number(position), number(n_deleted), text(inserted)]
    return b"".join([*parts, text(trace["endContent"])])


def main():
    with gzip.open(sys.argv[1]) as source, open(sys.argv[2], "wb") as out:
        out.write(convert(json.load(source)))


if __name__ == "__main__":
    main()
