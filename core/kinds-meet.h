/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenKindsMeet: sessions, pairs, paths and cards. */

#pragma once

#include "kind.h"

#include <glib.h>

G_BEGIN_DECLS

#define CEN_OCCURRENCE_KEY_MAX 20 /* the start of an occurrence in ms, as decimal text */
#define CEN_AGENDA_ITEMS_MAX   32
#define CEN_SESSION_SKIPS_MAX  64
#define CEN_FEEDBACK_MARK_MAX  5
#define CEN_PAIR_EVERY_DAYS    7
#define CEN_PAIR_EVERY_MAX     366

typedef enum {
  CEN_KIND_SESSION = 9,
  CEN_KIND_PAIR = 16,
  CEN_KIND_CHECKIN = 17, /* sealed */
  CEN_KIND_PATH = 18,
  CEN_KIND_STEP = 19,
  CEN_KIND_DECK = 20,
  CEN_KIND_CARD = 21,
  CEN_KIND_CERTIFICATE = 22,
  CEN_KIND_MINUTES = 23,
} CenMeetKind;

typedef enum {
  CEN_RSVP_NO,
  CEN_RSVP_YES,
  CEN_RSVP_MAYBE,
} CenRsvp;

typedef enum {
  CEN_SESSION_TITLE = 1,
  CEN_SESSION_TEXT = 2,
  CEN_SESSION_START = 3,
  CEN_SESSION_MINUTES = 4,
  CEN_SESSION_ZONE = 5,   /* an IANA name, whose hour is kept when it repeats; absent: UTC */
  CEN_SESSION_REPEAT = 6, /* the value of an RRULE (RFC 5545) */
  CEN_SESSION_FORMAT = 7,
  CEN_SESSION_AGENDA = 8, /* each: minutes, a space, a title */
  CEN_SESSION_HOST = 9,   /* a member; the author when absent */
  CEN_SESSION_PRESENTERS = 10,
  CEN_SESSION_PLACE = 11,
  CEN_SESSION_CAPACITY = 12,
  CEN_SESSION_PROPOSAL = 13,
  CEN_SESSION_NOTE = 14,
  CEN_SESSION_SKIPS = 15, /* starts of the occurrences that do not take place */
  CEN_SESSION_CANCELLED = 16,
  CEN_SESSION_RSVP = 1,
  CEN_SESSION_ATTEND = 2,
  CEN_SESSION_FEEDBACK = 3, /* two marks from 1 to 5: was it useful, would you come again */
  CEN_SESSION_MATERIAL = 4, /* its key: the id, as text, of what is to be at hand */
  CEN_MINUTES_SESSION = 1,
  CEN_MINUTES_WHEN = 2,
  CEN_MINUTES_TEXT = 3,
  CEN_MINUTES_NOTE = 4, /* of which they are what it said then */
  CEN_PAIR_WITH = 1,
  CEN_PAIR_GOAL = 2,
  CEN_PAIR_UNTIL = 3,
  CEN_PAIR_EVERY = 4, /* days between two check-ins; absent: CEN_PAIR_EVERY_DAYS */
  CEN_PAIR_ACCEPT = 1,
  CEN_PAIR_END = 2,
  CEN_PAIR_REACHED = 3,
  CEN_CHECKIN_PAIR = 1,
  CEN_CHECKIN_TEXT = 2,
  CEN_PATH_TITLE = 1,
  CEN_PATH_TEXT = 2,
  CEN_STEP_PATH = 1,
  CEN_STEP_TITLE = 2,
  CEN_STEP_TEXT = 3,
  CEN_STEP_LINKS = 4,
  CEN_STEP_PLACE = 5, /* place.h */
  CEN_STEP_NEEDS = 6, /* steps to be done before it */
  CEN_STEP_DONE = 1,
  CEN_DECK_TITLE = 1,
  CEN_DECK_TEXT = 2,
  CEN_CARD_DECK = 1,
  CEN_CARD_FRONT = 2,
  CEN_CARD_BACK = 3,
  CEN_CARD_TAGS = 4,
  CEN_CERTIFICATE_PATH = 1,
  CEN_CERTIFICATE_STEPS = 2, /* those that were done */
} CenMeetField;

extern const CenKind cen_kinds_meet[];

G_END_DECLS
