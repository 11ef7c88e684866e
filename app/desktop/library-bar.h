/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleLibraryBar: what of the library one looks for, in what order, and as a list or a grid. */

#pragma once

#include "app/control/library-filter.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define CENACLE_TYPE_LIBRARY_BAR (cenacle_library_bar_get_type ())
G_DECLARE_FINAL_TYPE (CenacleLibraryBar, cenacle_library_bar, CENACLE, LIBRARY_BAR, GtkWidget)

typedef enum {
  CENACLE_LIBRARY_AS_LIST,
  CENACLE_LIBRARY_AS_GRID,
} CenacleLibraryView;

/* Signal "changed" when the person looks for something else. */
/* What there is to choose from. @resources: CenResource, all of the library */
void cenacle_library_bar_set_choices (CenacleLibraryBar *self, GPtrArray *resources);
/* @ret_filter lends from the bar until it changes. */
void cenacle_library_bar_get_filter (CenacleLibraryBar *self, CenacleLibraryFilter *ret_filter);
CenacleLibraryOrder cenacle_library_bar_get_order (CenacleLibraryBar *self);
CenacleLibraryView cenacle_library_bar_get_view (CenacleLibraryBar *self);
/* Whether anything is left out. */
gboolean cenacle_library_bar_is_narrow (CenacleLibraryBar *self);

G_END_DECLS
