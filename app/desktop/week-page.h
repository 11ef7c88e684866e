/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleWeekPage: what is drawn for the week, the charter, and the page of the month. */

#pragma once

#include "object-page.h"

G_BEGIN_DECLS

#define CENACLE_TYPE_WEEK_PAGE (cenacle_week_page_get_type ())
G_DECLARE_FINAL_TYPE (CenacleWeekPage, cenacle_week_page, CENACLE, WEEK_PAGE, CenacleObjectPage)

G_END_DECLS
