/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "comparison.h"

#include "reconcile.h"

#include "core/error.h"

/* Room for the head of the frame. */
#define MESSAGE_MAX (CEN_RBSR_FRAME_MAX - 64)

struct _NetComparison {
  CenCircle *circle;
  guint8 tag_key[CEN_KEY_LEN];
  NetItemSet *snapshot;
  NetReconcile *reconcile;
  guint round; /* that comes next from the peer */
  gboolean has_ended;
  gboolean is_cut;
  GArray *have; /* CenId the peer lacks */
  GArray *need; /* CenId we lack; from @need_at on not asked for */
  guint need_at;
};

static gboolean
set_broken (GError **error, const char *what)
{
  g_set_error (error, CEN_ERROR, CEN_ERROR_INVALID, "A peer broke the protocol (%s).", what);
  return FALSE;
}

static gboolean
freeze (NetComparison *self, GError **error)
{
  GArray *items = cen_circle_get_items (self->circle, error);

  if (items == NULL)
    return FALSE;
  self->snapshot = net_item_set_new (items->len);
  for (guint i = 0; i < items->len; i++) {
    const CenItem *item = &g_array_index (items, CenItem, i);
    CenId tag;

    cen_crypto_tag_id (&tag, self->tag_key, &item->id);
    net_item_set_add (self->snapshot, item->lamport, &tag, (guint64) item->no);
  }
  return net_item_set_seal (self->snapshot) || set_broken (error, "two operations have one tag");
}

NetComparison *
net_comparison_new (CenCircle *circle, const guint8 dialler_nonce[static NET_NONCE_LEN],
                    const guint8 listener_nonce[static NET_NONCE_LEN], GError **error)
{
  g_autoptr (NetComparison) self = g_new0 (NetComparison, 1);
  CenPart parts[] = {
    { circle->id.bytes, CEN_ID_LEN },
    { dialler_nonce, NET_NONCE_LEN },
    { listener_nonce, NET_NONCE_LEN },
  };

  self->circle = circle;
  self->have = g_array_new (FALSE, FALSE, sizeof (CenId));
  self->need = g_array_new (FALSE, FALSE, sizeof (CenId));
  cen_crypto_hash_parts (self->tag_key, NULL, 0, "cen1.rbsr", parts, G_N_ELEMENTS (parts));
  if (!freeze (self, error))
    return NULL;
  self->reconcile = net_reconcile_new (self->snapshot, MESSAGE_MAX, error);
  return self->reconcile != NULL ? g_steal_pointer (&self) : NULL;
}

void
net_comparison_free (NetComparison *self)
{
  if (self == NULL)
    return;
  net_reconcile_free (self->reconcile);
  g_clear_pointer (&self->snapshot, net_item_set_unref);
  g_array_unref (self->have);
  g_array_unref (self->need);
  g_free (self);
}

guint
net_comparison_get_len (const NetComparison *self)
{
  return net_item_set_get_n_items (self->snapshot);
}

GArray *
net_comparison_look_up (NetComparison *self, GArray *ids)
{
  GArray *nos = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < ids->len; i++) {
    guint64 ref;

    if (net_item_set_lookup (self->snapshot, &g_array_index (ids, CenId, i), &ref)) {
      gint64 no = (gint64) ref;

      g_array_append_val (nos, no);
    }
  }
  return nos;
}

GBytes *
net_comparison_answer (NetComparison *self, guint round, const guint8 *message, gsize len,
                       GError **error)
{
  g_autoptr (GBytes) answer = NULL;
  gboolean is_done;

  if (round != self->round) {
    set_broken (error, "a comparison out of turn");
    return NULL;
  }
  answer = net_reconcile_receive (self->reconcile, message, len, NULL, NULL, &is_done, error);
  if (answer == NULL)
    return NULL;
  self->round++;
  return net_rbsr_to_frame (round, answer);
}

GBytes *
net_comparison_begin (NetComparison *self, GError **error)
{
  g_autoptr (GBytes) message = net_reconcile_initiate (self->reconcile, error);

  return message != NULL ? net_rbsr_to_frame (0, message) : NULL;
}

/* Drops from @need what has come since the ops were frozen. */
static gboolean
drop_arrived (NetComparison *self, GError **error)
{
  g_autoptr (GHashTable) arrived =
      g_hash_table_new_full (cen_id_hash, cen_id_hash_equal, g_free, NULL);
  GArray *items = cen_circle_get_items (self->circle, error);
  guint n_kept = 0;

  if (items == NULL)
    return FALSE;
  for (guint i = net_comparison_get_len (self); i < items->len; i++) {
    CenId tag;

    cen_crypto_tag_id (&tag, self->tag_key, &g_array_index (items, CenItem, i).id);
    g_hash_table_add (arrived, cen_id_dup (&tag));
  }
  for (guint i = 0; i < self->need->len; i++) {
    CenId id = g_array_index (self->need, CenId, i);

    if (!g_hash_table_contains (arrived, &id))
      g_array_index (self->need, CenId, n_kept++) = id;
  }
  g_array_set_size (self->need, n_kept);
  return TRUE;
}

gboolean
net_comparison_learn (NetComparison *self, guint round, const guint8 *message, gsize len,
                      GBytes **ret_next, GError **error)
{
  g_autoptr (GBytes) answer = NULL;
  gboolean is_done;

  if (self->has_ended || round != self->round)
    return set_broken (error, "an unasked comparison");
  answer = net_reconcile_receive (self->reconcile, message, len, self->have, self->need, &is_done,
                                  error);
  if (answer == NULL)
    return FALSE;
  self->is_cut = !is_done && self->round + 1 >= CEN_RBSR_ROUNDS_MAX;
  self->has_ended = is_done || self->is_cut;
  if (self->has_ended && !drop_arrived (self, error))
    return FALSE;
  *ret_next = self->has_ended ? NULL : net_rbsr_to_frame (++self->round, answer);
  return TRUE;
}

gboolean
net_comparison_has_ended (const NetComparison *self)
{
  return self->has_ended;
}

gboolean
net_comparison_is_cut (const NetComparison *self)
{
  return self->is_cut;
}

static int
compare_nos (gconstpointer a, gconstpointer b)
{
  gint64 x = *(const gint64 *) a;
  gint64 y = *(const gint64 *) b;

  return x < y ? -1 : x > y;
}

GArray *
net_comparison_list_given (NetComparison *self)
{
  GArray *nos = net_comparison_look_up (self, self->have);

  g_array_sort (nos, compare_nos);
  return nos;
}

GBytes *
net_comparison_ask (NetComparison *self)
{
  guint n = MIN (self->need->len - self->need_at, NET_NEED_IDS_MAX);
  guint from = self->need_at;

  if (n == 0)
    return NULL;
  self->need_at += n;
  return net_need_ids_to_frame (&g_array_index (self->need, CenId, from), n);
}
