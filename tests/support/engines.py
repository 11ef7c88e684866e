# SPDX-FileCopyrightText: 2026 The Cenacle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Real engines on this machine: each Engine is one person with a home of their own, a cenacled on
loopback without discovery, and the command line that asks it. Whatever is started here ends with
the program, also when that is killed."""

import contextlib
import ctypes
import json
import os
import pathlib
import select
import shutil
import signal
import subprocess
import tempfile
import threading
import time

import tap

BUILD = pathlib.Path(os.environ.get("CENACLE_BUILD", "build")).absolute()
DEADLINE_S = float(os.environ.get("CENACLE_DEADLINE", "60"))
POLL_S = 0.03

PR_SET_PDEATHSIG = 1
LIBC = ctypes.CDLL(None)


class Failure(AssertionError):
    """Something did not come as it should; the text holds what the programs said."""


def die_with_parent():
    LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def is_sanitized():
    """Whether the build watches itself, which takes memory and leaves no room for a filter."""
    said = (BUILD / "build.ninja").read_text()
    return "sanitize=address" in said or "sanitize=thread" in said


def until(condition, what, seconds=None):
    """Calls @condition until it gives something true, which is returned; fails at the deadline."""
    end = time.monotonic() + (seconds or DEADLINE_S)
    pause = threading.Event()
    while True:
        result = condition()
        if result:
            return result
        if time.monotonic() > end:
            raise Failure(f"in vain waited for: {what}")
        pause.wait(POLL_S)


@contextlib.contextmanager
def descriptors(lines):
    """For each option a descriptor from which its line can be read."""
    fds = {}
    try:
        for option, line in lines.items():
            fds[option], end = os.pipe()
            os.write(end, line.encode() + b"\n")
            os.close(end)
        yield fds
    finally:
        for fd in fds.values():
            os.close(fd)


class Result:
    """How a run of cenaclectl ended."""

    def __init__(self, arguments, done):
        self.arguments = arguments
        self.status = done.returncode
        self.stdout = done.stdout
        self.stderr = done.stderr

    def __str__(self):
        return (f"cenaclectl {' '.join(map(str, self.arguments))}: exit {self.status}\n"
                f"{self.stdout}{self.stderr}")

    def rows(self):
        return [json.loads(line) for line in self.stdout.splitlines()]


class Engine:
    """One person: a home, a cenacled that may run or not, and cenaclectl."""

    def __init__(self, place, name, listen="tcp://127.0.0.1:0"):
        self.name = name
        self.home = place / name
        self.listen = listen
        self.log = place / f"{name}.log"
        self.process = None
        runtime = place / "run"
        runtime.mkdir(mode=0o700, exist_ok=True)
        self.environment = {
            key: value for key, value in os.environ.items()
            if key.endswith("SAN_OPTIONS") or key in ("PATH", "TMPDIR", "LD_LIBRARY_PATH")
        } | {
            "HOME": str(place), "XDG_RUNTIME_DIR": str(runtime), "LC_ALL": "C.UTF-8",
            "CENACLE_TOR_CONTROL": "",
        }

    # The engine

    discovery = ("--no-discovery",)

    def settle(self):
        """What its process does before it becomes cenacled."""
        die_with_parent()

    def spawn(self, *options, lines=None):
        """Starts cenacled and gives its process, ready or not. @lines: as for run()."""
        command = [BUILD / "app/engine/cenacled", "--home", self.home, "--listen", self.listen,
                   *self.discovery, *options]
        with open(self.log, "ab") as log, descriptors(lines or {}) as fds:
            for option, fd in fds.items():
                command += [option, str(fd)]
            return subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                    stderr=log, env=self.environment, pass_fds=list(fds.values()),
                                    preexec_fn=self.settle)

    def start(self, *options, lines=None):
        """Starts cenacled and waits until it says that it is ready."""
        self.process = self.spawn(*options, lines=lines)
        readable, _, _ = select.select([self.process.stdout], [], [], DEADLINE_S)
        line = self.process.stdout.readline() if readable else b""
        if line != b"ready\n":
            status = self.process.poll()
            self.kill()
            raise Failure(f"{self.name}'s engine said {line!r}, exit {status}:\n{self.read_log()}")
        return self

    def is_running(self):
        return self.process is not None and self.process.poll() is None

    def stop(self):
        """Ends it as a system would; it must end cleanly."""
        if self.process is None:
            return
        self.process.terminate()
        try:
            status = self.process.wait(DEADLINE_S)
        except subprocess.TimeoutExpired:
            self.kill()
            raise Failure(f"{self.name}'s engine did not end:\n{self.read_log()}") from None
        self.process.stdout.close()
        self.process = None
        if status != 0:
            raise Failure(f"{self.name}'s engine ended with {status}:\n{self.read_log()}")

    def kill(self):
        """Ends it as a power cut would."""
        if self.process is None:
            return
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()
        self.process = None

    def read_log(self):
        return self.log.read_text(errors="replace") if self.log.exists() else ""

    # The command line

    def run(self, *arguments, stdin="", options=("--json",), lines=None):
        """Runs cenaclectl and tells how it ended, well or not. @lines: option: the line that can
        be read from the descriptor it names."""
        command = [BUILD / "app/ctl/cenaclectl", "--home", self.home, *options, *arguments]
        with descriptors(lines or {}) as fds:
            for option, fd in fds.items():
                command += [option, fd]
            done = subprocess.run(list(map(str, command)), input=stdin, capture_output=True,
                                  text=True, env=self.environment, timeout=4 * DEADLINE_S,
                                  check=False, pass_fds=list(fds.values()),
                                  preexec_fn=die_with_parent)
        return Result(arguments, done)

    def rows(self, *arguments, stdin="", lines=None):
        """The objects that cenaclectl prints; it must end well."""
        result = self.run(*arguments, stdin=stdin, lines=lines)
        if result.status != 0:
            raise Failure(f"{self.name}: {result}\n{self.read_log()}")
        return result.rows()

    def ctl(self, *arguments, stdin="", lines=None):
        """The one object that cenaclectl prints."""
        rows = self.rows(*arguments, stdin=stdin, lines=lines)
        if len(rows) != 1:
            raise Failure(f"{self.name}: {arguments} printed {len(rows)} objects")
        return rows[0]

    def fails(self, *arguments, status, lines=None):
        """cenaclectl must end with @status (or one of them) and one sentence; gives the sentence."""
        wanted = status if isinstance(status, tuple) else (status,)
        result = self.run(*arguments, lines=lines)
        said = result.stderr.strip().splitlines()
        if result.status not in wanted or len(said) != 1:
            raise Failure(f"{self.name}: wanted exit {wanted} and a sentence; {result}")
        return said[0]

    # What tests often ask

    def post(self, circle, text, *options):
        return self.ctl("post", circle, text, *options)["id"]

    def read(self, circle, *options):
        return self.rows("read", circle, "--limit", "1000", *options)

    def texts(self, circle, *options):
        return [row["text"] for row in self.read(circle, *options)]

    def message(self, circle, message):
        """The row of one message, or None before it is here."""
        return next((row for row in self.read(circle) if row["id"] == message), None)

    def state(self, circle):
        return self.ctl("state", circle)

    def listening(self, circle):
        """(host, port) of the first address the circle is served on."""
        endpoint = self.ctl("status", circle)["listening"][0]
        host, port = endpoint.removeprefix("tcp://").rsplit(":", 1)
        return host, int(port)


def wait_for_text(engines, circle, text):
    for engine in engines:
        until(lambda who=engine: text in who.texts(circle), f"{engine.name} to read “{text}”")


def wait_for_equal_state(engines, circle):
    """Until all have the same operations; then what they show must be the same too."""
    def digests(key):
        return {engine.state(circle)[key] for engine in engines}

    names = ", ".join(engine.name for engine in engines)
    until(lambda: len(digests("set_digest")) == 1, f"{names} to have the same operations")
    until(lambda: len(digests("view_digest")) == 1, f"{names} to show the same")
    return engines[0].state(circle)


@contextlib.contextmanager
def small_disk(folder):
    """A disk of 3 MiB at @folder, which needs root."""
    folder.mkdir(parents=True)
    if os.geteuid() != 0 or subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", folder], check=False).returncode:
        raise tap.Skip("no small disk can be mounted here")
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", folder], check=True)


@contextlib.contextmanager
def people(*names, make=Engine):
    """Engines for @names, none started yet; all are ended and their homes removed at the end.

    When something fails their logs are printed as comments.
    """
    # A socket's path holds 107 bytes, so the place is near the root.
    place = pathlib.Path(tempfile.mkdtemp(prefix="cen-", dir="/tmp"))
    everybody = [make(place, name) for name in names]
    try:
        yield everybody
        for engine in everybody:
            engine.stop()
    except BaseException:
        for engine in everybody:
            for line in engine.read_log().splitlines()[-30:]:
                print(f"# {engine.name}: {line}", flush=True)
        raise
    finally:
        for engine in everybody:
            engine.kill()
        shutil.rmtree(place, ignore_errors=True)


def found_circle(founder, *others, name="Analysis"):
    """@founder creates a circle and @others, started already, join it; gives its id."""
    circle = founder.ctl("circle", "create", name, "--intention", "Learn together",
                         "--as", founder.name)["circle"]
    for other in others:
        link = founder.ctl("invite", "create", circle)["link"]
        other.ctl("join", link, "--as", other.name)
    return circle
