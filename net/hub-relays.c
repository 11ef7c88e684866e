/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A relay is known by its key R, which an object of the circle names. One comes to it with the key
 * of the newest drawer, so that it learns no more than that somebody comes who may; where it does
 * not know that one yet, with the link's, if it was this home that had it, or with an older one. */

#include "hub-relays.h"

#include "core/handed.h"
#include "core/kinds-far.h"
#include "core/queries-objects.h"
#include "core/relay-link.h"
#include "hub-gossip.h"
#include "hub-holdings.h"

#include <string.h>

static gint64
get_now (const NetHub *self)
{
  return self->world->monotonic_ms (self->world);
}

static void
tell (NetHub *self)
{
  self->events.on_changed (self, TRUE, self->user_data);
}

static void
close_conn (NetHubRelay *relay)
{
  NetConn *conn = g_steal_pointer (&relay->conn);

  g_clear_pointer (&relay->session, net_relay_session_free);
  if (conn != NULL)
    net_conn_close (conn);
}

static void
relay_free (gpointer data)
{
  NetHubRelay *relay = data;

  close_conn (relay);
  g_ptr_array_unref (relay->addresses);
  g_free (relay);
}

void
net_hub_relays_start (NetHub *self)
{
  self->relays = g_ptr_array_new_with_free_func (relay_free);
  self->carried = cen_carried_new (self->circle);
  self->relays_read = G_MAXUINT64;
  net_hub_relays_take_handed (self);
}

void
net_hub_relays_stop (NetHub *self)
{
  g_clear_pointer (&self->relays, g_ptr_array_unref);
  g_clear_pointer (&self->carried, cen_carried_free);
}

/* --- Which there are --- */

static NetHubRelay *
find_relay (const NetHub *self, const guint8 *key)
{
  for (guint i = 0; i < self->relays->len; i++) {
    NetHubRelay *relay = self->relays->pdata[i];

    if (memcmp (relay->key, key, CEN_KEY_LEN) == 0)
      return relay;
  }
  return NULL;
}

static NetHubRelay *
ensure_relay (NetHub *self, const guint8 key[static CEN_KEY_LEN])
{
  NetHubRelay *relay = find_relay (self, key);

  if (relay != NULL)
    return relay;
  relay = g_new0 (NetHubRelay, 1);
  relay->hub = self;
  memcpy (relay->key, key, CEN_KEY_LEN);
  relay->addresses = g_ptr_array_new_with_free_func (g_free);
  relay->backoff_ms = NET_DIAL_BACKOFF_MS;
  g_ptr_array_add (self->relays, relay);
  return relay;
}

static void
take_object (NetHub *self, const CenObjectRow *row)
{
  g_autoptr (GBytes) key = cen_object_row_dup_bytes (row, CEN_RELAY_KEY);
  g_auto (GStrv) addresses = cen_object_row_dup_texts (row, CEN_RELAY_ADDRESSES);
  NetHubRelay *relay;

  if (key == NULL || g_bytes_get_size (key) != CEN_KEY_LEN)
    return;
  relay = ensure_relay (self, g_bytes_get_data (key, NULL));
  if (relay->is_listed)
    return;
  relay->is_listed = TRUE;
  relay->object = row->id;
  g_ptr_array_set_size (relay->addresses, 0);
  for (guint i = 0; addresses != NULL && addresses[i] != NULL; i++) {
    if (cen_address_is_device (addresses[i]))
      g_ptr_array_add (relay->addresses, g_strdup (addresses[i]));
  }
}

/* Those of the link by which this device was let in, until the circle's own are known. */
static void
take_handed_relays (NetHub *self)
{
  g_autoptr (GArray) relays = cen_handed_list_relays (self->circle->store, &self->circle->id);

  for (guint i = 0; i < relays->len; i++) {
    const CenLinkAddress *address = &g_array_index (relays, CenLinkAddress, i);
    NetHubRelay *relay = ensure_relay (self, address->curve);

    if (relay->is_listed)
      continue;
    relay->is_listed = TRUE;
    g_ptr_array_set_size (relay->addresses, 0);
    g_ptr_array_add (relay->addresses, cen_address_dup_endpoint (address->address));
  }
}

void
net_hub_relays_take_handed (NetHub *self)
{
  g_autoptr (GBytes) bytes = cen_handed_find (self->circle->store, &self->circle->id);
  g_auto (NetRelayAnswer) answer = { 0 };
  g_auto (CenReceived) received = { 0 };

  if (bytes == NULL || self->circle->keys == NULL ||
      !net_relay_answer_open (&answer, &self->circle->keys->box, bytes))
    return;
  self->has_handed = TRUE;
  self->relays_read = G_MAXUINT64;
  for (guint i = 0; i < answer.keys->len; i++)
    cen_carried_add_key (self->carried, g_array_index (answer.keys, CenEpochKey, i).key);
  cen_dag_receive (self->circle, (const CenIncoming *) answer.ops->data, answer.ops->len, 0,
                   CEN_STORE_NORMAL, &received, NULL);
}

/* One who is in, and has what lies at a relay, knows all that was handed. */
static void
drop_handed (NetHub *self)
{
  if (!self->has_handed || !net_hub_is_inside (self) || !net_hub_relays_has_settled (self))
    return;
  self->has_handed = !cen_handed_forget (self->circle->store, &self->circle->id, NULL);
  self->relays_read = G_MAXUINT64;
}

gboolean
net_hub_relays_has_settled (const NetHub *self)
{
  for (guint i = 0; i < self->relays->len; i++) {
    const NetHubRelay *relay = self->relays->pdata[i];

    if (relay->session != NULL && net_relay_session_is_settled (relay->session))
      return TRUE;
  }
  return FALSE;
}

/* Of a hidden circle the one that newcomers can use. */
static const char *
get_invite_address (const NetHub *self, const NetHubRelay *relay)
{
  for (guint i = 0; self->is_hidden && i < relay->addresses->len; i++) {
    if (cen_address_is_onion (relay->addresses->pdata[i]))
      return relay->addresses->pdata[i];
  }
  return relay->addresses->pdata[0];
}

GArray *
net_hub_relays_list_addresses (const NetHub *self)
{
  GArray *addresses = g_array_new (FALSE, TRUE, sizeof (CenLinkAddress));

  for (guint i = 0; i < self->relays->len; i++) {
    const NetHubRelay *relay = self->relays->pdata[i];
    CenLinkAddress one = { .address = "" };
    g_autofree char *text = NULL;

    if (relay->addresses->len == 0)
      continue;
    text = cen_address_dup_from_endpoint (CEN_ADDRESS_RELAY, get_invite_address (self, relay));
    memcpy (one.curve, relay->key, CEN_KEY_LEN);
    g_strlcpy (one.address, text, sizeof one.address);
    g_array_append_val (addresses, one);
  }
  return addresses;
}

/* Read again whenever an op was accepted: it costs one look into an index. */
static void
refresh (NetHub *self)
{
  g_autoptr (GPtrArray) rows = NULL;

  if (self->relays_read == self->circle->n_ops)
    return;
  rows = cen_query_objects (self->circle->store, &self->circle->id, CEN_KIND_RELAY, NULL, NULL);
  if (rows == NULL)
    return;
  self->relays_read = self->circle->n_ops;
  for (guint i = 0; i < self->relays->len; i++)
    ((NetHubRelay *) self->relays->pdata[i])->is_listed = FALSE;
  for (guint i = 0; i < MIN (rows->len, CEN_RELAYS_MAX); i++)
    take_object (self, rows->pdata[i]);
  if (self->has_handed)
    take_handed_relays (self);
  for (guint i = self->relays->len; i-- > 0;) {
    NetHubRelay *relay = self->relays->pdata[i];

    if (!relay->is_listed)
      g_ptr_array_remove_index (self->relays, i);
    else if (relay->session != NULL)
      net_relay_session_note (relay->session);
  }
}

/* --- Connections --- */

static NetHubRelay *
find_by_conn (const NetHub *self, const NetConn *conn)
{
  for (guint i = 0; i < self->relays->len; i++) {
    NetHubRelay *relay = self->relays->pdata[i];

    if (relay->conn == conn)
      return relay;
  }
  return NULL;
}

gboolean
net_hub_relays_owns (const NetHub *self, const NetConn *conn)
{
  return net_conn_is_dialled (conn) && find_by_conn (self, conn) != NULL;
}

static void
delay_dial (NetHubRelay *relay)
{
  NetHub *self = relay->hub;
  guint16 jitter;

  self->world->random (self->world, (guint8 *) &jitter, sizeof jitter);
  relay->dial_ms =
      get_now (self) + relay->backoff_ms / 2 + relay->backoff_ms * jitter / G_MAXUINT16;
  relay->backoff_ms = MIN (relay->backoff_ms * 2, NET_RELAY_BACKOFF_MAX);
  relay->address_at++;
}

static void
accepted_cb (NetRelaySession *session G_GNUC_UNUSED, GPtrArray *accepted, gpointer user_data)
{
  NetHubRelay *relay = user_data;
  NetHub *self = relay->hub;
  gboolean has_frame = FALSE;

  for (guint i = 0; !has_frame && i < accepted->len; i++)
    has_frame = cen_op_is_frame (&((CenPending *) accepted->pdata[i])->op);
  self->is_storage_failing = FALSE;
  net_hub_gossip_note_accepted (self, accepted);
  if (has_frame)
    net_hub_refresh (self);
  self->events.on_changed (self, FALSE, self->user_data);
}

static void
holding_cb (NetRelaySession *session G_GNUC_UNUSED, const CenDevice *device, GArray *clock,
            gpointer user_data)
{
  NetHubRelay *relay = user_data;

  net_hub_note_mark (relay->hub, device, clock);
  tell (relay->hub);
}

static NetRelayVerdict
request_cb (NetRelaySession *session G_GNUC_UNUSED, const CenIncoming *request, NetBye *ret_bye,
            NetRelayAnswer *ret_answer, gpointer user_data)
{
  NetHubRelay *relay = user_data;
  NetHub *self = relay->hub;
  NetRelayVerdict verdict =
      net_admission_answer (self->circle, self->carried, request, ret_bye, ret_answer);

  if (verdict == NET_RELAY_LET_IN) {
    net_hub_refresh (self);
    tell (self);
  }
  return verdict;
}

static NetRelayVerdict
device_cb (NetRelaySession *session G_GNUC_UNUSED, const guint8 *curve, const NetRelayWord *request,
           NetBye *ret_bye, NetRelayAnswer *ret_answer, gpointer user_data)
{
  NetHubRelay *relay = user_data;
  NetHub *self = relay->hub;

  return net_admission_answer_device (self->secrets, self->circle, self->carried, curve,
                                      &request->join, request->content, ret_bye, ret_answer);
}

static void
changed_cb (NetRelaySession *session, gpointer user_data)
{
  NetHubRelay *relay = user_data;

  relay->problems = net_relay_session_get_problems (session);
  if (net_relay_session_is_settled (session)) {
    relay->backoff_ms = NET_DIAL_BACKOFF_MS;
    relay->met_ms = relay->hub->world->now_ms (relay->hub->world);
  }
  tell (relay->hub);
}

void
net_hub_relays_open (NetHub *self, NetConn *conn)
{
  static const NetRelaySessionEvents events = { accepted_cb, holding_cb, request_cb, device_cb,
                                                changed_cb };
  NetHubRelay *relay = find_by_conn (self, conn);

  relay->state = NET_RELAY_CONNECTED;
  relay->session = net_relay_session_new (self->circle, self->carried, relay->key,
                                          self->next_source++, &events, relay, get_now (self));
  tell (self);
}

/* The next key is tried at once, until there is none. */
static void
try_next_key (NetHubRelay *relay)
{
  relay->key_at++;
  relay->dial_ms = get_now (relay->hub);
}

static void
end_session (NetHubRelay *relay, const GError *error)
{
  if (g_error_matches (error, CEN_ERROR, CEN_ERROR_STORAGE))
    relay->hub->is_storage_failing = TRUE;
  net_conn_send (relay->conn, net_bye_to_frame (NET_BYE_CLOSING));
  close_conn (relay);
  relay->state = NET_RELAY_AWAY;
  if (g_error_matches (error, CEN_ERROR, CEN_ERROR_INVALID))
    relay->dial_ms = get_now (relay->hub) + NET_RELAY_LIAR_MS;
  else
    delay_dial (relay);
  tell (relay->hub);
}

void
net_hub_relays_message (NetHub *self, NetConn *conn, const guint8 *bytes, gsize len)
{
  NetHubRelay *relay = find_by_conn (self, conn);
  g_autoptr (GError) error = NULL;

  if (relay->session != NULL &&
      !net_relay_session_receive (relay->session, bytes, len, get_now (self), &error))
    end_session (relay, error);
}

void
net_hub_relays_close (NetHub *self, NetConn *conn, NetConnEnd end)
{
  NetHubRelay *relay = find_by_conn (self, conn);

  relay->conn = NULL;
  g_clear_pointer (&relay->session, net_relay_session_free);
  relay->state = end == NET_CONN_REFUSED ? NET_RELAY_REFUSED : NET_RELAY_AWAY;
  if (end == NET_CONN_REFUSED)
    try_next_key (relay);
  else
    delay_dial (relay);
  tell (self);
}

void
net_hub_relays_note_links (NetHub *self)
{
  for (guint i = 0; i < self->relays->len; i++) {
    NetHubRelay *relay = self->relays->pdata[i];

    if (relay->session != NULL)
      net_relay_session_note (relay->session);
  }
}

/* --- Files --- */

void
net_hub_relays_set_transfer (NetHub *self, NetTransfer *transfer)
{
  for (guint i = 0; i < self->relays->len; i++) {
    NetHubRelay *relay = self->relays->pdata[i];

    if (relay->session != NULL)
      net_relay_session_set_transfer (relay->session, transfer);
  }
}

void
net_hub_relays_note_files (NetHub *self)
{
  for (guint i = 0; i < self->relays->len; i++) {
    NetHubRelay *relay = self->relays->pdata[i];

    if (relay->session != NULL)
      net_relay_session_note_files (relay->session);
  }
}

/* It is told by its next turn, since this may be one of its own. */
gboolean
net_hub_relays_note_liar (NetHub *self, const guint8 key[static CEN_KEY_LEN])
{
  NetHubRelay *relay = find_relay (self, key);

  if (relay == NULL)
    return FALSE;
  relay->n_liars++;
  return TRUE;
}

/* --- Time --- */

/* Of the keys to come with the one at @at: the newest drawer's, the link's, older ones. */
static gboolean
get_key (NetHub *self, const NetHubRelay *relay, guint at, CenBoxKey *ret_key)
{
  const GPtrArray *keys = cen_carried_get_keys (self->carried);
  CenCarriedKey *writing = cen_carried_get_writing (self->carried);
  const guint8 *grant = cen_circle_keys_get_invite_seed (self->circle->keys, &relay->object);
  guint8 seed[CEN_KEY_LEN];

  if (at == 0 && writing != NULL) {
    cen_relay_drawer_seed (seed, &writing->key, relay->key);
    cen_relay_drawer_from_seed (ret_key, seed);
    cen_crypto_wipe (seed, sizeof seed);
    return TRUE;
  }
  if (at == 1 && grant != NULL) {
    cen_relay_grant_from_seed (ret_key, grant);
    return TRUE;
  }
  if (at < 2 || at - 2 >= MIN (keys->len, NET_RELAY_KEYS_TRIED))
    return FALSE;
  cen_relay_drawer_seed (seed, &((CenCarriedKey *) keys->pdata[keys->len - 1 - (at - 2)])->key,
                         relay->key);
  cen_relay_drawer_from_seed (ret_key, seed);
  cen_crypto_wipe (seed, sizeof seed);
  return TRUE;
}

static gboolean
choose_key (NetHub *self, NetHubRelay *relay, CenBoxKey *ret_key)
{
  for (; relay->key_at < NET_RELAY_KEYS_TRIED + 2; relay->key_at++) {
    if (get_key (self, relay, relay->key_at, ret_key))
      return TRUE;
  }
  relay->key_at = 0;
  return FALSE;
}

static void
dial (NetHub *self, NetHubRelay *relay)
{
  const char *address;
  CenBoxKey key;

  if (relay->addresses->len == 0 || !choose_key (self, relay, &key)) {
    delay_dial (relay);
    return;
  }
  address = relay->addresses->pdata[relay->address_at % relay->addresses->len];
  relay->conn = net_link_dial (self->link, &self->circle->id, address, relay->key, &key,
                               NET_RELAY_DIAL_MS, NULL);
  cen_box_key_clear (&key);
  if (relay->conn == NULL)
    delay_dial (relay);
  else if (relay->state != NET_RELAY_REFUSED)
    relay->state = NET_RELAY_CONNECTING;
}

static void
pump (NetHubRelay *relay)
{
  GBytes *frame;

  while (relay->session != NULL && (frame = net_relay_session_pop (relay->session)) != NULL) {
    if (!net_conn_send (relay->conn, frame))
      break;
  }
}

static gboolean
note_liars (NetHubRelay *relay, GError **error)
{
  for (; relay->n_liars > 0; relay->n_liars--) {
    if (!net_relay_session_note_liar (relay->session, error))
      return FALSE;
  }
  return TRUE;
}

static gint64
tick_relay (NetHub *self, NetHubRelay *relay)
{
  gint64 now = get_now (self);
  g_autoptr (GError) error = NULL;

  if (relay->session != NULL) {
    net_relay_session_set_transfer (relay->session, self->transfer);
    if (!note_liars (relay, &error) || !net_relay_session_tick (relay->session, now, &error)) {
      end_session (relay, error);
      return relay->dial_ms;
    }
    pump (relay);
    if (net_relay_session_is_settled (relay->session))
      cen_carried_set_where (self->carried, CEN_CARRIED_AT_RELAY, NULL);
    return net_relay_session_get_deadline (relay->session);
  }
  if (relay->conn != NULL)
    return G_MAXINT64;
  if (now >= relay->dial_ms)
    dial (self, relay);
  return relay->conn != NULL ? G_MAXINT64 : relay->dial_ms;
}

gint64
net_hub_relays_tick (NetHub *self)
{
  gint64 next = G_MAXINT64;
  gboolean is_done;

  if (!self->is_online || self->circle->keys == NULL || net_hub_is_outside (self)) {
    net_hub_relays_leave (self);
    return next;
  }
  drop_handed (self);
  refresh (self);
  if (self->relays->len == 0) {
    cen_carried_set_where (self->carried, CEN_CARRIED_NOWHERE, NULL);
    return next;
  }
  if (cen_carried_get_keys (self->carried)->len == 0 &&
      !cen_carried_update (self->carried, 1, &is_done, NULL))
    return get_now (self) + NET_RELAY_DIAL_MS;
  for (guint i = 0; i < self->relays->len; i++)
    next = MIN (next, tick_relay (self, self->relays->pdata[i]));
  return next;
}

void
net_hub_relays_dial_now (NetHub *self)
{
  for (guint i = 0; i < self->relays->len; i++) {
    NetHubRelay *relay = self->relays->pdata[i];

    relay->dial_ms = 0;
    relay->key_at = 0;
    relay->backoff_ms = NET_DIAL_BACKOFF_MS;
  }
}

void
net_hub_relays_leave (NetHub *self)
{
  for (guint i = 0; i < self->relays->len; i++) {
    NetHubRelay *relay = self->relays->pdata[i];

    if (relay->session != NULL)
      net_conn_send (relay->conn, net_bye_to_frame (NET_BYE_CLOSING));
    close_conn (relay);
    relay->state = NET_RELAY_AWAY;
  }
}
