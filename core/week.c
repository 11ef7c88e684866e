/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Weeks are numbered from the Monday before 1970. What is drawn in turn stands in an order that
 * hashes give, so that two circles differ: prompts in another order each time that all were drawn,
 * members always in the same. */

#include "week.h"

#include "crypto.h"
#include "pairs.h"
#include "store-rows.h"

#include <string.h>

typedef struct {
  guint8 key[CEN_KEY_LEN];
  guint number;
  CenId member;
} Drawn;

static int
compare_drawn (gconstpointer a, gconstpointer b)
{
  return memcmp (((const Drawn *) a)->key, ((const Drawn *) b)->key, CEN_KEY_LEN);
}

static guint64
get_number (gint64 time_ms)
{
  return (guint64) ((cen_week_get_start (time_ms) - cen_week_get_start (0)) / CEN_WEEK_MS);
}

static void
hash_number (CenHasher *hasher, guint64 number)
{
  guint8 bytes[8];

  for (guint i = 0; i < sizeof bytes; i++)
    bytes[i] = (guint8) (number >> (8 * i));
  cen_hasher_update (hasher, bytes, sizeof bytes);
}

guint
cen_week_draw_prompt (const CenId *circle, guint n_prompts, gint64 time_ms)
{
  g_autofree Drawn *drawn = g_new0 (Drawn, n_prompts);
  guint64 week = get_number (time_ms);

  g_assert (n_prompts > 0);
  for (guint i = 0; i < n_prompts; i++) {
    g_autoptr (CenHasher) hasher = cen_hasher_new ("cen1.week.prompt");

    drawn[i].number = i + 1;
    cen_hasher_update (hasher, circle->bytes, CEN_ID_LEN);
    hash_number (hasher, week / n_prompts);
    hash_number (hasher, i + 1);
    cen_hasher_finish (hasher, drawn[i].key);
  }
  qsort (drawn, n_prompts, sizeof *drawn, compare_drawn);
  return drawn[week % n_prompts].number;
}

gboolean
cen_week_draw_spotlight (const CenId *circle, const CenCafeMember *members, guint n_members,
                         gint64 time_ms, CenId *ret_member)
{
  g_autofree Drawn *drawn = g_new0 (Drawn, n_members + 1);
  gint64 start_ms = cen_week_get_start (time_ms);
  guint n = 0;

  for (guint i = 0; i < n_members; i++) {
    g_autoptr (CenHasher) hasher = NULL;

    if (!cen_cafe_member_is_of (&members[i], start_ms))
      continue;
    hasher = cen_hasher_new ("cen1.week.turn");
    drawn[n].member = members[i].member;
    cen_hasher_update (hasher, circle->bytes, CEN_ID_LEN);
    cen_hasher_update (hasher, members[i].member.bytes, CEN_ID_LEN);
    cen_hasher_finish (hasher, drawn[n].key);
    n++;
  }
  if (n == 0)
    return FALSE;
  qsort (drawn, n, sizeof *drawn, compare_drawn);
  *ret_member = drawn[get_number (time_ms) % n].member;
  return TRUE;
}

/* --- Out of a replica --- */

void
cen_week_free (CenWeek *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->pairs, g_array_unref);
  g_free (self);
}

/* A circle that came here during the week brought everything late, which changed nothing. */
static gboolean
read_late (CenStore *store, const CenId *circle, gint64 start_ms, gboolean *ret_is_late,
           GError **error)
{
  gint64 no, n;

  if (!cen_store_find_circle (store, circle, &no, error) ||
      !cen_sql_get_int (
          store, 0, &n, error,
          "SELECT count (*) FROM modlog l JOIN op o ON o.no = l.op WHERE l.circle = ?1"
          " AND l.action IN (?3, ?4, ?5) AND l.wall < ?2 AND o.seen >= ?2"
          " AND (SELECT seen FROM op WHERE circle = ?1 ORDER BY no LIMIT 1) < ?2",
          "iiiii", no, start_ms, (gint64) CEN_MOD_ADMITTED, (gint64) CEN_MOD_LEFT,
          (gint64) CEN_MOD_REMOVED))
    return FALSE;
  *ret_is_late = n > 0;
  return TRUE;
}

CenWeek *
cen_week_read (CenStore *store, const CenId *circle, guint n_prompts, gint64 time_ms,
               GError **error)
{
  g_autoptr (CenWeek) self = g_new0 (CenWeek, 1);
  g_autoptr (GPtrArray) members = cen_query_members (store, circle, error);
  g_autoptr (GPtrArray) modlog =
      members != NULL ? cen_query_modlog (store, circle, G_MAXINT, error) : NULL;
  g_autoptr (GArray) stays = modlog != NULL ? cen_pairs_list_stays (members, modlog) : NULL;
  const CenCafeMember *persons;

  if (stays == NULL ||
      !read_late (store, circle, cen_week_get_start (time_ms), &self->is_late, error))
    return NULL;
  persons = (const CenCafeMember *) stays->data;
  self->prompt = cen_week_draw_prompt (circle, n_prompts, time_ms);
  cen_week_draw_spotlight (circle, persons, stays->len, time_ms, &self->spotlight);
  self->pairs = cen_cafe_draw (circle, persons, stays->len, time_ms);
  return g_steal_pointer (&self);
}
