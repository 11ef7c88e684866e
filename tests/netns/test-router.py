# SPDX-FileCopyrightText: 2026 The Cenacle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A household behind a router that lets others in when it is asked (Debian's miniupnpd): a member on
the public side comes in by the port that it opened, and finds it closed when the engine is gone.
And a household that needs nobody to be asked, since it has IPv6."""

import contextlib
import os
import pathlib
import re
import shutil
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))

import engines  # noqa: E402
import netns  # noqa: E402
import tap  # noqa: E402
from engines import until  # noqa: E402

OUTSIDE = "20.0.0"  # a range of the Internet; here nothing leads there
INSIDE = "192.168.1"

CHAINS = """
table inet filter {
  chain miniupnpd { }
  chain prerouting_miniupnpd { }
  chain postrouting_miniupnpd { }
  chain forward {
    type filter hook forward priority 0; policy drop;
    jump miniupnpd
    iifname "eth1" accept
    ct state established,related accept
  }
  chain prerouting {
    type nat hook prerouting priority -100;
    jump prerouting_miniupnpd
  }
  chain postrouting {
    type nat hook postrouting priority 100;
    jump postrouting_miniupnpd
    oifname "eth0" masquerade
  }
}
"""

CONFIG = """ext_ifname=eth0
listening_ip=eth1
http_port=0
enable_natpmp={natpmp}
enable_upnp={upnp}
min_lifetime=2
max_lifetime=86400
secure_mode=yes
uuid=00000000-0000-0000-0000-000000000001
lease_file={place}/leases
allow 1024-65535 192.168.1.0/24 1024-65535
deny 0-65535 0.0.0.0/0 0-65535
"""


class House:
    """Somebody outside, a machine behind a router, and the router, which speaks what one says."""

    def __init__(self, place, **speaks):
        self.place = place
        self.process = None
        self.world = netns.Network()
        self.config = place / "miniupnpd.conf"
        self.config.write_text(CONFIG.format(place=place, **speaks))
        self.world.add_bridge("public")
        home = self.world.add_bridge("home")
        self.outside, self.router, self.machine = (self.world.add_host() for _ in range(3))
        self.world.plug(self.outside, "public", f"{OUTSIDE}.1")
        self.world.plug(self.router, "public", f"{OUTSIDE}.2")
        self.world.plug(self.router, home, f"{INSIDE}.1", "eth1")
        self.world.plug(self.machine, home, f"{INSIDE}.2")
        self.machine.ip("route", "add", "default", "via", f"{INSIDE}.1")
        self.router.write("/proc/sys/net/ipv4/ip_forward", 1)

    def begin(self):
        """The router is switched on: it remembers nothing."""
        (self.place / "leases").unlink(missing_ok=True)
        done = subprocess.run(["nft", "-f", "-"], input="flush ruleset" + CHAINS, capture_output=True,
                              text=True, check=False, preexec_fn=self.router.enter)
        if done.returncode != 0:
            raise tap.Skip(f"no address translation here: {done.stderr.strip()}")

        def settle():
            engines.die_with_parent()
            self.router.enter()

        with open(self.place / "miniupnpd.log", "ab") as log:
            self.process = subprocess.Popen([daemon(), "-d", "-f", self.config, "-P",
                                             self.place / "pid"],
                                            stdout=log, stderr=log, preexec_fn=settle)

    def lose_power(self):
        if self.process is not None:
            self.process.kill()
            self.process.wait()

    def close(self):
        self.lose_power()
        self.world.close()


def daemon():
    return shutil.which("miniupnpd") or "/usr/sbin/miniupnpd"


@contextlib.contextmanager
def a_house(place, **speaks):
    if "CENACLE_NETNS" not in os.environ:
        raise tap.Skip("only with CENACLE_NETNS")
    if shutil.which("nft") is None or not pathlib.Path(daemon()).exists():
        raise tap.Skip("there is no nft(8), or no miniupnpd(8)")
    house = House(place, **speaks)
    try:
        house.begin()
        yield house
    except BaseException:
        log = place / "miniupnpd.log"
        tap.comment(log.read_text(errors="replace")[-2000:] if log.exists() else "")
        raise
    finally:
        house.close()


def open_ports(router):
    """What the router sends on to the machine, as its rules say."""
    rules = subprocess.run(["nft", "list", "ruleset"], capture_output=True, text=True, check=True,
                           preexec_fn=router.enter).stdout
    return re.findall(rf"dport (\d+) .*dnat ip to {INSIDE}\.2:(\d+)", rules)


def let_in(**speaks):
    with engines.people("ana", "bo", make=netns.LanEngine) as (ana, bo), \
            a_house(ana.home.parent, **speaks) as house:
        router = house.router
        bo.move_to(house.outside)
        ana.move_to(house.machine).start()
        circle = ana.ctl("circle", "create", "Far", "--as", "ana")["circle"]
        mapped = until(lambda: [a for a in ana.ctl("status", circle)["listening"]
                                if a.startswith(f"tcp://{OUTSIDE}.2:")], "the router to grant it")
        assert len(open_ports(router)) == 1, open_ports(router)
        assert ana.ctl("status", circle)["reach"] == "mapped"
        ana.post(circle, "from ana")
        link = ana.ctl("invite", "create", circle)["link"]
        bo.start()
        bo.ctl("join", link, "--as", "bo")
        until(lambda: "from ana" in bo.texts(circle), "Bo to read")
        until(lambda: [peer["address"] for peer in bo.ctl("status", circle)["peers"]] == mapped,
              "Bo to have come by the router")
        until(lambda: ana.ctl("status", circle)["reach"] == "outside", "Ana to have noticed")
        # Bo stays away for a while and finds Ana again where that worked last.
        bo.stop()
        ana.post(circle, "again")
        bo.start()
        until(lambda: "again" in bo.texts(circle), "Bo to read again")
        ana.ctl("port-mapping", "off")
        until(lambda: not open_ports(router), "the router to be closed")
        ana.ctl("port-mapping", "on")
        until(lambda: open_ports(router), "the router to be open again")
        ana.stop()
        until(lambda: not open_ports(router), "the router to be closed behind Ana")


LEASE_S = 6


def ask_again(**speaks):
    """What is granted for a moment is renewed; a router that forgets is asked again, and one that was
    told nothing forgets."""
    with engines.people("ana", make=netns.LanEngine) as (ana,), \
            a_house(ana.home.parent, **speaks) as house:
        ana.move_to(house.machine).start("--port-lease", str(LEASE_S))
        ana.ctl("circle", "create", "Far", "--as", "ana")
        ports = until(lambda: open_ports(house.router), "the router to grant it")
        end = time.monotonic() + 2.5 * LEASE_S

        def is_over():
            assert open_ports(house.router) == ports, "it ended before it was renewed"
            return time.monotonic() > end
        until(is_over, "the time to pass for which it was granted, twice")

        house.lose_power()
        house.begin()
        assert not open_ports(house.router)
        until(lambda: open_ports(house.router) == ports, "the same port to be open again")

        ana.kill()
        assert open_ports(house.router) == ports
        until(lambda: not open_ports(house.router), "the router to forget whom nobody speaks for")


def asked_again_by_nat_pmp():
    ask_again(natpmp="yes", upnp="no")


def asked_again_by_upnp():
    ask_again(natpmp="no", upnp="yes")


def without_a_router_s_leave():
    """With IPv6 there is nobody to ask, when the router lets everything through; and where somebody
    was met last, they are found again."""
    with engines.people("ana", "bo", make=netns.LanEngine) as (ana, bo), \
            a_house(ana.home.parent, natpmp="no", upnp="no") as house:
        house.lose_power()
        subprocess.run(["nft", "flush", "ruleset"], check=True, preexec_fn=house.router.enter)
        for host, interface, address in ((house.outside, "eth0", "2001:db8:1::1"),
                                         (house.router, "eth0", "2001:db8:1::2"),
                                         (house.router, "eth1", "2001:db8:2::1"),
                                         (house.machine, "eth0", "2001:db8:2::2")):
            host.ip("-6", "address", "add", f"{address}/64", "dev", interface, "nodad")
        house.router.write("/proc/sys/net/ipv6/conf/all/forwarding", 1)
        house.outside.ip("-6", "route", "add", "default", "via", "2001:db8:1::2")
        house.machine.ip("-6", "route", "add", "default", "via", "2001:db8:2::1")
        bo.move_to(house.outside)
        ana.move_to(house.machine).start()
        circle = ana.ctl("circle", "create", "Far", "--as", "ana")["circle"]
        ana.post(circle, "from ana")
        bo.start()
        bo.ctl("join", ana.ctl("invite", "create", circle)["link"], "--as", "bo")
        until(lambda: "from ana" in bo.texts(circle), "Bo to read")
        until(lambda: [peer["address"] for peer in bo.ctl("status", circle)["peers"]
                       if peer["address"].startswith("tcp://[2001:db8:2::2]:")],
              "Bo to have come by IPv6")
        until(lambda: ana.ctl("status", circle)["reach"] == "outside", "Ana to have noticed")
        bo.stop()
        ana.post(circle, "again")
        bo.start()
        until(lambda: "again" in bo.texts(circle), "Bo to find Ana again")


def by_nat_pmp():
    let_in(natpmp="yes", upnp="no")


def by_upnp():
    let_in(natpmp="no", upnp="yes")


if __name__ == "__main__":
    sys.exit(netns.enter([by_nat_pmp, by_upnp, asked_again_by_nat_pmp,
                          asked_again_by_upnp, without_a_router_s_leave]))
