# SPDX-FileCopyrightText: 2026 The Cenacle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a running engine gave up, who may speak with it, and what its systemd units allow."""

import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))

import tap  # noqa: E402
from engines import BUILD, is_sanitized, people  # noqa: E402

# What systemd-analyze may say at most, of 10; it takes a user's own unit for one of root.
EXPOSURE_MAX = {"cenacled.service": 1.9, "cenacled@.service": 1.3,
                "cenacled-relay@.service": 1.3}
# Another user: connects and says who it is, as D-Bus wants it; prints the answer.
STRANGER = """
import os, socket, sys
os.setgid(65534); os.setuid(65534)
channel = socket.socket(socket.AF_UNIX)
channel.settimeout(20)
channel.connect(sys.argv[1])
channel.sendall(b"\\0AUTH EXTERNAL " + str(os.getuid()).encode().hex().encode() + b"\\r\\n")
print(channel.recv(256).decode(errors="replace"))
"""


def status_of(path):
    return dict(line.split(":\t", 1) for line in path.read_text().splitlines() if ":\t" in line)


def sockets_of(engine):
    return [path for path in (engine.home.parent / "run").rglob("*") if path.is_socket()]


def every_thread_is_under_the_filter():
    if is_sanitized():
        raise tap.Skip("builds for sanitizers have no filter")
    with people("ana") as (ana,):
        ana.start()
        process = pathlib.Path("/proc") / str(ana.process.pid)
        tasks = list((process / "task").iterdir())
        assert len(tasks) > 2, tasks
        for task in tasks:
            status = status_of(task / "status")
            assert status["Seccomp"].strip() == "2", status
            assert status["NoNewPrivs"].strip() == "1", status


def there_are_no_core_dumps():
    with people("ana") as (ana,):
        ana.start()
        limits = (pathlib.Path("/proc") / str(ana.process.pid) / "limits").read_text()
        assert re.search(r"^Max core file size +0 +0 ", limits, re.MULTILINE), limits


def the_socket_is_its_owners():
    with people("ana") as (ana,):
        ana.start()
        path, = sockets_of(ana)
        assert path.stat().st_mode & 0o077 == 0, oct(path.stat().st_mode)
        assert path.parent.stat().st_mode & 0o077 == 0, oct(path.parent.stat().st_mode)


def another_user_is_refused():
    """Even one who got through to the socket: the doors of the folder are opened for the trial."""
    if os.getuid() != 0:
        raise tap.Skip("only root can be another user")
    with people("ana") as (ana,):
        ana.start()
        path, = sockets_of(ana)
        for place in (path, *list(path.parents)[:3]):
            place.chmod(0o777)
        done = subprocess.run([sys.executable, "-c", STRANGER, str(path)],
                              capture_output=True, text=True, check=False, timeout=60)
        assert done.returncode == 0, done.stderr
        assert "OK" not in done.stdout, done.stdout
        # The same words from the owner are let in.
        own = subprocess.run([sys.executable, "-c", STRANGER.replace("65534", "0"),
                              str(path)], capture_output=True, text=True, check=False, timeout=60)
        assert own.stdout.startswith("OK"), own


def the_units_expose_little():
    analyze = shutil.which("systemd-analyze")
    if analyze is None:
        raise tap.Skip("systemd-analyze is not installed")
    for name, exposure_max in EXPOSURE_MAX.items():
        with tempfile.TemporaryDirectory() as place:
            unit = pathlib.Path(place) / name.replace("@", "@keeper")
            text = (BUILD / "data/systemd" / name).read_text()
            unit.write_text(re.sub("^ExecStart=.*$", "ExecStart=/bin/true", text, flags=re.MULTILINE))
            done = subprocess.run([analyze, "security", "--offline=true", "--no-pager", str(unit)],
                                  capture_output=True, text=True, check=False)
        found = re.search(r"Overall exposure level for .*: ([0-9.]+)", done.stdout)
        if found is None:
            raise tap.Skip("this systemd-analyze does not look at files")
        tap.comment(f"{name}: exposure {found.group(1)} of 10")
        assert float(found.group(1)) <= exposure_max, done.stdout


if __name__ == "__main__":
    sys.exit(tap.run([
        every_thread_is_under_the_filter,
        there_are_no_core_dumps,
        the_socket_is_its_owners,
        another_user_is_refused,
        the_units_expose_little,
    ]))
