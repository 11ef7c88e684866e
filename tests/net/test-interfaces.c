/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/invite.h"
#include "net/interfaces.h"

#include <arpa/inet.h>
#include <net/if.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static void
test_explicit_host (void)
{
  static const char *const hosts[] = { "127.0.0.1", "10.11.12.13", "[::1]", "ana.example.org" };

  for (guint i = 0; i < G_N_ELEMENTS (hosts); i++) {
    g_autoptr (GPtrArray) endpoints = g_ptr_array_new_with_free_func (g_free);
    g_autofree char *expected = g_strdup_printf ("tcp://%s:4000", hosts[i]);

    net_interfaces_append_endpoints (endpoints, hosts[i], 4000);
    g_assert_cmpuint (endpoints->len, ==, 1);
    g_assert_cmpstr (endpoints->pdata[0], ==, expected);
  }
}

/* A wildcard is no address to tell anybody: what stands for it are those of this machine. */
static void
test_wildcard (void)
{
  static const char *const hosts[] = { "0.0.0.0", "[::]", "*" };

  for (guint i = 0; i < G_N_ELEMENTS (hosts); i++) {
    g_autoptr (GPtrArray) endpoints = g_ptr_array_new_with_free_func (g_free);

    net_interfaces_append_endpoints (endpoints, hosts[i], 4000);
    g_assert_cmpuint (endpoints->len, >, 0);
    for (guint k = 0; k < endpoints->len; k++) {
      const char *endpoint = endpoints->pdata[k];

      g_assert_true (cen_address_is_valid (endpoint));
      g_assert_true (g_str_has_suffix (endpoint, ":4000"));
      g_assert_null (strstr (endpoint, "0.0.0.0"));
      g_assert_null (strstr (endpoint, "[::]"));
      g_assert_null (strstr (endpoint, "[fe80"));
      if (i == 0)
        g_assert_null (strchr (endpoint, '['));
    }
  }
}

static void
test_appends (void)
{
  g_autoptr (GPtrArray) endpoints = g_ptr_array_new_with_free_func (g_free);

  net_interfaces_append_endpoints (endpoints, "10.0.0.1", 1);
  net_interfaces_append_endpoints (endpoints, "0.0.0.0", 2);
  net_interfaces_append_endpoints (endpoints, "10.0.0.3", 3);
  g_assert_cmpuint (endpoints->len, >=, 3);
  g_assert_cmpstr (endpoints->pdata[0], ==, "tcp://10.0.0.1:1");
  g_assert_true (g_str_has_suffix (endpoints->pdata[1], ":2"));
  g_assert_cmpstr (endpoints->pdata[endpoints->len - 1], ==, "tcp://10.0.0.3:3");
}

static void
test_port_is_taken (void)
{
  static const char *const hosts[] = { "127.0.0.1", "0.0.0.0", "[::]", "*" };
  struct sockaddr_in address = { .sin_family = AF_INET,
                                 .sin_addr.s_addr = htonl (INADDR_LOOPBACK) };
  socklen_t len = sizeof address;
  int fd = socket (AF_INET, SOCK_STREAM, 0);
  guint port;

  g_assert_cmpint (bind (fd, (struct sockaddr *) &address, sizeof address), ==, 0);
  g_assert_cmpint (listen (fd, 1), ==, 0);
  g_assert_cmpint (getsockname (fd, (struct sockaddr *) &address, &len), ==, 0);
  port = ntohs (address.sin_port);
  for (guint i = 0; i < G_N_ELEMENTS (hosts); i++)
    g_assert_true (net_interfaces_port_is_taken (hosts[i], port));
  g_assert_false (net_interfaces_port_is_taken ("127.0.0.2", port));
  g_assert_false (net_interfaces_port_is_taken ("no-such-host.invalid", port));
  close (fd);
  for (guint i = 0; i < G_N_ELEMENTS (hosts); i++)
    g_assert_false (net_interfaces_port_is_taken (hosts[i], port));
}

/* Whatever this machine has; tests/netns counts on machines made for it. */
static void
test_local (void)
{
  g_autoptr (GArray) all = net_interfaces_list_local (NULL);
  g_autoptr (GPtrArray) only = g_ptr_array_new ();
  g_autoptr (GArray) none = NULL;
  g_autofree char *before = net_interfaces_dup_summary ();
  g_autofree char *after = net_interfaces_dup_summary ();

  g_assert_cmpuint (all->len, <=, NET_INTERFACES_MAX * (NET_INTERFACE_SOURCES_MAX + 1));
  for (guint i = 0; i < all->len; i++) {
    const NetInterface *one = &g_array_index (all, NetInterface, i);
    g_autofree char *text = net_ip_dup_text (&one->ip);

    g_assert_cmpuint (one->index, ==, if_nametoindex (one->name));
    g_assert_cmpstr (one->name, !=, "lo");
    g_assert_cmpint (one->is_ipv6, ==, strchr (text, ':') != NULL);
    g_assert_true (!one->is_ipv6 || g_str_has_prefix (text, "fe8"));
  }
  g_ptr_array_add (only, (gpointer) "lo");
  none = net_interfaces_list_local (only);
  g_assert_cmpuint (none->len, ==, 0);
  g_assert_cmpstr (before, ==, after);
  g_assert_nonnull (strstr (before, "lo "));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/interfaces/explicit-host", test_explicit_host);
  g_test_add_func ("/interfaces/wildcard", test_wildcard);
  g_test_add_func ("/interfaces/appends", test_appends);
  g_test_add_func ("/interfaces/port-is-taken", test_port_is_taken);
  g_test_add_func ("/interfaces/local", test_local);
  return g_test_run ();
}
