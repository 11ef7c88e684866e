#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Cenacle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes data/screenshots/ anew, all of it: the pictures of README.md and of the metainfo, and below them every
page and dialog in two ways that show each language, each scheme and each width once.

    pictures.py BUILD [FOLDER [GALLERY…]]    FOLDER: where they are drawn, before they are made small
"""

import pathlib
import shutil
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
KEPT = HERE.parent.parent / "data/screenshots"
WAYS = (("en", "light", "wide"), ("fr", "dark", "narrow"))
GALLERIES = {"people": "gallery.py", "life": "gallery-pages.py", "learning": "gallery-learning.py",
             "notes": "gallery-notes.py", "files": "gallery-files.py"}
# What stands in README.md and the metainfo of what the galleries drew.
BEST = {"en-light-wide/people/member-bo.png": "member.png",
        "fr-dark-narrow/people/safety-words.png": "safety-words-fr.png",
        "fr-dark-narrow/people/letters.png": "direct-messages-fr.png",
        "en-light-wide/notes/note-cursors.png": "note.png",
        "en-light-wide/learning/live.png": "session.png",
        "en-light-wide/life/home.png": "home.png"}
COLOURS = 128  # which a window does not exceed by much, and half the size of all of them


def draw(build, folder, names):
    if "first" in names:
        run(HERE / "screenshots.py", build, folder / "first")
    for name in [name for name in GALLERIES if name in names]:
        for way in WAYS:
            run(HERE / GALLERIES[name], build, folder / name, *way)


def run(*command):
    subprocess.run([sys.executable, *map(str, command)], check=True)


def make_small(source, target):
    target.parent.mkdir(parents=True, exist_ok=True)
    subprocess.run(["pngquant", "--force", "--strip", "--output", str(target), str(COLOURS), "--",
                    str(source)], check=True)


def keep(folder):
    """What was drawn, and nothing of before."""
    shutil.rmtree(KEPT, ignore_errors=True)
    for picture in sorted((folder / "first").glob("*.png")):
        make_small(picture, KEPT / picture.name)
    for way in map("-".join, WAYS):
        for name in GALLERIES:
            for picture in sorted((folder / name / way).glob("*.png")):
                make_small(picture, KEPT / way / name / picture.name)
    for drawn, called in BEST.items():
        shutil.copyfile(KEPT / drawn, KEPT / called)


def main():
    build = sys.argv[1]
    folder = pathlib.Path(sys.argv[2] if len(sys.argv) > 2 else f"{build}/gallery").absolute()
    names = sys.argv[3:] or ["first", *GALLERIES]
    for name in names:
        shutil.rmtree(folder / name, ignore_errors=True)
    draw(build, folder, names)
    keep(folder)


if __name__ == "__main__":
    main()
