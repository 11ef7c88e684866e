# SPDX-FileCopyrightText: 2026 The Cenacle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What people are told of the exchange: who has a message, what is lacking, who holds it and why not."""

import contextlib
import pathlib
import sys
import threading

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))

import engines  # noqa: E402
import tap  # noqa: E402
from engines import small_disk, until, wait_for_text  # noqa: E402


def status(engine, circle):
    return engine.ctl("status", circle)


def peer(engine, circle, name):
    """What @engine tells of the one device of @name."""
    return next(row for row in status(engine, circle)["peers"] if row["name"] == name)


def copies(engine, circle, message):
    return engine.message(circle, message)["copies"]


def holders(engine, circle, message):
    return {row["name"] for row in engine.rows("copies", circle, message) if row["has_it"]}


def who_has_a_message_is_known_and_remembered():
    with engines.people("ana", "bo", "cy") as (ana, bo, cy):
        for engine in (ana, bo, cy):
            engine.start()
        circle = engines.found_circle(ana, bo, cy)
        first = ana.post(circle, "for all")
        until(lambda: copies(ana, circle, first) == 2, "both others to have it")
        assert holders(ana, circle, first) == {"bo", "cy"}

        cy.stop()
        until(lambda: peer(ana, circle, "cy")["state"] != "connected", "Cy to be gone")
        second = ana.post(circle, "while Cy is away")
        until(lambda: copies(ana, circle, second) == 1, "Bo to have it")
        assert holders(ana, circle, second) == {"bo"}
        assert peer(ana, circle, "cy")["behind"] == 1
        assert peer(ana, circle, "cy")["ahead"] == 0

        bo.stop()
        ana.kill()
        third = ana.post(circle, "alone")  # by an engine of its own, which meets nobody
        assert copies(ana, circle, third) == 0 and holders(ana, circle, third) == set()
        assert holders(ana, circle, second) == {"bo"}, "what was known before is not any more"
        assert holders(ana, circle, first) == {"bo", "cy"}
        ana.start()
        assert peer(ana, circle, "cy")["behind"] == 2
        assert peer(ana, circle, "bo")["behind"] == 1

        bo.start()
        cy.start()
        for message in (first, second, third):
            until(lambda row=message: copies(ana, circle, row) == 2, "both to have all")
        wait_for_text([cy], circle, "alone")
        until(lambda: copies(cy, circle, third) == 2, "Cy to know that the others have it")
        assert all(row["as_of"] for row in ana.rows("copies", circle, third))
        ana.fails("copies", circle, "zzzzzzzz", status=3)


def offline_is_chosen_and_told():
    with engines.people("ana", "bo") as (ana, bo):
        ana.start()
        bo.start()
        circle = engines.found_circle(ana, bo)
        assert ana.ctl("offline") == {"online": True, "offline": False}
        assert ana.ctl("offline", "on") == {"online": False, "offline": True}
        assert ana.ctl("offline") == {"online": False, "offline": True}
        until(lambda: peer(ana, circle, "bo")["state"] == "away", "Bo to be gone")
        assert status(ana, circle)["online"] is False and status(bo, circle)["online"] is True
        message = ana.post(circle, "waits here")
        assert copies(ana, circle, message) == 0
        ana.fails("offline", "perhaps", status=2)
        assert ana.ctl("offline", "off")["online"] is True
        until(lambda: copies(ana, circle, message) == 1, "Bo to have it")


class Recording:
    """What @engine says of @circle, each sentence once as long as it stands."""

    def __init__(self, engine, circle):
        self.engine = engine
        self.circle = circle
        self.said = []
        self.over = threading.Event()
        self.thread = threading.Thread(target=self.listen)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.over.set()
        self.thread.join()
        for sentence in self.said:
            print(f"# {self.engine.name}: {sentence}")

    def listen(self):
        while not self.over.is_set():
            result = self.engine.run("status", self.circle)
            sentence = result.rows()[0]["sentence"] if result.status == 0 else ""
            if sentence and self.said[-1:] != [sentence]:
                self.said.append(sentence)

    def hears(self, sentence, since=0):
        """Waits until @sentence is the last that was said, after @since of them; gives its place."""
        until(lambda: len(self.said) > since and self.said[-1] == sentence,
              f"{self.engine.name} to say “{sentence}”")
        return len(self.said) - 1


def discovery_is_chosen_and_kept():
    with engines.people("ana") as (ana,):
        ana.start()
        ana.ctl("circle", "create", "Analysis", "--as", "ana")
        assert ana.ctl("discovery") == {"discovery": True}
        assert ana.ctl("discovery", "off") == {"discovery": False}
        ana.fails("discovery", "perhaps", status=2)
        ana.stop()
        assert ana.ctl("discovery") == {"discovery": False}, "it is kept"
        ana.start()
        assert ana.ctl("discovery") == {"discovery": False}
        # These engines are started with --no-discovery.
        assert "look for nobody" in ana.fails("discovery", "on", status=1)
        assert ana.ctl("discovery") == {"discovery": False}


NOBODY = "Nobody else is here now; what you write reaches them when you meet."
PASSING = ("Looking for", "Comparing with", "Sending ", "Receiving ", "Nobody else", "Up to date with")


def a_partition_and_its_healing_in_sentences():
    with engines.people("ana", "bo", "cy") as (ana, bo, cy):
        for engine in (ana, bo, cy):
            engine.start()
        circle = ana.ctl("circle", "create", "Analysis", "--as", "ana")["circle"]
        with Recording(ana, circle) as recording:
            at = recording.hears("You are alone in this circle so far.")
            for other in (bo, cy):
                other.ctl("join", ana.ctl("invite", "create", circle)["link"], "--as", other.name)
            at = recording.hears("Up to date with bo and cy.", at)
            cy.stop()
            at = recording.hears("Up to date with bo.", at)
            bo.stop()
            at = recording.hears(NOBODY, at)
            ana.post(circle, "one")
            at = recording.hears("Nobody else is here now; 1 thing of yours waits until you meet.", at)
            ana.post(circle, "two")
            at = recording.hears("Nobody else is here now; 2 things of yours wait until you meet.", at)
            ana.ctl("offline", "on")
            at = recording.hears("Offline, as you chose.", at)
            ana.ctl("offline", "off")
            bo.start()
            at = recording.hears("Up to date with bo.", at)
            cy.start()
            at = recording.hears("Up to date with bo and cy.", at)
            assert peer(ana, circle, "cy")["sentence"] == "has everything that you have"
        named = ("You are alone", "Offline")
        assert all(sentence.startswith(PASSING + named) for sentence in recording.said), recording.said
        engines.wait_for_equal_state([ana, bo, cy], circle)


def whoever_was_removed_and_whoever_removed_are_told():
    with engines.people("ana", "bo") as (ana, bo):
        ana.start()
        bo.start()
        circle = engines.found_circle(ana, bo)
        until(lambda: status(bo, circle)["sentence"] == "Up to date with ana.", "both to agree")
        ana.ctl("member", "remove", circle, "bo", "--reason", "Spam")
        until(lambda: status(bo, circle)["sentence"] == "ana removed you from this circle: “Spam”.",
              "Bo to be told")
        until(lambda: status(ana, circle)["sentence"] == "You are alone in this circle so far.",
              "Ana to be alone")


def a_full_disk_is_told_and_passes():
    with engines.people("ana", "bo") as (ana, bo), small_disk(ana.home):
        ana.start()
        bo.start()
        circle = engines.found_circle(ana, bo)
        until(lambda: status(ana, circle)["sentence"] == "Up to date with bo.", "both to agree")
        filler = ana.home / "filler"
        with contextlib.suppress(OSError), filler.open("wb", buffering=0) as file:
            while True:
                file.write(bytes(4096))
        with Recording(ana, circle) as recording:
            number = 0
            while not status(ana, circle)["disk_full"]:
                number += 1
                assert number < 200, "the disk never filled"
                bo.post(circle, f"{number} " + "x" * 8000)
            recording.hears("What others send cannot be kept: the disk may be full.")
            filler.unlink()
            ana.ctl("sync", circle)
            recording.hears("Up to date with bo.")
        assert not status(ana, circle)["disk_full"]
        engines.wait_for_equal_state([ana, bo], circle)
        ana.stop()


def a_locked_home_says_why():
    with engines.people("ana") as (ana,):
        circle = ana.ctl("circle", "create", "Analysis", "--as", "ana")["circle"]
        ana.rows("protect", "passphrase", lines={"--passphrase-fd": "correct horse"})
        ana.start()
        assert "locked" in ana.fails("status", circle, status=1)


if __name__ == "__main__":
    sys.exit(tap.run([
        who_has_a_message_is_known_and_remembered,
        offline_is_chosen_and_told,
        discovery_is_chosen_and_kept,
        a_partition_and_its_healing_in_sentences,
        whoever_was_removed_and_whoever_removed_are_told,
        a_full_disk_is_told_and_passes,
        a_locked_home_says_why,
    ]))
