/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gdk/gdk.h>

G_BEGIN_DECLS

/* @text as a QR code, black on white with its quiet zone, SCALE pixels a module; NULL when it is
 * too long for one. */
GdkTexture *cenacle_qr_new_texture (const char *text);

G_END_DECLS
