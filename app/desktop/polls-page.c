/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "polls-page.h"

#include "card-row.h"
#include "detail-pane.h"
#include "form.h"
#include "object-commands.h"
#include "object-dialog.h"
#include "time-text.h"
#include "when-rows.h"
#include "window.h"

#include "app/control/name-list.h"
#include "core/polls.h"

#include <glib/gi18n.h>
#include <stdlib.h>

#define OPTION_ROWS 6 /* in the dialog; a terminal can ask with more */
#define DAY_MS      (G_GINT64_CONSTANT (24) * 3600 * 1000)

struct _CenaclePollsPage {
  CenacleObjectPage parent;
  GtkListBox *open_list;
  GtkListBox *closed_list;
};

G_DEFINE_FINAL_TYPE (CenaclePollsPage, cenacle_polls_page, CENACLE_TYPE_OBJECT_PAGE)

static CenacleCircle *
get_circle (CenaclePollsPage *self)
{
  return cenacle_object_page_get_circle (CENACLE_OBJECT_PAGE (self));
}

static const CenPoll *
find (CenaclePollsPage *self, const char *key)
{
  const CenPolls *polls = cenacle_object_page_get_answer (CENACLE_OBJECT_PAGE (self));
  CenId id;

  return polls != NULL && cen_id_from_text (&id, key) ? cen_polls_find (polls, &id) : NULL;
}

static const CenBallot *
get_own (CenaclePollsPage *self, const CenPoll *poll)
{
  return cen_poll_get_ballot (poll, &cenacle_circle_get_row (get_circle (self))->self_member);
}

/* Where @option stands in @ballot, from 1; 0: nowhere. */
static guint
get_place (const CenBallot *ballot, guint option)
{
  for (guint i = 0; ballot != NULL && i < ballot->choices->len; i++) {
    if (g_array_index (ballot->choices, guint64, i) == option)
      return i + 1;
  }
  return 0;
}

/* --- Voting --- */

/* One's choices once @option was pressed: chosen anew, taken back, or put last. */
static GVariant *
change_choices (const CenPoll *poll, const CenBallot *ballot, guint option)
{
  g_autoptr (GArray) choices = g_array_new (FALSE, FALSE, sizeof (guint64));
  gboolean is_chosen = get_place (ballot, option) > 0;
  guint64 number = option;

  for (guint i = 0; ballot != NULL && poll->mode != CEN_POLL_SINGLE && i < ballot->choices->len;
       i++) {
    guint64 choice = g_array_index (ballot->choices, guint64, i);

    if (choice != option)
      g_array_append_val (choices, choice);
  }
  if (!is_chosen)
    g_array_append_val (choices, number);
  if (choices->len == 0)
    return g_variant_new_boolean (FALSE);
  return g_variant_new_fixed_array (G_VARIANT_TYPE_UINT64, choices->data, choices->len,
                                    sizeof (guint64));
}

static void
press (CenaclePollsPage *self, const char *key, const char *name)
{
  const CenPoll *poll = find (self, key);
  g_auto (GVariantDict) fields = G_VARIANT_DICT_INIT (NULL);

  if (poll == NULL)
    return;
  if (g_str_equal (name, "close")) {
    g_variant_dict_insert (&fields, "closed", "b", TRUE);
    cenacle_objects_set (get_circle (self), &poll->row->id, g_variant_dict_end (&fields),
                         cenacle_commands_show_error_cb, g_object_ref (self));
    return;
  }
  cenacle_objects_mark (get_circle (self), &poll->row->id, "vote", "",
                        change_choices (poll, get_own (self, poll), (guint) atoi (name)),
                        cenacle_commands_show_error_cb, g_object_ref (self));
}

static void
row_pressed_cb (CenacleCardRow *row, const char *name, CenaclePollsPage *self)
{
  press (self, cenacle_card_row_get_key (row), name);
}

static void
pane_pressed_cb (CenacleDetailPane *pane, const char *name, CenaclePollsPage *self)
{
  press (self, cenacle_detail_pane_get_key (pane), name);
}

/* --- Showing --- */

static char *
dup_caption (const CenPoll *poll)
{
  g_autofree char *heard =
      /* Translators: of the members of a circle, how many have voted. */
      g_strdup_printf (ngettext ("%u of %u heard from", "%u of %u heard from", poll->n_voters),
                       poll->n_voters, poll->n_members);
  GString *text = g_string_new (poll->row->author_name);

  g_string_append_printf (text, " · %s", heard);
  if (poll->mode == CEN_POLL_MULTIPLE)
    g_string_append_printf (text, " · %s", _ ("several can be chosen"));
  else if (poll->mode == CEN_POLL_RANKED)
    g_string_append_printf (text, " · %s", _ ("press them in your order"));
  if (poll->is_closed) {
    g_string_append_printf (text, " · %s", _ ("closed"));
  } else if (poll->closes_ms != 0) {
    g_autofree char *until = cenacle_time_text_dup_until (poll->closes_ms);

    g_string_append_printf (text, " · %s %s", _ ("closes"), until);
  }
  return g_string_free (text, FALSE);
}

static char *
dup_result (const CenPoll *poll)
{
  if (poll->winner >= 0)
    return g_strdup_printf (poll->is_closed ? _ ("Chosen: %s") : _ ("Ahead: %s"),
                            poll->options[poll->winner]);
  return g_strdup (poll->n_voters > 0 ? _ ("No option is ahead of the others.") : "");
}

static void
show_options (CenaclePollsPage *self, CenacleButtonStrip *strip, const CenPoll *poll)
{
  const CenBallot *own = get_own (self, poll);
  gboolean can = cenacle_object_page_is_active (CENACLE_OBJECT_PAGE (self)) && !poll->is_closed;

  for (guint i = 0; i < poll->n_options; i++) {
    guint place = get_place (own, i);
    guint n = g_array_index (poll->votes, guint, i);
    g_autofree char *name = g_strdup_printf ("%u", i);
    g_autofree char *label = poll->mode == CEN_POLL_RANKED && place > 0
                                 ? g_strdup_printf ("%u. %s · %u", place, poll->options[i], n)
                                 : g_strdup_printf ("%s · %u", poll->options[i], n);

    cenacle_button_strip_set (strip, name, label,
                              place > 0 ? _ ("Take this choice back") : _ ("Vote for this"),
                              place > 0 ? CENACLE_BUTTON_ON : CENACLE_BUTTON_OFF);
    cenacle_button_strip_set_sensitive (strip, name, can);
  }
}

static char *
dup_names (CenaclePollsPage *self, const CenPoll *poll, gboolean is_late)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  for (guint i = 0; i < poll->ballots->len; i++) {
    const CenBallot *ballot = poll->ballots->pdata[i];
    const CenMemberRow *member = cenacle_circle_get_member (get_circle (self), &ballot->member);

    if (ballot->is_late == is_late && ballot->choices->len > 0 && member != NULL)
      g_ptr_array_add (names, member->name);
  }
  return cenacle_name_list_dup_text (names);
}

static void
show_line (GtkListBox *list, const char *key, int *place, const char *title, const char *text)
{
  CenacleCardRow *row;

  if (text[0] == '\0')
    return;
  row = cenacle_card_list_place (list, key, (*place)++, NULL, NULL);
  cenacle_card_row_show (row, "", title, text, "");
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
}

static char *
dup_rounds (const CenPoll *poll)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; poll->mode == CEN_POLL_RANKED && i < poll->rounds->len; i++) {
    const GArray *counts = poll->rounds->pdata[i];
    gboolean is_first = TRUE;

    g_string_append_printf (text, "%s%u: ", i > 0 ? "\n" : "", i + 1);
    for (guint k = 0; k < counts->len; k++) {
      if (g_array_index (counts, guint, k) == 0)
        continue;
      g_string_append_printf (text, "%s%s %u", is_first ? "" : ", ", poll->options[k],
                              g_array_index (counts, guint, k));
      is_first = FALSE;
    }
  }
  return g_string_free (text, FALSE);
}

static void
show_pane (CenaclePollsPage *self, CenacleDetailPane *pane, const CenPoll *poll)
{
  GtkListBox *list = g_object_get_data (G_OBJECT (pane), "facts");
  CenacleButtonStrip *strip = cenacle_detail_pane_get_strip (pane);
  gboolean may_close = cenacle_object_page_is_active (CENACLE_OBJECT_PAGE (self)) &&
                       !poll->is_closed &&
                       (poll->row->is_own || cenacle_circle_can_facilitate (get_circle (self)));
  g_autofree char *caption = dup_caption (poll);
  g_autofree char *result = dup_result (poll);
  g_autofree char *heard = dup_names (self, poll, FALSE);
  g_autofree char *late = dup_names (self, poll, TRUE);
  g_autofree char *rounds = dup_rounds (poll);
  int n = 0;

  cenacle_detail_pane_show (pane, poll->question, caption, "");
  show_options (self, strip, poll);
  cenacle_button_strip_set (strip, "close", _ ("Close the poll"),
                            _ ("The votes you have seen count; later ones are shown as late"),
                            may_close ? CENACLE_BUTTON_PLAIN : CENACLE_BUTTON_GONE);
  show_line (list, "result", &n, _ ("Result"), result);
  show_line (list, "rounds", &n, _ ("Rounds"), rounds);
  show_line (list, "heard", &n, _ ("Heard from"), heard);
  show_line (list, "late", &n, _ ("Too late to count"), late);
  cenacle_card_list_cut (list, n);
  cenacle_detail_pane_settle (pane);
}

static void
open_poll (CenaclePollsPage *self, const CenPoll *poll)
{
  g_autofree char *key = cen_id_dup_text (&poll->row->id);
  CenacleDetailPane *pane = cenacle_detail_pane_new (key);

  g_object_set_data (G_OBJECT (pane), "facts", cenacle_detail_pane_add_list (pane, _ ("So far")));
  g_signal_connect_object (pane, "pressed", G_CALLBACK (pane_pressed_cb), self, 0);
  show_pane (self, pane, poll);
  cenacle_window_show_detail (GTK_WIDGET (self), GTK_WIDGET (pane), _ ("Poll"));
}

static void
row_activated_cb (CenaclePollsPage *self, GtkListBoxRow *row)
{
  const CenPoll *poll = find (self, cenacle_card_row_get_key (CENACLE_CARD_ROW (row)));

  if (poll != NULL)
    open_poll (self, poll);
}

static void
show (CenacleObjectPage *page, gpointer answer)
{
  CenaclePollsPage *self = CENACLE_POLLS_PAGE (page);
  const CenPolls *polls = answer;
  GtkWidget *pane = cenacle_window_get_detail (GTK_WIDGET (self));
  const CenPoll *shown = CENACLE_IS_DETAIL_PANE (pane)
                             ? find (self, cenacle_detail_pane_get_key (CENACLE_DETAIL_PANE (pane)))
                             : NULL;
  int n_open = 0, n_closed = 0;

  for (guint i = polls->all->len; i-- > 0;) {
    const CenPoll *poll = polls->all->pdata[i];
    g_autofree char *key = cen_id_dup_text (&poll->row->id);
    g_autofree char *caption = dup_caption (poll);
    g_autofree char *result = poll->is_closed ? dup_result (poll) : g_strdup ("");
    GtkListBox *list = poll->is_closed ? self->closed_list : self->open_list;
    CenacleCardRow *row =
        cenacle_card_list_place (list, key, poll->is_closed ? n_closed++ : n_open++,
                                 G_CALLBACK (row_pressed_cb), self);
    g_autofree char *line =
        result[0] != '\0' ? g_strdup_printf ("%s · %s", caption, result) : g_strdup (caption);

    cenacle_card_row_show (row, "", poll->question, line, "");
    show_options (self, cenacle_card_row_get_strip (row), poll);
  }
  cenacle_card_list_cut (self->open_list, n_open);
  cenacle_card_list_cut (self->closed_list, n_closed);
  if (shown != NULL)
    show_pane (self, CENACLE_DETAIL_PANE (pane), shown);
}

static void
open_object (CenacleObjectPage *page, const CenId *object)
{
  const CenPoll *poll = cen_polls_find (cenacle_object_page_get_answer (page), object);

  if (poll != NULL)
    open_poll (CENACLE_POLLS_PAGE (page), poll);
}

/* --- Asking --- */

typedef struct {
  AdwEntryRow *question;
  AdwEntryRow *options[OPTION_ROWS];
  AdwComboRow *mode;
  AdwComboRow *closes;
  CenacleWhenRows when; /* shown where a day is chosen */
  CenacleObjectDialog *dialog;
} Form;

/* Days from now for each choice but the last, which is a day that the rows below say. */
static const guint closing_days[] = { 0, 1, 3, 7, 14 };

static gboolean
closes_on_a_day (const Form *form)
{
  return adw_combo_row_get_selected (form->closes) == G_N_ELEMENTS (closing_days);
}

static void
closing_cb (Form *form)
{
  gboolean is_said = closes_on_a_day (form);
  gboolean is_right = cenacle_when_rows_check (&form->when) || !is_said;

  cenacle_when_rows_set_visible (&form->when, is_said);
  cenacle_object_dialog_set_state (form->dialog,
                                   is_right ? CENACLE_DIALOG_READY : CENACLE_DIALOG_NOT_READY);
}

/* 0: when somebody closes it. */
static gint64
read_closing (const Form *form)
{
  guint closes = adw_combo_row_get_selected (form->closes);

  if (closes_on_a_day (form))
    return cenacle_when_rows_read (&form->when);
  return closes > 0 && closes < G_N_ELEMENTS (closing_days)
             ? g_get_real_time () / 1000 + closing_days[closes] * DAY_MS
             : 0;
}

static void
confirm_cb (CenacleObjectDialog *dialog, Form *form)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GVariantDict) fields = G_VARIANT_DICT_INIT (NULL);
  g_auto (GStrv) options = NULL;
  g_autofree char *question = cenacle_form_dup_entry (form->question);
  gint64 closes_ms = read_closing (form);

  for (guint i = 0; i < OPTION_ROWS; i++) {
    g_autofree char *option = cenacle_form_dup_entry (form->options[i]);

    if (option[0] != '\0')
      g_strv_builder_add (builder, option);
  }
  options = g_strv_builder_end (builder);
  g_variant_dict_insert (&fields, "question", "s", question);
  g_variant_dict_insert (&fields, "options", "^as", options);
  g_variant_dict_insert (&fields, "mode", "t", (guint64) adw_combo_row_get_selected (form->mode));
  if (closes_ms > 0)
    g_variant_dict_insert (&fields, "closes", "x", closes_ms);
  cenacle_object_dialog_wait (dialog);
  cenacle_objects_create (cenacle_object_dialog_get_circle (dialog), "poll",
                          g_variant_dict_end (&fields), cenacle_object_dialog_done_cb,
                          g_object_ref (dialog));
}

static void
ask_cb (CenaclePollsPage *self)
{
  const char *const modes[] = { _ ("One option"), _ ("Several options"), _ ("Ranked, best first"),
                                NULL };
  const char *const closes[] = { _ ("When somebody closes it"),
                                 _ ("In a day"),
                                 _ ("In three days"),
                                 _ ("In a week"),
                                 _ ("In two weeks"),
                                 _ ("On a day…"),
                                 NULL };
  CenacleObjectDialog *dialog = cenacle_object_dialog_new (GTK_WIDGET (self), get_circle (self),
                                                           _ ("New poll"), C_ ("poll", "Ask"));
  Form *form = g_new0 (Form, 1);

  form->dialog = dialog;
  form->question =
      cenacle_object_dialog_add_entry (dialog, _ ("What is to be chosen"), CENACLE_ROW_REQUIRED);
  cenacle_object_dialog_add_group (dialog, _ ("Options"), "");
  for (guint i = 0; i < OPTION_ROWS; i++) {
    g_autofree char *label = g_strdup_printf (_ ("Option %u"), i + 1);

    form->options[i] =
        cenacle_object_dialog_add_entry (dialog, label,
                                         i < 2 ? CENACLE_ROW_REQUIRED : CENACLE_ROW_OPTIONAL);
  }
  cenacle_object_dialog_add_group (dialog, "", "");
  form->mode = cenacle_object_dialog_add_choice (dialog, _ ("Everybody chooses"), modes);
  form->closes = cenacle_object_dialog_add_choice (dialog, _ ("Closes"), closes);
  cenacle_when_rows_add (&form->when, dialog, CENACLE_ROW_OPTIONAL);
  cenacle_when_rows_suggest (&form->when, 7, "18:00");
  cenacle_when_rows_follow (&form->when, G_CALLBACK (closing_cb), form);
  g_signal_connect_swapped (form->closes, "notify::selected", G_CALLBACK (closing_cb), form);
  closing_cb (form);
  g_signal_connect_data (dialog, "confirm", G_CALLBACK (confirm_cb), form,
                         (GClosureNotify) (GCallback) g_free, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static gpointer
read_polls (CenStore *store, const CenId *circle, GError **error)
{
  return cen_polls_read (store, circle, g_get_real_time () / 1000, error);
}

static void
free_polls (gpointer answer)
{
  cen_polls_free (answer);
}

static void
cenacle_polls_page_class_init (CenaclePollsPageClass *klass)
{
  CenacleObjectPageClass *page_class = CENACLE_OBJECT_PAGE_CLASS (klass);

  page_class->read = read_polls;
  page_class->free_answer = free_polls;
  page_class->show = show;
  page_class->open_object = open_object;
}

static void
cenacle_polls_page_init (CenaclePollsPage *self)
{
  CenacleObjectPage *page = CENACLE_OBJECT_PAGE (self);

  cenacle_object_page_add_button (page, _ ("New poll"), G_CALLBACK (ask_cb));
  self->open_list =
      cenacle_object_page_add_group (page, _ ("Open polls"), G_CALLBACK (row_activated_cb));
  self->closed_list =
      cenacle_object_page_add_group (page, _ ("Closed polls"), G_CALLBACK (row_activated_cb));
  cenacle_object_page_set_empty (page, "cenacle-poll-symbolic", _ ("No poll yet"),
                                 _ ("Ask the circle to choose: a date, a book, what comes next. "
                                    "Everybody counts the votes for "
                                    "themselves, and finds the same."));
}
