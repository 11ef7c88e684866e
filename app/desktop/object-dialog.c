/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "object-dialog.h"

#include "commands.h"
#include "form.h"

struct _CenacleObjectDialog {
  AdwWindow parent;
  GtkWidget *confirm_button;
  GtkRevealer *error_revealer;
  GtkLabel *error_label;
  AdwPreferencesPage *page;
  AdwPreferencesGroup *group; /* the one that rows go to */
  GPtrArray *required;        /* AdwEntryRow or GtkTextView, lent */
  CenacleCircle *circle;
  CenacleDialogState state;
};

enum { SIGNAL_CONFIRM, SIGNAL_DONE, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CenacleObjectDialog, cenacle_object_dialog, ADW_TYPE_WINDOW)

static gboolean
has_words (gpointer row)
{
  g_autofree char *text =
      GTK_IS_TEXT_VIEW (row) ? cenacle_form_dup_text (row) : cenacle_form_dup_entry (row);

  return text[0] != '\0';
}

static void
changed_cb (CenacleObjectDialog *self)
{
  gboolean is_ready = self->state == CENACLE_DIALOG_READY;

  for (guint i = 0; i < self->required->len; i++)
    is_ready = is_ready && has_words (self->required->pdata[i]);
  gtk_widget_set_sensitive (self->confirm_button, is_ready);
}

/* By Enter in a row, too; where something is still to be said, that leads on to the next row. */
static void
confirm_cb (CenacleObjectDialog *self)
{
  if (!gtk_widget_get_sensitive (self->confirm_button)) {
    gtk_widget_child_focus (GTK_WIDGET (self->page), GTK_DIR_TAB_FORWARD);
    return;
  }
  cenacle_form_show_error (self->error_revealer, self->error_label, NULL);
  g_signal_emit (self, signals[SIGNAL_CONFIRM], 0);
}

static void
cenacle_object_dialog_dispose (GObject *object)
{
  CenacleObjectDialog *self = CENACLE_OBJECT_DIALOG (object);

  g_clear_object (&self->circle);
  g_clear_pointer (&self->required, g_ptr_array_unref);
  G_OBJECT_CLASS (cenacle_object_dialog_parent_class)->dispose (object);
}

static void
cenacle_object_dialog_class_init (CenacleObjectDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cenacle_object_dialog_dispose;
  signals[SIGNAL_CONFIRM] = g_signal_new ("confirm", CENACLE_TYPE_OBJECT_DIALOG, G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_DONE] = g_signal_new ("done", CENACLE_TYPE_OBJECT_DIALOG, G_SIGNAL_RUN_LAST, 0,
                                       NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/cenacle/Cenacle/object-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, CenacleObjectDialog, confirm_button);
  gtk_widget_class_bind_template_child (widget_class, CenacleObjectDialog, error_revealer);
  gtk_widget_class_bind_template_child (widget_class, CenacleObjectDialog, error_label);
  gtk_widget_class_bind_template_child (widget_class, CenacleObjectDialog, page);
  gtk_widget_class_bind_template_callback (widget_class, confirm_cb);
}

static void
cenacle_object_dialog_init (CenacleObjectDialog *self)
{
  self->required = g_ptr_array_new ();
  self->state = CENACLE_DIALOG_READY;
  gtk_widget_init_template (GTK_WIDGET (self));
  cenacle_form_begin (GTK_WIDGET (self), GTK_WIDGET (self->page));
}

CenacleObjectDialog *
cenacle_object_dialog_new (GtkWidget *from, CenacleCircle *circle, const char *title,
                           const char *confirm)
{
  CenacleObjectDialog *self = g_object_new (CENACLE_TYPE_OBJECT_DIALOG, "transient-for",
                                            gtk_widget_get_root (from), "title", title, NULL);

  self->circle = g_object_ref (circle);
  gtk_button_set_label (GTK_BUTTON (self->confirm_button), confirm);
  return self;
}

CenacleCircle *
cenacle_object_dialog_get_circle (CenacleObjectDialog *self)
{
  return self->circle;
}

void
cenacle_object_dialog_add_group (CenacleObjectDialog *self, const char *title,
                                 const char *description)
{
  self->group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  adw_preferences_group_set_title (self->group, title);
  adw_preferences_group_set_description (self->group, description);
  adw_preferences_page_add (self->page, self->group);
}

void
cenacle_object_dialog_add_widget (CenacleObjectDialog *self, GtkWidget *row)
{
  if (self->group == NULL)
    cenacle_object_dialog_add_group (self, "", "");
  adw_preferences_group_add (self->group, row);
}

AdwEntryRow *
cenacle_object_dialog_add_entry (CenacleObjectDialog *self, const char *label, CenacleRowUse use)
{
  GtkWidget *row = adw_entry_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), label);
  cenacle_object_dialog_add_widget (self, row);
  g_signal_connect_object (row, "entry-activated", G_CALLBACK (confirm_cb), self,
                           G_CONNECT_SWAPPED);
  if (use == CENACLE_ROW_REQUIRED) {
    g_ptr_array_add (self->required, row);
    g_signal_connect_object (row, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  }
  changed_cb (self);
  return ADW_ENTRY_ROW (row);
}

GtkTextView *
cenacle_object_dialog_add_text (CenacleObjectDialog *self, const char *label, CenacleRowUse use)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *view = gtk_text_view_new ();

  cenacle_object_dialog_add_group (self, label, "");
  gtk_text_view_set_wrap_mode (GTK_TEXT_VIEW (view), GTK_WRAP_WORD_CHAR);
  gtk_text_view_set_accepts_tab (GTK_TEXT_VIEW (view), FALSE);
  gtk_text_view_set_left_margin (GTK_TEXT_VIEW (view), 12);
  gtk_text_view_set_right_margin (GTK_TEXT_VIEW (view), 12);
  gtk_text_view_set_top_margin (GTK_TEXT_VIEW (view), 12);
  gtk_text_view_set_bottom_margin (GTK_TEXT_VIEW (view), 12);
  gtk_accessible_update_property (GTK_ACCESSIBLE (view), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), view);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (scroller), 96);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scroller), 240);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scroller), TRUE);
  gtk_widget_add_css_class (scroller, "card");
  gtk_widget_add_css_class (scroller, "text-area");
  adw_preferences_group_add (self->group, scroller);
  self->group = NULL;
  if (use == CENACLE_ROW_REQUIRED) {
    g_ptr_array_add (self->required, view);
    g_signal_connect_object (gtk_text_view_get_buffer (GTK_TEXT_VIEW (view)), "changed",
                             G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  }
  changed_cb (self);
  return GTK_TEXT_VIEW (view);
}

AdwComboRow *
cenacle_object_dialog_add_choice (CenacleObjectDialog *self, const char *label,
                                  const char *const *choices)
{
  GtkWidget *row = adw_combo_row_new ();
  g_autoptr (GtkStringList) model = gtk_string_list_new (choices);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), label);
  adw_combo_row_set_model (ADW_COMBO_ROW (row), G_LIST_MODEL (model));
  cenacle_form_tell_choice (ADW_COMBO_ROW (row));
  cenacle_object_dialog_add_widget (self, row);
  return ADW_COMBO_ROW (row);
}

GtkSwitch *
cenacle_object_dialog_add_switch (CenacleObjectDialog *self, const char *label,
                                  const char *subtitle)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *widget = gtk_switch_new ();
  g_autofree char *title = g_markup_escape_text (label, -1);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  gtk_widget_set_valign (widget, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), widget);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), widget);
  cenacle_object_dialog_add_widget (self, row);
  return GTK_SWITCH (widget);
}

void
cenacle_object_dialog_set_state (CenacleObjectDialog *self, CenacleDialogState state)
{
  self->state = state;
  changed_cb (self);
}

void
cenacle_object_dialog_wait (CenacleObjectDialog *self)
{
  gtk_widget_set_sensitive (self->confirm_button, FALSE);
}

void
cenacle_object_dialog_fail (CenacleObjectDialog *self, const char *sentence)
{
  cenacle_form_show_error (self->error_revealer, self->error_label, sentence);
  if (self->required != NULL)
    changed_cb (self);
}

void
cenacle_object_dialog_done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CenacleObjectDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *created = cenacle_commands_finish (result, &error);

  (void) source;
  if (created == NULL) {
    cenacle_object_dialog_fail (self, error->message);
    return;
  }
  g_signal_emit (self, signals[SIGNAL_DONE], 0, created);
  gtk_window_close (GTK_WINDOW (self));
}
