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


if __name__ == "__main__":
    sys.exit(tap.run([
        questions_are_answered_and_accepted,
        only_who_asked_or_a_facilitator_accepts,
        a_private_question_stays_between_two,
    ]))
