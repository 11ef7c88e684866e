/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenLibrary: what a circle keeps, out of its objects: each resource with its newest file, its
 * remarks and who recommends it. A function of the objects alone. */

#pragma once

#include "blob.h"
#include "kinds-library.h"
#include "queries-objects.h"

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
  CEN_RESOURCE_IS_FILE,
  CEN_RESOURCE_IS_LINK,
  CEN_RESOURCE_IS_REFERENCE, /* words alone */
} CenResourceShape;

typedef struct {
  CenId id;
  CenResourceShape shape;
  char *title;
  char *text;
  char *url;
  GStrv tags;
  char *language;
  guint level; /* 0: none said */
  CenId author;
  char *author_name;
  gint64 time_ms;    /* of the newest version */
  gint64 created_ms; /* both labels */
  guint64 lamport;   /* of the newest version: the order */
  gboolean is_own;
  gboolean is_from_message;
  gboolean is_sealed; /* an enclosure: of the library it is no part */
  guint n_versions;   /* of a file, the first included */
  guint n_remarks;
  GPtrArray *recommended; /* CenId of members */

  /* Of the newest version. */
  CenId version; /* the object that has the file */
  CenBlobRef ref;
  CenId blob; /* zero when it has none */
  char *name; /* cleaned */
  char *mime;
  GBytes *preview; /* empty when there is none */
  guint width;     /* of what it shows, as its author said; 0 when nothing was */
  guint height;
} CenResource;

void cen_resource_free (CenResource *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CenResource, cen_resource_free)

/**
 * cen_library_compute: CenResource in the order of @resources.
 * @resources, @versions, @remarks: CenObjectRow of these kinds, live ones, in any order
 */
GPtrArray *cen_library_compute (GPtrArray *resources, GPtrArray *versions, GPtrArray *remarks);

/* The circle's, oldest first; only those with @tag (as people compare words) unless it is NULL.
 * Errors: CEN_ERROR_STORAGE. */
GPtrArray *cen_library_list (CenStore *store, const CenId *circle, const char *tag, GError **error);
/* Errors: CEN_ERROR_NOT_FOUND for what is no live resource, CEN_ERROR_STORAGE. */
CenResource *
cen_library_get (CenStore *store, const CenId *circle, const CenId *resource, GError **error);
/* The same for a resource or one version of one, with the file of that version; or for an
 * enclosure. */
CenResource *
cen_library_get_version (CenStore *store, const CenId *circle, const CenId *object, GError **error);
/* The versions of a file, newest first, each as the resource with that version's file; the file
 * that the resource was made with is the last and has the resource's id as its version. Empty for
 * what has no file. Errors: those of cen_library_get. */
GPtrArray *cen_library_list_versions (CenStore *store, const CenId *circle, const CenId *resource,
                                      GError **error);
/* All tags with how often each is used, most used first; keys of the table are lent. char *. */
GPtrArray *cen_library_list_tags (GPtrArray *resources);

const char *cen_resource_get_shape_name (const CenResource *self);
gboolean cen_resource_has_tag (const CenResource *self, const char *tag);

G_END_DECLS
