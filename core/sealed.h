/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenSealed: the payload of a SEALED op (PROTOCOL.md, Sealed): a content op inside, which only the
 * devices of the members it names, and of its author, can open.
 *   salt || {0: [M…], 1: sender, 2: (D[0..8] || wrap)…, 3: H("cen1.seal.id", key), 4: ct}
 *   ct = Seal (key, padme (CBOR [kind, object|null, payload]), ad = circle || D of the author) */

#pragma once

#include "crypto.h"
#include "error.h"
#include "op.h"

#include <glib.h>

G_BEGIN_DECLS

#define CEN_SEALED_NAMED_MAX 16
#define CEN_SEALED_HINT_LEN  8 /* of D, by which a device finds its wrap */

typedef struct {
  guint n_named;
  CenId named[CEN_SEALED_NAMED_MAX]; /* ascending, without the author */
  guint8 sender[CEN_KEY_LEN];
  guint n_wraps;
  const guint8 *wraps;           /* n_wraps × (hint || wrap), ascending by hint; borrowed */
  guint8 commitment[CEN_ID_LEN]; /* to the content key */
  const guint8 *ct;              /* borrowed */
  gsize ct_len;
} CenSealed;

/* A device that shall be able to open it. */
typedef struct {
  CenId device;
  guint8 box[CEN_KEY_LEN];
} CenSealedReader;

/* The op inside: a CREATE without object, or another kind up to REDACT with one. */
typedef struct {
  guint kind;
  gboolean has_object;
  CenId object;
  GBytes *payload;
} CenSealedInner;

void cen_sealed_inner_clear (CenSealedInner *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CenSealedInner, cen_sealed_inner_clear)

/* E1. Lends from @payload. Errors: CEN_ERROR_INVALID. */
gboolean cen_sealed_parse (CenSealed *ret_sealed, const guint8 *payload, gsize len, GError **error);

gboolean cen_sealed_names (const CenSealed *self, const CenId *member);

/**
 * cen_sealed_build: the payload by which @device of @circle seals @inner under a fresh key.
 * @named: 1 to CEN_SEALED_NAMED_MAX members, ascending, without the author
 * @readers: CenSealedReader, 1 to CEN_DEVICES_MAX: the devices of these and of the author
 * @ret_key: the content key, to wipe
 * Errors: CEN_ERROR_REFUSED when it is too long for one op, or a device's key is of no use.
 */
GBytes *cen_sealed_build (const CenId *circle, const CenId *device, const CenId *named,
                          guint n_named, GArray *readers, const CenSealedInner *inner,
                          const CenWorld *world, guint8 ret_key[static CEN_KEY_LEN],
                          GError **error);

/* The content key, for @device whose box key is @box. FALSE when there is no wrap for it, or what
 * is in it is not the key that the payload commits to. Costs one X25519 at most. */
gboolean cen_sealed_find_key (const CenSealed *self, const CenId *device, const CenBoxKey *box,
                              guint8 ret_key[static CEN_KEY_LEN]);
/* Whether the payload commits to @key. */
gboolean cen_sealed_key_is_of (const CenSealed *self, const guint8 key[static CEN_KEY_LEN]);

/* Opens what @device of @circle sealed. FALSE for another key, and for what is malformed inside. */
gboolean cen_sealed_open (const CenSealed *self, const guint8 key[static CEN_KEY_LEN],
                          const CenId *circle, const CenId *device, CenSealedInner *ret_inner);

G_END_DECLS
