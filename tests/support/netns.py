# SPDX-FileCopyrightText: 2026 The Cenacle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Local networks out of nothing: the program moves into a network namespace of its own, which holds
bridges, and each host is a further namespace with an engine in it. All of it is gone when the program
ends. Needs root, or leave to make user namespaces."""

import ctypes
import json
import os
import shutil
import sqlite3
import struct
import subprocess
import sys
import socket
import threading

import engines
import tap

CLONE_NEWNET = 0x40000000
GROUP = "239.255.77.41"
PORT = 47741
BEACON_LEN = 576
INSIDE = "CENACLE_NETNS_INSIDE"


def unshare_command():
    return ["unshare", "-n"] if os.geteuid() == 0 else ["unshare", "-Urn"]


def enter(cases):
    """Runs @cases in a namespace of their own; where that is not allowed they are skipped."""
    if INSIDE in os.environ:
        return tap.run(cases)
    if shutil.which("ip") is None:
        reason = "there is no ip(8)"
    else:
        probe = subprocess.run([*unshare_command(), "ip", "link", "add", "br0", "type", "bridge"],
                               capture_output=True, text=True, check=False)
        if probe.returncode == 0:
            os.environ[INSIDE] = "1"
            os.execvp("unshare", [*unshare_command(), sys.executable, *sys.argv])
        reason = f"no network namespaces here: {probe.stderr.strip()}"

    def skip():
        raise tap.Skip(reason)

    skip.__name__ = "network_namespaces"
    sys.argv = sys.argv[:1]
    return tap.run([skip])


def ip(*arguments):
    done = subprocess.run(["ip", *map(str, arguments)], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise engines.Failure(f"ip {' '.join(map(str, arguments))}: {done.stderr}")


class Host:
    """A machine: a namespace that a process keeps open."""

    def __init__(self):
        self.keeper = subprocess.Popen(["unshare", "-n", "sh", "-c", "echo; exec cat"],
                                       stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                       preexec_fn=engines.die_with_parent)
        self.keeper.stdout.readline()
        self.namespace = os.open(f"/proc/{self.keeper.pid}/ns/net", os.O_RDONLY)
        self.ip("link", "set", "lo", "up")

    def enter(self):
        """For preexec_fn."""
        if engines.LIBC.setns(self.namespace, CLONE_NEWNET) != 0:
            raise OSError(ctypes.get_errno(), "setns")

    def ip(self, *arguments):
        done = subprocess.run(["ip", *map(str, arguments)], capture_output=True, text=True,
                              check=False, preexec_fn=self.enter)
        if done.returncode != 0:
            raise engines.Failure(f"ip {' '.join(map(str, arguments))}: {done.stderr}")

    def read_routes(self, where):
        return subprocess.run(["ip", "route", "show", where], capture_output=True, text=True, check=True,
                              preexec_fn=self.enter).stdout.strip()

    def write(self, path, text):
        subprocess.run(["sh", "-c", f"echo {text} > {path}"], check=True, preexec_fn=self.enter)

    def close(self):
        os.close(self.namespace)
        self.keeper.kill()
        self.keeper.wait()
        self.keeper.stdin.close()
        self.keeper.stdout.close()


class Network:
    """Bridges and the hosts on them; no route leads anywhere else."""

    def __init__(self):
        self.cables = []
        self.bridges = []
        self.hosts = []
        ip("link", "set", "lo", "up")

    def add_bridge(self, name):
        ip("link", "add", name, "type", "bridge", "mcast_snooping", "0", "forward_delay", "0")
        ip("link", "set", name, "up")
        self.bridges.append(name)
        return name

    def add_host(self):
        self.hosts.append(Host())
        return self.hosts[-1]

    def plug(self, host, bridge, address=None, interface="eth0"):
        """Gives @host an interface on @bridge; returns the bridge's end of the cable."""
        end = f"v{len(self.cables)}"
        self.cables.append(end)
        ip("link", "add", end, "type", "veth", "peer", "name", interface, "netns", host.keeper.pid)
        # What looks for duplicates takes a second, and tests make some on purpose.
        host.write(f"/proc/sys/net/ipv6/conf/{interface}/accept_dad", 0)
        if address is not None:
            host.ip("address", "add", f"{address}/24", "dev", interface)
        ip("link", "set", end, "master", bridge, "up")
        host.ip("link", "set", interface, "up")
        return end

    def close(self):
        # The kernel takes its time to clear a namespace away; with its cables one can begin anew.
        for link in self.cables + self.bridges:
            ip("link", "delete", link)
        for host in self.hosts:
            host.close()


class LanEngine(engines.Engine):
    """An engine at home on a host, or not yet on any network."""

    host = None

    def move_to(self, host):
        self.host = host
        self.listen = "tcp://[::]:0"
        self.discovery = ()
        return self

    def settle(self):
        if self.host is not None:
            self.host.enter()
        super().settle()

    def count_ops(self):
        """Looked up in the replica, which costs less than to ask."""
        with sqlite3.connect(f"file:{self.home}/replica.db?mode=ro", uri=True) as replica:
            return replica.execute("SELECT count(*) FROM op").fetchone()[0]

    def status(self, circle):
        return self.ctl("status", circle)

    def post_offline(self, circle, text):
        self.start("--offline")
        message = self.post(circle, text)
        self.stop()
        return message


def wait_for_ops(everybody, n, seconds=None):
    engines.until(lambda: all(engine.count_ops() == n for engine in everybody),
                  f"all to have {n} operations: "
                  f"{[engine.count_ops() for engine in everybody]}", seconds)


class Outsider(threading.Thread):
    """Hears the beacons that come by a bridge, and has no key."""

    def __init__(self, bridge, address):
        super().__init__(daemon=True)
        ip("address", "add", f"{address}/24", "dev", bridge)
        self.heard = []  # (address, beacon)
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind((GROUP, PORT))
        self.socket.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, struct.pack(
            "=4s4si", socket.inet_aton(GROUP), socket.inet_aton(address),
            socket.if_nametoindex(bridge)))
        self.start()

    def run(self):
        while True:
            try:
                beacon, (address, _) = self.socket.recvfrom(2048)
            except OSError:
                return
            self.heard.append((address, beacon))

    def count(self, address):
        return sum(source == address for source, _ in list(self.heard))

    def close(self):
        self.socket.close()


def print_figure(name, **values):
    tap.comment(json.dumps({"name": name, **values}))
