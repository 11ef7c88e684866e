/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleReachDialog: by what a circle is reached when its people are never online together: its
 * relays and its keepers. */

#pragma once

#include "circle.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define CENACLE_TYPE_REACH_DIALOG (cenacle_reach_dialog_get_type ())
G_DECLARE_FINAL_TYPE (CenacleReachDialog, cenacle_reach_dialog, CENACLE, REACH_DIALOG, AdwWindow)

GtkWindow *cenacle_reach_dialog_new (GtkWindow *parent, CenacleCircle *circle);

G_END_DECLS
