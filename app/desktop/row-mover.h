/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleRowMover: the rows of a list are put in another order, by dragging one onto another and
 * with Alt and the arrow keys. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The row at place @from is to stand at place @to of the others. */
typedef void (*CenacleRowMoveFunc) (GtkListBox *list, int from, int to, gpointer data);

/* @data: outlives @row */
void cenacle_row_mover_attach (GtkListBoxRow *row, CenacleRowMoveFunc move, gpointer data);
/* By one place, up (-1) or down (1), as a button does it. */
void cenacle_row_mover_step (GtkListBoxRow *row, int by);

G_END_DECLS
