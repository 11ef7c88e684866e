/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The node owns one NetLink and one NetHub per circle. A connection belongs to a join attempt when
 * that says so, else to the hub of its circle. Everything that can free a hub, a join or a
 * connection is done between two runs of the link, never from inside its callbacks. */

#include "node.h"

#include "core/store-local.h"
#include "hub.h"
#include "interfaces.h"
#include "join.h"

#include <string.h>

#define TICK_MAX_MS     60000
#define CHANGE_DELAY_MS 20
#define PORT_TRIES      64

typedef struct {
  NetJoin *join;
  NetJoinCallback callback;
  gpointer user_data;
  CenCircle *circle; /* once admitted: waiting for the frame to arrive */
} Attempt;

typedef struct {
  NetNode *node;
  NetHub *hub;
  gboolean has_changed;
  gboolean is_status_changed;
  gint64 told_ms;
} Place;

struct _NetNode {
  CenReplica *replica;
  const CenWorld *world;
  NetLink *link;
  NetNodeEvents events;
  gpointer user_data;
  GPtrArray *listen;   /* char * */
  GPtrArray *extra;    /* char * */
  GPtrArray *places;   /* Place */
  GPtrArray *attempts; /* Attempt */
  gboolean is_online;
};

static void
attempt_free (gpointer data)
{
  Attempt *attempt = data;

  net_join_free (attempt->join);
  g_free (attempt);
}

static void
place_free (gpointer data)
{
  Place *place = data;

  net_hub_free (place->hub);
  g_free (place);
}

static Place *
find_place (NetNode *self, const CenId *circle)
{
  for (guint i = 0; i < self->places->len; i++) {
    Place *place = self->places->pdata[i];

    if (cen_id_equal (&place->hub->circle->id, circle))
      return place;
  }
  return NULL;
}

static Attempt *
find_attempt (NetNode *self, const NetConn *conn)
{
  for (guint i = 0; i < self->attempts->len; i++) {
    Attempt *attempt = self->attempts->pdata[i];

    if (net_join_owns (attempt->join, conn))
      return attempt;
  }
  return NULL;
}

/* --- The link's callbacks --- */

static NetLinkVerdict
admit_cb (NetLink *link G_GNUC_UNUSED, const CenId *circle, const guint8 key[static CEN_KEY_LEN],
          const char *address G_GNUC_UNUSED, gpointer user_data)
{
  Place *place = find_place (user_data, circle);

  return place != NULL ? net_hub_admit (place->hub, key) : NET_LINK_REFUSE;
}

static void
open_cb (NetLink *link G_GNUC_UNUSED, NetConn *conn, gpointer user_data)
{
  NetNode *self = user_data;
  Attempt *attempt = find_attempt (self, conn);
  Place *place = find_place (self, net_conn_get_circle (conn));

  if (attempt != NULL)
    net_join_open (attempt->join, conn);
  else if (place != NULL)
    net_hub_open (place->hub, conn);
  else
    net_conn_close (conn);
}

static void
message_cb (NetLink *link G_GNUC_UNUSED, NetConn *conn, const guint8 *bytes, gsize len,
            gpointer user_data)
{
  NetNode *self = user_data;
  Attempt *attempt = find_attempt (self, conn);
  Place *place = find_place (self, net_conn_get_circle (conn));

  if (attempt != NULL)
    net_join_message (attempt->join, conn, bytes, len);
  else if (place != NULL)
    net_hub_message (place->hub, conn, bytes, len);
}

static void
close_cb (NetLink *link G_GNUC_UNUSED, NetConn *conn, NetConnEnd end, gpointer user_data)
{
  NetNode *self = user_data;
  Attempt *attempt = find_attempt (self, conn);
  Place *place = find_place (self, net_conn_get_circle (conn));

  if (attempt != NULL)
    net_join_close (attempt->join, conn, end);
  else if (place != NULL)
    net_hub_close (place->hub, conn, end);
}

/* --- The hubs' events --- */

static void
hub_changed_cb (NetHub *hub G_GNUC_UNUSED, gboolean is_status_changed, gpointer user_data)
{
  Place *place = user_data;

  place->has_changed = TRUE;
  place->is_status_changed = place->is_status_changed || is_status_changed;
}

static void
hub_typing_cb (NetHub *hub, const CenId *channel, const CenId *member, gpointer user_data)
{
  Place *place = user_data;

  place->node->events.on_typing (place->node, &hub->circle->id, channel, member,
                                 place->node->user_data);
}

/* --- Listening --- */

static gboolean
split_endpoint (const char *endpoint, char **ret_host, guint *ret_port, GError **error)
{
  const char *colon = strrchr (endpoint, ':');
  guint64 port;

  if (!g_str_has_prefix (endpoint, "tcp://") || colon == NULL || colon < endpoint + 6 ||
      !g_ascii_string_to_unsigned (colon + 1, 10, 0, 65535, &port, NULL)) {
    g_set_error (error, CEN_ERROR, CEN_ERROR_INVALID, "“%s” is no address to listen on.", endpoint);
    return FALSE;
  }
  *ret_host = g_strndup (endpoint + 6, (gsize) (colon - endpoint - 6));
  *ret_port = (guint) port;
  return TRUE;
}

static gboolean
port_is_of_other_circle (NetNode *self, const CenCircle *circle, guint port)
{
  for (guint i = 0; i < self->replica->circles->len; i++) {
    CenCircle *other = self->replica->circles->pdata[i];
    guint taken;

    if (other != circle && cen_local_get_port (other, &taken, NULL) && taken == port)
      return TRUE;
  }
  return FALSE;
}

static void
set_port_taken (GError **error, guint port)
{
  g_set_error (error, CEN_ERROR, CEN_ERROR_BUSY, "Port %u is in use by another program.", port);
}

static guint
bind_port (NetNode *self, CenCircle *circle, const char *host, guint port, GError **error)
{
  g_autofree char *endpoint = g_strdup_printf ("tcp://%s:%u", host, port);
  g_autoptr (GError) local = NULL;
  guint bound = net_link_listen (self->link, &circle->id, &circle->keys->curve, endpoint, &local);

  if (g_error_matches (local, CEN_ERROR, CEN_ERROR_BUSY))
    set_port_taken (error, port);
  else if (local != NULL)
    g_propagate_error (error, g_steal_pointer (&local));
  return bound;
}

/* A circle keeps its port. The first takes the one that was asked for, the next ones those after
 * it; with 0 any free one, and another when the one it kept is taken meanwhile. */
static guint
listen_at (NetNode *self, CenCircle *circle, const char *host, guint wish, GError **error)
{
  g_autoptr (GError) local = NULL;
  guint kept = 0;
  guint port;

  cen_local_get_port (circle, &kept, NULL);
  if (wish == 0) {
    port = kept != 0 ? bind_port (self, circle, host, kept, &local) : 0;
    return port != 0 ? port : bind_port (self, circle, host, 0, error);
  }
  if (kept >= wish && kept < wish + PORT_TRIES)
    return bind_port (self, circle, host, kept, error);
  for (guint i = 0; i < PORT_TRIES && wish + i <= 65535; i++) {
    if (!port_is_of_other_circle (self, circle, wish + i))
      return bind_port (self, circle, host, wish + i, error);
  }
  g_set_error_literal (error, CEN_ERROR, CEN_ERROR_BUSY, "No port is free to listen on.");
  return 0;
}

static gboolean
listen_for (NetNode *self, NetHub *hub, GError **error)
{
  static const char *const everywhere = "tcp://[::]:0";

  for (guint i = 0; i < MAX (self->listen->len, 1); i++) {
    const char *endpoint = self->listen->len > 0 ? self->listen->pdata[i] : everywhere;
    g_autofree char *host = NULL;
    guint wish, port;

    if (!split_endpoint (endpoint, &host, &wish, error))
      return FALSE;
    port = listen_at (self, hub->circle, host, wish, error);
    if (port == 0)
      return FALSE;
    if (i == 0 && !cen_local_set_port (hub->circle, port, error))
      return FALSE;
    net_interfaces_append_endpoints (hub->listening, host, port);
  }
  return TRUE;
}

/* Without a circle nothing is bound yet; who asked for a port is told now that it is taken. */
static gboolean
check_wishes (NetNode *self, GError **error)
{
  for (guint i = 0; i < self->listen->len; i++) {
    g_autofree char *host = NULL;
    guint wish;

    if (!split_endpoint (self->listen->pdata[i], &host, &wish, error))
      return FALSE;
    if (wish != 0 && net_interfaces_port_is_taken (host, wish)) {
      set_port_taken (error, wish);
      return FALSE;
    }
  }
  return TRUE;
}

static gboolean
add_place (NetNode *self, CenCircle *circle, GError **error)
{
  static const NetHubEvents events = { hub_changed_cb, hub_typing_cb };
  Place *place;

  if (circle->keys == NULL)
    return TRUE;
  place = g_new0 (Place, 1);
  place->node = self;
  place->hub = net_hub_new (circle, self->link, &events, place);
  place->hub->is_online = self->is_online;
  for (guint i = 0; i < self->extra->len; i++)
    g_ptr_array_add (place->hub->extra, g_strdup (self->extra->pdata[i]));
  g_ptr_array_add (self->places, place);
  if (listen_for (self, place->hub, error))
    return TRUE;
  g_ptr_array_remove (self->places, place);
  return FALSE;
}

/* --- Joining --- */

static void
fill_found (const NetJoin *join, NetPreviewFound *ret_found)
{
  *ret_found = (NetPreviewFound){
    .name = join->preview.name,
    .intention = join->preview.intention,
    .charter = join->preview.charter,
    .inviter = join->preview.inviter,
    .expires_ms = (gint64) join->preview.expires_ms,
    .n_members = (guint) join->preview.n_members,
  };
}

static void
finish_attempt (NetNode *self, Attempt *attempt, const GError *error)
{
  NetPreviewFound found;

  fill_found (attempt->join, &found);
  attempt->callback (error == NULL && attempt->circle == NULL ? &found : NULL, attempt->circle,
                     error, attempt->user_data);
  g_ptr_array_remove (self->attempts, attempt);
}

/* The answer is here: the circle begins, and its members of the link are dialled. */
static void
admit_attempt (NetNode *self, Attempt *attempt)
{
  NetJoin *join = attempt->join;
  g_autoptr (GError) error = NULL;
  Place *place;

  attempt->circle =
      cen_replica_finish_join (self->replica, join->request, join->genesis.op,
                               join->genesis.payload, join->admit.op, join->admit.payload, &error);
  if (attempt->circle == NULL || !add_place (self, attempt->circle, &error)) {
    attempt->circle = NULL;
    finish_attempt (self, attempt, error);
    return;
  }
  place = find_place (self, &attempt->circle->id);
  for (guint i = 0; i < join->link.n_addresses; i++) {
    const CenInviteAddress *address = &join->link.addresses[i];

    net_hub_add_address (place->hub, address->curve, address->address)->is_from_link = TRUE;
    cen_local_add_address (attempt->circle, address->curve, address->address, 0, NULL);
  }
  hub_changed_cb (place->hub, TRUE, place);
}

static gboolean
has_frame (NetNode *self, CenCircle *circle)
{
  Place *place = find_place (self, &circle->id);

  if (!net_hub_is_inside (place->hub))
    return FALSE;
  for (guint i = 0; i < place->hub->links->len; i++) {
    const NetHubLink *link = place->hub->links->pdata[i];

    if (link->session != NULL && net_session_is_live (link->session))
      return TRUE;
  }
  return FALSE;
}

static const char *
get_join_name (CenCircle *circle)
{
  for (guint i = 0; i < circle->frames->len; i++) {
    const CenFrameOp *op = circle->frames->pdata[i];

    if (op->frame.kind == CEN_OP_JOIN && cen_id_equal (&op->device, &circle->self_device))
      return op->frame.join.name;
  }
  return NULL;
}

static void
tick_attempt (NetNode *self, Attempt *attempt, gint64 *next)
{
  g_autoptr (GError) error = NULL;

  if (attempt->circle == NULL) {
    *next = MIN (*next, net_join_tick (attempt->join));
    if (attempt->join->state == NET_JOIN_FAILED) {
      finish_attempt (self, attempt, attempt->join->error);
      return;
    }
    if (attempt->join->state == NET_JOIN_ANSWERED && attempt->join->request == NULL) {
      finish_attempt (self, attempt, NULL);
      return;
    }
    if (attempt->join->state == NET_JOIN_ANSWERED)
      admit_attempt (self, attempt);
    *next = MIN (*next, self->world->monotonic_ms (self->world) + CHANGE_DELAY_MS);
    return;
  }
  if (has_frame (self, attempt->circle)) {
    if (!cen_replica_ensure_profile (self->replica, attempt->circle,
                                     get_join_name (attempt->circle), &error))
      g_clear_error (&error);
    finish_attempt (self, attempt, NULL);
  } else if (self->world->monotonic_ms (self->world) >= attempt->join->deadline_ms) {
    g_set_error_literal (&error, CEN_ERROR, CEN_ERROR_UNREACHABLE,
                         "You are in, but nobody was there to bring you up to date: it goes on by "
                         "itself when somebody is online.");
    finish_attempt (self, attempt, error);
  } else {
    *next = MIN (*next, attempt->join->deadline_ms);
  }
}

static gboolean
add_attempt (NetNode *self, const CenInviteLink *link, CenJoinRequest *request, gint64 wait_ms,
             NetJoinCallback callback, gpointer user_data, GError **error)
{
  Attempt *attempt;

  if (link->n_addresses == 0) {
    cen_join_request_free (request);
    g_set_error_literal (error, CEN_ERROR, CEN_ERROR_UNREACHABLE,
                         "This invite names no address: ask for one that does.");
    return FALSE;
  }
  if (!self->is_online) {
    cen_join_request_free (request);
    g_set_error_literal (error, CEN_ERROR, CEN_ERROR_UNREACHABLE,
                         "You have chosen to be offline: go online first.");
    return FALSE;
  }
  attempt = g_new0 (Attempt, 1);
  attempt->join = net_join_new (self->link, self->world, link, request, wait_ms);
  attempt->callback = callback;
  attempt->user_data = user_data;
  g_ptr_array_add (self->attempts, attempt);
  return TRUE;
}

gboolean
net_node_preview (NetNode *self, const CenInviteLink *link, gint64 wait_ms,
                  NetJoinCallback callback, gpointer user_data, GError **error)
{
  return add_attempt (self, link, NULL, wait_ms, callback, user_data, error);
}

gboolean
net_node_join (NetNode *self, const CenInviteLink *link, const char *name, gint64 wait_ms,
               NetJoinCallback callback, gpointer user_data, GError **error)
{
  CenJoinRequest *request = cen_replica_begin_join (self->replica, link, name, error);

  return request != NULL && add_attempt (self, link, request, wait_ms, callback, user_data, error);
}

/* --- The node --- */

static GPtrArray *
copy_strings (const GPtrArray *strings)
{
  GPtrArray *copy = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; strings != NULL && i < strings->len; i++)
    g_ptr_array_add (copy, g_strdup (strings->pdata[i]));
  return copy;
}

NetNode *
net_node_new (CenReplica *replica, const NetNodeOptions *options, const NetNodeEvents *events,
              gpointer user_data, GError **error)
{
  static const NetLinkEvents link_events = { admit_cb, open_cb, message_cb, close_cb };
  g_autoptr (NetNode) self = g_new0 (NetNode, 1);

  self->replica = replica;
  self->world = replica->world;
  self->events = *events;
  self->user_data = user_data;
  self->is_online = TRUE;
  self->listen = copy_strings (options->listen);
  self->extra = copy_strings (options->peers);
  self->places = g_ptr_array_new_with_free_func (place_free);
  self->attempts = g_ptr_array_new_with_free_func (attempt_free);
  self->link = net_link_new (&link_events, self, self->world, error);
  if (self->link == NULL)
    return NULL;
  if (options->handshakes_per_minute > 0)
    net_link_set_handshake_limit (self->link, options->handshakes_per_minute);
  for (guint i = 0; i < replica->circles->len; i++) {
    if (!add_place (self, replica->circles->pdata[i], error))
      return NULL;
  }
  if (self->places->len == 0 && !check_wishes (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
net_node_free (NetNode *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->attempts);
  self->attempts = g_ptr_array_new ();
  g_ptr_array_unref (self->places);
  self->places = g_ptr_array_new ();
  g_clear_pointer (&self->link, net_link_free);
  g_ptr_array_unref (self->attempts);
  g_ptr_array_unref (self->places);
  g_ptr_array_unref (self->listen);
  g_ptr_array_unref (self->extra);
  g_free (self);
}

/* Tells the engine of one circle at most every CHANGE_DELAY_MS. */
static void
tell_place (NetNode *self, Place *place, gint64 *next)
{
  gint64 now = self->world->monotonic_ms (self->world);
  gboolean is_status_changed;
  CenChanges changes;

  if (!place->has_changed && place->hub->circle->changes == 0)
    return;
  if (now - place->told_ms < CHANGE_DELAY_MS) {
    *next = MIN (*next, place->told_ms + CHANGE_DELAY_MS);
    return;
  }
  changes = cen_circle_take_changes (place->hub->circle);
  is_status_changed = place->is_status_changed;
  place->has_changed = place->is_status_changed = FALSE;
  place->told_ms = now;
  self->events.on_changed (self, &place->hub->circle->id, changes, is_status_changed,
                           self->user_data);
}

void
net_node_flush (NetNode *self)
{
  for (guint i = 0; i < self->places->len; i++) {
    Place *place = self->places->pdata[i];

    if (place->hub->circle->changes & CEN_CHANGED_FRAME)
      net_hub_refresh (place->hub);
    net_hub_pump (place->hub);
  }
}

void
net_node_run_once (NetNode *self, gint64 timeout_ms)
{
  gint64 now = self->world->monotonic_ms (self->world);
  gint64 next = now + (timeout_ms >= 0 ? MIN (timeout_ms, TICK_MAX_MS) : TICK_MAX_MS);

  for (guint i = self->attempts->len; i-- > 0;)
    tick_attempt (self, self->attempts->pdata[i], &next);
  net_node_flush (self);
  for (guint i = 0; i < self->places->len; i++) {
    Place *place = self->places->pdata[i];

    next = MIN (next, net_hub_tick (place->hub));
    tell_place (self, place, &next);
  }
  now = self->world->monotonic_ms (self->world);
  net_link_run_once (self->link, MAX (next - now, 0));
  for (guint i = 0; i < self->places->len; i++)
    net_hub_pump (((Place *) self->places->pdata[i])->hub);
}

void
net_node_wake (NetNode *self)
{
  net_link_wake (self->link);
}

gboolean
net_node_add_circle (NetNode *self, CenCircle *circle, GError **error)
{
  return add_place (self, circle, error);
}

void
net_node_remove_circle (NetNode *self, const CenId *circle)
{
  Place *place = find_place (self, circle);

  if (place == NULL)
    return;
  net_link_unlisten (self->link, circle);
  g_ptr_array_remove (self->places, place);
}

void
net_node_set_online (NetNode *self, gboolean is_online)
{
  if (self->is_online == is_online)
    return;
  self->is_online = is_online;
  for (guint i = 0; i < self->places->len; i++) {
    Place *place = self->places->pdata[i];

    net_hub_set_online (place->hub, is_online);
    hub_changed_cb (place->hub, TRUE, place);
  }
}

gboolean
net_node_is_online (const NetNode *self)
{
  return self->is_online;
}

void
net_node_sync_now (NetNode *self, const CenId *circle)
{
  Place *place = find_place (self, circle);

  if (place != NULL)
    net_hub_dial_all_now (place->hub);
}

void
net_node_send_typing (NetNode *self, const CenId *circle, const CenId *channel)
{
  Place *place = find_place (self, circle);
  NetLive live = { .kind = NET_LIVE_TYPING, .has_object = TRUE, .object = *channel };

  for (guint i = 0; place != NULL && i < place->hub->links->len; i++) {
    const NetHubLink *link = place->hub->links->pdata[i];

    if (link->session != NULL && link->conn != NULL)
      net_session_send_live (link->session, &live);
  }
}

/* --- Addresses for invites --- */

GPtrArray *
net_node_list_own_addresses (NetNode *self, const CenId *circle)
{
  Place *place = find_place (self, circle);

  return copy_strings (place != NULL ? place->hub->listening : NULL);
}

static void
add_invite_address (CenInviteLink *link, const guint8 curve[static CEN_KEY_LEN],
                    const char *address)
{
  CenInviteAddress *slot = &link->addresses[link->n_addresses];

  if (link->n_addresses == CEN_INVITE_ADDRS_MAX || !cen_address_is_valid (address))
    return;
  memcpy (slot->curve, curve, CEN_KEY_LEN);
  g_strlcpy (slot->address, address, sizeof slot->address);
  link->n_addresses++;
}

/* The T key of whoever is known to answer at @address: a member's, else our own. */
static const guint8 *
find_curve (NetHub *hub, const char *address)
{
  for (guint i = 0; i < hub->peers->len; i++) {
    const NetHubPeer *peer = hub->peers->pdata[i];

    for (guint k = 0; k < peer->addresses->len; k++) {
      if (strcmp (peer->addresses->pdata[k], address) == 0)
        return peer->curve;
    }
  }
  return hub->circle->keys->curve.public_key;
}

void
net_node_fill_invite (NetNode *self, CenInviteLink *link, GPtrArray *given)
{
  Place *place = find_place (self, &link->circle);
  g_autoptr (GPtrArray) known = NULL;

  if (place == NULL)
    return;
  for (guint i = 0; given != NULL && i < given->len; i++)
    add_invite_address (link, find_curve (place->hub, given->pdata[i]), given->pdata[i]);
  if (given != NULL)
    return;
  /* Two of our own, then members who answered, then more of our own. */
  for (guint i = 0; i < MIN (place->hub->listening->len, 2); i++)
    add_invite_address (link, place->hub->circle->keys->curve.public_key,
                        place->hub->listening->pdata[i]);
  known = cen_local_list_addresses (place->hub->circle, NULL);
  for (guint i = 0; known != NULL && i < known->len; i++) {
    const CenPeerAddress *address = known->pdata[i];

    if (net_hub_find_device (place->hub, address->curve) != NULL)
      add_invite_address (link, address->curve, address->address);
  }
  for (guint i = 2; i < place->hub->listening->len; i++)
    add_invite_address (link, place->hub->circle->keys->curve.public_key,
                        place->hub->listening->pdata[i]);
}

/* --- Status --- */

static void
peer_status_clear (gpointer data)
{
  g_free (((NetPeerStatus *) data)->address);
}

void
net_status_free (NetStatus *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->listening);
  g_array_unref (self->peers);
  g_free (self);
}

static const char *
get_shown_address (const NetHubPeer *peer)
{
  if (peer->link != NULL && peer->link->conn != NULL && net_conn_is_dialled (peer->link->conn))
    return net_conn_get_address (peer->link->conn);
  return peer->addresses->len > 0 ? peer->addresses->pdata[0] : "";
}

static void
add_peer_status (NetStatus *status, NetHub *hub, const CenDevice *device)
{
  NetHubPeer *peer = net_hub_find_peer (hub, device->curve);
  NetPeerStatus row = { .device = device->key, .member = device->member };
  NetSession *session = peer != NULL && peer->link != NULL ? peer->link->session : NULL;

  row.address = g_strdup (peer != NULL ? get_shown_address (peer) : "");
  row.state = session != NULL && net_session_is_live (session) ? NET_PEER_CONNECTED
              : peer == NULL                                   ? NET_PEER_AWAY
              : session != NULL || peer->dialing != NULL       ? NET_PEER_CONNECTING
              : peer->was_refused                              ? NET_PEER_REFUSED
                                                               : NET_PEER_AWAY;
  cen_local_get_meeting (hub->circle, &device->key, &row.last_seen_ms, NULL);
  if (session != NULL) {
    row.is_in_sync = net_session_is_in_sync (session);
    row.knows_lag = net_session_get_lag (session, &row.n_behind, &row.n_ahead);
    row.last_seen_ms = hub->world->now_ms (hub->world);
  }
  g_array_append_val (status->peers, row);
}

NetStatus *
net_node_get_status (NetNode *self, const CenId *circle)
{
  Place *place = find_place (self, circle);
  g_autoptr (GPtrArray) devices = NULL;
  NetStatus *status;
  guint n_here = 0;
  gboolean all_agree = TRUE;

  if (place == NULL)
    return NULL;
  status = g_new0 (NetStatus, 1);
  status->circle = *circle;
  status->listening = copy_strings (place->hub->listening);
  status->peers = g_array_new (FALSE, FALSE, sizeof (NetPeerStatus));
  g_array_set_clear_func (status->peers, peer_status_clear);
  status->is_online = self->is_online;
  status->is_storage_failing = place->hub->is_storage_failing;
  status->n_ops = place->hub->circle->n_ops;
  devices = cen_circle_list_effective_devices (place->hub->circle);
  for (guint i = 0; i < devices->len; i++) {
    const CenDevice *device = devices->pdata[i];

    if (cen_id_equal (&device->key, &place->hub->circle->self_device))
      continue;
    add_peer_status (status, place->hub, device);
  }
  for (guint i = 0; i < status->peers->len; i++) {
    const NetPeerStatus *row = &g_array_index (status->peers, NetPeerStatus, i);

    n_here += row->state == NET_PEER_CONNECTED;
    all_agree = all_agree && (row->state != NET_PEER_CONNECTED || row->is_in_sync);
  }
  status->is_in_sync = n_here > 0 && all_agree;
  return status;
}
