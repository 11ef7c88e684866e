/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "presence.h"

#include "time-text.h"

#include <glib/gi18n.h>

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

static gint64
get_count (GVariant *dict, const char *key)
{
  guint64 count;

  return g_variant_lookup (dict, key, "t", &count) ? (gint64) count : CENACLE_PEER_UNKNOWN;
}

static CenaclePeer *
find_peer (CenaclePresence *self, const CenId *member)
{
  for (guint i = 0; i < self->peers->len; i++) {
    CenaclePeer *peer = g_ptr_array_index (self->peers, i);

    if (cen_id_equal (&peer->member, member))
      return peer;
  }
  return NULL;
}

static void
add_device (CenaclePresence *self, GVariant *dict)
{
  const char *member = "", *state = "";
  CenaclePeer device = { .behind = get_count (dict, "behind"), .ahead = get_count (dict, "ahead") };
  CenaclePeer *peer;

  g_variant_lookup (dict, "member", "&s", &member);
  g_variant_lookup (dict, "state", "&s", &state);
  g_variant_lookup (dict, "last-seen", "x", &device.last_seen_ms);
  device.state = parse_state (state);
  if (!cen_id_from_text (&device.member, member))
    return;
  peer = find_peer (self, &device.member);
  if (peer == NULL) {
    g_ptr_array_add (self->peers, g_memdup2 (&device, sizeof device));
  } else if (device.state > peer->state ||
             (device.state == peer->state && device.last_seen_ms > peer->last_seen_ms)) {
    *peer = device;
  }
}

static CenaclePresence *
parse_circle (GVariant *dict)
{
  CenaclePresence *self = g_new0 (CenaclePresence, 1);
  g_autoptr (GVariant) peers = g_variant_lookup_value (dict, "peers", G_VARIANT_TYPE ("aa{sv}"));
  GVariantIter iter;
  GVariant *peer;

  self->peers = g_ptr_array_new_with_free_func (g_free);
  g_variant_lookup (dict, "in-sync", "b", &self->is_in_sync);
  g_variant_lookup (dict, "syncing", "b", &self->is_syncing);
  if (peers != NULL) {
    g_variant_iter_init (&iter, peers);
    while ((peer = g_variant_iter_next_value (&iter)) != NULL) {
      add_device (self, peer);
      g_variant_unref (peer);
    }
  }
  for (guint i = 0; i < self->peers->len; i++) {
    const CenaclePeer *person = g_ptr_array_index (self->peers, i);

    if (person->state == CENACLE_PEER_CONNECTED)
      self->n_connected++;
  }
  return self;
}

CenaclePresence *
cenacle_presence_new_from_status (GVariant *status, const char *circle)
{
  GVariantIter iter;
  GVariant *dict;
  CenaclePresence *self = NULL;

  g_variant_iter_init (&iter, status);
  while (self == NULL && (dict = g_variant_iter_next_value (&iter)) != NULL) {
    const char *id = "";

    g_variant_lookup (dict, "circle", "&s", &id);
    if (g_str_equal (id, circle))
      self = parse_circle (dict);
    g_variant_unref (dict);
  }
  return self;
}

void
cenacle_presence_free (CenaclePresence *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->peers);
  g_free (self);
}

const CenaclePeer *
cenacle_presence_get_peer (CenaclePresence *self, const CenId *member)
{
  return find_peer (self, member);
}

char *
cenacle_presence_dup_sentence (CenaclePresence *self, gboolean is_online)
{
  guint n = self->n_connected;

  if (!is_online)
    return g_strdup (_ ("Offline, as you wished"));
  if (n == 0)
    return g_strdup (_ ("Nobody else is here"));
  if (self->is_in_sync)
    return g_strdup_printf (ngettext ("%u here · in sync", "%u here · in sync", n), n);
  return g_strdup_printf (ngettext ("%u here · catching up", "%u here · catching up", n), n);
}

char *
cenacle_peer_dup_whereabouts (const CenaclePeer *peer)
{
  if (peer != NULL && peer->state == CENACLE_PEER_CONNECTED)
    return g_strdup (_ ("here"));
  if (peer != NULL && peer->state == CENACLE_PEER_CONNECTING)
    return g_strdup (_ ("connecting…"));
  if (peer != NULL && peer->last_seen_ms > 0) {
    g_autofree char *ago = cenacle_time_text_dup_ago (peer->last_seen_ms);

    /* Translators: followed by "5 minutes ago". */
    return g_strdup_printf (_ ("last seen %s"), ago);
  }
  return g_strdup (_ ("not met yet"));
}

char *
cenacle_peer_dup_difference (const CenaclePeer *peer)
{
  g_autofree char *behind = NULL;
  g_autofree char *ahead = NULL;

  if (peer == NULL)
    return g_strdup ("");
  if (peer->behind > 0)
    behind = g_strdup_printf (ngettext ("lacks %d thing from me", "lacks %d things from me",
                                        (gulong) peer->behind),
                              (int) MIN (peer->behind, G_MAXINT));
  if (peer->ahead > 0)
    ahead = g_strdup_printf (ngettext ("has %d thing that I lack", "has %d things that I lack",
                                       (gulong) peer->ahead),
                             (int) MIN (peer->ahead, G_MAXINT));
  if (behind != NULL && ahead != NULL)
    return g_strdup_printf ("%s · %s", behind, ahead);
  if (behind != NULL || ahead != NULL)
    return g_strdup (behind != NULL ? behind : ahead);
  if (peer->behind == 0 && peer->ahead == 0)
    return g_strdup (_ ("has all that I have"));
  return g_strdup ("");
}
