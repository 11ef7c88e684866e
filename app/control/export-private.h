/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the parts of CenacleExport share. Paths are relative to the folder; a place is a path with
 * the anchor in it. */

#pragma once

#include "export-folder.h"
#include "export-words.h"
#include "export.h"

#include "core/library.h"
#include "core/queries-objects.h"

G_BEGIN_DECLS

typedef struct {
  CenStore *store;
  CenId circle;
  CenCircleRow *row;
  CenacleExportFolder *folder;
  CenacleExportScope scope;
  GHashTable *names;   /* CenId: char *, of members */
  GHashTable *places;  /* CenId: char *, of what has a file of its own */
  GHashTable *files;   /* CenId: char *, of resources and versions: the copy of their file */
  GHashTable *letters; /* CenId of a member: char *, the page of their letters */
  CenacleExportFunc progress;
  gpointer user_data;
  double done;
  double total;
  CenacleExportCounts counts;
} CenacleExport;

/* --- export-places.c --- */

#define CENACLE_ANCHOR_LEN 16

/* What stands before something that others lead to. */
void cenacle_export_write_anchor (CenacleSheet *sheet, const CenId *id);
/* "channels/general/2026-11.md#…"; NULL when it is not in what is written. */
char *cenacle_export_dup_place (CenacleExport *self, const CenId *id);
char *cenacle_export_dup_message_path (CenacleExport *self, const CenMessageRow *message);
char *cenacle_export_add_anchor (const char *path, const CenId *id);
/* From the page @from, "[words](…)" to @place; the words alone when it is NULL. @words are safe. */
char *cenacle_export_dup_link (const char *from, const char *place, const char *words);
/* Gives what has a page of its own that page; @title is what it is called after. */
void cenacle_export_give_page (CenacleExport *self, const CenId *id, const char *parent,
                               const char *title);

const char *cenacle_export_get_name (const CenacleExport *self, const CenId *member);
/* Escaped; several joined by ", ". @members: CenId */
char *cenacle_export_dup_name (const CenacleExport *self, const CenId *member);
char *cenacle_export_dup_names (const CenacleExport *self, const GArray *members);
/* "2026-11-22 14:05" where this machine is, "" for no time; and "2026-11". */
char *cenacle_export_dup_time (gint64 time_ms);
char *cenacle_export_dup_month (gint64 time_ms);

/* Whether there is nothing of @kind. */
gboolean
cenacle_export_is_empty (CenacleExport *self, guint kind, gboolean *ret_is_empty, GError **error);
/* Opens a page, which is new, with its title, already safe. */
gboolean cenacle_export_open_page (CenacleExport *self, CenacleSheet *sheet, const char *path,
                                   const char *title, GError **error);
/* Words as a quote between empty lines. */
void cenacle_export_write_quote (CenacleSheet *sheet, const char *text);
/* Goes on by @amount; FALSE when it is to end. */
gboolean cenacle_export_go_on (CenacleExport *self, double amount, GError **error);

/* --- The parts, each with what it wrote; @ret_n: how many things --- */

/* Gives sessions, paths, decks and notes their pages. */
gboolean cenacle_export_plan_pages (CenacleExport *self, GError **error);
gboolean cenacle_export_write_members (CenacleExport *self, guint *ret_n, GError **error);
gboolean cenacle_export_write_charter (CenacleExport *self, guint *ret_n, GError **error);
gboolean cenacle_export_write_channels (CenacleExport *self, guint *ret_n, GError **error);
gboolean cenacle_export_write_letters (CenacleExport *self, guint *ret_n, GError **error);
gboolean cenacle_export_write_questions (CenacleExport *self, guint *ret_n, GError **error);
gboolean cenacle_export_write_proposals (CenacleExport *self, guint *ret_n, GError **error);
gboolean cenacle_export_write_polls (CenacleExport *self, guint *ret_n, GError **error);
gboolean cenacle_export_write_kudos (CenacleExport *self, guint *ret_n, GError **error);
gboolean cenacle_export_write_boosts (CenacleExport *self, guint *ret_n, GError **error);
gboolean cenacle_export_write_sessions (CenacleExport *self, guint *ret_n, GError **error);
gboolean cenacle_export_write_pairs (CenacleExport *self, guint *ret_n, GError **error);
gboolean cenacle_export_write_paths (CenacleExport *self, guint *ret_n, GError **error);
gboolean cenacle_export_write_decks (CenacleExport *self, guint *ret_n, GError **error);
gboolean cenacle_export_write_notes (CenacleExport *self, guint *ret_n, GError **error);
gboolean cenacle_export_write_library (CenacleExport *self, guint *ret_n, GError **error);
/* The files that came with letters. */
gboolean cenacle_export_copy_enclosures (CenacleExport *self, GError **error);

G_END_DECLS
