/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "blob.h"

#include <string.h>

#define MANIFEST_HEAD 8

static void
put_le64 (guint8 *bytes, guint64 value)
{
  guint64 le = GUINT64_TO_LE (value);

  memcpy (bytes, &le, sizeof le);
}

static guint64
get_le64 (const guint8 *bytes)
{
  guint64 le;

  memcpy (&le, bytes, sizeof le);
  return GUINT64_FROM_LE (le);
}

/* --- Layout --- */

static guint64
get_manifest_len (guint n_chunks)
{
  return MANIFEST_HEAD + (guint64) n_chunks * CEN_ID_LEN;
}

void
cen_blob_layout_init (CenBlobLayout *ret_layout, guint64 size)
{
  guint n_chunks = (guint) ((size + CEN_BLOB_CHUNK_LEN - 1) / CEN_BLOB_CHUNK_LEN);
  guint n_pieces =
      (guint) ((get_manifest_len (n_chunks) + CEN_BLOB_CHUNK_LEN - 1) / CEN_BLOB_CHUNK_LEN);

  g_assert (size <= CEN_BLOB_SIZE_MAX);
  *ret_layout = (CenBlobLayout){ size, n_pieces, n_chunks, n_pieces + n_chunks };
}

gsize
cen_blob_layout_get_len (const CenBlobLayout *self, guint index)
{
  gboolean is_piece = index < self->n_pieces;
  guint64 len = is_piece ? get_manifest_len (self->n_chunks) : self->size;
  guint64 at = (guint64) (is_piece ? index : index - self->n_pieces) * CEN_BLOB_CHUNK_LEN;

  g_assert (index < self->n_blocks);
  return (gsize) MIN (len - at, CEN_BLOB_CHUNK_LEN) + CEN_MAC_LEN;
}

guint64
cen_blob_layout_get_offset (const CenBlobLayout *self, guint index)
{
  guint64 pieces = get_manifest_len (self->n_chunks) + (guint64) self->n_pieces * CEN_MAC_LEN;

  if (index < self->n_pieces)
    return (guint64) index * CEN_BLOB_BLOCK_MAX;
  return pieces + (guint64) (index - self->n_pieces) * CEN_BLOB_BLOCK_MAX;
}

guint64
cen_blob_layout_get_total (const CenBlobLayout *self)
{
  return get_manifest_len (self->n_chunks) + self->size + (guint64) self->n_blocks * CEN_MAC_LEN;
}

/* --- References --- */

GBytes *
cen_blob_ref_to_bytes (const CenBlobRef *self)
{
  guint8 bytes[CEN_BLOB_REF_MAX];
  CenBlobLayout layout;

  cen_blob_layout_init (&layout, self->size);
  put_le64 (bytes, self->size);
  memcpy (bytes + 8, self->key, CEN_KEY_LEN);
  memcpy (bytes + 8 + CEN_KEY_LEN, self->pieces, layout.n_pieces * sizeof *self->pieces);
  return g_bytes_new (bytes, 8 + CEN_KEY_LEN + layout.n_pieces * sizeof *self->pieces);
}

gboolean
cen_blob_ref_from_bytes (CenBlobRef *ret_ref, const guint8 *bytes, gsize len, GError **error)
{
  CenBlobLayout layout;
  guint64 size = len >= 8 + CEN_KEY_LEN ? get_le64 (bytes) : G_MAXUINT64;

  if (size <= CEN_BLOB_SIZE_MAX) {
    cen_blob_layout_init (&layout, size);
    if (len == 8 + CEN_KEY_LEN + layout.n_pieces * sizeof *ret_ref->pieces) {
      memset (ret_ref, 0, sizeof *ret_ref);
      ret_ref->size = size;
      memcpy (ret_ref->key, bytes + 8, CEN_KEY_LEN);
      memcpy (ret_ref->pieces, bytes + 8 + CEN_KEY_LEN, len - 8 - CEN_KEY_LEN);
      return TRUE;
    }
  }
  g_set_error_literal (error, CEN_ERROR, CEN_ERROR_INVALID, "A reference to a file is malformed.");
  return FALSE;
}

void
cen_blob_ref_clear (CenBlobRef *self)
{
  cen_crypto_wipe (self, sizeof *self);
}

void
cen_blob_ref_get_id (const CenBlobRef *self, CenId *ret_id)
{
  CenBlobLayout layout;
  guint8 size[8];
  guint8 key[CEN_ID_LEN];

  cen_blob_layout_init (&layout, self->size);
  put_le64 (size, self->size);
  cen_crypto_derive (key, self->key, "cen1.blob.tie", NULL, 0);
  cen_crypto_hash_parts (ret_id->bytes, NULL, 0, "cen1.blob",
                         (const CenPart[]){
                             { size, sizeof size },
                             { key, sizeof key },
                             { self->pieces, layout.n_pieces * sizeof *self->pieces },
                         },
                         3);
}

/* --- Blocks --- */

void
cen_blob_hash_block (CenId *ret_id, const guint8 *ct, gsize len)
{
  cen_crypto_hash (ret_id->bytes, "cen1.chunk", ct, len);
}

/* Chunks and manifest never share a key. */
typedef struct {
  guint8 key[CEN_KEY_LEN];
  guint8 nonce[CEN_NONCE_LEN];
  guint8 ad[16];
} BlockKey;

static void
derive_block_key (BlockKey *ret, const guint8 *key, const CenBlobLayout *layout, guint index)
{
  gboolean is_piece = index < layout->n_pieces;
  guint64 own = is_piece ? index : index - layout->n_pieces;

  cen_crypto_derive (ret->key, key, is_piece ? "cen1.manifest" : "cen1.chunk", NULL, 0);
  memset (ret->nonce, 0, sizeof ret->nonce);
  put_le64 (ret->nonce, own);
  put_le64 (ret->ad, own);
  put_le64 (ret->ad + 8, is_piece ? layout->n_pieces : layout->n_chunks);
}

void
cen_blob_seal_block (guint8 *ret_ct, const guint8 key[static CEN_KEY_LEN],
                     const CenBlobLayout *layout, guint index, const guint8 *plain, gsize len)
{
  BlockKey block;

  g_assert (len + CEN_MAC_LEN == cen_blob_layout_get_len (layout, index));
  derive_block_key (&block, key, layout, index);
  cen_crypto_seal (ret_ct, block.key, block.nonce, plain, len, block.ad, sizeof block.ad);
  cen_crypto_wipe (&block, sizeof block);
}

gboolean
cen_blob_open_block (guint8 *ret_plain, const guint8 key[static CEN_KEY_LEN],
                     const CenBlobLayout *layout, guint index, const guint8 *ct, gsize len)
{
  BlockKey block;
  gboolean ok;

  if (len != cen_blob_layout_get_len (layout, index))
    return FALSE;
  derive_block_key (&block, key, layout, index);
  ok = cen_crypto_open (ret_plain, block.key, block.nonce, ct, len, block.ad, sizeof block.ad);
  cen_crypto_wipe (&block, sizeof block);
  return ok;
}

/* --- Manifest --- */

GBytes *
cen_blob_manifest_new (const CenBlobLayout *layout, const CenId *chunks)
{
  gsize len = get_manifest_len (layout->n_chunks);
  guint8 *bytes = g_malloc (len);

  put_le64 (bytes, layout->size);
  if (layout->n_chunks > 0)
    memcpy (bytes + MANIFEST_HEAD, chunks, len - MANIFEST_HEAD);
  return g_bytes_new_take (bytes, len);
}

const CenId *
cen_blob_manifest_get_chunks (const CenBlobLayout *layout, GBytes *manifest)
{
  gsize len;
  const guint8 *bytes = g_bytes_get_data (manifest, &len);

  if (len != get_manifest_len (layout->n_chunks) || get_le64 (bytes) != layout->size)
    return NULL;
  return (const CenId *) (bytes + MANIFEST_HEAD);
}

void
cen_blob_derive_key (guint8 ret_key[static CEN_KEY_LEN], const guint8 root[static CEN_KEY_LEN],
                     const CenId *hash)
{
  cen_crypto_derive (ret_key, root, "cen1.blob.key", hash->bytes, CEN_ID_LEN);
}
