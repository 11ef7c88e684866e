/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenEpoch: the symmetric keys that envelopes, mailboxes and introductions use (PROTOCOL.md,
 * Epochs). An EPOCH op gives one key to every device that is effective in its past, by wraps that
 * each recipient can recompute. */

#pragma once

#include "error.h"
#include "frame.h"

#include <glib.h>

G_BEGIN_DECLS

#define CEN_EPOCH_PARENTS_MAX 8

typedef struct {
  guint8 key[CEN_KEY_LEN];
  guint8 key_id[CEN_KEYID_LEN];
} CenEpochKey;

typedef struct {
  guint64 n;
  guint n_parents;
  guint8 parents[CEN_EPOCH_PARENTS_MAX][CEN_KEYID_LEN];
  guint8 sender[CEN_KEY_LEN]; /* eph_pk */
  guint n_wraps;
  const guint8 *wraps; /* n_wraps × CEN_WRAP_LEN, borrowed from the payload */
  const guint8 *chain; /* the parents' keys sealed under the new one, borrowed */
  gsize chain_len;
} CenEpoch;

void cen_epoch_key_from_bytes (CenEpochKey *ret_key, const guint8 key[static CEN_KEY_LEN]);
void cen_epoch_key_clear (CenEpochKey *self);

/**
 * cen_epoch_build: the payload of an EPOCH giving @key to @n_boxes devices, whose box keys stand at
 * @boxes in ascending order of their device keys; @parents are the keys it follows (at most
 * CEN_EPOCH_PARENTS_MAX), of which the greatest number is @parent_n.
 */
GBytes *cen_epoch_build (const CenEpochKey *key, guint64 parent_n, const CenEpochKey *parents,
                         guint n_parents, const guint8 *boxes, guint n_boxes,
                         const CenWorld *world);

/* E1 for EPOCH. Errors: CEN_ERROR_INVALID. */
gboolean cen_epoch_parse (CenEpoch *ret_epoch, const guint8 *payload, gsize len, GError **error);

/**
 * cen_epoch_open_wrap: the key as recipient @index, or FALSE when the wrap does not open with @own
 * or the sender's key does not follow from what is in it.
 */
gboolean
cen_epoch_open_wrap (const CenEpoch *self, guint index, const CenBoxKey *own, CenEpochKey *ret_key);

/**
 * cen_epoch_wraps_are_right: makes every wrap again, for the @n_boxes box keys at @boxes in order.
 * Returns: FALSE when one differs, which makes the epoch unusable for all alike. Costs about 70 µs
 * a recipient.
 */
gboolean cen_epoch_wraps_are_right (const CenEpoch *self, const CenEpochKey *key,
                                    const guint8 *boxes, guint n_boxes);

/* The sender key that follows from @self, by which an EPOCH is recognised as giving it out. */
void cen_epoch_key_get_sender (const CenEpochKey *self, guint8 ret_sender[static CEN_KEY_LEN]);

/* The parents' keys out of the chain; FALSE when they do not have the parents' ids. */
gboolean cen_epoch_open_chain (const CenEpoch *self, const CenEpochKey *key,
                               CenEpochKey ret_parents[static CEN_EPOCH_PARENTS_MAX]);

/* One key for one newcomer (ADMIT, DEVICE_ADD), and back. */
gboolean cen_key_wrap_seal (CenKeyWrap *ret_wrap, const CenEpochKey *key,
                            const guint8 box[static CEN_KEY_LEN], const CenWorld *world);
gboolean cen_key_wrap_open (const CenKeyWrap *self, const CenBoxKey *own, CenEpochKey *ret_key);

/* The CURVE key by which one who has the epoch key but is not yet known may introduce themself. */
void cen_epoch_key_get_introduction (const CenEpochKey *self, CenBoxKey *ret_curve);
/* The key under which beacons name who may be introduced to. */
void
cen_epoch_key_get_discovery (const CenEpochKey *self, guint8 ret_discovery[static CEN_KEY_LEN]);

G_END_DECLS
