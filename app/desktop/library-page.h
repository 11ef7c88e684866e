/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleLibraryPage: what the circle keeps: what is on its way, files, links and references. */

#pragma once

#include "object-page.h"

G_BEGIN_DECLS

#define CENACLE_TYPE_LIBRARY_PAGE (cenacle_library_page_get_type ())
G_DECLARE_FINAL_TYPE (CenacleLibraryPage, cenacle_library_page, CENACLE, LIBRARY_PAGE,
                      CenacleObjectPage)

G_END_DECLS
