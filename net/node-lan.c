/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Beacons go out three times within about a second after anything changed that others should know,
 * and then every half minute. Who hears a device dials it; who cannot, because enough links are
 * open, lets it hear a beacon in turn. A newcomer with an invite, or with a link that makes a
 * device of theirs, asks by a beacon of their own, and every few seconds, until somebody is found.
 *
 * All of it runs between two turns of the link. */

#include "node-private.h"

#include "core/store-settings.h"
#include "hub-lan.h"

#include <string.h>

#define QUICK_BEACONS   3
#define QUICK_MS        400 /* ± 50 %, as all of these */
#define ASKING_MS       3000
#define STEADY_MS       30000 /* ± a third */
#define ANSWER_MS       100
#define ANSWER_PAUSE_MS 1000 /* from one beacon to one in answer */
#define BURST_MAX       32   /* beacons at once on one network */
#define HEARD_A_TURN    128

/* Whose a key is that is looked for: a hub's, or a newcomer's attempt. */
typedef struct {
  NetLanOwner owner;
  NetAttempt *attempt; /* NULL for a hub's */
} Owner;

static gint64
get_now (NetNode *self)
{
  return self->world->monotonic_ms (self->world);
}

/* Between half of @ms and one and a half. */
static gint64
vary (NetNode *self, gint64 ms)
{
  guint16 chance;

  self->world->random (self->world, (guint8 *) &chance, sizeof chance);
  return ms / 2 + ms * chance / G_MAXUINT16;
}

static void
begin_discovery (NetNode *self)
{
  const int *fds;

  self->beacons.lan = net_lan_new (self->beacons.interfaces);
  fds = net_lan_get_fds (self->beacons.lan);
  for (guint i = 0; i < NET_LAN_FDS; i++)
    net_link_watch (self->link, fds[i]);
  net_node_lan_announce (self);
}

static void
end_discovery (NetNode *self)
{
  const int *fds = net_lan_get_fds (self->beacons.lan);

  for (guint i = 0; i < NET_LAN_FDS; i++)
    net_link_unwatch (self->link, fds[i]);
  g_clear_pointer (&self->beacons.lan, net_lan_free);
}

void
net_node_lan_init (NetNode *self, const NetNodeOptions *options)
{
  NetNodeLan *beacons = &self->beacons;
  const int *fds;

  self->changes = net_change_watch_new (options->get_suspended_ms);
  fds = net_change_watch_get_fds (self->changes);
  for (guint i = 0; i < NET_CHANGE_WATCH_FDS; i++)
    net_link_watch (self->link, fds[i]);
  net_beacon_limit_init (&beacons->limit);
  beacons->keys = g_array_new (FALSE, FALSE, sizeof (NetBeaconKey));
  beacons->owners = g_array_new (FALSE, FALSE, sizeof (Owner));
  beacons->is_stale = TRUE;
  beacons->may_discover = options->discovers;
  beacons->interfaces = net_node_copy_strings (options->interfaces);
  if (options->discovers &&
      cen_setting_get (self->replica->store, CEN_SETTING_DISCOVERY, TRUE) != 0)
    begin_discovery (self);
}

static void
clear_keys (NetNodeLan *beacons)
{
  cen_crypto_wipe (beacons->keys->data, beacons->keys->len * sizeof (NetBeaconKey));
  g_array_set_size (beacons->keys, 0);
  g_array_set_size (beacons->owners, 0);
}

void
net_node_lan_clear (NetNode *self)
{
  NetNodeLan *beacons = &self->beacons;

  g_clear_pointer (&self->changes, net_change_watch_free);
  if (beacons->keys == NULL)
    return;
  clear_keys (beacons);
  g_clear_pointer (&beacons->keys, g_array_unref);
  g_clear_pointer (&beacons->owners, g_array_unref);
  g_clear_pointer (&beacons->lan, net_lan_free);
  g_clear_pointer (&beacons->interfaces, g_ptr_array_unref);
  net_beacon_limit_clear (&beacons->limit);
}

void
net_node_lan_announce (NetNode *self)
{
  self->beacons.is_stale = TRUE;
  self->beacons.n_quick = QUICK_BEACONS;
  self->beacons.beacon_ms = get_now (self);
}

static NetKnock *
get_knock (const NetAttempt *attempt)
{
  return attempt->join != NULL ? &attempt->join->knock : &attempt->device->knock;
}

/* A newcomer who has not found anybody to speak with yet. */
static gboolean
is_asking (const NetAttempt *attempt)
{
  gboolean has_begun = attempt->join != NULL ? attempt->join->state != NET_JOIN_ASKING
                                             : attempt->device->state != NET_DEVICE_JOIN_ASKING;

  return attempt->circle == NULL && !attempt->is_hidden && !has_begun &&
         get_knock (attempt)->active == NULL;
}

static void
fill_knock_key (const NetAttempt *attempt, NetBeaconKey *ret_key)
{
  const guint8 *seed = get_knock (attempt)->link.seed;

  *ret_key = (NetBeaconKey){ .kind = NET_BEACON_SHARED };
  if (attempt->join != NULL) {
    CenInviteKeys keys;

    cen_invite_keys_from_seed (&keys, seed);
    memcpy (ret_key->key, keys.discovery, CEN_KEY_LEN);
    cen_invite_keys_clear (&keys);
  } else {
    CenDeviceLinkKeys keys;

    cen_device_link_keys_from_seed (&keys, seed);
    memcpy (ret_key->key, keys.discovery, CEN_KEY_LEN);
    cen_device_link_keys_clear (&keys);
  }
}

/* --- Saying --- */

/* Any order will do; so those whom a burst has no room for are named another time. */
static void
shuffle (NetNode *self, NetBeaconKey *keys, NetBeaconEntry *entries, guint n)
{
  for (guint i = 1; i < n; i++) {
    NetBeaconEntry entry = entries[i];
    NetBeaconKey key = keys[i];
    guint32 chance;
    guint k;

    self->world->random (self->world, (guint8 *) &chance, sizeof chance);
    k = chance % (i + 1);
    entries[i] = entries[k];
    keys[i] = keys[k];
    entries[k] = entry;
    keys[k] = key;
  }
}

static void
say_attempts (NetNode *self, GArray *keys, GArray *entries)
{
  for (guint i = 0; i < self->attempts->len; i++) {
    const NetAttempt *attempt = self->attempts->pdata[i];
    NetBeaconEntry entry = { .port = 0 };
    NetBeaconKey key;

    if (!is_asking (attempt))
      continue;
    fill_knock_key (attempt, &key);
    self->world->random (self->world, entry.curve, sizeof entry.curve);
    g_array_append_val (keys, key);
    g_array_append_val (entries, entry);
    cen_crypto_wipe (&key, sizeof key);
  }
}

static void
say_from (NetNode *self, const NetInterface *from)
{
  g_autoptr (GArray) keys = g_array_new (FALSE, FALSE, sizeof (NetBeaconKey));
  g_autoptr (GArray) entries = g_array_new (FALSE, FALSE, sizeof (NetBeaconEntry));
  guint n_done = 0;

  for (guint i = 0; i < self->places->len; i++)
    net_hub_lan_say (((NetPlace *) self->places->pdata[i])->hub, from, keys, entries);
  say_attempts (self, keys, entries);
  shuffle (self, (NetBeaconKey *) (gpointer) keys->data,
           (NetBeaconEntry *) (gpointer) entries->data, keys->len);
  for (guint i = 0; i < BURST_MAX && n_done < keys->len; i++) {
    guint8 beacon[NET_BEACON_LEN];

    n_done += net_beacon_build (beacon, &from->ip, &g_array_index (keys, NetBeaconKey, n_done),
                                &g_array_index (entries, NetBeaconEntry, n_done),
                                keys->len - n_done, self->world);
    net_lan_send (self->beacons.lan, from, beacon, sizeof beacon);
  }
  cen_crypto_wipe (keys->data, keys->len * sizeof (NetBeaconKey));
}

/* IPv6 goes first: its link-local address is the one that needs no configuration, and who hears
 * both dials what they heard first. */
static void
say_everywhere (NetNode *self)
{
  const GArray *interfaces = net_lan_get_interfaces (self->beacons.lan);

  for (guint pass = 0; self->is_online && pass < 2; pass++) {
    for (guint i = 0; i < interfaces->len; i++) {
      const NetInterface *from = &g_array_index (interfaces, NetInterface, i);

      if (from->is_ipv6 == (pass == 0))
        say_from (self, from);
    }
  }
}

static gint64
get_pause (NetNode *self)
{
  NetNodeLan *beacons = &self->beacons;

  if (beacons->n_quick > 0 && --beacons->n_quick > 0)
    return vary (self, QUICK_MS);
  for (guint i = 0; i < self->attempts->len; i++) {
    const NetAttempt *attempt = self->attempts->pdata[i];

    if (attempt->callback != NULL && is_asking (attempt))
      return vary (self, ASKING_MS);
  }
  return STEADY_MS * 2 / 3 + vary (self, STEADY_MS * 2 / 3) - STEADY_MS / 3;
}

static void
say_if_due (NetNode *self)
{
  NetNodeLan *beacons = &self->beacons;
  gint64 now = get_now (self);

  if (now < beacons->beacon_ms)
    return;
  say_everywhere (self);
  beacons->spoken_ms = now;
  beacons->beacon_ms = now + get_pause (self);
}

/* --- Hearing --- */

static void
add_hub_keys (NetNode *self, NetHub *hub)
{
  g_autoptr (GArray) owners = g_array_new (FALSE, FALSE, sizeof (NetLanOwner));

  hub->has_new_roster = FALSE;
  net_hub_lan_look_for (hub, self->beacons.keys, owners);
  for (guint i = 0; i < owners->len; i++) {
    Owner owner = { .owner = g_array_index (owners, NetLanOwner, i) };

    g_array_append_val (self->beacons.owners, owner);
  }
}

/* Brings up to date what is looked for. */
static void
refresh_keys (NetNode *self)
{
  NetNodeLan *beacons = &self->beacons;
  gboolean is_stale = beacons->is_stale;

  for (guint i = 0; i < self->places->len; i++)
    is_stale = is_stale || ((NetPlace *) self->places->pdata[i])->hub->has_new_roster;
  if (!is_stale)
    return;
  beacons->is_stale = FALSE;
  clear_keys (beacons);
  for (guint i = 0; i < self->places->len; i++)
    add_hub_keys (self, ((NetPlace *) self->places->pdata[i])->hub);
  for (guint i = 0; i < self->attempts->len; i++) {
    Owner owner = { .attempt = self->attempts->pdata[i] };
    NetBeaconKey key;

    fill_knock_key (owner.attempt, &key);
    g_array_append_val (beacons->keys, key);
    g_array_append_val (beacons->owners, owner);
    cen_crypto_wipe (&key, sizeof key);
  }
}

static void
answer_soon (NetNode *self)
{
  NetNodeLan *beacons = &self->beacons;
  gint64 earliest = MAX (get_now (self), beacons->spoken_ms + ANSWER_PAUSE_MS);

  beacons->beacon_ms = MIN (beacons->beacon_ms, earliest + vary (self, ANSWER_MS));
}

static void
hear (NetNode *self, const Owner *owner, const NetBeaconEntry *entry, const char *host)
{
  g_autofree char *address = NULL;

  if (owner->attempt == NULL) {
    if (net_hub_lan_hear (&owner->owner, entry, host))
      answer_soon (self);
    return;
  }
  if (entry->port == 0 || !is_asking (owner->attempt))
    return;
  address = g_strdup_printf ("tcp://%s:%u", host, entry->port);
  net_knock_add_address (get_knock (owner->attempt), entry->curve, address);
}

static void
hear_all (NetNode *self)
{
  NetNodeLan *beacons = &self->beacons;
  guint8 bytes[NET_BEACON_LEN];
  NetLanHeard heard;

  for (guint i = 0; i < HEARD_A_TURN; i++) {
    g_autoptr (GArray) found = NULL;

    if (!net_lan_receive (beacons->lan, bytes, sizeof bytes, &heard))
      return;
    if (!self->is_online || !net_beacon_limit_take (&beacons->limit, &heard.ip, get_now (self)))
      continue;
    refresh_keys (self);
    found =
        net_beacon_read (bytes, heard.len, &heard.ip,
                         (const NetBeaconKey *) (gpointer) beacons->keys->data, beacons->keys->len);
    for (guint k = 0; found != NULL && k < found->len; k++) {
      const NetBeaconFound *one = &g_array_index (found, NetBeaconFound, k);

      hear (self, &g_array_index (beacons->owners, Owner, one->key), &one->entry, heard.host);
    }
  }
}

/* --- Changes --- */

static void
meet_anew (NetNode *self)
{
  if (self->beacons.lan != NULL)
    net_lan_refresh (self->beacons.lan);
  net_node_refresh_listening (self);
  net_node_map_note_network (self);
  for (guint i = 0; self->is_online && i < self->places->len; i++) {
    NetPlace *place = self->places->pdata[i];

    net_hub_note_network (place->hub);
    net_node_note_change (place->hub, TRUE, place);
  }
  net_node_lan_announce (self);
}

void
net_node_note_network (NetNode *self)
{
  net_change_watch_note (self->changes);
}

gboolean
net_node_set_discovery (NetNode *self, gboolean discovers, GError **error)
{
  if (!self->beacons.may_discover && discovers) {
    g_set_error_literal (error, CEN_ERROR, CEN_ERROR_REFUSED,
                         "This engine was told to look for nobody when it was started.");
    return FALSE;
  }
  if (!cen_setting_set (self->replica->store, CEN_SETTING_DISCOVERY, discovers, error))
    return FALSE;
  if (discovers == (self->beacons.lan != NULL))
    return TRUE;
  if (discovers)
    begin_discovery (self);
  else
    end_discovery (self);
  for (guint i = 0; i < self->places->len; i++) {
    NetPlace *place = self->places->pdata[i];

    net_node_note_change (place->hub, TRUE, place);
  }
  return TRUE;
}

GPtrArray *
net_node_list_discovery (NetNode *self)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  const GArray *interfaces =
      self->beacons.lan != NULL ? net_lan_get_interfaces (self->beacons.lan) : NULL;

  for (guint i = 0; interfaces != NULL && i < interfaces->len; i++) {
    const char *name = g_array_index (interfaces, NetInterface, i).name;

    if (!g_ptr_array_find_with_equal_func (names, name, g_str_equal, NULL))
      g_ptr_array_add (names, g_strdup (name));
  }
  return names;
}

void
net_node_lan_tick (NetNode *self, gint64 *next)
{
  if (net_change_watch_step (self->changes, get_now (self), next))
    meet_anew (self);
  if (self->beacons.lan == NULL)
    return;
  hear_all (self);
  say_if_due (self);
  *next = MIN (*next, self->beacons.beacon_ms);
}
