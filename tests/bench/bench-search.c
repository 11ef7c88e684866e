/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Searches as one types: what a person wants is typed letter by letter, and each letter is a search
 * through the query layer of a replica on disk, as the window does it.
 *
 * bench-search REPLICA: prints "NAME VALUE" lines, milliseconds. */

#include "core/queries.h"

#include <stdio.h>

#define N_ROUNDS 3

/* Common words, rare ones, several, phrases, one that is nowhere, and one with accents or without.
 */
static const char *const wanted[] = {
  "integral",
  "the substitution",
  "merci",
  "exercise green book",
  "\"where is my mistake\"",
  "42",
  "77777",
  "élan",
  "Tuesday test",
  "dominated convergence",
  "the",
  "of the",
  "xyzzy",
  "uniformly",
  "how do you choose",
};

static int
compare_times (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a;
  double y = *(const double *) b;

  return x < y ? -1 : x > y;
}

static gboolean
search (CenStore *store, const char *text, double *ret_ms)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) hits = NULL;
  CenSearch wanted_rows = { .text = text };
  gint64 before_us = g_get_monotonic_time ();

  hits = cen_query_search (store, &wanted_rows, &error);
  *ret_ms = (double) (g_get_monotonic_time () - before_us) / 1000.0;
  if (hits == NULL)
    g_printerr ("%s\n", error->message);
  return hits != NULL;
}

static gboolean
type (CenStore *store, const char *text, GArray *times)
{
  for (const char *end = g_utf8_next_char (text); end[-1] != '\0'; end = g_utf8_next_char (end)) {
    g_autofree char *typed = g_strndup (text, (gsize) (end - text));
    double ms;

    if (!search (store, typed, &ms))
      return FALSE;
    g_array_append_val (times, ms);
  }
  return TRUE;
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CenStore) store = NULL;
  g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (double));

  if (argc != 2) {
    g_printerr ("Usage: bench-search REPLICA\n");
    return 2;
  }
  store = cen_store_open (argv[1], CEN_STORE_READ_ONLY, &error);
  if (store == NULL) {
    g_printerr ("%s\n", error->message);
    return 1;
  }
  for (guint round = 0; round < N_ROUNDS; round++) {
    for (guint i = 0; i < G_N_ELEMENTS (wanted); i++) {
      if (!type (store, wanted[i], times))
        return 1;
    }
  }
  g_array_sort (times, compare_times);
  printf ("search-p50-ms %.2f\n", g_array_index (times, double, times->len / 2));
  printf ("search-p95-ms %.2f\n", g_array_index (times, double, times->len * 95 / 100));
  printf ("search-max-ms %.2f\n", g_array_index (times, double, times->len - 1));
  return 0;
}
