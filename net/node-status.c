/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "node-private.h"

#include "core/early.h"
#include "core/epochs.h"
#include "core/orphans.h"
#include "core/queries-faults.h"
#include "core/relay-files.h"
#include "core/store-local.h"
#include "hub-holdings.h"
#include "hub-relays.h"
#include "hub-removal.h"

#include <string.h>

#define HOPEFUL_BACKOFF_MS (4 * NET_DIAL_BACKOFF_MS)

/* --- Addresses for invites --- */

#define INVITE_RELAYS_MAX 2

GPtrArray *
net_node_list_own_addresses (NetNode *self, const CenId *circle)
{
  NetPlace *place = net_node_find_place (self, circle);

  return net_node_copy_strings (place != NULL ? place->hub->listening : NULL);
}

static gboolean
has_address (const CenInviteLink *link, const char *address)
{
  for (guint i = 0; i < link->n_addresses; i++) {
    if (strcmp (link->addresses[i].address, address) == 0)
      return TRUE;
  }
  return FALSE;
}

static void
add_invite_address (CenInviteLink *link, const guint8 curve[static CEN_KEY_LEN],
                    const char *address)
{
  CenInviteAddress *slot = &link->addresses[link->n_addresses];

  if (link->n_addresses == CEN_INVITE_ADDRS_MAX ||
      cen_address_get_kind (address) == CEN_ADDRESS_NONE || has_address (link, address))
    return;
  memcpy (slot->curve, curve, CEN_KEY_LEN);
  g_strlcpy (slot->address, address, sizeof slot->address);
  link->n_addresses++;
}

void
net_node_add_relays (CenLinkContent *link, const NetHub *hub)
{
  g_autoptr (GArray) relays = net_hub_relays_list_addresses (hub);

  for (guint i = 0; i < MIN (relays->len, INVITE_RELAYS_MAX); i++) {
    const CenLinkAddress *relay = &g_array_index (relays, CenLinkAddress, i);

    add_invite_address (link, relay->curve, relay->address);
  }
}

static void
add_onion (CenInviteLink *link, const NetHub *hub)
{
  if (hub->onion != NULL)
    add_invite_address (link, hub->circle->keys->curve.public_key, hub->onion);
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
  NetPlace *place = net_node_find_place (self, &link->circle);
  g_autoptr (GPtrArray) known = NULL;

  if (place == NULL || (given != NULL && given->len == 0))
    return;
  net_node_add_relays (link, place->hub);
  if (given == NULL)
    add_onion (link, place->hub);
  for (guint i = 0; given != NULL && i < given->len; i++)
    add_invite_address (link, find_curve (place->hub, given->pdata[i]), given->pdata[i]);
  if (place->hub->is_hidden)
    cen_tor_way_restrict (link);
  if (given != NULL)
    return;
  /* Two of our own, then members who answered, then more of our own. */
  for (guint i = 0; i < MIN (place->hub->listening->len, 2); i++)
    add_invite_address (link, place->hub->circle->keys->curve.public_key,
                        place->hub->listening->pdata[i]);
  known = cen_local_list_addresses (place->hub->circle, NULL);
  for (guint i = 0; known != NULL && i < known->len; i++) {
    const CenPeerAddress *address = known->pdata[i];

    /* One with a zone holds on this machine alone. */
    if (net_hub_find_device (place->hub, address->curve) != NULL &&
        strchr (address->address, '%') == NULL &&
        (!place->hub->is_hidden || cen_address_is_onion (address->address)))
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
  g_ptr_array_unref (self->discovery);
  g_array_unref (self->peers);
  g_array_unref (self->relays);
  g_free (self->reason);
  g_free (self);
}

static const char *
get_shown_address (const NetHubPeer *peer)
{
  if (peer->link != NULL && peer->link->conn != NULL && net_conn_is_dialled (peer->link->conn))
    return net_conn_get_address (peer->link->conn);
  return peer->addresses->len > 0 ? peer->addresses->pdata[0] : "";
}

/* Whoever did not answer several times is away, and is tried again without a word. */
static gboolean
is_hopeful (const NetHubPeer *peer)
{
  return peer->dialing != NULL && peer->backoff_ms <= HOPEFUL_BACKOFF_MS;
}

static void
add_peer_status (NetStatus *status, NetHub *hub, const CenDevice *device, GArray *own)
{
  NetHubPeer *peer = net_hub_find_peer (hub, device->curve);
  NetPeerStatus row = { .device = device->key, .member = device->member };
  NetSession *session = peer != NULL && peer->link != NULL ? peer->link->session : NULL;
  NetArrival arrival;

  row.address = g_strdup (peer != NULL ? get_shown_address (peer) : "");
  row.state = session != NULL && net_session_is_met (session) ? NET_PEER_CONNECTED
              : peer == NULL                                  ? NET_PEER_AWAY
              : peer->was_refused                             ? NET_PEER_REFUSED
              : session != NULL || is_hopeful (peer)          ? NET_PEER_CONNECTING
                                                              : NET_PEER_AWAY;
  cen_local_get_meeting (hub->circle, &device->key, &row.last_seen_ms, NULL);
  row.clock_ahead_ms = net_clock_check_get_member (&hub->clock_check, &device->member, hub->world);
  if (session != NULL) {
    row.is_in_sync = net_session_is_in_sync (session);
    if (net_session_get_arrival (session, &arrival) &&
        arrival.n_arriving > status->arrival.n_arriving)
      status->arrival = arrival;
    row.knows_lag = net_session_get_lag (session, &row.n_behind, &row.n_ahead);
    row.last_seen_ms = hub->world->now_ms (hub->world);
  }
  if (!row.knows_lag && peer != NULL)
    row.knows_lag = net_hub_get_last_lag (peer, device, own, &row.n_behind, &row.n_ahead);
  g_array_append_val (status->peers, row);
}

static void
fill_removal (NetStatus *status, NetHub *hub)
{
  const char *reason = "";

  switch (net_hub_get_removal (hub, &status->removed_by, &reason)) {
  case CEN_OP_REVOKE:
    status->removal = NET_REMOVAL_MEMBER;
    break;
  case CEN_OP_DEVICE_REMOVE:
    status->removal = cen_id_equal (&status->removed_by, &hub->circle->self_member)
                          ? NET_REMOVAL_OWN_DEVICE
                          : NET_REMOVAL_DEVICE;
    break;
  default:
    break;
  }
  status->reason = g_strdup (reason);
}

static void
fill_faults (NetStatus *status, NetHub *hub)
{
  g_autoptr (GPtrArray) faults = cen_query_faults (hub->circle->store, &hub->circle->id, NULL);

  for (guint i = 0; faults != NULL && i < faults->len; i++) {
    const CenFaultRow *fault = faults->pdata[i];

    for (guint k = 0; k < status->peers->len; k++) {
      NetPeerStatus *row = &g_array_index (status->peers, NetPeerStatus, k);

      if (cen_id_equal (&row->device, &fault->device))
        row->faults |= 1u << fault->what;
    }
  }
}

/* Members of whom no device is known to have everything that is here. */
static guint
count_waiting (const NetStatus *status, const NetHub *hub)
{
  g_autoptr (GHashTable) lacking = g_hash_table_new (cen_id_hash, cen_id_hash_equal);

  for (guint i = 0; i < status->peers->len; i++) {
    NetPeerStatus *row = &g_array_index (status->peers, NetPeerStatus, i);

    if (!cen_id_equal (&row->member, &hub->circle->self_member))
      g_hash_table_add (lacking, &row->member);
  }
  for (guint i = 0; i < status->peers->len; i++) {
    NetPeerStatus *row = &g_array_index (status->peers, NetPeerStatus, i);

    if (row->knows_lag && row->n_behind == 0)
      g_hash_table_remove (lacking, &row->member);
  }
  return g_hash_table_size (lacking);
}

static void
fill_relays (NetStatus *status, NetHub *hub)
{
  static const char *const states[] = { "away", "connecting", "connected", "refused" };

  for (guint i = 0; i < hub->relays->len; i++) {
    const NetHubRelay *relay = hub->relays->pdata[i];
    CenId key;
    NetRelayStatus row = { .object = relay->object,
                           .address = relay->addresses->len > 0 ? relay->addresses->pdata[0] : "",
                           .state = states[relay->state],
                           .problems = relay->problems,
                           .met_ms = relay->met_ms,
                           .n_given = relay->n_given,
                           .n_taken = relay->n_taken };

    cen_id_from_bytes (&key, relay->key);
    if (relay->session != NULL) {
      const NetRelayHello *terms = net_relay_session_get_terms (relay->session);

      row.is_settled =
          net_relay_session_is_settled (relay->session) && hub->relays_read == hub->circle->n_ops;
      row.n_waiting = row.is_settled ? count_waiting (status, hub) : 0;
      row.quota = terms->quota;
      row.bytes = terms->bytes;
      net_relay_session_get_counts (relay->session, &row.n_given, &row.n_taken);
    }
    row.n_files = cen_relay_files_count (hub->circle->store, &hub->circle->id, &key);
    g_array_append_val (status->relays, row);
  }
}

static gboolean
is_key_due (NetHub *hub)
{
  CenRotationNeed need = CEN_ROTATION_NONE;

  return hub->circle->keys != NULL && cen_epochs_get_need (hub->circle, &need, NULL) &&
         (need == CEN_ROTATION_REMOVAL || need == CEN_ROTATION_MERGE);
}

static void
fill_circle (NetStatus *status, NetHub *hub)
{
  g_autoptr (GArray) early = cen_early_list_prefixes (hub->circle);

  status->n_early = early->len;
  status->arrival.left_ms = -1;
  status->is_storage_failing = hub->is_storage_failing;
  status->is_inside = net_hub_is_inside (hub);
  status->is_key_due = is_key_due (hub);
  status->n_ops = hub->circle->n_ops;
  status->n_waiting = cen_orphans_get_n (hub->circle->orphans);
  status->clock_ahead_ms = net_clock_check_get_own (&hub->clock_check, hub->world);
}

static gboolean
is_public (const char *address, gboolean *ret_is_loopback)
{
  NetIp ip;

  if (!cen_address_is_valid (address) || !net_ip_parse (&ip, address + strlen ("tcp://")))
    return FALSE;
  *ret_is_loopback = net_ip_is_loopback (&ip);
  return !net_ip_is_local (&ip) && !net_ip_is_shared (&ip);
}

/* By addresses of this machine itself. */
static NetReach
get_own_reach (const NetHub *hub)
{
  NetReach reach = hub->is_hidden ? NET_REACH_NO_TOR : NET_REACH_NOBODY;

  for (guint i = 0; i < hub->listening->len; i++) {
    gboolean is_loopback = TRUE;

    if (is_public (hub->listening->pdata[i], &is_loopback))
      return NET_REACH_PUBLIC;
    if (!is_loopback)
      reach = NET_REACH_LOCAL;
  }
  return reach;
}

static NetReach
get_reach (NetNode *self, const NetHub *hub)
{
  g_autofree char *mapped = net_node_map_dup_address (self, hub->bound);
  NetReach own = get_own_reach (hub);

  if (!self->is_online)
    return NET_REACH_OFFLINE;
  if (hub->reached_ms != 0)
    return NET_REACH_OUTSIDE;
  if (mapped != NULL)
    return NET_REACH_MAPPED;
  if (own == NET_REACH_PUBLIC)
    return own;
  if (hub->onion != NULL)
    return NET_REACH_TOR;
  if (net_hub_relays_has_settled (hub))
    return NET_REACH_RELAY;
  if (own == NET_REACH_LOCAL && self->map.answer.n_mappings > 0)
    return NET_REACH_DOUBLE;
  return own;
}

NetStatus *
net_node_get_status (NetNode *self, const CenId *circle)
{
  NetPlace *place = net_node_find_place (self, circle);
  g_autoptr (GPtrArray) devices = NULL;
  g_autoptr (GArray) own = NULL;
  NetStatus *status;
  guint n_here = 0;
  gboolean all_agree = TRUE;

  if (place == NULL)
    return NULL;
  status = g_new0 (NetStatus, 1);
  status->circle = *circle;
  status->tor_way = place->tor_way;
  status->reach = get_reach (self, place->hub);
  status->reached_ms = place->hub->reached_ms;
  status->listening = net_node_copy_strings (place->hub->listening);
  status->discovery = net_node_list_discovery (self);
  status->peers = g_array_new (FALSE, FALSE, sizeof (NetPeerStatus));
  g_array_set_clear_func (status->peers, peer_status_clear);
  status->relays = g_array_new (FALSE, FALSE, sizeof (NetRelayStatus));
  status->is_online = self->is_online;
  fill_circle (status, place->hub);
  own = net_clock_list (place->hub->circle);
  devices = cen_circle_list_effective_devices (place->hub->circle);
  for (guint i = 0; i < devices->len; i++) {
    const CenDevice *device = devices->pdata[i];

    if (cen_id_equal (&device->key, &place->hub->circle->self_device))
      continue;
    add_peer_status (status, place->hub, device, own);
  }
  fill_relays (status, place->hub);
  fill_faults (status, place->hub);
  fill_removal (status, place->hub);
  for (guint i = 0; i < status->peers->len; i++) {
    const NetPeerStatus *row = &g_array_index (status->peers, NetPeerStatus, i);

    n_here += row->state == NET_PEER_CONNECTED;
    all_agree = all_agree && (row->state != NET_PEER_CONNECTED || row->is_in_sync);
  }
  status->is_in_sync = n_here > 0 && all_agree;
  return status;
}
