# SPDX-FileCopyrightText: 2026 The Cenacle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Decks that two people share, each with a schedule of their own; and Anki's text files."""

import pathlib
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))

import engines  # noqa: E402
import tap  # noqa: E402
from engines import until, wait_for_equal_state  # noqa: E402

MINUTE_MS = 60000
DAY_MS = 24 * 60 * MINUTE_MS


def begin(*people):
    for engine in people:
        engine.start()
    circle = engines.found_circle(*people)
    wait_for_equal_state(list(people), circle)
    return circle


def cards_are_shared_and_schedules_are_not():
    with engines.people("ana", "bo") as (ana, bo):
        circle = begin(ana, bo)
        deck = ana.ctl("deck", "create", circle, "Series")["id"]
        card = ana.ctl("card", "add", circle, deck, "1/n diverges?", "Yes", "--tags", "easy one")["id"]
        row = until(lambda: next(iter(bo.rows("card", "due", circle)), None), "Bo to have the card")
        assert (row["front"], row["back"], row["tags"], row["state"]) == \
            ("1/n diverges?", "Yes", "easy one", "new"), row
        wait_for_equal_state([ana, bo], circle)
        before = ana.state(circle)
        told = bo.ctl("card", "review", circle, card, "good")
        assert told["state"] == "learning" and told["reviews"] == 1, told
        assert bo.rows("card", "due", circle) == []
        told = bo.ctl("card", "review", circle, card, "easy")
        assert told["state"] == "review" and told["due"] > 0, told
        assert bo.ctl("deck", "list", circle)["due"] == 0
        assert ana.ctl("deck", "list", circle) == {"id": deck, "title": "Series", "author": "ana",
                                                   "cards": 1, "due": 1}
        assert ana.state(circle) == before == bo.state(circle), "a review was told"
        bo.ctl("rebuild", circle)
        assert bo.ctl("deck", "show", circle, deck)["reviews"] == 2, "a rebuild lost the schedule"
        bo.fails("card", "review", circle, card, "perhaps", status=2)
        bo.fails("card", "review", circle, deck, "good", status=3)
        bo.fails("card", "add", circle, card, "front", "back", status=3)


def files_come_in_and_go_out():
    with engines.people("ana") as (ana,):
        ana.start()
        circle = ana.ctl("circle", "create", "Alone", "--as", "ana")["circle"]
        deck = ana.ctl("deck", "create", circle, "Words")["id"]
        other = ana.ctl("deck", "create", circle, "Again")["id"]
        file, out = ana.home / "in.txt", ana.home / "out.txt"
        file.write_text("#separator:tab\n#html:true\none\tun\n\"two\"\t<b>deux</b><br>d’eux\n")
        assert ana.ctl("deck", "import", circle, deck, file) == {"cards": 2}
        sides = [(row["front"], row["back"]) for row in ana.rows("deck", "show", circle, deck)]
        assert sides == [("one", "un"), ("two", "deux\nd’eux")], sides
        ana.ctl("deck", "export", circle, deck, out)
        ana.ctl("deck", "import", circle, other, out)
        again = [(row["front"], row["back"]) for row in ana.rows("deck", "show", circle, other)]
        assert again == sides, again
        assert len(ana.rows("card", "due", circle, "--deck", other)) == 2
        assert len(ana.rows("card", "due", circle)) == 4
        file.write_text("")
        ana.fails("deck", "import", circle, deck, file, status=1)


def a_thousand_cards_come_at_once():
    with engines.people("ana", "bo") as (ana, bo):
        circle = begin(ana, bo)
        deck = ana.ctl("deck", "create", circle, "Words")["id"]
        file = ana.home / "many.txt"
        file.write_text("".join(f"front {n}\tback {n}\n" for n in range(1000)))
        began = time.monotonic()
        assert ana.ctl("deck", "import", circle, deck, file) == {"cards": 1000}
        took = time.monotonic() - began
        assert took < 2, f"importing took {took:.1f} s"
        wait_for_equal_state([ana, bo], circle)
        assert bo.ctl("deck", "list", circle)["cards"] == 1000
        ana.ctl("rebuild", circle)
        assert ana.state(circle) == bo.state(circle)


def cards_come_from_a_note():
    with engines.people("ana") as (ana,):
        ana.start()
        circle = ana.ctl("circle", "create", "Alone", "--as", "ana")["circle"]
        deck = ana.ctl("deck", "create", circle, "Words")["id"]
        text = ana.home / "note.md"
        text.write_text("# Words\n\n- area :: what is under a curve\n\nQ: 2+2?\nA: 4\n")
        note = ana.ctl("note", "create", circle, "Lesson", "--file", text)["id"]
        assert ana.ctl("deck", "from-note", circle, deck, note) == {"cards": 2}
        assert ana.ctl("deck", "from-note", circle, deck, note) == {"cards": 0}, "cards came twice"
        rows = ana.rows("deck", "show", circle, deck)
        assert [(row["front"], row["back"]) for row in rows] == \
            [("area", "what is under a curve"), ("2+2?", "4")], rows
        ana.ctl("card", "set", circle, rows[1]["id"], "--back", "four", "--tags", "sums")
        row = ana.rows("deck", "show", circle, deck)[1]
        assert (row["front"], row["back"], row["tags"]) == ("2+2?", "four", "sums"), row
        ana.fails("card", "set", circle, deck, "--back", "four", status=3)
        ana.fails("deck", "from-note", circle, deck, deck, status=3)
        ana.ctl("redact", circle, rows[0]["id"])
        assert len(ana.rows("deck", "show", circle, deck)) == 1


if __name__ == "__main__":
    sys.exit(tap.run([cards_are_shared_and_schedules_are_not, files_come_in_and_go_out,
                      a_thousand_cards_come_at_once, cards_come_from_a_note]))
