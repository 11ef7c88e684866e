/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "whereabouts.h"

#include "app/control/sentence.h"
#include "time-text.h"

#include <glib/gi18n.h>

char *
cenacle_whereabouts_dup_line (const CenaclePresence *presence)
{
  guint n = presence->n_people;

  if (presence->removal != CENACLE_REMOVAL_NONE || !presence->is_online ||
      presence->is_storage_failing || presence->peers->len == 0)
    return cenacle_sentence_dup (presence);
  if (presence->n_connected == 0)
    return g_strdup (_ ("Nobody else is here"));
  if (n == 0)
    return cenacle_sentence_dup (presence);
  if (presence->is_in_sync)
    return g_strdup_printf (ngettext ("%u here · in sync", "%u here · in sync", n), n);
  return g_strdup_printf (ngettext ("%u here · catching up", "%u here · catching up", n), n);
}

char *
cenacle_whereabouts_dup_peer (const CenaclePeer *peer)
{
  if (peer != NULL && peer->state == CENACLE_PEER_CONNECTED)
    return g_strdup (C_ ("person", "here"));
  if (peer != NULL && peer->state == CENACLE_PEER_CONNECTING)
    return g_strdup (_ ("connecting…"));
  if (peer != NULL && peer->last_seen_ms > 0) {
    g_autofree char *ago = cenacle_time_text_dup_ago (peer->last_seen_ms);

    /* Translators: followed by "5 minutes ago". */
    return g_strdup_printf (_ ("last seen %s"), ago);
  }
  return g_strdup (_ ("not met yet"));
}
