/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Flashcards: decks that the circle shares, and a schedule that is one's own. */

#include "app/control/system-world.h"
#include "core/anki.h"
#include "core/fsrs.h"
#include "core/kinds-meet.h"
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
} options;

static const GOptionEntry create_options[] = {
  { "text", 0, 0, G_OPTION_ARG_FILENAME, &options.text, N_ ("What it is about"), N_ ("TEXT") },
  G_OPTION_ENTRY_NULL,
};

static const GOptionEntry add_options[] = {
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

static GPtrArray *
read_cards (CenacleCommand *command, const CenId *circle, const CenId *deck, GError **error)
{
  CenObjectPage page = { .parent = deck, .direction = CEN_PAGE_OLDEST, .limit = CEN_QUERY_ALL };
  CenStore *store = cenacle_command_get_store (command, error);

  return store != NULL ? cen_query_objects (store, circle, CEN_KIND_CARD, &page, error) : NULL;
}

static GHashTable *
read_schedule (CenacleCommand *command, const CenId *circle, GError **error)
{
  CenStore *store = cenacle_command_get_store (command, error);

  return store != NULL ? cen_private_list (store, circle, CEN_PRIVATE_FSRS, error) : NULL;
}

/* How @card stands; one never seen is due at once. */
static CenFsrsCard
find_state (GHashTable *schedule, const CenObjectRow *card)
{
  const char *text = g_hash_table_lookup (schedule, &card->id);
  CenFsrsCard state = { 0 };

  if (text == NULL || !cen_fsrs_from_text (&state, text))
    state = (CenFsrsCard){ 0 };
  return state;
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

static guint
count_due (GPtrArray *cards, GHashTable *schedule, const CenId *deck, guint *ret_n_cards)
{
  gint64 now_ms = get_now ();
  guint n_due = 0;

  *ret_n_cards = 0;
  for (guint i = 0; i < cards->len; i++) {
    const CenObjectRow *card = cards->pdata[i];
    CenFsrsCard state;

    if (!cen_id_equal (&card->parent, deck))
      continue;
    state = find_state (schedule, card);
    (*ret_n_cards)++;
    n_due += state.due_ms <= now_ms;
  }
  return n_due;
}

static gboolean
list_decks (CenacleCommand *command, char **arguments, GError **error)
{
  g_autoptr (CenacleOutput) output =
      cenacle_output_new (CENACLE_SHAPE_LIST, cenacle_command_get_format (command));
  g_autoptr (CenCircleRow) circle = cenacle_command_find_circle (command, arguments[0], error);
  CenStore *store = circle != NULL ? cenacle_command_get_store (command, error) : NULL;
  g_autoptr (GPtrArray) decks = NULL;
  g_autoptr (GPtrArray) cards = NULL;
  g_autoptr (GHashTable) schedule = NULL;

  if (store == NULL ||
      (decks = cen_query_objects (store, &circle->id, CEN_KIND_DECK, NULL, error)) == NULL ||
      (cards = cen_query_objects (store, &circle->id, CEN_KIND_CARD, NULL, error)) == NULL ||
      (schedule = read_schedule (command, &circle->id, error)) == NULL)
    return FALSE;
  for (guint i = 0; i < decks->len; i++) {
    const CenObjectRow *deck = decks->pdata[i];
    g_autofree char *title = cen_object_row_dup_text (deck, CEN_DECK_TITLE);
    guint n_cards, n_due = count_due (cards, schedule, &deck->id, &n_cards);

    cenacle_output_add_row (output);
    cenacle_output_add_id (output, "id", _ ("Id"), &deck->id);
    cenacle_output_add_text (output, "title", _ ("Title"), title);
    cenacle_output_add_text (output, "author", _ ("Author"), deck->author_name);
    cenacle_output_add_int (output, "cards", _ ("Cards"), n_cards);
    cenacle_output_add_int (output, "due", _ ("Due"), n_due);
  }
  cenacle_output_show (output);
  return TRUE;
}

static gboolean
show_deck (CenacleCommand *command, char **arguments, GError **error)
{
  g_autoptr (CenacleOutput) output =
      cenacle_output_new (CENACLE_SHAPE_LIST, cenacle_command_get_format (command));
  g_autoptr (CenCircleRow) circle = cenacle_command_find_circle (command, arguments[0], error);
  g_autoptr (CenObjectRow) deck =
      circle != NULL ? find_deck (command, &circle->id, arguments[1], error) : NULL;
  g_autoptr (GPtrArray) cards = NULL;
  g_autoptr (GHashTable) schedule = NULL;

  if (deck == NULL || (cards = read_cards (command, &circle->id, &deck->id, error)) == NULL ||
      (schedule = read_schedule (command, &circle->id, error)) == NULL)
    return FALSE;
  for (guint i = 0; i < cards->len; i++) {
    CenFsrsCard state = find_state (schedule, cards->pdata[i]);

    add_card (output, cards->pdata[i], &state);
  }
  cenacle_output_show (output);
  return TRUE;
}

static char *
make_card (const CenacleTarget *target, const char *deck, const char *front, const char *back,
           const char *tags, GError **error)
{
  g_auto (GVariantDict) fields = G_VARIANT_DICT_INIT (NULL);
  g_autofree char *id = NULL;

  g_variant_dict_insert (&fields, "deck", "s", deck);
  g_variant_dict_insert (&fields, "front", "s", front);
  g_variant_dict_insert (&fields, "back", "s", back);
  if (tags != NULL && *tags != '\0')
    g_variant_dict_insert (&fields, "tags", "s", tags);
  return cenacle_command_settle (cenacle_engine1_call_create_sync (target->engine, target->circle,
                                                                   "card",
                                                                   g_variant_dict_end (&fields),
                                                                   &id, NULL, error),
                                 error)
             ? g_steal_pointer (&id)
             : NULL;
}

static gboolean
add_to_deck (CenacleCommand *command, char **arguments, GError **error)
{
  g_auto (CenacleTarget) target = { 0 };
  g_autoptr (CenObjectRow) deck = NULL;
  g_autofree char *deck_id = NULL;
  g_autofree char *id = NULL;

  if (!cenacle_command_open_target (command, arguments[0], 0, &target, error) ||
      (deck = find_deck (command, &target.row->id, arguments[1], error)) == NULL)
    return FALSE;
  deck_id = cen_id_dup_text (&deck->id);
  id = make_card (&target, deck_id, arguments[2], arguments[3], options.tags, error);
  if (id == NULL)
    return FALSE;
  cenacle_command_show_id (command, id);
  return TRUE;
}

/* --- Files --- */

static gboolean
import_deck (CenacleCommand *command, char **arguments, GError **error)
{
  g_autoptr (CenacleOutput) output =
      cenacle_output_new (CENACLE_SHAPE_RECORD, cenacle_command_get_format (command));
  g_auto (CenacleTarget) target = { 0 };
  g_autoptr (CenObjectRow) deck = NULL;
  g_autoptr (GPtrArray) cards = NULL;
  g_autofree char *text = NULL;
  g_autofree char *deck_id = NULL;
  gsize len;

  if (!g_file_get_contents (arguments[2], &text, &len, error) ||
      (cards = cen_anki_parse (text, len, error)) == NULL ||
      !cenacle_command_open_target (command, arguments[0], 0, &target, error) ||
      (deck = find_deck (command, &target.row->id, arguments[1], error)) == NULL)
    return FALSE;
  deck_id = cen_id_dup_text (&deck->id);
  for (guint i = 0; i < cards->len; i++) {
    const CenAnkiCard *card = cards->pdata[i];
    g_autofree char *id = make_card (&target, deck_id, card->front, card->back, card->tags, error);

    if (id == NULL)
      return FALSE;
  }
  cenacle_output_add_row (output);
  cenacle_output_add_int (output, "cards", _ ("Cards"), cards->len);
  cenacle_output_show (output);
  return TRUE;
}

static gboolean
export_deck (CenacleCommand *command, char **arguments, GError **error)
{
  g_autoptr (CenCircleRow) circle = cenacle_command_find_circle (command, arguments[0], error);
  g_autoptr (CenObjectRow) deck =
      circle != NULL ? find_deck (command, &circle->id, arguments[1], error) : NULL;
  g_autoptr (GPtrArray) rows =
      deck != NULL ? read_cards (command, &circle->id, &deck->id, error) : NULL;
  g_autoptr (GPtrArray) cards =
      g_ptr_array_new_with_free_func ((GDestroyNotify) cen_anki_card_free);
  g_autofree char *text = NULL;

  if (rows == NULL)
    return FALSE;
  for (guint i = 0; i < rows->len; i++) {
    CenAnkiCard *card = g_new0 (CenAnkiCard, 1);

    card->front = cen_object_row_dup_text (rows->pdata[i], CEN_CARD_FRONT);
    card->back = cen_object_row_dup_text (rows->pdata[i], CEN_CARD_BACK);
    card->tags = cen_object_row_dup_text (rows->pdata[i], CEN_CARD_TAGS);
    g_ptr_array_add (cards, card);
  }
  text = cen_anki_build (cards);
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

static gboolean
list_due (CenacleCommand *command, char **arguments, GError **error)
{
  g_autoptr (CenacleOutput) output =
      cenacle_output_new (CENACLE_SHAPE_LIST, cenacle_command_get_format (command));
  g_autoptr (CenCircleRow) circle = cenacle_command_find_circle (command, arguments[0], error);
  g_autoptr (CenObjectRow) deck = NULL;
  g_autoptr (GPtrArray) cards = NULL;
  g_autoptr (GHashTable) schedule = NULL;
  gint64 now_ms = get_now ();

  if (circle == NULL ||
      (options.deck != NULL &&
       (deck = find_deck (command, &circle->id, options.deck, error)) == NULL) ||
      (cards = read_cards (command, &circle->id, deck != NULL ? &deck->id : NULL, error)) == NULL ||
      (schedule = read_schedule (command, &circle->id, error)) == NULL)
    return FALSE;
  for (guint i = 0; i < cards->len; i++) {
    CenFsrsCard state = find_state (schedule, cards->pdata[i]);

    if (state.due_ms <= now_ms)
      add_card (output, cards->pdata[i], &state);
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
  g_autoptr (GHashTable) schedule = NULL;
  g_autofree char *text = NULL;
  g_autofree char *id = NULL;
  CenFsrsRating rating;
  CenFsrsCard state;

  if (!read_rating (arguments[2], &rating, error) ||
      !cenacle_command_open_target (command, arguments[0], 0, &target, error) ||
      (card = cenacle_object_find (command, &target.row->id, arguments[1], CEN_KIND_CARD, 0,
                                   _ ("There is no such card."), error)) == NULL ||
      (schedule = read_schedule (command, &target.row->id, error)) == NULL)
    return FALSE;
  state = find_state (schedule, card);
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
  { "card add", "CIRCLE DECK FRONT BACK", 4, 4, add_options, add_to_deck,
    N_ ("Add a card to a deck.") },
  { "card due", "CIRCLE", 1, 1, due_options, list_due, N_ ("List the cards to see now.") },
  { "card review", "CIRCLE CARD again|hard|good|easy", 3, 3, NULL, review_card,
    N_ ("Say how well you knew a card; it comes again when it is time.") },
  { NULL },
};
