/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleCarePage: what a facilitator may want to look after, with what one can do about it. Others
 * are told that it is not for them. */

#pragma once

#include "object-page.h"

G_BEGIN_DECLS

#define CENACLE_TYPE_CARE_PAGE (cenacle_care_page_get_type ())
G_DECLARE_FINAL_TYPE (CenacleCarePage, cenacle_care_page, CENACLE, CARE_PAGE, CenacleObjectPage)

G_END_DECLS
