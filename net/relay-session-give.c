/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "relay-session-private.h"

/* The next PUT out of the gifts. FALSE when none is left, or with an error. */
gboolean
net_relay_session_give (NetRelaySession *self, guint at, gint64 now_ms, GError **error)
{
  RelayDrawer *drawer = self->drawers->pdata[at];
  g_auto (NetRelayBatch) batch = { .drawer = at, .flag = NET_RELAY_LAST };
  g_autoptr (GError) local = NULL;
  gsize size = 0;

  batch.items = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  self->gifts_before = self->gifts_at;
  while (self->gifts_at < self->gifts->len && size < NET_RELAY_BATCH_MAX &&
         batch.items->len < NET_RELAY_ENVELOPES_MAX) {
    const CenCarriedEntry *entry = &g_array_index (self->gifts, CenCarriedEntry, self->gifts_at++);
    GBytes *envelope = cen_carried_seal (self->carried, drawer->key, &entry->id, entry->op, &local);

    if (local != NULL) {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
    if (envelope == NULL)
      continue;
    size += g_bytes_get_size (envelope);
    g_ptr_array_add (batch.items, envelope);
  }
  if (batch.items->len == 0)
    return FALSE;
  self->n_sent = batch.items->len;
  self->sent_len = size;
  net_relay_session_ask (self, ASKED_PUT, at, net_relay_batch_to_frame (NET_RELAY_PUT, &batch),
                         now_ms);
  return TRUE;
}

void
net_relay_session_drop_gifts (NetRelaySession *self)
{
  g_array_set_size (self->gifts, 0);
  self->gifts_at = 0;
}

/* What joined since and did not come from there. */
void
net_relay_session_list_news (NetRelaySession *self, RelayDrawer *drawer)
{
  net_relay_session_drop_gifts (self);
  for (guint64 i = MAX (drawer->news_at, drawer->key->news_from);
       i < net_relay_drawer_get_news_end (drawer); i++) {
    const CenCarriedEntry *entry =
        &g_array_index (drawer->key->news, CenCarriedEntry, (guint) (i - drawer->key->news_from));

    if (!g_hash_table_contains (drawer->met, &entry->id))
      g_array_append_val (self->gifts, *entry);
  }
  drawer->news_at = net_relay_drawer_get_news_end (drawer);
}

gboolean
net_relay_session_receive_kept (NetRelaySession *self, const guint8 *frame, gsize len,
                                gint64 now_ms, GError **error)
{
  NetRelayKept kept;
  RelayDrawer *drawer;

  if (self->asked != ASKED_PUT || !net_relay_kept_from_frame (&kept, frame, len) ||
      kept.drawer != self->at)
    return net_relay_session_set_broken (error, "an unasked receipt");
  drawer = self->drawers->pdata[self->at];
  self->asked = ASKED_NOTHING;
  if (kept.answer == CEN_MAIL_SLOW) {
    self->gifts_at = self->gifts_before;
    self->wait_ms = now_ms + (gint64) MIN (kept.wait_ms, NET_RELAY_AGAIN_MS);
    return TRUE;
  }
  if (kept.answer != CEN_MAIL_DONE) {
    net_relay_session_note_problem (self, kept.answer == CEN_MAIL_FULL ? NET_RELAY_FULL
                                                                       : NET_RELAY_DENIED);
    net_relay_session_drop_gifts (self);
    drawer->again_ms = now_ms + NET_RELAY_AGAIN_MS;
    return TRUE;
  }
  self->problems &= ~(guint) NET_RELAY_FULL;
  self->n_given += self->n_sent;
  self->terms.bytes += self->sent_len;
  /* Nobody else put anything between: what is new there is ours. */
  if (drawer->cursor == drawer->state.last && kept.state.n == drawer->state.n + self->n_sent)
    drawer->cursor = kept.state.last;
  net_relay_drawer_take_state (drawer, &kept.state);
  return TRUE;
}
