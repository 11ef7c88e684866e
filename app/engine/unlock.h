/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleUnlock: the key that opens a home's file of keys, from a passphrase or the keyring. */

#pragma once

#include "core/secrets.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* Of cen_crypto_alloc(); cen_crypto_free() frees it. */
typedef guint8 CenacleKey;

/**
 * cenacle_unlock_find: the key of the file of keys at @path, or NULL without an error when that
 * needs none. About a second with a passphrase; a keyring may take its time too.
 * @passphrase: (nullable)
 * Errors: those of cen_secrets_peek(), cen_file_head_open() and cenacle_keyring_find();
 * CEN_ERROR_LOCKED when a passphrase is needed and there is none.
 */
CenacleKey *cenacle_unlock_find (const char *path, const char *passphrase, GError **error);

/* The same on a thread of its own; the callback comes on the caller's context. */
void cenacle_unlock_find_async (const char *path, const char *passphrase,
                                GAsyncReadyCallback callback, gpointer user_data);
CenacleKey *cenacle_unlock_find_finish (GAsyncResult *result, GError **error);

G_END_DECLS
