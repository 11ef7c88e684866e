/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleVoidedGroup: what somebody wrote that their removal hid, for facilitators, who can show it
 * again piece by piece. */

#pragma once

#include "circle.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define CENACLE_TYPE_VOIDED_GROUP (cenacle_voided_group_get_type ())
G_DECLARE_FINAL_TYPE (CenacleVoidedGroup, cenacle_voided_group, CENACLE, VOIDED_GROUP,
                      AdwPreferencesGroup)

/* @member: as the circle has them; NULL: nobody, which hides the group. */
void cenacle_voided_group_show (CenacleVoidedGroup *self, CenacleCircle *circle,
                                const CenMemberRow *member);

G_END_DECLS
