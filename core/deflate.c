/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "deflate.h"

#include <zlib.h>

gsize
cen_deflate_pack (const guint8 *bytes, gsize len, GByteArray *out)
{
  guint before = out->len;
  uLongf n = compressBound (len);

  g_byte_array_set_size (out, before + (guint) n);
  g_assert (compress2 (out->data + before, &n, bytes, len, Z_DEFAULT_COMPRESSION) == Z_OK);
  g_byte_array_set_size (out, before + (guint) n);
  return n;
}

gboolean
cen_deflate_unpack (const guint8 *packed, gsize packed_len, guint8 *ret_bytes, gsize len)
{
  uLongf n = len;
  guint8 none;

  return uncompress (len > 0 ? ret_bytes : &none, &n, packed, packed_len) == Z_OK && n == len;
}
