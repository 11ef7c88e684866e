/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "cbor-rewrite.h"

static gboolean
rewrite_text (CenCborReader *reader, CenCborWriter *writer)
{
  const char *text;
  gsize len;
  g_autofree char *copy = NULL;

  if (!cen_cbor_read_text (reader, &text, &len))
    return FALSE;
  copy = g_strndup (text, len);
  cen_cbor_put_text (writer, copy);
  return TRUE;
}

static gboolean
rewrite_simple (CenCborReader *reader, CenCborWriter *writer)
{
  gboolean flag;

  if (cen_cbor_take_null (reader)) {
    cen_cbor_put_null (writer);
    return TRUE;
  }
  if (!cen_cbor_read_bool (reader, &flag))
    return FALSE;
  cen_cbor_put_bool (writer, flag);
  return TRUE;
}

/* The next item, of a container only its head. */
static gboolean
rewrite_one (CenCborReader *reader, CenCborWriter *writer)
{
  const guint8 *bytes;
  guint64 value;
  gsize len;

  switch (cen_cbor_peek (reader)) {
  case CEN_CBOR_UINT:
    if (!cen_cbor_read_uint (reader, &value))
      return FALSE;
    cen_cbor_put_uint (writer, value);
    return TRUE;
  case CEN_CBOR_BYTES:
    if (!cen_cbor_read_bytes (reader, &bytes, &len))
      return FALSE;
    cen_cbor_put_bytes (writer, bytes, len);
    return TRUE;
  case CEN_CBOR_TEXT:
    return rewrite_text (reader, writer);
  case CEN_CBOR_ARRAY:
    if (!cen_cbor_enter_array (reader, &value))
      return FALSE;
    cen_cbor_put_array (writer, value);
    return TRUE;
  case CEN_CBOR_MAP:
    if (!cen_cbor_enter_map (reader, &value))
      return FALSE;
    cen_cbor_put_map (writer, value);
    return TRUE;
  case CEN_CBOR_SIMPLE:
    return rewrite_simple (reader, writer);
  case CEN_CBOR_END:
  default:
    return FALSE;
  }
}

gboolean
cbor_rewrite (const guint8 *bytes, gsize len, CenCborWriter *writer)
{
  CenCborReader reader;
  guint64 key;

  cen_cbor_reader_init (&reader, bytes, len);
  do {
    while (reader.depth > 0 && !cen_cbor_has_more (&reader)) {
      if (!cen_cbor_leave (&reader))
        return FALSE;
    }
    if (reader.depth == 0 && !cen_cbor_has_more (&reader))
      break;
    if (reader.levels[reader.depth].is_map) {
      if (!cen_cbor_next_key (&reader, &key))
        return FALSE;
      cen_cbor_put_uint (writer, key);
    }
    if (!rewrite_one (&reader, writer))
      return FALSE;
  } while (TRUE);
  return cen_cbor_finish (&reader);
}
