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

void
cenacle_touch_watch (GtkWidget *window)
{
  GdkSeat *seat = gdk_display_get_default_seat (gtk_widget_get_display (window));

  if (seat == NULL)
    return;
  g_signal_connect_object (seat, "device-added", G_CALLBACK (device_cb), window, 0);
  g_signal_connect_object (seat, "device-removed", G_CALLBACK (device_cb), window, 0);
  look (window, seat);
}
