/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/control/calendar.h"

#include <string.h>

#define HOUR_MS G_GINT64_CONSTANT (3600000)
#define DAY_MS  (24 * HOUR_MS)
#define WEEK_MS (7 * DAY_MS)

static gint64
read_time (const char *iso)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr (GDateTime) time = g_date_time_new_from_iso8601 (iso, utc);

  return g_date_time_to_unix (time) * 1000;
}

/* In Paris the clocks go back on 2026-10-25: the hour there stays, the one in UTC does not. */
static void
test_summer_time (void)
{
  gint64 start_ms = read_time ("2026-10-20T16:00:00Z");
  g_autoptr (GArray) paris = cenacle_calendar_list (start_ms, "Europe/Paris", "FREQ=WEEKLY", 0, 3);
  g_autoptr (GArray) utc = cenacle_calendar_list (start_ms, "", "FREQ=WEEKLY", 0, 3);

  g_assert_cmpuint (paris->len, ==, 3);
  for (guint i = 0; i < 3; i++) {
    g_assert_cmpint (g_array_index (utc, gint64, i), ==, start_ms + i * WEEK_MS);
    g_assert_cmpint (g_array_index (paris, gint64, i), ==,
                     start_ms + i * WEEK_MS + (i > 0 ? HOUR_MS : 0));
  }
}

static void
test_rules (void)
{
  static const struct {
    const char *rule;
    const char *from;
    guint n;
    const char *last;
  } rows[] = {
    { "", "2026-01-01T00:00:00Z", 1, "2026-09-01T16:00:00Z" },
    { "", "2026-09-01T16:00:01Z", 0, NULL },
    { "FREQ=WEEKLY;COUNT=3", "2026-01-01T00:00:00Z", 3, "2026-09-15T16:00:00Z" },
    { "FREQ=WEEKLY;INTERVAL=2", "2026-09-02T00:00:00Z", 5, "2026-11-10T16:00:00Z" },
    { "FREQ=MONTHLY", "2027-01-01T00:00:00Z", 5, "2027-05-01T16:00:00Z" },
    { "FREQ=MONTHLY;BYDAY=1TU", "2026-09-02T00:00:00Z", 5, "2027-02-02T16:00:00Z" },
    { "FREQ=WEEKLY;UNTIL=20260910T000000Z", "2026-01-01T00:00:00Z", 2, "2026-09-08T16:00:00Z" },
    { "FREQ=SECONDLY", "2026-01-01T00:00:00Z", 1, "2026-09-01T16:00:00Z" },
    { "nonsense", "2026-01-01T00:00:00Z", 1, "2026-09-01T16:00:00Z" },
  };
  gint64 start_ms = read_time ("2026-09-01T16:00:00Z");

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GArray) starts =
        cenacle_calendar_list (start_ms, "", rows[i].rule, read_time (rows[i].from), 5);

    g_assert_cmpuint (starts->len, ==, rows[i].n);
    if (rows[i].n > 0)
      g_assert_cmpint (g_array_index (starts, gint64, rows[i].n - 1), ==, read_time (rows[i].last));
  }
}

static void
test_words (void)
{
  static const char *const names[] = { "weekly", "biweekly", "monthly" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    const char *rule = cenacle_calendar_get_rule (names[i]);

    g_assert_true (cenacle_calendar_is_rule (rule));
    g_assert_cmpstr (cenacle_calendar_get_word (rule), ==, names[i]);
  }
  g_assert_null (cenacle_calendar_get_rule ("hourly"));
  g_assert_null (cenacle_calendar_get_word ("FREQ=YEARLY"));
  g_assert_false (cenacle_calendar_is_rule (""));
  g_assert_false (cenacle_calendar_is_rule ("FREQ=HOURLY"));
  g_assert_true (cenacle_calendar_is_rule ("FREQ=YEARLY"));
}

/* However far from its start one asks, the answer comes and is bounded. */
static void
test_bounds (void)
{
  gint64 start_ms = read_time ("2026-09-01T16:00:00Z");
  g_autoptr (GArray) all =
      cenacle_calendar_list (start_ms, "", "FREQ=DAILY", 0, CENACLE_CALENDAR_OCCURRENCES_MAX + 1);
  g_autoptr (GArray) late =
      cenacle_calendar_list (start_ms, "", "FREQ=DAILY", start_ms + 100000 * DAY_MS, 1);

  g_assert_cmpuint (all->len, ==, CENACLE_CALENDAR_OCCURRENCES_MAX);
  g_assert_cmpuint (late->len, <=, 1);
}

static CenacleEvent *
make_event (const char *title, const char *zone, const char *repeat)
{
  CenacleEvent *event = g_new0 (CenacleEvent, 1);

  event->uid = g_strdup_printf ("%s@cenacle", title);
  event->title = g_strdup (title);
  event->text = g_strdup ("Two lines,\nand; a \\ strange one");
  event->place = g_strdup ("Room 3");
  event->organizer = g_strdup ("Ana");
  event->start_ms = read_time ("2026-09-01T16:00:00Z");
  event->minutes = 90;
  event->zone = g_strdup (zone);
  event->repeat = g_strdup (repeat);
  return event;
}

/* What is written is read again; a calendar of several tells each zone once. */
static void
test_round_trip (void)
{
  static const struct {
    const char *title;
    const char *zone;
    const char *repeat;
  } rows[] = {
    { "Séance d’été", "Europe/Paris", "FREQ=WEEKLY" },
    { "Talk", "", "" },
    { "Reading", "America/New_York", "FREQ=MONTHLY;BYDAY=2TU" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GPtrArray) events =
        g_ptr_array_new_with_free_func ((GDestroyNotify) cenacle_event_free);
    g_autoptr (GError) error = NULL;
    g_autoptr (CenacleEvent) again = NULL;
    CenacleEvent *event = make_event (rows[i].title, rows[i].zone, rows[i].repeat);
    g_autofree char *text = NULL;

    g_ptr_array_add (events, event);
    text = cenacle_calendar_build (events, 0);
    again = cenacle_calendar_parse (text, strlen (text), &error);
    g_assert_no_error (error);
    g_assert_cmpstr (again->uid, ==, event->uid);
    g_assert_cmpstr (again->title, ==, event->title);
    g_assert_cmpstr (again->text, ==, event->text);
    g_assert_cmpstr (again->place, ==, event->place);
    g_assert_cmpstr (again->zone, ==, event->zone);
    g_assert_cmpstr (again->repeat, ==, event->repeat);
    g_assert_cmpint (again->start_ms, ==, event->start_ms);
    g_assert_cmpuint (again->minutes, ==, event->minutes);
    g_assert_false (again->is_cancelled);
  }
}

static guint
count (const char *text, const char *part)
{
  guint n = 0;

  for (const char *at = text; (at = strstr (at, part)) != NULL; at++)
    n++;
  return n;
}

static void
test_several (void)
{
  g_autoptr (GPtrArray) events =
      g_ptr_array_new_with_free_func ((GDestroyNotify) cenacle_event_free);
  g_autofree char *text = NULL;

  g_ptr_array_add (events, make_event ("a", "Europe/Paris", ""));
  g_ptr_array_add (events, make_event ("b", "Europe/Paris", ""));
  ((CenacleEvent *) events->pdata[1])->is_cancelled = TRUE;
  text = cenacle_calendar_build (events, 0);
  g_assert_cmpuint (count (text, "BEGIN:VEVENT"), ==, 2);
  g_assert_cmpuint (count (text, "BEGIN:VTIMEZONE"), ==, 1);
  g_assert_cmpuint (count (text, "STATUS:CANCELLED"), ==, 1);
  g_assert_nonnull (strstr (text, "TZID=Europe/Paris:20260901T180000"));
}

static void
test_refused (void)
{
  g_autofree char *large = g_strnfill (CENACLE_CALENDAR_FILE_MAX + 1, ' ');
  const char *rows[] = { "", "hello", "BEGIN:VCALENDAR\nEND:VCALENDAR\n",
                         "BEGIN:VEVENT\nSUMMARY:x\nEND:VEVENT\n", large };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_null (cenacle_calendar_parse (rows[i], strlen (rows[i]), &error));
    g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
  }
}

/* What other calendars write: a duration, no end, a date without a time. */
static void
test_foreign (void)
{
  static const struct {
    const char *lines;
    guint minutes;
    const char *start;
  } rows[] = {
    { "DTSTART:20260901T160000Z\nDURATION:PT45M\n", 45, "2026-09-01T16:00:00Z" },
    { "DTSTART:20260901T160000Z\n", 0, "2026-09-01T16:00:00Z" },
    { "DTSTART;TZID=Europe/Paris:20260901T180000\nDTEND;TZID=Europe/Paris:20260901T190000\n", 60,
      "2026-09-01T16:00:00Z" },
    { "DTSTART;VALUE=DATE:20260901\n", 1440, "2026-09-01T00:00:00Z" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *text =
        g_strdup_printf ("BEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:VEVENT\nUID:x\nSUMMARY:x\n%s"
                         "END:VEVENT\nEND:VCALENDAR\n",
                         rows[i].lines);
    g_autoptr (GError) error = NULL;
    g_autoptr (CenacleEvent) event = cenacle_calendar_parse (text, strlen (text), &error);

    g_assert_no_error (error);
    g_assert_cmpuint (event->minutes, ==, rows[i].minutes);
    g_assert_cmpint (event->start_ms, ==, read_time (rows[i].start));
  }
}

int
main (int argc, char **argv)
{
  g_setenv ("TZ", "UTC", TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/calendar/summer-time", test_summer_time);
  g_test_add_func ("/calendar/rules", test_rules);
  g_test_add_func ("/calendar/words", test_words);
  g_test_add_func ("/calendar/bounds", test_bounds);
  g_test_add_func ("/calendar/round-trip", test_round_trip);
  g_test_add_func ("/calendar/several", test_several);
  g_test_add_func ("/calendar/refused", test_refused);
  g_test_add_func ("/calendar/foreign", test_foreign);
  return g_test_run ();
}
