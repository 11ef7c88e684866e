/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenaclePictures: what the files of others look like, as cenacle-look tells it. This process never
 * parses one. What was seen lately is kept, within bounds. Main thread. */

#pragma once

#include "circle.h"

#include "app/control/looker.h"
#include "core/library.h"

#include <gdk/gdk.h>
#include <gio/gio.h>

G_BEGIN_DECLS

#define CENACLE_PICTURES_KEPT_MAX (48u << 20) /* bytes of pixels and text */

/* An answer, as it can be shown. Lasts as long as somebody holds it. */
typedef struct {
  CenacleLookStatus status;
  GdkTexture *texture; /* NULL unless it is a picture or a page */
  char *text;          /* NULL unless it is text */
  gboolean is_cut;
  guint full_width;
  guint full_height;
  guint n_pages;
  guint page;
} CenaclePicture;

CenaclePicture *cenacle_picture_ref (CenaclePicture *self);
void cenacle_picture_unref (CenaclePicture *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CenaclePicture, cenacle_picture_unref)

/* Whether a file of this media type may have something to show; what it is decides. */
gboolean cenacle_pictures_may_show (const char *mime);
/* The same, of a picture or a page. */
gboolean cenacle_pictures_may_draw (const char *mime);

/* The small picture @bytes that came with an object. Finished by cenacle_pictures_load_finish(). */
void cenacle_pictures_load_small (GBytes *bytes, GCancellable *cancellable,
                                  GAsyncReadyCallback callback, gpointer user_data);
/* The same, if it was seen lately; NULL otherwise. */
CenaclePicture *cenacle_pictures_find_small (GBytes *bytes);

/* @resource's file, which is whole here. @request: a VIEW. */
void cenacle_pictures_load_file (CenacleCircle *circle, const CenResource *resource,
                                 const CenacleLookRequest *request, GCancellable *cancellable,
                                 GAsyncReadyCallback callback, gpointer user_data);
CenaclePicture *
cenacle_pictures_find_file (const CenResource *resource, const CenacleLookRequest *request);

/* NULL only when it was cancelled. */
CenaclePicture *cenacle_pictures_load_finish (GAsyncResult *result);

G_END_DECLS
