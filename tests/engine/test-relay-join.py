# SPDX-FileCopyrightText: 2026 The Cenacle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Joining a circle, or adding a device, when nobody is online: the request waits at the relay."""

import base64
import contextlib
import pathlib
import sqlite3
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))

import engines  # noqa: E402
import tap  # noqa: E402
from engines import until  # noqa: E402


def settled(engine, circle):
    """Whether some relay has what @engine has, and the other way round."""
    return any(relay["settled"] for relay in engine.ctl("status", circle)["relays"])


@contextlib.contextmanager
def a_circle_at_a_relay(*names):
    """A relay that runs, and Ana's circle that uses it; she is offline."""
    with engines.people("relay", "ana", *names) as (relay, ana, *others):
        relay.start("--relay")
        ana.start()
        circle = ana.ctl("circle", "create", "Far", "--as", "ana")["circle"]
        ana.ctl("relay", "add", circle, relay.ctl("relay", "link")["link"], "--name", "Post")
        for i in range(5):
            ana.post(circle, f"Ana says {i}")
        until(lambda: settled(ana, circle), "the relay to have it all")
        yield relay, ana, *others, circle


def invite(ana, circle, *options):
    """A link of Ana's, whose tray is at the relay; she is offline afterwards."""
    link = ana.ctl("invite", "create", circle, *options)["link"]
    until(lambda: trays(ana.relay) > 0 and settled(ana, circle), "the invite to have its tray")
    ana.stop()
    return link


def trays(relay):
    """How many trays have something in them."""
    with sqlite3.connect(f"file:{relay.home}/replica.db?mode=ro", uri=True) as db:
        return db.execute("SELECT count (DISTINCT drawer) FROM relay_mark JOIN drawer ON"
                          " drawer.no = drawer WHERE is_tray").fetchone()[0]


def look_in(engine, circle):
    """@engine is online until the relay has what it has."""
    engine.start()
    until(lambda: settled(engine, circle), f"{engine.name} to have looked in")


def is_in(engine, circle):
    return any(row["circle"] == circle for row in engine.rows("circle", "list"))


def waits_until_somebody_looks_in():
    with a_circle_at_a_relay("bo") as (relay, ana, bo, circle):
        ana.relay = relay
        link = invite(ana, circle)
        bo.start()
        shown = bo.ctl("preview", link)
        assert shown["name"] == "Far" and shown["inviter"] == "ana", shown
        ask_in_vain(bo, link, "--as", LONG_NAME)
        bo.stop()
        # The newcomer is away, too, when a member looks in.
        look_in(ana, circle)
        until(lambda: len(ana.rows("members", circle)) == 2, "Ana to let Bo in")
        until(lambda: settled(ana, circle), "the relay to have that")
        ana.stop()
        bo.start()
        until(lambda: is_in(bo, circle) and len(bo.texts(circle)) == 5, "Bo to read it all")
        bo.post(circle, "Bo is here")
        until(lambda: settled(bo, circle), "the relay to have it")
        bo.stop()
        look_in(ana, circle)
        until(lambda: "Bo is here" in ana.texts(circle), "Ana to read it")
        bo.start()
        until(lambda: ana.state(circle) == bo.state(circle), "both to have the same")
        secret = base64.b32decode(circle.upper() + "====")
        assert marks(relay)
        assert not any(LONG_NAME.encode() in row or secret in row for row in marks(relay))


# Two letters of a short one would stand somewhere by chance in what is closed.
LONG_NAME = "Bo of the far side"


def ask_in_vain(newcomer, link, *options):
    """Asks until the request lies at the relay, which takes a moment on a busy machine."""
    until(lambda: "relay" in newcomer.fails("join", link, *options, "--wait", "2", status=4),
          "the request to lie at the relay")


def marks(relay):
    with sqlite3.connect(f"file:{relay.home}/replica.db?mode=ro", uri=True) as db:
        return [row[0] for row in db.execute("SELECT bytes FROM relay_mark")]


def answered_while_one_waits():
    with a_circle_at_a_relay("bo", "cleo") as (relay, ana, bo, cleo, circle):
        ana.relay = relay
        link = ana.ctl("invite", "create", circle, "--uses", "2", "--address",
                       "tcp://127.0.0.1:1")["link"]
        until(lambda: trays(relay) > 0, "the invite to have its tray")
        for engine in (bo, cleo):
            engine.start()
            assert engine.ctl("join", link, "--as", engine.name)["circle"] == circle
            until(lambda engine=engine: len(engine.texts(circle)) == 5, "them to read it all")
        until(lambda: len(ana.rows("members", circle)) == 3, "all to be in")


def an_invite_holds_as_ever():
    with a_circle_at_a_relay("bo", "cleo") as (relay, ana, bo, cleo, circle):
        ana.relay = relay
        once = ana.ctl("invite", "create", circle, "--address", "tcp://127.0.0.1:1")["link"]
        until(lambda: trays(relay) == 1, "the invite to have its tray")
        bo.start()
        bo.ctl("join", once, "--as", "bo")
        cleo.start()
        assert "already used" in cleo.fails("join", once, "--as", "cleo", status=1)
        back = ana.ctl("invite", "create", circle, "--address", "tcp://127.0.0.1:1")
        until(lambda: trays(relay) == 2, "the next to have its tray")
        ana.ctl("invite", "revoke", circle, back["invite"])
        assert "taken back" in cleo.fails("join", back["link"], "--as", "cleo", status=1)
        until(lambda: len(ana.rows("members", circle)) == 2, "nobody else to be in")


def met_before_anybody_looks_in():
    """The request lies at the relay, which goes away; a member who is met lets them in."""
    with a_circle_at_a_relay("bo") as (relay, ana, bo, circle):
        ana.relay = relay
        link = invite(ana, circle)
        bo.start()
        ask_in_vain(bo, link, "--as", "bo")
        relay.stop()
        ana.start()
        assert bo.ctl("join", link, "--as", "bo")["circle"] == circle
        until(lambda: len(bo.texts(circle)) == 5, "Bo to read it all")
        assert len(ana.rows("members", circle)) == 2


def trays_made(relay):
    """How many trays there are, with something in them or not."""
    with sqlite3.connect(f"file:{relay.home}/replica.db?mode=ro", uri=True) as db:
        return db.execute("SELECT count (*) FROM drawer WHERE is_tray").fetchone()[0]


def link_of_device(ana, relay, circle, *options):
    """A device link of Ana's, whose tray is at the relay."""
    before = trays_made(relay)
    link = ana.ctl("device", "link", circle, "--address", "tcp://127.0.0.1:1", *options)["link"]
    until(lambda: trays_made(relay) > before, "the link to have its tray")
    return link


def ask_to_be_added(device, link):
    until(lambda: "asked at the relay" in device.fails("device", "add", link, "--wait", "2", status=4),
          "the request to lie at the relay")


def n_devices(engine, circle):
    return len(engine.rows("device", "list", circle))


def a_device_waits_until_the_first_looks_in():
    with a_circle_at_a_relay("lap", "bo") as (relay, ana, lap, bo, circle):
        ana.relay = relay
        # Bo is in, and looks in before Ana does: that lets no device in.
        bo.start()
        bo.ctl("join", ana.ctl("invite", "create", circle, "--address", "tcp://127.0.0.1:1")["link"],
               "--as", "bo")
        until(lambda: bo.state(circle) == ana.state(circle), "Bo to have it all")
        link = link_of_device(ana, relay, circle)
        ana.stop()
        lap.start()
        ask_to_be_added(lap, link)
        bo.post(circle, "While both are away")
        until(lambda: settled(bo, circle), "the relay to have that")
        bo.stop()
        lap.kill()
        lap.start()
        assert not is_in(lap, circle)
        look_in(ana, circle)
        until(lambda: is_in(lap, circle) and len(lap.texts(circle)) == 6, "the laptop to read it all")
        ana.stop()
        until(lambda: lap.ctl("circle", "show", circle)["role"] == "owner", "the laptop to be Ana's")
        message = lap.post(circle, "From the train")
        until(lambda: settled(lap, circle), "the relay to have it")
        lap.kill()
        look_in(ana, circle)
        until(lambda: "From the train" in ana.texts(circle), "Ana to read it")
        assert n_devices(ana, circle) == 3
        look_in(bo, circle)
        until(lambda: (bo.message(circle, message) or {"author": None})["author"] == "ana",
              "Bo to read whose it is")
        lap.start()
        until(lambda: ana.state(circle) == lap.state(circle) == bo.state(circle),
              "all to have the same")
        secret = base64.b32decode(circle.upper() + "====")
        assert not any(secret in row for row in marks(relay))


def a_device_link_holds_as_ever():
    with a_circle_at_a_relay("lap", "thief") as (relay, ana, lap, thief, circle):
        link = link_of_device(ana, relay, circle)
        for engine in (lap, thief):
            engine.start()
        assert lap.ctl("device", "add", link)["circle"] == circle
        until(lambda: len(lap.texts(circle)) == 5, "the laptop to read it all")
        assert "used" in thief.fails("device", "add", link, status=1)
        short = link_of_device(ana, relay, circle, "--expires", "6s")
        ana.stop()
        until(lambda: "expired" in thief.run("device", "add", short, "--wait", "1").stderr,
              "the link to expire")
        look_in(ana, circle)
        until(lambda: n_devices(ana, circle) == n_devices(lap, circle) == 2, "both to know both")
        assert not is_in(thief, circle)


if __name__ == "__main__":
    sys.exit(tap.run([
        waits_until_somebody_looks_in,
        answered_while_one_waits,
        an_invite_holds_as_ever,
        met_before_anybody_looks_in,
        a_device_waits_until_the_first_looks_in,
        a_device_link_holds_as_ever,
    ]))
