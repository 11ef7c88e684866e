/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "retention.h"

#include "store-sql.h"

#define DAY_MS (G_GINT64_CONSTANT (24) * 3600 * 1000)

/* SQL: messages and letters "b" of a circle that are young enough: by the clock of who wrote them,
 * which cannot make them younger than their arrival. */
#define YOUNG(kind)                                                                                \
  "SELECT (SELECT b.lamport FROM object b JOIN op o ON o.no = b.no WHERE b.circle = ?1"            \
  " AND b.kind = " kind " AND b.lamport >= ?2 AND min (b.wall, o.seen) >= ?3"                      \
  " ORDER BY b.lamport LIMIT 1) AS place"

guint
cen_retention_get (CenStore *store, const CenId *circle)
{
  return (guint) cen_preference_get (store, circle, CEN_PREFERENCE_RETENTION);
}

/* The first place from @from on that is young enough; behind the last one when none is. */
static gboolean
find_young (CenCircle *circle, gint64 from, gint64 since_ms, gint64 *ret_place, GError **error)
{
  return cen_sql_get_int (
      circle->store, 0, ret_place, error,
      "SELECT ifnull ((SELECT min (place) FROM (" YOUNG ("4") " UNION ALL " YOUNG (
          "5") ")), (SELECT 1 + max (lamport) FROM (SELECT max (lamport) AS"
               " lamport FROM object WHERE circle = ?1 AND kind = 4 UNION ALL SELECT"
               " max (lamport) FROM object WHERE circle = ?1 AND kind = 5)))",
      "iii", circle->no, from, since_ms);
}

/* What came after row @after and stands below @horizon though it is young; G_MAXINT64 for none. */
static gboolean
find_late (CenCircle *circle, gint64 horizon, gint64 after, gint64 since_ms, gint64 *ret_place,
           GError **error)
{
  return cen_sql_get_int (circle->store, G_MAXINT64, ret_place, error,
                          "SELECT ifnull (min (b.lamport), 9223372036854775807)"
                          " FROM object b JOIN op o ON o.no = b.no"
                          " WHERE b.no > ?3 AND +b.circle = ?1 AND +b.kind IN (4, 5)"
                          " AND +b.lamport < ?2 AND min (b.wall, o.seen) >= ?4",
                          "iiii", circle->no, horizon, after, since_ms);
}

static gboolean
find_horizon (CenCircle *circle, gint64 before, gint64 since_ms, gint64 *ret_horizon,
              GError **error)
{
  gint64 after, late, young;

  if (!cen_sql_get_int (circle->store, 0, &after, error,
                        "SELECT horizon_op FROM circle WHERE no = ?", "i", circle->no) ||
      !find_late (circle, before, after, since_ms, &late, error) ||
      !find_young (circle, MIN (before, late), since_ms, &young, error))
    return FALSE;
  *ret_horizon = young;
  return TRUE;
}

static gboolean
move_horizon (CenCircle *circle, gint64 before, gint64 horizon, GError **error)
{
  if (horizon != before)
    circle->changes |= CEN_CHANGED_LOCAL | CEN_CHANGED_MESSAGES | CEN_CHANGED_LETTERS;
  return cen_sql_run (circle->store, error,
                      "UPDATE circle SET horizon = ?2, horizon_op ="
                      " ifnull ((SELECT max (no) FROM object), 0) WHERE no = ?1",
                      "ii", circle->no, horizon);
}

gboolean
cen_retention_sweep (CenCircle *circle, GError **error)
{
  guint days = cen_retention_get (circle->store, &circle->id);
  gint64 since_ms = circle->world->now_ms (circle->world) - days * DAY_MS;
  gint64 before, horizon = 0;

  if (!cen_sql_get_int (circle->store, 0, &before, error, "SELECT horizon FROM circle WHERE no = ?",
                        "i", circle->no))
    return FALSE;
  if (days == 0 && before == 0)
    return TRUE;
  return (days == 0 || find_horizon (circle, before, since_ms, &horizon, error)) &&
         move_horizon (circle, before, horizon, error);
}

gboolean
cen_retention_set (CenCircle *circle, guint days, GError **error)
{
  if (days > CEN_RETENTION_DAYS_MAX) {
    g_set_error_literal (error, CEN_ERROR, CEN_ERROR_REFUSED,
                         "Nothing can be kept in sight for so many days; choose everything.");
    return FALSE;
  }
  circle->has_new_files = TRUE; /* files are looked through, too */
  return cen_preference_set (circle->store, &circle->id, CEN_PREFERENCE_RETENTION, days, error) &&
         move_horizon (circle, 1, 0, error) && cen_retention_sweep (circle, error);
}
