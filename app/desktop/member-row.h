/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleMemberRow: one member in the list of all. The row stays while what it shows changes, so
 * that the keyboard keeps its place. */

#pragma once

#include "circle.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define CENACLE_TYPE_MEMBER_ROW (cenacle_member_row_get_type ())
G_DECLARE_FINAL_TYPE (CenacleMemberRow, cenacle_member_row, CENACLE, MEMBER_ROW, AdwActionRow)

GtkWidget *cenacle_member_row_new (const CenId *member);
const CenId *cenacle_member_row_get_member (CenacleMemberRow *self);
void cenacle_member_row_show (CenacleMemberRow *self, CenacleCircle *circle,
                              const CenMemberRow *member, const char *subtitle);

G_END_DECLS
