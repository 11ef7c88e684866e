/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenaclePathsPage: the paths of the circle; beside them one of them, step by step. */

#pragma once

#include "object-page.h"

G_BEGIN_DECLS

#define CENACLE_TYPE_PATHS_PAGE (cenacle_paths_page_get_type ())
G_DECLARE_FINAL_TYPE (CenaclePathsPage, cenacle_paths_page, CENACLE, PATHS_PAGE, CenacleObjectPage)

G_END_DECLS
