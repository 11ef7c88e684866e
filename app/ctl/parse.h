/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What people type for a time, a while or a text. A value that cannot be read is a G_OPTION_ERROR,
 * which the program ends on as a mistake of usage. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * cenacle_parse_time: ISO 8601, a date or a date and a time, with a zone or in the local one; hours
 * and minutes are enough, and a space may stand for the T.
 * @ret_time_ms: milliseconds since 1970 UTC
 */
gboolean cenacle_parse_time (const char *text, gint64 *ret_time_ms, GError **error);

/**
 * cenacle_parse_while: a number with its unit, s, m, h, d or w ("90m", "7d"), at most ten years;
 * "never" is 0.
 */
gboolean cenacle_parse_while (const char *text, gint64 *ret_while_ms, GError **error);

/* Seconds with or without a fraction, 0 to one day. */
gboolean cenacle_parse_seconds (const char *text, guint *ret_ms, GError **error);

/* A number of bytes, or one with K, M, G or T after it: as many times 1024 of them. */
gboolean cenacle_parse_size (const char *text, guint64 *ret_size, GError **error);

/* UTF-8 from an argument as it is; from all of stdin, at most @len_max bytes, when it is "-". */
char *cenacle_parse_text (const char *argument, gsize len_max, GError **error);

G_END_DECLS
