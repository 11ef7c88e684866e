/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleSearchPage: everything said in every circle, as one types. */

#pragma once

#include "circle.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CENACLE_TYPE_SEARCH_PAGE (cenacle_search_page_get_type ())
G_DECLARE_FINAL_TYPE (CenacleSearchPage, cenacle_search_page, CENACLE, SEARCH_PAGE, GtkWidget)

/* Signal "open" (const CenSearchRow *, lent) when a hit was chosen. */
void cenacle_search_page_set_client (CenacleSearchPage *self, CenacleClient *client);
/* Whose channels and members one can search alone; NULL: none shows. */
void cenacle_search_page_set_circle (CenacleSearchPage *self, CenacleCircle *circle);
void cenacle_search_page_focus (CenacleSearchPage *self);

G_END_DECLS
