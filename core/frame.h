/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenFrame: the payloads of frame ops (PROTOCOL.md, Frame). Each is a CBOR map with small unsigned
 * keys; keys a reader does not know are kept in the bytes and ignored. Payload bytes are
 * salt[16] || map, and none at all for MERGE. */

#pragma once

#include "op.h"
#include "roles.h"

#include <glib.h>

G_BEGIN_DECLS

#define CEN_FRAME_CUT_MAX    64
#define CEN_FRAME_REASON_MAX 1024

/* A device's public keys and the member's signature over {circle, device, box, curve}. */
typedef struct {
  CenId member;              /* M, Ed25519 */
  guint8 box[CEN_KEY_LEN];   /* E, X25519 */
  guint8 curve[CEN_KEY_LEN]; /* T, X25519 for CURVE */
  guint8 sig[CEN_SIG_LEN];
} CenCertificate;

/* One epoch key for one box key, from an ephemeral sender. */
typedef struct {
  guint8 key_id[CEN_KEYID_LEN];
  guint8 sender[CEN_KEY_LEN];
  guint8 wrap[CEN_WRAP_LEN];
} CenKeyWrap;

typedef struct {
  guint8 proof_key[CEN_KEY_LEN]; /* I, Ed25519 */
  guint8 curve[CEN_KEY_LEN];     /* C, X25519 for CURVE */
  guint8 discovery[CEN_KEY_LEN]; /* K_inv, symmetric */
  CenRole role;
  guint max_uses;
  gint64 expires_ms; /* 0: never */
  gboolean needs_confirmation;
} CenFrameInvite;

typedef struct {
  CenCertificate certificate;
  char name[CEN_NAME_MAX + 1];
  guint8 proof_key[CEN_KEY_LEN];
  guint8 proof[CEN_SIG_LEN];
} CenFrameJoin;

typedef struct {
  CenId join;
  CenId invite;
  CenKeyWrap wrap;
} CenFrameAdmit;

typedef struct {
  CenId member;
  CenRole role;
  CenId succeeds; /* the member that they were known as before; zero: nobody */
} CenFrameGrant;

typedef struct {
  CenCertificate certificate;
  gboolean has_wrap;
  CenKeyWrap wrap; /* the epoch key of the time, for its box key */
} CenFrameDeviceAdd;

/* REVOKE and DEVICE_REMOVE. */
typedef struct {
  union {
    CenId member; /* REVOKE */
    CenId device; /* DEVICE_REMOVE */
  };
  guint n_cut;
  CenId cut[CEN_FRAME_CUT_MAX];
  char reason[CEN_FRAME_REASON_MAX + 1];
} CenFrameRevoke;

/* The parsed payload of any frame op; @kind tells which. */
typedef struct {
  guint kind;
  union {
    CenCertificate genesis; /* its signature is over the zero circle: the circle is named by it */
    CenFrameInvite invite;
    CenId invite_revoke;
    CenFrameJoin join;
    CenFrameAdmit admit;
    CenFrameGrant grant;
    CenFrameRevoke revoke; /* DEVICE_REMOVE too */
    CenFrameDeviceAdd device_add;
  };
} CenFrame;

/**
 * cen_frame_parse: E1 for a frame op, the schema of its payload. Kinds this version does not know,
 * and EPOCH (core/epoch.h), parse as their kind alone.
 * Errors: CEN_ERROR_INVALID.
 */
gboolean
cen_frame_parse (CenFrame *ret_frame, guint kind, const guint8 *payload, gsize len, GError **error);

/* salt || map, with a salt from @world. */
GBytes *cen_frame_build (const CenFrame *frame, const CenWorld *world);

/* Certificates: @circle is NULL for the one inside a GENESIS. A certificate is void when the
 * signature is not M's or a box or curve key is of small order. */
void cen_certificate_sign (CenCertificate *self, const CenId *circle, const CenId *device,
                           const CenSignKey *member);
gboolean
cen_certificate_is_valid (const CenCertificate *self, const CenId *circle, const CenId *device);

/* The join proof, by the invite's key over the circle and everything the newcomer claims. */
void cen_frame_join_prove (CenFrameJoin *self, const CenId *circle, const CenId *device,
                           const CenSignKey *invite_key);
gboolean
cen_frame_join_is_proven (const CenFrameJoin *self, const CenId *circle, const CenId *device);

/* UTF-8, no control characters, 1 to CEN_NAME_POINTS_MAX code points. */
gboolean cen_name_is_valid (const char *name);

G_END_DECLS
