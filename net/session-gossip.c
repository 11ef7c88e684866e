/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What is told by name instead of being sent (PROTOCOL.md, Gossip). Frames keep their order, so a
 * name never comes before both are live, nor does a PULL. */

#include "session-private.h"

#include "core/store-sql.h"

#include <string.h>

/* --- Announcing --- */

void
net_session_announce (NetSession *self, const CenId *id)
{
  if (self->announced->len == 0)
    self->announce_ms = self->now_ms + NET_SESSION_ANNOUNCE_MS;
  g_byte_array_append (self->announced, id->bytes, NET_NAME_LEN);
  if (self->announced->len >= NET_NAMES_MAX * NET_NAME_LEN)
    self->announce_ms = self->now_ms;
  self->has_announced = TRUE;
}

GBytes *
net_session_pop_announced (NetSession *self)
{
  guint n = MIN (self->announced->len / NET_NAME_LEN, NET_NAMES_MAX);
  GBytes *frame;

  if (n == 0 || self->now_ms < self->announce_ms)
    return NULL;
  frame = net_names_to_frame (NET_FRAME_IHAVE, self->announced->data, n);
  g_byte_array_remove_range (self->announced, 0, n * NET_NAME_LEN);
  if (self->announced->len == 0)
    self->announce_ms = G_MAXINT64;
  return frame;
}

/* --- Hearing --- */

/* Row of the op of this name; 0 when it is not here. */
static gboolean
find_named (NetSession *self, const guint8 *name, gint64 *ret_no, GError **error)
{
  CenId id = { { 0 } };

  memcpy (id.bytes, name, NET_NAME_LEN);
  return cen_sql_get_int (self->circle->store, 0, ret_no, error,
                          "SELECT no FROM op WHERE prefix = cen_prefix (?1) AND circle = ?2"
                          " AND substr (id, 1, 16) = substr (?1, 1, 16)",
                          "Ii", &id, self->circle->no);
}

gboolean
net_session_receive_ihave (NetSession *self, const guint8 *frame, gsize len, GError **error)
{
  g_autoptr (GByteArray) unknown = g_byte_array_new ();
  guint n_names;
  const guint8 *names = net_names_from_frame (frame, len, &n_names);

  if (names == NULL || self->phase != PHASE_LIVE)
    return net_session_set_broken (error, "IHAVE");
  for (guint i = 0; i < n_names; i++) {
    const guint8 *name = names + i * NET_NAME_LEN;
    gint64 no;

    if (!find_named (self, name, &no, error))
      return FALSE;
    if (no == 0)
      g_byte_array_append (unknown, name, NET_NAME_LEN);
    else if (!net_session_note_echo (self, no, error))
      return FALSE;
  }
  if (unknown->len > 0 && self->events.on_announced != NULL)
    self->events.on_announced (self, unknown->data, unknown->len / NET_NAME_LEN, self->user_data);
  return TRUE;
}

gboolean
net_session_receive_pull (NetSession *self, const guint8 *frame, gsize len, GError **error)
{
  g_autoptr (GArray) nos = g_array_new (FALSE, FALSE, sizeof (gint64));
  guint n_names;
  const guint8 *names = net_names_from_frame (frame, len, &n_names);

  if (names == NULL || self->phase != PHASE_LIVE)
    return net_session_set_broken (error, "PULL");
  if (net_serve_is_idle (self->pulled))
    self->n_pulled = 0;
  self->n_pulled += n_names;
  if (self->n_pulled > NET_SESSION_PULLS_MAX)
    return net_session_set_flooded (self, error, "asking for too much by name");
  for (guint i = 0; i < n_names; i++) {
    gint64 no;

    if (!find_named (self, names + i * NET_NAME_LEN, &no, error))
      return FALSE;
    if (no != 0)
      g_array_append_val (nos, no);
  }
  if (nos->len > 0)
    net_serve_take_rows (self->pulled, g_steal_pointer (&nos), NET_OPS_LIVE);
  return TRUE;
}

gboolean
net_session_receive_branch (NetSession *self, const guint8 *frame, gsize len, GError **error)
{
  NetBranch branch;

  if (!net_branch_from_frame (&branch, frame, len) || self->phase != PHASE_LIVE)
    return net_session_set_broken (error, "BRANCH");
  if (self->events.on_branch != NULL)
    self->events.on_branch (self, &branch, self->user_data);
  return TRUE;
}

/* --- Asking --- */

void
net_session_set_sending (NetSession *self, NetSending sending, gint64 now_ms)
{
  self->now_ms = now_ms;
  self->sending = sending;
}

void
net_session_set_patience (NetSession *self, gint64 patience_ms)
{
  self->patience_ms = patience_ms;
}

void
net_session_pull (NetSession *self, const guint8 *names, guint n_names)
{
  while (n_names > 0 && self->phase == PHASE_LIVE && self->out_len < CEN_PEER_QUEUE_MAX / 2) {
    guint n = MIN (n_names, NET_NAMES_MAX);

    net_session_send_frame (self, net_names_to_frame (NET_FRAME_PULL, names, n));
    names += n * NET_NAME_LEN;
    n_names -= n;
  }
}

void
net_session_send_branch (NetSession *self, const NetBranch *branch)
{
  if (self->phase == PHASE_LIVE && self->out_len < CEN_PEER_QUEUE_MAX / 2)
    net_session_send_frame (self, net_branch_to_frame (branch));
}
