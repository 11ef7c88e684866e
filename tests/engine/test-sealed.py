# SPDX-FileCopyrightText: 2026 The Cenacle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Letters between two of three people: the third, and whoever founded the circle, has none of the
words: not in a query, not in a search, not in the bytes of the replica. And moderation by verbs."""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))

import engines  # noqa: E402
import tap  # noqa: E402
from engines import until, wait_for_equal_state, wait_for_text  # noqa: E402


def member_of(engine, circle, name):
    return next(row["member"] for row in engine.rows("members", circle) if row["name"] == name)


def letters(engine, circle, name):
    return engine.rows("messages", circle, name, "--limit", "1000")


def letter(engine, circle, name, identifier):
    return next((row for row in letters(engine, circle, name) if row["id"] == identifier), None)


def bytes_of(engine):
    """Everything that the replica has on disk, log and index included."""
    return b"".join(path.read_bytes() for path in sorted(engine.home.iterdir())
                    if path.name.startswith("replica"))


def begin(ana, bo, cleo):
    for engine in (ana, bo, cleo):
        engine.start()
    circle = engines.found_circle(ana, bo, cleo)
    wait_for_equal_state([ana, bo, cleo], circle)
    return circle


def two_write_and_the_third_has_none_of_it():
    with engines.people("ana", "bo", "cleo") as (ana, bo, cleo):
        circle = begin(ana, bo, cleo)
        first = bo.ctl("message", circle, "cleo", "Quixotry at dawn")["id"]
        row = until(lambda: letter(cleo, circle, "bo", first), "Cleo to have Bo's letter")
        assert row["text"] == "Quixotry at dawn" and row["author"] == "bo", row
        assert row["to"] == member_of(cleo, circle, "cleo"), row
        assert row["member"] == member_of(cleo, circle, "bo") and row["unread"], row
        answer = cleo.ctl("message", circle, "bo", "Zanzibar, then", "--reply", first)["id"]
        row = until(lambda: letter(bo, circle, "cleo", answer), "Bo to have the answer")
        assert row["reply_to"] == first, row

        bo.ctl("edit", circle, first, "Wobblegronk at dusk")
        cleo.ctl("react", circle, first, "🙏")
        until(lambda: letter(cleo, circle, "bo", first)["text"] == "Wobblegronk at dusk",
              "Cleo to see the edit")
        row = until(lambda: (r := letter(bo, circle, "cleo", first))["reactions"] and r,
                    "Bo to see the reaction")
        assert row["edited"] and row["reactions"][0]["emoji"] == "🙏", row

        wait_for_equal_state([ana, bo, cleo], circle)
        assert letters(ana, circle, "bo") == [] and letters(ana, circle, "cleo") == []
        assert bo.texts(circle) == [] and cleo.texts(circle) == [], "a letter is no message"
        for word in ("Quixotry", "Zanzibar", "Wobblegronk"):
            assert ana.rows("search", circle, word) == [], word
            assert word.encode() not in bytes_of(ana), word
            assert word.lower().encode() not in bytes_of(ana), word
        assert [row["id"] for row in cleo.rows("search", circle, "Wobblegronk")] == [first]
        assert cleo.ctl("search", circle, "Zanz")["kind"] == "letter"
        assert b"Zanzibar" in bytes_of(bo), "the search of bytes finds nothing at all"

        before = cleo.state(circle)
        cleo.ctl("rebuild", circle)
        assert cleo.state(circle) == before
        assert [row["text"] for row in letters(cleo, circle, "bo")] == ["Wobblegronk at dusk",
                                                                       "Zanzibar, then"]


def files_go_with_letters_for_two_alone():
    with engines.people("ana", "bo", "cleo") as (ana, bo, cleo):
        circle = begin(ana, bo, cleo)
        secret = bo.home.parent / "quixotry.txt"
        secret.write_bytes(b"Marzipan for two\n" * 3000)
        listed = bo.ctl("share", circle, "https://example.org/", "--title", "In the open")["id"]
        until(lambda: ana.rows("library", circle), "Ana to have the link")
        sent = bo.ctl("message", circle, "cleo", "", "--attach", secret, "--attach", listed)["id"]
        row = until(lambda: (r := letter(cleo, circle, "bo", sent)) and len(r["files"]) == 2 and
                    r["files"][0]["held"] and r, "Cleo to have the file")
        assert [file["title"] for file in row["files"]] == ["quixotry.txt", "In the open"], row
        target = cleo.home.parent / "out.txt"
        cleo.ctl("fetch", circle, row["files"][0]["id"], "-o", target)
        assert target.read_bytes() == secret.read_bytes()

        wait_for_equal_state([ana, bo, cleo], circle)
        for engine in (ana, bo, cleo):
            assert [r["title"] for r in engine.rows("library", circle)] == ["In the open"]
        ana.fails("fetch", circle, row["files"][0]["id"], status=3)
        assert not [path for path in (ana.home / "blobs").rglob("*") if path.is_file()]
        assert b"quixotry" not in bytes_of(ana) and b"quixotry" in bytes_of(cleo)
        sealed = {path.name for path in (cleo.home / "blobs" / circle).iterdir()}
        # Who has the same file cannot tell: shared in the open it is another one.
        again = ana.home.parent / "the-same.txt"
        again.write_bytes(secret.read_bytes())
        open_one = ana.ctl("share", circle, again)["blob"]
        assert len(sealed) == 1 and open_one not in sealed, (open_one, sealed)
        before = cleo.state(circle)
        cleo.ctl("rebuild", circle)
        assert cleo.state(circle) == before
        assert letter(cleo, circle, "bo", sent)["files"][0]["held"]
        bo.ctl("redact", circle, sent)
        until(lambda: letter(cleo, circle, "bo", sent)["redacted"], "the letter to be gone")
        for engine in (bo, cleo):
            until(lambda who=engine: not sealed & {path.name for path in (who.home / "blobs" / circle).iterdir()},
                  "its file to be gone")
            engine.stop()
            assert b"quixotry" not in bytes_of(engine), engine.name


def letters_while_apart_come_together():
    with engines.people("ana", "bo", "cleo") as (ana, bo, cleo):
        circle = begin(ana, bo, cleo)
        ana.stop()
        cleo.stop()
        bo.ctl("message", circle, "cleo", "from the east")
        bo.stop()
        cleo.start()
        cleo.ctl("message", circle, "bo", "from the west")
        assert [row["text"] for row in letters(cleo, circle, "bo")] == ["from the west"]
        ana.start()
        bo.start()
        wait_for_equal_state([ana, bo, cleo], circle)
        both = [[row["id"] for row in letters(*who)] for who in
                ((bo, circle, "cleo"), (cleo, circle, "bo"))]
        assert len(both[0]) == 2 and both[0] == both[1], both
        assert b"from the east" not in bytes_of(ana) and b"from the west" not in bytes_of(ana)


ERASED = (b"Quixotry", b"Wobblegronk", b"quixotry", b"wobblegronk")


def holds_any(engine, words):
    held = bytes_of(engine)
    return any(word in held for word in words)


def what_is_deleted_is_gone():
    with engines.people("ana", "bo", "cleo") as (ana, bo, cleo):
        circle = begin(ana, bo, cleo)
        first = bo.ctl("message", circle, "cleo", "Quixotry for nobody")["id"]
        bo.ctl("edit", circle, first, "Wobblegronk for nobody")
        until(lambda: (row := letter(cleo, circle, "bo", first)) and row["edited"],
              "Cleo to have the letter as it was changed")
        sentence = cleo.fails("redact", circle, first, status=1)
        assert "author" in sentence, sentence
        bo.ctl("redact", circle, first)
        row = until(lambda: (r := letter(cleo, circle, "bo", first))["redacted"] and r,
                    "Cleo to see it deleted")
        assert row["text"] == "", row
        wait_for_equal_state([ana, bo, cleo], circle)
        for engine in (bo, cleo):
            assert engine.rows("search", circle, "Wobblegronk") == []
            until(lambda: not holds_any(engine, ERASED), f"{engine.name} to have forgotten it")
            engine.stop()
            assert not holds_any(engine, ERASED), engine.name


def who_may_not_is_told():
    with engines.people("ana", "bo", "cleo") as (ana, bo, cleo):
        circle = begin(ana, bo, cleo)
        message = bo.post(circle, "Nothing special")
        wait_for_text([ana, cleo], circle, "Nothing special")
        bo.fails("message", circle, "bo", "to myself", status=1)
        bo.fails("hide", circle, message, "--reason", "no", status=1)
        bo.fails("hide", circle, message, status=2)
        ana.fails("hide", circle, message, "--remove", status=1)
        ana.fails("endorse", circle, message, status=1)
        secret = bo.ctl("message", circle, "cleo", "for Cleo")["id"]
        wait_for_equal_state([ana, bo, cleo], circle)
        ana.fails("edit", circle, secret, "by Ana", status=(1, 3))
        ana.fails("react", circle, secret, "🙏", status=(1, 3))
        bo.fails("post", circle, "in public", "--reply", secret, status=1)


def hiding_is_for_all_to_see():
    with engines.people("ana", "bo", "cleo") as (ana, bo, cleo):
        circle = begin(ana, bo, cleo)
        message = bo.post(circle, "Something rude")
        wait_for_text([ana, cleo], circle, "Something rude")
        ana.ctl("hide", circle, message, "--reason", "not kind")
        for engine in (bo, cleo):
            row = until(lambda who=engine: (r := who.message(circle, message))["hidden"] and r,
                        f"{engine.name} to see it hidden")
            assert row["hidden"] == "not kind" and row["text"] == "Something rude", row
        assert cleo.rows("search", circle, "rude") == []
        wait_for_equal_state([ana, bo, cleo], circle)
        ana.ctl("hide", circle, message, "--remove")
        until(lambda: cleo.message(circle, message)["hidden"] is None, "Cleo to see it shown")
        ana.ctl("redact", circle, message)
        until(lambda: cleo.message(circle, message)["redacted"], "Cleo to see it deleted")
        wait_for_equal_state([ana, bo, cleo], circle)
        told = [row for row in cleo.rows("modlog", circle) if row["object"] == message]
        assert [row["action"] for row in told] == ["hidden", "shown", "deleted"], told
        assert told[0]["reason"] == "not kind" and told[0]["by_name"] == "ana", told
        assert told[0]["target_name"] == "bo" and told[0]["target"] == member_of(ana, circle, "bo")
        actions = [row["action"] for row in cleo.rows("modlog", circle)]
        assert actions.count("admitted") == 2 and actions.count("invite-made") == 2, actions
        assert ana.rows("modlog", circle) == bo.rows("modlog", circle) == cleo.rows("modlog", circle)


def what_a_removal_voids_can_be_seen_and_counted():
    with engines.people("ana", "bo", "cleo") as (ana, bo, cleo):
        circle = begin(ana, bo, cleo)
        bo.stop()
        cleo.stop()
        cleo_id = member_of(ana, circle, "cleo")
        ana.ctl("member", "remove", circle, cleo_id)
        ana.stop()
        cleo.start()
        message = cleo.post(circle, "Written without knowing")
        bo.start()
        wait_for_text([bo], circle, "Written without knowing")
        cleo.stop()
        ana.start()
        until(lambda: "Written without knowing" not in bo.texts(circle), "the removal to reach bo")
        rows = until(lambda: ana.rows("endorse", circle, "--list", "cleo"), "ana to have it")
        assert [(row["id"], row["kind"], row["text"]) for row in rows] == \
            [(message, "message", "Written without knowing")], rows
        assert bo.rows("endorse", circle, "--list", "bo") == []
        ana.fails("endorse", circle, status=2)
        ana.fails("endorse", circle, message, "--list", "cleo", status=2)
        ana.ctl("endorse", circle, message)
        wait_for_text([bo], circle, "Written without knowing")
        assert ana.rows("endorse", circle, "--list", "cleo") == []
        shown = bo.run("modlog", circle, options=()).stdout
        for phrase in ("made an invite", "let in", "put out", "let count something by"):
            assert phrase in shown, shown
        assert "invite-made" not in shown, shown


if __name__ == "__main__":
    sys.exit(tap.run([
        two_write_and_the_third_has_none_of_it,
        files_go_with_letters_for_two_alone,
        letters_while_apart_come_together,
        what_is_deleted_is_gone,
        who_may_not_is_told,
        hiding_is_for_all_to_see,
        what_a_removal_voids_can_be_seen_and_counted,
    ]))
