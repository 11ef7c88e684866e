/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenFileHead: the head of a file that a key opens (PROTOCOL.md, Files): what kind of file, how
 * its key is kept, what a passphrase costs, and checks by which damage, a wrong passphrase and a
 * newer version are told apart before anything else is read. What follows it is sealed with the
 * head as associated data. */

#pragma once

#include "crypto.h"
#include "error.h"

#include <glib.h>

G_BEGIN_DECLS

#define CEN_FILE_MAGIC_LEN 8
#define CEN_FILE_CHECK_LEN 16
#define CEN_FILE_HEAD_LEN  92

#define CEN_PASSPHRASE_MIN 8    /* characters */
#define CEN_PASSPHRASE_MAX 1024 /* bytes */

/* What a reader agrees to spend for a file that asks for it. */
#define CEN_STRETCH_OPS_MAX     16
#define CEN_STRETCH_MEM_KIB_MIN 8
#define CEN_STRETCH_MEM_KIB_MAX (1 << 20)

/* How the key of a file is kept. */
typedef enum {
  CEN_PROTECTION_OPEN,       /* in the file itself */
  CEN_PROTECTION_PASSPHRASE, /* follows from a passphrase */
  CEN_PROTECTION_KEYRING,    /* with the desktop, under the salt as its name */
} CenProtection;

/* "open", "passphrase" or "keyring", and back. */
const char *cen_protection_to_name (CenProtection protection);
gboolean cen_protection_from_name (const char *name, CenProtection *ret_protection);

/* The cost of a guess: Argon2id's passes, and memory. */
typedef struct {
  guint32 ops;
  guint32 mem_kib;
} CenStretchCost;

typedef struct {
  const char *magic; /* CEN_FILE_MAGIC_LEN characters */
  guint8 version;    /* the newest that is understood */
  const char *damaged;
  const char *newer; /* sentences */
} CenFileKind;

typedef struct {
  guint8 version;
  CenProtection protection;
  CenStretchCost cost; /* zero without a passphrase */
  guint8 salt[CEN_SALT_LEN];
  guint8 nonce[CEN_NONCE_LEN];
  guint8 key_check[CEN_FILE_CHECK_LEN];
} CenFileHead;

/**
 * cen_file_head_init: a head with fresh salt and nonce.
 * @cost: (nullable): NULL for what is moderate on today's machines (about a second, 256 MiB);
 * without a passphrase it is not used
 */
void cen_file_head_init (CenFileHead *self, const CenFileKind *kind, CenProtection protection,
                         const CenStretchCost *cost, const CenWorld *world);
/* Writes the head with its own check. */
void cen_file_head_write (const CenFileHead *self, const CenFileKind *kind,
                          guint8 ret_bytes[static CEN_FILE_HEAD_LEN]);
/**
 * cen_file_head_read: reads what cen_file_head_write() wrote from the beginning of @len bytes.
 * Errors: CEN_ERROR_INVALID (another file, cut short, or damaged), CEN_ERROR_NEWER.
 */
gboolean cen_file_head_read (CenFileHead *ret_head, const CenFileKind *kind, const guint8 *bytes,
                             gsize len, GError **error);

/* Says in the head which key opens the file. */
void cen_file_head_set_key (CenFileHead *self, const guint8 key[static CEN_KEY_LEN]);
gboolean cen_file_head_is_key (const CenFileHead *self, const guint8 key[static CEN_KEY_LEN]);

/**
 * cen_file_head_stretch: the key that follows from @passphrase, at the cost the head names.
 * Errors: CEN_ERROR_STORAGE (not enough memory).
 */
gboolean cen_file_head_stretch (const CenFileHead *self, const char *passphrase,
                                guint8 ret_key[static CEN_KEY_LEN], GError **error);
/* The same, and tells when it is not the key of the file: CEN_ERROR_REFUSED. */
gboolean cen_file_head_open (const CenFileHead *self, const char *passphrase,
                             guint8 ret_key[static CEN_KEY_LEN], GError **error);

/* Whether a passphrase may be set. Errors: CEN_ERROR_REFUSED. */
gboolean cen_passphrase_check (const char *passphrase, GError **error);

G_END_DECLS
