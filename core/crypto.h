/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenCrypto: the only door to libsodium. Sizes stand in the signatures; personalisations are the
 * short ASCII strings of PROTOCOL.md, at most 16 bytes. */

#pragma once

#include "id.h"
#include "limits.h"
#include "world.h"

#include <glib.h>

G_BEGIN_DECLS

/* An Ed25519 key pair; @secret is the seed followed by the public key. Wipe with clear. */
typedef struct {
  guint8 public_key[CEN_KEY_LEN];
  guint8 secret[2 * CEN_KEY_LEN];
} CenSignKey;

/* An X25519 key pair, for boxes and for CURVE. Wipe with clear. */
typedef struct {
  guint8 public_key[CEN_KEY_LEN];
  guint8 secret[CEN_KEY_LEN];
} CenBoxKey;

/* Once per process, before anything else here; aborts when the library cannot start. */
void cen_crypto_init (void);

void cen_crypto_wipe (gpointer secret, gsize len);
gboolean cen_crypto_equal (const guint8 *a, const guint8 *b, gsize len);

/* BLAKE2b-256 with personalisation @domain, over @n_parts (at most 8) pieces. */
typedef struct {
  const void *bytes;
  gsize len;
} CenPart;

void cen_crypto_hash (guint8 ret_hash[static CEN_ID_LEN], const char *domain, const void *bytes,
                      gsize len);
void cen_crypto_hash_parts (guint8 ret_hash[static CEN_ID_LEN], const guint8 *key, gsize key_len,
                            const char *domain, const CenPart *parts, gsize n_parts);
/* The same keyed by @key. */
void cen_crypto_derive (guint8 ret_key[static CEN_KEY_LEN], const guint8 key[static CEN_KEY_LEN],
                        const char *domain, const void *bytes, gsize len);
/* A running BLAKE2b-256, for digests of many rows. */
typedef struct _CenHasher CenHasher;
CenHasher *cen_hasher_new (const char *domain);
void cen_hasher_update (CenHasher *self, const void *bytes, gsize len);
void cen_hasher_finish (CenHasher *self, guint8 ret_hash[static CEN_ID_LEN]);
void cen_hasher_free (CenHasher *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CenHasher, cen_hasher_free)

/* SipHash-2-4 twice over @id under the two halves of @key: a 128-bit tag doubled to 32 bytes. */
void cen_crypto_tag_id (CenId *ret_tag, const guint8 key[static CEN_KEY_LEN], const CenId *id);

void cen_sign_key_from_seed (CenSignKey *ret_key, const guint8 seed[static CEN_KEY_LEN]);
void cen_sign_key_generate (CenSignKey *ret_key, const CenWorld *world);
void cen_sign_key_clear (CenSignKey *self);
void cen_box_key_from_seed (CenBoxKey *ret_key, const guint8 seed[static CEN_KEY_LEN]);
void cen_box_key_generate (CenBoxKey *ret_key, const CenWorld *world);
void cen_box_key_clear (CenBoxKey *self);
/* FALSE for zero and for points of small order, with which any shared secret is known. */
gboolean cen_box_public_is_usable (const guint8 key[static CEN_KEY_LEN]);

void cen_crypto_sign (guint8 ret_sig[static CEN_SIG_LEN], const CenSignKey *key, const char *domain,
                      const CenPart *parts, gsize n_parts);
gboolean cen_crypto_verify (const guint8 sig[static CEN_SIG_LEN],
                            const guint8 public_key[static CEN_KEY_LEN], const char *domain,
                            const CenPart *parts, gsize n_parts);

/* XChaCha20-Poly1305: writes len + CEN_MAC_LEN bytes; open returns FALSE when it was altered. */
void cen_crypto_seal (guint8 *ret_ct, const guint8 key[static CEN_KEY_LEN],
                      const guint8 nonce[static CEN_NONCE_LEN], const guint8 *plain, gsize len,
                      const guint8 *ad, gsize ad_len);
gboolean cen_crypto_open (guint8 *ret_plain, const guint8 key[static CEN_KEY_LEN],
                          const guint8 nonce[static CEN_NONCE_LEN], const guint8 *ct, gsize ct_len,
                          const guint8 *ad, gsize ad_len);

/* crypto_box of a 32-byte key; wrap is deterministic in its arguments. */
gboolean cen_crypto_wrap (guint8 ret_wrap[static CEN_WRAP_LEN],
                          const guint8 plain[static CEN_KEY_LEN],
                          const guint8 nonce[static CEN_NONCE_LEN],
                          const guint8 recipient[static CEN_KEY_LEN], const CenBoxKey *sender);
gboolean cen_crypto_unwrap (guint8 ret_plain[static CEN_KEY_LEN],
                            const guint8 wrap[static CEN_WRAP_LEN],
                            const guint8 nonce[static CEN_NONCE_LEN],
                            const guint8 sender[static CEN_KEY_LEN], const CenBoxKey *recipient);

/* What X25519 gives of own and another's key, the same on both sides; a key only once it is hashed.
 * FALSE for a @public_key of small order. */
gboolean cen_crypto_agree (guint8 ret_shared[static CEN_KEY_LEN], const CenBoxKey *own,
                           const guint8 public_key[static CEN_KEY_LEN]);

/* Argon2id: a key out of @passphrase, deliberately at the cost of @ops passes over @mem_kib KiB.
 * FALSE when there is not as much memory. */
gboolean cen_crypto_stretch (guint8 ret_key[static CEN_KEY_LEN], const char *passphrase,
                             const guint8 salt[static CEN_SALT_LEN], guint32 ops, guint32 mem_kib);

/* Zeroed memory for secrets: between guard pages, kept from swap where the system allows it, left
 * out of core dumps, and wiped when freed. Each takes some pages: not for small change. */
gpointer cen_crypto_alloc (gsize len);
/* Accepts NULL. */
void cen_crypto_free (gpointer secret);

/* A stream of sealed chunks in a fixed order, of which one is marked as the last (libsodium's
 * secretstream, XChaCha20-Poly1305). Both ends start from the key and the same head. */
#define CEN_STREAM_HEAD_LEN 24
#define CEN_STREAM_MORE_LEN 17 /* by so much a sealed chunk is longer */

typedef enum {
  CEN_STREAM_CHUNK,
  CEN_STREAM_LAST,
} CenStreamTag;

typedef struct _CenStream CenStream;
CenStream *cen_stream_new (const guint8 key[static CEN_KEY_LEN],
                           const guint8 head[static CEN_STREAM_HEAD_LEN]);
void cen_stream_free (CenStream *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CenStream, cen_stream_free)
/* Writes len + CEN_STREAM_MORE_LEN bytes. */
void cen_stream_seal (CenStream *self, guint8 *ret_ct, const guint8 *plain, gsize len,
                      const guint8 *ad, gsize ad_len, CenStreamTag tag);
/* Writes ct_len - CEN_STREAM_MORE_LEN bytes; FALSE when it was altered or is not the next chunk. */
gboolean cen_stream_open (CenStream *self, guint8 *ret_plain, const guint8 *ct, gsize ct_len,
                          const guint8 *ad, gsize ad_len, CenStreamTag *ret_tag);

/* The secret half of an Ed25519 key as RFC 8032 makes it of a seed (SHA-512, clamped), which is the
 * form in which Tor takes the keys of onion services. */
#define CEN_EXPANDED_LEN 64
void cen_crypto_expand_seed (guint8 ret_secret[static CEN_EXPANDED_LEN],
                             const guint8 seed[static CEN_KEY_LEN]);

/* SHA-256, where a foreign format asks for it (Negentropy V1 fingerprints). */
void cen_crypto_sha256 (guint8 ret_hash[static CEN_ID_LEN], const void *bytes, gsize len);

G_END_DECLS
