/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "words.h"

#include "words-lists.h"

#include <string.h>

/* Somebody in the middle looks for two keys of their own whose words with each of the two are the
 * same: a collision of 64 bits, in 2^32 trials. The rounds make each of those 2^16 times dearer. */
#define CEN_WORDS_ROUNDS 65536

const char *
cen_words_get_language (const char *language)
{
  return language != NULL && g_str_has_prefix (language, "fr") ? "fr" : "en";
}

char *
cen_words_for_pair (const CenId *circle, const CenId *a, const CenId *b, const char *language)
{
  const char *const *list =
      g_str_equal (cen_words_get_language (language), "fr") ? cen_words_french : cen_words_english;
  gboolean is_sorted = memcmp (a->bytes, b->bytes, CEN_ID_LEN) <= 0;
  guint8 bits[CEN_ID_LEN] = { 0 };
  const CenPart parts[] = { { bits, sizeof bits },
                            { circle->bytes, CEN_ID_LEN },
                            { is_sorted ? a->bytes : b->bytes, CEN_ID_LEN },
                            { is_sorted ? b->bytes : a->bytes, CEN_ID_LEN } };
  g_autoptr (GString) words = g_string_new (NULL);

  for (guint i = 0; i < CEN_WORDS_ROUNDS; i++)
    cen_crypto_hash_parts (bits, NULL, 0, "cen1.words", parts, G_N_ELEMENTS (parts));
  for (guint i = 0; i < CEN_WORDS_LEN; i++)
    g_string_append_printf (words, "%s%s", i > 0 ? " " : "", list[bits[i]]);
  return g_string_free (g_steal_pointer (&words), FALSE);
}
