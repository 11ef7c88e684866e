# SPDX-FileCopyrightText: 2026 The Cenacle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Measures and prints one JSON object a line: name, value (the median), unit, runs (each value).

    run-bench.py [--runs N] [--chart FILE] [GROUP…]
        groups: those of GROUPS below, all unless named; million alone
"""

import argparse
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))

import bench_files  # noqa: E402
import bench_live  # noqa: E402
import bench_parts  # noqa: E402
import bench_sync  # noqa: E402
import bench_window  # noqa: E402
import chart  # noqa: E402
from measure import Results, enter_own_network  # noqa: E402

GROUPS = {
    "limits": bench_parts.bench_limits,
    "reconcile": bench_parts.bench_reconcile,
    "post": bench_parts.bench_post,
    "rotate": bench_parts.bench_rotate,
    "sim": bench_parts.bench_sim,
    "text": bench_parts.bench_text,
    "note": bench_parts.bench_note,
    "note-window": bench_window.bench_note_window,
    "pulse": bench_parts.bench_pulse,
    "live": bench_live.bench_live,
    "hops": bench_live.bench_hops,
    "crowd": bench_live.bench_crowd,
    "sync": bench_sync.bench_sync,
    "idle": bench_live.bench_idle,
    "keeper": bench_live.bench_keeper,
    "blob": bench_files.bench_blob,
    "sources": bench_files.bench_sources,
    "small-files": bench_files.bench_small_files,
    "window": bench_window.bench_window,
}
ASKED_FOR = {"million": bench_sync.bench_million}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("groups", nargs="*", choices=[[], *GROUPS, *ASKED_FOR],
                        default=[])
    parser.add_argument("--chart", type=pathlib.Path, help="draw cost against size into this SVG")
    options = parser.parse_args()
    if "text" in (options.groups or GROUPS):
        bench_parts.text_peers()  # while there is a way out
    enter_own_network()
    for name in options.groups or GROUPS:
        (GROUPS | ASKED_FOR)[name](options.runs)
    if options.chart is not None:
        options.chart.write_text(chart.draw(Results.medians), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
