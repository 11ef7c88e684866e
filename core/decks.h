/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenDecks: the decks of a circle with their cards, and when each is to be seen by the person whose
 * home this is. Decks and cards are everybody's; the schedule is made of private notes. */

#pragma once

#include "anki.h"
#include "fsrs.h"
#include "kinds-meet.h"
#include "queries-objects.h"

#include <glib.h>

G_BEGIN_DECLS

#define CEN_DECK_NEW_MAX                                                                           \
  20 /* cards of one deck that are begun on a day, unless one asks for more */

typedef struct {
  CenObjectRow *row;
  char *title;
  GPtrArray *cards;    /* CenObjectRow, lent, oldest first */
  guint n_due;         /* of those that were seen before */
  guint n_new;         /* never seen */
  guint n_begun_today; /* new ones that were begun on this day */
} CenDeck;

typedef struct {
  GPtrArray *decks;     /* CenDeck */
  GPtrArray *objects;   /* CenObjectRow: all cards */
  GHashTable *schedule; /* CenId of a card → char *, cen_fsrs_dup_text() */
} CenDecks;

void cen_decks_free (CenDecks *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CenDecks, cen_decks_free)

/* Now, and the day that it is where the person is, such as "2026-11-22". */
typedef struct {
  gint64 time_ms;
  const char *day;
} CenDeckNow;

/* Errors: those of queries.h. Cost: reads every card. */
CenDecks *cen_decks_read (CenStore *store, const CenId *circle, CenDeckNow now, GError **error);
/* NULL when there is none. Lent. */
const CenDeck *cen_decks_find (const CenDecks *self, const CenId *deck);

/* How @card stands; one never seen is due at once. */
CenFsrsCard cen_decks_get_state (const CenDecks *self, const CenObjectRow *card);

typedef enum {
  CEN_DECK_TODAY, /* at most CEN_DECK_NEW_MAX new ones a day */
  CEN_DECK_MORE,  /* and as many again */
} CenDeckAmount;

/* The cards of @deck (CenObjectRow, lent) to see now: those that are due, the longest due first,
 * then new ones in the order of the deck. */
GPtrArray *
cen_decks_list_now (const CenDecks *self, const CenDeck *deck, gint64 now_ms, CenDeckAmount amount);
/* How many these are today. */
guint cen_deck_count_now (const CenDeck *deck);
/* The same in all decks of the circle, without reading what the cards say. */
gboolean cen_decks_count_now (CenStore *store, const CenId *circle, CenDeckNow now, guint *ret_n,
                              GError **error);

/* What to keep about a deck (CEN_PRIVATE_BEGUN) once one more of its new cards was begun. */
char *cen_deck_dup_begun (const CenDeck *deck, const char *day);

/* Its cards as Anki has them, and what their fronts say (keys: char *). */
GPtrArray *cen_deck_dup_cards (const CenDeck *deck);
GHashTable *cen_deck_dup_fronts (const CenDeck *deck);

/* CenAnkiCard: the cards that @note has in its text (card-lines.h). Errors: CEN_ERROR_NOT_FOUND,
 * CEN_ERROR_INVALID, CEN_ERROR_STORAGE. */
GPtrArray *
cen_decks_read_note (CenStore *store, const CenId *circle, const CenId *note, GError **error);

G_END_DECLS
