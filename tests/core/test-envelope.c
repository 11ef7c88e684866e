/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/cbor.h"
#include "core/envelope.h"

#include <string.h>

static const CenId circle = { { 3, 1 } };

static void
make_key (CenEpochKey *ret_key, guint8 number)
{
  guint8 secret[CEN_KEY_LEN];

  memset (secret, number, sizeof secret);
  cen_epoch_key_from_bytes (ret_key, secret);
}

static GBytes *
make_bytes (gsize len)
{
  guint8 *bytes = g_malloc (len + 1);

  for (gsize i = 0; i < len; i++)
    bytes[i] = (guint8) (i * 7 + len);
  return g_bytes_new_take (bytes, len);
}

static gboolean
opens (const CenEpochKey *key, const CenId *of, GBytes *envelope, GBytes **ret_op,
       GBytes **ret_payload)
{
  return cen_envelope_open (key, of, g_bytes_get_data (envelope, NULL), g_bytes_get_size (envelope),
                            ret_op, ret_payload, NULL);
}

/* Contents that end like the padding do not lose their end. */
static void
test_endings (void)
{
  static const struct {
    const char *bytes;
    gsize len;
  } rows[] = { { "", 0 }, { "\x80", 1 }, { "\0", 1 }, { "\x80\0\0", 3 }, { "x\0\x80", 3 } };
  CenEpochKey key;

  make_key (&key, 1);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GBytes) content = g_bytes_new (rows[i].bytes, rows[i].len);
    g_autoptr (GBytes) envelope = NULL;
    g_autoptr (GBytes) op = NULL;
    g_autoptr (GBytes) payload = NULL;
    CenId id;

    envelope = cen_envelope_seal (&key, &circle, content, content, NULL, &id);
    g_assert_true (opens (&key, &circle, envelope, &op, &payload));
    g_assert_true (g_bytes_equal (op, content));
    g_assert_true (g_bytes_equal (payload, content));
  }
}

static void
test_round_trip (void)
{
  static const gsize lens[] = { 1, 2, 15, 16, 17, 62, 63, 64, 65, 250, 1000, 16384, 49152 };
  CenEpochKey key;

  make_key (&key, 1);
  for (guint i = 0; i < G_N_ELEMENTS (lens); i++) {
    g_autoptr (GBytes) op = make_bytes (MIN (lens[i], 1100));
    g_autoptr (GBytes) payload = make_bytes (lens[i]);
    g_autoptr (GBytes) envelope = NULL;
    g_autoptr (GBytes) again = NULL;
    g_autoptr (GBytes) back = NULL;
    g_autoptr (GBytes) back_payload = NULL;
    guint8 key_id[CEN_KEYID_LEN];
    CenId id, again_id, peeked;

    envelope = cen_envelope_seal (&key, &circle, op, payload, NULL, &id);
    again = cen_envelope_seal (&key, &circle, op, payload, NULL, &again_id);
    g_assert_true (g_bytes_equal (envelope, again));
    g_assert_true (cen_id_equal (&id, &again_id));
    g_assert_cmpuint (g_bytes_get_size (envelope), <=, CEN_ENVELOPE_MAX);
    g_assert_true (opens (&key, &circle, envelope, &back, &back_payload));
    g_assert_true (g_bytes_equal (op, back));
    g_assert_true (g_bytes_equal (payload, back_payload));
    g_assert_true (cen_envelope_peek (g_bytes_get_data (envelope, NULL),
                                      g_bytes_get_size (envelope), &peeked, key_id, NULL));
    g_assert_true (cen_id_equal (&id, &peeked));
    g_assert_cmpmem (key_id, CEN_KEYID_LEN, key.key_id, CEN_KEYID_LEN);
  }
}

/* Where the parts of an envelope stand. */
typedef struct {
  const guint8 *nonce, *header, *hash, *payload;
  gsize header_len, payload_len;
} Parts;

static void
split (GBytes *envelope, Parts *parts)
{
  CenCborReader reader;
  guint64 n;
  gsize len;
  const guint8 *skipped;

  cen_cbor_reader_init_large (&reader, g_bytes_get_data (envelope, NULL),
                              g_bytes_get_size (envelope), 8, CEN_ENVELOPE_MAX);
  cen_cbor_enter_array (&reader, &n);
  cen_cbor_read_uint (&reader, &n);
  cen_cbor_read_bytes (&reader, &skipped, &len);
  cen_cbor_read_bytes (&reader, &parts->nonce, &len);
  cen_cbor_read_bytes (&reader, &parts->header, &parts->header_len);
  cen_cbor_read_bytes (&reader, &parts->hash, &len);
  if (!cen_cbor_take_null (&reader))
    g_assert_true (cen_cbor_read_bytes (&reader, &parts->payload, &parts->payload_len));
}

/* Only the magnitude of a length shows: headers by 64 bytes, payloads by at most an eighth. */
static void
test_sizes (void)
{
  CenEpochKey key;
  GHashTable *seen = g_hash_table_new (NULL, NULL);

  make_key (&key, 1);
  for (gsize len = 0; len < 2100; len++) {
    g_autoptr (GBytes) op = make_bytes (len % 700);
    g_autoptr (GBytes) payload = make_bytes (len);
    g_autoptr (GBytes) envelope = NULL;
    Parts parts = { 0 };
    CenId id;

    envelope = cen_envelope_seal (&key, &circle, op, payload, NULL, &id);
    split (envelope, &parts);
    g_assert_cmpuint ((parts.header_len - CEN_MAC_LEN) % 64, ==, 0);
    g_assert_cmpuint (parts.header_len - CEN_MAC_LEN, >, len % 700);
    g_assert_cmpuint (parts.header_len - CEN_MAC_LEN, <=, len % 700 + 64);
    g_assert_cmpuint (parts.payload_len - CEN_MAC_LEN, >, len);
    g_assert_cmpuint (parts.payload_len - CEN_MAC_LEN, <=, len + 1 + len / 8);
    g_hash_table_add (seen, GSIZE_TO_POINTER (parts.payload_len));
  }
  g_assert_cmpuint (g_hash_table_size (seen), <, 120);
  g_hash_table_unref (seen);
}

static void
test_wrong_key (void)
{
  CenEpochKey key, other;
  CenId other_circle = { { 4 } };
  g_autoptr (GBytes) op = make_bytes (200);
  g_autoptr (GBytes) envelope = NULL;
  GBytes *back = NULL;
  GBytes *payload = NULL;
  g_autoptr (GError) error = NULL;
  CenId id;

  make_key (&key, 1);
  make_key (&other, 2);
  envelope = cen_envelope_seal (&key, &circle, op, op, NULL, &id);
  g_assert_false (cen_envelope_open (&other, &circle, g_bytes_get_data (envelope, NULL),
                                     g_bytes_get_size (envelope), &back, &payload, &error));
  g_assert_error (error, CEN_ERROR, CEN_ERROR_NOT_FOUND);
  memcpy (other.key_id, key.key_id, CEN_KEYID_LEN);
  g_assert_false (opens (&other, &circle, envelope, &back, &payload));
  g_assert_false (opens (&key, &other_circle, envelope, &back, &payload));
  g_assert_null (back);
}

/* Any bit, and any cut. */
static void
test_altered (void)
{
  CenEpochKey key;
  g_autoptr (GBytes) op = make_bytes (100);
  g_autoptr (GBytes) envelope = NULL;
  g_autofree guint8 *bytes = NULL;
  gsize len;
  CenId id;

  make_key (&key, 1);
  envelope = cen_envelope_seal (&key, &circle, op, op, NULL, &id);
  len = g_bytes_get_size (envelope);
  bytes = g_memdup2 (g_bytes_get_data (envelope, NULL), len);
  for (gsize bit = 0; bit < len * 8; bit++) {
    GBytes *back, *payload;

    bytes[bit / 8] ^= (guint8) (1 << bit % 8);
    g_assert_false (cen_envelope_open (&key, &circle, bytes, len, &back, &payload, NULL));
    bytes[bit / 8] ^= (guint8) (1 << bit % 8);
  }
  for (gsize i = 0; i < len; i++) {
    g_autoptr (GError) error = NULL;
    guint8 key_id[CEN_KEYID_LEN];

    g_assert_false (cen_envelope_peek (bytes, i, &id, key_id, &error));
    g_assert_error (error, CEN_ERROR, CEN_ERROR_INVALID);
  }
}

/* With the payload erased the same envelope is made from its hash; a carrier that drops the
 * payload leaves the id as it was. */
static void
test_erased (void)
{
  CenEpochKey key;
  g_autoptr (GBytes) op = make_bytes (100);
  g_autoptr (GBytes) payload = make_bytes (300);
  g_autoptr (GBytes) whole = NULL;
  g_autoptr (GBytes) erased = NULL;
  g_autoptr (GBytes) back = NULL;
  g_autoptr (GBytes) back_payload = NULL;
  Parts parts = { 0 };
  CenId id, erased_id;

  make_key (&key, 1);
  whole = cen_envelope_seal (&key, &circle, op, payload, NULL, &id);
  split (whole, &parts);
  erased = cen_envelope_seal (&key, &circle, op, NULL, parts.hash, &erased_id);
  g_assert_true (cen_id_equal (&id, &erased_id));
  g_assert_true (opens (&key, &circle, erased, &back, &back_payload));
  g_assert_true (g_bytes_equal (op, back));
  g_assert_null (back_payload);
}

/* An op has one envelope: not one by a nonce of choice, nor one with more padding. */
static GBytes *
seal_by_hand (const CenEpochKey *key, GBytes *op, const guint8 nonce[CEN_NONCE_LEN],
              gsize header_len)
{
  g_autofree guint8 *plain = g_malloc0 (header_len);
  g_autofree guint8 *ct = g_malloc (header_len + CEN_MAC_LEN);
  guint8 ad[16 + CEN_KEYID_LEN], tag[CEN_ID_LEN], sub[CEN_KEY_LEN], hash[CEN_ID_LEN] = { 0 };
  gsize len = g_bytes_get_size (op);
  guint8 buf[2048];
  CenCborWriter writer;

  memcpy (plain, g_bytes_get_data (op, NULL), len);
  plain[len] = 0x80;
  cen_crypto_hash (tag, "cen1.ctag", circle.bytes, CEN_ID_LEN);
  memcpy (ad, tag, 16);
  memcpy (ad + 16, key->key_id, CEN_KEYID_LEN);
  cen_crypto_derive (sub, key->key, "cen1.hdr", NULL, 0);
  cen_crypto_seal (ct, sub, nonce, plain, header_len, ad, sizeof ad);
  cen_cbor_writer_init (&writer, buf, sizeof buf);
  cen_cbor_put_array (&writer, 6);
  cen_cbor_put_uint (&writer, 1);
  cen_cbor_put_bytes (&writer, key->key_id, CEN_KEYID_LEN);
  cen_cbor_put_bytes (&writer, nonce, CEN_NONCE_LEN);
  cen_cbor_put_bytes (&writer, ct, header_len + CEN_MAC_LEN);
  cen_cbor_put_bytes (&writer, hash, CEN_ID_LEN);
  cen_cbor_put_null (&writer);
  g_assert_false (writer.has_overflowed);
  return g_bytes_new (buf, writer.len);
}

static void
test_only_one (void)
{
  CenEpochKey key;
  g_autoptr (GBytes) op = make_bytes (100);
  g_autoptr (GBytes) envelope = NULL;
  guint8 nonce[CEN_NONCE_LEN];
  Parts parts = { 0 };
  CenId id;

  make_key (&key, 1);
  envelope = cen_envelope_seal (&key, &circle, op, op, NULL, &id);
  split (envelope, &parts);
  memcpy (nonce, parts.nonce, CEN_NONCE_LEN);
  for (guint i = 0; i < 4; i++) {
    g_autoptr (GBytes) made = NULL;
    g_autoptr (GBytes) back = NULL;
    g_autoptr (GBytes) payload = NULL;

    if (i == 3)
      nonce[0] ^= 1;
    made = seal_by_hand (&key, op, nonce, i == 0 || i == 3 ? 128 : 64 * (i + 2));
    g_assert_cmpint (opens (&key, &circle, made, &back, &payload), ==, i == 0);
  }
}

int
main (int argc, char **argv)
{
  cen_crypto_init ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/envelope/endings", test_endings);
  g_test_add_func ("/envelope/round-trip", test_round_trip);
  g_test_add_func ("/envelope/sizes", test_sizes);
  g_test_add_func ("/envelope/wrong-key", test_wrong_key);
  g_test_add_func ("/envelope/altered", test_altered);
  g_test_add_func ("/envelope/erased", test_erased);
  g_test_add_func ("/envelope/only-one", test_only_one);
  return g_test_run ();
}
