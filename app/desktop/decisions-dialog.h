/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "circle.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* The moderation log, which all members can read. */
#define CENACLE_TYPE_DECISIONS_DIALOG (cenacle_decisions_dialog_get_type ())
G_DECLARE_FINAL_TYPE (CenacleDecisionsDialog, cenacle_decisions_dialog, CENACLE, DECISIONS_DIALOG,
                      AdwWindow)

GtkWindow *cenacle_decisions_dialog_new (GtkWindow *parent, CenacleCircle *circle);

G_END_DECLS
