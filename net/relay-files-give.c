/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "relay-files-private.h"

#define LOOK_AT_MS 60000 /* between two looks when nothing is known to have changed */

/* --- What is brought --- */

static guint64
get_auto_max (const NetRelaySession *self)
{
  CenStore *store = self->circle->store;

  if (net_transfer_get_way (self->files->transfer) == NET_WAY_METERED &&
      cen_preference_get (store, NULL, CEN_PREFERENCE_METERED) == 0)
    return 0;
  return cen_preference_get (store, &self->circle->id, CEN_PREFERENCE_AUTO_MAX);
}

/* Each is asked about once in a connection, and those that could not be brought again. */
static void
ask_about_all (NetRelaySession *self, GArray *found, gboolean is_given)
{
  for (guint i = 0; found != NULL && i < found->len; i++) {
    const CenWantedBlob *one = &g_array_index (found, CenWantedBlob, i);
    NetRelayFile *file = net_relay_files_ensure (self->files, &one->id, &one->ref, self->relay);
    gboolean is_known = file->n_known == file->layout.n_blocks;

    if (is_known && (!is_given || net_relay_files_find_unknown (file) == file->layout.n_blocks))
      continue;
    file->is_wanted = file->is_wanted && !is_given;
    file->is_given = file->is_given || is_given;
    net_relay_files_ask_about (self->files, file);
  }
}

/* At most half of the mailbox is filled with files. */
void
net_relay_files_look (NetRelaySession *self, gint64 now_ms)
{
  NetRelayFiles *files = self->files;
  g_autoptr (GArray) found =
      cen_relay_files_list (self->circle, get_auto_max (self), self->terms.quota / 2, NULL);
  g_autoptr (GArray) there = NULL;
  CenId relay;

  net_relay_files_get_relay (self, &relay);
  there = cen_relay_files_list_there (self->circle, &relay, NULL);
  files->must_look = files->must_stop = FALSE;
  files->n_ops = self->circle->n_ops;
  files->looked_ms = now_ms;
  files->look_ms = now_ms + LOOK_AT_MS;
  ask_about_all (self, found, TRUE);
  ask_about_all (self, there, FALSE);
  g_array_unref (files->left);
  files->left = cen_relay_files_list_left (self->circle, &relay, NULL);
  if (files->left == NULL)
    files->left = g_array_new (FALSE, FALSE, sizeof (CenLeftBlob));
  files->left_at = 0;
  files->erased_at = 0;
}

/* Place of the drawer that is written into, on whose behalf things are changed. */
static gboolean
find_writing (const NetRelaySession *self, guint *ret_at)
{
  const CenCarriedKey *writing = cen_carried_get_writing (self->carried);

  for (guint i = 0; writing != NULL && i < self->drawers->len; i++) {
    const RelayDrawer *drawer = self->drawers->pdata[i];

    if (drawer->key != writing || !drawer->has_state || !drawer->state.is_there)
      continue;
    *ret_at = i;
    return TRUE;
  }
  return FALSE;
}

static GBytes *
make_store (NetRelaySession *self, const NetRelayFile *file, guint at, guint index)
{
  g_autofree char *path = cen_shelf_dup_path (self->circle->store, &self->circle->id, &file->blob);
  gsize len = cen_blob_layout_get_len (&file->layout, index);
  g_autofree guint8 *ct = g_malloc (len);
  NetRelayParcel parcel = { .drawer = at };
  g_autoptr (GBytes) sealed = NULL;

  if (path == NULL || !cen_blob_file_read (path, &file->layout, index, ct, NULL))
    return NULL;
  sealed = cen_parcel_seal (&file->key, index, ct, len);
  cen_parcel_get_name (&file->key, index, &parcel.name);
  parcel.bytes = g_bytes_get_data (sealed, &parcel.len);
  return net_relay_store_to_frame (&parcel);
}

static gboolean
ask_store (NetRelaySession *self, guint at, gint64 now_ms)
{
  NetRelayFiles *files = self->files;
  NetRelayFile *file;

  while ((file = g_queue_peek_head (&files->gifts)) != NULL) {
    guint index = net_relay_files_find_unknown (file);
    GBytes *frame = index < file->layout.n_blocks ? make_store (self, file, at, index) : NULL;

    if (frame != NULL) {
      files->index = index;
      net_relay_files_ask (self, FILES_STORE, file, frame, now_ms);
      return TRUE;
    }
    g_queue_pop_head (&files->gifts);
  }
  return FALSE;
}

/* Nothing more of this kind now. */
static void
stop_for_now (NetRelaySession *self, CenMailAnswer answer, gint64 now_ms)
{
  NetRelayFiles *files = self->files;

  net_relay_session_note_problem (self,
                                  answer == CEN_MAIL_FULL ? NET_RELAY_FULL : NET_RELAY_DENIED);
  files->must_stop = TRUE;
  files->look_ms = now_ms + NET_RELAY_AGAIN_MS;
  g_queue_clear (&files->gifts);
}

gboolean
net_relay_files_receive_stored (NetRelaySession *self, const guint8 *frame, gsize len,
                                gint64 now_ms, GError **error)
{
  NetRelayFiles *files = self->files;
  NetRelayStored stored;

  if (files->asked != FILES_STORE || !net_relay_stored_from_frame (&stored, frame, len))
    return net_relay_session_set_broken (error, "a receipt out of turn");
  if (stored.answer == CEN_MAIL_SLOW) {
    files->wait_ms = now_ms + (gint64) MIN (stored.wait_ms, NET_RELAY_AGAIN_MS);
    return TRUE;
  }
  if (stored.answer != CEN_MAIL_DONE) {
    stop_for_now (self, stored.answer, now_ms);
    return TRUE;
  }
  self->terms.bytes = stored.bytes;
  files->file->states[files->index] = CEN_PARCEL_HERE;
  if (net_relay_files_find_unknown (files->file) < files->file->layout.n_blocks)
    return files->index > 0 || net_relay_files_note_state (self, files->file, error);
  self->circle->changes |= CEN_CHANGED_FILES;
  if (!net_relay_files_note_state (self, files->file, error))
    return FALSE;
  self->events.on_changed (self, self->user_data);
  return TRUE;
}

/* --- What is dropped --- */

static gboolean
ask_drop (NetRelaySession *self, FilesAsked what, guint by, guint drawer, gint64 now_ms)
{
  NetRelayFiles *files = self->files;
  NetRelayDrop drop = { .by = by,
                        .what = what == FILES_DROP_ERASED ? NET_RELAY_DROP_CONTENTS
                                                          : NET_RELAY_DROP_PARCELS,
                        .drawer = drawer,
                        .ids = files->dropped };

  files->index = drawer;
  net_relay_files_ask (self, what, NULL, net_relay_drop_to_frame (&drop), now_ms);
  return TRUE;
}

static gboolean
drop_bad (NetRelaySession *self, guint by, gint64 now_ms)
{
  NetRelayFiles *files = self->files;

  if (files->bad->len == 0)
    return FALSE;
  g_array_set_size (files->dropped, 0);
  g_array_append_vals (files->dropped, files->bad->data, files->bad->len);
  g_array_set_size (files->bad, 0);
  return ask_drop (self, FILES_DROP_NAMES, by, by, now_ms);
}

static gboolean
drop_left (NetRelaySession *self, guint by, gint64 now_ms)
{
  NetRelayFiles *files = self->files;
  const CenLeftBlob *left;

  if (files->left->len == 0)
    return FALSE;
  left = &g_array_index (files->left, CenLeftBlob, files->left->len - 1);
  g_array_set_size (files->dropped, 0);
  while (files->left_at < left->n_blocks && files->dropped->len < CEN_RELAY_DROPPED_MAX) {
    CenId name;

    cen_parcel_get_name (&left->key, files->left_at++, &name);
    g_array_append_val (files->dropped, name);
  }
  return ask_drop (self, FILES_DROP_LEFT, by, by, now_ms);
}

static gboolean
drop_erased (NetRelaySession *self, guint by, gint64 now_ms)
{
  NetRelayFiles *files = self->files;

  for (; files->erased_at < self->drawers->len; files->erased_at++) {
    const RelayDrawer *drawer = self->drawers->pdata[files->erased_at];
    g_autoptr (GArray) ids = NULL;

    if (drawer->tray != NULL || !drawer->has_state || !drawer->state.is_there)
      continue;
    ids = cen_relay_files_list_erased (self->circle, drawer->key->key.key_id, &drawer->id, NULL);
    if (ids == NULL || ids->len == 0)
      continue;
    g_array_set_size (files->dropped, 0);
    g_array_append_vals (files->dropped, ids->data, ids->len);
    return ask_drop (self, FILES_DROP_ERASED, by, files->erased_at, now_ms);
  }
  return FALSE;
}

static void
forget (NetRelayFiles *self, const CenId *blob)
{
  NetRelayFile *file = g_hash_table_lookup (self->files, blob);

  if (file == NULL)
    return;
  g_queue_remove (&self->unknown, file);
  g_queue_remove (&self->gifts, file);
  g_hash_table_remove (self->files, blob);
}

static gboolean
note_left (NetRelaySession *self, GError **error)
{
  NetRelayFiles *files = self->files;
  CenLeftBlob left;
  CenId relay;

  if (files->left->len == 0)
    return TRUE;
  left = g_array_index (files->left, CenLeftBlob, files->left->len - 1);
  if (files->left_at < left.n_blocks)
    return TRUE;
  net_relay_files_get_relay (self, &relay);
  files->left_at = 0;
  g_array_set_size (files->left, files->left->len - 1);
  forget (files, &left.blob);
  return cen_relay_files_forget (self->circle, &relay, &left.blob, error);
}

gboolean
net_relay_files_receive_dropped (NetRelaySession *self, const guint8 *frame, gsize len,
                                 gint64 now_ms, GError **error)
{
  NetRelayFiles *files = self->files;
  const RelayDrawer *drawer;
  CenMailAnswer answer;

  if (files->asked < FILES_DROP_NAMES || !net_relay_dropped_from_frame (&answer, frame, len))
    return net_relay_session_set_broken (error, "an unasked receipt");
  if (answer != CEN_MAIL_DONE) {
    stop_for_now (self, answer, now_ms);
    return TRUE;
  }
  if (files->asked == FILES_DROP_LEFT)
    return note_left (self, error);
  if (files->asked == FILES_DROP_NAMES)
    return TRUE;
  drawer = self->drawers->pdata[files->index];
  return cen_relay_files_note_dropped (self->circle, &drawer->id,
                                       (const CenId *) files->dropped->data, files->dropped->len,
                                       error);
}

gboolean
net_relay_files_change (NetRelaySession *self, gint64 now_ms)
{
  guint by;

  return !self->files->must_stop && find_writing (self, &by) &&
         (drop_bad (self, by, now_ms) || drop_left (self, by, now_ms) ||
          drop_erased (self, by, now_ms) || ask_store (self, by, now_ms));
}
