/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "samples.h"

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <string.h>
#include <zlib.h>

static GBytes *
save (GdkPixbuf *pixbuf, const char *kind)
{
  gsize len;
  char *bytes;

  g_assert_true (gdk_pixbuf_save_to_buffer (pixbuf, &bytes, &len, kind, NULL, NULL));
  return g_bytes_new_take (bytes, len);
}

GBytes *
samples_picture (const char *kind, guint width, guint height)
{
  g_autoptr (GdkPixbuf) pixbuf =
      gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, (int) width, (int) height);
  g_autoptr (GdkPixbuf) half =
      gdk_pixbuf_new_subpixbuf (pixbuf, 0, 0, (int) (width / 2), (int) height);

  gdk_pixbuf_fill (pixbuf, 0x0000ffff);
  gdk_pixbuf_fill (half, 0xff0000ff);
  return save (pixbuf, kind);
}

GBytes *
samples_noise (guint width, guint height)
{
  g_autoptr (GdkPixbuf) pixbuf =
      gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, (int) width, (int) height);
  guint8 *pixels = gdk_pixbuf_get_pixels (pixbuf);
  gsize len = gdk_pixbuf_get_byte_length (pixbuf);
  guint32 state = 1;

  for (gsize i = 0; i < len; i++) {
    state = state * 1664525 + 1013904223;
    pixels[i] = (guint8) (state >> 24);
  }
  return save (pixbuf, "jpeg");
}

static void
add_chunk (GByteArray *file, const char *name, const guint8 *bytes, gsize len)
{
  guint32 n = GUINT32_TO_BE ((guint32) len);
  gulong sum = crc32 (crc32 (0, (const guint8 *) name, 4), bytes, (guint) len);
  guint32 check = GUINT32_TO_BE ((guint32) sum);

  g_byte_array_append (file, (const guint8 *) &n, 4);
  g_byte_array_append (file, (const guint8 *) name, 4);
  g_byte_array_append (file, bytes, (guint) len);
  g_byte_array_append (file, (const guint8 *) &check, 4);
}

static GByteArray *
begin_png (guint32 width, guint32 height)
{
  GByteArray *file = g_byte_array_new ();
  guint8 head[13] = { 0 };

  g_byte_array_append (file, (const guint8 *) "\x89PNG\r\n\x1a\n", 8);
  width = GUINT32_TO_BE (width);
  height = GUINT32_TO_BE (height);
  memcpy (head, &width, 4);
  memcpy (head + 4, &height, 4);
  head[8] = 8; /* bits, of grey */
  add_chunk (file, "IHDR", head, sizeof head);
  return file;
}

static GBytes *
end_png (GByteArray *file, const guint8 *packed, gsize len)
{
  add_chunk (file, "IDAT", packed, len);
  add_chunk (file, "IEND", (const guint8 *) "", 0);
  return g_byte_array_free_to_bytes (file);
}

GBytes *
samples_png_head (guint32 width, guint32 height)
{
  guint8 packed[64];
  uLongf len = sizeof packed;

  g_assert_cmpint (compress (packed, &len, (const guint8 *) "\0\0\0\0", 4), ==, Z_OK);
  return end_png (begin_png (width, height), packed, len);
}

GBytes *
samples_png_of_zeros (guint32 width, guint32 height)
{
  gsize n = ((gsize) width + 1) * height;
  g_autofree guint8 *rows = g_malloc0 (n);
  uLongf len = compressBound (n);
  g_autofree guint8 *packed = g_malloc (len);

  g_assert_cmpint (compress2 (packed, &len, rows, n, 9), ==, Z_OK);
  return end_png (begin_png (width, height), packed, len);
}

/* --- Documents --- */

static GBytes *
wrap (GString *text)
{
  g_string_prepend (text, "%PDF-1.4\n");
  return g_string_free_to_bytes (text);
}

GBytes *
samples_document (guint n_pages)
{
  static const char *const numbers[] = { "one", "two", "three" };
  GString *text = g_string_new ("1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
                                "3 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\n"
                                "2 0 obj<</Type/Pages/Kids[");

  g_assert_cmpuint (n_pages, <=, G_N_ELEMENTS (numbers));
  for (guint i = 0; i < n_pages; i++)
    g_string_append_printf (text, "%u 0 R ", 10 + 2 * i);
  g_string_append_printf (text, "]/Count %u>>endobj\n", n_pages);
  for (guint i = 0; i < n_pages; i++) {
    g_autofree char *line = g_strdup_printf ("BT /F 40 Tf 40 700 Td (Page %s of %s) Tj ET\n",
                                             numbers[i], numbers[n_pages - 1]);

    g_string_append_printf (text,
                            "%u 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents %u 0 "
                            "R/Resources<</Font<</F 3 0 R>>>>>>endobj\n"
                            "%u 0 obj<</Length %u>>stream\n%sendstream endobj\n",
                            10 + 2 * i, 11 + 2 * i, 11 + 2 * i, (guint) strlen (line), line);
  }
  g_string_append (text, "trailer<</Root 1 0 R>>\n%%EOF\n");
  return wrap (text);
}

GBytes *
samples_document_sized (const char *size)
{
  GString *text = g_string_new (NULL);

  g_string_printf (text,
                   "1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
                   "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
                   "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 %s]>>endobj\n"
                   "trailer<</Root 1 0 R>>\n%%%%EOF\n",
                   size);
  return wrap (text);
}

/* Each form draws the next one many times over: ten to the power of ten fields in all. */
GBytes *
samples_document_looping (void)
{
  GString *text =
      g_string_new ("1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
                    "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
                    "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 "
                    "R/Resources<</XObject<</X 10 0 R>>>>>>endobj\n"
                    "4 0 obj<</Length 6>>stream\n/X Do\nendstream endobj\n");

  for (guint i = 10; i < 20; i++)
    g_string_append_printf (
        text,
        "%u 0 obj<</Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources<</XObject<</X %u 0 "
        "R>>>>/Length 60>>stream\n/X Do /X Do /X Do /X Do /X Do /X Do /X Do /X Do /X Do /X "
        "Do\nendstream endobj\n",
        i, i < 19 ? i + 1 : 10);
  g_string_append (text, "trailer<</Root 1 0 R>>\n%%EOF\n");
  return wrap (text);
}

GBytes *
samples_document_of_itself (void)
{
  return wrap (g_string_new ("1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
                             "2 0 obj<</Type/Pages/Kids[2 0 R 2 0 R]/Count 100>>endobj\n"
                             "trailer<</Root 1 0 R>>\n%%EOF\n"));
}
