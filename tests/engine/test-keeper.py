# SPDX-FileCopyrightText: 2026 The Cenacle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A keeper: cenacled alone, made a member by a link, cut off from its power again and again."""

import os
import pathlib
import random
import re
import socket
import stat
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))

import engines  # noqa: E402
import tap  # noqa: E402
from engines import BUILD, is_sanitized, until, wait_for_equal_state  # noqa: E402

RSS_MAX_MIB = 40
N_CIRCLES = 5
SCRIPT = BUILD / "data/systemd/cenacle-keeper"


def rss_mib(engine):
    status = pathlib.Path(f"/proc/{engine.process.pid}/status").read_text(encoding="utf-8")
    return int(re.search(r"VmHWM:\s+(\d+)", status)[1]) / 1024


def one_command_with_a_device_link():
    with engines.people("ana", "keeper") as (ana, keeper):
        ana.start()
        circle = ana.ctl("circle", "create", "Kept", "--as", "ana")["circle"]
        link = ana.ctl("device", "link", circle)["link"]
        keeper.start("--join", link, "--as", "attic")
        row = until(lambda: ana.rows("keeper", "list", circle), "the circle to know its keeper")[0]
        assert row["name"] == "attic" and row["member"] == "ana" and not row["self"], row
        assert len(ana.rows("device", "list", circle)) == 2
        # The link may stay where it is: nothing is done twice.
        keeper.stop()
        keeper.start("--join", link, "--as", "attic")
        until(lambda: keeper.rows("keeper", "list", circle), "it to be up")
        assert len(ana.rows("device", "list", circle)) == 2
        assert len(ana.rows("keeper", "list", circle)) == 1
        keeper.ctl("keeper", "unset", circle)
        until(lambda: not ana.rows("keeper", "list", circle), "it to be none any more")


def one_command_with_an_invite():
    with engines.people("ana", "bo", "keeper") as (ana, bo, keeper):
        ana.start()
        bo.start()
        circle = engines.found_circle(ana, bo)
        link = ana.ctl("invite", "create", circle)["link"]
        ana.stop()
        bo.stop()
        keeper.start("--join", link, "--as", "attic")  # nobody is there yet
        ana.start()
        until(lambda: ana.rows("keeper", "list", circle), "it to be in", seconds=90)
        assert {"attic"} <= {row["name"] for row in ana.rows("members", circle)}
        ana.post(circle, "Read this when I am gone")
        until(lambda: "Read this when I am gone" in keeper.texts(circle), "the keeper to have it")
        ana.stop()
        bo.start()
        until(lambda: "Read this when I am gone" in bo.texts(circle), "Bo to have it")


def five_circles_and_power_cuts():
    dice = random.Random(9)
    with engines.people("ana", "keeper") as (ana, keeper):
        ana.start()
        circles = [ana.ctl("circle", "create", f"Circle {i}", "--as", "ana")["circle"]
                   for i in range(N_CIRCLES)]
        for circle in circles:
            ana.ctl("load", circle, "--posts", "200", "--authors", "3")
            link = ana.ctl("device", "link", circle)["link"]
            keeper.start("--join", link, "--as", "attic")
            until(lambda circle=circle: ana.rows("keeper", "list", circle), "it to keep that too")
            keeper.stop()
        for i in range(8):
            keeper.start()
            for circle in circles:
                ana.post(circle, f"Cut {i}")
            if i > 0 and dice.random() < 0.5:
                until(lambda: "Cut 0" in keeper.texts(circles[0]), "some to arrive")
            keeper.kill()
        keeper.start()
        for circle in circles:
            wait_for_equal_state([ana, keeper], circle)
            keeper.ctl("verify", circle)
        own = rss_mib(keeper)
        tap.comment(f"{N_CIRCLES} circles: {own:.0f} MB")
        assert own < RSS_MAX_MIB or is_sanitized(), own


def the_system_is_told_when_it_serves():
    """So that whoever asks a unit that has just started is answered."""
    with engines.people("keeper") as (keeper,):
        for where in (str(keeper.home.parent / "notify"), "@" + keeper.home.parent.name):
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as system:
                system.bind(where.replace("@", "\0"))
                system.settimeout(engines.DEADLINE_S)
                keeper.environment["NOTIFY_SOCKET"] = where
                keeper.start()
                assert system.recv(100) == b"READY=1"
                keeper.stop()


STUB = """#!/bin/sh
echo "$(basename "$0") $*" >> {log}
case "$*" in *MainPID*) echo {pid} ;; esac
case "$(basename "$0") $*" in {refused}) exit 1 ;; esac
"""


def run_script(place, *arguments, refused="nothing"):
    """cenacle-keeper with systemd's programs in the place of which stand some that only tell, and
    refuse what is like @refused."""
    log = place / "log"
    log.unlink(missing_ok=True)
    bin_dir = place / "bin"
    bin_dir.mkdir(exist_ok=True)
    for name in ("systemctl", "loginctl", "nsenter", "getent"):
        stub = bin_dir / name
        stub.write_text(STUB.format(log=log, pid=os.getpid(), refused=refused), encoding="utf-8")
        stub.chmod(0o755)
    fake_id = bin_dir / "id"
    fake_id.write_text("#!/bin/sh\necho ${FAKE_UID-1000}\n", encoding="utf-8")
    fake_id.chmod(0o755)
    text = SCRIPT.read_text(encoding="utf-8").replace("/etc/", f"{place}/etc/")
    script = place / "cenacle-keeper"
    script.write_text(text, encoding="utf-8")
    uid = {"FAKE_UID": "0"} if arguments and arguments[0] == "root" else {}
    done = subprocess.run(["sh", script, *(arguments[1:] if uid else arguments)],
                          env={"PATH": f"{bin_dir}:/usr/bin:/bin", "HOME": str(place)} | uid,
                          capture_output=True, text=True, check=False, timeout=60)
    return done, log.read_text(encoding="utf-8") if log.exists() else ""


def the_script_sets_up_units():
    with tempfile.TemporaryDirectory() as name:
        place = pathlib.Path(name)
        done, log = run_script(place, "cenacle:device:1:abc", "attic")
        assert done.returncode == 0, done.stderr
        assert "systemctl --user enable cenacled" in log and "enable-linger" in log, log
        conf = place / ".config/cenacle/keeper.conf"
        assert conf.read_text(encoding="utf-8") == (
            "CENACLE_JOIN=cenacle:device:1:abc\nCENACLE_NAME=attic\n")
        assert stat.S_IMODE(conf.stat().st_mode) == 0o600
        assert (place / ".local/share").is_dir()
        # Where nobody may stay by themselves, one is told, and it runs.
        done, log = run_script(place, "cenacle:device:1:abc", "attic", refused="loginctl*")
        assert done.returncode == 0 and "loginctl enable-linger" in done.stdout, done
        assert "systemctl --user restart cenacled" in log, log
        done, log = run_script(place, "root", "cenacle:1:abc", "attic")
        assert done.returncode == 0, done.stderr
        assert "systemctl enable cenacled@attic\nsystemctl restart cenacled@attic" in log, log
        assert stat.S_IMODE((place / "etc/cenacle/attic.conf").stat().st_mode) == 0o600
        tor = place / "etc/systemd/system/cenacled@attic.service.d/tor.conf"
        assert "SupplementaryGroups=debian-tor" in tor.read_text(encoding="utf-8")
        done, log = run_script(place, "root", "cenacle:1:abc", "shed", refused="getent*")
        assert done.returncode == 0, done
        assert not (place / "etc/systemd/system/cenacled@shed.service.d").exists()
        done, log = run_script(place, "root", "--relay", "post")
        assert "systemctl enable --now cenacled-relay@post" in log, log
        assert "--home /var/lib/cenacle/post relay link" in log, log
        for wrong in (("cenacle:relay:1:abc",), ("http://x",), ("cenacle:1:abc", "a b"),
                      ("cenacle:1:a\nX=1",), ("--relay",), ("--in", "x", "status")):
            done, log = run_script(place, *wrong)
            assert done.returncode == 1 and done.stderr and log == "", (wrong, done, log)


if __name__ == "__main__":
    sys.exit(tap.run([
        one_command_with_a_device_link,
        one_command_with_an_invite,
        five_circles_and_power_cuts,
        the_system_is_told_when_it_serves,
        the_script_sets_up_units,
    ]))
