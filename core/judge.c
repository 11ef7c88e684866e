/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "judge.h"

#include "moderation.h"
#include "opened.h"
#include "store-sql.h"

/* What may be endorsed. Not an ENDORSE, which would make two removals answer each other, and not a
 * REDACT, which no removal undoes. */
static gboolean
is_endorsable (guint kind)
{
  return kind >= CEN_OP_CREATE && kind != CEN_OP_REDACT && kind != CEN_OP_ENDORSE;
}

/* Whether @op, ENDORSE or not, would have an effect but for those who were removed. */
static gboolean
judge_plain (CenCircle *circle, const CenJudged *op, gboolean *ret_is_effective, CenRole *ret_role,
             GError **error)
{
  return cen_circle_judge (circle, op->device, cen_circle_get_past (circle, op->past), op->no,
                           ret_is_effective, ret_role, error);
}

/* CenJudged, of the columns no, id, device, kind, past. */
static GArray *
read_all (CenCircle *circle, CenRows *rows, GError **error)
{
  g_autoptr (GArray) found = g_array_new (FALSE, TRUE, sizeof (CenJudged));

  while (cen_rows_next (rows, error)) {
    CenJudged op = { .no = cen_rows_get_int (rows, 0),
                     .id = cen_rows_get_id (rows, 1),
                     .device = cen_circle_get_device (circle, cen_rows_get_int (rows, 2)),
                     .kind = (guint) cen_rows_get_int (rows, 3),
                     .past = cen_rows_get_int (rows, 4) };

    g_array_append_val (found, op);
  }
  return rows->has_failed ? NULL : g_steal_pointer (&found);
}

/* ENDORSE ops that list @id: CenJudged. */
static GArray *
list_endorsements (CenCircle *circle, const CenId *id, GError **error)
{
  g_auto (CenRows) rows = { 0 };

  if (!cen_sql_query (circle->store, &rows, error,
                      "SELECT o.no, o.id, o.device, o.kind, o.past FROM endorse e"
                      " JOIN op o ON o.no = e.op WHERE e.id = ? AND o.circle = ?",
                      "Ii", id, circle->no))
    return NULL;
  return read_all (circle, &rows, error);
}

static gboolean
is_endorsed (CenCircle *circle, const CenId *id, gboolean *ret_is_endorsed, GError **error)
{
  g_autoptr (GArray) endorsements = list_endorsements (circle, id, error);

  *ret_is_endorsed = FALSE;
  if (endorsements == NULL)
    return FALSE;
  for (guint i = 0; !*ret_is_endorsed && i < endorsements->len; i++) {
    const CenJudged *op = &g_array_index (endorsements, CenJudged, i);
    gboolean is_effective;
    CenRole role;

    if (op->device == NULL)
      continue;
    if (!judge_plain (circle, op, &is_effective, &role, error))
      return FALSE;
    *ret_is_endorsed = is_effective && role <= CEN_ROLE_FACILITATOR;
  }
  return TRUE;
}

gboolean
cen_judge_redaction (CenCircle *circle, const CenJudged *op, CenRole *ret_role)
{
  const CenBitset *past = cen_circle_get_past (circle, op->past);
  g_autoptr (CenAuthority) then = cen_authority_evaluate (circle->frames, past);

  return op->device->member_no != 0 &&
         cen_authority_device_is_effective (then, op->device->root_number) &&
         cen_authority_get_role_at (then, &op->device->member, past, ret_role);
}

/* Whether @op is void for no other reason than a removal, and so can be endorsed. */
static gboolean
is_cut_off (CenCircle *circle, const CenJudged *op, CenRole *ret_role)
{
  return is_endorsable (op->kind) && op->device->member_no != 0 &&
         cen_authority_is_effective (circle->authority, op->device->root_number) &&
         cen_authority_get_role_at (circle->authority, &op->device->member,
                                    cen_circle_get_past (circle, op->past), ret_role);
}

gboolean
cen_judge_op (CenCircle *circle, const CenJudged *op, gboolean *ret_is_effective, CenRole *ret_role,
              GError **error)
{
  *ret_is_effective = FALSE;
  if (op->device == NULL)
    return TRUE;
  if (op->kind == CEN_OP_REDACT) {
    *ret_is_effective = cen_judge_redaction (circle, op, ret_role);
    return TRUE;
  }
  if (!judge_plain (circle, op, ret_is_effective, ret_role, error))
    return FALSE;
  if (*ret_is_effective || !is_cut_off (circle, op, ret_role))
    return TRUE;
  return is_endorsed (circle, &op->id, ret_is_effective, error);
}

gboolean
cen_judge_is_endorsable (CenCircle *circle, const CenJudged *op, gboolean *ret_is_endorsable,
                         GError **error)
{
  gboolean is_effective;
  CenRole role;

  if (!cen_judge_op (circle, op, &is_effective, &role, error))
    return FALSE;
  *ret_is_endorsable = !is_effective && op->device != NULL && is_cut_off (circle, op, &role);
  return TRUE;
}

static gboolean
add_object_of (CenCircle *circle, const CenId *id, GArray *objects, GError **error)
{
  gint64 object;

  if (!cen_sql_get_int (circle->store, 0, &object, error,
                        "SELECT " CEN_OPENED_SQL_OBJECT " FROM op o WHERE " CEN_SQL_IS_OP_O
                        " AND o.kind >= 20",
                        "Ii", id, circle->no))
    return FALSE;
  if (object != 0)
    g_array_append_val (objects, object);
  return TRUE;
}

gboolean
cen_judge_note_endorse (CenCircle *circle, gint64 no, GBytes *payload, GArray *objects,
                        GError **error)
{
  CenEndorse endorse;
  gsize len;
  const guint8 *bytes = payload != NULL ? g_bytes_get_data (payload, &len) : NULL;

  if (bytes == NULL || !cen_endorse_parse (&endorse, bytes, len, NULL))
    return TRUE;
  for (guint i = 0; i < endorse.n_ops; i++) {
    if (!cen_sql_run (circle->store, error, "INSERT OR IGNORE INTO endorse (id, op) VALUES (?, ?)",
                      "Ii", &endorse.ops[i], no) ||
        !add_object_of (circle, &endorse.ops[i], objects, error))
      return FALSE;
  }
  return TRUE;
}

gboolean
cen_judge_list_endorsable (CenCircle *circle, gint64 no, GArray *ids, GError **error)
{
  g_autoptr (GArray) ops = NULL;
  g_auto (CenRows) rows = { 0 };

  if (!cen_sql_query (circle->store, &rows, error,
                      "SELECT o.no, o.id, o.device, o.kind, o.past FROM op a JOIN device d"
                      " ON d.no = a.device JOIN op o ON o.no = a.no OR o.object = a.no"
                      " JOIN device e ON e.no = o.device WHERE a.no = ? AND d.member = e.member"
                      " ORDER BY o.lamport, o.id",
                      "i", no))
    return FALSE;
  ops = read_all (circle, &rows, error);
  for (guint i = 0; ops != NULL && i < ops->len; i++) {
    const CenJudged *op = &g_array_index (ops, CenJudged, i);
    gboolean is_endorsable;

    if (!cen_judge_is_endorsable (circle, op, &is_endorsable, error))
      return FALSE;
    if (is_endorsable)
      g_array_append_val (ids, op->id);
  }
  return ops != NULL;
}
