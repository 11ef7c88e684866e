/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* NetHubRemoval: one who was put out is told by whom and why, by the very op, and hears it. */

#pragma once

#include "hub-roster.h"

G_BEGIN_DECLS

/**
 * net_hub_hear_removal: looks for an op among @ops (CenIncoming) that puts this device out, by
 * somebody who may do so as far as we know; and takes it in. It may be that its past is not here:
 * then it is as good as word of it.
 */
void net_hub_hear_removal (NetHub *hub, GArray *ops);

/* Forgets what was heard: somebody speaks with this device as with a member. */
void net_hub_forget_removal (NetHub *hub);

/* Who put this device out, by the ops that are here or by what it was told: CEN_OP_REVOKE with the
 * member, CEN_OP_DEVICE_REMOVE alone, or 0 when nobody did. @ret_reason is lent. */
guint net_hub_get_removal (NetHub *hub, CenId *ret_by, const char **ret_reason);

G_END_DECLS
