/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Each line of the note is a paragraph: a layout with the attributes that the tags of the buffer
 * stand for. Pages are filled with lines of layouts, so that a long paragraph goes over their end.
 */

#include "note-print.h"

#include "note-style.h"

#include <cairo.h>
#include <glib/gi18n.h>
#include <string.h>

#define FONT         "Serif 11"
#define TITLE_SCALE  1.8
#define PARAGRAPH_PT 4.0 /* between paragraphs */
#define INDENT_PT    18.0

typedef struct {
  char *title;
  GPtrArray *texts; /* Text */
  GPtrArray *lines; /* Line, of all layouts; made for each size of paper */
  GArray *pages;    /* guint: the first line of each */
} Print;

/* One paragraph, before there is paper. */
typedef struct {
  char *text;
  PangoAttrList *attributes;
  gboolean is_indented;
} Text;

typedef struct {
  PangoLayoutLine *line;
  double x;
  double baseline; /* from the top of the page */
} Line;

static void
text_free (gpointer data)
{
  Text *text = data;

  g_free (text->text);
  pango_attr_list_unref (text->attributes);
  g_free (text);
}

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
  g_free (print->title);
  g_ptr_array_unref (print->texts);
  g_ptr_array_unref (print->lines);
  g_array_unref (print->pages);
  g_free (print);
}

/* --- Out of the buffer --- */

static PangoAttribute *
make_attribute (const char *name)
{
  if (g_str_equal (name, "heading-1"))
    return pango_attr_scale_new (1.5);
  if (g_str_equal (name, "heading-2"))
    return pango_attr_scale_new (1.3);
  if (g_str_equal (name, "heading-3"))
    return pango_attr_scale_new (1.1);
  if (g_str_equal (name, "strong"))
    return pango_attr_weight_new (PANGO_WEIGHT_BOLD);
  if (g_str_equal (name, "emphasis") || g_str_equal (name, "quote"))
    return pango_attr_style_new (PANGO_STYLE_ITALIC);
  if (g_str_equal (name, "code") || g_str_equal (name, "block"))
    return pango_attr_family_new ("monospace");
  if (g_str_equal (name, "strike") || g_str_equal (name, "done"))
    return pango_attr_strikethrough_new (TRUE);
  if (g_str_equal (name, "link"))
    return pango_attr_underline_new (PANGO_UNDERLINE_SINGLE);
  return NULL;
}

static void
add_attribute (Text *text, PangoAttribute *attribute, guint from, guint to)
{
  if (attribute == NULL)
    return;
  attribute->start_index = from;
  attribute->end_index = to;
  pango_attr_list_insert (text->attributes, attribute);
}

static gboolean
has_tag (GSList *tags, const char *name)
{
  for (GSList *at = tags; at != NULL; at = at->next) {
    g_autofree char *is = NULL;

    g_object_get (at->data, "name", &is, NULL);
    if (g_strcmp0 (is, name) == 0)
      return TRUE;
  }
  return FALSE;
}

/* What stands from @start to @end, all of the same tags. Marks of Markdown that only say how
 * something looks are left out; a list keeps its own. */
static void
add_piece (Text *text, GString *words, const GtkTextIter *start, const GtkTextIter *end)
{
  g_autofree char *piece = gtk_text_iter_get_text (start, end);
  GSList *tags = gtk_text_iter_get_tags (start);
  guint from = (guint) words->len;

  text->is_indented = text->is_indented || has_tag (tags, "list") || has_tag (tags, "quote");
  if (!has_tag (tags, "mark") || has_tag (tags, "list")) {
    if (has_tag (tags, "box"))
      g_string_append (words, piece[1] == ' ' ? "☐" : "☑");
    else if (has_tag (tags, "list") && has_tag (tags, "mark") &&
             strpbrk (piece, "0123456789") == NULL)
      g_string_append (words, "• ");
    else
      g_string_append (words, piece);
    for (GSList *at = tags; at != NULL; at = at->next) {
      g_autofree char *name = NULL;

      g_object_get (at->data, "name", &name, NULL);
      if (name != NULL) {
        add_attribute (text, make_attribute (name), from, (guint) words->len);
        if (g_str_has_prefix (name, "heading"))
          add_attribute (text, pango_attr_weight_new (PANGO_WEIGHT_BOLD), from, (guint) words->len);
      }
    }
  }
  g_slist_free (tags);
}

static Text *
make_text (const GtkTextIter *start, const GtkTextIter *end)
{
  Text *text = g_new0 (Text, 1);
  GString *words = g_string_new (NULL);
  GtkTextIter at = *start;

  text->attributes = pango_attr_list_new ();
  while (gtk_text_iter_compare (&at, end) < 0) {
    GtkTextIter next = at;

    if (!gtk_text_iter_forward_to_tag_toggle (&next, NULL) ||
        gtk_text_iter_compare (&next, end) > 0)
      next = *end;
    add_piece (text, words, &at, &next);
    at = next;
  }
  text->text = g_string_free (words, FALSE);
  return text;
}

static void
add_texts (Print *print, GtkTextBuffer *buffer)
{
  for (int i = 0; i < gtk_text_buffer_get_line_count (buffer); i++) {
    GtkTextIter start, end;

    gtk_text_buffer_get_iter_at_line (buffer, &start, i);
    end = start;
    if (!gtk_text_iter_ends_line (&end))
      gtk_text_iter_forward_to_line_end (&end);
    g_ptr_array_add (print->texts, make_text (&start, &end));
  }
}

static void
add_title (Print *print)
{
  Text *text = g_new0 (Text, 1);

  text->text = g_strdup (print->title);
  text->attributes = pango_attr_list_new ();
  pango_attr_list_insert (text->attributes, pango_attr_scale_new (TITLE_SCALE));
  pango_attr_list_insert (text->attributes, pango_attr_weight_new (PANGO_WEIGHT_BOLD));
  g_ptr_array_add (print->texts, text);
}

static Print *
print_new (const char *title, GtkTextBuffer *buffer)
{
  Print *print = g_new0 (Print, 1);

  cenacle_note_style_finish (buffer);
  print->title = g_strdup (title);
  print->texts = g_ptr_array_new_with_free_func (text_free);
  print->lines = g_ptr_array_new_with_free_func (line_free);
  print->pages = g_array_new (FALSE, FALSE, sizeof (guint));
  add_title (print);
  add_texts (print, buffer);
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

static void
add_paragraph (Print *print, Pen *pen, const Text *text, GtkPrintContext *context)
{
  g_autoptr (PangoLayout) layout = gtk_print_context_create_pango_layout (context);
  PangoFontDescription *font = pango_font_description_from_string (FONT);
  double x = text->is_indented ? INDENT_PT : 0;

  pango_layout_set_font_description (layout, font);
  pango_font_description_free (font);
  pango_layout_set_width (layout,
                          (int) ((gtk_print_context_get_width (context) - x) * PANGO_SCALE));
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_attributes (layout, text->attributes);
  pango_layout_set_text (layout, text->text, -1);
  for (GSList *at = pango_layout_get_lines_readonly (layout); at != NULL; at = at->next)
    add_line (print, pen, at->data, x);
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
  for (guint i = 0; i < print->texts->len; i++)
    add_paragraph (print, &pen, print->texts->pdata[i], context);
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

static GtkPrintOperation *
make_operation (const char *title, GtkTextBuffer *buffer)
{
  GtkPrintOperation *operation = gtk_print_operation_new ();
  Print *print = print_new (title, buffer);

  gtk_print_operation_set_job_name (operation, title);
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
  g_autoptr (GtkPrintOperation) operation = make_operation (title, buffer);

  run (from, operation, GTK_PRINT_OPERATION_ACTION_PRINT_DIALOG);
}

/* --- Files --- */

/* What is to be written once the person said where. */
typedef struct {
  GtkWidget *from;
  GtkPrintOperation *operation; /* of a PDF */
  char *text;                   /* of Markdown */
} Saving;

static void
saving_free (Saving *saving)
{
  g_object_unref (saving->from);
  g_clear_object (&saving->operation);
  g_free (saving->text);
  g_free (saving);
}

static void
save (Saving *saving, const char *path)
{
  g_autoptr (GError) error = NULL;

  if (saving->operation != NULL) {
    gtk_print_operation_set_export_filename (saving->operation, path);
    run (saving->from, saving->operation, GTK_PRINT_OPERATION_ACTION_EXPORT);
  } else if (!g_file_set_contents (path, saving->text, -1, &error)) {
    gtk_widget_activate_action (saving->from, "win.toast", "s", error->message);
  }
}

static void
chosen_cb (GtkNativeDialog *chooser, int response, gpointer data)
{
  g_autoptr (GFile) file = response == GTK_RESPONSE_ACCEPT
                               ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser))
                               : NULL;
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;

  if (path != NULL)
    save (data, path);
  saving_free (data);
  g_object_unref (chooser);
}

/* Eats @saving. */
static void
ask_where (Saving *saving, const char *heading, const char *title, const char *ending)
{
  GtkFileChooserNative *chooser =
      gtk_file_chooser_native_new (heading, GTK_WINDOW (gtk_widget_get_root (saving->from)),
                                   GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Save"), NULL);
  g_autofree char *name = g_strconcat (title, ending, NULL);

  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (chooser), g_strdelimit (name, "/", '-'));
  g_signal_connect (chooser, "response", G_CALLBACK (chosen_cb), saving);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

void
cenacle_note_print_pdf (GtkWidget *from, const char *title, GtkTextBuffer *buffer)
{
  Saving *saving = g_new0 (Saving, 1);

  saving->from = g_object_ref (from);
  saving->operation = make_operation (title, buffer);
  ask_where (saving, _ ("Save the note as PDF"), title, ".pdf");
}

void
cenacle_note_export (GtkWidget *from, const char *title, GtkTextBuffer *buffer)
{
  Saving *saving = g_new0 (Saving, 1);
  GtkTextIter start, end;
  g_autofree char *text = NULL;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  text = gtk_text_buffer_get_text (buffer, &start, &end, TRUE);
  saving->from = g_object_ref (from);
  saving->text =
      g_strdup_printf ("# %s\n\n%s%s", title, text, g_str_has_suffix (text, "\n") ? "" : "\n");
  ask_where (saving, _ ("Save the note as Markdown"), title, ".md");
}
