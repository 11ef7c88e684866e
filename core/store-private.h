/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the files share that hold a database in their hands. */

#pragma once

#include "store.h"

#include <sqlite3.h>

G_BEGIN_DECLS

#define CEN_STORE_N_RECENT 128

typedef struct {
  const char *text;        /* where it stood when it was asked for */
  sqlite3_stmt *statement; /* lent by statements, which keeps all */
} CenStoreStatement;

struct _CenStore {
  sqlite3 *db;
  GHashTable *statements; /* char * → sqlite3_stmt * */
  CenStoreStatement recent[CEN_STORE_N_RECENT];
  CenDurability durability;
  guint depth;        /* of transactions one within another; only the outermost is real */
  gboolean is_broken; /* an inner one was rolled back: the outermost cannot commit */
  gint64 indexed;     /* objects up to this row were in the index when the transaction began */
  gboolean has_late;  /* late_words may have rows */
  guint n_waiting;    /* about so many later ones may have words */
  int n_pages;        /* that stand in the journal and may have to go into the file */
  guint n_erased;     /* of erased.c; G_MAXUINT: it has to look */
  char *blobs;        /* the folder of the library's files; NULL for none */
};

/* Makes of what SQLite last said a sentence. */
void cen_store_set_error (sqlite3 *db, GError **error);
/* Pragmas and migrations of a writer. */
gboolean cen_store_prepare_writer (CenStore *self, GError **error);
/* The functions that the schema calls. */
gboolean cen_store_add_functions (sqlite3 *db);

G_END_DECLS
