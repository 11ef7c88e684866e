/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenTextIndex: which span a character is in. Spans cover all characters without a gap, so it is
 * the last one that starts at or before it: found in sets of bits, each the summary of the one
 * below, in constant time however many spans there are and however long they are. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define CEN_TEXT_INDEX_LEVELS 4

typedef struct {
  guint64 *levels[CEN_TEXT_INDEX_LEVELS];
  guint32 *spans; /* by the first character of each */
  guint32 size;   /* characters there is room for */
} CenTextIndex;

void cen_text_index_init (CenTextIndex *self);
void cen_text_index_clear (CenTextIndex *self);

/* Makes room for @n characters. */
void cen_text_index_reserve (CenTextIndex *self, guint32 n);
/* A span starts at @at, below what there is room for. */
void cen_text_index_put (CenTextIndex *self, guint32 at, guint32 span);
void cen_text_index_remove (CenTextIndex *self, guint32 at);
/* There is one that starts at 0. */
guint32 cen_text_index_find (const CenTextIndex *self, guint32 at);
gsize cen_text_index_get_size (const CenTextIndex *self); /* bytes of memory */

G_END_DECLS
