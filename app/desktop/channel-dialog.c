/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "channel-dialog.h"

#include "commands.h"
#include "form.h"

struct _CenacleChannelDialog {
  AdwWindow parent;
  GtkWidget *confirm_button;
  GtkRevealer *error_revealer;
  GtkLabel *error_label;
  AdwEntryRow *name_row;
  AdwEntryRow *topic_row;
  CenacleCircle *circle;
};

enum { SIGNAL_DONE, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CenacleChannelDialog, cenacle_channel_dialog, ADW_TYPE_WINDOW)

static void
changed_cb (CenacleChannelDialog *self)
{
  g_autofree char *name = cenacle_form_dup_entry (self->name_row);

  gtk_widget_set_sensitive (self->confirm_button, name[0] != '\0');
}

static void
created_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CenacleChannelDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *channel = cenacle_commands_finish (result, &error);

  (void) source;
  if (channel == NULL) {
    cenacle_form_show_error (self->error_revealer, self->error_label, error->message);
    changed_cb (self);
    return;
  }
  g_signal_emit (self, signals[SIGNAL_DONE], 0, channel);
  gtk_window_close (GTK_WINDOW (self));
}

static void
confirm_cb (CenacleChannelDialog *self)
{
  g_autofree char *name = cenacle_form_dup_entry (self->name_row);
  g_autofree char *topic = cenacle_form_dup_entry (self->topic_row);

  if (!gtk_widget_get_sensitive (self->confirm_button))
    return;
  cenacle_form_show_error (self->error_revealer, self->error_label, NULL);
  gtk_widget_set_sensitive (self->confirm_button, FALSE);
  cenacle_commands_create_channel (self->circle, name, topic, created_cb, g_object_ref (self));
}

static void
cenacle_channel_dialog_dispose (GObject *object)
{
  g_clear_object (&CENACLE_CHANNEL_DIALOG (object)->circle);
  G_OBJECT_CLASS (cenacle_channel_dialog_parent_class)->dispose (object);
}

static void
cenacle_channel_dialog_class_init (CenacleChannelDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cenacle_channel_dialog_dispose;
  signals[SIGNAL_DONE] = g_signal_new ("done", CENACLE_TYPE_CHANNEL_DIALOG, G_SIGNAL_RUN_LAST, 0,
                                       NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/cenacle/Cenacle/channel-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, CenacleChannelDialog, confirm_button);
  gtk_widget_class_bind_template_child (widget_class, CenacleChannelDialog, error_revealer);
  gtk_widget_class_bind_template_child (widget_class, CenacleChannelDialog, error_label);
  gtk_widget_class_bind_template_child (widget_class, CenacleChannelDialog, name_row);
  gtk_widget_class_bind_template_child (widget_class, CenacleChannelDialog, topic_row);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, confirm_cb);
}

static void
cenacle_channel_dialog_init (CenacleChannelDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWindow *
cenacle_channel_dialog_new (GtkWindow *parent, CenacleCircle *circle)
{
  CenacleChannelDialog *self =
      g_object_new (CENACLE_TYPE_CHANNEL_DIALOG, "transient-for", parent, NULL);

  self->circle = g_object_ref (circle);
  gtk_widget_grab_focus (GTK_WIDGET (self->name_row));
  return GTK_WINDOW (self);
}
