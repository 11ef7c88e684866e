/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "agenda-editor.h"

#include "core/meeting.h"
#include "form.h"
#include "row-mover.h"

#include <glib/gi18n.h>

#define MINUTES_DEFAULT 10
#define MINUTES_DIGITS  4

struct _CenacleAgendaEditor {
  GtkBox parent_instance;

  GtkListBox *list;
  GtkWidget *add_button;
};

G_DEFINE_FINAL_TYPE (CenacleAgendaEditor, cenacle_agenda_editor, GTK_TYPE_BOX)

static GtkEditable *
get_minutes (GtkListBoxRow *row)
{
  return g_object_get_data (G_OBJECT (row), "minutes");
}

static int
count_rows (CenacleAgendaEditor *self)
{
  int n = 0;

  while (gtk_list_box_get_row_at_index (self->list, n) != NULL)
    n++;
  return n;
}

/* What stands alone in a list is an empty frame otherwise. */
static void
show_size (CenacleAgendaEditor *self)
{
  int n = count_rows (self);

  gtk_widget_set_visible (GTK_WIDGET (self->list), n > 0);
  gtk_widget_set_sensitive (self->add_button, n < CEN_AGENDA_ITEMS_MAX);
}

static void
move_cb (GtkListBox *list, int from, int to, gpointer data)
{
  GtkWidget *row = GTK_WIDGET (gtk_list_box_get_row_at_index (list, from));

  (void) data;
  g_object_ref (row);
  gtk_list_box_remove (list, row);
  gtk_list_box_insert (list, row, to);
  gtk_widget_grab_focus (row);
  g_object_unref (row);
}

static void
up_cb (GtkListBoxRow *row)
{
  cenacle_row_mover_step (row, -1);
}

static void
down_cb (GtkListBoxRow *row)
{
  cenacle_row_mover_step (row, 1);
}

static void
remove_cb (GtkListBoxRow *row)
{
  GtkWidget *list = gtk_widget_get_parent (GTK_WIDGET (row));
  CenacleAgendaEditor *self =
      CENACLE_AGENDA_EDITOR (gtk_widget_get_ancestor (list, CENACLE_TYPE_AGENDA_EDITOR));

  gtk_list_box_remove (GTK_LIST_BOX (list), GTK_WIDGET (row));
  show_size (self);
}

static void
add_button (GtkWidget *row, const char *icon, const char *words, GCallback callback)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, words,
                                  -1);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "agenda-button");
  g_signal_connect_swapped (button, "clicked", callback, row);
  adw_entry_row_add_suffix (ADW_ENTRY_ROW (row), button);
}

static void
add_minutes (GtkWidget *row, guint minutes)
{
  GtkWidget *entry = gtk_entry_new ();
  g_autofree char *text = g_strdup_printf ("%u", minutes);

  gtk_widget_set_valign (entry, GTK_ALIGN_CENTER);
  gtk_editable_set_width_chars (GTK_EDITABLE (entry), MINUTES_DIGITS);
  gtk_editable_set_max_width_chars (GTK_EDITABLE (entry), MINUTES_DIGITS);
  gtk_entry_set_max_length (GTK_ENTRY (entry), MINUTES_DIGITS);
  gtk_entry_set_input_purpose (GTK_ENTRY (entry), GTK_INPUT_PURPOSE_DIGITS);
  gtk_widget_set_tooltip_text (entry, _ ("Minutes"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Minutes"), -1);
  gtk_editable_set_text (GTK_EDITABLE (entry), minutes > 0 ? text : "");
  g_object_set_data (G_OBJECT (row), "minutes", entry);
  adw_entry_row_add_suffix (ADW_ENTRY_ROW (row), entry);
}

/* By which the mouse takes hold of the row: a press on its words would select them. */
static void
add_handle (GtkWidget *row)
{
  GtkWidget *handle = gtk_image_new_from_icon_name ("list-drag-handle-symbolic");

  gtk_widget_set_tooltip_text (handle, _ ("Drag it to another place"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (handle), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Drag it to another place"), -1);
  gtk_widget_set_cursor_from_name (handle, "grab");
  adw_entry_row_add_prefix (ADW_ENTRY_ROW (row), handle);
}

static GtkWidget *
add_row (CenacleAgendaEditor *self, guint minutes, const char *title)
{
  GtkWidget *row = adw_entry_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), C_ ("agenda", "Point"));
  cenacle_form_set_entry (ADW_ENTRY_ROW (row), title);
  add_handle (row);
  add_minutes (row, minutes);
  add_button (row, "go-up-symbolic", C_ ("agenda", "Earlier"), G_CALLBACK (up_cb));
  add_button (row, "go-down-symbolic", C_ ("agenda", "Later"), G_CALLBACK (down_cb));
  add_button (row, "window-close-symbolic", _ ("Remove"), G_CALLBACK (remove_cb));
  cenacle_row_mover_attach (GTK_LIST_BOX_ROW (row), move_cb, NULL);
  gtk_list_box_append (self->list, row);
  show_size (self);
  return row;
}

static void
add_cb (CenacleAgendaEditor *self)
{
  gtk_widget_grab_focus (add_row (self, MINUTES_DEFAULT, ""));
}

static void
cenacle_agenda_editor_class_init (CenacleAgendaEditorClass *klass)
{
  (void) klass;
}

static void
cenacle_agenda_editor_init (CenacleAgendaEditor *self)
{
  GtkWidget *list = gtk_list_box_new ();

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 12);
  self->list = GTK_LIST_BOX (list);
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Agenda"), -1);
  self->add_button = gtk_button_new_with_label (_ ("Add a point"));
  gtk_widget_set_halign (self->add_button, GTK_ALIGN_START);
  g_signal_connect_swapped (self->add_button, "clicked", G_CALLBACK (add_cb), self);
  gtk_box_append (GTK_BOX (self), list);
  gtk_box_append (GTK_BOX (self), self->add_button);
  show_size (self);
}

CenacleAgendaEditor *
cenacle_agenda_editor_new (void)
{
  return g_object_new (CENACLE_TYPE_AGENDA_EDITOR, NULL);
}

void
cenacle_agenda_editor_set (CenacleAgendaEditor *self, const char *const *items)
{
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (self->list, 0)) != NULL)
    gtk_list_box_remove (self->list, GTK_WIDGET (row));
  for (guint i = 0; items != NULL && items[i] != NULL && i < CEN_AGENDA_ITEMS_MAX; i++) {
    const char *title;
    guint minutes;
    gboolean is_timed = cen_agenda_read_item (items[i], &minutes, &title);

    add_row (self, is_timed ? minutes : 0, title);
  }
  show_size (self);
}

GStrv
cenacle_agenda_editor_dup (CenacleAgendaEditor *self)
{
  g_autoptr (GStrvBuilder) items = g_strv_builder_new ();
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)) != NULL; i++) {
    g_autofree char *title = cenacle_form_dup_entry (ADW_ENTRY_ROW (row));
    g_autofree char *item = NULL;
    guint64 minutes;

    if (*title == '\0')
      continue;
    if (g_ascii_string_to_unsigned (gtk_editable_get_text (get_minutes (row)), 10, 1, 1440,
                                    &minutes, NULL))
      item = g_strdup_printf ("%u %s", (guint) minutes, title);
    g_strv_builder_add (items, item != NULL ? item : title);
  }
  return g_strv_builder_end (items);
}
