# SPDX-FileCopyrightText: 2026 The Cenacle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What all measurements share: results, time, bytes on the wire, memory and processor."""

import contextlib
import json
import os
import pathlib
import re
import shutil
import statistics
import subprocess
import sys
import time

import engines

BUILD = engines.BUILD
BENCH = BUILD / "tests/bench"
SIZES = (1000, 10000, 100000)
N_AUTHORS = 20
SYNC_WAIT_S = 3600
NETWORK = pathlib.Path("/proc/net/dev")


class Results:
    """Values of one name, one from each run."""

    medians = {}

    def __init__(self):
        self.values = {}
        self.facts = {}

    def add(self, name, value, unit, **facts):
        self.values.setdefault((name, unit), []).append(value)
        self.facts[name] = facts

    def show(self):
        for (name, unit), values in self.values.items():
            self.medians[name] = statistics.median(values)
            print(json.dumps({"name": name, "value": round(statistics.median(values), 3),
                              "unit": unit, "runs": [round(value, 3) for value in values],
                              **self.facts[name]}), flush=True)


def skip(name, reason):
    print(json.dumps({"name": name, "skipped": reason}), flush=True)


def enter_own_network():
    """Starts over in a network of its own, where what loopback carries is ours alone."""
    if os.environ.get("CENACLE_BENCH_NETWORK"):
        return
    command = ["unshare", "--net", "--map-root-user"] if os.geteuid() else ["unshare", "--net"]
    probe = subprocess.run([*command, "ip", "link", "set", "lo", "up"], capture_output=True,
                           check=False) if shutil.which("unshare") else None
    own = probe is not None and probe.returncode == 0
    environment = os.environ | {"CENACLE_BENCH_NETWORK": "own" if own else "shared"}
    if own:
        program = " ".join(["ip link set lo up && exec", '"$@"'])
        os.execvpe("unshare", [*command, "sh", "-c", program, "sh", sys.executable, *sys.argv],
                   environment)
    os.environ.update(environment)


class Wire:
    """Bytes that went over loopback meanwhile, headers of TCP and IP included."""

    def __enter__(self):
        self.before = self.read()
        return self

    def __exit__(self, *_):
        self.n_bytes = self.read() - self.before

    @staticmethod
    def read():
        received = re.search(r"\blo:\s*(\d+)", NETWORK.read_text())
        return int(received[1])

    @staticmethod
    def is_ours():
        return os.environ["CENACLE_BENCH_NETWORK"] == "own"


@contextlib.contextmanager
def timed():
    """Gives a list whose first element is, afterwards, the seconds it took."""
    took = []
    start = time.monotonic()
    yield took
    took.append(time.monotonic() - start)


def peak_mib(engine):
    status = pathlib.Path(f"/proc/{engine.process.pid}/status").read_text()
    return int(re.search(r"VmHWM:\s+(\d+)", status)[1]) / 1024


def cpu_s(engine):
    """Seconds of processor an engine has used, in all its threads."""
    fields = pathlib.Path(f"/proc/{engine.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def client(engine, verb, circle, *arguments):
    """A bench-client at @engine, running."""
    return subprocess.Popen(
        [BENCH / "bench-client", verb, engine.home, circle, *map(str, arguments)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=engine.environment,
        preexec_fn=engines.die_with_parent)


def output_of(process, stdin=None):
    text, _ = process.communicate(stdin, timeout=SYNC_WAIT_S)
    if process.returncode != 0:
        raise engines.Failure(f"{process.args} ended with {process.returncode}")
    return text
