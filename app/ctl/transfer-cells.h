/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Files on their way, as cells of a status. */

#pragma once

#include "output.h"

G_BEGIN_DECLS

void cenacle_transfer_cells_add (CenacleOutput *output, GVariantDict *status);

G_END_DECLS
