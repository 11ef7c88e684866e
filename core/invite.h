/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenInviteLink: what stands in a `cenacle:` link (PROTOCOL.md, Invites):
 *   "cenacle:1:" base32 (CBOR [1, circle, seed, [[curve key, address]…], expires_ms] || check[4])
 * The seed gives the three keys of the invite; whoever has the link has them all. */

#pragma once

#include "link-text.h"

#include <glib.h>

G_BEGIN_DECLS

typedef CenLinkAddress CenInviteAddress;
typedef CenLinkContent CenInviteLink;

typedef struct {
  CenSignKey proof;              /* I */
  CenBoxKey curve;               /* C */
  guint8 discovery[CEN_KEY_LEN]; /* K_inv */
} CenInviteKeys;

/**
 * cen_invite_link_parse: reads a link a person pasted; spaces around it and capitals are forgiven.
 * Errors: CEN_ERROR_INVALID for a mistyped or foreign link, CEN_ERROR_NEWER for a later version.
 */
gboolean cen_invite_link_parse (CenInviteLink *ret_link, const char *text, GError **error);
char *cen_invite_link_to_text (const CenInviteLink *self);
void cen_invite_link_clear (CenInviteLink *self);

void cen_invite_keys_from_seed (CenInviteKeys *ret_keys, const guint8 seed[static CEN_KEY_LEN]);
void cen_invite_keys_clear (CenInviteKeys *self);

G_END_DECLS
