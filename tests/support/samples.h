/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Files to be looked at, made as they are needed: good ones, and some that nobody means well with.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Red at the left half, blue at the right. @kind: "png" or "jpeg" */
GBytes *samples_picture (const char *kind, guint width, guint height);
/* A JPEG that no small one comes near. */
GBytes *samples_noise (guint width, guint height);
/* A PNG that says it is so large, with next to nothing in it. */
GBytes *samples_png_head (guint32 width, guint32 height);
/* A PNG that is so large, all of zeros, and so small as a file. */
GBytes *samples_png_of_zeros (guint32 width, guint32 height);

/* A4, with a line on each of up to three pages: "Page one of three". */
GBytes *samples_document (guint n_pages);
/* One empty page of that size: "595 842". */
GBytes *samples_document_sized (const char *size);
/* A page that draws itself, and that is drawn for very long. */
GBytes *samples_document_looping (void);
/* A tree of pages that contains itself. */
GBytes *samples_document_of_itself (void);

G_END_DECLS
