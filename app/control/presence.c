/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "presence.h"

static CenaclePeerState
parse_state (const char *name)
{
  if (g_str_equal (name, "connected"))
    return CENACLE_PEER_CONNECTED;
  if (g_str_equal (name, "connecting"))
    return CENACLE_PEER_CONNECTING;
  if (g_str_equal (name, "refused"))
    return CENACLE_PEER_REFUSED;
  return CENACLE_PEER_AWAY;
}

static CenacleRemoval
parse_removal (const char *name)
{
  if (g_str_equal (name, "member"))
    return CENACLE_REMOVAL_MEMBER;
  if (g_str_equal (name, "device"))
    return CENACLE_REMOVAL_DEVICE;
  return g_str_equal (name, "own-device") ? CENACLE_REMOVAL_OWN_DEVICE : CENACLE_REMOVAL_NONE;
}

static gint64
get_count (GVariant *dict, const char *key)
{
  guint64 count;

  return g_variant_lookup (dict, key, "t", &count) ? (gint64) MIN (count, G_MAXINT)
                                                   : CENACLE_PEER_UNKNOWN;
}

static char *
dup_text (GVariant *dict, const char *key)
{
  char *text;

  return g_variant_lookup (dict, key, "s", &text) ? text : g_strdup ("");
}

CenaclePeer *
cenacle_peer_new (GVariant *dict)
{
  CenaclePeer *self = g_new0 (CenaclePeer, 1);
  g_autofree char *member = dup_text (dict, "member");
  g_autofree char *state = dup_text (dict, "state");

  cen_id_from_text (&self->member, member);
  self->name = dup_text (dict, "name");
  self->state = parse_state (state);
  self->behind = get_count (dict, "behind");
  self->ahead = get_count (dict, "ahead");
  g_variant_lookup (dict, "last-seen", "x", &self->last_seen_ms);
  g_variant_lookup (dict, "in-sync", "b", &self->is_in_sync);
  g_variant_lookup (dict, "own", "b", &self->is_own);
  g_variant_lookup (dict, "clock-ahead", "x", &self->clock_ahead_ms);
  return self;
}

void
cenacle_peer_free (CenaclePeer *self)
{
  if (self == NULL)
    return;
  g_free (self->name);
  g_free (self);
}

static void
add_device (CenaclePresence *self, CenaclePeer *device)
{
  for (guint i = 0; i < self->peers->len; i++) {
    CenaclePeer *peer = g_ptr_array_index (self->peers, i);

    if (!cen_id_equal (&peer->member, &device->member))
      continue;
    if (device->state < peer->state ||
        (device->state == peer->state && device->last_seen_ms <= peer->last_seen_ms)) {
      cenacle_peer_free (device);
      return;
    }
    g_ptr_array_remove_index (self->peers, i);
    g_ptr_array_insert (self->peers, (int) i, device);
    return;
  }
  g_ptr_array_add (self->peers, device);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  const CenaclePeer *x = *(const CenaclePeer *const *) a;
  const CenaclePeer *y = *(const CenaclePeer *const *) b;

  return x->is_own != y->is_own ? x->is_own - y->is_own : g_utf8_collate (x->name, y->name);
}

static void
read_relays (CenaclePresence *self, GVariant *dict)
{
  g_autoptr (GVariant) relays = g_variant_lookup_value (dict, "relays", G_VARIANT_TYPE ("aa{sv}"));

  for (gsize i = 0; relays != NULL && i < g_variant_n_children (relays); i++) {
    g_autoptr (GVariant) relay = g_variant_get_child_value (relays, i);
    gboolean is_settled = FALSE;

    g_variant_lookup (relay, "settled", "b", &is_settled);
    if (!is_settled)
      continue;
    self->is_at_relay = TRUE;
    self->n_waited_for = (guint) MAX (get_count (relay, "waiting"), 0);
  }
}

CenaclePresence *
cenacle_presence_new (GVariant *dict)
{
  CenaclePresence *self = g_new0 (CenaclePresence, 1);
  g_autoptr (GVariant) peers = g_variant_lookup_value (dict, "peers", G_VARIANT_TYPE ("aa{sv}"));
  g_autofree char *removal = dup_text (dict, "removed");

  self->peers = g_ptr_array_new_with_free_func ((GDestroyNotify) cenacle_peer_free);
  self->is_online = TRUE;
  self->is_inside = TRUE;
  g_variant_lookup (dict, "in-sync", "b", &self->is_in_sync);
  g_variant_lookup (dict, "syncing", "b", &self->is_syncing);
  g_variant_lookup (dict, "online", "b", &self->is_online);
  g_variant_lookup (dict, "inside", "b", &self->is_inside);
  g_variant_lookup (dict, "disk-full", "b", &self->is_storage_failing);
  g_variant_lookup (dict, "key-due", "b", &self->is_key_due);
  self->removal = parse_removal (removal);
  g_variant_lookup (dict, "waiting", "u", &self->n_waiting);
  g_variant_lookup (dict, "clock-ahead", "x", &self->clock_ahead_ms);
  self->n_arrived = MAX (get_count (dict, "arrived"), 0);
  self->n_arriving = MAX (get_count (dict, "arriving"), 0);
  self->left_ms = -1;
  g_variant_lookup (dict, "time-left", "x", &self->left_ms);
  g_variant_lookup (dict, "early", "u", &self->n_early);
  read_relays (self, dict);
  self->removed_by = dup_text (dict, "removed-by");
  self->reason = dup_text (dict, "reason");
  for (gsize i = 0; peers != NULL && i < g_variant_n_children (peers); i++) {
    g_autoptr (GVariant) peer = g_variant_get_child_value (peers, i);

    add_device (self, cenacle_peer_new (peer));
  }
  g_ptr_array_sort (self->peers, compare_names);
  for (guint i = 0; i < self->peers->len; i++) {
    const CenaclePeer *person = g_ptr_array_index (self->peers, i);

    self->n_connected += person->state == CENACLE_PEER_CONNECTED;
    self->n_people += person->state == CENACLE_PEER_CONNECTED && !person->is_own;
  }
  return self;
}

CenaclePresence *
cenacle_presence_new_from_status (GVariant *status, const char *circle)
{
  for (gsize i = 0; i < g_variant_n_children (status); i++) {
    g_autoptr (GVariant) dict = g_variant_get_child_value (status, i);
    g_autofree char *id = dup_text (dict, "circle");

    if (g_str_equal (id, circle))
      return cenacle_presence_new (dict);
  }
  return NULL;
}

void
cenacle_presence_free (CenaclePresence *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->peers);
  g_free (self->removed_by);
  g_free (self->reason);
  g_free (self);
}

const CenaclePeer *
cenacle_presence_get_peer (CenaclePresence *self, const CenId *member)
{
  for (guint i = 0; i < self->peers->len; i++) {
    const CenaclePeer *peer = g_ptr_array_index (self->peers, i);

    if (cen_id_equal (&peer->member, member))
      return peer;
  }
  return NULL;
}
