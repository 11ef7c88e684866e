/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Files at a relay, from the member's side. To the transfer of the circle's files the relay is a
 * source like any other: the frames by which it asks a peer are answered here out of parcels, so
 * each block is checked, resumed and mixed with those of others as always. In the other direction
 * what is whole here and small, or offered, is brought, unless it was there before; and what nobody
 * names any more, or was erased, is dropped. All of it waits until messages have come and gone.
 *
 *   a file is asked for or to be brought ─► HAVE ─► HAVING ─► its blocks are known there, or not
 *   CHUNK_REQ of the transfer ─► FETCH ─► PARCEL ─► CHUNK
 *   to be brought, and unknown there ─► STORE ─► STORED ─► …
 *   named by nobody any more ─► DROP ─► DROPPED ─► … */

#include "relay-files-private.h"

#define LOOK_MS 2000 /* between two looks at what there is to bring or to drop */

static void
file_free (gpointer data)
{
  NetRelayFile *file = data;

  cen_blob_ref_clear (&file->ref);
  cen_parcel_key_clear (&file->key);
  g_free (file->states);
  g_free (file);
}

static NetRelayFiles *
files_new (NetTransfer *transfer, const guint8 *relay)
{
  NetRelayFiles *self = g_new0 (NetRelayFiles, 1);
  CenId id;

  cen_id_from_bytes (&id, relay);
  self->transfer = transfer;
  self->source = net_transfer_add_source (transfer, &id);
  self->files = g_hash_table_new_full (cen_id_hash, cen_id_hash_equal, NULL, file_free);
  self->bad = g_array_new (FALSE, FALSE, sizeof (CenId));
  self->left = g_array_new (FALSE, FALSE, sizeof (CenLeftBlob));
  self->dropped = g_array_new (FALSE, FALSE, sizeof (CenId));
  self->must_look = TRUE;
  self->erased_at = G_MAXUINT;
  return self;
}

void
net_relay_files_free (NetRelayFiles *self)
{
  if (self == NULL)
    return;
  if (self->transfer != NULL)
    net_transfer_remove_source (self->transfer, self->source);
  g_queue_clear (&self->unknown);
  g_queue_clear_full (&self->gets, g_free);
  g_queue_clear (&self->gifts);
  g_hash_table_unref (self->files);
  g_array_unref (self->bad);
  g_array_unref (self->left);
  g_array_unref (self->dropped);
  g_free (self);
}

void
net_relay_session_set_transfer (NetRelaySession *self, NetTransfer *transfer)
{
  NetTransfer *before = self->files != NULL ? self->files->transfer : NULL;

  if (before == transfer || (transfer != NULL && (self->terms.caps & NET_RELAY_CAPS_FILES) == 0))
    return;
  /* A question about files that is open ends the connection with it: there is no one to answer. */
  if (self->files != NULL && self->asked == ASKED_FILES)
    self->files->transfer = NULL;
  else
    g_clear_pointer (&self->files, net_relay_files_free);
  if (transfer != NULL && self->files == NULL)
    self->files = files_new (transfer, self->relay);
}

void
net_relay_session_note_files (NetRelaySession *self)
{
  if (self->files != NULL)
    self->files->must_look = TRUE;
}

/* --- Turns --- */

void
net_relay_files_ask (NetRelaySession *self, FilesAsked what, NetRelayFile *file, GBytes *frame,
                     gint64 now_ms)
{
  self->files->asked = what;
  self->files->file = file;
  net_relay_session_ask (self, ASKED_FILES, 0, frame, now_ms);
}

gboolean
net_relay_session_tend_files (NetRelaySession *self, gint64 now_ms)
{
  NetRelayFiles *files = self->files;
  gboolean is_due;

  if (files == NULL || files->transfer == NULL || now_ms < files->wait_ms)
    return FALSE;
  net_relay_files_take_words (self);
  is_due = now_ms >= files->look_ms || ((files->must_look || files->n_ops != self->circle->n_ops) &&
                                        !files->must_stop && now_ms - files->looked_ms >= LOOK_MS);
  if (is_due)
    net_relay_files_look (self, now_ms);
  while (files->gets.length > 0) {
    if (net_relay_files_ask_fetch (self, now_ms))
      return TRUE;
  }
  return net_relay_files_ask_have (self, now_ms) || net_relay_files_change (self, now_ms);
}

gint64
net_relay_session_get_files_deadline (const NetRelaySession *self)
{
  const NetRelayFiles *files = self->files;

  if (files == NULL || files->transfer == NULL)
    return G_MAXINT64;
  if ((files->must_look || files->n_ops != self->circle->n_ops) && !files->must_stop)
    return MIN (files->look_ms, files->looked_ms + LOOK_MS);
  return MAX (files->look_ms, files->wait_ms);
}

gboolean
net_relay_session_receive_files (NetRelaySession *self, const guint8 *frame, gsize len,
                                 gint64 now_ms, GError **error)
{
  if (self->asked != ASKED_FILES || self->files == NULL || self->files->transfer == NULL)
    return net_relay_session_set_broken (error, "files out of turn");
  self->asked = ASKED_NOTHING;
  switch (net_frame_get_type (frame, len)) {
  case NET_RELAY_HAVING:
    return net_relay_files_receive_having (self, frame, len, now_ms, error);
  case NET_RELAY_STORED:
    return net_relay_files_receive_stored (self, frame, len, now_ms, error);
  case NET_RELAY_PARCEL:
    return self->files->asked == FILES_FETCH
               ? net_relay_files_receive_parcel (self, frame, len, now_ms, error)
               : net_relay_session_set_broken (error, "a parcel out of turn");
  case NET_RELAY_DROPPED:
  default:
    return net_relay_files_receive_dropped (self, frame, len, now_ms, error);
  }
}
