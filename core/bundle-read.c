/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Bytes gather until a record is whole; ops gather until there are enough for a transaction, or one
 * comes whose key is perhaps in those that gathered. Nothing in a bundle is trusted: an envelope is
 * worth no more than its op, a block no more than its hash. */

#include "bundle.h"
#include "bundle-private.h"

#include "carry.h"
#include "error.h"
#include "shelf.h"

#include <string.h>

#define OPS_TOGETHER   512
#define BYTES_TOGETHER (1 << 20)
#define SOURCE         G_MAXUINT64 /* for the budget of orphans: no session has this number */

struct _CenBundleReader {
  CenBundleFindFunc find;
  gpointer user_data;
  CenCircle *circle; /* once the head is read */
  GByteArray *in;
  CenHasher *hasher;
  GArray *ops; /* CenIncoming */
  gsize ops_len;
  CenId blob; /* the file at hand */
  CenBlobPart *part;
  CenBundleRead read;
};

static void
clear_incoming (gpointer data)
{
  CenIncoming *incoming = data;

  g_clear_pointer (&incoming->op, g_bytes_unref);
  g_clear_pointer (&incoming->payload, g_bytes_unref);
}

static GArray *
ops_new (void)
{
  GArray *ops = g_array_new (FALSE, FALSE, sizeof (CenIncoming));

  g_array_set_clear_func (ops, clear_incoming);
  return ops;
}

gboolean
cen_bundle_is_head (const guint8 *bytes, gsize len)
{
  return len >= CEN_BUNDLE_HEAD_LEN &&
         memcmp (bytes, CEN_BUNDLE_MAGIC, strlen (CEN_BUNDLE_MAGIC)) == 0;
}

CenBundleReader *
cen_bundle_reader_new (CenBundleFindFunc find, gpointer user_data)
{
  CenBundleReader *self = g_new0 (CenBundleReader, 1);

  self->find = find;
  self->user_data = user_data;
  self->in = g_byte_array_new ();
  self->ops = ops_new ();
  self->hasher = cen_hasher_new ("cen1.bundle");
  return self;
}

void
cen_bundle_reader_free (CenBundleReader *self)
{
  if (self == NULL)
    return;
  g_byte_array_unref (self->in);
  g_array_unref (self->ops);
  g_clear_pointer (&self->hasher, cen_hasher_free);
  cen_blob_part_free (self->part);
  g_free (self);
}

static gboolean
set_damaged (GError **error)
{
  g_set_error_literal (error, CEN_ERROR, CEN_ERROR_INVALID,
                       "This file is damaged, or is no bundle of a circle.");
  return FALSE;
}

/* --- Ops --- */

static gboolean
flush (CenBundleReader *self, GError **error)
{
  g_auto (CenReceived) received = { 0 };

  if (self->ops->len == 0)
    return TRUE;
  if (!cen_dag_receive (self->circle, (const CenIncoming *) self->ops->data, self->ops->len, SOURCE,
                        CEN_STORE_NORMAL, &received, error))
    return FALSE;
  self->read.n_ops += received.accepted->len;
  self->read.n_known += received.n_known;
  self->read.n_waiting += received.n_orphans;
  self->read.n_unread += received.n_junk;
  g_array_set_size (self->ops, 0);
  self->ops_len = 0;
  return TRUE;
}

static gboolean
take_envelope (CenBundleReader *self, const guint8 *bytes, gsize len, GError **error)
{
  CenIncoming incoming = { .op = NULL };
  g_autoptr (GError) local = NULL;
  gboolean ok = cen_carry_open (self->circle, bytes, len, &incoming.op, &incoming.payload, &local);

  if (!ok && g_error_matches (local, CEN_ERROR, CEN_ERROR_NOT_FOUND) && self->ops->len > 0) {
    g_clear_error (&local);
    if (!flush (self, error))
      return FALSE;
    ok = cen_carry_open (self->circle, bytes, len, &incoming.op, &incoming.payload, &local);
  }
  if (!ok && g_error_matches (local, CEN_ERROR, CEN_ERROR_STORAGE)) {
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
  }
  if (!ok) {
    self->read.n_unread++;
    return TRUE;
  }
  g_array_append_val (self->ops, incoming);
  self->ops_len += len;
  return (self->ops->len < OPS_TOGETHER && self->ops_len < BYTES_TOGETHER) || flush (self, error);
}

/* --- Files --- */

static gboolean
is_wanted (CenBundleReader *self, const CenId *blob, CenBlobRef *ret_ref)
{
  const CenCircle *circle = self->circle;
  CenShelfRow row;
  gboolean is_named, is_found;

  return cen_store_get_blobs (circle->store) != NULL &&
         cen_shelf_find_ref (circle->store, &circle->id, blob, &is_named, ret_ref, NULL) &&
         is_named && cen_shelf_get (circle->store, &circle->id, blob, &is_found, &row, NULL) &&
         (!is_found || row.held != CEN_BLOB_WHOLE);
}

static gboolean
open_file (CenBundleReader *self, const CenId *blob, GError **error)
{
  g_autofree char *path = NULL;
  g_autoptr (GError) local = NULL;
  CenBlobRef ref;

  g_clear_pointer (&self->part, cen_blob_part_free);
  self->blob = *blob;
  if (!is_wanted (self, blob, &ref))
    return TRUE;
  if (!cen_shelf_make_folder (self->circle, error))
    return FALSE;
  path = cen_shelf_dup_path (self->circle->store, &self->circle->id, blob);
  self->part = cen_blob_part_open (path, &ref, &local);
  cen_blob_ref_clear (&ref);
  if (self->part != NULL || !g_error_matches (local, CEN_ERROR, CEN_ERROR_STORAGE))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static gboolean
finish_file (CenBundleReader *self, GError **error)
{
  const CenBlobLayout *layout = cen_blob_part_get_layout (self->part);
  CenShelfRow row = { .id = self->blob };
  gboolean is_found;

  for (guint i = 0; i < layout->n_blocks; i++) {
    if (!cen_blob_part_has (self->part, i))
      return TRUE;
  }
  if (!cen_shelf_get (self->circle->store, &self->circle->id, &self->blob, &is_found, &row,
                      error) ||
      !cen_blob_part_finish (self->part, error))
    return FALSE;
  row.size = layout->size;
  row.held = CEN_BLOB_WHOLE;
  row.wish = CEN_WISH_NONE;
  row.used_ms = self->circle->world->now_ms (self->circle->world);
  g_clear_pointer (&self->part, cen_blob_part_free);
  self->read.n_files++;
  self->circle->has_new_files = TRUE;
  return cen_shelf_put (self->circle, &row, error);
}

/* A block that is not what it should be is passed over, like one of a file nobody wants. */
static gboolean
take_block (CenBundleReader *self, const guint8 *bytes, gsize len, GError **error)
{
  g_autoptr (GError) local = NULL;
  guint32 index;
  CenId blob;

  if (len < CEN_BUNDLE_BLOCK_HEAD)
    return set_damaged (error);
  memcpy (blob.bytes, bytes, CEN_ID_LEN);
  memcpy (&index, bytes + CEN_ID_LEN, sizeof index);
  index = GUINT32_FROM_LE (index);
  if (!flush (self, error) ||
      (!cen_id_equal (&blob, &self->blob) && !open_file (self, &blob, error)))
    return FALSE;
  if (self->part == NULL)
    return TRUE;
  if (!cen_blob_part_has_manifest (self->part) &&
      index >= cen_blob_part_get_layout (self->part)->n_pieces)
    cen_blob_part_load_manifest (self->part, NULL);
  if (!cen_blob_part_write (self->part, index, bytes + CEN_BUNDLE_BLOCK_HEAD,
                            len - CEN_BUNDLE_BLOCK_HEAD, &local)) {
    if (!g_error_matches (local, CEN_ERROR, CEN_ERROR_STORAGE))
      return TRUE;
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
  }
  if (index + 1 < cen_blob_part_get_layout (self->part)->n_blocks)
    return TRUE;
  return (!cen_blob_part_has_manifest (self->part) &&
          !cen_blob_part_load_manifest (self->part, NULL)) ||
         finish_file (self, error);
}

/* --- The file --- */

static gboolean
read_head (CenBundleReader *self, GError **error)
{
  const guint8 *head = self->in->data;

  if (memcmp (head, CEN_BUNDLE_MAGIC, 8) != 0)
    return set_damaged (error);
  if (head[8] != CEN_BUNDLE_VERSION) {
    g_set_error_literal (error, CEN_ERROR, CEN_ERROR_NEWER,
                         "This bundle was written by a newer version of Cenacle.");
    return FALSE;
  }
  self->circle = self->find (head + 16, self->user_data);
  if (self->circle == NULL) {
    g_set_error_literal (error, CEN_ERROR, CEN_ERROR_NOT_FOUND,
                         "This bundle is of a circle that you are not in.");
    return FALSE;
  }
  self->read.circle = self->circle->id;
  return TRUE;
}

static gboolean
take_end (CenBundleReader *self, const guint8 *bytes, gsize len, GError **error)
{
  guint8 hash[CEN_ID_LEN];

  if (len != CEN_ID_LEN)
    return set_damaged (error);
  cen_hasher_finish (self->hasher, hash);
  g_clear_pointer (&self->hasher, cen_hasher_free);
  if (memcmp (hash, bytes, CEN_ID_LEN) != 0)
    return set_damaged (error);
  self->read.is_whole = TRUE;
  return TRUE;
}

static gboolean
take_record (CenBundleReader *self, const guint8 *record, gsize len, GError **error)
{
  const guint8 *content = record + CEN_BUNDLE_RECORD_HEAD;

  if (record[0] == CEN_BUNDLE_END)
    return take_end (self, content, len, error);
  cen_hasher_update (self->hasher, record, CEN_BUNDLE_RECORD_HEAD + len);
  switch (record[0]) {
  case CEN_BUNDLE_ENVELOPE:
    return take_envelope (self, content, len, error);
  case CEN_BUNDLE_BLOCK:
    return take_block (self, content, len, error);
  default:
    /* A later version may know more. */
    return TRUE;
  }
}

/* Takes what is whole from @at on. Returns how much that was, or -1. */
static gssize
take_next (CenBundleReader *self, gsize at, GError **error)
{
  gsize left = self->in->len - at;
  const guint8 *record = self->in->data + at;
  guint32 len;

  if (self->circle == NULL) {
    if (left < CEN_BUNDLE_HEAD_LEN)
      return 0;
    cen_hasher_update (self->hasher, record, CEN_BUNDLE_HEAD_LEN);
    return read_head (self, error) ? CEN_BUNDLE_HEAD_LEN : -1;
  }
  if (left < CEN_BUNDLE_RECORD_HEAD)
    return 0;
  memcpy (&len, record + 1, sizeof len);
  len = GUINT32_FROM_LE (len);
  if (len > CEN_BUNDLE_RECORD_MAX || self->read.is_whole) {
    set_damaged (error);
    return -1;
  }
  if (left < CEN_BUNDLE_RECORD_HEAD + len)
    return 0;
  return take_record (self, record, len, error) ? (gssize) (CEN_BUNDLE_RECORD_HEAD + len) : -1;
}

gboolean
cen_bundle_reader_feed (CenBundleReader *self, const guint8 *bytes, gsize len, GError **error)
{
  gsize at = 0;
  gssize n;

  g_byte_array_append (self->in, bytes, (guint) len);
  while ((n = take_next (self, at, error)) > 0)
    at += (gsize) n;
  if (n < 0) {
    flush (self, NULL);
    return FALSE;
  }
  g_byte_array_remove_range (self->in, 0, (guint) at);
  return TRUE;
}

gboolean
cen_bundle_reader_finish (CenBundleReader *self, CenBundleRead *ret_read, GError **error)
{
  if (self->circle == NULL)
    return set_damaged (error);
  if (!flush (self, error))
    return FALSE;
  if (self->in->len > 0)
    self->read.is_whole = FALSE;
  *ret_read = self->read;
  return TRUE;
}
