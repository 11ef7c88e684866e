/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "circle.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* The link by which another device becomes the person's own. */
#define CENACLE_TYPE_DEVICE_LINK_DIALOG (cenacle_device_link_dialog_get_type ())
G_DECLARE_FINAL_TYPE (CenacleDeviceLinkDialog, cenacle_device_link_dialog, CENACLE,
                      DEVICE_LINK_DIALOG, AdwWindow)

GtkWindow *cenacle_device_link_dialog_new (GtkWindow *parent, CenacleCircle *circle);

G_END_DECLS
