/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* States, as pages of the stack: "ask" (nothing was given away yet), "link" (it shows until its
 * time is up), "done" (a device came by it). */

#include "device-link-dialog.h"

#include "commands.h"
#include "form.h"
#include "membership-commands.h"
#include "qr.h"

#include <glib/gi18n.h>

#define EXPIRES_MS (G_GINT64_CONSTANT (15) * 60 * 1000)

struct _CenacleDeviceLinkDialog {
  AdwWindow parent;
  AdwToastOverlay *toasts;
  GtkRevealer *error_revealer;
  GtkLabel *error_label;
  GtkStack *stack;
  GtkWidget *create_button;
  GtkEntry *link_entry;
  GtkPicture *qr_picture;
  GtkLabel *time_label;
  CenacleCircle *circle;
  gint64 until_ms; /* 0: there is no link */
  guint n_devices; /* of one's own when the link was made */
  guint tick_source;
};

G_DEFINE_FINAL_TYPE (CenacleDeviceLinkDialog, cenacle_device_link_dialog, ADW_TYPE_WINDOW)

static guint
count_devices (CenacleDeviceLinkDialog *self)
{
  const CenCircleRow *row = cenacle_circle_get_row (self->circle);
  const CenMemberRow *own = cenacle_circle_get_member (self->circle, &row->self_member);

  return own != NULL ? own->n_devices : 0;
}

/* Neither in the clipboard's sight nor on the screen longer than it works. */
static void
forget_link (CenacleDeviceLinkDialog *self)
{
  g_clear_handle_id (&self->tick_source, g_source_remove);
  self->until_ms = 0;
  gtk_editable_set_text (GTK_EDITABLE (self->link_entry), "");
  gtk_picture_set_paintable (self->qr_picture, NULL);
}

static gboolean
tick_cb (gpointer data)
{
  CenacleDeviceLinkDialog *self = data;
  gint64 left_s = (self->until_ms - g_get_real_time () / 1000 + 999) / 1000;
  g_autofree char *text = NULL;

  if (left_s <= 0) {
    self->tick_source = 0;
    forget_link (self);
    gtk_stack_set_visible_child_name (self->stack, "ask");
    cenacle_form_show_error (self->error_revealer, self->error_label,
                             _ ("The link has expired and works no more."));
    return G_SOURCE_REMOVE;
  }
  /* Translators: minutes and seconds. */
  text = g_strdup_printf (_ ("Works once, for another %d:%02d"), (int) (left_s / 60),
                          (int) (left_s % 60));
  gtk_label_set_text (self->time_label, text);
  return G_SOURCE_CONTINUE;
}

static void
show_link (CenacleDeviceLinkDialog *self, const char *link)
{
  g_autoptr (GdkTexture) texture = cenacle_qr_new_texture (link);

  gtk_editable_set_text (GTK_EDITABLE (self->link_entry), link);
  gtk_picture_set_paintable (self->qr_picture, GDK_PAINTABLE (texture));
  gtk_widget_set_visible (GTK_WIDGET (self->qr_picture), texture != NULL);
  self->until_ms = g_get_real_time () / 1000 + EXPIRES_MS;
  self->n_devices = count_devices (self);
  self->tick_source = g_timeout_add_seconds (1, tick_cb, self);
  tick_cb (self);
  gtk_stack_set_visible_child_name (self->stack, "link");
}

static void
created_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CenacleDeviceLinkDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *link = cenacle_commands_finish (result, &error);

  (void) source;
  gtk_widget_set_sensitive (self->create_button, TRUE);
  cenacle_form_show_error (self->error_revealer, self->error_label,
                           link == NULL ? error->message : NULL);
  if (link != NULL && self->circle != NULL)
    show_link (self, link);
}

static void
create_cb (CenacleDeviceLinkDialog *self)
{
  gtk_widget_set_sensitive (self->create_button, FALSE);
  cenacle_membership_create_device_link (self->circle, EXPIRES_MS, created_cb, g_object_ref (self));
}

static void
copy_cb (CenacleDeviceLinkDialog *self)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)),
                          gtk_editable_get_text (GTK_EDITABLE (self->link_entry)));
  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (_ ("Link copied")));
}

static void
changed_cb (CenacleDeviceLinkDialog *self, guint changes)
{
  if ((changes & CENACLE_CHANGE_MEMBERS) == 0 || self->until_ms == 0 ||
      count_devices (self) <= self->n_devices)
    return;
  forget_link (self);
  gtk_stack_set_visible_child_name (self->stack, "done");
}

static void
cenacle_device_link_dialog_dispose (GObject *object)
{
  CenacleDeviceLinkDialog *self = CENACLE_DEVICE_LINK_DIALOG (object);

  g_clear_handle_id (&self->tick_source, g_source_remove);
  g_clear_object (&self->circle);
  G_OBJECT_CLASS (cenacle_device_link_dialog_parent_class)->dispose (object);
}

static void
cenacle_device_link_dialog_class_init (CenacleDeviceLinkDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cenacle_device_link_dialog_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/cenacle/Cenacle/device-link-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, CenacleDeviceLinkDialog, toasts);
  gtk_widget_class_bind_template_child (widget_class, CenacleDeviceLinkDialog, error_revealer);
  gtk_widget_class_bind_template_child (widget_class, CenacleDeviceLinkDialog, error_label);
  gtk_widget_class_bind_template_child (widget_class, CenacleDeviceLinkDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, CenacleDeviceLinkDialog, create_button);
  gtk_widget_class_bind_template_child (widget_class, CenacleDeviceLinkDialog, link_entry);
  gtk_widget_class_bind_template_child (widget_class, CenacleDeviceLinkDialog, qr_picture);
  gtk_widget_class_bind_template_child (widget_class, CenacleDeviceLinkDialog, time_label);
  gtk_widget_class_bind_template_callback (widget_class, create_cb);
  gtk_widget_class_bind_template_callback (widget_class, copy_cb);
}

static void
cenacle_device_link_dialog_init (CenacleDeviceLinkDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWindow *
cenacle_device_link_dialog_new (GtkWindow *parent, CenacleCircle *circle)
{
  CenacleDeviceLinkDialog *self =
      g_object_new (CENACLE_TYPE_DEVICE_LINK_DIALOG, "transient-for", parent, NULL);

  self->circle = g_object_ref (circle);
  g_signal_connect_object (circle, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  return GTK_WINDOW (self);
}
