/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Methods about the home as a whole: how its keys are protected, backup and restore. Each may hold
 * the node thread for as long as a passphrase costs, about a second. */

#include "call.h"
#include "desktop-keyring.h"

#include "core/replica-backup.h"
#include "core/replica-renew.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

/* --- Protection --- */

/* Who changes the protection knows the passphrase there is. */
static gboolean
check_old (const CenSecrets *secrets, const char *old, GError **error)
{
  guint8 key[CEN_KEY_LEN];
  gboolean ok;

  if (cen_secrets_get_protection (secrets) != CEN_PROTECTION_PASSPHRASE)
    return TRUE;
  ok = cen_file_head_open (cen_secrets_get_head (secrets), old, key, error);
  cen_crypto_wipe (key, sizeof key);
  return ok;
}

static GVariant *
protect (CenacleCall *call, GError **error)
{
  CenSecrets *secrets = call->replica->secrets;
  const CenFileHead before = *cen_secrets_get_head (secrets);
  CenProtectionWish wish = { .passphrase = cenacle_call_get_text (call, 2),
                             .keep = cenacle_keyring_keep_cb };

  if (!cen_protection_from_name (cenacle_call_get_text (call, 1), &wish.protection)) {
    g_set_error_literal (error, CEN_ERROR, CEN_ERROR_INVALID,
                         "Keys are kept open, by a passphrase or by the keyring.");
    return NULL;
  }
  if (!check_old (secrets, cenacle_call_get_text (call, 0), error) ||
      !cen_secrets_protect (secrets, &wish, error))
    return NULL;
  if (before.protection == CEN_PROTECTION_KEYRING)
    cenacle_keyring_forget (before.salt);
  return g_variant_new ("()");
}

/* --- Backup --- */

static gboolean
check_path (const char *path, GError **error)
{
  if (g_path_is_absolute (path))
    return TRUE;
  g_set_error_literal (error, CEN_ERROR, CEN_ERROR_INVALID,
                       "The engine needs the whole path of a file.");
  return FALSE;
}

/* Under systemd the engine sees most of the disk as one that cannot be written, while who asks may
 * well write there. */
static gboolean
check_place (const char *path, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);

  if (g_access (folder, W_OK) == 0 || errno != EROFS)
    return TRUE;
  g_set_error_literal (
      error, CEN_ERROR, CEN_ERROR_STORAGE,
      "The engine may not write there: put the backup into ~/.local/share and move "
      "it from there.");
  return FALSE;
}

static GVariant *
backup (CenacleCall *call, GError **error)
{
  const char *path = cenacle_call_get_text (call, 0);

  if (!check_path (path, error) || !check_place (path, error) ||
      !cen_replica_backup (call->replica, path, cenacle_call_get_text (call, 1), NULL, error))
    return NULL;
  return g_variant_new ("()");
}

/* Every circle becomes one of a new device before anybody is met. One that cannot yet stays
 * readable, and is tried again when the engine starts. */
static gboolean
enter_circles (CenacleCall *call, CenRetirement retirement, GError **error)
{
  for (guint i = 0; i < call->replica->circles->len; i++) {
    CenCircle *circle = call->replica->circles->pdata[i];
    g_autoptr (GError) cause = NULL;

    if (!cen_replica_renew_device (call->replica, circle, retirement, &cause))
      g_warning ("a restored circle waits for its new device: %s", cause->message);
    else if (!net_node_add_circle (call->node, circle, error))
      return FALSE;
    circle->changes |= CEN_CHANGED_FRAME | CEN_CHANGED_MEMBERS | CEN_CHANGED_CHANNELS |
                       CEN_CHANGED_MESSAGES | CEN_CHANGED_LOCAL | CEN_CHANGED_OBJECTS;
  }
  return TRUE;
}

static GVariant *
restore (CenacleCall *call, GError **error)
{
  const char *path = cenacle_call_get_text (call, 0);
  g_autoptr (GVariant) options = g_variant_get_child_value (call->parameters, 2);
  gboolean retires = FALSE;

  g_variant_lookup (options, "retire", "b", &retires);
  if (!check_path (path, error) ||
      !cen_replica_restore (call->replica, path, cenacle_call_get_text (call, 1), error) ||
      !enter_circles (call, retires ? CEN_RETIRE_FORMER : CEN_KEEP_FORMER, error))
    return NULL;
  return g_variant_new ("(u)", call->replica->circles->len);
}

CenacleMethodFunc
cenacle_methods_home_keys_find (const char *name)
{
  static const CenacleMethod methods[] = {
    { "Protect", protect },
    { "Backup", backup },
    { "Restore", restore },
  };

  for (guint i = 0; i < G_N_ELEMENTS (methods); i++) {
    if (strcmp (methods[i].name, name) == 0)
      return methods[i].func;
  }
  return NULL;
}
