/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "views.h"

#include "early-views.h"
#include "fold.h"
#include "modlog.h"
#include "note-fold.h"
#include "queries-devices.h"
#include "opened.h"
#include "over-use.h"
#include "spared.h"
#include "store-sql.h"

static gboolean
find_member_no (CenCircle *circle, const CenId *member, gint64 *ret_no, GError **error)
{
  if (!cen_sql_run (circle->store, error, "INSERT OR IGNORE INTO member (circle, id) VALUES (?, ?)",
                    "iI", circle->no, member))
    return FALSE;
  return cen_sql_get_int (circle->store, 0, ret_no, error,
                          "SELECT no FROM member WHERE circle = ? AND id = ?", "iI", circle->no,
                          member);
}

static gboolean
write_member (CenCircle *circle, const CenMemberInfo *info, GError **error)
{
  const CenFrameOp *first = circle->frames->pdata[info->first_grant];
  gboolean has_admitter = !cen_id_is_zero (&info->admitted_by);
  gint64 no;

  if (!find_member_no (circle, &info->id, &no, error))
    return FALSE;
  return cen_sql_run (circle->store, error,
                      "UPDATE member SET role = ?, state = ?, formerly = ?, needs_look = ?,"
                      " admitted_by = ?, joined = ?, name = iif (profile IS NULL, ?, name)"
                      " WHERE no = ?",
                      "iiIiIiti", (gint64) info->role, (gint64) info->state,
                      cen_id_is_zero (&info->formerly) ? NULL : &info->formerly,
                      (gint64) info->needs_look, has_admitter ? &info->admitted_by : NULL,
                      (gint64) first->wall_ms, cen_circle_get_join_name (circle, &info->id), no);
}

static gboolean
write_invite (CenCircle *circle, guint number, GError **error)
{
  const CenFrameOp *op = circle->frames->pdata[number];
  const CenFrameInvite *invite = &op->frame.invite;
  gint64 author, op_no;

  if (!find_member_no (circle, &op->member, &author, error) ||
      !cen_circle_find_op (circle, &op->id, &op_no, error))
    return FALSE;
  return cen_sql_run (circle->store, error,
                      "INSERT OR REPLACE INTO invite (op, circle, author, role, n_uses, max_uses,"
                      " expires, is_revoked, created) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                      "iiiiiiiii", op_no, circle->no, author, (gint64) invite->role,
                      (gint64) cen_authority_count_uses (circle->authority, number),
                      (gint64) invite->max_uses, invite->expires_ms,
                      (gint64) cen_authority_is_revoked (circle->authority, number),
                      (gint64) op->wall_ms);
}

static gboolean
write_admission (CenCircle *circle, const CenFrameOp *op, GError **error)
{
  guint join =
      GPOINTER_TO_UINT (g_hash_table_lookup (circle->frame_numbers, &op->frame.admit.join));
  const CenFrameOp *join_op = circle->frames->pdata[join - 1];
  gint64 member, invite;

  return find_member_no (circle, &join_op->member, &member, error) &&
         cen_circle_find_op (circle, &op->frame.admit.invite, &invite, error) &&
         cen_sql_run (circle->store, error,
                      "INSERT OR REPLACE INTO admission (invite, member) VALUES (?, ?)", "ii",
                      invite, member);
}

/* Only what changed: devices are many, and most stay as they were. */
static gboolean
write_device (CenCircle *circle, const CenDevice *device, GError **error)
{
  const CenFrameOp *root = circle->frames->pdata[device->root_number];

  if (!cen_authority_is_effective (circle->authority, device->root_number))
    return cen_sql_run (circle->store, error,
                        "UPDATE device SET state = NULL WHERE no = ? AND state IS NOT NULL", "i",
                        device->no);
  return cen_sql_run (circle->store, error,
                      "UPDATE device SET state = ?1, added = ?2 WHERE no = ?3 AND state IS NOT ?1",
                      "iii",
                      (gint64) (cen_circle_device_is_effective (circle, device)
                                    ? CEN_DEVICE_ACTIVE
                                    : CEN_DEVICE_REMOVED),
                      (gint64) root->wall_ms, device->no);
}

static gboolean
write_rows (CenCircle *circle, GError **error)
{
  GPtrArray *members = cen_authority_get_members (circle->authority);

  if (!cen_sql_run (
          circle->store, error,
          "DELETE FROM admission WHERE invite IN (SELECT op FROM invite WHERE circle = ?)", "i",
          circle->no) ||
      !cen_sql_run (circle->store, error, "DELETE FROM invite WHERE circle = ?", "i", circle->no) ||
      !cen_sql_run (circle->store, error,
                    "UPDATE member SET role = NULL, state = NULL WHERE circle = ?", "i",
                    circle->no))
    return FALSE;
  for (guint i = 0; i < members->len; i++) {
    if (!write_member (circle, members->pdata[i], error))
      return FALSE;
  }
  for (guint i = 0; i < circle->devices->len; i++) {
    if (!write_device (circle, circle->devices->pdata[i], error))
      return FALSE;
  }
  for (guint i = 0; i < circle->frames->len; i++) {
    const CenFrameOp *op = circle->frames->pdata[i];
    gboolean ok = TRUE;

    if (!cen_authority_is_effective (circle->authority, i))
      continue;
    if (op->frame.kind == CEN_OP_INVITE)
      ok = write_invite (circle, i, error);
    else if (op->frame.kind == CEN_OP_ADMIT)
      ok = write_admission (circle, op, error);
    if (!ok)
      return FALSE;
  }
  return cen_over_use_write (circle, error);
}

static gboolean
is_removal (const CenFrameOp *op)
{
  return op->frame.kind == CEN_OP_REVOKE || op->frame.kind == CEN_OP_LEAVE ||
         op->frame.kind == CEN_OP_DEVICE_REMOVE;
}

static void
add_owners (const CenCircle *circle, const CenId *device, GHashTable *found)
{
  for (guint i = 0; i < circle->devices->len; i++) {
    const CenDevice *one = circle->devices->pdata[i];

    if (one->member_no != 0 && cen_id_equal (&one->key, device))
      g_hash_table_add (found, (gpointer) &one->member);
  }
}

/* Whose earlier ops the frame op @number may have made effective or void. */
static void
add_concerned (const CenCircle *circle, guint number, GHashTable *found)
{
  const CenFrameOp *op = circle->frames->pdata[number];

  switch (op->frame.kind) {
  case CEN_OP_REVOKE:
    g_hash_table_add (found, (gpointer) &op->frame.revoke.member);
    break;
  case CEN_OP_DEVICE_REMOVE:
    add_owners (circle, &op->frame.revoke.device, found);
    break;
  case CEN_OP_GRANT:
    g_hash_table_add (found, (gpointer) &op->frame.grant.member);
    break;
  case CEN_OP_ADMIT: {
    guint join =
        GPOINTER_TO_UINT (g_hash_table_lookup (circle->frame_numbers, &op->frame.admit.join));

    if (join > 0)
      g_hash_table_add (found, &((CenFrameOp *) circle->frames->pdata[join - 1])->member);
    break;
  }
  case CEN_OP_LEAVE:
  case CEN_OP_JOIN:
  case CEN_OP_DEVICE_ADD:
    g_hash_table_add (found, (gpointer) &op->member);
    break;
  default:
    break;
  }
}

/* Members for whom some frame op changed its effect, or a removal is new. A new grant cannot matter
 * to what they wrote before it; that it makes an earlier JOIN effective can. */
static GHashTable *
list_concerned (const CenCircle *circle, const CenAuthority *old, guint n_old)
{
  GHashTable *found = g_hash_table_new (cen_id_hash, cen_id_hash_equal);

  for (guint i = 0; i < circle->frames->len; i++) {
    gboolean was = i < n_old && cen_authority_is_effective (old, i);
    gboolean is = cen_authority_is_effective (circle->authority, i);

    if (was != is && (i < n_old || is_removal (circle->frames->pdata[i])))
      add_concerned (circle, i, found);
  }
  return found;
}

/* What a removal spares is noted when it first takes effect, so that a void one costs nothing. */
static gboolean
note_spared (CenCircle *circle, GError **error)
{
  for (guint i = 0; i < circle->frames->len; i++) {
    CenFrameOp *op = circle->frames->pdata[i];
    gint64 no;

    if (op->is_walked || !is_removal (op) || !cen_authority_is_effective (circle->authority, i))
      continue;
    if (!cen_circle_find_op (circle, &op->id, &no, error) ||
        !cen_spared_insert (circle, op, no, error) ||
        !cen_sql_run (circle->store, error, "UPDATE frame SET is_walked = 1 WHERE op = ?", "i", no))
      return FALSE;
    op->is_walked = TRUE;
  }
  return TRUE;
}

static gboolean
fold_objects_of (CenCircle *circle, const CenId *member, GError **error)
{
  g_autoptr (GArray) nos = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_auto (CenRows) rows = { 0 };

  if (!cen_sql_query (circle->store, &rows, error,
                      "SELECT " CEN_OPENED_SQL_OBJECT " FROM op o JOIN device d ON d.no = o.device"
                      " JOIN member m ON m.no = d.member WHERE m.circle = ?1 AND m.id = ?2"
                      " AND o.kind >= 20 UNION SELECT " CEN_OPENED_SQL_OBJECT " FROM op e"
                      " JOIN device d ON d.no = e.device JOIN member m ON m.no = d.member"
                      " JOIN endorse n ON n.op = e.no JOIN op o ON o.prefix = cen_prefix (n.id)"
                      " AND o.id = n.id AND o.circle = ?1"
                      " WHERE m.circle = ?1 AND m.id = ?2 AND e.kind = 26 AND o.kind >= 20"
                      " ORDER BY 1",
                      "iI", circle->no, member))
    return FALSE;
  while (cen_rows_next (&rows, error)) {
    gint64 no = cen_rows_get_int (&rows, 0);

    if (no != 0)
      g_array_append_val (nos, no);
  }
  if (rows.has_failed)
    return FALSE;
  cen_rows_clear (&rows);
  for (guint i = 0; i < nos->len; i++) {
    if (!cen_note_forget (circle, g_array_index (nos, gint64, i), error) ||
        !cen_fold_object (circle, g_array_index (nos, gint64, i), NULL, error))
      return FALSE;
  }
  return TRUE;
}

gboolean
cen_views_update (CenCircle *circle, GError **error)
{
  g_autoptr (CenAuthority) old = g_steal_pointer (&circle->authority);
  g_autoptr (GHashTable) concerned = NULL;
  guint n_old = 0;
  GHashTableIter iter;
  gpointer member;

  circle->authority = cen_authority_evaluate (circle->frames, NULL);
  circle->authority_no++;
  circle->changes |= CEN_CHANGED_FRAME | CEN_CHANGED_MEMBERS;
  if (!write_rows (circle, error) || !note_spared (circle, error) ||
      !cen_modlog_update_frame (circle, old, error) || !cen_modlog_update_endorse (circle, error))
    return FALSE;
  n_old = old != NULL ? cen_authority_get_n_ops (old) : 0;
  if (n_old == 0)
    return TRUE;
  concerned = list_concerned (circle, old, n_old);
  g_hash_table_iter_init (&iter, concerned);
  while (g_hash_table_iter_next (&iter, &member, NULL)) {
    if (!fold_objects_of (circle, member, error))
      return FALSE;
  }
  return TRUE;
}

gboolean
cen_views_rebuild (CenCircle *circle, GError **error)
{
  static const char *const drops[] = {
    "DELETE FROM mark WHERE object IN (SELECT no FROM object WHERE circle = ?)",
    "INSERT INTO search (search, rowid, title, body) SELECT 'delete', no, cen_title (kind, fields),"
    " cen_body (kind, fields) FROM object WHERE circle = ? AND (cen_title (kind,"
    " fields) <> '' OR cen_body (kind, fields) <> '')",
    "DELETE FROM note WHERE note IN (SELECT no FROM object WHERE circle = ?)",
    "DELETE FROM note_tail WHERE note IN (SELECT no FROM object WHERE circle = ?)",
    "DELETE FROM object WHERE circle = ?",
    "DELETE FROM attached WHERE circle = ?",
    "DELETE FROM modlog WHERE circle = ?",
    "UPDATE member SET profile = NULL, name = '' WHERE circle = ?",
    "DELETE FROM epoch WHERE op IN (SELECT op FROM frame WHERE circle = ?)",
  };

  /* What is not in the index cannot be taken out of it, nor may what comes be put in before it. */
  if (!cen_early_clear (circle, error) || !cen_store_index_words (circle->store, 0, error))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (drops); i++) {
    if (!cen_sql_run (circle->store, error, drops[i], "i", circle->no))
      return FALSE;
  }
  circle->changes |=
      CEN_CHANGED_CHANNELS | CEN_CHANGED_MESSAGES | CEN_CHANGED_LETTERS | CEN_CHANGED_OBJECTS;
  cen_circle_forget_keyring (circle);
  g_clear_pointer (&circle->authority, cen_authority_free);
  g_clear_pointer (&circle->notes, g_hash_table_unref);
  return cen_views_update (circle, error) && cen_fold_all (circle, error);
}
