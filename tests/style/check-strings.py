# SPDX-FileCopyrightText: 2026 The Cenacle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The words that people read: numbers have plural forms, words with several meanings say which, names are
written as sentences are, nothing is said in the words of programmers; French has one word for one thing
and says "vous"."""

import re
import shutil
import subprocess
import sys

import tree
from po import entries


# What is no count of things: a place among others, a time, a share, a bound that never is one.
NO_COUNT = {
    "%d:%02d", "%u.", "%s, level %u", "%u of %u", "%u of more than %u", "Page %u of %u", "Option %u", "Version %u",
    "Version %u of the charter", "Version %u of the charter waits for you", "Change %u of %u · %s · %s",
    "%s · %s · %u of %u", "%s, %s, %u of %u; Enter takes it", "Works once, for another %d:%02d",
    "Me too · %u", "Recommended · %u", "- %s: %u%s\\n", "%.1f of %d",
    "The text on stdin is longer than %zu bytes.", "An invite may be used from 1 to %d times.",
    "A limit lies between 1 and %d.", "From 1 to %d posts by 1 to %d authors can be made.",
    "%d: %s of %s, envelopes: %d, here now: %d, last visited %s",
}
COUNT = re.compile(r"%'?l*(?:u|d|zu)(?! ?%%)")
DATE = re.compile(r"%-?[AaBbdeHIMYy]\b")

# Short words that other languages say in several ways: each has a context, or a sentence around it.
AMBIGUOUS = {"Of", "By", "From", "To", "For", "With", "Too", "Only", "All", "Before", "Now", "now", "Once", "Here", "here",
             "Whole", "Point", "Earlier", "Later", "List", "Joined", "Answers", "Done", "Ask", "Thank", "Ahead",
             "hosts", "Until", "Again", "Hard", "Good", "Easy", "Front"}

# Words that keep their capital, and what people choose from a menu by its name.
NAMES = set("""Cenacle Ctrl Enter Esc Shift Alt Markdown PDF QR JSON UTF Tor SOCKS Internet USB Anki FSRS RFC Kudos Emoji Language Quit
    Everything English French ID LINK DIR FILE NAME TEXT DATE CIRCLE MEMBER MESSAGE SECONDS LANGUAGE N M VERB Monday I
    UPnP TTL VPN GNOME Z""".split())
JARGON = re.compile(r"\b(ops?|blobs?|peers?|epochs?|hash(?:es)?|payload|replica|nonce|schema|socket|backend|frontend|"
                    r"daemonize|boolean|null)\b", re.I)
PLAIN_AMONG_EXPERTS = {"Check every hash, signature, link and view."}

# An English word, what French calls the thing, and what it must not be called.
GLOSSARY = [
    (r"channels?\b", r"salon"), (r"threads?\b", r"\bfil"), (r"invites?\b(?! you)", r"invit"), (r"resources?\b", r"ressource"),
    (r"polls?\b", r"sondage|clos"), (r"kudos\b", r"coups? de chapeau|merci"), (r"badges?\b", r"badge"),
    (r"passphrases?\b", r"phrase de passe|elle"), (r"keyring\b", r"trousseau"), (r"devices?\b", r"appareil"),
    (r"charters?\b", r"charte"), (r"library\b", r"bibliothèque"), (r"relays?\b", r"relais"), (r"keepers?\b", r"gardien|keeper"),
    (r"facilitators?\b", r"anima"), (r"safety words\b", r"mots de contrôle"), (r"decks?\b", r"paquet"),
    (r"certificates?\b", r"attestation"), (r"proposals?\b|proposed topic", r"sujet|proposition"), (r"circles?\b", r"cercle"),
    (r"agenda\b", r"déroulé"), (r"direct messages?\b", r"messages? directs?|en privé"), (r"digest\b", r"empreinte"),
    (r"skills?\b", r"compétence"), (r"notifications?\b", r"notification"), (r"backups?\b", r"sauvegarde"),
]
ELSEWHERE = {  # sentences that mean something else by the word, or need not say it again
    "The network library could not be started.", "The network library does not turn strangers away: nothing is served.",
    "Make facilitator", "Join a circle", "A new circle", "Passphrase of the backup", "message, channel, profile, file …", "“%s” is no mailbox; “relay status” tells their numbers.",
}
NEVER_FRENCH = re.compile(r"phrase secrète|certificat|\bexclu|\bcana(?:l|ux)\b|\blettres? (?!de|d’)|ordre du jour|"
                          r"\b(?:tu|toi|ton|tes|t’)\b|courriel|\.\.\.", re.I)
FIRST_PERSON = re.compile(r"\b(?:mon|mes|moi|je|j’)\b", re.I)
SAYS_I = re.compile(r"\b(?:my|me|I|mine|we|our|us)\b")


def template():
    if shutil.which("xgettext") is None:
        raise tree.tap.Skip("xgettext is not installed")
    done = subprocess.run(["xgettext", "--from-code=UTF-8", *tree.KEYWORDS, "--add-comments=Translators",
                           "--files-from=po/POTFILES", "--output=-"], cwd=tree.ROOT, stdout=subprocess.PIPE, check=True)
    return list(entries(done.stdout.decode("utf-8")))


def french():
    return list(entries(tree.read("po/fr.po")))


def key(entry):
    return entry.get("msgctxt"), entry["msgid"]


def counts_have_plural_forms():
    tree.expect_none([f"“{entry['msgid']}” has a number and no plural form" for entry in template()
                      if COUNT.search(entry["msgid"]) and not DATE.search(entry["msgid"]) and
                      "msgid_plural" not in entry and entry["msgid"] not in NO_COUNT])


def words_of_many_meanings_say_which():
    tree.expect_none([f"“{entry['msgid']}” needs a context" for entry in template()
                      if entry["msgid"] in AMBIGUOUS and "msgctxt" not in entry])


def is_title_case(text):
    """Whether a word inside of a sentence begins with a capital that is not its own."""
    text = re.sub(r"“[^”]*”|\*\*.*?\*\*|%s(?= [A-Z])", "X.", text.replace("_", ""))
    return any(word not in NAMES and not word.isupper()
               for word in re.findall(r"(?<=[a-z,] )([A-Z][\w’]*)", text))


def what_stands_in_a_place_is_told():
    """Where placeholders are all there is, or nearly so, a comment tells translators what comes there."""
    place = re.compile(r"%[-0-9.'$]*l*z?[a-z]")
    tree.expect_none([f"“{entry['msgid']}” needs a comment for translators" for entry in template()
                      if place.search(entry["msgid"]) and len(re.findall(r"[^\W\d_]{2,}", place.sub("", entry["msgid"]))) == 0
                      and "comment" not in entry and "msgctxt" not in entry])


def names_are_written_as_sentences():
    tree.expect_none([f"“{entry['msgid']}” has a capital inside" for entry in template() if is_title_case(entry["msgid"])])


def nothing_is_said_as_programmers_do():
    tree.expect_none([f"“{entry['msgid']}”: {JARGON.search(entry['msgid']).group()}" for entry in template()
                      if JARGON.search(entry["msgid"]) and entry["msgid"] not in PLAIN_AMONG_EXPERTS])


def signs_are_typographic():
    faults = [f"“{entry['msgid']}”: a straight apostrophe, or three dots" for entry in template()
              if re.search(r"\w'\w|\.\.\.", entry["msgid"])]
    faults += [f"“{text}”: a straight apostrophe, or three dots" for entry in french()
               for name, text in entry.items() if name.startswith("msgstr") and re.search(r"\w'\w|\.\.\.", text)]
    tree.expect_none(faults)


def french_says_what_is_there():
    said = {key(entry) for entry in template()}
    tree.expect_none([f"po/fr.po: nobody says “{entry['msgid']}”" for entry in french() if key(entry) not in said])


def french_has_one_word_for_one_thing():
    faults = []
    for entry in french():
        words = " ".join(text for name, text in entry.items() if name.startswith("msgstr"))
        asked = entry["msgid"].replace("_", "")
        if asked in ELSEWHERE or "--" in asked or ";class;" in asked:
            continue
        faults += [f"“{asked}” is “{words}”, not {there}" for here, there in GLOSSARY
                   if re.search(r"\b" + here, asked, re.I) and not re.search(there, words.replace("_", ""), re.I)]
        if NEVER_FRENCH.search(words):
            faults.append(f"“{words}”: {NEVER_FRENCH.search(words).group()}")
    tree.expect_none(faults)


def french_speaks_to_somebody():
    faults = []
    for entry in french():
        words = " ".join(text for name, text in entry.items() if name.startswith("msgstr"))
        if re.search(r"\byou(r|rs)?\b", entry["msgid"], re.I) and not SAYS_I.search(entry["msgid"]) and \
                FIRST_PERSON.search(words):
            faults.append(f"“{entry['msgid']}” speaks to somebody, “{words}” of oneself")
    tree.expect_none(faults)


if __name__ == "__main__":
    sys.exit(tree.tap.run([
        counts_have_plural_forms,
        words_of_many_meanings_say_which,
        what_stands_in_a_place_is_told,
        names_are_written_as_sentences,
        nothing_is_said_as_programmers_do,
        signs_are_typographic,
        french_says_what_is_there,
        french_has_one_word_for_one_thing,
        french_speaks_to_somebody,
    ]))
