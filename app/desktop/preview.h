/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenaclePreview: a file at a glance: the picture that came with it or a smaller one of itself, or
 * a sign for its kind. It takes its place before it has anything to draw, so that nothing moves. */

#pragma once

#include "circle.h"

#include "core/held-file.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CENACLE_TYPE_PREVIEW (cenacle_preview_get_type ())
G_DECLARE_FINAL_TYPE (CenaclePreview, cenacle_preview, CENACLE, PREVIEW, GtkWidget)

typedef enum {
  CENACLE_PREVIEW_ICON,    /* of the file's kind, where there is no picture */
  CENACLE_PREVIEW_NOTHING, /* takes no room then */
} CenaclePreviewElse;

typedef enum {
  CENACLE_PREVIEW_BOX,    /* always as large as its box; the picture stands in its middle */
  CENACLE_PREVIEW_SHAPED, /* as large as a picture of its shape can be in the box */
} CenaclePreviewFit;

GtkWidget *cenacle_preview_new (void);
/* In pixels, and what stands where there is no picture; 48 by 48 and an icon unless said. Before it
 * shows anything. */
void cenacle_preview_set_box (CenaclePreview *self, guint width, guint height,
                              CenaclePreviewFit fit, CenaclePreviewElse otherwise);

/* @object: a resource or a version; or, with @blob, any that has this file; NULL both: nothing. */
void cenacle_preview_show (CenaclePreview *self, CenacleCircle *circle, const CenId *object,
                           const CenId *blob);
/* The same for whoever knows it already. */
void cenacle_preview_show_resource (CenaclePreview *self, CenacleCircle *circle,
                                    const CenResource *resource, CenBlobHeld held);

/* Whether @resource has a shape known before anything is loaded: then it is drawn in a row. */
gboolean cenacle_preview_has_shape (const CenResource *resource);

G_END_DECLS
