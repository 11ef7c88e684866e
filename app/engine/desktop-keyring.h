/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The keys of homes in the desktop's keyring (the Secret Service, through libsecret), each under
 * the name that the head of its file says. Every call may wait for the desktop. */

#pragma once

#include "core/file-head.h"

#include <glib.h>

G_BEGIN_DECLS

/* Errors, of all: CEN_ERROR_LOCKED when the keyring does not answer or has no such key. */
gboolean cenacle_keyring_find (const guint8 name[static CEN_SALT_LEN],
                               guint8 ret_key[static CEN_KEY_LEN], GError **error);
/* A CenKeepKeyFunc: keeps @key, and reads it back before it says so. */
gboolean cenacle_keyring_keep_cb (const guint8 name[static CEN_SALT_LEN],
                                  const guint8 key[static CEN_KEY_LEN], gpointer user_data,
                                  GError **error);
void cenacle_keyring_forget (const guint8 name[static CEN_SALT_LEN]);

G_END_DECLS
