# SPDX-FileCopyrightText: 2026 The Cenacle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""run-fuzz.py FUZZER CORPUS: runs a libFuzzer program for $FUZZ_SECONDS (4) beyond its corpus.

What it finds new stays in a folder of its own; what breaks it is kept beside the fuzzer.
"""

import os
import subprocess
import sys
import tempfile


def main():
    fuzzer, corpus = sys.argv[1:]
    # A finding ends with 77, which a test runner takes for a case left out.
    with tempfile.TemporaryDirectory() as found:
        done = subprocess.run([
            fuzzer, found, corpus,
            "-max_total_time=" + os.environ.get("FUZZ_SECONDS", "4"),
            "-artifact_prefix=" + fuzzer + ".",
            "-rss_limit_mb=1024", "-timeout=10", "-print_final_stats=1",
        ], check=False)
    return 1 if done.returncode != 0 else 0


if __name__ == "__main__":
    sys.exit(main())
