/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "page.h"

#include "picture.h"
#include "words.h"

#include <math.h>
#include <poppler.h>
#include <string.h>

/* Of a document's words; what was read until then is given. */
#define READING_MAX_US (20 * G_USEC_PER_SEC)

/* A page with one word in a font that it does not bring: whoever draws it has read from the system
 * all that other pages need. */
static const char sample[] = "%PDF-1.4\n"
                             "1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
                             "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
                             "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 40 20]/Contents 4 0 R"
                             "/Resources<</Font<</F 5 0 R>>>>>>endobj\n"
                             "4 0 obj<</Length 30>>stream\n"
                             "BT /F 9 Tf 2 6 Td (Word) Tj ET\n"
                             "endstream endobj\n"
                             "5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\n"
                             "trailer<</Root 1 0 R/Size 6>>\n"
                             "%%EOF\n";

void
cenacle_page_prepare (void)
{
  const CenacleLookRequest request = { .job = CENACLE_LOOK_VIEW, .width = 40, .height = 20 };
  g_auto (CenacleLookAnswer) answer = { 0 };

  cenacle_page_look (&request, (const guint8 *) sample, sizeof sample - 1, &answer);
}

/* The page as it is drawn on white, in @width by @height pixels. */
static GdkPixbuf *
draw (PopplerPage *page, double page_width, double page_height, guint width, guint height)
{
  cairo_surface_t *surface =
      cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int) width, (int) height);
  cairo_t *cr = cairo_create (surface);
  const guint8 *from = cairo_image_surface_get_data (surface);
  gsize stride = (gsize) cairo_image_surface_get_stride (surface);
  GdkPixbuf *pixbuf = NULL;
  guint8 *to;

  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  cairo_scale (cr, width / page_width, height / page_height);
  poppler_page_render (page, cr);
  cairo_surface_flush (surface);
  pixbuf = from != NULL && cairo_surface_status (surface) == CAIRO_STATUS_SUCCESS
               ? gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, (int) width, (int) height)
               : NULL;
  to = pixbuf != NULL ? gdk_pixbuf_get_pixels (pixbuf) : NULL;
  for (gsize y = 0; to != NULL && y < height; y++) {
    for (gsize x = 0; x < width; x++) {
      guint8 *packed = to + y * (gsize) gdk_pixbuf_get_rowstride (pixbuf) + x * 3;
      guint32 pixel;

      memcpy (&pixel, from + y * stride + x * 4, sizeof pixel);
      packed[0] = (guint8) (pixel >> 16);
      packed[1] = (guint8) (pixel >> 8);
      packed[2] = (guint8) pixel;
    }
  }
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
  return pixbuf;
}

static gboolean
is_size (double side)
{
  return isfinite (side) && side >= 1 && side <= CENACLE_LOOK_FULL_SIDE_MAX;
}

static GBytes *
pack (GdkPixbuf *pixbuf)
{
  gsize n = (gsize) gdk_pixbuf_get_width (pixbuf) * (gsize) gdk_pixbuf_get_height (pixbuf);
  gsize width = (gsize) gdk_pixbuf_get_width (pixbuf);
  const guint8 *from = gdk_pixbuf_read_pixels (pixbuf);
  guint8 *to = g_malloc (n * 4);

  for (gsize i = 0; i < n; i++) {
    memcpy (to + i * 4,
            from + i / width * (gsize) gdk_pixbuf_get_rowstride (pixbuf) + i % width * 3, 3);
    to[i * 4 + 3] = 0xff;
  }
  return g_bytes_new_take (to, n * 4);
}

static void
look_at_page (PopplerDocument *document, const CenacleLookRequest *request,
              CenacleLookAnswer *ret_answer)
{
  PopplerPage *page;
  g_autoptr (GObject) held = NULL;
  g_autoptr (GdkPixbuf) pixbuf = NULL;
  double full_width = 0, full_height = 0;
  guint width, height;

  if (request->page >= ret_answer->n_pages)
    return;
  page = poppler_document_get_page (document, (int) request->page);
  held = (GObject *) page;
  if (page != NULL)
    poppler_page_get_size (page, &full_width, &full_height);
  if (!is_size (full_width) || !is_size (full_height))
    return;
  cenacle_picture_fit (full_width, full_height, request->width, request->height, &width, &height);
  pixbuf = draw (page, full_width, full_height, width, height);
  if (pixbuf == NULL)
    return;
  ret_answer->page = request->page;
  ret_answer->full_width = (guint) (full_width + 0.5);
  ret_answer->full_height = (guint) (full_height + 0.5);
  if (request->job == CENACLE_LOOK_THUMB) {
    cenacle_picture_give_thumb (pixbuf, request, ret_answer);
    return;
  }
  ret_answer->status = CENACLE_LOOK_SHOWN;
  ret_answer->form = CENACLE_LOOK_PIXELS;
  ret_answer->width = width;
  ret_answer->height = height;
  ret_answer->bytes = pack (pixbuf);
}

static void
read_words (PopplerDocument *document, const CenacleLookRequest *request,
            CenacleLookAnswer *ret_answer)
{
  gint64 until = g_get_monotonic_time () + READING_MAX_US;
  g_autoptr (GString) text = g_string_new (NULL);
  guint i;

  for (i = 0;
       i < ret_answer->n_pages && text->len < request->max_len && g_get_monotonic_time () < until;
       i++) {
    PopplerPage *page = poppler_document_get_page (document, (int) i);
    g_autoptr (GObject) held = (GObject *) page;
    g_autofree char *words = page != NULL ? poppler_page_get_text (page) : NULL;

    if (words != NULL)
      g_string_append_printf (text, "%s\n", words);
  }
  cenacle_words_give (text->str, text->len, request, ret_answer);
  ret_answer->is_cut = ret_answer->is_cut || i < ret_answer->n_pages;
}

void
cenacle_page_look (const CenacleLookRequest *request, const guint8 *bytes, gsize len,
                   CenacleLookAnswer *ret_answer)
{
  g_autoptr (GBytes) file = g_bytes_new_static (bytes, len);
  g_autoptr (GError) error = NULL;
  PopplerDocument *document = poppler_document_new_from_bytes (file, NULL, &error);
  g_autoptr (GObject) held = (GObject *) document;
  int n_pages = document != NULL ? poppler_document_get_n_pages (document) : 0;

  ret_answer->status = g_error_matches (error, POPPLER_ERROR, POPPLER_ERROR_ENCRYPTED)
                           ? CENACLE_LOOK_LOCKED
                           : CENACLE_LOOK_BROKEN;
  if (n_pages < 1 || n_pages > CENACLE_LOOK_PAGES_MAX)
    return;
  ret_answer->n_pages = (guint) n_pages;
  if (request->job == CENACLE_LOOK_WORDS)
    read_words (document, request, ret_answer);
  else
    look_at_page (document, request, ret_answer);
}
