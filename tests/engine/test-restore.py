# SPDX-FileCopyrightText: 2026 The Cenacle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Backup, restore, copied homes: nothing is lost, and every home ends as a device of its own."""

import os
import pathlib
import shutil
import sqlite3
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))

import engines  # noqa: E402
import tap  # noqa: E402
from engines import found_circle, until, wait_for_equal_state, wait_for_text  # noqa: E402

PASSPHRASE = "four words or five"
GIVEN = {"--passphrase-fd": PASSPHRASE}


def back_up(engine, name="backup"):
    path = engine.home.parent / name
    engine.ctl("backup", path, lines=GIVEN)
    return path


def restore(engine, path, *options):
    return engine.ctl("restore", path, *options, lines=GIVEN)["circles"]


def identity(engine, circle):
    row = engine.ctl("circle", "show", circle)
    return row["member"], row["device"]


def devices(engine, circle, member):
    return next(row["devices"] for row in engine.rows("members", circle) if row["member"] == member)


def hint(engine, *others):
    """Options of cenacled by which it tries the addresses of @others, which run."""
    return [option for other in others for circle in other.rows("circle", "list")
            for option in ("--peer", "tcp://{}:{}".format(*other.listening(circle["circle"])))]


def a_home_lives_on_elsewhere():
    with engines.people("ana", "bo", "new") as (ana, bo, new):
        ana.start()
        bo.start()
        circle = found_circle(ana, bo)
        bo.post(circle, "Before the backup")
        wait_for_text([ana], circle, "Before the backup")
        old = identity(ana, circle)
        path = back_up(ana)
        ana.stop()
        shutil.rmtree(ana.home)
        bo.post(circle, "After the backup")
        new.start()
        assert restore(new, path) == 1
        member, device = identity(new, circle)
        assert member == old[0] and device != old[1]
        wait_for_text([new], circle, "After the backup")
        new.post(circle, "From the new device")
        wait_for_text([bo], circle, "From the new device")
        wait_for_equal_state([bo, new], circle)
        assert devices(bo, circle, member) == 2
        # What others sealed for the device there was is still opened after a restart.
        new.stop()
        new.start()
        assert identity(new, circle) == (member, device)
        assert new.post(circle, "Once more")


def an_old_device_is_retired_on_request():
    with engines.people("ana", "bo", "new") as (ana, bo, new):
        ana.start()
        bo.start()
        circle = found_circle(ana, bo)
        ana.post(circle, "Stays")
        wait_for_text([bo], circle, "Stays")
        member, _ = identity(ana, circle)
        path = back_up(ana)
        ana.stop()
        new.start()
        assert restore(new, path, "--retire") == 1
        new.post(circle, "From the one that is left")
        wait_for_text([bo], circle, "From the one that is left")
        wait_for_equal_state([bo, new], circle)
        assert devices(bo, circle, member) == 1
        assert "Stays" in bo.texts(circle)


def an_old_backup_meets_its_own_later_words():
    with engines.people("ana", "bo", "new") as (ana, bo, new):
        ana.start()
        bo.start()
        circle = found_circle(ana, bo)
        path = back_up(ana)
        for text in ("One", "Two", "Three"):
            ana.post(circle, text)
        wait_for_text([bo], circle, "Three")
        ana.stop()
        new.start()
        restore(new, path)
        new.post(circle, "Four")
        wait_for_text([new], circle, "Three")
        wait_for_text([bo], circle, "Four")
        wait_for_equal_state([bo, new], circle)
        assert {"One", "Two", "Three", "Four"} <= set(new.texts(circle))


def a_copied_home_is_a_device_of_its_own():
    with engines.people("ana", "bo", "copy") as (ana, bo, copy):
        ana.start()
        bo.start()
        circle = found_circle(ana, bo)
        ana.post(circle, "Before the copy")
        wait_for_text([bo], circle, "Before the copy")
        ana.stop()
        shutil.copytree(ana.home, copy.home)
        old = identity(ana, circle)
        ana.start()
        assert identity(ana, circle) == old, "the home that stayed is no copy"
        copy.start()
        member, device = identity(copy, circle)
        assert member == old[0] and device != old[1]
        ana.post(circle, "By the first")
        copy.post(circle, "By the copy")
        for who in (ana, bo, copy):
            wait_for_text([who], circle, "By the first")
            wait_for_text([who], circle, "By the copy")
        wait_for_equal_state([ana, bo, copy], circle)
        assert devices(bo, circle, member) == 2
        copy.stop()
        copy.start()
        assert identity(copy, circle) == (member, device)


def two_copies_that_run_at_once_part():
    """The same keys in two engines that do not know of each other: a fork, which loses nothing."""
    with engines.people("ana", "bo", "copy") as (ana, bo, copy):
        ana.start()
        bo.start()
        circle = found_circle(ana, bo)
        ana.post(circle, "Before")
        wait_for_text([bo], circle, "Before")
        ana.stop()
        bo.stop()
        old = identity(ana, circle)
        shutil.copytree(ana.home, copy.home)
        # The very same file: nothing tells that this home is a copy.
        (copy.home / "secrets").unlink()
        os.link(ana.home / "secrets", copy.home / "secrets")
        ana.start()
        copy.start()
        assert identity(ana, circle) == identity(copy, circle) == old
        for who, words in ((ana, "first"), (copy, "copy")):
            for n in range(3):
                who.post(circle, f"By the {words}, {n}")
        bo.start()
        for who in (ana, bo, copy):
            for words in ("first", "copy"):
                wait_for_text([who], circle, f"By the {words}, 2")
        until(lambda: len({identity(who, circle)[1] for who in (ana, copy)} - {old[1]}) == 2,
              "each to be a device of its own")
        ana.post(circle, "The first goes on")
        copy.post(circle, "The copy goes on")
        for who in (ana, bo, copy):
            wait_for_text([who], circle, "The first goes on")
            wait_for_text([who], circle, "The copy goes on")
        wait_for_equal_state([ana, bo, copy], circle)
        for who in (ana, copy):
            assert identity(who, circle)[0] == old[0]
            notices = who.ctl("status", circle)["notices"]
            assert any("in two places" in notice for notice in notices), notices
        texts = bo.texts(circle)
        assert len(texts) == len(set(texts)) == 9, texts
        assert bo.ctl("status", circle)["notices"] == []
        assert not bo.rows("verify", circle)[1:], "the log is whole"


def a_restore_puts_all_in_place_or_nothing():
    with engines.people("ana", "new") as (ana, new):
        circle = ana.ctl("circle", "create", "Analysis", "--as", "Ana")["circle"]
        ana.post(circle, "Something to keep")
        path = back_up(ana)
        whole = path.read_bytes()
        new.start()
        before = {entry.name: entry.read_bytes() for entry in new.home.glob("secrets*")}

        said = new.fails("restore", path, status=1,
                         lines={"--passphrase-fd": "four words or sixx"})
        assert "not the passphrase" in said, said
        for damage, sentence in ((whole[:-1], "cut short"), (whole[:40], "cut short"),
                                 (whole[:2000] + b"x" + whole[2001:], "damaged"),
                                 (b"anything else", "no backup"),
                                 (whole[:8] + b"\x02" + whole[9:], "newer version")):
            path.write_bytes(damage)
            said = new.fails("restore", path, status=1, lines=GIVEN)
            assert sentence in said, (sentence, said)
            assert new.rows("circle", "list") == []
            assert {entry.name: entry.read_bytes() for entry in new.home.glob("secrets*")} == before
        new.fails("restore", path.with_name("none"), status=3, lines=GIVEN)

        path.write_bytes(whole)
        assert restore(new, path) == 1
        assert "already" in new.fails("restore", path, status=1, lines=GIVEN)
        assert new.texts(circle) == ["Something to keep"]
        assert path.stat().st_mode & 0o777 == 0o600


def a_backup_is_there_whole_or_not_at_all():
    with engines.people("ana") as (ana,):
        circle = ana.ctl("circle", "create", "Analysis", "--as", "Ana")["circle"]
        ana.post(circle, "A word that must not stand in the clear: zygomorphic")
        path = back_up(ana)
        assert b"zygomorphic" not in path.read_bytes()
        before = path.read_bytes()
        if os.path.exists("/dev/full"):
            # A target that takes nothing: the temporary file is a link to it.
            full = path.with_name("full")
            full.with_name("full.new").symlink_to("/dev/full")
            assert "could not be written" in ana.fails("backup", full, status=1, lines=GIVEN)
            full.with_name("full.new").unlink()
            assert not full.exists()
        assert "could not be written" in ana.fails(
            "backup", path.parent / "none" / "backup", status=1, lines=GIVEN)
        assert path.read_bytes() == before
        assert [entry.name for entry in path.parent.glob("*.new")] == []


def where_the_engine_may_not_write_is_told():
    """As under systemd, where most of the disk is closed to it."""
    with engines.people("ana") as (ana,):
        ana.start()
        found_circle(ana)
        closed = ana.home.parent / "closed"
        with engines.small_disk(closed):
            subprocess.run(["mount", "-o", "remount,ro", closed], check=True)
            said = ana.fails("backup", closed / "backup", status=1, lines=GIVEN)
        assert "put the backup into ~/.local/share" in said, said


def deleted_words_are_gone_from_every_file():
    """Out of the replica, its journal, and a backup that is made afterwards."""
    word = "quixotrysyzygy"
    with engines.people("ana", "new") as (ana, new):
        ana.start()
        circle = found_circle(ana)
        message = ana.post(circle, f"Better unsaid: {word}")
        ana.post(circle, "Something else")
        ana.ctl("redact", circle, message)

        def places(home):
            return [entry.name for entry in home.iterdir() if word.encode() in entry.read_bytes()]

        path = back_up(ana)
        ana.stop()
        assert places(ana.home) == []
        new.start()
        restore(new, path)
        new.stop()
        assert places(new.home) == []
        assert "Something else" in new.texts(circle)


if __name__ == "__main__":
    sys.exit(tap.run([
        a_home_lives_on_elsewhere,
        an_old_device_is_retired_on_request,
        an_old_backup_meets_its_own_later_words,
        a_copied_home_is_a_device_of_its_own,
        two_copies_that_run_at_once_part,
        a_restore_puts_all_in_place_or_nothing,
        a_backup_is_there_whole_or_not_at_all,
        where_the_engine_may_not_write_is_told,
        deleted_words_are_gone_from_every_file,
    ]))
