/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleChannelDialog: a new channel. Signal "done" (const char *channel) when there is one. */

#pragma once

#include "circle.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define CENACLE_TYPE_CHANNEL_DIALOG (cenacle_channel_dialog_get_type ())
G_DECLARE_FINAL_TYPE (CenacleChannelDialog, cenacle_channel_dialog, CENACLE, CHANNEL_DIALOG,
                      AdwWindow)

GtkWindow *cenacle_channel_dialog_new (GtkWindow *parent, CenacleCircle *circle);

G_END_DECLS
