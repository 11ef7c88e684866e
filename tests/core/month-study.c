/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/author-text.h"
#include "core/decks.h"
#include "core/kinds-meet.h"
#include "core/kinds-note.h"
#include "core/note-history.h"
#include "core/private-notes.h"
#include "core/review.h"
#include "month.h"

#define NOTES_MAX     3 /* few, so that several write in each */
#define SITTING_MAX   4
#define REVIEW_DAY    "2025-11-09"
#define NEWS_MAX      1000
#define DELETED_MAX   6
#define INSERTED_TEXT "page %u says so. "

/* --- Notes --- */

static void
begin_note (Month *month, TestPerson *person)
{
  g_autoptr (CenObjectRow) session = month_pick (month, person, CEN_KIND_SESSION);
  CenValue values[] = {
    { .field = CEN_NOTE_TITLE, .type = CEN_FIELD_TEXT, .text = "What we saw" },
    { .field = CEN_NOTE_ABOUT, .type = CEN_FIELD_REF },
  };
  CenValue beside = { .field = CEN_SESSION_NOTE, .type = CEN_FIELD_REF };

  if (session != NULL)
    values[1].ref = session->id;
  cen_author_create (person->circle, cen_kind_get (CEN_KIND_NOTE), values, session != NULL ? 2 : 1,
                     &beside.ref, NULL);
  if (session != NULL)
    cen_author_set (person->circle, &session->id, &beside, 1, NULL);
}

void
month_write (Month *month, TestPerson *person, guint who)
{
  g_autoptr (GPtrArray) notes =
      cen_query_objects (person->replica->store, &person->circle->id, CEN_KIND_NOTE, NULL, NULL);
  g_autoptr (CenObjectRow) note = month_pick (month, person, CEN_KIND_NOTE);
  g_autofree char *text = note != NULL ? cen_object_row_dup_text (note, CEN_NOTE_TEXT) : NULL;
  g_autofree char *more = g_strdup_printf (INSERTED_TEXT, month_roll (month, 100));
  CenTextChange change = { .inserted = more };
  guint32 len;

  (void) who;
  if (note == NULL || (notes->len < NOTES_MAX && month_roll (month, 4) == 0)) {
    begin_note (month, person);
    return;
  }
  len = (guint32) (text != NULL ? g_utf8_strlen (text, -1) : 0);
  change.position = month_roll (month, len + 1);
  if (month_roll (month, 3) == 0)
    change.n_deleted = MIN (month_roll (month, DELETED_MAX), len - change.position);
  cen_author_change_text (person->circle, &note->id, &change, 1, NULL);
}

void
month_comment (Month *month, TestPerson *person, guint who)
{
  g_autoptr (CenObjectRow) note = month_pick (month, person, CEN_KIND_NOTE);
  CenValue values[] = { { .field = CEN_COMMENT_NOTE, .type = CEN_FIELD_REF },
                        test_value_text (CEN_COMMENT_TEXT, "Is it so?") };
  CenId id;

  (void) who;
  if (note == NULL)
    return;
  values[0].ref = note->id;
  cen_author_create (person->circle, cen_kind_get (CEN_KIND_COMMENT), values, 2, &id, NULL);
}

static guint
count_authors (TestPerson *person, const CenId *note)
{
  g_autoptr (CenNoteHistory) history =
      cen_note_history_read (person->replica->store, &person->circle->id, note, NULL);
  g_autoptr (GHashTable) authors = g_hash_table_new (cen_id_hash, cen_id_hash_equal);

  g_assert_nonnull (history);
  for (guint i = 0; i < history->edits->len; i++)
    g_hash_table_add (authors, &((CenNoteEdit *) history->edits->pdata[i])->member);
  return g_hash_table_size (authors);
}

static void
say_notes (TestPerson *person, GString *text)
{
  CenStore *store = person->replica->store;
  const CenId *circle = &person->circle->id;
  g_autoptr (GPtrArray) notes = cen_query_objects (store, circle, CEN_KIND_NOTE, NULL, NULL);
  g_autoptr (GPtrArray) sessions = cen_query_objects (store, circle, CEN_KIND_SESSION, NULL, NULL);
  g_autoptr (GPtrArray) comments = cen_query_objects (store, circle, CEN_KIND_COMMENT, NULL, NULL);

  for (guint i = 0; i < notes->len; i++) {
    const CenObjectRow *row = notes->pdata[i];
    g_autofree char *said = cen_object_row_dup_text (row, CEN_NOTE_TEXT);

    g_string_append_printf (text, "\nnote written by %u: %s", count_authors (person, &row->id),
                            said);
    for (guint k = 0; k < sessions->len; k++) {
      CenId beside;

      if (cen_object_row_get_ref (sessions->pdata[k], CEN_SESSION_NOTE, &beside) &&
          cen_id_equal (&beside, &row->id))
        g_string_append (text, "\nbeside a session");
    }
  }
  for (guint i = 0; i < comments->len; i++)
    g_string_append (text, "\ncomment");
}

/* --- Decks --- */

/* Somebody else's card is changed by a facilitator, perhaps while its author does the same. */
void
month_make_cards (Month *month, TestPerson *person, guint who)
{
  g_autoptr (CenObjectRow) deck = month_pick (month, person, CEN_KIND_DECK);
  g_autoptr (CenObjectRow) card = month_pick (month, person, CEN_KIND_CARD);
  g_autofree char *side = g_strdup_printf ("integral %u", month_roll (month, 100));
  CenValue title = test_value_text (CEN_DECK_TITLE, "Integrals by heart");
  CenValue values[] = {
    { .field = CEN_CARD_DECK, .type = CEN_FIELD_REF },
    test_value_text (CEN_CARD_FRONT, side),
    test_value_text (CEN_CARD_BACK, "its area"),
  };
  CenValue back = test_value_text (CEN_CARD_BACK, side);
  CenId id;

  (void) who;
  if (deck == NULL) {
    cen_author_create (person->circle, cen_kind_get (CEN_KIND_DECK), &title, 1, &id, NULL);
  } else if (card == NULL || month_roll (month, 3) == 0) {
    values[0].ref = deck->id;
    cen_author_create (person->circle, cen_kind_get (CEN_KIND_CARD), values, 3, &id, NULL);
  } else {
    cen_author_set (person->circle, &card->id, &back, 1, NULL);
  }
}

static CenDecks *
read_decks (TestPerson *person, gint64 now_ms)
{
  g_autoptr (GError) error = NULL;
  CenDecks *decks = cen_decks_read (person->replica->store, &person->circle->id,
                                    (CenDeckNow){ now_ms, REVIEW_DAY }, &error);

  g_assert_no_error (error);
  return decks;
}

void
month_review (Month *month, TestPerson *person, guint who)
{
  gint64 now_ms = month->clocks[who]->now_ms;
  g_autoptr (CenDecks) decks = read_decks (person, now_ms);
  g_autoptr (CenReview) review = NULL;

  if (decks->decks->len == 0)
    return;
  review = cen_review_new (decks, decks->decks->pdata[month_roll (month, decks->decks->len)],
                           now_ms, CEN_DECK_TODAY);
  for (guint n = 0; n < SITTING_MAX && cen_review_get_card (review, now_ms) != NULL; n++) {
    CenFsrsRating rating = (CenFsrsRating) (CEN_FSRS_AGAIN + month_roll (month, 4));
    g_auto (CenReviewed) reviewed = cen_review_answer (review, rating, now_ms);

    g_assert_true (
        cen_private_set (person->circle, &reviewed.card, CEN_PRIVATE_FSRS, reviewed.text, NULL));
  }
}

static void
say_decks (TestPerson *person, GString *text)
{
  g_autoptr (CenDecks) decks = read_decks (person, MONDAY_MS + N_DAYS * DAY_MS);

  for (guint i = 0; i < decks->decks->len; i++) {
    const CenDeck *deck = decks->decks->pdata[i];

    g_string_append_printf (text, "\ndeck %s", deck->title);
    for (guint k = 0; k < deck->cards->len; k++) {
      g_autofree char *front = cen_object_row_dup_text (deck->cards->pdata[k], CEN_CARD_FRONT);
      g_autofree char *back = cen_object_row_dup_text (deck->cards->pdata[k], CEN_CARD_BACK);

      g_string_append_printf (text, "\ncard %s: %s", front, back);
    }
  }
}

void
month_say_written (TestPerson *person, GString *text)
{
  say_notes (person, text);
  say_decks (person, text);
}

void
month_say_schedule (TestPerson *person, GString *text)
{
  g_autoptr (CenDecks) decks = read_decks (person, MONDAY_MS + N_DAYS * DAY_MS);

  for (guint i = 0; i < decks->objects->len; i++) {
    CenFsrsCard state = cen_decks_get_state (decks, decks->objects->pdata[i]);
    g_autofree char *said = cen_fsrs_dup_text (&state);

    if (state.n_reviews > 0)
      g_string_append_printf (text, "\nsees %s", said);
  }
}

void
month_hand_over_schedule (TestPerson *from, TestPerson *to)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) news = cen_private_list_news (from->circle, 0, NEWS_MAX, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < news->len; i++) {
    gint64 no;

    cen_private_take (to->circle, news->pdata[i], &no, &error);
    g_assert_no_error (error);
  }
}
