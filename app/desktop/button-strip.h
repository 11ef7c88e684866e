/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleButtonStrip: small buttons side by side, in as many lines as it takes, known by their
 * names. Buttons stay as long as they are asked for, so that the keyboard stays where it is. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CENACLE_TYPE_BUTTON_STRIP (cenacle_button_strip_get_type ())
G_DECLARE_FINAL_TYPE (CenacleButtonStrip, cenacle_button_strip, CENACLE, BUTTON_STRIP, GtkWidget)

typedef enum {
  CENACLE_BUTTON_GONE,
  CENACLE_BUTTON_PLAIN,
  CENACLE_BUTTON_OFF, /* one that is on or off */
  CENACLE_BUTTON_ON,
} CenacleButtonState;

/* Signal "pressed" (const char *name). */
/* @description: what it does, for a tooltip and the screen reader */
void cenacle_button_strip_set (CenacleButtonStrip *self, const char *name, const char *label,
                               const char *description, CenacleButtonState state);
/* One that is there; they begin sensitive. */
void cenacle_button_strip_set_sensitive (CenacleButtonStrip *self, const char *name,
                                         gboolean is_sensitive);

G_END_DECLS
