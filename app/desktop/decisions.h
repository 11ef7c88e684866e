/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the moderation log says, in sentences and rows. */

#pragma once

#include "circle.h"

#include "core/queries-modlog.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* Who did what to whom, without the reason. */
char *cenacle_decisions_dup_sentence (CenacleCircle *circle, const CenModlogRow *decision);
/* Who removed the person from the circle, and why, as a sentence. */
char *cenacle_decisions_dup_own_removal (CenacleCircle *circle);

/* A row of a list box; what was hidden is folded in it. */
GtkWidget *cenacle_decisions_new_row (CenacleCircle *circle, const CenModlogRow *decision);

/**
 * cenacle_decisions_fill: the decisions by or about @member (NULL: all) in @list, newest first, in
 * place of what it had; at most @limit. Returns: how many.
 */
guint
cenacle_decisions_fill (GtkListBox *list, CenacleCircle *circle, const CenId *member, guint limit);

G_END_DECLS
