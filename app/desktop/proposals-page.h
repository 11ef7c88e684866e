/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleProposalsPage: topics that members would like, by votes. */

#pragma once

#include "object-page.h"

G_BEGIN_DECLS

#define CENACLE_TYPE_PROPOSALS_PAGE (cenacle_proposals_page_get_type ())
G_DECLARE_FINAL_TYPE (CenacleProposalsPage, cenacle_proposals_page, CENACLE, PROPOSALS_PAGE,
                      CenacleObjectPage)

G_END_DECLS
