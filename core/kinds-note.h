/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenKindsNote: what several people write together. */

#pragma once

#include "kind.h"

#include <glib.h>

G_BEGIN_DECLS

extern const CenKind cen_kinds_note[];

G_END_DECLS
