/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleSessionsPlace: the page of sessions, or the one of them that one is in. */

#pragma once

#include "page.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define CENACLE_TYPE_SESSIONS_PLACE (cenacle_sessions_place_get_type ())
G_DECLARE_FINAL_TYPE (CenacleSessionsPlace, cenacle_sessions_place, CENACLE, SESSIONS_PLACE, AdwBin)

G_END_DECLS
