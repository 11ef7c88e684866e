/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenPrivateNotes: short texts that this person keeps about objects, on this device and for nobody
 * else: own progress on a path, when a flashcard is due. The key says what the text is. */

#pragma once

#include "circle.h"

#include <glib.h>

G_BEGIN_DECLS

#define CEN_PRIVATE_KEY_MAX  32  /* bytes */
#define CEN_PRIVATE_TEXT_MAX 512 /* bytes */

#define CEN_PRIVATE_DONE "done" /* of a step; "1" */
#define CEN_PRIVATE_FSRS "fsrs" /* of a card; cen_fsrs_dup_text() */

/**
 * cen_private_set: keeps @text about @object; an empty one drops what there was.
 * Errors: CEN_ERROR_REFUSED for a key or text too long, CEN_ERROR_STORAGE.
 */
gboolean cen_private_set (CenCircle *circle, const CenId *object, const char *key, const char *text,
                          GError **error);

/* All texts of @key in the circle: a table from CenId to char *. Works on a read-only store. */
GHashTable *
cen_private_list (CenStore *store, const CenId *circle, const char *key, GError **error);

G_END_DECLS
