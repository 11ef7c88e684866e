/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenOp: one signed operation of a circle (PROTOCOL.md, Ops). Its bytes are
 *   op   = CBOR [bytes(body), sig[64]]          op_id = H("cen1.op.id", op)
 *   body = CBOR [1, device, seq, prev|null, [deps], lamport, wall_ms, kind, object|null,
 *                key_id|null, payload_len, payload_hash]
 * The payload travels beside it; the body commits to its hash, so it can be erased later. */

#pragma once

#include "crypto.h"
#include "error.h"
#include "id.h"

#include <glib.h>

G_BEGIN_DECLS

#define CEN_OP_BODY_MAX   1024
#define CEN_OP_NUMBER_MAX (G_GUINT64_CONSTANT (1) << 53) /* of seq, lamport and wall_ms */

typedef enum {
  CEN_OP_GENESIS = 1,
  CEN_OP_INVITE = 2,
  CEN_OP_INVITE_REVOKE = 3,
  CEN_OP_JOIN = 4,
  CEN_OP_ADMIT = 5,
  CEN_OP_GRANT = 6,
  CEN_OP_REVOKE = 7,
  CEN_OP_LEAVE = 8,
  CEN_OP_DEVICE_ADD = 9,
  CEN_OP_DEVICE_REMOVE = 10,
  CEN_OP_EPOCH = 11,
  CEN_OP_POLICY = 12,
  CEN_OP_MERGE = 13,
  CEN_OP_FRAME_LAST = 19,
  CEN_OP_CREATE = 20,
  CEN_OP_SET = 21,
  CEN_OP_MARK = 22,
  CEN_OP_TEXT = 23,
  CEN_OP_REDACT = 24,
  CEN_OP_HIDE = 25,
  CEN_OP_ENDORSE = 26,
  CEN_OP_SEALED = 27,
  CEN_OP_KIND_MAX = 65535,
} CenOpKind;

typedef struct {
  CenId device; /* the Ed25519 key that signed it */
  guint64 seq;
  gboolean has_prev;
  CenId prev;
  guint n_deps;
  CenId deps[CEN_OP_DEPS_MAX]; /* ascending */
  guint64 lamport;
  guint64 wall_ms;
  guint kind;
  gboolean has_object;
  CenId object;
  gboolean has_key;
  guint8 key_id[CEN_KEYID_LEN];
  guint64 payload_len;
  guint8 payload_hash[CEN_ID_LEN];

  /* Known once the op has bytes; body lends from them. */
  CenId id;
  const guint8 *body;
  gsize body_len;
  guint8 sig[CEN_SIG_LEN];
} CenOp;

/* Frame kinds always travel with their payload and are folded before all content. */
gboolean cen_op_is_frame (const CenOp *self);

/**
 * cen_op_decode: A1, the strict form of an op: exact arity, canonical numbers, sizes, ascending
 * deps without prev, prev exactly when seq is not 0, no object for the frame, CREATE,
 * ENDORSE and SEALED. @bytes must outlive @ret_op. Errors: CEN_ERROR_INVALID.
 */
gboolean cen_op_decode (CenOp *ret_op, const guint8 *bytes, gsize len, GError **error);
/* The same of bytes whose hash, @id, is known. */
gboolean
cen_op_decode_as (CenOp *ret_op, const guint8 *bytes, gsize len, const CenId *id, GError **error);

/* Whether the signature is its device's, by libsodium's rules. About 85 µs. */
gboolean cen_op_verify (const CenOp *self, const CenId *circle);

/* Whether @payload is the one the body commits to. */
gboolean cen_op_matches_payload (const CenOp *self, const guint8 *payload, gsize len);
void cen_op_commit_payload (CenOp *self, const guint8 *payload, gsize len);

/* The circle a GENESIS founds: H("cen1.circle", body). */
void cen_op_circle_id (const CenOp *genesis, CenId *ret_circle);

/**
 * cen_op_encode: the bytes of the op that the fields and the signature of @self make; body is then
 * borrowed from them, and id is theirs. What breaks the form of ops is found by decoding.
 */
GBytes *cen_op_encode (CenOp *self);

/**
 * cen_op_sign: encodes the fields of @self and signs them for @circle (NULL for a GENESIS, whose
 * body names its own circle). Sets id; body and sig are then borrowed from the returned bytes.
 */
GBytes *cen_op_sign (CenOp *self, const CenId *circle, const CenSignKey *key);

G_END_DECLS
