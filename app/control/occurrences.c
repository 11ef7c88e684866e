/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "occurrences.h"

#include "calendar.h"

#define LOOK_BACK_MS (G_GINT64_CONSTANT (400) * 24 * 3600 * 1000)
#define LONGEST_MS   (G_GINT64_CONSTANT (24) * 3600 * 1000)

GArray *
cenacle_occurrences_list (const CenMeeting *meeting, gint64 from_ms, guint n_max)
{
  GArray *all = cenacle_calendar_list (meeting->start_ms, meeting->zone, meeting->repeat, from_ms,
                                       n_max + meeting->skips->len);

  for (guint i = all->len; i-- > 0;) {
    if (cen_meeting_is_skipped (meeting, g_array_index (all, gint64, i)))
      g_array_remove_index (all, i);
  }
  if (all->len > n_max)
    g_array_set_size (all, n_max);
  return all;
}

static gint64
get_end (const CenMeeting *meeting, gint64 start_ms)
{
  return start_ms + (gint64) meeting->minutes * 60000;
}

gint64
cenacle_occurrences_find_coming (const CenMeeting *meeting, gint64 now_ms)
{
  g_autoptr (GArray) starts =
      cenacle_occurrences_list (meeting, now_ms - LONGEST_MS, CENACLE_CALENDAR_OCCURRENCES_MAX);

  if (meeting->is_cancelled)
    return 0;
  for (guint i = 0; i < starts->len; i++) {
    gint64 start_ms = g_array_index (starts, gint64, i);

    if (get_end (meeting, start_ms) > now_ms || start_ms > now_ms)
      return start_ms;
  }
  return 0;
}

gint64
cenacle_occurrences_find_next (const CenObjectRow *session, gint64 now_ms)
{
  g_autoptr (CenMeeting) meeting = cen_meeting_new (session);

  return cenacle_occurrences_find_coming (meeting, now_ms);
}

gint64
cenacle_occurrences_find_held (const CenMeeting *meeting, gint64 now_ms)
{
  gint64 from_ms = *meeting->repeat != '\0' ? now_ms - LOOK_BACK_MS : 0;
  g_autoptr (GArray) starts =
      cenacle_occurrences_list (meeting, from_ms, CENACLE_CALENDAR_OCCURRENCES_MAX);
  gint64 held_ms = 0;

  for (guint i = 0; i < starts->len; i++) {
    gint64 start_ms = g_array_index (starts, gint64, i);

    if (start_ms <= now_ms + CENACLE_OCCURRENCE_EARLY_MS)
      held_ms = start_ms;
  }
  return held_ms;
}

gint64
cenacle_occurrences_find_shown (const CenMeeting *meeting, gint64 now_ms)
{
  gint64 coming_ms = cenacle_occurrences_find_coming (meeting, now_ms);
  gint64 held_ms = coming_ms == 0 ? cenacle_occurrences_find_held (meeting, now_ms) : 0;

  return coming_ms != 0 ? coming_ms : held_ms != 0 ? held_ms : meeting->start_ms;
}

gboolean
cenacle_occurrences_is_on (const CenMeeting *meeting, gint64 start_ms, gint64 now_ms)
{
  return !meeting->is_cancelled && start_ms - CENACLE_OCCURRENCE_EARLY_MS <= now_ms &&
         now_ms < MAX (get_end (meeting, start_ms), start_ms + 1);
}
