# SPDX-FileCopyrightText: 2026 The Cenacle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""One person with several devices: each is an engine with a home of its own."""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))

import engines  # noqa: E402
import tap  # noqa: E402
from engines import until, wait_for_equal_state, wait_for_text  # noqa: E402


def add_device(sponsor, device, circle):
    """@device, started already, becomes one of @sponsor's; gives its id."""
    link = sponsor.ctl("device", "link", circle)["link"]
    assert link.startswith("cenacle:device:1:"), link
    done = device.ctl("device", "add", link)
    assert done["circle"] == circle
    return done["device"]


def devices(engine, circle):
    return {row["device"]: row for row in engine.rows("device", "list", circle)}


def unread(engine, circle):
    return next(row["unread"] for row in engine.rows("circle", "list") if row["circle"] == circle)


def draft(engine, circle):
    return engine.ctl("draft", circle)["draft"]


def a_link_makes_a_device():
    with engines.people("desk", "lap", "bo") as (desk, lap, bo):
        for engine in (desk, lap, bo):
            engine.start()
        circle = engines.found_circle(desk, bo)
        desk.post(circle, "Before")
        device = add_device(desk, lap, circle)
        wait_for_text([lap], circle, "Before")
        mine, theirs = desk.ctl("circle", "show", circle), lap.ctl("circle", "show", circle)
        assert mine["role"] == theirs["role"] == "owner", theirs
        message = lap.post(circle, "From the train")
        wait_for_text([desk, bo], circle, "From the train")
        assert bo.message(circle, message)["author"] == "desk"
        rows = devices(lap, circle)
        assert len(rows) == 3 and rows[device]["self"] and rows[device]["state"] == "active", rows
        assert not devices(desk, circle)[device]["self"]
        members = {row["name"]: row["devices"] for row in bo.rows("members", circle)}
        assert members == {"desk": 2, "bo": 1}, members
        wait_for_equal_state([desk, lap, bo], circle)
        until(lambda: sentence(desk, circle) == "Up to date with bo and your other devices.", "the sentence")
        lap.fails("device", "add", desk.ctl("device", "link", circle)["link"], status=1)


def a_link_is_good_once():
    with engines.people("desk", "lap", "thief") as (desk, lap, thief):
        for engine in (desk, lap, thief):
            engine.start()
        circle = engines.found_circle(desk)
        link = desk.ctl("device", "link", circle)["link"]
        lap.ctl("device", "add", link)
        thief.fails("device", "add", link, "--wait", "5", status=1)
        assert thief.rows("circle", "list") == []
        desk.fails("device", "link", circle, "--expires", "2d", status=1)
        for wrong in (link[:-1], "cenacle:device:1:", "cenacle:device:2:aaaa", "hello", "",
                      desk.ctl("invite", "create", circle)["link"]):
            thief.fails("device", "add", wrong, "--wait", "2", status=1)
        thief.fails("join", link, "--wait", "2", status=1)
        assert len(devices(desk, circle)) == 2
        short = desk.ctl("device", "link", circle, "--expires", "1s")["link"]
        desk.stop()
        until(lambda: "expired" in thief.run("device", "add", short, "--wait", "1").stderr,
              "the link to expire")
        desk.start()
        thief.fails("device", "add", short, "--wait", "1", status=1)
        assert thief.rows("circle", "list") == []


def a_link_survives_its_maker_being_killed():
    with engines.people("desk", "lap") as (desk, lap):
        desk.start()
        lap.start()
        circle = engines.found_circle(desk)
        port = desk.listening(circle)[1]
        link = desk.ctl("device", "link", circle)["link"]
        desk.kill()
        lap.fails("device", "add", link, "--wait", "2", status=4)
        desk.start()
        assert desk.listening(circle)[1] == port
        device = lap.ctl("device", "add", link)["device"]
        desk.kill()
        desk.start()
        assert devices(desk, circle)[device]["state"] == "active"
        lap.post(circle, "Still here")
        wait_for_text([desk], circle, "Still here")


def a_device_goes_on_without_its_sponsor():
    with engines.people("desk", "lap", "bo") as (desk, lap, bo):
        for engine in (desk, lap, bo):
            engine.start()
        circle = engines.found_circle(desk, bo)
        add_device(desk, lap, circle)
        wait_for_equal_state([desk, lap, bo], circle)
        desk.stop()
        lap.post(circle, "Alone with Bo")
        wait_for_text([bo], circle, "Alone with Bo")
        lap.kill()
        lap.start()
        bo.post(circle, "Welcome back")
        wait_for_text([lap], circle, "Welcome back")


def what_is_read_and_begun_goes_along():
    with engines.people("desk", "lap", "bo") as (desk, lap, bo):
        for engine in (desk, lap, bo):
            engine.start()
        circle = engines.found_circle(desk, bo)
        add_device(desk, lap, circle)
        for n in range(3):
            bo.post(circle, f"News {n}")
        wait_for_text([desk, lap], circle, "News 2")
        until(lambda: unread(lap, circle) == unread(desk, circle) == 3, "both to count")
        desk.ctl("mark-read", circle)
        until(lambda: unread(lap, circle) == 0, "the laptop to know what was read")
        lap.ctl("draft", circle, "Dear all")
        until(lambda: draft(desk, circle) == "Dear all", "the draft on the desk")
        assert draft(bo, circle) == ""
        assert unread(bo, circle) == 0
        bo.post(circle, "More")
        wait_for_text([desk, lap], circle, "More")
        # What happens while one of them is away is told when they meet.
        lap.stop()
        desk.ctl("mark-read", circle)
        desk.ctl("draft", circle, "Dear all, I")
        lap.start()
        until(lambda: unread(lap, circle) == 0, "the laptop to catch up")
        until(lambda: draft(lap, circle) == "Dear all, I", "the draft to go on")
        desk.ctl("draft", circle, "")
        until(lambda: draft(lap, circle) == "", "the draft to be dropped")


def what_is_private_goes_along():
    """Progress and when a card comes again: told to a device that comes later, kept when both go on
    apart, in the backup, and never told to others."""
    with engines.people("desk", "lap", "bo", "new") as (desk, lap, bo, new):
        for engine in (desk, lap, bo):
            engine.start()
        circle = engines.found_circle(desk, bo)
        path = desk.ctl("path", "create", circle, "Integrals")["id"]
        step = desk.ctl("path", "step", circle, path, "Areas")["id"]
        deck = desk.ctl("deck", "create", circle, "Series")["id"]
        cards = [desk.ctl("card", "add", circle, deck, f"front {n}", "back")["id"] for n in range(2)]
        desk.ctl("path", "done", circle, step, "--private")
        desk.ctl("card", "review", circle, cards[0], "easy")
        add_device(desk, lap, circle)

        def done(engine):
            return engine.ctl("path", "show", circle, path)["steps"][0]["done"]

        def reviews(engine):
            return [row["reviews"] for row in engine.rows("deck", "show", circle, deck)]
        until(lambda: done(lap) and reviews(lap) == [1, 0], "the laptop to know")
        lap.ctl("card", "review", circle, cards[1], "good")
        until(lambda: reviews(desk) == [1, 1], "the desk to know")
        lap.stop()
        desk.ctl("path", "done", circle, step, "--private", "--undo")
        desk.ctl("card", "review", circle, cards[0], "again")
        lap.start()
        until(lambda: not done(lap) and reviews(lap) == [2, 1], "the laptop to catch up")
        wait_for_equal_state([desk, lap, bo], circle)
        assert not done(bo) and reviews(bo) == [0, 0], "what is private was told"
        given = {"--passphrase-fd": "four words or five"}
        desk.ctl("backup", desk.home.parent / "backup", lines=given)
        new.start()
        new.ctl("restore", desk.home.parent / "backup", lines=given)
        assert reviews(new) == [2, 1], reviews(new)


def letters_of_before_are_opened_too():
    with engines.people("desk", "lap", "bo") as (desk, lap, bo):
        for engine in (desk, lap, bo):
            engine.start()
        circle = engines.found_circle(desk, bo)
        bo.ctl("message", circle, "desk", "Between us")
        until(lambda: [row["text"] for row in desk.rows("messages", circle, "bo")] == ["Between us"],
              "the letter")
        add_device(desk, lap, circle)
        until(lambda: [row["text"] for row in lap.rows("messages", circle, "bo")] == ["Between us"],
              "the letter on the laptop")


def a_removed_device_is_out():
    with engines.people("desk", "lap", "bo") as (desk, lap, bo):
        for engine in (desk, lap, bo):
            engine.start()
        circle = engines.found_circle(desk, bo)
        device = add_device(desk, lap, circle)
        wait_for_equal_state([desk, lap, bo], circle)
        bo.fails("device", "remove", circle, device, status=1)
        desk.ctl("device", "remove", circle, device[:12])
        until(lambda: devices(bo, circle)[device]["state"] == "removed", "Bo to know")
        lap.run("post", circle, "Nobody hears this")
        desk.post(circle, "Among us")
        wait_for_text([bo], circle, "Among us")
        assert "Nobody hears this" not in bo.texts(circle)
        assert {row["name"]: row["devices"] for row in bo.rows("members", circle)}["bo"] == 1


OWN_REMOVAL = "Another device of yours removed this one from the circle."


def sentence(engine, circle):
    return engine.ctl("status", circle)["sentence"]


def a_removed_device_is_told_while_it_is_here():
    with engines.people("desk", "lap") as (desk, lap):
        desk.start()
        lap.start()
        circle = engines.found_circle(desk)
        device = add_device(desk, lap, circle)
        wait_for_equal_state([desk, lap], circle)
        desk.ctl("device", "remove", circle, device)
        until(lambda: sentence(lap, circle) == OWN_REMOVAL, "the laptop to be told")
        lap.fails("post", circle, "Let me in", status=1)


def a_removed_device_is_told_when_it_comes_back():
    with engines.people("ana", "bo", "lap") as (ana, bo, lap):
        for engine in (ana, bo, lap):
            engine.start()
        circle = engines.found_circle(ana, bo)
        device = add_device(bo, lap, circle)
        wait_for_equal_state([ana, bo, lap], circle)
        lap.stop()
        bo.post(circle, "What the laptop never saw")
        wait_for_text([ana], circle, "What the laptop never saw")
        ana.ctl("device", "remove", circle, device)
        until(lambda: devices(bo, circle)[device]["state"] == "removed", "bo to know")
        lap.start()
        told = "ana removed this device from the circle."
        until(lambda: sentence(lap, circle) == told, "the laptop to be told")
        assert "What the laptop never saw" not in lap.texts(circle)
        for engine in (ana, bo, lap):
            engine.stop()
        lap.start()
        assert sentence(lap, circle) == told


def a_removed_device_comes_back_by_a_new_link():
    with engines.people("desk", "lap", "bo") as (desk, lap, bo):
        for engine in (desk, lap, bo):
            engine.start()
        circle = engines.found_circle(desk, bo)
        device = add_device(desk, lap, circle)
        wait_for_equal_state([desk, lap, bo], circle)
        desk.ctl("device", "remove", circle, device)
        until(lambda: sentence(lap, circle) == OWN_REMOVAL, "the laptop to be told")
        desk.post(circle, "While it was out")
        again = add_device(desk, lap, circle)
        assert again != device
        wait_for_text([lap], circle, "While it was out")
        lap.post(circle, "Here again")
        wait_for_text([desk, bo], circle, "Here again")
        wait_for_equal_state([desk, lap, bo], circle)
        rows = devices(bo, circle)
        assert rows[device]["state"] == "removed" and rows[again]["state"] == "active", rows
        assert sentence(lap, circle).startswith("Up to date with"), sentence(lap, circle)


def a_device_introduces_itself():
    with engines.people("bo", "desk", "lap") as (bo, desk, lap):
        for engine in (bo, desk, lap):
            engine.start()
        circle = engines.found_circle(bo, desk)
        wait_for_equal_state([bo, desk], circle)
        bo.stop()
        desk.post(circle, "While bo was away")
        device = add_device(desk, lap, circle)
        wait_for_equal_state([desk, lap], circle)
        desk.stop()
        bo.start()
        lap.post(circle, "You do not know this device yet")
        wait_for_text([bo], circle, "You do not know this device yet")
        wait_for_equal_state([bo, lap], circle)
        assert devices(bo, circle)[device]["state"] == "active"
        assert "While bo was away" in bo.texts(circle)


def who_left_gives_no_devices():
    with engines.people("ana", "bo", "lap") as (ana, bo, lap):
        for engine in (ana, bo, lap):
            engine.start()
        circle = engines.found_circle(ana, bo)
        link = bo.ctl("device", "link", circle)["link"]
        bo.ctl("circle", "leave", circle)
        lap.fails("device", "add", link, "--wait", "4", status=1)
        bo.fails("device", "link", circle, status=1)
        assert lap.rows("circle", "list") == []


if __name__ == "__main__":
    sys.exit(tap.run([
        a_link_makes_a_device,
        a_link_is_good_once,
        a_link_survives_its_maker_being_killed,
        a_device_goes_on_without_its_sponsor,
        what_is_read_and_begun_goes_along,
        what_is_private_goes_along,
        letters_of_before_are_opened_too,
        a_removed_device_is_out,
        a_removed_device_is_told_while_it_is_here,
        a_removed_device_is_told_when_it_comes_back,
        a_removed_device_comes_back_by_a_new_link,
        a_device_introduces_itself,
        who_left_gives_no_devices,
    ]))
