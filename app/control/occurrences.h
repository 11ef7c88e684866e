/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleOccurrences: which of a session's occurrences is meant: the one that comes, the one that
 * is on or was last. Those that were called off are passed over. */

#pragma once

#include "core/meeting.h"

G_BEGIN_DECLS

/* How long before its start a session counts as on: people gather. */
#define CENACLE_OCCURRENCE_EARLY_MS (15 * 60 * 1000)

/* Starts (gint64 ms) of those that begin at @from_ms or later, at most @n_max. */
GArray *cenacle_occurrences_list (const CenMeeting *meeting, gint64 from_ms, guint n_max);

/* The start of the first that is not over at @now_ms; 0 for none. */
gint64 cenacle_occurrences_find_coming (const CenMeeting *meeting, gint64 now_ms);
/* The same of a session's row: a CenDigestNext. */
gint64 cenacle_occurrences_find_next (const CenObjectRow *session, gint64 now_ms);
/* The start of the last that has begun, or begins soon; 0 for none. */
gint64 cenacle_occurrences_find_held (const CenMeeting *meeting, gint64 now_ms);
/* The coming one, else the last, else the first there is. */
gint64 cenacle_occurrences_find_shown (const CenMeeting *meeting, gint64 now_ms);

/* Whether one that starts at @start_ms is on at @now_ms. */
gboolean cenacle_occurrences_is_on (const CenMeeting *meeting, gint64 start_ms, gint64 now_ms);

G_END_DECLS
