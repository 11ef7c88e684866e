/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleStorage: what the files of the library take on this machine, by circle and by kind, and
 * which of them could go. Computed from a read-only replica. */

#pragma once

#include "library-filter.h"

#include "core/retention.h"

G_BEGIN_DECLS

/* A file that is whole here. */
typedef struct {
  CenId circle;
  CenId blob;
  CenId resource; /* that names it; zero: nothing does any more */
  char *title;
  CenacleResourceSort sort;
  guint64 size;
  gboolean is_kept;
  gint64 used_ms;
  guint n_copies; /* other members known to have it */
} CenacleStoredFile;

typedef struct {
  CenId circle;
  char *name;
  guint64 size;  /* of all its files here */
  guint64 loose; /* of those that are not kept */
  guint64 sizes[CENACLE_RESOURCE_SORTS];
  guint64 quota;        /* of loose ones; G_MAXUINT64: no limit of its own */
  guint64 auto_max;     /* bytes up to which files come by themselves */
  guint retention_days; /* 0: everything stays in sight */
} CenacleStoredCircle;

typedef struct {
  GPtrArray *circles; /* CenacleStoredCircle, those that take most first */
  GPtrArray *files;   /* CenacleStoredFile, the longest unused first, kept ones last */
  guint64 size;
  guint64 loose;
  guint64 quota; /* of loose ones in all circles */
  guint64 space; /* free on the disk */
  gboolean comes_on_metered;
} CenacleStorage;

/* @circle: NULL for all of the home. Cost: some questions for each file. Errors:
 * CEN_ERROR_NOT_FOUND, CEN_ERROR_STORAGE. */
CenacleStorage *cenacle_storage_read (CenStore *store, const CenId *circle, GError **error);
void cenacle_storage_free (CenacleStorage *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CenacleStorage, cenacle_storage_free)

typedef enum {
  CENACLE_SPARE_LAST_COPIES, /* what nobody else is known to have stays */
  CENACLE_TAKE_LAST_COPIES,
} CenacleLastCopies;

/**
 * cenacle_storage_choose: the files (lent) to let go of for @bytes of room: the longest unused
 * first, none that is kept. @ret_size: what they free, less than @bytes when there are no more
 */
GPtrArray *cenacle_storage_choose (const CenacleStorage *self, guint64 bytes,
                                   CenacleLastCopies last_copies, guint64 *ret_size);

G_END_DECLS
