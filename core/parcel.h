/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenParcel: a block of a shared file as it lies at a relay (PROTOCOL.md, Relays): closed once
 * more, padded to one of few lengths, under a name that follows from the file and the relay. So a
 * relay learns of a file only how many parcels come about the same time, and two relays have
 * nothing in common. One block has exactly one parcel at a relay: whoever holds the file makes the
 * same. */

#pragma once

#include "blob.h"

#include <glib.h>

G_BEGIN_DECLS

#define CEN_PARCEL_MIN 4096
#define CEN_PARCEL_MAX (CEN_BLOB_BLOCK_MAX + 4 + CEN_MAC_LEN)

/* What opens the parcels of one file at one relay, and names them. */
typedef struct {
  guint8 bytes[CEN_KEY_LEN];
} CenParcelKey;

/* Of the file @ref at the relay known by @relay. */
void cen_parcel_key_init (CenParcelKey *ret_key, const CenBlobRef *ref,
                          const guint8 relay[static CEN_KEY_LEN]);
void cen_parcel_key_clear (CenParcelKey *self);
/* The name of block @index. */
void cen_parcel_get_name (const CenParcelKey *self, guint index, CenId *ret_name);

/**
 * cen_parcel_seal: closes the closed block @index, of @len bytes, at most CEN_BLOB_BLOCK_MAX.
 * Returns: CEN_PARCEL_MIN to CEN_PARCEL_MAX bytes
 */
GBytes *cen_parcel_seal (const CenParcelKey *self, guint index, const guint8 *ct, gsize len);
/* The closed block in @parcel; NULL for what is no parcel of that block. What it gives is checked
 * like any other block that comes. */
GBytes *cen_parcel_open (const CenParcelKey *self, guint index, const guint8 *parcel, gsize len);

G_END_DECLS
