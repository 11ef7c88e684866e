/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "deck-pane.h"

#include "card-commands.h"
#include "card-row.h"
#include "compat.h"
#include "form.h"
#include "object-commands.h"
#include "object-dialog.h"
#include "review-dialog.h"
#include "text-files.h"
#include "time-text.h"

#include "core/card-lines.h"

#include <glib/gi18n.h>
#include <string.h>

#define SEARCH_FROM 12 /* cards, from which on looking for one is worth a field */

typedef struct {
  CenacleObjectPage *page; /* lent: the pane goes before it */
  CenacleDeckFind find;
  GtkSearchEntry *search;
  GtkListBox *cards;
  GtkLabel *more_label;
} Parts;

static Parts *
get_parts (CenacleDetailPane *pane)
{
  return g_object_get_data (G_OBJECT (pane), "deck");
}

static const CenDeck *
find_deck (CenacleDetailPane *pane, const CenDecks **ret_all)
{
  Parts *parts = get_parts (pane);

  return parts->find (parts->page, cenacle_detail_pane_get_key (pane), ret_all);
}

static CenacleCircle *
get_circle (CenacleDetailPane *pane)
{
  return cenacle_object_page_get_circle (get_parts (pane)->page);
}

static gboolean
may_change (CenacleDetailPane *pane, const CenObjectRow *row)
{
  return cenacle_object_page_is_active (get_parts (pane)->page) &&
         (row->is_own || cenacle_circle_can_facilitate (get_circle (pane)));
}

/* --- One card --- */

typedef struct {
  CenId card;
  GtkTextView *front;
  GtkTextView *back;
  AdwEntryRow *tags;
} CardForm;

static void
change_cb (CenacleObjectDialog *dialog, CardForm *form)
{
  g_auto (GVariantDict) fields = G_VARIANT_DICT_INIT (NULL);
  g_autofree char *front = cenacle_form_dup_text (form->front);
  g_autofree char *back = cenacle_form_dup_text (form->back);
  g_autofree char *tags = cenacle_form_dup_entry (form->tags);

  g_variant_dict_insert (&fields, "front", "s", front);
  g_variant_dict_insert (&fields, "back", "s", back);
  g_variant_dict_insert (&fields, "tags", "s", tags);
  cenacle_object_dialog_wait (dialog);
  cenacle_objects_set (cenacle_object_dialog_get_circle (dialog), &form->card,
                       g_variant_dict_end (&fields), cenacle_object_dialog_done_cb,
                       g_object_ref (dialog));
}

static void
delete_card_cb (CenacleObjectDialog *dialog)
{
  const CenId *card = g_object_get_data (G_OBJECT (dialog), "card");

  cenacle_objects_redact (cenacle_object_dialog_get_circle (dialog), card,
                          cenacle_object_dialog_done_cb, g_object_ref (dialog));
}

static void
change_card (CenacleDetailPane *pane, const CenObjectRow *card)
{
  CenacleObjectDialog *dialog = cenacle_object_dialog_new (GTK_WIDGET (pane), get_circle (pane),
                                                           _ ("Change a card"), _ ("Save"));
  CardForm *form = g_new0 (CardForm, 1);
  GtkWidget *button = gtk_button_new_with_label (_ ("Delete this card"));
  g_autofree char *front = cen_object_row_dup_text (card, CEN_CARD_FRONT);
  g_autofree char *back = cen_object_row_dup_text (card, CEN_CARD_BACK);
  g_autofree char *tags = cen_object_row_dup_text (card, CEN_CARD_TAGS);

  form->card = card->id;
  form->front = cenacle_object_dialog_add_text (dialog, _ ("Question"), CENACLE_ROW_REQUIRED);
  form->back =
      cenacle_object_dialog_add_text (dialog, C_ ("flashcard", "Answer"), CENACLE_ROW_OPTIONAL);
  form->tags =
      cenacle_object_dialog_add_entry (dialog, _ ("Words to find it by"), CENACLE_ROW_OPTIONAL);
  cenacle_form_set_text (form->front, front);
  cenacle_form_set_text (form->back, back);
  cenacle_form_set_entry (form->tags, tags);
  cenacle_object_dialog_add_group (dialog, "", "");
  gtk_widget_set_halign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "pill");
  gtk_widget_add_css_class (button, "destructive-action");
  cenacle_object_dialog_add_widget (dialog, button);
  g_object_set_data_full (G_OBJECT (dialog), "card", cen_id_dup (&card->id), g_free);
  g_signal_connect_object (button, "clicked", G_CALLBACK (delete_card_cb), dialog,
                           G_CONNECT_SWAPPED);
  g_signal_connect_data (dialog, "confirm", G_CALLBACK (change_cb), form,
                         (GClosureNotify) (GCallback) g_free, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
card_pressed_cb (CenacleCardRow *row, const char *name, CenacleDetailPane *pane)
{
  const CenDecks *all;
  const CenDeck *deck = find_deck (pane, &all);
  CenId id;

  (void) name;
  for (guint i = 0; deck != NULL && cen_id_from_text (&id, cenacle_card_row_get_key (row)) &&
                    i < deck->cards->len;
       i++) {
    const CenObjectRow *card = deck->cards->pdata[i];

    if (cen_id_equal (&card->id, &id)) {
      change_card (pane, card);
      return;
    }
  }
}

static char *
dup_card_caption (const CenDecks *all, const CenObjectRow *card)
{
  CenFsrsCard state = cen_decks_get_state (all, card);
  g_autofree char *until = NULL;

  if (state.n_reviews == 0)
    return g_strdup (C_ ("flashcard", "new"));
  if (state.due_ms <= g_get_real_time () / 1000)
    return g_strdup (C_ ("flashcard", "to see now"));
  until = cenacle_time_text_dup_until (state.due_ms);
  /* Translators: when a flashcard comes again, such as “again in 3 days”. */
  return g_strdup_printf (_ ("again %s"), until);
}

static gboolean
has_words (const CenObjectRow *card, const char *words)
{
  for (guint field = CEN_CARD_FRONT; field <= CEN_CARD_TAGS; field++) {
    g_autofree char *text = cen_object_row_dup_text (card, field);

    if (g_str_match_string (words, text, TRUE))
      return TRUE;
  }
  return FALSE;
}

static void
show_card (CenacleDetailPane *pane, const CenDecks *all, const CenObjectRow *card, int place)
{
  g_autofree char *key = cen_id_dup_text (&card->id);
  g_autofree char *front = cen_object_row_dup_text (card, CEN_CARD_FRONT);
  g_autofree char *back = cen_object_row_dup_text (card, CEN_CARD_BACK);
  g_autofree char *caption = dup_card_caption (all, card);
  CenacleCardRow *row = cenacle_card_list_place (get_parts (pane)->cards, key, place,
                                                 G_CALLBACK (card_pressed_cb), pane);

  cenacle_card_row_show (row, "", front, caption, back);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  cenacle_button_strip_set (cenacle_card_row_get_strip (row), "change", _ ("Change…"),
                            _ ("Change or delete this card"),
                            may_change (pane, card) ? CENACLE_BUTTON_PLAIN : CENACLE_BUTTON_GONE);
}

/* The newest first: those are what one has just added. */
static void
show_cards (CenacleDetailPane *pane, const CenDecks *all, const CenDeck *deck)
{
  Parts *parts = get_parts (pane);
  const char *words = gtk_editable_get_text (GTK_EDITABLE (parts->search));
  guint n_left = 0;
  int n = 0;

  for (guint i = deck->cards->len; i > 0; i--) {
    const CenObjectRow *card = deck->cards->pdata[i - 1];

    if (*words != '\0' && !has_words (card, words))
      continue;
    if (n < CENACLE_DECK_PANE_CARDS_MAX)
      show_card (pane, all, card, n++);
    else
      n_left++;
  }
  cenacle_card_list_cut (parts->cards, n);

  g_autofree char *told = g_strdup_printf (ngettext ("%u more card: search for it.",
                                                     "%u more cards: search for them.", n_left),
                                           n_left);

  gtk_label_set_text (parts->more_label, told);
  gtk_widget_set_visible (GTK_WIDGET (parts->more_label), n_left > 0);
  gtk_widget_set_visible (GTK_WIDGET (parts->search),
                          deck->cards->len >= SEARCH_FROM || *words != '\0');
}

/* --- The deck --- */

static void
delete_deck (gpointer object)
{
  CenacleDetailPane *pane = object;
  CenId id;

  if (cen_id_from_text (&id, cenacle_detail_pane_get_key (pane)))
    cenacle_objects_redact (get_circle (pane), &id, cenacle_commands_show_error_cb,
                            g_object_ref (pane));
}

static void
imported_cb (GtkWidget *from, const char *text, gsize len, gpointer data)
{
  CenacleDetailPane *pane = CENACLE_DETAIL_PANE (from);
  const CenDecks *all;
  const CenDeck *deck = find_deck (pane, &all);
  g_autoptr (GError) error = NULL;
  GPtrArray *cards = cen_anki_parse (text, len, &error);

  (void) data;
  if (cards == NULL)
    gtk_widget_activate_action (from, "win.toast", "s", g_dgettext (NULL, error->message));
  else if (deck == NULL)
    g_ptr_array_unref (cards);
  else
    cenacle_cards_add (get_circle (pane), &deck->row->id, cards, from);
}

static void
export_deck (CenacleDetailPane *pane, const CenDeck *deck)
{
  g_autoptr (GPtrArray) cards = cen_deck_dup_cards (deck);
  g_autofree char *plain = g_strdelimit (g_strdup (deck->title), "/", '-');
  g_autofree char *name = g_strdup_printf ("%s.txt", plain);

  cenacle_text_file_save (GTK_WIDGET (pane), _ ("Export for Anki"), name, cen_anki_build (cards));
}

static void
pressed_cb (CenacleDetailPane *pane, const char *name)
{
  const CenDecks *all;
  const CenDeck *deck = find_deck (pane, &all);

  if (deck == NULL)
    return;
  if (g_str_equal (name, "review"))
    cenacle_review_dialog_present (GTK_WIDGET (pane), get_circle (pane), all, deck);
  else if (g_str_equal (name, "import"))
    cenacle_text_file_open (GTK_WIDGET (pane), _ ("Import from Anki"), imported_cb, NULL, NULL);
  else if (g_str_equal (name, "export"))
    export_deck (pane, deck);
  else
    cenacle_compat_ask (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (pane))),
                        _ ("Delete this deck?"),
                        _ ("Its cards go with it, for everybody in the circle."), _ ("_Delete"),
                        delete_deck, pane);
}

/* "front :: back", or the question on the first line and the answer below it. */
static CenAnkiCard *
parse_card (const char *text)
{
  g_autoptr (GPtrArray) found = cen_card_lines_find (text);
  g_auto (GStrv) parts = g_strsplit (text, "\n", 2);
  CenAnkiCard *card;

  if (found->len == 1)
    return g_ptr_array_steal_index (found, 0);
  if (parts[0] == NULL || parts[1] == NULL || *g_strstrip (parts[0]) == '\0' ||
      *g_strstrip (parts[1]) == '\0')
    return NULL;
  card = g_new0 (CenAnkiCard, 1);
  card->front = g_strdup (parts[0]);
  card->back = g_strdup (parts[1]);
  card->tags = g_strdup ("");
  return card;
}

static void
entered_cb (CenacleDetailPane *pane, const char *text)
{
  g_autoptr (GPtrArray) cards =
      g_ptr_array_new_with_free_func ((GDestroyNotify) cen_anki_card_free);
  CenAnkiCard *card = parse_card (text);
  CenId deck;

  if (card == NULL) {
    gtk_widget_activate_action (GTK_WIDGET (pane), "win.toast", "s",
                                _ ("Write the answer on a line below the question."));
    return;
  }
  g_ptr_array_add (cards, card);
  if (!cen_id_from_text (&deck, cenacle_detail_pane_get_key (pane)))
    return;
  cenacle_cards_add (get_circle (pane), &deck, g_steal_pointer (&cards), GTK_WIDGET (pane));
  cenacle_detail_pane_clear_field (pane);
}

static char *
dup_caption (const CenDeck *deck)
{
  g_autofree char *n_cards =
      g_strdup_printf (ngettext ("%u card", "%u cards", deck->cards->len), deck->cards->len);
  g_autofree char *n_now =
      g_strdup_printf (ngettext ("%u to see now", "%u to see now", cen_deck_count_now (deck)),
                       cen_deck_count_now (deck));

  return g_strdup_printf ("%s · %s", n_cards, n_now);
}

void
cenacle_deck_pane_show (CenacleDetailPane *pane)
{
  const CenDecks *all;
  const CenDeck *deck = find_deck (pane, &all);
  CenacleButtonStrip *strip = cenacle_detail_pane_get_strip (pane);
  gboolean can = cenacle_object_page_is_active (get_parts (pane)->page);
  g_autofree char *caption = NULL;
  g_autofree char *text = NULL;

  if (deck == NULL)
    return;
  caption = dup_caption (deck);
  text = cen_object_row_dup_text (deck->row, CEN_DECK_TEXT);
  cenacle_detail_pane_show (pane, deck->title, caption, text);
  cenacle_button_strip_set (strip, "review", _ ("Review"), _ ("See the cards that are due"),
                            deck->n_due + deck->n_new > 0 ? CENACLE_BUTTON_PLAIN
                                                          : CENACLE_BUTTON_GONE);
  cenacle_button_strip_set (strip, "import", _ ("Import…"),
                            _ ("Add the cards of a text file from Anki"),
                            can ? CENACLE_BUTTON_PLAIN : CENACLE_BUTTON_GONE);
  cenacle_button_strip_set (strip, "export", _ ("Export…"), _ ("Write a text file for Anki"),
                            deck->cards->len > 0 ? CENACLE_BUTTON_PLAIN : CENACLE_BUTTON_GONE);
  cenacle_button_strip_set (strip, "delete", _ ("Delete…"), _ ("Delete the deck with its cards"),
                            may_change (pane, deck->row) ? CENACLE_BUTTON_PLAIN
                                                         : CENACLE_BUTTON_GONE);
  show_cards (pane, all, deck);
  cenacle_detail_pane_settle (pane);
  cenacle_detail_pane_set_field (pane,
                                 can ? _ ("New card: the question, below it the answer") : NULL);
}

CenacleDetailPane *
cenacle_deck_pane_new (CenacleObjectPage *page, const char *key, CenacleDeckFind find)
{
  CenacleDetailPane *pane = cenacle_detail_pane_new (key);
  Parts *parts = g_new0 (Parts, 1);

  g_object_set_data_full (G_OBJECT (pane), "deck", parts, g_free);
  parts->page = page;
  parts->find = find;
  parts->search = GTK_SEARCH_ENTRY (gtk_search_entry_new ());
  parts->more_label = GTK_LABEL (gtk_label_new (""));
  gtk_widget_add_css_class (GTK_WIDGET (parts->more_label), "dim-label");
  gtk_label_set_wrap (parts->more_label, TRUE);
  g_object_set (parts->search, "placeholder-text", _ ("Search the cards"), NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (parts->search), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Search the cards"), -1);
  cenacle_detail_pane_add (pane, GTK_WIDGET (parts->search));
  parts->cards = cenacle_detail_pane_add_list (pane, C_ ("flashcards", "Cards"));
  cenacle_detail_pane_add (pane, GTK_WIDGET (parts->more_label));
  g_signal_connect_object (parts->search, "search-changed", G_CALLBACK (cenacle_deck_pane_show),
                           pane, G_CONNECT_SWAPPED);
  g_signal_connect (pane, "pressed", G_CALLBACK (pressed_cb), NULL);
  g_signal_connect (pane, "entered", G_CALLBACK (entered_cb), NULL);
  cenacle_deck_pane_show (pane);
  return pane;
}
