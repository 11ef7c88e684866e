/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "value.h"

#include "cbor.h"
#include "kinds-note.h"
#include "frame.h"

#include <string.h>

/* --- Bounds --- */

static gboolean
text_is_acceptable (const CenField *field, const char *text, gsize len)
{
  g_autofree char *name = NULL;

  if (field->type != CEN_FIELD_NAME)
    return len <= field->max && len >= (field->type == CEN_FIELD_TEXT ? field->n_min : 1);
  name = g_strndup (text, len);
  return len <= CEN_NAME_MAX && cen_name_is_valid (name);
}

static gboolean
item_is_acceptable (const CenField *field, CenCborReader *reader)
{
  const char *text;
  const guint8 *bytes;
  guint64 number;
  gboolean flag;
  gsize len;
  CenId id;

  switch (field->type) {
  case CEN_FIELD_TEXT:
  case CEN_FIELD_NAME:
  case CEN_FIELD_TEXTS:
    return cen_cbor_read_text (reader, &text, &len) && text_is_acceptable (field, text, len);
  case CEN_FIELD_BOOL:
    return cen_cbor_read_bool (reader, &flag);
  case CEN_FIELD_UINT:
  case CEN_FIELD_UINTS:
    return cen_cbor_read_uint_max (reader, field->max, &number);
  case CEN_FIELD_TIME:
    return cen_cbor_read_uint_max (reader, CEN_TIME_MAX, &number);
  case CEN_FIELD_REF:
  case CEN_FIELD_REFS:
    return cen_cbor_read_fixed (reader, id.bytes, CEN_ID_LEN);
  case CEN_FIELD_BYTES:
    return cen_cbor_read_bytes (reader, &bytes, &len) && len <= field->max;
  case CEN_FIELD_NONE:
  default:
    return FALSE;
  }
}

static gboolean
is_list (CenFieldType type)
{
  return type == CEN_FIELD_TEXTS || type == CEN_FIELD_REFS || type == CEN_FIELD_UINTS;
}

gboolean
cen_field_accepts (const CenField *field, CenSpan value)
{
  CenCborReader reader;
  guint64 n;

  cen_cbor_reader_init (&reader, value.bytes, value.len);
  if (!is_list (field->type))
    return item_is_acceptable (field, &reader);
  if (!cen_cbor_enter_array (&reader, &n) || n < field->n_min || n > field->n_max)
    return FALSE;
  while (cen_cbor_has_more (&reader)) {
    if (!item_is_acceptable (field, &reader))
      return FALSE;
  }
  return cen_cbor_leave (&reader);
}

static CenField
make_field (const CenMark *mark)
{
  return (
      CenField){ .type = mark->type, .max = mark->max, .n_min = mark->n_min, .n_max = mark->n_max };
}

gboolean
cen_mark_accepts (const CenMark *mark, CenSpan value)
{
  CenField field = make_field (mark);
  CenCborReader reader;
  gboolean flag;

  if (mark->type != CEN_FIELD_BOOL)
    return cen_field_accepts (&field, value);
  cen_cbor_reader_init (&reader, value.bytes, value.len);
  return cen_cbor_read_bool (&reader, &flag) && flag;
}

static void
put_items (CenCborWriter *writer, const CenValue *value)
{
  cen_cbor_put_array (writer, value->n_items);
  for (guint i = 0; i < value->n_items; i++) {
    if (value->type == CEN_FIELD_TEXTS)
      cen_cbor_put_text (writer, ((const char *const *) value->items)[i]);
    else if (value->type == CEN_FIELD_REFS)
      cen_cbor_put_bytes (writer, ((const CenId *) value->items)[i].bytes, CEN_ID_LEN);
    else
      cen_cbor_put_uint (writer, ((const guint64 *) value->items)[i]);
  }
}

static void
put_value (CenCborWriter *writer, const CenValue *value)
{
  switch (value->type) {
  case CEN_FIELD_TEXT:
  case CEN_FIELD_NAME:
    cen_cbor_put_text (writer, value->text);
    break;
  case CEN_FIELD_BOOL:
    cen_cbor_put_bool (writer, value->number != 0);
    break;
  case CEN_FIELD_UINT:
  case CEN_FIELD_TIME:
    cen_cbor_put_uint (writer, value->number);
    break;
  case CEN_FIELD_REF:
    cen_cbor_put_bytes (writer, value->ref.bytes, CEN_ID_LEN);
    break;
  case CEN_FIELD_BYTES:
    cen_cbor_put_bytes (writer, value->items, value->n_items);
    break;
  case CEN_FIELD_TEXTS:
  case CEN_FIELD_REFS:
  case CEN_FIELD_UINTS:
    put_items (writer, value);
    break;
  case CEN_FIELD_NONE:
  default:
    g_assert_not_reached ();
  }
}

GBytes *
cen_value_write (CenFieldType type, const CenValue *value)
{
  g_autofree guint8 *buf = NULL;
  CenCborWriter writer;

  if (value->type != type ||
      ((type == CEN_FIELD_TEXT || type == CEN_FIELD_NAME) && value->text == NULL))
    return NULL;
  buf = g_malloc (CEN_PAYLOAD_MAX);
  cen_cbor_writer_init (&writer, buf, CEN_PAYLOAD_MAX);
  put_value (&writer, value);
  return writer.has_overflowed ? NULL : g_bytes_new (buf, writer.len);
}

static CenSpan
get_span (GBytes *bytes)
{
  CenSpan span;

  span.bytes = g_bytes_get_data (bytes, &span.len);
  return span;
}

gboolean
cen_field_fits (const CenField *field, const CenValue *value)
{
  g_autoptr (GBytes) written = cen_value_write (field->type, value);

  return written != NULL && cen_field_accepts (field, get_span (written));
}

gboolean
cen_mark_fits (const CenMark *mark, const CenValue *value)
{
  g_autoptr (GBytes) written = cen_value_write (mark->type, value);

  return written != NULL && cen_mark_accepts (mark, get_span (written));
}

gboolean
cen_field_names (CenSpan value, const CenId *id)
{
  CenCborReader reader;
  CenId one;
  guint64 n;

  cen_cbor_reader_init (&reader, value.bytes, value.len);
  if (cen_cbor_peek (&reader) != CEN_CBOR_ARRAY)
    return cen_cbor_read_fixed (&reader, one.bytes, CEN_ID_LEN) && cen_id_equal (&one, id);
  if (!cen_cbor_enter_array (&reader, &n))
    return FALSE;
  while (cen_cbor_has_more (&reader) && cen_cbor_read_fixed (&reader, one.bytes, CEN_ID_LEN)) {
    if (cen_id_equal (&one, id))
      return TRUE;
  }
  return FALSE;
}

/* --- Reading --- */

/* What is stored may hold the text of a note, which is longer than anything in an op. */
static void
start_reading (CenCborReader *reader, CenSpan span)
{
  cen_cbor_reader_init_large (reader, span.bytes, span.len, CEN_CBOR_ITEMS_MAX,
                              CEN_NOTE_TEXT_BYTES_MAX);
}

gboolean
cen_fields_get_span (CenSpan fields, guint field, CenSpan *ret_value)
{
  CenCborReader reader;
  CenSpan value;
  guint64 n, key;

  start_reading (&reader, fields);
  if (fields.len == 0 || !cen_cbor_enter_map (&reader, &n))
    return FALSE;
  while (cen_cbor_next_key (&reader, &key)) {
    if (!cen_cbor_skip (&reader, &value.bytes, &value.len))
      return FALSE;
    if (key == field) {
      *ret_value = value;
      return TRUE;
    }
  }
  return FALSE;
}

/* The value of @field; empty when it is absent, which nothing below can read. */
static CenSpan
find_value (CenSpan fields, guint field)
{
  CenSpan value = { NULL, 0 };

  cen_fields_get_span (fields, field, &value);
  return value;
}

char *
cen_span_dup_text (CenSpan value)
{
  CenCborReader reader;
  char *text;

  start_reading (&reader, value);
  text = cen_cbor_read_dup_text (&reader, value.len);
  return text != NULL ? text : g_strdup ("");
}

char *
cen_fields_dup_text (CenSpan fields, guint field)
{
  return cen_span_dup_text (find_value (fields, field));
}

gboolean
cen_fields_get_ref (CenSpan fields, guint field, CenId *ret_id)
{
  CenSpan value = find_value (fields, field);
  CenCborReader reader;

  start_reading (&reader, value);
  return cen_cbor_read_fixed (&reader, ret_id->bytes, CEN_ID_LEN);
}

gboolean
cen_fields_get_bool (CenSpan fields, guint field)
{
  CenSpan value = find_value (fields, field);
  CenCborReader reader;
  gboolean flag = FALSE;

  start_reading (&reader, value);
  return cen_cbor_read_bool (&reader, &flag) && flag;
}

guint64
cen_span_get_uint (CenSpan value, guint64 fallback)
{
  CenCborReader reader;
  guint64 number;

  start_reading (&reader, value);
  return cen_cbor_read_uint (&reader, &number) ? number : fallback;
}

guint64
cen_fields_get_uint (CenSpan fields, guint field, guint64 fallback)
{
  return cen_span_get_uint (find_value (fields, field), fallback);
}

GStrv
cen_fields_dup_texts (CenSpan fields, guint field)
{
  CenSpan value = find_value (fields, field);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  CenCborReader reader;
  guint64 n;

  start_reading (&reader, value);
  if (cen_cbor_enter_array (&reader, &n)) {
    while (cen_cbor_has_more (&reader)) {
      g_autofree char *text = cen_cbor_read_dup_text (&reader, value.len);

      if (text == NULL)
        break;
      g_strv_builder_add (builder, text);
    }
  }
  return g_strv_builder_end (builder);
}

GArray *
cen_fields_dup_refs (CenSpan fields, guint field)
{
  CenSpan value = find_value (fields, field);
  GArray *refs = g_array_new (FALSE, FALSE, sizeof (CenId));
  CenCborReader reader;
  guint64 n;
  CenId id;

  start_reading (&reader, value);
  if (cen_cbor_enter_array (&reader, &n)) {
    while (cen_cbor_has_more (&reader) && cen_cbor_read_fixed (&reader, id.bytes, CEN_ID_LEN))
      g_array_append_val (refs, id);
  }
  return refs;
}

GArray *
cen_span_dup_uints (CenSpan value)
{
  GArray *numbers = g_array_new (FALSE, FALSE, sizeof (guint64));
  CenCborReader reader;
  guint64 n, number;

  start_reading (&reader, value);
  if (cen_cbor_enter_array (&reader, &n)) {
    while (cen_cbor_has_more (&reader) && cen_cbor_read_uint (&reader, &number))
      g_array_append_val (numbers, number);
  }
  return numbers;
}

GArray *
cen_fields_dup_uints (CenSpan fields, guint field)
{
  return cen_span_dup_uints (find_value (fields, field));
}

GBytes *
cen_fields_dup_bytes (CenSpan fields, guint field)
{
  CenSpan value = find_value (fields, field);
  CenCborReader reader;
  const guint8 *bytes = NULL;
  gsize len = 0;

  start_reading (&reader, value);
  if (!cen_cbor_read_bytes (&reader, &bytes, &len))
    return g_bytes_new (NULL, 0);
  return g_bytes_new (bytes, len);
}
