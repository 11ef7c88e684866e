/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What a note can begin as, in the person's language. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

GStrv cenacle_note_template_list (void); /* names for people; the first is of an empty note */
/* By place in the list; lent. */
const char *cenacle_note_template_get_id (guint n);
const char *cenacle_note_template_get_text (guint n);

G_END_DECLS
