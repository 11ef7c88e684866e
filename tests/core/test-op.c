/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/cbor.h"
#include "core/op.h"
#include "tests/support/world.h"

#include <string.h>

static CenId
number_id (guint8 number)
{
  CenId id;

  memset (id.bytes, number, sizeof id.bytes);
  return id;
}

static void
make_key (CenSignKey *ret_key)
{
  const guint8 seed[CEN_KEY_LEN] = { 5 };

  cen_sign_key_from_seed (ret_key, seed);
}

/* With everything an op can have. */
static CenOp
full_op (void)
{
  CenOp op = { .seq = 7, .has_prev = TRUE, .n_deps = 3, .lamport = 40, .wall_ms = 1760000000000 };

  op.prev = number_id (9);
  op.deps[0] = number_id (1);
  op.deps[1] = number_id (2);
  op.deps[2] = number_id (200);
  op.kind = CEN_OP_SET;
  op.has_object = TRUE;
  op.object = number_id (33);
  op.has_key = TRUE;
  memset (op.key_id, 4, sizeof op.key_id);
  cen_op_commit_payload (&op, (const guint8 *) "0123456789abcdef\xa0", 17);
  return op;
}

static void
assert_same_fields (const CenOp *a, const CenOp *b)
{
  g_assert_true (cen_id_equal (&a->device, &b->device));
  g_assert_cmpuint (a->seq, ==, b->seq);
  g_assert_cmpint (a->has_prev, ==, b->has_prev);
  g_assert_true (cen_id_equal (&a->prev, &b->prev));
  g_assert_cmpuint (a->n_deps, ==, b->n_deps);
  g_assert_cmpmem (a->deps, sizeof a->deps, b->deps, sizeof b->deps);
  g_assert_cmpuint (a->lamport, ==, b->lamport);
  g_assert_cmpuint (a->wall_ms, ==, b->wall_ms);
  g_assert_cmpuint (a->kind, ==, b->kind);
  g_assert_cmpint (a->has_object, ==, b->has_object);
  g_assert_true (cen_id_equal (&a->object, &b->object));
  g_assert_cmpint (a->has_key, ==, b->has_key);
  g_assert_cmpmem (a->key_id, CEN_KEYID_LEN, b->key_id, CEN_KEYID_LEN);
  g_assert_cmpuint (a->payload_len, ==, b->payload_len);
  g_assert_cmpmem (a->payload_hash, CEN_ID_LEN, b->payload_hash, CEN_ID_LEN);
  g_assert_true (cen_id_equal (&a->id, &b->id));
  g_assert_cmpmem (a->body, a->body_len, b->body, b->body_len);
  g_assert_cmpmem (a->sig, CEN_SIG_LEN, b->sig, CEN_SIG_LEN);
}

static gboolean
decodes (GBytes *bytes, CenOp *ret_op)
{
  gsize len;
  const guint8 *data = g_bytes_get_data (bytes, &len);
  g_autoptr (GError) error = NULL;
  gboolean ok = cen_op_decode (ret_op, data, len, &error);

  if (!ok)
    g_assert_error (error, CEN_ERROR, CEN_ERROR_INVALID);
  return ok;
}

/* --- Good ones; each at the edge of what a field may be --- */

static void
keep (CenOp *op G_GNUC_UNUSED)
{
}

static void
make_first (CenOp *op)
{
  op->has_prev = FALSE;
  op->prev = number_id (0);
  op->seq = 0;
  op->n_deps = 0;
  memset (op->deps, 0, sizeof op->deps);
  op->lamport = 1;
}

static void
make_bare (CenOp *op)
{
  make_first (op);
  op->has_object = op->has_key = FALSE;
  op->object = number_id (0);
  memset (op->key_id, 0, sizeof op->key_id);
  op->wall_ms = 0;
  op->kind = 1;
  cen_op_commit_payload (op, NULL, 0);
}

static void
make_largest (CenOp *op)
{
  op->seq = op->lamport = op->wall_ms = CEN_OP_NUMBER_MAX;
  op->kind = CEN_OP_KIND_MAX;
  op->payload_len = CEN_PAYLOAD_MAX;
  op->n_deps = CEN_OP_DEPS_MAX;
  for (guint8 i = 0; i < CEN_OP_DEPS_MAX; i++)
    op->deps[i] = number_id (10 + i);
}

static void
make_without_deps (CenOp *op)
{
  op->n_deps = 0;
  memset (op->deps, 0, sizeof op->deps);
}

static const struct {
  const char *name;
  void (*change) (CenOp *op);
} good_rows[] = {
  { "full", keep },
  { "first of a chain", make_first },
  { "bare", make_bare },
  { "every field at its maximum", make_largest },
  { "prev alone", make_without_deps },
};

static void
test_good (void)
{
  CenId circle = number_id (77);
  CenId other = number_id (78);
  CenSignKey key;

  make_key (&key);
  for (guint i = 0; i < G_N_ELEMENTS (good_rows); i++) {
    CenOp op = full_op ();
    CenOp back, again;
    g_autoptr (GBytes) bytes = NULL;
    g_autoptr (GBytes) twice = NULL;

    g_test_message ("%s", good_rows[i].name);
    good_rows[i].change (&op);
    bytes = cen_op_sign (&op, &circle, &key);
    g_assert_true (decodes (bytes, &back));
    assert_same_fields (&op, &back);
    g_assert_true (cen_op_verify (&back, &circle));
    g_assert_false (cen_op_verify (&back, &other));
    again = back;
    twice = cen_op_sign (&again, &circle, &key);
    g_assert_true (g_bytes_equal (bytes, twice));
  }
}

/* --- Bad ones --- */

static void
spoil_seq (CenOp *op)
{
  op->seq = CEN_OP_NUMBER_MAX + 1;
}

static void
spoil_seq_zero_with_prev (CenOp *op)
{
  op->seq = 0;
}

static void
spoil_seq_without_prev (CenOp *op)
{
  op->has_prev = FALSE;
}

static void
spoil_deps_order (CenOp *op)
{
  op->deps[0] = number_id (3);
}

static void
spoil_deps_twice (CenOp *op)
{
  op->deps[1] = op->deps[0];
}

static void
spoil_deps_prev (CenOp *op)
{
  op->deps[2] = op->prev;
}

static void
spoil_lamport (CenOp *op)
{
  op->lamport = CEN_OP_NUMBER_MAX + 1;
}

static void
spoil_lamport_zero (CenOp *op)
{
  op->lamport = 0;
}

static void
spoil_wall (CenOp *op)
{
  op->wall_ms = CEN_OP_NUMBER_MAX + 1;
}

static void
spoil_kind (CenOp *op)
{
  op->kind = CEN_OP_KIND_MAX + 1;
}

static void
spoil_kind_zero (CenOp *op)
{
  op->kind = 0;
}

static void
spoil_payload_len (CenOp *op)
{
  op->payload_len = CEN_PAYLOAD_MAX + 1;
}

static void
spoil_create_object (CenOp *op)
{
  op->kind = CEN_OP_CREATE;
}

static void
spoil_frame_object (CenOp *op)
{
  op->kind = CEN_OP_FRAME_LAST;
}

static const struct {
  const char *name;
  void (*change) (CenOp *op);
} bad_rows[] = {
  { "seq too large", spoil_seq },
  { "seq 0 with prev", spoil_seq_zero_with_prev },
  { "seq without prev", spoil_seq_without_prev },
  { "deps not in order", spoil_deps_order },
  { "a dep twice", spoil_deps_twice },
  { "prev among the deps", spoil_deps_prev },
  { "lamport too large", spoil_lamport },
  { "lamport 0", spoil_lamport_zero },
  { "wall too large", spoil_wall },
  { "kind too large", spoil_kind },
  { "kind 0", spoil_kind_zero },
  { "payload too long", spoil_payload_len },
  { "a CREATE about an object", spoil_create_object },
  { "a frame op about an object", spoil_frame_object },
};

static void
test_bad (void)
{
  CenId circle = number_id (77);
  CenSignKey key;

  make_key (&key);
  for (guint i = 0; i < G_N_ELEMENTS (bad_rows); i++) {
    CenOp op = full_op ();
    CenOp back = { .seq = 4242 };
    g_autoptr (GBytes) bytes = NULL;

    g_test_message ("%s", bad_rows[i].name);
    bad_rows[i].change (&op);
    bytes = cen_op_sign (&op, &circle, &key);
    g_assert_false (decodes (bytes, &back));
    g_assert_cmpuint (back.seq, ==, 4242);
  }
}

/* --- What cen_op_sign cannot write: bodies put together by hand --- */

typedef struct {
  gsize arity;
  gsize version;
  gsize device_len;
  gsize prev_len;
  gsize n_deps;
  gsize dep_len;
  gsize object_len;
  gsize key_len;
  gsize hash_len;
  gsize sig_len;
  gsize outer_arity;
  gsize n_trailing;
  gsize n_inner_trailing;
} Shape;

static const Shape right = { 12, 1, 32, 32, 2, 32, 32, 16, 32, 64, 2, 0, 0 };

static void
put_filled (CenCborWriter *writer, gsize len, guint8 with)
{
  guint8 bytes[80];

  memset (bytes, with, sizeof bytes);
  cen_cbor_put_bytes (writer, bytes, len);
}

static GBytes *
build_shape (const Shape *shape)
{
  static const guint8 zeros[8];
  guint8 body[2048], buf[4096];
  CenCborWriter writer;
  gsize len;

  cen_cbor_writer_init (&writer, body, sizeof body);
  cen_cbor_put_array (&writer, shape->arity);
  cen_cbor_put_uint (&writer, shape->version);
  put_filled (&writer, shape->device_len, 1);
  cen_cbor_put_uint (&writer, 1);
  put_filled (&writer, shape->prev_len, 2);
  cen_cbor_put_array (&writer, shape->n_deps);
  for (gsize i = 0; i < shape->n_deps; i++)
    put_filled (&writer, shape->dep_len, (guint8) (10 + i));
  cen_cbor_put_uint (&writer, 3);
  cen_cbor_put_uint (&writer, 0);
  cen_cbor_put_uint (&writer, CEN_OP_SET);
  put_filled (&writer, shape->object_len, 3);
  put_filled (&writer, shape->key_len, 4);
  cen_cbor_put_uint (&writer, 17);
  put_filled (&writer, shape->hash_len, 5);
  for (gsize i = 12; i < shape->arity; i++)
    cen_cbor_put_uint (&writer, 0);
  cen_cbor_put_raw (&writer, zeros, shape->n_inner_trailing);
  len = writer.len;
  cen_cbor_writer_init (&writer, buf, sizeof buf);
  cen_cbor_put_array (&writer, shape->outer_arity);
  cen_cbor_put_bytes (&writer, body, len);
  put_filled (&writer, shape->sig_len, 6);
  for (gsize i = 2; i < shape->outer_arity; i++)
    cen_cbor_put_uint (&writer, 0);
  cen_cbor_put_raw (&writer, zeros, shape->n_trailing);
  return g_bytes_new (buf, writer.len);
}

static void
assert_shape (const char *name, const Shape *shape, gboolean is_good)
{
  g_autoptr (GBytes) bytes = build_shape (shape);
  CenOp op;

  g_test_message ("%s", name);
  g_assert_cmpint (decodes (bytes, &op), ==, is_good);
}

static void
test_shape (void)
{
  static const struct {
    const char *name;
    gsize offset;
    gsize value;
  } rows[] = {
    { "version 0", offsetof (Shape, version), 0 },
    { "version 2", offsetof (Shape, version), 2 },
    { "short device", offsetof (Shape, device_len), 31 },
    { "long device", offsetof (Shape, device_len), 33 },
    { "short prev", offsetof (Shape, prev_len), 31 },
    { "empty prev", offsetof (Shape, prev_len), 0 },
    { "short dep", offsetof (Shape, dep_len), 31 },
    { "long dep", offsetof (Shape, dep_len), 33 },
    { "short object", offsetof (Shape, object_len), 16 },
    { "short key id", offsetof (Shape, key_len), 15 },
    { "long key id", offsetof (Shape, key_len), 17 },
    { "short hash", offsetof (Shape, hash_len), 31 },
    { "short signature", offsetof (Shape, sig_len), 63 },
    { "long signature", offsetof (Shape, sig_len), 65 },
    { "a byte after the op", offsetof (Shape, n_trailing), 1 },
    { "a byte after the body", offsetof (Shape, n_inner_trailing), 1 },
  };
  Shape shape = right;

  assert_shape ("right", &shape, TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    shape = right;
    /* Every field that is set here is as wide as a gsize. */
    memcpy ((char *) &shape + rows[i].offset, &rows[i].value, sizeof rows[i].value);
    assert_shape (rows[i].name, &shape, FALSE);
  }
  for (guint arity = 0; arity < 20; arity++) {
    shape = right;
    shape.arity = arity;
    assert_shape ("arity of the body", &shape, arity == 12);
  }
  for (guint arity = 0; arity < 5; arity++) {
    shape = right;
    shape.outer_arity = arity;
    assert_shape ("arity of the op", &shape, arity == 2);
  }
  for (guint n = 0; n <= CEN_OP_DEPS_MAX + 1; n++) {
    shape = right;
    shape.n_deps = n;
    assert_shape ("number of deps", &shape, n <= CEN_OP_DEPS_MAX);
  }
}

static void
test_cut (void)
{
  CenId circle = number_id (77);
  CenOp op = full_op ();
  CenSignKey key;
  g_autoptr (GBytes) bytes = NULL;
  gsize len;
  const guint8 *data;

  make_key (&key);
  bytes = cen_op_sign (&op, &circle, &key);
  data = g_bytes_get_data (bytes, &len);
  for (gsize i = 0; i < len; i++) {
    g_autoptr (GBytes) part = g_bytes_new (data, i);
    CenOp back;

    g_assert_false (decodes (part, &back));
  }
}

/* Whatever bit is turned, the op is refused, or it is another one that nobody signed. */
static void
test_mutated (void)
{
  CenId circle = number_id (77);
  CenOp op = full_op ();
  CenSignKey key;
  g_autoptr (GBytes) bytes = NULL;
  g_autofree guint8 *data = NULL;
  gsize len;

  make_key (&key);
  bytes = cen_op_sign (&op, &circle, &key);
  len = g_bytes_get_size (bytes);
  data = g_memdup2 (g_bytes_get_data (bytes, NULL), len);
  for (gsize bit = 0; bit < len * 8; bit++) {
    CenOp back;

    data[bit / 8] ^= (guint8) (1 << bit % 8);
    if (cen_op_decode (&back, data, len, NULL)) {
      g_assert_false (cen_id_equal (&back.id, &op.id));
      g_assert_false (cen_op_verify (&back, &circle));
    }
    data[bit / 8] ^= (guint8) (1 << bit % 8);
  }
}

static void
test_payload (void)
{
  CenOp op = { 0 };
  const guint8 payload[] = "0123456789abcdef and more";

  cen_op_commit_payload (&op, payload, sizeof payload);
  g_assert_true (cen_op_matches_payload (&op, payload, sizeof payload));
  g_assert_false (cen_op_matches_payload (&op, payload, sizeof payload - 1));
  g_assert_false (
      cen_op_matches_payload (&op, (const guint8 *) "0123456789abcdef and mora", sizeof payload));
  g_assert_false (cen_op_matches_payload (&op, NULL, 0));
  cen_op_commit_payload (&op, NULL, 0);
  g_assert_true (cen_op_matches_payload (&op, NULL, 0));
}

/* A GENESIS names its own circle, by its body alone. */
static void
test_genesis (void)
{
  CenOp op = full_op ();
  CenOp back;
  CenSignKey key;
  CenId circle, again;
  g_autoptr (GBytes) bytes = NULL;

  make_key (&key);
  make_bare (&op);
  op.kind = CEN_OP_GENESIS;
  bytes = cen_op_sign (&op, NULL, &key);
  cen_op_circle_id (&op, &circle);
  g_assert_true (decodes (bytes, &back));
  cen_op_circle_id (&back, &again);
  g_assert_true (cen_id_equal (&circle, &again));
  g_assert_false (cen_id_equal (&circle, &op.id));
  g_assert_true (cen_op_verify (&back, &circle));
}

static void
test_is_frame (void)
{
  CenOp op = { .kind = CEN_OP_FRAME_LAST };

  g_assert_true (cen_op_is_frame (&op));
  op.kind = CEN_OP_CREATE;
  g_assert_false (cen_op_is_frame (&op));
}

int
main (int argc, char **argv)
{
  cen_crypto_init ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/op/good", test_good);
  g_test_add_func ("/op/bad", test_bad);
  g_test_add_func ("/op/shape", test_shape);
  g_test_add_func ("/op/cut", test_cut);
  g_test_add_func ("/op/mutated", test_mutated);
  g_test_add_func ("/op/payload", test_payload);
  g_test_add_func ("/op/genesis", test_genesis);
  g_test_add_func ("/op/is-frame", test_is_frame);
  return g_test_run ();
}
