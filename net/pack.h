/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* NetPack: the short form in which ops travel (PROTOCOL.md, Wire). Ops of one list name what stands
 * before them in it by how many places back it is, and leave out what follows from the payload
 * beside them; the reader makes the very same bytes again. */

#pragma once

#include "core/cbor.h"
#include "core/dag.h"

#include <glib.h>

G_BEGIN_DECLS

#define NET_PACK_OVERHEAD 64 /* bytes by which a short form may exceed its op */

/* The ops of one list so far. Embedded; the same struct packs and unpacks, one list at a time. */
typedef struct {
  GArray *ops;          /* Packed */
  GHashTable *by_id;    /* CenId → place + 1; packing only */
  GHashTable *by_chain; /* CenId of a device → place + 1 of its last op; packing only */
} NetPack;

void net_pack_init (NetPack *self);
void net_pack_clear (NetPack *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (NetPack, net_pack_clear)

/* Appends the short form of @incoming as one CBOR item. What is no op stands as it is. */
void net_pack_put (NetPack *self, CenCborWriter *cbor, const CenIncoming *incoming);

/**
 * net_pack_take: the op whose short form is @len bytes at @bytes, with its payload (NULL: it came
 * without), of which @ret_incoming holds references.
 * Returns: FALSE when it is malformed or names what does not stand before it.
 */
gboolean net_pack_take (NetPack *self, const guint8 *bytes, gsize len, GBytes *payload,
                        CenIncoming *ret_incoming);

G_END_DECLS
