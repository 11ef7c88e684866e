/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What one who has an invite is told of the circle before they join. */

#pragma once

#include "core/circle.h"
#include "wire.h"

G_BEGIN_DECLS

/* The PREVIEW frame that answers who has @invite; NULL while there is nothing to tell. */
GBytes *net_preview_make (CenCircle *circle, const CenFrameOp *invite);

G_END_DECLS
