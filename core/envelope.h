/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenEnvelope: an op and its payload closed for those who carry but must not read: relays, bundle
 * files, mailboxes (PROTOCOL.md, Envelopes). One op has exactly one envelope under its epoch key;
 * the nonce is derived from the op, so sealing twice gives the same bytes. */

#pragma once

#include "epoch.h"

#include <glib.h>

G_BEGIN_DECLS

/* CBOR [1, key_id, nonce, hdr_ct, payload_ct_hash, payload_ct|null] */
#define CEN_ENVELOPE_MAX (CEN_OP_MAX + 2 * CEN_PAYLOAD_MAX)

/**
 * cen_envelope_seal: closes @op and @payload (NULL when it was erased, and then @payload_ct_hash,
 * 32 bytes kept from before, is required).
 */
GBytes *cen_envelope_seal (const CenEpochKey *key, const CenId *circle, GBytes *op, GBytes *payload,
                           const guint8 *payload_ct_hash, CenId *ret_id);

/**
 * cen_envelope_open: opens @bytes and recomputes its nonce. @ret_payload is NULL when the carrier
 * dropped it. Errors: CEN_ERROR_INVALID; CEN_ERROR_NOT_FOUND when it is under another key.
 */
gboolean cen_envelope_open (const CenEpochKey *key, const CenId *circle, const guint8 *bytes,
                            gsize len, GBytes **ret_op, GBytes **ret_payload, GError **error);

/* What a carrier can know of an envelope: its id and its key. Errors: CEN_ERROR_INVALID. */
gboolean cen_envelope_peek (const guint8 *bytes, gsize len, CenId *ret_id,
                            guint8 ret_key_id[static CEN_KEYID_LEN], GError **error);

/* The same envelope, with the same id, without the payload; NULL for one that has none, or that is
 * none. What a carrier does of whom content is asked to be forgotten. */
GBytes *cen_envelope_strip (GBytes *envelope);

G_END_DECLS
