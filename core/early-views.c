/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Whether an author had the right to what they wrote is known only with the past. Until then a
 * CREATE counts, and what a plain member may write about it. */

#include "early-views.h"

#include "early-log.h"
#include "fold-rows.h"
#include "store-sql.h"

static void
fold_op_free (gpointer data)
{
  CenFoldOp *op = data;

  g_clear_pointer (&op->payload, g_bytes_unref);
  g_free (op);
}

static void
add_op (GPtrArray *ops, const CenPending *pending, const CenDevice *device)
{
  CenFoldOp *op = g_new0 (CenFoldOp, 1);

  op->op = (CenJudged){ pending->early_no, pending->op.id, device, pending->op.kind, 0 };
  op->lamport = pending->op.lamport;
  op->wall_ms = pending->op.wall_ms;
  op->kind = pending->op.kind;
  op->payload = g_bytes_ref (pending->payload);
  g_ptr_array_add (ops, op);
}

static int
compare_ops (gconstpointer a, gconstpointer b)
{
  const CenFoldOp *x = *(const CenFoldOp *const *) a;
  const CenFoldOp *y = *(const CenFoldOp *const *) b;

  if (x->lamport != y->lamport)
    return x->lamport < y->lamport ? -1 : 1;
  return cen_id_compare (&x->op.id, &y->op.id);
}

gboolean
cen_early_views_fold (CenCircle *circle, const CenPending *create, GPtrArray *about,
                      const CenDevice *(*find_author) (const CenId *key, gpointer data),
                      gpointer data, GError **error)
{
  g_autoptr (GPtrArray) ops = g_ptr_array_new_with_free_func (fold_op_free);
  const CenDevice *author = find_author (&create->op.device, data);
  g_auto (CenFoldOldRow) old = { 0 };
  g_auto (CenFold) fold = { 0 };

  if (author == NULL)
    return TRUE;
  for (guint i = 0; about != NULL && i < about->len; i++) {
    const CenPending *pending = about->pdata[i];
    const CenDevice *device = find_author (&pending->op.device, data);

    if (device != NULL && pending->op.lamport > create->op.lamport)
      add_op (ops, pending, device);
  }
  add_op (ops, create, author);
  g_ptr_array_sort (ops, compare_ops);
  cen_fold_init (&fold, g_ptr_array_ref (ops));
  cen_fold_begin (&fold, CEN_ROLE_OWNER);
  for (guint i = 1; fold.exists && i < ops->len; i++)
    cen_fold_merge (&fold, ops->pdata[i], CEN_ROLE_MEMBER);
  if (!cen_fold_rows_unindex (circle, create->early_no, &old, error))
    return FALSE;
  return fold.exists && fold.kind != NULL ? cen_fold_rows_write (circle, &fold, &old, FALSE, error)
                                          : cen_fold_rows_remove (circle, &fold, &old, error);
}

gboolean
cen_early_views_name (CenCircle *circle, const CenId *member, const char *name,
                      gint64 *ret_member_no, GError **error)
{
  return cen_sql_run (circle->store, error,
                      "INSERT OR IGNORE INTO member (circle, id) VALUES (?, ?)", "iI", circle->no,
                      member) &&
         cen_sql_run (circle->store, error,
                      "UPDATE member SET name = ? WHERE circle = ? AND id = ? AND state IS NULL"
                      " AND name = ''",
                      "tiI", name, circle->no, member) &&
         cen_sql_get_int (circle->store, 0, ret_member_no, error,
                          "SELECT no FROM member WHERE circle = ? AND id = ?", "iI", circle->no,
                          member);
}

gboolean
cen_early_views_remove (CenCircle *circle, gint64 no, GError **error)
{
  g_auto (CenFoldOldRow) old = { 0 };

  return cen_fold_rows_unindex (circle, no, &old, error) &&
         (!old.is_there ||
          (cen_sql_run (circle->store, error, "DELETE FROM object WHERE no = ?", "i", no) &&
           cen_sql_run (circle->store, error, "DELETE FROM mark WHERE object = ?", "i", no))) &&
         cen_early_log_remove (circle->store, no, error);
}

gboolean
cen_early_views_move (CenCircle *circle, gint64 no, gint64 new_no, GError **error)
{
  return cen_sql_run (circle->store, error, "UPDATE object SET parent = ? WHERE parent = ?", "ii",
                      new_no, no) &&
         cen_sql_run (circle->store, error, "UPDATE object SET root = ? WHERE root = ?", "ii",
                      new_no, no);
}

gboolean
cen_early_clear (CenCircle *circle, GError **error)
{
  g_autoptr (GPtrArray) early = cen_orphans_list_early (circle->orphans);

  for (guint i = 0; i < early->len; i++) {
    if (!cen_early_views_remove (circle, ((CenPending *) early->pdata[i])->early_no, error))
      return FALSE;
  }
  for (guint i = 0; i < early->len; i++)
    cen_orphans_remove (circle->orphans, &((CenPending *) early->pdata[i])->op.id);
  if (early->len > 0)
    circle->changes |= CEN_CHANGED_MESSAGES | CEN_CHANGED_CHANNELS | CEN_CHANGED_MEMBERS;
  return TRUE;
}
