/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "touch.h"

static void
look (GtkWidget *window, GdkSeat *seat)
{
  if ((gdk_seat_get_capabilities (seat) & GDK_SEAT_CAPABILITY_TOUCH) != 0 ||
      g_getenv ("CENACLE_TOUCH") != NULL) /* for pictures, where no finger is */
    gtk_widget_add_css_class (window, "touch");
  else
    gtk_widget_remove_css_class (window, "touch");
}

static void
device_cb (GdkSeat *seat, GdkDevice *device, GtkWidget *window)
{
  (void) device;
  look (window, seat);
}

static void
watch (GtkWidget *window)
{
  GdkSeat *seat = gdk_display_get_default_seat (gtk_widget_get_display (window));

  if (seat == NULL)
    return;
  g_signal_connect_object (seat, "device-added", G_CALLBACK (device_cb), window, 0);
  g_signal_connect_object (seat, "device-removed", G_CALLBACK (device_cb), window, 0);
  look (window, seat);
}

static void
windows_cb (GListModel *windows, guint at, guint n_removed, guint n_added)
{
  (void) n_removed;
  for (guint i = 0; i < n_added; i++) {
    g_autoptr (GtkWidget) window = g_list_model_get_item (windows, at + i);

    watch (window);
  }
}

void
cenacle_touch_begin (void)
{
  g_signal_connect (gtk_window_get_toplevels (), "items-changed", G_CALLBACK (windows_cb), NULL);
}
