/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "net/tree.h"
#include "tests/support/world.h"

#include <string.h>

typedef struct {
  TestWorld *world;
  NetTree *tree;
} Bench;

static void
bench_init (Bench *bench, guint64 number, NetTreeShape shape, guint n_links)
{
  bench->world = test_world_new (4);
  bench->tree = net_tree_new (&bench->world->world, number);
  net_tree_set_shape (bench->tree, shape);
  for (guint i = 1; i <= n_links; i++)
    net_tree_add_link (bench->tree, i);
}

static void
bench_clear (Bench *bench)
{
  net_tree_free (bench->tree);
  test_world_free (bench->world);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Bench, bench_clear)

static guint
count_eager (const Bench *bench, guint n_links)
{
  guint n = 0;

  for (guint i = 1; i <= n_links; i++)
    n += net_tree_is_eager (bench->tree, i);
  return n;
}

/* The name of the @n-th op. */
static void
fill_id (guint8 id[static NET_TREE_ID_LEN], guint n)
{
  memset (id, 0, NET_TREE_ID_LEN);
  memcpy (id, &n, sizeof n);
}

static void
announce (Bench *bench, guint64 link, guint n, gint64 now_ms)
{
  guint8 id[NET_TREE_ID_LEN];

  fill_id (id, n);
  net_tree_note_announced (bench->tree, link, id, now_ms);
}

static void
accept (Bench *bench, guint n)
{
  guint8 id[NET_TREE_ID_LEN];

  fill_id (id, n);
  net_tree_note_accepted (bench->tree, id);
}

/* How many ops are pulled at @now_ms; all from @link, unless that is 0. */
static guint
count_pulls (Bench *bench, guint64 link, gint64 now_ms)
{
  g_autoptr (GArray) actions = net_tree_step (bench->tree, now_ms);
  guint n = 0;

  for (guint i = 0; i < actions->len; i++) {
    const NetTreeAction *action = &g_array_index (actions, NetTreeAction, i);

    if (action->deed != NET_TREE_PULL)
      continue;
    g_assert_true (link == 0 || action->link == link);
    n += action->ids->len / NET_TREE_ID_LEN;
  }
  return n;
}

/* In full to all while they are few, and to some by lot when they are many. */
static void
test_flood (void)
{
  for (guint n = 0; n <= NET_TREE_FLOOD_MAX; n++) {
    g_auto (Bench) bench = { 0 };

    bench_init (&bench, 7, NET_TREE_FLOOD, n);
    g_assert_cmpuint (count_eager (&bench, n), ==, n);
  }
  for (guint n = NET_TREE_FLOOD_MAX + 1; n <= 32; n++) {
    g_auto (Bench) bench = { 0 };

    bench_init (&bench, 7, NET_TREE_FLOOD, n);
    g_assert_cmpuint (count_eager (&bench, n), ==, NET_TREE_SOME);
    for (guint i = 1; i <= n - NET_TREE_FLOOD_MAX; i++)
      net_tree_remove_link (bench.tree, i);
    g_assert_cmpuint (count_eager (&bench, n), ==, n); /* unknown ones count as eager */
  }
}

/* The lot falls on others each time. */
static void
test_lot (void)
{
  g_auto (Bench) bench = { 0 };
  guint n_seen[21] = { 0 };

  bench_init (&bench, 7, NET_TREE_FLOOD, 20);
  for (guint round = 0; round < 200; round++) {
    net_tree_add_link (bench.tree, 100);
    net_tree_remove_link (bench.tree, 100);
    for (guint i = 1; i <= 20; i++)
      n_seen[i] += net_tree_is_eager (bench.tree, i);
  }
  for (guint i = 1; i <= 20; i++)
    g_assert_cmpuint (n_seen[i], >, 10);
}

/* One second for it to come by itself, then one source, and two seconds later the next. */
static void
test_pull (void)
{
  g_auto (Bench) bench = { 0 };

  bench_init (&bench, 7, NET_TREE_FLOOD, 12);
  announce (&bench, 3, 1, 1000);
  announce (&bench, 5, 1, 1100);
  announce (&bench, 5, 1, 1200);
  announce (&bench, 4, 2, 1000);
  accept (&bench, 2);
  g_assert_cmpint (net_tree_get_deadline (bench.tree), ==, 1000 + NET_TREE_PULL_MS);
  g_assert_cmpuint (count_pulls (&bench, 0, 1000 + NET_TREE_PULL_MS - 1), ==, 0);
  g_assert_cmpuint (count_pulls (&bench, 3, 1000 + NET_TREE_PULL_MS), ==, 1);
  g_assert_cmpuint (count_pulls (&bench, 5, 2000 + NET_TREE_AGAIN_MS), ==, 1);
  g_assert_cmpuint (count_pulls (&bench, 0, 2000 + 2 * NET_TREE_AGAIN_MS), ==, 0);
  g_assert_cmpint (net_tree_get_deadline (bench.tree), ==, G_MAXINT64);
}

/* A source that is gone is not asked. */
static void
test_lost_source (void)
{
  g_auto (Bench) bench = { 0 };

  bench_init (&bench, 7, NET_TREE_FLOOD, 12);
  announce (&bench, 3, 1, 1000);
  announce (&bench, 5, 1, 1100);
  net_tree_remove_link (bench.tree, 3);
  g_assert_cmpuint (count_pulls (&bench, 5, 1000 + NET_TREE_PULL_MS), ==, 1);
  net_tree_remove_link (bench.tree, 5);
  g_assert_cmpuint (count_pulls (&bench, 0, G_MAXINT64 / 2), ==, 0);
}

/* Whoever announces without end fills its share and no more, and not those of others. */
static void
test_bounds (void)
{
  g_auto (Bench) bench = { 0 };

  bench_init (&bench, 7, NET_TREE_FLOOD, 12);
  for (guint i = 0; i < 2 * NET_TREE_MISSING_MAX; i++)
    announce (&bench, 1, i, 1000);
  for (guint i = 0; i < 100; i++)
    announce (&bench, 2, 100000 + i, 1000);
  for (guint link = 1; link <= 12; link++)
    announce (&bench, link, 100000, 1000); /* at most NET_TREE_SOURCES_MAX are remembered */
  g_assert_cmpuint (count_pulls (&bench, 0, 5000), ==, NET_TREE_MISSING_MAX / 4 + 100);
  for (guint i = 1; i < NET_TREE_SOURCES_MAX; i++)
    g_assert_cmpuint (count_pulls (&bench, 0, 5000 + i * NET_TREE_AGAIN_MS), ==, 1);
  g_assert_cmpuint (count_pulls (&bench, 0, 100000), ==, 0);
  /* Its share is free again. */
  announce (&bench, 1, 1, 200000);
  g_assert_cmpuint (count_pulls (&bench, 1, 300000), ==, 1);
}

/* --- The tree --- */

#define NODES 60
#define LINKS 4

typedef struct {
  TestWorld *world;
  NetTree *trees[NODES];
  gboolean is_gone[NODES];
  GArray *pairs; /* guint[2] */
} Wood;

/* Tells until nobody has anything to tell. Returns: after how many rounds. */
static guint
settle (Wood *wood, gint64 *now_ms)
{
  for (guint round = 1; round < 500; round++) {
    gboolean has_told = FALSE;

    *now_ms += NET_TREE_TELL_MS;
    for (guint i = 0; i < NODES; i++) {
      g_autoptr (GArray) actions = NULL;

      if (wood->is_gone[i])
        continue;
      actions = net_tree_step (wood->trees[i], *now_ms);
      for (guint k = 0; k < actions->len; k++) {
        const NetTreeAction *action = &g_array_index (actions, NetTreeAction, k);
        const guint *pair = &g_array_index (wood->pairs, guint, 2 * action->link);

        g_assert_cmpint (action->deed, ==, NET_TREE_TELL);
        net_tree_note_branch (wood->trees[pair[0] == i ? pair[1] : pair[0]], action->link,
                              &action->branch);
        has_told = TRUE;
      }
    }
    if (!has_told)
      return round;
  }
  g_assert_not_reached ();
}

static guint
count_pairs (const Wood *wood)
{
  return wood->pairs->len / 2;
}

/* How many can be reached from @start over links that both ends take for eager, and how far. */
static guint
walk (const Wood *wood, guint start, guint *ret_depth)
{
  guint depth[NODES] = { 0 };
  guint queue[NODES] = { start };
  guint n = 1;

  depth[start] = 1;
  for (guint i = 0; i < n; i++) {
    for (guint k = 0; k < count_pairs (wood); k++) {
      const guint *pair = &g_array_index (wood->pairs, guint, 2 * k);
      guint other = pair[0] == queue[i] ? pair[1] : pair[1] == queue[i] ? pair[0] : NODES;

      if (other == NODES || wood->is_gone[other] || depth[other] > 0 ||
          !net_tree_is_eager (wood->trees[pair[0]], k) ||
          !net_tree_is_eager (wood->trees[pair[1]], k))
        continue;
      depth[other] = depth[queue[i]] + 1;
      *ret_depth = depth[other] - 1;
      queue[n++] = other;
    }
  }
  return n;
}

static guint
count_eager_pairs (const Wood *wood)
{
  guint n = 0;

  for (guint k = 0; k < count_pairs (wood); k++) {
    const guint *pair = &g_array_index (wood->pairs, guint, 2 * k);

    if (wood->is_gone[pair[0]] || wood->is_gone[pair[1]])
      continue;
    g_assert_cmpint (net_tree_is_eager (wood->trees[pair[0]], k), ==,
                     net_tree_is_eager (wood->trees[pair[1]], k));
    n += net_tree_is_eager (wood->trees[pair[0]], k);
  }
  return n;
}

static void
remove_node (Wood *wood, guint node)
{
  wood->is_gone[node] = TRUE;
  for (guint k = 0; k < count_pairs (wood); k++) {
    const guint *pair = &g_array_index (wood->pairs, guint, 2 * k);

    if (pair[0] == node || pair[1] == node)
      net_tree_remove_link (wood->trees[pair[0] == node ? pair[1] : pair[0]], k);
  }
}

/* Any links: the eager ones make a tree that reaches all and is shallow; so again when its root
 * goes. */
static void
test_grows (void)
{
  for (guint32 seed = 1; seed <= 50; seed++) {
    g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
    g_autoptr (GArray) pairs = g_array_new (FALSE, FALSE, sizeof (guint));
    Wood wood = { .world = test_world_new (seed), .pairs = pairs };
    gint64 now_ms = 1000;
    guint root = 0, depth = 0;
    guint64 smallest = G_MAXUINT64;

    for (guint i = 0; i < NODES; i++) {
      guint64 number = (guint64) g_rand_int (rand) << 32 | i;

      wood.trees[i] = net_tree_new (&wood.world->world, number);
      net_tree_set_shape (wood.trees[i], NET_TREE_GROWN);
      if (number < smallest)
        root = i;
      smallest = MIN (smallest, number);
    }
    for (guint i = 1; i < NODES; i++) {
      for (guint k = 0; k < LINKS; k++) {
        guint pair[2] = { i, k == 0 ? i - 1 : (guint) g_rand_int_range (rand, 0, (gint32) i) };

        net_tree_add_link (wood.trees[pair[0]], count_pairs (&wood));
        net_tree_add_link (wood.trees[pair[1]], count_pairs (&wood));
        g_array_append_vals (pairs, pair, 2);
      }
    }
    settle (&wood, &now_ms);
    g_assert_cmpuint (count_eager_pairs (&wood), ==, NODES - 1);
    g_assert_cmpuint (walk (&wood, root, &depth), ==, NODES);
    g_assert_cmpuint (depth, <=, 6);
    remove_node (&wood, root);
    settle (&wood, &now_ms);
    g_assert_cmpuint (count_eager_pairs (&wood), ==, NODES - 2);
    g_assert_cmpuint (walk (&wood, root == 0 ? 1 : 0, &depth), ==, NODES - 1);
    for (guint i = 0; i < NODES; i++)
      net_tree_free (wood.trees[i]);
    test_world_free (wood.world);
  }
}

/* A parent that keeps back what it should pass on is a parent no more. */
static void
test_withholding (void)
{
  g_auto (Bench) bench = { 0 };
  NetBranch near = { 1, 0, FALSE }, farther = { 1, 3, FALSE };
  NetBranch here;

  bench_init (&bench, 7, NET_TREE_GROWN, 2);
  net_tree_note_branch (bench.tree, 1, &near);
  net_tree_note_branch (bench.tree, 2, &farther);
  net_tree_get_branch (bench.tree, &here);
  g_assert_cmpuint (here.distance, ==, 1);
  g_assert_false (net_tree_is_eager (bench.tree, 2));
  for (guint i = 0; i < NET_TREE_FAILURES; i++) {
    announce (&bench, 2, i, 1000);
    count_pulls (&bench, 2, 1000 + NET_TREE_BRANCH_MS);
  }
  net_tree_get_branch (bench.tree, &here);
  g_assert_cmpuint (here.distance, ==, 4);
  g_assert_true (net_tree_is_eager (bench.tree, 2));
}

/* Nobody is as far as that: who says so is no way to the root. */
static void
test_depth (void)
{
  g_auto (Bench) bench = { 0 };
  NetBranch deep = { 1, NET_TREE_DEPTH_MAX - 1, FALSE };
  NetBranch here;

  bench_init (&bench, 7, NET_TREE_GROWN, 1);
  net_tree_note_branch (bench.tree, 1, &deep);
  net_tree_get_branch (bench.tree, &here);
  g_assert_cmpuint (here.root, ==, 1);
  deep.distance = NET_TREE_DEPTH_MAX;
  net_tree_note_branch (bench.tree, 1, &deep);
  net_tree_get_branch (bench.tree, &here);
  g_assert_cmpuint (here.root, ==, 7);
  g_assert_cmpuint (here.distance, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tree/flood", test_flood);
  g_test_add_func ("/tree/lot", test_lot);
  g_test_add_func ("/tree/pull", test_pull);
  g_test_add_func ("/tree/lost-source", test_lost_source);
  g_test_add_func ("/tree/bounds", test_bounds);
  g_test_add_func ("/tree/grows", test_grows);
  g_test_add_func ("/tree/withholding", test_withholding);
  g_test_add_func ("/tree/depth", test_depth);
  return g_test_run ();
}
