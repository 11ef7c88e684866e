/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "week-page.h"

#include "app/control/icebreakers.h"
#include "app/control/name-list.h"
#include "card-row.h"
#include "form.h"
#include "object-commands.h"
#include "object-dialog.h"
#include "time-text.h"

#include "core/boosts.h"
#include "core/charters.h"
#include "core/questions.h"
#include "core/week.h"

#include <glib/gi18n.h>

struct _CenacleWeekPage {
  CenacleObjectPage parent;
  GtkListBox *charter;
  GtkListBox *week;
  GtkListBox *questions;
  GtkListBox *boosts;
  GtkListBox *earlier; /* boosts of other months */
};

G_DEFINE_FINAL_TYPE (CenacleWeekPage, cenacle_week_page, CENACLE_TYPE_OBJECT_PAGE)

typedef struct {
  CenWeek *week;
  CenCharters *charters;
  CenQuestions *questions;
  CenBoosts *boosts;
  guint month;
} Answer;

static void
answer_free (gpointer data)
{
  Answer *answer = data;

  g_clear_pointer (&answer->week, cen_week_free);
  g_clear_pointer (&answer->charters, cen_charters_free);
  g_clear_pointer (&answer->questions, cen_questions_free);
  g_clear_pointer (&answer->boosts, cen_boosts_free);
  g_free (answer);
}

/* --- Reading --- */

static gpointer
read_week (CenStore *store, const CenId *circle, GError **error)
{
  Answer *answer = g_new0 (Answer, 1);
  gint64 now_ms = g_get_real_time () / 1000;

  answer->month = cen_boost_get_month (now_ms);
  if ((answer->week = cen_week_read (store, circle, CENACLE_ICEBREAKERS, now_ms, error)) != NULL &&
      (answer->charters = cen_charters_read (store, circle, error)) != NULL &&
      (answer->questions = cen_questions_read (store, circle, error)) != NULL &&
      (answer->boosts = cen_boosts_read (store, circle, error)) != NULL)
    return answer;
  answer_free (answer);
  return NULL;
}

/* --- Showing --- */

static CenacleCircle *
get_circle (CenacleWeekPage *self)
{
  return cenacle_object_page_get_circle (CENACLE_OBJECT_PAGE (self));
}

static void
show_card (GtkListBox *list, const char *key, int *place, const char *mark, const char *title,
           const char *caption)
{
  CenacleCardRow *row;

  if (title[0] == '\0')
    return;
  row = cenacle_card_list_place (list, key, (*place)++, NULL, NULL);
  cenacle_card_row_show (row, mark, title, caption, "");
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
}

static const char *
get_name (CenacleWeekPage *self, const CenId *id)
{
  const CenMemberRow *member = cenacle_circle_get_member (get_circle (self), id);

  return member != NULL ? member->name : "";
}

static char *
dup_pairs (CenacleWeekPage *self, GArray *pairs)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < pairs->len; i++) {
    const CenCafePair *pair = &g_array_index (pairs, CenCafePair, i);

    if (!cen_id_is_zero (&pair->b))
      g_string_append_printf (text, "%s%s + %s", text->len > 0 ? "\n" : "",
                              get_name (self, &pair->a), get_name (self, &pair->b));
  }
  return g_string_free (text, FALSE);
}

static void
show_draws (CenacleWeekPage *self, const Answer *answer)
{
  g_autofree char *pairs = dup_pairs (self, answer->week->pairs);
  int n = 0;

  show_card (self->week, "icebreaker", &n, "💬", cenacle_icebreaker_get (answer->week->prompt),
             _ ("To begin the next session with"));
  show_card (self->week, "spotlight", &n, "🌟", get_name (self, &answer->week->spotlight),
             _ ("In the spotlight this week: ask them what they are learning"));
  show_card (self->week, "pairs", &n, "☕", pairs, _ ("Drawn to have a coffee together"));
  show_card (self->week, "late", &n, "↻",
             answer->week->is_late ? _ ("The draw of this week has changed") : "",
             _ ("Somebody came or left before Monday, and word of it came only since."));
  cenacle_card_list_cut (self->week, n);
}

static void
agree_cb (CenacleCardRow *row, const char *name, CenacleWeekPage *self)
{
  const Answer *answer = cenacle_object_page_get_answer (CENACLE_OBJECT_PAGE (self));
  const CenCharter *last = answer != NULL ? cen_charters_get_last (answer->charters) : NULL;

  (void) row;
  (void) name;
  if (last != NULL)
    cenacle_objects_mark (get_circle (self), &last->row->id, "agree", "",
                          g_variant_new_boolean (TRUE), cenacle_commands_show_error_cb,
                          g_object_ref (self));
}

static void
show_charter (CenacleWeekPage *self, const Answer *answer)
{
  const CenCharter *last = cen_charters_get_last (answer->charters);
  gboolean can = cenacle_object_page_is_active (CENACLE_OBJECT_PAGE (self));
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  g_autofree char *agreed = NULL;
  g_autofree char *title = NULL;
  g_autofree char *caption = NULL;
  CenacleCardRow *row;

  if (last == NULL) {
    cenacle_card_list_cut (self->charter, 0);
    return;
  }
  for (guint i = 0; i < last->agreed->len; i++) {
    const CenMemberRow *member =
        cenacle_circle_get_member (get_circle (self), &g_array_index (last->agreed, CenId, i));

    if (member != NULL)
      g_ptr_array_add (names, member->name);
  }
  agreed = cenacle_name_list_dup_text (names);
  row = cenacle_card_list_place (self->charter, "charter", 0, G_CALLBACK (agree_cb), self);
  title = answer->charters->is_agreed
              ? g_strdup_printf (_ ("Version %u of the charter"), last->number)
              : g_strdup_printf (_ ("Version %u of the charter waits for you"), last->number);
  caption = names->len > 0 ? g_strdup_printf (_ ("Agreed to by %s"), agreed)
                           : g_strdup (_ ("Nobody has agreed to it yet"));
  cenacle_card_row_show (row, answer->charters->is_agreed ? "" : "✋", title, caption,
                         answer->charters->is_agreed ? "" : last->text);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  cenacle_button_strip_set (cenacle_card_row_get_strip (row), "agree", _ ("I agree"),
                            _ ("You agree to this version of the charter"),
                            can && !answer->charters->is_agreed ? CENACLE_BUTTON_PLAIN
                                                                : CENACLE_BUTTON_GONE);
  cenacle_card_list_cut (self->charter, 1);
}

static void
show_questions (CenacleWeekPage *self, const Answer *answer)
{
  int n = 0;

  for (guint i = answer->questions->all->len; i-- > 0;) {
    const CenQuestion *question = answer->questions->all->pdata[i];
    g_autofree char *key = cen_id_dup_text (&question->row->id);
    g_autofree char *ago = cenacle_time_text_dup_ago (question->row->time_ms);
    g_autofree char *caption = g_strdup_printf ("%s · %s", question->row->author_name, ago);
    CenacleCardRow *row;

    if (question->state != CEN_QUESTION_IS_OPEN)
      continue;
    row = cenacle_card_list_place (self->questions, key, n++, NULL, NULL);
    cenacle_card_row_show (row, "", question->title, caption, "");
  }
  cenacle_card_list_cut (self->questions, n);
}

/* "October 2026" */
static char *
dup_month (guint month)
{
  g_autoptr (GDateTime) first =
      g_date_time_new_local ((int) (month / 100), (int) (month % 100), 1, 0, 0, 0);

  /* Translators: a month and its year, as strftime writes them. */
  return first != NULL ? g_date_time_format (first, C_ ("month", "%B %Y")) : g_strdup ("");
}

/* The page of the month, and below it those of the months before. */
static void
show_boosts (CenacleWeekPage *self, const Answer *answer)
{
  int n[2] = { 0 };

  for (guint i = answer->boosts->all->len; i-- > 0;) {
    const CenBoost *boost = answer->boosts->all->pdata[i];
    g_autofree char *key = cen_id_dup_text (&boost->row->id);
    g_autofree char *helped = g_strdup_printf (_ ("Helped %s"), boost->row->author_name);
    gboolean is_earlier = boost->month != answer->month;
    g_autofree char *month = dup_month (boost->month);
    g_autofree char *caption =
        is_earlier ? g_strdup_printf ("%s · %s", month, helped) : g_strdup (helped);
    CenacleCardRow *row = cenacle_card_list_place (is_earlier ? self->earlier : self->boosts, key,
                                                   n[is_earlier]++, NULL, NULL);

    cenacle_card_row_show (row, "🚀", boost->title, caption, boost->text);
    gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  }
  cenacle_card_list_cut (self->boosts, n[0]);
  cenacle_card_list_cut (self->earlier, n[1]);
}

static void
show (CenacleObjectPage *page, gpointer answer)
{
  CenacleWeekPage *self = CENACLE_WEEK_PAGE (page);

  show_charter (self, answer);
  show_draws (self, answer);
  show_questions (self, answer);
  show_boosts (self, answer);
}

static void
question_activated_cb (CenacleWeekPage *self, GtkListBoxRow *row)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.open-object", "s",
                              cenacle_card_row_get_key (CENACLE_CARD_ROW (row)));
}

/* --- Naming what helped --- */

typedef struct {
  AdwEntryRow *title;
  AdwEntryRow *text;
} Form;

static void
confirm_cb (CenacleObjectDialog *dialog, Form *form)
{
  g_auto (GVariantDict) fields = G_VARIANT_DICT_INIT (NULL);
  g_autofree char *title = cenacle_form_dup_entry (form->title);
  g_autofree char *text = cenacle_form_dup_entry (form->text);

  g_variant_dict_insert (&fields, "month", "t",
                         (guint64) cen_boost_get_month (g_get_real_time () / 1000));
  g_variant_dict_insert (&fields, "title", "s", title);
  if (text[0] != '\0')
    g_variant_dict_insert (&fields, "text", "s", text);
  cenacle_object_dialog_wait (dialog);
  cenacle_objects_create (cenacle_object_dialog_get_circle (dialog), "boost",
                          g_variant_dict_end (&fields), cenacle_object_dialog_done_cb,
                          g_object_ref (dialog));
}

static void
boost_cb (CenacleWeekPage *self)
{
  CenacleObjectDialog *dialog = cenacle_object_dialog_new (GTK_WIDGET (self), get_circle (self),
                                                           _ ("What helped you"), _ ("Name it"));
  Form *form = g_new0 (Form, 1);

  cenacle_object_dialog_add_group (dialog, "", _ ("A person, a work or a resource."));
  form->title =
      cenacle_object_dialog_add_entry (dialog, _ ("Who or what helped"), CENACLE_ROW_REQUIRED);
  form->text = cenacle_object_dialog_add_entry (dialog, _ ("How"), CENACLE_ROW_OPTIONAL);
  g_signal_connect_data (dialog, "confirm", G_CALLBACK (confirm_cb), form,
                         (GClosureNotify) (GCallback) g_free, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
cenacle_week_page_class_init (CenacleWeekPageClass *klass)
{
  CenacleObjectPageClass *page_class = CENACLE_OBJECT_PAGE_CLASS (klass);

  page_class->read = read_week;
  page_class->free_answer = answer_free;
  page_class->show = show;
}

static void
cenacle_week_page_init (CenacleWeekPage *self)
{
  CenacleObjectPage *page = CENACLE_OBJECT_PAGE (self);

  cenacle_object_page_add_button (page, _ ("Name what helped"), G_CALLBACK (boost_cb));
  self->charter = cenacle_object_page_add_group (page, _ ("Charter"), NULL);
  self->week = cenacle_object_page_add_group (page, _ ("This week"), NULL);
  self->questions = cenacle_object_page_add_group (page, _ ("Waiting for an answer"),
                                                   G_CALLBACK (question_activated_cb));
  self->boosts = cenacle_object_page_add_group (page, _ ("What helped this month"), NULL);
  self->earlier = cenacle_object_page_add_group (page, _ ("What helped before"), NULL);
}
