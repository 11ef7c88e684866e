#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Cenacle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who belongs to a circle, through the window: two people compare safety words, one gets a role, a
relay is added and taken away, the circle goes over Tor alone and back, a second device is added by a link and removed, a message is hidden, one is removed; who
is no longer there is told so."""

import contextlib
import os
import pathlib
import re
import sys
import tempfile

sys.path[:0] = [os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"),
                os.path.dirname(os.path.abspath(__file__))]

import faketor  # noqa: E402
import tap  # noqa: E402
from engines import Engine  # noqa: E402
from person import LONG_S, Person  # noqa: E402
from uidrive import Desktop, Timeout, wait_for  # noqa: E402

CIRCLE = "Analysis"
NUMBERED = re.compile("^[1-8]$")


def open_member(person, name):
    """The pane of the member @name beside the list of members."""
    def look():
        if any(pane.all("label", name) for pane in person.app.all("filler", "CenacleMemberPane")):
            return True
        rows = [row for rows in person.app.all("list", "Members") for row in rows.all("list item", name)]
        if rows:
            rows[0].pointer_click()
        return False

    person.does("win.members")
    person.app.come_to_front("Cenacle")
    wait_for(look, f"the page of {name}", LONG_S)


def asks(person, button, title):
    """Presses @button on the page of a member; gives the dialog called @title."""
    person.app.find("button", button, sensitive=True, timeout=LONG_S).click()
    return person.dialog(title)


def confirms(person, answer):
    """Answers a question, whose buttons say their names twice: with the mnemonic, and without."""
    person.app.find("button", re.compile(f"_.* {answer}$"), sensitive=True).click()


def words_of(dialog):
    """The eight words of the dialog: each follows its number."""
    labels = [label.name for label in dialog.all("label")]
    return [labels[i + 1] for i, name in enumerate(labels) if NUMBERED.match(name)]


def they_compare_safety_words(ana, bo):
    open_member(ana, "Bo")
    open_member(bo, "Ana")
    hers = asks(ana, "Compare safety words…", "Compare safety words")
    his = asks(bo, "Compare safety words…", "Compare safety words")
    assert len(words_of(hers)) == 8, words_of(hers)
    assert words_of(hers) == words_of(his), (words_of(hers), words_of(his))
    hers.find("button", "They match").click()
    hers.find("label", "You compared them, and they match.", timeout=LONG_S)
    hers.do("window.close")
    his.do("window.close")
    ana.app.find("list item", "Safety words", timeout=LONG_S)
    bo.app.gone("list item", "Safety words")


def one_becomes_a_facilitator(ana, bo):
    assert "win.invite" not in bo.frame().actions()
    ana.app.find("button", "Make facilitator…", sensitive=True).click()
    confirms(ana, "Make facilitator")
    wait_for(lambda: "win.invite" in bo.frame().actions(), "Bo to be able to invite", LONG_S)
    wait_for(lambda: any(pane.all("label", "Facilitator")
                         for pane in ana.app.all("filler", "CenacleMemberPane")), "the new role", LONG_S)


def a_message_is_hidden_and_can_be_seen(ana, bo):
    bo.does("win.next-channel")
    bo.writes("Buy watches here")
    ana.does("win.next-channel")
    ana.asks_of("Buy watches here", "Hide from all…")
    reason = ana.app.find("text", "Reason, for all to read")
    reason.set_text("Advertising")
    confirms(ana, "Hide")
    bo.sees("Hidden by a facilitator: Advertising")
    ana.sees("Hidden by a facilitator: Advertising")
    bo.app.gone("label", "Buy watches here")
    bo.app.find("button", "Show").click()
    bo.sees("Buy watches here")
    ana.asks_of("Hidden by a facilitator", "Show to all again")
    ana.sees("Buy watches here")


def a_device_is_added_by_a_link(ana, laptop):
    ana.does("win.show-devices")
    devices = ana.dialog("Your devices")
    devices.find("list item", "This device")
    devices.find("button", "Add a device…", sensitive=True).click()
    adding = ana.dialog("Add a device")
    adding.find("button", "Make the link").click()
    entry = adding.find("text", "Device link", timeout=LONG_S)
    link = wait_for(lambda: entry.text, "the link")
    assert link.startswith("cenacle:device:"), link

    laptop.app.find("button", "Join with an invite").click()
    joining = laptop.dialog("Join a circle")
    joining.find("text", "Invite link").set_text(link)
    joining.find("button", "Add this device", sensitive=True).click()
    laptop.talks()

    adding.find("label", re.compile("^The new device is yours now"), timeout=LONG_S)
    adding.do("window.close")
    devices.find("list item", re.compile("^Device "), timeout=LONG_S)
    devices.do("window.close")
    laptop.writes("From my other computer")
    ana.sees("From my other computer")


def a_device_is_removed(ana, laptop):
    ana.does("win.show-devices")
    devices = ana.dialog("Your devices")
    question = re.compile("_.* Remove$")
    # A row that is made anew, because something about its device changed, takes the press along.
    for _ in range(5):
        devices.find("button", re.compile("^Remove Device .*…$"), timeout=LONG_S).click()
        with contextlib.suppress(Timeout):
            wait_for(lambda: ana.app.all("button", question, sensitive=True), "the question", 3)
            break
    confirms(ana, "Remove")
    wait_for(lambda: [rows for rows in devices.all("list", "Removed devices") if rows.all("list item")],
             "the device among the removed", LONG_S)
    devices.do("window.close")
    laptop.app.find(None, re.compile("^This device was removed from the circle"), timeout=LONG_S)


def a_relay_comes_and_goes(ana, bo, relay):
    relay.start("--relay")
    circle = ana.engine.rows("circle", "list")[0]["circle"]
    ana.does("win.show-reach")
    reach = ana.dialog("Relays and keepers")
    reach.find("label", re.compile("^None yet. Whoever runs one"))
    # Engines of tests listen on this machine alone.
    reach.find("list item", re.compile("^Nobody can reach you; you reach others"), timeout=LONG_S)
    reach.find("text", "Link of a relay").set_text("cenacle:relay:1:broken")
    reach.find("button", "Add this relay", sensitive=True).click()
    reach.find(None, re.compile("^This is not a whole relay link"), timeout=LONG_S)
    reach.find("text", "Link of a relay").set_text(relay.ctl("relay", "link")["link"])
    reach.find("button", "Add this relay", sensitive=True).click()
    rows = reach.find("list", "Relays", timeout=LONG_S)
    wait_for(lambda: [row for row in rows.all("list item", "127.0.0.1")
                      if re.search("^(Waits there for|Everybody has fetched)", row.description)],
             "how the relay stands", LONG_S)
    reach.find("list item", re.compile("a relay passes on what you write"), timeout=LONG_S)
    reach.find("switch", "Ask the router").click()
    wait_for(lambda: not ana.engine.ctl("port-mapping")["port_mapping"], "the router to be left alone", LONG_S)
    # Somebody who may not change it only looks; a keeper is shown as what it is.
    bo.engine.ctl("keeper", "set", circle, "Attic")
    attic = reach.find("list item", "Attic", timeout=LONG_S)
    wait_for(lambda: attic.description.startswith("Keeps the circle reachable, for Bo"), "what it does")
    reach.find("button", "Remove 127.0.0.1…").click()
    confirms(ana, "Remove")
    reach.find("label", re.compile("^None yet. Whoever runs one"), timeout=LONG_S)
    reach.do("window.close")


def stands(person):
    """How the circle is met: what was chosen, what others can do, and whether nothing but Tor is left."""
    status = person.engine.rows("status")[0]
    return status["tor"], status["reach"], all(place.startswith("tor://") for place in status["listening"])


def chooses_of_tor(person, dialog, steps):
    """Goes through the choices of the row by the keyboard."""
    dialog.find("combo box", "Over Tor", sensitive=True, timeout=LONG_S).pointer_click()
    wait_for(lambda: dialog.all("label", "Never"), "the choices", LONG_S)
    person.desk.key(*steps, "Return")
    wait_for(lambda: not dialog.all("label", "Never"), "the choice to be made", LONG_S)


def a_circle_goes_over_tor(ana, bo):
    circle = ana.engine.rows("circle", "list")[0]["circle"]
    ana.does("win.show-reach")
    reach = ana.dialog("Relays and keepers")
    reach.find("label", "This circle is found there, too", timeout=LONG_S)
    reach.find("list item", "Others can reach you over Tor.", timeout=LONG_S)
    chooses_of_tor(ana, reach, ["Down"])
    reach.find("label", "This circle is found there, and nowhere else", timeout=LONG_S)
    wait_for(lambda: stands(ana) == ("only", "tor", True), "Ana to be met over Tor alone", LONG_S)
    assert stands(bo)[0] == "also", stands(bo)
    ana.engine.post(circle, "Nobody sees where I am")
    wait_for(lambda: "Nobody sees where I am" in bo.engine.texts(circle), "Bo to read it", LONG_S)
    # What a facilitator asks of everybody nobody chooses otherwise.
    reach.find("check box", "Everybody over Tor alone").click()
    reach.find("label", "The facilitators decided that all meet over Tor alone", timeout=LONG_S)
    wait_for(lambda: reach.all("combo box", "Over Tor", sensitive=False), "no choice of one's own", LONG_S)
    wait_for(lambda: stands(bo) == ("only", "tor", True), "Bo to follow", LONG_S)
    reach.find("check box", "Everybody over Tor alone").click()
    wait_for(lambda: stands(bo)[0] == "also", "Bo to be free again", LONG_S)
    chooses_of_tor(ana, reach, ["Up"])
    wait_for(lambda: stands(ana)[0] == "also" and not stands(ana)[2], "Ana to be met in other ways, too", LONG_S)
    reach.do("window.close")


def one_is_removed(ana, bo):
    open_member(ana, "Bo")
    dialog = asks(ana, "Remove from the circle…", "Remove from the circle")
    dialog.find("text", "Shown to all").set_text("We agreed to part")
    dialog.find("button", "Remove", sensitive=True).click()
    wait_for(lambda: any(pane.all("label", "Was removed")
                         for pane in ana.app.all("filler", "CenacleMemberPane")), "the removal", LONG_S)
    bo.app.find(None, re.compile("^You were removed by Ana: “We agreed to part”"), timeout=LONG_S)
    wait_for(lambda: "win.invite" not in bo.frame().actions(), "Bo to invite nobody", LONG_S)
    ana.does("win.show-decisions")
    log = ana.dialog("What was decided")
    log.find("list item", "Ana removed Bo", timeout=LONG_S)
    log.find("label", re.compile("“We agreed to part”$"))
    log.find("list item", "Ana gave Bo the role “Facilitator”")
    log.do("window.close")


def main():
    with tempfile.TemporaryDirectory(prefix="cenacle-ui-") as place, Desktop() as desk:
        ana, bo, laptop = (Person(desk, pathlib.Path(place), name) for name in ("Ana", "Bo", "Laptop"))
        people = (ana, bo, laptop)
        relay = Engine(pathlib.Path(place), "Relay")
        tor = faketor.Tor(pathlib.Path(place)).start()
        tor.stop()  # the port is known; the daemon comes later

        def three_windows_open():
            for person in people:
                person.engine.start("--tor-control", f"127.0.0.1:{tor.control_port}")
                person.open()
                person.app.find("button", "Create a circle", timeout=LONG_S)

        def two_meet():
            ana.creates_circle(CIRCLE, "Understand it")
            bo.joins(ana.makes_invite(), CIRCLE)

        def words():
            they_compare_safety_words(ana, bo)

        def a_role():
            one_becomes_a_facilitator(ana, bo)

        def reached_from_far():
            a_relay_comes_and_goes(ana, bo, relay)

        def over_tor():
            tor.start()
            for person in (ana, bo):
                circle = person.engine.rows("circle", "list")[0]["circle"]
                person.engine.ctl("tor", "set", circle, "also")  # which asks for the daemon at once
            a_circle_goes_over_tor(ana, bo)

        def hiding():
            a_message_is_hidden_and_can_be_seen(ana, bo)

        def a_device():
            a_device_is_added_by_a_link(ana, laptop)

        def a_device_less():
            a_device_is_removed(ana, laptop)

        def a_member_less():
            one_is_removed(ana, bo)

        def the_windows_end_without_a_warning():
            for person in people:
                person.close()

        try:
            status = tap.run([three_windows_open, two_meet, words, reached_from_far, over_tor, a_role, hiding, a_device,
                              a_device_less, a_member_less, the_windows_end_without_a_warning])
            if status != 0:
                desk.explain()
        finally:
            desk.stop_apps()  # or a window would start its engine again
            for person in people:
                person.engine.kill()
                person.end_engine()
            relay.kill()
    return status


if __name__ == "__main__":
    sys.exit(main())
