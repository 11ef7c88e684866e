/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Methods that meet others. What waits for them answers later, from the node's callbacks or from
 * the list of those who wait for a circle to be in sync. */

#include "app/control/sentence.h"
#include "call.h"
#include "pack-relays.h"
#include "pack-transfers.h"

#include "core/faults.h"
#include "core/queries.h"

#include <string.h>

/* --- Invites of others --- */

static GVariant *
pack_found (const NetPreviewFound *found, const char *circle, gboolean is_joined)
{
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a{sv}"));
  g_variant_builder_add (&builder, "{sv}", "circle", g_variant_new_string (circle));
  g_variant_builder_add (&builder, "{sv}", "name", g_variant_new_string (found->name));
  g_variant_builder_add (&builder, "{sv}", "intention", g_variant_new_string (found->intention));
  g_variant_builder_add (&builder, "{sv}", "charter", g_variant_new_string (found->charter));
  g_variant_builder_add (&builder, "{sv}", "inviter", g_variant_new_string (found->inviter));
  g_variant_builder_add (&builder, "{sv}", "expires", g_variant_new_int64 (found->expires_ms));
  g_variant_builder_add (&builder, "{sv}", "members", g_variant_new_uint32 (found->n_members));
  g_variant_builder_add (&builder, "{sv}", "joined", g_variant_new_boolean (is_joined));
  return g_variant_new ("(a{sv})", &builder);
}

/* Who is a member already needs nobody's answer. */
static GVariant *
pack_own (CenCircle *circle, const CenInviteLink *link, GError **error)
{
  g_autoptr (CenCircleRow) row = cen_query_circle (circle->store, &circle->id, error);
  g_autofree char *id = cen_id_dup_text (&circle->id);
  NetPreviewFound found;

  if (row == NULL)
    return NULL;
  found = (NetPreviewFound){ row->name,   row->intention,   row->charter,
                             (char *) "", link->expires_ms, row->n_members };
  return pack_found (&found, id, TRUE);
}

typedef struct {
  GDBusMethodInvocation *invocation;
  CenId circle;
} PreviewWait;

static void
previewed_cb (const NetPreviewFound *found, CenCircle *circle G_GNUC_UNUSED, const GError *error,
              gpointer user_data)
{
  g_autofree PreviewWait *wait = user_data;
  g_autofree char *id = cen_id_dup_text (&wait->circle);

  cenacle_call_answer (wait->invocation, error == NULL ? pack_found (found, id, FALSE) : NULL,
                       error);
}

static gboolean
parse_link (CenacleCall *call, CenInviteLink *ret_link, GError **error)
{
  gint64 now = call->replica->world->now_ms (call->replica->world);

  if (!cen_invite_link_parse (ret_link, cenacle_call_get_text (call, 0), error))
    return FALSE;
  if (ret_link->expires_ms == 0 || ret_link->expires_ms > now)
    return TRUE;
  cen_invite_link_clear (ret_link);
  g_set_error_literal (error, CEN_ERROR, CEN_ERROR_REFUSED,
                       "This invite has expired: ask for a new one.");
  return FALSE;
}

static GVariant *
preview (CenacleCall *call, GError **error)
{
  CenInviteLink link;
  CenCircle *circle;
  PreviewWait *wait;
  GVariant *own = NULL;
  guint wait_ms;

  g_variant_get_child (call->parameters, 1, "u", &wait_ms);
  if (!parse_link (call, &link, error))
    return NULL;
  circle = cen_replica_find (call->replica, &link.circle);
  if (circle != NULL && !cen_circle_is_left (circle)) {
    own = pack_own (circle, &link, error);
  } else {
    wait = g_new (PreviewWait, 1);
    *wait = (PreviewWait){ call->invocation, link.circle };
    if (!net_node_preview (call->node, &link, wait_ms, previewed_cb, wait, error))
      g_free (wait);
  }
  cen_invite_link_clear (&link);
  return own;
}

static void
joined_cb (const NetPreviewFound *found G_GNUC_UNUSED, CenCircle *circle, const GError *error,
           gpointer user_data)
{
  cenacle_call_answer (user_data, error == NULL ? cenacle_call_pack_identity (circle) : NULL,
                       error);
}

static GVariant *
join (CenacleCall *call, GError **error)
{
  const char *name = cenacle_call_get_text (call, 1);
  CenInviteLink link;
  guint wait_ms;

  g_variant_get_child (call->parameters, 2, "u", &wait_ms);
  if (!parse_link (call, &link, error))
    return NULL;
  net_node_join (call->node, &link, *name != '\0' ? name : g_get_real_name (), wait_ms, joined_cb,
                 call->invocation, error);
  cen_invite_link_clear (&link);
  return NULL;
}

/* --- Status --- */

static const char *
find_name (GPtrArray *members, const CenId *member)
{
  for (guint i = 0; members != NULL && i < members->len; i++) {
    const CenMemberRow *row = members->pdata[i];

    if (cen_id_equal (&row->id, member))
      return row->name;
  }
  return "";
}

static GVariant *
pack_faults (guint faults)
{
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("as"));
  for (guint fault = 0; fault < 32; fault++) {
    if ((faults & 1u << fault) != 0 && cen_fault_get_words ((CenFault) fault) != NULL)
      g_variant_builder_add (&builder, "s", cen_fault_get_words ((CenFault) fault));
  }
  return g_variant_builder_end (&builder);
}

static void
add_bool (GVariantBuilder *builder, const char *key, gboolean value)
{
  g_variant_builder_add (builder, "{sv}", key, g_variant_new_boolean (value));
}

static GVariant *
pack_peer (const CenCircle *circle, const NetPeerStatus *peer, const char *name)
{
  static const char *const states[] = { "away", "connecting", "connected", "refused" };
  g_autofree char *member = cen_id_dup_text (&peer->member);
  g_autofree char *device = cen_id_dup_text (&peer->device);
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a{sv}"));
  g_variant_builder_add (&builder, "{sv}", "member", g_variant_new_string (member));
  g_variant_builder_add (&builder, "{sv}", "name", g_variant_new_string (name));
  g_variant_builder_add (&builder, "{sv}", "device", g_variant_new_string (device));
  add_bool (&builder, "own", cen_id_equal (&peer->member, &circle->self_member));
  g_variant_builder_add (&builder, "{sv}", "address", g_variant_new_string (peer->address));
  g_variant_builder_add (&builder, "{sv}", "state", g_variant_new_string (states[peer->state]));
  g_variant_builder_add (&builder, "{sv}", "last-seen", g_variant_new_int64 (peer->last_seen_ms));
  g_variant_builder_add (&builder, "{sv}", "faults", pack_faults (peer->faults));
  g_variant_builder_add (&builder, "{sv}", "in-sync", g_variant_new_boolean (peer->is_in_sync));
  g_variant_builder_add (&builder, "{sv}", "clock-ahead",
                         g_variant_new_int64 (peer->clock_ahead_ms));
  if (peer->knows_lag) {
    g_variant_builder_add (&builder, "{sv}", "behind", g_variant_new_uint64 (peer->n_behind));
    g_variant_builder_add (&builder, "{sv}", "ahead", g_variant_new_uint64 (peer->n_ahead));
  }
  return g_variant_builder_end (&builder);
}

static gboolean
is_syncing (const NetStatus *status)
{
  for (guint i = 0; i < status->peers->len; i++) {
    const NetPeerStatus *peer = &g_array_index (status->peers, NetPeerStatus, i);

    if (peer->state == NET_PEER_CONNECTED && peer->knows_lag &&
        (peer->n_ahead > 0 || peer->n_behind > 0))
      return TRUE;
  }
  return FALSE;
}

/* What a person should be told of this home here. */
static GVariant *
pack_notices (const CenCircle *circle)
{
  GVariantBuilder notices;

  g_variant_builder_init (&notices, G_VARIANT_TYPE ("as"));
  if (circle->was_renewed)
    g_variant_builder_add (&notices, "s",
                           "This home was running in two places, or is a copy: both keep "
                           "everything; this one is now a device of its own.");
  if (circle->keys != NULL && circle->keys->renewal != CEN_RENEWAL_NONE)
    g_variant_builder_add (&notices, "s",
                           "This home is a copy and could not become a device of its own yet: "
                           "nothing is sent or received.");
  return g_variant_builder_end (&notices);
}

/* What the sentence is made of. */
static void
add_facts (GVariantBuilder *builder, const NetStatus *status, GPtrArray *members)
{
  static const char *const removals[] = { "", "member", "device", "own-device" };

  add_bool (builder, "in-sync", status->is_in_sync);
  add_bool (builder, "online", status->is_online);
  add_bool (builder, "inside", status->is_inside);
  add_bool (builder, "syncing", is_syncing (status));
  add_bool (builder, "disk-full", status->is_storage_failing);
  add_bool (builder, "key-due", status->is_key_due);
  g_variant_builder_add (builder, "{sv}", "removed",
                         g_variant_new_string (removals[status->removal]));
  g_variant_builder_add (builder, "{sv}", "removed-by",
                         g_variant_new_string (find_name (members, &status->removed_by)));
  g_variant_builder_add (builder, "{sv}", "reason", g_variant_new_string (status->reason));
  g_variant_builder_add (builder, "{sv}", "waiting", g_variant_new_uint32 (status->n_waiting));
  g_variant_builder_add (builder, "{sv}", "clock-ahead",
                         g_variant_new_int64 (status->clock_ahead_ms));
  g_variant_builder_add (builder, "{sv}", "arrived",
                         g_variant_new_uint64 (status->arrival.n_arrived));
  g_variant_builder_add (builder, "{sv}", "arriving",
                         g_variant_new_uint64 (status->arrival.n_arriving));
  if (status->arrival.left_ms >= 0)
    g_variant_builder_add (builder, "{sv}", "time-left",
                           g_variant_new_int64 (status->arrival.left_ms));
  g_variant_builder_add (builder, "{sv}", "early", g_variant_new_uint32 (status->n_early));
}

static GVariant *
pack_peers (const CenCircle *circle, const NetStatus *status, GPtrArray *members)
{
  GVariantBuilder peers;

  g_variant_builder_init (&peers, G_VARIANT_TYPE ("aa{sv}"));
  for (guint i = 0; i < status->peers->len; i++) {
    const NetPeerStatus *peer = &g_array_index (status->peers, NetPeerStatus, i);

    g_variant_builder_add_value (&peers,
                                 pack_peer (circle, peer, find_name (members, &peer->member)));
  }
  return g_variant_builder_end (&peers);
}

static const char *const reaches[] = {
  [NET_REACH_OFFLINE] = "offline", [NET_REACH_NOBODY] = "nobody", [NET_REACH_NO_TOR] = "no-tor",
  [NET_REACH_LOCAL] = "local",     [NET_REACH_DOUBLE] = "double", [NET_REACH_RELAY] = "relay",
  [NET_REACH_TOR] = "tor",         [NET_REACH_PUBLIC] = "public", [NET_REACH_MAPPED] = "mapped",
  [NET_REACH_OUTSIDE] = "outside",
};

static GVariant *
pack_status (CenCircle *circle, const NetStatus *status, const NetTransfer *transfer,
             const char *onion)
{
  g_autoptr (GPtrArray) members = cen_query_members (circle->store, &circle->id, NULL);
  g_autoptr (CenaclePresence) presence = NULL;
  g_autoptr (GVariant) facts = NULL;
  g_autofree char *id = cen_id_dup_text (&circle->id);
  g_autofree char *sentence = NULL;
  GVariantDict dict;
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a{sv}"));
  add_facts (&builder, status, members);
  g_variant_builder_add (&builder, "{sv}", "peers", pack_peers (circle, status, members));
  g_variant_builder_add (&builder, "{sv}", "relays", cenacle_pack_relays (circle, status));
  facts = g_variant_ref_sink (g_variant_builder_end (&builder));
  presence = cenacle_presence_new (facts);
  sentence = cenacle_sentence_dup (presence);
  g_ptr_array_add (status->listening, NULL);
  g_ptr_array_add (status->discovery, NULL);
  g_variant_dict_init (&dict, facts);
  g_variant_dict_insert (&dict, "circle", "s", id);
  g_variant_dict_insert (&dict, "sentence", "s", sentence);
  g_variant_dict_insert (&dict, "listening", "^as", status->listening->pdata);
  g_variant_dict_insert (&dict, "tor", "s", cenacle_call_name_tor_way (status->tor_way));
  g_variant_dict_insert (&dict, "reach", "s", reaches[status->reach]);
  g_variant_dict_insert (&dict, "reached", "x", status->reached_ms);
  g_variant_dict_insert (&dict, "onion", "s", onion != NULL ? onion : "");
  g_variant_dict_insert (&dict, "discovery", "^as", status->discovery->pdata);
  g_variant_dict_insert (&dict, "ops", "t", status->n_ops);
  g_variant_dict_insert_value (&dict, "notices", pack_notices (circle));
  g_variant_dict_insert (&dict, "metered", "b",
                         transfer != NULL && net_transfer_get_way (transfer) == NET_WAY_METERED);
  g_variant_dict_insert_value (&dict, "transfers", cenacle_pack_transfers (circle, transfer));
  return g_variant_dict_end (&dict);
}

static GVariant *
get_status (CenacleCall *call, GError **error)
{
  gboolean is_all = *cenacle_call_get_text (call, 0) == '\0';
  CenCircle *one = is_all ? NULL : cenacle_call_get_circle (call, 0, error);
  GVariantBuilder builder;

  if (!is_all && one == NULL)
    return NULL;
  g_variant_builder_init (&builder, G_VARIANT_TYPE ("aa{sv}"));
  for (guint i = 0; i < call->replica->circles->len; i++) {
    CenCircle *circle = call->replica->circles->pdata[i];
    g_autoptr (NetStatus) status = NULL;

    if (is_all || circle == one)
      status = net_node_get_status (call->node, &circle->id);
    if (status != NULL)
      g_variant_builder_add_value (&builder,
                                   pack_status (circle, status,
                                                net_node_get_transfer (call->node, &circle->id),
                                                net_node_get_onion (call->node, &circle->id)));
  }
  return g_variant_new ("(aa{sv})", &builder);
}

/* --- Meeting --- */

static GVariant *
sync_now (CenacleCall *call, GError **error)
{
  CenCircle *circle = cenacle_call_get_circle (call, 0, error);
  guint wait_ms;

  if (circle == NULL)
    return NULL;
  g_variant_get_child (call->parameters, 1, "u", &wait_ms);
  net_node_sync_now (call->node, &circle->id);
  cenacle_waiters_add (call->waiters, &circle->id, wait_ms, call->invocation);
  return NULL;
}

static GVariant *
set_online (CenacleCall *call, GError **error G_GNUC_UNUSED)
{
  gboolean is_online;

  g_variant_get_child (call->parameters, 0, "b", &is_online);
  net_node_set_online (call->node, is_online);
  return g_variant_new ("()");
}

static GVariant *
set_port_mapping (CenacleCall *call, GError **error)
{
  gboolean is_wanted;

  g_variant_get_child (call->parameters, 0, "b", &is_wanted);
  return net_node_set_port_mapping (call->node, is_wanted, error) ? g_variant_new ("()") : NULL;
}

static GVariant *
set_discovery (CenacleCall *call, GError **error)
{
  gboolean discovers;

  g_variant_get_child (call->parameters, 0, "b", &discovers);
  return net_node_set_discovery (call->node, discovers, error) ? g_variant_new ("()") : NULL;
}

CenacleMethodFunc
cenacle_methods_net_find (const char *name)
{
  static const CenacleMethod methods[] = {
    { "Preview", preview },
    { "Join", join },
    { "GetStatus", get_status },
    { "SyncNow", sync_now },
    { "SetOnline", set_online },
    { "SetDiscovery", set_discovery },
    { "SetPortMapping", set_port_mapping },
  };

  for (guint i = 0; i < G_N_ELEMENTS (methods); i++) {
    if (strcmp (methods[i].name, name) == 0)
      return methods[i].func;
  }
  return NULL;
}
