/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenMeeting: a session as its row has it, and what people said of one of its occurrences: who
 * comes, who was there, what they thought of it. Everything is a function of the row. */

#pragma once

#include "kinds-meet.h"
#include "queries-objects.h"

#include <glib.h>

G_BEGIN_DECLS

#define CEN_FEEDBACK_QUESTIONS 2

typedef struct {
  CenId id;
  CenId author;
  char *title;
  char *text;
  gint64 start_ms;
  guint minutes;
  char *zone;   /* "" for UTC */
  char *repeat; /* "" for once */
  char *format;
  GStrv agenda;
  CenId host;         /* the author unless another one took it */
  GArray *presenters; /* CenId */
  char *place;
  guint capacity; /* 0: no bound */
  CenId proposal; /* zero for none */
  CenId note;     /* zero for none */
  GArray *skips;  /* guint64 ms */
  gboolean is_cancelled;
  gboolean is_own;
} CenMeeting;

CenMeeting *cen_meeting_new (const CenObjectRow *row);
void cen_meeting_free (CenMeeting *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CenMeeting, cen_meeting_free)

gboolean cen_meeting_is_skipped (const CenMeeting *self, gint64 occurrence_ms);

/* The key of marks about the occurrence that starts then. */
void cen_meeting_write_key (gint64 occurrence_ms, char ret_key[static CEN_OCCURRENCE_KEY_MAX + 1]);
/* FALSE when @key is none. */
gboolean cen_meeting_read_key (const char *key, gint64 *ret_occurrence_ms);

/* A line of the agenda: "10 Welcome". FALSE when it has no minutes; then all of it is the title. */
gboolean cen_agenda_read_item (const char *item, guint *ret_minutes, const char **ret_title);

typedef struct {
  CenId member;
  CenRsvp answer;
  gboolean is_waiting; /* said yes when all places were taken */
  gint64 time_ms;
} CenGuest;

/**
 * cen_meeting_list_guests: CenGuest, those who come first: in the order in which they said so (time
 * label, then member). The first @capacity have a place; whoever changes to no frees theirs.
 */
GArray *cen_meeting_list_guests (const CenObjectRow *row, gint64 occurrence_ms);

/* Members (CenId, in order) who marked that they were there. */
GArray *cen_meeting_list_present (const CenObjectRow *row, gint64 occurrence_ms);

/* What is to be at hand (CenId, in order): all that somebody put there, each once. */
GArray *cen_meeting_list_material (const CenObjectRow *row);
/* Whether @member put @object there. */
gboolean
cen_meeting_has_material (const CenObjectRow *row, const CenId *object, const CenId *member);

/* What the minutes say when they are made of @note: all of it, or what has room. */
char *cen_minutes_dup_text (const CenObjectRow *note);

typedef struct {
  guint n; /* who answered */
  guint counts[CEN_FEEDBACK_QUESTIONS][CEN_FEEDBACK_MARK_MAX + 1];
  double mean[CEN_FEEDBACK_QUESTIONS]; /* 0 when nobody did */
} CenFeedback;

/* Sums of what was answered; never who answered what. Answers outside 1 to 5 do not count. */
void
cen_meeting_sum_feedback (const CenObjectRow *row, gint64 occurrence_ms, CenFeedback *ret_feedback);

G_END_DECLS
