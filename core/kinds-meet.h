/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenKindsMeet: sessions, pairs, paths and cards. */

#pragma once

#include "kind.h"

#include <glib.h>

G_BEGIN_DECLS

extern const CenKind cen_kinds_meet[];

G_END_DECLS
