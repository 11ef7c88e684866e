#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Cenacle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""demo.py BUILD: three people on this machine, each with an engine of their own, found a circle, talk,
and end with the same state. Shows what each of them reads. Leaves nothing behind."""

import os
import pathlib
import sys

os.environ["CENACLE_BUILD"] = sys.argv[1] if len(sys.argv) > 1 else "build"
sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "tests/support"))

import engines  # noqa: E402
from engines import until, wait_for_equal_state, wait_for_text  # noqa: E402


def say(text=""):
    print(text, flush=True)


def show(engine, circle):
    """The conversation as @engine reads it, replies below what they answer."""
    rows = engine.read(circle)
    say(f"\nWhat {engine.name} reads in #general:")
    for row in rows:
        indent = "      " if row["reply_to"] else "  "
        reactions = "".join(f"  {r['emoji']} {r['n']}" for r in row["reactions"])
        edited = " (edited)" if row["edited"] else ""
        say(f"{indent}{row['author']:5} {row['text']}{edited}{reactions}")


def talk(ana, bo, cleo, circle):
    question = ana.post(circle, "How do you choose what to substitute in an integral?")
    wait_for_text([bo, cleo], circle, "How do you choose what to substitute in an integral?")
    answer = bo.post(circle, "I look for a function whose derivative stands there too.",
                     "--reply", question)
    until(lambda: cleo.message(circle, answer), "Cleo to read the answer")
    cleo.ctl("react", circle, answer, "🙏")
    mistake = cleo.post(circle, "Shall we meet on Teusday and do page 12 together?")
    cleo.ctl("edit", circle, mistake, "Shall we meet on Tuesday and do page 12 together?")
    until(lambda: (ana.message(circle, mistake) or {}).get("edited"), "Ana to see the edit")

    say("\nAna shuts her laptop; Bo and Cleo go on without her.")
    ana.stop()
    bo.post(circle, "Tuesday is fine.")
    wait_for_text([cleo], circle, "Tuesday is fine.")
    cleo.post(circle, "I bring the exercises.")
    wait_for_text([bo], circle, "I bring the exercises.")

    say("Ana opens it again and catches up.")
    ana.start()
    wait_for_text([ana], circle, "I bring the exercises.")


def main():
    with engines.people("Ana", "Bo", "Cleo") as everybody:
        say("Three people, three engines, no server.")
        for engine in everybody:
            engine.start()
        ana, bo, cleo = everybody
        circle = engines.found_circle(ana, bo, cleo, name="Analysis, Mondays")
        say("Ana has created the circle “Analysis, Mondays”; Bo and Cleo joined by her invites.")
        talk(ana, bo, cleo, circle)
        state = wait_for_equal_state(everybody, circle)
        for engine in everybody:
            show(engine, circle)
        say(f"\nAll three hold the same {state['ops']} operations and show the same:")
        for engine in everybody:
            state = engine.state(circle)
            say(f"  {engine.name:5} log {state['set_digest'][:16]}…  views {state['view_digest'][:16]}…")
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except engines.Failure as failure:
        print(f"The demonstration failed: {failure}", file=sys.stderr)
        sys.exit(1)
