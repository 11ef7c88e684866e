/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleKudosPage: the wall of thanks, and the badges of the circle. */

#pragma once

#include "object-page.h"

G_BEGIN_DECLS

#define CENACLE_TYPE_KUDOS_PAGE (cenacle_kudos_page_get_type ())
G_DECLARE_FINAL_TYPE (CenacleKudosPage, cenacle_kudos_page, CENACLE, KUDOS_PAGE, CenacleObjectPage)

G_END_DECLS
