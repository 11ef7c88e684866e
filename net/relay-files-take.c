/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "relay-files-private.h"

#include <string.h>

/* --- What lies there --- */

void
net_relay_files_get_relay (const NetRelaySession *self, CenId *ret_id)
{
  cen_id_from_bytes (ret_id, self->relay);
}

NetRelayFile *
net_relay_files_ensure (NetRelayFiles *self, const CenId *blob, const CenBlobRef *ref,
                        const guint8 *relay)
{
  NetRelayFile *file = g_hash_table_lookup (self->files, blob);

  if (file != NULL)
    return file;
  file = g_new0 (NetRelayFile, 1);
  file->blob = *blob;
  file->ref = *ref;
  cen_blob_layout_init (&file->layout, ref->size);
  cen_parcel_key_init (&file->key, ref, relay);
  file->states = g_malloc0 (file->layout.n_blocks);
  g_hash_table_insert (self->files, &file->blob, file);
  return file;
}

void
net_relay_files_ask_about (NetRelayFiles *self, NetRelayFile *file)
{
  file->n_known = 0;
  if (file->is_asked)
    return;
  file->is_asked = TRUE;
  g_queue_push_tail (&self->unknown, file);
}

guint
net_relay_files_find_unknown (const NetRelayFile *file)
{
  guint i = 0;

  while (i < file->layout.n_blocks && file->states[i] != CEN_PARCEL_UNKNOWN)
    i++;
  return i;
}

static guint
count_states (const NetRelayFile *file, CenParcelState state)
{
  guint n = 0;

  for (guint i = 0; i < file->layout.n_blocks; i++)
    n += file->states[i] == state;
  return n;
}

static gboolean
tell_transfer (NetRelaySession *self, GBytes *frame, gint64 now_ms, GError **error)
{
  g_autoptr (GBytes) owned = frame;
  gboolean is_flood;

  return self->files->transfer == NULL ||
         net_transfer_receive (self->files->transfer, self->files->source,
                               g_bytes_get_data (owned, NULL), g_bytes_get_size (owned), now_ms,
                               &is_flood, error);
}

/* As a peer says by HOLD what it has. */
static gboolean
tell_hold (NetRelaySession *self, const NetRelayFile *file, gint64 now_ms, GError **error)
{
  guint n_here = count_states (file, CEN_PARCEL_HERE);
  gsize len = (file->layout.n_blocks + 7) / 8;
  g_autofree guint8 *bits = g_malloc0 (len);
  g_autoptr (GBytes) map = NULL;
  NetHold hold = { .blob = file->blob, .held = CEN_BLOB_PARTIAL };

  for (guint i = 0; i < file->layout.n_blocks; i++)
    bits[i / 8] |= (guint8) ((file->states[i] == CEN_PARCEL_HERE) << i % 8);
  map = g_bytes_new (bits, len);
  if (n_here == 0)
    hold.held = CEN_BLOB_ABSENT;
  else if (n_here == file->layout.n_blocks)
    hold.held = CEN_BLOB_WHOLE;
  else
    hold.map = map;
  return tell_transfer (self, net_holds_to_frame (&hold, 1), now_ms, error);
}

gboolean
net_relay_files_note_state (NetRelaySession *self, const NetRelayFile *file, GError **error)
{
  guint n_here = count_states (file, CEN_PARCEL_HERE);
  CenId relay;

  net_relay_files_get_relay (self, &relay);
  return (n_here == 0 || cen_relay_files_note (self->circle, &relay, &file->ref, error)) &&
         cen_shelf_note_copy (self->circle, &file->blob, &relay, n_here == file->layout.n_blocks,
                              error);
}

/* All of it was asked about. What it had confirmed and does not know any more is brought again. */
static gboolean
learn (NetRelaySession *self, NetRelayFile *file, gint64 now_ms, GError **error)
{
  NetRelayFiles *files = self->files;
  guint n_unknown = count_states (file, CEN_PARCEL_UNKNOWN);
  gboolean was_whole;
  CenId relay;

  net_relay_files_get_relay (self, &relay);
  was_whole = cen_relay_files_waits_at (self->circle, &file->blob, &relay);
  if (!net_relay_files_note_state (self, file, error))
    return FALSE;
  if (was_whole && n_unknown > 0 && !net_relay_session_note_lie (self, NET_RELAY_LOST, 1, error))
    return FALSE;
  if (file->is_given && n_unknown > 0 && g_queue_find (&files->gifts, file) == NULL)
    g_queue_push_tail (&files->gifts, file);
  file->is_given = FALSE;
  return !file->is_wanted || tell_hold (self, file, now_ms, error);
}

gboolean
net_relay_files_receive_having (NetRelaySession *self, const guint8 *frame, gsize len,
                                gint64 now_ms, GError **error)
{
  NetRelayFiles *files = self->files;
  NetRelayFile *file = files->file;
  guint n;
  const guint8 *states = net_relay_having_from_frame (frame, len, &n);

  if (files->asked != FILES_HAVE || states == NULL || n != files->index)
    return net_relay_session_set_broken (error, "parcels out of turn");
  memcpy (file->states + file->n_known, states, n);
  file->n_known += n;
  if (file->n_known < file->layout.n_blocks)
    return TRUE;
  g_queue_remove (&files->unknown, file);
  file->is_asked = FALSE;
  return learn (self, file, now_ms, error);
}

gboolean
net_relay_files_ask_have (NetRelaySession *self, gint64 now_ms)
{
  NetRelayFiles *files = self->files;
  NetRelayFile *file = g_queue_peek_head (&files->unknown);
  CenId names[NET_RELAY_NAMES_MAX];
  guint n;

  if (file == NULL)
    return FALSE;
  n = MIN (file->layout.n_blocks - file->n_known, NET_RELAY_NAMES_MAX);
  for (guint i = 0; i < n; i++)
    cen_parcel_get_name (&file->key, file->n_known + i, &names[i]);
  files->index = n;
  net_relay_files_ask (self, FILES_HAVE, file, net_relay_have_to_frame (names, n), now_ms);
  return TRUE;
}

/* --- What the transfer asks --- */

static void
take_hold_req (NetRelaySession *self, GBytes *frame)
{
  NetRelayFiles *files = self->files;
  g_autoptr (GArray) blobs =
      net_hold_req_from_frame (g_bytes_get_data (frame, NULL), g_bytes_get_size (frame));

  for (guint i = 0; blobs != NULL && i < blobs->len; i++) {
    const CenId *blob = &g_array_index (blobs, CenId, i);
    gboolean is_found;
    CenBlobRef ref;
    NetRelayFile *file;

    if (!cen_shelf_find_ref (self->circle->store, &self->circle->id, blob, &is_found, &ref, NULL) ||
        !is_found)
      continue;
    file = net_relay_files_ensure (files, blob, &ref, self->relay);
    cen_blob_ref_clear (&ref);
    file->is_wanted = TRUE;
    net_relay_files_ask_about (files, file);
  }
}

static void
take_chunk_req (NetRelaySession *self, GBytes *frame)
{
  NetChunkReq req;

  if (!net_chunk_req_from_frame (&req, g_bytes_get_data (frame, NULL), g_bytes_get_size (frame)))
    return;
  for (guint i = 0; i < req.n; i++) {
    NetRelayGet *get = g_new (NetRelayGet, 1);

    *get = (NetRelayGet){ req.blob, req.indices[i] };
    g_queue_push_tail (&self->files->gets, get);
  }
}

void
net_relay_files_take_words (NetRelaySession *self)
{
  NetRelayFiles *files = self->files;
  GBytes *frame;

  while ((frame = net_transfer_pop_word (files->transfer, files->source)) != NULL) {
    guint type = net_frame_get_type (g_bytes_get_data (frame, NULL), g_bytes_get_size (frame));

    if (type == NET_FRAME_HOLD_REQ)
      take_hold_req (self, frame);
    else if (type == NET_FRAME_CHUNK_REQ)
      take_chunk_req (self, frame);
    g_bytes_unref (frame);
  }
}

gboolean
net_relay_files_ask_fetch (NetRelaySession *self, gint64 now_ms)
{
  NetRelayFiles *files = self->files;
  g_autofree NetRelayGet *get = g_queue_pop_head (&files->gets);
  NetRelayFile *file = get != NULL ? g_hash_table_lookup (files->files, &get->blob) : NULL;
  CenId name;

  if (file == NULL || get->index >= file->layout.n_blocks)
    return FALSE;
  cen_parcel_get_name (&file->key, get->index, &name);
  files->index = get->index;
  net_relay_files_ask (self, FILES_FETCH, file, net_relay_fetch_to_frame (&name), now_ms);
  return TRUE;
}

/* What it does not give although it said that it has it, or is no parcel, is a lie; and what is
 * none is dropped, so that others bring it again. */
static gboolean
note_missing (NetRelaySession *self, NetRelayFile *file, guint index, gboolean is_junk,
              GError **error)
{
  NetRelayFiles *files = self->files;
  CenId name;

  cen_parcel_get_name (&file->key, index, &name);
  if (is_junk && files->bad->len < CEN_RELAY_DROPPED_MAX)
    g_array_append_val (files->bad, name);
  if (file->states[index] == CEN_PARCEL_HERE &&
      !net_relay_session_note_lie (self, is_junk ? NET_RELAY_GAVE_JUNK : NET_RELAY_WITHHELD, 1,
                                   error))
    return FALSE;
  file->states[index] = CEN_PARCEL_UNKNOWN;
  return TRUE;
}

gboolean
net_relay_files_receive_parcel (NetRelaySession *self, const guint8 *frame, gsize len,
                                gint64 now_ms, GError **error)
{
  NetRelayFiles *files = self->files;
  NetRelayFile *file = files->file;
  NetChunk chunk = { .blob = file->blob, .index = files->index };
  g_autoptr (GBytes) block = NULL;
  NetRelayParcel parcel;

  if (files->asked != FILES_FETCH || !net_relay_parcel_from_frame (&parcel, frame, len))
    return net_relay_session_set_broken (error, "a parcel out of turn");
  if (parcel.bytes != NULL)
    block = cen_parcel_open (&file->key, files->index, parcel.bytes, parcel.len);
  if (block != NULL)
    chunk.ct = g_bytes_get_data (block, &chunk.len);
  else if (!note_missing (self, file, files->index, parcel.bytes != NULL, error))
    return FALSE;
  if (!tell_transfer (self, net_chunk_to_frame (&chunk), now_ms, error))
    return FALSE;
  /* What else of it is there can still be had. */
  return block != NULL || tell_hold (self, file, now_ms, error);
}

/* What others may have brought meanwhile is asked about again. */
void
net_relay_session_hear_of_files (NetRelaySession *self)
{
  GHashTableIter iter;
  gpointer file;

  if (self->files == NULL)
    return;
  g_hash_table_iter_init (&iter, self->files->files);
  while (g_hash_table_iter_next (&iter, NULL, &file)) {
    if (((NetRelayFile *) file)->is_wanted &&
        ((NetRelayFile *) file)->n_known == ((NetRelayFile *) file)->layout.n_blocks &&
        count_states (file, CEN_PARCEL_HERE) < ((NetRelayFile *) file)->layout.n_blocks)
      net_relay_files_ask_about (self->files, file);
  }
}
