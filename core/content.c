/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "content.h"

#include "cbor.h"
#include "frame.h"

#include <string.h>

static gboolean
read_content_key (CenContent *content, guint64 key, CenCborReader *reader)
{
  const char *text;
  gsize len;

  if (content->op_kind == CEN_OP_MARK) {
    switch (key) {
    case 0:
      return cen_cbor_read_uint (reader, &content->mark);
    case 1:
      if (!cen_cbor_read_text (reader, &text, &len) || len > CEN_NAME_MAX)
        return FALSE;
      memcpy (content->key, text, len);
      content->key[len] = '\0';
      return TRUE;
    case 2:
      return cen_cbor_take_null (reader) ||
             cen_cbor_skip (reader, &content->value.bytes, &content->value.len);
    default:
      return cen_cbor_skip (reader, NULL, NULL);
    }
  }
  if (key == 0 && content->op_kind == CEN_OP_CREATE)
    return cen_cbor_read_uint (reader, &content->kind);
  if (key == 1 && (content->op_kind == CEN_OP_CREATE || content->op_kind == CEN_OP_SET))
    return cen_cbor_peek (reader) == CEN_CBOR_MAP &&
           cen_cbor_skip (reader, &content->fields.bytes, &content->fields.len);
  return cen_cbor_skip (reader, NULL, NULL);
}

static guint
get_required_keys (guint op_kind)
{
  switch (op_kind) {
  case CEN_OP_CREATE:
    return 3;
  case CEN_OP_SET:
    return 2;
  case CEN_OP_MARK:
    return 7;
  default:
    return 0;
  }
}

gboolean
cen_content_parse (CenContent *ret_content, guint op_kind, const guint8 *payload, gsize len,
                   GError **error)
{
  CenContent content = { .op_kind = op_kind };
  guint required = get_required_keys (op_kind);
  CenCborReader reader;
  guint64 n, key;
  gboolean ok = len >= CEN_SALT_LEN;

  if (ok) {
    cen_cbor_reader_init (&reader, payload + CEN_SALT_LEN, len - CEN_SALT_LEN);
    ok = cen_cbor_enter_map (&reader, &n);
  }
  while (ok && cen_cbor_next_key (&reader, &key)) {
    ok = read_content_key (&content, key, &reader);
    if (key < 8)
      required &= ~(1u << key);
  }
  if (ok && required == 0 && cen_cbor_leave (&reader) && cen_cbor_finish (&reader)) {
    *ret_content = content;
    return TRUE;
  }
  g_set_error_literal (error, CEN_ERROR, CEN_ERROR_INVALID,
                       "The content of an operation is malformed.");
  return FALSE;
}

static void
put_field (CenCborWriter *writer, const CenValue *value)
{
  g_autoptr (GBytes) written = cen_value_write (value->type, value);

  cen_cbor_put_uint (writer, value->field);
  if (written != NULL)
    cen_cbor_put_raw (writer, g_bytes_get_data (written, NULL), g_bytes_get_size (written));
  else
    writer->has_overflowed = TRUE;
}

static int
compare_values (gconstpointer a, gconstpointer b)
{
  const CenValue *x = a;
  const CenValue *y = b;

  return x->field < y->field ? -1 : x->field > y->field;
}

GBytes *
cen_content_build_fields (const CenKind *kind, const CenValue *values, guint n_values,
                          const CenWorld *world, GError **error)
{
  g_autofree guint8 *buf = g_malloc (CEN_PAYLOAD_MAX);
  g_autofree CenValue *sorted = g_memdup2 (values, n_values * sizeof *values);
  CenCborWriter writer;

  if (n_values > 1)
    qsort (sorted, n_values, sizeof *sorted, compare_values);
  world->random (world, buf, CEN_SALT_LEN);
  cen_cbor_writer_init (&writer, buf + CEN_SALT_LEN, CEN_PAYLOAD_MAX - CEN_SALT_LEN);
  cen_cbor_put_map (&writer, kind != NULL ? 2 : 1);
  if (kind != NULL) {
    cen_cbor_put_uint (&writer, 0);
    cen_cbor_put_uint (&writer, kind->id);
  }
  cen_cbor_put_uint (&writer, 1);
  cen_cbor_put_map (&writer, n_values);
  for (guint i = 0; i < n_values; i++)
    put_field (&writer, &sorted[i]);
  if (writer.has_overflowed) {
    g_set_error_literal (error, CEN_ERROR, CEN_ERROR_REFUSED, "This is too long: shorten it.");
    return NULL;
  }
  return g_bytes_new (buf, CEN_SALT_LEN + writer.len);
}

GBytes *
cen_content_build_mark_value (guint mark, const char *key, const CenValue *value,
                              const CenWorld *world)
{
  g_autoptr (GBytes) written = value != NULL ? cen_value_write (value->type, value) : NULL;
  gsize size =
      CEN_SALT_LEN + CEN_NAME_MAX + 64 + (written != NULL ? g_bytes_get_size (written) : 0);
  guint8 *buf = g_malloc (size);
  CenCborWriter writer;

  g_assert (value == NULL || written != NULL);
  world->random (world, buf, CEN_SALT_LEN);
  cen_cbor_writer_init (&writer, buf + CEN_SALT_LEN, size - CEN_SALT_LEN);
  cen_cbor_put_map (&writer, 3);
  cen_cbor_put_uint (&writer, 0);
  cen_cbor_put_uint (&writer, mark);
  cen_cbor_put_uint (&writer, 1);
  cen_cbor_put_text (&writer, key);
  cen_cbor_put_uint (&writer, 2);
  if (written != NULL)
    cen_cbor_put_raw (&writer, g_bytes_get_data (written, NULL), g_bytes_get_size (written));
  else
    cen_cbor_put_null (&writer);
  g_assert (!writer.has_overflowed);
  return g_bytes_new_take (buf, CEN_SALT_LEN + writer.len);
}

GBytes *
cen_content_build_mark (guint mark, const char *key, CenMarkAction action, const CenWorld *world)
{
  CenValue plain = { .type = CEN_FIELD_BOOL, .number = 1 };

  return cen_content_build_mark_value (mark, key, action == CEN_MARK_PUT ? &plain : NULL, world);
}

GBytes *
cen_content_build_empty (const CenWorld *world)
{
  guint8 buf[CEN_SALT_LEN + 1];

  world->random (world, buf, CEN_SALT_LEN);
  buf[CEN_SALT_LEN] = 0xa0; /* an empty map */
  return g_bytes_new (buf, sizeof buf);
}
