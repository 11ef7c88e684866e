/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "padding.h"

#include <string.h>

#define PAD_MARK 0x80

gsize
cen_padding_get_padme_len (gsize len)
{
  guint e, s, z;
  gsize mask;

  if (len < 2)
    return len;
  e = (guint) g_bit_storage (len) - 1;
  s = (guint) g_bit_storage (e);
  z = e > s ? e - s : 0;
  mask = ((gsize) 1 << z) - 1;
  return (len + mask) & ~mask;
}

guint8 *
cen_padding_add (const guint8 *content, gsize len, CenPaddingLen get_len, gsize *ret_len)
{
  guint8 *padded;

  *ret_len = get_len (len + 1);
  padded = g_malloc0 (*ret_len);
  if (len > 0)
    memcpy (padded, content, len);
  padded[len] = PAD_MARK;
  return padded;
}

gboolean
cen_padding_strip (const guint8 *padded, gsize padded_len, CenPaddingLen get_len, gsize *ret_len)
{
  gsize len = padded_len;

  while (len > 0 && padded[len - 1] == 0)
    len--;
  if (len == 0 || padded[len - 1] != PAD_MARK || get_len (len) != padded_len)
    return FALSE;
  *ret_len = len - 1;
  return TRUE;
}
