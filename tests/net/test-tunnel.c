/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Which ways may be taken, and tunnels through a proxy on loopback that says what each case wants.
 */

#include "app/control/system-world.h"
#include "core/error.h"
#include "net/link-route.h"
#include "net/tunnel.h"

#include <netinet/in.h>
#include <poll.h>
#include <stddef.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define ONION        "tor://abcdefghijklmnopqrstuvwxyz234567abcdefghijklmnopqrstuvwx.onion:47747"
#define DEAF_ROOM    4096
#define DEAF_WAITING (4 << 20)
#define DEAF_CPU_US  20000 /* of half a second */

/* --- Ways --- */

static void
test_routes (void)
{
  static const CenId open = { { 1 } }, hidden = { { 2 } }, shunning = { { 3 } };
  NetRoutes routes;
  const struct {
    const CenId *circle;
    const char *address;
    NetRoute without, with;
  } rows[] = {
    { &open, "tcp://10.0.0.1:1", NET_ROUTE_PLAIN, NET_ROUTE_PLAIN },
    { &open, ONION, NET_ROUTE_NONE, NET_ROUTE_TOR },
    { &hidden, "tcp://10.0.0.1:1", NET_ROUTE_NONE, NET_ROUTE_TOR },
    { &hidden, "tcp://example.org:1", NET_ROUTE_NONE, NET_ROUTE_TOR },
    { &hidden, ONION, NET_ROUTE_NONE, NET_ROUTE_TOR },
    { &shunning, "tcp://10.0.0.1:1", NET_ROUTE_PLAIN, NET_ROUTE_PLAIN },
    { &shunning, ONION, NET_ROUTE_NONE, NET_ROUTE_NONE },
  };

  net_routes_init (&routes, cenacle_system_world_get ());
  net_routes_set_wish (&routes, &hidden, NET_ROUTES_HIDDEN);
  net_routes_set_wish (&routes, &shunning, NET_ROUTES_SHUNNING);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    net_routes_set_socks (&routes, NULL);
    g_assert_cmpint (net_routes_find (&routes, rows[i].circle, rows[i].address), ==,
                     rows[i].without);
    net_routes_set_socks (&routes, "127.0.0.1:9050");
    g_assert_cmpint (net_routes_find (&routes, rows[i].circle, rows[i].address), ==, rows[i].with);
  }
  g_assert_true (net_routes_may_listen (&routes, &open, "tcp://[::]:0"));
  g_assert_true (net_routes_may_listen (&routes, &hidden, "tcp://127.0.0.1:0"));
  g_assert_false (net_routes_may_listen (&routes, &hidden, "tcp://[::]:0"));
  g_assert_false (net_routes_may_listen (&routes, &hidden, "tcp://10.0.0.1:0"));
  net_routes_set_wish (&routes, &hidden, NET_ROUTES_ANY);
  g_assert_true (net_routes_may_listen (&routes, &hidden, "tcp://[::]:0"));
  net_routes_clear (&routes);
}

static void
test_logins (void)
{
  static const CenId circles[] = { { { 1 } }, { { 2 } } };
  static const guint8 keys[][CEN_KEY_LEN] = { { 1 }, { 2 } };
  char logins[4][2 * CEN_KEY_LEN + 1], again[2 * CEN_KEY_LEN + 1];
  NetRoutes routes;

  net_routes_init (&routes, cenacle_system_world_get ());
  for (guint i = 0; i < 4; i++)
    net_routes_make_login (&routes, &circles[i / 2], keys[i % 2], logins[i]);
  net_routes_make_login (&routes, &circles[0], keys[0], again);
  g_assert_cmpstr (again, ==, logins[0]);
  for (guint i = 0; i < 4; i++) {
    for (guint k = 0; k < i; k++)
      g_assert_cmpstr (logins[i], !=, logins[k]);
  }
  net_routes_clear (&routes);
}

/* --- Tunnels --- */

/* A proxy that takes one connection, answers with @code, and then gives back what it gets, or takes
 * nothing until it hears. */
typedef struct {
  int listener;
  guint8 code;
  gboolean is_deaf;
  int hears[2]; /* a pipe, whose end is the word */
  gsize n_heard;
  char asked[300]; /* host and port as they came */
  GThread *thread;
} Proxy;

static void
read_exactly (int fd, guint8 *bytes, gsize len)
{
  for (gsize done = 0; done < len;) {
    ssize_t n = recv (fd, bytes + done, len - done, 0);

    if (n <= 0)
      return;
    done += (gsize) n;
  }
}

static gpointer
proxy_main (gpointer data)
{
  Proxy *self = data;
  int fd = accept (self->listener, NULL, NULL);
  guint8 bytes[4096] = { 0 };
  ssize_t n;

  read_exactly (fd, bytes, 3);
  send (fd, "\5\2", 2, MSG_NOSIGNAL);
  read_exactly (fd, bytes, 2);
  read_exactly (fd, bytes, bytes[1]);
  read_exactly (fd, bytes, 1);
  read_exactly (fd, bytes, bytes[0]);
  send (fd, "\1\0", 2, MSG_NOSIGNAL);
  read_exactly (fd, bytes, 5);
  read_exactly (fd, bytes + 5, bytes[4] + 2u);
  g_snprintf (self->asked, sizeof self->asked, "%.*s:%u", bytes[4], (char *) bytes + 5,
              bytes[5 + bytes[4]] << 8 | bytes[6 + bytes[4]]);
  memcpy (bytes, (guint8[]){ 5, self->code, 0, 1, 0, 0, 0, 0, 0, 0 }, 10);
  send (fd, bytes, 10, MSG_NOSIGNAL);
  if (self->is_deaf) {
    while (read (self->hears[0], bytes, 1) > 0)
      continue;
    while ((n = recv (fd, bytes, sizeof bytes, 0)) > 0)
      self->n_heard += (gsize) n;
  }
  while (self->code == 0 && (n = recv (fd, bytes, sizeof bytes, 0)) > 0)
    send (fd, bytes, (gsize) n, MSG_NOSIGNAL);
  close (fd);
  return NULL;
}

static char *
proxy_start (Proxy *self, guint8 code)
{
  struct sockaddr_in address = { .sin_family = AF_INET,
                                 .sin_addr.s_addr = g_htonl (INADDR_LOOPBACK) };
  socklen_t len = sizeof address;

  self->code = code;
  self->listener = socket (AF_INET, SOCK_STREAM, 0);
  /* Or the system takes for the deaf what they do not. */
  if (self->is_deaf)
    setsockopt (self->listener, SOL_SOCKET, SO_RCVBUF, &(int){ DEAF_ROOM }, sizeof (int));
  g_assert_cmpint (bind (self->listener, (struct sockaddr *) &address, len), ==, 0);
  g_assert_cmpint (listen (self->listener, 1), ==, 0);
  g_assert_cmpint (getsockname (self->listener, (struct sockaddr *) &address, &len), ==, 0);
  self->thread = g_thread_new ("proxy", proxy_main, self);
  return g_strdup_printf ("127.0.0.1:%u", g_ntohs (address.sin_port));
}

static void
proxy_stop (Proxy *self)
{
  g_thread_join (self->thread);
  close (self->listener);
}

static int
dial (const char *endpoint)
{
  struct sockaddr_un address = { .sun_family = AF_UNIX };
  const char *name = endpoint + strlen ("ipc://@");
  int fd = socket (AF_UNIX, SOCK_STREAM, 0);

  g_assert_true (g_str_has_prefix (endpoint, "ipc://@"));
  memcpy (address.sun_path + 1, name, strlen (name));
  g_assert_cmpint (connect (fd, (struct sockaddr *) &address,
                            (socklen_t) (offsetof (struct sockaddr_un, sun_path) + 1 +
                                         strlen (name))),
                   ==, 0);
  return fd;
}

static void
test_carries (void)
{
  g_autofree guint8 *sent = g_malloc (1 << 20);
  g_autofree guint8 *got = g_malloc0 (1 << 20);
  g_autofree char *endpoint = NULL;
  g_autofree char *socks = NULL;
  Proxy proxy = { 0 };
  int fd;

  socks = proxy_start (&proxy, 0);
  endpoint =
      net_tunnel_open (cenacle_system_world_get (), socks, "there.onion:47747", "login", NULL);
  fd = dial (endpoint);
  for (gsize i = 0; i < 1 << 20; i++)
    sent[i] = (guint8) (i * 7 + i / 256);
  for (gsize at = 0; at < 1 << 20; at += 4096) {
    g_assert_cmpint (send (fd, sent + at, 4096, MSG_NOSIGNAL), ==, 4096);
    read_exactly (fd, got + at, 4096);
  }
  g_assert_cmpmem (sent, 1 << 20, got, 1 << 20);
  close (fd);
  proxy_stop (&proxy);
  g_assert_cmpstr (proxy.asked, ==, "there.onion:47747");
}

static gint64
read_cpu_us (void)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);
  return (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * G_USEC_PER_SEC + usage.ru_utime.tv_usec +
         usage.ru_stime.tv_usec;
}

/* Who goes while the other side takes nothing costs no processor, and what was sent arrives. A
 * tunnel that turns round and round takes what the machine has to give, which is little when it is
 * busy: but all of this process sleeps otherwise. */
static void
test_deaf (void)
{
  Proxy proxy = { .is_deaf = TRUE };
  gboolean has_pipe = pipe (proxy.hears) == 0;
  g_autofree char *socks = proxy_start (&proxy, 0);
  g_autofree char *endpoint =
      net_tunnel_open (cenacle_system_world_get (), socks, "there.onion:47747", "login", NULL);
  g_autofree guint8 *block = g_malloc0 (1 << 16);
  int fd = dial (endpoint);
  struct pollfd room = { .fd = fd, .events = POLLOUT };
  gsize n_sent = 0;
  gint64 cpu_us;

  g_assert_true (has_pipe);
  /* The system goes on taking some of what is left to send when it says that it is full. */
  setsockopt (fd, SOL_SOCKET, SO_SNDBUF, &(int){ DEAF_WAITING }, sizeof (int));
  while (poll (&room, 1, 300) > 0) { /* until nothing was taken for so long */
    ssize_t n = send (fd, block, 1 << 16, MSG_NOSIGNAL | MSG_DONTWAIT);

    n_sent += n > 0 ? (gsize) n : 0;
  }
  close (fd);
  cpu_us = read_cpu_us ();
  poll (NULL, 0, 500);
  g_assert_cmpint (read_cpu_us () - cpu_us, <, DEAF_CPU_US);
  close (proxy.hears[1]);
  proxy_stop (&proxy);
  close (proxy.hears[0]);
  g_assert_cmpuint (proxy.n_heard, ==, n_sent);
}

/* That nobody is there shows as the end of the connection, and in no other way. */
static void
test_refused (void)
{
  g_autofree char *endpoint = NULL;
  g_autofree char *socks = NULL;
  guint8 byte;
  Proxy proxy = { 0 };
  int fd;

  socks = proxy_start (&proxy, 4);
  endpoint = net_tunnel_open (cenacle_system_world_get (), socks, "[2001:db8::1]:1", "login", NULL);
  fd = dial (endpoint);
  g_assert_cmpint (recv (fd, &byte, 1, 0), ==, 0);
  close (fd);
  proxy_stop (&proxy);
  g_assert_cmpstr (proxy.asked, ==, "2001:db8::1:1");
}

static void
test_no_proxy (void)
{
  g_autofree char *endpoint =
      net_tunnel_open (cenacle_system_world_get (), "127.0.0.1:1", "h:1", "login", NULL);
  guint8 byte;
  int fd = dial (endpoint);

  g_assert_cmpint (recv (fd, &byte, 1, 0), ==, 0);
  close (fd);
}

static void
test_too_many (void)
{
  g_autoptr (GError) error = NULL;
  guint n = 0;

  while (error == NULL && n <= NET_TUNNELS_MAX) {
    g_autofree char *endpoint =
        net_tunnel_open (cenacle_system_world_get (), "127.0.0.1:1", "h:1", "login", &error);

    n += endpoint != NULL;
  }
  g_assert_error (error, CEN_ERROR, CEN_ERROR_STORAGE);
  g_assert_cmpuint (n, <=, NET_TUNNELS_MAX);
}

int
main (int argc, char **argv)
{
  cen_crypto_init ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tunnel/routes", test_routes);
  g_test_add_func ("/tunnel/logins", test_logins);
  g_test_add_func ("/tunnel/carries", test_carries);
  g_test_add_func ("/tunnel/deaf", test_deaf);
  g_test_add_func ("/tunnel/refused", test_refused);
  g_test_add_func ("/tunnel/no-proxy", test_no_proxy);
  g_test_add_func ("/tunnel/too-many", test_too_many);
  return g_test_run ();
}
