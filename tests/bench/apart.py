# SPDX-FileCopyrightText: 2026 The Cenacle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""How long until everybody has a message, in a circle whose members are seldom online together.

A model of who is online when and can reach whom, not of the protocol: whoever are connected have the
same within the minute, which is what the tests show of the engine (tests/engine, tests/net). A hundred
members, three time zones, thirty days and those it takes until the last has come back. Prints JSON
lines, and draws them with --chart FILE; --check fails when a keeper or a relay does not help.
"""

import argparse
import html
import json
import random
import statistics
import sys

MEMBERS = 100
DAYS, TAIL_DAYS = 30, 30
MINUTES = 24 * 60
POSTS_A_DAY = 8
ZONES_H = (0, 0, -5, 8)          # where members live: half of them in one place
REACHABLE = 0.3                  # of homes let others in: mapped ports, IPv6
HOURS = [0.2, 0.1, 0, 0, 0, 0.1, 0.4, 1, 1, 0.7, 0.6, 0.6,
         1, 0.8, 0.6, 0.6, 0.8, 1, 1.4, 2, 2.6, 2.4, 1.4, 0.6]  # how likely one begins then
KEEPER_UP, RELAY_UP = 0.85, 0.995  # of the time: a machine in a home, one in a hall
OUTAGE_MIN = 12 * 60               # that one is away at once

SCENES = [
    ("no keeper", 0, 0, "#a51d2d"),
    ("one keeper", 1, 0, "#e66100"),
    ("two keepers", 2, 0, "#26a269"),
    ("a relay", 0, 1, "#1a5fb4"),
]
BOUND = ("were somebody always there", "#5e5c64")


def presence(rand):
    """For each member the minutes at which they come and go."""
    homes = []
    for _ in range(MEMBERS):
        zone = rand.choice(ZONES_H)
        habit = 0.35 + 0.6 * rand.random()          # how likely one is there on a day
        away = rand.randrange(DAYS) if rand.random() < 0.15 else None
        back = (away or 0) + rand.choice((2, 4, 7))
        spans = []
        for day in range(DAYS + TAIL_DAYS):
            if away is not None and away <= day < back:
                continue
            if rand.random() > habit:
                continue
            for _ in range(rand.choice((1, 1, 2, 3))):
                hour = rand.choices(range(24), HOURS)[0] - zone
                begin = day * MINUTES + (hour % 24) * 60 + rand.randrange(60)
                spans.append((begin, begin + max(3, int(rand.expovariate(1 / 20)))))
        homes.append(spans)
    return homes


def mostly_there(rand, up_share):
    """The same for a machine that is on but for some cuts."""
    spans, at = [], 0
    while at < (DAYS + TAIL_DAYS) * MINUTES:
        up = int(rand.expovariate((1 - up_share) / up_share / OUTAGE_MIN)) + 1
        spans.append((at, at + up))
        at += up + int(rand.expovariate(1 / OUTAGE_MIN)) + 1
    return spans


def posts(rand, homes):
    """(minute, author): somebody who is online writes."""
    found = []
    online = [(span, member) for member, spans in enumerate(homes) for span in spans
              if span[0] < DAYS * MINUTES]
    for _ in range(POSTS_A_DAY * DAYS):
        (begin, end), author = rand.choice(online)
        found.append((rand.randrange(begin, end), author))
    return sorted(found)


def groups(here, reachable):
    """Those who are connected: two of whom one can be reached. All who can are in one group, and
    everybody else reaches them."""
    return [here] if any(member in reachable for member in here) else [[one] for one in here]


def spread(homes, reachable, written):
    """Minutes from writing until everybody who belongs has it, for each post; and until each of them
    has, for all."""
    events = {}
    for member, spans in enumerate(homes):
        for begin, end in spans:
            events.setdefault(begin, []).append((member, 1))
            events.setdefault(end, []).append((member, -1))
    for number, (minute, author) in enumerate(written):
        events.setdefault(minute, []).append((author, number + 2))
    has = [0] * len(homes)
    there = [0] * len(homes)
    done = {}
    each = []
    waiting = 0
    for minute in sorted(events):
        for member, what in sorted(events[minute], key=lambda event: -event[1]):
            if what >= 2:
                has[member] |= 1 << (what - 2)
                waiting |= 1 << (what - 2)
            else:
                there[member] += what
        for group in groups([m for m, n in enumerate(there) if n > 0], reachable):
            everything = 0
            for member in group:
                everything |= has[member]
            for member in group:
                new = everything & ~has[member]
                has[member] = everything
                while new and member < MEMBERS:
                    number = new.bit_length() - 1
                    each.append(minute - written[number][0])
                    new &= ~(1 << number)
        everywhere = waiting
        for member in range(MEMBERS):
            everywhere &= has[member]
        waiting &= ~everywhere
        while everywhere:
            number = everywhere.bit_length() - 1
            done[number] = minute - written[number][0]
            everywhere &= ~(1 << number)
    return [done.get(number) for number in range(len(written))], each


def run(seed):
    rand = random.Random(seed)
    homes = presence(rand)
    written = posts(rand, homes)
    reachable = {member for member in range(MEMBERS) if rand.random() < REACHABLE}
    found = {}
    for name, keepers, relays, _ in SCENES:
        extra = [mostly_there(random.Random(f"{seed} {n}"), KEEPER_UP if n < keepers else RELAY_UP)
                 for n in range(keepers + relays)]
        found[name] = spread(homes + extra, reachable | set(range(MEMBERS, MEMBERS + len(extra))),
                             written)
    found[BOUND[0]] = spread([*homes, [(0, (DAYS + TAIL_DAYS) * MINUTES)]], {MEMBERS}, written)
    return found


def hours(delays):
    return sorted((delay if delay is not None else TAIL_DAYS * MINUTES) / 60 for delay in delays)


def text(x, y, words, anchor="start"):
    return (f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="13"'
            f' font-family="sans-serif">{html.escape(words)}</text>')


def draw(found):
    """What part of all there is to be had the members have after so many hours."""
    width, height, edge = 760, 420, 56
    most = 120
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}">',
             '<rect width="100%" height="100%" fill="white"/>']

    def place(hour, part):
        return edge + hour / most * (width - 2 * edge), height - edge - part * (height - 2 * edge)

    for hour in range(0, most + 1, 12):
        (ax, ay), (bx, by) = place(hour, 0), place(hour, 1)
        parts += [f'<line x1="{ax:.1f}" y1="{ay:.1f}" x2="{bx:.1f}" y2="{by:.1f}" stroke="#ddd"/>',
                  text(ax, ay + 18, str(hour), "middle")]
    for part in range(0, 101, 25):
        (ax, ay), (bx, by) = place(0, part / 100), place(most, part / 100)
        parts += [f'<line x1="{ax:.1f}" y1="{ay:.1f}" x2="{bx:.1f}" y2="{by:.1f}" stroke="#ddd"/>',
                  text(ax - 6, ay + 4, f"{part} %", "end")]
    parts.append(text(width / 2, height - 12, "hours after which a member has a message",
                      "middle"))
    for number, (name, colour) in enumerate([(s[0], s[3]) for s in SCENES] + [BOUND]):
        delays = hours(found[name][1])
        dots = [place(hour, sum(delay <= hour for delay in delays) / len(delays))
                for hour in range(0, most + 1, 2)]
        dash = ' stroke-dasharray="5 4"' if name == BOUND[0] else ""
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in dots)
        y = height - edge - 20 * (len(SCENES) - number) - 16
        parts += [f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"{dash}/>',
                  f'<rect x="{width - 270}" y="{y - 10}" width="12" height="12" fill="{colour}"/>',
                  text(width - 250, y, name)]
    return "\n".join([*parts, "</svg>\n"])


def check(found):
    """A keeper helps, two no less, and a relay does what an ideal place would within its cuts."""
    median = {name: statistics.median(hours(delays)) for name, (delays, _) in found.items()}
    bound = median[BOUND[0]]
    assert all(bound <= value for value in median.values()), median
    assert median["two keepers"] <= median["one keeper"] <= median["no keeper"], median
    assert median["a relay"] <= 1.1 * bound + 1, median
    assert median == {name: statistics.median(hours(delays))
                      for name, (delays, _) in run(1).items()}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--chart")
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    found = run(options.seed)
    for name, (delays, each) in found.items():
        ordered, one = hours(delays), hours(each)
        print(json.dumps({"scene": name, "members": MEMBERS, "messages": len(ordered),
                          "one_median_h": round(statistics.median(one), 1),
                          "one_p95_h": round(one[int(0.95 * len(one))], 1),
                          "everybody_median_h": round(statistics.median(ordered), 1),
                          "everybody_p95_h": round(ordered[int(0.95 * len(ordered))], 1),
                          "unfinished": sum(delay is None for delay in delays)}))
    if options.chart:
        with open(options.chart, "w", encoding="utf-8") as chart:
            chart.write(draw(found))
    if options.check:
        check(found)


if __name__ == "__main__":
    sys.exit(main())
