/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "debug-info.h"

#include <adwaita.h>
#include <locale.h>

static const char *
get_yes (gboolean is_so)
{
  return is_so ? "yes" : "no";
}

static void
add_surroundings (GString *text, GtkWindow *window)
{
  GdkDisplay *display = gtk_widget_get_display (GTK_WIDGET (window));
  GskRenderer *renderer = gtk_native_get_renderer (GTK_NATIVE (window));
  AdwStyleManager *style = adw_style_manager_get_for_display (display);
  g_autofree char *icons = NULL;
  int scale = gtk_widget_get_scale_factor (GTK_WIDGET (window)), dpi, n_animations;

  g_object_get (gtk_settings_get_for_display (display), "gtk-xft-dpi", &dpi, "gtk-icon-theme-name",
                &icons, "gtk-enable-animations", &n_animations, NULL);
  g_string_append_printf (text, "Display: %s, %s, scale %d, %d dpi\n", G_OBJECT_TYPE_NAME (display),
                          renderer != NULL ? G_OBJECT_TYPE_NAME (renderer) : "no renderer", scale,
                          dpi / PANGO_SCALE);
  g_string_append_printf (
      text, "Dark: %s\nHigh contrast: %s\nAnimations: %s\nRight to left: %s\nIcons: %s\n",
      get_yes (adw_style_manager_get_dark (style)),
      get_yes (adw_style_manager_get_high_contrast (style)), get_yes (n_animations != 0),
      get_yes (gtk_widget_get_default_direction () == GTK_TEXT_DIR_RTL), icons);
}

char *
cenacle_debug_info_dup (GtkWindow *window)
{
  GString *text = g_string_new ("Cenacle " CENACLE_VERSION "\n");
  g_autofree char *system = g_get_os_info (G_OS_INFO_KEY_PRETTY_NAME);

  g_string_append_printf (text, "System: %s%s\n", system != NULL ? system : "unknown",
                          g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS) ? ", Flatpak" : "");
  g_string_append_printf (text, "GTK %u.%u.%u (built with %d.%d.%d)\n", gtk_get_major_version (),
                          gtk_get_minor_version (), gtk_get_micro_version (), GTK_MAJOR_VERSION,
                          GTK_MINOR_VERSION, GTK_MICRO_VERSION);
  g_string_append_printf (text, "libadwaita %u.%u.%u\nGLib %u.%u.%u\n", adw_get_major_version (),
                          adw_get_minor_version (), adw_get_micro_version (), glib_major_version,
                          glib_minor_version, glib_micro_version);
  g_string_append_printf (text, "Language: %s\n", setlocale (LC_MESSAGES, NULL));
  if (window != NULL)
    add_surroundings (text, window);
  return g_string_free (text, FALSE);
}
