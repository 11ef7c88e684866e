# SPDX-FileCopyrightText: 2026 The Cenacle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a reader of Markdown with its usual extensions finds in a page: links, pictures, headings,
raw HTML, and the words. md4c reads, loaded as it is on this system."""

import ctypes
import re

BLOCK_H, BLOCK_HTML = 6, 8
SPAN_A, SPAN_IMG = 2, 3
TEXT_BR, TEXT_SOFTBR, TEXT_HTML = 2, 3, 6
TABLES, STRIKETHROUGH, AUTOLINKS, TASKLISTS = 0x100, 0x200, 0x40c, 0x800

BLOCK = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)
TEXT = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_int, ctypes.c_void_p, ctypes.c_uint,
                        ctypes.c_void_p)
ANCHOR = re.compile(r'<a id="([a-z2-7]+)">')


class Parser(ctypes.Structure):
    _fields_ = [("abi_version", ctypes.c_uint), ("flags", ctypes.c_uint), ("enter_block", BLOCK),
                ("leave_block", BLOCK), ("enter_span", BLOCK), ("leave_span", BLOCK),
                ("text", TEXT), ("debug_log", ctypes.c_void_p), ("syntax", ctypes.c_void_p)]


class Attribute(ctypes.Structure):
    _fields_ = [("text", ctypes.c_void_p), ("size", ctypes.c_uint)]


class Page:
    """What stands in one page."""

    def __init__(self):
        self.links = []
        self.pictures = []
        self.anchors = []
        self.headings = []
        self.html = []
        self.words = ""
        self.n_titles = 0


def read(path):
    """The page at @path."""
    page, words, heading = Page(), [], []
    content = path.read_bytes()

    def enter_block(kind, detail, _):
        if kind == BLOCK_H:
            heading.append(ctypes.cast(detail, ctypes.POINTER(ctypes.c_uint))[0])
            page.n_titles += heading[-1] == 1
            page.headings.append("")
        words.append("\n")
        return 0

    def leave_block(kind, *_):
        if kind == BLOCK_H:
            heading.pop()
        return 0

    def enter_span(kind, detail, _):
        if kind in (SPAN_A, SPAN_IMG):
            target = ctypes.cast(detail, ctypes.POINTER(Attribute))[0]
            text = ctypes.string_at(target.text, target.size).decode() if target.size else ""
            (page.links if kind == SPAN_A else page.pictures).append(text)
        return 0

    def text(kind, start, size, _):
        said = ctypes.string_at(start, size).decode(errors="replace")
        if kind == TEXT_HTML:
            found = ANCHOR.findall(said)
            page.anchors.extend(found)
            if not found and said not in ("</a>", "\n"):
                page.html.append(said)
            return 0
        words.append("\n" if kind in (TEXT_BR, TEXT_SOFTBR) else said)
        if heading:
            page.headings[-1] += said
        return 0

    parser = Parser(flags=TABLES | STRIKETHROUGH | AUTOLINKS | TASKLISTS,
                    enter_block=BLOCK(enter_block), leave_block=BLOCK(leave_block),
                    enter_span=BLOCK(enter_span), leave_span=BLOCK(lambda *_: 0), text=TEXT(text))
    library = ctypes.CDLL("libmd4c.so.0")
    assert library.md_parse(content, ctypes.c_uint(len(content)), ctypes.byref(parser), None) == 0
    page.words = "".join(words)
    return page
