/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/blob.h"
#include "core/file-name.h"

#include <string.h>

static void
test_layout (void)
{
  static const guint64 sizes[] = { 0,
                                   1,
                                   CEN_BLOB_CHUNK_LEN - 1,
                                   CEN_BLOB_CHUNK_LEN,
                                   CEN_BLOB_CHUNK_LEN + 1,
                                   8191 * (guint64) CEN_BLOB_CHUNK_LEN,
                                   8192 * (guint64) CEN_BLOB_CHUNK_LEN,
                                   CEN_BLOB_SIZE_MAX };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++) {
    CenBlobLayout layout;
    guint64 at = 0;

    cen_blob_layout_init (&layout, sizes[i]);
    g_assert_cmpuint (layout.n_blocks, ==, layout.n_pieces + layout.n_chunks);
    g_assert_cmpuint (layout.n_pieces, <=, CEN_BLOB_PIECES_MAX);
    g_assert_cmpuint (layout.n_chunks, <=, CEN_BLOB_CHUNKS_MAX);
    g_assert_cmpuint (layout.n_blocks, <=, CEN_BLOB_BLOCKS_MAX);
    for (guint k = 0; k < layout.n_blocks; k++) {
      g_assert_cmpuint (cen_blob_layout_get_offset (&layout, k), ==, at);
      g_assert_cmpuint (cen_blob_layout_get_len (&layout, k), >, CEN_MAC_LEN);
      g_assert_cmpuint (cen_blob_layout_get_len (&layout, k), <=, CEN_BLOB_BLOCK_MAX);
      at += cen_blob_layout_get_len (&layout, k);
    }
    g_assert_cmpuint (cen_blob_layout_get_total (&layout), ==, at);
  }
}

static CenBlobRef
make_ref (guint64 size)
{
  CenBlobRef ref = { .size = size };

  memset (ref.key, 7, CEN_KEY_LEN);
  memset (ref.pieces, 9, sizeof ref.pieces);
  return ref;
}

static void
test_ref (void)
{
  CenBlobRef ref = make_ref (8192 * (guint64) CEN_BLOB_CHUNK_LEN);
  g_autoptr (GBytes) bytes = cen_blob_ref_to_bytes (&ref);
  g_autoptr (GBytes) again = NULL;
  gsize len;
  const guint8 *data = g_bytes_get_data (bytes, &len);
  CenBlobRef back;
  CenId a, b;

  g_assert_cmpuint (len, ==, 8 + CEN_KEY_LEN + 2 * CEN_ID_LEN);
  g_assert_cmpuint (len, <=, CEN_BLOB_REF_MAX);
  g_assert_true (cen_blob_ref_from_bytes (&back, data, len, NULL));
  again = cen_blob_ref_to_bytes (&back);
  g_assert_true (g_bytes_equal (bytes, again));
  cen_blob_ref_get_id (&ref, &a);
  cen_blob_ref_get_id (&back, &b);
  g_assert_true (cen_id_equal (&a, &b));
  back.key[0] ^= 1;
  cen_blob_ref_get_id (&back, &b);
  g_assert_false (cen_id_equal (&a, &b));
  for (gsize cut = 0; cut < len; cut++)
    g_assert_false (cen_blob_ref_from_bytes (&back, data, cut, NULL));
}

static void
test_ref_size (void)
{
  CenBlobRef ref = make_ref (CEN_BLOB_SIZE_MAX);
  g_autoptr (GBytes) bytes = cen_blob_ref_to_bytes (&ref);
  gsize len = g_bytes_get_size (bytes);
  g_autofree guint8 *data = g_memdup2 (g_bytes_get_data (bytes, NULL), len);
  CenBlobRef back;

  g_assert_true (cen_blob_ref_from_bytes (&back, data, len, NULL));
  data[0] = 1;
  g_assert_false (cen_blob_ref_from_bytes (&back, data, len, NULL));
  memset (data, 0xff, 8);
  g_assert_false (cen_blob_ref_from_bytes (&back, data, len, NULL));
  memset (data, 0, 8);
  g_assert_false (cen_blob_ref_from_bytes (&back, data, len, NULL));
}

static void
test_blocks (void)
{
  guint8 key[CEN_KEY_LEN] = { 3 };
  guint8 plain[] = "eight fig";
  guint8 ct[sizeof plain + CEN_MAC_LEN];
  guint8 back[CEN_BLOB_CHUNK_LEN];
  CenBlobLayout layout, other;

  cen_blob_layout_init (&layout, sizeof plain);
  cen_blob_layout_init (&other, CEN_BLOB_CHUNK_LEN + sizeof plain);
  cen_blob_seal_block (ct, key, &layout, 1, plain, sizeof plain);
  g_assert_true (cen_blob_open_block (back, key, &layout, 1, ct, sizeof ct));
  g_assert_cmpmem (back, sizeof plain, plain, sizeof plain);
  g_assert_false (cen_blob_open_block (back, key, &layout, 1, ct, sizeof ct - 1));
  /* The same bytes in another place, or of a file with more chunks, are another block. */
  g_assert_false (cen_blob_open_block (back, key, &other, 2, ct, sizeof ct));
  for (gsize i = 0; i < sizeof ct; i++) {
    ct[i] ^= 1;
    g_assert_false (cen_blob_open_block (back, key, &layout, 1, ct, sizeof ct));
    ct[i] ^= 1;
  }
}

static void
test_manifest (void)
{
  CenId chunks[2] = { { { 1 } }, { { 2 } } };
  CenBlobLayout two, three;
  g_autoptr (GBytes) manifest = NULL;

  cen_blob_layout_init (&two, CEN_BLOB_CHUNK_LEN + 5);
  cen_blob_layout_init (&three, CEN_BLOB_CHUNK_LEN + 6);
  manifest = cen_blob_manifest_new (&two, chunks);
  g_assert_cmpmem (cen_blob_manifest_get_chunks (&two, manifest), sizeof chunks, chunks,
                   sizeof chunks);
  g_assert_null (cen_blob_manifest_get_chunks (&three, manifest));
}

static void
test_names (void)
{
  static const struct {
    const char *given;
    const char *clean;
  } names[] = {
    { "notes.pdf", "notes.pdf" },
    { "../../etc/passwd", "passwd" },
    { "..\\..\\boot.ini", "boot.ini" },
    { "/", "file" },
    { "..", "file" },
    { "", "file" },
    { NULL, "file" },
    { ".bashrc", "bashrc" },
    { "a\nb\tc\x01.txt", "a b c.txt" },
    { "photo\xe2\x80\xae"
      "gpj.exe",
      "photogpj.exe" },
    { "zero\xe2\x80\x8bwidth", "zerowidth" },
    { "CON", "_CON" },
    { "nul.txt", "_nul.txt" },
    { "com7.log", "_com7.log" },
    { "common.log", "common.log" },
    { "what?.md", "what_.md" },
    { "ends in dots...", "ends in dots" },
    { "bad\xff", "bad\xef\xbf\xbd" },
    { "e\xcc\x81t\xc3\xa9.txt", "\xc3\xa9t\xc3\xa9.txt" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *clean = cen_file_name_clean (names[i].given);
    g_autofree char *again = cen_file_name_clean (clean);

    g_assert_cmpstr (clean, ==, names[i].clean);
    g_assert_cmpstr (again, ==, clean);
  }
}

static void
test_random_names (void)
{
  for (guint i = 0; i < 20000; i++) {
    guint len = (guint) g_test_rand_int_range (0, 300);
    g_autofree char *given = g_malloc0 (len + 1);
    g_autofree char *clean = NULL;
    g_autofree char *again = NULL;

    for (guint k = 0; k < len; k++)
      given[k] = (char) g_test_rand_int_range (1, i % 2 == 0 ? 128 : 256);
    clean = cen_file_name_clean (given);
    again = cen_file_name_clean (clean);
    g_assert_cmpstr (again, ==, clean);
    g_assert_true (g_utf8_validate (clean, -1, NULL));
    g_assert_cmpuint (strlen (clean), <=, CEN_FILE_NAME_MAX);
    g_assert_cmpuint (strlen (clean), >, 0);
    g_assert_null (strpbrk (clean, "/\\\n\r\t"));
    g_assert_true (clean[0] != '.');
  }
}

static void
test_long_names (void)
{
  g_autofree char *given = g_strnfill (5000, 'x');
  g_autofree char *with_ending = g_strconcat (given, ".tar.gz", NULL);
  g_autofree char *clean = cen_file_name_clean (with_ending);

  g_assert_cmpuint (strlen (clean), ==, CEN_FILE_NAME_MAX);
  g_assert_true (g_str_has_suffix (clean, ".gz"));
}

static void
test_risk (void)
{
  static const struct {
    const char *name;
    const char *mime;
    CenFileRisk risk;
  } risks[] = {
    { "a.pdf", "application/pdf", CEN_FILE_PLAIN },
    { "a", NULL, CEN_FILE_PLAIN },
    { "a.", "", CEN_FILE_PLAIN },
    { "exe", NULL, CEN_FILE_PLAIN },
    { "a.exe.png", "image/png", CEN_FILE_PLAIN },
    { "a.docx", NULL, CEN_FILE_PLAIN },
    { "a.EXE", NULL, CEN_FILE_PROGRAM },
    { "a.png.exe", "image/png", CEN_FILE_PROGRAM },
    { "a.AppImage", NULL, CEN_FILE_PROGRAM },
    { "a", "application/X-Executable", CEN_FILE_PROGRAM },
    { "a.jar", NULL, CEN_FILE_PROGRAM },
    { "a.sh", NULL, CEN_FILE_SCRIPT },
    { "a.py", "text/plain", CEN_FILE_SCRIPT },
    { "a.pdf", "application/x-shellscript", CEN_FILE_SCRIPT },
    { "a.pdf.desktop", NULL, CEN_FILE_SHORTCUT },
    { "a.lnk", NULL, CEN_FILE_SHORTCUT },
    { "a.deb", NULL, CEN_FILE_PACKAGE },
    { "a.flatpakref", NULL, CEN_FILE_PACKAGE },
    { "a.docm", NULL, CEN_FILE_MACROS },
    { "a.xlsm", NULL, CEN_FILE_MACROS },
    { "a.html", NULL, CEN_FILE_PAGE },
    { "a.svg", "image/svg+xml", CEN_FILE_PAGE },
    { "a", "text/html", CEN_FILE_PAGE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (risks); i++)
    g_assert_cmpint (cen_file_name_get_risk (risks[i].name, risks[i].mime), ==, risks[i].risk);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  cen_crypto_init ();
  g_test_add_func ("/blob/layout", test_layout);
  g_test_add_func ("/blob/ref", test_ref);
  g_test_add_func ("/blob/ref-size", test_ref_size);
  g_test_add_func ("/blob/blocks", test_blocks);
  g_test_add_func ("/blob/manifest", test_manifest);
  g_test_add_func ("/blob/names", test_names);
  g_test_add_func ("/blob/names-at-random", test_random_names);
  g_test_add_func ("/blob/long-names", test_long_names);
  g_test_add_func ("/blob/risk", test_risk);
  return g_test_run ();
}
