/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "varint.h"

gsize
net_varint_write (guint8 ret_bytes[static NET_VARINT_MAX], guint64 value)
{
  gsize len = 1;

  for (guint64 rest = value >> 7; rest != 0; rest >>= 7)
    len++;
  for (gsize i = len; i-- > 0; value >>= 7)
    ret_bytes[i] = (guint8) ((value & 0x7f) | (i == len - 1 ? 0 : 0x80));
  return len;
}

gboolean
net_varint_read (const guint8 **at, const guint8 *end, guint64 *ret_value)
{
  guint64 value = 0;

  for (const guint8 *p = *at; p < end; p++) {
    gboolean is_padded = p == *at && *p == 0x80;

    if (is_padded || value >> 57 != 0)
      return FALSE;
    value = (value << 7) | (*p & 0x7f);
    if ((*p & 0x80) == 0) {
      *at = p + 1;
      *ret_value = value;
      return TRUE;
    }
  }
  return FALSE;
}
