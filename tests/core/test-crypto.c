/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/crypto.h"

#include <string.h>

static guint8 counting[64]; /* 0, 1, 2, … */

static void
from_hex (guint8 *ret_bytes, const char *hex)
{
  for (gsize i = 0; hex[2 * i] != '\0'; i++)
    ret_bytes[i] =
        (guint8) ((g_ascii_xdigit_value (hex[2 * i]) << 4) | g_ascii_xdigit_value (hex[2 * i + 1]));
}

static void
assert_hex (const guint8 *bytes, gsize len, const char *hex)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (gsize i = 0; i < len; i++)
    g_string_append_printf (text, "%02x", bytes[i]);
  g_assert_cmpstr (text->str, ==, hex);
}

/* Made with another implementation: Python's hashlib.blake2b (digest_size=32, person=, key=). */
static const struct {
  const char *domain;
  gsize key_len; /* of the bytes 0, 1, 2, … */
  const char *text;
  const char *hash;
} hash_rows[] = {
  { "cen1.test", 0, "", "bd949dfbfbdb33dec45aadab7cd7a67b79152de9444adf25dce684368441c980" },
  { "cen1.test", 0, "abc", "a02163e4908fa62da301fa81ae1e8723ccbf3e6e20a9dbe90fcbe7a20e4d3624" },
  { "", 0, "abc", "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319" },
  { "sixteen-letters!", 0, "abc",
    "d82ae419acb70ffe407d28f0d105952a99773def4b0b03b900d011f7174e060b" },
  { "cen1.test", 32, "abc", "cabbba4d3c15eb8039f6a5ac72c28dbcc6557a07b348071bea4028792c32b7c3" },
};

static void
test_hash (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (hash_rows); i++) {
    const char *text = hash_rows[i].text;
    guint8 hash[CEN_ID_LEN];

    if (hash_rows[i].key_len == 0)
      cen_crypto_hash (hash, hash_rows[i].domain, text, strlen (text));
    else
      cen_crypto_derive (hash, counting, hash_rows[i].domain, text, strlen (text));
    assert_hex (hash, sizeof hash, hash_rows[i].hash);
  }
}

/* The hash of parts is the hash of their concatenation, however it is cut. */
static void
test_hash_parts (void)
{
  guint8 whole[CEN_ID_LEN];

  cen_crypto_hash (whole, "cen1.test", counting, sizeof counting);
  for (gsize cut = 0; cut <= sizeof counting; cut++) {
    CenPart parts[] = { { counting, cut }, { counting + cut, sizeof counting - cut } };
    g_autoptr (CenHasher) hasher = cen_hasher_new ("cen1.test");
    guint8 hash[CEN_ID_LEN];

    cen_crypto_hash_parts (hash, NULL, 0, "cen1.test", parts, G_N_ELEMENTS (parts));
    g_assert_cmpmem (hash, sizeof hash, whole, sizeof whole);
    cen_hasher_update (hasher, parts[0].bytes, parts[0].len);
    cen_hasher_update (hasher, parts[1].bytes, parts[1].len);
    cen_hasher_finish (hasher, hash);
    g_assert_cmpmem (hash, sizeof hash, whole, sizeof whole);
  }
}

static void
test_sha256 (void)
{
  guint8 hash[CEN_ID_LEN];

  cen_crypto_sha256 (hash, "abc", 3);
  assert_hex (hash, sizeof hash,
              "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

/* SipHash-2-4-128 of the bytes 0 to 31 under the bytes 0 to 15, then 16 to 31; made with another
 * implementation that gives the reference's vectors. */
static void
test_tag_id (void)
{
  CenId id;
  CenId tag;

  cen_id_from_bytes (&id, counting);
  cen_crypto_tag_id (&tag, counting, &id);
  assert_hex (tag.bytes, sizeof tag.bytes,
              "7c3956ca5eeafc3e363e9d556546eb6899a15a92db86535fb0f0586ff76a11be");
}

/* RFC 8032, section 7.1: seed, public key, message, signature. */
static const struct {
  const char *seed;
  const char *public_key;
  const char *message;
  const char *sig;
} sign_rows[] = {
  { "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
    "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
    "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
    "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b" },
  { "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
    "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
    "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
    "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00" },
  { "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
    "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
    "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
    "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a" },
};

static void
test_sign (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (sign_rows); i++) {
    guint8 seed[CEN_KEY_LEN];
    guint8 message[8];
    guint8 sig[CEN_SIG_LEN];
    CenPart part = { message, strlen (sign_rows[i].message) / 2 };
    CenSignKey key;

    from_hex (seed, sign_rows[i].seed);
    from_hex (message, sign_rows[i].message);
    cen_sign_key_from_seed (&key, seed);
    assert_hex (key.public_key, sizeof key.public_key, sign_rows[i].public_key);
    cen_crypto_sign (sig, &key, "", &part, 1);
    assert_hex (sig, sizeof sig, sign_rows[i].sig);
    g_assert_true (cen_crypto_verify (sig, key.public_key, "", &part, 1));
    cen_sign_key_clear (&key);
    for (gsize k = 0; k < sizeof key.secret; k++)
      g_assert_cmpuint (key.secret[k], ==, 0);
  }
}

/* A signature holds for its message, its domain and its key, and for no change of a bit in any. */
static void
test_verify_refused (void)
{
  CenPart parts[] = { { "circle", 6 }, { "body", 4 } };
  CenPart other[] = { { "circle", 6 }, { "bodY", 4 } };
  guint8 sig[CEN_SIG_LEN];
  CenSignKey key;

  cen_sign_key_from_seed (&key, counting);
  cen_crypto_sign (sig, &key, "cen1.sig", parts, 2);
  g_assert_true (cen_crypto_verify (sig, key.public_key, "cen1.sig", parts, 2));
  g_assert_false (cen_crypto_verify (sig, key.public_key, "cen1.sig", parts, 1));
  g_assert_false (cen_crypto_verify (sig, key.public_key, "cen1.sig", other, 2));
  g_assert_false (cen_crypto_verify (sig, key.public_key, "cen1.join", parts, 2));
  for (gsize bit = 0; bit < 8 * sizeof sig; bit++) {
    sig[bit / 8] ^= (guint8) (1 << (bit % 8));
    g_assert_false (cen_crypto_verify (sig, key.public_key, "cen1.sig", parts, 2));
    sig[bit / 8] ^= (guint8) (1 << (bit % 8));
  }
  for (gsize bit = 0; bit < 8 * sizeof key.public_key; bit++) {
    key.public_key[bit / 8] ^= (guint8) (1 << (bit % 8));
    g_assert_false (cen_crypto_verify (sig, key.public_key, "cen1.sig", parts, 2));
    key.public_key[bit / 8] ^= (guint8) (1 << (bit % 8));
  }
}

static void
random_from_counter (const CenWorld *world, guint8 *buf, gsize len)
{
  guint8 *next = world->data;

  for (gsize i = 0; i < len; i++)
    buf[i] = (*next)++;
}

/* Keys come from the randomness one is given and from nothing else. */
static void
test_generate (void)
{
  guint8 next = 0;
  const CenWorld world = { .random = random_from_counter, .data = &next };
  CenSignKey sign;
  CenSignKey sign_from_seed;
  CenBoxKey box;
  CenBoxKey box_from_seed;

  cen_sign_key_generate (&sign, &world);
  cen_sign_key_from_seed (&sign_from_seed, counting);
  g_assert_cmpmem (&sign, sizeof sign, &sign_from_seed, sizeof sign_from_seed);
  g_assert_cmpuint (next, ==, CEN_KEY_LEN);
  cen_box_key_generate (&box, &world);
  cen_box_key_from_seed (&box_from_seed, counting + CEN_KEY_LEN);
  g_assert_cmpmem (&box, sizeof box, &box_from_seed, sizeof box_from_seed);
}

/* RFC 7748, section 5.2: the first of the iterated vectors. */
static void
test_box_key (void)
{
  static const guint8 seed[CEN_KEY_LEN] = { 9 };
  CenBoxKey key;

  cen_box_key_from_seed (&key, seed);
  assert_hex (key.public_key, sizeof key.public_key,
              "422c8e7a6227d7bca1350b3e2bb7279f7897b87bb6854b783c60e80311ae3079");
  g_assert_true (cen_box_public_is_usable (key.public_key));
  cen_box_key_clear (&key);
  for (gsize i = 0; i < sizeof key.secret; i++)
    g_assert_cmpuint (key.secret[i], ==, 0);
}

/* Points of small order and their other encodings: a shared secret with them is known to all. */
static const char *const unusable_points[] = {
  "0000000000000000000000000000000000000000000000000000000000000000",
  "0100000000000000000000000000000000000000000000000000000000000000",
  "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
  "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
  "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
};

static void
test_box_public_unusable (void)
{
  CenBoxKey sender;

  cen_box_key_from_seed (&sender, counting);
  for (guint i = 0; i < G_N_ELEMENTS (unusable_points); i++) {
    guint8 point[CEN_KEY_LEN];
    guint8 wrap[CEN_WRAP_LEN];

    g_test_message ("%s", unusable_points[i]);
    from_hex (point, unusable_points[i]);
    g_assert_false (cen_box_public_is_usable (point));
    g_assert_false (cen_crypto_wrap (wrap, counting, counting, point, &sender));
  }
}

/* draft-irtf-cfrg-xchacha-03, appendix A.3.1. */
static void
test_seal (void)
{
  static const char text[] = "Ladies and Gentlemen of the class of '99: If I could offer you only "
                             "one tip for the future, sunscreen would be it.";
  const gsize len = sizeof text - 1;
  guint8 key[CEN_KEY_LEN];
  guint8 nonce[CEN_NONCE_LEN];
  guint8 ad[12];
  guint8 ct[sizeof text + CEN_MAC_LEN];
  guint8 plain[sizeof text];

  from_hex (key, "808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f");
  from_hex (nonce, "404142434445464748494a4b4c4d4e4f5051525354555657");
  from_hex (ad, "50515253c0c1c2c3c4c5c6c7");
  cen_crypto_seal (ct, key, nonce, (const guint8 *) text, len, ad, sizeof ad);
  assert_hex (ct, len + CEN_MAC_LEN,
              "bd6d179d3e83d43b9576579493c0e939572a1700252bfaccbed2902c21396cbb"
              "731c7f1b0b4aa6440bf3a82f4eda7e39ae64c6708c54c216cb96b72e1213b452"
              "2f8c9ba40db5d945b11b69b982c1bb9e3f3fac2bc369488f76b2383565d3fff9"
              "21f9664c97637da9768812f615c68b13b52e"
              "c0875924c1c7987947deafd8780acf49");
  g_assert_true (cen_crypto_open (plain, key, nonce, ct, len + CEN_MAC_LEN, ad, sizeof ad));
  g_assert_cmpmem (plain, len, text, len);
}

/* What was altered, cut or given under another key, nonce or address does not open. */
static void
test_open_refused (void)
{
  guint8 ct[20 + CEN_MAC_LEN];
  guint8 plain[20 + CEN_MAC_LEN];
  guint8 other[CEN_KEY_LEN];

  memcpy (other, counting, sizeof other);
  other[7] ^= 1;
  cen_crypto_seal (ct, counting, counting, counting, 20, counting, 4);
  g_assert_true (cen_crypto_open (plain, counting, counting, ct, sizeof ct, counting, 4));
  g_assert_false (cen_crypto_open (plain, other, counting, ct, sizeof ct, counting, 4));
  g_assert_false (cen_crypto_open (plain, counting, other, ct, sizeof ct, counting, 4));
  g_assert_false (cen_crypto_open (plain, counting, counting, ct, sizeof ct, counting, 3));
  g_assert_false (cen_crypto_open (plain, counting, counting, ct, sizeof ct, other + 1, 4));
  for (gsize len = 0; len < sizeof ct; len++) {
    g_autofree guint8 *cut = g_memdup2 (ct, len);

    g_assert_false (cen_crypto_open (plain, counting, counting, cut, len, counting, 4));
  }
  for (gsize bit = 0; bit < 8 * sizeof ct; bit++) {
    ct[bit / 8] ^= (guint8) (1 << (bit % 8));
    g_assert_false (cen_crypto_open (plain, counting, counting, ct, sizeof ct, counting, 4));
    ct[bit / 8] ^= (guint8) (1 << (bit % 8));
  }
}

static void
test_seal_empty (void)
{
  guint8 ct[CEN_MAC_LEN];
  guint8 plain[1];

  cen_crypto_seal (ct, counting, counting, counting, 0, NULL, 0);
  g_assert_true (cen_crypto_open (plain, counting, counting, ct, sizeof ct, NULL, 0));
  ct[0] ^= 1;
  g_assert_false (cen_crypto_open (plain, counting, counting, ct, sizeof ct, NULL, 0));
}

static void
test_wrap (void)
{
  guint8 wrap[CEN_WRAP_LEN];
  guint8 again[CEN_WRAP_LEN];
  guint8 plain[CEN_KEY_LEN];
  CenBoxKey sender;
  CenBoxKey recipient;

  cen_box_key_from_seed (&sender, counting);
  cen_box_key_from_seed (&recipient, counting + CEN_KEY_LEN);
  g_assert_true (cen_crypto_wrap (wrap, counting + 9, counting, recipient.public_key, &sender));
  g_assert_true (cen_crypto_wrap (again, counting + 9, counting, recipient.public_key, &sender));
  g_assert_cmpmem (wrap, sizeof wrap, again, sizeof again);
  g_assert_true (cen_crypto_unwrap (plain, wrap, counting, sender.public_key, &recipient));
  g_assert_cmpmem (plain, sizeof plain, counting + 9, CEN_KEY_LEN);

  memset (plain, 0, sizeof plain);
  g_assert_false (cen_crypto_unwrap (plain, wrap, counting + 1, sender.public_key, &recipient));
  g_assert_false (cen_crypto_unwrap (plain, wrap, counting, recipient.public_key, &recipient));
  for (gsize bit = 0; bit < 8 * sizeof wrap; bit++) {
    wrap[bit / 8] ^= (guint8) (1 << (bit % 8));
    g_assert_false (cen_crypto_unwrap (plain, wrap, counting, sender.public_key, &recipient));
    wrap[bit / 8] ^= (guint8) (1 << (bit % 8));
  }
}

static void
test_equal (void)
{
  guint8 a[] = { 1, 2, 3 };
  guint8 b[] = { 1, 2, 4 };

  g_assert_true (cen_crypto_equal (a, b, 0));
  g_assert_true (cen_crypto_equal (a, b, 2));
  g_assert_false (cen_crypto_equal (a, b, 3));
  cen_crypto_wipe (a, 2);
  g_assert_true (a[0] == 0 && a[1] == 0 && a[2] == 3);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  cen_crypto_init ();
  for (guint i = 0; i < sizeof counting; i++)
    counting[i] = (guint8) i;
  g_test_add_func ("/crypto/hash", test_hash);
  g_test_add_func ("/crypto/hash-parts", test_hash_parts);
  g_test_add_func ("/crypto/sha256", test_sha256);
  g_test_add_func ("/crypto/tag-id", test_tag_id);
  g_test_add_func ("/crypto/sign", test_sign);
  g_test_add_func ("/crypto/verify-refused", test_verify_refused);
  g_test_add_func ("/crypto/generate", test_generate);
  g_test_add_func ("/crypto/box-key", test_box_key);
  g_test_add_func ("/crypto/box-public-unusable", test_box_public_unusable);
  g_test_add_func ("/crypto/seal", test_seal);
  g_test_add_func ("/crypto/open-refused", test_open_refused);
  g_test_add_func ("/crypto/seal-empty", test_seal_empty);
  g_test_add_func ("/crypto/wrap", test_wrap);
  g_test_add_func ("/crypto/equal", test_equal);
  return g_test_run ();
}
