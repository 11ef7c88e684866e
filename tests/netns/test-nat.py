# SPDX-FileCopyrightText: 2026 The Cenacle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Two households behind routers that let nothing in, and a relay on the public side: people who are
never online together meet, and exchange."""

import contextlib
import pathlib
import shutil
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))

import engines  # noqa: E402
import netns  # noqa: E402
import tap  # noqa: E402
from engines import until  # noqa: E402

RELAY = "203.0.113.1"
RELAY_PORT = 47740
INSIDE = "192.168.1"  # in both houses, as it is

MASQUERADE = """
table ip house {
  chain out {
    type nat hook postrouting priority 100;
    oifname "eth0" masquerade
  }
  chain in {
    type filter hook forward priority 0; policy drop;
    iifname "eth1" accept
    ct state established,related accept
  }
}
"""


def route(host, text):
    done = subprocess.run(["nft", "-f", "-"], input=text, capture_output=True, text=True,
                          check=False, preexec_fn=host.enter)
    if done.returncode != 0:
        raise tap.Skip(f"no address translation here: {done.stderr.strip()}")
    host.write("/proc/sys/net/ipv4/ip_forward", 1)


def add_house(world, number):
    """A router with a public address, and a machine behind it, which is returned."""
    home = world.add_bridge(f"home{number}")
    router, machine = world.add_host(), world.add_host()
    world.plug(router, "public", f"203.0.113.1{number}")
    world.plug(router, home, f"{INSIDE}.1", "eth1")
    world.plug(machine, home, f"{INSIDE}.2")
    machine.ip("route", "add", "default", "via", f"{INSIDE}.1")
    route(router, MASQUERADE)
    return machine


@contextlib.contextmanager
def two_houses():
    if shutil.which("nft") is None:
        raise tap.Skip("there is no nft(8)")
    world = netns.Network()
    try:
        world.add_bridge("public")
        public = world.add_host()
        world.plug(public, "public", RELAY)
        yield public, add_house(world, 1), add_house(world, 2)
    finally:
        world.close()


def settle(engine, circle):
    until(lambda: any(row["settled"] for row in engine.ctl("status", circle)["relays"]),
          f"{engine.name} and the relay to have the same")


@contextlib.contextmanager
def alone(engine, circle):
    """@engine is online, and goes when the relay has what it has."""
    engine.start()
    settle(engine, circle)
    yield
    settle(engine, circle)
    engine.stop()


def nobody_gets_in(public):
    """From the outside there is no way to a machine in a house."""
    done = subprocess.run(["ip", "route", "get", f"{INSIDE}.2"], capture_output=True, text=True,
                          check=False, preexec_fn=public.enter)
    assert "unreachable" in done.stderr or done.returncode != 0, done


def two_households_and_a_relay():
    with two_houses() as (public, house, other), \
            engines.people("relay", "ana", "bo", make=netns.LanEngine) as (relay, ana, bo):
        for engine, host in ((relay, public), (ana, house), (bo, other)):
            engine.move_to(host)
        relay.listen = f"tcp://0.0.0.0:{RELAY_PORT}"
        relay.start("--relay")
        nobody_gets_in(public)
        link = relay.ctl("relay", "link", "--address", f"tcp://{RELAY}:{RELAY_PORT}")["link"]
        ana.start()
        circle = ana.ctl("circle", "create", "Far", "--as", "ana")["circle"]
        ana.ctl("relay", "add", circle, link, "--name", "Post")
        ana.post(circle, "Ana was here")
        invite = ana.ctl("invite", "create", circle)["link"]
        settle(ana, circle)
        until(lambda: relay.ctl("relay", "status")["bytes"] > 0, "the relay to hold it")
        ana.stop()

        bo.start()
        until(lambda: bo.run("preview", invite, "--wait", "5").status == 0, "the circle to be shown")
        assert "relay" in bo.fails("join", invite, "--as", "bo", "--wait", "2", status=4)
        bo.stop()
        with alone(ana, circle):
            until(lambda: len(ana.rows("members", circle)) == 2, "Ana to let Bo in")
        bo.start()
        until(lambda: any(row["circle"] == circle for row in bo.rows("circle", "list")) and
              "Ana was here" in bo.texts(circle), "Bo to be in")
        bo.post(circle, "Bo was here")
        settle(bo, circle)
        bo.stop()
        with alone(ana, circle):
            assert "Bo was here" in ana.texts(circle)
        with alone(bo, circle):
            pass
        assert ana.state(circle) == bo.state(circle)


if __name__ == "__main__":
    sys.exit(netns.enter([two_households_and_a_relay]))
