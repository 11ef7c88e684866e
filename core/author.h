/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenAuthor: writing one's own ops. Each function checks first that the op would take effect, so
 * that a person is told instead of writing a void one; the op is on disk for good when it returns
 * TRUE. */

#pragma once

#include "circle.h"
#include "invite.h"

#include <glib.h>

G_BEGIN_DECLS

/**
 * cen_author_write: signs one op of this device over all known heads and takes it in. @object may
 * be NULL. More than CEN_OP_DEPS_MAX heads are gathered by MERGE ops first.
 * Errors: CEN_ERROR_STORAGE; CEN_ERROR_REFUSED when this home has no keys for the circle.
 */
gboolean cen_author_write (CenCircle *circle, CenOpKind kind, const CenId *object, GBytes *payload,
                           CenId *ret_id, GError **error);

gboolean cen_author_leave (CenCircle *circle, GError **error);
/* @expires_ms: wall time, 0 for never. @ret_seed goes into the link. */
gboolean cen_author_invite (CenCircle *circle, CenRole role, guint max_uses, gint64 expires_ms,
                            guint8 ret_seed[static CEN_KEY_LEN], CenId *ret_invite, GError **error);

/* What an invite says. */
typedef struct {
  CenRole role; /* member or guest */
  guint max_uses;
  gint64 expires_ms;           /* wall time, 0 for never */
  gboolean needs_confirmation; /* who joins is to be looked at until a facilitator confirms them */
} CenInviteTerms;
/* The same for more than role, uses and expiry. */
gboolean cen_author_invite_on_terms (CenCircle *circle, const CenInviteTerms *terms,
                                     guint8 ret_seed[static CEN_KEY_LEN], CenId *ret_invite,
                                     GError **error);
gboolean cen_author_revoke_invite (CenCircle *circle, const CenId *invite, GError **error);

/* Why an invite may not be used now, or that it may. */
typedef enum {
  CEN_INVITE_USABLE,
  CEN_INVITE_UNKNOWN,
  CEN_INVITE_REVOKED,
  CEN_INVITE_EXPIRED,
  CEN_INVITE_USED_UP,
} CenInviteState;
/* The invite whose CURVE key is @curve, or whose proof key is @proof; each may be NULL. */
CenInviteState cen_author_find_invite (CenCircle *circle, const guint8 *curve, const guint8 *proof,
                                       guint *ret_number);
const char *cen_invite_state_to_sentence (CenInviteState state);

/**
 * cen_author_admit: lets in the one who signed the JOIN @join with @payload, when the invite allows
 * it. A JOIN that was admitted before is answered with the same ADMIT.
 * Errors: CEN_ERROR_REFUSED with the reason for a person, CEN_ERROR_INVALID, CEN_ERROR_STORAGE.
 */
gboolean cen_author_admit (CenCircle *circle, GBytes *join, GBytes *payload, CenId *ret_admit,
                           GError **error);

G_END_DECLS
