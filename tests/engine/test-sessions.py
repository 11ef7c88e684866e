# SPDX-FileCopyrightText: 2026 The Cenacle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sessions between two people: planned, answered, attended, judged and kept; and as calendars."""

import pathlib
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))

import engines  # noqa: E402
import tap  # noqa: E402
from engines import until, wait_for_equal_state  # noqa: E402

DAY_MS = 24 * 3600 * 1000
FUTURE = "2036-09-01T16:00:00Z"
FUTURE_MS = 2103897600000


def begin(*people):
    for engine in people:
        engine.start()
    circle = engines.found_circle(*people)
    wait_for_equal_state(list(people), circle)
    return circle


def show(engine, circle, session, *options):
    return engine.ctl("session", "show", circle, session, *options)


def minutes_ago(n):
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() - 60 * n))


def planned_and_answered():
    with engines.people("ana", "bo") as (ana, bo):
        circle = begin(ana, bo)
        session = ana.ctl("session", "plan", circle, "Integrals", "--start", FUTURE, "--minutes", "45",
                          "--place", "Room 3", "--format", "talk", "--capacity", "1")["id"]
        row = until(lambda: next(iter(bo.rows("session", "list", circle)), None), "Bo to see it")
        assert row["id"] == session and row["title"] == "Integrals", row
        assert (row["start"], row["minutes"], row["host"], row["presenters"], row["place"]) == \
            (FUTURE_MS, 45, "ana", [], "Room 3"), row
        assert row["rsvp"] == {"no": 0, "yes": 0, "maybe": 0, "waiting": 0, "mine": None}, row

        bo.ctl("session", "rsvp", circle, session, "yes")
        until(lambda: show(ana, circle, session)["rsvp"]["yes"] == 1, "Ana to see Bo's answer")
        ana.ctl("session", "rsvp", circle, session, "yes")
        wait_for_equal_state([ana, bo], circle)
        for engine in (ana, bo):
            row = show(engine, circle, session)
            assert row["guests"] == [{"name": "bo", "answer": "yes"},
                                     {"name": "ana", "answer": "waiting"}], row
            assert row["rsvp"]["mine"] == "yes" and row["rsvp"]["waiting"] == 1, row
            assert len(row["agenda"]) == 4 and row["agenda"][0].startswith("5 "), row
        bo.ctl("session", "rsvp", circle, session, "no")
        until(lambda: show(ana, circle, session)["guests"][0] == {"name": "ana", "answer": "yes"},
              "Ana to have the place that Bo gave up")
        before = ana.state(circle)
        ana.ctl("rebuild", circle)
        assert ana.state(circle) == before


def repeated_and_called_off():
    with engines.people("ana", "bo") as (ana, bo):
        circle = begin(ana, bo)
        session = ana.ctl("session", "plan", circle, "Every week", "--start", FUTURE,
                          "--repeat", "weekly", "--zone", "Europe/Paris")["id"]
        until(lambda: bo.rows("session", "list", circle), "Bo to see it")
        weeks = show(bo, circle, session)["next"]
        # Summer time ends on 2036-10-26 in Paris.
        expected = [FUTURE_MS + 7 * DAY_MS * n + (3600000 if n > 7 else 0) for n in range(10)]
        assert weeks == expected, weeks
        ana.ctl("session", "cancel", circle, session, "--on", "2036-09-08")
        until(lambda: show(bo, circle, session)["next"][1] == expected[2], "Bo to see it called off")
        bo.fails("session", "rsvp", circle, session, "yes", "--on", "2036-09-09", status=3)
        bo.ctl("session", "rsvp", circle, session, "maybe", "--on", "2036-09-15")
        assert show(bo, circle, session)["rsvp"]["mine"] is None
        assert show(bo, circle, session, "--on", "2036-09-15")["rsvp"]["mine"] == "maybe"
        ana.ctl("session", "cancel", circle, session)
        until(lambda: show(bo, circle, session)["cancelled"], "Bo to see all of it called off")
        bo.fails("session", "cancel", circle, session, status=1)


def what_was_planned_is_changed():
    with engines.people("ana", "bo") as (ana, bo):
        circle = begin(ana, bo)
        session = ana.ctl("session", "plan", circle, "Integrals", "--start", FUTURE, "--repeat", "weekly",
                          "--zone", "UTC", "--capacity", "1", "--place", "Room 3", "--agenda", "5 Welcome",
                          "--agenda", "20 Talk")["id"]
        until(lambda: bo.rows("session", "list", circle), "Bo to see it")
        bo.fails("session", "change", circle, session, "Mine now", status=1)
        ana.fails("session", "change", circle, session, status=2)
        ana.fails("session", "change", circle, session, "--repeat", "hourly", status=2)
        for engine in (ana, bo):
            until(lambda who=engine: who.run("session", "rsvp", circle, session, "yes").status == 0, "the answers")
        ana.ctl("session", "change", circle, session, "Series", "--agenda", "20 Talk", "--agenda", "5 Welcome",
                "--capacity", "0", "--repeat", "never")
        row = until(lambda: (r := show(bo, circle, session))["title"] == "Series" and r, "Bo to see the changes")
        assert (row["agenda"], row["capacity"], row["repeat"], row["place"], row["start"], row["minutes"]) == \
            (["20 Talk", "5 Welcome"], 0, "", "Room 3", FUTURE_MS, 60), row
        until(lambda: show(bo, circle, session)["rsvp"]["yes"] == 2, "nobody to wait any more")
        ana.ctl("session", "change", circle, session, "--start", "2036-09-02T16:00:00Z")
        row = until(lambda: (r := show(bo, circle, session))["start"] == FUTURE_MS + DAY_MS and r, "another day")
        assert row["rsvp"]["yes"] == 0 and row["rsvp"]["mine"] is None, row


def two_clocks_are_told():
    with engines.people("ana") as (ana,):
        ana.start()
        circle = ana.ctl("circle", "create", "Alone", "--as", "ana")["circle"]
        far = ana.ctl("session", "plan", circle, "Far", "--start", FUTURE, "--zone", "Asia/Kolkata")["id"]
        near = ana.ctl("session", "plan", circle, "Near", "--start", FUTURE, "--zone", "UTC")["id"]
        ana.environment["TZ"] = "Europe/Paris"
        told = ana.run("session", "show", circle, far, options=()).stdout
        assert "2036-09-01 18:00" in told and "21:30 in Kolkata" in told, told
        assert show(ana, circle, far)["zone"] == "Asia/Kolkata"
        ana.environment["TZ"] = "UTC"
        assert "Elsewhere" not in ana.run("session", "show", circle, near, options=()).stdout


def held_and_kept():
    with engines.people("ana", "bo") as (ana, bo):
        circle = begin(ana, bo)
        session = ana.ctl("session", "plan", circle, "Now", "--start", minutes_ago(10),
                          "--minutes", "60")["id"]
        until(lambda: bo.rows("session", "list", circle), "Bo to see it")
        bo.ctl("session", "attend", circle, session)
        ana.ctl("session", "attend", circle, session)
        bo.ctl("session", "feedback", circle, session, "4", "5")
        ana.ctl("session", "feedback", circle, session, "2", "4")
        ana.fails("session", "feedback", circle, session, "6", "1", status=2)
        ana.fails("session", "feedback", circle, session, "3", status=2)
        bo.ctl("session", "minutes", circle, session, "We did page twelve.")
        wait_for_equal_state([ana, bo], circle)
        for engine in (ana, bo):
            assert sorted(show(engine, circle, session)["attended"]) == ["ana", "bo"]
            told = engine.ctl("session", "feedback", circle, session)
            assert told == {"answers": 2, "useful": 3.0, "again": 4.5}, told
            row = engine.ctl("session", "minutes", circle, session)
            assert (row["author"], row["text"]) == ("bo", "We did page twelve."), row
        hit = ana.ctl("search", circle, "twelve")
        assert hit["kind"] == "minutes", hit
        bo.ctl("session", "attend", circle, session, "--remove")
        until(lambda: show(ana, circle, session)["attended"] == ["ana"], "Ana to see it taken back")
        bo.ctl("session", "host", circle, session)
        until(lambda: show(ana, circle, session)["host"] == "bo", "Ana to see who hosts")
        ana.ctl("session", "host", circle, session, "ana")
        until(lambda: show(bo, circle, session)["host"] == "ana", "Bo to see who hosts")


def notes_become_minutes_and_a_recap_is_posted():
    with engines.people("ana", "bo") as (ana, bo):
        circle = begin(ana, bo)
        session = ana.ctl("session", "plan", circle, "Now", "--start", minutes_ago(10))["id"]
        until(lambda: bo.rows("session", "list", circle), "Bo to see it")
        bo.fails("session", "keep-notes", circle, session, status=3)
        note = bo.ctl("session", "note", circle, session)["id"]
        assert show(bo, circle, session)["note"] == note
        bo.ctl("note", "insert", circle, note, "0", "We did é page twelve.")
        bo.ctl("session", "keep-notes", circle, session)
        bo.ctl("note", "insert", circle, note, "0", "Later: ")
        bo.ctl("session", "attend", circle, session)
        bo.ctl("session", "recap", circle, session, "We meet on Monday\n- and on Friday")
        wait_for_equal_state([ana, bo], circle)
        assert ana.ctl("session", "minutes", circle, session)["text"] == "We did é page twelve."
        text = ana.rows("read", circle)[-1]["text"]
        for part in ("**Recap of “Now”**", "Were there: bo", "- We meet on Monday\n- and on Friday",
                     f"(cenacle:object:{note})"):
            assert part in text, text
        before = ana.state(circle)
        ana.ctl("rebuild", circle)
        assert ana.state(circle) == before


def from_calendar_to_calendar():
    with engines.people("ana", "bo") as (ana, bo):
        circle = begin(ana, bo)
        ana.ctl("session", "plan", circle, "Séance; une, deux", "--start", FUTURE, "--repeat", "monthly",
                "--text", "Two\nlines", "--zone", "Europe/Paris")
        other = ana.ctl("session", "plan", circle, "Other", "--start", FUTURE)["id"]
        file = ana.home / "sessions.ics"
        assert ana.ctl("session", "ics", circle, file) == {}
        text = file.read_text()
        assert text.count("BEGIN:VEVENT") == 2 and "RRULE:FREQ=MONTHLY" in text, text
        assert "DTSTART;TZID=Europe/Paris:20360901T180000" in text, text
        alone = ana.run("session", "ics", circle, "--session", other, options=()).stdout
        assert alone.count("BEGIN:VEVENT") == 1 and "SUMMARY:Other" in alone, alone

        imported = bo.ctl("session", "import", circle, file)["id"]
        row = show(bo, circle, imported)
        assert (row["title"], row["start"], row["repeat"], row["zone"], row["text"]) == \
            ("Séance; une, deux", FUTURE_MS, "monthly", "Europe/Paris", "Two\nlines"), row
        (bo.home / "bad.ics").write_text("nothing")
        bo.fails("session", "import", circle, bo.home / "bad.ics", status=1)


def what_cannot_be_is_told():
    with engines.people("ana") as (ana,):
        ana.start()
        circle = ana.ctl("circle", "create", "Alone", "--as", "ana")["circle"]
        message = ana.post(circle, "no session")
        ana.fails("session", "plan", circle, "When?", status=2)
        ana.fails("session", "plan", circle, "When?", "--start", "soon", status=2)
        ana.fails("session", "plan", circle, "T", "--start", FUTURE, "--repeat", "hourly", status=2)
        ana.fails("session", "plan", circle, "T", "--start", FUTURE, "--format", "party", status=2)
        ana.fails("session", "plan", circle, "T", "--start", FUTURE, "--minutes", "1441", status=2)
        ana.fails("session", "plan", circle, "", "--start", FUTURE, status=1)
        ana.fails("session", "show", circle, message, status=3)
        session = ana.ctl("session", "plan", circle, "T", "--start", FUTURE)["id"]
        ana.fails("session", "rsvp", circle, session, "perhaps", status=2)
        assert "not begun" in ana.fails("session", "attend", circle, session, status=1)
        ana.fails("session", "plan", circle, "T", "--start", FUTURE, "--from", message, status=3)


if __name__ == "__main__":
    sys.exit(tap.run([
        planned_and_answered,
        repeated_and_called_off,
        what_was_planned_is_changed,
        two_clocks_are_told,
        held_and_kept,
        notes_become_minutes_and_a_recap_is_posted,
        from_calendar_to_calendar,
        what_cannot_be_is_told,
    ]))
