/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "clock.h"

#include <string.h>

/* Two chains may have one key; the rest of the entry keeps their order the same everywhere. */
static int
compare_entries (gconstpointer a, gconstpointer b)
{
  return memcmp (a, b, sizeof (NetClockEntry));
}

void
net_clock_sort (GArray *entries)
{
  g_array_sort (entries, compare_entries);
}

GArray *
net_clock_list (CenCircle *circle)
{
  GArray *entries = g_array_new (FALSE, TRUE, sizeof (NetClockEntry));

  for (guint i = 0; i < circle->devices->len && entries->len < NET_CLOCK_ENTRIES_MAX; i++) {
    const CenDevice *device = circle->devices->pdata[i];
    NetClockEntry entry = { .seq = device->tip_seq };

    if (!device->has_tip)
      continue;
    memcpy (entry.device, device->key.bytes, NET_CLOCK_KEY_LEN);
    memcpy (entry.head, device->tip_id.bytes, NET_CLOCK_KEY_LEN);
    g_array_append_val (entries, entry);
  }
  g_array_sort (entries, compare_entries);
  return entries;
}

GArray *
net_clock_copy (GArray *clock)
{
  GArray *copy = g_array_copy (clock);

  g_array_sort (copy, compare_entries);
  return copy;
}

void
net_clock_compare (GArray *own, GArray *theirs, const guint8 device[static NET_CLOCK_KEY_LEN],
                   guint64 *ret_behind, guint64 *ret_ahead)
{
  *ret_behind = *ret_ahead = 0;
  for (guint i = 0, k = 0; i < own->len || k < theirs->len;) {
    const NetClockEntry *mine = i < own->len ? &g_array_index (own, NetClockEntry, i) : NULL;
    const NetClockEntry *other = k < theirs->len ? &g_array_index (theirs, NetClockEntry, k) : NULL;
    int order = mine == NULL    ? 1
                : other == NULL ? -1
                                : memcmp (mine->device, other->device, NET_CLOCK_KEY_LEN);
    guint64 n_mine = order <= 0 ? mine->seq + 1 : 0;
    guint64 n_other = order >= 0 ? other->seq + 1 : 0;

    if (n_mine < n_other)
      *ret_ahead += n_other - n_mine;
    else if (memcmp (mine->device, device, NET_CLOCK_KEY_LEN) != 0)
      *ret_behind += n_mine - n_other;
    i += order <= 0;
    k += order >= 0;
  }
}

void
net_clock_digest (CenCircle *circle, guint8 ret_digest[static CEN_ID_LEN])
{
  g_autoptr (GArray) entries = net_clock_list (circle);
  g_autoptr (CenHasher) hasher = cen_hasher_new ("cen1.clock");

  for (guint i = 0; i < entries->len; i++) {
    const NetClockEntry *entry = &g_array_index (entries, NetClockEntry, i);
    guint64 seq = GUINT64_TO_LE (entry->seq);

    cen_hasher_update (hasher, entry->device, NET_CLOCK_KEY_LEN);
    cen_hasher_update (hasher, &seq, sizeof seq);
    cen_hasher_update (hasher, entry->head, NET_CLOCK_KEY_LEN);
  }
  cen_hasher_finish (hasher, ret_digest);
}

static const NetClockEntry *
find_entry (GArray *entries, const guint8 device[static NET_CLOCK_KEY_LEN])
{
  for (guint i = 0; i < entries->len; i++) {
    const NetClockEntry *entry = &g_array_index (entries, NetClockEntry, i);

    if (memcmp (entry->device, device, NET_CLOCK_KEY_LEN) == 0)
      return entry;
  }
  return NULL;
}

guint64
net_clock_count_behind (GArray *own, GArray *theirs)
{
  guint64 n = 0;

  for (guint i = 0; i < own->len; i++) {
    const NetClockEntry *entry = &g_array_index (own, NetClockEntry, i);
    const NetClockEntry *other = find_entry (theirs, entry->device);

    if (other == NULL)
      n += entry->seq + 1;
    else if (other->seq < entry->seq)
      n += entry->seq - other->seq;
  }
  return n;
}

GArray *
net_clock_list_missing (GArray *own, GArray *theirs, guint64 *ret_n_ops)
{
  GArray *ranges = g_array_new (FALSE, FALSE, sizeof (NetRange));

  *ret_n_ops = 0;
  for (guint i = 0; i < theirs->len; i++) {
    const NetClockEntry *entry = &g_array_index (theirs, NetClockEntry, i);
    const NetClockEntry *known = find_entry (own, entry->device);
    NetRange range = { .from = known != NULL ? known->seq + 1 : 0, .to = entry->seq };

    if (range.from > range.to)
      continue;
    memcpy (range.device, entry->device, NET_CLOCK_KEY_LEN);
    *ret_n_ops += range.to - range.from + 1;
    g_array_append_val (ranges, range);
  }
  return ranges;
}
