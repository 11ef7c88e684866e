/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The library as its page shows it: resources with what is here of their files. Read on the query
 * worker. */

#pragma once

#include "core/library.h"
#include "core/shelf.h"

#include <glib.h>

G_BEGIN_DECLS

typedef struct {
  CenResource *resource;
  CenBlobHeld held;
  CenWish wish;
  gboolean is_kept;
  gboolean is_recommended; /* by oneself */
  guint64 done;            /* bytes of its file that are here */
  GPtrArray *copies;       /* char *: whose devices have it, too */
  GPtrArray *places;       /* char *: names of relays at which a copy waits */
  gboolean has_relays;     /* the circle uses some */
  gboolean is_offered;     /* a copy is left there whatever its size */
  GPtrArray *remarks;      /* CenObjectRow */
} CenacleLibraryItem;

typedef struct {
  GPtrArray *items;    /* CenacleLibraryItem, newest first */
  guint64 used, loose; /* bytes of files here; of which may go for room */
} CenacleLibrary;

CenacleLibrary *cenacle_library_read (CenStore *store, const CenId *circle, GError **error);
void cenacle_library_free (CenacleLibrary *self);
const CenacleLibraryItem *cenacle_library_find (const CenacleLibrary *self, const CenId *resource);

/* "2.3 MB · Ana · 3 days ago · algebra"; of an item with what is here of it before that. */
char *cenacle_library_dup_caption (const CenResource *resource);
char *cenacle_library_item_dup_caption (const CenacleLibraryItem *self);
/* "12 of 80 MB · 5.2 MB/s · 2 minutes left · from 2 people". @transfer: (nullable): a{sv} of
 * GetStatus */
char *cenacle_library_item_dup_transfer (const CenacleLibraryItem *self, GVariant *transfer);
/* What a circle's status says of files on their way, aa{sv}; NULL: nothing. */
GVariant *cenacle_library_find_transfers (GVariant *status);
/* A sign for its kind. */
const char *cenacle_library_get_mark (const CenResource *resource);

G_END_DECLS
