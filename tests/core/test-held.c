/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/held.h"

#include <string.h>

static CenId
make_id (guint8 first, guint8 rest)
{
  CenId id;

  memset (id.bytes, rest, CEN_ID_LEN);
  id.bytes[0] = first;
  return id;
}

static void
test_order_is_free (void)
{
  CenHeld ab = { 0 }, ba = { 0 };
  CenId a = make_id (0xff, 0xff);
  CenId b = make_id (2, 0);

  cen_held_add (&ab, &a);
  g_assert_false (cen_held_equal (&ab, &ba));
  cen_held_add (&ab, &b);
  cen_held_add (&ba, &b);
  g_assert_false (cen_held_equal (&ab, &ba));
  cen_held_add (&ba, &a);
  g_assert_true (cen_held_equal (&ab, &ba));
  /* 2^256 - 1 + 2, mod 2^256: the carry runs through all bytes and is dropped. */
  g_assert_cmpuint (ab.sum[0], ==, 1);
  for (guint i = 1; i < CEN_ID_LEN; i++)
    g_assert_cmpuint (ab.sum[i], ==, 0);
  g_assert_cmpuint (ab.n, ==, 2);
}

/* The same sum of another number of ids is another set. */
static void
test_digest (void)
{
  CenHeld one = { 0 }, two = { 0 };
  CenId three = make_id (3, 0);
  CenId first = make_id (1, 0);
  CenId second = make_id (2, 0);
  guint8 x[CEN_ID_LEN], y[CEN_ID_LEN];

  cen_held_add (&one, &three);
  cen_held_add (&two, &first);
  cen_held_add (&two, &second);
  g_assert_cmpmem (one.sum, CEN_ID_LEN, two.sum, CEN_ID_LEN);
  cen_held_digest (&one, x);
  cen_held_digest (&two, y);
  g_assert_true (memcmp (x, y, CEN_ID_LEN) != 0);
  cen_held_digest (&one, y);
  g_assert_cmpmem (x, CEN_ID_LEN, y, CEN_ID_LEN);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/held/order-is-free", test_order_is_free);
  g_test_add_func ("/held/digest", test_digest);
  return g_test_run ();
}
