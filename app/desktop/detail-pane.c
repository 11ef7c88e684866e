/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "detail-pane.h"

#include "form.h"
#include "markdown.h"
#include "one-stop.h"

struct _CenacleDetailPane {
  GtkWidget parent;
  char *key;
  GtkWidget *box;
  GtkBox *content;
  GtkLabel *title_label;
  GtkLabel *caption_label;
  GtkLabel *text_label;
  CenacleButtonStrip *strip;
  GtkWidget *field_box;
  GtkTextView *view;
  GtkTextBuffer *buffer;
  GtkLabel *placeholder;
};

enum { SIGNAL_PRESSED, SIGNAL_ENTERED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CenacleDetailPane, cenacle_detail_pane, GTK_TYPE_WIDGET)

static void
pressed_cb (CenacleDetailPane *self, const char *name)
{
  g_signal_emit (self, signals[SIGNAL_PRESSED], 0, name);
}

static void
changed_cb (CenacleDetailPane *self)
{
  g_autofree char *text = cenacle_form_dup_text (self->view);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "detail.send", text[0] != '\0');
  gtk_widget_set_visible (GTK_WIDGET (self->placeholder),
                          gtk_text_buffer_get_char_count (self->buffer) == 0);
}

static void
send_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  CenacleDetailPane *self = CENACLE_DETAIL_PANE (widget);
  g_autofree char *text = cenacle_form_dup_text (self->view);

  (void) action;
  (void) parameter;
  if (text[0] != '\0')
    g_signal_emit (self, signals[SIGNAL_ENTERED], 0, text);
}

static void
cenacle_detail_pane_dispose (GObject *object)
{
  g_clear_pointer (&CENACLE_DETAIL_PANE (object)->box, gtk_widget_unparent);
  G_OBJECT_CLASS (cenacle_detail_pane_parent_class)->dispose (object);
}

static void
cenacle_detail_pane_finalize (GObject *object)
{
  g_free (CENACLE_DETAIL_PANE (object)->key);
  G_OBJECT_CLASS (cenacle_detail_pane_parent_class)->finalize (object);
}

static void
cenacle_detail_pane_class_init (CenacleDetailPaneClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cenacle_detail_pane_dispose;
  G_OBJECT_CLASS (klass)->finalize = cenacle_detail_pane_finalize;
  signals[SIGNAL_PRESSED] = g_signal_new ("pressed", CENACLE_TYPE_DETAIL_PANE, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_ENTERED] = g_signal_new ("entered", CENACLE_TYPE_DETAIL_PANE, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  g_type_ensure (CENACLE_TYPE_BUTTON_STRIP);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/cenacle/Cenacle/detail-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, CenacleDetailPane, box);
  gtk_widget_class_bind_template_child (widget_class, CenacleDetailPane, content);
  gtk_widget_class_bind_template_child (widget_class, CenacleDetailPane, title_label);
  gtk_widget_class_bind_template_child (widget_class, CenacleDetailPane, caption_label);
  gtk_widget_class_bind_template_child (widget_class, CenacleDetailPane, text_label);
  gtk_widget_class_bind_template_child (widget_class, CenacleDetailPane, strip);
  gtk_widget_class_bind_template_child (widget_class, CenacleDetailPane, field_box);
  gtk_widget_class_bind_template_child (widget_class, CenacleDetailPane, view);
  gtk_widget_class_bind_template_child (widget_class, CenacleDetailPane, buffer);
  gtk_widget_class_bind_template_child (widget_class, CenacleDetailPane, placeholder);
  gtk_widget_class_bind_template_callback (widget_class, pressed_cb);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_install_action (widget_class, "detail.send", NULL, send_cb);
}

static void
cenacle_detail_pane_init (CenacleDetailPane *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "detail.send", FALSE);
}

CenacleDetailPane *
cenacle_detail_pane_new (const char *key)
{
  CenacleDetailPane *self = g_object_new (CENACLE_TYPE_DETAIL_PANE, NULL);

  self->key = g_strdup (key);
  return self;
}

const char *
cenacle_detail_pane_get_key (CenacleDetailPane *self)
{
  return self->key;
}

void
cenacle_detail_pane_set_picture (CenacleDetailPane *self, GtkWidget *widget)
{
  gtk_box_insert_child_after (self->content, widget, GTK_WIDGET (self->caption_label));
}

CenacleButtonStrip *
cenacle_detail_pane_get_strip (CenacleDetailPane *self)
{
  return self->strip;
}

void
cenacle_detail_pane_show (CenacleDetailPane *self, const char *title, const char *caption,
                          const char *text)
{
  g_autofree char *markup = cenacle_markdown_dup_markup (text);

  gtk_label_set_text (self->title_label, title);
  gtk_label_set_text (self->caption_label, caption);
  gtk_label_set_markup (self->text_label, markup);
  gtk_widget_set_visible (GTK_WIDGET (self->text_label), text[0] != '\0');
}

GtkListBox *
cenacle_detail_pane_add_list (CenacleDetailPane *self, const char *title)
{
  GtkWidget *label = gtk_label_new (title);
  GtkWidget *list = gtk_list_box_new ();

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "heading");
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  gtk_box_append (self->content, label);
  gtk_box_append (self->content, cenacle_one_stop_new (list));
  return GTK_LIST_BOX (list);
}

void
cenacle_detail_pane_add (CenacleDetailPane *self, GtkWidget *widget)
{
  gtk_box_append (self->content, widget);
}

void
cenacle_detail_pane_settle (CenacleDetailPane *self)
{
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->content)); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    GtkWidget *list = CENACLE_IS_ONE_STOP (child) ? adw_bin_get_child (ADW_BIN (child)) : NULL;
    gboolean has_rows =
        list != NULL && gtk_list_box_get_row_at_index (GTK_LIST_BOX (list), 0) != NULL;

    if (list == NULL)
      continue;
    gtk_widget_set_visible (gtk_widget_get_prev_sibling (child), has_rows); /* its heading */
    gtk_widget_set_visible (list, has_rows);
  }
}

void
cenacle_detail_pane_set_field (CenacleDetailPane *self, const char *label)
{
  gtk_widget_set_visible (self->field_box, label != NULL);
  if (label == NULL)
    return;
  gtk_label_set_text (self->placeholder, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
}

void
cenacle_detail_pane_clear_field (CenacleDetailPane *self)
{
  cenacle_form_set_text (self->view, "");
}

void
cenacle_detail_pane_focus_field (CenacleDetailPane *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}
