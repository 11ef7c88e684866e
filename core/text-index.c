/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "text-index.h"

#include <string.h>

#define WORD_BITS 64
#define GROW_MIN  4096

static guint32
count_words (guint32 n_bits)
{
  return (n_bits + WORD_BITS - 1) / WORD_BITS;
}

void
cen_text_index_init (CenTextIndex *self)
{
  memset (self, 0, sizeof *self);
}

void
cen_text_index_clear (CenTextIndex *self)
{
  for (guint i = 0; i < CEN_TEXT_INDEX_LEVELS; i++)
    g_clear_pointer (&self->levels[i], g_free);
  g_clear_pointer (&self->spans, g_free);
}

void
cen_text_index_reserve (CenTextIndex *self, guint32 n)
{
  guint32 size, n_old, n_new;

  if (n <= self->size)
    return;
  size = MAX (n, self->size + MAX (self->size / 4, GROW_MIN));
  n_old = self->size;
  n_new = size;
  for (guint i = 0; i < CEN_TEXT_INDEX_LEVELS; i++) {
    n_old = count_words (n_old);
    n_new = count_words (n_new);
    self->levels[i] = g_renew (guint64, self->levels[i], n_new);
    memset (self->levels[i] + n_old, 0, (n_new - n_old) * sizeof (guint64));
  }
  self->spans = g_renew (guint32, self->spans, size);
  self->size = size;
}

void
cen_text_index_put (CenTextIndex *self, guint32 at, guint32 span)
{
  self->spans[at] = span;
  for (guint i = 0; i < CEN_TEXT_INDEX_LEVELS; i++) {
    guint64 *word = &self->levels[i][at / WORD_BITS];
    guint64 was = *word;

    *word |= G_GUINT64_CONSTANT (1) << (at % WORD_BITS);
    if (was != 0)
      return;
    at /= WORD_BITS;
  }
}

void
cen_text_index_remove (CenTextIndex *self, guint32 at)
{
  for (guint i = 0; i < CEN_TEXT_INDEX_LEVELS; i++) {
    guint64 *word = &self->levels[i][at / WORD_BITS];

    *word &= ~(G_GUINT64_CONSTANT (1) << (at % WORD_BITS));
    if (*word != 0)
      return;
    at /= WORD_BITS;
  }
}

guint32
cen_text_index_find (const CenTextIndex *self, guint32 at)
{
  guint level = 0;
  guint64 word = self->levels[0][at / WORD_BITS] << (WORD_BITS - 1 - at % WORD_BITS);

  /* Up to a word that has a bit at or before the place, then down along the last ones. */
  if (word != 0)
    return self->spans[at - (guint32) __builtin_clzll (word)];
  do {
    g_assert (++level < CEN_TEXT_INDEX_LEVELS && at >= WORD_BITS);
    at = at / WORD_BITS - 1;
    word = self->levels[level][at / WORD_BITS] << (WORD_BITS - 1 - at % WORD_BITS);
  } while (word == 0);
  at -= (guint32) __builtin_clzll (word);
  while (level-- > 0)
    at = at * WORD_BITS + WORD_BITS - 1 - (guint32) __builtin_clzll (self->levels[level][at]);
  return self->spans[at];
}

gsize
cen_text_index_get_size (const CenTextIndex *self)
{
  return self->size * sizeof (guint32) + self->size / 7;
}
