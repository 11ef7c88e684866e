/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "author-moderation.h"

#include "author-internal.h"
#include "judge.h"
#include "kinds.h"
#include "store-sql.h"

#include <string.h>

/* --- Hiding --- */

static gboolean
check_object (CenCircle *circle, const CenId *object, gboolean *ret_is_hidden, GError **error)
{
  g_auto (CenRows) rows = { 0 };
  gint64 kind;

  if (!cen_sql_query (circle->store, &rows, error,
                      "SELECT b.kind, b.state FROM op o JOIN object b ON b.no = o.no"
                      " WHERE " CEN_SQL_IS_OP_O " AND b.state <> 1",
                      "Ii", object, circle->no))
    return FALSE;
  if (!cen_rows_next (&rows, error))
    return !rows.has_failed && cen_author_refuse_missing (circle, object, error);
  kind = cen_rows_get_int (&rows, 0);
  *ret_is_hidden = cen_rows_get_int (&rows, 1) == 2;
  return kind != CEN_KIND_CIRCLE ||
         cen_author_refuse (error, "The circle itself cannot be hidden.");
}

static gboolean
write_hide (CenCircle *circle, const CenId *object, const char *reason, GError **error)
{
  g_autoptr (GBytes) payload = cen_hide_build (reason, circle->world);
  CenId id;

  return cen_author_write (circle, CEN_OP_HIDE, object, payload, &id, error);
}

gboolean
cen_author_hide (CenCircle *circle, const CenId *object, const char *reason, GError **error)
{
  gboolean is_hidden;
  CenRole role;

  if (!cen_author_check_role (circle, CEN_ROLE_FACILITATOR, &role, error) ||
      !check_object (circle, object, &is_hidden, error))
    return FALSE;
  if (*reason == '\0' || strlen (reason) > CEN_HIDE_REASON_MAX ||
      !g_utf8_validate (reason, -1, NULL))
    return cen_author_refuse (error, "Say why in 1 to 1,024 bytes: everybody can read it.");
  return write_hide (circle, object, reason, error);
}

gboolean
cen_author_show (CenCircle *circle, const CenId *object, GError **error)
{
  gboolean is_hidden;
  CenRole role;

  if (!cen_author_check_role (circle, CEN_ROLE_FACILITATOR, &role, error) ||
      !check_object (circle, object, &is_hidden, error))
    return FALSE;
  if (!is_hidden)
    return cen_author_refuse (error, "This is not hidden.");
  return write_hide (circle, object, NULL, error);
}

/* --- Endorsing --- */

static gboolean
write_endorse (CenCircle *circle, GArray *ops, GError **error)
{
  for (guint i = 0; i < ops->len; i += CEN_ENDORSE_OPS_MAX) {
    g_autoptr (GBytes) payload =
        cen_endorse_build (&g_array_index (ops, CenId, i), MIN (ops->len - i, CEN_ENDORSE_OPS_MAX),
                           circle->world);
    CenId id;

    if (!cen_author_write (circle, CEN_OP_ENDORSE, NULL, payload, &id, error))
      return FALSE;
  }
  return TRUE;
}

gboolean
cen_author_endorse (CenCircle *circle, const CenId *ids, guint n_ids, GError **error)
{
  g_autoptr (GArray) ops = g_array_new (FALSE, FALSE, sizeof (CenId));
  CenRole role;

  if (!cen_author_check_role (circle, CEN_ROLE_FACILITATOR, &role, error))
    return FALSE;
  for (guint i = 0; i < n_ids; i++) {
    gint64 no;

    if (!cen_circle_find_op (circle, &ids[i], &no, error))
      return FALSE;
    if (no == 0) {
      g_set_error_literal (error, CEN_ERROR, CEN_ERROR_NOT_FOUND,
                           "There is no such thing in this circle.");
      return FALSE;
    }
    if (!cen_judge_list_endorsable (circle, no, ops, error))
      return FALSE;
  }
  if (ops->len == 0)
    return cen_author_refuse (error, "There is nothing to endorse: no removal made this void.");
  return write_endorse (circle, ops, error);
}
