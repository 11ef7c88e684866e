/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "spared.h"

#include "store-sql.h"

typedef struct {
  CenCircle *circle;
  GHashTable *seen; /* gint64 * rows */
  GArray *stack;    /* gint64 rows whose parents are still to be visited */
} Walk;

static gboolean
visit (Walk *walk, const CenId *id, GError **error)
{
  gint64 no;

  if (!cen_circle_find_op (walk->circle, id, &no, error))
    return FALSE;
  if (no != 0 && g_hash_table_add (walk->seen, g_memdup2 (&no, sizeof no)))
    g_array_append_val (walk->stack, no);
  return TRUE;
}

static gboolean
visit_parents (Walk *walk, gint64 no, GError **error)
{
  g_auto (CenRows) rows = { 0 };
  g_autoptr (GBytes) bytes = NULL;
  CenOp op;

  if (!cen_sql_query (walk->circle->store, &rows, error, "SELECT op FROM body WHERE no = ?", "i",
                      no) ||
      !cen_rows_next (&rows, error))
    return FALSE;
  bytes = cen_rows_dup_bytes (&rows, 0);
  if (!cen_op_decode (&op, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), error))
    return FALSE;
  if (op.has_prev && !visit (walk, &op.prev, error))
    return FALSE;
  for (guint i = 0; i < op.n_deps; i++) {
    if (!visit (walk, &op.deps[i], error))
      return FALSE;
  }
  return TRUE;
}

/* Visits all that is before op row @no; @walk->seen is then its past. */
static gboolean
walk_past (Walk *walk, gint64 no, GError **error)
{
  if (!visit_parents (walk, no, error))
    return FALSE;
  while (walk->stack->len > 0) {
    gint64 at = g_array_index (walk->stack, gint64, walk->stack->len - 1);

    g_array_set_size (walk->stack, walk->stack->len - 1);
    if (!visit_parents (walk, at, error))
      return FALSE;
  }
  return TRUE;
}

gboolean
cen_spared_check_cut (CenCircle *circle, const CenFrameRevoke *revoke, gint64 no,
                      gboolean *ret_is_past, GError **error)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  g_autoptr (GArray) stack = g_array_new (FALSE, FALSE, sizeof (gint64));
  Walk walk = { circle, seen, stack };

  *ret_is_past = TRUE;
  if (revoke->n_cut > 0 && !walk_past (&walk, no, error))
    return FALSE;
  for (guint i = 0; i < revoke->n_cut; i++) {
    gint64 cut;

    if (!cen_circle_find_op (circle, &revoke->cut[i], &cut, error))
      return FALSE;
    *ret_is_past = *ret_is_past && cut != 0 && g_hash_table_contains (seen, &cut);
  }
  return TRUE;
}

static gboolean
begin (Walk *walk, const CenFrameOp *frame, gint64 no, GError **error)
{
  if (frame->cut_past == NULL)
    return visit_parents (walk, no, error);
  for (guint i = 0; i < frame->frame.revoke.n_cut; i++) {
    if (!visit (walk, &frame->frame.revoke.cut[i], error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
note_if_of (CenCircle *circle, const CenId *member, gint64 revoke, gint64 no, GError **error)
{
  return cen_sql_run (circle->store, error,
                      "INSERT OR IGNORE INTO spared (revoke, op) SELECT ?1, o.no FROM op o"
                      " JOIN device d ON d.no = o.device JOIN member m ON m.no = d.member"
                      " WHERE o.no = ?2 AND m.id = ?3",
                      "iiI", revoke, no, member);
}

gboolean
cen_spared_insert (CenCircle *circle, const CenFrameOp *frame, gint64 no, GError **error)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  g_autoptr (GArray) stack = g_array_new (FALSE, FALSE, sizeof (gint64));
  Walk walk = { circle, seen, stack };
  const CenId *member =
      frame->frame.kind == CEN_OP_REVOKE ? &frame->frame.revoke.member : &frame->member;

  if (!begin (&walk, frame, no, error))
    return FALSE;
  while (stack->len > 0) {
    gint64 at = g_array_index (stack, gint64, stack->len - 1);

    g_array_set_size (stack, stack->len - 1);
    if (!note_if_of (circle, member, no, at, error) || !visit_parents (&walk, at, error))
      return FALSE;
  }
  return TRUE;
}
