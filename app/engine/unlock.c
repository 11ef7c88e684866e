/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "unlock.h"

#include "core/handover.h"
#include "desktop-keyring.h"

#include <string.h>

static gboolean
fill_key (const CenFileHead *head, const char *passphrase, CenacleKey *key, GError **error)
{
  if (head->protection == CEN_PROTECTION_KEYRING)
    return cenacle_keyring_find (head->salt, key, error);
  if (passphrase != NULL && *passphrase != '\0')
    return cen_file_head_open (head, passphrase, key, error);
  g_set_error_literal (error, CEN_ERROR, CEN_ERROR_LOCKED,
                       cen_protection_to_locked_sentence (head->protection));
  return FALSE;
}

CenacleKey *
cenacle_unlock_find (const char *path, const char *passphrase, GError **error)
{
  CenFileHead head;
  CenacleKey *key;

  if (!cen_secrets_peek (path, &head, error) || head.protection == CEN_PROTECTION_OPEN)
    return NULL;
  key = cen_crypto_alloc (CEN_KEY_LEN);
  if (fill_key (&head, passphrase, key, error))
    return key;
  cen_crypto_free (key);
  return NULL;
}

typedef struct {
  char *path;
  char *passphrase;
} Search;

static void
search_free (gpointer data)
{
  Search *search = data;

  cen_crypto_wipe (search->passphrase, strlen (search->passphrase));
  g_free (search->passphrase);
  g_free (search->path);
  g_free (search);
}

static void
search_thread (GTask *task, gpointer source G_GNUC_UNUSED, gpointer data,
               GCancellable *cancellable G_GNUC_UNUSED)
{
  Search *search = data;
  GError *error = NULL;
  CenacleKey *key;

  CEN_TAKE_OVER (search);
  key = cenacle_unlock_find (search->path, search->passphrase, &error);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, key, cen_crypto_free);
}

void
cenacle_unlock_find_async (const char *path, const char *passphrase, GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, user_data);
  Search *search = g_new (Search, 1);

  *search = (Search){ g_strdup (path), g_strdup (passphrase) };
  CEN_HAND_OVER (search);
  g_task_set_task_data (task, search, search_free);
  g_task_run_in_thread (task, search_thread);
}

CenacleKey *
cenacle_unlock_find_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
