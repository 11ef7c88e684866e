# SPDX-FileCopyrightText: 2026 The Cenacle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Engines around a blind relay, one at a time."""

import contextlib

import engines
from engines import until, wait_for_equal_state


@contextlib.contextmanager
def around_a_relay(*names):
    """People and a relay that runs; the relay comes first."""
    with engines.people("relay", *names) as (relay, *people):
        relay.start("--relay")
        yield relay, *people


def relay_of(engine, circle):
    """What @engine knows of the one relay of @circle."""
    relays = engine.ctl("status", circle)["relays"]
    return relays[0] if relays else {}


def settle(engine, circle):
    """Until @engine and the relay have the same."""
    return until(lambda: relay_of(engine, circle).get("settled") and relay_of(engine, circle),
                 f"{engine.name} and the relay to have the same")


def part(relay, *people):
    """A circle whose members have met once, agreed on the relay, and meet no more."""
    for engine in people:
        engine.start()
    circle = engines.found_circle(*people)
    people[0].ctl("relay", "add", circle, relay.ctl("relay", "link")["link"], "--name", "Post")
    settle(people[0], circle)
    wait_for_equal_state(people, circle)
    for engine in people:
        engine.stop()
    return circle


@contextlib.contextmanager
def alone(engine, circle):
    """@engine is online, nobody else but the relay is; ends when both have the same."""
    engine.start()
    try:
        settle(engine, circle)
        yield engine
        settle(engine, circle)
    finally:
        engine.stop()
