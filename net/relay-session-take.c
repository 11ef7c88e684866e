/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "relay-session-private.h"

#include "core/envelope.h"

#include <string.h>

static void
clear_incoming (gpointer data)
{
  CenIncoming *incoming = data;

  g_clear_pointer (&incoming->op, g_bytes_unref);
  g_clear_pointer (&incoming->payload, g_bytes_unref);
}

static void
add_unsettled (NetRelaySession *self, const CenId *id, GBytes *op)
{
  Unsettled unsettled = { .drawer = self->at, .id = *id };

  cen_crypto_hash (unsettled.op.bytes, "cen1.op.id", g_bytes_get_data (op, NULL),
                   g_bytes_get_size (op));
  if (self->unsettled->len >= NET_RELAY_UNSETTLED_MAX)
    g_array_remove_range (self->unsettled, 0, NET_RELAY_UNSETTLED_MAX / 2);
  g_array_append_val (self->unsettled, unsettled);
}

/* What is none of the circle's is remembered, so as not to come again. */
static gboolean
open_one (NetRelaySession *self, RelayDrawer *drawer, GBytes *bytes, GArray *incoming,
          GError **error)
{
  gsize len;
  const guint8 *data = g_bytes_get_data (bytes, &len);
  CenIncoming one = { 0 };
  CenId id = { { 0 } };

  if (!cen_carried_open (self->carried, drawer->key, data, len, &id, &one, NULL)) {
    if (!cen_id_is_zero (&id) && cen_carried_note_junk (self->carried, &drawer->id, &id, NULL)) {
      drawer->junk = (CenHeld){ 0 };
      cen_carried_foreach_junk (self->carried, &drawer->id, net_relay_drawer_add_junk_cb,
                                &drawer->junk, NULL);
    }
    return net_relay_session_note_lie (self, NET_RELAY_GAVE_JUNK, 1, error);
  }
  g_hash_table_add (drawer->met, cen_id_dup (&id));
  add_unsettled (self, &id, one.op);
  g_array_append_val (incoming, one);
  return TRUE;
}

/* What lies under the key of an EPOCH may be what that EPOCH waits for. */
static void
try_key (NetRelaySession *self, const CenIncoming *incoming)
{
  CenEpoch epoch;
  CenEpochKey key;
  CenOp op;
  gint64 no;

  if (incoming->payload == NULL ||
      !cen_op_decode (&op, g_bytes_get_data (incoming->op, NULL), g_bytes_get_size (incoming->op),
                      NULL) ||
      op.kind != CEN_OP_EPOCH || !cen_circle_find_op (self->circle, &op.id, &no, NULL) || no != 0 ||
      !cen_epoch_parse (&epoch, g_bytes_get_data (incoming->payload, NULL),
                        g_bytes_get_size (incoming->payload), NULL))
    return;
  for (guint i = 0; i < epoch.n_wraps; i++) {
    if (!cen_epoch_open_wrap (&epoch, i, &self->circle->keys->box, &key))
      continue;
    cen_carried_add_key (self->carried, key.key);
    cen_epoch_key_clear (&key);
    return;
  }
}

static gboolean
take_in (NetRelaySession *self, RelayDrawer *drawer, GPtrArray *items, GError **error)
{
  g_autoptr (GArray) incoming = g_array_new (FALSE, FALSE, sizeof (CenIncoming));
  g_auto (CenReceived) received = { 0 };

  g_array_set_clear_func (incoming, clear_incoming);
  for (guint i = 0; i < items->len; i++) {
    if (!open_one (self, drawer, items->pdata[i], incoming, error))
      return FALSE;
  }
  if (incoming->len == 0)
    return TRUE;
  if (!cen_dag_receive (self->circle, (const CenIncoming *) incoming->data, incoming->len,
                        self->source, CEN_STORE_NORMAL, &received, error))
    return FALSE;
  for (guint i = 0; received.n_orphans > 0 && i < incoming->len; i++)
    try_key (self, &g_array_index (incoming, CenIncoming, i));
  self->n_taken += incoming->len;
  self->is_prepared = FALSE;
  if (received.accepted->len > 0)
    self->events.on_accepted (self, received.accepted, self->user_data);
  return TRUE;
}

/* Of what came: an op that is here, under an id that is not the one its envelope has here, has two.
 * What waits for its past goes on waiting. */
gboolean
net_relay_session_settle (NetRelaySession *self, GError **error)
{
  guint n_left = 0;

  for (guint i = 0; i < self->unsettled->len; i++) {
    Unsettled one = g_array_index (self->unsettled, Unsettled, i);
    RelayDrawer *drawer = self->drawers->pdata[one.drawer];
    gint64 no;

    if (cen_carried_has (self->carried, drawer->key, &one.id))
      continue;
    if (!cen_circle_find_op (self->circle, &one.op, &no, error))
      return FALSE;
    if (no == 0)
      g_array_index (self->unsettled, Unsettled, n_left++) = one;
    else if (!cen_carried_note (self->carried, drawer->key, &one.id, no, error))
      return FALSE;
  }
  g_array_set_size (self->unsettled, n_left);
  return TRUE;
}

static gboolean
receive_after (NetRelaySession *self, RelayDrawer *drawer, const NetRelayBatch *batch,
               GError **error)
{
  if (batch->last < drawer->cursor || (batch->flag == NET_RELAY_MORE && batch->items->len == 0))
    return net_relay_session_set_broken (error, "nothing new");
  if (!take_in (self, drawer, batch->items, error))
    return FALSE;
  drawer->cursor = batch->last;
  drawer->state.last = MAX (drawer->state.last, batch->last);
  if (batch->flag == NET_RELAY_LAST)
    drawer->cursor = drawer->state.last;
  /* What waits for its past is asked for again when this ends before that comes. */
  return self->unsettled->len > 0 || net_relay_session_save_cursor (self, drawer, error);
}

/* Takes from what is needed the tags in @tags. */
void
net_relay_session_drop_needed (NetRelaySession *self, GHashTable *tags)
{
  guint n_kept = 0;

  for (guint i = 0; i < self->need->len; i++) {
    CenId tag = g_array_index (self->need, CenId, i);

    if (!g_hash_table_contains (tags, &tag))
      g_array_index (self->need, CenId, n_kept++) = tag;
  }
  g_array_set_size (self->need, n_kept);
}

GHashTable *
net_relay_session_tags_new (void)
{
  return g_hash_table_new_full (cen_id_hash, cen_id_hash_equal, g_free, NULL);
}

void
net_relay_session_add_tag (NetRelaySession *self, GHashTable *tags, const CenId *id)
{
  CenId tag;

  cen_crypto_tag_id (&tag, self->tags.key, id);
  g_hash_table_add (tags, cen_id_dup (&tag));
}

/* A relay that gives nothing of what it named a moment ago has let it go, or keeps it back: nothing
 * more of it is asked for now. */
static gboolean
receive_got (NetRelaySession *self, RelayDrawer *drawer, const NetRelayBatch *batch, GError **error)
{
  g_autoptr (GHashTable) tags = net_relay_session_tags_new ();
  guint n_before = self->need->len;

  for (guint i = 0; i < batch->items->len; i++) {
    guint8 key_id[CEN_KEYID_LEN];
    CenId id;

    if (cen_envelope_peek (g_bytes_get_data (batch->items->pdata[i], NULL),
                           g_bytes_get_size (batch->items->pdata[i]), &id, key_id, NULL))
      net_relay_session_add_tag (self, tags, &id);
  }
  net_relay_session_drop_needed (self, tags);
  if (self->need->len == n_before) {
    net_relay_session_note_problem (self, NET_RELAY_WITHHELD);
    g_array_set_size (self->need, 0);
  }
  return take_in (self, drawer, batch->items, error);
}

gboolean
net_relay_session_receive_envelopes (NetRelaySession *self, const guint8 *frame, gsize len,
                                     GError **error)
{
  g_auto (NetRelayBatch) batch = { 0 };
  Asked asked = self->asked;
  RelayDrawer *drawer;

  if ((asked != ASKED_AFTER && asked != ASKED_GET) ||
      !net_relay_batch_from_frame (&batch, frame, len) || batch.drawer != self->at)
    return net_relay_session_set_broken (error, "envelopes out of turn");
  drawer = self->drawers->pdata[self->at];
  self->asked = ASKED_NOTHING;
  return asked == ASKED_AFTER ? receive_after (self, drawer, &batch, error)
                              : receive_got (self, drawer, &batch, error);
}
