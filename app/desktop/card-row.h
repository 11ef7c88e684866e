/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleCardRow: a row of a list of objects: a title, a line below it, words, and buttons. Read
 * out it is one sentence. */

#pragma once

#include "button-strip.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CENACLE_TYPE_CARD_ROW (cenacle_card_row_get_type ())
G_DECLARE_FINAL_TYPE (CenacleCardRow, cenacle_card_row, CENACLE, CARD_ROW, GtkListBoxRow)

/* Signal "pressed" (const char *name) of its buttons. */
const char *cenacle_card_row_get_key (CenacleCardRow *self);
/* @mark: a sign before it, such as an emoji, or ""; @text: Markdown, or "" */
void cenacle_card_row_show (CenacleCardRow *self, const char *mark, const char *title,
                            const char *caption, const char *text);
/* How far something is, from 0 to 1; less takes the bar away. */
void cenacle_card_row_set_progress (CenacleCardRow *self, double fraction);
CenacleButtonStrip *cenacle_card_row_get_strip (CenacleCardRow *self);

/* The row with @key at @place of @list, found, moved or made there; the signals of a new one go to
 * @pressed (row, name, object); NULL for rows without buttons. Rows that can be opened are
 * activatable; that is the caller's to say. */
CenacleCardRow *cenacle_card_list_place (GtkListBox *list, const char *key, int place,
                                         GCallback pressed, gpointer object);
/* Takes away what stands from @place on. */
void cenacle_card_list_cut (GtkListBox *list, int place);

G_END_DECLS
