/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "hub-files.h"

#include "core/faults.h"
#include "hub-relays.h"

static gint64
get_now (const NetHub *self)
{
  return self->world->monotonic_ms (self->world);
}

/* The hub pumps at each turn of the node anyway, and work that comes back wakes the node. */
static void
ready_cb (NetTransfer *transfer G_GNUC_UNUSED, gpointer user_data G_GNUC_UNUSED)
{
}

static void
liar_cb (NetTransfer *transfer G_GNUC_UNUSED, const CenId *device, gpointer user_data)
{
  NetHub *self = user_data;

  if (net_hub_relays_note_liar (self, device->bytes))
    return;
  cen_faults_note (self->circle, device, CEN_FAULT_FILE, NULL);
  self->events.on_changed (self, TRUE, self->user_data);
}

void
net_hub_files_start (NetHub *self, NetPool *pool)
{
  static const NetTransferEvents events = { ready_cb, liar_cb };

  g_assert (self->transfer == NULL && self->links->len == 0);
  self->transfer = net_transfer_new (self->circle, pool, &events, self, get_now (self));
}

void
net_hub_files_stop (NetHub *self)
{
  for (guint i = 0; i < self->links->len; i++)
    ((NetHubLink *) self->links->pdata[i])->source = NULL;
  net_hub_relays_set_transfer (self, NULL);
  g_clear_pointer (&self->transfer, net_transfer_free);
}

void
net_hub_files_open (NetHub *self, NetHubLink *link)
{
  const CenDevice *device = net_hub_find_device (self, link->peer->curve);

  if (self->transfer != NULL && link->source == NULL && device != NULL &&
      net_session_knows_blobs (link->session))
    link->source = net_transfer_add_source (self->transfer, &device->key);
}

void
net_hub_files_close (NetHub *self, NetHubLink *link)
{
  NetSource *source = g_steal_pointer (&link->source);

  if (source != NULL)
    net_transfer_remove_source (self->transfer, source);
}

gint64
net_hub_files_tick (NetHub *self, gint64 now_ms)
{
  if (self->transfer == NULL)
    return G_MAXINT64;
  if (self->circle->has_new_files) {
    self->circle->has_new_files = FALSE;
    net_transfer_look (self->transfer);
    net_hub_relays_note_files (self);
  }
  net_transfer_tick (self->transfer, now_ms);
  return net_transfer_get_deadline (self->transfer);
}

gboolean
net_hub_files_receive (NetHub *self, NetHubLink *link, const guint8 *frame, gsize len,
                       gboolean *ret_is_flood, GError **error)
{
  if (link->source != NULL)
    return net_transfer_receive (self->transfer, link->source, frame, len, get_now (self),
                                 ret_is_flood, error);
  g_set_error_literal (error, CEN_ERROR, CEN_ERROR_INVALID,
                       "A peer broke the protocol (files out of turn).");
  return FALSE;
}

GBytes *
net_hub_files_pop_word (NetHub *self, NetHubLink *link)
{
  return link->source != NULL ? net_transfer_pop_word (self->transfer, link->source) : NULL;
}

GBytes *
net_hub_files_pop_block (NetHub *self, NetHubLink *link)
{
  return link->source != NULL ? net_transfer_pop_block (self->transfer, link->source) : NULL;
}
