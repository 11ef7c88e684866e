/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* At most one member link per peer stays: of two, the one dialled by the smaller T key, unless the
 * other has gone silent. Who is refused tries once to introduce themself by the epoch's key.
 *
 * The roster is asked on every frame, so that a removal ends a link at once. */

#include "hub.h"

#include "core/author-rotate.h"
#include "core/store-local.h"
#include "hub-files.h"
#include "hub-gossip.h"
#include "hub-guest.h"
#include "hub-holdings.h"
#include "hub-live.h"
#include "hub-records.h"
#include "hub-relays.h"
#include "hub-removal.h"
#include "hub-sponsor.h"
#include "ip.h"
#include "peers.h"

#include <string.h>

#define QUEUE_WANTED (512 << 10) /* bytes handed to a connection ahead of its reading */

static gint64
get_now (NetHub *self)
{
  return self->world->monotonic_ms (self->world);
}

static void
tell (NetHub *self, gboolean is_status_changed)
{
  self->events.on_changed (self, is_status_changed, self->user_data);
}

NetHub *
net_hub_new (CenCircle *circle, CenSecrets *secrets, NetLink *link, const NetHubEvents *events,
             gpointer user_data)
{
  NetHub *self = g_new0 (NetHub, 1);

  self->circle = circle;
  self->secrets = secrets;
  self->link = link;
  self->world = circle->world;
  self->events = *events;
  self->user_data = user_data;
  self->bound = g_ptr_array_new_with_free_func (net_hub_bound_free);
  self->probe_ms = G_MAXINT64;
  self->listening = g_ptr_array_new_with_free_func (g_free);
  self->extra = g_ptr_array_new_with_free_func (g_free);
  self->peers = g_ptr_array_new_with_free_func (net_hub_peer_free);
  self->links = g_ptr_array_new_with_free_func (net_hub_link_free);
  self->records = g_hash_table_new_full (cen_id_hash, cen_id_hash_equal, g_free,
                                         (GDestroyNotify) g_bytes_unref);
  self->next_source = 1;
  self->is_online = TRUE;
  self->holdings_ms = G_MAXINT64;
  self->tree = net_hub_gossip_new_tree (self);
  net_overlay_init (&self->overlay, self->world, get_now (self));
  net_clock_check_init (&self->clock_check);
  net_rotation_init (&self->rotation, NET_ROTATION_WAIT_MS);
  net_hub_live_start (self);
  net_hub_relays_start (self);
  net_hub_load_addresses (self);
  cen_local_get_told (circle, &self->told, NULL);
  net_hub_refresh (self);
  net_hub_load_holdings (self);
  return self;
}

void
net_hub_free (NetHub *self)
{
  net_hub_save_holdings (self, TRUE);
  net_hub_files_stop (self);
  net_hub_relays_leave (self);
  net_hub_relays_stop (self);
  for (guint i = 0; i < self->links->len; i++) {
    NetHubLink *link = self->links->pdata[i];

    if (link->conn != NULL) {
      net_conn_set_data (link->conn, NULL);
      net_conn_send (link->conn, net_bye_to_frame (NET_BYE_CLOSING));
      net_conn_close (link->conn);
    }
  }
  net_hub_stop_dialling (self);
  g_ptr_array_unref (self->links);
  g_ptr_array_unref (self->peers);
  g_ptr_array_unref (self->bound);
  g_ptr_array_unref (self->listening);
  g_free (self->onion);
  g_ptr_array_unref (self->extra);
  g_hash_table_unref (self->records);
  g_clear_pointer (&self->pair_keys, g_hash_table_unref);
  net_clock_check_clear (&self->clock_check);
  net_tree_free (self->tree);
  net_live_board_free (self->live);
  cen_told_clear (&self->told);
  g_free (self);
}

/* --- Ending links --- */

static void
forget_link (NetHub *self, NetHubLink *link)
{
  net_hub_gossip_remove (self, link);
  if (link->peer != NULL && link->peer->link == link)
    link->peer->link = NULL;
  net_hub_files_close (self, link);
  g_ptr_array_remove (self->links, link);
  tell (self, TRUE);
}

/* A session ended with @error: tell the peer when it is at fault, and note a failing disk. */
static void
end_session (NetHub *self, NetHubLink *link, const GError *error)
{
  NetBye code;

  if (g_error_matches (error, CEN_ERROR, CEN_ERROR_STORAGE))
    self->is_storage_failing = TRUE;
  if (net_session_get_bye (link->session, &code)) {
    link->peer->was_refused = code == NET_BYE_NOT_MEMBER;
    if (code == NET_BYE_BUSY)
      link->peer->backoff_ms = NET_HUB_PAUSE_MS;
    net_conn_close (link->conn);
    return;
  }
  net_hub_say_bye (self, link,
                   g_error_matches (error, CEN_ERROR, CEN_ERROR_INVALID) ? NET_BYE_BROKEN
                   : g_error_matches (error, CEN_ERROR, CEN_ERROR_NEWER) ? NET_BYE_VERSION
                                                                         : NET_BYE_CLOSING);
}

/* --- Sessions --- */

static NetHubLink *
find_link (NetHub *self, const NetSession *session)
{
  for (guint i = 0; i < self->links->len; i++) {
    NetHubLink *link = self->links->pdata[i];

    if (link->session == session)
      return link;
  }
  g_assert_not_reached ();
}

/* The device behind @link wrote @wall_ms, and not before it said so last over this link: so it was
 * now. */
static void
check_clock (NetHub *self, NetHubLink *link, const CenId *member, gint64 wall_ms)
{
  if (wall_ms < link->wall_ms)
    return;
  link->wall_ms = wall_ms;
  if (net_clock_check_note (&self->clock_check, member, wall_ms, self->world))
    tell (self, TRUE);
}

static void
accepted_cb (NetSession *session, GPtrArray *accepted, gpointer user_data)
{
  NetHub *self = user_data;
  NetHubLink *link = find_link (self, session);
  const CenDevice *device = net_hub_find_device (self, link->peer->curve);
  gboolean has_frame = FALSE;

  for (guint i = 0; device != NULL && link->wall_ms > 0 && i < accepted->len; i++) {
    const CenOp *op = &((CenPending *) accepted->pdata[i])->op;

    if (cen_id_equal (&op->device, &device->key))
      check_clock (self, link, &device->member, op->wall_ms);
  }
  for (guint i = 0; !has_frame && i < accepted->len; i++)
    has_frame = cen_op_is_frame (&((CenPending *) accepted->pdata[i])->op);
  self->is_storage_failing = FALSE;
  net_hub_gossip_note_accepted (self, accepted);
  if (has_frame)
    net_hub_refresh (self);
  tell (self, FALSE);
}

static void
note_meeting (NetHub *self, const NetHubLink *link)
{
  const CenDevice *device = net_hub_find_device (self, link->peer->curve);

  if (device == NULL)
    return;
  link->peer->seen_ms = self->world->now_ms (self->world);
  cen_local_note_meeting (self->circle, &device->key, link->peer->seen_ms, NULL);
}

static void
in_sync_cb (NetSession *session, gpointer user_data)
{
  NetHub *self = user_data;
  NetHubLink *link = find_link (self, session);

  link->has_settled = TRUE;
  net_hub_gossip_add (self, link);
  net_hub_files_open (self, link);
  net_hub_forget_removal (self);
  self->is_storage_failing = FALSE;
  link->peer->backoff_ms = NET_DIAL_BACKOFF_MS;
  link->peer->was_refused = FALSE;
  link->peer->was_introduced = FALSE;
  link->peer->introduction_at = 0;
  /* One with a zone means nothing elsewhere, and beacons tell it anew. */
  if (net_conn_is_dialled (link->conn))
    net_hub_prefer_address (link->peer, net_conn_get_address (link->conn));
  if (net_conn_is_dialled (link->conn) && strchr (net_conn_get_address (link->conn), '%') == NULL)
    cen_local_add_address (self->circle, link->peer->curve, net_conn_get_address (link->conn),
                           self->world->now_ms (self->world), NULL);
  note_meeting (self, link);
  net_hub_send_records (self, link);
  tell (self, TRUE);
}

static gboolean
record_is_newer (NetHub *self, const CenDevice *device, gint64 wall_ms)
{
  GBytes *known = g_hash_table_lookup (self->records, &device->key);
  g_autoptr (GPtrArray) addresses = NULL;
  gint64 known_ms;

  return known == NULL ||
         net_peer_record_check (self->circle, known, &addresses, &known_ms) == NULL ||
         known_ms < wall_ms;
}

static void
take_record (NetHub *self, NetHubLink *link, GBytes *record)
{
  g_autoptr (GPtrArray) addresses = NULL;
  gint64 wall_ms;
  const CenDevice *device = net_peer_record_check (self->circle, record, &addresses, &wall_ms);

  if (device != NULL && memcmp (device->curve, link->peer->curve, CEN_KEY_LEN) == 0)
    check_clock (self, link, &device->member, wall_ms);
  if (device == NULL || cen_id_equal (&device->key, &self->circle->self_device) ||
      !record_is_newer (self, device, wall_ms))
    return;
  g_hash_table_insert (self->records, cen_id_dup (&device->key), g_bytes_ref (record));
  net_hub_ensure_peer (self, device->curve)->told_ms = get_now (self);
  for (guint i = addresses->len; i-- > 0;) {
    net_hub_add_address (self, device->curve, addresses->pdata[i]);
    cen_local_add_address (self->circle, device->curve, addresses->pdata[i], 0, NULL);
  }
}

static void
peers_cb (NetSession *session, GPtrArray *records, gpointer user_data)
{
  NetHub *self = user_data;
  NetHubLink *link = find_link (self, session);

  link->peer->peers_heard_ms = get_now (self);
  for (guint i = 0; i < records->len; i++)
    take_record (self, link, records->pdata[i]);
}

static void
live_cb (NetSession *session, const NetLive *live, gpointer user_data)
{
  NetHub *self = user_data;
  const CenDevice *device = net_hub_find_device (self, find_link (self, session)->peer->curve);

  if (device != NULL && live->kind == NET_LIVE_TYPING && live->has_object)
    self->events.on_typing (self, &live->object, &device->member, self->user_data);
}

static void
live_state_cb (NetSession *session, const NetLiveState *state, gint64 age_ms, gpointer user_data)
{
  net_hub_live_receive (user_data, find_link (user_data, session), state, age_ms);
}

static void
fault_cb (NetSession *session, CenFault fault, gpointer user_data)
{
  NetHub *self = user_data;
  const CenDevice *device = net_hub_find_device (self, find_link (self, session)->peer->curve);

  if (device == NULL)
    return;
  cen_faults_note (self->circle, &device->key, fault, NULL);
  tell (self, TRUE);
}

static gboolean
is_own_cb (NetSession *session, gpointer user_data)
{
  NetHub *self = user_data;
  const CenDevice *device = net_hub_find_device (self, find_link (self, session)->peer->curve);

  return device != NULL && cen_id_equal (&device->member, &self->circle->self_member) &&
         net_hub_is_inside (self);
}

static void
clock_cb (NetSession *session, GArray *clock, gpointer user_data)
{
  net_hub_note_clock (user_data, find_link (user_data, session), clock);
}

static void
held_cb (NetSession *session, gpointer user_data)
{
  net_hub_note_held (user_data, find_link (user_data, session));
}

static void
announced_cb (NetSession *session, const guint8 *names, guint n_names, gpointer user_data)
{
  net_hub_gossip_note_announced (user_data, find_link (user_data, session), names, n_names);
}

static void
branch_cb (NetSession *session, const NetBranch *branch, gpointer user_data)
{
  NetHub *self = user_data;

  net_tree_note_branch (self->tree, find_link (self, session)->number, branch);
}

static gboolean
blob_cb (NetSession *session, const guint8 *frame, gsize len, gboolean *ret_is_flood,
         GError **error, gpointer user_data)
{
  return net_hub_files_receive (user_data, find_link (user_data, session), frame, len, ret_is_flood,
                                error);
}

static GBytes *
blob_word_cb (NetSession *session, gpointer user_data)
{
  return net_hub_files_pop_word (user_data, find_link (user_data, session));
}

static GBytes *
blob_block_cb (NetSession *session, gpointer user_data)
{
  return net_hub_files_pop_block (user_data, find_link (user_data, session));
}

/* One gives, and after some time a second one, should the first be slow. */
static gboolean
may_fetch_cb (NetSession *session, gint64 waited_ms, gpointer user_data)
{
  NetHub *self = user_data;
  guint n_giving = 0;

  for (guint i = 0; i < self->links->len; i++) {
    const NetHubLink *link = self->links->pdata[i];
    NetArrival arrival;

    n_giving += link->session != NULL && link->session != session && link->conn != NULL &&
                net_session_get_arrival (link->session, &arrival) &&
                arrival.n_arriving >= NET_SESSION_MUCH;
  }
  return n_giving == 0 || (n_giving == 1 && waited_ms >= NET_HUB_SLOW_MS);
}

static const NetSessionEvents session_events = {
  .on_accepted = accepted_cb,
  .on_in_sync = in_sync_cb,
  .on_peers = peers_cb,
  .on_live = live_cb,
  .on_live_state = live_state_cb,
  .on_fault = fault_cb,
  .is_own = is_own_cb,
  .on_clock = clock_cb,
  .on_held = held_cb,
  .on_announced = announced_cb,
  .on_branch = branch_cb,
  .on_blob = blob_cb,
  .next_blob_word = blob_word_cb,
  .next_blob = blob_block_cb,
  .may_fetch = may_fetch_cb,
};

/* --- Connections --- */

NetLinkVerdict
net_hub_admit (NetHub *self, const guint8 key[static CEN_KEY_LEN])
{
  NetRole role;

  if (!self->is_online)
    return NET_LINK_LATER;
  if (net_hub_is_outside (self))
    return NET_LINK_REFUSE;
  if (net_hub_find_device (self, key) != NULL || net_hub_recognise_guest (self, key, &role))
    return NET_LINK_ADMIT;
  return NET_LINK_REFUSE;
}

static NetHubLink *
add_link (NetHub *self, NetConn *conn, NetRole role, NetHubPeer *peer)
{
  NetHubLink *link = g_new0 (NetHubLink, 1);

  link->hub = self;
  link->conn = conn;
  link->role = role;
  link->peer = peer;
  link->opened_ms = link->heard_ms = get_now (self);
  net_conn_set_data (conn, link);
  g_ptr_array_add (self->links, link);
  return link;
}

/* Whether the link dialled by us, rather than the one dialled by the peer, is to stay. */
static gboolean
ours_stays (NetHub *self, const NetHubPeer *peer)
{
  return memcmp (self->circle->keys->curve.public_key, peer->curve, CEN_KEY_LEN) < 0;
}

/* Of an old and a new link to one peer, TRUE when the new one is to stay. */
static gboolean
new_stays (NetHub *self, const NetHubLink *old, const NetConn *conn)
{
  gboolean old_is_ours = net_conn_is_dialled (old->conn);
  gboolean new_is_ours = net_conn_is_dialled (conn);

  if (old_is_ours == new_is_ours || get_now (self) - old->heard_ms > NET_STALE_LINK_MS)
    return TRUE;
  return new_is_ours == ours_stays (self, old->peer);
}

static void
open_member (NetHub *self, NetConn *conn, NetHubPeer *peer)
{
  NetSide side = net_conn_is_dialled (conn) ? NET_SIDE_DIALLER : NET_SIDE_LISTENER;
  NetSessionEvents events = session_events;
  NetHubLink *link;

  if (peer->link != NULL && peer->link->conn != NULL) {
    if (!new_stays (self, peer->link, conn)) {
      net_conn_send (conn, net_bye_to_frame (NET_BYE_DOUBLE));
      net_conn_close (conn);
      return;
    }
    net_hub_say_bye (self, peer->link, NET_BYE_DOUBLE);
  }
  link = add_link (self, conn, NET_ROLE_MEMBER, peer);
  link->number = self->next_source++;
  net_live_cursor_init (&link->live, link->number, get_now (self));
  events.caps = net_hub_get_caps (self, peer);
  link->session = net_session_new (self->circle, side, link->number, &events, self, get_now (self));
  net_session_set_gathering (link->session, NET_GATHERING_TURN);
  peer->link = link;
  net_hub_limit_links (self, link);
  tell (self, TRUE);
}

static void
open_dialled (NetHub *self, NetConn *conn)
{
  NetHubPeer *peer = net_hub_find_peer (self, net_conn_get_key (conn));

  if (peer == NULL || peer->dialing != conn) {
    net_conn_close (conn);
    return;
  }
  peer->dialing = NULL;
  if (peer->introduce_next) {
    peer->introduce_next = FALSE;
    peer->dial_ms = get_now (self) + NET_DIAL_TIMEOUT_MS; /* sooner once they have answered */
    net_hub_introduce (self, add_link (self, conn, NET_ROLE_INTRODUCING, peer));
    return;
  }
  open_member (self, conn, peer);
}

/* A member came; from where the Internet is, when the address says so. */
static void
note_reached (NetHub *self, const NetConn *conn)
{
  NetIp ip;

  if (net_ip_parse (&ip, net_conn_get_address (conn)) && !net_ip_is_local (&ip) &&
      !net_ip_is_shared (&ip))
    self->reached_ms = self->world->now_ms (self->world);
}

void
net_hub_open (NetHub *self, NetConn *conn)
{
  const guint8 *key = net_conn_get_key (conn);
  NetRole role;

  if (net_hub_relays_owns (self, conn)) {
    net_hub_relays_open (self, conn);
    return;
  }
  if (net_conn_is_dialled (conn)) {
    open_dialled (self, conn);
    return;
  }
  if (self->links->len >= CEN_LINKS_MAX * 2) {
    net_conn_send (conn, net_bye_to_frame (NET_BYE_BUSY));
    net_conn_close (conn);
  } else if (net_hub_find_device (self, key) != NULL) {
    note_reached (self, conn);
    open_member (self, conn, net_hub_ensure_peer (self, key));
  } else if (net_hub_recognise_guest (self, key, &role)) {
    add_link (self, conn, role, NULL);
  } else {
    net_conn_send (conn, net_bye_to_frame (NET_BYE_NOT_MEMBER));
    net_conn_close (conn);
  }
}

static void
receive_member (NetHub *self, NetHubLink *link, const guint8 *bytes, gsize len)
{
  g_autoptr (GError) error = NULL;

  if (!net_hub_peer_is_trusted (self, link->peer)) {
    net_hub_say_bye (self, link, NET_BYE_NOT_MEMBER);
    return;
  }
  if (!net_session_receive (link->session, bytes, len, get_now (self), &error))
    end_session (self, link, error);
}

void
net_hub_message (NetHub *self, NetConn *conn, const guint8 *bytes, gsize len)
{
  NetHubLink *link = net_conn_get_data (conn);

  if (net_hub_relays_owns (self, conn)) {
    net_hub_relays_message (self, conn, bytes, len);
    return;
  }
  if (link == NULL || link->conn == NULL)
    return;
  link->heard_ms = get_now (self);
  switch (link->role) {
  case NET_ROLE_MEMBER:
    receive_member (self, link, bytes, len);
    break;
  case NET_ROLE_SPONSORED:
    net_hub_receive_sponsored (self, link, bytes, len);
    break;
  case NET_ROLE_GUEST:
    net_hub_receive_guest (self, link, bytes, len);
    break;
  case NET_ROLE_INTRODUCED:
    net_hub_receive_introduction (self, link, bytes, len);
    break;
  case NET_ROLE_INTRODUCING:
  default:
    net_hub_receive_introducing (self, link, bytes, len);
    break;
  }
}

void
net_hub_close (NetHub *self, NetConn *conn, NetConnEnd end)
{
  NetHubLink *link = net_conn_get_data (conn);
  NetHubPeer *peer;

  if (net_hub_relays_owns (self, conn)) {
    net_hub_relays_close (self, conn, end);
    return;
  }
  if (link != NULL) {
    peer = link->peer;
    if (link->session != NULL)
      net_session_settle (link->session, NULL);
    if (peer != NULL)
      net_hub_doubt_records (self, peer);
    if (link->role == NET_ROLE_MEMBER && link->has_settled) {
      note_meeting (self, link);
      net_hub_save_holdings (self, TRUE);
    }
    if (peer != NULL && !peer->was_let_go && (peer->link == link || peer->was_refused))
      net_hub_delay_dial (self, peer);
    if (peer != NULL && peer->link == link)
      peer->was_let_go = FALSE;
    forget_link (self, link);
    return;
  }
  if (!net_conn_is_dialled (conn))
    return;
  peer = net_hub_find_peer (self, net_conn_get_key (conn));
  if (peer != NULL && peer->dialing == conn)
    net_hub_fail_dial (self, peer, end);
}

/* --- Time --- */

/* Drops the links that have been silent since the network changed. */
static gint64
drop_silent (NetHub *self)
{
  if (get_now (self) < self->probe_ms)
    return self->probe_ms;
  self->probe_ms = G_MAXINT64;
  for (guint i = 0; i < self->links->len; i++) {
    NetHubLink *link = self->links->pdata[i];

    if (link->conn == NULL || link->heard_ms >= self->probed_ms)
      continue;
    if (link->peer != NULL)
      link->peer->backoff_ms = NET_DIAL_BACKOFF_MS;
    net_hub_say_bye (self, link, NET_BYE_CLOSING);
  }
  return G_MAXINT64;
}

/* What one brought is there for all before anybody is asked. */
static void
settle_all (NetHub *self)
{
  for (guint i = 0; i < self->links->len; i++) {
    NetHubLink *link = self->links->pdata[i];
    g_autoptr (GError) error = NULL;

    if (link->session != NULL && link->conn != NULL && !net_session_settle (link->session, &error))
      end_session (self, link, error);
  }
}

void
net_hub_pump (NetHub *self)
{
  settle_all (self);
  net_hub_gossip_apply (self);
  net_hub_live_pump (self);
  for (guint i = 0; i < self->links->len; i++) {
    NetHubLink *link = self->links->pdata[i];
    g_autoptr (GError) error = NULL;

    while (error == NULL && link->session != NULL && link->conn != NULL &&
           net_conn_get_n_queued (link->conn) < QUEUE_WANTED) {
      GBytes *frame = net_session_pop (link->session, &error);

      if (frame == NULL)
        break;
      if (!net_conn_send (link->conn, frame))
        break;
    }
    if (error != NULL)
      end_session (self, link, error);
  }
}

/* Gives the circle a new key when one is due and it is our turn. Returns: when to look again. */
static gint64
rotate_due (NetHub *self)
{
  const CenMemberInfo *info =
      cen_authority_get_member (self->circle->authority, &self->circle->self_member);
  CenRotationNeed need = CEN_ROTATION_NONE;

  if (!self->is_online || self->circle->keys == NULL || info == NULL ||
      !cen_epochs_get_need (self->circle, &need, NULL))
    return G_MAXINT64;
  if (net_rotation_step (&self->rotation, need, info->role, get_now (self), self->world) &&
      cen_author_rotate (self->circle, NULL))
    tell (self, FALSE);
  return net_rotation_get_deadline (&self->rotation);
}

void
net_hub_tell_addresses (NetHub *self)
{
  for (guint i = 0; i < self->links->len; i++) {
    NetHubLink *link = self->links->pdata[i];

    if (link->session != NULL && link->conn != NULL) {
      link->peer->peers_told_ms = 0;
      net_hub_send_records (self, link);
    }
  }
}

gint64
net_hub_tick (NetHub *self)
{
  gint64 now = get_now (self);
  gint64 rotate_ms = rotate_due (self);
  gint64 probe_ms = drop_silent (self);
  gint64 next = MIN (MIN (net_hub_dial_due (self), rotate_ms), probe_ms);

  net_hub_save_holdings (self, FALSE);
  next = MIN (next, net_live_board_tick (self->live, now));
  next = MIN (next, net_hub_files_tick (self, now));
  next = MIN (next, net_hub_relays_tick (self));
  for (guint i = 0; i < self->links->len; i++) {
    NetHubLink *link = self->links->pdata[i];
    g_autoptr (GError) error = NULL;

    if (link->session == NULL) {
      gint64 patience = link->opened_ms + NET_SESSION_SILENCE_MS;

      if (now >= patience)
        net_hub_say_bye (self, link, NET_BYE_CLOSING);
      next = MIN (next, MAX (patience, now + 1000));
      continue;
    }
    if (!net_session_tick (link->session, now, &error))
      end_session (self, link, error);
    next = MIN (next, MAX (net_session_get_deadline (link->session), now + 1));
  }
  if (net_hub_reshuffle (self))
    net_hub_tell_addresses (self);
  net_hub_pump (self);
  return MIN (MIN (next, self->holdings_ms), net_hub_gossip_get_deadline (self));
}

void
net_hub_note_own (NetHub *self)
{
  for (guint i = 0; i < self->links->len; i++) {
    const NetHubLink *link = self->links->pdata[i];

    if (link->session != NULL)
      net_session_note_own (link->session);
  }
}

void
net_hub_note_network (NetHub *self)
{
  net_hub_dial_all_now (self);
  /* What was begun on the way there was may never end. */
  net_hub_stop_dialling (self);
  net_hub_tell_addresses (self);
  self->probed_ms = get_now (self);
  self->probe_ms = self->probed_ms + NET_PROBE_MS;
}

void
net_hub_set_online (NetHub *self, gboolean is_online)
{
  self->is_online = is_online;
  if (is_online) {
    net_hub_dial_all_now (self);
    return;
  }
  net_hub_relays_leave (self);
  for (guint i = 0; i < self->links->len; i++)
    net_hub_say_bye (self, self->links->pdata[i], NET_BYE_CLOSING);
  net_hub_stop_dialling (self);
}
