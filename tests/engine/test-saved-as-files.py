# SPDX-FileCopyrightText: 2026 The Cenacle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A circle as Markdown and files: everything is there, every link leads somewhere, and nothing that
people wrote or called a file can change the pages or leave the folder."""

import os
import pathlib
import re
import resource
import signal
import subprocess
import sys
import time
import unicodedata
import urllib.parse

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))

import engines  # noqa: E402
import markdown_pages  # noqa: E402
import tap  # noqa: E402
from engines import BUILD, die_with_parent, until  # noqa: E402

FORGED = """Good morning

# Charter

<script>alert(1)</script>
<!-- the rest is hidden

![spy](https://tracker.example/x.png) [Minutes](../../library/files/evil.sh)

[channels]: https://evil.example

| a | b |
|---|---|
| 1 | 2 |

```
never closed"""

NAMES = ["../../../etc/passwd", "CON.txt", "a\u202egnp.exe", "Report.PDF", "report.pdf", "x\ny.txt",
         ".hidden", "plain.txt"]


def save(engine, circle, *options, to="saved"):
    place = engine.home.parent / to
    told = engine.ctl("markdown", circle, place, *options)
    return place, told


def check_links(place):
    """Reads every page as a reader of Markdown does; gives all pages' words together."""
    pages = {path.relative_to(place).as_posix(): markdown_pages.read(path)
             for path in place.rglob("*.md") if "library/files" not in path.as_posix()}
    for name, page in pages.items():
        for target in page.links + page.pictures:
            if re.match(r"(https?|mailto|cenacle):", target):
                continue
            path, _, anchor = target.partition("#")
            path = urllib.parse.unquote(path)
            to = os.path.normpath(os.path.join(os.path.dirname(name), path)) if path else name
            assert not to.startswith(".."), f"{name} leads out of the folder: {target}"
            assert (place / to).exists(), f"{name} leads to {target}, which is not there"
            if anchor:
                assert anchor in pages[to].anchors, f"{name}: nothing in {to} is {anchor}"
        assert not page.pictures, f"{name} loads {page.pictures}"
        assert page.n_titles == 1, f"{name} has {page.n_titles} titles: {page.headings}"
        assert not page.html, f"{name} has {page.html}"
    return pages


def share_named(engine, circle, name):
    """Shares a file under a name that no folder here could hold, as a hostile program might."""
    path = engine.home.parent / "given"
    path.mkdir(exist_ok=True)
    file = path / name.replace("/", "_").replace("\n", " ")
    file.write_text(f"This is {name!r}")
    return engine.ctl("share", circle, file, "--title", name.replace("\n", " "))["id"]


def fill(ana, bo, circle):
    """Something of every kind; gives the words that must be found again."""
    words = ["Good morning", "kept", "How does it work?", "Like this",
             "Tides", "Which day?", "Monday", "Patience", "Reading list", "First chapter"]
    first = ana.post(circle, FORGED)
    ana.post(circle, "kept", "--reply", first)
    bo.ctl("channel", "create", circle, "../Games # 1")
    question = ana.ctl("ask", circle, "How does it work?", "I *wonder*")["id"]
    answer = bo.ctl("answer", circle, question, "Like this")["id"]
    ana.ctl("accept", circle, answer)
    proposal = ana.ctl("propose", circle, "Tides", "How they work")["id"]
    bo.ctl("proposal", "vote", circle, proposal)
    ana.ctl("session", "plan", circle, "Tides", "--start", "2031-05-01T10:00:00Z", "--from", proposal)
    ana.ctl("poll", "create", circle, "Which day?", "Monday", "Tuesday")
    ana.ctl("kudos", "give", circle, "bo", "--for", "Patience", "--skill", "teaching")
    note = ana.home.parent / "note.md"
    note.write_text("# Reading list\n\n- [ ] one\n\n[channels]: https://evil.example\n")
    ana.ctl("note", "create", circle, "A note", "--file", note)
    path = ana.ctl("path", "create", circle, "A path")["id"]
    ana.ctl("path", "step", circle, path, "First chapter", "--link", question)
    return words


def a_whole_circle():
    with engines.people("ana", "bo") as (ana, bo):
        ana.start()
        bo.start()
        circle = engines.found_circle(ana, bo, name="Tides / *moon* #1")
        until(lambda: bo.rows("channel", "list", circle), "Bo to have the channels")
        words = fill(ana, bo, circle)
        shared = [share_named(ana, circle, name) for name in NAMES]
        message = ana.post(circle, "with a file", "--attach", shared[-1])
        gone = ana.post(circle, "to be deleted")
        ana.ctl("redact", circle, gone)
        ana.ctl("message", circle, "bo", "For you alone")
        engines.wait_for_equal_state([ana, bo], circle)
        place, told = save(ana, circle)
        pages = check_links(place)
        text = "\n".join(page.words for page in pages.values())
        for word in words + ["with a file"]:
            assert word in text, f"{word!r} is missing"
        assert "to be deleted" not in text and "For you alone" not in text
        assert message[:16] in pages[next(p for p in pages if p.startswith("channels/general/2"))
                                     ].anchors
        assert told["messages"] == len(ana.read(circle)), told
        assert told["files"] == len(NAMES) and told["absent"] == 0, told
        check_names(place)
        pages = check_links(save(bo, circle, "--with-letters", to="of-bo")[0])
        assert "For you alone" in pages["letters/ana.md"].words
        again, _ = save(ana, circle, to="again")
        assert {p.relative_to(again) for p in again.rglob("*")} == {
            p.relative_to(place) for p in place.rglob("*")}, "the same circle gives the same names"


def check_names(place):
    """Files keep their content under names that every system takes, none twice."""
    files = list((place / "library/files").iterdir())
    assert len(files) == len(NAMES), files
    folded = {unicodedata.normalize("NFC", file.name).casefold() for file in files}
    assert len(folded) == len(files), files
    for file in files:
        assert file.is_file() and not file.is_symlink()
        assert not re.search(r'[\x00-\x1f/\\:*?"<>|\u202e]', file.name), file.name
        assert not file.name.startswith(".") and file.name.split(".")[0].upper() != "CON"
    assert sorted(file.read_text() for file in files) == sorted(f"This is {n!r}" for n in NAMES)
    assert not list(place.parent.glob("*.cenacle-part")) and not (place / ".cenacle").exists()


def what_is_there_stays():
    with engines.people("ana") as (ana,):
        circle = ana.ctl("circle", "create", "Analysis")["circle"]
        place = ana.home.parent / "saved"
        place.mkdir()
        (place / "mine.txt").write_text("mine")
        ana.fails("markdown", circle, place, status=1)
        ana.fails("markdown", circle, place / "mine.txt", status=1)
        assert [p.name for p in place.iterdir()] == ["mine.txt"]
        assert (place / "mine.txt").read_text() == "mine"
        empty = ana.home.parent / "empty"
        empty.mkdir()
        ana.ctl("markdown", circle, empty)
        assert (empty / "README.md").exists()
        ana.fails("markdown", circle, "/no/such/folder/x", status=1)
        ana.fails("markdown", "Nowhere", ana.home.parent / "other", status=3)
        foreign = ana.home.parent / "third.cenacle-part"
        foreign.mkdir()
        (foreign / "theirs").write_text("x")
        ana.fails("markdown", circle, ana.home.parent / "third", status=1)
        assert (foreign / "theirs").exists(), "what is not ours is not removed"


def a_full_disk_leaves_nothing():
    with engines.people("ana") as (ana,):
        circle = ana.ctl("circle", "create", "Analysis")["circle"]
        big = ana.home.parent / "big.bin"
        big.write_bytes(os.urandom(5 << 20))
        ana.ctl("share", circle, big)
        disk = ana.home.parent / "disk"
        with engines.small_disk(disk):
            said = ana.fails("markdown", circle, disk / "saved", status=1)
            assert "could not be written" in said, said
            assert not [p for p in disk.iterdir()], list(disk.iterdir())


def killed_and_begun_again():
    with engines.people("ana") as (ana,):
        circle = ana.ctl("circle", "create", "Analysis")["circle"]
        ana.ctl("load", circle, "--posts", "3000", "--authors", "4")
        place = ana.home.parent / "saved"
        command = [BUILD / "app/ctl/cenaclectl", "--home", ana.home, "markdown", circle, place]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                   env=ana.environment, preexec_fn=die_with_parent)
        part = place.parent / "saved.cenacle-part"
        until(lambda: (part / "channels").exists() or process.poll() is not None, "it to begin")
        process.send_signal(signal.SIGSTOP)
        if process.poll() is None:
            ana.fails("markdown", circle, place, status=1)
        process.kill()
        process.wait()
        assert part.exists() and not place.exists()
        _, told = save(ana, circle)
        assert told["messages"] == 3000 and not part.exists(), told
        check_links(place)


def a_long_history_in_bounded_memory():
    n = int(os.environ.get("SAVED_POSTS", "6000"))
    with engines.people("ana") as (ana,):
        circle = ana.ctl("circle", "create", "Analysis")["circle"]
        ana.ctl("load", circle, "--posts", str(n), "--authors", "8")
        place = ana.home.parent / "saved"
        start = time.monotonic()
        command = [BUILD / "app/ctl/cenaclectl", "--home", ana.home, "markdown", circle, place]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, env=ana.environment,
                                   preexec_fn=die_with_parent)
        _, status, usage = os.wait4(process.pid, 0)
        assert status == 0, status
        tap.comment(f"{n} messages: {time.monotonic() - start:.2f} s, {usage.ru_maxrss / 1024:.0f} MB")
        if "SAN_OPTIONS" not in " ".join(os.environ):
            own = usage.ru_maxrss * 1024 - (ana.home / "replica.db").stat().st_size
            assert own < 40 << 20, "beside the replica, which is mapped"
        pages = check_links(place)
        anchors = [anchor for page in pages.values() for anchor in page.anchors]
        assert len(anchors) == len(set(anchors)), "nothing stands in two places"
        assert {row["id"][:16] for row in ana.rows("read", circle, "--limit", str(n))} <= set(
            anchors), "every message is there"


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.exit(tap.run([
        a_whole_circle,
        what_is_there_stays,
        a_full_disk_leaves_nothing,
        killed_and_begun_again,
        a_long_history_in_bounded_memory,
    ]))
