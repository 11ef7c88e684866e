/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Who is here, in the few words that a line of the window has room for. */

#pragma once

#include "app/control/presence.h"

G_BEGIN_DECLS

/* "3 here · in sync", or what is in the way. */
char *cenacle_whereabouts_dup_line (const CenaclePresence *presence);
/* "here", "last seen 2 hours ago", "not met yet"; @peer may be NULL. */
char *cenacle_whereabouts_dup_peer (const CenaclePeer *peer);

G_END_DECLS
