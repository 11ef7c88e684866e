# SPDX-FileCopyrightText: 2026 The Cenacle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What mattered while one was away, and the circle's figures, between two people."""

import pathlib
import sys
import time
import xml.dom.minidom

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))

import engines  # noqa: E402
import tap  # noqa: E402
from engines import until, wait_for_equal_state  # noqa: E402


def begin(*people):
    for engine in people:
        engine.start()
    circle = engines.found_circle(*people)
    wait_for_equal_state(list(people), circle)
    return circle


def in_hours(n):
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + 3600 * n))


def digest_says_what_concerns_me():
    with engines.people("ana", "bo") as (ana, bo):
        circle = begin(ana, bo)
        question = ana.ctl("ask", circle, "Why is it so?")["id"]
        own = ana.post(circle, "I am here")
        wait_for_equal_state([ana, bo], circle)
        bo.post(circle, "Nothing that concerns her")
        bo.post(circle, "Look, @Ana, at this")
        bo.post(circle, "@anabel is somebody else")
        bo.post(circle, "So am I", "--reply", own)
        bo.ctl("answer", circle, question, "Because")
        bo.ctl("pair", "propose", circle, "ana", "--goal", "Read Spivak")
        bo.ctl("session", "plan", circle, "Soon", "--start", in_hours(30))
        bo.ctl("session", "plan", circle, "Late", "--start", in_hours(1000))
        bo.ctl("ask", circle, "Who can help?")
        wait_for_equal_state([ana, bo], circle)
        told = [(row["why"], row["title"]) for row in ana.rows("digest", circle)]
        assert told == [
            ("mention", "Look, @Ana, at this"), ("pair", "Read Spivak"), ("answer", "Because"),
            ("reply", "So am I"), ("session", "Soon"), ("new-session", "Late"),
            ("question", "Who can help?")], told
        assert {row["author"] for row in ana.rows("digest", circle)} == {"bo"}
        # What one did oneself is no news; what comes is, whoever planned it.
        assert [row["why"] for row in bo.rows("digest", circle)] == ["session"]
        later = [row["why"] for row in ana.rows("digest", circle, "--since", in_hours(1))]
        assert later == ["session"], later
        human = ana.run("digest", circle, options=()).stdout
        assert "names you" in human and "answers your question" in human, human


def what_waits_stays_until_it_is_done():
    with engines.people("ana", "bo") as (ana, bo):
        circle = begin(ana, bo)
        question = bo.ctl("ask", circle, "Why?")["id"]
        poll = bo.ctl("poll", "create", circle, "When?", "Now", "Later")["id"]
        bo.post(circle, "@ana, look")
        wait_for_equal_state([ana, bo], circle)
        ana.run("mark-read", circle)
        assert ana.rows("digest", circle) == [], "all was marked as read"
        assert "mention" in [row["why"] for row in ana.rows("digest", circle, "--since", in_hours(-1))]
        assert [row["what"] for row in ana.rows("waiting", circle)] == ["poll", "question"]
        ana.ctl("poll", "vote", circle, poll, "Now")
        answer = ana.ctl("answer", circle, question, "Because")["id"]
        ana.run("mark-read", circle)
        assert ana.rows("waiting", circle) == []
        wait_for_equal_state([ana, bo], circle)
        assert [row["what"] for row in bo.rows("waiting", circle)] == ["poll", "answer"]
        bo.ctl("accept", circle, answer)
        bo.ctl("poll", "close", circle, poll)
        badge = ana.ctl("badge", "create", circle, "Owl", "🦉", "for a question")["id"]
        wait_for_equal_state([ana, bo], circle)
        bo.ctl("badge", "award", circle, badge, "ana")
        wait_for_equal_state([ana, bo], circle)
        assert [(row["why"], row["title"]) for row in ana.rows("digest", circle)] == [
            ("taken", "Why?"), ("badge", "Owl"), ("chosen", "When?")], ana.rows("digest", circle)
        for engine in (ana, bo):
            assert sorted((row["what"], row["n"], row["member"]) for row in engine.rows("milestones", circle)) == [
                ("accepted", 1, "ana"), ("solved", 1, "")]
        assert "Your first answer was accepted" in ana.run("milestones", circle, options=()).stdout
        assert "The first answer of ana was accepted" in bo.run("milestones", circle, options=()).stdout


def pulse_counts_alike():
    with engines.people("ana", "bo") as (ana, bo):
        circle = begin(ana, bo)
        question = ana.ctl("ask", circle, "Why?")["id"]
        ana.post(circle, "one")
        wait_for_equal_state([ana, bo], circle)
        bo.post(circle, "two")
        answer = bo.ctl("answer", circle, question, "Because")["id"]
        bo.ctl("message", circle, "ana", "a letter does not count")
        session = bo.ctl("session", "plan", circle, "Now", "--start", in_hours(0))["id"]
        wait_for_equal_state([ana, bo], circle)
        ana.ctl("accept", circle, answer)
        for engine in (ana, bo):
            engine.ctl("session", "attend", circle, session)
        wait_for_equal_state([ana, bo], circle)
        month = time.strftime("%Y-%m", time.gmtime())
        row = ana.ctl("pulse", circle, "--month", month)
        assert (row["month"], row["messages"], row["authors"], row["topics"], row["questions"],
                row["solved"], row["sessions"], row["attendance"]) == (month, 2, 2, 1, 1, 1, 1, 2), row
        assert row == bo.ctl("pulse", circle, "--month", month)
        assert row in ana.rows("pulse", circle)
        assert ana.ctl("pulse", circle, "--month", "1999-01")["messages"] == 0
        ana.fails("pulse", circle, "--month", "May", status=2)
        table, plot = ana.home / "pulse.csv", ana.home / "pulse.svg"
        ana.rows("pulse", circle, "--csv", table, "--svg", plot)
        head, line = table.read_text().splitlines()[0], table.read_text().splitlines()[-1]
        assert head.startswith("month,contributions,messages,") and line.startswith(month), (head, line)
        assert len(head.split(",")) == len(line.split(",")) == 16
        drawn = xml.dom.minidom.parse(str(plot))
        assert len(drawn.getElementsByTagName("title")) == 15


def care_names_who_has_not_written():
    with engines.people("ana", "bo", "cleo") as (ana, bo, cleo):
        circle = begin(ana, bo, cleo)
        bo.post(circle, "Good morning")
        wait_for_equal_state([ana, bo, cleo], circle)
        told = ana.rows("care", circle)
        assert [(row["what"], row["title"]) for row in told] == [("newcomer", "cleo")], told
        human = ana.run("care", circle, options=()).stdout
        assert "has not written yet" in human, human


if __name__ == "__main__":
    sys.exit(tap.run([digest_says_what_concerns_me, what_waits_stays_until_it_is_done, pulse_counts_alike,
                      care_names_who_has_not_written]))
