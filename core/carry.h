/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenCarry: ops of a circle as envelopes for those who carry and must not read, and back
 * (PROTOCOL.md, Envelopes). An envelope is worth no more than its op: what comes out goes to
 * acceptance like anything else. */

#pragma once

#include "epochs.h"

#include <glib.h>

G_BEGIN_DECLS

/**
 * cen_carry_seal: the envelope of the op @id, with its payload.
 * Errors: CEN_ERROR_REFUSED when it may not be carried (cen_epochs_may_carry) or its payload was
 * erased, CEN_ERROR_NOT_FOUND, CEN_ERROR_STORAGE.
 */
GBytes *cen_carry_seal (CenCircle *circle, const CenId *id, CenId *ret_envelope, GError **error);

/**
 * cen_carry_open: opens the envelope of @len bytes at @bytes and checks it against the op in it: it
 * is closed with the very key that the op names, that of a usable epoch, and the payload is the
 * op's own. @ret_payload is NULL when the carrier dropped it.
 * Errors: CEN_ERROR_INVALID; CEN_ERROR_NOT_FOUND when no usable epoch of that key is known here;
 * CEN_ERROR_STORAGE.
 */
gboolean cen_carry_open (CenCircle *circle, const guint8 *bytes, gsize len, GBytes **ret_op,
                         GBytes **ret_payload, GError **error);

/* The key with @key_id of a usable epoch, lent until authority changes; NULL when none is known. */
const CenEpochKey *
cen_carry_find_key (CenCircle *circle, const guint8 key_id[static CEN_KEYID_LEN]);

G_END_DECLS
