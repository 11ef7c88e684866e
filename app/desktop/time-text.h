/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Times as people say them, in their language and zone. All times are milliseconds since 1970. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *cenacle_time_text_dup_clock (gint64 time_ms); /* "14:05" */
char *cenacle_time_text_dup_day (gint64 time_ms);   /* "Today", "Tuesday", "3 March 2026" */
char *cenacle_time_text_dup_ago (gint64 time_ms);   /* "5 minutes ago" */
char *cenacle_time_text_dup_until (gint64 time_ms); /* "in 6 days" */
char *cenacle_time_text_dup_span (gint64 span_ms);  /* "10 minutes" */
char *cenacle_time_text_dup_full (gint64 time_ms);  /* day and clock, for tooltips */
gboolean cenacle_time_text_is_same_day (gint64 a_ms, gint64 b_ms);

G_END_DECLS
