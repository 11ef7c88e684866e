/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "link-socket.h"

#include "core/error.h"
#include "ip.h"
#include "tunnel.h"

#include <string.h>

/* A draft option that the header hides and Debian's 4.3.4 honours: without it, a listener whose ZAP
 * responder is missing admits anybody. */
#ifndef ZMQ_ZAP_ENFORCE_DOMAIN
#define ZMQ_ZAP_ENFORCE_DOMAIN 93
#endif

/* CURVE adds 33 bytes to a frame, and the limit counts them. */
#define FRAME_OVERHEAD     64
#define SEND_FRAMES_MAX    64
#define RECEIVE_FRAMES_MAX 32
#define BACKLOG_MAX        128
/* A connection that ends is closed at once and so never dials again. Both -1, which says so
 * outright, and ZMQ_IMMEDIATE make ZeroMQ 4.3.4 throw away what came before the end and was not
 * read yet. */
#define RECONNECT_MS          600000
#define HANDSHAKE_MS          5000
#define PATIENT_HANDSHAKE_MS  30000 /* three times there and back over six relays and more */
#define HEARTBEAT_EVERY_MS    15000
#define HEARTBEAT_TIMEOUT_MS  45000
#define HEARTBEAT_LIFETIME_MS 60000
#define UNANSWERED_MS         10000 /* TCP_USER_TIMEOUT */
#define EVENT_LEN             6

typedef struct {
  int name;
  int value;
} Option;

static const Option common_options[] = {
  { ZMQ_LINGER, 0 },
  { ZMQ_MAXMSGSIZE, CEN_MESSAGE_MAX + FRAME_OVERHEAD },
  { ZMQ_HANDSHAKE_IVL, HANDSHAKE_MS },
  { ZMQ_HEARTBEAT_IVL, HEARTBEAT_EVERY_MS },
  { ZMQ_HEARTBEAT_TIMEOUT, HEARTBEAT_TIMEOUT_MS },
  { ZMQ_HEARTBEAT_TTL, HEARTBEAT_LIFETIME_MS },
  { ZMQ_TCP_MAXRT, UNANSWERED_MS },
  { ZMQ_SNDHWM, SEND_FRAMES_MAX },
  { ZMQ_RCVHWM, RECEIVE_FRAMES_MAX },
  { ZMQ_BACKLOG, BACKLOG_MAX },
  { ZMQ_RECONNECT_IVL, RECONNECT_MS },
};

static gboolean
set_option (void *socket, int name, int value)
{
  gint64 wide = value;

  if (name == ZMQ_MAXMSGSIZE)
    return zmq_setsockopt (socket, name, &wide, sizeof wide) == 0;
  return zmq_setsockopt (socket, name, &value, sizeof value) == 0;
}

static gboolean
set_key (void *socket, int name, const guint8 key[static CEN_KEY_LEN])
{
  return zmq_setsockopt (socket, name, key, CEN_KEY_LEN) == 0;
}

gboolean
net_parts_receive (NetParts *self, void *socket)
{
  gboolean has_more = TRUE;

  self->n_kept = 0;
  self->n_parts = 0;
  while (has_more) {
    zmq_msg_t part;

    zmq_msg_init (&part);
    if (zmq_msg_recv (&part, socket, ZMQ_DONTWAIT) < 0) {
      zmq_msg_close (&part);
      break;
    }
    has_more = zmq_msg_more (&part);
    if (self->n_kept < NET_PARTS_MAX)
      self->parts[self->n_kept++] = part;
    else
      zmq_msg_close (&part);
    self->n_parts++;
  }
  return self->n_parts > 0;
}

void
net_parts_clear (NetParts *self)
{
  for (guint i = 0; i < self->n_kept; i++)
    zmq_msg_close (&self->parts[i]);
  self->n_kept = 0;
}

gboolean
net_socket_is_address (const char *endpoint)
{
  const char *colon = strrchr (endpoint, ':');

  return g_str_has_prefix (endpoint, "tcp://") && strlen (endpoint) <= CEN_ADDR_MAX &&
         g_str_is_ascii (endpoint) && strchr (endpoint, ';') == NULL &&
         g_ascii_string_to_unsigned (colon + 1, 10, 0, G_MAXUINT16, NULL, NULL);
}

void
net_socket_set_error (GError **error)
{
  g_set_error_literal (error, CEN_ERROR, CEN_ERROR_STORAGE,
                       "The system has no room for another network connection.");
}

void *
net_socket_open (void *context, int type, const char *endpoint)
{
  void *socket = zmq_socket (context, type);
  gboolean is_set = socket != NULL;
  const char *host = strstr (endpoint, "://");
  NetIp ip;

  for (guint i = 0; is_set && i < G_N_ELEMENTS (common_options); i++)
    is_set = set_option (socket, common_options[i].name, common_options[i].value);
  if (is_set && type == ZMQ_ROUTER)
    is_set = set_option (socket, ZMQ_ROUTER_MANDATORY, 1);
  /* With it, ZeroMQ would also listen for IPv6 where a plain IPv4 address was asked for. */
  if (is_set && (host == NULL || strchr (host, '[') != NULL || !net_ip_parse (&ip, host + 3)))
    is_set = set_option (socket, ZMQ_IPV6, 1);
  if (is_set)
    return socket;
  if (socket != NULL)
    zmq_close (socket);
  return NULL;
}

gboolean
net_socket_be_server (void *socket, const CenBoxKey *key, const char *domain)
{
  return set_option (socket, ZMQ_CURVE_SERVER, 1) &&
         set_key (socket, ZMQ_CURVE_SECRETKEY, key->secret) &&
         zmq_setsockopt (socket, ZMQ_ZAP_DOMAIN, domain, strlen (domain)) == 0 &&
         set_option (socket, ZMQ_ZAP_ENFORCE_DOMAIN, 1);
}

gboolean
net_socket_be_client (void *socket, const guint8 server_key[static CEN_KEY_LEN],
                      const CenBoxKey *key)
{
  return set_key (socket, ZMQ_CURVE_SERVERKEY, server_key) &&
         set_key (socket, ZMQ_CURVE_PUBLICKEY, key->public_key) &&
         set_key (socket, ZMQ_CURVE_SECRETKEY, key->secret);
}

gboolean
net_socket_be_patient (void *socket, int type)
{
  return set_option (socket, ZMQ_HANDSHAKE_IVL,
                     type == ZMQ_ROUTER ? PATIENT_HANDSHAKE_MS : NET_TUNNEL_WAIT_MS);
}

void *
net_socket_open_monitor (void *context, void *socket, int events, guint64 name)
{
  g_autofree char *endpoint = g_strdup_printf ("inproc://events-%" G_GUINT64_FORMAT, name);
  void *monitor;

  if (zmq_socket_monitor (socket, endpoint, events) < 0)
    return NULL;
  monitor = zmq_socket (context, ZMQ_PAIR);
  /* Without a mark that it could reach: there, ZeroMQ's own thread would wait for us. */
  if (monitor != NULL && set_option (monitor, ZMQ_LINGER, 0) &&
      set_option (monitor, ZMQ_RCVHWM, 0) && zmq_connect (monitor, endpoint) == 0)
    return monitor;
  zmq_socket_monitor (socket, NULL, 0);
  if (monitor != NULL)
    zmq_close (monitor);
  return NULL;
}

gboolean
net_socket_read_event (void *monitor, NetSocketEvent *ret_event)
{
  NetParts parts;
  gboolean is_event;

  if (!net_parts_receive (&parts, monitor))
    return FALSE;
  is_event = parts.n_parts == 2 && zmq_msg_size (&parts.parts[0]) == EVENT_LEN;
  if (is_event) {
    const guint8 *bytes = zmq_msg_data (&parts.parts[0]);

    memcpy (&ret_event->what, bytes, sizeof ret_event->what);
    memcpy (&ret_event->value, bytes + sizeof ret_event->what, sizeof ret_event->value);
  }
  net_parts_clear (&parts);
  return is_event;
}

void
net_socket_close (void *socket, void *monitor, int linger_ms)
{
  if (monitor != NULL) {
    zmq_socket_monitor (socket, NULL, 0);
    zmq_close (monitor);
  }
  set_option (socket, ZMQ_LINGER, linger_ms);
  zmq_close (socket);
}
