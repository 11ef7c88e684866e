/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The first byte chooses the side (bit 0) and whether messages are limited (bit 1); the rest is a
 * message from the peer. It is answered twice: an answer does not depend on what came before. */

#include "fuzz.h"

#include "core/crypto.h"
#include "core/error.h"
#include "net/reconcile.h"

#define N_ITEMS 300

static NetItemSet *
get_items (void)
{
  static NetItemSet *items;

  if (items != NULL)
    return items;
  cen_crypto_init ();
  items = net_item_set_new (N_ITEMS);
  for (guint i = 0; i < N_ITEMS; i++) {
    CenId id;

    cen_crypto_hash (id.bytes, "fuzz.id", &i, sizeof i);
    net_item_set_add (items, i / 5, &id, i);
  }
  g_assert (net_item_set_seal (items));
  return items;
}

static GBytes *
answer (NetReconcile *side, const uint8_t *bytes, size_t len)
{
  g_autoptr (GArray) have = g_array_new (FALSE, FALSE, sizeof (CenId));
  g_autoptr (GArray) need = g_array_new (FALSE, FALSE, sizeof (CenId));
  g_autoptr (GError) error = NULL;
  gboolean is_done;
  GBytes *reply = net_reconcile_receive (side, bytes, len, have, need, &is_done, &error);

  if (reply == NULL) {
    g_assert (g_error_matches (error, CEN_ERROR, CEN_ERROR_INVALID));
    g_assert (have->len == 0 && need->len == 0);
  }
  g_assert (have->len <= N_ITEMS && need->len <= len / CEN_ID_LEN);
  return reply;
}

int
LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t len)
{
  g_autoptr (NetReconcile) side = NULL;
  g_autoptr (GBytes) first = NULL;
  g_autoptr (GBytes) second = NULL;
  gsize frame_max;

  if (len == 0)
    return 0;
  frame_max = bytes[0] & 2 ? NET_RECONCILE_FRAME_MIN : 0;
  side = net_reconcile_new (get_items (), frame_max, NULL);
  if (bytes[0] & 1)
    g_bytes_unref (net_reconcile_initiate (side, NULL));
  first = answer (side, bytes + 1, len - 1);
  second = answer (side, bytes + 1, len - 1);
  g_assert ((first == NULL) == (second == NULL));
  if (first != NULL) {
    g_assert (g_bytes_equal (first, second));
    g_assert (frame_max == 0 || g_bytes_get_size (first) <= frame_max);
  }
  return 0;
}
