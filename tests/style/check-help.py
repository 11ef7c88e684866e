# SPDX-FileCopyrightText: 2026 The Cenacle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The guide is there in each language, and what it names is in the window under that name: menus, buttons and
pages, by the words that this language has for them; keys, and the pages it leads to."""

import html
import re
import sys

import tree
from po import entries

BOLD = re.compile(r"\*\*([^*`]+)\*\*")
KEYS = re.compile(r"(?<!\*)\*((?:Ctrl|Alt|Maj|Shift|Haut|Up)[^*]*)\*(?!\*)")
LINK = re.compile(r"\]\(([^)]+)\)")
# How French and English call the keys.
KEY_NAMES = {"Ctrl": "<Control>", "Alt": "<Alt>", "Shift": "<Shift>", "Maj": "<Shift>", "Down": "Down", "Bas": "Down",
             "Up": "Up", "Haut": "Up", "?": "question"}
# Said with weight, and no name of anything in the window.
WEIGHT = {"important", "very important", "Create a circle", "Say hello", "Ask", "Invite people", "Plan a session", "For each channel",
          "The words of direct messages", "With the window closed", "only"}


def pages(language):
    return {path.name: path.read_text(encoding="utf-8") for path in sorted((tree.ROOT / "help" / language).glob("*.md"))}


def languages():
    return [path.name for path in sorted((tree.ROOT / "help").iterdir()) if path.is_dir() and path.name != "C"]


def plain(text):
    return text.replace("_", "").rstrip("…")


def each_language_has_every_page():
    tree.expect_none([f"help/{language} has {sorted(set(pages(language)) ^ set(pages('C')))}, or has it not"
                      for language in languages() if set(pages(language)) != set(pages("C"))])


def links_lead_somewhere():
    there = {f"cenacle:help:{name.removesuffix('.md')}" for name in pages("C")}
    tree.expect_none([f"help/{language}/{name} leads to {link}" for language in ("C", *languages())
                      for name, text in pages(language).items() for link in LINK.findall(text)
                      if link not in there and not link.startswith("https://")])


def names_are_those_of_the_window():
    """The n-th name of a page in English is one that the program says, and the n-th in French is what it says there."""
    faults = []
    for language in languages():
        said = {}
        for entry in entries(tree.read(f"po/{language}.po")):
            said.setdefault(plain(entry["msgid"]), set()).add(plain(entry.get("msgstr", "")))
        for name, text in pages("C").items():
            here, there = BOLD.findall(text), BOLD.findall(pages(language)[name])
            if len(here) != len(there):
                faults.append(f"help/{language}/{name} gives weight to {there}, help/C/{name} to {here}")
                continue
            for english, other in zip(here, there):
                if english in WEIGHT:
                    continue
                if plain(english) not in said:
                    faults.append(f"help/C/{name}: nothing in the window is called {english}")
                elif not any(words.lower() == plain(other).lower() for words in said[plain(english)]):
                    faults.append(f"help/{language}/{name}: {other} is called {said[plain(english)]}")
    tree.expect_none(faults)


def keys_are_those_of_the_window():
    window = html.unescape(tree.read("app/desktop/help-overlay.ui"))
    shown = {frozenset(re.findall(r"<\w+>|\w+", key.lower())) for keys in
             re.findall(r'name="accelerator">([^\n]+?)</property>', window) for key in keys.split()}
    faults = []
    for language in ("C", *languages()):
        for name, text in pages(language).items():
            for keys in KEYS.findall(text):
                parts = frozenset(KEY_NAMES.get(part, part).lower() for part in keys.split("+"))
                if parts not in shown:
                    faults.append(f"help/{language}/{name}: {keys} does nothing")
    tree.expect_none(faults)


if __name__ == "__main__":
    sys.exit(tree.tap.run([each_language_has_every_page, links_lead_somewhere, names_are_those_of_the_window,
                           keys_are_those_of_the_window]))
