/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "net/gossip-wire.h"

#include <string.h>

static const guint8 *
get (GBytes *frame, gsize *ret_len)
{
  return g_bytes_get_data (frame, ret_len);
}

static void
test_names (void)
{
  g_autofree guint8 *names = g_malloc0 ((NET_NAMES_MAX + 1) * NET_NAME_LEN);

  for (guint i = 0; i <= NET_NAMES_MAX; i++)
    memcpy (names + i * NET_NAME_LEN, &i, sizeof i);
  for (guint n = 0; n <= NET_NAMES_MAX; n += n < 3 ? 1 : NET_NAMES_MAX - 3) {
    g_autoptr (GBytes) frame = net_names_to_frame (NET_FRAME_IHAVE, names, n);
    const guint8 *read;
    gsize len;
    const guint8 *bytes = get (frame, &len);
    guint n_read;

    read = net_names_from_frame (bytes, len, &n_read);
    g_assert_cmpmem (read, n_read * NET_NAME_LEN, names, n * NET_NAME_LEN);
    for (gsize cut = 0; cut < len; cut++)
      g_assert_null (net_names_from_frame (bytes, cut, &n_read));
  }
}

/* One too many, or half of one. */
static void
test_names_bounds (void)
{
  static const struct {
    gsize len;
    gboolean is_good;
  } cases[] = {
    { 0, TRUE },
    { 15, FALSE },
    { 16, TRUE },
    { 17, FALSE },
    { NET_NAMES_MAX * NET_NAME_LEN, TRUE },
    { (NET_NAMES_MAX + 1) * NET_NAME_LEN, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree guint8 *frame = g_malloc0 (cases[i].len + 4);
    guint8 head[4] = { NET_FRAME_PULL, 0x59, (guint8) (cases[i].len >> 8), (guint8) cases[i].len };
    gsize head_len = 4;
    guint n;

    if (cases[i].len < 24) {
      head[1] = (guint8) (0x40 + cases[i].len);
      head_len = 2;
    }
    memcpy (frame, head, head_len);
    g_assert_cmpint (net_names_from_frame (frame, head_len + cases[i].len, &n) != NULL, ==,
                     cases[i].is_good);
  }
}

static void
test_branch (void)
{
  static const NetBranch branches[] = {
    { 0, 0, FALSE },
    { G_MAXUINT64, NET_TREE_DEPTH_MAX, TRUE },
    { 0x0102030405060708, 3, TRUE },
  };
  guint8 deep[] = { NET_FRAME_BRANCH,       0x83, 0x48, 0, 0, 0, 0, 0, 0, 0, 0,
                    NET_TREE_DEPTH_MAX + 1, 0xf5 };
  NetBranch read;

  for (guint i = 0; i < G_N_ELEMENTS (branches); i++) {
    g_autoptr (GBytes) frame = net_branch_to_frame (&branches[i]);
    gsize len;
    const guint8 *bytes = get (frame, &len);

    g_assert_true (net_branch_from_frame (&read, bytes, len));
    g_assert_cmpuint (read.root, ==, branches[i].root);
    g_assert_cmpuint (read.distance, ==, branches[i].distance);
    g_assert_cmpint (read.is_parent, ==, branches[i].is_parent);
    for (gsize cut = 0; cut < len; cut++)
      g_assert_false (net_branch_from_frame (&read, bytes, cut));
  }
  g_assert_false (net_branch_from_frame (&read, deep, sizeof deep));
  deep[11] = NET_TREE_DEPTH_MAX;
  g_assert_true (net_branch_from_frame (&read, deep, sizeof deep));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/gossip-wire/names", test_names);
  g_test_add_func ("/gossip-wire/names-bounds", test_names_bounds);
  g_test_add_func ("/gossip-wire/branch", test_branch);
  return g_test_run ();
}
