/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Paper is white whatever the theme; sizes are parts of the page's width. */

#include "certificate-drawing.h"

#include <glib/gi18n.h>
#include <string.h>

#define GROUP 4

void
cenacle_certificate_words_clear (CenacleCertificateWords *self)
{
  g_clear_pointer (&self->circle, g_free);
  g_clear_pointer (&self->member, g_free);
  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->steps, g_ptr_array_unref);
  g_clear_pointer (&self->day, g_free);
  g_clear_pointer (&self->code, g_free);
}

char *
cenacle_certificate_dup_groups (const char *code)
{
  GString *groups = g_string_new (NULL);

  for (gsize i = 0; code[i] != '\0'; i++) {
    if (i > 0 && i % GROUP == 0)
      g_string_append_c (groups, ' ');
    g_string_append_c (groups, code[i]);
  }
  return g_string_free (groups, FALSE);
}

typedef struct {
  cairo_t *cr;
  double width;
  double margin;
  double y;
} Page;

/* A line or several in the middle of the page, of @size in thousandths of its width. */
static void
put (Page *page, const char *family, double size, PangoWeight weight, const char *text)
{
  g_autoptr (PangoLayout) layout = pango_cairo_create_layout (page->cr);
  PangoFontDescription *font = pango_font_description_new ();
  int height;

  pango_font_description_set_family (font, family);
  pango_font_description_set_weight (font, weight);
  pango_font_description_set_absolute_size (font, size / 1000 * page->width * PANGO_SCALE);
  pango_layout_set_font_description (layout, font);
  pango_layout_set_width (layout, (int) ((page->width - 2 * page->margin) * PANGO_SCALE));
  pango_layout_set_alignment (layout, PANGO_ALIGN_CENTER);
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_text (layout, text, -1);
  pango_layout_get_pixel_size (layout, NULL, &height);
  cairo_move_to (page->cr, page->margin, page->y);
  pango_cairo_show_layout (page->cr, layout);
  page->y += height;
  pango_font_description_free (font);
}

static void
skip (Page *page, double size)
{
  page->y += size / 1000 * page->width;
}

static char *
join_steps (GPtrArray *steps)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < MIN (steps->len, CENACLE_CERTIFICATE_STEPS_MAX); i++)
    g_string_append_printf (text, "%s%s", i > 0 ? " · " : "", (char *) steps->pdata[i]);
  if (steps->len > CENACLE_CERTIFICATE_STEPS_MAX)
    g_string_append (text, " · …");
  return g_string_free (text, FALSE);
}

static void
draw_frame (cairo_t *cr, double width, double height)
{
  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  cairo_set_source_rgb (cr, 0.21, 0.52, 0.89);
  cairo_set_line_width (cr, width * 0.004);
  cairo_rectangle (cr, width * 0.04, width * 0.04, width * 0.92, height - width * 0.08);
  cairo_stroke (cr);
  cairo_set_line_width (cr, width * 0.0015);
  cairo_rectangle (cr, width * 0.05, width * 0.05, width * 0.9, height - width * 0.1);
  cairo_stroke (cr);
  cairo_set_source_rgb (cr, 0.14, 0.14, 0.14);
}

void
cenacle_certificate_draw (cairo_t *cr, double width, double height,
                          const CenacleCertificateWords *words)
{
  Page page = { cr, width, width * 0.12, width * 0.16 };
  g_autofree char *steps = join_steps (words->steps);
  g_autofree char *groups = cenacle_certificate_dup_groups (words->code);
  g_autofree char *n_steps =
      g_strdup_printf (ngettext ("has done the only step of the path",
                                 "has done all %u steps of the path", words->steps->len),
                       words->steps->len);

  draw_frame (cr, width, height);
  put (&page, "sans", 30, PANGO_WEIGHT_NORMAL, words->circle);
  skip (&page, 50);
  /* Translators: the title of a printed page that says what somebody has learned. */
  put (&page, "serif", 76, PANGO_WEIGHT_NORMAL, C_ ("page", "Certificate"));
  skip (&page, 60);
  put (&page, "serif", 60, PANGO_WEIGHT_BOLD, words->member);
  skip (&page, 20);
  put (&page, "sans", 30, PANGO_WEIGHT_NORMAL, n_steps);
  skip (&page, 20);
  put (&page, "serif", 50, PANGO_WEIGHT_BOLD, words->path);
  skip (&page, 30);
  put (&page, "sans", 23, PANGO_WEIGHT_NORMAL, steps);
  skip (&page, 50);
  put (&page, "sans", 27, PANGO_WEIGHT_NORMAL, words->day);
  page.y = MAX (page.y + width * 0.03, height - width * 0.22);
  put (&page, "sans", 18, PANGO_WEIGHT_NORMAL,
       _ ("Signed in the circle. Everybody in it can check this code:"));
  skip (&page, 8);
  put (&page, "monospace", 17, PANGO_WEIGHT_NORMAL, groups);
}
