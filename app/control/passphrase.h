/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Passphrases on their way from a descriptor or a terminal. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * cenacle_passphrase_read: the first line that can be read from descriptor @fd, without its end;
 * nothing behind it is taken. cenacle_passphrase_free() frees it.
 * Errors: CEN_ERROR_INVALID (nothing there, or too long).
 */
char *cenacle_passphrase_read (int fd, GError **error);

/**
 * cenacle_passphrase_ask: asks at the terminal, without showing what is typed.
 * Errors: CEN_ERROR_INVALID when there is no terminal, or nothing was typed.
 */
char *cenacle_passphrase_ask (const char *question, GError **error);

/* Wipes it; accepts NULL. */
void cenacle_passphrase_free (char *passphrase);

G_END_DECLS
