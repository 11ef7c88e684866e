/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "circle.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* The person's own devices in one circle. */
#define CENACLE_TYPE_DEVICES_DIALOG (cenacle_devices_dialog_get_type ())
G_DECLARE_FINAL_TYPE (CenacleDevicesDialog, cenacle_devices_dialog, CENACLE, DEVICES_DIALOG,
                      AdwWindow)

GtkWindow *cenacle_devices_dialog_new (GtkWindow *parent, CenacleCircle *circle);

G_END_DECLS
