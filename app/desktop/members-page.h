/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "circle.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CENACLE_TYPE_MEMBERS_PAGE (cenacle_members_page_get_type ())
G_DECLARE_FINAL_TYPE (CenacleMembersPage, cenacle_members_page, CENACLE, MEMBERS_PAGE, GtkWidget)

void cenacle_members_page_set_circle (CenacleMembersPage *self, CenacleCircle *circle);

G_END_DECLS
