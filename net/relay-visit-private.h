/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What a NetRelayVisit is made of, for the files that share it: relay-visit.c (greeting, drawers,
 * envelopes, marks) and relay-visit-files.c (parcels, and what is dropped). */

#pragma once

#include "relay-visit.h"

G_BEGIN_DECLS

/* The drawer that was shown for place @at as it is now; its no is 0 when it is none of the
 * visitor's. FALSE with an error when nothing was shown there. */
gboolean
net_relay_visit_find_place (NetRelayVisit *self, guint at, CenDrawer *ret_drawer, GError **error);
gboolean net_relay_visit_set_broken (GError **error, const char *what);
void net_relay_visit_answer (NetRelayVisit *self, GBytes *frame);
/* Whether it comes by the key of a tray. */
gboolean net_relay_visit_is_newcomer (const NetRelayVisit *self);
NetRelayDesk *net_relay_visit_get_desk (NetRelayVisit *self);
/* Others who look into @drawer are told that something came. */
void net_relay_visit_tell_others (NetRelayVisit *self, const CenDrawer *drawer);

/* relay-visit-files.c */
gboolean
net_relay_visit_receive_have (NetRelayVisit *self, const guint8 *frame, gsize len, GError **error);
gboolean
net_relay_visit_receive_store (NetRelayVisit *self, const guint8 *frame, gsize len, GError **error);
gboolean
net_relay_visit_receive_fetch (NetRelayVisit *self, const guint8 *frame, gsize len, GError **error);
gboolean
net_relay_visit_receive_drop (NetRelayVisit *self, const guint8 *frame, gsize len, GError **error);

G_END_DECLS
