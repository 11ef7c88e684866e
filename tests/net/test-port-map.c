/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "net/port-map.h"

#include <string.h>

static void
test_requests (void)
{
  static const char *const bad[] = { "",         "map",      "map 1",       "map x 1",
                                     "map -1 1", "map 1 0",  "map 1 65536", "map 1 1 ",
                                     "nap 1 1",  "map 1  1", "map 604801 1" };
  NetMapRequest request = { .lease_s = 3600, .n_ports = NET_MAP_PORTS_MAX }, back;
  g_autofree char *text = NULL;
  g_autofree char *longer = NULL;

  for (guint i = 0; i < NET_MAP_PORTS_MAX; i++)
    request.ports[i] = (guint16) (65535 - i);
  text = net_map_request_to_text (&request);
  g_assert_cmpuint (strlen (text), <, NET_MAP_TEXT_MAX);
  g_assert_true (net_map_request_parse (&back, text));
  g_assert_true (net_map_request_equal (&request, &back));
  back.ports[3]--;
  g_assert_false (net_map_request_equal (&request, &back));
  longer = g_strconcat (text, " 1", NULL);
  g_assert_false (net_map_request_parse (&back, longer));
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (net_map_request_parse (&back, bad[i]));
}

static void
test_answers (void)
{
  static const char *const bad[] = { "",
                                     "none 1",
                                     "upnp",
                                     "upnp example.org",
                                     "upnp 1.2.3.4:5",
                                     "upnp 1.2.3.4 1",
                                     "upnp 1.2.3.4 1:2",
                                     "upnp 1.2.3.4 0:2:3",
                                     "upnp 1.2.3.4 1:65536:3",
                                     "upnp 1.2.3.4 1:2:0",
                                     "upnp 1.2.3.4 1:2:3:4",
                                     "upnp 1.2.3.4 ",
                                     "other 1.2.3.4 1:2:3" };
  NetMapAnswer answer = { .way = NET_MAP_NATPMP, .outside = "203.0.113.255" }, back;
  g_autofree char *text = NULL;

  for (guint i = 0; i < NET_MAP_PORTS_MAX + 1; i++)
    net_map_answer_add (&answer, (guint16) (65535 - i), (guint16) (60000 - i), 604800);
  g_assert_cmpuint (answer.n_mappings, ==, NET_MAP_PORTS_MAX);
  text = net_map_answer_to_text (&answer);
  g_assert_cmpuint (strlen (text), <, NET_MAP_TEXT_MAX);
  g_assert_true (net_map_answer_parse (&back, text));
  g_assert_cmpuint (net_map_answer_find (&back, 65535)->outside, ==, 60000);
  g_assert_null (net_map_answer_find (&back, 1));
  g_assert_true (net_map_answer_parse (&back, "none"));
  g_assert_cmpuint (back.n_mappings, ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_test_message ("%s", bad[i]);
    g_assert_false (net_map_answer_parse (&back, bad[i]));
  }
}

/* A router that stands behind another one, or shares an address, lets nobody in from outside. */
static void
test_public (void)
{
  static const struct {
    const char *outside;
    gboolean is_public;
  } rows[] = { { "203.0.113.7", TRUE }, { "2001:db8::1", TRUE }, { "192.168.0.2", FALSE },
               { "100.64.0.1", FALSE }, { "100.128.0.1", TRUE }, { "100.127.255.255", FALSE },
               { "10.0.0.1", FALSE },   { "127.0.0.1", FALSE },  { "", FALSE } };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    NetMapAnswer answer = { .way = NET_MAP_UPNP };

    g_strlcpy (answer.outside, rows[i].outside, sizeof answer.outside);
    g_test_message ("%s", rows[i].outside);
    g_assert_cmpint (net_map_answer_is_public (&answer), ==, rows[i].is_public);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/port-map/requests", test_requests);
  g_test_add_func ("/port-map/answers", test_answers);
  g_test_add_func ("/port-map/public", test_public);
  return g_test_run ();
}
