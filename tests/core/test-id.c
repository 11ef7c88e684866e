/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/id.h"

#include <string.h>

static CenId
counting_id (void)
{
  CenId id;

  for (guint i = 0; i < CEN_ID_LEN; i++)
    id.bytes[i] = (guint8) i;
  return id;
}

/* RFC 4648, section 10, in small letters and without padding. */
static const struct {
  const char *plain;
  const char *text;
} base32_rows[] = {
  { "", "" },
  { "f", "my" },
  { "fo", "mzxq" },
  { "foo", "mzxw6" },
  { "foob", "mzxw6yq" },
  { "fooba", "mzxw6ytb" },
  { "foobar", "mzxw6ytboi" },
};

static void
test_base32 (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (base32_rows); i++) {
    const char *plain = base32_rows[i].plain;
    const char *text = base32_rows[i].text;
    g_autofree char *encoded = cen_base32_encode ((const guint8 *) plain, strlen (plain));
    g_autofree char *capitals = g_ascii_strup (text, -1);
    g_autofree guint8 *decoded = NULL;
    g_autofree guint8 *from_capitals = NULL;
    gsize len;

    g_assert_cmpstr (encoded, ==, text);
    decoded = cen_base32_decode (text, strlen (text), &len);
    g_assert_nonnull (decoded);
    g_assert_cmpmem (decoded, len, plain, strlen (plain));
    from_capitals = cen_base32_decode (capitals, strlen (capitals), &len);
    g_assert_nonnull (from_capitals);
    g_assert_cmpmem (from_capitals, len, plain, strlen (plain));
  }
}

static void
test_base32_every_length (void)
{
  guint8 bytes[70];

  for (guint i = 0; i < sizeof bytes; i++)
    bytes[i] = (guint8) (i * 37 + 11);
  for (gsize len = 0; len <= sizeof bytes; len++) {
    g_autofree char *text = cen_base32_encode (bytes, len);
    g_autofree guint8 *decoded = NULL;
    gsize decoded_len;

    g_assert_cmpuint (strlen (text), ==, (len * 8 + 4) / 5);
    decoded = cen_base32_decode (text, strlen (text), &decoded_len);
    g_assert_cmpmem (decoded, decoded_len, bytes, len);
  }
}

static void
test_base32_refused (void)
{
  static const char *const rows[] = {
    "a",        /* no byte has only five bits */
    "abc",      /* three characters hold one byte and seven bits too many */
    "abcdef",   /* six: three bytes and six bits too many */
    "mz",       /* spare bits that are not zero */
    "my======", /* padding */
    "m1",       "m8", "m0", "m ", "m-", "m\xc3\xa9", "my\n",
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    gsize len = 99;

    g_test_message ("%s", rows[i]);
    g_assert_null (cen_base32_decode (rows[i], strlen (rows[i]), &len));
    g_assert_cmpuint (len, ==, 99);
  }
}

static void
test_text (void)
{
  CenId id = counting_id ();
  char text[CEN_ID_TEXT_LEN + 1];
  g_autofree char *dup = cen_id_dup_text (&id);
  CenId back;

  cen_id_to_text (&id, text);
  g_assert_cmpstr (text, ==, "aaaqeayeaudaocajbifqydiob4ibceqtcqkrmfyydenbwha5dypq");
  g_assert_cmpstr (dup, ==, text);
  g_assert_true (cen_id_from_text (&back, text));
  g_assert_true (cen_id_equal (&back, &id));
}

/* Only the whole text is an id: no part of it, nothing more, nothing else. */
static void
test_text_refused (void)
{
  CenId id = counting_id ();
  CenId back = id;
  g_autofree char *text = cen_id_dup_text (&id);
  g_autofree char *longer = g_strconcat (text, "a", NULL);
  g_autofree char *spare = g_strdup (text);

  for (gsize len = 0; len < CEN_ID_TEXT_LEN; len++) {
    g_autofree char *part = g_strndup (text, len);

    g_assert_false (cen_id_from_text (&back, part));
  }
  g_assert_false (cen_id_from_text (&back, longer));
  spare[CEN_ID_TEXT_LEN - 1] = 'r';
  g_assert_false (cen_id_from_text (&back, spare));
  g_assert_true (cen_id_equal (&back, &id));
}

static void
test_order (void)
{
  CenId zero = { 0 };
  CenId id = counting_id ();
  CenId later = id;

  later.bytes[CEN_ID_LEN - 1]++;
  g_assert_true (cen_id_is_zero (&zero));
  g_assert_false (cen_id_is_zero (&id));
  g_assert_true (cen_id_equal (&id, &id));
  g_assert_false (cen_id_equal (&id, &later));
  g_assert_cmpint (cen_id_compare (&id, &id), ==, 0);
  g_assert_cmpint (cen_id_compare (&id, &later), <, 0);
  g_assert_cmpint (cen_id_compare (&later, &id), >, 0);
  later = id;
  later.bytes[0] = 0xff;
  g_assert_cmpint (cen_id_compare (&id, &later), <, 0);
}

static void
test_hash (void)
{
  g_autoptr (GHashTable) table =
      g_hash_table_new_full (cen_id_hash, cen_id_hash_equal, g_free, NULL);
  CenId id = counting_id ();

  for (guint i = 0; i < 256; i++) {
    id.bytes[5] = (guint8) i;
    g_hash_table_add (table, cen_id_dup (&id));
    g_hash_table_add (table, cen_id_dup (&id));
  }
  g_assert_cmpuint (g_hash_table_size (table), ==, 256);
  g_assert_true (g_hash_table_contains (table, &id));
  id.bytes[6] = 99;
  g_assert_false (g_hash_table_contains (table, &id));
}

/* For every length of prefix: the bounds hold the id, share its prefix, and their neighbours do
 * not lie between them. */
static void
test_prefix (void)
{
  CenId id = counting_id ();
  g_autofree char *text = cen_id_dup_text (&id);

  for (gsize len = CEN_ID_PREFIX_MIN; len <= CEN_ID_TEXT_LEN; len++) {
    g_autofree char *prefix = g_strndup (text, len);
    g_autofree char *capitals = g_ascii_strup (prefix, -1);
    g_autofree char *first_text = NULL;
    g_autofree char *last_text = NULL;
    CenId first;
    CenId last;
    CenId first_again;

    g_assert_true (cen_id_range_from_prefix (prefix, &first, &last));
    g_assert_cmpint (cen_id_compare (&first, &id), <=, 0);
    g_assert_cmpint (cen_id_compare (&id, &last), <=, 0);
    first_text = cen_id_dup_text (&first);
    last_text = cen_id_dup_text (&last);
    g_assert_true (g_str_has_prefix (first_text, prefix));
    g_assert_true (g_str_has_prefix (last_text, prefix));
    for (gsize i = len; i < CEN_ID_TEXT_LEN; i++) {
      g_assert_cmpint (first_text[i], ==, 'a');
      g_assert_cmpint (last_text[i], ==, i == CEN_ID_TEXT_LEN - 1 ? 'q' : '7');
    }
    g_assert_true (cen_id_range_from_prefix (capitals, &first_again, &last));
    g_assert_true (cen_id_equal (&first, &first_again));
  }
}

static void
test_prefix_refused (void)
{
  static const char *const rows[] = { "", "a", "aaa", "aaa1", "aaaa ", "aa-a", "\xc3\xa9qqq" };
  CenId id = counting_id ();
  g_autofree char *text = cen_id_dup_text (&id);
  g_autofree char *longer = g_strconcat (text, "a", NULL);
  CenId first = id;
  CenId last = id;

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_false (cen_id_range_from_prefix (rows[i], &first, &last));
  g_assert_false (cen_id_range_from_prefix (longer, &first, &last));
  g_assert_true (cen_id_equal (&first, &id) && cen_id_equal (&last, &id));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/id/base32", test_base32);
  g_test_add_func ("/id/base32-every-length", test_base32_every_length);
  g_test_add_func ("/id/base32-refused", test_base32_refused);
  g_test_add_func ("/id/text", test_text);
  g_test_add_func ("/id/text-refused", test_text_refused);
  g_test_add_func ("/id/order", test_order);
  g_test_add_func ("/id/hash", test_hash);
  g_test_add_func ("/id/prefix", test_prefix);
  g_test_add_func ("/id/prefix-refused", test_prefix_refused);
  return g_test_run ();
}
