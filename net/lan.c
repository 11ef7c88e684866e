/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* One socket for each family. The kernel tells with each datagram where it was sent to and by which
 * interface it came (PKTINFO), and is told the same of those that go out, so that a beacon leaves
 * from the very address that it is bound to, also where there is no route. */

#include "lan.h"

#include <arpa/inet.h>
#include <errno.h>
#include <net/if.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define DATAGRAMS_A_CALL 64 /* that are passed over */
#define CONTROL_MAX      256

enum { IPV4, IPV6 };

struct _NetLan {
  int fds[NET_LAN_FDS];
  GPtrArray *only;    /* char * */
  GArray *interfaces; /* NetInterface */
};

typedef union {
  struct cmsghdr align;
  char bytes[CONTROL_MAX];
} Control;

static gboolean
set (int fd, int level, int name, int value)
{
  return setsockopt (fd, level, name, &value, sizeof value) == 0;
}

static int
open_ipv4 (void)
{
  struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons (NET_LAN_PORT) };
  int fd = socket (AF_INET, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

  inet_pton (AF_INET, NET_LAN_GROUP, &address.sin_addr);
  if (fd >= 0 && set (fd, SOL_SOCKET, SO_REUSEADDR, 1) && set (fd, IPPROTO_IP, IP_PKTINFO, 1) &&
      set (fd, IPPROTO_IP, IP_MULTICAST_ALL, 0) && set (fd, IPPROTO_IP, IP_MULTICAST_TTL, 1) &&
      set (fd, IPPROTO_IP, IP_MULTICAST_LOOP, 1) &&
      bind (fd, (struct sockaddr *) &address, sizeof address) == 0)
    return fd;
  if (fd >= 0)
    close (fd);
  return -1;
}

static int
open_ipv6 (void)
{
  struct sockaddr_in6 address = { .sin6_family = AF_INET6, .sin6_port = htons (NET_LAN_PORT) };
  int fd = socket (AF_INET6, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

  if (fd >= 0 && set (fd, SOL_SOCKET, SO_REUSEADDR, 1) && set (fd, IPPROTO_IPV6, IPV6_V6ONLY, 1) &&
      set (fd, IPPROTO_IPV6, IPV6_RECVPKTINFO, 1) &&
      set (fd, IPPROTO_IPV6, IPV6_MULTICAST_HOPS, 1) &&
      set (fd, IPPROTO_IPV6, IPV6_MULTICAST_LOOP, 1) &&
      bind (fd, (struct sockaddr *) &address, sizeof address) == 0)
    return fd;
  if (fd >= 0)
    close (fd);
  return -1;
}

/* To have joined already is no failure, and one that cannot be joined is one that is not heard. */
static void
join_group (NetLan *self, const NetInterface *interface)
{
  if (interface->is_ipv6) {
    struct ipv6_mreq member = { .ipv6mr_interface = interface->index };

    inet_pton (AF_INET6, NET_LAN_GROUP_V6, &member.ipv6mr_multiaddr);
    setsockopt (self->fds[IPV6], IPPROTO_IPV6, IPV6_JOIN_GROUP, &member, sizeof member);
  } else {
    struct ip_mreqn member = { .imr_ifindex = (int) interface->index };

    inet_pton (AF_INET, NET_LAN_GROUP, &member.imr_multiaddr);
    setsockopt (self->fds[IPV4], IPPROTO_IP, IP_ADD_MEMBERSHIP, &member, sizeof member);
  }
}

NetLan *
net_lan_new (const GPtrArray *only)
{
  NetLan *self = g_new0 (NetLan, 1);

  self->only = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; only != NULL && i < only->len; i++)
    g_ptr_array_add (self->only, g_strdup (only->pdata[i]));
  self->fds[IPV4] = open_ipv4 ();
  self->fds[IPV6] = open_ipv6 ();
  net_lan_refresh (self);
  return self;
}

void
net_lan_free (NetLan *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < NET_LAN_FDS; i++) {
    if (self->fds[i] >= 0)
      close (self->fds[i]);
  }
  g_ptr_array_unref (self->only);
  g_array_unref (self->interfaces);
  g_free (self);
}

const int *
net_lan_get_fds (const NetLan *self)
{
  return self->fds;
}

void
net_lan_refresh (NetLan *self)
{
  g_clear_pointer (&self->interfaces, g_array_unref);
  self->interfaces = net_interfaces_list_local (self->only);
  for (guint i = 0; i < self->interfaces->len; i++)
    join_group (self, &g_array_index (self->interfaces, NetInterface, i));
}

const GArray *
net_lan_get_interfaces (const NetLan *self)
{
  return self->interfaces;
}

static void
send_message (int fd, struct msghdr *message, int level, int type, const void *info, gsize len)
{
  Control control = { 0 };
  struct cmsghdr *header = &control.align;

  header->cmsg_level = level;
  header->cmsg_type = type;
  header->cmsg_len = CMSG_LEN (len);
  memcpy (CMSG_DATA (header), info, len);
  message->msg_control = control.bytes;
  message->msg_controllen = CMSG_SPACE (len);
  while (sendmsg (fd, message, MSG_NOSIGNAL) < 0 && errno == EINTR)
    continue;
}

static void
send_ipv4 (NetLan *self, const NetInterface *from, struct iovec *data)
{
  struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons (NET_LAN_PORT) };
  struct in_pktinfo info = { .ipi_ifindex = (int) from->index };
  struct msghdr message = {
    .msg_name = &to, .msg_namelen = sizeof to, .msg_iov = data, .msg_iovlen = 1
  };

  inet_pton (AF_INET, NET_LAN_GROUP, &to.sin_addr);
  memcpy (&info.ipi_spec_dst, from->ip.bytes + NET_IP_LEN - sizeof info.ipi_spec_dst,
          sizeof info.ipi_spec_dst);
  send_message (self->fds[IPV4], &message, IPPROTO_IP, IP_PKTINFO, &info, sizeof info);
}

static void
send_ipv6 (NetLan *self, const NetInterface *from, struct iovec *data)
{
  struct sockaddr_in6 to = { .sin6_family = AF_INET6,
                             .sin6_port = htons (NET_LAN_PORT),
                             .sin6_scope_id = from->index };
  struct in6_pktinfo info = { .ipi6_ifindex = from->index };
  struct msghdr message = {
    .msg_name = &to, .msg_namelen = sizeof to, .msg_iov = data, .msg_iovlen = 1
  };

  inet_pton (AF_INET6, NET_LAN_GROUP_V6, &to.sin6_addr);
  memcpy (&info.ipi6_addr, from->ip.bytes, NET_IP_LEN);
  send_message (self->fds[IPV6], &message, IPPROTO_IPV6, IPV6_PKTINFO, &info, sizeof info);
}

void
net_lan_send (NetLan *self, const NetInterface *from, const guint8 *bytes, gsize len)
{
  struct iovec data = { .iov_base = (void *) bytes, .iov_len = len };

  if (from->is_ipv6)
    send_ipv6 (self, from, &data);
  else
    send_ipv4 (self, from, &data);
}

/* The interface of @index, when beacons of that family are heard there. */
static const NetInterface *
find_interface (const NetLan *self, guint index, gboolean is_ipv6)
{
  for (guint i = 0; i < self->interfaces->len; i++) {
    const NetInterface *one = &g_array_index (self->interfaces, NetInterface, i);

    if (one->index == index && one->is_ipv6 == is_ipv6)
      return one;
  }
  return NULL;
}

/* By which interface @message came; 0 when it was not sent to the group. */
static guint
get_interface_index (struct msghdr *message)
{
  struct in6_addr group_ipv6;
  struct in_addr group;

  inet_pton (AF_INET, NET_LAN_GROUP, &group);
  inet_pton (AF_INET6, NET_LAN_GROUP_V6, &group_ipv6);
  for (struct cmsghdr *one = CMSG_FIRSTHDR (message); one != NULL;
       one = CMSG_NXTHDR (message, one)) {
    struct in6_pktinfo info_ipv6;
    struct in_pktinfo info;

    if (one->cmsg_level == IPPROTO_IP && one->cmsg_type == IP_PKTINFO) {
      memcpy (&info, CMSG_DATA (one), sizeof info);
      return info.ipi_addr.s_addr == group.s_addr ? (guint) info.ipi_ifindex : 0;
    }
    if (one->cmsg_level == IPPROTO_IPV6 && one->cmsg_type == IPV6_PKTINFO) {
      memcpy (&info_ipv6, CMSG_DATA (one), sizeof info_ipv6);
      return IN6_ARE_ADDR_EQUAL (&info_ipv6.ipi6_addr, &group_ipv6) ? info_ipv6.ipi6_ifindex : 0;
    }
  }
  return 0;
}

static gboolean
fill_heard (NetLanHeard *ret_heard, const struct sockaddr_storage *from,
            const NetInterface *interface)
{
  char text[INET6_ADDRSTRLEN];
  struct sockaddr_in6 in6;
  struct sockaddr_in in;

  if (from->ss_family == AF_INET) {
    memcpy (&in, from, sizeof in);
    inet_ntop (AF_INET, &in.sin_addr, text, sizeof text);
    g_strlcpy (ret_heard->host, text, sizeof ret_heard->host);
  } else {
    memcpy (&in6, from, sizeof in6);
    if (!IN6_IS_ADDR_LINKLOCAL (&in6.sin6_addr))
      return FALSE;
    inet_ntop (AF_INET6, &in6.sin6_addr, text, sizeof text);
    g_snprintf (ret_heard->host, sizeof ret_heard->host, "[%s%%%s]", text, interface->name);
  }
  return net_ip_parse (&ret_heard->ip, text);
}

static gssize
receive_from (NetLan *self, int fd, struct iovec *data, NetLanHeard *ret_heard)
{
  struct sockaddr_storage from = { 0 };
  Control control;
  struct msghdr message = { .msg_name = &from,
                            .msg_namelen = sizeof from,
                            .msg_iov = data,
                            .msg_iovlen = 1,
                            .msg_control = control.bytes,
                            .msg_controllen = sizeof control.bytes };
  gssize n = recvmsg (fd, &message, 0);
  const NetInterface *interface;

  if (n <= 0)
    return n;
  interface = find_interface (self, get_interface_index (&message), from.ss_family == AF_INET6);
  if (interface == NULL || (message.msg_flags & MSG_TRUNC) != 0 ||
      !fill_heard (ret_heard, &from, interface))
    return 0;
  ret_heard->len = (gsize) n;
  return n;
}

gboolean
net_lan_receive (NetLan *self, guint8 *bytes, gsize max, NetLanHeard *ret_heard)
{
  for (guint i = 0; i < NET_LAN_FDS; i++) {
    for (guint k = 0; self->fds[i] >= 0 && k < DATAGRAMS_A_CALL; k++) {
      struct iovec data = { .iov_base = bytes, .iov_len = max };
      gssize n = receive_from (self, self->fds[i], &data, ret_heard);

      if (n > 0)
        return TRUE;
      if (n < 0 && errno != EINTR)
        break;
    }
  }
  return FALSE;
}
