/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenEarlyViews: what is shown of ops before their past is here (early.h): rows of objects below
 * zero, made by the rules of their kind as far as these do not need authority. */

#pragma once

#include "fold-log.h"
#include "orphans.h"

#include <glib.h>

G_BEGIN_DECLS

/* Makes the row of the object whose CREATE is @create from the early ops @about (CenPending), which
 * are about it. @author: by a device row of this circle or one of a chain whose first op is early.
 * Runs inside a transaction. */
gboolean cen_early_views_fold (CenCircle *circle, const CenPending *create, GPtrArray *about,
                               const CenDevice *(*find_author) (const CenId *key, gpointer data),
                               gpointer data, GError **error);

/* @member is shown by @name until it is known who is a member. */
gboolean cen_early_views_name (CenCircle *circle, const CenId *member, const char *name,
                               gint64 *ret_member_no, GError **error);

/* The op is on its way into the log: nothing of its early row stays. */
gboolean cen_early_views_remove (CenCircle *circle, gint64 no, GError **error);
/* What was in or about the early @no is so of row @new_no from now on. */
gboolean cen_early_views_move (CenCircle *circle, gint64 no, gint64 new_no, GError **error);

/* Drops all that is early. Runs inside a transaction. */
gboolean cen_early_clear (CenCircle *circle, GError **error);

G_END_DECLS
