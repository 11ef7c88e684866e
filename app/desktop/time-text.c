/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "time-text.h"

#include <glib/gi18n.h>

#define MINUTE_MS ((gint64) 60 * 1000)
#define HOUR_MS   (60 * MINUTE_MS)
#define DAY_MS    (24 * HOUR_MS)

static gint64
get_now_ms (void)
{
  return g_get_real_time () / 1000;
}

/* An author's clock may say anything: what no calendar holds becomes the nearest that it does. */
static GDateTime *
to_local (gint64 time_ms)
{
  GDateTime *time = g_date_time_new_from_unix_local (time_ms / 1000);

  return time != NULL ? time : g_date_time_new_from_unix_local (0);
}

static char *
format (gint64 time_ms, const char *pattern)
{
  g_autoptr (GDateTime) time = to_local (time_ms);

  return g_date_time_format (time, pattern);
}

static guint32
get_julian_day (gint64 time_ms)
{
  g_autoptr (GDateTime) time = to_local (time_ms);
  int year, month, day;

  g_date_time_get_ymd (time, &year, &month, &day);

  g_autoptr (GDate) date = g_date_new_dmy ((GDateDay) day, (GDateMonth) month, (GDateYear) year);

  return g_date_get_julian (date);
}

gboolean
cenacle_time_text_is_same_day (gint64 a_ms, gint64 b_ms)
{
  return get_julian_day (a_ms) == get_julian_day (b_ms);
}

char *
cenacle_time_text_dup_clock (gint64 time_ms)
{
  /* Translators: the time of a message, as strftime writes it. */
  return format (time_ms, C_ ("clock", "%H:%M"));
}

char *
cenacle_time_text_dup_day (gint64 time_ms)
{
  gint64 days = (gint64) get_julian_day (get_now_ms ()) - get_julian_day (time_ms);

  if (days == 0)
    return g_strdup (_ ("Today"));
  if (days == 1)
    return g_strdup (_ ("Yesterday"));
  if (days > 1 && days < 7)
    return format (time_ms, "%A");
  /* Translators: the day of a message, as strftime writes it. */
  return format (time_ms, C_ ("day", "%-d %B %Y"));
}

char *
cenacle_time_text_dup_full (gint64 time_ms)
{
  /* Translators: day and time, as strftime writes them. */
  return format (time_ms, C_ ("full time", "%A %-d %B %Y, %H:%M"));
}

char *
cenacle_time_text_dup_ago (gint64 time_ms)
{
  gint64 gap = get_now_ms () - time_ms;
  int n;

  if (gap < MINUTE_MS)
    return g_strdup (_ ("a moment ago"));
  if (gap < HOUR_MS) {
    n = (int) (gap / MINUTE_MS);
    return g_strdup_printf (ngettext ("%d minute ago", "%d minutes ago", (gulong) n), n);
  }
  if (gap < DAY_MS) {
    n = (int) (gap / HOUR_MS);
    return g_strdup_printf (ngettext ("%d hour ago", "%d hours ago", (gulong) n), n);
  }
  n = (int) MIN (gap / DAY_MS, G_MAXINT);
  return g_strdup_printf (ngettext ("%d day ago", "%d days ago", (gulong) n), n);
}

char *
cenacle_time_text_dup_span (gint64 span_ms)
{
  int days = (int) MIN ((span_ms + DAY_MS / 2) / DAY_MS, G_MAXINT), n;

  if (span_ms < HOUR_MS) {
    n = (int) MAX (span_ms / MINUTE_MS, 1);
    return g_strdup_printf (ngettext ("%d minute", "%d minutes", (gulong) n), n);
  }
  if (span_ms < DAY_MS) {
    n = (int) (span_ms / HOUR_MS);
    return g_strdup_printf (ngettext ("%d hour", "%d hours", (gulong) n), n);
  }
  if (days < 60)
    return g_strdup_printf (ngettext ("%d day", "%d days", (gulong) days), days);
  if (days < 730) {
    n = days / 30;
    return g_strdup_printf (ngettext ("%d month", "%d months", (gulong) n), n);
  }
  n = days / 365;
  return g_strdup_printf (ngettext ("%d year", "%d years", (gulong) n), n);
}

char *
cenacle_time_text_dup_until (gint64 time_ms)
{
  gint64 gap = time_ms - get_now_ms ();
  int n;

  if (gap < HOUR_MS) {
    n = (int) MAX (gap / MINUTE_MS, 1);
    return g_strdup_printf (ngettext ("in %d minute", "in %d minutes", (gulong) n), n);
  }
  if (gap < 2 * DAY_MS) {
    n = (int) (gap / HOUR_MS);
    return g_strdup_printf (ngettext ("in %d hour", "in %d hours", (gulong) n), n);
  }
  n = (int) MIN ((gap + HOUR_MS) / DAY_MS, G_MAXINT);
  return g_strdup_printf (ngettext ("in %d day", "in %d days", (gulong) n), n);
}
