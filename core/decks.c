/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "decks.h"

#include "card-lines.h"
#include "note-text.h"
#include "private-notes.h"
#include "store-rows.h"
#include "store-sql.h"

#include <string.h>

static void
deck_free (gpointer data)
{
  CenDeck *deck = data;

  cen_object_row_free (deck->row);
  g_free (deck->title);
  g_ptr_array_unref (deck->cards);
  g_free (deck);
}

void
cen_decks_free (CenDecks *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->decks, g_ptr_array_unref);
  g_clear_pointer (&self->objects, g_ptr_array_unref);
  g_clear_pointer (&self->schedule, g_hash_table_unref);
  g_free (self);
}

/* --- The schedule --- */

static CenFsrsCard
find_state (GHashTable *schedule, const CenId *card)
{
  const char *text = g_hash_table_lookup (schedule, card);
  CenFsrsCard state = { 0 };

  return text != NULL && cen_fsrs_from_text (&state, text) ? state : (CenFsrsCard){ 0 };
}

CenFsrsCard
cen_decks_get_state (const CenDecks *self, const CenObjectRow *card)
{
  return find_state (self->schedule, &card->id);
}

/* "2026-11-22 7" */
static guint
parse_begun (const char *text, const char *day)
{
  g_auto (GStrv) parts = g_strsplit (text != NULL ? text : "", " ", 2);
  guint64 n;

  if (g_strv_length (parts) != 2 || !g_str_equal (parts[0], day) ||
      !g_ascii_string_to_unsigned (parts[1], 10, 0, G_MAXUINT, &n, NULL))
    return 0;
  return (guint) n;
}

char *
cen_deck_dup_begun (const CenDeck *deck, const char *day)
{
  return g_strdup_printf ("%s %u", day, deck->n_begun_today + 1);
}

static guint
limit_new (guint n_new, guint n_begun_today)
{
  return MIN (n_new, CEN_DECK_NEW_MAX - MIN (n_begun_today, CEN_DECK_NEW_MAX));
}

/* --- Reading --- */

static CenDeck *
deck_new (CenObjectRow *row)
{
  CenDeck *deck = g_new0 (CenDeck, 1);

  deck->row = row;
  deck->title = cen_object_row_dup_text (row, CEN_DECK_TITLE);
  deck->cards = g_ptr_array_new ();
  return deck;
}

static void
sort_cards (CenDecks *self, gint64 now_ms)
{
  g_autoptr (GHashTable) by_id = g_hash_table_new (cen_id_hash, cen_id_hash_equal);

  for (guint i = 0; i < self->decks->len; i++) {
    CenDeck *deck = self->decks->pdata[i];

    g_hash_table_insert (by_id, &deck->row->id, deck);
  }
  for (guint i = 0; i < self->objects->len; i++) {
    CenObjectRow *card = self->objects->pdata[i];
    CenDeck *deck = g_hash_table_lookup (by_id, &card->parent);
    CenFsrsCard state;

    if (deck == NULL)
      continue;
    state = cen_decks_get_state (self, card);
    g_ptr_array_add (deck->cards, card);
    deck->n_new += state.n_reviews == 0;
    deck->n_due += state.n_reviews > 0 && state.due_ms <= now_ms;
  }
}

CenDecks *
cen_decks_read (CenStore *store, const CenId *circle, CenDeckNow now, GError **error)
{
  g_autoptr (CenDecks) self = g_new0 (CenDecks, 1);
  g_autoptr (GPtrArray) rows = cen_query_objects (store, circle, CEN_KIND_DECK, NULL, error);
  g_autoptr (GHashTable) begun =
      rows != NULL ? cen_private_list (store, circle, CEN_PRIVATE_BEGUN, error) : NULL;

  if (begun == NULL ||
      (self->objects = cen_query_objects (store, circle, CEN_KIND_CARD, NULL, error)) == NULL ||
      (self->schedule = cen_private_list (store, circle, CEN_PRIVATE_FSRS, error)) == NULL)
    return NULL;
  self->decks = g_ptr_array_new_with_free_func (deck_free);
  g_ptr_array_set_free_func (rows, NULL);
  for (guint i = 0; i < rows->len; i++) {
    CenDeck *deck = deck_new (rows->pdata[i]);

    deck->n_begun_today = parse_begun (g_hash_table_lookup (begun, &deck->row->id), now.day);
    g_ptr_array_add (self->decks, deck);
  }
  sort_cards (self, now.time_ms);
  return g_steal_pointer (&self);
}

const CenDeck *
cen_decks_find (const CenDecks *self, const CenId *id)
{
  for (guint i = 0; i < self->decks->len; i++) {
    const CenDeck *deck = self->decks->pdata[i];

    if (cen_id_equal (&deck->row->id, id))
      return deck;
  }
  return NULL;
}

/* --- What to see now --- */

typedef struct {
  gint64 due_ms;
  guint place;
  CenObjectRow *card;
} Due;

static int
compare_due (gconstpointer a, gconstpointer b)
{
  const Due *x = a, *y = b;

  if (x->due_ms != y->due_ms)
    return x->due_ms < y->due_ms ? -1 : 1;
  return x->place < y->place ? -1 : x->place > y->place;
}

GPtrArray *
cen_decks_list_now (const CenDecks *self, const CenDeck *deck, gint64 now_ms, CenDeckAmount amount)
{
  guint n_new = amount == CEN_DECK_MORE ? MIN (deck->n_new, CEN_DECK_NEW_MAX)
                                        : limit_new (deck->n_new, deck->n_begun_today);
  g_autoptr (GArray) due = g_array_new (FALSE, FALSE, sizeof (Due));
  GPtrArray *cards = g_ptr_array_new ();

  for (guint i = 0; i < deck->cards->len; i++) {
    CenFsrsCard state = cen_decks_get_state (self, deck->cards->pdata[i]);

    if (state.n_reviews > 0 && state.due_ms <= now_ms)
      g_array_append_vals (due, &(Due){ state.due_ms, i, deck->cards->pdata[i] }, 1);
  }
  g_array_sort (due, compare_due);
  for (guint i = 0; i < due->len; i++)
    g_ptr_array_add (cards, g_array_index (due, Due, i).card);
  for (guint i = 0; i < deck->cards->len && n_new > 0; i++) {
    if (cen_decks_get_state (self, deck->cards->pdata[i]).n_reviews > 0)
      continue;
    g_ptr_array_add (cards, deck->cards->pdata[i]);
    n_new--;
  }
  return cards;
}

guint
cen_deck_count_now (const CenDeck *deck)
{
  return deck->n_due + limit_new (deck->n_new, deck->n_begun_today);
}

/* Cards come deck by deck: of each deck the new ones are counted before they are limited. */
gboolean
cen_decks_count_now (CenStore *store, const CenId *circle, CenDeckNow now, guint *ret_n,
                     GError **error)
{
  g_autoptr (GHashTable) schedule = cen_private_list (store, circle, CEN_PRIVATE_FSRS, error);
  g_autoptr (GHashTable) begun =
      schedule != NULL ? cen_private_list (store, circle, CEN_PRIVATE_BEGUN, error) : NULL;
  g_auto (CenRows) rows = { 0 };
  CenId last = { { 0 } };
  guint n_new = 0, n = 0;
  gint64 no;

  if (begun == NULL || !cen_store_find_circle (store, circle, &no, error) ||
      !cen_sql_query (store, &rows, error,
                      "SELECT d.id, o.id FROM object c JOIN object p ON p.no = c.parent"
                      " JOIN op o ON o.no = c.no JOIN op d ON d.no = c.parent"
                      " WHERE c.circle = ?1 AND c.kind = 21 AND c.state = 0 AND p.kind = 20"
                      " AND p.state = 0 ORDER BY c.parent",
                      "i", no))
    return FALSE;
  while (cen_rows_next (&rows, error)) {
    CenId deck = cen_rows_get_id (&rows, 0), card = cen_rows_get_id (&rows, 1);
    CenFsrsCard state = find_state (schedule, &card);

    if (!cen_id_equal (&deck, &last)) {
      n += limit_new (n_new, parse_begun (g_hash_table_lookup (begun, &last), now.day));
      n_new = 0;
      last = deck;
    }
    n_new += state.n_reviews == 0;
    n += state.n_reviews > 0 && state.due_ms <= now.time_ms;
  }
  *ret_n = n + limit_new (n_new, parse_begun (g_hash_table_lookup (begun, &last), now.day));
  return !rows.has_failed;
}

/* --- As files have them --- */

GPtrArray *
cen_deck_dup_cards (const CenDeck *deck)
{
  GPtrArray *cards = g_ptr_array_new_with_free_func ((GDestroyNotify) cen_anki_card_free);

  for (guint i = 0; i < deck->cards->len; i++) {
    CenAnkiCard *card = g_new0 (CenAnkiCard, 1);

    card->front = cen_object_row_dup_text (deck->cards->pdata[i], CEN_CARD_FRONT);
    card->back = cen_object_row_dup_text (deck->cards->pdata[i], CEN_CARD_BACK);
    card->tags = cen_object_row_dup_text (deck->cards->pdata[i], CEN_CARD_TAGS);
    g_ptr_array_add (cards, card);
  }
  return cards;
}

GHashTable *
cen_deck_dup_fronts (const CenDeck *deck)
{
  GHashTable *fronts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < deck->cards->len; i++)
    g_hash_table_add (fronts, cen_object_row_dup_text (deck->cards->pdata[i], CEN_CARD_FRONT));
  return fronts;
}

GPtrArray *
cen_decks_read_note (CenStore *store, const CenId *circle, const CenId *note, GError **error)
{
  g_autoptr (CenNoteText) loaded = NULL;
  g_autoptr (GString) text = NULL;
  CenNotePlace place;

  if (!cen_note_place_find (store, circle, note, &place, error) ||
      (loaded = cen_note_text_load (store, place.no, error)) == NULL)
    return NULL;
  text = cen_text_dup_text (loaded->text);
  return cen_card_lines_find (text->str);
}
