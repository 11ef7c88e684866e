# SPDX-FileCopyrightText: 2026 The Cenacle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Room for the files of the library: what takes it, what may, what goes for it; networks where each
byte may cost; and versions of a file."""

import os
import pathlib
import shutil
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))

import engines  # noqa: E402
import tap  # noqa: E402
from engines import die_with_parent, until  # noqa: E402

KIB = 1024
MINUTE_MS = 60000


def share(engine, circle, name, size, *options):
    path = engine.home.parent / name
    path.write_bytes(os.urandom(size))
    return engine.ctl("share", circle, path, *options)


def held(engine, circle):
    return {row["title"]: row["held"] for row in engine.rows("library", circle)}


def wait_for_held(engine, circle, title):
    until(lambda: held(engine, circle).get(title), f"{title} to be at {engine.name}'s")


def what_takes_room_is_told():
    with engines.people("ana", "bo") as (ana, bo):
        ana.start()
        bo.start()
        circle = engines.found_circle(ana, bo)
        # One after the other: those that were not used for longest come first.
        for name, size in (("sheet.pdf", 300), ("drawing.png", 200)):
            title = name.partition(".")[0].title()
            share(ana, circle, name, size * KIB, "--title", title)
            wait_for_held(bo, circle, title)
        rows = bo.rows("storage", "files", circle)
        assert [(r["title"], r["kind"], r["size"], r["kept"]) for r in rows] == [
            ("Sheet", "document", 300 * KIB, False), ("Drawing", "picture", 200 * KIB, False)], rows
        until(lambda: all(r["copies"] == 1 for r in bo.rows("storage", "files")), "Ana's copies")
        told = bo.ctl("storage", circle)
        assert told["used"] == told["loose"] == told["circle_used"] == 500 * KIB, told
        assert told["circle_quota"] is None and told["space"] > 0 and not told["metered"], told
        assert ana.ctl("storage", circle)["loose"] == 0, "what one shared oneself is kept"


def what_was_said_stays_in_sight_for_so_long():
    """On one machine, which goes on giving all of it to others, agrees with them, and has it back."""
    def said(who):
        return who.rows("read", circle, "--limit", "1000")

    with engines.people("ana", "bo") as (ana, bo):
        ana.start()
        bo.start()
        circle = ana.ctl("circle", "create", "Analysis", "--as", "Ana")["circle"]
        ana.ctl("load", circle, "--posts", "120", "--authors", "3")
        every = [row["id"] for row in said(ana)]
        before = ana.ctl("state", circle)
        told = ana.ctl("storage", circle, "--retention", "10")
        assert told["retention"] == 10, told
        rows = said(ana)
        assert 0 < len(rows) < len(every), len(rows)
        assert [row["id"] for row in rows] == every[-len(rows):]
        assert rows[0]["time"] >= (time.time() - 10 * 24 * 3600) * 1000 - MINUTE_MS, rows[0]
        after = ana.ctl("state", circle)
        assert (after["set_digest"], after["view_digest"]) == (before["set_digest"], before["view_digest"])
        bo.ctl("join", ana.ctl("invite", "create", circle)["link"], "--as", "Bo")
        until(lambda: {row["id"] for row in said(bo)} >= set(every), "all of it at Bo's")
        until(lambda: len({who.ctl("state", circle)["view_digest"] for who in (ana, bo)}) == 1, "them to agree")
        assert ana.ctl("storage", circle, "--retention", "all")["retention"] is None
        until(lambda: {row["id"] for row in said(ana)} >= set(every), "all of it back")
        for days in ("0", "never", "36501"):
            ana.fails("storage", circle, "--retention", days, status=2)


def a_circle_has_a_quota_of_its_own():
    with engines.people("ana", "bo") as (ana, bo):
        ana.start()
        bo.start()
        circle = engines.found_circle(ana, bo)
        told = bo.ctl("storage", circle, "--circle-quota", str(500 * KIB))
        assert told["circle_quota"] == 500 * KIB, told
        share(ana, circle, "1.bin", 300 * KIB, "--title", "First")
        wait_for_held(bo, circle, "First")
        share(ana, circle, "2.bin", 300 * KIB, "--title", "Too much")
        share(ana, circle, "3.bin", 100 * KIB, "--title", "Fits")
        wait_for_held(bo, circle, "Fits")
        assert held(bo, circle) == {"First": True, "Too much": False, "Fits": True}
        other = bo.ctl("circle", "create", "Geometry")["circle"]
        assert bo.ctl("storage", other)["circle_quota"] is None
        bo.fails("storage", circle, "--circle-quota", "much", status=2)


def room_is_made_of_what_others_have():
    with engines.people("ana", "bo") as (ana, bo):
        ana.start()
        bo.start()
        circle = engines.found_circle(ana, bo)
        for i in range(3):
            share(ana, circle, f"{i}.bin", 100 * KIB, "--title", f"File {i}")
            wait_for_held(bo, circle, f"File {i}")
        until(lambda: all(r["copies"] == 1 for r in bo.rows("storage", "files")), "Ana's copies")
        told = bo.ctl("storage", "free", circle, str(150 * KIB))
        assert told == {"files": 2, "freed": 200 * KIB}, told
        assert held(bo, circle) == {"File 0": False, "File 1": False, "File 2": True}
        bo.fails("storage", "free", circle, "all", status=2)
        mine = share(bo, circle, "mine.bin", 100 * KIB, "--title", "Mine")["id"]
        bo.ctl("keep", circle, mine)
        told = bo.ctl("storage", "free", circle, str(900 * KIB), "--last-copies")
        assert told == {"files": 1, "freed": 100 * KIB} and held(bo, circle)["Mine"], told


class Bus:
    """A system bus of our own with somebody on it who plays NetworkManager."""

    PROGRAM = """
import sys
from gi.repository import Gio, GLib
XML = '''<node><interface name="org.freedesktop.NetworkManager">
<property name="Metered" type="u" access="read"/></interface></node>'''
state = {"metered": 1}
bus = Gio.DBusConnection.new_for_address_sync(
    sys.argv[1], Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT |
    Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION, None, None)
bus.register_object("/org/freedesktop/NetworkManager",
                    Gio.DBusNodeInfo.new_for_xml(XML).interfaces[0], None,
                    lambda *_: GLib.Variant("u", state["metered"]), None)
Gio.bus_own_name_on_connection(bus, "org.freedesktop.NetworkManager", 0,
                               lambda *_: print("ready", flush=True), None)
def say(channel, condition):
    line = sys.stdin.readline()
    if not line:
        loop.quit()
        return False
    state["metered"] = int(line)
    bus.emit_signal(None, "/org/freedesktop/NetworkManager", "org.freedesktop.DBus.Properties",
                    "PropertiesChanged", GLib.Variant("(sa{sv}as)", (
                        "org.freedesktop.NetworkManager",
                        {"Metered": GLib.Variant("u", state["metered"])}, [])))
    return True
GLib.io_add_watch(0, GLib.IO_IN | GLib.IO_HUP, say)
loop = GLib.MainLoop()
loop.run()
"""

    def __init__(self, place):
        if shutil.which("dbus-daemon") is None:
            raise tap.Skip("there is no dbus-daemon")
        if subprocess.run(["/usr/bin/python3", "-c", "import gi"], capture_output=True,
                          check=False).returncode:
            raise tap.Skip("Python has no gi")
        self.daemon = subprocess.Popen(
            ["dbus-daemon", "--session", "--nofork", "--print-address",
             f"--address=unix:path={place / 'bus'}"], stdout=subprocess.PIPE, text=True,
            preexec_fn=die_with_parent)
        self.address = self.daemon.stdout.readline().strip()
        self.manager = subprocess.Popen(
            ["/usr/bin/python3", "-c", self.PROGRAM, self.address], stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, text=True, preexec_fn=die_with_parent)
        assert self.manager.stdout.readline() == "ready\n"

    def says(self, metered):
        self.manager.stdin.write(f"{metered}\n")
        self.manager.stdin.flush()

    def end(self):
        self.manager.kill()
        self.daemon.kill()
        self.manager.wait()
        self.daemon.wait()


def where_each_byte_may_cost():
    with engines.people("ana", "bo") as (ana, bo):
        bus = Bus(ana.home.parent)
        try:
            bo.environment["DBUS_SYSTEM_BUS_ADDRESS"] = bus.address
            ana.start()
            bo.start()
            circle = engines.found_circle(ana, bo)
            until(lambda: bo.ctl("status", circle)["metered"], "Bo's engine to hear of it")
            first = share(ana, circle, "1.bin", 50 * KIB, "--title", "First")["id"]
            share(ana, circle, "2.bin", 50 * KIB, "--title", "Second")
            until(lambda: len(held(bo, circle)) == 2, "Bo to know of both")
            bo.ctl("fetch", circle, first)
            assert held(bo, circle) == {"First": True, "Second": False}, "what is asked for comes"
            bus.says(2)
            wait_for_held(bo, circle, "Second")
            bus.says(3)
            until(lambda: bo.ctl("status", circle)["metered"], "the guess to count")
            bo.ctl("storage", circle, "--metered", "yes")
            share(ana, circle, "3.bin", 50 * KIB, "--title", "Third")
            wait_for_held(bo, circle, "Third")
            bo.fails("storage", circle, "--metered", "perhaps", status=2)
        finally:
            bus.end()


def an_old_version_can_be_had():
    with engines.people("ana", "bo") as (ana, bo):
        ana.start()
        bo.start()
        circle = engines.found_circle(ana, bo)
        bo.ctl("storage", circle, "--auto", "0")
        made = share(ana, circle, "draft.txt", 10 * KIB, "--title", "Draft")["id"]
        first = (ana.home.parent / "draft.txt").read_bytes()
        share(ana, circle, "final.txt", 20 * KIB, "--version-of", made)
        until(lambda: len(bo.rows("versions", circle, made)) == 2, "both versions")
        rows = bo.rows("versions", circle, made)
        assert [(r["version"], r["name"], r["size"], r["held"]) for r in rows] == [
            (1, "draft.txt", 10 * KIB, False), (2, "final.txt", 20 * KIB, False)], rows
        place = bo.home.parent / "old.txt"
        bo.ctl("fetch", circle, made, "--version", "1", "-o", place)
        assert place.read_bytes() == first
        assert [r["held"] for r in bo.rows("versions", circle, made)] == [True, False]
        bo.ctl("fetch", circle, made)
        assert [r["held"] for r in bo.rows("versions", circle, made)] == [True, True]
        bo.fails("fetch", circle, made, "--version", "3", status=3)


def one_looks_through_the_library():
    with engines.people("ana") as (ana,):
        circle = ana.ctl("circle", "create", "Analysis")["circle"]
        share(ana, circle, "a.pdf", 3 * KIB, "--title", "Été indien", "--tags", "poetry")
        share(ana, circle, "b.png", 9 * KIB, "--title", "A bird", "--tags", "birds")
        ana.ctl("share", circle, "https://example.org", "--title", "Birds of Europe")

        def titles(*options):
            return [row["title"] for row in ana.rows("library", circle, *options)]

        assert titles("--search", "bird") == ["A bird", "Birds of Europe"]
        assert titles("--search", "ete") == ["Été indien"]
        assert titles("--kind", "picture") == ["A bird"]
        assert titles("--kind", "link") == ["Birds of Europe"]
        assert titles("--tag", "poetry") == ["Été indien"]
        assert titles("--sort", "size") == ["A bird", "Été indien", "Birds of Europe"]
        assert titles("--sort", "newest")[0] == "Birds of Europe"
        assert len(titles("--by", ana.rows("members", circle)[0]["name"])) == 3
        ana.fails("library", circle, "--kind", "poem", status=2)
        ana.fails("library", circle, "--sort", "oldest", status=2)


if __name__ == "__main__":
    sys.exit(tap.run([
        what_takes_room_is_told,
        what_was_said_stays_in_sight_for_so_long, a_circle_has_a_quota_of_its_own,
        room_is_made_of_what_others_have,
        where_each_byte_may_cost,
        an_old_version_can_be_had,
        one_looks_through_the_library,
    ]))
