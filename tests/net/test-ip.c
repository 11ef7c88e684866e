/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "net/ip.h"

typedef struct {
  const char *text;
  const char *expected; /* NULL: no address */
  gboolean is_local;
} IpCase;

static const IpCase ip_cases[] = {
  { "10.0.0.7", "10.0.0.7", TRUE },
  { "10.0.0.7:4000", "10.0.0.7", TRUE },
  { "::ffff:10.0.0.7", "10.0.0.7", TRUE },
  { "[::ffff:8.8.8.8]:1", "8.8.8.8", FALSE },
  { "127.255.0.1", "127.255.0.1", TRUE },
  { "11.0.0.1", "11.0.0.1", FALSE },
  { "172.15.0.1", "172.15.0.1", FALSE },
  { "172.16.0.1", "172.16.0.1", TRUE },
  { "172.31.255.255", "172.31.255.255", TRUE },
  { "172.32.0.1", "172.32.0.1", FALSE },
  { "192.168.1.1", "192.168.1.1", TRUE },
  { "169.254.1.1", "169.254.1.1", TRUE },
  { "::1", "::1", TRUE },
  { "[::1]:80", "::1", TRUE },
  { "::2", "::2", FALSE },
  { "fe80::1%eth0", "fe80::1", TRUE },
  { "fec0::1", "fec0::1", FALSE },
  { "fd12::1", "fd12::1", TRUE },
  { "2001:db8::1", "2001:db8::1", FALSE },
  { "", NULL, FALSE },
  { "example.org", NULL, FALSE },
  { "10.0.0", NULL, FALSE },
  { "10.0.0.256", NULL, FALSE },
  { "0123456789012345678901234567890123456789012345678901234567890123", NULL, FALSE },
};

static void
test_ip (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (ip_cases); i++) {
    const IpCase *test = &ip_cases[i];
    g_autofree char *text = NULL;
    NetIp ip;

    g_test_message ("%s", test->text);
    g_assert_cmpint (net_ip_parse (&ip, test->text), ==, test->expected != NULL);
    if (test->expected == NULL)
      continue;
    text = net_ip_dup_text (&ip);
    g_assert_cmpstr (text, ==, test->expected);
    g_assert_cmpint (net_ip_is_local (&ip), ==, test->is_local);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ip/cases", test_ip);
  return g_test_run ();
}
