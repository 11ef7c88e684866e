# SPDX-FileCopyrightText: 2026 The Cenacle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What engines see in files: small pictures that go along, words that search finds, and files of people who
mean no good."""

import os
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))

import engines  # noqa: E402
import tap  # noqa: E402
from documents import document, png  # noqa: E402
from engines import until, wait_for_equal_state  # noqa: E402


def write(engine, name, content):
    path = engine.home.parent / f"{engine.name}-{name}"
    path.write_bytes(content)
    return path


def begin(*people):
    for engine in people:
        engine.start()
    circle = engines.found_circle(*people)
    wait_for_equal_state(people, circle)
    return circle


def finds(engine, circle, words, *options):
    return [row for row in engine.rows("search", circle, words, *options) if row["kind"] == "file"]


def wait_found(engine, circle, words):
    return until(lambda: finds(engine, circle, words), f"{engine.name} to find “{words}”")


def files_of(engine, circle):
    return [file for row in engine.rows("read", circle) for file in row["files"]]


def pictures_go_along():
    with engines.people("ana", "bo") as (ana, bo):
        circle = begin(ana, bo)
        picture = write(ana, "board.png", png(700, 300))
        text = write(ana, "notes.txt", b"Thursday")
        message = ana.ctl("post", circle, "Look", "--attach", picture, "--attach", text)["id"]
        wait_for_equal_state((ana, bo), circle)
        row = bo.rows("read", circle)[-1]
        assert row["id"] == message and len(row["attachments"]) == 2, row
        seen, plain = row["files"]
        assert seen["preview"] and (seen["width"], seen["height"]) == (700, 300), seen
        assert seen["name"] == picture.name and seen["size"] == picture.stat().st_size, seen
        assert not plain["preview"] and plain["width"] == 0, plain
        until(lambda: all(file["held"] for file in files_of(bo, circle)), "the files to come")


def words_are_found():
    with engines.people("ana", "bo") as (ana, bo):
        circle = begin(ana, bo)
        course = ana.ctl("share", circle, write(ana, "course.pdf", document(["Banach spaces", "Hilbert spaces"])))["id"]
        ana.ctl("share", circle, write(ana, "notes.md", "# Résumé\n\nUn espace complet.".encode()))
        ana.ctl("share", circle, write(ana, "old.txt", "déjà vu".encode("cp1252")))
        for engine in (ana, bo):
            row = wait_found(engine, circle, "hilbert")[0]
            assert row["id"] == course and row["title"].endswith("course.pdf"), row
            assert "Hilbert" in row["snippet"], row
            wait_found(engine, circle, "resume")
            wait_found(engine, circle, "deja")
        wait_for_equal_state((ana, bo), circle)
        before = bo.ctl("state", circle)
        bo.ctl("rebuild", circle)
        assert bo.ctl("state", circle) == before
        assert finds(bo, circle, "hilbert"), "a rebuild leaves the words"
        assert not finds(bo, circle, "hilbert", "--kind", "message")
        bo.ctl("keep", circle, course, "--drop")
        until(lambda: not finds(bo, circle, "hilbert"), "the words to go with the file")
        bo.ctl("fetch", circle, course)
        wait_found(bo, circle, "hilbert")


def reading_goes_on_after_a_restart():
    with engines.people("ana") as (ana,):
        circle = begin(ana)
        for i in range(12):
            ana.ctl("share", circle, write(ana, f"{i}.txt", f"word{i} ".encode() * 20_000))
        ana.kill()
        ana.start()
        for i in range(12):
            wait_found(ana, circle, f"word{i}")


def hostile_files_hurt_nothing():
    with engines.people("ana") as (ana,):
        circle = begin(ana)
        hostile = {
            "bomb.png": png(60000, 60000, b"\0\0\0\0"),
            "zeros.png": png(7000, 7000),
            "cut.png": png(200, 200)[:40],
            "cut.pdf": document(["One"])[:150],
            "no.pdf": b"%PDF-1.7\n" + os.urandom(2000),
            "itself.pdf": b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
                          b"2 0 obj<</Type/Pages/Kids[2 0 R 2 0 R]/Count 100>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n",
            "half.jpg": b"\xff\xd8\xff\xe0" + os.urandom(3000),
            "huge.gif": b"GIF89a\xff\xff\xff\xff\xf7\0\0" + os.urandom(1000),
            "empty.pdf": b"",
        }
        made = {name: ana.ctl("share", circle, write(ana, name, content))["id"]
                for name, content in hostile.items()}
        ana.ctl("share", circle, write(ana, "good.txt", b"lagrange"))
        wait_found(ana, circle, "lagrange")
        rows = {row["id"]: row for row in ana.rows("library", circle)}
        assert all(rows[identifier]["held"] for identifier in made.values())
        assert not rows[made["bomb.png"]]["preview"]
        assert not rows[made["no.pdf"]]["preview"]
        assert ana.ctl("post", circle, "still here")["id"]


if __name__ == "__main__":
    sys.exit(tap.run([
        pictures_go_along,
        words_are_found,
        reading_goes_on_after_a_restart,
        hostile_files_hurt_nothing,
    ]))
