/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A member's clock is kept as its distance to our monotonic one, which nobody sets: so when this
 * machine's clock is put right, the verdict follows at once. */

#include "clock-check.h"

#include <stdlib.h>

void
net_clock_check_init (NetClockCheck *self)
{
  self->members = g_hash_table_new_full (cen_id_hash, cen_id_hash_equal, g_free, g_free);
}

void
net_clock_check_clear (NetClockCheck *self)
{
  g_clear_pointer (&self->members, g_hash_table_unref);
}

static gint64
get_base (const CenWorld *world)
{
  return world->now_ms (world) - world->monotonic_ms (world);
}

gboolean
net_clock_check_note (NetClockCheck *self, const CenId *member, gint64 wall_ms,
                      const CenWorld *world)
{
  gint64 base = wall_ms - world->monotonic_ms (world);
  const gint64 *known = g_hash_table_lookup (self->members, member);
  gboolean is_new = known == NULL || ABS (*known - base) > NET_CLOCK_WRONG_MS / 2;

  g_hash_table_insert (self->members, cen_id_dup (member), g_memdup2 (&base, sizeof base));
  return is_new;
}

static int
compare_offsets (gconstpointer a, gconstpointer b)
{
  gint64 x = *(const gint64 *) a;
  gint64 y = *(const gint64 *) b;

  return (x > y) - (x < y);
}

gint64
net_clock_check_get_own (const NetClockCheck *self, const CenWorld *world)
{
  g_autoptr (GArray) ahead = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GArray) behind = g_array_new (FALSE, FALSE, sizeof (gint64));
  GHashTableIter iter;
  gpointer base;
  GArray *side;

  g_hash_table_iter_init (&iter, self->members);
  while (g_hash_table_iter_next (&iter, NULL, &base)) {
    gint64 offset = get_base (world) - *(gint64 *) base;

    if (offset > NET_CLOCK_WRONG_MS)
      g_array_append_val (ahead, offset);
    else if (offset < -NET_CLOCK_WRONG_MS)
      g_array_append_val (behind, offset);
  }
  side = ahead->len > behind->len ? ahead : behind;
  if (side->len < NET_CLOCK_VOICES || side->len * 2 <= g_hash_table_size (self->members))
    return 0;
  g_array_sort (side, compare_offsets);
  return g_array_index (side, gint64, side->len / 2);
}

gint64
net_clock_check_get_member (const NetClockCheck *self, const CenId *member, const CenWorld *world)
{
  const gint64 *base = g_hash_table_lookup (self->members, member);
  gint64 offset = base != NULL ? *base - get_base (world) : 0;

  return ABS (offset) > NET_CLOCK_WRONG_MS && net_clock_check_get_own (self, world) == 0 ? offset
                                                                                         : 0;
}
