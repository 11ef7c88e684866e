# SPDX-FileCopyrightText: 2026 The Cenacle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A Tor daemon that is none: a control port with SAFECOOKIE and ADD_ONION, and a SOCKS5 server that
leads the names of its services to where they are on this machine. It hides nobody; it shows what
an engine asks of it."""

import base64
import contextlib
import hashlib
import hmac
import os
import socket
import socketserver
import threading

SERVER = b"Tor safe cookie authentication server-to-controller hash"
CLIENT = b"Tor safe cookie authentication controller-to-server hash"


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    tor = None


class Control(socketserver.StreamRequestHandler):
    """One conversation; its services end with it."""

    def say(self, *lines):
        self.wfile.write("".join(line + "\r\n" for line in lines).encode())

    def handle(self):
        tor, mine, nonce = self.server.tor, [], b""
        tor.talks.append(self.connection)
        is_in = False
        try:
            for line in self.rfile:
                verb, _, rest = line.decode().strip().partition(" ")
                if verb == "PROTOCOLINFO":
                    self.say("250-PROTOCOLINFO 1",
                             "250-AUTH METHODS=COOKIE,SAFECOOKIE"
                             f' COOKIEFILE="{tor.cookie_path}"',
                             '250-VERSION Tor="0.0.0"', "250 OK")
                elif verb == "AUTHCHALLENGE":
                    server = os.urandom(32)
                    nonce = tor.cookie + bytes.fromhex(rest.split()[1]) + server
                    proof = hmac.digest(SERVER, nonce, hashlib.sha256)
                    self.say(f"250 AUTHCHALLENGE SERVERHASH={proof.hex().upper()}"
                             f" SERVERNONCE={server.hex().upper()}")
                elif verb == "AUTHENTICATE":
                    is_in = bytes.fromhex(rest) == hmac.digest(CLIENT, nonce, hashlib.sha256)
                    self.say("250 OK" if is_in else "515 Authentication failed")
                elif not is_in:
                    self.say("514 Authentication required")
                elif verb == "GETINFO":
                    self.say(f'250-net/listeners/socks="unix:/nowhere" "127.0.0.1:{tor.socks_port}"',
                             "250 OK")
                elif verb == "ADD_ONION":
                    name = tor.add(rest)
                    mine.append(name)
                    self.say("650 CIRC 1 BUILT", f"250-ServiceID={name}", "250 OK")
                elif verb == "DEL_ONION":
                    tor.services.pop(rest, None)
                    self.say("250 OK")
                else:
                    self.say("510 Unrecognized command")
        except OSError:
            pass
        finally:
            for name in mine:
                tor.services.pop(name, None)


class Socks(socketserver.BaseRequestHandler):
    """One connection through the proxy."""

    def read(self, n):
        got = b""
        while len(got) < n:
            some = self.request.recv(n - len(got))
            if not some:
                raise OSError("ended")
            got += some
        return got

    def read_text(self):
        return self.read(self.read(1)[0]).decode()

    def handle(self):
        tor = self.server.tor
        with contextlib.suppress(OSError):
            assert self.read(1) == b"\x05"
            assert 2 in self.read(self.read(1)[0])
            self.request.sendall(b"\x05\x02")
            assert self.read(1) == b"\x01"
            login = self.read_text(), self.read_text()
            self.request.sendall(b"\x01\x00")
            assert self.read(3) == b"\x05\x01\x00"
            kind = self.read(1)[0]
            host = socket.inet_ntoa(self.read(4)) if kind == 1 else self.read_text()
            port = int.from_bytes(self.read(2), "big")
            tor.asked.append((login, host, port))
            where = tor.find(host, port)
            if where is None:
                self.request.sendall(b"\x05\x04\x00\x01" + bytes(6))
                return
            with socket.create_connection(where, timeout=5) as there:
                self.request.sendall(b"\x05\x00\x00\x01" + bytes(6))
                tor.open.append(self.request)
                back = threading.Thread(target=carry, args=(there, self.request), daemon=True)
                back.start()
                carry(self.request, there)
                back.join()


def carry(source, target):
    with contextlib.suppress(OSError):
        while True:
            some = source.recv(65536)
            if not some:
                break
            target.sendall(some)
    for end in (source, target):
        with contextlib.suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)


class Tor:
    """The daemon; what it was asked is in @asked: ((name, password), host, port)."""

    def __init__(self, place):
        self.cookie_path = place / "cookie"
        self.cookie = os.urandom(32)
        self.cookie_path.write_bytes(self.cookie)
        self.services, self.asked, self.talks, self.open = {}, [], [], []
        self.control = self.socks = None
        self.control_port = self.socks_port = 0

    def add(self, wish):
        """A service whose name follows from its key alone, as with Tor."""
        words = dict(word.partition("=")[::2] for word in wish.split(" ")[1:])
        kind, _, secret = wish.split(" ")[0].partition(":")
        assert kind == "ED25519-V3" and len(base64.b64decode(secret)) == 64, kind
        name = base64.b32encode(hashlib.sha512(secret.encode()).digest()[:35]).decode().lower()
        port, _, target = words["Port"].partition(",")
        self.services[name] = (int(port), target.rpartition(":")[0],
                               int(target.rpartition(":")[2]))
        return name

    def find(self, host, port):
        service = self.services.get(host.removesuffix(".onion"))
        if service is not None and service[0] == port:
            return service[1], service[2]
        # As Tor's own exits do, it leads nobody to a private address.
        return None

    def start(self):
        self.control = Server(("127.0.0.1", self.control_port), Control)
        self.socks = Server(("127.0.0.1", self.socks_port), Socks)
        for server in (self.control, self.socks):
            server.tor = self
            threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        self.control_port = self.control.server_address[1]
        self.socks_port = self.socks.server_address[1]
        return self

    def stop(self):
        for server in (self.control, self.socks):
            server.shutdown()
            server.server_close()
        for one in self.talks + self.open:
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
        self.talks, self.open = [], []
        self.services.clear()


@contextlib.contextmanager
def running(place):
    tor = Tor(place).start()
    try:
        yield tor
    finally:
        tor.stop()
