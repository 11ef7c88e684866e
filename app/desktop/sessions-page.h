/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleSessionsPage: the sessions of the circle, those that come first; beside it one of them,
 * its agenda, who comes, and what is left of it. */

#pragma once

#include "object-page.h"

G_BEGIN_DECLS

#define CENACLE_TYPE_SESSIONS_PAGE (cenacle_sessions_page_get_type ())
G_DECLARE_FINAL_TYPE (CenacleSessionsPage, cenacle_sessions_page, CENACLE, SESSIONS_PAGE,
                      CenacleObjectPage)

G_END_DECLS
