/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "card-row.h"

#include "markdown.h"

struct _CenacleCardRow {
  GtkListBoxRow parent;
  char *key;
  GtkLabel *mark_label;
  GtkProgressBar *bar;
  GtkLabel *title_label;
  GtkLabel *caption_label;
  GtkLabel *text_label;
  CenacleButtonStrip *strip;
};

enum { SIGNAL_PRESSED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CenacleCardRow, cenacle_card_row, GTK_TYPE_LIST_BOX_ROW)

static void
pressed_cb (CenacleCardRow *self, const char *name)
{
  g_signal_emit (self, signals[SIGNAL_PRESSED], 0, name);
}

static void
cenacle_card_row_finalize (GObject *object)
{
  g_free (CENACLE_CARD_ROW (object)->key);
  G_OBJECT_CLASS (cenacle_card_row_parent_class)->finalize (object);
}

static void
cenacle_card_row_class_init (CenacleCardRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = cenacle_card_row_finalize;
  signals[SIGNAL_PRESSED] = g_signal_new ("pressed", CENACLE_TYPE_CARD_ROW, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  g_type_ensure (CENACLE_TYPE_BUTTON_STRIP);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/cenacle/Cenacle/card-row.ui");
  gtk_widget_class_bind_template_child (widget_class, CenacleCardRow, mark_label);
  gtk_widget_class_bind_template_child (widget_class, CenacleCardRow, bar);
  gtk_widget_class_bind_template_child (widget_class, CenacleCardRow, title_label);
  gtk_widget_class_bind_template_child (widget_class, CenacleCardRow, caption_label);
  gtk_widget_class_bind_template_child (widget_class, CenacleCardRow, text_label);
  gtk_widget_class_bind_template_child (widget_class, CenacleCardRow, strip);
  gtk_widget_class_bind_template_callback (widget_class, pressed_cb);
}

static void
cenacle_card_row_init (CenacleCardRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

const char *
cenacle_card_row_get_key (CenacleCardRow *self)
{
  return self->key;
}

void
cenacle_card_row_set_progress (CenacleCardRow *self, double fraction)
{
  gtk_widget_set_visible (GTK_WIDGET (self->bar), fraction >= 0);
  if (fraction >= 0)
    gtk_progress_bar_set_fraction (self->bar, MIN (fraction, 1));
}

CenacleButtonStrip *
cenacle_card_row_get_strip (CenacleCardRow *self)
{
  return self->strip;
}

static void
show_label (GtkLabel *label, const char *text)
{
  gtk_label_set_text (label, text);
  gtk_widget_set_visible (GTK_WIDGET (label), text[0] != '\0');
}

void
cenacle_card_row_show (CenacleCardRow *self, const char *mark, const char *title,
                       const char *caption, const char *text)
{
  g_autofree char *markup = cenacle_markdown_dup_markup (text);
  g_autofree char *sentence = g_strjoin (". ", title, caption, text[0] != '\0' ? text : NULL, NULL);

  show_label (self->mark_label, mark);
  show_label (self->title_label, title);
  show_label (self->caption_label, caption);
  gtk_label_set_markup (self->text_label, markup);
  gtk_widget_set_visible (GTK_WIDGET (self->text_label), text[0] != '\0');
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, sentence,
                                  -1);
}

static CenacleCardRow *
find (GtkListBox *list, const char *key)
{
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (list, i)) != NULL; i++) {
    if (g_str_equal (CENACLE_CARD_ROW (row)->key, key))
      return CENACLE_CARD_ROW (row);
  }
  return NULL;
}

CenacleCardRow *
cenacle_card_list_place (GtkListBox *list, const char *key, int place, GCallback pressed,
                         gpointer object)
{
  CenacleCardRow *row = find (list, key);

  if (row == NULL) {
    row = g_object_new (CENACLE_TYPE_CARD_ROW, NULL);
    row->key = g_strdup (key);
    if (pressed != NULL)
      g_signal_connect_object (row, "pressed", pressed, object, 0);
    gtk_list_box_insert (list, GTK_WIDGET (row), place);
  } else if (gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (row)) != place) {
    g_object_ref (row);
    gtk_list_box_remove (list, GTK_WIDGET (row));
    gtk_list_box_insert (list, GTK_WIDGET (row), place);
    g_object_unref (row);
  }
  return row;
}

void
cenacle_card_list_cut (GtkListBox *list, int place)
{
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (list, place)) != NULL)
    gtk_list_box_remove (list, GTK_WIDGET (row));
}
