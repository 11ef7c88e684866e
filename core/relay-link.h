/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenRelayLink: what who runs a relay gives to who wants a mailbox there (PROTOCOL.md, Relays), and
 * the keys by which its drawers are opened. In the link's place of a circle stands the key R by
 * which the relay is known; its seed opens one mailbox. */

#pragma once

#include "epoch.h"
#include "link-text.h"

#include <glib.h>

G_BEGIN_DECLS

typedef CenLinkContent CenRelayLink;

/**
 * cen_relay_link_parse: reads a link a person pasted; spaces around it and capitals are forgiven.
 * Errors: CEN_ERROR_INVALID for a mistyped or foreign link, and for one without an address;
 * CEN_ERROR_NEWER for a later version.
 */
gboolean cen_relay_link_parse (CenRelayLink *ret_link, const char *text, GError **error);
char *cen_relay_link_to_text (const CenRelayLink *self);
gboolean cen_relay_link_is_one (const char *text);
void cen_relay_link_clear (CenRelayLink *self);

/* The CURVE key with which the holder of a link comes for its mailbox. */
void cen_relay_grant_from_seed (CenBoxKey *ret_key, const guint8 seed[static CEN_KEY_LEN]);

/* What opens the drawer of an epoch at the relay known by @relay: who has the epoch's key has it.
 */
void cen_relay_drawer_seed (guint8 ret_seed[static CEN_KEY_LEN], const CenEpochKey *epoch,
                            const guint8 relay[static CEN_KEY_LEN]);
/* The CURVE key that follows from such a seed. Its public half is the name of the drawer. */
void cen_relay_drawer_from_seed (CenBoxKey *ret_key, const guint8 seed[static CEN_KEY_LEN]);

/* The seed of the tray in which newcomers leave word who have an invite whose discovery key is
 * @discovery (K_inv), at the relay R; the drawer of that seed is the tray. */
void cen_relay_tray_seed (guint8 ret_seed[static CEN_KEY_LEN],
                          const guint8 discovery[static CEN_KEY_LEN],
                          const guint8 relay[static CEN_KEY_LEN]);

G_END_DECLS
