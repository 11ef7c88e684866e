/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "circle-dialog.h"

#include "app/control/errors.h"
#include "app/control/circle-templates.h"
#include "commands.h"
#include "compat.h"
#include "form.h"

#include <glib/gi18n.h>

struct _CenacleCircleDialog {
  AdwWindow parent;
  GtkWidget *confirm_button;
  GtkRevealer *error_revealer;
  GtkLabel *error_label;
  AdwEntryRow *name_row;
  AdwEntryRow *intention_row;
  GtkTextView *charter_view;
  AdwComboRow *template_row;
  GtkWidget *leave_button;
  CenacleCircle *circle;
};

enum { SIGNAL_LEFT, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CenacleCircleDialog, cenacle_circle_dialog, ADW_TYPE_WINDOW)

static void
changed_cb (CenacleCircleDialog *self)
{
  g_autofree char *name = cenacle_form_dup_entry (self->name_row);

  gtk_widget_set_sensitive (self->confirm_button, name[0] != '\0' && self->circle != NULL);
}

/* The first choice is the charter as it is. */
static void
template_cb (CenacleCircleDialog *self)
{
  guint n = adw_combo_row_get_selected (self->template_row);

  if (self->circle != NULL)
    cenacle_form_set_text (self->charter_view, n == 0
                                                   ? cenacle_circle_get_row (self->circle)->charter
                                                   : cenacle_circle_templates_get_text (n - 1));
}

static void
show_templates (CenacleCircleDialog *self)
{
  const char *const *titles = cenacle_circle_templates_list ();
  g_autoptr (GtkStringList) list = gtk_string_list_new (NULL);

  gtk_string_list_append (list, _ ("As it is"));
  for (guint i = 0; titles[i] != NULL; i++)
    gtk_string_list_append (list, titles[i]);
  adw_combo_row_set_model (self->template_row, G_LIST_MODEL (list));
}

static void
saved_cb (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CenacleCircleDialog) self = user_data;

  if (!cenacle_form_end (GTK_WINDOW (self), result, self->error_revealer, self->error_label))
    changed_cb (self);
}

static void
confirm_cb (CenacleCircleDialog *self)
{
  g_autofree char *name = cenacle_form_dup_entry (self->name_row);
  g_autofree char *intention = cenacle_form_dup_entry (self->intention_row);
  g_autofree char *charter = cenacle_form_dup_text (self->charter_view);

  if (!gtk_widget_is_sensitive (self->confirm_button) ||
      !gtk_widget_get_visible (self->confirm_button))
    return; /* Enter in a row */
  gtk_widget_set_sensitive (self->confirm_button, FALSE);
  cenacle_commands_set_frame (self->circle, name, intention, charter, saved_cb,
                              g_object_ref (self));
}

static void
left_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CenacleCircleDialog) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!cenacle_engine1_call_leave_circle_finish (CENACLE_ENGINE1 (source), result, &error)) {
    cenacle_errors_settle (&error);
    cenacle_form_show_error (self->error_revealer, self->error_label, error->message);
    return;
  }
  g_signal_emit (self, signals[SIGNAL_LEFT], 0);
  gtk_window_close (GTK_WINDOW (self));
}

static void
leave_confirmed_cb (gpointer user_data)
{
  CenacleCircleDialog *self = user_data;
  CenacleEngine1 *engine = cenacle_circle_get_engine (self->circle);

  if (engine != NULL)
    cenacle_engine1_call_leave_circle (engine, cenacle_circle_get_id_text (self->circle), NULL,
                                       left_cb, g_object_ref (self));
}

static void
leave_cb (CenacleCircleDialog *self)
{
  g_autofree char *heading =
      g_strdup_printf (_ ("Leave %s?"), cenacle_circle_get_row (self->circle)->name);

  cenacle_compat_ask (
      GTK_WINDOW (self), heading,
      _ ("The others keep what you wrote, and you keep what is on this computer. Nothing "
         "new will reach you, and coming back takes a new invite."),
      _ ("_Leave"), leave_confirmed_cb, self);
}

static void
cenacle_circle_dialog_dispose (GObject *object)
{
  g_clear_object (&CENACLE_CIRCLE_DIALOG (object)->circle);
  G_OBJECT_CLASS (cenacle_circle_dialog_parent_class)->dispose (object);
}

static void
cenacle_circle_dialog_class_init (CenacleCircleDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cenacle_circle_dialog_dispose;
  signals[SIGNAL_LEFT] = g_signal_new ("left", CENACLE_TYPE_CIRCLE_DIALOG, G_SIGNAL_RUN_LAST, 0,
                                       NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/cenacle/Cenacle/circle-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, CenacleCircleDialog, confirm_button);
  gtk_widget_class_bind_template_child (widget_class, CenacleCircleDialog, error_revealer);
  gtk_widget_class_bind_template_child (widget_class, CenacleCircleDialog, error_label);
  gtk_widget_class_bind_template_child (widget_class, CenacleCircleDialog, name_row);
  gtk_widget_class_bind_template_child (widget_class, CenacleCircleDialog, intention_row);
  gtk_widget_class_bind_template_child (widget_class, CenacleCircleDialog, charter_view);
  gtk_widget_class_bind_template_child (widget_class, CenacleCircleDialog, leave_button);
  gtk_widget_class_bind_template_child (widget_class, CenacleCircleDialog, template_row);
  gtk_widget_class_bind_template_callback (widget_class, template_cb);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, confirm_cb);
  gtk_widget_class_bind_template_callback (widget_class, leave_cb);
}

static void
cenacle_circle_dialog_init (CenacleCircleDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  cenacle_form_begin (GTK_WIDGET (self), GTK_WIDGET (self->name_row));
  cenacle_form_tell_choice (self->template_row);
  g_signal_connect_swapped (gtk_text_view_get_buffer (self->charter_view), "changed",
                            G_CALLBACK (changed_cb), self);
}

GtkWindow *
cenacle_circle_dialog_new (GtkWindow *parent, CenacleCircle *circle)
{
  CenacleCircleDialog *self =
      g_object_new (CENACLE_TYPE_CIRCLE_DIALOG, "transient-for", parent, NULL);
  const CenCircleRow *row = cenacle_circle_get_row (circle);
  gboolean can_edit = cenacle_circle_can_facilitate (circle) && !cen_id_is_zero (&row->object);

  cenacle_form_set_entry (self->name_row, row->name);
  cenacle_form_set_entry (self->intention_row, row->intention);
  cenacle_form_set_text (self->charter_view, row->charter);
  show_templates (self);
  gtk_widget_set_visible (GTK_WIDGET (self->template_row), can_edit);
  self->circle = g_object_ref (circle);
  gtk_editable_set_editable (GTK_EDITABLE (self->name_row), can_edit);
  gtk_editable_set_editable (GTK_EDITABLE (self->intention_row), can_edit);
  gtk_text_view_set_editable (self->charter_view, can_edit);
  gtk_widget_set_visible (self->confirm_button, can_edit);
  gtk_widget_set_sensitive (self->leave_button, cenacle_circle_is_active (self->circle));
  return GTK_WINDOW (self);
}
