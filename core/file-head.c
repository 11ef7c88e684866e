/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* magic[8] version protection 0 0 ops[4] mem_kib[4] salt[16] nonce[24] key_check[16] check[16],
 * numbers little-endian. The check of the head is no secret and needs no key: it tells damage from
 * a wrong passphrase. That nobody altered the head is settled by what follows it, for which the
 * head is associated data. */

#include "file-head.h"

#include <string.h>

/* crypto_pwhash's "moderate". */
#define MODERATE_OPS     3
#define MODERATE_MEM_KIB (256 * 1024)

enum {
  AT_VERSION = CEN_FILE_MAGIC_LEN,
  AT_PROTECTION,
  AT_ZERO,
  AT_OPS = AT_ZERO + 2,
  AT_MEM = AT_OPS + 4,
  AT_SALT = AT_MEM + 4,
  AT_NONCE = AT_SALT + CEN_SALT_LEN,
  AT_KEY_CHECK = AT_NONCE + CEN_NONCE_LEN,
  AT_CHECK = AT_KEY_CHECK + CEN_FILE_CHECK_LEN,
};

G_STATIC_ASSERT (AT_CHECK + CEN_FILE_CHECK_LEN == CEN_FILE_HEAD_LEN);

static const char *const protection_names[] = { "open", "passphrase", "keyring" };

const char *
cen_protection_to_name (CenProtection protection)
{
  return protection_names[protection];
}

gboolean
cen_protection_from_name (const char *name, CenProtection *ret_protection)
{
  for (guint i = 0; i < G_N_ELEMENTS (protection_names); i++) {
    if (strcmp (protection_names[i], name) == 0) {
      *ret_protection = (CenProtection) i;
      return TRUE;
    }
  }
  return FALSE;
}

void
cen_file_head_init (CenFileHead *self, const CenFileKind *kind, CenProtection protection,
                    const CenStretchCost *cost, const CenWorld *world)
{
  static const CenStretchCost moderate = { MODERATE_OPS, MODERATE_MEM_KIB };

  *self = (CenFileHead){ .version = kind->version, .protection = protection };
  if (protection == CEN_PROTECTION_PASSPHRASE)
    self->cost = cost != NULL ? *cost : moderate;
  world->random (world, self->salt, sizeof self->salt);
  world->random (world, self->nonce, sizeof self->nonce);
}

static void
put_number (guint8 *bytes, guint32 number)
{
  number = GUINT32_TO_LE (number);
  memcpy (bytes, &number, sizeof number);
}

static guint32
get_number (const guint8 *bytes)
{
  guint32 number;

  memcpy (&number, bytes, sizeof number);
  return GUINT32_FROM_LE (number);
}

void
cen_file_head_write (const CenFileHead *self, const CenFileKind *kind,
                     guint8 ret_bytes[static CEN_FILE_HEAD_LEN])
{
  guint8 check[CEN_ID_LEN];

  memset (ret_bytes, 0, CEN_FILE_HEAD_LEN);
  memcpy (ret_bytes, kind->magic, CEN_FILE_MAGIC_LEN);
  ret_bytes[AT_VERSION] = self->version;
  ret_bytes[AT_PROTECTION] = (guint8) self->protection;
  put_number (ret_bytes + AT_OPS, self->cost.ops);
  put_number (ret_bytes + AT_MEM, self->cost.mem_kib);
  memcpy (ret_bytes + AT_SALT, self->salt, sizeof self->salt);
  memcpy (ret_bytes + AT_NONCE, self->nonce, sizeof self->nonce);
  memcpy (ret_bytes + AT_KEY_CHECK, self->key_check, sizeof self->key_check);
  cen_crypto_hash (check, "cen1.file.head", ret_bytes, AT_CHECK);
  memcpy (ret_bytes + AT_CHECK, check, CEN_FILE_CHECK_LEN);
}

static gboolean
cost_is_sound (const CenFileHead *head)
{
  if (head->protection != CEN_PROTECTION_PASSPHRASE)
    return head->cost.ops == 0 && head->cost.mem_kib == 0;
  return head->cost.ops >= 1 && head->cost.ops <= CEN_STRETCH_OPS_MAX &&
         head->cost.mem_kib >= CEN_STRETCH_MEM_KIB_MIN &&
         head->cost.mem_kib <= CEN_STRETCH_MEM_KIB_MAX;
}

gboolean
cen_file_head_read (CenFileHead *ret_head, const CenFileKind *kind, const guint8 *bytes, gsize len,
                    GError **error)
{
  CenFileHead head = { 0 };
  guint8 check[CEN_ID_LEN];
  gboolean ok = len > AT_VERSION && memcmp (bytes, kind->magic, CEN_FILE_MAGIC_LEN) == 0;

  /* What a newer version writes behind its number is for that version to know. */
  if (ok && bytes[AT_VERSION] > kind->version) {
    g_set_error_literal (error, CEN_ERROR, CEN_ERROR_NEWER, kind->newer);
    return FALSE;
  }
  ok = ok && len >= CEN_FILE_HEAD_LEN && bytes[AT_VERSION] == kind->version &&
       bytes[AT_PROTECTION] <= CEN_PROTECTION_KEYRING && bytes[AT_ZERO] == 0 &&
       bytes[AT_ZERO + 1] == 0;
  if (ok) {
    head.version = bytes[AT_VERSION];
    head.protection = (CenProtection) bytes[AT_PROTECTION];
    head.cost = (CenStretchCost){ get_number (bytes + AT_OPS), get_number (bytes + AT_MEM) };
    memcpy (head.salt, bytes + AT_SALT, sizeof head.salt);
    memcpy (head.nonce, bytes + AT_NONCE, sizeof head.nonce);
    memcpy (head.key_check, bytes + AT_KEY_CHECK, sizeof head.key_check);
    cen_crypto_hash (check, "cen1.file.head", bytes, AT_CHECK);
    ok = memcmp (check, bytes + AT_CHECK, CEN_FILE_CHECK_LEN) == 0 && cost_is_sound (&head);
  }
  if (!ok) {
    g_set_error_literal (error, CEN_ERROR, CEN_ERROR_INVALID, kind->damaged);
    return FALSE;
  }
  *ret_head = head;
  return TRUE;
}

static void
check_key (const guint8 key[static CEN_KEY_LEN], guint8 ret_check[static CEN_ID_LEN])
{
  cen_crypto_derive (ret_check, key, "cen1.file.key", NULL, 0);
}

void
cen_file_head_set_key (CenFileHead *self, const guint8 key[static CEN_KEY_LEN])
{
  guint8 check[CEN_ID_LEN];

  check_key (key, check);
  memcpy (self->key_check, check, sizeof self->key_check);
}

gboolean
cen_file_head_is_key (const CenFileHead *self, const guint8 key[static CEN_KEY_LEN])
{
  guint8 check[CEN_ID_LEN];

  check_key (key, check);
  return cen_crypto_equal (check, self->key_check, sizeof self->key_check);
}

gboolean
cen_file_head_stretch (const CenFileHead *self, const char *passphrase,
                       guint8 ret_key[static CEN_KEY_LEN], GError **error)
{
  g_assert (self->protection == CEN_PROTECTION_PASSPHRASE);
  if (cen_crypto_stretch (ret_key, passphrase, self->salt, self->cost.ops, self->cost.mem_kib))
    return TRUE;
  g_set_error_literal (error, CEN_ERROR, CEN_ERROR_STORAGE,
                       "There is not enough memory to try a passphrase: close something else "
                       "first.");
  return FALSE;
}

gboolean
cen_file_head_open (const CenFileHead *self, const char *passphrase,
                    guint8 ret_key[static CEN_KEY_LEN], GError **error)
{
  if (!cen_file_head_stretch (self, passphrase, ret_key, error))
    return FALSE;
  if (cen_file_head_is_key (self, ret_key))
    return TRUE;
  cen_crypto_wipe (ret_key, CEN_KEY_LEN);
  g_set_error_literal (error, CEN_ERROR, CEN_ERROR_REFUSED,
                       "This is not the passphrase: try again.");
  return FALSE;
}

gboolean
cen_passphrase_check (const char *passphrase, GError **error)
{
  G_STATIC_ASSERT (CEN_PASSPHRASE_MIN == 8);

  if (!g_utf8_validate (passphrase, -1, NULL) || strlen (passphrase) > CEN_PASSPHRASE_MAX) {
    g_set_error_literal (error, CEN_ERROR, CEN_ERROR_REFUSED,
                         "This passphrase is too long or not readable as text.");
    return FALSE;
  }
  if (g_utf8_strlen (passphrase, -1) >= CEN_PASSPHRASE_MIN)
    return TRUE;
  g_set_error_literal (error, CEN_ERROR, CEN_ERROR_REFUSED,
                       "A passphrase has at least 8 characters: four or five words that do not "
                       "belong together are good.");
  return FALSE;
}
