# SPDX-FileCopyrightText: 2026 The Cenacle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""An evening of a circle as three people hold it: a session from its plan to its recap, whose host's
machine goes in its midst. Whatever joins their engines, this is what they see."""

import time

from engines import until, wait_for_equal_state

SEEN_S = 30


def live(engine, circle, session):
    return engine.ctl("session", "live", circle, session)


def wait_to_see(everybody, circle, session, check, what):
    for engine in everybody:
        until(lambda: check(live(engine, circle, session)), f"{engine.name} to see {what}", SEEN_S)


def names(row):
    return sorted(person["name"] for person in row["people"])


def show(engine, circle, session):
    return engine.ctl("session", "show", circle, session)


def plan(host, everybody, circle):
    """Out of a topic that was proposed; all answer, and one is too many for the room."""
    topic = everybody[-1].ctl("propose", circle, "Integrals by parts")["id"]
    wait_for_equal_state(everybody, circle)
    start = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() - 1))
    session = host.ctl("session", "plan", circle, "Integrals", "--start", start, "--from", topic, "--capacity", "2",
                       "--agenda", "1 Welcome", "--agenda", "30 Talk")["id"]
    for engine in everybody:
        until(lambda who=engine: who.run("session", "rsvp", circle, session, "yes").status == 0,
              f"{engine.name} to answer")
        wait_for_equal_state(everybody, circle)
    assert [guest["answer"] for guest in show(host, circle, session)["guests"]] == ["yes", "yes", "waiting"]
    return session


def begin(host, others, circle, session):
    """All enter, the first step's time runs, and two ask to speak."""
    everybody = [host, *others]
    for engine in everybody:
        engine.ctl("session", "enter", circle, session)
        wait_to_see([host], circle, session, lambda row, who=engine: who.name in names(row), f"{engine.name} there")
    wait_to_see(everybody, circle, session,
                lambda row: len(row["people"]) == len(everybody) and row["host"] == host.name, "who is there")
    host.ctl("session", "next", circle, session)
    wait_to_see(everybody, circle, session, lambda row: row["agenda"][0]["state"] == "running"
                and row["agenda"][0]["spent"] > 0, "the time run")
    for n, engine in enumerate(reversed(others), 1):
        engine.ctl("session", "queue", circle, session)
        wait_to_see(everybody, circle, session, lambda row, n=n: len(row["queue"]) == n, f"{n} who want to speak")
    host.ctl("session", "speak", circle, session)
    wait_to_see(everybody, circle, session, lambda row: row["speaker"] == others[-1].name
                and row["queue"] == [others[0].name], "the first to have asked speak")


def go_on_without(host, others, circle, session):
    """Its machine went: another hosts, the queue and the agenda go on. Gives who hosts now, and after how many seconds."""
    gone = time.monotonic()
    wait_to_see(others, circle, session, lambda row: row["host"] in {engine.name for engine in others}, "another host")
    took_s = time.monotonic() - gone
    wait_to_see(others, circle, session, lambda row: host.name not in names(row), f"{host.name} gone")
    chosen = live(others[0], circle, session)["host"]
    heir = next(engine for engine in others if engine.name == chosen)
    heir.ctl("session", "next", circle, session)
    wait_to_see(others, circle, session, lambda row: row["step"] == 2 and row["queue"], "the talk")
    return heir, took_s


def write_together(writers, circle, session):
    """Into the session's note, which one of them begins."""
    note = writers[0].ctl("session", "note", circle, session)["id"]
    for writer in writers:
        until(lambda who=writer: who.run("note", "insert", circle, note, "0", f"{who.name} was heard. ").status == 0,
              f"{writer.name} to write")
    wait_for_equal_state(writers, circle)
    return note


def end(heir, everybody, circle, session):
    """The agenda ends, attendance and what each thought of it are noted, minutes and a recap are kept."""
    heir.ctl("session", "next", circle, session)
    wait_to_see(everybody, circle, session, lambda row: row["step"] == 3, "the end of the agenda")
    for mark, engine in enumerate(everybody, 3):
        engine.ctl("session", "attend", circle, session)
        engine.ctl("session", "feedback", circle, session, mark, 5)
    heir.ctl("session", "keep-notes", circle, session)
    heir.ctl("session", "recap", circle, session, "We meet on Monday")
    for engine in everybody:
        engine.ctl("session", "leave", circle, session)
    wait_for_equal_state(everybody, circle)


def check_what_is_kept(everybody, circle, session):
    for engine in everybody:
        row = show(engine, circle, session)
        assert sorted(row["attended"]) == sorted(one.name for one in everybody), row
        told = engine.ctl("session", "feedback", circle, session)
        assert told == {"answers": 3, "useful": 4.0, "again": 5.0}, told
        minutes = engine.ctl("session", "minutes", circle, session)["text"]
        assert minutes.count("was heard.") == 2, minutes
        recap = engine.texts(circle)[-1]
        assert "**Recap of “Integrals”**" in recap and "We meet on Monday" in recap, recap
        assert [row["state"] for row in engine.rows("proposals", circle)] == ["planned"], engine.rows("proposals", circle)
