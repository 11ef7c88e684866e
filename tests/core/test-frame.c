/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/cbor.h"
#include "core/frame.h"
#include "tests/support/world.h"

#include <string.h>

/* A frame with every field of @kind filled by recognisable bytes. */
static void
fill_frame (CenFrame *frame, guint kind)
{
  memset (frame, 0, sizeof *frame);
  memset (&frame->join, 0x21, sizeof frame->join);
  frame->kind = kind;
  switch (kind) {
  case CEN_OP_INVITE:
    frame->invite.role = CEN_ROLE_GUEST;
    frame->invite.max_uses = CEN_INVITE_USES_MAX;
    frame->invite.expires_ms = (gint64) CEN_OP_NUMBER_MAX;
    frame->invite.needs_confirmation = TRUE;
    break;
  case CEN_OP_JOIN:
    g_strlcpy (frame->join.name, "Zoë 🌱", sizeof frame->join.name);
    break;
  case CEN_OP_GRANT:
    frame->grant.role = CEN_ROLE_FACILITATOR;
    break;
  case CEN_OP_DEVICE_ADD:
    memset (&frame->device_add, 0x21, sizeof frame->device_add);
    frame->device_add.has_wrap = TRUE;
    break;
  case CEN_OP_REVOKE:
  case CEN_OP_DEVICE_REMOVE:
    memset (&frame->revoke, 0x21, sizeof frame->revoke);
    frame->revoke.n_cut = CEN_FRAME_CUT_MAX;
    memset (frame->revoke.reason, 'r', CEN_FRAME_REASON_MAX);
    frame->revoke.reason[CEN_FRAME_REASON_MAX] = '\0';
    break;
  default:
    break;
  }
}

static const struct {
  const char *name;
  guint kind;
  guint n_required; /* keys 0 to here cannot be missing */
  guint n_keys;
} kind_rows[] = {
  { "GENESIS", CEN_OP_GENESIS, 4, 4 },
  { "INVITE", CEN_OP_INVITE, 6, 7 },
  { "INVITE_REVOKE", CEN_OP_INVITE_REVOKE, 1, 1 },
  { "JOIN", CEN_OP_JOIN, 7, 7 },
  { "ADMIT", CEN_OP_ADMIT, 5, 5 },
  { "GRANT", CEN_OP_GRANT, 2, 3 },
  { "REVOKE", CEN_OP_REVOKE, 1, 3 },
  { "LEAVE", CEN_OP_LEAVE, 0, 0 },
  { "DEVICE_ADD", CEN_OP_DEVICE_ADD, 7, 7 }, /* of a wrap, one key cannot be missing */
  { "DEVICE_REMOVE", CEN_OP_DEVICE_REMOVE, 1, 3 },
  { "POLICY", CEN_OP_POLICY, 0, 0 },
};

static gboolean
parses (GBytes *payload, guint kind, CenFrame *ret_frame)
{
  gsize len;
  const guint8 *bytes = g_bytes_get_data (payload, &len);
  g_autoptr (GError) error = NULL;
  gboolean ok = cen_frame_parse (ret_frame, kind, bytes, len, &error);

  if (!ok)
    g_assert_error (error, CEN_ERROR, CEN_ERROR_INVALID);
  return ok;
}

static void
assert_same_payload (GBytes *a, GBytes *b)
{
  gsize a_len, b_len;
  const guint8 *x = g_bytes_get_data (a, &a_len);
  const guint8 *y = g_bytes_get_data (b, &b_len);

  g_assert_cmpmem (x + CEN_SALT_LEN, a_len - CEN_SALT_LEN, y + CEN_SALT_LEN, b_len - CEN_SALT_LEN);
}

static void
test_round_trip (void)
{
  g_autoptr (TestWorld) world = test_world_new (1);

  for (guint i = 0; i < G_N_ELEMENTS (kind_rows); i++) {
    g_autofree CenFrame *frame = g_new0 (CenFrame, 1);
    g_autofree CenFrame *back = g_new0 (CenFrame, 1);
    g_autoptr (GBytes) payload = NULL;
    g_autoptr (GBytes) again = NULL;

    g_test_message ("%s", kind_rows[i].name);
    fill_frame (frame, kind_rows[i].kind);
    payload = cen_frame_build (frame, &world->world);
    g_assert_true (parses (payload, frame->kind, back));
    g_assert_cmpuint (back->kind, ==, frame->kind);
    again = cen_frame_build (back, &world->world);
    assert_same_payload (payload, again);
    g_assert_false (g_bytes_equal (payload, again)); /* each has its own salt */
  }
}

static void
test_values (void)
{
  g_autoptr (TestWorld) world = test_world_new (1);
  g_autofree CenFrame *frame = g_new0 (CenFrame, 1);
  g_autofree CenFrame *back = g_new0 (CenFrame, 1);
  g_autoptr (GBytes) invite = NULL;
  g_autoptr (GBytes) revoke = NULL;

  fill_frame (frame, CEN_OP_INVITE);
  invite = cen_frame_build (frame, &world->world);
  g_assert_true (parses (invite, CEN_OP_INVITE, back));
  g_assert_cmpint (back->invite.role, ==, CEN_ROLE_GUEST);
  g_assert_cmpuint (back->invite.max_uses, ==, CEN_INVITE_USES_MAX);
  g_assert_cmpint (back->invite.expires_ms, ==, (gint64) CEN_OP_NUMBER_MAX);
  g_assert_true (back->invite.needs_confirmation);
  fill_frame (frame, CEN_OP_REVOKE);
  revoke = cen_frame_build (frame, &world->world);
  g_assert_true (parses (revoke, CEN_OP_REVOKE, back));
  g_assert_cmpuint (back->revoke.n_cut, ==, CEN_FRAME_CUT_MAX);
  g_assert_cmpuint (strlen (back->revoke.reason), ==, CEN_FRAME_REASON_MAX);
}

/* Copies the map of @payload without the key @without (64: none) and with an unknown key @added
 * (0: none) at its end. */
static GBytes *
rewrite (GBytes *payload, guint64 without, guint64 added)
{
  gsize len, n_kept = 0;
  const guint8 *bytes = g_bytes_get_data (payload, &len);
  g_autofree guint8 *values = g_malloc (len);
  guint8 *buf = g_malloc (len + 32);
  CenCborWriter kept, writer;
  CenCborReader reader;
  guint64 n, key;

  cen_cbor_reader_init (&reader, bytes + CEN_SALT_LEN, len - CEN_SALT_LEN);
  cen_cbor_writer_init (&kept, values, len);
  g_assert_true (cen_cbor_enter_map (&reader, &n));
  while (cen_cbor_next_key (&reader, &key)) {
    const guint8 *value;
    gsize value_len;

    g_assert_true (cen_cbor_skip (&reader, &value, &value_len));
    if (key == without)
      continue;
    cen_cbor_put_uint (&kept, key);
    cen_cbor_put_raw (&kept, value, value_len);
    n_kept++;
  }
  memcpy (buf, bytes, CEN_SALT_LEN);
  cen_cbor_writer_init (&writer, buf + CEN_SALT_LEN, len + 32 - CEN_SALT_LEN);
  cen_cbor_put_map (&writer, n_kept + (added > 0));
  cen_cbor_put_raw (&writer, values, kept.len);
  if (added > 0) {
    cen_cbor_put_uint (&writer, added);
    cen_cbor_put_array (&writer, 2);
    cen_cbor_put_null (&writer);
    cen_cbor_put_text (&writer, "new");
  }
  g_assert_false (writer.has_overflowed);
  return g_bytes_new_take (buf, CEN_SALT_LEN + writer.len);
}

static void
test_missing_and_unknown_keys (void)
{
  g_autoptr (TestWorld) world = test_world_new (1);

  for (guint i = 0; i < G_N_ELEMENTS (kind_rows); i++) {
    g_autofree CenFrame *frame = g_new0 (CenFrame, 1);
    g_autofree CenFrame *back = g_new0 (CenFrame, 1);
    g_autoptr (GBytes) payload = NULL;

    fill_frame (frame, kind_rows[i].kind);
    payload = cen_frame_build (frame, &world->world);
    for (guint key = 0; key < kind_rows[i].n_keys; key++) {
      g_autoptr (GBytes) poorer = rewrite (payload, key, 0);

      g_test_message ("%s without %u", kind_rows[i].name, key);
      g_assert_cmpint (parses (poorer, frame->kind, back), ==, key >= kind_rows[i].n_required);
    }
    for (guint64 key = 7; key < 7 + 3 * 60; key += 60) {
      g_autoptr (GBytes) richer = rewrite (payload, 64, key);
      g_autoptr (GBytes) again = NULL;

      g_assert_true (parses (richer, frame->kind, back));
      again = cen_frame_build (back, &world->world);
      assert_same_payload (payload, again);
    }
  }
}

static void
test_cut (void)
{
  g_autoptr (TestWorld) world = test_world_new (1);

  for (guint i = 0; i < G_N_ELEMENTS (kind_rows); i++) {
    g_autofree CenFrame *frame = g_new0 (CenFrame, 1);
    g_autofree CenFrame *back = g_new0 (CenFrame, 1);
    g_autoptr (GBytes) payload = NULL;
    g_autoptr (GByteArray) longer = g_byte_array_new ();
    gsize len;
    const guint8 *bytes;

    fill_frame (frame, kind_rows[i].kind);
    payload = cen_frame_build (frame, &world->world);
    bytes = g_bytes_get_data (payload, &len);
    for (gsize k = 0; k < len; k++)
      g_assert_false (cen_frame_parse (back, frame->kind, bytes, k, NULL));
    g_byte_array_append (longer, bytes, (guint) len);
    g_byte_array_append (longer, (const guint8 *) "", 1);
    g_assert_false (cen_frame_parse (back, frame->kind, longer->data, longer->len, NULL));
  }
}

/* Without its three optional keys a DEVICE_ADD hands no key over. */
static void
test_device_without_wrap (void)
{
  g_autoptr (TestWorld) world = test_world_new (1);
  g_autofree CenFrame *frame = g_new0 (CenFrame, 1);
  g_autofree CenFrame *back = g_new0 (CenFrame, 1);
  g_autoptr (GBytes) with = NULL;
  g_autoptr (GBytes) without = NULL;

  fill_frame (frame, CEN_OP_DEVICE_ADD);
  with = cen_frame_build (frame, &world->world);
  g_assert_true (parses (with, CEN_OP_DEVICE_ADD, back));
  g_assert_true (back->device_add.has_wrap);
  g_assert_cmpmem (&back->device_add.wrap, sizeof back->device_add.wrap, &frame->device_add.wrap,
                   sizeof frame->device_add.wrap);
  frame->device_add.has_wrap = FALSE;
  without = cen_frame_build (frame, &world->world);
  g_assert_cmpuint (g_bytes_get_size (without), <, g_bytes_get_size (with));
  g_assert_true (parses (without, CEN_OP_DEVICE_ADD, back));
  g_assert_false (back->device_add.has_wrap);
}

static void
test_succeeds (void)
{
  g_autoptr (TestWorld) world = test_world_new (1);
  g_autofree CenFrame *frame = g_new0 (CenFrame, 1);
  g_autofree CenFrame *back = g_new0 (CenFrame, 1);
  g_autoptr (GBytes) with = NULL;
  g_autoptr (GBytes) without = NULL;

  fill_frame (frame, CEN_OP_GRANT);
  frame->grant.succeeds.bytes[0] = 7;
  with = cen_frame_build (frame, &world->world);
  g_assert_true (parses (with, CEN_OP_GRANT, back));
  g_assert_true (cen_id_equal (&back->grant.succeeds, &frame->grant.succeeds));
  frame->grant.succeeds = (CenId){ { 0 } };
  without = cen_frame_build (frame, &world->world);
  g_assert_true (parses (without, CEN_OP_GRANT, back));
  g_assert_true (cen_id_is_zero (&back->grant.succeeds));
}

static void
test_bounds (void)
{
  static const struct {
    const char *name;
    guint kind;
    guint role;
    guint max_uses;
    gboolean is_good;
  } rows[] = {
    { "an owner cannot be invited", CEN_OP_INVITE, CEN_ROLE_OWNER, 1, FALSE },
    { "a facilitator cannot be invited", CEN_OP_INVITE, CEN_ROLE_FACILITATOR, 1, FALSE },
    { "a member can", CEN_OP_INVITE, CEN_ROLE_MEMBER, 1, TRUE },
    { "no role 4", CEN_OP_INVITE, 4, 1, FALSE },
    { "no use", CEN_OP_INVITE, CEN_ROLE_MEMBER, 0, FALSE },
    { "one use too many", CEN_OP_INVITE, CEN_ROLE_MEMBER, CEN_INVITE_USES_MAX + 1, FALSE },
    { "no second owner", CEN_OP_GRANT, CEN_ROLE_OWNER, 0, FALSE },
    { "a facilitator", CEN_OP_GRANT, CEN_ROLE_FACILITATOR, 0, TRUE },
    { "a guest", CEN_OP_GRANT, CEN_ROLE_GUEST, 0, TRUE },
    { "no role 4 to grant", CEN_OP_GRANT, 4, 0, FALSE },
  };
  g_autoptr (TestWorld) world = test_world_new (1);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree CenFrame *frame = g_new0 (CenFrame, 1);
    g_autofree CenFrame *back = g_new0 (CenFrame, 1);
    g_autoptr (GBytes) payload = NULL;

    g_test_message ("%s", rows[i].name);
    fill_frame (frame, rows[i].kind);
    if (rows[i].kind == CEN_OP_INVITE) {
      frame->invite.role = (CenRole) rows[i].role;
      frame->invite.max_uses = rows[i].max_uses;
    } else {
      frame->grant.role = (CenRole) rows[i].role;
    }
    payload = cen_frame_build (frame, &world->world);
    g_assert_cmpint (parses (payload, frame->kind, back), ==, rows[i].is_good);
  }
}

/* MERGE has no payload at all; kinds of later versions need a map and no more. */
static void
test_bare_kinds (void)
{
  guint8 empty[CEN_SALT_LEN + 1] = { 0 };
  CenFrame frame;

  empty[CEN_SALT_LEN] = 0xa0;
  g_assert_true (cen_frame_parse (&frame, CEN_OP_MERGE, NULL, 0, NULL));
  g_assert_true (cen_frame_parse (&frame, 17, empty, sizeof empty, NULL));
  g_assert_true (cen_frame_parse (&frame, CEN_OP_EPOCH, empty, sizeof empty, NULL));
  g_assert_cmpuint (frame.kind, ==, CEN_OP_EPOCH);
  g_assert_false (cen_frame_parse (&frame, 17, empty, CEN_SALT_LEN, NULL));
  g_assert_false (cen_frame_parse (&frame, CEN_OP_LEAVE, NULL, 0, NULL));
}

static void
test_names (void)
{
  static const struct {
    const char *unit;
    guint n;
    gboolean is_good;
  } rows[] = {
    { "a", 0, FALSE },        { "a", 1, TRUE },
    { "a", 64, TRUE },        { "a", 65, FALSE },
    { "é", 64, TRUE },        { "🌱", 64, TRUE },
    { "🌱", 65, FALSE },       { "\n", 1, FALSE },
    { "\t", 2, FALSE },       { "\x7f", 1, FALSE },
    { "\xc2\x85", 1, FALSE }, /* a control character of two bytes */
    { "\xc3", 1, FALSE },     { "\xed\xa0\x80", 1, FALSE },
    { "\xff", 3, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GString) name = g_string_new (NULL);

    for (guint k = 0; k < rows[i].n; k++)
      g_string_append (name, rows[i].unit);
    g_test_message ("row %u", i);
    g_assert_cmpint (cen_name_is_valid (name->str), ==, rows[i].is_good);
  }
}

/* --- Certificates and proofs --- */

typedef struct {
  TestWorld *world;
  CenSignKey member, device, invite;
  CenId device_id, circle;
  CenFrameJoin join;
} Claim;

static void
make_claim (Claim *claim)
{
  CenBoxKey box, curve;

  memset (claim, 0, sizeof *claim);
  claim->world = test_world_new (3);
  cen_sign_key_generate (&claim->member, &claim->world->world);
  cen_sign_key_generate (&claim->device, &claim->world->world);
  cen_sign_key_generate (&claim->invite, &claim->world->world);
  cen_box_key_generate (&box, &claim->world->world);
  cen_box_key_generate (&curve, &claim->world->world);
  cen_id_from_bytes (&claim->device_id, claim->device.public_key);
  memset (claim->circle.bytes, 8, CEN_ID_LEN);
  memcpy (claim->join.certificate.box, box.public_key, CEN_KEY_LEN);
  memcpy (claim->join.certificate.curve, curve.public_key, CEN_KEY_LEN);
  g_strlcpy (claim->join.name, "Ana", sizeof claim->join.name);
  cen_certificate_sign (&claim->join.certificate, &claim->circle, &claim->device_id,
                        &claim->member);
  cen_frame_join_prove (&claim->join, &claim->circle, &claim->device_id, &claim->invite);
}

static void
claim_clear (Claim *claim)
{
  test_world_free (claim->world);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Claim, claim_clear)

static void
test_certificate (void)
{
  g_auto (Claim) claim = { 0 };
  CenCertificate *cert = &claim.join.certificate;
  CenId other = { { 1 } };

  make_claim (&claim);
  g_assert_true (cen_certificate_is_valid (cert, &claim.circle, &claim.device_id));
  g_assert_false (cen_certificate_is_valid (cert, &other, &claim.device_id));
  g_assert_false (cen_certificate_is_valid (cert, NULL, &claim.device_id));
  g_assert_false (cen_certificate_is_valid (cert, &claim.circle, &other));
  cert->box[3] ^= 1;
  g_assert_false (cen_certificate_is_valid (cert, &claim.circle, &claim.device_id));
  cert->box[3] ^= 1;
  cert->curve[3] ^= 1;
  g_assert_false (cen_certificate_is_valid (cert, &claim.circle, &claim.device_id));
  cert->curve[3] ^= 1;
  cert->sig[3] ^= 1;
  g_assert_false (cen_certificate_is_valid (cert, &claim.circle, &claim.device_id));
  cert->sig[3] ^= 1;
  cert->member.bytes[3] ^= 1;
  g_assert_false (cen_certificate_is_valid (cert, &claim.circle, &claim.device_id));
  cert->member.bytes[3] ^= 1;
  cen_certificate_sign (cert, NULL, &claim.device_id, &claim.member);
  g_assert_true (cen_certificate_is_valid (cert, NULL, &claim.device_id));
}

/* The points of small order of Curve25519, by which a shared secret would be known to all. */
static const char *const small_orders[] = {
  "0000000000000000000000000000000000000000000000000000000000000000",
  "0100000000000000000000000000000000000000000000000000000000000000",
  "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
  "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
  "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
};

static void
read_hex (guint8 ret_bytes[static CEN_KEY_LEN], const char *hex)
{
  for (guint i = 0; i < CEN_KEY_LEN; i++)
    ret_bytes[i] =
        (guint8) (g_ascii_xdigit_value (hex[2 * i]) * 16 + g_ascii_xdigit_value (hex[2 * i + 1]));
}

/* Well signed, and void all the same. */
static void
test_small_order (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (small_orders); i++) {
    for (guint which = 0; which < 2; which++) {
      g_auto (Claim) claim = { 0 };
      CenCertificate *cert = &claim.join.certificate;

      make_claim (&claim);
      read_hex (which == 0 ? cert->box : cert->curve, small_orders[i]);
      cen_certificate_sign (cert, &claim.circle, &claim.device_id, &claim.member);
      g_test_message ("%s", small_orders[i]);
      g_assert_false (cen_certificate_is_valid (cert, &claim.circle, &claim.device_id));
    }
  }
}

/* The proof is worth nothing with another circle, device, key or name. */
static void
test_proof (void)
{
  g_auto (Claim) claim = { 0 };
  CenFrameJoin *join = &claim.join;
  CenId other = { { 1 } };
  guint8 *places[] = {
    claim.join.certificate.member.bytes,
    claim.join.certificate.box,
    claim.join.certificate.curve,
    claim.join.certificate.sig,
    (guint8 *) claim.join.name,
    claim.join.proof_key,
    claim.join.proof,
  };

  make_claim (&claim);
  g_assert_true (cen_frame_join_is_proven (join, &claim.circle, &claim.device_id));
  g_assert_false (cen_frame_join_is_proven (join, &other, &claim.device_id));
  g_assert_false (cen_frame_join_is_proven (join, &claim.circle, &other));
  for (guint i = 0; i < G_N_ELEMENTS (places); i++) {
    places[i][1] ^= 2;
    g_test_message ("place %u", i);
    g_assert_false (cen_frame_join_is_proven (join, &claim.circle, &claim.device_id));
    places[i][1] ^= 2;
  }
  g_assert_true (cen_frame_join_is_proven (join, &claim.circle, &claim.device_id));
}

int
main (int argc, char **argv)
{
  cen_crypto_init ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/frame/round-trip", test_round_trip);
  g_test_add_func ("/frame/values", test_values);
  g_test_add_func ("/frame/missing-and-unknown-keys", test_missing_and_unknown_keys);
  g_test_add_func ("/frame/cut", test_cut);
  g_test_add_func ("/frame/device-without-wrap", test_device_without_wrap);
  g_test_add_func ("/frame/succeeds", test_succeeds);
  g_test_add_func ("/frame/bounds", test_bounds);
  g_test_add_func ("/frame/bare-kinds", test_bare_kinds);
  g_test_add_func ("/frame/names", test_names);
  g_test_add_func ("/frame/certificate", test_certificate);
  g_test_add_func ("/frame/small-order", test_small_order);
  g_test_add_func ("/frame/proof", test_proof);
  return g_test_run ();
}
