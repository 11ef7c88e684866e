/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "net/handshake-limit.h"

static gint64 now_ms;

static guint
take_all (NetHandshakeLimit *limit, const char *text)
{
  guint n = 0;
  NetIp ip;

  g_assert_true (net_ip_parse (&ip, text));
  while (net_handshake_limit_take (limit, &ip, now_ms))
    n++;
  return n;
}

static void
test_limit (void)
{
  g_autoptr (NetHandshakeLimit) limit = net_handshake_limit_new (20);

  now_ms = 1000;
  g_assert_cmpuint (take_all (limit, "8.8.8.8"), ==, 20);
  g_assert_cmpuint (take_all (limit, "8.8.4.4"), ==, 20);
  g_assert_cmpuint (take_all (limit, "192.168.0.9"), ==, 100);
  now_ms += 2999;
  g_assert_cmpuint (take_all (limit, "8.8.8.8"), ==, 0);
  now_ms += 1;
  g_assert_cmpuint (take_all (limit, "8.8.8.8"), ==, 1);
  now_ms += 30000;
  g_assert_cmpuint (take_all (limit, "8.8.8.8"), ==, 10);
  now_ms += G_MAXINT32;
  g_assert_cmpuint (take_all (limit, "8.8.8.8"), ==, 20);
  net_handshake_limit_set (limit, 3);
  g_assert_cmpuint (take_all (limit, "8.8.8.8"), ==, 3);
  net_handshake_limit_set (limit, 0);
  g_assert_cmpuint (take_all (limit, "8.8.8.8"), ==, 0);
}

/* Neighbours in one IPv6 network share a bucket; those of the next do not. */
static void
test_limit_of_network (void)
{
  g_autoptr (NetHandshakeLimit) limit = net_handshake_limit_new (20);

  g_assert_cmpuint (take_all (limit, "2001:db8::1"), ==, 20);
  g_assert_cmpuint (take_all (limit, "2001:db8::ffff:2"), ==, 0);
  g_assert_cmpuint (take_all (limit, "2001:db8:0:1::1"), ==, 20);
}

/* More addresses than buckets neither grow the table nor lock a newcomer out. */
static void
test_limit_of_table (void)
{
  g_autoptr (NetHandshakeLimit) limit = net_handshake_limit_new (1);

  for (guint i = 0; i < 3 * NET_HANDSHAKE_LIMIT_BUCKETS_MAX; i++) {
    NetIp ip = { { 0x20, 1, 0, 0, 0, 0, (guint8) (i >> 8), (guint8) i } };

    g_assert_true (net_handshake_limit_take (limit, &ip, now_ms));
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/handshake-limit/rate", test_limit);
  g_test_add_func ("/handshake-limit/network", test_limit_of_network);
  g_test_add_func ("/handshake-limit/table", test_limit_of_table);
  return g_test_run ();
}
