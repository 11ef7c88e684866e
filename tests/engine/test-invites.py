# SPDX-FileCopyrightText: 2026 The Cenacle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Invites between real engines: whom they let in, as what, until when, and how often; and what
becomes of those that were guessed, taken back, or used once more."""

import base64
import contextlib
import hashlib
import pathlib
import socket
import sys
import threading

import cbor2

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))

import engines  # noqa: E402
import faketor  # noqa: E402
import tap  # noqa: E402
from engines import found_circle, until, wait_for_equal_state, wait_for_text  # noqa: E402

PREFIX = "cenacle:1:"
CHECK_LEN = 4
SEED = 2  # of a link's five items
SOON = ("--wait", "3")


def read_link(link):
    """The items of a link, as PROTOCOL.md has them."""
    text = link.removeprefix(PREFIX).upper()
    return cbor2.loads(base64.b32decode(text + "=" * (-len(text) % 8))[:-CHECK_LEN])


def write_link(items):
    data = cbor2.dumps(items, canonical=True)
    check = hashlib.blake2b(data, digest_size=32, person=b"cen1.link".ljust(16, b"\0")).digest()
    return PREFIX + base64.b32encode(data + check[:CHECK_LEN]).decode().rstrip("=").lower()


def invites(engine, circle):
    """The invites that @engine knows, by their ids."""
    return {row["invite"]: row for row in engine.rows("invite", "list", circle)}


def names(engine, circle):
    return sorted(row["name"] for row in engine.rows("members", circle))


def is_in_nothing(engine):
    return engine.rows("circle", "list") == []


def an_invite_is_shown_before_it_is_used():
    with engines.people("ana", "bo") as (ana, bo):
        ana.start()
        circle = found_circle(ana)
        invite = ana.ctl("invite", "create", circle, "--uses", "3", "--expires", "2h")
        found = bo.ctl("preview", invite["link"])
        assert (found["circle"], found["name"], found["inviter"], found["members"]) == (
            circle, "Analysis", "ana", 1), found
        assert found["intention"] == "Learn together" and not found["joined"], found
        assert found["expires"] == invites(ana, circle)[invite["invite"]]["expires"], found
        assert is_in_nothing(bo) and names(ana, circle) == ["ana"]


def a_mistyped_one_is_refused():
    with engines.people("ana", "bo") as (ana, bo):
        ana.start()
        circle = found_circle(ana)
        link = ana.ctl("invite", "create", circle)["link"]
        place = len(link) // 2
        mistyped = link[:place] + ("a" if link[place] != "a" else "b") + link[place + 1:]
        for wrong in (mistyped, link[:-1], "cenacle:1:", "cenacle:9:aaaa", "hello", ""):
            bo.fails("join", wrong, *SOON, status=1)
        assert is_in_nothing(bo)


def a_guessed_one_opens_nothing():
    """Right in form, with the addresses of a real one, and a secret that nobody was given."""
    with engines.people("ana", "bo", "cleo") as (ana, bo, cleo):
        ana.start()
        circle = found_circle(ana)
        link = ana.ctl("invite", "create", circle)["link"]
        items = read_link(link)
        assert write_link(items) == link
        for n in range(4):
            items[SEED] = hashlib.sha256(b"guess %d" % n).digest()
            said = bo.fails("join", write_link(items), *SOON, "--as", "bo", status=1)
            assert "is not known" in said, said
        bo.fails("preview", write_link(items), *SOON, status=1)
        assert is_in_nothing(bo) and names(ana, circle) == ["ana"]
        # Whoever was given it is let in all the same.
        cleo.ctl("join", link, "--as", "cleo")
        assert names(ana, circle) == ["ana", "cleo"]


def one_that_has_expired_admits_nobody():
    with engines.people("ana", "bo") as (ana, bo):
        ana.start()
        circle = found_circle(ana)
        invite = ana.ctl("invite", "create", circle, "--expires", "1s")
        until(lambda: invites(ana, circle)[invite["invite"]]["state"] == "expired", "its end")
        for verb in ("preview", "join"):
            assert "expired" in bo.fails(verb, invite["link"], *SOON, status=1)
        # Nor does the link say for how long it holds: the circle does.
        items = read_link(invite["link"])
        items[-1] = 0
        assert "expired" in bo.fails("join", write_link(items), *SOON, status=1)
        assert is_in_nothing(bo) and names(ana, circle) == ["ana"]


def one_that_was_taken_back_admits_nobody():
    """Not with the one who took it back, and not with whoever has heard of it."""
    with engines.people("ana", "bo", "cleo") as (ana, bo, cleo):
        ana.start()
        bo.start()
        circle = found_circle(ana, bo)
        wait_for_equal_state([ana, bo], circle)
        invite = ana.ctl("invite", "create", circle)
        assert ana.ctl("invite", "revoke", circle, invite["invite"][:12]) == {}
        for engine in (ana, bo):
            until(lambda who=engine: invites(who, circle).get(invite["invite"], {}).get("state") == "revoked",
                  f"{engine.name} to know")
        assert "taken back" in cleo.fails("join", invite["link"], *SOON, status=1)
        ana.stop()
        assert "taken back" in cleo.fails("join", invite["link"], *SOON, status=1)
        assert is_in_nothing(cleo) and names(bo, circle) == ["ana", "bo"]


def one_is_used_as_often_as_it_says():
    with engines.people("ana", "bo", "cleo", "dan") as (ana, bo, cleo, dan):
        ana.start()
        circle = found_circle(ana)
        invite = ana.ctl("invite", "create", circle, "--uses", "2")
        for engine, uses in ((bo, 1), (cleo, 2)):
            engine.ctl("join", invite["link"], "--as", engine.name)
            assert invites(ana, circle)[invite["invite"]]["uses"] == uses
        assert "already used" in dan.fails("join", invite["link"], *SOON, status=1)
        assert is_in_nothing(dan) and names(ana, circle) == ["ana", "bo", "cleo"]
        # Who came by it does not come once more either.
        assert "in this circle already" in bo.fails("join", invite["link"], *SOON, status=1)
        row = invites(ana, circle)[invite["invite"]]
        assert (row["state"], row["uses"], sorted(row["joined"])) == ("used", 2, ["bo", "cleo"]), row


def a_guest_reads_and_does_not_write():
    with engines.people("ana", "bo") as (ana, bo):
        ana.start()
        bo.start()
        circle = found_circle(ana)
        ana.post(circle, "For whoever comes")
        ana.fails("invite", "create", circle, "--role", "facilitator", status=1)
        invite = ana.ctl("invite", "create", circle, "--role", "guest")
        bo.ctl("join", invite["link"], "--as", "bo")
        wait_for_text([bo], circle, "For whoever comes")
        assert invites(ana, circle)[invite["invite"]]["role"] == "guest"
        assert {row["name"]: row["role"] for row in ana.rows("members", circle)}["bo"] == "guest"
        for refused in (("post", circle, "No"), ("invite", "create", circle),
                        ("channel", "create", circle, "mine")):
            bo.fails(*refused, status=1)


def a_third_member_lets_in_who_comes():
    """Of three who may, the one who made the invite is away; all learn who came by which."""
    with engines.people("ana", "bo", "cleo", "dan") as (ana, bo, cleo, dan):
        for engine in (ana, bo, cleo):
            engine.start()
        circle = found_circle(ana, bo, cleo)
        ana.ctl("member", "grant", circle, "bo", "facilitator")
        wait_for_equal_state([ana, bo, cleo], circle)
        invite = bo.ctl("invite", "create", circle)
        other = ana.ctl("invite", "create", circle)
        wait_for_equal_state([ana, bo, cleo], circle)
        address = "tcp://%s:%d" % cleo.listening(circle)
        assert address in [item[1] for item in read_link(invite["link"])[3]], "Cleo's address in Bo's link"
        ana.stop()
        bo.stop()
        assert dan.ctl("preview", invite["link"])["inviter"] == "bo"
        dan.ctl("join", invite["link"], "--as", "dan")
        ana.start()
        bo.start()
        until(lambda: "dan" in names(bo, circle), "Bo to know Dan")
        until(lambda: "dan" in names(ana, circle), "Ana to know Dan")
        for engine in (ana, bo, cleo, dan):
            until(lambda who=engine: invites(who, circle).get(invite["invite"], {}).get("joined") == ["dan"],
                  f"{engine.name} to know by which invite")
            rows = invites(engine, circle)
            assert rows[invite["invite"]]["by"] == "bo" and rows[other["invite"]]["uses"] == 0, rows


def one_may_ask_for_a_look():
    with engines.people("ana", "bo") as (ana, bo):
        ana.start()
        bo.start()
        circle = found_circle(ana)
        invite = ana.ctl("invite", "create", circle, "--confirm")

        def newcomer(engine):
            return next(row for row in engine.rows("members", circle) if row["name"] == "bo")

        bo.ctl("join", invite["link"], "--as", "bo")
        assert newcomer(ana)["needs_look"] and newcomer(ana)["invite"] == invite["invite"]
        bo.fails("member", "confirm", circle, "bo", status=1)
        ana.ctl("member", "confirm", circle, "bo")
        assert not newcomer(ana)["needs_look"] and newcomer(ana)["role"] == "member"
        until(lambda: not newcomer(bo)["needs_look"], "Bo to know")


def over_use_in_a_partition_is_seen():
    """Ana and Bo each let somebody in by the same invite of one use, while apart."""
    with engines.people("ana", "bo", "cleo", "dan") as (ana, bo, cleo, dan):
        for engine in (ana, bo, cleo, dan):
            engine.start()
        circle = found_circle(ana, bo)
        wait_for_equal_state([ana, bo], circle)
        address = "tcp://%s:%d" % bo.listening(circle)
        invite = ana.ctl("invite", "create", circle)
        until(lambda: len(invites(bo, circle)) == 2, "Bo to know the invite")
        bo.stop()
        cleo.ctl("join", invite["link"], "--as", "cleo")
        ana.stop()
        cleo.stop()
        bo.start()
        # The link names Bo's address too, where Ana heard that he answers.
        assert bo.listening(circle)[1] == int(address.rsplit(":", 1)[1])
        dan.ctl("join", invite["link"], "--as", "dan")
        ana.start()
        until(lambda: "dan" in names(ana, circle), "Ana to know Dan")
        row = until(lambda: next((row for row in invites(ana, circle).values()
                                  if row["invite"] == invite["invite"] and row["state"] == "overused"), None),
                    "the over-use")
        assert sorted(row["joined"]) == ["cleo", "dan"], row
        flagged = [row["name"] for row in ana.rows("members", circle) if row["needs_look"]]
        assert len(flagged) == 1 and flagged[0] in ("cleo", "dan"), flagged
        ana.ctl("member", "confirm", circle, flagged[0])
        assert not any(row["needs_look"] for row in ana.rows("members", circle))
        wait_for_equal_state([ana, bo, dan], circle)


class Way:
    """An address that leads to another one, while it is open."""

    def __init__(self, host, target):
        self.target = target
        self.place = (host, 0)
        self.ends = []
        self.open()
        self.address = "tcp://{}:{}".format(*self.place)

    def open(self):
        door = socket.create_server(self.place)
        self.place = door.getsockname()
        self.ends.append(door)
        threading.Thread(target=self.serve, args=(door,), daemon=True).start()

    def serve(self, door):
        with contextlib.suppress(OSError):
            while True:
                near, _ = door.accept()
                far = socket.create_connection(self.target)
                self.ends += [near, far]
                for pair in ((near, far), (far, near)):
                    threading.Thread(target=faketor.carry, args=pair, daemon=True).start()

    def shut(self):
        for end in self.ends:
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()
        self.ends = []


def each_way_of_one_link_is_enough():
    """A link names an address at home, one outside, an onion service and a relay; four people come
    by it, each when only one of these is there."""
    ways = ("onion", "home", "outside", "relay")
    with engines.people("post", "ana", *ways) as (post, ana, *newcomers), \
            faketor.running(ana.home.parent) as tor:
        control = ("--tor-control", f"127.0.0.1:{tor.control_port}")
        post.start("--relay")
        ana.start(*control)
        circle = found_circle(ana)
        ana.ctl("relay", "add", circle, post.ctl("relay", "link")["link"])
        onion = until(lambda: ana.ctl("status", circle)["onion"], "Ana's onion service")
        home, outside = (Way(host, ana.listening(circle)) for host in ("127.0.0.1", "127.0.0.3"))
        link = ana.ctl("invite", "create", circle, "--uses", len(ways),
                       *(option for address in (home.address, outside.address, onion)
                         for option in ("--address", address)))["link"]
        assert len(read_link(link)[3]) == len(ways), read_link(link)
        until(lambda: any(row["settled"] for row in ana.ctl("status", circle)["relays"]),
              "the relay to have the invite's tray")
        shut = {"home": home.shut, "outside": outside.shut, "onion": tor.stop, "relay": post.stop}
        opened = {"home": home.open, "outside": outside.open, "onion": tor.start,
                  "relay": lambda: post.start("--relay")}
        for way in ways[1:]:
            shut[way]()
        for way, newcomer in zip(ways, newcomers):
            if way != ways[0]:
                opened[way]()
            newcomer.start(*control)
            join(newcomer, link, way)
            until(lambda way=way: way in names(ana, circle), f"{way} to be in")
            newcomer.stop()
            shut[way]()
        tor.start()  # which ends with the case


def join(newcomer, link, name):
    """As often as it takes for what just came back to be found."""
    until(lambda: newcomer.run("join", link, "--as", name, "--wait", "10").status == 0
          or newcomer.rows("circle", "list"), f"{name} to join")


if __name__ == "__main__":
    sys.exit(tap.run([
        an_invite_is_shown_before_it_is_used,
        a_mistyped_one_is_refused,
        a_guessed_one_opens_nothing,
        one_that_has_expired_admits_nobody,
        one_that_was_taken_back_admits_nobody,
        one_is_used_as_often_as_it_says,
        a_guest_reads_and_does_not_write,
        a_third_member_lets_in_who_comes,
        one_may_ask_for_a_look,
        over_use_in_a_partition_is_seen,
        each_way_of_one_link_is_enough,
    ]))
