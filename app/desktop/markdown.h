/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * cenacle_markdown_dup_markup: the small Markdown of messages as Pango markup that always parses:
 * emphasis, strong, strike, code, code blocks, headings as bold lines, lists, quotes and links.
 * @text comes from other people: whatever is not one of these is escaped, HTML shows as typed,
 * pictures and invites become links, and a link leads only to http, https, mailto or cenacle.
 * Nothing is loaded.
 */
char *cenacle_markdown_dup_markup (const char *text);

G_END_DECLS
