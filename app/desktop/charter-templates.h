/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Charters that a circle is offered, in the person's language. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Titles, NULL at the end; and the words of the @n-th. Lent. */
const char *const *cenacle_charter_templates_list (void);
const char *cenacle_charter_templates_get_text (guint n);

/* Whether @text is one of them, or nothing: it can be replaced without a loss. */
gboolean cenacle_charter_templates_has (const char *text);

G_END_DECLS
