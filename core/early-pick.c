/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "early-pick.h"

#include "kinds.h"
#include "store-sql.h"

#define OF_KIND_MAX 256 /* objects of a kind that comes first */
#define ABOUT_MAX   64  /* ops about each */

typedef struct {
  CenCircle *circle;
  GArray *nos;
  GHashTable *seen; /* gint64 * */
  guint n_max;
} Pick;

static gboolean
add (Pick *pick, gint64 no)
{
  if (pick->nos->len < pick->n_max && g_hash_table_add (pick->seen, g_memdup2 (&no, sizeof no)))
    g_array_append_val (pick->nos, no);
  return pick->nos->len < pick->n_max;
}

static gboolean
add_rows (Pick *pick, CenRows *rows, GError **error)
{
  while (cen_rows_next (rows, error)) {
    if (!add (pick, cen_rows_get_int (rows, 0)))
      break;
  }
  return !rows->has_failed;
}

static gboolean
add_roots (Pick *pick, GError **error)
{
  g_auto (CenRows) rows = { 0 };

  return cen_sql_query (pick->circle->store, &rows, error,
                        "SELECT root FROM device WHERE circle = ? ORDER BY no", "i",
                        pick->circle->no) &&
         add_rows (pick, &rows, error);
}

static gboolean
add_kind (Pick *pick, guint kind, GError **error)
{
  g_auto (CenRows) rows = { 0 };

  /* The changes of each stand right after it. */
  return cen_sql_query (
             pick->circle->store, &rows, error,
             "WITH first AS (SELECT no, row_number () OVER (ORDER BY lamport DESC, tie DESC) AS at"
             " FROM object WHERE circle = ?1 AND kind = ?2 AND state = 0 AND is_sealed = 0"
             " AND no > 0 ORDER BY lamport DESC, tie DESC LIMIT ?3)"
             " SELECT o.no FROM first f JOIN op o ON o.no = f.no OR o.no IN (SELECT x.no FROM op x"
             " WHERE x.object = f.no AND x.kind IN (21, 22, 23) LIMIT ?4) ORDER BY f.at, o.no",
             "iiii", pick->circle->no, (gint64) kind, (gint64) OF_KIND_MAX, (gint64) ABOUT_MAX) &&
         add_rows (pick, &rows, error);
}

/* What no reader would see anyway waits for its turn. */
static gboolean
add_newest (Pick *pick, GError **error)
{
  g_auto (CenRows) rows = { 0 };

  return cen_sql_query (pick->circle->store, &rows, error,
                        "SELECT o.no FROM op o WHERE o.no > 0 AND o.circle = ?1 AND (o.kind <> 20"
                        " OR EXISTS (SELECT 1 FROM object b WHERE b.no = o.no AND b.state = 0))"
                        " AND NOT EXISTS (SELECT 1 FROM body WHERE no = o.no AND payload IS NULL)"
                        " ORDER BY o.no DESC LIMIT ?2",
                        "ii", pick->circle->no, (gint64) pick->n_max) &&
         add_rows (pick, &rows, error);
}

GArray *
cen_early_pick (CenCircle *circle, guint n_max, GError **error)
{
  g_autoptr (GArray) nos = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  Pick pick = { circle, nos, seen, n_max };
  const CenKind *kind;

  if (!add_roots (&pick, error))
    return NULL;
  for (guint i = 0; (kind = cen_kind_get_nth (i)) != NULL; i++) {
    if (kind->is_first && !add_kind (&pick, kind->id, error))
      return NULL;
  }
  return add_newest (&pick, error) ? g_steal_pointer (&nos) : NULL;
}
