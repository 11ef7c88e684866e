/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Each line of the note is a paragraph: a layout with the attributes that the tags of the buffer
 * stand for. Pages are filled with lines of layouts, so that a long paragraph goes over their end.
 */

#include "note-print.h"

#include "note-spans.h"
#include "note-words.h"

#include <cairo.h>

#define FONT         "Serif 11"
#define PARAGRAPH_PT 4.0 /* between paragraphs */
#define INDENT_PT    18.0

typedef struct {
  GPtrArray *paragraphs; /* CenacleNoteParagraph */
  GPtrArray *lines;      /* Line, of all layouts; made for each size of paper */
  GArray *pages;         /* guint: the first line of each */
} Print;

typedef struct {
  PangoLayoutLine *line;
  double x;
  double baseline; /* from the top of the page */
} Line;

static void
line_free (gpointer data)
{
  Line *line = data;

  pango_layout_line_unref (line->line);
  g_free (line);
}

static void
print_free (Print *print)
{
  g_ptr_array_unref (print->paragraphs);
  g_ptr_array_unref (print->lines);
  g_array_unref (print->pages);
  g_free (print);
}

static Print *
print_new (const char *title, GtkTextBuffer *buffer)
{
  Print *print = g_new0 (Print, 1);

  print->paragraphs = cenacle_note_words_list (title, buffer);
  print->lines = g_ptr_array_new_with_free_func (line_free);
  print->pages = g_array_new (FALSE, FALSE, sizeof (guint));
  return print;
}

/* --- On paper --- */

/* Where the next line goes. */
typedef struct {
  double y;
  double height; /* of the page */
} Pen;

static void
add_line (Print *print, Pen *pen, PangoLayoutLine *line, double x)
{
  Line *added = g_new0 (Line, 1);
  PangoRectangle logical;
  double height;

  pango_layout_line_get_extents (line, NULL, &logical);
  height = (double) logical.height / PANGO_SCALE;
  if (pen->y + height > pen->height && print->lines->len > 0) {
    guint first = print->lines->len;

    g_array_append_val (print->pages, first);
    pen->y = 0;
  }
  added->line = pango_layout_line_ref (line);
  added->x = x;
  added->baseline = pen->y - (double) logical.y / PANGO_SCALE;
  pen->y += height;
  g_ptr_array_add (print->lines, added);
}

/* Indented where its lines begin, which is on the right in some languages. */
static double
get_left (const CenacleNoteParagraph *paragraph)
{
  return paragraph->is_indented &&
                 cenacle_note_spans_get_side (paragraph->text) == CENACLE_SIDE_LEFT
             ? INDENT_PT
             : 0;
}

static PangoLayout *
make_layout (const CenacleNoteParagraph *paragraph, GtkPrintContext *context)
{
  PangoLayout *layout = gtk_print_context_create_pango_layout (context);
  PangoFontDescription *font = pango_font_description_from_string (FONT);
  double width = gtk_print_context_get_width (context) - (paragraph->is_indented ? INDENT_PT : 0);

  pango_layout_set_font_description (layout, font);
  pango_font_description_free (font);
  pango_layout_set_width (layout, (int) (width * PANGO_SCALE));
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_attributes (layout, paragraph->attributes);
  pango_layout_set_text (layout, paragraph->text, -1);
  return layout;
}

static void
add_paragraph (Print *print, Pen *pen, const CenacleNoteParagraph *paragraph,
               GtkPrintContext *context)
{
  g_autoptr (PangoLayout) layout = make_layout (paragraph, context);
  PangoLayoutIter *iter = pango_layout_get_iter (layout);
  double left = get_left (paragraph);

  do {
    PangoRectangle logical;

    pango_layout_iter_get_line_extents (iter, NULL, &logical);
    add_line (print, pen, pango_layout_iter_get_line_readonly (iter),
              left + (double) logical.x / PANGO_SCALE);
  } while (pango_layout_iter_next_line (iter));
  pango_layout_iter_free (iter);
  pen->y += PARAGRAPH_PT;
}

static void
begin_cb (GtkPrintOperation *operation, GtkPrintContext *context, Print *print)
{
  Pen pen = { 0, gtk_print_context_get_height (context) };
  guint first = 0;

  g_ptr_array_set_size (print->lines, 0);
  g_array_set_size (print->pages, 0);
  g_array_append_val (print->pages, first);
  for (guint i = 0; i < print->paragraphs->len; i++)
    add_paragraph (print, &pen, print->paragraphs->pdata[i], context);
  gtk_print_operation_set_n_pages (operation, (int) print->pages->len);
}

static void
draw_cb (GtkPrintOperation *operation, GtkPrintContext *context, int page, Print *print)
{
  cairo_t *cairo = gtk_print_context_get_cairo_context (context);
  guint from = g_array_index (print->pages, guint, page);
  guint to = (guint) page + 1 < print->pages->len ? g_array_index (print->pages, guint, page + 1)
                                                  : print->lines->len;

  (void) operation;
  for (guint i = from; i < to; i++) {
    const Line *line = print->lines->pdata[i];

    cairo_move_to (cairo, line->x, line->baseline);
    pango_cairo_show_layout_line (cairo, line->line);
  }
}

/* Where it is printed into a file, that has the name of the note, among the person's documents. */
static void
name_file (GtkPrintOperation *operation, const char *title)
{
  g_autoptr (GtkPrintSettings) settings = gtk_print_settings_new ();
  g_autofree char *name = g_strdelimit (g_strdup (title), "/", '-');
  const char *folder = g_get_user_special_dir (G_USER_DIRECTORY_DOCUMENTS);

  gtk_print_settings_set (settings, GTK_PRINT_SETTINGS_OUTPUT_BASENAME, name);
  gtk_print_settings_set (settings, GTK_PRINT_SETTINGS_OUTPUT_DIR,
                          folder != NULL ? folder : g_get_home_dir ());
  gtk_print_operation_set_print_settings (operation, settings);
}

GtkPrintOperation *
cenacle_note_print_prepare (const char *title, GtkTextBuffer *buffer)
{
  GtkPrintOperation *operation = gtk_print_operation_new ();
  Print *print = print_new (title, buffer);

  gtk_print_operation_set_job_name (operation, title);
  name_file (operation, title);
  gtk_print_operation_set_unit (operation, GTK_UNIT_POINTS);
  gtk_print_operation_set_embed_page_setup (operation, TRUE);
  g_signal_connect (operation, "begin-print", G_CALLBACK (begin_cb), print);
  g_signal_connect_data (operation, "draw-page", G_CALLBACK (draw_cb), print,
                         (GClosureNotify) (GCallback) print_free, 0);
  return operation;
}

static void
run (GtkWidget *from, GtkPrintOperation *operation, GtkPrintOperationAction action)
{
  g_autoptr (GError) error = NULL;

  if (gtk_print_operation_run (operation, action, GTK_WINDOW (gtk_widget_get_root (from)),
                               &error) == GTK_PRINT_OPERATION_RESULT_ERROR)
    gtk_widget_activate_action (from, "win.toast", "s", error->message);
}

void
cenacle_note_print (GtkWidget *from, const char *title, GtkTextBuffer *buffer)
{
  g_autoptr (GtkPrintOperation) operation = cenacle_note_print_prepare (title, buffer);

  run (from, operation, GTK_PRINT_OPERATION_ACTION_PRINT_DIALOG);
}

void
cenacle_note_print_to (GtkWidget *from, GtkPrintOperation *operation, const char *path)
{
  gtk_print_operation_set_export_filename (operation, path);
  run (from, operation, GTK_PRINT_OPERATION_ACTION_EXPORT);
}
