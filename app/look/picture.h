/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Pictures, by GdkPixbuf: those kinds that everybody's machine knows, of a size that a person could
 * have meant. */

#pragma once

#include "app/control/look-wire.h"

#include <gdk-pixbuf/gdk-pixbuf.h>

G_BEGIN_DECLS

#define CENACLE_PICTURE_SIDE_MAX   20000
#define CENACLE_PICTURE_PIXELS_MAX (64u << 20)

/* Loads what reads the kinds that are looked at. */
void cenacle_picture_prepare (void);
/* A VIEW or a THUMB. */
void cenacle_picture_look (const CenacleLookRequest *request, const guint8 *bytes, gsize len,
                           CenacleLookAnswer *ret_answer);
/* @pixbuf as a JPEG within the request's bounds; also used for pages. */
void cenacle_picture_give_thumb (GdkPixbuf *pixbuf, const CenacleLookRequest *request,
                                 CenacleLookAnswer *ret_answer);

/* The largest sides within @width and @height for a picture of @full_width by @full_height.
 */
void cenacle_picture_fit (double full_width, double full_height, guint width, guint height,
                          guint *ret_width, guint *ret_height);

G_END_DECLS
