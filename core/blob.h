/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenBlob: the form of a file that a circle keeps (PROTOCOL.md, Blobs). It is cut into chunks of
 * 256 KiB, each closed and named by the hash of what it is closed to. The manifest lists these
 * names; it is cut, closed and named in the same way. What stands in a resource is a reference: the
 * size, the key and the names of the manifest's pieces. So each piece and each chunk can be checked
 * when it comes, whoever it comes from. Pieces and chunks together are the blob's blocks, pieces
 * first. Bytes in and out; nothing here keeps state. */

#pragma once

#include "crypto.h"
#include "error.h"
#include "id.h"

#include <glib.h>

G_BEGIN_DECLS

#define CEN_BLOB_CHUNK_LEN        (256 << 10)
#define CEN_BLOB_BLOCK_MAX        (CEN_BLOB_CHUNK_LEN + CEN_MAC_LEN)
#define CEN_BLOB_SIZE_MAX         (G_GUINT64_CONSTANT (8) << 30)
#define CEN_BLOB_CHUNKS_MAX       32768
#define CEN_BLOB_PIECES_MAX       5 /* 8 + 32 * CEN_BLOB_CHUNKS_MAX bytes */
#define CEN_BLOB_BLOCKS_MAX       (CEN_BLOB_CHUNKS_MAX + CEN_BLOB_PIECES_MAX)
#define CEN_BLOB_REF_MAX          (8 + CEN_KEY_LEN + CEN_BLOB_PIECES_MAX * CEN_ID_LEN)
#define CEN_BLOB_PREVIEW_MAX      8192
#define CEN_BLOB_PREVIEW_SIDE_MAX 320 /* pixels */

/* What one has to know to fetch and to open a blob. */
typedef struct {
  guint64 size; /* of the file */
  guint8 key[CEN_KEY_LEN];
  CenId pieces[CEN_BLOB_PIECES_MAX];
} CenBlobRef;

/* How many blocks a file of some size has, and where. All follows from the size. */
typedef struct {
  guint64 size;
  guint n_pieces;
  guint n_chunks;
  guint n_blocks;
} CenBlobLayout;

void cen_blob_layout_init (CenBlobLayout *ret_layout, guint64 size);
/* The closed length of block @index, and where it stands when all follow each other. */
gsize cen_blob_layout_get_len (const CenBlobLayout *self, guint index);
guint64 cen_blob_layout_get_offset (const CenBlobLayout *self, guint index);
/* All blocks together. */
guint64 cen_blob_layout_get_total (const CenBlobLayout *self);

/* LE64 size ‖ key ‖ names of the pieces. Reading fails with CEN_ERROR_INVALID for another length,
 * or a size past CEN_BLOB_SIZE_MAX. */
GBytes *cen_blob_ref_to_bytes (const CenBlobRef *self);
gboolean
cen_blob_ref_from_bytes (CenBlobRef *ret_ref, const guint8 *bytes, gsize len, GError **error);
void cen_blob_ref_clear (CenBlobRef *self);
/* The blob's name among devices: it commits to all of the reference and gives none of the key. */
void cen_blob_ref_get_id (const CenBlobRef *self, CenId *ret_id);

/* The name of a closed block. */
void cen_blob_hash_block (CenId *ret_id, const guint8 *ct, gsize len);

/**
 * cen_blob_seal_block: closes @len bytes, the plain content of block @index.
 * @ret_ct: @len + CEN_MAC_LEN bytes
 */
void cen_blob_seal_block (guint8 *ret_ct, const guint8 key[static CEN_KEY_LEN],
                          const CenBlobLayout *layout, guint index, const guint8 *plain, gsize len);
/* FALSE when it was altered, or is another block. @ret_plain: @len - CEN_MAC_LEN bytes. */
gboolean cen_blob_open_block (guint8 *ret_plain, const guint8 key[static CEN_KEY_LEN],
                              const CenBlobLayout *layout, guint index, const guint8 *ct,
                              gsize len);

/* The plain manifest of a file whose chunks have the names @chunks: the whole of it, of which piece
 * i is the part from i * CEN_BLOB_CHUNK_LEN on. */
GBytes *cen_blob_manifest_new (const CenBlobLayout *layout, const CenId *chunks);
/* The names in it (lent), or NULL when it is of another size than it should be. */
const CenId *cen_blob_manifest_get_chunks (const CenBlobLayout *layout, GBytes *manifest);

/* The key under which a circle with @root keeps a file with @hash (cen_blob hash of its content):
 * the same file gets the same key, and so the same blob. */
void cen_blob_derive_key (guint8 ret_key[static CEN_KEY_LEN], const guint8 root[static CEN_KEY_LEN],
                          const CenId *hash);

G_END_DECLS
