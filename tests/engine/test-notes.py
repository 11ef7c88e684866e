# SPDX-FileCopyrightText: 2026 The Cenacle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Notes, written by several at once over real engines, together and apart."""

import pathlib
import random
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


def text_of(engine, circle, note):
    return engine.ctl("note", "show", circle, note)["text"]


def has_note(engine, circle, note):
    return any(row["id"] == note for row in engine.rows("note", "list", circle))


def a_note_begins_grows_and_is_read_as_it_was():
    with engines.people("ana", "bo") as (ana, bo):
        circle = begin(ana, bo)
        source = ana.home / "minutes.md"
        source.write_text("# Présents\n\nAna\n", encoding="utf-8")
        note = ana.ctl("note", "create", circle, "Minutes", "--file", source)["id"]
        until(lambda: has_note(bo, circle, note), "Bo to see the note")
        until(lambda: text_of(bo, circle, note) == "# Présents\n\nAna\n", "Bo to read it")
        bo.ctl("note", "insert", circle, note, "15", ", Bo")
        until(lambda: text_of(ana, circle, note) == "# Présents\n\nAna, Bo\n", "Ana to read of Bo")
        ana.ctl("note", "delete", circle, note, "0", "2")
        shown = ana.ctl("note", "show", circle, note)
        assert (shown["title"], shown["text"], shown["version"]) == (
            "Minutes", "Présents\n\nAna, Bo\n", 3), shown
        rows = ana.rows("note", "history", circle, note)
        assert [(row["author"], row["inserted"], row["deleted"]) for row in rows] == [
            ("ana", 16, 0), ("bo", 4, 0), ("ana", 0, 2)], rows
        assert ana.ctl("note", "at", circle, note, "1")["text"] == "# Présents\n\nAna\n"
        assert ana.ctl("note", "at", circle, note, "2000-01-01")["text"] == ""
        assert ana.ctl("note", "at", circle, note, "2100-01-01")["text"] == shown["text"]
        ana.ctl("note", "restore", circle, note, "2")
        assert text_of(ana, circle, note) == "# Présents\n\nAna, Bo\n"
        exported = ana.home / "out.md"
        ana.ctl("note", "export", circle, note, exported)
        assert exported.read_text(encoding="utf-8") == "# Minutes\n\n# Présents\n\nAna, Bo\n"
        until(lambda: [row["kind"] for row in ana.rows("search", circle, "Présents")] == ["note"], "it to be found")
        ana.fails("note", "insert", circle, note, "99", "x", status=1)
        ana.fails("note", "show", circle, circle, status=3)
        wait_for_equal_state([ana, bo], circle)
        before = bo.state(circle)
        bo.ctl("rebuild", circle)
        assert bo.state(circle) == before


def replacing_leaves_what_others_write():
    with engines.people("ana", "bo") as (ana, bo):
        circle = begin(ana, bo)
        note = ana.ctl("note", "create", circle, "Poem")["id"]
        ana.ctl("note", "insert", circle, note, "0", "one\ntwo\nthree\n")
        wait_for_equal_state([ana, bo], circle)
        bo.stop()
        ana.ctl("note", "replace", circle, note, "-", stdin="one\nTWO\nthree\n")
        ana.stop()
        bo.start()
        bo.ctl("note", "insert", circle, note, "14", "four\n")
        bo.ctl("note", "insert", circle, note, "0", "zero\n")
        ana.start()
        wait_for_equal_state([ana, bo], circle)
        assert text_of(ana, circle, note) == "zero\none\nTWO\nthree\nfour\n", text_of(ana, circle, note)
        assert text_of(bo, circle, note) == "zero\none\nTWO\nthree\nfour\n"


def three_write_while_links_drop():
    seed = random.randrange(1 << 32)
    print(f"# seed {seed}")
    chance = random.Random(seed)
    with engines.people("ana", "bo", "cleo") as everybody:
        circle = begin(*everybody)
        note = everybody[0].ctl("note", "create", circle, "Together")["id"]
        wait_for_equal_state(everybody, circle)
        written = []
        for turn in range(36):
            engine = chance.choice(everybody)
            if chance.random() < 0.25:
                if engine.is_running():
                    engine.stop() if chance.random() < 0.5 else engine.kill()
                else:
                    engine.start()
                continue
            length = len(text_of(engine, circle, note))
            word = f"<{turn}>"
            engine.ctl("note", "insert", circle, note, str(chance.randint(0, length)), word)
            written.append(word)
        for engine in everybody:
            if not engine.is_running():
                engine.start()
        wait_for_equal_state(everybody, circle)
        texts = {text_of(engine, circle, note) for engine in everybody}
        assert len(texts) == 1, texts
        text = texts.pop()
        assert sorted(text) == sorted("".join(written)), (text, written)
        everybody[0].ctl("verify", circle)


def comments_stay_with_their_passage():
    with engines.people("ana", "bo") as (ana, bo):
        circle = begin(ana, bo)
        note = ana.ctl("note", "create", circle, "Draft")["id"]
        ana.ctl("note", "insert", circle, note, "0", "one two three")
        wait_for_equal_state([ana, bo], circle)
        first = bo.ctl("note", "comment", circle, note, "4", "3", "Why two?")["id"]
        ana.ctl("note", "insert", circle, note, "0", "zero ")
        wait_for_equal_state([ana, bo], circle)
        ana.ctl("note", "answer", circle, first, "-", stdin="It is even.")
        bo.ctl("note", "comment", circle, note, "0", "0", "Good.")
        wait_for_equal_state([ana, bo], circle)
        for engine in (ana, bo):
            rows = engine.rows("note", "comments", circle, note)
            assert [(row["author"], row["state"], row["position"], row["length"], row["passage"], row["thread"],
                     row["text"], row["resolved"]) for row in rows] == [
                ("bo", "there", 9, 3, "two", None, "Why two?", False),
                ("ana", "there", 9, 3, "two", first, "It is even.", False),
                ("bo", "whole", 0, 0, "", None, "Good.", False)], rows
        ana.ctl("note", "resolve", circle, rows[1]["id"])  # an answer stands for its thread
        ana.ctl("note", "delete", circle, note, "8", "5")
        told = [(row["text"], row["state"], row["resolved"]) for row in ana.rows("note", "comments", circle, note)]
        assert told == [("Why two?", "gone", True), ("It is even.", "gone", True), ("Good.", "whole", False)], told
        ana.ctl("note", "resolve", circle, first, "--undo")
        assert not ana.rows("note", "comments", circle, note)[0]["resolved"]
        ana.fails("note", "comment", circle, note, "7", "9", "x", status=1)
        ana.fails("note", "answer", circle, note, "x", status=3)


def a_note_is_renamed_and_attached():
    with engines.people("ana", "bo") as (ana, bo):
        circle = begin(ana, bo)
        note = ana.ctl("note", "create", circle, "Draft")["id"]
        path = ana.ctl("path", "create", circle, "Series")["id"]
        wait_for_equal_state([ana, bo], circle)
        bo.ctl("note", "rename", circle, note, "Reading sheet")
        bo.ctl("note", "attach", circle, note, path)
        wait_for_equal_state([ana, bo], circle)
        row = ana.ctl("note", "list", circle)
        assert (row["title"], row["about"]) == ("Reading sheet", path), row
        ana.ctl("note", "attach", circle, note)
        assert ana.ctl("note", "list", circle)["about"] is None
        ana.fails("note", "rename", circle, note, "", status=1)


if __name__ == "__main__":
    sys.exit(tap.run([
        comments_stay_with_their_passage,
        a_note_is_renamed_and_attached,
        a_note_begins_grows_and_is_read_as_it_was,
        replacing_leaves_what_others_write,
        three_write_while_links_drop,
    ]))
