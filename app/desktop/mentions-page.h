/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleMentionsPage: all that names this person in a circle, the newest first. */

#pragma once

#include "object-page.h"

G_BEGIN_DECLS

#define CENACLE_TYPE_MENTIONS_PAGE (cenacle_mentions_page_get_type ())
G_DECLARE_FINAL_TYPE (CenacleMentionsPage, cenacle_mentions_page, CENACLE, MENTIONS_PAGE,
                      CenacleObjectPage)

G_END_DECLS
