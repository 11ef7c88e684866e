/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Where a Tor daemon lets this engine in, each circle that wants it is an onion service of its own,
 * on a port of loopback that only the daemon is told. Its key follows from the device's own, which
 * is kept with the secrets: so its name stays, and shows nothing of the device or of other circles.
 *
 * A hidden circle has that one listener, whether there is a daemon or not, and what else it could
 * do is refused where connections are made (link-route.h), not here. */

#include "node-private.h"

#include "core/tor-way.h"
#include "interfaces.h"
#include "tor-control.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define RETRY_MS   10000
#define COOKIE_MAX 64
#define READ_MAX   4096
#define HOST       "127.0.0.1"

/* --- The daemon --- */

static GBytes *
read_cookie_cb (const char *path, gpointer user_data G_GNUC_UNUSED)
{
  char bytes[COOKIE_MAX];
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
  ssize_t len = fd >= 0 ? read (fd, bytes, sizeof bytes) : -1;

  if (fd >= 0)
    close (fd);
  return len > 0 ? g_bytes_new (bytes, (gsize) len) : NULL;
}

static void
set_onion (NetNode *self, char **onion, const char *name)
{
  g_free (*onion);
  *onion = name != NULL ? g_strdup_printf ("tor://%s.onion:%d", name, NET_TOR_PORT) : NULL;
  net_node_refresh_listening (self);
}

static void
service_cb (const CenId *owner, const char *name, gpointer user_data)
{
  NetNode *self = user_data;
  NetPlace *place = net_node_find_place (self, owner);

  if (place != NULL) {
    set_onion (self, &place->hub->onion, name);
    net_hub_tell_addresses (place->hub);
    net_node_note_change (place->hub, TRUE, place);
  } else if (self->relay != NULL && cen_id_equal (net_relay_get_id (self->relay), owner)) {
    set_onion (self, &self->relay_onion, name);
  }
}

static void
note_all (NetNode *self)
{
  for (guint i = 0; i < self->places->len; i++) {
    NetPlace *place = self->places->pdata[i];

    net_node_note_change (place->hub, TRUE, place);
  }
}

static void
hang_up (NetNode *self, const char *problem)
{
  NetNodeTor *tor = &self->tor;

  if (tor->fd >= 0) {
    net_link_unwatch (self->link, tor->fd);
    close (tor->fd);
  }
  tor->fd = -1;
  g_clear_pointer (&tor->control, net_tor_control_free);
  g_free (tor->problem);
  tor->problem = g_strdup (problem);
  tor->retry_ms = self->world->monotonic_ms (self->world) + RETRY_MS;
  net_routes_set_socks (net_link_get_routes (self->link), NULL);
  for (guint i = 0; i < self->places->len; i++)
    g_clear_pointer (&((NetPlace *) self->places->pdata[i])->hub->onion, g_free);
  g_clear_pointer (&self->relay_onion, g_free);
  net_node_refresh_listening (self);
  note_all (self);
}

/* A socket of the file system or a port of this machine; elsewhere one would tell a stranger what
 * is to be hidden. -1 when nobody listens there. */
static int
open_control (const char *where)
{
  struct sockaddr_un name = { .sun_family = AF_UNIX };
  gboolean is_path = *where == '/';
  struct sockaddr_in port = { .sin_family = AF_INET };
  const char *colon = strrchr (where, ':');
  NetIp ip;
  int fd;

  if (is_path)
    g_strlcpy (name.sun_path, where, sizeof name.sun_path);
  else if (colon == NULL || !net_ip_parse (&ip, where) || !net_ip_is_loopback (&ip))
    return -1;
  else
    port.sin_port = g_htons ((guint16) g_ascii_strtoull (colon + 1, NULL, 10));
  port.sin_addr.s_addr = g_htonl (INADDR_LOOPBACK);
  fd = socket (is_path ? AF_UNIX : AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fd < 0)
    return -1;
  if (connect (fd, is_path ? (struct sockaddr *) &name : (struct sockaddr *) &port,
               is_path ? sizeof name : sizeof port) == 0 &&
      fcntl (fd, F_SETFL, O_NONBLOCK) == 0)
    return fd;
  close (fd);
  return -1;
}

static void
call_up (NetNode *self)
{
  static const NetTorEvents events = { read_cookie_cb, service_cb };
  NetNodeTor *tor = &self->tor;
  gint64 now = self->world->monotonic_ms (self->world);

  tor->fd = open_control (tor->where);
  tor->retry_ms = now + RETRY_MS;
  if (tor->fd < 0)
    return;
  g_clear_pointer (&tor->problem, g_free);
  tor->control = net_tor_control_new (self->world, &events, self, now);
  net_link_watch (self->link, tor->fd);
}

/* A daemon that takes no more than this leaves us no choice but to hang up. */
static gboolean
write_all (int fd, const char *text)
{
  gsize len = strlen (text), done = 0;

  while (done < len) {
    ssize_t n = send (fd, text + done, len - done, MSG_NOSIGNAL);

    if (n < 0 && errno == EINTR)
      continue;
    if (n <= 0)
      return FALSE;
    done += (gsize) n;
  }
  return TRUE;
}

static gboolean
read_all (NetNode *self, GError **error)
{
  char bytes[READ_MAX];
  ssize_t n;

  while ((n = read (self->tor.fd, bytes, sizeof bytes)) > 0) {
    if (!net_tor_control_receive (self->tor.control, bytes, (gsize) n,
                                  self->world->monotonic_ms (self->world), error))
      return FALSE;
  }
  if (n < 0 && (errno == EAGAIN || errno == EINTR))
    return TRUE;
  g_set_error_literal (error, CEN_ERROR, CEN_ERROR_UNREACHABLE, "The Tor daemon has ended.");
  return FALSE;
}

static gboolean
speak (NetNode *self, GError **error)
{
  NetNodeTor *tor = &self->tor;
  char *text;

  if (!net_tor_control_tick (tor->control, self->world->monotonic_ms (self->world), error))
    return FALSE;
  while ((text = net_tor_control_pop (tor->control)) != NULL) {
    gboolean ok = write_all (tor->fd, text);

    cen_crypto_wipe (text, strlen (text));
    g_free (text);
    if (!ok) {
      g_set_error_literal (error, CEN_ERROR, CEN_ERROR_UNREACHABLE, "The Tor daemon has ended.");
      return FALSE;
    }
  }
  return TRUE;
}

/* --- Services --- */

static void
want_service (NetNode *self, const CenId *owner, const guint8 secret[static CEN_KEY_LEN],
              guint port)
{
  guint8 seed[CEN_KEY_LEN];

  cen_crypto_derive (seed, secret, "cen1.onion", owner->bytes, CEN_ID_LEN);
  net_tor_control_want (self->tor.control, owner, seed, port);
  cen_crypto_wipe (seed, sizeof seed);
}

gboolean
net_node_tor_listen (NetNode *self, NetPlace *place, GError **error)
{
  const CenCircle *circle = place->hub->circle;

  if (place->onion_port == 0)
    place->onion_port =
        net_link_listen_patiently (self->link, &circle->id, &circle->keys->curve, error);
  return place->onion_port != 0;
}

static void
want_all (NetNode *self)
{
  for (guint i = 0; i < self->places->len; i++) {
    NetPlace *place = self->places->pdata[i];
    const CenCircle *circle = place->hub->circle;

    if (place->tor_way != CEN_TOR_NEVER && net_node_tor_listen (self, place, NULL))
      want_service (self, &circle->id, circle->keys->curve.secret, place->onion_port);
  }
  if (self->relay == NULL)
    return;
  if (self->relay_onion_port == 0)
    self->relay_onion_port = net_link_listen_patiently (self->link, net_relay_get_id (self->relay),
                                                        net_relay_get_key (self->relay), NULL);
  if (self->relay_onion_port != 0)
    want_service (self, net_relay_get_id (self->relay), net_relay_get_key (self->relay)->secret,
                  self->relay_onion_port);
}

static void
note_ready (NetNode *self)
{
  NetRoutes *routes = net_link_get_routes (self->link);

  if (routes->socks != NULL)
    return;
  net_routes_set_socks (routes, net_tor_control_get_socks (self->tor.control));
  for (guint i = 0; i < self->places->len; i++)
    net_hub_dial_all_now (((NetPlace *) self->places->pdata[i])->hub);
  note_all (self);
}

/* --- The ways of circles --- */

void
net_node_tor_set_up (NetNode *self, NetPlace *place)
{
  static const NetRoutesWish wishes[] = { [CEN_TOR_ALSO] = NET_ROUTES_ANY,
                                          [CEN_TOR_ONLY] = NET_ROUTES_HIDDEN,
                                          [CEN_TOR_NEVER] = NET_ROUTES_SHUNNING };
  CenCircle *circle = place->hub->circle;

  place->tor_way = cen_tor_way_get (circle);
  place->way_ops = circle->n_ops;
  place->hub->is_hidden = place->tor_way == CEN_TOR_ONLY;
  net_routes_set_wish (net_link_get_routes (self->link), &circle->id, wishes[place->tor_way]);
}

void
net_node_tor_prepare (NetNode *self, const CenLinkContent *link)
{
  NetRoutes *routes = net_link_get_routes (self->link);

  if (cen_tor_way_is_asked (link))
    net_routes_set_wish (routes, &link->circle, NET_ROUTES_HIDDEN);
  else if (net_node_find_place (self, &link->circle) == NULL)
    net_routes_set_wish (routes, &link->circle, NET_ROUTES_ANY);
}

gboolean
net_node_tor_is_hopeful (NetNode *self, GError **error)
{
  const NetNodeTor *tor = &self->tor;

  if (tor->where != NULL && (tor->fd >= 0 || tor->retry_ms == 0))
    return TRUE;
  if (tor->problem != NULL)
    g_set_error_literal (error, CEN_ERROR, CEN_ERROR_UNREACHABLE, tor->problem);
  else
    g_set_error_literal (error, CEN_ERROR, CEN_ERROR_UNREACHABLE,
                         "This leads over Tor alone, and no Tor daemon runs on this computer.");
  return FALSE;
}

void
net_node_tor_end (NetNode *self, const CenId *circle)
{
  if (self->tor.control != NULL)
    net_tor_control_forget (self->tor.control, circle);
}

/* A circle whose way changed meets anew: nothing of the way before stays open. */
static void
begin_anew (NetNode *self, CenCircle *circle)
{
  g_autoptr (GError) error = NULL;
  NetPlace *place;

  net_node_remove_circle (self, &circle->id);
  if (!net_node_add_place (self, circle, &error)) {
    g_warning ("%s", error->message);
    return;
  }
  place = net_node_find_place (self, &circle->id);
  if (place != NULL)
    net_node_note_change (place->hub, TRUE, place);
}

static void
follow_ways (NetNode *self)
{
  for (guint i = self->places->len; i-- > 0;) {
    NetPlace *place = self->places->pdata[i];
    CenCircle *circle = place->hub->circle;

    if (place->way_ops == circle->n_ops)
      continue;
    place->way_ops = circle->n_ops;
    if (cen_tor_way_get (circle) != place->tor_way)
      begin_anew (self, circle);
  }
}

gboolean
net_node_set_tor_way (NetNode *self, CenCircle *circle, CenTorWay way, GError **error)
{
  NetPlace *place = net_node_find_place (self, &circle->id);

  if (!cen_tor_way_set (circle, way, error))
    return FALSE;
  self->tor.retry_ms = 0;
  if (place != NULL && cen_tor_way_get (circle) != place->tor_way)
    begin_anew (self, circle);
  return TRUE;
}

/* --- The node --- */

void
net_node_tor_init (NetNode *self, const char *where)
{
  self->tor = (NetNodeTor){ .fd = -1 };
  if (where != NULL && *where != '\0')
    self->tor.where = g_strdup (where);
}

void
net_node_tor_clear (NetNode *self)
{
  NetNodeTor *tor = &self->tor;

  g_clear_pointer (&tor->control, net_tor_control_free);
  if (tor->where != NULL && tor->fd >= 0)
    close (tor->fd);
  g_clear_pointer (&tor->where, g_free);
  g_clear_pointer (&tor->problem, g_free);
  g_clear_pointer (&self->relay_onion, g_free);
}

void
net_node_tor_tick (NetNode *self, gint64 *next)
{
  NetNodeTor *tor = &self->tor;
  g_autoptr (GError) error = NULL;
  gint64 now = self->world->monotonic_ms (self->world);

  follow_ways (self);
  if (tor->where == NULL)
    return;
  if (tor->fd < 0 && now >= tor->retry_ms)
    call_up (self);
  if (tor->fd < 0) {
    *next = MIN (*next, tor->retry_ms);
    return;
  }
  if (read_all (self, &error) && net_tor_control_get_state (tor->control) == NET_TOR_READY) {
    want_all (self);
    note_ready (self);
  }
  if (error != NULL || !speak (self, &error)) {
    hang_up (self, error->message);
    return;
  }
  *next = MIN (*next, net_tor_control_get_deadline (tor->control));
}

void
net_node_get_tor (NetNode *self, NetTorStatus *ret_status)
{
  const NetNodeTor *tor = &self->tor;

  *ret_status = (NetTorStatus){
    .is_used = tor->where != NULL,
    .socks = net_link_get_routes (self->link)->socks,
    .problem = tor->problem,
    .where = tor->where,
  };
}

const char *
net_node_get_onion (NetNode *self, const CenId *circle)
{
  NetPlace *place = net_node_find_place (self, circle);

  return place != NULL ? place->hub->onion : NULL;
}
