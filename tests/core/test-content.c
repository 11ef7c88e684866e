/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Content payloads, and that every field of every kind keeps its bounds. */

#include "core/cbor.h"
#include "core/content.h"
#include "core/kinds-life.h"
#include "tests/support/world.h"

#include <string.h>

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

static gboolean
accepts_items (const CenField *field, guint n, gsize len)
{
  g_autofree char *text = g_strnfill (field->type == CEN_FIELD_TEXTS ? len : 0, 'x');
  g_autofree const char **texts = g_new (const char *, n);
  g_autofree CenId *refs = g_new0 (CenId, n);
  g_autofree guint64 *numbers = g_new0 (guint64, n);
  CenValue value = { .type = field->type, .n_items = n };

  for (guint i = 0; i < n; i++) {
    texts[i] = text;
    numbers[i] = len;
  }
  value.items = field->type == CEN_FIELD_TEXTS  ? (gconstpointer) texts
                : field->type == CEN_FIELD_REFS ? (gconstpointer) refs
                                                : (gconstpointer) numbers;
  return cen_field_fits (field, &value);
}

static void
check_list (const CenField *field)
{
  gsize at_max = field->type == CEN_FIELD_REFS ? 1 : field->max;

  g_assert_cmpuint (field->n_min, <=, field->n_max);
  g_assert_cmpint (accepts_items (field, 0, 1), ==, field->n_min == 0);
  g_assert_true (accepts_items (field, field->n_min, at_max));
  g_assert_true (accepts_items (field, field->n_max, at_max));
  g_assert_false (accepts_items (field, field->n_max + 1, 1));
  if (field->type != CEN_FIELD_REFS)
    g_assert_false (accepts_items (field, field->n_max, at_max + 1));
  if (field->type == CEN_FIELD_TEXTS)
    g_assert_false (accepts_items (field, field->n_max, 0));
  g_assert_false (accepts_bytes (field, 32));
}

static void
check_text (const CenField *field)
{
  gboolean is_name = field->type == CEN_FIELD_NAME;
  g_autofree char *at_max = g_strnfill (is_name ? CEN_NAME_POINTS_MAX : field->max, 'x');
  g_autofree char *above = g_strnfill (strlen (at_max) + 1, 'x');

  g_assert_cmpint (accepts_text (field, ""), ==, !is_name && field->n_min == 0);
  g_assert_true (accepts_text (field, at_max));
  g_assert_false (accepts_text (field, above));
  g_assert_false (accepts_bytes (field, 32));
  if (is_name)
    g_assert_false (accepts_text (field, "two\nlines"));
}

static void
check_bounds (const CenField *field)
{
  switch (field->type) {
  case CEN_FIELD_TEXT:
  case CEN_FIELD_NAME:
    check_text (field);
    break;
  case CEN_FIELD_REF:
    g_assert_true (accepts_bytes (field, 32));
    g_assert_false (accepts_bytes (field, 31));
    g_assert_false (accepts_bytes (field, 33));
    g_assert_false (accepts_text (field, "x"));
    break;
  case CEN_FIELD_TEXTS:
  case CEN_FIELD_REFS:
  case CEN_FIELD_UINTS:
    check_list (field);
    break;
  default:
    g_assert_false (accepts_text (field, "x"));
    break;
  }
  g_assert_cmpint (cen_field_accepts (field, (CenSpan){ (const guint8 *) "\xf5", 1 }), ==,
                   field->type == CEN_FIELD_BOOL);
  g_assert_false (cen_field_accepts (field, (CenSpan){ (const guint8 *) "\xf6", 1 }));
  g_assert_false (cen_field_accepts (field, (CenSpan){ NULL, 0 }));
}

static void
check_number (const CenField *field, guint64 max)
{
  CenValue value = { .type = field->type, .number = max };

  g_assert_true (cen_field_fits (field, &value));
  value.number++;
  g_assert_false (cen_field_fits (field, &value));
  value.type = CEN_FIELD_BOOL;
  g_assert_false (cen_field_fits (field, &value));
}

static void
test_bounds (void)
{
  CenField number = {
    1, "number", CEN_FIELD_UINT, 23, CEN_WRITER_AUTHOR, CEN_FIELD_OPTIONAL, 0, 0
  };
  CenField time = { 1, "time", CEN_FIELD_TIME, 0, CEN_WRITER_AUTHOR, CEN_FIELD_OPTIONAL, 0, 0 };
  CenField bytes = { 1, "bytes", CEN_FIELD_BYTES, 40, CEN_WRITER_AUTHOR, CEN_FIELD_OPTIONAL, 0, 0 };
  CenField uints = { 1, "uints", CEN_FIELD_UINTS, 9, CEN_WRITER_AUTHOR, CEN_FIELD_OPTIONAL, 1, 3 };
  const CenKind *kind;

  for (guint i = 0; (kind = cen_kind_get_nth (i)) != NULL; i++) {
    for (guint k = 0; k < CEN_KIND_FIELDS_MAX && kind->fields[k].id > 0; k++) {
      g_test_message ("%s %s", kind->name, kind->fields[k].name);
      check_bounds (&kind->fields[k]);
    }
  }
  check_number (&number, 23);
  check_number (&time, CEN_TIME_MAX);
  g_assert_true (accepts_bytes (&bytes, 40));
  g_assert_true (accepts_bytes (&bytes, 0));
  g_assert_false (accepts_bytes (&bytes, 41));
  check_list (&uints);
}

/* A mark that is there or not is only ever true; another has the bounds of its type. */
static void
test_mark_values (void)
{
  CenMark plain = CEN_MARK_PLAIN (1, "plain", 0);
  CenMark text = { 2, "text", 0, CEN_FIELD_TEXT, 3, 1, 0 };
  CenMark votes = { 3, "votes", 0, CEN_FIELD_UINTS, 4, 1, 2 };
  static const guint64 numbers[] = { 4, 0, 1 };
  CenValue value = { .type = CEN_FIELD_UINTS, .items = numbers, .n_items = 2 };

  g_assert_true (cen_mark_accepts (&plain, (CenSpan){ (const guint8 *) "\xf5", 1 }));
  g_assert_false (cen_mark_accepts (&plain, (CenSpan){ (const guint8 *) "\xf4", 1 }));
  g_assert_false (cen_mark_accepts (&plain, (CenSpan){ (const guint8 *) "\x01", 1 }));
  g_assert_true (cen_mark_accepts (&text, (CenSpan){ (const guint8 *) "\x63yes", 4 }));
  g_assert_false (cen_mark_accepts (&text, (CenSpan){ (const guint8 *) "\x64"
                                                                       "four",
                                                      5 }));
  g_assert_false (cen_mark_accepts (&text, (CenSpan){ (const guint8 *) "\x60", 1 }));
  g_assert_true (cen_mark_fits (&votes, &value));
  value.n_items = 3;
  g_assert_false (cen_mark_fits (&votes, &value));
  g_assert_false (cen_mark_fits (&plain, &value));
}

static gsize
get_size_max (const CenField *field)
{
  switch (field->type) {
  case CEN_FIELD_TEXT:
  case CEN_FIELD_BYTES:
    return field->max;
  case CEN_FIELD_TEXTS:
    return field->n_max * (field->max + 3);
  case CEN_FIELD_REFS:
    return field->n_max * (CEN_ID_LEN + 2);
  case CEN_FIELD_UINTS:
    return field->n_max * 9;
  default:
    return CEN_NAME_MAX;
  }
}

static void
check_row (const CenKind *kind)
{
  guint64 seen = 0;
  gsize size = 128;

  g_assert_true (cen_kind_get (kind->id) == kind);
  g_assert_true (cen_kind_from_name (kind->name) == kind);
  for (guint k = 0; k < CEN_KIND_FIELDS_MAX && kind->fields[k].id > 0; k++) {
    const CenField *field = &kind->fields[k];

    g_assert_cmpuint (field->id, <=, CEN_FIELD_ID_MAX);
    g_assert_cmpuint (seen >> field->id & 1, ==, 0);
    seen |= G_GUINT64_CONSTANT (1) << field->id;
    g_assert_true (cen_kind_get_field (kind, field->id) == field);
    g_assert_true (cen_kind_field_from_name (kind, field->name) == field);
    size += 16 + get_size_max (field);
  }
  g_assert_cmpuint (size, <=, CEN_PAYLOAD_MAX);
  for (guint k = 0; k < CEN_KIND_MARKS_MAX && kind->marks[k].id > 0; k++) {
    g_assert_cmpuint (kind->marks[k].key_max, <=, CEN_NAME_MAX);
    g_assert_true (cen_kind_get_mark (kind, kind->marks[k].id) == &kind->marks[k]);
    g_assert_true (cen_kind_mark_from_name (kind, kind->marks[k].name) == &kind->marks[k]);
  }
  g_assert_null (cen_kind_get_field (kind, 0));
  g_assert_null (cen_kind_get_field (kind, CEN_FIELD_ID_MAX + 1));
  g_assert_null (cen_kind_field_from_name (kind, "nothing"));
  g_assert_null (cen_kind_get_mark (kind, 0));
  g_assert_null (cen_kind_mark_from_name (kind, "nothing"));
}

/* The tables themselves: names and numbers lead to the same rows, ids are distinct and in range,
 * and all fields of a kind at their maximum fit into one op. */
static void
test_table (void)
{
  const CenKind *kind;

  for (guint i = 0; (kind = cen_kind_get_nth (i)) != NULL; i++) {
    g_test_message ("%s", kind->name);
    check_row (kind);
  }
  g_assert_null (cen_kind_get (0));
  g_assert_null (cen_kind_get (G_MAXUINT64));
  g_assert_null (cen_kind_from_name ("nothing"));
  g_assert_null (cen_kind_from_name (""));
}

/* The limits of the questions, at their maximum and one above. */
static void
test_limits (void)
{
  const CenKind *kind = cen_kind_get (CEN_KIND_QUESTION);
  const CenField *title = cen_kind_get_field (kind, CEN_QUESTION_TITLE);
  const CenField *skills = cen_kind_get_field (kind, CEN_QUESTION_SKILLS);

  g_assert_cmpuint (title->max, ==, CEN_TITLE_MAX);
  g_assert_cmpuint (skills->max, ==, CEN_SKILL_MAX);
  check_bounds (title);
  check_bounds (skills);
}

/* What is written is read again, whatever its type. */
static void
test_types (void)
{
  g_autoptr (TestWorld) world = test_world_new (1);
  static const char *const texts[] = { "one", "two", "drei" };
  static const CenId refs[] = { { { 1 } }, { { 2 } } };
  static const guint64 numbers[] = { 7, 0, G_MAXUINT64 };
  CenValue values[] = {
    { .field = 5, .type = CEN_FIELD_TEXTS, .items = texts, .n_items = 3 },
    { .field = 4, .type = CEN_FIELD_REFS, .items = refs, .n_items = 2 },
    { .field = 3, .type = CEN_FIELD_UINTS, .items = numbers, .n_items = 3 },
    { .field = 2, .type = CEN_FIELD_BYTES, .items = "\0\1", .n_items = 2 },
    { .field = 1, .type = CEN_FIELD_TIME, .number = 1234 },
  };
  g_autoptr (GBytes) set = cen_content_build_fields (NULL, values, 5, &world->world, NULL);
  g_auto (GStrv) read_texts = NULL;
  g_autoptr (GArray) read_refs = NULL;
  g_autoptr (GArray) read_numbers = NULL;
  g_autoptr (GArray) none = NULL;
  g_autoptr (GBytes) read_bytes = NULL;
  CenContent content;

  g_assert_true (parses (&content, CEN_OP_SET, set));
  read_texts = cen_fields_dup_texts (content.fields, 5);
  read_refs = cen_fields_dup_refs (content.fields, 4);
  read_numbers = cen_fields_dup_uints (content.fields, 3);
  read_bytes = cen_fields_dup_bytes (content.fields, 2);
  none = cen_fields_dup_uints (content.fields, 2);
  g_assert_cmpuint (g_strv_length (read_texts), ==, 3);
  g_assert_cmpstr (read_texts[2], ==, "drei");
  g_assert_cmpmem (read_refs->data, read_refs->len * CEN_ID_LEN, refs, sizeof refs);
  g_assert_cmpmem (read_numbers->data, read_numbers->len * 8, numbers, sizeof numbers);
  g_assert_cmpmem (g_bytes_get_data (read_bytes, NULL), g_bytes_get_size (read_bytes), "\0\1", 2);
  g_assert_cmpuint (cen_fields_get_uint (content.fields, 1, 5), ==, 1234);
  g_assert_cmpuint (cen_fields_get_uint (content.fields, 5, 5), ==, 5);
  g_assert_cmpuint (none->len, ==, 0);
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
  g_test_add_func ("/content/mark-values", test_mark_values);
  g_test_add_func ("/content/limits", test_limits);
  g_test_add_func ("/content/types", test_types);
  g_test_add_func ("/content/fields", test_fields);
  g_test_add_func ("/content/too-long", test_too_long);
  g_test_add_func ("/content/mark", test_mark);
  g_test_add_func ("/content/malformed", test_malformed);
  return g_test_run ();
}
