/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/ctl/parse.h"

static const struct {
  const char *text;
  gint64 time_ms; /* in a zone two hours east of Greenwich */
} time_rows[] = {
  { "1970-01-01T00:00:00Z", 0 },
  { "1970-01-01T00:00Z", 0 },
  { "1970-01-01T02:00", 0 },
  { "1970-01-01 02:00", 0 },
  { "1970-01-01 02:00:00.250", 250 },
  { "1970-01-01", -7200000 },
  { "1970-01-02T00:00+01:00", 82800000 },
  { "2026-09-14T18:30:00-05:00", G_GINT64_CONSTANT (1789428600000) },
};

static const char *const bad_times[] = {
  "",
  "soon",
  "2026",
  "2026-13-01",
  "2026-02-30",
  "2026-09-14T25:00",
  "2026-09-14T",
  "T10:00",
  "2026-09-14T18:30 and a half past that, more or less",
};

static void
test_time (void)
{
  g_autoptr (GTimeZone) local = g_time_zone_new_local ();

  g_assert_cmpint (g_time_zone_get_offset (local, 0), ==, 7200);
  for (guint i = 0; i < G_N_ELEMENTS (time_rows); i++) {
    g_autoptr (GError) error = NULL;
    gint64 time_ms = 99;

    g_test_message ("%s", time_rows[i].text);
    cenacle_parse_time (time_rows[i].text, &time_ms, &error);
    g_assert_no_error (error);
    g_assert_cmpint (time_ms, ==, time_rows[i].time_ms);
  }
  for (guint i = 0; i < G_N_ELEMENTS (bad_times); i++) {
    g_autoptr (GError) error = NULL;
    gint64 time_ms = 99;

    g_test_message ("%s", bad_times[i]);
    g_assert_false (cenacle_parse_time (bad_times[i], &time_ms, &error));
    g_assert_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE);
    g_assert_cmpint (time_ms, ==, 99);
  }
}

static const struct {
  const char *text;
  gint64 while_ms; /* -1: refused */
} while_rows[] = {
  { "never", 0 },
  { "1s", 1000 },
  { "90m", 5400000 },
  { "12h", 43200000 },
  { "7d", 604800000 },
  { "2w", 1209600000 },
  { "3653d", G_GINT64_CONSTANT (315619200000) },
  { "3654d", -1 },
  { "", -1 },
  { "7", -1 },
  { "d", -1 },
  { "0d", -1 },
  { "-1d", -1 },
  { "+1d", -1 },
  { " 1d", -1 },
  { "1d ", -1 },
  { "1.5d", -1 },
  { "1y", -1 },
  { "18446744073709551615s", -1 },
  { "99999999999999999999s", -1 },
};

static void
test_while (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (while_rows); i++) {
    g_autoptr (GError) error = NULL;
    gint64 while_ms = -1;

    g_test_message ("%s", while_rows[i].text);
    if (cenacle_parse_while (while_rows[i].text, &while_ms, &error))
      g_assert_no_error (error);
    else
      g_assert_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE);
    g_assert_cmpint (while_ms, ==, while_rows[i].while_ms);
  }
}

static const struct {
  const char *text;
  guint ms;
  gboolean is_ok;
} seconds_rows[] = {
  { "0", 0, TRUE },       { "1.5", 1500, TRUE }, { "86400", 86400000, TRUE },
  { "86401", 99, FALSE }, { "-1", 99, FALSE },   { "", 99, FALSE },
  { "5s", 99, FALSE },    { "nan", 99, FALSE },  { "inf", 99, FALSE },
};

static void
test_seconds (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (seconds_rows); i++) {
    guint ms = 99;

    g_test_message ("%s", seconds_rows[i].text);
    g_assert_cmpint (cenacle_parse_seconds (seconds_rows[i].text, &ms, NULL), ==,
                     seconds_rows[i].is_ok);
    g_assert_cmpuint (ms, ==, seconds_rows[i].ms);
  }
}

static void
test_text (void)
{
  g_autofree char *text = cenacle_parse_text ("é", 1, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (text, ==, "é");
  g_assert_null (cenacle_parse_text ("\xff", 1, &error));
  g_assert_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE);
}

int
main (int argc, char *argv[])
{
  g_setenv ("TZ", "UTC-2", TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/parse/time", test_time);
  g_test_add_func ("/parse/while", test_while);
  g_test_add_func ("/parse/seconds", test_seconds);
  g_test_add_func ("/parse/text", test_text);
  return g_test_run ();
}
