/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleMemberPane: one person, beside a page. */

#pragma once

#include "circle.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CENACLE_TYPE_MEMBER_PANE (cenacle_member_pane_get_type ())
G_DECLARE_FINAL_TYPE (CenacleMemberPane, cenacle_member_pane, CENACLE, MEMBER_PANE, GtkWidget)

void cenacle_member_pane_open (CenacleMemberPane *self, CenacleCircle *circle, const CenId *member);
void cenacle_member_pane_close (CenacleMemberPane *self);

G_END_DECLS
