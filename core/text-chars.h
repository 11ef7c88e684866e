/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenTextChars: the characters of a document by their local number, in blocks that are one byte
 * wide as long as what stands in them allows it. Characters are only ever added. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define CEN_TEXT_BLOCK_LEN 1024

typedef struct {
  GPtrArray *blocks; /* guint8 * or gunichar *, CEN_TEXT_BLOCK_LEN of them each */
  GByteArray *wide;  /* one for each block: whether it holds gunichars */
  guint32 n;
} CenTextChars;

void cen_text_chars_init (CenTextChars *self);
void cen_text_chars_clear (CenTextChars *self);

/* Adds the @n code points of @text, which is valid UTF-8 of at least as many. Gives the first byte
 * that was not read. */
const char *cen_text_chars_add (CenTextChars *self, const char *text, guint32 n);

gunichar cen_text_chars_get (const CenTextChars *self, guint32 at);
/* Adds @n code points from @at on to @text, as UTF-8. */
void cen_text_chars_copy (const CenTextChars *self, guint32 at, guint32 n, GString *text);
gsize cen_text_chars_get_size (const CenTextChars *self); /* bytes of memory */

G_END_DECLS
