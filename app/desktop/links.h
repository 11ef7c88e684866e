/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Invite links (PROTOCOL.md, Invites) as they stand in the middle of what somebody wrote. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The first invite link in @len bytes of @text; FALSE when there is none. What it leads to is for
 * the engine to judge. A link that makes a device of one's own is no invite. */
gboolean cenacle_links_find_invite (const char *text, gsize len, gsize *ret_start, gsize *ret_len);
/* The same as a copy; NULL when there is none. */
char *cenacle_links_dup_invite (const char *text);
/* A link in Markdown to an object of the circle, whose words do not end it. */
char *cenacle_links_dup_object (const char *title, const char *id);
/* Its beginning, for people to see. */
char *cenacle_links_dup_short (const char *link, gsize len);

G_END_DECLS
