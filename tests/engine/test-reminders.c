/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/control/reminders.h"

#define MINUTE_MS G_GINT64_CONSTANT (60000)
#define START     (1000 * MINUTE_MS)

typedef struct {
  CenacleReminders *reminders;
  GArray *coming;
  guint n_shown;
  guint n_withdrawn;
} Desk;

static void
show_cb (const CenacleReminder *reminder, const char *name, gpointer user_data)
{
  Desk *desk = user_data;

  g_assert_cmpint (reminder->start_ms, >=, START);
  g_assert_true (g_str_has_prefix (name, "session-"));
  desk->n_shown++;
}

static void
withdraw_cb (const char *name, gpointer user_data)
{
  Desk *desk = user_data;

  g_assert_true (g_str_has_prefix (name, "session-"));
  desk->n_withdrawn++;
}

static void
desk_init (Desk *desk, guint n)
{
  *desk = (Desk){ cenacle_reminders_new (NULL), g_array_new (FALSE, TRUE, sizeof (CenacleReminder)),
                  0, 0 };
  for (guint i = 0; i < n; i++) {
    CenacleReminder one = { { { 1 } }, { { 2, (guint8) i, (guint8) (i >> 8) } }, START, 10, FALSE };

    g_array_append_val (desk->coming, one);
  }
}

static void
desk_clear (Desk *desk)
{
  cenacle_reminders_free (desk->reminders);
  g_array_unref (desk->coming);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Desk, desk_clear)

/* At @minute before the start: how many show then for the first time. */
static guint
look (Desk *desk, int minute)
{
  guint n = desk->n_shown;

  cenacle_reminders_look (desk->reminders, desk->coming, START - minute * MINUTE_MS, show_cb,
                          withdraw_cb, desk);
  return desk->n_shown - n;
}

static void
test_once (void)
{
  g_auto (Desk) desk;

  desk_init (&desk, 1);
  g_assert_cmpuint (look (&desk, 11), ==, 0);
  g_assert_cmpuint (look (&desk, 10), ==, 1);
  g_assert_cmpuint (look (&desk, 5), ==, 0);
  g_assert_cmpuint (desk.n_withdrawn, ==, 0);
  g_assert_cmpuint (look (&desk, 0), ==, 0);
  g_assert_cmpuint (desk.n_withdrawn, ==, 1);
  look (&desk, -5);
  g_assert_cmpuint (desk.n_withdrawn, ==, 1);
}

/* A clock that goes back shows nothing again; one that jumps past the start shows nothing at all.
 */
static void
test_clock_jumps (void)
{
  g_auto (Desk) desk;

  desk_init (&desk, 1);
  g_assert_cmpuint (look (&desk, 3), ==, 1);
  g_assert_cmpuint (look (&desk, 500), ==, 0);
  g_assert_cmpuint (desk.n_withdrawn, ==, 1);
  g_assert_cmpuint (look (&desk, 9), ==, 0);
  g_array_index (desk.coming, CenacleReminder, 0).session.bytes[5] = 9;
  g_assert_cmpuint (look (&desk, 30), ==, 0);
  g_assert_cmpuint (look (&desk, -1), ==, 0);
  g_assert_cmpuint (desk.n_shown, ==, 1);
}

/* What was shown is known after a start, and withdrawn though another run showed it. */
static void
test_restart (void)
{
  g_auto (Desk) desk;
  g_auto (GStrv) shown = NULL;

  desk_init (&desk, 2);
  g_assert_cmpuint (look (&desk, 4), ==, 2);
  shown = cenacle_reminders_dup_shown (desk.reminders);
  g_assert_cmpuint (g_strv_length (shown), ==, 2);
  cenacle_reminders_free (desk.reminders);
  desk.reminders = cenacle_reminders_new ((const char *const *) shown);
  g_assert_cmpuint (look (&desk, 3), ==, 0);
  look (&desk, 0);
  g_assert_cmpuint (desk.n_withdrawn, ==, 2);
}

static void
test_called_off (void)
{
  g_auto (Desk) desk;
  CenacleReminder *one;

  desk_init (&desk, 1);
  one = &g_array_index (desk.coming, CenacleReminder, 0);
  one->before_min = 0;
  g_assert_cmpuint (look (&desk, 1), ==, 0);
  one->before_min = 60;
  g_assert_cmpuint (look (&desk, 40), ==, 1);
  one->is_off = TRUE;
  look (&desk, 39);
  g_assert_cmpuint (desk.n_withdrawn, ==, 1);
  /* Put off to another day, it is another one. */
  one->is_off = FALSE;
  one->start_ms = START + 1440 * MINUTE_MS;
  g_assert_cmpuint (look (&desk, 30 - 1440), ==, 1);
}

static void
test_many (void)
{
  g_auto (Desk) desk;
  g_auto (GStrv) shown = NULL;

  desk_init (&desk, CENACLE_REMINDERS_MAX + 1);
  g_assert_cmpuint (look (&desk, 4), ==, CENACLE_REMINDERS_MAX + 1);
  shown = cenacle_reminders_dup_shown (desk.reminders);
  g_assert_cmpuint (g_strv_length (shown), ==, CENACLE_REMINDERS_MAX);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/reminders/once", test_once);
  g_test_add_func ("/reminders/clock-jumps", test_clock_jumps);
  g_test_add_func ("/reminders/restart", test_restart);
  g_test_add_func ("/reminders/called-off", test_called_off);
  g_test_add_func ("/reminders/many", test_many);
  return g_test_run ();
}
