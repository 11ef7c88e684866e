/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What a circle can begin with, in the person's language: a charter, and channels beside "general",
 * which every circle has. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Titles, NULL at the end; and the words of the @n-th. Lent. */
const char *const *cenacle_circle_templates_list (void);
const char *cenacle_circle_templates_get_text (guint n);

/* Whether @text is one of them, or nothing: it can be replaced without a loss. */
gboolean cenacle_circle_templates_has (const char *text);

/* FALSE for another word than "class" and its kin. */
gboolean cenacle_circle_templates_find (const char *id, guint *ret_n);
/* All of these words, joined by ", ". */
char *cenacle_circle_templates_dup_ids (void);

/* The names of the channels, joined by ", ". */
char *cenacle_circle_templates_dup_channels (guint n);
/* The channels beside "general" as CreateAll of the engine takes them ("aa{sv}", floating); empty
 * where there are none. */
GVariant *cenacle_circle_templates_new_channels (guint n);

G_END_DECLS
