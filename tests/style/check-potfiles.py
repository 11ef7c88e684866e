# SPDX-FileCopyrightText: 2026 The Cenacle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every file that has words for people is listed for translators, and French has them all, with the
spaces that it wants: a no-break one before : ; ! ? » and %, and after «. They are U+00A0, not the narrow
U+202F, which the desktop's own fonts lack. With --fix, puts them where a plain one stands."""

import re
import shutil
import subprocess
import sys

import tree

MARKED = re.compile(r'(?<![A-Za-z_])(N?C?_|g_dngettext|ngettext|g_dpgettext2?) \("')
TRANSLATABLE = re.compile(r'translatable="(yes|true|1)"')


def has_words(path):
    text = tree.read(path)
    if path.suffix == ".c":
        return MARKED.search(text) is not None
    if path.suffix == ".ui":
        return TRANSLATABLE.search(text) is not None
    return path.name.endswith((".desktop.in", ".metainfo.xml.in", ".gschema.xml"))


def potfiles():
    if not (tree.ROOT / "po/POTFILES").exists():
        raise tree.tap.Skip("there is no po/POTFILES")
    lines = (line.split("#")[0].strip() for line in tree.read("po/POTFILES").splitlines())
    return [line for line in lines if line]


def files_with_words_are_listed():
    names = potfiles()
    tree.expect_none([f"{path} is not in po/POTFILES"
                      for path in tree.files(".c", ".ui", ".in", ".xml", under=("app", "data"))
                      if str(path) not in names and has_words(path)])


# Of what these say nothing is shown to anybody: how a connection ended, and what no program of ours asks for.
SILENT = {"core/cbor.c", "core/envelope.c", "core/epoch.c", "core/blob.c", "core/text-encode.c", "core/content.c",
          "net/session.c", "net/relay-visit.c", "net/own.c", "net/reconcile.c", "net/relay-session.c", "net/hub-files.c"}
FAILS = re.compile(r'(?:g_set_error_literal|return_error_literal|cen_author_refuse|\brefuse|\bset_invalid|\bfail) \((?:[^;"]*)"[A-Z]')


def what_fails_is_said_in_every_language():
    names = {*potfiles(), *SILENT}
    tree.expect_none([f"{path} tells people what failed and is not in po/POTFILES"
                      for path in tree.files(".c", under=("core", "net", "app"))
                      if str(path) not in names and FAILS.search(tree.read(path))])


def listed_files_are_there():
    tree.expect_none([f"po/POTFILES lists {name}, which is not there" for name in potfiles()
                      if not (tree.ROOT / name).is_file()])


PO_STRING = re.compile(r'^(msgstr(?:\[\d\])? )((?:"(?:[^"\\]|\\.)*"\n?)+)', re.MULTILINE)
PLAIN = re.compile(r"(?<=\S) (?=(?:[:;!?](?![:;])|»|%%))|(?<=«) ")
NONE = re.compile(r"\w(?:[!?]|[:;](?= ))(?=\s|$)|«(?=\w)|\w»")


def french_strings(text):
    """(match, the words) of each translation but the header."""
    for found in PO_STRING.finditer(text):
        words = "".join(re.findall(r'"((?:[^"\\]|\\.)*)"', found[2])).replace("\\n", "\n")
        if "Project-Id-Version" not in words:
            yield found, words


def french_has_its_spaces():
    faults = [f"po/fr.po: “{words[:60]}”: a no-break space is missing (check-potfiles.py --fix)"
              for _, words in french_strings(tree.read("po/fr.po")) if PLAIN.search(words) or NONE.search(words)]
    tree.expect_none(faults)


def fix_french():
    text = tree.read("po/fr.po")
    for found, _ in reversed(list(french_strings(text))):
        text = text[:found.start(2)] + PLAIN.sub("\u00a0", found[2]) + text[found.end(2):]
    (tree.ROOT / "po/fr.po").write_text(text, encoding="utf-8")


def languages_are_complete():
    if not list((tree.ROOT / "po").glob("*.po")):
        raise tree.tap.Skip("there is no translation yet")
    if shutil.which("msgfmt") is None:
        raise tree.tap.Skip("msgfmt is not installed")
    faults = []
    for path in sorted((tree.ROOT / "po").glob("*.po")):
        done = subprocess.run(["msgfmt", "--check", "--statistics", "-o", "/dev/null", str(path)],
                              env={"LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin"},
                              stderr=subprocess.PIPE, text=True, check=False)
        if done.returncode != 0 or "untranslated" in done.stderr or "fuzzy" in done.stderr:
            faults.append(f"{path.name}: {done.stderr.strip()}")
    tree.expect_none(faults)


def french_has_every_word():
    """What xgettext finds in the sources stands in fr.po, so that no sentence stays English."""
    if shutil.which("xgettext") is None or not (tree.ROOT / "po/fr.po").exists():
        raise tree.tap.Skip("there is no xgettext, or no po/fr.po")
    potfiles()
    found = subprocess.run(
        ["xgettext", "--from-code=UTF-8", *tree.KEYWORDS, "--files-from=po/POTFILES", "--output=-"],
        cwd=tree.ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False)
    assert found.returncode == 0, found.stderr
    compared = subprocess.run(["msgcmp", "po/fr.po", "-"], cwd=tree.ROOT, input=found.stdout,
                              stderr=subprocess.PIPE, text=True, check=False)
    missing = re.findall(r"^.*(?:used but not defined|not translated).*$", compared.stderr, re.M)
    tree.expect_none(missing)


if __name__ == "__main__":
    if "--fix" in sys.argv:
        fix_french()
    sys.exit(tree.tap.run([
        files_with_words_are_listed,
        what_fails_is_said_in_every_language,
        listed_files_are_there,
        languages_are_complete,
        french_has_every_word,
        french_has_its_spaces,
    ]))
