/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Content payloads, and that every field of every kind keeps its bounds. */

#include "core/cbor.h"
#include "core/content.h"
#include "tests/support/world.h"

#include <string.h>

static const guint64 kind_ids[] = { CEN_KIND_CIRCLE, CEN_KIND_PROFILE, CEN_KIND_CHANNEL,
                                    CEN_KIND_MESSAGE };

static gboolean
parses (CenContent *ret_content, guint op_kind, GBytes *payload)
{
  gsize len;
  const guint8 *bytes = g_bytes_get_data (payload, &len);
  g_autoptr (GError) error = NULL;
  gboolean ok = cen_content_parse (ret_content, op_kind, bytes, len, &error);

  if (!ok)
    g_assert_error (error, CEN_ERROR, CEN_ERROR_INVALID);
  return ok;
}

static gboolean
accepts_text (const CenField *field, const char *text)
{
  g_autofree guint8 *buf = g_malloc (strlen (text) + 16);
  CenCborWriter writer;

  cen_cbor_writer_init (&writer, buf, strlen (text) + 16);
  cen_cbor_put_text (&writer, text);
  return cen_field_accepts (field, (CenSpan){ buf, writer.len });
}

static gboolean
accepts_bytes (const CenField *field, gsize len)
{
  guint8 buf[100], bytes[64] = { 0 };
  CenCborWriter writer;

  cen_cbor_writer_init (&writer, buf, sizeof buf);
  cen_cbor_put_bytes (&writer, bytes, len);
  return cen_field_accepts (field, (CenSpan){ buf, writer.len });
}

static void
check_bounds (const CenField *field)
{
  g_autofree char *at_max = NULL;
  g_autofree char *above = NULL;

  switch (field->type) {
  case CEN_FIELD_TEXT:
    at_max = g_strnfill (field->max, 'x');
    above = g_strnfill (field->max + 1, 'x');
    g_assert_true (accepts_text (field, ""));
    break;
  case CEN_FIELD_NAME:
    at_max = g_strnfill (CEN_NAME_POINTS_MAX, 'x');
    above = g_strnfill (CEN_NAME_POINTS_MAX + 1, 'x');
    g_assert_false (accepts_text (field, ""));
    g_assert_false (accepts_text (field, "two\nlines"));
    break;
  case CEN_FIELD_REF:
    g_assert_true (accepts_bytes (field, 32));
    g_assert_false (accepts_bytes (field, 31));
    g_assert_false (accepts_bytes (field, 33));
    break;
  default:
    break;
  }
  if (at_max != NULL) {
    g_assert_true (accepts_text (field, at_max));
    g_assert_false (accepts_text (field, above));
    g_assert_false (accepts_bytes (field, 32));
  } else {
    g_assert_false (accepts_text (field, "x"));
  }
  g_assert_cmpint (cen_field_accepts (field, (CenSpan){ (const guint8 *) "\xf5", 1 }), ==,
                   field->type == CEN_FIELD_BOOL);
  g_assert_false (cen_field_accepts (field, (CenSpan){ (const guint8 *) "\xf6", 1 }));
  g_assert_false (cen_field_accepts (field, (CenSpan){ NULL, 0 }));
}

static void
test_bounds (void)
{
  CenField number = { 1, "number", CEN_FIELD_UINT, 23, CEN_WRITER_AUTHOR, CEN_FIELD_OPTIONAL };

  for (guint i = 0; i < G_N_ELEMENTS (kind_ids); i++) {
    const CenKind *kind = cen_kind_get (kind_ids[i]);

    for (guint k = 0; k < CEN_KIND_FIELDS_MAX && kind->fields[k].id > 0; k++) {
      g_test_message ("%s %s", kind->name, kind->fields[k].name);
      check_bounds (&kind->fields[k]);
    }
  }
  g_assert_true (cen_field_accepts (&number, (CenSpan){ (const guint8 *) "\x17", 1 }));
  g_assert_false (cen_field_accepts (&number, (CenSpan){ (const guint8 *) "\x18\x18", 2 }));
}

/* The table itself: names and numbers lead to the same rows, ids are distinct and in range, and all
 * fields of a kind at their maximum fit into one op. */
static void
test_table (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (kind_ids); i++) {
    const CenKind *kind = cen_kind_get (kind_ids[i]);
    guint64 seen = 0;
    gsize size = 128;

    g_assert_true (cen_kind_from_name (kind->name) == kind);
    for (guint k = 0; k < CEN_KIND_FIELDS_MAX && kind->fields[k].id > 0; k++) {
      const CenField *field = &kind->fields[k];

      g_assert_cmpuint (field->id, <=, CEN_FIELD_ID_MAX);
      g_assert_cmpuint (seen >> field->id & 1, ==, 0);
      seen |= G_GUINT64_CONSTANT (1) << field->id;
      g_assert_true (cen_kind_get_field (kind, field->id) == field);
      g_assert_true (cen_kind_field_from_name (kind, field->name) == field);
      size += 16 + (field->type == CEN_FIELD_TEXT ? field->max : CEN_NAME_MAX);
    }
    g_assert_cmpuint (size, <=, CEN_PAYLOAD_MAX);
    for (guint k = 0; k < CEN_KIND_MARKS_MAX && kind->marks[k].id > 0; k++) {
      g_assert_true (cen_kind_get_mark (kind, kind->marks[k].id) == &kind->marks[k]);
      g_assert_true (cen_kind_mark_from_name (kind, kind->marks[k].name) == &kind->marks[k]);
    }
    g_assert_null (cen_kind_get_field (kind, 0));
    g_assert_null (cen_kind_get_field (kind, CEN_FIELD_ID_MAX + 1));
    g_assert_null (cen_kind_field_from_name (kind, "nothing"));
    g_assert_null (cen_kind_get_mark (kind, 0));
    g_assert_null (cen_kind_mark_from_name (kind, "nothing"));
  }
  g_assert_null (cen_kind_get (0));
  g_assert_null (cen_kind_get (G_MAXUINT64));
  g_assert_null (cen_kind_from_name ("nothing"));
  g_assert_null (cen_kind_from_name (""));
}

static void
test_fields (void)
{
  g_autoptr (TestWorld) world = test_world_new (1);
  CenValue values[] = {
    { .field = CEN_MESSAGE_PINNED, .type = CEN_FIELD_BOOL, .number = 1 },
    { .field = CEN_MESSAGE_TEXT, .type = CEN_FIELD_TEXT, .text = "Zoë" },
    { .field = CEN_MESSAGE_CHANNEL, .type = CEN_FIELD_REF, .ref = { { 7 } } },
  };
  g_autoptr (GBytes) create = NULL;
  g_autoptr (GBytes) set = NULL;
  g_autofree char *text = NULL;
  g_autofree char *absent = NULL;
  CenContent content;
  CenId ref;

  create =
      cen_content_build_fields (cen_kind_get (CEN_KIND_MESSAGE), values, 3, &world->world, NULL);
  g_assert_true (parses (&content, CEN_OP_CREATE, create));
  g_assert_cmpuint (content.kind, ==, CEN_KIND_MESSAGE);
  text = cen_fields_dup_text (content.fields, CEN_MESSAGE_TEXT);
  absent = cen_fields_dup_text (content.fields, CEN_MESSAGE_THREAD);
  g_assert_cmpstr (text, ==, "Zoë");
  g_assert_cmpstr (absent, ==, "");
  g_assert_true (cen_fields_get_bool (content.fields, CEN_MESSAGE_PINNED));
  g_assert_true (cen_fields_get_ref (content.fields, CEN_MESSAGE_CHANNEL, &ref));
  g_assert_true (cen_id_equal (&ref, &values[2].ref) || ref.bytes[0] == 7);
  g_assert_false (cen_fields_get_ref (content.fields, CEN_MESSAGE_TEXT, &ref));
  g_assert_false (cen_fields_get_bool (content.fields, CEN_MESSAGE_TEXT));
  set = cen_content_build_fields (NULL, values, 1, &world->world, NULL);
  g_assert_true (parses (&content, CEN_OP_SET, set));
  g_assert_false (parses (&content, CEN_OP_CREATE, set)); /* no kind */
  g_assert_false (parses (&content, CEN_OP_MARK, set));
  g_assert_true (parses (&content, CEN_OP_REDACT, set)); /* needs nothing, ignores all */
}

static void
test_too_long (void)
{
  g_autoptr (TestWorld) world = test_world_new (1);
  g_autofree char *text = g_strnfill (CEN_PAYLOAD_MAX, 'x');
  CenValue value = { .field = CEN_MESSAGE_TEXT, .type = CEN_FIELD_TEXT, .text = text };
  g_autoptr (GError) error = NULL;

  g_assert_null (cen_content_build_fields (NULL, &value, 1, &world->world, &error));
  g_assert_error (error, CEN_ERROR, CEN_ERROR_REFUSED);
}

static void
test_mark (void)
{
  g_autoptr (TestWorld) world = test_world_new (1);
  g_autofree char *longest = g_strnfill (CEN_NAME_MAX, 'k');
  g_autoptr (GBytes) put = NULL;
  g_autoptr (GBytes) cleared = NULL;
  g_autoptr (GBytes) empty = NULL;
  CenContent content;

  put = cen_content_build_mark (9, longest, CEN_MARK_PUT, &world->world);
  g_assert_true (parses (&content, CEN_OP_MARK, put));
  g_assert_cmpuint (content.mark, ==, 9);
  g_assert_cmpstr (content.key, ==, longest);
  g_assert_cmpuint (content.value.len, ==, 1);
  cleared = cen_content_build_mark (9, "", CEN_MARK_CLEAR, &world->world);
  g_assert_true (parses (&content, CEN_OP_MARK, cleared));
  g_assert_cmpstr (content.key, ==, "");
  g_assert_cmpuint (content.value.len, ==, 0);
  empty = cen_content_build_empty (&world->world);
  g_assert_true (parses (&content, CEN_OP_REDACT, empty));
  g_assert_false (parses (&content, CEN_OP_SET, empty));
}

static void
test_malformed (void)
{
  static const struct {
    const char *name;
    guint op_kind;
    const char *bytes;
    gsize len;
    gboolean is_good;
  } rows[] = {
    { "fields that are no map", CEN_OP_SET, "\xa1\x01\x80", 3, FALSE },
    { "no fields at all", CEN_OP_SET, "\xa1\x01\xa0", 3, TRUE },
    { "an unknown key", CEN_OP_SET, "\xa2\x01\xa0\x18\x63\xf6", 6, TRUE },
    { "keys out of order", CEN_OP_SET, "\xa2\x07\xf6\x01\xa0", 5, FALSE },
    { "a key twice", CEN_OP_SET, "\xa2\x01\xa0\x01\xa0", 5, FALSE },
    { "a byte after", CEN_OP_SET, "\xa1\x01\xa0\x00", 4, FALSE },
    { "no map", CEN_OP_SET, "\x80", 1, FALSE },
    { "a kind that is no number", CEN_OP_CREATE, "\xa2\x00\x60\x01\xa0", 5, FALSE },
    { "an unknown kind", CEN_OP_CREATE, "\xa2\x00\x18\x63\x01\xa0", 6, TRUE },
    { "fields out of order", CEN_OP_SET, "\xa1\x01\xa2\x02\x60\x01\x60", 7, FALSE },
    { "a mark without value", CEN_OP_MARK, "\xa2\x00\x01\x01\x60", 5, FALSE },
    { "a mark", CEN_OP_MARK, "\xa3\x00\x01\x01\x60\x02\xf5", 7, TRUE },
    { "a key that is no text", CEN_OP_MARK, "\xa3\x00\x01\x01\x40\x02\xf5", 7, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GByteArray) payload = g_byte_array_new ();
    CenContent content;

    g_test_message ("%s", rows[i].name);
    g_byte_array_set_size (payload, CEN_SALT_LEN);
    g_byte_array_append (payload, (const guint8 *) rows[i].bytes, (guint) rows[i].len);
    g_assert_cmpint (cen_content_parse (&content, rows[i].op_kind, payload->data, payload->len,
                                        NULL),
                     ==, rows[i].is_good);
    for (guint k = 0; rows[i].is_good && k < payload->len; k++)
      g_assert_false (cen_content_parse (&content, rows[i].op_kind, payload->data, k, NULL));
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/content/bounds", test_bounds);
  g_test_add_func ("/content/table", test_table);
  g_test_add_func ("/content/fields", test_fields);
  g_test_add_func ("/content/too-long", test_too_long);
  g_test_add_func ("/content/mark", test_mark);
  g_test_add_func ("/content/malformed", test_malformed);
  return g_test_run ();
}
