/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Flashcards: decks that the circle shares, and a schedule that is one's own. */

#include "app/control/cards.h"
#include "app/control/system-world.h"
#include "core/card-lines.h"
#include "core/decks.h"
#include "core/kinds-note.h"
#include "core/private-notes.h"
#include "object.h"
#include "parse.h"
#include "verb.h"

#include <glib/gi18n.h>
#include <stdio.h>

static struct {
  char *text;
  char *tags;
  char *deck;
  char *front;
  char *back;
} options;

static const GOptionEntry create_options[] = {
  { "text", 0, 0, G_OPTION_ARG_FILENAME, &options.text, N_ ("What it is about"), N_ ("TEXT") },
  G_OPTION_ENTRY_NULL,
};

static const GOptionEntry add_options[] = {
  { "tags", 0, 0, G_OPTION_ARG_FILENAME, &options.tags, N_ ("Words to find it by"), N_ ("TAGS") },
  G_OPTION_ENTRY_NULL,
};

static const GOptionEntry set_options[] = {
  { "front", 0, 0, G_OPTION_ARG_FILENAME, &options.front, N_ ("What it asks"), N_ ("TEXT") },
  { "back", 0, 0, G_OPTION_ARG_FILENAME, &options.back, N_ ("What the answer is"), N_ ("TEXT") },
  { "tags", 0, 0, G_OPTION_ARG_FILENAME, &options.tags, N_ ("Words to find it by"), N_ ("TAGS") },
  G_OPTION_ENTRY_NULL,
};

static const GOptionEntry due_options[] = {
  { "deck", 0, 0, G_OPTION_ARG_FILENAME, &options.deck, N_ ("Of this deck alone"), N_ ("DECK") },
  G_OPTION_ENTRY_NULL,
};

static gint64
get_now (void)
{
  const CenWorld *world = cenacle_system_world_get ();

  return world->now_ms (world);
}

/* --- Cards and their schedule --- */

static CenDecks *
read_decks (CenacleCommand *command, const CenId *circle, GError **error)
{
  CenStore *store = cenacle_command_get_store (command, error);
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *day = g_date_time_format (now, "%Y-%m-%d");

  return store != NULL ? cen_decks_read (store, circle, (CenDeckNow){ get_now (), day }, error)
                       : NULL;
}

static CenObjectRow *
find_deck (CenacleCommand *command, const CenId *circle, const char *text, GError **error)
{
  return cenacle_object_find (command, circle, text, CEN_KIND_DECK, 0, _ ("There is no such deck."),
                              error);
}

static void
add_card (CenacleOutput *output, const CenObjectRow *card, const CenFsrsCard *state)
{
  static const char *const words[] = { N_ ("learning"), N_ ("review"), N_ ("relearning") };
  g_autofree char *front = cen_object_row_dup_text (card, CEN_CARD_FRONT);
  g_autofree char *back = cen_object_row_dup_text (card, CEN_CARD_BACK);
  g_autofree char *tags = cen_object_row_dup_text (card, CEN_CARD_TAGS);

  cenacle_output_add_row (output);
  cenacle_output_add_id (output, "id", _ ("Id"), &card->id);
  cenacle_output_add_text (output, "front", C_ ("card", "Front"), front);
  cenacle_output_add_text (output, "back", C_ ("card", "Back"), back);
  cenacle_output_add_text (output, "tags", NULL, tags);
  cenacle_output_add_word (output, "state", _ ("State"),
                           state->n_reviews == 0 ? N_ ("new") : words[state->state]);
  cenacle_output_add_time (output, "due", _ ("Due"), state->due_ms);
  cenacle_output_add_int (output, "reviews", NULL, state->n_reviews);
}

/* --- Decks --- */

static gboolean
create_deck (CenacleCommand *command, char **arguments, GError **error)
{
  g_auto (GVariantDict) fields = G_VARIANT_DICT_INIT (NULL);
  g_auto (CenacleTarget) target = { 0 };

  if (!cenacle_command_open_target (command, arguments[0], 0, &target, error))
    return FALSE;
  g_variant_dict_insert (&fields, "title", "s", arguments[1]);
  if (options.text != NULL)
    g_variant_dict_insert (&fields, "text", "s", options.text);
  return cenacle_object_create (command, &target, "deck", g_variant_dict_end (&fields), error);
}

static gboolean
list_decks (CenacleCommand *command, char **arguments, GError **error)
{
  g_autoptr (CenacleOutput) output =
      cenacle_output_new (CENACLE_SHAPE_LIST, cenacle_command_get_format (command));
  g_autoptr (CenCircleRow) circle = cenacle_command_find_circle (command, arguments[0], error);
  g_autoptr (CenDecks) all = circle != NULL ? read_decks (command, &circle->id, error) : NULL;

  if (all == NULL)
    return FALSE;
  for (guint i = 0; i < all->decks->len; i++) {
    const CenDeck *deck = all->decks->pdata[i];

    cenacle_output_add_row (output);
    cenacle_output_add_id (output, "id", _ ("Id"), &deck->row->id);
    cenacle_output_add_text (output, "title", _ ("Title"), deck->title);
    cenacle_output_add_text (output, "author", _ ("Author"), deck->row->author_name);
    cenacle_output_add_int (output, "cards", _ ("Cards"), deck->cards->len);
    cenacle_output_add_int (output, "due", _ ("Due"), deck->n_due + deck->n_new);
  }
  cenacle_output_show (output);
  return TRUE;
}

/* The deck that @text names, out of @ret_all. */
static const CenDeck *
open_deck (CenacleCommand *command, const CenId *circle, const char *text, CenDecks **ret_all,
           GError **error)
{
  g_autoptr (CenObjectRow) row = find_deck (command, circle, text, error);
  g_autoptr (CenDecks) all = row != NULL ? read_decks (command, circle, error) : NULL;
  const CenDeck *deck = all != NULL ? cen_decks_find (all, &row->id) : NULL;

  if (all != NULL && deck == NULL)
    g_set_error_literal (error, CEN_ERROR, CEN_ERROR_NOT_FOUND, _ ("There is no such deck."));
  *ret_all = g_steal_pointer (&all);
  return deck;
}

static gboolean
show_deck (CenacleCommand *command, char **arguments, GError **error)
{
  g_autoptr (CenacleOutput) output =
      cenacle_output_new (CENACLE_SHAPE_LIST, cenacle_command_get_format (command));
  g_autoptr (CenCircleRow) circle = cenacle_command_find_circle (command, arguments[0], error);
  g_autoptr (CenDecks) all = NULL;
  const CenDeck *deck =
      circle != NULL ? open_deck (command, &circle->id, arguments[1], &all, error) : NULL;

  if (deck == NULL)
    return FALSE;
  for (guint i = 0; i < deck->cards->len; i++) {
    CenFsrsCard state = cen_decks_get_state (all, deck->cards->pdata[i]);

    add_card (output, deck->cards->pdata[i], &state);
  }
  cenacle_output_show (output);
  return TRUE;
}

static void
put_side (GVariantDict *fields, const char *name, const char *text)
{
  if (text != NULL)
    g_variant_dict_insert (fields, name, "s", text);
}

static gboolean
add_to_deck (CenacleCommand *command, char **arguments, GError **error)
{
  g_auto (GVariantDict) fields = G_VARIANT_DICT_INIT (NULL);
  g_auto (CenacleTarget) target = { 0 };
  g_autoptr (CenObjectRow) deck = NULL;
  g_autofree char *deck_id = NULL;

  if (!cenacle_command_open_target (command, arguments[0], 0, &target, error) ||
      (deck = find_deck (command, &target.row->id, arguments[1], error)) == NULL)
    return FALSE;
  deck_id = cen_id_dup_text (&deck->id);
  put_side (&fields, "deck", deck_id);
  put_side (&fields, "front", arguments[2]);
  put_side (&fields, "back", arguments[3]);
  put_side (&fields, "tags", options.tags);
  return cenacle_object_create (command, &target, "card", g_variant_dict_end (&fields), error);
}

static CenObjectRow *
find_card (CenacleCommand *command, const CenId *circle, const char *text, GError **error)
{
  return cenacle_object_find (command, circle, text, CEN_KIND_CARD, 0, _ ("There is no such card."),
                              error);
}

static gboolean
set_card (CenacleCommand *command, char **arguments, GError **error)
{
  g_auto (GVariantDict) fields = G_VARIANT_DICT_INIT (NULL);
  g_auto (CenacleTarget) target = { 0 };
  g_autoptr (CenObjectRow) card = NULL;
  g_autofree char *id = NULL;

  if (!cenacle_command_open_target (command, arguments[0], 0, &target, error) ||
      (card = find_card (command, &target.row->id, arguments[1], error)) == NULL)
    return FALSE;
  id = cen_id_dup_text (&card->id);
  put_side (&fields, "front", options.front);
  put_side (&fields, "back", options.back);
  put_side (&fields, "tags", options.tags);
  if (!cenacle_command_settle (cenacle_engine1_call_set_sync (target.engine, target.circle, id,
                                                              g_variant_dict_end (&fields), NULL,
                                                              error),
                               error))
    return FALSE;
  cenacle_command_show_nothing (command);
  return TRUE;
}

/* --- Files and notes --- */

/* As few calls as it takes, each of which is done whole or not at all. */
static gboolean
add_all (CenacleCommand *command, const CenacleTarget *target, const CenId *deck, GPtrArray *cards,
         GError **error)
{
  g_autoptr (CenacleOutput) output =
      cenacle_output_new (CENACLE_SHAPE_RECORD, cenacle_command_get_format (command));
  g_autofree char *deck_id = cen_id_dup_text (deck);

  for (guint i = 0; i < cards->len; i += CENACLE_CARDS_PACK_MAX) {
    g_auto (GStrv) ids = NULL;

    if (!cenacle_command_settle (cenacle_engine1_call_create_all_sync (
                                     target->engine, target->circle, "card",
                                     cenacle_cards_pack (deck_id, cards, i), &ids, NULL, error),
                                 error))
      return FALSE;
  }
  cenacle_output_add_row (output);
  cenacle_output_add_int (output, "cards", _ ("Cards"), cards->len);
  cenacle_output_show (output);
  return TRUE;
}

static gboolean
import_deck (CenacleCommand *command, char **arguments, GError **error)
{
  g_auto (CenacleTarget) target = { 0 };
  g_autoptr (CenObjectRow) deck = NULL;
  g_autoptr (GPtrArray) cards = NULL;
  g_autofree char *text = NULL;
  gsize len;

  return g_file_get_contents (arguments[2], &text, &len, error) &&
         (cards = cen_anki_parse (text, len, error)) != NULL &&
         cenacle_command_open_target (command, arguments[0], 0, &target, error) &&
         (deck = find_deck (command, &target.row->id, arguments[1], error)) != NULL &&
         add_all (command, &target, &deck->id, cards, error);
}

static gboolean
take_from_note (CenacleCommand *command, char **arguments, GError **error)
{
  g_auto (CenacleTarget) target = { 0 };
  g_autoptr (CenDecks) all = NULL;
  g_autoptr (CenObjectRow) note = NULL;
  g_autoptr (GPtrArray) cards = NULL;
  g_autoptr (GHashTable) fronts = NULL;
  const CenDeck *deck;

  if (!cenacle_command_open_target (command, arguments[0], 0, &target, error) ||
      (deck = open_deck (command, &target.row->id, arguments[1], &all, error)) == NULL ||
      (note = cenacle_object_find (command, &target.row->id, arguments[2], CEN_KIND_NOTE, 0,
                                   _ ("There is no such note."), error)) == NULL ||
      (cards = cen_decks_read_note (cenacle_command_get_store (command, error), &target.row->id,
                                    &note->id, error)) == NULL)
    return FALSE;
  fronts = cen_deck_dup_fronts (deck);
  cen_card_lines_drop_known (cards, fronts);
  return add_all (command, &target, &deck->row->id, cards, error);
}

static gboolean
export_deck (CenacleCommand *command, char **arguments, GError **error)
{
  g_autoptr (CenCircleRow) circle = cenacle_command_find_circle (command, arguments[0], error);
  g_autoptr (CenDecks) all = NULL;
  const CenDeck *deck =
      circle != NULL ? open_deck (command, &circle->id, arguments[1], &all, error) : NULL;
  g_autoptr (GPtrArray) cards = deck != NULL ? cen_deck_dup_cards (deck) : NULL;
  g_autofree char *text = cards != NULL ? cen_anki_build (cards) : NULL;

  if (text == NULL)
    return FALSE;
  if (arguments[2] == NULL) {
    fputs (text, stdout);
    return TRUE;
  }
  if (!g_file_set_contents (arguments[2], text, -1, error))
    return FALSE;
  cenacle_command_show_nothing (command);
  return TRUE;
}

/* --- Reviewing --- */

static void
add_due (CenacleOutput *output, const CenDecks *all, const CenDeck *deck, gint64 now_ms)
{
  for (guint i = 0; i < deck->cards->len; i++) {
    CenFsrsCard state = cen_decks_get_state (all, deck->cards->pdata[i]);

    if (state.due_ms <= now_ms)
      add_card (output, deck->cards->pdata[i], &state);
  }
}

static gboolean
list_due (CenacleCommand *command, char **arguments, GError **error)
{
  g_autoptr (CenacleOutput) output =
      cenacle_output_new (CENACLE_SHAPE_LIST, cenacle_command_get_format (command));
  g_autoptr (CenCircleRow) circle = cenacle_command_find_circle (command, arguments[0], error);
  g_autoptr (CenDecks) all = NULL;
  const CenDeck *deck = NULL;
  gint64 now_ms = get_now ();

  if (circle == NULL)
    return FALSE;
  if (options.deck != NULL)
    deck = open_deck (command, &circle->id, options.deck, &all, error);
  else
    all = read_decks (command, &circle->id, error);
  if (all == NULL || (options.deck != NULL && deck == NULL))
    return FALSE;
  for (guint i = 0; i < all->decks->len; i++) {
    if (deck == NULL || deck == all->decks->pdata[i])
      add_due (output, all, all->decks->pdata[i], now_ms);
  }
  cenacle_output_show (output);
  return TRUE;
}

static gboolean
read_rating (const char *text, CenFsrsRating *ret_rating, GError **error)
{
  static const char *const words[] = { "again", "hard", "good", "easy" };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++) {
    if (g_str_equal (text, words[i])) {
      *ret_rating = (CenFsrsRating) (i + CEN_FSRS_AGAIN);
      return TRUE;
    }
  }
  g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                       _ ("Say again, hard, good or easy."));
  return FALSE;
}

static gboolean
review_card (CenacleCommand *command, char **arguments, GError **error)
{
  g_autoptr (CenacleOutput) output =
      cenacle_output_new (CENACLE_SHAPE_RECORD, cenacle_command_get_format (command));
  g_auto (CenacleTarget) target = { 0 };
  g_autoptr (CenObjectRow) card = NULL;
  g_autoptr (CenDecks) all = NULL;
  g_autofree char *text = NULL;
  g_autofree char *id = NULL;
  CenFsrsRating rating;
  CenFsrsCard state;

  if (!read_rating (arguments[2], &rating, error) ||
      !cenacle_command_open_target (command, arguments[0], 0, &target, error) ||
      (card = find_card (command, &target.row->id, arguments[1], error)) == NULL ||
      (all = read_decks (command, &target.row->id, error)) == NULL)
    return FALSE;
  state = cen_decks_get_state (all, card);
  cen_fsrs_review (&state, rating, get_now ());
  text = cen_fsrs_dup_text (&state);
  id = cen_id_dup_text (&card->id);
  if (!cenacle_command_settle (cenacle_engine1_call_set_private_sync (target.engine, target.circle,
                                                                      id, CEN_PRIVATE_FSRS, text,
                                                                      NULL, error),
                               error))
    return FALSE;
  add_card (output, card, &state);
  cenacle_output_show (output);
  return TRUE;
}

const CenacleVerb cenacle_deck_verbs[] = {
  { "deck create", "CIRCLE TITLE", 2, 2, create_options, create_deck,
    N_ ("Begin a deck of flashcards.") },
  { "deck list", "CIRCLE", 1, 1, NULL, list_decks, N_ ("List the decks of flashcards.") },
  { "deck show", "CIRCLE DECK", 2, 2, NULL, show_deck, N_ ("Show the cards of a deck.") },
  { "deck import", "CIRCLE DECK FILE", 3, 3, NULL, import_deck,
    N_ ("Add the cards of a text file as Anki writes it.") },
  { "deck export", "CIRCLE DECK [FILE]", 2, 3, NULL, export_deck,
    N_ ("Write a deck as a text file that Anki reads.") },
  { "deck from-note", "CIRCLE DECK NOTE", 3, 3, NULL, take_from_note,
    N_ ("Add the cards that a note has in its text.") },
  { "card add", "CIRCLE DECK FRONT BACK", 4, 4, add_options, add_to_deck,
    N_ ("Add a card to a deck.") },
  { "card set", "CIRCLE CARD", 2, 2, set_options, set_card, N_ ("Change what a card says.") },
  { "card due", "CIRCLE", 1, 1, due_options, list_due, N_ ("List the cards to see now.") },
  { "card review", "CIRCLE CARD again|hard|good|easy", 3, 3, NULL, review_card,
    N_ ("Say how well you knew a card; it comes again when it is time.") },
  { NULL },
};
