/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Ops go out in order of acceptance, so each comes after its past; a JOIN goes under the key of the
 * next op that has one, which is that of its ADMIT or a later one. */

#include "bundle.h"

#include "bundle-private.h"
#include "carry.h"
#include "envelope.h"
#include "library.h"
#include "log.h"
#include "shelf.h"
#include "store-sql.h"

#include <string.h>

#define PIECE_LEN (1 << 20)

struct _CenBundleWriter {
  CenCircle *circle;
  CenBundleScope scope;
  GHashTable *had; /* CenId of what the reader has, as far as it matters still */
  GArray *nos;     /* gint64: rows to write, in order */
  guint at;
  GPtrArray *joins; /* GBytes pairs: op, payload: JOINs that wait for a key */
  GHashTable *may;  /* "past:key" → whether it may be carried */
  GArray *files;    /* CenShelfRow */
  guint file_at;
  guint block_at;
  CenHasher *hasher;
  GByteArray *out;
  gboolean has_begun;
  gboolean has_ended;
  CenBundleWritten written;
};

void
cen_bundle_get_tag (const CenId *circle, guint8 ret_tag[static 16])
{
  guint8 hash[CEN_ID_LEN];

  cen_crypto_hash (hash, "cen1.ctag", circle->bytes, CEN_ID_LEN);
  memcpy (ret_tag, hash, 16);
}

/* --- What is to be written --- */

static void
note_parents (GHashTable *had, const CenOp *op)
{
  if (op->has_prev)
    g_hash_table_add (had, cen_id_dup (&op->prev));
  for (guint i = 0; i < op->n_deps; i++)
    g_hash_table_add (had, cen_id_dup (&op->deps[i]));
}

/* Walks back over the log: what is in the past of a head, the reader has. */
static gboolean
list_rows (CenBundleWriter *self, GError **error)
{
  g_auto (CenRows) rows = { 0 };

  if (!cen_sql_query (self->circle->store, &rows, error,
                      "SELECT o.no, o.id, b.op FROM op o JOIN body b ON b.no = o.no"
                      " WHERE o.circle = ? ORDER BY o.no DESC",
                      "i", self->circle->no))
    return FALSE;
  while (cen_rows_next (&rows, error)) {
    gint64 no = cen_rows_get_int (&rows, 0);
    CenId id = cen_rows_get_id (&rows, 1);
    gsize len;
    const guint8 *bytes = cen_rows_get_blob (&rows, 2, &len);
    CenOp op;

    if (g_hash_table_remove (self->had, &id)) {
      if (cen_op_decode (&op, bytes, len, NULL))
        note_parents (self->had, &op);
    } else {
      g_array_append_val (self->nos, no);
    }
  }
  for (guint i = 0, k = self->nos->len; k > 0 && i < --k; i++) {
    gint64 no = g_array_index (self->nos, gint64, i);

    g_array_index (self->nos, gint64, i) = g_array_index (self->nos, gint64, k);
    g_array_index (self->nos, gint64, k) = no;
  }
  return !rows.has_failed;
}

CenBundleWriter *
cen_bundle_writer_new (CenCircle *circle, const CenId *heads, guint n_heads, CenBundleScope scope,
                       GError **error)
{
  g_autoptr (CenBundleWriter) self = g_new0 (CenBundleWriter, 1);
  const CenKnownEpoch *writing = NULL;

  self->circle = circle;
  self->scope = scope;
  self->had = g_hash_table_new_full (cen_id_hash, cen_id_hash_equal, g_free, NULL);
  self->nos = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->joins = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  self->may = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->hasher = cen_hasher_new ("cen1.bundle");
  self->out = g_byte_array_new ();
  for (guint i = 0; i < n_heads; i++)
    g_hash_table_add (self->had, cen_id_dup (&heads[i]));
  if (!cen_epochs_get_writing (circle, &writing, error) || !list_rows (self, error))
    return NULL;
  if (writing == NULL) {
    g_set_error_literal (error, CEN_ERROR, CEN_ERROR_REFUSED,
                         "This device has no key of the circle to close a bundle with.");
    return NULL;
  }
  self->files = cen_shelf_list (circle->store, &circle->id, error);
  return self->files != NULL ? g_steal_pointer (&self) : NULL;
}

void
cen_bundle_writer_free (CenBundleWriter *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->had);
  g_array_unref (self->nos);
  g_ptr_array_unref (self->joins);
  g_hash_table_unref (self->may);
  g_clear_pointer (&self->files, g_array_unref);
  cen_hasher_free (self->hasher);
  g_byte_array_unref (self->out);
  g_free (self);
}

/* --- Writing --- */

static void
put (CenBundleWriter *self, const void *bytes, gsize len)
{
  cen_hasher_update (self->hasher, bytes, len);
  g_byte_array_append (self->out, bytes, (guint) len);
}

static void
put_record (CenBundleWriter *self, CenBundleRecord type, const void *bytes, gsize len)
{
  guint8 head[CEN_BUNDLE_RECORD_HEAD] = { (guint8) type };
  guint32 le = GUINT32_TO_LE ((guint32) len);

  memcpy (head + 1, &le, sizeof le);
  put (self, head, sizeof head);
  put (self, bytes, len);
}

static void
put_envelope (CenBundleWriter *self, const CenEpochKey *key, GBytes *op, GBytes *payload)
{
  static const guint8 erased[CEN_ID_LEN] = { 0 };
  CenId id;
  g_autoptr (GBytes) envelope =
      cen_envelope_seal (key, &self->circle->id, op, payload, erased, &id);

  put_record (self, CEN_BUNDLE_ENVELOPE, g_bytes_get_data (envelope, NULL),
              g_bytes_get_size (envelope));
  self->written.n_ops++;
}

/* Asked once for each key and past: it costs an evaluation of authority. */
static gboolean
may_carry (CenBundleWriter *self, const CenOp *op, const CenId *id, gboolean *ret_may,
           GError **error)
{
  g_autofree char *name = NULL;
  g_autofree char *key = NULL;
  gpointer known;
  CenLogRow row;

  if (op->kind == CEN_OP_EPOCH)
    return cen_epochs_may_carry (self->circle, id, ret_may, error);
  if (!cen_log_find (self->circle, id, &row, error))
    return FALSE;
  key = g_base64_encode (op->key_id, CEN_KEYID_LEN);
  name = g_strdup_printf ("%" G_GINT64_FORMAT ":%s", row.past, key);
  if (g_hash_table_lookup_extended (self->may, name, NULL, &known)) {
    *ret_may = GPOINTER_TO_INT (known);
    return TRUE;
  }
  if (!cen_epochs_may_carry (self->circle, id, ret_may, error))
    return FALSE;
  g_hash_table_insert (self->may, g_steal_pointer (&name), GINT_TO_POINTER (*ret_may));
  return TRUE;
}

static void
put_joins (CenBundleWriter *self, const CenEpochKey *key)
{
  for (guint i = 0; i + 1 < self->joins->len; i += 2)
    put_envelope (self, key, self->joins->pdata[i], self->joins->pdata[i + 1]);
  g_ptr_array_set_size (self->joins, 0);
}

static gboolean
put_op (CenBundleWriter *self, gint64 no, GError **error)
{
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GBytes) payload = NULL;
  const CenEpochKey *key = NULL;
  gboolean may = FALSE;
  CenOp op;
  CenId id;

  if (!cen_log_read (self->circle, no, &bytes, &payload, error) ||
      !cen_op_decode (&op, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), error))
    return FALSE;
  if (op.kind == CEN_OP_JOIN && payload != NULL) {
    g_ptr_array_add (self->joins, g_steal_pointer (&bytes));
    g_ptr_array_add (self->joins, g_steal_pointer (&payload));
    return TRUE;
  }
  /* Who can read a bundle at all has the circle's first ops, which no key closes. */
  if (!op.has_key)
    return TRUE;
  cen_crypto_hash (id.bytes, "cen1.op.id", g_bytes_get_data (bytes, NULL),
                   g_bytes_get_size (bytes));
  if (!may_carry (self, &op, &id, &may, error))
    return FALSE;
  key = may ? cen_carry_find_key (self->circle, op.key_id) : NULL;
  if (key == NULL) {
    self->written.n_left_out++;
    return TRUE;
  }
  put_joins (self, key);
  put_envelope (self, key, bytes, payload);
  return TRUE;
}

/* The next block of the file at hand; a block that cannot be read any more ends that file. */
static void
put_block (CenBundleWriter *self)
{
  const CenShelfRow *row = &g_array_index (self->files, CenShelfRow, self->file_at);
  g_autofree char *path = cen_shelf_dup_path (self->circle->store, &self->circle->id, &row->id);
  g_autofree guint8 *record = g_malloc (CEN_BUNDLE_BLOCK_HEAD + CEN_BLOB_BLOCK_MAX);
  guint32 index = GUINT32_TO_LE (self->block_at);
  CenBlobLayout layout;

  cen_blob_layout_init (&layout, row->size);
  if (row->held == CEN_BLOB_WHOLE && self->block_at < layout.n_blocks &&
      cen_blob_file_read (path, &layout, self->block_at, record + CEN_BUNDLE_BLOCK_HEAD, NULL)) {
    memcpy (record, row->id.bytes, CEN_ID_LEN);
    memcpy (record + CEN_ID_LEN, &index, sizeof index);
    put_record (self, CEN_BUNDLE_BLOCK, record,
                CEN_BUNDLE_BLOCK_HEAD + cen_blob_layout_get_len (&layout, self->block_at));
    if (++self->block_at < layout.n_blocks)
      return;
    self->written.n_files++;
  }
  self->file_at++;
  self->block_at = 0;
}

static void
put_end (CenBundleWriter *self)
{
  guint8 hash[CEN_ID_LEN];

  cen_hasher_finish (self->hasher, hash);
  cen_hasher_free (self->hasher);
  self->hasher = cen_hasher_new ("cen1.bundle");
  put_record (self, CEN_BUNDLE_END, hash, sizeof hash);
  self->has_ended = TRUE;
}

static void
put_head (CenBundleWriter *self)
{
  guint8 head[CEN_BUNDLE_HEAD_LEN] = CEN_BUNDLE_MAGIC;

  head[8] = CEN_BUNDLE_VERSION;
  cen_bundle_get_tag (&self->circle->id, head + 16);
  put (self, head, sizeof head);
  self->has_begun = TRUE;
}

GBytes *
cen_bundle_writer_next (CenBundleWriter *self, GError **error)
{
  if (!self->has_begun)
    put_head (self);
  while (!self->has_ended && self->out->len < PIECE_LEN) {
    if (self->at < self->nos->len) {
      if (!put_op (self, g_array_index (self->nos, gint64, self->at++), error))
        return NULL;
    } else if (self->scope == CEN_BUNDLE_FILES && self->file_at < self->files->len) {
      put_block (self);
    } else {
      put_end (self);
    }
  }
  if (self->out->len == 0)
    return NULL;
  {
    GBytes *piece = g_byte_array_free_to_bytes (self->out);

    self->out = g_byte_array_new ();
    return piece;
  }
}

void
cen_bundle_writer_get_written (const CenBundleWriter *self, CenBundleWritten *ret_written)
{
  *ret_written = self->written;
}
