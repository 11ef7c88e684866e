/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The files of a hub: what its sessions say about them goes to its transfer, and back. */

#pragma once

#include "hub-roster.h"

#include <glib.h>

G_BEGIN_DECLS

/* From here on files are fetched and given, with the threads of @pool, which is lent. Before any
 * session. */
void net_hub_files_start (NetHub *self, NetPool *pool);
void net_hub_files_stop (NetHub *self);
/* The session of @link is live; and it has ended. */
void net_hub_files_open (NetHub *self, NetHubLink *link);
void net_hub_files_close (NetHub *self, NetHubLink *link);
/* Does what is due. Returns: when to call again. */
gint64 net_hub_files_tick (NetHub *self, gint64 now_ms);

/* For NetSessionEvents. */
gboolean net_hub_files_receive (NetHub *self, NetHubLink *link, const guint8 *frame, gsize len,
                                gboolean *ret_is_flood, GError **error);
GBytes *net_hub_files_pop_word (NetHub *self, NetHubLink *link);
GBytes *net_hub_files_pop_block (NetHub *self, NetHubLink *link);

G_END_DECLS
