/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "crypto.h"

#include <sodium.h>
#include <string.h>

G_STATIC_ASSERT (crypto_sign_BYTES == CEN_SIG_LEN);
G_STATIC_ASSERT (crypto_box_MACBYTES == CEN_MAC_LEN);
G_STATIC_ASSERT (crypto_aead_xchacha20poly1305_ietf_NPUBBYTES == CEN_NONCE_LEN);
G_STATIC_ASSERT (crypto_pwhash_argon2id_SALTBYTES == CEN_SALT_LEN);
G_STATIC_ASSERT (crypto_secretstream_xchacha20poly1305_HEADERBYTES == CEN_STREAM_HEAD_LEN);
G_STATIC_ASSERT (crypto_secretstream_xchacha20poly1305_ABYTES == CEN_STREAM_MORE_LEN);

struct _CenStream {
  crypto_secretstream_xchacha20poly1305_state state;
};

struct _CenHasher {
  crypto_generichash_state state;
};

void
cen_crypto_init (void)
{
  if (sodium_init () < 0)
    g_error ("libsodium could not be started");
}

void
cen_crypto_wipe (gpointer secret, gsize len)
{
  sodium_memzero (secret, len);
}

gboolean
cen_crypto_equal (const guint8 *a, const guint8 *b, gsize len)
{
  return sodium_memcmp (a, b, len) == 0;
}

static void
hash_start (crypto_generichash_state *state, const guint8 *key, gsize key_len, const char *domain)
{
  guint8 personal[crypto_generichash_blake2b_PERSONALBYTES] = { 0 };
  gsize len = strlen (domain);

  g_assert (len <= sizeof personal);
  memcpy (personal, domain, len);
  crypto_generichash_blake2b_init_salt_personal (state, key, key_len, CEN_ID_LEN, NULL, personal);
}

void
cen_crypto_hash (guint8 ret_hash[static CEN_ID_LEN], const char *domain, const void *bytes,
                 gsize len)
{
  CenPart part = { bytes, len };

  cen_crypto_hash_parts (ret_hash, NULL, 0, domain, &part, 1);
}

void
cen_crypto_hash_parts (guint8 ret_hash[static CEN_ID_LEN], const guint8 *key, gsize key_len,
                       const char *domain, const CenPart *parts, gsize n_parts)
{
  crypto_generichash_state state;

  hash_start (&state, key, key_len, domain);
  for (gsize i = 0; i < n_parts; i++)
    crypto_generichash_update (&state, parts[i].bytes, parts[i].len);
  crypto_generichash_final (&state, ret_hash, CEN_ID_LEN);
  if (key != NULL)
    sodium_memzero (&state, sizeof state);
}

void
cen_crypto_derive (guint8 ret_key[static CEN_KEY_LEN], const guint8 key[static CEN_KEY_LEN],
                   const char *domain, const void *bytes, gsize len)
{
  CenPart part = { bytes, len };

  cen_crypto_hash_parts (ret_key, key, CEN_KEY_LEN, domain, &part, 1);
}

CenHasher *
cen_hasher_new (const char *domain)
{
  CenHasher *self;
  gpointer aligned = NULL;

  if (posix_memalign (&aligned, 64, sizeof *self) != 0)
    g_error ("out of memory");
  self = aligned;
  hash_start (&self->state, NULL, 0, domain);
  return self;
}

void
cen_hasher_update (CenHasher *self, const void *bytes, gsize len)
{
  crypto_generichash_update (&self->state, bytes, len);
}

void
cen_hasher_finish (CenHasher *self, guint8 ret_hash[static CEN_ID_LEN])
{
  crypto_generichash_final (&self->state, ret_hash, CEN_ID_LEN);
}

void
cen_hasher_free (CenHasher *self)
{
  free (self);
}

void
cen_crypto_tag_id (CenId *ret_tag, const guint8 key[static CEN_KEY_LEN], const CenId *id)
{
  crypto_shorthash_siphashx24 (ret_tag->bytes, id->bytes, CEN_ID_LEN, key);
  crypto_shorthash_siphashx24 (ret_tag->bytes + 16, id->bytes, CEN_ID_LEN, key + 16);
}

void
cen_sign_key_from_seed (CenSignKey *ret_key, const guint8 seed[static CEN_KEY_LEN])
{
  crypto_sign_seed_keypair (ret_key->public_key, ret_key->secret, seed);
}

void
cen_sign_key_generate (CenSignKey *ret_key, const CenWorld *world)
{
  guint8 seed[CEN_KEY_LEN];

  world->random (world, seed, sizeof seed);
  cen_sign_key_from_seed (ret_key, seed);
  sodium_memzero (seed, sizeof seed);
}

void
cen_sign_key_clear (CenSignKey *self)
{
  sodium_memzero (self, sizeof *self);
}

void
cen_box_key_from_seed (CenBoxKey *ret_key, const guint8 seed[static CEN_KEY_LEN])
{
  memcpy (ret_key->secret, seed, CEN_KEY_LEN);
  crypto_scalarmult_base (ret_key->public_key, ret_key->secret);
}

void
cen_box_key_generate (CenBoxKey *ret_key, const CenWorld *world)
{
  guint8 seed[CEN_KEY_LEN];

  world->random (world, seed, sizeof seed);
  cen_box_key_from_seed (ret_key, seed);
  sodium_memzero (seed, sizeof seed);
}

void
cen_box_key_clear (CenBoxKey *self)
{
  sodium_memzero (self, sizeof *self);
}

gboolean
cen_box_public_is_usable (const guint8 key[static CEN_KEY_LEN])
{
  static const guint8 scalar[CEN_KEY_LEN] = { 9, 1 };
  guint8 shared[CEN_KEY_LEN];

  /* crypto_scalarmult fails exactly when the product is the neutral element. */
  return crypto_scalarmult (shared, scalar, key) == 0;
}

/* One contiguous message for Ed25519, which reads its input twice. */
static guint8 *
join_parts (const char *domain, const CenPart *parts, gsize n_parts, gsize *ret_len)
{
  gsize len = strlen (domain);
  guint8 *message;
  gsize at = len;

  for (gsize i = 0; i < n_parts; i++)
    len += parts[i].len;
  message = g_malloc (len + 1);
  memcpy (message, domain, at);
  for (gsize i = 0; i < n_parts; i++) {
    if (parts[i].len > 0)
      memcpy (message + at, parts[i].bytes, parts[i].len);
    at += parts[i].len;
  }
  *ret_len = len;
  return message;
}

void
cen_crypto_sign (guint8 ret_sig[static CEN_SIG_LEN], const CenSignKey *key, const char *domain,
                 const CenPart *parts, gsize n_parts)
{
  gsize len;
  g_autofree guint8 *message = join_parts (domain, parts, n_parts, &len);

  crypto_sign_detached (ret_sig, NULL, message, len, key->secret);
}

gboolean
cen_crypto_verify (const guint8 sig[static CEN_SIG_LEN],
                   const guint8 public_key[static CEN_KEY_LEN], const char *domain,
                   const CenPart *parts, gsize n_parts)
{
  gsize len;
  g_autofree guint8 *message = join_parts (domain, parts, n_parts, &len);

  return crypto_sign_verify_detached (sig, message, len, public_key) == 0;
}

void
cen_crypto_seal (guint8 *ret_ct, const guint8 key[static CEN_KEY_LEN],
                 const guint8 nonce[static CEN_NONCE_LEN], const guint8 *plain, gsize len,
                 const guint8 *ad, gsize ad_len)
{
  crypto_aead_xchacha20poly1305_ietf_encrypt (ret_ct, NULL, plain, len, ad, ad_len, NULL, nonce,
                                              key);
}

gboolean
cen_crypto_open (guint8 *ret_plain, const guint8 key[static CEN_KEY_LEN],
                 const guint8 nonce[static CEN_NONCE_LEN], const guint8 *ct, gsize ct_len,
                 const guint8 *ad, gsize ad_len)
{
  return ct_len >= CEN_MAC_LEN &&
         crypto_aead_xchacha20poly1305_ietf_decrypt (ret_plain, NULL, NULL, ct, ct_len, ad, ad_len,
                                                     nonce, key) == 0;
}

gboolean
cen_crypto_wrap (guint8 ret_wrap[static CEN_WRAP_LEN], const guint8 plain[static CEN_KEY_LEN],
                 const guint8 nonce[static CEN_NONCE_LEN],
                 const guint8 recipient[static CEN_KEY_LEN], const CenBoxKey *sender)
{
  return crypto_box_easy (ret_wrap, plain, CEN_KEY_LEN, nonce, recipient, sender->secret) == 0;
}

gboolean
cen_crypto_unwrap (guint8 ret_plain[static CEN_KEY_LEN], const guint8 wrap[static CEN_WRAP_LEN],
                   const guint8 nonce[static CEN_NONCE_LEN],
                   const guint8 sender[static CEN_KEY_LEN], const CenBoxKey *recipient)
{
  return crypto_box_open_easy (ret_plain, wrap, CEN_WRAP_LEN, nonce, sender, recipient->secret) ==
         0;
}

gboolean
cen_crypto_agree (guint8 ret_shared[static CEN_KEY_LEN], const CenBoxKey *own,
                  const guint8 public_key[static CEN_KEY_LEN])
{
  return crypto_scalarmult (ret_shared, own->secret, public_key) == 0;
}

void
cen_crypto_sha256 (guint8 ret_hash[static CEN_ID_LEN], const void *bytes, gsize len)
{
  crypto_hash_sha256 (ret_hash, bytes, len);
}

void
cen_crypto_expand_seed (guint8 ret_secret[static CEN_EXPANDED_LEN],
                        const guint8 seed[static CEN_KEY_LEN])
{
  crypto_hash_sha512 (ret_secret, seed, CEN_KEY_LEN);
  ret_secret[0] &= 248;
  ret_secret[31] &= 63;
  ret_secret[31] |= 64;
}

gboolean
cen_crypto_stretch (guint8 ret_key[static CEN_KEY_LEN], const char *passphrase,
                    const guint8 salt[static CEN_SALT_LEN], guint32 ops, guint32 mem_kib)
{
  return crypto_pwhash (ret_key, CEN_KEY_LEN, passphrase, strlen (passphrase), salt, ops,
                        (gsize) mem_kib * 1024, crypto_pwhash_ALG_ARGON2ID13) == 0;
}

gpointer
cen_crypto_alloc (gsize len)
{
  gpointer secret;

  /* Also for those who come here before anybody else. */
  cen_crypto_init ();
  secret = sodium_malloc (len);
  if (secret == NULL)
    g_error ("no memory for %" G_GSIZE_FORMAT " bytes of secrets", len);
  memset (secret, 0, len);
  return secret;
}

void
cen_crypto_free (gpointer secret)
{
  sodium_free (secret);
}

CenStream *
cen_stream_new (const guint8 key[static CEN_KEY_LEN], const guint8 head[static CEN_STREAM_HEAD_LEN])
{
  CenStream *self = g_new0 (CenStream, 1);

  /* The two ends have the same state; the sealing one's own call differs only by making the head
   * out of randomness that is not our caller's. */
  crypto_secretstream_xchacha20poly1305_init_pull (&self->state, head, key);
  return self;
}

void
cen_stream_free (CenStream *self)
{
  if (self == NULL)
    return;
  sodium_memzero (self, sizeof *self);
  g_free (self);
}

void
cen_stream_seal (CenStream *self, guint8 *ret_ct, const guint8 *plain, gsize len, const guint8 *ad,
                 gsize ad_len, CenStreamTag tag)
{
  guint8 mark = tag == CEN_STREAM_LAST ? crypto_secretstream_xchacha20poly1305_TAG_FINAL
                                       : crypto_secretstream_xchacha20poly1305_TAG_MESSAGE;

  crypto_secretstream_xchacha20poly1305_push (&self->state, ret_ct, NULL, plain, len, ad, ad_len,
                                              mark);
}

gboolean
cen_stream_open (CenStream *self, guint8 *ret_plain, const guint8 *ct, gsize ct_len,
                 const guint8 *ad, gsize ad_len, CenStreamTag *ret_tag)
{
  guint8 mark;

  if (ct_len < CEN_STREAM_MORE_LEN ||
      crypto_secretstream_xchacha20poly1305_pull (&self->state, ret_plain, NULL, &mark, ct, ct_len,
                                                  ad, ad_len) != 0)
    return FALSE;
  *ret_tag =
      mark == crypto_secretstream_xchacha20poly1305_TAG_FINAL ? CEN_STREAM_LAST : CEN_STREAM_CHUNK;
  return TRUE;
}
