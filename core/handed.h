/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What one who was let in by way of a relay begins with, until what lies there is taken in: the
 * answer, closed for this device, and the relays of the link. */

#pragma once

#include "link-text.h"
#include "store.h"

#include <glib.h>

G_BEGIN_DECLS

/* In the place of what was handed before. Errors of all: CEN_ERROR_STORAGE. */
gboolean cen_handed_keep (CenStore *store, const CenId *circle, GBytes *answer,
                          const CenLinkContent *link, GError **error);
/* NULL when nothing is (any more). */
GBytes *cen_handed_find (CenStore *store, const CenId *circle);
GArray *cen_handed_list_relays (CenStore *store, const CenId *circle); /* CenLinkAddress */
gboolean cen_handed_forget (CenStore *store, const CenId *circle, GError **error);

G_END_DECLS
