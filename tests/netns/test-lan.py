# SPDX-FileCopyrightText: 2026 The Cenacle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Real engines on local networks without a way out and without an address that holds: they find each
other by beacons. With CENACLE_NETNS all cases run, else a short one."""

import contextlib
import os
import pathlib
import shutil
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))

import engines  # noqa: E402
import evening  # noqa: E402
import netns  # noqa: E402
import tap  # noqa: E402
from engines import until, wait_for_equal_state, wait_for_text  # noqa: E402

BOUND_S = 15
NET_INTERFACES_MAX = 16
NET_INTERFACE_SOURCES_MAX = 4
N_POSTS = 3
N_CROWD = 52
NET_OVERLAY_MAX = 16
CROWD_BOUND_S = 90


@contextlib.contextmanager
def circle_of(*names):
    """Engines that are in one circle and not running; they joined where no beacon reaches."""
    with engines.people(*names, make=netns.LanEngine) as everybody:
        for engine in everybody:
            engine.start()
        circle = engines.found_circle(*everybody)
        netns.wait_for_ops(everybody, max(engine.count_ops() for engine in everybody))
        n_ops = everybody[0].count_ops()
        until(lambda: {engine.count_ops() for engine in everybody} == {n_ops}, "all to agree")
        for engine in everybody:
            engine.stop()
        yield everybody, circle


@contextlib.contextmanager
def network():
    lan = netns.Network()
    try:
        yield lan
    finally:
        lan.close()


def settle_on(lan, bridge, everybody, **how):
    """A host with an address of its own for each."""
    for number, engine in enumerate(everybody, 1):
        engine.move_to(lan.add_host())
        engine.cable = lan.plug(engine.host, bridge, **({"address": f"10.77.0.{number}"} | how))


def find_each_other(n):
    """@n engines, of which some have written apart: seconds from the last start to all in sync."""
    names = [f"p{number}" for number in range(n)]
    with network() as lan, circle_of(*names) as (everybody, circle):
        for engine in everybody[-N_POSTS:]:
            engine.post_offline(circle, f"from {engine.name}")
        n_ops = everybody[0].count_ops() + N_POSTS
        settle_on(lan, lan.add_bridge("br0"), everybody)
        started = time.monotonic()
        for engine in everybody:
            engine.start()
        last = time.monotonic()
        netns.wait_for_ops(everybody, n_ops, BOUND_S)
        seconds = time.monotonic() - last
        netns.print_figure("lan", engines=n, all_started_s=round(last - started, 2),
                           in_sync_s=round(seconds, 2))
        wait_for_equal_state(everybody[:2] + everybody[-1:], circle)
        status = everybody[-1].status(circle)
        assert status["discovery"] == ["eth0"], status
        assert any(peer["state"] == "connected" for peer in status["peers"]), status
        # Whoever was linked to enough others already was found all the same.
        for engine in everybody:
            assert engine.status(circle)["peers"], engine.name


def five_on_a_bridge_find_each_other():
    find_each_other(5)


def twenty_on_a_bridge_find_each_other():
    find_each_other(20)


def links_of(engine, circle):
    return sum(peer["state"] == "connected" for peer in engine.status(circle)["peers"])


def a_crowd_keeps_few_links_and_misses_nothing():
    """Above fifty, what is new goes along trees over partial views."""
    names = [f"p{number}" for number in range(N_CROWD)]
    with network() as lan, circle_of(*names) as (everybody, circle):
        settle_on(lan, lan.add_bridge("br0"), everybody)
        for engine in everybody:
            engine.start()
        until(lambda: all(links_of(engine, circle) > 0 for engine in everybody), "all to have links",
              CROWD_BOUND_S)
        began = time.monotonic()
        for engine in everybody[:N_POSTS]:
            engine.post(circle, f"from {engine.name}")
        n_ops = max(engine.count_ops() for engine in everybody[:N_POSTS])
        netns.wait_for_ops(everybody, max(n_ops, everybody[0].count_ops()), CROWD_BOUND_S)
        until(lambda: len({engine.count_ops() for engine in everybody}) == 1, "all to agree")
        links = [links_of(engine, circle) for engine in everybody]
        netns.print_figure("crowd", engines=N_CROWD, in_sync_s=round(time.monotonic() - began, 2),
                           most_links=max(links), fewest_links=min(links))
        wait_for_equal_state(everybody[:1] + everybody[-1:], circle)
        assert max(links) <= NET_OVERLAY_MAX, links


def two_segments_joined_by_one_member():
    with network() as lan, circle_of("ana", "bo", "cleo") as (everybody, circle):
        ana, bo, cleo = everybody
        west, east = lan.add_bridge("br0"), lan.add_bridge("br1")
        ana.move_to(lan.add_host())
        bo.move_to(lan.add_host())
        cleo.move_to(lan.add_host())
        lan.plug(ana.host, west, "10.77.0.1")
        lan.plug(bo.host, west, "10.77.0.2")
        lan.plug(bo.host, east, "10.78.0.2", "eth1")
        lan.plug(cleo.host, east, "10.78.0.3")
        for engine in everybody:
            engine.start()
        ana.post(circle, "from the west")
        cleo.post(circle, "from the east")
        for text in ("from the west", "from the east"):
            wait_for_text(everybody, circle, text)
        wait_for_equal_state(everybody, circle)
        assert bo.status(circle)["discovery"] == ["eth0", "eth1"]


def get_peer(engine, circle, name):
    return next(peer for peer in engine.status(circle)["peers"] if peer["name"] == name)


def an_interface_goes_and_comes_back():
    with network() as lan, circle_of("ana", "bo") as (everybody, circle):
        ana, bo = everybody
        settle_on(lan, lan.add_bridge("br0"), everybody)
        ana.start()
        bo.start()
        until(lambda: get_peer(ana, circle, "bo")["state"] == "connected", "ana to meet bo", BOUND_S)
        gone = time.monotonic()
        netns.ip("link", "set", ana.cable, "down")
        until(lambda: get_peer(ana, circle, "bo")["state"] != "connected", "ana to miss bo", BOUND_S)
        missed_s = time.monotonic() - gone
        ana.post(circle, "while the cable was out")
        back = time.monotonic()
        netns.ip("link", "set", ana.cable, "up")
        wait_for_text([bo], circle, "while the cable was out")
        netns.print_figure("cable", missed_s=round(missed_s, 2),
                           in_sync_again_s=round(time.monotonic() - back, 2))
        wait_for_equal_state(everybody, circle)
        # An address that changes while the network stays is noticed as well.
        ana.host.ip("address", "flush", "dev", "eth0", "scope", "global")
        ana.host.ip("address", "add", "10.77.0.99/24", "dev", "eth0")
        until(lambda: any("10.77.0.99" in one for one in ana.status(circle)["listening"]),
              "ana to know her new address", BOUND_S)
        assert not any("10.77.0.1:" in one for one in ana.status(circle)["listening"])


class Diary:
    """What each one is told as time goes, printed line by line as it changes."""

    def __init__(self, everybody, circle):
        self.everybody, self.circle = everybody, circle
        self.start, self.last = time.monotonic(), {}

    def read(self):
        for engine in self.everybody:
            told = engine.status(self.circle)["sentence"]
            if self.last.get(engine.name) != told:
                self.last[engine.name] = told
                tap.comment(f"{time.monotonic() - self.start:6.2f} s  {engine.name}: {told}")

    def until(self, **expected):
        def is_told():
            self.read()
            return all(self.last[name] == told for name, told in expected.items())
        until(is_told, f"the sentences {expected}", BOUND_S)


def a_partition_and_its_healing_in_words():
    with network() as lan, circle_of("ana", "bo", "cleo") as (everybody, circle):
        ana, bo, cleo = everybody
        settle_on(lan, lan.add_bridge("br0"), everybody)
        for engine in everybody:
            engine.start()
        diary = Diary(everybody, circle)
        diary.until(ana="Up to date with bo and cleo.", bo="Up to date with ana and cleo.",
                    cleo="Up to date with ana and bo.")
        netns.ip("link", "set", bo.cable, "down")
        tap.comment("          bo’s cable is out")
        diary.until(bo="Nobody else is here now; what you write reaches them when you meet.")
        bo.post(circle, "one")
        bo.post(circle, "two")
        ana.post(circle, "three")
        diary.until(ana="Up to date with cleo.", cleo="Up to date with ana.",
                    bo="Nobody else is here now; 2 things of yours wait until you meet.")
        cleo.ctl("offline", "on")
        diary.until(cleo="Offline, as you chose.",
                    ana="Nobody else is here now; 1 thing of yours waits until you meet.")
        netns.ip("link", "set", bo.cable, "up")
        tap.comment("          bo’s cable is in again")
        diary.until(ana="Up to date with bo.", bo="Up to date with ana.")
        cleo.ctl("offline", "off")
        diary.until(ana="Up to date with bo and cleo.", bo="Up to date with ana and cleo.",
                    cleo="Up to date with ana and bo.")
        wait_for_equal_state(everybody, circle)


def a_session_is_held_from_its_plan_to_its_recap():
    """There is a switch and nothing beyond it; the host's machine goes in the midst, and comes back."""
    with network() as lan, circle_of("ana", "bo", "cleo") as (everybody, circle):
        ana, bo, cleo = everybody
        settle_on(lan, lan.add_bridge("br0"), everybody)
        for engine in everybody:
            engine.start()
            assert engine.host.read_routes("default") == "", "there is a way out"
        session = evening.plan(ana, everybody, circle)
        evening.begin(ana, [bo, cleo], circle, session)
        netns.ip("link", "set", ana.cable, "down")
        heir, took_s = evening.go_on_without(ana, [bo, cleo], circle, session)
        netns.print_figure("host-gone", another_hosts_s=round(took_s, 2))
        evening.write_together([bo, cleo], circle, session)
        netns.ip("link", "set", ana.cable, "up")
        evening.wait_to_see([ana], circle, session, lambda row: row["host"] == heir.name and row["step"] == 2,
                            "what went on without her")
        evening.end(heir, everybody, circle, session)
        evening.check_what_is_kept(everybody, circle, session)


def a_duplicate_address():
    with network() as lan, circle_of("ana", "bo", "cleo") as (everybody, circle):
        ana, bo, cleo = everybody
        bridge = lan.add_bridge("br0")
        for engine, address in ((ana, "10.77.0.1"), (bo, "10.77.0.2"), (cleo, "10.77.0.2")):
            engine.move_to(lan.add_host())
            lan.plug(engine.host, bridge, address)
            engine.start()
        bo.post(circle, "I am 10.77.0.2")
        cleo.post(circle, "so am I")
        for text in ("I am 10.77.0.2", "so am I"):
            wait_for_text(everybody, circle, text)


def ipv6_only():
    with network() as lan, circle_of("ana", "bo") as (everybody, circle):
        ana, bo = everybody
        settle_on(lan, lan.add_bridge("br0"), everybody, address=None)
        ana.start()
        bo.start()
        ana.post(circle, "without IPv4")
        wait_for_text([bo], circle, "without IPv4")
        peer = get_peer(ana, circle, "bo")
        assert peer["address"] == "" or "fe80" in peer["address"] or "::" in peer["address"], peer


def ipv4_only():
    with network() as lan, circle_of("ana", "bo") as (everybody, circle):
        ana, bo = everybody
        settle_on(lan, lan.add_bridge("br0"), everybody)
        for engine in everybody:
            engine.host.write("/proc/sys/net/ipv6/conf/all/disable_ipv6", 1)
            engine.listen = "tcp://0.0.0.0:0"
            engine.start()
        ana.post(circle, "without IPv6")
        wait_for_text([bo], circle, "without IPv6")


def an_invite_without_an_address():
    with network() as lan, circle_of("ana", "bo") as ((ana, bo), circle):
        bridge = lan.add_bridge("br0")
        settle_on(lan, bridge, [ana, bo])
        ana.start()
        bo.start()
        link = ana.ctl("invite", "create", circle, "--no-address")["link"]
        dead = ana.ctl("invite", "create", circle, "--address", "tcp://10.77.0.200:4000")["link"]
        with engines.people("cleo", "dan", make=netns.LanEngine) as newcomers:
            for number, engine in enumerate(newcomers, 10):
                engine.move_to(lan.add_host())
                lan.plug(engine.host, bridge, f"10.77.0.{number}")
                engine.start()
            cleo, dan = newcomers
            assert cleo.ctl("preview", link)["name"] == "Analysis"
            asked = time.monotonic()
            cleo.ctl("join", link, "--as", "cleo")
            netns.print_figure("join-without-address",
                               joined_s=round(time.monotonic() - asked, 2))
            dan.ctl("join", dead, "--as", "dan")
            cleo.post(circle, "found you")
            wait_for_text([ana, bo, dan], circle, "found you")


def a_device_link_without_an_address():
    with network() as lan, circle_of("ana", "bo") as ((ana, bo), circle):
        bridge = lan.add_bridge("br0")
        settle_on(lan, bridge, [ana, bo])
        ana.start()
        bo.start()
        link = ana.ctl("device", "link", circle, "--no-address")["link"]
        dead = ana.ctl("device", "link", circle, "--address", "tcp://10.77.0.200:4000")["link"]
        with engines.people("lap", "tab", make=netns.LanEngine) as (lap, tab):
            for number, engine in enumerate((lap, tab), 10):
                engine.move_to(lan.add_host())
                lan.plug(engine.host, bridge, f"10.77.0.{number}")
                engine.start()
            asked = time.monotonic()
            lap.ctl("device", "add", link)
            netns.print_figure("device-without-address", added_s=round(time.monotonic() - asked, 2))
            tab.ctl("device", "add", dead)
            lap.post(circle, "from the laptop")
            wait_for_text([ana, bo, tab], circle, "from the laptop")
            wait_for_equal_state([ana, bo, lap, tab], circle)
            assert [row["devices"] for row in ana.rows("members", circle) if row["name"] == "ana"] == [3]
            # Who makes no use of beacons has no way there.
            link = ana.ctl("device", "link", circle, "--no-address")["link"]
            bo.fails("device", "add", link, status=1)
            lap.stop()
            with engines.people("deaf", make=netns.LanEngine) as (deaf,):
                deaf.move_to(lap.host)
                deaf.start("--no-discovery")
                assert "names no address" in deaf.fails("device", "add", link, "--wait", "3", status=4)


def who_is_not_known_yet_is_introduced():
    # Ana and Zoe each let somebody in, apart; then only these two newcomers are there.
    with network() as lan, circle_of("ana", "zoe") as ((ana, zoe), circle), \
            engines.people("bo", "dan", make=netns.LanEngine) as (bo, dan):
        ana.start()
        zoe.start()
        links = [ana.ctl("invite", "create", circle, "--address", host.status(circle)["listening"][0])
                 for host in (ana, zoe)]
        wait_for_equal_state([ana, zoe], circle)
        ana.stop()
        zoe.stop()
        for host, guest, link in ((ana, bo, links[0]), (zoe, dan, links[1])):
            host.start()
            guest.start()
            guest.ctl("join", link["link"], "--as", guest.name)
            host.stop()
            guest.stop()
        settle_on(lan, lan.add_bridge("br0"), [bo, dan])
        bo.start()
        dan.start()
        bo.post(circle, "who are you?")
        wait_for_text([dan], circle, "who are you?")
        wait_for_equal_state([bo, dan], circle)


def who_was_removed_hears_nothing_of_the_others():
    with network() as lan, circle_of("ana", "bo", "cleo") as ((ana, bo, cleo), circle):
        bridge = lan.add_bridge("br0")
        outsider = netns.Outsider(bridge, "10.77.0.250")
        ana.start("--offline")
        ana.ctl("member", "remove", circle, "cleo")
        ana.stop()
        settle_on(lan, bridge, [ana, bo, cleo])
        ana.start()
        bo.start()
        n_ops = ana.count_ops()
        netns.wait_for_ops([ana, bo], n_ops, BOUND_S)
        cleo.start()
        heard = {address: outsider.count(address) for address in ("10.77.0.1", "10.77.0.3")}
        ana.host.ip("address", "add", "10.77.0.101/24", "dev", "eth0")  # makes her send again
        until(lambda: outsider.count("10.77.0.1") >= heard["10.77.0.1"] + 3
              and outsider.count("10.77.0.3") >= 3, "beacons of ana and cleo", 3 * BOUND_S)
        for peer in cleo.status(circle)["peers"]:
            assert peer["state"] != "connected" and "10.77" not in peer["address"], peer
            assert "fe80" not in peer["address"], peer
        assert cleo.count_ops() < n_ops
        beacons = [beacon for address, beacon in outsider.heard if address == "10.77.0.1"]
        assert all(len(beacon) == netns.BEACON_LEN and beacon[0] == 1 for beacon in beacons)
        pieces = [beacon[at:at + 8] for beacon in beacons for at in range(1, len(beacon) - 7)]
        assert len(pieces) == len(set(pieces)), "beacons of one engine share something"
        outsider.close()


def discovery_can_be_restricted():
    with network() as lan, circle_of("ana", "bo") as ((ana, bo), circle):
        west, east = lan.add_bridge("br0"), lan.add_bridge("br1")
        outsider = netns.Outsider(west, "10.77.0.250")
        ana.move_to(lan.add_host())
        bo.move_to(lan.add_host())
        lan.plug(ana.host, west, "10.77.0.1")
        lan.plug(ana.host, east, "10.78.0.1", "eth1")
        lan.plug(bo.host, east, "10.78.0.2")
        ana.start("--discovery-interface", "eth1")
        bo.start()
        until(lambda: get_peer(bo, circle, "ana")["state"] == "connected", "bo to meet ana", BOUND_S)
        assert ana.status(circle)["discovery"] == ["eth1"]
        assert outsider.count("10.77.0.1") == 0
        ana.stop()
        ana.start("--no-discovery")
        assert ana.status(circle)["discovery"] == []
        outsider.close()


def discovery_can_be_switched_off():
    with network() as lan, circle_of("ana", "bo") as ((ana, bo), circle):
        bridge = lan.add_bridge("br0")
        outsider = netns.Outsider(bridge, "10.77.0.250")
        ana.ctl("discovery", "off")
        settle_on(lan, bridge, [ana, bo])
        ana.start()
        bo.start()
        assert ana.status(circle)["discovery"] == []
        until(lambda: outsider.count("10.77.0.2") >= 3, "bo's beacons", BOUND_S)
        assert outsider.count("10.77.0.1") == 0
        assert get_peer(bo, circle, "ana")["state"] != "connected"
        ana.ctl("discovery", "on")
        until(lambda: get_peer(ana, circle, "bo")["state"] == "connected", "ana to meet bo", BOUND_S)
        assert ana.status(circle)["discovery"] == ["eth0"] and outsider.count("10.77.0.1") > 0
        # It keeps who is there, and says no more.
        ana.ctl("discovery", "off")
        heard = outsider.count("10.77.0.1")
        bo.host.ip("address", "add", "10.77.0.102/24", "dev", "eth0")  # makes him ask again
        until(lambda: outsider.count("10.77.0.2") + outsider.count("10.77.0.102") >= 6, "bo again", BOUND_S)
        assert outsider.count("10.77.0.1") == heard
        assert ana.status(circle)["discovery"] == []
        assert get_peer(ana, circle, "bo")["state"] == "connected"
        outsider.close()


def no_more_interfaces_than_the_limits_say():
    with network() as lan, circle_of("ana", "bo") as ((ana, _), circle):
        bridge = lan.add_bridge("br0")
        outsider = netns.Outsider(bridge, "10.77.0.250")
        ana.move_to(lan.add_host())
        for number in range(NET_INTERFACES_MAX + 2):
            lan.plug(ana.host, bridge, interface=f"eth{number}")
        addresses = [f"10.77.0.{number + 1}" for number in range(NET_INTERFACE_SOURCES_MAX + 2)]
        for address in addresses:
            ana.host.ip("address", "add", f"{address}/24", "dev", "eth0")
        ana.start()
        until(lambda: outsider.count(addresses[0]) >= 3, "ana's beacons", BOUND_S)
        assert len(ana.status(circle)["discovery"]) == NET_INTERFACES_MAX
        heard = {address for address, _ in outsider.heard}
        assert heard == set(addresses[:NET_INTERFACE_SOURCES_MAX]), heard
        outsider.close()


BUS_CONFIG = """<busconfig><type>system</type><listen>unix:path={socket}</listen>
<policy context="default"><allow own="*"/><allow send_destination="*" eavesdrop="true"/>
<allow receive_sender="*"/></policy></busconfig>"""


@contextlib.contextmanager
def system_bus(place):
    """A bus with logind's name on it; gives its address, and what tells that the machine woke up."""
    try:
        from gi.repository import Gio, GLib  # pylint: disable=import-outside-toplevel
    except ImportError:
        raise tap.Skip("python3-gi is not installed") from None
    if shutil.which("dbus-daemon") is None:
        raise tap.Skip("there is no dbus-daemon")
    config = place / "bus.conf"
    config.write_text(BUS_CONFIG.format(socket=place / "bus"))
    daemon = subprocess.Popen(["dbus-daemon", f"--config-file={config}", "--nofork",
                               "--print-address"], stdout=subprocess.PIPE, text=True,
                              preexec_fn=engines.die_with_parent)
    try:
        address = daemon.stdout.readline().strip()
        flags = Gio.DBusConnectionFlags
        bus = Gio.DBusConnection.new_for_address_sync(
            address, flags.AUTHENTICATION_CLIENT | flags.MESSAGE_BUS_CONNECTION, None, None)
        bus.call_sync("org.freedesktop.DBus", "/", "org.freedesktop.DBus", "RequestName",
                      GLib.Variant("(su)", ("org.freedesktop.login1", 0)), None, 0, -1, None)

        def wake(is_going_to_sleep=False):
            bus.emit_signal(None, "/org/freedesktop/login1", "org.freedesktop.login1.Manager",
                            "PrepareForSleep", GLib.Variant("(b)", (is_going_to_sleep,)))
            bus.flush_sync(None)

        yield address, wake
    finally:
        daemon.kill()
        daemon.wait()
        daemon.stdout.close()


def waking_up_is_noticed():
    with network() as lan, circle_of("ana", "bo") as ((ana, bo), circle):
        bridge = lan.add_bridge("br0")
        outsider = netns.Outsider(bridge, "10.77.0.250")
        settle_on(lan, bridge, [ana, bo])
        with system_bus(ana.home.parent) as (address, wake):
            ana.environment["DBUS_SYSTEM_BUS_ADDRESS"] = address
            ana.start()
            # The first ones; the next would come after twenty seconds at the soonest.
            until(lambda: outsider.count("10.77.0.1") >= 3, "ana's first beacons", BOUND_S)
            wake(is_going_to_sleep=True)
            wake()
            until(lambda: outsider.count("10.77.0.1") >= 6, "ana to send again", BOUND_S)
            assert ana.status(circle)["discovery"] == ["eth0"]
            ana.stop()
        outsider.close()


SHORT = [five_on_a_bridge_find_each_other]
LONG = [
    a_crowd_keeps_few_links_and_misses_nothing,
    twenty_on_a_bridge_find_each_other,
    two_segments_joined_by_one_member,
    an_interface_goes_and_comes_back,
    a_partition_and_its_healing_in_words,
    a_session_is_held_from_its_plan_to_its_recap,
    a_duplicate_address,
    ipv6_only,
    ipv4_only,
    an_invite_without_an_address,
    a_device_link_without_an_address,
    who_is_not_known_yet_is_introduced,
    who_was_removed_hears_nothing_of_the_others,
    discovery_can_be_restricted,
    discovery_can_be_switched_off,
    no_more_interfaces_than_the_limits_say,
    waking_up_is_noticed,
]

if __name__ == "__main__":
    sys.exit(netns.enter(SHORT + LONG if "CENACLE_NETNS" in os.environ else SHORT))
