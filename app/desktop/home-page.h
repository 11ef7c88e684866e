/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleHomePage: where one comes back to: what waits, what is new and why it concerns one, what
 * comes next, and in a circle that has just begun, what to do first. */

#pragma once

#include "object-page.h"

G_BEGIN_DECLS

#define CENACLE_TYPE_HOME_PAGE (cenacle_home_page_get_type ())
G_DECLARE_FINAL_TYPE (CenacleHomePage, cenacle_home_page, CENACLE, HOME_PAGE, CenacleObjectPage)

G_END_DECLS
