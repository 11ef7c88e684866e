/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "devices-dialog.h"

#include "commands.h"
#include "compat.h"
#include "device-link-dialog.h"
#include "device-row.h"
#include "form.h"
#include "membership-commands.h"
#include "narrow.h"

#include <glib/gi18n.h>

struct _CenacleDevicesDialog {
  AdwWindow parent;
  GtkRevealer *error_revealer;
  GtkLabel *error_label;
  GtkWidget *add_button;
  GtkListBox *list;
  GtkWidget *former_group;
  GtkListBox *former_list;
  GPtrArray *rows; /* lent, as the devices come; what they are is in @shape */
  char *shape;
  CenacleCircle *circle;
  CenId asked; /* the device that the question is about */
};

G_DEFINE_FINAL_TYPE (CenacleDevicesDialog, cenacle_devices_dialog, ADW_TYPE_WINDOW)

static void
removed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CenacleDevicesDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *done = cenacle_commands_finish (result, &error);

  (void) source;
  cenacle_form_show_error (self->error_revealer, self->error_label,
                           done == NULL ? error->message : NULL);
}

static void
remove_confirmed_cb (gpointer user_data)
{
  CenacleDevicesDialog *self = user_data;

  cenacle_membership_remove_device (self->circle, &self->asked, removed_cb, g_object_ref (self));
}

static void
remove_cb (GtkWidget *button, CenacleDevicesDialog *self)
{
  if (!cen_id_from_text (&self->asked, g_object_get_data (G_OBJECT (button), "device")))
    return;
  cenacle_compat_ask (
      GTK_WINDOW (self), _ ("Remove this device?"),
      _ ("Do this when it is lost, stolen or given away. It keeps what it has. From now on nothing "
         "new reaches it, and what it still writes will not be shown. All members see that it was "
         "removed. It can only come back as a new device."),
      _ ("_Remove"), remove_confirmed_cb, self);
}

static GtkWidget *
new_remove_button (CenacleDevicesDialog *self, const CenDeviceRow *device)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("user-trash-symbolic");
  g_autofree char *name = cenacle_device_row_dup_name (device);
  g_autofree char *label = g_strdup_printf (_ ("Remove %s…"), name);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
  g_object_set_data_full (G_OBJECT (button), "device", cen_id_dup_text (&device->id), g_free);
  g_signal_connect (button, "clicked", G_CALLBACK (remove_cb), self);
  return button;
}

static void
clear (GtkListBox *list)
{
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (list, 0)) != NULL)
    gtk_list_box_remove (list, GTK_WIDGET (row));
}

static gboolean
can_remove (CenacleDevicesDialog *self, const CenDeviceRow *device)
{
  return device->state == CEN_DEVICE_ACTIVE && !device->is_self &&
         cenacle_circle_is_active (self->circle);
}

/* Which rows there are and what can be done with each. */
static char *
dup_shape (CenacleDevicesDialog *self, GPtrArray *devices)
{
  GString *shape = g_string_new (NULL);

  for (guint i = 0; i < devices->len; i++) {
    const CenDeviceRow *device = devices->pdata[i];
    g_autofree char *id = cen_id_dup_text (&device->id);

    g_string_append_printf (shape, "%s %d %d\n", id, device->state, can_remove (self, device));
  }
  return g_string_free (shape, FALSE);
}

static void
add_row (CenacleDevicesDialog *self, const CenDeviceRow *device)
{
  GtkWidget *row = cenacle_device_row_new (device);

  if (can_remove (self, device))
    adw_action_row_add_suffix (ADW_ACTION_ROW (row), new_remove_button (self, device));
  gtk_list_box_append (device->state == CEN_DEVICE_ACTIVE ? self->list : self->former_list, row);
  g_ptr_array_add (self->rows, row);
}

/* Rows stay as long as they say the same: what is pressed or has the focus is not taken away
 * because somebody was met. */
static void
show_devices (CenacleDevicesDialog *self)
{
  const CenCircleRow *circle = cenacle_circle_get_row (self->circle);
  CenStore *store = cenacle_circle_get_store (self->circle);
  g_autoptr (GPtrArray) devices =
      store != NULL ? cen_query_devices (store, &circle->id, &circle->self_member, NULL) : NULL;
  g_autofree char *shape = devices != NULL ? dup_shape (self, devices) : NULL;

  gtk_widget_set_sensitive (self->add_button, cenacle_circle_is_active (self->circle));
  if (devices == NULL)
    return;
  if (g_strcmp0 (shape, self->shape) == 0) {
    for (guint i = 0; i < devices->len; i++)
      cenacle_device_row_update (self->rows->pdata[i], devices->pdata[i]);
    return;
  }
  g_free (self->shape);
  self->shape = g_steal_pointer (&shape);
  g_ptr_array_set_size (self->rows, 0);
  clear (self->list);
  clear (self->former_list);
  for (guint i = 0; i < devices->len; i++)
    add_row (self, devices->pdata[i]);
  gtk_widget_set_visible (self->former_group,
                          gtk_list_box_get_row_at_index (self->former_list, 0) != NULL);
}

static void
changed_cb (CenacleDevicesDialog *self, guint changes)
{
  if ((changes & (CENACLE_CHANGE_MEMBERS | CENACLE_CHANGE_STATUS)) != 0)
    show_devices (self);
}

static void
add_cb (CenacleDevicesDialog *self)
{
  gtk_window_present (cenacle_device_link_dialog_new (GTK_WINDOW (self), self->circle));
}

static void
cenacle_devices_dialog_dispose (GObject *object)
{
  CenacleDevicesDialog *self = CENACLE_DEVICES_DIALOG (object);

  g_clear_object (&self->circle);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_pointer (&self->shape, g_free);
  G_OBJECT_CLASS (cenacle_devices_dialog_parent_class)->dispose (object);
}

static void
cenacle_devices_dialog_class_init (CenacleDevicesDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cenacle_devices_dialog_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/cenacle/Cenacle/devices-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, CenacleDevicesDialog, error_revealer);
  gtk_widget_class_bind_template_child (widget_class, CenacleDevicesDialog, error_label);
  gtk_widget_class_bind_template_child (widget_class, CenacleDevicesDialog, add_button);
  gtk_widget_class_bind_template_child (widget_class, CenacleDevicesDialog, list);
  gtk_widget_class_bind_template_child (widget_class, CenacleDevicesDialog, former_group);
  gtk_widget_class_bind_template_child (widget_class, CenacleDevicesDialog, former_list);
  gtk_widget_class_bind_template_callback (widget_class, add_cb);
}

static void
cenacle_devices_dialog_init (CenacleDevicesDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  cenacle_narrow_wrap (self->add_button);
  self->rows = g_ptr_array_new ();
}

GtkWindow *
cenacle_devices_dialog_new (GtkWindow *parent, CenacleCircle *circle)
{
  CenacleDevicesDialog *self =
      g_object_new (CENACLE_TYPE_DEVICES_DIALOG, "transient-for", parent, NULL);

  self->circle = g_object_ref (circle);
  g_signal_connect_object (circle, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  show_devices (self);
  return GTK_WINDOW (self);
}
