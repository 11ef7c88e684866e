# SPDX-FileCopyrightText: 2026 The Cenacle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A blind relay between people whose engines never run at the same time."""

import pathlib
import sqlite3
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))

import engines  # noqa: E402
import tap  # noqa: E402
from engines import until  # noqa: E402
from relays import alone, around_a_relay, part, relay_of, settle  # noqa: E402


def envelopes(relay):
    with sqlite3.connect(f"file:{relay.home}/replica.db?mode=ro", uri=True) as db:
        return db.execute("SELECT bytes FROM envelope WHERE bytes IS NOT NULL").fetchall()


def never_online_together():
    with around_a_relay("ana", "bo") as (relay, ana, bo):
        circle = part(relay, ana, bo)
        with alone(ana, circle):
            for i in range(5):
                ana.post(circle, f"Ana says {i}")
            ana.ctl("message", circle, "bo", "For you alone")
        with alone(bo, circle):
            assert len([text for text in bo.texts(circle) if text.startswith("Ana")]) == 5
            assert [row["text"] for row in bo.rows("messages", circle, "ana")] == ["For you alone"]
            bo.post(circle, "Bo answers")
        with alone(ana, circle):
            assert "Bo answers" in ana.texts(circle)
        assert ana.state(circle) == bo.state(circle)
        kept = relay.ctl("relay", "status")
        assert len(kept["mailboxes"]) == 1 and kept["mailboxes"][0]["envelopes"] > 7, kept
        assert not any(b"Ana says" in row[0] or circle.encode() in row[0]
                       for row in envelopes(relay)), "the relay reads nothing"


def relay_is_restarted_and_killed():
    with around_a_relay("ana", "bo") as (relay, ana, bo):
        circle = part(relay, ana, bo)
        ana.start()
        settle(ana, circle)
        relay.kill()
        for i in range(30):
            ana.post(circle, f"Written {i}")
        relay.start("--relay")
        settle(ana, circle)
        relay.kill()
        ana.stop()
        relay.start("--relay")
        with alone(bo, circle):
            assert len([text for text in bo.texts(circle) if text.startswith("Written")]) == 30
        assert ana.state(circle) == bo.state(circle)


def who_waits_is_told():
    with around_a_relay("ana", "bo", "cleo") as (relay, ana, bo, cleo):
        circle = part(relay, ana, bo, cleo)

        def sentence():
            return ana.ctl("status", circle)["sentence"]

        def tick(message):
            """On how many devices it is, and whether it waits at the relay for all of them."""
            row, = [row for row in ana.rows("read", circle) if row["id"] == message]
            return row["copies"], row["at_relay"]

        def waits_for(n):
            return until(lambda: relay_of(ana, circle).get("waiting") == n and
                         relay_of(ana, circle)["settled"], f"it to wait for {n}")

        with alone(ana, circle):
            word = ana.post(circle, "For both of you")
            settle(ana, circle)
            waits_for(2)
            assert sentence() == "Waits at the relay for 2 members.", sentence()
            assert tick(word) == (0, True), tick(word)
        with alone(bo, circle):
            pass
        with alone(ana, circle):
            waits_for(1)
            assert sentence() == "Waits at the relay for 1 member.", sentence()
            until(lambda: {row["name"]: row["has_it"] for row in ana.rows("copies", circle, word)}
                  == {"bo": True, "cleo": False}, "only Cleo not to have it")
            assert tick(word) == (1, False), tick(word)
        with alone(cleo, circle):
            pass
        with alone(ana, circle):
            waits_for(0)
            assert "everybody has fetched" in sentence(), sentence()


def removed_member_fetches_nothing_more():
    with around_a_relay("ana", "bo", "cleo") as (relay, ana, bo, cleo):
        circle = part(relay, ana, bo, cleo)
        with alone(ana, circle):
            ana.ctl("member", "remove", circle, "cleo")
            ana.post(circle, "Without Cleo")
        with alone(bo, circle):
            assert "Without Cleo" in bo.texts(circle), "who lagged finds the new key there"
            bo.post(circle, "Nor with her")
        with alone(ana, circle):
            assert "Nor with her" in ana.texts(circle)
        before = relay.ctl("relay", "status")["mailboxes"][0]
        assert before["drawers"] == 2, before
        cleo.start()
        until(lambda: [row for row in cleo.rows("members", circle) if row["name"] == "cleo" and
                       row["state"] == "removed"], "Cleo to find her removal there")
        assert not {"Without Cleo", "Nor with her"} & set(cleo.texts(circle))
        after = relay.ctl("relay", "status")["mailboxes"][0]
        assert after["drawers"] == 2 and after["envelopes"] == before["envelopes"], after


def quota_is_reached():
    with around_a_relay("ana", "bo") as (relay, ana, bo):
        circle = part(relay, ana, bo)
        mailbox = relay.ctl("relay", "status")["mailboxes"][0]
        relay.ctl("relay", "limit", mailbox["mailbox"], mailbox["bytes"] + 4096)
        ana.start()
        settle(ana, circle)
        for i in range(8):
            ana.post(circle, f"Long {i} " + "x" * 2000)
        until(lambda: relay_of(ana, circle)["problems"] == ["has no room left"],
              "Ana to be told that there is no room")
        assert relay.ctl("relay", "status")["mailboxes"][0]["bytes"] <= mailbox["bytes"] + 4096
        relay.ctl("relay", "limit", mailbox["mailbox"], "64M")
        ana.ctl("offline", "on")
        ana.ctl("offline", "off")
        settle(ana, circle)
        ana.stop()
        with alone(bo, circle):
            assert len([text for text in bo.texts(circle) if text.startswith("Long")]) == 8


def several_relays_and_none():
    with engines.people("one", "two", "ana", "bo") as (one, two, ana, bo):
        for relay in (one, two):
            relay.start("--relay")
        circle = part(one, ana, bo)
        ana.start()
        settle(ana, circle)
        ana.ctl("relay", "add", circle, two.ctl("relay", "link")["link"], "--name", "Other")
        until(lambda: [row["settled"] for row in ana.rows("relay", "list", circle)] == [True, True],
              "both relays to have everything")
        one.stop()
        ana.post(circle, "Through the other")
        until(lambda: [row["settled"] for row in ana.rows("relay", "list", circle)] ==
              [False, True], "the one that runs to have it")
        ana.stop()
        one.start("--relay")
        bo.start()
        until(lambda: "Through the other" in bo.texts(circle), "Bo to read it")
        until(lambda: all(row["settled"] for row in bo.rows("relay", "list", circle)),
              "Bo to bring it to the first")
        assert "facilitator" in bo.fails("relay", "remove", circle, "Post", status=1)
        bo.stop()
        with alone(ana, circle):
            ana.ctl("relay", "remove", circle, "Post")
            assert [row["name"] for row in ana.rows("relay", "list", circle)] == ["Other"]
        assert sum(row["connections"] for row in one.ctl("relay", "status")["mailboxes"]) == 0


def links_are_for_one_mailbox():
    with around_a_relay("ana", "bo") as (relay, ana, bo):
        link = relay.ctl("relay", "link")["link"]
        assert "relay" in ana.fails("relay", "status", status=1)
        ana.start()
        bo.start()
        circle = ana.ctl("circle", "create", "First", "--as", "ana")["circle"]
        other = bo.ctl("circle", "create", "Second", "--as", "bo")["circle"]
        ana.ctl("relay", "add", circle, link)
        assert "already" in ana.fails("relay", "add", circle, link, status=1)
        settle(ana, circle)
        bo.ctl("relay", "add", other, link)
        settle(bo, other)
        mailboxes = relay.ctl("relay", "status")["mailboxes"]
        assert len(mailboxes) == 1 and mailboxes[0]["drawers"] == 2, "one link, one quota"
        relay.ctl("relay", "forget", mailboxes[0]["mailbox"])
        late = relay.ctl("relay", "link", "--expires", "1s")["link"]
        bo.ctl("relay", "remove", other, "127.0.0.1")
        until(lambda: "expired" in bo.run("relay", "add", other, late).stderr or
              bo.run("relay", "remove", other, "127.0.0.1").status, "the link to expire")
        assert "cenacle:relay:" in ana.fails("relay", "add", circle, "cenacle:relay:1:abc",
                                             status=1)
        assert "relay" in ana.fails("join", link, status=1)


if __name__ == "__main__":
    sys.exit(tap.run([
        never_online_together,
        relay_is_restarted_and_killed,
        who_waits_is_told,
        removed_member_fetches_nothing_more,
        quota_is_reached,
        several_relays_and_none,
        links_are_for_one_mailbox,
    ]))
