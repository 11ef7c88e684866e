# SPDX-FileCopyrightText: 2026 The Cenacle authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Documents and pictures made as tests need them."""

import struct
import zlib


def document(lines):
    """A PDF with a page for each line, of letters without accents."""
    objects = {1: "<</Type/Catalog/Pages 2 0 R>>", 3: "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
               2: "<</Type/Pages/Kids[%s]/Count %d>>"
                  % (" ".join(f"{10 + 2 * i} 0 R" for i in range(len(lines))), len(lines))}
    for i, line in enumerate(lines):
        text = f"BT /F 30 Tf 60 740 Td ({line}) Tj ET\n"
        objects[10 + 2 * i] = (f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents {11 + 2 * i} 0 R"
                               "/Resources<</Font<</F 3 0 R>>>>>>")
        objects[11 + 2 * i] = f"<</Length {len(text)}>>stream\n{text}endstream"
    body = "".join(f"{number} 0 obj{content}endobj\n" for number, content in objects.items())
    return f"%PDF-1.4\n{body}trailer<</Root 1 0 R>>\n%%EOF\n".encode()


def png(width, height, rows=None):
    """A grey PNG that says it is so large; @rows: what is in it, one filter byte before each."""
    def chunk(name, content):
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    content = zlib.compress(rows if rows is not None else bytes((width + 1) * height), 9)
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", content) + chunk(b"IEND", b"")
