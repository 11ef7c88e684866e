/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "pair-pane.h"

#include "card-row.h"
#include "object-commands.h"
#include "time-text.h"

#include <glib/gi18n.h>

typedef struct {
  CenacleObjectPage *page; /* lent: the pane goes before it */
  GtkListBox *checkins;
} Parts;

static Parts *
get_parts (CenacleDetailPane *pane)
{
  return g_object_get_data (G_OBJECT (pane), "pair");
}

static const CenPairRow *
find_pair (CenacleObjectPage *page, const char *key)
{
  return cenacle_learning_find_pair (cenacle_object_page_get_answer (page), key);
}

static gboolean
is_mine (CenacleObjectPage *page, const CenPairRow *pair)
{
  return cenacle_learning_is_self (page, &pair->by) || cenacle_learning_is_self (page, &pair->with);
}

/* --- Words --- */

static const char *
get_state_label (CenPairState state)
{
  switch (state) {
  case CEN_PAIR_PROPOSED:
    return _ ("proposed");
  case CEN_PAIR_ACTIVE:
    return C_ ("pair", "under way");
  case CEN_PAIR_DONE:
    return C_ ("pair", "reached");
  case CEN_PAIR_OVER:
  default:
    return C_ ("pair", "over");
  }
}

static gint64
get_due (CenacleObjectPage *page, const CenPairRow *pair)
{
  return cenacle_learning_get_due (
      cenacle_object_page_get_answer (page), pair,
      &cenacle_circle_get_row (cenacle_object_page_get_circle (page))->self_member);
}

gboolean
cenacle_pair_is_due (CenacleObjectPage *page, const CenPairRow *pair)
{
  gint64 due_ms = get_due (page, pair);
  const CenacleLearning *all = cenacle_object_page_get_answer (page);

  return due_ms != 0 && due_ms <= all->now_ms;
}

char *
cenacle_pair_dup_state (CenacleObjectPage *page, const CenPairRow *pair)
{
  gint64 due_ms = get_due (page, pair);
  g_autofree char *until = due_ms != 0 ? cenacle_time_text_dup_until (due_ms) : NULL;

  if (due_ms == 0)
    return g_strdup (get_state_label (pair->state));
  if (cenacle_pair_is_due (page, pair))
    return g_strdup (_ ("it is time to say how it goes"));
  /* Translators: the state of a pair, and when one tells how it goes, as “in 3 days”. */
  return g_strdup_printf (_ ("%s, next check-in %s"), get_state_label (pair->state), until);
}

char *
cenacle_pair_dup_title (CenacleObjectPage *page, const CenPairRow *pair)
{
  /* Translators: two names. */
  return g_strdup_printf (_ ("%s and %s"), cenacle_learning_get_name (page, &pair->by),
                          cenacle_learning_get_name (page, &pair->with));
}

/* --- What one can do --- */

void
cenacle_pair_press (CenacleObjectPage *page, const char *key, const char *mark)
{
  const CenPairRow *pair = find_pair (page, key);

  if (pair != NULL)
    cenacle_objects_mark (cenacle_object_page_get_circle (page), &pair->id, mark, "",
                          g_variant_new_boolean (TRUE), cenacle_commands_show_error_cb,
                          g_object_ref (page));
}

void
cenacle_pair_show_buttons (CenacleObjectPage *page, CenacleButtonStrip *strip,
                           const CenPairRow *pair)
{
  gboolean may = cenacle_object_page_is_active (page) && is_mine (page, pair);
  gboolean is_asked =
      pair->state == CEN_PAIR_PROPOSED && cenacle_learning_is_self (page, &pair->with);
  gboolean is_open = pair->state == CEN_PAIR_PROPOSED || pair->state == CEN_PAIR_ACTIVE;

  cenacle_button_strip_set (strip, "accept", _ ("Accept"), _ ("Become a pair"),
                            may && is_asked ? CENACLE_BUTTON_PLAIN : CENACLE_BUTTON_GONE);
  cenacle_button_strip_set (strip, "reached", _ ("We reached it"), _ ("The goal is reached"),
                            may && pair->state == CEN_PAIR_ACTIVE ? CENACLE_BUTTON_PLAIN
                                                                  : CENACLE_BUTTON_GONE);
  cenacle_button_strip_set (strip, "end",
                            is_asked                           ? _ ("Decline")
                            : pair->state == CEN_PAIR_PROPOSED ? _ ("Take back")
                                                               : _ ("End it"),
                            _ ("Be no pair any more"),
                            may && is_open ? CENACLE_BUTTON_PLAIN : CENACLE_BUTTON_GONE);
}

static void
pressed_cb (CenacleDetailPane *pane, const char *name)
{
  cenacle_pair_press (get_parts (pane)->page, cenacle_detail_pane_get_key (pane), name);
}

static void
told_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CenacleDetailPane) pane = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *created = cenacle_commands_finish (result, &error);

  (void) source;
  if (created != NULL)
    cenacle_detail_pane_clear_field (pane);
  else
    gtk_widget_activate_action (GTK_WIDGET (pane), "win.toast", "s", error->message);
}

static void
entered_cb (CenacleDetailPane *pane, const char *text)
{
  CenacleObjectPage *page = get_parts (pane)->page;
  const CenPairRow *pair = find_pair (page, cenacle_detail_pane_get_key (pane));
  g_auto (GVariantDict) fields = G_VARIANT_DICT_INIT (NULL);

  if (pair == NULL)
    return;
  g_variant_dict_insert (&fields, "pair", "s", cenacle_detail_pane_get_key (pane));
  g_variant_dict_insert (&fields, "text", "s", text);
  cenacle_objects_create_sealed (cenacle_object_page_get_circle (page),
                                 cenacle_learning_is_self (page, &pair->by) ? &pair->with
                                                                            : &pair->by,
                                 "checkin", g_variant_dict_end (&fields), told_cb,
                                 g_object_ref (pane));
}

/* --- The pane --- */

static void
show_checkins (CenacleDetailPane *pane, const CenPairRow *pair)
{
  const CenacleLearning *all = cenacle_object_page_get_answer (get_parts (pane)->page);
  GtkListBox *list = get_parts (pane)->checkins;
  int n = 0;

  for (guint i = 0; i < all->checkins->len; i++) {
    const CenObjectRow *checkin = all->checkins->pdata[i];
    g_autofree char *key = cen_id_dup_text (&checkin->id);
    g_autofree char *text = cen_object_row_dup_text (checkin, CEN_CHECKIN_TEXT);
    g_autofree char *ago = cenacle_time_text_dup_ago (checkin->time_ms);
    CenacleCardRow *row;

    if (!cen_id_equal (&checkin->parent, &pair->id))
      continue;
    row = cenacle_card_list_place (list, key, n++, NULL, NULL);
    cenacle_card_row_show (row, "🔒", checkin->author_name, ago, text);
    gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  }
  cenacle_card_list_cut (list, n);
}

void
cenacle_pair_pane_show (CenacleDetailPane *pane)
{
  CenacleObjectPage *page = get_parts (pane)->page;
  const CenPairRow *pair = find_pair (page, cenacle_detail_pane_get_key (pane));
  g_autofree char *title = NULL;
  g_autofree char *state = NULL;

  if (pair == NULL)
    return;
  title = cenacle_pair_dup_title (page, pair);
  state = cenacle_pair_dup_state (page, pair);
  cenacle_detail_pane_show (pane, title, state, pair->goal);
  cenacle_pair_show_buttons (page, cenacle_detail_pane_get_strip (pane), pair);
  show_checkins (pane, pair);
  cenacle_detail_pane_settle (pane);
  cenacle_detail_pane_set_field (pane, is_mine (page, pair) &&
                                               cenacle_object_page_is_active (page) &&
                                               pair->state == CEN_PAIR_ACTIVE
                                           ? _ ("How does it go?")
                                           : NULL);
}

CenacleDetailPane *
cenacle_pair_pane_new (CenacleObjectPage *page, const char *key)
{
  CenacleDetailPane *pane = cenacle_detail_pane_new (key);
  Parts *parts = g_new0 (Parts, 1);

  g_object_set_data_full (G_OBJECT (pane), "pair", parts, g_free);
  parts->page = page;
  parts->checkins = cenacle_detail_pane_add_list (pane, _ ("What you told each other"));
  g_signal_connect (pane, "pressed", G_CALLBACK (pressed_cb), NULL);
  g_signal_connect (pane, "entered", G_CALLBACK (entered_cb), NULL);
  cenacle_pair_pane_show (pane);
  return pane;
}
