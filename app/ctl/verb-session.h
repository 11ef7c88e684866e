/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the verbs about sessions share. */

#pragma once

#include "core/meeting.h"
#include "names.h"
#include "verb.h"

G_BEGIN_DECLS

/* A session that a verb is about, and the occurrence of it. */
typedef struct {
  CenacleTarget target; /* without an engine for verbs that only read */
  CenCircleRow *circle; /* own, or lent by the target */
  CenObjectRow *row;
  CenMeeting *meeting;
  CenacleNames *names;
  char *id;
  gint64 occurrence_ms;
} CenacleSessionTarget;

typedef enum {
  CENACLE_SESSION_READ,
  CENACLE_SESSION_WRITE,
} CenacleSessionUse;

typedef enum {
  CENACLE_OCCURRENCE_SHOWN, /* the one that comes */
  CENACLE_OCCURRENCE_HELD,  /* the one that is on or was last */
} CenacleOccurrenceWish;

/* Finds the circle and the session that the first two arguments name. @on: the day or the start of
 * the occurrence, or NULL for the one that is wished. To be cleared either way. */
gboolean cenacle_session_target_open (CenacleCommand *command, char **arguments,
                                      CenacleSessionUse use, const char *on,
                                      CenacleOccurrenceWish wish, CenacleSessionTarget *ret_target,
                                      GError **error);
void cenacle_session_target_clear (CenacleSessionTarget *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CenacleSessionTarget, cenacle_session_target_clear)

/* Adds the cells of one session to the row of @output. */
void cenacle_session_cells_add (CenacleOutput *output, const CenObjectRow *row,
                                const CenMeeting *meeting, const CenacleNames *names,
                                gint64 occurrence_ms);

extern const char *const cenacle_rsvp_words[]; /* no, yes, maybe */

/* Now, by this machine's clock. */
gint64 cenacle_session_now (void);

G_END_DECLS
