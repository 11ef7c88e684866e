/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenBlobFile: a blob on disk, closed as it travels. While it is being fetched it is a sparse file
 * PATH.part with a byte for each block at its end, set after that block was checked and written;
 * when all are there it loses these, is pressed to disk and becomes PATH. So what has the name PATH
 * is whole, and of a part nothing counts that was not checked, whenever the program was killed.
 *
 *   head[64] = "cen.blob" ‖ version u8 ‖ 0[7] ‖ size u64 ‖ blob id[32] ‖ 0[8]
 *   PATH = head ‖ blocks     PATH.part = head ‖ blocks ‖ map[n_blocks]
 *
 * Any thread; a part may be written to by several, each with blocks of its own. */

#pragma once

#include "blob.h"

#include <glib.h>

G_BEGIN_DECLS

#define CEN_BLOB_FILE_HEAD 64
#define CEN_BLOB_SPARE_MIN (G_GUINT64_CONSTANT (64) << 20) /* left free on the disk */

typedef struct _CenBlobPart CenBlobPart;

/* Bytes that may still be written below @path by who leaves CEN_BLOB_SPARE_MIN free. */
guint64 cen_blob_file_get_space (const char *path);

/**
 * cen_blob_part_open: goes on with the blob at @path, or begins it. Each block that is said to be
 * there is checked anew, so what a lost disk cache took is fetched again. Cost: a reading of all
 * that is there.
 * Errors: CEN_ERROR_STORAGE, also when the disk has no room for the rest; CEN_ERROR_INVALID when
 * the manifest is here and says something else than the reference.
 */
CenBlobPart *cen_blob_part_open (const char *path, const CenBlobRef *ref, GError **error);
void cen_blob_part_free (CenBlobPart *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CenBlobPart, cen_blob_part_free)

const CenBlobLayout *cen_blob_part_get_layout (const CenBlobPart *self);
gboolean cen_blob_part_has (const CenBlobPart *self, guint index);
gboolean cen_blob_part_has_manifest (const CenBlobPart *self);

/**
 * cen_blob_part_write: checks the closed block @index and writes it. Chunks only once the manifest
 * is loaded.
 * Errors: CEN_ERROR_INVALID when it is not what it should be, and nothing is written;
 * CEN_ERROR_STORAGE.
 */
gboolean
cen_blob_part_write (CenBlobPart *self, guint index, const guint8 *ct, gsize len, GError **error);
/* Once all pieces are here. Errors: CEN_ERROR_INVALID when they do not open or are of another size;
 * CEN_ERROR_STORAGE. */
gboolean cen_blob_part_load_manifest (CenBlobPart *self, GError **error);
/* Once all blocks are here: it becomes PATH. Errors: CEN_ERROR_STORAGE. */
gboolean cen_blob_part_finish (CenBlobPart *self, GError **error);

typedef enum {
  CEN_BLOB_ABSENT,
  CEN_BLOB_PARTIAL,
  CEN_BLOB_WHOLE,
} CenBlobHeld;

/* What is at @path, and how many bytes it takes on disk. */
CenBlobHeld cen_blob_file_look (const char *path, guint64 *ret_bytes);
/* Which blocks of a part are here, one byte each; NULL when there is none. */
guint8 *cen_blob_file_dup_map (const char *path, const CenBlobLayout *layout);

/**
 * cen_blob_file_read: the closed block @index, whole or part.
 * @ret_ct: cen_blob_layout_get_len() bytes
 * Errors: CEN_ERROR_NOT_FOUND, CEN_ERROR_STORAGE.
 */
gboolean cen_blob_file_read (const char *path, const CenBlobLayout *layout, guint index,
                             guint8 *ret_ct, GError **error);
void cen_blob_file_remove (const char *path);

/* --- The plain content of a whole one --- */

typedef struct _CenBlobReader CenBlobReader;

/* Errors: CEN_ERROR_NOT_FOUND unless it is whole. */
CenBlobReader *cen_blob_reader_open (const char *path, const CenBlobRef *ref, GError **error);
void cen_blob_reader_free (CenBlobReader *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CenBlobReader, cen_blob_reader_free)
/* Chunk @chunk, lent until the next call; NULL past the end without error. Errors:
 * CEN_ERROR_STORAGE when the disk fails or has altered it. */
const guint8 *
cen_blob_reader_get (CenBlobReader *self, guint chunk, gsize *ret_len, GError **error);
/* All of it to @fd. Memory: one chunk. */
gboolean cen_blob_reader_copy (CenBlobReader *self, int fd, GError **error);
/* At most @max bytes from the start; NULL with an error. */
GBytes *cen_blob_reader_read (CenBlobReader *self, gsize max, GError **error);

/* --- Adding --- */

/* Tells how far an addition is, in bytes read of twice the size; FALSE ends it. */
typedef gboolean (*CenBlobAddFunc) (guint64 done, guint64 total, gpointer user_data);

/**
 * cen_blob_file_add: closes the file at @fd, a regular one, into @folder, under the name that @get
 * path gives; reads it twice, since its key follows from its content.
 * @root: of the circle; cen_blob_derive_key
 * @dup_path: where the blob with an id belongs, to be freed
 * @progress: (nullable)
 * Errors: CEN_ERROR_REFUSED for what is no plain file, is too large, or changed meanwhile;
 * CEN_ERROR_STORAGE.
 */
gboolean cen_blob_file_add (int fd, const guint8 root[static CEN_KEY_LEN], const char *folder,
                            CenBlobAddFunc progress, gpointer user_data, CenBlobRef *ret_ref,
                            GError **error);

/* The file's place in @folder; the folder is the home's for one circle. */
char *cen_blob_file_dup_path (const char *folder, const CenId *id);

G_END_DECLS
