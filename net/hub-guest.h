/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* NetHubGuest: the listener's side towards those who are not known yet: newcomers with an invite
 * and members who must be introduced; and the introducing side. */

#pragma once

#include "hub-roster.h"

G_BEGIN_DECLS

#define NET_GUEST_REQUESTS_MAX   8
#define NET_INTRODUCE_FRAMES_MAX 64

/* What stands behind a client key that is no member's: FALSE for a stranger. */
gboolean
net_hub_recognise_guest (NetHub *hub, const guint8 key[static CEN_KEY_LEN], NetRole *ret_role);
void net_hub_receive_guest (NetHub *hub, NetHubLink *link, const guint8 *frame, gsize len);
void net_hub_receive_introduction (NetHub *hub, NetHubLink *link, const guint8 *frame, gsize len);

/* The CURVE key by which to introduce ourselves to one who refused @at of them before, the
 * newest four in turn; FALSE when there is none. */
gboolean net_hub_get_introduction_key (NetHub *hub, guint at, CenBoxKey *ret_key);
/* Says who we are over a connection dialled with that key. */
void net_hub_introduce (NetHub *hub, NetHubLink *link);
void net_hub_receive_introducing (NetHub *hub, NetHubLink *link, const guint8 *frame, gsize len);

G_END_DECLS
