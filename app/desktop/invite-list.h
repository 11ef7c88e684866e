/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleInviteList: the invites of a circle, live ones and past ones: who made them, who came by
 * each, and below it those whom a facilitator should look at. */

#pragma once

#include "circle.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CENACLE_TYPE_INVITE_LIST (cenacle_invite_list_get_type ())
G_DECLARE_FINAL_TYPE (CenacleInviteList, cenacle_invite_list, CENACLE, INVITE_LIST, GtkWidget)

/* Signals: "link" (const char *link) of an invite that was asked for, "failed" (const char
 * *sentence), "revoked". */

void cenacle_invite_list_set_circle (CenacleInviteList *self, CenacleCircle *circle);

G_END_DECLS
