/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenBitset: a set of small numbers, here the frame ops in an op's past by their local number.
 * Trailing zero words are never kept, so that equal sets have equal bytes. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct {
  guint64 *words;
  guint n_words;
} CenBitset;

CenBitset *cen_bitset_new (void);
CenBitset *cen_bitset_copy (const CenBitset *self);
void cen_bitset_free (CenBitset *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CenBitset, cen_bitset_free)

void cen_bitset_add (CenBitset *self, guint bit);
gboolean cen_bitset_has (const CenBitset *self, guint bit);
void cen_bitset_union (CenBitset *self, const CenBitset *other);

/* For GHashTable. */
guint cen_bitset_hash (gconstpointer self);
gboolean cen_bitset_equal (gconstpointer a, gconstpointer b);

/* Little-endian bytes without trailing zeros, and back. */
GBytes *cen_bitset_to_bytes (const CenBitset *self);
CenBitset *cen_bitset_from_bytes (const guint8 *bytes, gsize len);

G_END_DECLS
