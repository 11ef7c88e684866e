/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The node owns one NetLink and one NetHub per circle. A connection belongs to a join attempt when
 * that says so, else to the hub of its circle. Everything that can free a hub, a join or a
 * connection is done between two runs of the link, never from inside its callbacks. */

#include "node-private.h"

#include "core/replica-renew.h"
#include "core/retention.h"
#include "hub-files.h"

#define TICK_MAX_MS  60000
#define POOL_THREADS 2

static void
place_free (gpointer data)
{
  NetPlace *place = data;

  net_hub_free (place->hub);
  g_free (place);
}

NetPlace *
net_node_find_place (NetNode *self, const CenId *circle)
{
  for (guint i = 0; i < self->places->len; i++) {
    NetPlace *place = self->places->pdata[i];

    if (cen_id_equal (&place->hub->circle->id, circle))
      return place;
  }
  return NULL;
}

static NetAttempt *
find_attempt (NetNode *self, const NetConn *conn)
{
  for (guint i = 0; i < self->attempts->len; i++) {
    NetAttempt *attempt = self->attempts->pdata[i];

    if (net_attempt_owns (attempt, conn))
      return attempt;
  }
  return NULL;
}

/* --- The link's callbacks --- */

/* Whether @circle, for which somebody comes or came, is no circle but this engine as a relay. */
static gboolean
is_relay (NetNode *self, const CenId *circle)
{
  return self->relay != NULL && cen_id_equal (net_relay_get_id (self->relay), circle);
}

static NetLinkVerdict
admit_cb (NetLink *link G_GNUC_UNUSED, const CenId *circle, const guint8 key[static CEN_KEY_LEN],
          const char *address G_GNUC_UNUSED, gpointer user_data)
{
  NetNode *self = user_data;
  NetPlace *place = net_node_find_place (self, circle);

  if (is_relay (self, circle))
    return net_relay_admit (self->relay, key);
  return place != NULL ? net_hub_admit (place->hub, key) : NET_LINK_REFUSE;
}

static void
open_cb (NetLink *link G_GNUC_UNUSED, NetConn *conn, gpointer user_data)
{
  NetNode *self = user_data;
  NetAttempt *attempt = find_attempt (self, conn);
  NetPlace *place = net_node_find_place (self, net_conn_get_circle (conn));

  if (is_relay (self, net_conn_get_circle (conn)))
    net_relay_open (self->relay, conn);
  else if (attempt != NULL)
    net_attempt_open (attempt, conn);
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
  NetAttempt *attempt = find_attempt (self, conn);
  NetPlace *place = net_node_find_place (self, net_conn_get_circle (conn));

  self->has_heard = TRUE;
  if (is_relay (self, net_conn_get_circle (conn)))
    net_relay_message (self->relay, conn, bytes, len);
  else if (attempt != NULL)
    net_attempt_message (attempt, conn, bytes, len);
  else if (place != NULL)
    net_hub_message (place->hub, conn, bytes, len);
}

static void
close_cb (NetLink *link G_GNUC_UNUSED, NetConn *conn, NetConnEnd end, gpointer user_data)
{
  NetNode *self = user_data;
  NetAttempt *attempt = find_attempt (self, conn);
  NetPlace *place = net_node_find_place (self, net_conn_get_circle (conn));

  if (is_relay (self, net_conn_get_circle (conn)))
    net_relay_close (self->relay, conn);
  else if (attempt != NULL)
    net_attempt_close (attempt, conn, end);
  else if (place != NULL)
    net_hub_close (place->hub, conn, end);
}

/* --- The hubs' events --- */

void
net_node_note_change (NetHub *hub G_GNUC_UNUSED, gboolean is_status_changed, gpointer user_data)
{
  NetPlace *place = user_data;

  place->has_changed = TRUE;
  place->is_status_changed = place->is_status_changed || is_status_changed;
}

static void
hub_typing_cb (NetHub *hub, const CenId *channel, const CenId *member, gpointer user_data)
{
  NetPlace *place = user_data;

  place->node->events.on_typing (place->node, &hub->circle->id, channel, member,
                                 place->node->user_data);
}

static void
hub_live_cb (NetHub *hub, const NetLiveState *state, const CenId *member, gpointer user_data)
{
  NetPlace *place = user_data;

  place->node->events.on_live (place->node, &hub->circle->id, state, member,
                               place->node->user_data);
}

/* --- Places --- */

GPtrArray *
net_node_copy_strings (const GPtrArray *strings)
{
  GPtrArray *copy = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; strings != NULL && i < strings->len; i++)
    g_ptr_array_add (copy, g_strdup (strings->pdata[i]));
  return copy;
}

gboolean
net_node_add_place (NetNode *self, CenCircle *circle, GError **error)
{
  static const NetHubEvents events = { net_node_note_change, hub_typing_cb, hub_live_cb };
  NetPlace *place;

  if (circle->keys == NULL || circle->keys->renewal != CEN_RENEWAL_NONE)
    return TRUE;
  place = g_new0 (NetPlace, 1);
  place->node = self;
  place->hub = net_hub_new (circle, self->replica->secrets, self->link, &events, place);
  net_node_tor_set_up (self, place);
  net_hub_files_start (place->hub, self->pool);
  net_transfer_set_way (place->hub->transfer, self->way);
  place->hub->is_online = self->is_online;
  net_rotation_init (&place->hub->rotation, self->rotation_wait_ms);
  for (guint i = 0; i < self->extra->len; i++)
    g_ptr_array_add (place->hub->extra, g_strdup (self->extra->pdata[i]));
  g_ptr_array_add (self->places, place);
  if (net_node_listen_for (self, place, error)) {
    net_node_lan_announce (self);
    return TRUE;
  }
  g_ptr_array_remove (self->places, place);
  return FALSE;
}

/* --- The node --- */

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
  self->rotation_wait_ms =
      options->rotation_wait_ms > 0 ? options->rotation_wait_ms : NET_ROTATION_WAIT_MS;
  self->listen = net_node_copy_strings (options->listen);
  self->extra = net_node_copy_strings (options->peers);
  self->places = g_ptr_array_new_with_free_func (place_free);
  self->attempts = g_ptr_array_new_with_free_func (net_attempt_free);
  self->relay_bound = g_ptr_array_new_with_free_func (net_hub_bound_free);
  self->link = net_link_new (&link_events, self, self->world, error);
  if (self->link == NULL)
    return NULL;
  self->pool = net_pool_new (POOL_THREADS, (void (*) (gpointer)) net_link_wake, self->link);
  net_node_lan_init (self, options);
  net_node_tor_init (self, options->tor_control);
  net_node_map_init (self, options->map_fd, options->port_lease_s);
  if (options->handshakes_per_minute > 0)
    net_link_set_handshake_limit (self->link, options->handshakes_per_minute);
  if (options->is_relay && !net_node_start_relay (self, error))
    return NULL;
  for (guint i = 0; i < replica->circles->len; i++) {
    if (!net_node_add_place (self, replica->circles->pdata[i], error))
      return NULL;
  }
  net_node_resume_joins (self);
  net_node_resume_devices (self);
  if (self->places->len == 0 && self->relay == NULL && !net_node_listen_check (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
net_node_free (NetNode *self)
{
  if (self == NULL)
    return;
  net_node_end_chores (self);
  net_node_map_clear (self);
  g_ptr_array_unref (self->attempts);
  self->attempts = g_ptr_array_new ();
  g_ptr_array_unref (self->places);
  self->places = g_ptr_array_new ();
  g_clear_pointer (&self->relay, net_relay_free);
  net_node_lan_clear (self);
  net_node_tor_clear (self);
  g_clear_pointer (&self->pool, net_pool_free);
  g_clear_pointer (&self->link, net_link_free);
  g_ptr_array_unref (self->attempts);
  g_ptr_array_unref (self->places);
  g_ptr_array_unref (self->listen);
  g_ptr_array_unref (self->extra);
  g_ptr_array_unref (self->relay_bound);
  g_free (self);
}

/* Tells the engine of one circle at most every NET_NODE_CHANGE_DELAY_MS. */
static void
tell_place (NetNode *self, NetPlace *place, gint64 *next)
{
  gint64 now = self->world->monotonic_ms (self->world);
  gboolean is_status_changed;
  CenChanges changes;

  if (!place->has_changed && place->hub->circle->changes == 0)
    return;
  if (now - place->told_ms < NET_NODE_CHANGE_DELAY_MS) {
    *next = MIN (*next, place->told_ms + NET_NODE_CHANGE_DELAY_MS);
    return;
  }
  if (place->hub->circle->changes & (CEN_CHANGED_MESSAGES | CEN_CHANGED_LETTERS))
    cen_retention_sweep (place->hub->circle, NULL);
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
    NetPlace *place = self->places->pdata[i];

    if (place->hub->circle->changes & CEN_CHANGED_FRAME)
      net_hub_refresh (place->hub);
    if (place->hub->circle->changes & CEN_CHANGED_LOCAL)
      net_hub_note_own (place->hub);
    net_hub_pump (place->hub);
  }
}

/* Circles in which somebody else uses this home's keys: it becomes a new device there, with another
 * T, so it listens anew. What cannot be now (a full disk) is tried again at the next turn that
 * something wakes. */
static void
renew_copied (NetNode *self)
{
  for (guint i = self->places->len; i-- > 0;) {
    CenCircle *circle = ((NetPlace *) self->places->pdata[i])->hub->circle;
    g_autoptr (GError) error = NULL;
    NetPlace *place;

    if (!cen_circle_needs_renewal (circle))
      continue;
    if (!cen_replica_renew_device (self->replica, circle, CEN_KEEP_FORMER, &error)) {
      g_debug ("a copied circle waits for its new device: %s", error->message);
      continue;
    }
    net_node_remove_circle (self, &circle->id);
    if (!net_node_add_place (self, circle, &error)) {
      g_warning ("%s", error->message);
      continue;
    }
    place = net_node_find_place (self, &circle->id);
    net_node_note_change (place->hub, TRUE, place);
  }
}

void
net_node_run_once (NetNode *self, gint64 timeout_ms)
{
  gint64 now = self->world->monotonic_ms (self->world);
  gint64 next = now + (timeout_ms >= 0 ? MIN (timeout_ms, TICK_MAX_MS) : TICK_MAX_MS);

  for (guint i = self->attempts->len; i-- > 0;)
    net_node_attempt_tick (self, self->attempts->pdata[i], &next);
  net_pool_collect (self->pool);
  renew_copied (self);
  net_node_tor_tick (self, &next);
  net_node_map_tick (self, &next);
  net_node_lan_tick (self, &next);
  net_node_flush (self);
  for (guint i = 0; i < self->places->len; i++) {
    NetPlace *place = self->places->pdata[i];

    next = MIN (next, net_hub_tick (place->hub));
    net_node_ensure_profile (self, place);
    tell_place (self, place, &next);
  }
  if (self->relay != NULL)
    next = MIN (next, net_relay_tick (self->relay));
  net_node_do_chores (self, &next);
  now = self->world->monotonic_ms (self->world);
  net_link_run_once (self->link, MAX (next - now, 0));
  for (guint i = 0; i < self->places->len; i++)
    net_hub_pump (((NetPlace *) self->places->pdata[i])->hub);
}

void
net_node_wake (NetNode *self)
{
  net_link_wake (self->link);
}

gboolean
net_node_add_circle (NetNode *self, CenCircle *circle, GError **error)
{
  return net_node_add_place (self, circle, error);
}

void
net_node_remove_circle (NetNode *self, const CenId *circle)
{
  NetPlace *place = net_node_find_place (self, circle);

  if (place == NULL)
    return;
  net_link_unlisten (self->link, circle);
  net_node_tor_end (self, circle);
  self->beacons.is_stale = TRUE;
  g_ptr_array_remove (self->places, place);
}

void
net_node_set_online (NetNode *self, gboolean is_online)
{
  if (self->is_online == is_online)
    return;
  self->is_online = is_online;
  if (self->relay != NULL)
    net_relay_set_online (self->relay, is_online);
  for (guint i = 0; i < self->places->len; i++) {
    NetPlace *place = self->places->pdata[i];

    net_hub_set_online (place->hub, is_online);
    net_node_note_change (place->hub, TRUE, place);
  }
  net_node_lan_announce (self);
}

gboolean
net_node_is_online (const NetNode *self)
{
  return self->is_online;
}

void
net_node_sync_now (NetNode *self, const CenId *circle)
{
  NetPlace *place = net_node_find_place (self, circle);

  if (place == NULL)
    return;
  self->tor.retry_ms = 0;
  net_hub_dial_all_now (place->hub);
}

NetTransfer *
net_node_get_transfer (NetNode *self, const CenId *circle)
{
  NetPlace *place = net_node_find_place (self, circle);

  return place != NULL ? place->hub->transfer : NULL;
}

void
net_node_set_way (NetNode *self, NetWay way)
{
  self->way = way;
  for (guint i = 0; i < self->places->len; i++)
    net_transfer_set_way (((NetPlace *) self->places->pdata[i])->hub->transfer, way);
}

NetPool *
net_node_get_pool (NetNode *self)
{
  return self->pool;
}
