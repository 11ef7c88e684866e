/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The colours are libadwaita's palette: a deep shade on light, a pale one on dark. */

#include "member-colour.h"

#include <adwaita.h>

static const struct {
  const char *on_light;
  const char *on_dark;
} colours[] = {
  { "blue_4", "blue_2" },     { "green_5", "green_3" },   { "orange_5", "orange_2" },
  { "purple_3", "purple_1" }, { "red_4", "red_1" },       { "brown_4", "brown_1" },
  { "blue_5", "blue_1" },     { "purple_5", "yellow_2" },
};

void
cenacle_member_colour_get (GtkWidget *widget, const CenId *member, GdkRGBA *ret_colour)
{
  guint n = member->bytes[0] % G_N_ELEMENTS (colours);
  gboolean is_dark = adw_style_manager_get_dark (adw_style_manager_get_default ());

  if (!gtk_style_context_lookup_color (gtk_widget_get_style_context (widget),
                                       is_dark ? colours[n].on_dark : colours[n].on_light,
                                       ret_colour))
    gtk_style_context_get_color (gtk_widget_get_style_context (widget), ret_colour);
}
