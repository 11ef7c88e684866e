/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "session-private.h"

#include "core/early.h"
#include "core/orphans.h"

#include <string.h>

gboolean
net_session_note_echo (NetSession *self, gint64 no, GError **error)
{
  const CenItem *next;

  if (self->phase <= PHASE_FETCH || self->cursor >= self->circle->held.n)
    return TRUE;
  next = cen_circle_get_item (self->circle, self->cursor, error);
  if (next == NULL)
    return FALSE;
  if (no >= next->no)
    g_hash_table_add (self->echoes, g_memdup2 (&no, sizeof no));
  return TRUE;
}

/* What the peer gave us and the cursor has still to pass need not go back. Before the snapshot
 * there is no cursor, and nothing goes back anyway. */
static gboolean
note_echoes (NetSession *self, GArray *ops, GError **error)
{
  const CenItem *next;

  if (self->phase <= PHASE_FETCH || self->cursor >= self->circle->held.n)
    return TRUE;
  next = cen_circle_get_item (self->circle, self->cursor, error);
  if (next == NULL)
    return FALSE;
  for (guint i = 0; i < ops->len; i++) {
    GBytes *bytes = g_array_index (ops, CenIncoming, i).op;
    CenId id;
    gint64 no;

    cen_crypto_hash (id.bytes, "cen1.op.id", g_bytes_get_data (bytes, NULL),
                     g_bytes_get_size (bytes));
    if (!cen_circle_find_op (self->circle, &id, &no, error))
      return FALSE;
    if (no >= next->no)
      g_hash_table_add (self->echoes, g_memdup2 (&no, sizeof no));
  }
  return TRUE;
}

static gboolean
count_junk (NetSession *self, guint n_junk, GError **error)
{
  self->n_junk += n_junk;
  if (n_junk > 0)
    net_session_tell_fault (self, CEN_FAULT_JUNK);
  return self->n_junk <= NET_SESSION_JUNK_MAX ||
         net_session_set_flooded (self, error, "too much junk");
}

/* What came before its past, and has waited long enough for it to come by another way. */
void
net_session_look_for_past (NetSession *self)
{
  if (self->now_ms < self->orphans_ms)
    return;
  self->orphans_ms = G_MAXINT64;
  if (cen_orphans_get_n (self->circle->orphans) > 0)
    net_session_plan_reconcile_soon (self);
}

static gboolean
take_ops (NetSession *self, GArray *ops, GError **error)
{
  g_auto (CenReceived) received = { 0 };

  if (!cen_dag_receive (self->circle, (const CenIncoming *) ops->data, ops->len, self->source,
                        CEN_STORE_NORMAL, &received, error) ||
      !note_echoes (self, ops, error))
    return FALSE;
  if (!count_junk (self, received.n_junk, error))
    return FALSE;
  self->n_ahead -= MIN (self->n_ahead, received.accepted->len);
  if (received.accepted->len > 0 && self->events.on_accepted != NULL)
    self->events.on_accepted (self, received.accepted, self->user_data);
  if (received.n_orphans > 0)
    self->orphans_ms = MIN (self->orphans_ms, self->now_ms + self->patience_ms);
  net_session_look_for_past (self);
  return TRUE;
}

/* Stores what waits, in one transaction. */
gboolean
net_session_store_gathered (NetSession *self, GError **error)
{
  g_autoptr (GArray) ops = NULL;

  if (self->gathered->len == 0)
    return TRUE;
  ops = g_steal_pointer (&self->gathered);
  self->gathered = net_ops_array_new ();
  self->gathered_len = 0;
  return take_ops (self, ops, error);
}

/* Adds @ops to what waits; it keeps the bytes. */
static gboolean
gather (NetSession *self, GArray *ops, gsize len, GError **error)
{
  for (guint i = 0; i < ops->len; i++) {
    const CenIncoming *op = &g_array_index (ops, CenIncoming, i);

    g_bytes_ref (op->op);
    if (op->payload != NULL)
      g_bytes_ref (op->payload);
    g_array_append_val (self->gathered, *op);
  }
  self->gathered_len += len;
  if (self->gathering == NET_GATHERING_TURN && self->gathered->len < GATHERED_OPS_MAX &&
      self->gathered_len < GATHERED_BYTES_MAX)
    return TRUE;
  return net_session_store_gathered (self, error);
}

/* What can be read before its past is here; each is accepted when that comes. */
static gboolean
take_early (NetSession *self, GArray *ops, GError **error)
{
  guint n_junk;

  if (!self->takes_early || self->n_open_needs == 0)
    return net_session_set_broken (error, "ops before their past");
  if (!net_session_store_gathered (self, error) ||
      !cen_early_take (self->circle, (const CenIncoming *) ops->data, ops->len, self->source,
                       &n_junk, error))
    return FALSE;
  if (self->events.on_accepted != NULL) {
    g_autoptr (GPtrArray) none = g_ptr_array_new ();

    self->events.on_accepted (self, none, self->user_data);
  }
  return count_junk (self, n_junk, error);
}

gboolean
net_session_receive_ops (NetSession *self, const guint8 *frame, gsize len, GError **error)
{
  NetOpsFlag flag;
  g_autoptr (GArray) ops = net_ops_from_frame (frame, len, &flag);

  self->granted -= (gint64) len;
  self->used += len;
  if (ops == NULL)
    return net_session_set_broken (error, "OPS");
  if (self->granted < -(gint64) CEN_MESSAGE_MAX)
    return net_session_set_flooded (self, error, "more than its credit");
  if (flag == NET_OPS_EARLY)
    return take_early (self, ops, error);
  if (!gather (self, ops, len, error))
    return FALSE;
  if (flag == NET_OPS_LAST) {
    if (!net_session_store_gathered (self, error))
      return FALSE;
    if (self->n_open_needs == 0)
      return net_session_set_broken (error, "an unasked answer");
    self->n_open_needs--;
    net_session_settle_difference (self);
  }
  return net_session_end_fetch_if_done (self, error);
}
