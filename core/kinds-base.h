/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenKindsBase: the frame of a circle and what is said in it. */

#pragma once

#include "kind.h"

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
  CEN_KIND_CIRCLE = 1,
  CEN_KIND_PROFILE = 2,
  CEN_KIND_CHANNEL = 3,
  CEN_KIND_MESSAGE = 4,
  CEN_KIND_LETTER = 5,
} CenBaseKind;

typedef enum {
  CEN_CIRCLE_NAME = 1,
  CEN_CIRCLE_INTENTION = 2,
  CEN_CIRCLE_CHARTER = 3,
  CEN_CIRCLE_COLOUR = 4,
  CEN_CIRCLE_CONTINUES = 5, /* id as text of the circle that this one goes on from */
  CEN_CIRCLE_ONLY_TOR = 6,  /* its members meet over Tor alone (tor-way.h) */
  CEN_CIRCLE_AGREE = 1,     /* a mark: to the charter it was founded with */
  CEN_PROFILE_NAME = 1,
  CEN_PROFILE_ABOUT = 2,
  CEN_PROFILE_LANGUAGES = 3,
  CEN_PROFILE_OFFER = 1, /* keys: skills; they count on one's own profile */
  CEN_PROFILE_WANT = 2,
  CEN_CHANNEL_NAME = 1,
  CEN_CHANNEL_TOPIC = 2,
  CEN_CHANNEL_CONTINUES = 3, /* the same of the channel there */
  CEN_MESSAGE_CHANNEL = 1,
  CEN_MESSAGE_TEXT = 2,
  CEN_MESSAGE_REPLY_TO = 3,
  CEN_MESSAGE_THREAD = 4,
  CEN_MESSAGE_PINNED = 5,
  CEN_MESSAGE_ATTACHMENTS = 6, /* resources */
  CEN_MESSAGE_REACTION = 1,
  CEN_LETTER_TEXT = 1,
  CEN_LETTER_REPLY_TO = 2,
  CEN_LETTER_ATTACHMENTS = 3,                 /* enclosures, and resources of the library */
  CEN_LETTER_REACTION = CEN_MESSAGE_REACTION, /* the same, so that both are read alike */
} CenBaseField;

#define CEN_ATTACHMENTS_MAX 10 /* of a message */

extern const CenKind cen_kinds_base[];

G_END_DECLS
