/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenShelf: which files of a circle's library this home has, wants and keeps: rows of the replica
 * beside the files themselves. Local state: no rule and no digest depends on it. Where a row and
 * the disk differ, the disk is right. The functions that take a store work on a read-only one. */

#pragma once

#include "blob-file.h"
#include "circle.h"

#include <glib.h>

G_BEGIN_DECLS

/* In bytes. */
#define CEN_SHELF_AUTO_MAX  (G_GUINT64_CONSTANT (2) << 20) /* unless the person said otherwise */
#define CEN_SHELF_QUOTA     G_GUINT64_CONSTANT (4000000000)
#define CEN_SHELF_QUOTA_MIN G_GUINT64_CONSTANT (16000000)

typedef enum {
  CEN_WISH_NONE,
  CEN_WISH_AUTO, /* small, and new */
  CEN_WISH_USER, /* asked for */
  CEN_WISH_PAUSED,
} CenWish;

typedef struct {
  CenId id;
  guint64 size;
  CenBlobHeld held;
  CenWish wish;
  gboolean is_kept; /* never thrown out for room */
  gint64 used_ms;
} CenShelfRow;

/* The folder of @circle's files; NULL when the home keeps none. Not made. */
char *cen_shelf_dup_folder (const CenStore *store, const CenId *circle);
/* Makes it. Errors: CEN_ERROR_STORAGE. */
gboolean cen_shelf_make_folder (const CenCircle *circle, GError **error);
/* Where one file belongs; NULL as above. */
char *cen_shelf_dup_path (const CenStore *store, const CenId *circle, const CenId *blob);

/* Errors of all that follow: CEN_ERROR_STORAGE. */

/* FALSE in @ret_found, and @ret_row untouched, when nothing is known of @blob. */
gboolean cen_shelf_get (CenStore *store, const CenId *circle, const CenId *blob,
                        gboolean *ret_found, CenShelfRow *ret_row, GError **error);
/* Puts the row as it is. */
gboolean cen_shelf_put (CenCircle *circle, const CenShelfRow *row, GError **error);
gboolean cen_shelf_remove (CenCircle *circle, const CenId *blob, GError **error);
/* CenShelfRow of one circle, those used last first. */
GArray *cen_shelf_list (CenStore *store, const CenId *circle, GError **error);
/* Brings the rows in line with the disk. Cost: a look at each file. */
gboolean cen_shelf_check (CenCircle *circle, GError **error);
gboolean cen_shelf_note_used (CenCircle *circle, const CenId *blob, GError **error);

/* A file that an object names and that is not whole here, nor thrown out or refused before. */
typedef struct {
  CenId id;
  CenBlobRef ref;
} CenWantedBlob;

/**
 * cen_shelf_list_wanted: what is to be fetched: files asked for, and those of at most @auto_max
 * bytes that objects of the rows from @from_no on name and nobody decided on yet. CenWantedBlob.
 */
GArray *cen_shelf_list_wanted (CenCircle *circle, gint64 from_no, guint64 auto_max, GError **error);
/* The reference to @blob in any object that stands. */
gboolean cen_shelf_find_ref (CenStore *store, const CenId *circle, const CenId *blob,
                             gboolean *ret_found, CenBlobRef *ret_ref, GError **error);

/* An object that names @blob. */
gboolean cen_shelf_find_object (CenStore *store, const CenId *circle, const CenId *blob,
                                gboolean *ret_found, CenId *ret_object, GError **error);

/* That the device said it has all of @blob, or has it no more. */
gboolean cen_shelf_note_copy (CenCircle *circle, const CenId *blob, const CenId *device,
                              gboolean is_there, GError **error);
/* Names of the members who said so, by name; char *. */
GPtrArray *
cen_shelf_list_copies (CenStore *store, const CenId *circle, const CenId *blob, GError **error);

/* Of @circle's files those go that no object names any more, and of those that are not kept what is
 * too much for the quotas of the circle and of the home: over all circles the longest unused first.
 * @ret_freed: bytes. */
gboolean cen_shelf_tidy (CenCircle *circle, guint64 *ret_freed, GError **error);
/* How many bytes of files that are not kept still have room in @circle. */
gboolean
cen_shelf_get_room (CenStore *store, const CenId *circle, guint64 *ret_room, GError **error);
/* Bytes on disk of all circles' files, and of those that may be thrown out. */
gboolean cen_shelf_measure (CenStore *store, guint64 *ret_all, guint64 *ret_loose, GError **error);

typedef enum {
  CEN_PREFERENCE_AUTO_MAX,     /* of a circle: bytes up to which files come by themselves */
  CEN_PREFERENCE_QUOTA,        /* of the home: bytes of files that are not kept */
  CEN_PREFERENCE_CIRCLE_QUOTA, /* of a circle: the same; no limit of its own unless said */
  CEN_PREFERENCE_RETENTION,    /* of a circle: days for which things stay in sight (retention.h) */
  CEN_PREFERENCE_METERED, /* of the home: 1 when files come by themselves on metered networks too */
} CenPreference;

/* @circle: NULL for those of the home. Gives the default where nothing was said. */
guint64 cen_preference_get (CenStore *store, const CenId *circle, CenPreference preference);
gboolean cen_preference_set (CenStore *store, const CenId *circle, CenPreference preference,
                             guint64 value, GError **error);

G_END_DECLS
