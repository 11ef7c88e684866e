/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenAuthorText: changing the text of a note. */

#pragma once

#include "author.h"
#include "text-diff.h"

#include <glib.h>

G_BEGIN_DECLS

/* Errors of all: CEN_ERROR_REFUSED (role, a place that is not there, a note that is full),
 * CEN_ERROR_NOT_FOUND, CEN_ERROR_STORAGE. */

/**
 * cen_author_change_text: makes @changes in turn, each in the text that those before it leave; in
 * several ops when they are long.
 */
gboolean cen_author_change_text (CenCircle *circle, const CenId *note, const CenTextChange *changes,
                                 guint n_changes, GError **error);
/**
 * cen_author_write_text: one op of what was typed in a copy of the note, by its payload.
 */
gboolean cen_author_write_text (CenCircle *circle, const CenId *note, GBytes *payload,
                                CenId *ret_op, GError **error);

G_END_DECLS
