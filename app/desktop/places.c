/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "places.h"

#include "care-page.h"
#include "decks-page.h"
#include "home-page.h"
#include "library-page.h"
#include "kudos-page.h"
#include "mentions-page.h"
#include "notes-page.h"
#include "pairs-page.h"
#include "paths-page.h"
#include "pulse-page.h"
#include "polls-page.h"
#include "proposals-page.h"
#include "questions-page.h"
#include "sessions-place.h"
#include "storage-page.h"
#include "week-page.h"

#include <glib/gi18n.h>

const CenaclePlace cenacle_places[] = {
  { CENACLE_PLACE_HOME,
    N_ ("Home"),
    "go-home-symbolic",
    cenacle_home_page_get_type,
    { NULL },
    TRUE },
  { CENACLE_PLACE_SEARCH, N_ ("Search"), "system-search-symbolic", NULL, { NULL }, TRUE },
  { "mentions",
    N_ ("Mentions"),
    "cenacle-mention-symbolic",
    cenacle_mentions_page_get_type,
    { NULL },
    TRUE },
  { "week",
    N_ ("This week"),
    "cenacle-week-symbolic",
    cenacle_week_page_get_type,
    { "charter", "boost" },
    TRUE },
  { "questions",
    N_ ("Questions"),
    "cenacle-question-symbolic",
    cenacle_questions_page_get_type,
    { "question", "answer", "private-question", "private-answer" },
    FALSE },
  { "notes",
    N_ ("Notes"),
    "cenacle-note-symbolic",
    cenacle_notes_page_get_type,
    { "note", "comment" },
    FALSE },
  { "sessions",
    N_ ("Sessions"),
    "cenacle-session-symbolic",
    cenacle_sessions_place_get_type,
    { "session", "minutes" },
    FALSE },
  { "pairs",
    N_ ("Skills"),
    "cenacle-pair-symbolic",
    cenacle_pairs_page_get_type,
    { "pair", "checkin" },
    FALSE },
  { "paths",
    N_ ("Paths"),
    "cenacle-path-symbolic",
    cenacle_paths_page_get_type,
    { "path", "step", "certificate" },
    FALSE },
  { "decks",
    N_ ("Flashcards"),
    "cenacle-deck-symbolic",
    cenacle_decks_page_get_type,
    { "deck", "card" },
    FALSE },
  { "library",
    N_ ("Library"),
    "cenacle-library-symbolic",
    cenacle_library_page_get_type,
    { "resource", "version", "remark" },
    FALSE },
  { "proposals",
    N_ ("Proposals"),
    "cenacle-proposal-symbolic",
    cenacle_proposals_page_get_type,
    { "proposal" },
    FALSE },
  { "polls",
    N_ ("Polls"),
    "cenacle-poll-symbolic",
    cenacle_polls_page_get_type,
    { "poll" },
    FALSE },
  { "kudos",
    N_ ("Kudos"),
    "cenacle-kudos-symbolic",
    cenacle_kudos_page_get_type,
    { "kudos", "badge", "award" },
    FALSE },
  { CENACLE_PLACE_MEMBERS, N_ ("Members"), "system-users-symbolic", NULL, { NULL }, FALSE },
  { "pulse", N_ ("Pulse"), "cenacle-pulse-symbolic", cenacle_pulse_page_get_type, { NULL }, FALSE },
  { "care",
    N_ ("To look after"),
    "cenacle-care-symbolic",
    cenacle_care_page_get_type,
    { NULL },
    FALSE },
  { "storage",
    N_ ("Storage"),
    "drive-harddisk-symbolic",
    cenacle_storage_page_get_type,
    { NULL },
    FALSE },
  { NULL, NULL, NULL, NULL, { NULL }, FALSE },
};

const CenaclePlace *
cenacle_place_find (const char *id)
{
  for (const CenaclePlace *place = cenacle_places; place->id != NULL; place++) {
    if (g_str_equal (place->id, id))
      return place;
  }
  return NULL;
}

const CenaclePlace *
cenacle_place_find_for_kind (const char *kind)
{
  for (const CenaclePlace *place = cenacle_places; place->id != NULL; place++) {
    for (guint i = 0; i < CENACLE_PLACE_KINDS_MAX && place->kinds[i] != NULL; i++) {
      if (g_str_equal (place->kinds[i], kind))
        return place;
    }
  }
  return NULL;
}
