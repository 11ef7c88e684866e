/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleLibraryPane: one resource whole, beside the library: its words, what can be done with it,
 * its versions, what was said about it. It is a CenacleDetailPane with what belongs to the library.
 */

#pragma once

#include "circle.h"
#include "detail-pane.h"
#include "library-read.h"

G_BEGIN_DECLS

/* Makes the pane for @item, and shows it anew. @page: the one it stands beside */
CenacleDetailPane *
cenacle_library_pane_new (GtkWidget *page, CenacleCircle *circle, const CenacleLibraryItem *item);
void cenacle_library_pane_show (CenacleDetailPane *pane, CenacleCircle *circle,
                                const CenacleLibraryItem *item);

/* The buttons for what can be done with the file of @item now, and doing it. */
void
cenacle_library_pane_show_file_buttons (CenacleButtonStrip *strip, const CenacleLibraryItem *item);
void cenacle_library_pane_press (GtkWidget *from, CenacleCircle *circle,
                                 const CenacleLibraryItem *item, const char *name);

G_END_DECLS
