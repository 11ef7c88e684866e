/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleObjectPicker: one thing of the circle, searched for and chosen: for a step that leads to
 * it, or for a message, a note or a session that has it with it. */

#pragma once

#include "circle.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define CENACLE_OBJECT_PICKER_MAX 40 /* shown at once */

#define CENACLE_TYPE_OBJECT_PICKER (cenacle_object_picker_get_type ())
G_DECLARE_FINAL_TYPE (CenacleObjectPicker, cenacle_object_picker, CENACLE, OBJECT_PICKER, AdwWindow)

typedef enum {
  CENACLE_PICK_ANYTHING,
  CENACLE_PICK_RESOURCE, /* of the library */
} CenaclePick;

/* Signal "picked" (const char *id, const char *title), after which it closes. @from: a widget of
 * the window that asks. */
CenacleObjectPicker *cenacle_object_picker_new (GtkWidget *from, CenacleCircle *circle,
                                                CenaclePick what, const char *title);

G_END_DECLS
