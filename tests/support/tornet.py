# SPDX-FileCopyrightText: 2026 The Cenacle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A Tor network of its own on loopback: Debian's tor, several times, as authorities that are relays
too and as the daemon of each person. Nothing of it leaves this machine, and all of it ends with the
test."""

import contextlib
import re
import shutil
import socket
import subprocess

import engines
import tap
from engines import until

AUTHORITIES = 4
START_S = 180

COMMON = """TestingTorNetwork 1
AssumeReachable 1
PathsNeededToBuildCircuits 0.67
TestingDirAuthVoteExit *
TestingDirAuthVoteHSDir *
TestingDirAuthVoteGuard *
V3AuthNIntervalsValid 2
TestingV3AuthInitialVotingInterval 5
V3AuthVotingInterval 10
TestingV3AuthInitialVoteDelay 2
V3AuthVoteDelay 2
TestingV3AuthInitialDistDelay 2
V3AuthDistDelay 2
ShutdownWaitLength 0
"""


def free_ports(n):
    """Ports that nobody has at this moment."""
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(n)]
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


class Authority:
    def __init__(self, place, number):
        self.place = place / f"authority{number}"
        self.nickname = f"authority{number}"
        (self.place / "keys").mkdir(parents=True, mode=0o700)
        self.place.chmod(0o700)
        self.or_port, self.dir_port = free_ports(2)
        keys = self.place / "keys"
        subprocess.run(["tor-gencert", "--create-identity-key", "-m", "12",
                        "-a", f"127.0.0.1:{self.dir_port}",
                        "-i", keys / "authority_identity_key",
                        "-s", keys / "authority_signing_key",
                        "-c", keys / "authority_certificate", "--passphrase-fd", "0"],
                       input=b"none\n", check=True, capture_output=True)
        certificate = (keys / "authority_certificate").read_text()
        self.v3 = re.search(r"^fingerprint (\S+)", certificate, re.M).group(1)
        self.write("")
        nobody = "F" * 40
        subprocess.run(["tor", "--quiet", "-f", self.place / "torrc", "--list-fingerprint",
                        "--DirAuthority",
                        f"x orport=1 v3ident={nobody} 127.0.0.1:1 {nobody}"],
                       check=True, capture_output=True)
        self.fingerprint = (self.place / "fingerprint").read_text().split()[1]

    def line(self):
        return (f"DirAuthority {self.nickname} orport={self.or_port} no-v2 v3ident={self.v3}"
                f" 127.0.0.1:{self.dir_port} {self.fingerprint}\n")

    def write(self, more):
        (self.place / "torrc").write_text(
            f"TestingTorNetwork 1\nDataDirectory {self.place}\nOrPort 127.0.0.1:{self.or_port}\n"
            f"Nickname {self.nickname}\nAddress 127.0.0.1\nSocksPort 0\n{more}")

    def more(self):
        return (f"DirPort 127.0.0.1:{self.dir_port}\nAuthoritativeDirectory 1\n"
                "V3AuthoritativeDirectory 1\nContactInfo nobody@invalid\nExitRelay 1\n"
                "ExitPolicyRejectPrivate 0\nExitPolicy accept *:*\n"
                f"Log notice file {self.place}/log\n")


class Daemon:
    """Somebody's tor: where its control port is, and its process."""

    def __init__(self, place, name, common):
        self.place = place / f"tor-{name}"
        self.place.mkdir(mode=0o700)
        self.control = self.place / "control"
        (self.place / "torrc").write_text(
            f"{common}DataDirectory {self.place}\nSocksPort 127.0.0.1:auto\n"
            f"ControlSocket {self.control} RelaxDirModeCheck\nCookieAuthentication 1\n"
            f"CookieAuthFile {self.place}/cookie\nLog notice file {self.place}/log\n")

    def is_up(self):
        log = self.place / "log"
        return log.exists() and "Bootstrapped 100%" in log.read_text()


@contextlib.contextmanager
def network(place, *names):
    """The daemons of @names, once all of them can go through the network."""
    if shutil.which("tor") is None or shutil.which("tor-gencert") is None:
        raise tap.Skip("tor is not installed")
    processes = []

    def start(folder):
        processes.append(subprocess.Popen(["tor", "--quiet", "-f", folder / "torrc"],
                                          preexec_fn=engines.die_with_parent))

    try:
        authorities = [Authority(place, number) for number in range(AUTHORITIES)]
        common = COMMON + "".join(one.line() for one in authorities)
        for one in authorities:
            one.write(common.removeprefix("TestingTorNetwork 1\n") + one.more())
            start(one.place)
        daemons = [Daemon(place, name, common) for name in names]
        for daemon in daemons:
            start(daemon.place)
        for daemon in daemons:
            until(daemon.is_up, f"{daemon.place.name} to find its ways", START_S)
        yield daemons
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
