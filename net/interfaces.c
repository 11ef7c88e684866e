/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "interfaces.h"

#include <arpa/inet.h>
#include <errno.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netdb.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static char *
format_ipv4 (const struct sockaddr *address, guint port)
{
  char text[INET_ADDRSTRLEN];
  struct sockaddr_in in;

  memcpy (&in, address, sizeof in);
  inet_ntop (AF_INET, &in.sin_addr, text, sizeof text);
  return g_strdup_printf ("tcp://%s:%u", text, port);
}

/* NULL for a link-local one, which means nothing without its interface. */
static char *
format_ipv6 (const struct sockaddr *address, guint port)
{
  char text[INET6_ADDRSTRLEN];
  struct sockaddr_in6 in;

  memcpy (&in, address, sizeof in);
  if (IN6_IS_ADDR_LINKLOCAL (&in.sin6_addr))
    return NULL;
  inet_ntop (AF_INET6, &in.sin6_addr, text, sizeof text);
  return g_strdup_printf ("tcp://[%s]:%u", text, port);
}

static void
append_family (GPtrArray *endpoints, const struct ifaddrs *all, int family, gboolean wants_loopback,
               guint port)
{
  for (const struct ifaddrs *one = all; one != NULL; one = one->ifa_next) {
    gboolean is_loopback = (one->ifa_flags & IFF_LOOPBACK) != 0;
    char *endpoint;

    if (one->ifa_addr == NULL || one->ifa_addr->sa_family != family ||
        (one->ifa_flags & IFF_UP) == 0 || is_loopback != wants_loopback)
      continue;
    endpoint =
        family == AF_INET ? format_ipv4 (one->ifa_addr, port) : format_ipv6 (one->ifa_addr, port);
    if (endpoint != NULL)
      g_ptr_array_add (endpoints, endpoint);
  }
}

void
net_interfaces_append_endpoints (GPtrArray *endpoints, const char *host, guint port)
{
  gboolean is_ipv4_only = strcmp (host, "0.0.0.0") == 0;
  struct ifaddrs *all = NULL;
  guint before = endpoints->len;

  if (!is_ipv4_only && strcmp (host, "[::]") != 0 && strcmp (host, "*") != 0) {
    g_ptr_array_add (endpoints, g_strdup_printf ("tcp://%s:%u", host, port));
    return;
  }
  if (getifaddrs (&all) != 0)
    return;
  append_family (endpoints, all, AF_INET, FALSE, port);
  if (!is_ipv4_only)
    append_family (endpoints, all, AF_INET6, FALSE, port);
  if (endpoints->len == before)
    append_family (endpoints, all, AF_INET, TRUE, port);
  freeifaddrs (all);
}

/* Numeric only; NULL for anything else. */
static struct addrinfo *
look_up (const char *host, guint port)
{
  struct addrinfo hints = { .ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE,
                            .ai_socktype = SOCK_STREAM };
  g_autofree char *service = g_strdup_printf ("%u", port);
  g_autofree char *bare = NULL;
  struct addrinfo *found = NULL;
  gsize len = strlen (host);

  if (strcmp (host, "*") == 0)
    bare = g_strdup ("::");
  else if (len > 2 && host[0] == '[' && host[len - 1] == ']')
    bare = g_strndup (host + 1, len - 2);
  else
    bare = g_strdup (host);
  return getaddrinfo (bare, service, &hints, &found) == 0 ? found : NULL;
}

gboolean
net_interfaces_port_is_taken (const char *host, guint port)
{
  struct addrinfo *address = look_up (host, port);
  gboolean is_taken = FALSE;
  const int yes = 1;
  const int no = 0;
  int fd;

  if (address == NULL)
    return FALSE;
  fd = socket (address->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fd >= 0) {
    setsockopt (fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    if (address->ai_family == AF_INET6)
      setsockopt (fd, IPPROTO_IPV6, IPV6_V6ONLY, &no, sizeof no);
    is_taken = bind (fd, address->ai_addr, address->ai_addrlen) != 0 && errno == EADDRINUSE;
    close (fd);
  }
  freeaddrinfo (address);
  return is_taken;
}
