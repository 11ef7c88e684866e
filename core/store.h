/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenStore: the SQLite replica of one home (DESIGN.md, The replica). One writer, the engine's node
 * thread; any number of read-only openings. A store belongs to the thread that opened it. */

#pragma once

#include "error.h"
#include "id.h"

#include <glib.h>

G_BEGIN_DECLS

typedef struct _CenStore CenStore;

typedef enum {
  CEN_STORE_READ_ONLY,
  CEN_STORE_READ_WRITE, /* creates and migrates */
} CenStoreMode;

/**
 * cen_store_open: opens the replica at @path (":memory:" for tests).
 * Errors: CEN_ERROR_NEWER (written by a newer version, left untouched), CEN_ERROR_STORAGE (cannot
 * be read, is damaged, or the disk is full), CEN_ERROR_NOT_FOUND (read-only and not there).
 */
CenStore *cen_store_open (const char *path, CenStoreMode mode, GError **error);
void cen_store_free (CenStore *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CenStore, cen_store_free)

/* The folder beside the replica in which the library's files are, a folder for each circle; NULL
 * when the replica is in memory and nothing else was said. Nothing is made there by asking. */
const char *cen_store_get_blobs (const CenStore *self);
void cen_store_set_blobs (CenStore *self, const char *folder);

/* How hard a transaction is pressed to disk. */
typedef enum {
  CEN_STORE_NORMAL, /* what peers also hold: safe against crashes of the program */
  CEN_STORE_FULL,   /* one's own words: safe against loss of power once committed */
} CenDurability;

/* Transactions may stand one within another; the outermost decides the durability and commits. */
gboolean cen_store_begin (CenStore *self, CenDurability durability, GError **error);
gboolean cen_store_commit (CenStore *self, GError **error);
void cen_store_rollback (CenStore *self);

/* How many pages were written to the journal since it was last moved into the file; and moving it,
 * which may take some 50 ms and waits for nobody. */
guint cen_store_count_journal (const CenStore *self);
void cen_store_checkpoint (CenStore *self);

/* Whether the words of the object at op row @no, if it has any, are in the full-text index; asked
 * within a transaction. Later objects are not written to it one by one: who makes one says so, and
 * cen_store_index_words does it when there is time. Until then searching looks at them apart. */
gboolean cen_store_is_indexed (const CenStore *self, gint64 no);
void cen_store_index_later (CenStore *self);

/* What many write a letter at a time must not enter the index with each letter: what it has of such
 * an object stays there, kept beside in late_words to be taken out, until cen_store_index_late. Who
 * puts a row there says so. */
void cen_store_index_again (CenStore *self);
gboolean cen_store_has_late_words (const CenStore *self);
/* Errors: CEN_ERROR_STORAGE. About 10 ms for a note of 100 KB. */
gboolean cen_store_index_late (CenStore *self, GError **error);

/* About how many objects wait for cen_store_index_words; 0 for none. */
guint cen_store_count_waiting (const CenStore *self);

/**
 * cen_store_index_words: puts words that wait into the index, in a transaction of its own or in the
 * open one.
 * @limit: of how many objects at most; 0 for all, late words too. About 8 µs each
 * Errors: CEN_ERROR_STORAGE.
 */
gboolean cen_store_index_words (CenStore *self, guint limit, GError **error);

G_END_DECLS
