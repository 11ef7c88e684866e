/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A connection is dialled, and then has a DEALER and its monitor to itself; or it came to a
 * listener, and is one Peer of that listener's ROUTER, known by its routing id.
 *
 *   dialled:   connecting ──handshake──► open ──► closing ──► freed
 *   incoming:                first frame ──► open ──► closing ──► freed
 *
 * Callbacks may do anything but run the loop or free the link. So closing is only a mark and a
 * place in @closing; connections and listeners are freed at the end of a turn, when no callback is
 * on the stack, and the marked ones are passed over until then. Every connection that the caller
 * knows of gets exactly one on_close.
 *
 * In a turn the listeners' events come first, then frames, then ZAP (link-listener.c says why).
 * What met a high-water mark is held by its connection: a DEALER is polled until it takes more, a
 * ROUTER is tried again every few milliseconds.
 *
 * All of it belongs to the thread that runs the loop; net_link_wake alone may be called elsewhere.
 */

#include "link.h"

#include "core/address.h"
#include "core/error.h"
#include "door.h"
#include "link-listener.h"
#include "link-private.h"
#include "link-route.h"
#include "link-socket.h"
#include "tunnel.h"
#include "zap.h"

#include <errno.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#define FRAMES_PER_TURN     64
#define HELD_RETRY_MS       5
#define SELF_TEST_MS        3000
#define SOCKETS_MAX         4096
#define N_FIXED_POLL_ITEMS  3
#define POLL_ITEMS_PER_PAIR 2

#define DIAL_EVENTS                                                                                \
  (ZMQ_EVENT_CONNECTED | ZMQ_EVENT_CLOSED | ZMQ_EVENT_DISCONNECTED |                               \
   ZMQ_EVENT_HANDSHAKE_SUCCEEDED | ZMQ_EVENT_HANDSHAKE_FAILED_AUTH |                               \
   ZMQ_EVENT_HANDSHAKE_FAILED_PROTOCOL | ZMQ_EVENT_HANDSHAKE_FAILED_NO_DETAIL)

struct _NetLink {
  const CenWorld *world;
  NetLinkEvents events;
  gpointer user_data;
  void *context;
  void *zap;
  int wake_fd;
  guint64 n_monitors;
  gboolean is_ending; /* net_link_free is at work */
  NetDoor *door;
  NetRoutes routes;
  gint64 look_ms; /* when the grips want to be looked at */
  NetConnHost host;
  GPtrArray *listeners; /* NetListener */
  GPtrArray *dialled;   /* NetConn */
  GArray *watched;      /* int */
  /* zmq_pollitem_t: wake, ZAP, grips, then a pair for each listener and connection, the watched */
  GArray *poll_items;
};

static gint64
get_now_ms (const NetLink *self)
{
  return self->world->monotonic_ms (self->world);
}

static void
opened_cb (NetConn *conn, gpointer user_data)
{
  NetLink *self = user_data;

  self->events.on_open (self, conn, self->user_data);
}

static void
message_cb (NetConn *conn, const guint8 *bytes, gsize len, gpointer user_data)
{
  NetLink *self = user_data;

  self->events.on_message (self, conn, bytes, len, self->user_data);
}

/* The connection's last moment: tells the caller, and frees it. */
static void
finish_conn (NetLink *self, NetConn *conn)
{
  self->events.on_close (self, conn, conn->end, self->user_data);
  if (conn->listener != NULL)
    net_listener_finish_conn (conn->listener, conn);
  else
    g_ptr_array_remove (self->dialled, conn);
  net_conn_free (conn);
}

/* The only place where connections and listeners are freed. */
static void
finish_closing (NetLink *self)
{
  while (self->host.closing->len > 0)
    finish_conn (self, g_ptr_array_steal_index (self->host.closing, 0));
  for (guint i = self->listeners->len; i-- > 0;) {
    if (net_listener_is_closing (g_ptr_array_index (self->listeners, i)))
      g_ptr_array_remove_index (self->listeners, i);
  }
}

static void
take_dial_event (NetConn *self, const NetSocketEvent *event)
{
  switch (event->what) {
  case ZMQ_EVENT_CONNECTED:
    self->fd = (int) event->value;
    net_grips_take (self->host->grips, self, self->fd, NET_GRIP_DIALLED);
    break;
  case ZMQ_EVENT_HANDSHAKE_SUCCEEDED:
    net_conn_open (self);
    break;
  case ZMQ_EVENT_HANDSHAKE_FAILED_AUTH:
    net_conn_end (self, NET_CONN_REFUSED);
    break;
  case ZMQ_EVENT_DISCONNECTED:
    net_grips_let_go_all (self->host->grips, self);
    self->fd = -1;
    if (self->is_open) {
      self->is_gone = TRUE;
      break;
    }
    net_conn_end (self, NET_CONN_HANDSHAKE_FAILED);
    break;
  case ZMQ_EVENT_CLOSED:
    if (!self->is_open)
      net_conn_end (self, NET_CONN_NO_ANSWER);
    break;
  default:
    net_conn_end (self, NET_CONN_HANDSHAKE_FAILED);
    break;
  }
}

static void
read_dial_events (NetConn *self)
{
  NetSocketEvent event;

  while (!self->is_closing && net_socket_read_event (self->monitor, &event))
    take_dial_event (self, &event);
}

static void
read_dial_frames (NetConn *self)
{
  NetParts message;

  for (guint i = 0; i < FRAMES_PER_TURN && !self->is_closing; i++) {
    if (!net_parts_receive (&message, self->socket)) {
      if (self->is_gone)
        net_conn_end (self, NET_CONN_LOST);
      return;
    }
    net_grips_note_message (self->host->grips, self->fd);
    net_conn_deliver (self, &message, 1);
    net_parts_clear (&message);
  }
}

static NetZapVerdict
judge_cb (const char *domain, const char *address, const guint8 key[static CEN_KEY_LEN],
          char ret_user_id[static NET_ZAP_USER_ID_MAX], gpointer user_data)
{
  NetLink *self = user_data;
  g_autofree char *text = NULL;
  NetLinkVerdict verdict;
  CenId circle;
  NetIp ip;

  if (!cen_id_from_text (&circle, domain) || !net_ip_parse (&ip, address))
    return NET_ZAP_REFUSE;
  if (!net_door_knock (self->door, &ip, key))
    return NET_ZAP_LATER;
  text = net_ip_dup_text (&ip);
  verdict = self->events.admit (self, &circle, key, text, self->user_data);
  if (verdict != NET_LINK_ADMIT)
    return verdict == NET_LINK_LATER ? NET_ZAP_LATER : NET_ZAP_REFUSE;
  net_door_admit (self->door, &circle, key, &ip, ret_user_id);
  return NET_ZAP_ADMIT;
}

static void
add_poll_item (NetLink *self, void *socket, int fd, short events)
{
  zmq_pollitem_t item = { socket, fd, events, 0 };

  g_array_append_val (self->poll_items, item);
}

static void
fill_poll_items (NetLink *self)
{
  g_array_set_size (self->poll_items, 0);
  add_poll_item (self, NULL, self->wake_fd, ZMQ_POLLIN);
  add_poll_item (self, self->zap, 0, ZMQ_POLLIN);
  add_poll_item (self, NULL, net_grips_get_fd (self->host.grips), ZMQ_POLLIN);
  for (guint i = 0; i < self->listeners->len; i++) {
    const NetListener *listener = g_ptr_array_index (self->listeners, i);

    add_poll_item (self, net_listener_get_socket (listener), 0, ZMQ_POLLIN);
    add_poll_item (self, net_listener_get_monitor (listener), 0, ZMQ_POLLIN);
  }
  for (guint i = 0; i < self->dialled->len; i++) {
    const NetConn *conn = g_ptr_array_index (self->dialled, i);
    gboolean has_held = conn->is_open && conn->n_held > 0;

    add_poll_item (self, conn->socket, 0, has_held ? ZMQ_POLLIN | ZMQ_POLLOUT : ZMQ_POLLIN);
    add_poll_item (self, conn->monitor, 0, ZMQ_POLLIN);
  }
  for (guint i = 0; i < self->watched->len; i++)
    add_poll_item (self, NULL, g_array_index (self->watched, int, i), ZMQ_POLLIN);
}

/* How long to wait, given the caller's wish. */
static gint64
limit_timeout (const NetLink *self, gint64 timeout_ms)
{
  gint64 now_ms = get_now_ms (self);
  guint64 limit = timeout_ms < 0 ? G_MAXUINT64 : (guint64) timeout_ms;

  if (self->host.closing->len > 0)
    return 0;
  for (guint i = 0; i < self->listeners->len; i++) {
    if (net_listener_is_closing (g_ptr_array_index (self->listeners, i)))
      return 0;
  }
  if (self->look_ms != G_MAXINT64)
    limit = MIN (limit, (guint64) MAX (self->look_ms - now_ms, 0));
  if (self->host.n_holding > 0)
    limit = MIN (limit, HELD_RETRY_MS);
  for (guint i = 0; i < self->dialled->len; i++) {
    const NetConn *conn = g_ptr_array_index (self->dialled, i);

    if (!conn->is_open)
      limit = MIN (limit, (guint64) MAX (conn->deadline_ms - now_ms, 0));
  }
  return limit == G_MAXUINT64 ? -1 : (gint64) MIN (limit, G_MAXINT32);
}

static void
run_listeners (NetLink *self, guint n)
{
  for (guint i = 0; i < n; i++)
    net_listener_read_events (g_ptr_array_index (self->listeners, i));
  for (guint i = 0; i < n; i++)
    net_listener_read_frames (g_ptr_array_index (self->listeners, i), FRAMES_PER_TURN);
}

/* The first @n, whose poll items begin at @item. */
static void
run_dialled (NetLink *self, guint n, guint item)
{
  gint64 now_ms = get_now_ms (self);

  for (guint i = 0; i < n; i++, item += POLL_ITEMS_PER_PAIR) {
    NetConn *conn = g_ptr_array_index (self->dialled, i);
    short frames = g_array_index (self->poll_items, zmq_pollitem_t, item).revents;

    if (g_array_index (self->poll_items, zmq_pollitem_t, item + 1).revents != 0)
      read_dial_events (conn);
    if ((frames & ZMQ_POLLIN) != 0 || conn->is_gone)
      read_dial_frames (conn);
    if (conn->is_open && !conn->is_closing)
      net_conn_flush (conn);
    if (!conn->is_open && now_ms >= conn->deadline_ms)
      net_conn_end (conn, NET_CONN_NO_ANSWER);
  }
}

static void
flush_incoming (NetLink *self)
{
  for (guint i = 0; i < self->listeners->len && self->host.n_holding > 0; i++)
    net_listener_flush (g_ptr_array_index (self->listeners, i));
}

static void
drain_wake (NetLink *self)
{
  guint64 n;

  while (read (self->wake_fd, &n, sizeof n) < 0 && errno == EINTR)
    continue;
}

static guint
listen_at (NetLink *self, const CenId *circle, const CenBoxKey *key, const char *endpoint,
           NetListenerHaste haste, GError **error)
{
  NetListener *listener;

  if (self->is_ending) {
    net_socket_set_error (error);
    return 0;
  }
  if (!net_routes_may_listen (&self->routes, circle, endpoint)) {
    g_set_error_literal (error, CEN_ERROR, CEN_ERROR_REFUSED, "This circle is met over Tor alone.");
    return 0;
  }
  listener = net_listener_new (self->context, &self->host, self->door, circle, key, endpoint, haste,
                               self->n_monitors++, error);
  if (listener == NULL)
    return 0;
  g_ptr_array_add (self->listeners, listener);
  return net_listener_get_port (listener);
}

guint
net_link_listen (NetLink *self, const CenId *circle, const CenBoxKey *key, const char *endpoint,
                 GError **error)
{
  return listen_at (self, circle, key, endpoint, NET_LISTENER_HASTY, error);
}

guint
net_link_listen_patiently (NetLink *self, const CenId *circle, const CenBoxKey *key, GError **error)
{
  return listen_at (self, circle, key, "tcp://127.0.0.1:0", NET_LISTENER_PATIENT, error);
}

void
net_link_unlisten (NetLink *self, const CenId *circle)
{
  for (guint i = 0; i < self->listeners->len; i++) {
    NetListener *listener = g_ptr_array_index (self->listeners, i);

    if (cen_id_equal (net_listener_get_circle (listener), circle))
      net_listener_close (listener);
  }
}

static void
set_address_error (GError **error)
{
  g_set_error_literal (error, CEN_ERROR, CEN_ERROR_INVALID,
                       "This is not an address that can be dialled.");
}

/* Where ZeroMQ dials to come to @address, which may be an onion service of any kind: there itself,
 * or a tunnel. NULL with an error when there is no way. */
static char *
dup_way (NetLink *self, const CenId *circle, NetRoute route, const char *address,
         const guint8 server_key[static CEN_KEY_LEN], GError **error)
{
  g_autofree char *plain = cen_address_is_onion (address)
                               ? cen_address_dup_from_endpoint (CEN_ADDRESS_DIRECT, address)
                               : g_strdup (address);
  char login[2 * CEN_KEY_LEN + 1];

  if (route == NET_ROUTE_NONE) {
    g_set_error_literal (error, CEN_ERROR, CEN_ERROR_UNREACHABLE,
                         "There is no Tor daemon to go through.");
    return NULL;
  }
  if (!net_socket_is_address (plain)) {
    set_address_error (error);
    return NULL;
  }
  if (route == NET_ROUTE_PLAIN)
    return g_steal_pointer (&plain);
  net_routes_make_login (&self->routes, circle, server_key, login);
  return net_tunnel_open (self->world, self->routes.socks, plain + strlen ("tcp://"), login, error);
}

NetConn *
net_link_dial (NetLink *self, const CenId *circle, const char *address,
               const guint8 server_key[static CEN_KEY_LEN], const CenBoxKey *client,
               gint64 timeout_ms, GError **error)
{
  NetRoute route = net_routes_find (&self->routes, circle, address);
  g_autofree char *way = dup_way (self, circle, route, address, server_key, error);
  void *monitor = NULL;
  NetConn *conn;
  void *socket;

  if (way == NULL)
    return NULL;
  socket = self->is_ending ? NULL : net_socket_open (self->context, ZMQ_DEALER, way);
  if (socket != NULL && net_socket_be_client (socket, server_key, client) &&
      (route == NET_ROUTE_PLAIN || net_socket_be_patient (socket, ZMQ_DEALER)))
    monitor = net_socket_open_monitor (self->context, socket, DIAL_EVENTS, self->n_monitors++);
  if (monitor == NULL || zmq_connect (socket, way) < 0) {
    if (monitor == NULL)
      net_socket_set_error (error);
    else
      set_address_error (error);
    if (socket != NULL)
      net_socket_close (socket, monitor, 0);
    return NULL;
  }
  conn = net_conn_new (&self->host, circle, server_key, address);
  conn->socket = socket;
  conn->monitor = monitor;
  conn->deadline_ms =
      get_now_ms (self) + MAX (timeout_ms, route == NET_ROUTE_TOR ? NET_TUNNEL_WAIT_MS : 0);
  g_ptr_array_add (self->dialled, conn);
  return conn;
}

NetRoutes *
net_link_get_routes (NetLink *self)
{
  return &self->routes;
}

void
net_link_run_once (NetLink *self, gint64 timeout_ms)
{
  guint n_listeners = self->listeners->len;
  guint n_dialled = self->dialled->len;

  fill_poll_items (self);
  if (zmq_poll ((zmq_pollitem_t *) (gpointer) self->poll_items->data, (int) self->poll_items->len,
                (long) limit_timeout (self, timeout_ms)) >= 0) {
    drain_wake (self);
    run_listeners (self, n_listeners);
    run_dialled (self, n_dialled, N_FIXED_POLL_ITEMS + POLL_ITEMS_PER_PAIR * n_listeners);
    flush_incoming (self);
    self->look_ms = net_grips_look (self->host.grips);
    net_zap_answer (self->zap, FRAMES_PER_TURN, judge_cb, self);
  }
  finish_closing (self);
}

void
net_link_watch (NetLink *self, int fd)
{
  if (fd >= 0)
    g_array_append_val (self->watched, fd);
}

void
net_link_unwatch (NetLink *self, int fd)
{
  for (guint i = 0; i < self->watched->len; i++) {
    if (g_array_index (self->watched, int, i) == fd) {
      g_array_remove_index_fast (self->watched, i);
      return;
    }
  }
}

void
net_link_wake (NetLink *self)
{
  guint64 one = 1;

  while (write (self->wake_fd, &one, sizeof one) < 0 && errno == EINTR)
    continue;
}

void
net_link_set_handshake_limit (NetLink *self, guint per_minute)
{
  net_door_set_limit (self->door, per_minute);
}

void
net_link_set_visitors_per_key (NetLink *self, guint n_max)
{
  net_door_set_per_key (self->door, n_max);
}

static void
set_start_error (GError **error)
{
  g_set_error_literal (error, CEN_ERROR, CEN_ERROR_STORAGE,
                       "The network library could not be started.");
}

/* What became of the stranger of the self-test. */
typedef struct {
  guint n_asked;
  gboolean has_come_in;
  gboolean is_refused;
  gboolean is_over;
} Probe;

static NetLinkVerdict
refuse_probe_cb (NetLink *link G_GNUC_UNUSED, const CenId *circle G_GNUC_UNUSED,
                 const guint8 key[static CEN_KEY_LEN] G_GNUC_UNUSED,
                 const char *address G_GNUC_UNUSED, gpointer user_data)
{
  Probe *probe = user_data;

  probe->n_asked++;
  return NET_LINK_REFUSE;
}

static void
probe_opened_cb (NetLink *link G_GNUC_UNUSED, NetConn *conn, gpointer user_data)
{
  Probe *probe = user_data;

  probe->has_come_in = TRUE;
  net_conn_close (conn);
}

static void
probe_message_cb (NetLink *link G_GNUC_UNUSED, NetConn *conn G_GNUC_UNUSED,
                  const guint8 *bytes G_GNUC_UNUSED, gsize len G_GNUC_UNUSED, gpointer user_data)
{
  Probe *probe = user_data;

  probe->has_come_in = TRUE;
}

static void
probe_closed_cb (NetLink *link G_GNUC_UNUSED, NetConn *conn G_GNUC_UNUSED, NetConnEnd end,
                 gpointer user_data)
{
  Probe *probe = user_data;

  probe->is_over = TRUE;
  probe->is_refused = end == NET_CONN_REFUSED;
}

/* Dials a listener of its own as a stranger. */
static gboolean
run_probe (NetLink *self, Probe *probe, GError **error)
{
  CenBoxKey server = { 0 };
  CenBoxKey stranger = { 0 };
  CenId circle;
  guint port;

  cen_box_key_generate (&server, self->world);
  cen_box_key_generate (&stranger, self->world);
  self->world->random (self->world, circle.bytes, CEN_ID_LEN);
  port = net_link_listen (self, &circle, &server, "tcp://127.0.0.1:0", error);
  if (port != 0) {
    g_autofree char *endpoint = g_strdup_printf ("tcp://127.0.0.1:%u", port);
    gint64 deadline_ms = get_now_ms (self) + SELF_TEST_MS;

    if (net_link_dial (self, &circle, endpoint, server.public_key, &stranger, SELF_TEST_MS,
                       error) == NULL)
      port = 0;
    while (port != 0 && !probe->is_over && get_now_ms (self) <= deadline_ms)
      net_link_run_once (self, SELF_TEST_MS);
    net_link_unlisten (self, &circle);
    finish_closing (self);
  }
  cen_box_key_clear (&server);
  cen_box_key_clear (&stranger);
  return port != 0;
}

/* ZeroMQ admits everybody when its ZAP responder is not where it looks: never serve then. */
static gboolean
test_self (NetLink *self, GError **error)
{
  NetLinkEvents events = self->events;
  gpointer user_data = self->user_data;
  Probe probe = { 0 };
  gboolean has_run;

  self->events =
      (NetLinkEvents){ refuse_probe_cb, probe_opened_cb, probe_message_cb, probe_closed_cb };
  self->user_data = &probe;
  has_run = run_probe (self, &probe, error);
  self->events = events;
  self->user_data = user_data;
  if (!has_run)
    return FALSE;
  if (probe.n_asked > 0 && probe.is_refused && !probe.has_come_in)
    return TRUE;
  if (probe.has_come_in || probe.n_asked == 0)
    g_set_error_literal (error, CEN_ERROR, CEN_ERROR_REFUSED,
                         "The network library does not turn strangers away: nothing is served.");
  else
    set_start_error (error);
  return FALSE;
}

NetLink *
net_link_new (const NetLinkEvents *events, gpointer user_data, const CenWorld *world,
              GError **error)
{
  g_autoptr (NetLink) self = g_new0 (NetLink, 1);

  self->world = world;
  self->events = *events;
  self->user_data = user_data;
  self->door = net_door_new (world);
  net_routes_init (&self->routes, world);
  self->host = (NetConnHost){
    g_ptr_array_new (), net_grips_new (world, NET_DOOR_CLAIM_MS), 0, opened_cb, message_cb, self
  };
  self->listeners = g_ptr_array_new_with_free_func ((GDestroyNotify) net_listener_free);
  self->dialled = g_ptr_array_new ();
  self->watched = g_array_new (FALSE, FALSE, sizeof (int));
  self->poll_items = g_array_new (FALSE, FALSE, sizeof (zmq_pollitem_t));
  self->wake_fd = eventfd (0, EFD_NONBLOCK | EFD_CLOEXEC);
  self->context = zmq_ctx_new ();
  if (self->context != NULL && zmq_ctx_set (self->context, ZMQ_MAX_SOCKETS, SOCKETS_MAX) == 0)
    self->zap = net_zap_bind (self->context);
  self->look_ms = G_MAXINT64;
  if (self->zap == NULL || self->wake_fd < 0 || self->host.grips == NULL) {
    set_start_error (error);
    return NULL;
  }
  if (!test_self (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
net_link_free (NetLink *self)
{
  if (self == NULL)
    return;
  self->is_ending = TRUE;
  for (guint i = 0; i < self->listeners->len; i++)
    net_listener_close (g_ptr_array_index (self->listeners, i));
  for (guint i = 0; i < self->dialled->len; i++)
    net_conn_close (g_ptr_array_index (self->dialled, i));
  finish_closing (self);
  if (self->zap != NULL)
    zmq_close (self->zap);
  if (self->context != NULL)
    zmq_ctx_term (self->context);
  if (self->wake_fd >= 0)
    close (self->wake_fd);
  net_door_free (self->door);
  net_routes_clear (&self->routes);
  g_ptr_array_unref (self->listeners);
  net_grips_free (self->host.grips);
  g_ptr_array_unref (self->dialled);
  g_ptr_array_unref (self->host.closing);
  g_array_unref (self->watched);
  g_array_unref (self->poll_items);
  g_free (self);
}
