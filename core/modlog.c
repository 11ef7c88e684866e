/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "modlog.h"

#include "moderation.h"
#include "store-sql.h"

typedef struct {
  CenModAction action;
  CenId target; /* zero: nobody */
  CenId object; /* zero: nothing */
  gint64 role;  /* negative: none */
  const char *reason;
} Entry;

static const CenId *
or_null (const CenId *id)
{
  return cen_id_is_zero (id) ? NULL : id;
}

static gboolean
write_entry (CenCircle *circle, const CenId *op, gint64 wall_ms, const Entry *entry, GError **error)
{
  gboolean has_reason = entry->reason != NULL && *entry->reason != '\0';

  return cen_sql_run (circle->store, error,
                      "INSERT INTO modlog (op, circle, wall, action, target, object, role, reason)"
                      " SELECT no, ?2, ?3, ?4, (SELECT no FROM member WHERE circle = ?2 AND id ="
                      " ?5), ?6, iif (?7 < 0, NULL, ?7), ?8 FROM op WHERE " CEN_SQL_IS_OP,
                      "IiiiIIit", op, circle->no, wall_ms, (gint64) entry->action,
                      or_null (&entry->target), or_null (&entry->object), entry->role,
                      has_reason ? entry->reason : NULL);
}

/* --- The frame --- */

static const CenFrameOp *
find_frame (CenCircle *circle, const CenId *id)
{
  guint number = GPOINTER_TO_UINT (g_hash_table_lookup (circle->frame_numbers, id));

  return number > 0 ? circle->frames->pdata[number - 1] : NULL;
}

/* The first EPOCH founds; those that have one in their past renew. */
static gboolean
is_renewal (CenCircle *circle, const CenFrameOp *epoch)
{
  for (guint i = 0; i < circle->frames->len; i++) {
    if (((CenFrameOp *) circle->frames->pdata[i])->frame.kind == CEN_OP_EPOCH &&
        cen_bitset_has (epoch->past, i))
      return TRUE;
  }
  return FALSE;
}

static void
describe_admit (CenCircle *circle, const CenFrameOp *op, Entry *entry)
{
  const CenFrameOp *join = find_frame (circle, &op->frame.admit.join);
  const CenFrameOp *invite = find_frame (circle, &op->frame.admit.invite);

  entry->action = CEN_MOD_ADMITTED;
  entry->object = op->frame.admit.invite;
  if (join != NULL)
    entry->target = join->member;
  if (invite != NULL)
    entry->role = invite->frame.invite.role;
}

static void
describe_grant (const CenFrameOp *op, Entry *entry)
{
  const CenFrameGrant *grant = &op->frame.grant;

  entry->action = cen_id_is_zero (&grant->succeeds) ? CEN_MOD_ROLE : CEN_MOD_VOUCHED;
  entry->target = grant->member;
  entry->object = grant->succeeds;
  entry->role = grant->role;
}

static void
describe_device_remove (CenCircle *circle, const CenFrameOp *op, Entry *entry)
{
  const CenDevice *device = cen_circle_find_device (circle, &op->frame.revoke.device);

  entry->action = CEN_MOD_DEVICE_REMOVED;
  entry->object = op->frame.revoke.device;
  entry->reason = op->frame.revoke.reason;
  if (device != NULL)
    entry->target = device->member;
}

/* FALSE for what the log does not tell. */
static gboolean
describe_frame (CenCircle *circle, const CenFrameOp *op, Entry *entry)
{
  switch (op->frame.kind) {
  case CEN_OP_INVITE:
    entry->action = CEN_MOD_INVITED;
    entry->object = op->id;
    entry->role = op->frame.invite.role;
    return TRUE;
  case CEN_OP_INVITE_REVOKE:
    entry->action = CEN_MOD_UNINVITED;
    entry->object = op->frame.invite_revoke;
    return TRUE;
  case CEN_OP_ADMIT:
    describe_admit (circle, op, entry);
    return TRUE;
  case CEN_OP_GRANT:
    describe_grant (op, entry);
    return TRUE;
  case CEN_OP_REVOKE:
    entry->action = CEN_MOD_REMOVED;
    entry->target = op->frame.revoke.member;
    entry->reason = op->frame.revoke.reason;
    return TRUE;
  case CEN_OP_LEAVE:
    entry->action = CEN_MOD_LEFT;
    entry->target = op->member;
    return TRUE;
  case CEN_OP_DEVICE_ADD:
    entry->action = CEN_MOD_DEVICE_ADDED;
    entry->target = op->member;
    entry->object = op->device;
    return TRUE;
  case CEN_OP_DEVICE_REMOVE:
    describe_device_remove (circle, op, entry);
    return TRUE;
  case CEN_OP_EPOCH:
    entry->action = CEN_MOD_KEYS_RENEWED;
    return is_renewal (circle, op);
  default:
    return FALSE;
  }
}

gboolean
cen_modlog_update_frame (CenCircle *circle, const CenAuthority *old, GError **error)
{
  guint n_old = old != NULL ? cen_authority_get_n_ops (old) : 0;

  for (guint i = 0; i < circle->frames->len; i++) {
    const CenFrameOp *op = circle->frames->pdata[i];
    gboolean was = i < n_old && cen_authority_is_effective (old, i);
    gboolean is = cen_authority_is_effective (circle->authority, i);
    Entry entry = { .role = -1 };

    if (was && !is &&
        !cen_sql_run (circle->store, error,
                      "DELETE FROM modlog WHERE op = (SELECT no FROM op WHERE " CEN_SQL_IS_OP ")",
                      "Ii", &op->id, circle->no))
      return FALSE;
    if (is && !was && describe_frame (circle, op, &entry) &&
        !write_entry (circle, &op->id, (gint64) op->wall_ms, &entry, error))
      return FALSE;
  }
  return TRUE;
}

/* --- Content --- */

gboolean
cen_modlog_note (CenCircle *circle, const CenFoldOp *create, const CenFoldOp *op,
                 gboolean is_effective, CenRole role, GError **error)
{
  gboolean is_own = cen_id_equal (&op->op.device->member, &create->op.device->member);
  g_autofree char *reason = NULL;
  Entry entry = { .action = CEN_MOD_DELETED,
                  .target = create->op.device->member,
                  .object = create->op.id,
                  .role = -1 };
  gsize len = 0;
  const guint8 *payload = op->payload != NULL ? g_bytes_get_data (op->payload, &len) : NULL;

  if (!cen_sql_run (circle->store, error, "DELETE FROM modlog WHERE op = ?", "i", op->op.no))
    return FALSE;
  if (!is_effective || role > CEN_ROLE_FACILITATOR)
    return TRUE;
  if (op->op.kind == CEN_OP_HIDE) {
    if (payload == NULL || !cen_hide_parse (&reason, payload, len, NULL))
      return TRUE;
    entry.action = reason != NULL ? CEN_MOD_HIDDEN : CEN_MOD_SHOWN;
    entry.reason = reason;
  } else if (is_own) {
    return TRUE;
  }
  return write_entry (circle, &op->op.id, (gint64) op->wall_ms, &entry, error);
}

/* --- ENDORSE --- */

typedef struct {
  CenJudged op;
  gint64 wall_ms;
  GBytes *payload;
} Endorsement;

static void
endorsement_clear (gpointer data)
{
  g_bytes_unref (((Endorsement *) data)->payload);
}

static GArray *
list_endorsements (CenCircle *circle, GError **error)
{
  g_autoptr (GArray) found = g_array_new (FALSE, TRUE, sizeof (Endorsement));
  g_auto (CenRows) rows = { 0 };

  g_array_set_clear_func (found, endorsement_clear);
  if (!cen_sql_query (circle->store, &rows, error,
                      "SELECT o.no, o.id, o.device, o.past, b.op, b.payload FROM op o"
                      " JOIN body b ON b.no = o.no WHERE o.circle = ? AND b.payload IS NOT NULL"
                      " AND o.no IN (SELECT op FROM endorse)",
                      "i", circle->no))
    return NULL;
  while (cen_rows_next (&rows, error)) {
    gsize len;
    const guint8 *bytes = cen_rows_get_blob (&rows, 4, &len);
    Endorsement one = { { .kind = CEN_OP_ENDORSE }, 0, NULL };
    CenOp op;

    if (!cen_op_decode (&op, bytes, len, error))
      return NULL;
    one.op.no = cen_rows_get_int (&rows, 0);
    one.op.id = cen_rows_get_id (&rows, 1);
    one.op.device = cen_circle_get_device (circle, cen_rows_get_int (&rows, 2));
    one.op.past = cen_rows_get_int (&rows, 3);
    one.wall_ms = (gint64) op.wall_ms;
    one.payload = cen_rows_dup_bytes (&rows, 5);
    g_array_append_val (found, one);
  }
  return rows.has_failed ? NULL : g_steal_pointer (&found);
}

/* Who wrote the op @id; zero when it is not here. */
static gboolean
find_author (CenCircle *circle, const CenId *id, CenId *ret_member, GError **error)
{
  g_auto (CenRows) rows = { 0 };

  *ret_member = (CenId){ 0 };
  if (!cen_sql_query (circle->store, &rows, error,
                      "SELECT m.id FROM op o JOIN device d ON d.no = o.device"
                      " JOIN member m ON m.no = d.member WHERE " CEN_SQL_IS_OP_O,
                      "Ii", id, circle->no))
    return FALSE;
  if (cen_rows_next (&rows, error))
    *ret_member = cen_rows_get_id (&rows, 0);
  return !rows.has_failed;
}

static gboolean
write_endorsement (CenCircle *circle, const Endorsement *one, GError **error)
{
  CenEndorse endorse;
  gsize len;
  const guint8 *payload = g_bytes_get_data (one->payload, &len);

  if (!cen_endorse_parse (&endorse, payload, len, NULL))
    return TRUE;
  for (guint i = 0; i < endorse.n_ops; i++) {
    Entry entry = { .action = CEN_MOD_ENDORSED, .object = endorse.ops[i], .role = -1 };

    if (!find_author (circle, &endorse.ops[i], &entry.target, error) ||
        !write_entry (circle, &one->op.id, one->wall_ms, &entry, error))
      return FALSE;
  }
  return TRUE;
}

gboolean
cen_modlog_update_endorse (CenCircle *circle, GError **error)
{
  g_autoptr (GArray) all = NULL;

  if (!cen_sql_run (circle->store, error, "DELETE FROM modlog WHERE circle = ? AND action = ?",
                    "ii", circle->no, (gint64) CEN_MOD_ENDORSED))
    return FALSE;
  all = list_endorsements (circle, error);
  for (guint i = 0; all != NULL && i < all->len; i++) {
    const Endorsement *one = &g_array_index (all, Endorsement, i);
    gboolean is_effective;
    CenRole role;

    if (!cen_judge_op (circle, &one->op, &is_effective, &role, error) ||
        (is_effective && role <= CEN_ROLE_FACILITATOR && !write_endorsement (circle, one, error)))
      return FALSE;
  }
  return all != NULL;
}
