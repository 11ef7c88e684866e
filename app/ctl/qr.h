/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * cenacle_qr_save: draws @text as a QR code, black on white with the quiet border that readers
 * need, into a PNG at @path, which is replaced.
 */
gboolean cenacle_qr_save (const char *text, const char *path, GError **error);

G_END_DECLS
