/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Everything is read and checked before anything is put in place; then the keys, then the replica,
 * each at once. Keys without their circles, as a crash between the two leaves them, do no harm: the
 * home has no circle, and is restored into again. */

#include "replica-backup.h"

#include "store-copy.h"

#define PART_SECRETS "secrets"
#define PART_REPLICA "replica.db"

gboolean
cen_replica_backup (CenReplica *self, const char *path, const char *passphrase,
                    const CenStretchCost *cost, GError **error)
{
  g_autoptr (GBytes) store = NULL;
  CenBackupPart parts[2] = { { .name = PART_SECRETS }, { .name = PART_REPLICA } };
  guint8 *secrets;
  gboolean ok;

  /* Before a second is spent on it. */
  if (!cen_passphrase_check (passphrase, error))
    return FALSE;
  store = cen_store_pack (self->store, error);
  if (store == NULL)
    return FALSE;
  secrets = cen_secrets_pack (self->secrets, &parts[0].len);
  parts[0].bytes = secrets;
  parts[1].bytes = g_bytes_get_data (store, &parts[1].len);
  ok = cen_backup_write (path, passphrase, cost, parts, G_N_ELEMENTS (parts), self->world, error);
  cen_crypto_free (secrets);
  return ok;
}

/* Puts both in place, or leaves both as they were. */
static gboolean
put_in_place (CenReplica *self, const CenBackupPart *secrets, const CenBackupPart *store,
              GError **error)
{
  gsize len;
  guint8 *old = cen_secrets_pack (self->secrets, &len);
  gboolean ok = cen_secrets_unpack (self->secrets, secrets->bytes, secrets->len, error);

  if (ok && !cen_store_unpack (self->store, store->bytes, store->len, error)) {
    cen_secrets_unpack (self->secrets, old, len, NULL);
    ok = FALSE;
  }
  cen_crypto_free (old);
  return ok;
}

gboolean
cen_replica_restore (CenReplica *self, const char *path, const char *passphrase, GError **error)
{
  g_autoptr (CenBackup) backup = NULL;
  CenBackupPart secrets, store;

  if (self->circles->len > 0) {
    g_set_error_literal (error, CEN_ERROR, CEN_ERROR_REFUSED,
                         "This home is in a circle already: a backup is restored into a home that "
                         "is still empty.");
    return FALSE;
  }
  backup = cen_backup_read (path, passphrase, error);
  if (backup == NULL)
    return FALSE;
  if (!cen_backup_get (backup, PART_SECRETS, &secrets) ||
      !cen_backup_get (backup, PART_REPLICA, &store)) {
    g_set_error_literal (error, CEN_ERROR, CEN_ERROR_INVALID,
                         "This backup is damaged: it cannot be restored.");
    return FALSE;
  }
  return cen_store_check_packed (store.bytes, store.len, error) &&
         put_in_place (self, &secrets, &store, error) && cen_replica_reload (self, error);
}
