# SPDX-FileCopyrightText: 2026 The Cenacle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A household behind a router that lets others in when it is asked (Debian's miniupnpd): a member on
the public side comes in by the port that it opened, and finds it closed when the engine is gone."""

import contextlib
import os
import pathlib
import re
import shutil
import subprocess
import sys

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


@contextlib.contextmanager
def a_house(place, **speaks):
    """(somebody outside, a machine behind a router that speaks what @speaks says, the router)."""
    if "CENACLE_NETNS" not in os.environ:
        raise tap.Skip("only with CENACLE_NETNS")
    daemon = shutil.which("miniupnpd") or "/usr/sbin/miniupnpd"
    if shutil.which("nft") is None or not pathlib.Path(daemon).exists():
        raise tap.Skip("there is no nft(8), or no miniupnpd(8)")
    world = netns.Network()
    process = None
    try:
        world.add_bridge("public")
        home = world.add_bridge("home")
        outside, router, machine = world.add_host(), world.add_host(), world.add_host()
        world.plug(outside, "public", f"{OUTSIDE}.1")
        world.plug(router, "public", f"{OUTSIDE}.2")
        world.plug(router, home, f"{INSIDE}.1", "eth1")
        world.plug(machine, home, f"{INSIDE}.2")
        machine.ip("route", "add", "default", "via", f"{INSIDE}.1")
        done = subprocess.run(["nft", "-f", "-"], input=CHAINS, capture_output=True, text=True,
                              check=False, preexec_fn=router.enter)
        if done.returncode != 0:
            raise tap.Skip(f"no address translation here: {done.stderr.strip()}")
        router.write("/proc/sys/net/ipv4/ip_forward", 1)
        config = place / "miniupnpd.conf"
        config.write_text(CONFIG.format(place=place, **speaks))

        def settle():
            engines.die_with_parent()
            router.enter()

        with open(place / "miniupnpd.log", "wb") as log:
            process = subprocess.Popen([daemon, "-d", "-f", config, "-P", place / "pid"],
                                       stdout=log, stderr=log, preexec_fn=settle)
        yield outside, machine, router
    except BaseException:
        log = place / "miniupnpd.log"
        tap.comment(log.read_text(errors="replace")[-2000:] if log.exists() else "")
        raise
    finally:
        if process is not None:
            process.terminate()
            process.wait()
        world.close()


def open_ports(router):
    """What the router sends on to the machine, as its rules say."""
    rules = subprocess.run(["nft", "list", "ruleset"], capture_output=True, text=True, check=True,
                           preexec_fn=router.enter).stdout
    return re.findall(rf"dport (\d+) .*dnat ip to {INSIDE}\.2:(\d+)", rules)


def let_in(**speaks):
    with engines.people("ana", "bo", make=netns.LanEngine) as (ana, bo), \
            a_house(ana.home.parent, **speaks) as (outside, machine, router):
        bo.move_to(outside)
        ana.move_to(machine).start()
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


def by_nat_pmp():
    let_in(natpmp="yes", upnp="no")


def by_upnp():
    let_in(natpmp="no", upnp="yes")


if __name__ == "__main__":
    sys.exit(netns.enter([by_nat_pmp, by_upnp]))
