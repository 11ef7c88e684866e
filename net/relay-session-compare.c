/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "relay-session-private.h"

void
net_relay_session_end_compare (NetRelaySession *self)
{
  g_clear_pointer (&self->reconcile, net_reconcile_free);
  net_relay_tags_clear (&self->tags);
  g_array_set_size (self->entries, 0);
  g_array_set_size (self->have, 0);
}

static void
add_entry_cb (const CenId *id, gint64 op, gpointer user_data)
{
  NetRelaySession *self = user_data;
  CenCarriedEntry entry = { *id, op };

  g_array_append_val (self->entries, entry);
  net_relay_tags_add (&self->tags, id, self->entries->len);
}

gboolean
net_relay_session_begin_compare (NetRelaySession *self, guint at, gint64 now_ms, GError **error)
{
  RelayDrawer *drawer = self->drawers->pdata[at];
  g_autoptr (GBytes) message = NULL;

  net_relay_session_end_compare (self);
  g_array_set_size (self->need, 0);
  drawer->n_compares++;
  drawer->news_at = net_relay_drawer_get_news_end (drawer);
  net_relay_tags_init (&self->tags, &drawer->id, self->nonce, self->terms.nonce,
                       (guint) drawer->key->held.n);
  if (!cen_carried_foreach (self->carried, drawer->key, add_entry_cb, self, error) ||
      !cen_carried_foreach_junk (self->carried, &drawer->id, add_entry_cb, self, error))
    return FALSE;
  if (!net_item_set_seal (self->tags.items))
    return net_relay_session_set_broken (error, "two envelopes have one tag");
  self->reconcile = net_reconcile_new (self->tags.items, NET_RELAY_MESSAGE_MAX, error);
  message = self->reconcile != NULL ? net_reconcile_initiate (self->reconcile, error) : NULL;
  if (message == NULL)
    return FALSE;
  self->round = 0;
  net_relay_session_ask (self, ASKED_COMPARE, at, net_relay_compare_to_frame (at, 0, message),
                         now_ms);
  return TRUE;
}

static int
compare_entries (gconstpointer a, gconstpointer b)
{
  const CenCarriedEntry *x = a;
  const CenCarriedEntry *y = b;

  return x->op < y->op ? -1 : x->op > y->op;
}

/* What waits for its past here is not asked for again. */
static void
drop_unsettled (NetRelaySession *self)
{
  g_autoptr (GHashTable) tags = net_relay_session_tags_new ();

  for (guint i = 0; i < self->unsettled->len; i++)
    net_relay_session_add_tag (self, tags, &g_array_index (self->unsettled, Unsettled, i).id);
  net_relay_session_drop_needed (self, tags);
}

/* The rounds are over: what the relay lacks goes there in the order of the log. */
static void
conclude (NetRelaySession *self)
{
  net_relay_session_drop_gifts (self);
  for (guint i = 0; i < self->have->len; i++) {
    const CenCarriedEntry *entry;
    guint64 ref;

    if (!net_item_set_lookup (self->tags.items, &g_array_index (self->have, CenId, i), &ref))
      continue;
    entry = &g_array_index (self->entries, CenCarriedEntry, ref - 1);
    if (entry->op != 0)
      g_array_append_val (self->gifts, *entry);
  }
  g_array_sort (self->gifts, compare_entries);
  if (self->have->len == 0 && self->need->len == 0)
    net_relay_session_note_problem (self, NET_RELAY_WITHHELD);
  drop_unsettled (self);
  net_relay_session_end_compare (self);
}

gboolean
net_relay_session_receive_compare (NetRelaySession *self, const guint8 *frame, gsize len,
                                   gint64 now_ms, GError **error)
{
  g_autoptr (GBytes) next = NULL;
  NetRelayCompare compare;
  gboolean is_done;

  if (self->asked != ASKED_COMPARE || !net_relay_compare_from_frame (&compare, frame, len) ||
      compare.drawer != self->at || compare.round != self->round)
    return net_relay_session_set_broken (error, "an unasked comparison");
  self->asked = ASKED_NOTHING;
  if (compare.len == 0) {
    /* It is busy. */
    net_relay_session_end_compare (self);
    ((RelayDrawer *) self->drawers->pdata[self->at])->again_ms = now_ms + NET_RELAY_AGAIN_MS;
    return TRUE;
  }
  next = net_reconcile_receive (self->reconcile, compare.message, compare.len, self->have,
                                self->need, &is_done, error);
  if (next == NULL)
    return FALSE;
  if (is_done || self->round + 1 >= CEN_RBSR_ROUNDS_MAX)
    conclude (self);
  else
    net_relay_session_ask (self, ASKED_COMPARE, self->at,
                           net_relay_compare_to_frame (self->at, ++self->round, next), now_ms);
  return TRUE;
}

gboolean
net_relay_session_get (NetRelaySession *self, guint at, gint64 now_ms)
{
  guint n = MIN (self->need->len, NET_RELAY_GET_MAX);

  if (n == 0)
    return FALSE;
  net_relay_session_ask (self, ASKED_GET, at,
                         net_relay_get_to_frame (at, (const CenId *) self->need->data, n), now_ms);
  return TRUE;
}
