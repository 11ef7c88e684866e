# SPDX-FileCopyrightText: 2026 The Cenacle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Draws what run-bench.py measured at several sizes: seconds against messages, both logarithmic."""

import html
import math
import re

WIDTH, HEIGHT, EDGE, LEGEND = 860, 480, 60, 300
LINES = [
    (r"first-sync-(\d+)-searchable-s", "first sync, until searchable", "#1a5fb4"),
    (r"first-sync-(\d+)-readable-s", "first sync, until readable", "#62a0ea"),
    (r"first-sync-(\d+)-searchable-sqlite-alone-s", "SQLite alone, with full text", "#a51d2d"),
    (r"first-sync-(\d+)-readable-sqlite-alone-s", "SQLite alone, without", "#f66151"),
    (r"load-(\d+)-s", "writing them", "#26a269"),
    (r"reconnect-100-of-(\d+)-ms", "100 new ones", "#9141ac"),
    (r"equal-reconnect-(\d+)-ms", "reconnect, equal", "#5e5c64"),
]


def points_of(medians, pattern):
    """(size, seconds), by size."""
    found = [(re.fullmatch(pattern, name), value) for name, value in medians.items()]
    scale = 1000 if pattern.endswith("-ms") else 1
    return sorted((int(match[1]), value / scale) for match, value in found if match and value > 0)


def decades(values):
    low = math.floor(math.log10(min(values)))
    return low, max(math.ceil(math.log10(max(values))), low + 1)


def text(x, y, words, anchor="start"):
    return (f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="13"'
            f' font-family="sans-serif">{html.escape(words)}</text>')


def draw(medians):
    """An SVG; without any size measured, one that says so."""
    lines = [(name, colour, points_of(medians, pattern)) for pattern, name, colour in LINES]
    everything = [point for _, _, points in lines for point in points]
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}">',
             '<rect width="100%" height="100%" fill="white"/>']
    if not everything:
        return "\n".join([*parts, text(EDGE, EDGE, "Nothing was measured."), "</svg>\n"])
    (x0, x1), (y0, y1) = (decades([point[axis] for point in everything]) for axis in (0, 1))

    def place(size, seconds):
        across = (math.log10(size) - x0) / (x1 - x0)
        up = (math.log10(seconds) - y0) / (y1 - y0)
        return (EDGE + across * (WIDTH - 2 * EDGE - LEGEND), HEIGHT - EDGE - up * (HEIGHT - 2 * EDGE))

    grid = [(place(10 ** n, 10 ** y0), place(10 ** n, 10 ** y1), f"{10 ** n:,}", (0, 18), "middle")
            for n in range(x0, x1 + 1)]
    grid += [(place(10 ** x0, 10 ** n), place(10 ** x1, 10 ** n), f"{10.0 ** n:g} s", (-6, 4), "end")
             for n in range(y0, y1 + 1)]
    for (ax, ay), (bx, by), words, (dx, dy), anchor in grid:
        parts += [f'<line x1="{ax:.1f}" y1="{ay:.1f}" x2="{bx:.1f}" y2="{by:.1f}" stroke="#ddd"/>',
                  text(ax + dx, ay + dy, words, anchor)]
    parts.append(text(EDGE, HEIGHT - 14, "messages in the circle"))
    for number, (name, colour, points) in enumerate(line for line in lines if line[2]):
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in (place(*point) for point in points))
        y = EDGE + 20 * number
        parts += [f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>',
                  *(f'<circle cx="{place(*point)[0]:.1f}" cy="{place(*point)[1]:.1f}" r="3"'
                    f' fill="{colour}"/>' for point in points),
                  f'<rect x="{WIDTH - LEGEND}" y="{y - 10}" width="12" height="12" fill="{colour}"/>',
                  text(WIDTH - LEGEND + 20, y, name)]
    return "\n".join([*parts, "</svg>\n"])
