/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenAuthorModeration: what facilitators do with what others wrote, for all to see. */

#pragma once

#include "author.h"
#include "moderation.h"

#include <glib.h>

G_BEGIN_DECLS

/**
 * cen_author_hide: hides @object, or changes why. Its content stays and is marked.
 * @reason: valid UTF-8 of 1 to CEN_HIDE_REASON_MAX bytes; for all to read
 * Errors of all here: CEN_ERROR_REFUSED, CEN_ERROR_NOT_FOUND, CEN_ERROR_STORAGE.
 */
gboolean
cen_author_hide (CenCircle *circle, const CenId *object, const char *reason, GError **error);
/* Shows again what was hidden. */
gboolean cen_author_show (CenCircle *circle, const CenId *object, GError **error);

/**
 * cen_author_endorse: lets ops count that a removal made void. Each of @ids names one, or an
 * object: then all about it that its author wrote. CEN_ERROR_REFUSED when no removal made any of it
 * void.
 * @n_ids: at least 1
 */
gboolean cen_author_endorse (CenCircle *circle, const CenId *ids, guint n_ids, GError **error);

G_END_DECLS
