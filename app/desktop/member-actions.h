/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleMemberActions: what the person can do about one member, by right; the buttons of the rest
 * are not there. */

#pragma once

#include "circle.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CENACLE_TYPE_MEMBER_ACTIONS (cenacle_member_actions_get_type ())
G_DECLARE_FINAL_TYPE (CenacleMemberActions, cenacle_member_actions, CENACLE, MEMBER_ACTIONS,
                      GtkWidget)

/* @circle NULL: nobody. */
void cenacle_member_actions_set_member (CenacleMemberActions *self, CenacleCircle *circle,
                                        const CenId *member);

G_END_DECLS
