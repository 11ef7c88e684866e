/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleMemberThanks: the badges of one member, what they were thanked for and whom they thanked.
 * It is hidden while there is nothing of it. */

#pragma once

#include "circle.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CENACLE_TYPE_MEMBER_THANKS (cenacle_member_thanks_get_type ())
G_DECLARE_FINAL_TYPE (CenacleMemberThanks, cenacle_member_thanks, CENACLE, MEMBER_THANKS, GtkBox)

/* NULL: about nobody. Reads on the query worker. */
void cenacle_member_thanks_set_member (CenacleMemberThanks *self, CenacleCircle *circle,
                                       const CenId *member);

G_END_DECLS
