/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Times whole reconciliations in memory, both sides in one thread, and prints one JSON object a
 * line: the median of RUNS. One side lacks N_DIFFERENT items, the newest or spread evenly. */

#include "core/crypto.h"
#include "net/reconcile.h"

#include <stdio.h>
#include <stdlib.h>

#define RUNS        7
#define N_DIFFERENT 100

typedef struct {
  const char *name;
  guint n_items;
  gboolean is_newest;
} Case;

typedef struct {
  gsize n_bytes;
  guint n_rounds;
} Cost;

static const Case cases[] = {
  { "newest", 100000, TRUE },
  { "random", 100000, FALSE },
  { "newest", 1000000, TRUE },
  { "random", 1000000, FALSE },
};

static gboolean
is_missing (const Case *test, guint i)
{
  guint stride = test->n_items / N_DIFFERENT;

  return test->is_newest ? i >= test->n_items - N_DIFFERENT : i % stride == stride / 2;
}

static NetItemSet *
make_set (const Case *test, gboolean is_whole)
{
  NetItemSet *items = net_item_set_new (test->n_items);

  for (guint i = 0; i < test->n_items; i++) {
    CenId id;

    cen_crypto_hash (id.bytes, "bench.id", &i, sizeof i);
    if (is_whole || !is_missing (test, i))
      net_item_set_add (items, i, &id, i);
  }
  return items;
}

static Cost
reconcile (NetItemSet *ours, NetItemSet *theirs)
{
  g_autoptr (NetReconcile) us = net_reconcile_new (ours, 0, NULL);
  g_autoptr (NetReconcile) them = net_reconcile_new (theirs, 0, NULL);
  g_autoptr (GArray) have = g_array_new (FALSE, FALSE, sizeof (CenId));
  g_autoptr (GArray) need = g_array_new (FALSE, FALSE, sizeof (CenId));
  g_autoptr (GBytes) message = net_reconcile_initiate (us, NULL);
  gboolean is_done = FALSE;
  Cost cost = { 0 };

  for (guint turn = 0; !is_done; turn++) {
    gsize len;
    const guint8 *bytes = g_bytes_get_data (message, &len);
    GBytes *reply =
        net_reconcile_receive (turn % 2 == 0 ? them : us, bytes, len, have, need, &is_done, NULL);

    cost.n_bytes += len;
    cost.n_rounds += turn % 2 == 0 ? 1 : 0;
    g_bytes_unref (message);
    message = reply;
  }
  g_assert (have->len == N_DIFFERENT && need->len == 0);
  return cost;
}

static int
compare_times_cb (const void *a, const void *b)
{
  gint64 first = *(const gint64 *) a;
  gint64 second = *(const gint64 *) b;

  return (first > second) - (first < second);
}

static void
run_case (const Case *test)
{
  g_autoptr (NetItemSet) ours = make_set (test, TRUE);
  g_autoptr (NetItemSet) theirs = make_set (test, FALSE);
  gint64 start = g_get_monotonic_time ();
  gint64 times[RUNS];
  gint64 seal_us;
  Cost cost;

  g_assert (net_item_set_seal (ours) && net_item_set_seal (theirs));
  seal_us = g_get_monotonic_time () - start;
  for (guint i = 0; i < RUNS; i++) {
    start = g_get_monotonic_time ();
    cost = reconcile (ours, theirs);
    times[i] = g_get_monotonic_time () - start;
  }
  qsort (times, RUNS, sizeof times[0], compare_times_cb);
  printf ("{\"bench\": \"reconcile\", \"items\": %u, \"different\": %u, \"where\": \"%s\", "
          "\"ms\": %.3f, \"seal_both_ms\": %.3f, \"bytes\": %" G_GSIZE_FORMAT
          ", \"round_trips\": %u}\n",
          test->n_items, N_DIFFERENT, test->name, (double) times[RUNS / 2] / 1000,
          (double) seal_us / 1000, cost.n_bytes, cost.n_rounds);
}

int
main (void)
{
  cen_crypto_init ();
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    run_case (&cases[i]);
  return 0;
}
