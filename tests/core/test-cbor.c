/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/cbor.h"
#include "tests/support/cbor-rewrite.h"

#include <string.h>

/* Nothing in the vectors is longer. */
#define VECTOR_MAX 4096

typedef struct {
  gboolean is_ok;
  guint8 *bytes; /* exactly @len bytes on the heap, so that a read past them is seen */
  gsize len;
} Vector;

static void
vector_clear (Vector *vector)
{
  g_free (vector->bytes);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Vector, vector_clear)

static guint8 *
dup_hex (const char *hex, gsize *ret_len)
{
  gsize len = strlen (hex) / 2;
  guint8 *bytes = g_malloc (len);

  for (gsize i = 0; i < len; i++)
    bytes[i] =
        (guint8) ((g_ascii_xdigit_value (hex[2 * i]) << 4) | g_ascii_xdigit_value (hex[2 * i + 1]));
  *ret_len = len;
  return bytes;
}

static gboolean
passes_whole (const guint8 *bytes, gsize len)
{
  CenCborReader reader;

  cen_cbor_reader_init (&reader, bytes, len);
  return cen_cbor_skip (&reader, NULL, NULL) && cen_cbor_finish (&reader);
}

/* Of a sound item the reader lends the bytes, gives them back by its values, and accepts no
 * beginning of it. */
static void
check_sound (const Vector *vector)
{
  guint8 buf[VECTOR_MAX];
  CenCborWriter writer;
  CenCborReader reader;
  const guint8 *lent = NULL;
  gsize lent_len = 0;

  cen_cbor_reader_init (&reader, vector->bytes, vector->len);
  g_assert_true (cen_cbor_skip (&reader, &lent, &lent_len));
  g_assert_true (cen_cbor_finish (&reader));
  g_assert_true (lent == vector->bytes);
  g_assert_cmpuint (lent_len, ==, vector->len);

  cen_cbor_writer_init (&writer, buf, sizeof buf);
  g_assert_true (cbor_rewrite (vector->bytes, vector->len, &writer));
  g_assert_false (writer.has_overflowed);
  g_assert_cmpmem (buf, writer.len, vector->bytes, vector->len);

  for (gsize cut = 0; cut < vector->len; cut++) {
    g_autofree guint8 *beginning = g_memdup2 (vector->bytes, cut);

    g_assert_false (passes_whole (beginning, cut));
  }
}

static void
check_vector (const Vector *vector)
{
  guint8 buf[VECTOR_MAX];
  CenCborWriter writer;

  if (vector->is_ok) {
    check_sound (vector);
    return;
  }
  g_assert_false (passes_whole (vector->bytes, vector->len));
  cen_cbor_writer_init (&writer, buf, sizeof buf);
  g_assert_false (cbor_rewrite (vector->bytes, vector->len, &writer));
}

static void
test_vectors (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "vectors", "cbor.txt", NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  guint n_vectors = 0;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++) {
    g_auto (Vector) vector = { 0 };
    g_auto (GStrv) words = NULL;

    if (lines[i][0] == '\0' || lines[i][0] == '#')
      continue;
    words = g_strsplit_set (lines[i], " ", -1);
    vector.is_ok = strcmp (words[0], "ok") == 0;
    vector.bytes = dup_hex (words[vector.is_ok ? 2 : 1], &vector.len);
    g_test_message ("%s", lines[i]);
    check_vector (&vector);
    n_vectors++;
  }
  g_assert_cmpuint (n_vectors, >, 400);
}

static void
test_uint_max (void)
{
  static const guint8 seven[] = { 0x07 };
  CenCborReader reader;
  guint64 value = 99;

  cen_cbor_reader_init (&reader, seven, sizeof seven);
  g_assert_true (cen_cbor_read_uint_max (&reader, 7, &value));
  g_assert_cmpuint (value, ==, 7);

  value = 99;
  cen_cbor_reader_init (&reader, seven, sizeof seven);
  g_assert_false (cen_cbor_read_uint_max (&reader, 6, &value));
  g_assert_cmpuint (value, ==, 99);
}

/* Every typed read of an item of another type fails, leaves its outputs, and stays failed. */
static void
test_other_types (void)
{
  static const char *const items[] = { "00", "40", "60", "80", "a0", "f5", "f6" };

  for (guint i = 0; i < G_N_ELEMENTS (items); i++) {
    for (guint read = 0; read < G_N_ELEMENTS (items); read++) {
      gsize len;
      g_autofree guint8 *bytes = dup_hex (items[i], &len);
      CenCborReader reader;
      guint64 value = 99;
      const guint8 *lent = NULL;
      const char *text = NULL;
      gsize lent_len = 99;
      gboolean flag = 99;
      gboolean is_read = FALSE;

      cen_cbor_reader_init (&reader, bytes, len);
      switch (read) {
      case 0:
        is_read = cen_cbor_read_uint (&reader, &value);
        break;
      case 1:
        is_read = cen_cbor_read_bytes (&reader, &lent, &lent_len);
        break;
      case 2:
        is_read = cen_cbor_read_text (&reader, &text, &lent_len);
        break;
      case 3:
        is_read = cen_cbor_enter_array (&reader, &value);
        break;
      case 4:
        is_read = cen_cbor_enter_map (&reader, &value);
        break;
      case 5:
        is_read = cen_cbor_read_bool (&reader, &flag);
        break;
      default:
        is_read = cen_cbor_read_null (&reader);
        break;
      }
      g_assert_cmpint (is_read, ==, i == read);
      if (!is_read) {
        g_assert_true (value == 99 && lent == NULL && text == NULL && lent_len == 99 && flag == 99);
        g_assert_cmpint (cen_cbor_peek (&reader), ==, CEN_CBOR_END);
        g_assert_false (cen_cbor_skip (&reader, NULL, NULL));
        g_assert_false (cen_cbor_finish (&reader));
      }
    }
  }
}

static void
test_fixed (void)
{
  static const guint8 three[] = { 0x43, 1, 2, 3 };
  guint8 buf[4] = { 9, 9, 9, 9 };
  CenCborReader reader;

  cen_cbor_reader_init (&reader, three, sizeof three);
  g_assert_false (cen_cbor_read_fixed (&reader, buf, 2));
  cen_cbor_reader_init (&reader, three, sizeof three);
  g_assert_false (cen_cbor_read_fixed (&reader, buf, 4));
  g_assert_cmpuint (buf[0], ==, 9);
  cen_cbor_reader_init (&reader, three, sizeof three);
  g_assert_true (cen_cbor_read_fixed (&reader, buf, 3));
  g_assert_cmpmem (buf, 3, three + 1, 3);
}

static void
test_dup_text (void)
{
  static const guint8 abc[] = { 0x63, 'a', 'b', 'c' };
  g_autofree char *text = NULL;
  CenCborReader reader;

  cen_cbor_reader_init (&reader, abc, sizeof abc);
  g_assert_null (cen_cbor_read_dup_text (&reader, 2));
  g_assert_false (cen_cbor_finish (&reader));
  cen_cbor_reader_init (&reader, abc, sizeof abc);
  text = cen_cbor_read_dup_text (&reader, 3);
  g_assert_cmpstr (text, ==, "abc");
  g_assert_true (cen_cbor_finish (&reader));
}

static void
test_take_null (void)
{
  static const guint8 pair[] = { 0x82, 0xf6, 0xf5 };
  CenCborReader reader;
  gboolean flag = FALSE;
  guint64 n;

  cen_cbor_reader_init (&reader, pair, sizeof pair);
  g_assert_true (cen_cbor_enter_array (&reader, &n));
  g_assert_true (cen_cbor_take_null (&reader));
  g_assert_false (cen_cbor_take_null (&reader));
  g_assert_true (cen_cbor_read_bool (&reader, &flag));
  g_assert_true (flag);
  g_assert_false (cen_cbor_take_null (&reader));
  g_assert_true (cen_cbor_leave (&reader));
  g_assert_true (cen_cbor_finish (&reader));
}

/* In a map a value cannot be read before its key, nor a key as if it were a value; at its end
 * next_key says so without failing. */
static void
test_map (void)
{
  static const guint8 map[] = { 0xa2, 0x01, 0x61, 'a', 0x05, 0x0a };
  CenCborReader reader;
  const char *text;
  guint64 value;
  gsize len;

  cen_cbor_reader_init (&reader, map, sizeof map);
  g_assert_true (cen_cbor_enter_map (&reader, &value));
  g_assert_cmpuint (value, ==, 2);
  g_assert_false (cen_cbor_read_uint (&reader, &value));

  cen_cbor_reader_init (&reader, map, sizeof map);
  g_assert_true (cen_cbor_enter_map (&reader, &value));
  g_assert_true (cen_cbor_next_key (&reader, &value));
  g_assert_cmpuint (value, ==, 1);
  g_assert_true (cen_cbor_read_text (&reader, &text, &len));
  g_assert_true (cen_cbor_has_more (&reader));
  g_assert_true (cen_cbor_next_key (&reader, &value));
  g_assert_cmpuint (value, ==, 5);
  g_assert_true (cen_cbor_read_uint (&reader, &value));
  g_assert_false (cen_cbor_next_key (&reader, &value));
  g_assert_true (cen_cbor_leave (&reader));
  g_assert_true (cen_cbor_finish (&reader));

  cen_cbor_reader_init (&reader, map, sizeof map);
  g_assert_true (cen_cbor_enter_map (&reader, &value));
  g_assert_true (cen_cbor_next_key (&reader, &value));
  g_assert_false (cen_cbor_next_key (&reader, &value));
}

/* A container is left neither early nor twice. */
static void
test_leave (void)
{
  static const guint8 pair[] = { 0x82, 0x00, 0x01 };
  CenCborReader reader;
  guint64 value;

  cen_cbor_reader_init (&reader, pair, sizeof pair);
  g_assert_true (cen_cbor_enter_array (&reader, &value));
  g_assert_false (cen_cbor_finish (&reader));
  g_assert_true (cen_cbor_read_uint (&reader, &value));
  g_assert_false (cen_cbor_leave (&reader));

  cen_cbor_reader_init (&reader, pair, sizeof pair);
  g_assert_false (cen_cbor_leave (&reader));
}

/* An array of @n items of one byte. */
static guint8 *
dup_flat_array (guint n, gsize *ret_len)
{
  guint8 *bytes = g_malloc0 (n + 9);
  CenCborWriter writer;

  cen_cbor_writer_init (&writer, bytes, n + 9);
  cen_cbor_put_array (&writer, n);
  for (guint i = 0; i < n; i++)
    cen_cbor_put_uint (&writer, i % 24);
  *ret_len = writer.len;
  return bytes;
}

static void
test_items_max (void)
{
  gsize len;
  g_autofree guint8 *most = dup_flat_array (CEN_CBOR_ITEMS_MAX - 1, &len);
  gsize more_len;
  g_autofree guint8 *more = dup_flat_array (CEN_CBOR_ITEMS_MAX, &more_len);
  CenCborReader reader;

  g_assert_true (passes_whole (most, len));
  g_assert_false (passes_whole (more, more_len));
  cen_cbor_reader_init_large (&reader, more, more_len, CEN_CBOR_ITEMS_MAX + 1, 1);
  g_assert_true (cen_cbor_skip (&reader, NULL, NULL));
  g_assert_true (cen_cbor_finish (&reader));
}

static void
test_item_max (void)
{
  gsize size = CEN_CBOR_ITEM_MAX + 16;
  g_autofree guint8 *zeros = g_malloc0 (size);
  g_autofree guint8 *buf = g_malloc (size);
  CenCborWriter writer;
  CenCborReader reader;

  cen_cbor_writer_init (&writer, buf, size);
  cen_cbor_put_bytes (&writer, zeros, CEN_CBOR_ITEM_MAX);
  g_assert_true (passes_whole (buf, writer.len));

  cen_cbor_writer_init (&writer, buf, size);
  cen_cbor_put_bytes (&writer, zeros, CEN_CBOR_ITEM_MAX + 1);
  g_assert_false (passes_whole (buf, writer.len));
  cen_cbor_reader_init_large (&reader, buf, writer.len, 1, CEN_CBOR_ITEM_MAX + 1);
  g_assert_true (cen_cbor_skip (&reader, NULL, NULL));
}

static void
test_depth_max (void)
{
  guint8 nested[CEN_CBOR_DEPTH_MAX + 2];

  memset (nested, 0x81, sizeof nested);
  nested[CEN_CBOR_DEPTH_MAX] = 0x00;
  g_assert_true (passes_whole (nested, CEN_CBOR_DEPTH_MAX + 1));
  nested[CEN_CBOR_DEPTH_MAX] = 0x81;
  nested[CEN_CBOR_DEPTH_MAX + 1] = 0x00;
  g_assert_false (passes_whole (nested, CEN_CBOR_DEPTH_MAX + 2));
}

/* A writer whose buffer is too small stays inside it, whatever comes after. */
static void
test_overflow (void)
{
  static const guint8 payload[] = { 1, 2, 3, 4 };

  for (gsize size = 0; size <= 12; size++) {
    g_autofree guint8 *buf = g_malloc (size);
    CenCborWriter writer;

    cen_cbor_writer_init (&writer, buf, size);
    cen_cbor_put_array (&writer, 3);
    cen_cbor_put_uint (&writer, 1000);
    cen_cbor_put_bytes (&writer, payload, sizeof payload);
    cen_cbor_put_text (&writer, "ab");
    g_assert_cmpint (writer.has_overflowed, ==, size < 12);
    g_assert_cmpuint (writer.len, <=, size);
    cen_cbor_put_null (&writer);
    g_assert_true (writer.has_overflowed);
  }
}

/* Room is only given where it is. */
static void
test_room (void)
{
  guint8 buf[32], same[32];
  CenCborWriter writer, other;
  guint8 *room;

  cen_cbor_writer_init (&writer, buf, sizeof buf);
  cen_cbor_writer_init (&other, same, sizeof same);
  room = cen_cbor_put_room (&writer, 30);
  g_assert_nonnull (room);
  memset (room, 7, 30);
  cen_cbor_put_bytes (&other, room, 30);
  g_assert_cmpmem (buf, writer.len, same, other.len);
  cen_cbor_writer_init (&writer, buf, sizeof buf);
  g_assert_null (cen_cbor_put_room (&writer, 31));
  g_assert_true (writer.has_overflowed);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cbor/vectors", test_vectors);
  g_test_add_func ("/cbor/uint-max", test_uint_max);
  g_test_add_func ("/cbor/other-types", test_other_types);
  g_test_add_func ("/cbor/fixed", test_fixed);
  g_test_add_func ("/cbor/dup-text", test_dup_text);
  g_test_add_func ("/cbor/take-null", test_take_null);
  g_test_add_func ("/cbor/map", test_map);
  g_test_add_func ("/cbor/leave", test_leave);
  g_test_add_func ("/cbor/items-max", test_items_max);
  g_test_add_func ("/cbor/item-max", test_item_max);
  g_test_add_func ("/cbor/depth-max", test_depth_max);
  g_test_add_func ("/cbor/overflow", test_overflow);
  g_test_add_func ("/cbor/room", test_room);
  return g_test_run ();
}
