/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenaclePairsPage: who offers and wants which skills, pairs, whom skills suggest, and this week's
 * café pairs. */

#pragma once

#include "object-page.h"

G_BEGIN_DECLS

#define CENACLE_TYPE_PAIRS_PAGE (cenacle_pairs_page_get_type ())
G_DECLARE_FINAL_TYPE (CenaclePairsPage, cenacle_pairs_page, CENACLE, PAIRS_PAGE, CenacleObjectPage)

G_END_DECLS
