/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "bitset.h"

#include <string.h>

CenBitset *
cen_bitset_new (void)
{
  return g_new0 (CenBitset, 1);
}

CenBitset *
cen_bitset_copy (const CenBitset *self)
{
  CenBitset *copy = cen_bitset_new ();

  copy->words = g_memdup2 (self->words, self->n_words * sizeof (guint64));
  copy->n_words = self->n_words;
  return copy;
}

void
cen_bitset_free (CenBitset *self)
{
  if (self == NULL)
    return;
  g_free (self->words);
  g_free (self);
}

static void
grow (CenBitset *self, guint n_words)
{
  if (n_words <= self->n_words)
    return;
  self->words = g_renew (guint64, self->words, n_words);
  memset (self->words + self->n_words, 0, (n_words - self->n_words) * sizeof (guint64));
  self->n_words = n_words;
}

void
cen_bitset_add (CenBitset *self, guint bit)
{
  grow (self, bit / 64 + 1);
  self->words[bit / 64] |= G_GUINT64_CONSTANT (1) << (bit % 64);
}

gboolean
cen_bitset_has (const CenBitset *self, guint bit)
{
  return bit / 64 < self->n_words && (self->words[bit / 64] >> (bit % 64) & 1) != 0;
}

void
cen_bitset_union (CenBitset *self, const CenBitset *other)
{
  grow (self, other->n_words);
  for (guint i = 0; i < other->n_words; i++)
    self->words[i] |= other->words[i];
}

guint
cen_bitset_hash (gconstpointer self)
{
  const CenBitset *set = self;
  guint64 hash = G_GUINT64_CONSTANT (14695981039346656037);

  for (guint i = 0; i < set->n_words; i++)
    hash = (hash ^ set->words[i]) * G_GUINT64_CONSTANT (1099511628211);
  return (guint) (hash ^ hash >> 32);
}

gboolean
cen_bitset_equal (gconstpointer a, gconstpointer b)
{
  const CenBitset *x = a;
  const CenBitset *y = b;

  return x->n_words == y->n_words &&
         (x->n_words == 0 || memcmp (x->words, y->words, x->n_words * sizeof (guint64)) == 0);
}

GBytes *
cen_bitset_to_bytes (const CenBitset *self)
{
  gsize len = self->n_words * sizeof (guint64);
  guint8 *bytes = g_malloc (len + 1);

  for (gsize i = 0; i < len; i++)
    bytes[i] = (guint8) (self->words[i / 8] >> (8 * (i % 8)));
  while (len > 0 && bytes[len - 1] == 0)
    len--;
  return g_bytes_new_take (bytes, len);
}

CenBitset *
cen_bitset_from_bytes (const guint8 *bytes, gsize len)
{
  CenBitset *self = cen_bitset_new ();

  while (len > 0 && bytes[len - 1] == 0)
    len--;
  grow (self, (guint) ((len + 7) / 8));
  for (gsize i = 0; i < len; i++)
    self->words[i / 8] |= (guint64) bytes[i] << (8 * (i % 8));
  return self;
}
