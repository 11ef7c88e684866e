/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenaclePollsPage: what the circle is asked to choose, open ones first. */

#pragma once

#include "object-page.h"

G_BEGIN_DECLS

#define CENACLE_TYPE_POLLS_PAGE (cenacle_polls_page_get_type ())
G_DECLARE_FINAL_TYPE (CenaclePollsPage, cenacle_polls_page, CENACLE, POLLS_PAGE, CenacleObjectPage)

G_END_DECLS
