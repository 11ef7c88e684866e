# SPDX-FileCopyrightText: 2026 The Cenacle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A session held by three engines that reach each other and nothing else: who is there, the agenda's
time, who wants to speak, and who hosts when the host's machine goes."""

import json
import pathlib
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))

import engines  # noqa: E402
import tap  # noqa: E402
from engines import until, wait_for_equal_state  # noqa: E402

SOON = 5 * 60


def begin(*everybody):
    for engine in everybody:
        engine.start()
    circle = engines.found_circle(*everybody)
    wait_for_equal_state(list(everybody), circle)
    start = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + SOON))
    session = everybody[0].ctl("session", "plan", circle, "Integrals", "--start", start,
                               "--agenda", "1 Welcome", "--agenda", "30 Talk")["id"]
    wait_for_equal_state(list(everybody), circle)
    return circle, session


def live(engine, circle, session):
    return engine.ctl("session", "live", circle, session)


def wait_to_see(everybody, circle, session, check, what):
    for engine in everybody:
        until(lambda: check(live(engine, circle, session)), f"{engine.name} to see {what}", 30)


def names(row):
    return sorted(person["name"] for person in row["people"])


def all_see_the_same():
    with engines.people("ana", "bo", "cleo") as everybody:
        ana, bo, cleo = everybody
        circle, session = begin(*everybody)
        row = live(bo, circle, session)
        assert (row["host"], row["people"], row["queue"], row["entered"], row["step"]) == \
            ("", [], [], False, 0), row
        for engine in everybody:
            assert engine.ctl("session", "enter", circle, session) == {}
        wait_to_see(everybody, circle, session,
                    lambda row: names(row) == ["ana", "bo", "cleo"] and row["host"] == "ana",
                    "who is there and hosts")
        assert live(ana, circle, session)["hosting"] and not live(bo, circle, session)["hosting"]
        bo.fails("session", "next", circle, session, status=1)
        ana.ctl("session", "next", circle, session)
        wait_to_see(everybody, circle, session,
                    lambda row: row["running"] and row["agenda"][0]["state"] == "running" and
                    row["agenda"][0]["spent"] > 500, "the welcome run")
        spent = [live(engine, circle, session)["agenda"][0]["spent"] for engine in everybody]
        assert max(spent) - min(spent) < 3000, spent

        cleo.ctl("session", "queue", circle, session)
        wait_to_see(everybody, circle, session, lambda row: row["queue"] == ["cleo"], "Cleo ask")
        bo.ctl("session", "queue", circle, session)
        wait_to_see(everybody, circle, session, lambda row: row["queue"] == ["cleo", "bo"], "Bo ask")
        ana.ctl("session", "speak", circle, session)
        wait_to_see(everybody, circle, session,
                    lambda row: row["speaker"] == "cleo" and row["queue"] == ["bo"], "Cleo speak")
        bo.fails("session", "speak", circle, session, "--end", status=1)
        cleo.ctl("session", "speak", circle, session, "--end")
        wait_to_see(everybody, circle, session, lambda row: row["speaker"] == "", "Cleo finish")
        bo.ctl("session", "queue", circle, session, "--leave")
        wait_to_see(everybody, circle, session, lambda row: row["queue"] == [], "Bo withdraw")
        ana.fails("session", "speak", circle, session, status=1)
        ana.ctl("session", "pause", circle, session)
        wait_to_see(everybody, circle, session,
                    lambda row: row["agenda"][0]["state"] == "paused", "the pause")

        ana.ctl("session", "lead", circle, session, "cleo")
        wait_to_see(everybody, circle, session, lambda row: row["host"] == "cleo", "Cleo host")
        bo.fails("session", "lead", circle, session, status=1)
        cleo.ctl("session", "next", circle, session)
        wait_to_see(everybody, circle, session, lambda row: row["step"] == 2, "the talk")
        # A role given meanwhile counts at once.
        ana.ctl("member", "grant", circle, "bo", "facilitator")
        until(lambda: bo.run("session", "lead", circle, session).status == 0, "Bo to be let host")
        wait_to_see(everybody, circle, session, lambda row: row["host"] == "bo", "Bo host")
        wait_for_equal_state(list(everybody), circle)
        # Nothing of this was written down.
        before = ana.state(circle)
        bo.ctl("session", "leave", circle, session)
        wait_to_see([ana, cleo], circle, session, lambda row: names(row) == ["ana", "cleo"],
                    "Bo leave")
        assert ana.state(circle) == before


def the_host_goes_and_a_late_comer_is_told():
    with engines.people("ana", "bo", "cleo") as everybody:
        ana, bo, cleo = everybody
        circle, session = begin(*everybody)
        cleo.stop()
        for engine in (ana, bo):
            engine.ctl("session", "enter", circle, session)
        ana.ctl("session", "next", circle, session)
        ana.ctl("session", "next", circle, session)
        bo.ctl("session", "queue", circle, session)
        wait_to_see([ana, bo], circle, session,
                    lambda row: row["step"] == 2 and row["queue"] == ["bo"], "the talk")
        ana.kill()
        killed = time.monotonic()
        cleo.start()
        wait_to_see([cleo], circle, session,
                    lambda row: row["step"] == 2 and row["queue"] == ["bo"], "how things stand")
        cleo.ctl("session", "enter", circle, session)
        wait_to_see([bo, cleo], circle, session, lambda row: row["host"] == "bo", "Bo host")
        took = time.monotonic() - killed
        assert took < 12, f"nobody hosted for {took:.1f} s"
        assert live(cleo, circle, session)["agenda"][1]["spent"] > 4000
        wait_to_see([bo, cleo], circle, session, lambda row: names(row) == ["bo", "cleo"], "Ana gone")
        bo.ctl("session", "next", circle, session)
        wait_to_see([cleo], circle, session, lambda row: row["step"] == 3, "the end")
        ana.start()
        wait_to_see([ana], circle, session, lambda row: row["host"] == "bo" and row["step"] == 3,
                    "what went on without her")
        ana.ctl("session", "lead", circle, session)
        wait_to_see(everybody, circle, session, lambda row: row["host"] == "ana", "Ana host again")


def watching_is_being_there():
    with engines.people("ana", "bo") as everybody:
        ana, bo = everybody
        circle, session = begin(*everybody)
        watch = subprocess.Popen(
            [engines.BUILD / "app/ctl/cenaclectl", "--home", bo.home, "--json", "session", "live",
             circle, session, "--watch"], stdout=subprocess.PIPE, env=bo.environment, text=True,
            preexec_fn=engines.die_with_parent)
        first = json.loads(watch.stdout.readline())
        assert first["entered"] and names(first) == ["bo"], first
        ana.ctl("session", "enter", circle, session)
        row = first
        while names(row) != ["ana", "bo"] or row["host"] != "ana":
            row = json.loads(watch.stdout.readline())
        watch.terminate()
        watch.wait(engines.DEADLINE_S)
        watch.stdout.close()
        wait_to_see([ana], circle, session, lambda row: names(row) == ["ana"], "Bo gone")
        message = ana.post(circle, "no session")
        ana.fails("session", "live", circle, message, status=3)
        ana.fails("session", "lead", circle, session, "bo", status=1)


if __name__ == "__main__":
    sys.exit(tap.run([
        all_see_the_same,
        the_host_goes_and_a_late_comer_is_told,
        watching_is_being_there,
    ]))
