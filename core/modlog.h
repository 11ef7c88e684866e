/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenModlog: the rows of the moderation log, one for each effective op that it tells of. All run
 * inside a transaction. */

#pragma once

#include "fold-merge.h"

#include <glib.h>

G_BEGIN_DECLS

/* Frame ops whose effect differs from that in @old (NULL: none had any). */
gboolean cen_modlog_update_frame (CenCircle *circle, const CenAuthority *old, GError **error);
/* Every ENDORSE anew. */
gboolean cen_modlog_update_endorse (CenCircle *circle, GError **error);

/* HIDE or REDACT @op about @create, by a member of @role; takes it out when it has no effect. */
gboolean cen_modlog_note (CenCircle *circle, const CenFoldOp *create, const CenFoldOp *op,
                          gboolean is_effective, CenRole role, GError **error);

G_END_DECLS
