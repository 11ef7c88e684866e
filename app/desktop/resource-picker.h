/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleResourcePicker: lets a person choose something of the circle's library, for whoever wants
 * to attach it: a message, a note, a step, a session. */

#pragma once

#include "circle.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define CENACLE_TYPE_RESOURCE_PICKER (cenacle_resource_picker_get_type ())
G_DECLARE_FINAL_TYPE (CenacleResourcePicker, cenacle_resource_picker, CENACLE, RESOURCE_PICKER,
                      AdwWindow)

/* Signal "picked" (const char *id, const char *title), after which it closes. @from: a widget of
 * the window that asks. */
GtkWindow *cenacle_resource_picker_new (GtkWidget *from, CenacleCircle *circle);

G_END_DECLS
