/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the window's page of figures and its sidebar ask of a replica that is there.
 *
 * bench-pulse HOME CIRCLE: prints "pulse-first", "pulse" (the median of some more), "skills" and
 *   "decks-count", each with milliseconds. */

#include "app/control/paths.h"
#include "core/decks.h"
#include "core/pairs.h"
#include "core/pulse.h"

#include <stdio.h>
#include <stdlib.h>

#define ROUNDS 9

typedef gboolean (*Ask) (CenStore *store, const CenId *circle, GError **error);

static gint64
get_now_ms (void)
{
  return g_get_real_time () / 1000;
}

static gboolean
ask_pulse (CenStore *store, const CenId *circle, GError **error)
{
  g_autoptr (GArray) months = cen_pulse_read (store, circle, get_now_ms (), error);

  return months != NULL;
}

static gboolean
ask_skills (CenStore *store, const CenId *circle, GError **error)
{
  g_autoptr (GPtrArray) due = cen_pairs_list_due (store, circle, get_now_ms (), error);
  g_autoptr (GArray) drawn =
      due != NULL ? cen_pairs_draw_cafe (store, circle, get_now_ms (), error) : NULL;

  return drawn != NULL;
}

static gboolean
ask_decks (CenStore *store, const CenId *circle, GError **error)
{
  guint n;

  return cen_decks_count_now (store, circle, (CenDeckNow){ get_now_ms (), "2026-11-22" }, &n,
                              error);
}

static double
measure (CenStore *store, const CenId *circle, Ask ask)
{
  gint64 start_us = g_get_monotonic_time ();
  g_autoptr (GError) error = NULL;

  ask (store, circle, &error);
  g_assert_no_error (error);
  return (double) (g_get_monotonic_time () - start_us) / 1000;
}

static int
compare (const void *a, const void *b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

static double
measure_median (CenStore *store, const CenId *circle, Ask ask)
{
  double times[ROUNDS];

  for (guint i = 0; i < ROUNDS; i++)
    times[i] = measure (store, circle, ask);
  qsort (times, ROUNDS, sizeof times[0], compare);
  return times[ROUNDS / 2];
}

int
main (int argc, char **argv)
{
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;
  CenStore *store;
  CenId circle;

  if (argc != 3 || !cen_id_from_text (&circle, argv[2]))
    return 2;
  path = cenacle_paths_dup_replica (argv[1]);
  store = cen_store_open (path, CEN_STORE_READ_ONLY, &error);
  g_assert_no_error (error);
  printf ("pulse-first %.3f\n", measure (store, &circle, ask_pulse));
  printf ("pulse %.3f\n", measure_median (store, &circle, ask_pulse));
  printf ("skills %.3f\n", measure_median (store, &circle, ask_skills));
  printf ("decks-count %.3f\n", measure_median (store, &circle, ask_decks));
  cen_store_free (store);
  return 0;
}
