/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "id.h"

#include <string.h>

static const char alphabet[] = "abcdefghijklmnopqrstuvwxyz234567";

gboolean
cen_id_equal (const CenId *a, const CenId *b)
{
  return memcmp (a->bytes, b->bytes, CEN_ID_LEN) == 0;
}

int
cen_id_compare (const CenId *a, const CenId *b)
{
  return memcmp (a->bytes, b->bytes, CEN_ID_LEN);
}

gboolean
cen_id_is_zero (const CenId *id)
{
  static const CenId zero;

  return cen_id_equal (id, &zero);
}

guint
cen_id_hash (gconstpointer id)
{
  guint hash;

  memcpy (&hash, id, sizeof hash);
  return hash;
}

gboolean
cen_id_hash_equal (gconstpointer a, gconstpointer b)
{
  return cen_id_equal (a, b);
}

gint64
cen_id_get_prefix (const CenId *id)
{
  guint64 value;

  memcpy (&value, id->bytes, sizeof value);
  /* Flipping the sign bit makes signed order equal unsigned order. */
  return (gint64) (GUINT64_FROM_BE (value) ^ (G_GUINT64_CONSTANT (1) << 63));
}

CenId *
cen_id_dup (const CenId *id)
{
  return g_memdup2 (id, sizeof *id);
}

void
cen_id_from_bytes (CenId *ret_id, const guint8 bytes[static CEN_ID_LEN])
{
  memcpy (ret_id->bytes, bytes, CEN_ID_LEN);
}

static void
encode_into (const guint8 *bytes, gsize len, char *ret_text)
{
  guint32 acc = 0;
  int n_bits = 0;

  for (gsize i = 0; i < len; i++) {
    acc = (acc << 8) | bytes[i];
    n_bits += 8;
    while (n_bits >= 5) {
      n_bits -= 5;
      *ret_text++ = alphabet[(acc >> n_bits) & 31];
    }
  }
  if (n_bits > 0)
    *ret_text++ = alphabet[(acc << (5 - n_bits)) & 31];
  *ret_text = '\0';
}

static int
digit_value (char c)
{
  if (c >= 'a' && c <= 'z')
    return c - 'a';
  if (c >= 'A' && c <= 'Z')
    return c - 'A';
  if (c >= '2' && c <= '7')
    return c - '2' + 26;
  return -1;
}

void
cen_id_to_text (const CenId *id, char ret_text[static CEN_ID_TEXT_LEN + 1])
{
  encode_into (id->bytes, CEN_ID_LEN, ret_text);
}

char *
cen_id_dup_text (const CenId *id)
{
  return cen_base32_encode (id->bytes, CEN_ID_LEN);
}

gboolean
cen_id_from_text (CenId *ret_id, const char *text)
{
  gsize len;
  g_autofree guint8 *bytes = cen_base32_decode (text, strlen (text), &len);

  if (bytes == NULL || len != CEN_ID_LEN)
    return FALSE;
  cen_id_from_bytes (ret_id, bytes);
  return TRUE;
}

gboolean
cen_id_range_from_prefix (const char *prefix, CenId *ret_first, CenId *ret_last)
{
  gsize len = strlen (prefix);
  CenId first = { 0 };
  CenId last;

  if (len < CEN_ID_PREFIX_MIN || len > CEN_ID_TEXT_LEN)
    return FALSE;
  memset (last.bytes, 0xff, CEN_ID_LEN);
  for (gsize i = 0; i < len; i++) {
    int value = digit_value (prefix[i]);

    if (value < 0)
      return FALSE;
    for (int k = 0; k < 5; k++) {
      gsize bit = i * 5 + (gsize) k;
      guint8 mask = (guint8) (0x80 >> (bit % 8));

      if (bit >= CEN_ID_LEN * 8)
        break;
      if (value & (16 >> k))
        first.bytes[bit / 8] |= mask;
      else
        last.bytes[bit / 8] &= (guint8) ~mask;
    }
  }
  *ret_first = first;
  *ret_last = last;
  return TRUE;
}

char *
cen_base32_encode (const guint8 *bytes, gsize len)
{
  char *text = g_malloc (len * 8 / 5 + 2);

  encode_into (bytes, len, text);
  return text;
}

guint8 *
cen_base32_decode (const char *text, gsize text_len, gsize *ret_len)
{
  g_autofree guint8 *bytes = g_malloc (text_len * 5 / 8 + 1);
  guint32 acc = 0;
  int n_bits = 0;
  gsize len = 0;

  for (gsize i = 0; i < text_len; i++) {
    int value = digit_value (text[i]);

    if (value < 0)
      return NULL;
    acc = (acc << 5) | (guint32) value;
    n_bits += 5;
    if (n_bits >= 8) {
      n_bits -= 8;
      bytes[len++] = (guint8) (acc >> n_bits);
    }
    acc &= 0xfff;
  }
  if (n_bits >= 5 || (acc & ((1u << n_bits) - 1)) != 0)
    return NULL;
  *ret_len = len;
  return g_steal_pointer (&bytes);
}
