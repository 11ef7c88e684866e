/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The clocks and the randomness of this machine. */

#pragma once

#include "core/world.h"

G_BEGIN_DECLS

const CenWorld *cenacle_system_world_get (void);

G_END_DECLS
