/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenacleCalendar: when a session that repeats takes place, and sessions as iCalendar (RFC 5545).
 * The only file that uses libical. A session that repeats keeps its local time in its own zone over
 * the changes of summer time. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define CENACLE_CALENDAR_OCCURRENCES_MAX 1000
#define CENACLE_CALENDAR_FILE_MAX        (256 << 10)

typedef struct {
  char *uid;
  char *title;
  char *text;
  char *place;
  char *organizer; /* a name, or "" */
  gint64 start_ms;
  guint minutes;
  char *zone;    /* "Europe/Paris"; "" for UTC */
  char *repeat;  /* the value of an RRULE; "" for once */
  GArray *skips; /* guint64 ms: occurrences that do not take place; or NULL */
  gboolean is_cancelled;
} CenacleEvent;

void cenacle_event_free (CenacleEvent *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CenacleEvent, cenacle_event_free)

/* The rule that @word (weekly, biweekly, monthly) stands for; NULL for another word. */
const char *cenacle_calendar_get_rule (const char *word);
/* The word for @rule, or NULL. */
const char *cenacle_calendar_get_word (const char *rule);

/* Whether @rule can be followed: days, weeks, months or years, no smaller steps. */
gboolean cenacle_calendar_is_rule (const char *rule);

/**
 * cenacle_calendar_list: starts (gint64 ms, ascending) of a session that begins at @start_ms, from
 * @from_ms on, at most @n_max of them (≤ CENACLE_CALENDAR_OCCURRENCES_MAX). One that does not
 * repeat, or whose rule cannot be followed, is once.
 */
GArray *cenacle_calendar_list (gint64 start_ms, const char *zone, const char *rule, gint64 from_ms,
                               guint n_max);

/* The name of the zone this machine is in, or "" when it has none. */
char *cenacle_calendar_dup_local_zone (void);
/* "18:00 in Lisbon", when the clock of @zone ("Europe/Lisbon") shows another time than here; else
 * "". */
char *cenacle_calendar_dup_elsewhere (gint64 time_ms, const char *zone);

/* @events (CenacleEvent) as one calendar; @stamp_ms: when it is made. */
char *cenacle_calendar_build (GPtrArray *events, gint64 stamp_ms);

/**
 * cenacle_calendar_parse: the first event of a calendar.
 * Errors: G_IO_ERROR_INVALID_DATA with a sentence: too large, no calendar, no event with a start.
 */
CenacleEvent *cenacle_calendar_parse (const char *text, gsize len, GError **error);

G_END_DECLS
