/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* NetHubVouched: a newcomer who was let in under a key that others have renewed meanwhile, and
 * shows by whom; and how little they are shown until what let them in is here. */

#pragma once

#include "hub-roster.h"

G_BEGIN_DECLS

/* Whether @ops (CenIncoming), a JOIN with its ADMITs brought under the introduction key @key, are
 * vouched for: the key is of a usable epoch, and an ADMIT is by a device that is in. */
gboolean net_hub_is_vouched (NetHub *hub, const guint8 key[static CEN_KEY_LEN], const GArray *ops);

/* The clock of what was written without knowledge of any epoch that follows the one of @key:
 * NetClockEntry. Whoever holds that key could read it anyway. Cost: one step for each op since. */
GArray *net_hub_list_old_clock (NetHub *hub, const guint8 key[static CEN_KEY_LEN]);

G_END_DECLS
