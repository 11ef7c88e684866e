/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleDeviceRow: one device, as a row of a list: its name, when it came, when it was last met.
 */

#pragma once

#include "core/queries-devices.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* "This device", or "Device" and the first letters of its id. */
char *cenacle_device_row_dup_name (const CenDeviceRow *device);
GtkWidget *cenacle_device_row_new (const CenDeviceRow *device);
/* What changes of it with time. */
void cenacle_device_row_update (GtkWidget *row, const CenDeviceRow *device);

G_END_DECLS
