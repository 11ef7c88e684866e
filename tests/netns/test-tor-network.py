# SPDX-FileCopyrightText: 2026 The Cenacle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A circle that is met over Tor alone, through a Tor network of Debian's tor on this machine, with a
daemon for each person. It takes a minute, and needs CENACLE_NETNS as what stands beside it."""

import os
import pathlib
import re
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))

import engines  # noqa: E402
import tap  # noqa: E402
import tornet  # noqa: E402
from engines import until  # noqa: E402

ONION = re.compile(r"tor://[a-z2-7]{56}\.onion:\d+")
PATIENT_S = 240


def onion(engine, circle):
    return until(lambda: ONION.fullmatch(engine.ctl("status", circle)["onion"]),
                 f"{engine.name}'s onion service").string


def joined_and_read_through_tor():
    if "CENACLE_NETNS" not in os.environ:
        raise tap.Skip("only with CENACLE_NETNS")
    with engines.people("ana", "bo") as (ana, bo):
        with tornet.network(ana.home.parent, "ana", "bo") as (tor_ana, tor_bo):
            ana.start("--tor-control", str(tor_ana.control))
            circle = ana.ctl("circle", "create", "Hidden", "--as", "ana")["circle"]
            ana.ctl("tor", "set", circle, "only")
            name = onion(ana, circle)
            ana.post(circle, "from ana")
            link = ana.ctl("invite", "create", circle)["link"]
            bo.start("--tor-control", str(tor_bo.control))
            until(lambda: bo.ctl("tor", "status")["state"] == "ready", "Bo's Tor")
            began = time.monotonic()
            until(lambda: bo.run("join", link, "--as", "bo", "--wait", "60").status == 0
                  or bo.run("status", circle).status == 0, "Bo to join", PATIENT_S)
            until(lambda: "from ana" in bo.texts(circle), "Bo to read", PATIENT_S)
            tap.comment(f"joined in {time.monotonic() - began:.1f} s")
            began = time.monotonic()
            bo.post(circle, "from bo")
            until(lambda: "from bo" in ana.texts(circle), "Ana to read", PATIENT_S)
            tap.comment(f"a message in {time.monotonic() - began:.2f} s")
            for engine in (ana, bo):
                status = engine.ctl("status", circle)
                assert status["tor"] == "only", status
                assert all(ONION.fullmatch(a) for a in status["listening"]), status
            # The service is found under its name again when the engine begins anew.
            ana.stop()
            ana.start("--tor-control", str(tor_ana.control))
            assert onion(ana, circle) == name
            ana.post(circle, "again")

            def reads_again():
                bo.run("sync", circle, "--wait", "20")
                return "again" in bo.texts(circle)
            until(reads_again, "Bo to read again", PATIENT_S)


def exchanged_through_a_hidden_relay():
    """The relay is met at its onion service alone, and nobody else is online then."""
    if "CENACLE_NETNS" not in os.environ:
        raise tap.Skip("only with CENACLE_NETNS")

    def settled(engine):
        until(lambda: any(row["settled"] for row in engine.ctl("status", circle)["relays"]),
              f"{engine.name} and the relay to have the same", PATIENT_S)

    with engines.people("relay", "ana", "bo") as (relay, ana, bo):
        with tornet.network(ana.home.parent, "relay", "ana", "bo") as (tor_relay, tor_ana, tor_bo):
            relay.start("--relay", "--tor-control", str(tor_relay.control))
            behind = until(lambda: [a for a in relay.ctl("relay", "status")["listening"]
                                    if ONION.fullmatch(a)], "the relay's onion service")[0]
            link = relay.ctl("relay", "link", "--address", behind)["link"]
            ana.start("--tor-control", str(tor_ana.control))
            circle = ana.ctl("circle", "create", "Hidden", "--as", "ana")["circle"]
            ana.ctl("tor", "set", circle, "only")
            onion(ana, circle)
            ana.ctl("relay", "add", circle, link)
            ana.post(circle, "from ana")
            began = time.monotonic()
            settled(ana)
            tap.comment(f"lay at the relay after {time.monotonic() - began:.1f} s")
            invite = ana.ctl("invite", "create", circle)["link"]
            settled(ana)
            bo.start("--tor-control", str(tor_bo.control))
            until(lambda: bo.ctl("tor", "status")["state"] == "ready", "Bo's Tor")
            until(lambda: bo.run("join", invite, "--as", "bo", "--wait", "60").status == 0
                  or bo.run("status", circle).status == 0, "Bo to join", PATIENT_S)
            settled(bo)
            bo.stop()
            ana.post(circle, "while Bo was away")
            settled(ana)
            ana.stop()
            began = time.monotonic()
            bo.start("--tor-control", str(tor_bo.control))
            until(lambda: "while Bo was away" in bo.texts(circle), "Bo to read", PATIENT_S)
            tap.comment(f"fetched after {time.monotonic() - began:.1f} s")


if __name__ == "__main__":
    sys.exit(tap.run([joined_and_read_through_tor, exchanged_through_a_hidden_relay]))
