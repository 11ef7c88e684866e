/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "text-encode.h"

#include "cbor.h"

#include <string.h>

#define NAMED_OWN   0
#define NAMED_ROOT  1
#define NAMED_FIRST 2 /* ids from here on */
#define KIND_BITS   2
#define NUMBER_BITS 7
#define NUMBER_MAX  G_MAXINT32

void
cen_text_payload_clear (CenTextPayload *self)
{
  cen_text_edit_clear (&self->edit);
  g_clear_pointer (&self->ids, g_array_unref);
}

/* --- Reading --- */

/* A number in as few bytes as it needs. */
static gboolean
read_number (const guint8 **at, const guint8 *end, guint32 *ret_number)
{
  guint64 number = 0;

  for (guint shift = 0; *at < end && shift < 35; shift += NUMBER_BITS) {
    guint8 byte = *(*at)++;

    number |= (guint64) (byte & 0x7f) << shift;
    if (byte < 0x80) {
      *ret_number = (guint32) number;
      return number <= NUMBER_MAX && (byte > 0 || shift == 0);
    }
  }
  return FALSE;
}

static gboolean
read_step (CenTextPayload *payload, const guint8 **at, const guint8 *end)
{
  CenTextStep step = { 0 };
  guint32 head, named;
  CenTextEdit *edit = &payload->edit;

  if (!read_number (at, end, &head) || !read_number (at, end, &named) ||
      (named != NAMED_ROOT && !read_number (at, end, &step.offset)))
    return FALSE;
  step.kind = head & ((1u << KIND_BITS) - 1);
  step.len = head >> KIND_BITS;
  step.edit = named == NAMED_OWN ? CEN_TEXT_OWN : named;
  if (step.kind > CEN_TEXT_DELETE || step.len == 0 || step.len > CEN_NOTE_CHARS_MAX ||
      (named >= NAMED_FIRST && named - NAMED_FIRST >= payload->ids->len) ||
      (named == NAMED_ROOT && step.kind != CEN_TEXT_INSERT_RIGHT))
    return FALSE;
  if (named == NAMED_OWN &&
      (step.offset >= edit->n_chars ||
       (step.kind == CEN_TEXT_DELETE && step.len > edit->n_chars - step.offset)))
    return FALSE;
  edit->n_chars += step.kind == CEN_TEXT_DELETE ? 0 : step.len;
  g_array_append_val (edit->steps, step);
  return edit->n_chars <= CEN_TEXT_INSERT_MAX && edit->steps->len <= CEN_TEXT_STEPS_MAX;
}

static gboolean
read_ids (CenCborReader *reader, CenTextPayload *payload)
{
  const guint8 *bytes;
  gsize len;

  if (!cen_cbor_read_bytes (reader, &bytes, &len) || len % CEN_ID_LEN != 0)
    return FALSE;
  g_array_append_vals (payload->ids, bytes, (guint) (len / CEN_ID_LEN));
  return TRUE;
}

static gboolean
read_text (CenCborReader *reader, CenTextPayload *payload)
{
  const char *text;
  gsize len;

  if (!cen_cbor_read_text (reader, &text, &len))
    return FALSE;
  g_string_append_len (payload->edit.text, text, (gssize) len);
  return TRUE;
}

static gboolean
read_steps (CenTextPayload *payload, const guint8 *bytes, gsize len)
{
  const guint8 *end = bytes + len;

  while (bytes < end) {
    if (!read_step (payload, &bytes, end))
      return FALSE;
  }
  return payload->edit.steps->len > 0 &&
         g_utf8_strlen (payload->edit.text->str, (gssize) payload->edit.text->len) ==
             (glong) payload->edit.n_chars;
}

static gboolean
read_payload (CenTextPayload *payload, const guint8 *bytes, gsize len)
{
  CenCborReader reader;
  guint64 n, key;
  guint required = 7;
  const guint8 *steps = NULL;
  gsize steps_len = 0;

  if (len < CEN_SALT_LEN)
    return FALSE;
  cen_cbor_reader_init (&reader, bytes + CEN_SALT_LEN, len - CEN_SALT_LEN);
  if (!cen_cbor_enter_map (&reader, &n))
    return FALSE;
  while (cen_cbor_next_key (&reader, &key)) {
    if (key == 0   ? !read_ids (&reader, payload)
        : key == 1 ? !read_text (&reader, payload)
        : key == 2 ? !cen_cbor_read_bytes (&reader, &steps, &steps_len)
                   : !cen_cbor_skip (&reader, NULL, NULL))
      return FALSE;
    required &= key < 3 ? ~(1u << key) : ~0u;
  }
  return required == 0 && cen_cbor_leave (&reader) && cen_cbor_finish (&reader) &&
         read_steps (payload, steps, steps_len);
}

gboolean
cen_text_payload_parse (CenTextPayload *ret_payload, const guint8 *bytes, gsize len, GError **error)
{
  CenTextPayload payload;

  cen_text_edit_init (&payload.edit);
  payload.ids = g_array_new (FALSE, FALSE, sizeof (CenId));
  if (read_payload (&payload, bytes, len)) {
    *ret_payload = payload;
    return TRUE;
  }
  cen_text_payload_clear (&payload);
  g_set_error_literal (error, CEN_ERROR, CEN_ERROR_INVALID, "A change of a text is malformed.");
  return FALSE;
}

CenTextFinding
cen_text_payload_resolve (CenTextPayload *self, const CenTextIds *ids, guint64 lamport,
                          CenId *ret_lacking)
{
  g_autofree guint32 *numbers = g_new0 (guint32, self->ids->len + 1);

  for (guint i = 0; i < self->ids->len; i++) {
    const CenId *id = &g_array_index (self->ids, CenId, i);

    numbers[i] = cen_text_ids_find (ids, id);
    if (numbers[i] == 0) {
      *ret_lacking = *id;
      return CEN_TEXT_LACKS;
    }
    if (cen_text_ids_get (ids, numbers[i])->lamport >= lamport)
      return CEN_TEXT_VOID;
  }
  for (guint i = 0; i < self->edit.steps->len; i++) {
    CenTextStep *step = &g_array_index (self->edit.steps, CenTextStep, i);

    if (step->edit == NAMED_ROOT)
      step->edit = 0;
    else if (step->edit != CEN_TEXT_OWN)
      step->edit = numbers[step->edit - NAMED_FIRST];
  }
  return CEN_TEXT_FOUND;
}

/* --- Writing --- */

static void
put_number (GByteArray *out, guint32 number)
{
  do {
    guint8 byte = (guint8) ((number & 0x7f) | (number > 0x7f ? 0x80 : 0));

    g_byte_array_append (out, &byte, 1);
    number >>= NUMBER_BITS;
  } while (number > 0);
}

/* The number by which a step names what @number is, put among the @named when it is new. */
static guint32
name_edit (guint32 number, const CenTextIds *ids, GHashTable *places, GByteArray *named)
{
  gpointer place;

  if (number == CEN_TEXT_OWN)
    return NAMED_OWN;
  if (number == 0)
    return NAMED_ROOT;
  place = g_hash_table_lookup (places, GUINT_TO_POINTER (number));
  if (place == NULL) {
    g_byte_array_append (named, cen_text_ids_get (ids, number)->id.bytes, CEN_ID_LEN);
    place = GUINT_TO_POINTER (named->len / CEN_ID_LEN);
    g_hash_table_insert (places, GUINT_TO_POINTER (number), place);
  }
  return NAMED_FIRST + GPOINTER_TO_UINT (place) - 1;
}

static void
encode_steps (const CenTextEdit *edit, const CenTextIds *ids, GByteArray *named, GByteArray *steps)
{
  g_autoptr (GHashTable) places = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < edit->steps->len; i++) {
    const CenTextStep *step = &g_array_index (edit->steps, CenTextStep, i);
    guint32 name = name_edit (step->edit, ids, places, named);

    put_number (steps, step->len << KIND_BITS | step->kind);
    put_number (steps, name);
    if (name != NAMED_ROOT)
      put_number (steps, step->offset);
  }
}

GBytes *
cen_text_encode (const CenTextEdit *edit, const CenTextIds *ids, const CenWorld *world,
                 GError **error)
{
  g_autofree guint8 *buf = g_malloc (CEN_PAYLOAD_MAX);
  g_autoptr (GByteArray) named = g_byte_array_new ();
  g_autoptr (GByteArray) steps = g_byte_array_new ();
  CenCborWriter writer;

  encode_steps (edit, ids, named, steps);
  world->random (world, buf, CEN_SALT_LEN);
  cen_cbor_writer_init (&writer, buf + CEN_SALT_LEN, CEN_PAYLOAD_MAX - CEN_SALT_LEN);
  cen_cbor_put_map (&writer, 3);
  cen_cbor_put_uint (&writer, 0);
  cen_cbor_put_bytes (&writer, named->data, named->len);
  cen_cbor_put_uint (&writer, 1);
  cen_cbor_put_text (&writer, edit->text->str);
  cen_cbor_put_uint (&writer, 2);
  cen_cbor_put_bytes (&writer, steps->data, steps->len);
  if (!writer.has_overflowed && edit->n_chars <= CEN_TEXT_INSERT_MAX &&
      edit->steps->len <= CEN_TEXT_STEPS_MAX)
    return g_bytes_new (buf, CEN_SALT_LEN + writer.len);
  g_set_error_literal (error, CEN_ERROR, CEN_ERROR_REFUSED,
                       "This change is too long for one operation.");
  return NULL;
}
