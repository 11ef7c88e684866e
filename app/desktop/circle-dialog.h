/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleCircleDialog: name, intention and charter of a circle, for facilitators to change and for
 * all to read, and the way out. Signal "left" when one has left. */

#pragma once

#include "circle.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define CENACLE_TYPE_CIRCLE_DIALOG (cenacle_circle_dialog_get_type ())
G_DECLARE_FINAL_TYPE (CenacleCircleDialog, cenacle_circle_dialog, CENACLE, CIRCLE_DIALOG, AdwWindow)

GtkWindow *cenacle_circle_dialog_new (GtkWindow *parent, CenacleCircle *circle);

G_END_DECLS
