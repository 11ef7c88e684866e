/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenSecrets: the secret keys of one home, in one file of mode 0600 that only the engine reads:
 * for each circle the member key M, the device keys D, E and T, those of the devices this home was
 * before, and the seeds of the invites and device links made here. The file is sealed by a key that
 * stands in it, follows from a passphrase, or is kept by the desktop's keyring (PROTOCOL.md,
 * Files). Each change writes a new file, synced and renamed over the old one. */

#pragma once

#include "crypto.h"
#include "error.h"
#include "file-head.h"

#include <glib.h>

G_BEGIN_DECLS

#define CEN_SECRET_INVITES_MAX 256
#define CEN_SECRET_FORMER_MAX  64
#define CEN_SECRET_LINKS_MAX   8

typedef struct {
  CenId invite; /* the INVITE op */
  guint8 seed[CEN_KEY_LEN];
} CenInviteSecret;

/* A device this home was before: what was sealed for it can still be opened. */
typedef struct {
  CenId device;
  guint8 box[CEN_KEY_LEN]; /* secret of its E */
} CenFormerDevice;

/* A link by which this device lets another of the same person in (sponsor.h). */
typedef struct {
  guint8 seed[CEN_KEY_LEN];
  guint8 curve[CEN_KEY_LEN]; /* the public key that follows from it */
  CenId device;              /* who opened it; zero until somebody does */
  guint8 expires_ms[8];      /* wall time, little-endian */
} CenLinkSecret;

/* Whether this home must become a new device of the circle, because its keys may be in use
 * elsewhere too. */
typedef enum {
  CEN_RENEWAL_NONE,
  CEN_RENEWAL_NEEDED,   /* the keys are those of the device that was copied */
  CEN_RENEWAL_UNDERWAY, /* the keys are new; their DEVICE_ADD may not be written yet */
} CenRenewal;

/* Keys of this device in one circle; in memory that is kept from swap and core dumps. */
typedef struct {
  CenId circle;
  CenSignKey member; /* M */
  CenSignKey device; /* D */
  CenBoxKey box;     /* E */
  CenBoxKey curve;   /* T */
  GArray *invites;   /* CenInviteSecret */
  GArray *former;    /* CenFormerDevice, oldest first */
  GArray *links;     /* CenLinkSecret, oldest first */
  CenRenewal renewal;
} CenCircleKeys;

CenCircleKeys *cen_circle_keys_generate (const CenWorld *world);
void cen_circle_keys_free (CenCircleKeys *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CenCircleKeys, cen_circle_keys_free)
/* The box key of @device, when this home is or was that device. */
gboolean
cen_circle_keys_find_box (const CenCircleKeys *self, const CenId *device, CenBoxKey *ret_box);

typedef struct _CenSecrets CenSecrets;

/**
 * cen_secrets_peek: how the file at @path is protected, without opening it; as open when there is
 * none. The head's salt is the name of its key in a keyring.
 * Errors: CEN_ERROR_STORAGE (cannot be read), CEN_ERROR_INVALID (damaged), CEN_ERROR_NEWER.
 */
gboolean cen_secrets_peek (const char *path, CenFileHead *ret_head, GError **error);

/**
 * cen_secrets_open: reads @path, or starts empty when it is not there; NULL keeps all in memory.
 * Where the file is not in the place in which it was written, every circle needs a renewal.
 * @key: (nullable): what opens it, unless its protection is open; see cen_file_head_open()
 * @world: kept, for the randomness of later writing
 * Errors: those of cen_secrets_peek(); CEN_ERROR_LOCKED without the key that it takes;
 * CEN_ERROR_REFUSED with a wrong one.
 */
CenSecrets *
cen_secrets_open (const char *path, const guint8 *key, const CenWorld *world, GError **error);
void cen_secrets_free (CenSecrets *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CenSecrets, cen_secrets_free)

/* "This home is locked: …" */
const char *cen_protection_to_locked_sentence (CenProtection protection);

CenProtection cen_secrets_get_protection (const CenSecrets *self);
/* The head of the file as it was last read or written; lent. */
const CenFileHead *cen_secrets_get_head (const CenSecrets *self);

/* Gives @key to the keyring under the name @salt; FALSE keeps the protection as it was. */
typedef gboolean (*CenKeepKeyFunc) (const guint8 salt[static CEN_SALT_LEN],
                                    const guint8 key[static CEN_KEY_LEN], gpointer user_data,
                                    GError **error);

/* What the keys of a home shall be protected by. */
typedef struct {
  CenProtection protection;
  const char *passphrase;     /* for a passphrase */
  const CenStretchCost *cost; /* for a passphrase; NULL: moderate */
  CenKeepKeyFunc keep;        /* for a keyring; called before the file changes */
  gpointer user_data;
} CenProtectionWish;

/**
 * cen_secrets_protect: seals the file by a new key; all or nothing. Costs about a second with a
 * passphrase.
 * Errors: those of cen_passphrase_check() and of @wish's keep; CEN_ERROR_STORAGE.
 */
gboolean cen_secrets_protect (CenSecrets *self, const CenProtectionWish *wish, GError **error);

/* Lent; NULL when there are none for @circle. */
CenCircleKeys *cen_secrets_get (CenSecrets *self, const CenId *circle);
/* Eats @keys, whatever happens. */
gboolean cen_secrets_take (CenSecrets *self, CenCircleKeys *keys, GError **error);
gboolean cen_secrets_remove (CenSecrets *self, const CenId *circle, GError **error);
gboolean cen_secrets_add_invite (CenSecrets *self, const CenId *circle, const CenId *invite,
                                 const guint8 seed[static CEN_KEY_LEN], GError **error);
/* Lent; NULL when the invite was not made here. */
const guint8 *cen_circle_keys_get_invite_seed (const CenCircleKeys *self, const CenId *invite);
/* Writes what was changed in keys that were lent. */
gboolean cen_secrets_save (CenSecrets *self, GError **error);

/**
 * cen_secrets_renew: fresh D, E and T for @circle, whose own ones become a former device; the
 * renewal is underway. Without an error nothing of it can be lost any more.
 * Errors: CEN_ERROR_STORAGE, and then nothing has changed.
 */
gboolean cen_secrets_renew (CenSecrets *self, const CenId *circle, GError **error);

/* The secret of the key by which this home is known as a relay, made when it is first asked for;
 * and whether it was. Errors: CEN_ERROR_STORAGE. */
gboolean
cen_secrets_ensure_relay (CenSecrets *self, guint8 ret_seed[static CEN_KEY_LEN], GError **error);
gboolean cen_secrets_is_relay (const CenSecrets *self);

/* All keys as bytes for a backup, which cen_crypto_free() frees; and back: takes the place of what
 * was there, and every circle needs a renewal. The file keeps its protection.
 * Errors: CEN_ERROR_INVALID, CEN_ERROR_STORAGE. */
guint8 *cen_secrets_pack (const CenSecrets *self, gsize *ret_len);
gboolean cen_secrets_unpack (CenSecrets *self, const guint8 *bytes, gsize len, GError **error);

G_END_DECLS
