# SPDX-FileCopyrightText: 2026 The Cenacle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Engines killed at random moments of a sync, as by a power cut: what was stored stays, every
replica left behind verifies, and in the end both hold the same.

CRASH_ROUNDS says how often, CRASH_SEED with which moments; a failure prints the seed. Without
CRASH_ROUNDS it is left out: it takes its time."""

import os
import pathlib
import random
import sys
import threading

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))

import engines  # noqa: E402
import tap  # noqa: E402

ROUNDS = int(os.environ.get("CRASH_ROUNDS", "0"))
SEED = int(os.environ.get("CRASH_SEED", str(random.SystemRandom().randrange(1 << 32))))
N_POSTS = 6000
N_AUTHORS = 5
LATEST_S = 0.8


def sound_ops(engine, circle):
    """How many ops the home of a dead engine holds; all of them must verify."""
    if circle not in [row["circle"] for row in engine.rows("circle", "list")]:
        return 0
    result = engine.run("verify", circle)
    assert result.status == 0, f"{engine.name}: {result}"
    return engine.state(circle)["ops"]


def ops_now(engine, circle):
    return engine.ctl("status", circle)["ops"]


def kill_and_look(victims, circle, kept):
    """All at once, as by one power cut; then what each has kept."""
    for victim in victims:
        victim.kill()
    for victim in victims:
        n_ops = sound_ops(victim, circle)
        assert n_ops >= kept[victim], f"{victim.name} had {kept[victim]} ops, now {n_ops}"
        kept[victim] = n_ops


def join(host, guest, circle):
    """@guest begins to join; whether that ends well is not asked, for the engine may be killed."""
    link = host.ctl("invite", "create", circle)["link"]
    joining = threading.Thread(target=guest.run, args=("join", link, "--as", guest.name))
    joining.start()
    return joining


def newcomer_under_fire(moments, n_rounds):
    """One newcomer, killed until they have everything or @n_rounds are over; how many kills came
    in the midst of it, and how many there were."""
    pause = threading.Event()
    n_kills = n_amid = 0
    with engines.people("ana", "bo") as (ana, bo):
        ana.start()
        circle = engines.found_circle(ana)
        ana.ctl("load", circle, "--posts", str(N_POSTS), "--authors", str(N_AUTHORS))
        bo.start()
        joining = join(ana, bo, circle)
        kept = {ana: ops_now(ana, circle), bo: 0}
        while n_kills < n_rounds:
            pause.wait(moments.uniform(0, LATEST_S))
            victims = [bo, ana] if moments.random() < 0.25 else [bo]
            kill_and_look(victims, circle, kept)
            joining.join()
            for victim in victims:
                victim.start()
            if kept[bo] == 0:
                joining = join(ana, bo, circle)
            n_kills += 1
            n_amid += 0 < kept[bo] < N_POSTS
            if kept[bo] >= N_POSTS:
                break
        joining.join()
        engines.until(lambda: ops_now(bo, circle) >= kept[ana], "bo to catch up")
        engines.wait_for_equal_state([ana, bo], circle)
        kill_and_look([ana, bo], circle, kept)
    return n_amid, n_kills


def kills_in_sync_lose_nothing():
    if ROUNDS == 0:
        raise tap.Skip("a campaign: CRASH_ROUNDS says how many kills")
    tap.comment(f"CRASH_SEED={SEED} CRASH_ROUNDS={ROUNDS}")
    moments = random.Random(SEED)
    n_amid = n_kills = 0
    while n_kills < ROUNDS:
        amid, kills = newcomer_under_fire(moments, ROUNDS - n_kills)
        n_amid += amid
        n_kills += kills
    tap.comment(f"{n_amid} of {n_kills} kills came in the midst")
    assert n_amid > 0


if __name__ == "__main__":
    sys.exit(tap.run([kills_in_sync_lose_nothing]))
