/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "decks-page.h"

#include "app/control/system-world.h"
#include "card-commands.h"
#include "card-row.h"
#include "deck-pane.h"
#include "review-dialog.h"
#include "topic-dialog.h"
#include "window.h"

#include "core/card-lines.h"
#include "core/kinds-note.h"

#include <glib/gi18n.h>

#define NOTES_MAX 100 /* that are looked through for cards, the newest */

struct _CenacleDecksPage {
  CenacleObjectPage parent;
  GtkListBox *now;
  GtkListBox *others;
  GtkListBox *notes;
};

G_DEFINE_FINAL_TYPE (CenacleDecksPage, cenacle_decks_page, CENACLE_TYPE_OBJECT_PAGE)

/* A note that has cards which the deck of its name lacks. */
typedef struct {
  CenId id;
  CenId deck; /* zero: there is none yet */
  char *title;
  GPtrArray *cards; /* CenAnkiCard */
} NoteCards;

/* What the page shows. */
typedef struct {
  CenDecks *all;
  GPtrArray *notes; /* NoteCards */
} Decks;

static void
note_cards_free (gpointer data)
{
  NoteCards *note = data;

  g_free (note->title);
  g_ptr_array_unref (note->cards);
  g_free (note);
}

static void
decks_free (gpointer data)
{
  Decks *self = data;

  cen_decks_free (self->all);
  g_clear_pointer (&self->notes, g_ptr_array_unref);
  g_free (self);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Decks, decks_free)

/* --- Reading --- */

static CenDeckNow
get_now (char **ret_day)
{
  const CenWorld *world = cenacle_system_world_get ();
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();

  *ret_day = g_date_time_format (now, "%Y-%m-%d");
  return (CenDeckNow){ world->now_ms (world), *ret_day };
}

gboolean
cenacle_decks_count_now (CenStore *store, const CenId *circle, guint *ret_n, GError **error)
{
  g_autofree char *day = NULL;

  return cen_decks_count_now (store, circle, get_now (&day), ret_n, error);
}

static const CenDeck *
find_by_title (const CenDecks *all, const char *title)
{
  for (guint i = 0; i < all->decks->len; i++) {
    const CenDeck *deck = all->decks->pdata[i];

    if (g_str_equal (deck->title, title))
      return deck;
  }
  return NULL;
}

static void
add_note (Decks *self, const CenObjectRow *row, GPtrArray *cards)
{
  g_autofree char *title = cen_object_row_dup_text (row, CEN_NOTE_TITLE);
  const CenDeck *deck = find_by_title (self->all, title);
  g_autoptr (GHashTable) fronts = deck != NULL ? cen_deck_dup_fronts (deck) : NULL;
  NoteCards *note;

  if (fronts != NULL)
    cen_card_lines_drop_known (cards, fronts);
  if (cards->len == 0)
    return;
  note = g_new0 (NoteCards, 1);
  note->id = row->id;
  note->title = g_steal_pointer (&title);
  note->cards = g_ptr_array_ref (cards);
  if (deck != NULL)
    note->deck = deck->row->id;
  g_ptr_array_add (self->notes, note);
}

static gpointer
read_decks (CenStore *store, const CenId *circle, GError **error)
{
  CenObjectPage newest = { .direction = CEN_PAGE_NEWEST, .limit = NOTES_MAX };
  g_autoptr (Decks) self = g_new0 (Decks, 1);
  g_autofree char *day = NULL;
  g_autoptr (GPtrArray) rows = NULL;

  self->all = cen_decks_read (store, circle, get_now (&day), error);
  if (self->all == NULL ||
      (rows = cen_query_objects (store, circle, CEN_KIND_NOTE, &newest, error)) == NULL)
    return NULL;
  self->notes = g_ptr_array_new_with_free_func (note_cards_free);
  for (guint i = 0; i < rows->len; i++) {
    const CenObjectRow *row = rows->pdata[i];
    g_autoptr (GPtrArray) cards = cen_decks_read_note (store, circle, &row->id, NULL);

    if (cards != NULL)
      add_note (self, row, cards);
  }
  return g_steal_pointer (&self);
}

static CenacleCircle *
get_circle (CenacleDecksPage *self)
{
  return cenacle_object_page_get_circle (CENACLE_OBJECT_PAGE (self));
}

static const CenDeck *
find_deck (CenacleObjectPage *page, const char *key, const CenDecks **ret_all)
{
  const Decks *answer = cenacle_object_page_get_answer (page);
  CenId id;

  *ret_all = answer != NULL ? answer->all : NULL;
  return answer != NULL && cen_id_from_text (&id, key) ? cen_decks_find (answer->all, &id) : NULL;
}

/* --- Rows --- */

static void
deck_pressed_cb (CenacleCardRow *row, const char *name, CenacleDecksPage *self)
{
  const CenDecks *all;
  const CenDeck *deck =
      find_deck (CENACLE_OBJECT_PAGE (self), cenacle_card_row_get_key (row), &all);

  (void) name;
  if (deck != NULL)
    cenacle_review_dialog_present (GTK_WIDGET (self), get_circle (self), all, deck);
}

static void
show_deck (CenacleDecksPage *self, GtkListBox *list, const CenDeck *deck, int place)
{
  g_autofree char *key = cen_id_dup_text (&deck->row->id);
  guint n_now = cen_deck_count_now (deck);
  g_autofree char *n_cards =
      g_strdup_printf (ngettext ("%u card", "%u cards", deck->cards->len), deck->cards->len);
  g_autofree char *to_see =
      g_strdup_printf (ngettext ("%u to see now", "%u to see now", n_now), n_now);
  g_autofree char *caption =
      n_now > 0 ? g_strdup_printf ("%s · %s", to_see, n_cards) : g_strdup (n_cards);
  CenacleCardRow *row =
      cenacle_card_list_place (list, key, place, G_CALLBACK (deck_pressed_cb), self);

  cenacle_card_row_show (row, "", deck->title, caption, "");
  cenacle_button_strip_set (cenacle_card_row_get_strip (row), "review", _ ("Review"),
                            _ ("See the cards that are due"),
                            n_now > 0 ? CENACLE_BUTTON_PLAIN : CENACLE_BUTTON_GONE);
}

static const NoteCards *
find_note (CenacleDecksPage *self, const char *key)
{
  const Decks *answer = cenacle_object_page_get_answer (CENACLE_OBJECT_PAGE (self));
  CenId id;

  for (guint i = 0; answer != NULL && cen_id_from_text (&id, key) && i < answer->notes->len; i++) {
    const NoteCards *note = answer->notes->pdata[i];

    if (cen_id_equal (&note->id, &id))
      return note;
  }
  return NULL;
}

/* Into the deck that has the note's name, which is made when there is none. */
static void
note_pressed_cb (CenacleCardRow *row, const char *name, CenacleDecksPage *self)
{
  const NoteCards *note = find_note (self, cenacle_card_row_get_key (row));

  (void) name;
  if (note == NULL)
    return;
  cenacle_button_strip_set_sensitive (cenacle_card_row_get_strip (row), "make", FALSE);
  if (cen_id_is_zero (&note->deck))
    cenacle_cards_add_to_new (get_circle (self), note->title, g_ptr_array_ref (note->cards),
                              GTK_WIDGET (self));
  else
    cenacle_cards_add (get_circle (self), &note->deck, g_ptr_array_ref (note->cards),
                       GTK_WIDGET (self));
}

static void
show_note (CenacleDecksPage *self, const NoteCards *note, int place)
{
  g_autofree char *key = cen_id_dup_text (&note->id);
  const CenAnkiCard *first = note->cards->pdata[0];
  g_autofree char *caption =
      cen_id_is_zero (&note->deck)
          ? g_strdup_printf (ngettext ("has %u card", "has %u cards", note->cards->len),
                             note->cards->len)
          : g_strdup_printf (ngettext ("has %u new card", "has %u new cards", note->cards->len),
                             note->cards->len);
  g_autofree char *sample = g_strdup_printf ("%s, …", first->front);
  g_autofree char *told =
      g_strdup_printf (_ ("%s: %s"), caption, note->cards->len > 1 ? sample : first->front);
  CenacleCardRow *row =
      cenacle_card_list_place (self->notes, key, place, G_CALLBACK (note_pressed_cb), self);

  cenacle_card_row_show (row, "", note->title, told, "");
  cenacle_button_strip_set (cenacle_card_row_get_strip (row), "make", _ ("Make cards"),
                            _ ("Add them to the deck that has the note’s name"),
                            cenacle_object_page_is_active (CENACLE_OBJECT_PAGE (self))
                                ? CENACLE_BUTTON_PLAIN
                                : CENACLE_BUTTON_GONE);
  cenacle_button_strip_set_sensitive (cenacle_card_row_get_strip (row), "make", TRUE);
}

/* --- The page --- */

static void
open_deck (CenacleDecksPage *self, const char *key)
{
  CenacleDetailPane *pane = cenacle_deck_pane_new (CENACLE_OBJECT_PAGE (self), key, find_deck);

  cenacle_window_show_detail (GTK_WIDGET (self), GTK_WIDGET (pane), _ ("Deck"));
}

static void
row_activated_cb (CenacleDecksPage *self, GtkListBoxRow *row)
{
  const char *key = cenacle_card_row_get_key (CENACLE_CARD_ROW (row));
  const CenDecks *all;

  if (find_deck (CENACLE_OBJECT_PAGE (self), key, &all) != NULL)
    open_deck (self, key);
  else
    gtk_widget_activate_action (GTK_WIDGET (self), "win.open-object", "s", key);
}

static void
show (CenacleObjectPage *page, gpointer answer)
{
  CenacleDecksPage *self = CENACLE_DECKS_PAGE (page);
  const Decks *decks = answer;
  GtkWidget *pane = cenacle_window_get_detail (GTK_WIDGET (self));
  int n_now = 0, n_others = 0;

  for (guint i = 0; i < decks->all->decks->len; i++) {
    const CenDeck *deck = decks->all->decks->pdata[i];

    if (cen_deck_count_now (deck) > 0)
      show_deck (self, self->now, deck, n_now++);
    else
      show_deck (self, self->others, deck, n_others++);
  }
  cenacle_card_list_cut (self->now, n_now);
  cenacle_card_list_cut (self->others, n_others);
  for (guint i = 0; i < decks->notes->len; i++)
    show_note (self, decks->notes->pdata[i], (int) i);
  cenacle_card_list_cut (self->notes, (int) decks->notes->len);
  if (CENACLE_IS_DETAIL_PANE (pane) && g_object_get_data (G_OBJECT (pane), "deck") != NULL)
    cenacle_deck_pane_show (CENACLE_DETAIL_PANE (pane));
}

static void
open_object (CenacleObjectPage *page, const CenId *object)
{
  CenacleDecksPage *self = CENACLE_DECKS_PAGE (page);
  const Decks *answer = cenacle_object_page_get_answer (page);
  const CenDeck *deck = cen_decks_find (answer->all, object);
  g_autofree char *key = NULL;

  for (guint i = 0; deck == NULL && i < answer->all->objects->len; i++) {
    const CenObjectRow *card = answer->all->objects->pdata[i];

    if (cen_id_equal (&card->id, object))
      deck = cen_decks_find (answer->all, &card->parent);
  }
  key = deck != NULL ? cen_id_dup_text (&deck->row->id) : NULL;
  if (key != NULL)
    open_deck (self, key);
}

static void
begin_cb (CenacleDecksPage *self)
{
  static const CenacleTopic topic = {
    .kind = "deck",
    .heading = N_ ("New deck"),
    .confirm = N_ ("Add"),
    .explanation = N_ ("A deck belongs to the circle: everybody can add cards. When a card comes "
                       "again is for each to know alone."),
    .title_label = N_ ("What it is about"),
    .text_label = N_ ("More about it"),
  };

  cenacle_topic_dialog_present (GTK_WIDGET (self), get_circle (self), &topic);
}

static void
cenacle_decks_page_class_init (CenacleDecksPageClass *klass)
{
  CenacleObjectPageClass *page_class = CENACLE_OBJECT_PAGE_CLASS (klass);

  page_class->read = read_decks;
  page_class->free_answer = decks_free;
  page_class->show = show;
  page_class->open_object = open_object;
}

static void
cenacle_decks_page_init (CenacleDecksPage *self)
{
  CenacleObjectPage *page = CENACLE_OBJECT_PAGE (self);

  cenacle_object_page_add_button (page, _ ("New deck"), G_CALLBACK (begin_cb));
  self->now = cenacle_object_page_add_group (page, _ ("To see now"), G_CALLBACK (row_activated_cb));
  self->others = cenacle_object_page_add_group (page, _ ("Nothing to see today"),
                                                G_CALLBACK (row_activated_cb));
  self->notes =
      cenacle_object_page_add_group (page, _ ("Cards in notes"), G_CALLBACK (row_activated_cb));
  cenacle_object_page_set_empty (
      page, "cenacle-deck-symbolic", _ ("No flashcards yet"),
      _ ("Begin a deck, or write lines such as “term :: definition” in a note: they become cards "
         "here."));
}
