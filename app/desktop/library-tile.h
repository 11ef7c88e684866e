/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleLibraryTile: a resource in the grid of the library: its picture or a sign, its title, and
 * what is here of it. Read out it is one sentence. */

#pragma once

#include "circle.h"
#include "library-read.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CENACLE_TYPE_LIBRARY_TILE (cenacle_library_tile_get_type ())
G_DECLARE_FINAL_TYPE (CenacleLibraryTile, cenacle_library_tile, CENACLE, LIBRARY_TILE,
                      GtkFlowBoxChild)

/* The tile at @place of @grid, found or made there, showing @item. */
void cenacle_library_tile_place (GtkFlowBox *grid, int place, CenacleCircle *circle,
                                 const CenacleLibraryItem *item);
/* Takes away what stands from @place on. */
void cenacle_library_tile_cut (GtkFlowBox *grid, int place);
const CenId *cenacle_library_tile_get_resource (CenacleLibraryTile *self);

G_END_DECLS
