# SPDX-FileCopyrightText: 2026 The Cenacle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every verb of cenaclectl, and every option of it, stands in the manual and in the completion."""

import re
import shutil
import subprocess
import sys

import tree

VERB = re.compile(r'^  \{ "([a-z- ]+)", "[^"]*",\s+\d+,\s+\d+,\s+(\w+)(?: \+ (\d+))?,', re.MULTILINE)
TABLE = re.compile(r"static const GOptionEntry (\w+)\[\] = \{(.*?)^\};", re.MULTILINE | re.DOTALL)
OPTION = re.compile(r'^  \{ "([a-z-]+)",', re.MULTILINE)


def verbs():
    """Verb: its options, from the tables of app/ctl."""
    found = {}
    for path in tree.files(".c", under=("app/ctl",)):
        text = tree.read(path)
        tables = {name: OPTION.findall(body) for name, body in TABLE.findall(text)}
        for verb, options, skipped in VERB.findall(text):
            found[verb] = tables.get(options, [])[int(skipped or 0):]
    assert len(found) > 20, found
    return found


def the_manual_has_every_verb():
    manual = tree.read("data/man/cenaclectl.1").replace("\\-", "-")

    def section_of(verb):
        found = re.search(rf'^\.BI? "?{verb}\b.*?(?=^\.SH|^\.SS|^\.RE$|^\.TP\n\.BI? "?[a-z]+ |\Z)', manual,
                          re.MULTILINE | re.DOTALL)
        return found.group() if found else ""
    faults = []
    for verb, options in verbs().items():
        section = section_of(verb)
        if not section:
            faults.append(f"the manual lacks “{verb}”")
        # It may say that another verb has them too.
        sections = section + "".join(map(section_of, re.findall(r"^\.B ([a-z]+ [a-z]+)$", section, re.MULTILINE)))
        faults += [f"the manual lacks --{option} of “{verb}”" for option in options if f"--{option}" not in sections]
    tree.expect_none(faults)


def the_completion_has_every_verb():
    lines = tree.read("data/bash-completion/cenaclectl").splitlines()
    tree.expect_none([f"the completion lacks “{line}”" for line in (
        f"{verb}:{' '.join('--' + option for option in options)}" for verb, options in verbs().items())
        if line not in lines])


def the_pages_are_sound():
    if shutil.which("groff") is None:
        raise tree.tap.Skip("groff is not installed")
    for path in tree.files(".1", under=("data/man",)):
        done = subprocess.run(["groff", "-man", "-Tutf8", "-ww", "-z", str(tree.ROOT / path)],
                              capture_output=True, text=True, check=False)
        assert done.returncode == 0 and not done.stderr, f"{path}: {done.stderr}"


if __name__ == "__main__":
    sys.exit(tree.tap.run([
        the_manual_has_every_verb,
        the_completion_has_every_verb,
        the_pages_are_sound,
    ]))
