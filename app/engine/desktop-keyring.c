/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "desktop-keyring.h"

#include "core/error.h"
#include "core/id.h"
#include "core/secrets.h"

#include <libsecret/secret.h>
#include <string.h>

static const SecretSchema schema = {
  .name = "org.cenacle.Home",
  .attributes = { { "home", SECRET_SCHEMA_ATTRIBUTE_STRING } },
};

gboolean
cenacle_keyring_find (const guint8 name[static CEN_SALT_LEN], guint8 ret_key[static CEN_KEY_LEN],
                      GError **error)
{
  g_autofree char *home = cen_base32_encode (name, CEN_SALT_LEN);
  g_autoptr (GError) cause = NULL;
  char *text = secret_password_lookup_nonpageable_sync (&schema, NULL, &cause, "home", home, NULL);
  CenId key = { 0 };
  gboolean ok = text != NULL && cen_id_from_text (&key, text);

  if (ok)
    memcpy (ret_key, key.bytes, CEN_KEY_LEN);
  else
    g_set_error_literal (error, CEN_ERROR, CEN_ERROR_LOCKED,
                         cen_protection_to_locked_sentence (CEN_PROTECTION_KEYRING));
  if (cause != NULL)
    g_debug ("keyring: %s", cause->message);
  /* The service may be another one when we ask again. */
  if (!ok)
    secret_service_disconnect ();
  cen_crypto_wipe (&key, sizeof key);
  secret_password_free (text);
  return ok;
}

static gboolean
set_refused (GError **error, const GError *cause)
{
  g_debug ("keyring: %s", cause != NULL ? cause->message : "what was kept is not found again");
  g_set_error_literal (error, CEN_ERROR, CEN_ERROR_REFUSED,
                       "The desktop’s keyring keeps no key now: use a passphrase, or log in to the "
                       "desktop first.");
  return FALSE;
}

gboolean
cenacle_keyring_keep_cb (const guint8 name[static CEN_SALT_LEN],
                         const guint8 key[static CEN_KEY_LEN], gpointer user_data G_GNUC_UNUSED,
                         GError **error)
{
  g_autofree char *home = cen_base32_encode (name, CEN_SALT_LEN);
  char *text = cen_base32_encode (key, CEN_KEY_LEN);
  guint8 found[CEN_KEY_LEN];
  g_autoptr (GError) cause = NULL;
  gboolean ok =
      secret_password_store_sync (&schema, SECRET_COLLECTION_DEFAULT, "Cenacle: keys of a home",
                                  text, NULL, &cause, "home", home, NULL) &&
      cenacle_keyring_find (name, found, NULL) && cen_crypto_equal (found, key, CEN_KEY_LEN);

  cen_crypto_wipe (found, sizeof found);
  cen_crypto_wipe (text, strlen (text));
  g_free (text);
  return ok || set_refused (error, cause);
}

void
cenacle_keyring_forget (const guint8 name[static CEN_SALT_LEN])
{
  g_autofree char *home = cen_base32_encode (name, CEN_SALT_LEN);

  secret_password_clear_sync (&schema, NULL, NULL, "home", home, NULL);
}
