/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * cen_mention_has: whether @text names a member by "@name", in whatever case, not followed by more
 * of a word; linear in @text for each "@".
 * @name: as the member writes it; "" is never named
 */
gboolean cen_mention_has (const char *text, const char *name);

G_END_DECLS
