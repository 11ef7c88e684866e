/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "relay.h"

#include "core/store-settings.h"

#define QUEUE_WANTED (512 << 10) /* bytes handed to a connection ahead of its reading */

typedef struct {
  NetRelay *relay;
  NetConn *conn; /* NULL once it is closing */
  NetRelayVisit *visit;
} Guest;

struct _NetRelay {
  NetRelayDesk desk;
  NetLink *link;
  CenBoxKey key;
  CenId id;
  GPtrArray *guests; /* Guest */
  gint64 expire_ms;
  gboolean is_online;
};

static gint64
get_now (const NetRelay *self)
{
  return self->desk.world->monotonic_ms (self->desk.world);
}

static void
guest_free (gpointer data)
{
  Guest *guest = data;

  net_relay_visit_free (guest->visit);
  g_free (guest);
}

NetRelay *
net_relay_new (CenStore *store, const CenWorld *world, NetLink *link,
               const guint8 seed[static CEN_KEY_LEN])
{
  NetRelay *self = g_new0 (NetRelay, 1);

  self->desk = (NetRelayDesk){ .store = store, .world = world };
  self->link = link;
  cen_box_key_from_seed (&self->key, seed);
  cen_id_from_bytes (&self->id, self->key.public_key);
  self->guests = g_ptr_array_new_with_free_func (guest_free);
  self->is_online = TRUE;
  net_link_set_visitors_per_key (link, NET_RELAY_VISITS_PER_DRAWER_MAX);
  return self;
}

static void
say_bye (Guest *guest, NetBye code)
{
  NetConn *conn = g_steal_pointer (&guest->conn);

  if (conn == NULL)
    return;
  net_conn_send (conn, net_bye_to_frame (code));
  net_conn_close (conn);
}

void
net_relay_free (NetRelay *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < self->guests->len; i++) {
    Guest *guest = self->guests->pdata[i];

    if (guest->conn != NULL)
      net_conn_set_data (guest->conn, NULL);
    say_bye (guest, NET_BYE_CLOSING);
  }
  g_ptr_array_unref (self->guests);
  cen_box_key_clear (&self->key);
  g_free (self);
}

const CenId *
net_relay_get_id (const NetRelay *self)
{
  return &self->id;
}

const CenBoxKey *
net_relay_get_key (const NetRelay *self)
{
  return &self->key;
}

NetLinkVerdict
net_relay_admit (NetRelay *self, const guint8 key[static CEN_KEY_LEN])
{
  gint64 now_ms = self->desk.world->now_ms (self->desk.world);
  CenVisitor visitor;

  if (!self->is_online)
    return NET_LINK_LATER;
  if (!cen_mailboxes_recognise (self->desk.store, key, now_ms, &visitor, NULL))
    return NET_LINK_REFUSE;
  return visitor.kind != CEN_VISITOR_NONE ? NET_LINK_ADMIT : NET_LINK_REFUSE;
}

static void
put_cb (NetRelayVisit *visit, gint64 drawer, gpointer user_data)
{
  NetRelay *self = user_data;

  for (guint i = 0; i < self->guests->len; i++) {
    Guest *guest = self->guests->pdata[i];

    if (guest->visit != visit)
      net_relay_visit_note (guest->visit, drawer);
  }
}

void
net_relay_open (NetRelay *self, NetConn *conn)
{
  static const NetRelayVisitEvents events = { put_cb };
  CenVisitor visitor;
  Guest *guest;

  if (self->guests->len >= NET_RELAY_VISITS_MAX ||
      !cen_mailboxes_recognise (self->desk.store, net_conn_get_key (conn),
                                self->desk.world->now_ms (self->desk.world), &visitor, NULL) ||
      visitor.kind == CEN_VISITOR_NONE) {
    net_conn_send (conn, net_bye_to_frame (NET_BYE_BUSY));
    net_conn_close (conn);
    return;
  }
  guest = g_new0 (Guest, 1);
  guest->relay = self;
  guest->conn = conn;
  guest->visit = net_relay_visit_new (&self->desk, &visitor, &events, self, get_now (self));
  net_conn_set_data (conn, guest);
  g_ptr_array_add (self->guests, guest);
}

static void
pump (NetRelay *self)
{
  for (guint i = 0; i < self->guests->len; i++) {
    Guest *guest = self->guests->pdata[i];
    GBytes *frame;

    while (guest->conn != NULL && net_conn_get_n_queued (guest->conn) < QUEUE_WANTED &&
           (frame = net_relay_visit_pop (guest->visit)) != NULL)
      net_conn_send (guest->conn, frame);
  }
}

static void
end_visit (Guest *guest, const GError *error)
{
  say_bye (guest, g_error_matches (error, CEN_ERROR, CEN_ERROR_INVALID) ? NET_BYE_BROKEN
                  : g_error_matches (error, CEN_ERROR, CEN_ERROR_NEWER) ? NET_BYE_VERSION
                  : g_error_matches (error, CEN_ERROR, CEN_ERROR_BUSY)  ? NET_BYE_BUSY
                                                                        : NET_BYE_CLOSING);
}

void
net_relay_message (NetRelay *self, NetConn *conn, const guint8 *bytes, gsize len)
{
  Guest *guest = net_conn_get_data (conn);
  g_autoptr (GError) error = NULL;

  if (guest == NULL || guest->conn == NULL)
    return;
  if (!net_relay_visit_receive (guest->visit, bytes, len, get_now (self), &error))
    end_visit (guest, error);
  pump (self);
}

void
net_relay_close (NetRelay *self, NetConn *conn)
{
  Guest *guest = net_conn_get_data (conn);

  if (guest != NULL)
    g_ptr_array_remove (self->guests, guest);
}

gint64
net_relay_tick (NetRelay *self)
{
  gint64 now = get_now (self);
  gint64 next;

  if (now >= self->expire_ms) {
    cen_mailboxes_expire (self->desk.store, self->desk.world->now_ms (self->desk.world),
                          cen_setting_get (self->desk.store, CEN_SETTING_RELAY_KEEP,
                                           CEN_RELAY_KEEP_DAYS * CEN_MAILBOX_ROOM_MS),
                          NULL);
    self->expire_ms = now + NET_RELAY_EXPIRE_MS;
  }
  next = self->expire_ms;
  for (guint i = 0; i < self->guests->len; i++) {
    Guest *guest = self->guests->pdata[i];
    g_autoptr (GError) error = NULL;

    if (guest->conn == NULL)
      continue;
    if (!net_relay_visit_tick (guest->visit, now, &error))
      end_visit (guest, error);
    else
      next = MIN (next, MAX (net_relay_visit_get_deadline (guest->visit), now + 1));
  }
  pump (self);
  return next;
}

void
net_relay_set_online (NetRelay *self, gboolean is_online)
{
  self->is_online = is_online;
  for (guint i = 0; !is_online && i < self->guests->len; i++)
    say_bye (self->guests->pdata[i], NET_BYE_CLOSING);
}

guint
net_relay_count_visits (const NetRelay *self, gint64 mailbox)
{
  guint n = 0;

  for (guint i = 0; i < self->guests->len; i++) {
    const Guest *guest = self->guests->pdata[i];

    n += guest->conn != NULL &&
         (mailbox == 0 || net_relay_visit_get_mailbox (guest->visit) == mailbox);
  }
  return n;
}
