/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenDeflate: bytes made small and big again (RFC 1950), by zlib. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Adds @len packed bytes to @out: how many. */
gsize cen_deflate_pack (const guint8 *bytes, gsize len, GByteArray *out);
/* Fills all of @ret_bytes: FALSE when what is packed is broken or of another length. */
gboolean cen_deflate_unpack (const guint8 *packed, gsize packed_len, guint8 *ret_bytes, gsize len);

G_END_DECLS
