/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "note-view.h"

#include "note-spans.h"

#include <adwaita.h>

#define CARET_WIDTH     2
#define LABEL_PADDING   4
#define SELECTION_ALPHA 0.25
#define KNOB            6 /* on a caret that does not say its name */

struct _CenacleNoteView {
  GtkTextView parent;
  GPtrArray *carets; /* CenacleNoteCaret */
};

G_DEFINE_FINAL_TYPE (CenacleNoteView, cenacle_note_view, GTK_TYPE_TEXT_VIEW)

void
cenacle_note_caret_free (CenacleNoteCaret *self)
{
  g_free (self->name);
  g_free (self);
}

static void
get_iter (CenacleNoteView *self, guint offset, GtkTextIter *iter)
{
  gtk_text_buffer_get_iter_at_offset (gtk_text_view_get_buffer (GTK_TEXT_VIEW (self)), iter,
                                      (int) offset);
}

/* --- Selections --- */

static gboolean
is_read_leftwards (const GtkTextIter *start, const GtkTextIter *end)
{
  g_autofree char *text = gtk_text_iter_get_text (start, end);

  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at)) {
    if (cenacle_note_spans_is_leftward (g_utf8_get_char (at)))
      return TRUE;
  }
  return FALSE;
}

/* Letters that follow each other need not stand beside each other where a line is read both ways.
 */
static void
draw_letters (CenacleNoteView *self, GtkSnapshot *snapshot, const GdkRGBA *colour,
              const GtkTextIter *start, const GtkTextIter *end)
{
  GtkTextIter iter = *start;
  GdkRectangle at;

  for (; gtk_text_iter_compare (&iter, end) < 0; gtk_text_iter_forward_char (&iter)) {
    gtk_text_view_get_iter_location (GTK_TEXT_VIEW (self), &iter, &at);
    gtk_snapshot_append_color (snapshot, colour,
                               &GRAPHENE_RECT_INIT (at.x + MIN (at.width, 0), at.y, ABS (at.width),
                                                    at.height));
  }
}

/* What @iter begins, up to the end of its display line or @end: where it stands. */
static void
draw_line (CenacleNoteView *self, GtkSnapshot *snapshot, const GdkRGBA *colour, GtkTextIter *iter,
           const GtkTextIter *end)
{
  GtkTextView *view = GTK_TEXT_VIEW (self);
  GtkTextIter last = *iter;
  GdkRectangle from, to;

  if (!gtk_text_view_forward_display_line_end (view, &last) ||
      gtk_text_iter_compare (&last, end) > 0)
    last = *end;
  gtk_text_view_get_iter_location (view, iter, &from);
  gtk_text_view_get_iter_location (view, &last, &to);
  if (is_read_leftwards (iter, &last))
    draw_letters (self, snapshot, colour, iter, &last);
  else if (to.y == from.y)
    gtk_snapshot_append_color (snapshot, colour,
                               &GRAPHENE_RECT_INIT (MIN (from.x, to.x), from.y,
                                                    MAX (ABS (to.x - from.x), CARET_WIDTH),
                                                    from.height));
  *iter = last;
  gtk_text_iter_forward_char (iter);
}

static void
draw_selection (CenacleNoteView *self, GtkSnapshot *snapshot, const CenacleNoteCaret *caret)
{
  GtkTextView *view = GTK_TEXT_VIEW (self);
  GdkRGBA colour = caret->colour;
  GdkRectangle visible;
  GtkTextIter iter, end, top, bottom;

  colour.alpha = SELECTION_ALPHA;
  get_iter (self, MIN (caret->caret, caret->bound), &iter);
  get_iter (self, MAX (caret->caret, caret->bound), &end);
  gtk_text_view_get_visible_rect (view, &visible);
  gtk_text_view_get_line_at_y (view, &top, visible.y, NULL);
  gtk_text_view_get_line_at_y (view, &bottom, visible.y + visible.height, NULL);
  gtk_text_iter_forward_line (&bottom);
  if (gtk_text_iter_compare (&iter, &top) < 0)
    iter = top;
  if (gtk_text_iter_compare (&end, &bottom) > 0)
    end = bottom;
  while (gtk_text_iter_compare (&iter, &end) < 0)
    draw_line (self, snapshot, &colour, &iter, &end);
}

/* --- Carets --- */

static void
draw_name (CenacleNoteView *self, GtkSnapshot *snapshot, const CenacleNoteCaret *caret,
           const GdkRectangle *at)
{
  gboolean is_dark = adw_style_manager_get_dark (adw_style_manager_get_default ());
  GdkRGBA text = { is_dark ? 0 : 1, is_dark ? 0 : 1, is_dark ? 0 : 1, 1 };
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), caret->name);
  PangoAttrList *attributes = pango_attr_list_new ();
  GdkRectangle visible;
  int width, height, x;

  pango_attr_list_insert (attributes, pango_attr_scale_new (PANGO_SCALE_SMALL));
  pango_layout_set_attributes (layout, attributes);
  pango_attr_list_unref (attributes);
  pango_layout_get_pixel_size (layout, &width, &height);
  width += 2 * LABEL_PADDING;
  gtk_text_view_get_visible_rect (GTK_TEXT_VIEW (self), &visible);
  x = MAX (MIN (at->x, visible.x + visible.width - width), visible.x);
  gtk_snapshot_append_color (snapshot, &caret->colour,
                             &GRAPHENE_RECT_INIT (x, at->y - height, width, height));
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (x + LABEL_PADDING, at->y - height));
  gtk_snapshot_append_layout (snapshot, layout, &text);
  gtk_snapshot_restore (snapshot);
}

static void
draw_caret (CenacleNoteView *self, GtkSnapshot *snapshot, const CenacleNoteCaret *caret)
{
  GtkTextIter iter;
  GdkRectangle at;

  get_iter (self, caret->caret, &iter);
  gtk_text_view_get_iter_location (GTK_TEXT_VIEW (self), &iter, &at);
  gtk_snapshot_append_color (snapshot, &caret->colour,
                             &GRAPHENE_RECT_INIT (at.x, at.y, CARET_WIDTH, at.height));
  if (caret->says_name)
    draw_name (self, snapshot, caret, &at);
  else
    gtk_snapshot_append_color (snapshot, &caret->colour,
                               &GRAPHENE_RECT_INIT (at.x - (KNOB - CARET_WIDTH) / 2,
                                                    at.y - KNOB / 2, KNOB, KNOB));
}

static void
snapshot_layer (GtkTextView *view, GtkTextViewLayer layer, GtkSnapshot *snapshot)
{
  CenacleNoteView *self = CENACLE_NOTE_VIEW (view);

  for (guint i = 0; i < self->carets->len; i++) {
    const CenacleNoteCaret *caret = self->carets->pdata[i];

    if (layer == GTK_TEXT_VIEW_LAYER_ABOVE_TEXT)
      draw_caret (self, snapshot, caret);
    else if (caret->caret != caret->bound)
      draw_selection (self, snapshot, caret);
  }
}

/* --- The widget --- */

static void
cenacle_note_view_finalize (GObject *object)
{
  g_ptr_array_unref (CENACLE_NOTE_VIEW (object)->carets);
  G_OBJECT_CLASS (cenacle_note_view_parent_class)->finalize (object);
}

static void
cenacle_note_view_class_init (CenacleNoteViewClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = cenacle_note_view_finalize;
  GTK_TEXT_VIEW_CLASS (klass)->snapshot_layer = snapshot_layer;
}

static void
cenacle_note_view_init (CenacleNoteView *self)
{
  self->carets = g_ptr_array_new ();
}

void
cenacle_note_view_take_carets (CenacleNoteView *self, GPtrArray *carets)
{
  g_ptr_array_unref (self->carets);
  self->carets = carets;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
