/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "cards.h"

static void
add_text (GVariantBuilder *fields, const char *name, const char *text)
{
  if (*text != '\0')
    g_variant_builder_add (fields, "{sv}", name, g_variant_new_string (text));
}

GVariant *
cenacle_cards_pack (const char *deck, GPtrArray *cards, guint from)
{
  GVariantBuilder all;

  g_variant_builder_init (&all, G_VARIANT_TYPE ("aa{sv}"));
  for (guint i = from; i < cards->len && i - from < CENACLE_CARDS_PACK_MAX; i++) {
    const CenAnkiCard *card = cards->pdata[i];

    g_variant_builder_open (&all, G_VARIANT_TYPE_VARDICT);
    add_text (&all, "deck", deck);
    add_text (&all, "front", card->front);
    add_text (&all, "back", card->back);
    add_text (&all, "tags", card->tags);
    g_variant_builder_close (&all);
  }
  return g_variant_builder_end (&all);
}
