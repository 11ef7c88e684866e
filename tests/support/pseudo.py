# SPDX-FileCopyrightText: 2026 The Cenacle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A language that nobody speaks: every message of the program, a third longer and between brackets, so
that what is not translated, and what has no room to grow, shows itself."""

import re
import struct

LANGUAGE = "en_XA"
OPEN, CLOSE = "⟦", "⟧"
VERSION = 0
WORD = 12
HEADER = ("Content-Type: text/plain; charset=UTF-8\n"
          "Plural-Forms: nplurals=2; plural=(n != 1);\n")
KEPT = re.compile(r"%%|%[-+0-9.$']*(?:l{0,2}|h{0,2}|z|j)[a-zA-Z]|\{[^}]*\}|<[^>]*>|&[a-z]+;|_(?=\w)|\n")
ACCENTS = str.maketrans("aceinouyACEINOUY", "àçéîñöûÿÀÇÉÎÑÖÛŸ")


def lengthen(message):
    """@message in the language: what the program fills in, markup and mnemonics stay as they are."""
    parts, at = [], 0
    for kept in KEPT.finditer(message):
        parts += [message[at:kept.start()].translate(ACCENTS), kept.group()]
        at = kept.end()
    parts.append(message[at:].translate(ACCENTS))
    more = max(1, len(message) // 3)  # in words that a line can break between
    tail = " ".join("~" * min(WORD, more - at) for at in range(0, more, WORD + 1))
    return f"{OPEN}{''.join(parts)}{tail}{CLOSE}"


def _is_text(message):
    """Formats of the clock and the like are no words of a language."""
    return not re.fullmatch(r"(?:%-?[a-zA-Z]|[\W\d_])*", message)


def build(translated):
    """The catalogue of all that @translated, a complete catalogue of the program, has a translation
    of, as the bytes of a .mo file."""
    entries = {"": HEADER}
    for whole in _keys(translated.read_bytes()):
        message = whole.rpartition("\4")[2]
        if whole and message:
            forms = message.split("\0")
            said = [lengthen(form) if _is_text(form) else form for form in forms]
            entries[whole] = "\0".join(said if len(forms) == 2 else said[:1])
    return _pack(entries)


def _keys(data):
    """The messages of a .mo file as they stand there: context and plural included."""
    order = "<" if data[:4] == b"\xde\x12\x04\x95" else ">"
    n, at = struct.unpack_from(order + "II", data, 8)
    for i in range(n):
        length, offset = struct.unpack_from(order + "II", data, at + 8 * i)
        yield data[offset:offset + length].decode()


def _pack(entries):
    rows = sorted((key.encode(), text.encode()) for key, text in entries.items())
    keys_at, texts_at = 28, 28 + 8 * len(rows)
    at = texts_at + 8 * len(rows)
    tables, body = ([], []), b""
    for side in (0, 1):
        for row in rows:
            tables[side].append(struct.pack("<II", len(row[side]), at + len(body)))
            body += row[side] + b"\0"
    return (struct.pack("<7I", 0x950412de, VERSION, len(rows), keys_at, texts_at, 0, at)
            + b"".join(tables[0]) + b"".join(tables[1]) + body)


def install(folder, translated):
    """Makes the language one of those in @folder, where the program looks for them."""
    path = folder / LANGUAGE / "LC_MESSAGES" / "cenacle.mo"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(build(translated))
    return path
