/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "session-private.h"

#define ANNOUNCED_MAX (16 * NET_NAMES_MAX * NET_NAME_LEN) /* bytes of names that wait */

/* What was accepted since the snapshot and did not come from this peer, as one frame. */
static GBytes *
push_next (NetSession *self, GError **error)
{
  g_autoptr (GArray) ops = net_ops_array_new ();
  gsize size = 0;

  while (self->cursor < self->circle->held.n &&
         size < CEN_OPS_FRAME_MAX - CEN_PAYLOAD_MAX - CEN_OP_MAX && ops->len < NET_OPS_MAX - 2) {
    const CenItem *item = cen_circle_get_item (self->circle, self->cursor, error);

    if (item == NULL)
      return NULL;
    self->cursor++;
    if (g_hash_table_remove (self->echoes, &item->no))
      continue;
    if (!net_serve_read (self->circle, item->no, ops, &size, error))
      return NULL;
  }
  if (ops->len == 0)
    return NULL;
  return net_ops_to_frame (ops->len == 1 ? NET_FRAME_PUSH : NET_FRAME_OPS, NET_OPS_LIVE,
                           (const CenIncoming *) ops->data, ops->len);
}

/* The same by name alone. */
static gboolean
announce_next (NetSession *self, GError **error)
{
  while (self->cursor < self->circle->held.n && self->announced->len < ANNOUNCED_MAX) {
    const CenItem *item = cen_circle_get_item (self->circle, self->cursor, error);

    if (item == NULL)
      return FALSE;
    self->cursor++;
    if (!g_hash_table_remove (self->echoes, &item->no))
      net_session_announce (self, &item->id);
  }
  return TRUE;
}

/* What is new here since both are live. */
static GBytes *
offer_next (NetSession *self, GError **error)
{
  if (self->phase != PHASE_LIVE)
    return NULL;
  if (self->sending == NET_SENDING_FULL)
    return push_next (self, error);
  announce_next (self, error);
  return NULL;
}

static GBytes *
make_next (NetSession *self, GError **error)
{
  g_autoptr (GError) local = NULL;
  guint n_ops = 0;
  GBytes *frame;

  if (self->credit <= 0)
    return NULL;
  frame = net_serve_next (self->serve, &n_ops, &local);
  if (frame == NULL && local == NULL)
    frame = net_serve_next (self->pulled, &n_ops, &local);
  if (frame == NULL && local == NULL)
    frame = offer_next (self, &local);
  if (local != NULL) {
    g_propagate_error (error, g_steal_pointer (&local));
    return NULL;
  }
  if (frame != NULL) {
    self->credit -= (gint64) g_bytes_get_size (frame);
    net_receipts_note_sent (&self->receipts, g_bytes_get_size (frame));
    self->n_behind -= MIN (self->n_behind, n_ops);
  }
  net_session_mark_receipts (self);
  return frame;
}

/* News for a device of our own, which go after all ops, so that it has what they name. */
static GBytes *
make_own (NetSession *self, GError **error)
{
  GBytes *frame;

  if (!self->has_own || !net_session_is_in_sync (self) || !net_serve_is_idle (self->serve))
    return NULL;
  frame = net_session_is_own (self) ? net_own_next (self->own, error) : NULL;
  self->has_own = frame != NULL;
  return frame;
}

/* What stands in the queue, and before it the credit that is due. */
static GBytes *
pop_out (NetSession *self)
{
  GBytes *frame;

  if (self->used > 0) {
    frame = net_credit_to_frame (self->used);
    self->granted += (gint64) self->used;
    self->used = 0;
    return frame;
  }
  frame = g_queue_pop_head (&self->out);
  if (frame != NULL)
    self->out_len -= g_bytes_get_size (frame);
  return frame;
}

/* Words about files, and after all else a piece of one. */
static GBytes *
next_blob (NetSession *self)
{
  GBytes *frame;

  if (self->phase != PHASE_LIVE || !net_session_knows_blobs (self))
    return NULL;
  frame = self->events.next_blob_word (self, self->user_data);
  return frame != NULL ? frame : self->events.next_blob (self, self->user_data);
}

GBytes *
net_session_pop (NetSession *self, GError **error)
{
  GBytes *frame;

  if (!net_session_settle (self, error))
    return NULL;
  frame = pop_out (self);
  if (frame == NULL) {
    gboolean was_serving = !net_serve_is_idle (self->serve);

    frame = make_next (self, error);
    /* The last of what was asked is on its way: perhaps the next step can begin. */
    if (frame != NULL && was_serving && net_serve_is_idle (self->serve)) {
      self->n_behind = 0;
      net_session_settle_difference (self);
      if (!net_session_end_fetch_if_done (self, error)) {
        g_bytes_unref (frame);
        return NULL;
      }
    }
  }
  if (frame == NULL && (error == NULL || *error == NULL))
    frame = net_session_pop_announced (self);
  if (frame == NULL && (error == NULL || *error == NULL))
    frame = make_own (self, error);
  if (frame == NULL && (error == NULL || *error == NULL))
    frame = next_blob (self);
  if (frame != NULL)
    self->sent_ms = self->now_ms;
  return frame;
}
