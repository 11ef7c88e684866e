/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleInviteDialog: makes invites, shows their links and QR codes, and takes them back. */

#pragma once

#include "circle.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define CENACLE_TYPE_INVITE_DIALOG (cenacle_invite_dialog_get_type ())
G_DECLARE_FINAL_TYPE (CenacleInviteDialog, cenacle_invite_dialog, CENACLE, INVITE_DIALOG, AdwWindow)

GtkWindow *cenacle_invite_dialog_new (GtkWindow *parent, CenacleCircle *circle);

G_END_DECLS
