# SPDX-FileCopyrightText: 2026 The Cenacle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Circles that are met over Tor, with a daemon that shows what it is asked (tests/tor has a real
one), and a circle that is met in no other way, whose engine is watched call by call."""

import contextlib
import pathlib
import re
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))

import engines  # noqa: E402
import faketor  # noqa: E402
import tap  # noqa: E402
from engines import until  # noqa: E402

ONION = re.compile(r"tor://[a-z2-7]{56}\.onion:47747")


class Traced(engines.Engine):
    """An engine whose every call that opens or uses a socket is written down."""

    trace = None

    def spawn(self, *options, lines=None):
        if self.trace is None:
            return super().spawn(*options, lines=lines)
        command = ["strace", "-D", "-f", "-q", "-e", "trace=connect,bind,sendto,sendmsg,sendmmsg,listen",
                   "-e", "signal=none", "-o", self.trace, engines.BUILD / "app/engine/cenacled",
                   "--home", self.home, "--listen", self.listen, *self.discovery, *options]
        # Who looks for leaks traces, and only one can.
        environment = self.environment | {"ASAN_OPTIONS": "detect_leaks=0"}
        with open(self.log, "ab") as log:
            return subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                    stderr=log, env=environment, preexec_fn=self.settle)


@contextlib.contextmanager
def people_and_tor(*names):
    with engines.people(*names, make=Traced) as everybody:
        with faketor.running(everybody[0].home.parent) as tor:
            yield tor, *everybody


def control(tor):
    return "--tor-control", f"127.0.0.1:{tor.control_port}"


def onion(engine, circle):
    return engine.ctl("status", circle)["onion"]


def has_onion(engine, circle):
    return until(lambda: ONION.fullmatch(onion(engine, circle)), f"{engine.name}'s onion service")


def is_hidden(engine, circle):
    """Whether it is met at its onion service and nowhere else."""
    listening = engine.ctl("status", circle)["listening"]
    return listening and all(ONION.fullmatch(address) for address in listening)


def found_hidden(ana, tor, name="Hidden"):
    """Ana's circle that is met over Tor alone; and a link to it."""
    ana.start(*control(tor))
    circle = ana.ctl("circle", "create", name, "--as", "ana")["circle"]
    ana.ctl("tor", "set", circle, "only")
    has_onion(ana, circle)
    return circle, ana.ctl("invite", "create", circle, "--uses", "3")["link"]


def met_over_tor_alone():
    with people_and_tor("ana", "bo") as (tor, ana, bo):
        circle, link = found_hidden(ana, tor)
        ana.post(circle, "from ana")
        bo.start(*control(tor))
        until(lambda: bo.ctl("tor", "status")["state"] == "ready", "Bo's Tor")
        bo.ctl("join", link, "--as", "bo")
        # Who comes by a link that names onion services alone stays hidden, too.
        assert bo.ctl("status", circle)["tor"] == "only"
        until(lambda: "from ana" in bo.texts(circle), "Bo to read")
        bo.post(circle, "from bo")
        until(lambda: "from bo" in ana.texts(circle), "Ana to read")
        has_onion(bo, circle)
        for engine in (ana, bo):
            assert is_hidden(engine, circle)
            peers = engine.ctl("status", circle)["peers"]
            assert all(peer["address"] in ("", onion(ana, circle), onion(bo, circle))
                       for peer in peers), peers
        assert all(host.endswith(".onion") for _, host, _ in tor.asked), tor.asked


def every_way_is_its_own():
    """Tor is asked for other paths for each circle and each device."""
    with people_and_tor("ana", "bo") as (tor, ana, bo):
        first, link = found_hidden(ana, tor)
        bo.start(*control(tor))
        until(lambda: bo.ctl("tor", "status")["state"] == "ready", "Bo's Tor")
        bo.ctl("join", link, "--as", "bo")
        second = ana.ctl("circle", "create", "Other", "--as", "ana")["circle"]
        ana.ctl("tor", "set", second, "only")
        has_onion(ana, second)
        bo.ctl("join", ana.ctl("invite", "create", second)["link"], "--as", "bo")
        names = {onion(ana, first), onion(ana, second)}
        assert len(names) == 2
        by_host = {}
        for login, host, _ in tor.asked:
            by_host.setdefault(host, set()).add(login)
        logins = [login for some in by_host.values() for login in some]
        assert len(by_host) >= 2 and len(logins) == len(set(logins)), by_host
        # The name stays when the engine begins anew, and is another for each circle.
        before = onion(ana, first)
        ana.stop()
        ana.start(*control(tor))
        has_onion(ana, first)
        assert onion(ana, first) == before


def beside_other_ways():
    with people_and_tor("ana", "bo") as (tor, ana, bo):
        ana.start(*control(tor))
        circle = ana.ctl("circle", "create", "Open", "--as", "ana")["circle"]
        has_onion(ana, circle)
        listening = ana.ctl("status", circle)["listening"]
        assert any(a.startswith("tcp://") for a in listening), listening
        assert any(ONION.fullmatch(a) for a in listening), listening
        link = ana.ctl("invite", "create", circle, "--uses", "2")["link"]
        # Somebody without Tor finds the plain way in the same link, and one who wants Tor alone
        # the other.
        bo.start()
        assert "Tor" in bo.fails("preview", link, "--only-tor", status=4)
        bo.ctl("join", link, "--as", "bo")
        assert not tor.asked
        bo.stop()
        bo.start(*control(tor))
        bo.ctl("tor", "set", circle, "only")
        ana.post(circle, "from ana")
        until(lambda: "from ana" in bo.texts(circle), "Bo to read over Tor")
        until(lambda: any(peer["state"] == "connected" and ONION.fullmatch(peer["address"])
                          for peer in bo.ctl("status", circle)["peers"]), "Bo to come over Tor")
        assert tor.asked
        bo.ctl("tor", "set", circle, "never")
        until(lambda: onion(bo, circle) == "", "no service any more")
        ana.post(circle, "again")
        until(lambda: "again" in bo.texts(circle), "Bo to read in the plain way")


def the_circle_asks_for_it():
    """A facilitator's wish holds for everybody's device at once, and nobody chooses otherwise."""
    with people_and_tor("ana", "bo") as (tor, ana, bo):
        for engine in (ana, bo):
            engine.start(*control(tor))
        circle = engines.found_circle(ana, bo)
        has_onion(ana, circle)
        has_onion(bo, circle)
        ana.ctl("tor", "set", circle, "only", "--everybody")
        for engine in (ana, bo):
            until(lambda engine=engine: engine.ctl("status", circle)["tor"] == "only"
                  and is_hidden(engine, circle), f"{engine.name} to follow")
            assert "facilitators" in engine.fails("tor", "set", circle, "also", status=1)
        ana.post(circle, "hidden now")
        until(lambda: "hidden now" in bo.texts(circle), "Bo to read")
        ana.ctl("tor", "set", circle, "also", "--everybody")
        until(lambda: bo.ctl("status", circle)["tor"] == "also", "Bo to follow again")


def the_daemon_goes_and_comes():
    with people_and_tor("ana", "bo") as (tor, ana, bo):
        circle, link = found_hidden(ana, tor)
        bo.start(*control(tor))
        until(lambda: bo.ctl("tor", "status")["state"] == "ready", "Bo's Tor")
        bo.ctl("join", link, "--as", "bo")
        tor.stop()
        until(lambda: bo.ctl("tor", "status")["state"] != "ready", "Bo to notice")
        until(lambda: onion(ana, circle) == "", "Ana to notice")
        ana.post(circle, "meanwhile")
        tor.start()
        # Both ask again when somebody wants to meet.
        def are_back():
            for engine in (ana, bo):
                engine.run("sync", circle, "--wait", "1")
            return "meanwhile" in bo.texts(circle)
        until(are_back, "Bo to read")


def settled(engine, circle):
    until(lambda: any(row["settled"] for row in engine.ctl("status", circle)["relays"]),
          f"{engine.name} and the relay to have the same")


def a_relay_behind_an_onion_service():
    """Two who are never online together exchange through a relay that nobody finds in another way."""
    with people_and_tor("relay", "ana", "bo") as (tor, relay, ana, bo):
        relay.start("--relay", *control(tor))
        behind = until(lambda: [a for a in relay.ctl("relay", "status")["listening"]
                                if ONION.fullmatch(a)], "the relay's onion service")[0]
        circle, link = found_hidden(ana, tor)
        ana.ctl("relay", "add", circle, relay.ctl("relay", "link", "--address", behind)["link"])
        bo.start(*control(tor))
        until(lambda: bo.ctl("tor", "status")["state"] == "ready", "Bo's Tor")
        bo.ctl("join", link, "--as", "bo")
        settled(bo, circle)
        bo.stop()
        ana.post(circle, "through a relay that nobody sees")
        settled(ana, circle)
        ana.stop()
        bo.start(*control(tor))
        until(lambda: "through a relay that nobody sees" in bo.texts(circle), "Bo to read")
        assert behind in {f"tor://{host}:{port}" for _, host, port in tor.asked}, tor.asked
        # The name stays when the relay begins anew.
        relay.stop()
        relay.start("--relay", *control(tor))
        until(lambda: behind in relay.ctl("relay", "status")["listening"], "the same name")


# --- Watched ---

def addresses_in(line):
    """Where a call of a trace leads: (family, host, port)."""
    for family, port, host in re.findall(
            r"sa_family=(AF_INET6?), sin6?_port=htons\((\d+)\).*?\"([0-9a-f:.]+)\"", line):
        yield family, host, int(port)


def nothing_leaves_another_way():
    """Bo knows where Ana is in the plain way, a relay, another address by the command line, and may
    look around on the local network. Nothing of that is used once the circle is met over Tor alone.
    """
    with people_and_tor("relay", "ana", "bo") as (tor, relay, ana, bo):
        relay.start("--relay")
        ana.start(*control(tor))
        bo.start()
        circle = engines.found_circle(ana, bo)
        ana.ctl("relay", "add", circle, relay.ctl("relay", "link")["link"], "--name", "Post")
        until(lambda: any(row["settled"] for row in bo.ctl("status", circle)["relays"]),
              "Bo to use the relay")
        bo.ctl("tor", "set", circle, "only")
        bo.stop()
        bo.trace = bo.home.parent / "calls"
        bo.discovery = ("--discovery-interface", "lo")
        try:
            bo.start(*control(tor), "--peer", "tcp://{}:{}".format(*ana.listening(circle)))
        except engines.Failure as failure:
            if "ptrace" in bo.read_log() or "PTRACE" in bo.read_log():
                raise tap.Skip("nothing may be traced here") from failure
            raise
        has_onion(ana, circle)
        ana.post(circle, "over tor")
        until(lambda: "over tor" in bo.texts(circle), "Bo to read")
        bo.run("sync", circle, "--wait", "2")
        bo.ctl("device", "link", circle)
        pid = bo.process.pid
        bo.stop()
        until(lambda: re.search(rf"^{pid} +\+\+\+ exited", bo.trace.read_text(errors="replace"),
                                re.MULTILINE), "the end of what was written down")
        calls = bo.trace.read_text(errors="replace")
        allowed = {("AF_INET", "127.0.0.1", tor.control_port),
                   ("AF_INET", "127.0.0.1", tor.socks_port)}
        dialled, bound, sent = set(), set(), set()
        for line in calls.splitlines():
            call = line.split("(")[0].split()[-1]
            for address in addresses_in(line):
                {"connect": dialled, "bind": bound}.get(call, sent).add(address)
        # The self-test of an engine that begins dials a port of its own.
        own = {(family, host, port) for family, host, port in dialled - allowed
               if host == "127.0.0.1" and ("AF_INET", host, port) not in named(ana, relay)}
        assert dialled >= {("AF_INET", "127.0.0.1", tor.socks_port)}, dialled
        assert len(own) <= 1 and dialled - allowed == own, dialled
        assert not sent, sent
        # Beacons of other circles would be heard on this port; over TCP there is loopback alone.
        assert all(host == "127.0.0.1" or port == 47741 for _, host, port in bound), bound


def named(*others):
    """The plain addresses of engines, which are bait."""
    places = set()
    for engine in others:
        for text in re.findall(r"127\.0\.0\.1:(\d+)", str(engine.rows("status"))
                               + str(engine.run("relay", "status").stdout)):
            places.add(("AF_INET", "127.0.0.1", int(text)))
    return places


if __name__ == "__main__":
    sys.exit(tap.run([
        met_over_tor_alone,
        every_way_is_its_own,
        beside_other_ways,
        the_circle_asks_for_it,
        the_daemon_goes_and_comes,
        a_relay_behind_an_onion_service,
        nothing_leaves_another_way,
    ]))
