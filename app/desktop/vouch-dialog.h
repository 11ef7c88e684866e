/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "circle.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* Saying that a member is somebody who was here before, with keys now lost. */
#define CENACLE_TYPE_VOUCH_DIALOG (cenacle_vouch_dialog_get_type ())
G_DECLARE_FINAL_TYPE (CenacleVouchDialog, cenacle_vouch_dialog, CENACLE, VOUCH_DIALOG, AdwWindow)

GtkWindow *cenacle_vouch_dialog_new (GtkWindow *parent, CenacleCircle *circle, const CenId *member);

G_END_DECLS
