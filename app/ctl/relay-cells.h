/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The relays of a circle as the engine tells of them, for `status` and `relay list`. */

#pragma once

#include "output.h"

G_BEGIN_DECLS

/* One cell with all of them. */
void cenacle_relay_cells_add (CenacleOutput *output, GVariantDict *status);
/* A row for each. */
void cenacle_relay_cells_add_rows (CenacleOutput *output, GVariantDict *status);

G_END_DECLS
