/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleTagRange: where a tag of a text buffer is to stand. What stands right already is left
 * alone, as GTK lays out and draws again whatever a tag is put on or taken from. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Characters from from up to to. */
typedef struct {
  guint from;
  guint to;
} CenacleTagRange;

GArray *cenacle_tag_ranges_new (void);
/* Nothing when it is empty. */
void cenacle_tag_ranges_add (GArray *ranges, guint from, guint to);

/* The tag called @tag stands at @ranges then, which are brought into order, and nowhere else. */
void cenacle_tag_ranges_set (GtkTextBuffer *buffer, const char *tag, GArray *ranges);

G_END_DECLS
