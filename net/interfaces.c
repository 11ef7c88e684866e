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

static gboolean
is_wanted (const GPtrArray *only, const char *name)
{
  for (guint i = 0; only != NULL && i < only->len; i++) {
    if (strcmp (only->pdata[i], name) == 0)
      return TRUE;
  }
  return only == NULL || only->len == 0;
}

static guint
count_sources (const GArray *found, const NetInterface *of)
{
  guint n = 0;

  for (guint i = 0; i < found->len; i++) {
    const NetInterface *one = &g_array_index (found, NetInterface, i);

    n += one->index == of->index && one->is_ipv6 == of->is_ipv6;
  }
  return n;
}

/* FALSE for an address that no beacon goes out from. */
static gboolean
read_source (NetInterface *ret_source, const struct ifaddrs *one)
{
  static const guint8 mapped_prefix[] = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff };
  const guint wanted = IFF_UP | IFF_RUNNING | IFF_MULTICAST;
  struct sockaddr_in6 in6;
  struct sockaddr_in in;

  *ret_source = (NetInterface){ .index = if_nametoindex (one->ifa_name) };
  if (one->ifa_addr == NULL || ret_source->index == 0 || (one->ifa_flags & wanted) != wanted ||
      (one->ifa_flags & IFF_LOOPBACK) != 0)
    return FALSE;
  g_strlcpy (ret_source->name, one->ifa_name, sizeof ret_source->name);
  ret_source->is_ipv6 = one->ifa_addr->sa_family == AF_INET6;
  if (ret_source->is_ipv6) {
    memcpy (&in6, one->ifa_addr, sizeof in6);
    memcpy (ret_source->ip.bytes, &in6.sin6_addr, NET_IP_LEN);
    return IN6_IS_ADDR_LINKLOCAL (&in6.sin6_addr);
  }
  if (one->ifa_addr->sa_family != AF_INET)
    return FALSE;
  memcpy (&in, one->ifa_addr, sizeof in);
  memcpy (ret_source->ip.bytes, mapped_prefix, sizeof mapped_prefix);
  memcpy (ret_source->ip.bytes + sizeof mapped_prefix, &in.sin_addr, sizeof in.sin_addr);
  return TRUE;
}

GArray *
net_interfaces_list_local (const GPtrArray *only)
{
  GArray *found = g_array_new (FALSE, FALSE, sizeof (NetInterface));
  g_autoptr (GHashTable) indices = g_hash_table_new (NULL, NULL);
  struct ifaddrs *all = NULL;

  if (getifaddrs (&all) != 0)
    return found;
  for (const struct ifaddrs *one = all; one != NULL; one = one->ifa_next) {
    NetInterface source;

    if (!is_wanted (only, one->ifa_name) || !read_source (&source, one))
      continue;
    if (!g_hash_table_contains (indices, GUINT_TO_POINTER (source.index)) &&
        g_hash_table_size (indices) >= NET_INTERFACES_MAX)
      continue;
    g_hash_table_add (indices, GUINT_TO_POINTER (source.index));
    if (count_sources (found, &source) < (source.is_ipv6 ? 1 : NET_INTERFACE_SOURCES_MAX))
      g_array_append_val (found, source);
  }
  freeifaddrs (all);
  return found;
}

char *
net_interfaces_dup_summary (void)
{
  const guint state = IFF_UP | IFF_RUNNING | IFF_MULTICAST;
  GString *text = g_string_new (NULL);
  g_autofree char *ipv6 = NULL;
  struct ifaddrs *all = NULL;

  if (getifaddrs (&all) != 0)
    return g_string_free (text, FALSE);
  for (const struct ifaddrs *one = all; one != NULL; one = one->ifa_next) {
    char host[INET6_ADDRSTRLEN + NET_INTERFACE_NAME_LEN + 1] = "";
    gsize len = 0;

    if (one->ifa_addr != NULL && one->ifa_addr->sa_family == AF_INET)
      len = sizeof (struct sockaddr_in);
    else if (one->ifa_addr != NULL && one->ifa_addr->sa_family == AF_INET6)
      len = sizeof (struct sockaddr_in6);
    if (len > 0)
      getnameinfo (one->ifa_addr, (socklen_t) len, host, sizeof host, NULL, 0, NI_NUMERICHOST);
    g_string_append_printf (text, "%s %x %s\n", one->ifa_name, one->ifa_flags & state, host);
  }
  freeifaddrs (all);
  /* It tells besides which addresses are not usable yet, while the kernel looks for duplicates. */
  if (g_file_get_contents ("/proc/self/net/if_inet6", &ipv6, NULL, NULL))
    g_string_append (text, ipv6);
  return g_string_free (text, FALSE);
}
