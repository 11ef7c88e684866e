/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What is in memory always equals what the store's open transaction holds: whoever writes a row
 * also updates the memory, and after a rollback the whole is read again (cen_circle_reload). Two
 * things are read lazily and bounded by use: the item list of reconciliation, and op rows. */

#include "circle.h"

#include "store-sql.h"

#include <string.h>

gboolean
cen_circle_find_op (CenCircle *self, const CenId *id, gint64 *ret_no, GError **error)
{
  return cen_sql_get_int (self->store, 0, ret_no, error, "SELECT no FROM op WHERE " CEN_SQL_IS_OP,
                          "Ii", id, self->no);
}

static CenFound *
get_found (CenCircle *self, const CenId *id)
{
  return &self->found[cen_id_hash (id) % CEN_CIRCLE_N_FOUND];
}

void
cen_circle_note_object (CenCircle *self, const CenId *id, gint64 no)
{
  *get_found (self, id) = (CenFound){ *id, no };
}

gboolean
cen_circle_find_object (CenCircle *self, const CenId *id, gint64 *ret_no, GError **error)
{
  const CenFound *found = get_found (self, id);

  if (found->no != 0 && cen_id_equal (&found->id, id)) {
    *ret_no = found->no;
    return TRUE;
  }
  if (!cen_sql_get_int (self->store, 0, ret_no, error,
                        "SELECT no FROM op WHERE " CEN_SQL_IS_OP " AND kind = 20", "Ii", id,
                        self->no))
    return FALSE;
  if (*ret_no != 0)
    cen_circle_note_object (self, id, *ret_no);
  return TRUE;
}

gboolean
cen_circle_find_subject (CenCircle *self, const CenId *id, gint64 *ret_no, GError **error)
{
  if (!cen_circle_find_object (self, id, ret_no, error))
    return FALSE;
  if (*ret_no != 0)
    return TRUE;
  return cen_sql_get_int (self->store, 0, ret_no, error,
                          "SELECT no FROM op WHERE " CEN_SQL_IS_OP " AND kind = 27", "Ii", id,
                          self->no);
}

void
cen_circle_note_seq (CenCircle *self, const CenId *key, guint64 seq)
{
  guint64 *length = g_hash_table_lookup (self->lengths, key);

  if (length == NULL) {
    length = g_new0 (guint64, 1);
    g_hash_table_insert (self->lengths, cen_id_dup (key), length);
  }
  *length = MAX (*length, seq + 1);
}

gboolean
cen_circle_may_hold (CenCircle *self, const CenId *key, guint64 seq)
{
  const guint64 *length = g_hash_table_lookup (self->lengths, key);

  return length != NULL && seq < *length;
}

const char *
cen_circle_get_join_name (CenCircle *self, const CenId *member)
{
  const CenFrameOp *first = NULL;

  for (guint i = 0; i < self->frames->len; i++) {
    const CenFrameOp *op = self->frames->pdata[i];

    if (op->frame.kind == CEN_OP_JOIN && op->is_valid && cen_id_equal (&op->member, member) &&
        cen_authority_is_effective (self->authority, i) &&
        (first == NULL || cen_frame_op_compare (op, first) < 0))
      first = op;
  }
  return first != NULL ? first->frame.join.name : "";
}

CenDevice *
cen_circle_get_device (CenCircle *self, gint64 no)
{
  return g_hash_table_lookup (self->devices_by_no, &no);
}

CenDevice *
cen_circle_find_device (CenCircle *self, const CenId *key)
{
  for (guint i = 0; i < self->devices->len; i++) {
    CenDevice *device = self->devices->pdata[i];

    if (cen_id_equal (&device->key, key))
      return device;
  }
  return NULL;
}

const CenBitset *
cen_circle_get_past (CenCircle *self, gint64 no)
{
  static const CenBitset empty = { NULL, 0 };
  const CenBitset *past = g_hash_table_lookup (self->pasts, &no);

  return past != NULL ? past : &empty;
}

gboolean
cen_circle_device_is_effective (CenCircle *self, const CenDevice *device)
{
  return device->member_no != 0 &&
         cen_authority_device_is_effective (self->authority, device->root_number);
}

int
cen_device_compare (gconstpointer a, gconstpointer b)
{
  const CenDevice *x = *(const CenDevice *const *) a;
  const CenDevice *y = *(const CenDevice *const *) b;

  return cen_id_compare (&x->key, &y->key);
}

gboolean
cen_circle_is_left (const CenCircle *self)
{
  const CenMemberInfo *info = cen_authority_get_member (self->authority, &self->self_member);

  return info != NULL && info->state != CEN_MEMBER_ACTIVE;
}

GPtrArray *
cen_circle_list_effective_devices (CenCircle *self)
{
  GPtrArray *found = g_ptr_array_new ();

  for (guint i = 0; i < self->devices->len; i++) {
    CenDevice *device = self->devices->pdata[i];

    if (cen_circle_device_is_effective (self, device))
      g_ptr_array_add (found, device);
  }
  g_ptr_array_sort (found, cen_device_compare);
  return found;
}

/* Whether all of @removals (guint numbers) leave op row @op_no standing. */
static gboolean
is_spared (CenCircle *self, const GArray *removals, gint64 op_no, gboolean *ret_is_spared,
           GError **error)
{
  *ret_is_spared = TRUE;
  for (guint i = 0; *ret_is_spared && i < removals->len; i++) {
    const CenFrameOp *removal = self->frames->pdata[g_array_index (removals, guint, i)];
    gint64 found;

    if (!cen_sql_get_int (
            self->store, 0, &found, error,
            "SELECT 1 FROM spared WHERE revoke = (SELECT no FROM op WHERE " CEN_SQL_IS_OP
            ") AND op = ?",
            "Iii", &removal->id, self->no, op_no))
      return FALSE;
    *ret_is_spared = found != 0;
  }
  return TRUE;
}

gboolean
cen_circle_judge (CenCircle *self, const CenDevice *device, const CenBitset *past, gint64 op_no,
                  gboolean *ret_is_effective, CenRole *ret_role, GError **error)
{
  g_autoptr (GArray) revokes = NULL;
  g_autoptr (GArray) removals = NULL;

  *ret_is_effective = FALSE;
  if (device->member_no == 0 ||
      !cen_authority_is_effective (self->authority, device->root_number) ||
      !cen_authority_get_role_at (self->authority, &device->member, past, ret_role))
    return TRUE;
  revokes = cen_authority_get_revokes (self->authority, &device->member, past);
  removals = cen_authority_get_device_removals (self->authority, device->root_number);
  g_array_append_vals (revokes, removals->data, removals->len);
  return is_spared (self, revokes, op_no, ret_is_effective, error);
}

CenChanges
cen_circle_take_changes (CenCircle *self)
{
  CenChanges changes = self->changes;

  self->changes = 0;
  return changes;
}

GArray *
cen_circle_get_items (CenCircle *self, GError **error)
{
  g_auto (CenRows) rows = { 0 };
  g_autoptr (GArray) items = NULL;

  if (self->items_from == 0)
    return self->items;
  items = g_array_sized_new (FALSE, FALSE, sizeof (CenItem), (guint) self->held.n);
  if (!cen_sql_query (self->store, &rows, error,
                      "SELECT lamport, id, no FROM op o WHERE circle = ? AND NOT EXISTS"
                      " (SELECT 1 FROM wanted WHERE op = o.no) ORDER BY no",
                      "i", self->no))
    return NULL;
  while (cen_rows_next (&rows, error)) {
    CenItem item = { (guint64) cen_rows_get_int (&rows, 0), cen_rows_get_id (&rows, 1),
                     cen_rows_get_int (&rows, 2) };

    g_array_append_val (items, item);
  }
  if (rows.has_failed)
    return NULL;
  /* Of what came since the start, the order is kept: cursors stand in it. */
  g_array_set_size (items, (guint) MIN (items->len, self->items_from));
  g_array_append_vals (items, self->items->data, self->items->len);
  g_array_unref (self->items);
  self->items = g_steal_pointer (&items);
  self->items_from = 0;
  return self->items;
}

const CenItem *
cen_circle_get_item (CenCircle *self, guint64 position, GError **error)
{
  g_assert (position < self->held.n);
  if (position < self->items_from && cen_circle_get_items (self, error) == NULL)
    return NULL;
  return &g_array_index (self->items, CenItem, position - self->items_from);
}

gint64
cen_circle_get_no_before (const CenCircle *self, guint64 position)
{
  g_assert (position <= self->held.n);
  if (position > self->items_from)
    return g_array_index (self->items, CenItem, position - self->items_from - 1).no;
  return position == self->items_from && position > 0 ? self->last_before : 0;
}

void
cen_circle_add_held (CenCircle *self, const CenItem *item)
{
  cen_held_add (&self->held, &item->id);
  g_array_append_vals (self->items, item, 1);
}

static char *
list_heads (CenCircle *self)
{
  GString *list = g_string_new ("[");
  GHashTableIter iter;
  gpointer no;

  g_hash_table_iter_init (&iter, self->heads);
  while (g_hash_table_iter_next (&iter, NULL, &no))
    g_string_append_printf (list, "%s%" G_GINT64_FORMAT, list->len > 1 ? "," : "", *(gint64 *) no);
  g_string_append_c (list, ']');
  return g_string_free (list, FALSE);
}

gboolean
cen_circle_save (CenCircle *self, GError **error)
{
  g_autofree char *heads = list_heads (self);

  return cen_sql_run (self->store, error,
                      "UPDATE circle SET n_ops = ?, n_held = ?, held_sum = ?, heads = ?"
                      " WHERE no = ?",
                      "iibti", (gint64) self->n_ops, (gint64) self->held.n, self->held.sum,
                      (gsize) CEN_ID_LEN, heads, self->no);
}

gboolean
cen_circle_settle_wanted (CenCircle *self, gint64 no, CenWantedScope scope, GError **error)
{
  g_auto (CenRows) rows = { 0 };
  gboolean has_any = FALSE;

  if (!cen_sql_query (
          self->store, &rows, error,
          "DELETE FROM wanted WHERE op = ?1 OR (?2 <> 0 AND op IN (SELECT no FROM op"
          " WHERE object = ?1)) RETURNING op, (SELECT lamport FROM op WHERE no = wanted.op),"
          " (SELECT id FROM op WHERE no = wanted.op)",
          "ii", no, (gint64) (scope == CEN_WANTED_OBJECT)))
    return FALSE;
  while (cen_rows_next (&rows, error)) {
    CenItem item = { (guint64) cen_rows_get_int (&rows, 1), cen_rows_get_id (&rows, 2),
                     cen_rows_get_int (&rows, 0) };

    cen_circle_add_held (self, &item);
    has_any = TRUE;
  }
  return !rows.has_failed && (!has_any || cen_circle_save (self, error));
}
