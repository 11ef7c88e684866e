/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "profile-dialog.h"

#include "commands.h"
#include "form.h"

struct _CenacleProfileDialog {
  AdwWindow parent;
  GtkWidget *confirm_button;
  GtkRevealer *error_revealer;
  GtkLabel *error_label;
  AdwEntryRow *name_row;
  AdwEntryRow *languages_row;
  GtkTextView *about_view;
  CenacleCircle *circle;
};

G_DEFINE_FINAL_TYPE (CenacleProfileDialog, cenacle_profile_dialog, ADW_TYPE_WINDOW)

static void
changed_cb (CenacleProfileDialog *self)
{
  g_autofree char *name = cenacle_form_dup_entry (self->name_row);

  gtk_widget_set_sensitive (self->confirm_button, name[0] != '\0');
}

static void
saved_cb (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CenacleProfileDialog) self = user_data;

  if (!cenacle_form_end (GTK_WINDOW (self), result, self->error_revealer, self->error_label))
    changed_cb (self);
}

static void
confirm_cb (CenacleProfileDialog *self)
{
  g_autofree char *name = cenacle_form_dup_entry (self->name_row);
  g_autofree char *languages = cenacle_form_dup_entry (self->languages_row);
  g_autofree char *about = cenacle_form_dup_text (self->about_view);

  if (!gtk_widget_get_sensitive (self->confirm_button))
    return;
  cenacle_form_show_error (self->error_revealer, self->error_label, NULL);
  gtk_widget_set_sensitive (self->confirm_button, FALSE);
  cenacle_commands_set_profile (self->circle, name, about, languages, saved_cb,
                                g_object_ref (self));
}

static void
cenacle_profile_dialog_dispose (GObject *object)
{
  g_clear_object (&CENACLE_PROFILE_DIALOG (object)->circle);
  G_OBJECT_CLASS (cenacle_profile_dialog_parent_class)->dispose (object);
}

static void
cenacle_profile_dialog_class_init (CenacleProfileDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cenacle_profile_dialog_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/cenacle/Cenacle/profile-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, CenacleProfileDialog, confirm_button);
  gtk_widget_class_bind_template_child (widget_class, CenacleProfileDialog, error_revealer);
  gtk_widget_class_bind_template_child (widget_class, CenacleProfileDialog, error_label);
  gtk_widget_class_bind_template_child (widget_class, CenacleProfileDialog, name_row);
  gtk_widget_class_bind_template_child (widget_class, CenacleProfileDialog, languages_row);
  gtk_widget_class_bind_template_child (widget_class, CenacleProfileDialog, about_view);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, confirm_cb);
}

static void
cenacle_profile_dialog_init (CenacleProfileDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWindow *
cenacle_profile_dialog_new (GtkWindow *parent, CenacleCircle *circle)
{
  CenacleProfileDialog *self =
      g_object_new (CENACLE_TYPE_PROFILE_DIALOG, "transient-for", parent, NULL);
  const CenMemberRow *member =
      cenacle_circle_get_member (circle, &cenacle_circle_get_row (circle)->self_member);

  self->circle = g_object_ref (circle);
  if (member != NULL) {
    cenacle_form_set_entry (self->name_row, member->name);
    cenacle_form_set_entry (self->languages_row, member->languages);
    cenacle_form_set_text (self->about_view, member->about);
  }
  gtk_widget_grab_focus (GTK_WIDGET (self->name_row));
  return GTK_WINDOW (self);
}
