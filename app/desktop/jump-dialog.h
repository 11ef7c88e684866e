/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleJumpDialog: type a few letters of anything and go there: a page, channel, person or
 * circle, then what the search finds. */

#pragma once

#include "circle.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define CENACLE_TYPE_JUMP_DIALOG (cenacle_jump_dialog_get_type ())
G_DECLARE_FINAL_TYPE (CenacleJumpDialog, cenacle_jump_dialog, CENACLE, JUMP_DIALOG, AdwWindow)

GtkWindow *cenacle_jump_dialog_new (GtkWindow *parent, CenacleCircle *circle);

G_END_DECLS
