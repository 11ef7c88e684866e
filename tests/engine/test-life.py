# SPDX-FileCopyrightText: 2026 The Cenacle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What makes a circle live, over real engines: questions, polls, proposals, thanks, the charter and
the week. Everybody sees the same, and private questions stay private."""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))

import engines  # noqa: E402
import tap  # noqa: E402
from engines import until, wait_for_equal_state  # noqa: E402


def begin(*everybody):
    for engine in everybody:
        engine.start()
    circle = engines.found_circle(*everybody)
    wait_for_equal_state(everybody, circle)
    return circle


def row_of(engine, identifier, *verb):
    return next((row for row in engine.rows(*verb) if row["id"] == identifier), None)


def member_of(engine, circle, name):
    return next(row["member"] for row in engine.rows("members", circle) if row["name"] == name)


def questions_are_answered_and_accepted():
    with engines.people("ana", "bo") as (ana, bo):
        circle = begin(ana, bo)
        question = bo.ctl("ask", circle, "How does one substitute?", "I am lost.", "--skill", "calculus")["id"]
        row = until(lambda: row_of(ana, question, "questions", circle), "Ana to see the question")
        assert (row["title"], row["author"], row["answers"], row["accepted"]) == (
            "How does one substitute?", "bo", 0, None), row
        assert row["state"] == "open" and row["skills"] == ["calculus"] and not row["private"], row
        answer = ana.ctl("answer", circle, question, "Look at page 12.")["id"]
        second = ana.ctl("answer", circle, question, "Or at page 14.")["id"]
        ana.ctl("me-too", circle, question)
        row = until(lambda: (r := row_of(bo, question, "questions", circle))["me_too"] and r,
                    "Bo to see Ana's hand")
        assert row["answers"] == 2 and row["state"] == "answered", row
        assert [row["text"] for row in bo.rows("answers", circle, question)] == [
            "Look at page 12.", "Or at page 14."]
        assert [row["id"] for row in bo.rows("questions", circle, "--open")] == [question]

        bo.ctl("accept", circle, answer)
        until(lambda: row_of(ana, question, "questions", circle)["accepted"] == answer,
              "Ana to see her answer taken")
        assert ana.rows("questions", circle, "--open") == []
        assert [row["accepted"] for row in ana.rows("answers", circle, question)] == [True, False]
        ana.ctl("accept", circle, second)  # a facilitator may
        until(lambda: row_of(bo, question, "questions", circle)["accepted"] == second, "the other answer")
        assert ana.ctl("search", circle, "substitute")["kind"] == "question"
        ana.ctl("redact", circle, second)
        row = until(lambda: (r := row_of(bo, question, "questions", circle))["answers"] == 1 and r,
                    "the answer to be gone")
        assert row["accepted"] is None and row["state"] == "answered", row
        wait_for_equal_state([ana, bo], circle)
        assert ana.fails("answer", circle, answer, "to an answer", status=3)
        assert ana.fails("ask", circle, "", status=1)


def only_who_asked_or_a_facilitator_accepts():
    with engines.people("ana", "bo", "cleo") as (ana, bo, cleo):
        circle = begin(ana, bo, cleo)
        question = bo.ctl("ask", circle, "Why?")["id"]
        until(lambda: row_of(cleo, question, "questions", circle), "Cleo to see the question")
        answer = cleo.ctl("answer", circle, question, "Because.")["id"]
        assert "change it" in cleo.fails("accept", circle, answer, status=1)
        until(lambda: row_of(ana, question, "questions", circle)["answers"] == 1, "Ana to see the answer")
        ana.ctl("accept", circle, answer)
        until(lambda: row_of(cleo, question, "questions", circle)["accepted"] == answer, "acceptance")


def a_private_question_stays_between_two():
    with engines.people("ana", "bo", "cleo") as (ana, bo, cleo):
        circle = begin(ana, bo, cleo)
        question = bo.ctl("ask", circle, "Quixotry?", "Between us", "--to", "cleo")["id"]
        row = until(lambda: row_of(cleo, question, "questions", circle), "Cleo to see the question")
        assert row["private"] and row["title"] == "Quixotry?", row
        answer = cleo.ctl("answer", circle, question, "Zanzibar.")["id"]
        until(lambda: row_of(bo, question, "questions", circle)["answers"] == 1, "Bo to see the answer")
        bo.ctl("accept", circle, answer)
        until(lambda: row_of(cleo, question, "questions", circle)["accepted"] == answer, "acceptance")
        wait_for_equal_state([ana, bo, cleo], circle)
        assert ana.rows("questions", circle) == []
        ana.stop()
        held = b"".join(path.read_bytes() for path in ana.home.iterdir() if path.name.startswith("replica"))
        assert b"Quixotry" not in held and b"Zanzibar" not in held


def polls_are_counted_alike():
    with engines.people("ana", "bo", "cleo") as (ana, bo, cleo):
        circle = begin(ana, bo, cleo)
        poll = ana.ctl("poll", "create", circle, "When?", "Monday", "Tuesday", "Friday")["id"]
        for engine in (bo, cleo):
            until(lambda e=engine: row_of(e, poll, "poll", "list", circle), "the poll")
        bo.ctl("poll", "vote", circle, poll, "Tuesday")
        cleo.ctl("poll", "vote", circle, poll, "1")
        cleo.ctl("poll", "vote", circle, poll, "2")  # changes her mind
        until(lambda: ana.ctl("poll", "show", circle, poll)["voters"] == 2, "both votes")
        row = ana.ctl("poll", "show", circle, poll)
        assert row["options"] == [{"option": "Monday", "votes": 0}, {"option": "Tuesday", "votes": 2},
                                  {"option": "Friday", "votes": 0}], row
        assert (row["question"], row["members"], row["winner"], row["closed"]) == (
            "When?", 3, "Tuesday", False), row
        assert sorted(row["heard"]) == ["bo", "cleo"] and row["late"] == [], row
        assert bo.ctl("poll", "show", circle, poll)["own"] == ["Tuesday"]
        assert "change it" in cleo.fails("poll", "close", circle, poll, status=1)
        ana.fails("poll", "vote", circle, poll, "Sunday", status=3)
        ana.fails("poll", "vote", circle, poll, "Monday", "Friday", status=2)

        bo.stop()  # who votes without knowing that it was closed is late
        ana.ctl("poll", "close", circle, poll)
        ana.stop()
        cleo.stop()
        bo.start()
        bo.ctl("poll", "vote", circle, poll, "Monday")
        ana.start()
        cleo.start()
        wait_for_equal_state([ana, bo, cleo], circle)
        for engine in (ana, bo, cleo):
            row = engine.ctl("poll", "show", circle, poll)
            assert (row["closed"], row["winner"], row["voters"]) == (True, "Tuesday", 2), row
            assert row["late"] == ["bo"], row
        assert "closed" in cleo.fails("poll", "vote", circle, poll, "Friday", status=1)
        before = cleo.state(circle)
        cleo.ctl("rebuild", circle)
        assert cleo.state(circle) == before
        assert cleo.ctl("poll", "show", circle, poll)["late"] == ["bo"]


def ranked_polls_run_off():
    with engines.people("ana", "bo") as (ana, bo):
        circle = begin(ana, bo)
        poll = ana.ctl("poll", "create", circle, "What?", "a", "b", "c", "--ranked", "--closes",
                       "2099-01-01T00:00Z")["id"]
        until(lambda: row_of(bo, poll, "poll", "list", circle), "the poll")
        ana.ctl("poll", "vote", circle, poll, "a", "b")
        bo.ctl("poll", "vote", circle, poll, "c", "b", "a")
        row = until(lambda: (r := ana.ctl("poll", "show", circle, poll))["voters"] == 2 and r, "both")
        assert row["mode"] == "ranked" and row["winner"] is None, row  # one each
        bo.ctl("poll", "vote", circle, poll, "a")
        until(lambda: ana.ctl("poll", "show", circle, poll)["winner"] == "a", "a to win")
        past = ana.ctl("poll", "create", circle, "Over?", "yes", "no", "--closes", "2001-01-01")["id"]
        assert ana.ctl("poll", "show", circle, past)["closed"]
        ana.fails("poll", "create", circle, "Twice?", "x", "x", status=2)
        ana.fails("poll", "create", circle, "One?", "x", status=2)


def proposals_are_voted_and_become_sessions():
    with engines.people("ana", "bo") as (ana, bo):
        circle = begin(ana, bo)
        first = bo.ctl("propose", circle, "Fourier series", "From the *heat* equation.")["id"]
        second = bo.ctl("propose", circle, "Measure theory")["id"]
        until(lambda: row_of(ana, second, "proposals", circle), "the proposals")
        ana.ctl("proposal", "vote", circle, second)
        bo.ctl("proposal", "vote", circle, second)
        ana.ctl("proposal", "present", circle, second)
        row = until(lambda: (r := row_of(bo, second, "proposals", circle))["presenters"] and r, "Ana's offer")
        assert (row["votes"], row["presenters"], row["state"]) == (2, ["ana"], "open"), row
        assert [r["id"] for r in bo.rows("proposals", circle)] == [first, second]
        assert [r["id"] for r in bo.rows("proposals", circle, "--ranked")] == [second, first]
        ana.ctl("proposal", "vote", circle, second, "--remove")
        session = bo.ctl("session", "plan", circle, "Measure theory", "--start", "2099-01-01T10:00Z",
                         "--from", second)["id"]
        row = until(lambda: (r := row_of(ana, second, "proposals", circle))["state"] == "planned" and r,
                    "the session")
        assert row["session"] == session and row["votes"] == 1, row
        wait_for_equal_state([ana, bo], circle)


def thanks_and_badges():
    with engines.people("ana", "bo", "cleo") as (ana, bo, cleo):
        circle = begin(ana, bo, cleo)
        message = bo.post(circle, "Here is how")
        kudos = ana.ctl("kudos", "give", circle, "bo", "cleo", "--for", "patience", "--skill", "teaching",
                        "--about", message)["id"]
        row = until(lambda: row_of(cleo, kudos, "kudos", "list", circle), "the kudos")
        assert (row["from"], row["to"], row["for"], row["skill"], row["about"]) == (
            "ana", ["bo", "cleo"], "patience", "teaching", message), row
        assert "themselves" in bo.fails("kudos", "give", circle, "bo", "--for", "me", "--skill", "all", status=1)
        bo.fails("kudos", "give", circle, "ana", "--for", "no skill", status=2)
        assert cleo.rows("kudos", "list", circle, "--to", "ana") == []
        assert [r["id"] for r in cleo.rows("kudos", "list", circle, "--to", "bo")] == [kudos]
        bo.fails("badge", "create", circle, "Owl", "🦉", "for good questions", status=1)
        badge = ana.ctl("badge", "create", circle, "Owl", "🦉", "for good questions")["id"]
        until(lambda: row_of(bo, badge, "badge", "list", circle), "the badge")
        bo.ctl("badge", "award", circle, badge, "cleo")
        until(lambda: row_of(ana, badge, "badge", "list", circle)["members"] == ["cleo"], "the award")
        bo.fails("badge", "award", circle, badge, "bo", status=1)
        wait_for_equal_state([ana, bo, cleo], circle)


def charters_have_versions():
    with engines.people("ana", "bo") as (ana, bo):
        circle = begin(ana, bo)
        assert ana.ctl("charter", "show", circle)["version"] == 0
        ana.fails("charter", "accept", circle, status=3)
        file = ana.home.parent / "charter.md"
        file.write_text("We listen.\n")
        ana.ctl("charter", "set", circle, str(file))
        until(lambda: bo.ctl("charter", "show", circle)["version"] == 1, "the charter")
        row = bo.ctl("charter", "show", circle)
        assert (row["text"], row["agreed"], row["accepted"]) == ("We listen.", [], False), row
        bo.ctl("charter", "accept", circle)
        until(lambda: ana.ctl("charter", "show", circle)["agreed"] == ["bo"], "Bo to agree")
        assert bo.ctl("charter", "show", circle)["accepted"]
        bo.fails("charter", "set", circle, str(file), status=1)
        file.write_text("We listen, and we ask.")
        ana.ctl("charter", "set", circle, str(file))
        row = until(lambda: (r := bo.ctl("charter", "show", circle))["version"] == 2 and r, "version 2")
        assert not row["accepted"] and row["agreed"] == [], row
        assert ana.ctl("circle", "show", circle)["charter"] == "We listen, and we ask."
        wait_for_equal_state([ana, bo], circle)


def the_week_is_drawn_alike():
    with engines.people("ana", "bo") as (ana, bo):
        circle = begin(ana, bo)
        # Far from where all were drawn and the order is another one.
        weeks = [ana.ctl("week", circle, "--on", f"2030-02-{day:02}T12:00Z") for day in (5, 13, 21, 28)]
        assert weeks[0]["week"] == "2030-W06", weeks
        assert len({row["icebreaker"] for row in weeks}) == 4, weeks
        assert {row["spotlight"] for row in weeks} == {"ana", "bo"}, weeks
        assert weeks[0]["spotlight"] == weeks[2]["spotlight"] != weeks[1]["spotlight"], weeks
        assert [sorted(pair) for pair in weeks[0]["pairs"]] == [["ana", "bo"]], weeks
        bo.environment["LANGUAGE"] = "fr"
        assert bo.ctl("week", circle, "--on", "2030-02-05T12:00Z") == weeks[0]
        now = ana.ctl("week", circle)
        assert now["spotlight"] is None and 1 <= now["icebreaker"] <= 108, now  # both came this week
        assert bo.ctl("week", circle) == now


def what_helped_stands_on_a_page():
    with engines.people("ana", "bo") as (ana, bo):
        circle = begin(ana, bo)
        boost = ana.ctl("boost", "give", circle, "Bo's drawing", "I saw it at once", "--about", "bo")["id"]
        row = until(lambda: row_of(bo, boost, "boost", "list", circle), "the boost")
        assert (row["title"], row["text"], row["author"], row["ref"]) == (
            "Bo's drawing", "I saw it at once", "ana", member_of(ana, circle, "bo")), row
        assert row_of(bo, boost, "boost", "list", circle, "--month", row["month"])
        assert bo.rows("boost", "list", circle, "--month", "1999-12") == []
        assert "themselves" in bo.fails("boost", "give", circle, "Me", "--about", "bo", status=1)
        bo.fails("boost", "list", circle, "--month", "soon", status=2)


if __name__ == "__main__":
    sys.exit(tap.run([
        questions_are_answered_and_accepted,
        only_who_asked_or_a_facilitator_accepts,
        a_private_question_stays_between_two,
        polls_are_counted_alike,
        ranked_polls_run_off,
        proposals_are_voted_and_become_sessions,
        thanks_and_badges,
        charters_have_versions,
        the_week_is_drawn_alike,
        what_helped_stands_on_a_page,
    ]))
