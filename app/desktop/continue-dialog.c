/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "continue-dialog.h"

#include "app/control/errors.h"
#include "form.h"

#include <glib/gi18n.h>

struct _CenacleContinueDialog {
  AdwWindow parent;
  GtkWidget *confirm_button;
  GtkSpinner *spinner;
  GtkRevealer *error_revealer;
  GtkLabel *error_label;
  AdwEntryRow *name_row;
  AdwPreferencesGroup *members_group;
  GPtrArray *checks; /* GtkCheckButton, lent; each knows its member's id */
  CenacleCircle *circle;
  gboolean is_asking;
};

enum { SIGNAL_DONE, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CenacleContinueDialog, cenacle_continue_dialog, ADW_TYPE_WINDOW)

static void
changed_cb (CenacleContinueDialog *self)
{
  g_autofree char *name = cenacle_form_dup_entry (self->name_row);

  gtk_widget_set_sensitive (self->confirm_button, name[0] != '\0' && !self->is_asking);
}

static void
set_asking (CenacleContinueDialog *self, gboolean is_asking)
{
  self->is_asking = is_asking;
  gtk_spinner_set_spinning (self->spinner, is_asking);
  changed_cb (self);
}

static void
continued_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CenacleContinueDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *continued = NULL;

  set_asking (self, FALSE);
  if (cenacle_engine1_call_continue_circle_finish (CENACLE_ENGINE1 (source), &continued, result,
                                                   &error)) {
    g_signal_emit (self, signals[SIGNAL_DONE], 0, continued);
    gtk_window_close (GTK_WINDOW (self));
    return;
  }
  cenacle_errors_settle (&error);
  cenacle_form_show_error (self->error_revealer, self->error_label, error->message);
}

static GVariant *
new_options (CenacleContinueDialog *self)
{
  g_autofree char *name = cenacle_form_dup_entry (self->name_row);
  g_auto (GVariantDict) options = G_VARIANT_DICT_INIT (NULL);
  g_auto (GVariantBuilder) left_out = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE_STRING_ARRAY);

  for (guint i = 0; i < self->checks->len; i++) {
    GtkCheckButton *check = g_ptr_array_index (self->checks, i);

    if (!gtk_check_button_get_active (check))
      g_variant_builder_add (&left_out, "s", g_object_get_data (G_OBJECT (check), "member"));
  }
  g_variant_dict_insert (&options, "name", "s", name);
  g_variant_dict_insert_value (&options, "leave-out", g_variant_builder_end (&left_out));
  return g_variant_dict_end (&options);
}

static void
confirm_cb (CenacleContinueDialog *self)
{
  CenacleEngine1 *engine = cenacle_circle_get_engine (self->circle);

  if (!gtk_widget_get_sensitive (self->confirm_button))
    return;
  if (engine == NULL) {
    cenacle_form_show_error (self->error_revealer, self->error_label,
                             _ ("The engine is away for a moment; nothing was lost, try again."));
    return;
  }
  cenacle_form_show_error (self->error_revealer, self->error_label, NULL);
  cenacle_engine1_call_continue_circle (engine, cenacle_circle_get_id_text (self->circle),
                                        new_options (self), NULL, continued_cb,
                                        g_object_ref (self));
  set_asking (self, TRUE);
}

static void
add_member (CenacleContinueDialog *self, const CenMemberRow *member)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *check = gtk_check_button_new ();
  g_autofree char *name = g_markup_escape_text (member->name, -1);

  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), TRUE);
  gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
  g_object_set_data_full (G_OBJECT (check), "member", cen_id_dup_text (&member->id), g_free);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), name);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), cenacle_circle_get_role_label (member->role));
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), check);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), check);
  adw_preferences_group_add (self->members_group, row);
  g_ptr_array_add (self->checks, check);
}

static void
show_members (CenacleContinueDialog *self)
{
  GPtrArray *members = cenacle_circle_get_members (self->circle);

  for (guint i = 0; i < members->len; i++) {
    const CenMemberRow *member = g_ptr_array_index (members, i);

    if (member->state == CEN_MEMBER_ACTIVE && !member->is_self)
      add_member (self, member);
  }
  gtk_widget_set_visible (GTK_WIDGET (self->members_group), self->checks->len > 0);
}

static void
cenacle_continue_dialog_dispose (GObject *object)
{
  CenacleContinueDialog *self = CENACLE_CONTINUE_DIALOG (object);

  g_clear_object (&self->circle);
  g_clear_pointer (&self->checks, g_ptr_array_unref);
  G_OBJECT_CLASS (cenacle_continue_dialog_parent_class)->dispose (object);
}

static void
cenacle_continue_dialog_class_init (CenacleContinueDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cenacle_continue_dialog_dispose;
  signals[SIGNAL_DONE] = g_signal_new ("done", CENACLE_TYPE_CONTINUE_DIALOG, G_SIGNAL_RUN_LAST, 0,
                                       NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/cenacle/Cenacle/continue-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, CenacleContinueDialog, confirm_button);
  gtk_widget_class_bind_template_child (widget_class, CenacleContinueDialog, spinner);
  gtk_widget_class_bind_template_child (widget_class, CenacleContinueDialog, error_revealer);
  gtk_widget_class_bind_template_child (widget_class, CenacleContinueDialog, error_label);
  gtk_widget_class_bind_template_child (widget_class, CenacleContinueDialog, name_row);
  gtk_widget_class_bind_template_child (widget_class, CenacleContinueDialog, members_group);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, confirm_cb);
}

static void
cenacle_continue_dialog_init (CenacleContinueDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  cenacle_form_begin (GTK_WIDGET (self), GTK_WIDGET (self->name_row));
  self->checks = g_ptr_array_new ();
}

GtkWindow *
cenacle_continue_dialog_new (GtkWindow *parent, CenacleCircle *circle)
{
  CenacleContinueDialog *self =
      g_object_new (CENACLE_TYPE_CONTINUE_DIALOG, "transient-for", parent, NULL);

  self->circle = g_object_ref (circle);
  cenacle_form_set_entry (self->name_row, cenacle_circle_get_row (circle)->name);
  show_members (self);
  return GTK_WINDOW (self);
}
