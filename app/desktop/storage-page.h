/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleStoragePage: what the files of the library take on this computer, how much they may, and
 * making room. */

#pragma once

#include "object-page.h"

G_BEGIN_DECLS

#define CENACLE_TYPE_STORAGE_PAGE (cenacle_storage_page_get_type ())
G_DECLARE_FINAL_TYPE (CenacleStoragePage, cenacle_storage_page, CENACLE, STORAGE_PAGE,
                      CenacleObjectPage)

G_END_DECLS
