/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Every transport of the ROUTER that has sent something is a Peer, by its routing id. A ROUTER
 * cannot hang up, so a Peer outlives a connection that we closed and swallows what still comes,
 * until the transport is gone: the grip on it (grip.c) sees to that soon.
 *
 * That is told by the monitor, in terms of file descriptors; a message tells its own. A descriptor
 * is used again, but is accepted first. So in each turn the link reads the events before the frames
 * and answers ZAP after them: then every frame finds @gone_fds as it was when its transport was
 * accepted, or ended since. A transport that ends is first read to its last frame, which may also
 * be its first.
 *
 * While the ROUTER is at its high-water mark for one peer only a further try can tell when it no
 * longer is: it cannot be polled for one peer. */

#include "link-listener.h"

#include "core/error.h"

#include <errno.h>
#include <string.h>

#define LAST_ENDPOINT_MAX 256
#define CLOSE_LINGER_MS   500

struct _NetListener {
  NetConnHost *host;
  NetDoor *door;
  CenId circle;
  void *socket;
  void *monitor;
  GHashTable *peers;    /* routing id, GBytes → Peer */
  GHashTable *gone_fds; /* ended and not accepted since */
  gboolean has_gone_peers;
  gboolean is_closing;
};

/* One transport. */
typedef struct {
  NetVisitor *visitor; /* NULL when its pass was not good: nothing of it is heard */
  NetConn *conn;       /* NULL once closed */
  int fd;
  gboolean is_gone;
} Peer;

static void
peer_free (Peer *self)
{
  net_visitor_free (self->visitor);
  g_free (self);
}

/* Before the table forgets @peer. */
static void
let_go (NetListener *self, const Peer *peer)
{
  if (peer->visitor != NULL)
    net_door_leave (self->door, peer->visitor->key);
}

/* The first frame of a transport: its User-Id, which only the body carries, is its pass. */
static Peer *
add_peer (NetListener *self, GBytes *routing_id, zmq_msg_t *body)
{
  const char *pass = zmq_msg_gets (body, "User-Id");
  Peer *peer = g_new0 (Peer, 1);
  NetConn *conn;

  peer->fd = zmq_msg_get (body, ZMQ_SRCFD);
  peer->is_gone = g_hash_table_contains (self->gone_fds, GINT_TO_POINTER (peer->fd));
  self->has_gone_peers |= peer->is_gone;
  g_hash_table_insert (self->peers, g_bytes_ref (routing_id), peer);
  peer->visitor = pass == NULL ? NULL : net_door_claim (self->door, pass, &self->circle);
  if (peer->visitor == NULL) {
    net_grips_hang_up (self->host->grips, peer->fd, 0);
    return peer;
  }
  conn = net_conn_new (self->host, &self->circle, peer->visitor->key, peer->visitor->address);
  conn->listener = self;
  conn->socket = self->socket;
  conn->routing_id = g_bytes_ref (routing_id);
  peer->conn = conn;
  net_conn_open (conn);
  return peer;
}

static void
take_incoming (NetListener *self, NetParts *message)
{
  g_autoptr (GBytes) routing_id = NULL;
  Peer *peer;

  if (message->n_kept < 2)
    return;
  routing_id = g_bytes_new (zmq_msg_data (&message->parts[0]), zmq_msg_size (&message->parts[0]));
  peer = g_hash_table_lookup (self->peers, routing_id);
  if (peer == NULL)
    peer = add_peer (self, routing_id, &message->parts[1]);
  net_grips_note_message (self->host->grips, peer->fd);
  if (peer->conn != NULL && !peer->conn->is_closing)
    net_conn_deliver (peer->conn, message, 2);
}

/* Once all that they sent has been read, peers whose transport is gone go. */
static void
close_gone_peers (NetListener *self)
{
  GHashTableIter iter;
  gpointer key;
  gpointer value;

  if (!self->has_gone_peers)
    return;
  self->has_gone_peers = FALSE;
  g_hash_table_iter_init (&iter, self->peers);
  while (g_hash_table_iter_next (&iter, &key, &value)) {
    Peer *peer = value;

    if (!peer->is_gone)
      continue;
    if (peer->conn != NULL) {
      net_conn_end (peer->conn, NET_CONN_LOST);
      continue;
    }
    let_go (self, peer);
    g_hash_table_iter_remove (&iter);
  }
}

static void
mark_gone (NetListener *self, int fd)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_add (self->gone_fds, GINT_TO_POINTER (fd));
  g_hash_table_iter_init (&iter, self->peers);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    Peer *peer = value;

    if (peer->fd == fd) {
      peer->is_gone = TRUE;
      self->has_gone_peers = TRUE;
    }
  }
}

static guint
read_port (void *socket)
{
  char endpoint[LAST_ENDPOINT_MAX];
  size_t len = sizeof endpoint;
  guint64 port;
  const char *colon;

  if (zmq_getsockopt (socket, ZMQ_LAST_ENDPOINT, endpoint, &len) < 0)
    return 0;
  colon = strrchr (endpoint, ':');
  if (colon == NULL || !g_ascii_string_to_unsigned (colon + 1, 10, 1, G_MAXUINT16, &port, NULL))
    return 0;
  return (guint) port;
}

static void
set_bind_error (GError **error)
{
  if (errno == EADDRINUSE)
    g_set_error_literal (error, CEN_ERROR, CEN_ERROR_BUSY,
                         "Another program already listens on this port.");
  else
    g_set_error_literal (error, CEN_ERROR, CEN_ERROR_INVALID,
                         "This is not an address of this computer to listen on.");
}

/* A ROUTER that serves as CURVE server, with its monitor. */
static gboolean
open_sockets (NetListener *self, void *context, const CenBoxKey *key, const char *endpoint,
              NetListenerHaste haste, guint64 monitor_name)
{
  g_autofree char *domain = cen_id_dup_text (&self->circle);

  self->socket = net_socket_open (context, ZMQ_ROUTER, endpoint);
  if (self->socket != NULL && net_socket_be_server (self->socket, key, domain) &&
      (haste == NET_LISTENER_HASTY || net_socket_be_patient (self->socket, ZMQ_ROUTER)))
    self->monitor =
        net_socket_open_monitor (context, self->socket, ZMQ_EVENT_ACCEPTED | ZMQ_EVENT_DISCONNECTED,
                                 monitor_name);
  return self->monitor != NULL;
}

NetListener *
net_listener_new (void *context, NetConnHost *host, NetDoor *door, const CenId *circle,
                  const CenBoxKey *key, const char *endpoint, NetListenerHaste haste,
                  guint64 monitor_name, GError **error)
{
  g_autoptr (NetListener) self = g_new0 (NetListener, 1);

  self->host = host;
  self->door = door;
  self->circle = *circle;
  self->peers = g_hash_table_new_full (g_bytes_hash, g_bytes_equal, (GDestroyNotify) g_bytes_unref,
                                       (GDestroyNotify) peer_free);
  self->gone_fds = g_hash_table_new (NULL, NULL);
  if (!net_socket_is_address (endpoint)) {
    errno = EINVAL;
    set_bind_error (error);
    return NULL;
  }
  if (!open_sockets (self, context, key, endpoint, haste, monitor_name)) {
    net_socket_set_error (error);
    return NULL;
  }
  if (zmq_bind (self->socket, endpoint) < 0) {
    set_bind_error (error);
    return NULL;
  }
  return g_steal_pointer (&self);
}

void
net_listener_free (NetListener *self)
{
  GHashTableIter iter;
  gpointer value;

  if (self == NULL)
    return;
  g_hash_table_iter_init (&iter, self->peers);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    let_go (self, value);
  g_hash_table_unref (self->peers);
  g_hash_table_unref (self->gone_fds);
  net_grips_let_go_all (self->host->grips, self);
  if (self->socket != NULL)
    net_socket_close (self->socket, self->monitor, CLOSE_LINGER_MS);
  g_free (self);
}

const CenId *
net_listener_get_circle (const NetListener *self)
{
  return &self->circle;
}

guint
net_listener_get_port (const NetListener *self)
{
  return read_port (self->socket);
}

void *
net_listener_get_socket (const NetListener *self)
{
  return self->socket;
}

void *
net_listener_get_monitor (const NetListener *self)
{
  return self->monitor;
}

gboolean
net_listener_is_closing (const NetListener *self)
{
  return self->is_closing;
}

void
net_listener_close (NetListener *self)
{
  GHashTableIter iter;
  gpointer value;

  self->is_closing = TRUE;
  g_hash_table_iter_init (&iter, self->peers);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    const Peer *peer = value;

    if (peer->conn != NULL)
      net_conn_close (peer->conn);
  }
}

void
net_listener_read_events (NetListener *self)
{
  NetSocketEvent event;

  while (net_socket_read_event (self->monitor, &event)) {
    int fd = (int) event.value;

    if (event.what == ZMQ_EVENT_DISCONNECTED) {
      net_grips_let_go (self->host->grips, fd);
      mark_gone (self, fd);
    } else {
      net_grips_take (self->host->grips, self, fd, NET_GRIP_ACCEPTED);
      g_hash_table_remove (self->gone_fds, GINT_TO_POINTER (fd));
    }
  }
}

void
net_listener_read_frames (NetListener *self, guint n_max)
{
  NetParts message;

  for (guint i = 0; i < n_max && !self->is_closing; i++) {
    if (!net_parts_receive (&message, self->socket)) {
      close_gone_peers (self);
      return;
    }
    take_incoming (self, &message);
    net_parts_clear (&message);
  }
}

void
net_listener_flush (NetListener *self)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->peers);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    NetConn *conn = ((const Peer *) value)->conn;

    if (conn != NULL && !conn->is_closing)
      net_conn_flush (conn);
  }
}

void
net_listener_finish_conn (NetListener *self, NetConn *conn)
{
  Peer *peer = g_hash_table_lookup (self->peers, conn->routing_id);

  peer->conn = NULL;
  if (!peer->is_gone && conn->end != NET_CONN_LOST) {
    net_grips_hang_up (self->host->grips, peer->fd, CLOSE_LINGER_MS);
    return;
  }
  let_go (self, peer);
  g_hash_table_remove (self->peers, conn->routing_id);
}
