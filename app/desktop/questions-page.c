/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "questions-page.h"

#include "card-row.h"
#include "detail-pane.h"
#include "form.h"
#include "object-commands.h"
#include "object-dialog.h"
#include "time-text.h"
#include "window.h"

#include "app/control/name-list.h"
#include "core/pairs.h"
#include "core/questions.h"
#include "core/skills.h"

#include <glib/gi18n.h>

struct _CenacleQuestionsPage {
  CenacleObjectPage parent;
  GtkWidget *mentor_button;
  GtkListBox *lists[3]; /* by CenQuestionState */
};

G_DEFINE_FINAL_TYPE (CenacleQuestionsPage, cenacle_questions_page, CENACLE_TYPE_OBJECT_PAGE)

typedef struct {
  CenQuestions *questions;
  GPtrArray *skills; /* CenSkillRow */
  GArray *mentors;   /* CenId: those with whom this person is a pair */
} Answer;

static void
answer_free (gpointer data)
{
  Answer *answer = data;

  g_clear_pointer (&answer->questions, cen_questions_free);
  g_clear_pointer (&answer->skills, g_ptr_array_unref);
  g_clear_pointer (&answer->mentors, g_array_unref);
  g_free (answer);
}

static const CenQuestion *
find (CenacleQuestionsPage *self, const char *key)
{
  const Answer *answer = cenacle_object_page_get_answer (CENACLE_OBJECT_PAGE (self));
  CenId id;

  return answer != NULL && cen_id_from_text (&id, key) ? cen_questions_find (answer->questions, &id)
                                                       : NULL;
}

/* --- Reading --- */

static GArray *
list_mentors (GPtrArray *objects, GPtrArray *members, const CenId *self_member)
{
  g_autoptr (GPtrArray) pairs = cen_pairs_list (objects, members);
  GArray *mentors = g_array_new (FALSE, FALSE, sizeof (CenId));

  for (guint i = 0; i < pairs->len; i++) {
    const CenPairRow *pair = pairs->pdata[i];

    if (pair->state != CEN_PAIR_ACTIVE)
      continue;
    if (cen_id_equal (&pair->by, self_member))
      g_array_append_val (mentors, pair->with);
    else if (cen_id_equal (&pair->with, self_member))
      g_array_append_val (mentors, pair->by);
  }
  return mentors;
}

static gpointer
read_questions (CenStore *store, const CenId *circle, GError **error)
{
  g_autoptr (CenCircleRow) row = cen_query_circle (store, circle, error);
  g_autoptr (CenQuestions) questions =
      row != NULL ? cen_questions_read (store, circle, error) : NULL;
  g_autoptr (GPtrArray) members =
      questions != NULL ? cen_query_members (store, circle, error) : NULL;
  g_autoptr (GPtrArray) profiles =
      members != NULL ? cen_query_objects (store, circle, CEN_KIND_PROFILE, NULL, error) : NULL;
  g_autoptr (GPtrArray) pairs =
      profiles != NULL ? cen_query_objects (store, circle, CEN_KIND_PAIR, NULL, error) : NULL;
  Answer *answer;

  if (pairs == NULL)
    return NULL;
  answer = g_new0 (Answer, 1);
  answer->questions = g_steal_pointer (&questions);
  answer->skills = cen_skills_list (profiles, members);
  answer->mentors = list_mentors (pairs, members, &row->self_member);
  return answer;
}

/* --- Words --- */

static char *
dup_caption (const CenQuestion *question)
{
  g_autofree char *ago = cenacle_time_text_dup_ago (question->row->time_ms);
  g_autofree char *skills = g_strjoinv (", ", question->skills);
  g_autofree char *answers =
      g_strdup_printf (ngettext ("%u answer", "%u answers", question->answers->len),
                       question->answers->len);
  GString *text = g_string_new (question->row->author_name);

  g_string_append_printf (text, " · %s · %s", ago, answers);
  if (question->row->is_sealed)
    g_string_append_printf (text, " · %s", _ ("only you two can read it"));
  if (skills[0] != '\0')
    g_string_append_printf (text, " · %s", skills);
  return g_string_free (text, FALSE);
}

static void
show_me_too (CenacleButtonStrip *strip, CenacleQuestionsPage *self, const CenQuestion *question)
{
  g_autofree char *label = question->n_me_too > 0
                               ? g_strdup_printf (_ ("Me too · %u"), question->n_me_too)
                               : g_strdup (_ ("Me too"));
  gboolean can = !question->row->is_own && !question->row->is_sealed &&
                 cenacle_object_page_is_active (CENACLE_OBJECT_PAGE (self));

  cenacle_button_strip_set (strip, "me-too", label, _ ("You would like to know, too"),
                            !can                  ? CENACLE_BUTTON_GONE
                            : question->is_me_too ? CENACLE_BUTTON_ON
                                                  : CENACLE_BUTTON_OFF);
}

static void
say_me_too (CenacleQuestionsPage *self, const CenQuestion *question)
{
  cenacle_objects_mark (cenacle_object_page_get_circle (CENACLE_OBJECT_PAGE (self)),
                        &question->row->id, "me_too", "",
                        g_variant_new_boolean (!question->is_me_too),
                        cenacle_commands_show_error_cb, g_object_ref (self));
}

/* --- Who might know --- */

static GArray *
list_knowers (CenacleQuestionsPage *self, const CenQuestion *question)
{
  const Answer *answer = cenacle_object_page_get_answer (CENACLE_OBJECT_PAGE (self));
  g_autofree char *words = g_strjoin ("\n", question->title, question->text, NULL);

  if (question->state != CEN_QUESTION_IS_OPEN || question->row->is_sealed)
    return g_array_new (FALSE, FALSE, sizeof (CenId));
  return cen_skills_find_knowers (answer->skills, (const char *const *) question->skills, words,
                                  &question->row->author);
}

/* "Ana and Bo", or with @before in front of each. */
static char *
join_names (CenacleQuestionsPage *self, GArray *members, const char *before)
{
  CenacleCircle *circle = cenacle_object_page_get_circle (CENACLE_OBJECT_PAGE (self));
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < members->len; i++) {
    const CenMemberRow *member =
        cenacle_circle_get_member (circle, &g_array_index (members, CenId, i));

    if (member != NULL && (!member->is_self || before[0] == '\0'))
      g_ptr_array_add (names, g_strconcat (before, member->name, NULL));
  }
  return cenacle_name_list_dup_text (names);
}

static void
mentioned_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GtkWidget) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *created = cenacle_commands_finish (result, &error);

  (void) source;
  gtk_widget_activate_action (self, "win.toast", "s",
                              created != NULL ? _ ("They are told in the first channel")
                                              : error->message);
}

/* A message in the first channel names them: that is what mentions are told by. */
static void
mention (CenacleQuestionsPage *self, const CenQuestion *question)
{
  CenacleCircle *circle = cenacle_object_page_get_circle (CENACLE_OBJECT_PAGE (self));
  CenStore *store = cenacle_circle_get_store (circle);
  g_autoptr (GPtrArray) channels =
      store != NULL ? cen_query_channels (store, cenacle_circle_get_id (circle), NULL) : NULL;
  g_autoptr (GArray) knowers = list_knowers (self, question);
  g_autofree char *names = join_names (self, knowers, "@");
  /* Translators: a message; first names, then a question. */
  g_autofree char *text = g_strdup_printf (_ ("%s: might you know? “%s”"), names, question->title);

  for (guint i = 0; channels != NULL && i < channels->len; i++) {
    const CenChannelRow *channel = channels->pdata[i];
    CenaclePost post = { .channel = &channel->id, .text = text };

    if (channel->is_redacted)
      continue;
    cenacle_commands_post (circle, &post, mentioned_cb, g_object_ref (self));
    return;
  }
}

static void
knowers_pressed_cb (CenacleCardRow *row, const char *name, CenacleQuestionsPage *self)
{
  const CenQuestion *question = find (self, cenacle_card_row_get_key (row));

  (void) name;
  if (question != NULL)
    mention (self, question);
}

static void
show_knowers (CenacleQuestionsPage *self, CenacleDetailPane *pane, const CenQuestion *question)
{
  GtkListBox *list = g_object_get_data (G_OBJECT (pane), "knowers");
  g_autoptr (GArray) knowers = list_knowers (self, question);
  g_autofree char *names = join_names (self, knowers, "");
  g_autofree char *others = join_names (self, knowers, "@");
  gboolean can = cenacle_object_page_is_active (CENACLE_OBJECT_PAGE (self));
  CenacleCardRow *row;

  if (names[0] == '\0') {
    cenacle_card_list_cut (list, 0);
    return;
  }
  row = cenacle_card_list_place (list, cenacle_detail_pane_get_key (pane), 0,
                                 G_CALLBACK (knowers_pressed_cb), self);
  cenacle_card_row_show (row, "🎓", names, _ ("They offer what it is about"), "");
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  cenacle_button_strip_set (cenacle_card_row_get_strip (row), "mention", _ ("Mention them"),
                            _ ("Names them in a message to all"),
                            can && others[0] != '\0' ? CENACLE_BUTTON_PLAIN : CENACLE_BUTTON_GONE);
}

/* --- The pane beside --- */

static void
accept_answer (CenacleQuestionsPage *self, const CenQuestion *question, const char *answer)
{
  g_auto (GVariantDict) fields = G_VARIANT_DICT_INIT (NULL);

  g_variant_dict_insert (&fields, "accepted", "s", answer);
  cenacle_objects_set (cenacle_object_page_get_circle (CENACLE_OBJECT_PAGE (self)),
                       &question->row->id, g_variant_dict_end (&fields),
                       cenacle_commands_show_error_cb, g_object_ref (self));
}

static void
answer_pressed_cb (CenacleCardRow *row, const char *name, CenacleQuestionsPage *self)
{
  const CenQuestion *question = find (self, cenacle_card_row_get_key (row));

  (void) name;
  if (question != NULL)
    accept_answer (self, question, cenacle_card_row_get_key (row));
}

static void
pane_pressed_cb (CenacleDetailPane *pane, const char *name, CenacleQuestionsPage *self)
{
  const CenQuestion *question = find (self, cenacle_detail_pane_get_key (pane));

  (void) name;
  if (question != NULL)
    say_me_too (self, question);
}

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
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
pane_entered_cb (CenacleDetailPane *pane, const char *text, CenacleQuestionsPage *self)
{
  const CenQuestion *question = find (self, cenacle_detail_pane_get_key (pane));
  CenacleCircle *circle = cenacle_object_page_get_circle (CENACLE_OBJECT_PAGE (self));
  g_auto (GVariantDict) fields = G_VARIANT_DICT_INIT (NULL);

  if (question == NULL)
    return;
  g_variant_dict_insert (&fields, "question", "s", cenacle_detail_pane_get_key (pane));
  g_variant_dict_insert (&fields, "text", "s", text);
  if (question->row->is_sealed)
    cenacle_objects_create_sealed (circle, &question->row->peer, "private-answer",
                                   g_variant_dict_end (&fields), answered_cb, g_object_ref (pane));
  else
    cenacle_objects_create (circle, "answer", g_variant_dict_end (&fields), answered_cb,
                            g_object_ref (pane));
}

static void
show_answer (CenacleQuestionsPage *self, CenacleCardRow *row, const CenQuestion *question,
             const CenObjectRow *answer)
{
  CenacleCircle *circle = cenacle_object_page_get_circle (CENACLE_OBJECT_PAGE (self));
  gboolean is_accepted = question->accepted == answer;
  gboolean can = cenacle_object_page_is_active (CENACLE_OBJECT_PAGE (self)) && !is_accepted &&
                 (question->row->is_own || cenacle_circle_can_facilitate (circle));
  g_autofree char *ago = cenacle_time_text_dup_ago (answer->time_ms);
  g_autofree char *caption =
      is_accepted ? g_strdup_printf ("%s · %s", ago, _ ("accepted")) : g_strdup (ago);
  g_autofree char *text = cen_object_row_dup_text (answer, CEN_ANSWER_TEXT);

  cenacle_card_row_show (row, is_accepted ? "✔" : "", answer->author_name, caption, text);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  cenacle_button_strip_set (cenacle_card_row_get_strip (row), "accept", _ ("Accept this answer"),
                            _ ("It answers the question"),
                            can ? CENACLE_BUTTON_PLAIN : CENACLE_BUTTON_GONE);
}

static void
show_pane (CenacleQuestionsPage *self, CenacleDetailPane *pane, const CenQuestion *question)
{
  GtkListBox *list = g_object_get_data (G_OBJECT (pane), "answers");
  g_autofree char *caption = dup_caption (question);
  int n = 0;

  cenacle_detail_pane_show (pane, question->title, caption, question->text);
  show_me_too (cenacle_detail_pane_get_strip (pane), self, question);
  for (guint i = 0; i < question->answers->len; i++) {
    const CenObjectRow *answer = question->answers->pdata[i];
    g_autofree char *key = cen_id_dup_text (&answer->id);

    show_answer (self,
                 cenacle_card_list_place (list, key, n++, G_CALLBACK (answer_pressed_cb), self),
                 question, answer);
  }
  cenacle_card_list_cut (list, n);
  show_knowers (self, pane, question);
  cenacle_detail_pane_settle (pane);
  cenacle_detail_pane_set_field (pane, cenacle_object_page_is_active (CENACLE_OBJECT_PAGE (self))
                                           ? _ ("Write an answer")
                                           : NULL);
}

static void
open_question (CenacleQuestionsPage *self, const CenQuestion *question)
{
  g_autofree char *key = cen_id_dup_text (&question->row->id);
  CenacleDetailPane *pane = cenacle_detail_pane_new (key);

  g_object_set_data (G_OBJECT (pane), "knowers",
                     cenacle_detail_pane_add_list (pane, _ ("Who might know")));
  g_object_set_data (G_OBJECT (pane), "answers",
                     cenacle_detail_pane_add_list (pane, C_ ("questions", "Answers")));
  g_signal_connect_object (pane, "pressed", G_CALLBACK (pane_pressed_cb), self, 0);
  g_signal_connect_object (pane, "entered", G_CALLBACK (pane_entered_cb), self, 0);
  show_pane (self, pane, question);
  cenacle_window_show_detail (GTK_WIDGET (self), GTK_WIDGET (pane), _ ("Question"));
}

/* --- The page --- */

static void
row_pressed_cb (CenacleCardRow *row, const char *name, CenacleQuestionsPage *self)
{
  const CenQuestion *question = find (self, cenacle_card_row_get_key (row));

  (void) name;
  if (question != NULL)
    say_me_too (self, question);
}

static void
row_activated_cb (CenacleQuestionsPage *self, GtkListBoxRow *row)
{
  const CenQuestion *question = find (self, cenacle_card_row_get_key (CENACLE_CARD_ROW (row)));

  if (question != NULL)
    open_question (self, question);
}

/* Newest first in each group. */
static void
show (CenacleObjectPage *page, gpointer answer)
{
  CenacleQuestionsPage *self = CENACLE_QUESTIONS_PAGE (page);
  const CenQuestions *all = ((const Answer *) answer)->questions;
  GtkWidget *pane = cenacle_window_get_detail (GTK_WIDGET (self));
  const CenQuestion *shown =
      CENACLE_IS_DETAIL_PANE (pane)
          ? find (self, cenacle_detail_pane_get_key (CENACLE_DETAIL_PANE (pane)))
          : NULL;
  int n[3] = { 0 };

  for (guint i = all->all->len; i-- > 0;) {
    const CenQuestion *question = all->all->pdata[i];
    GtkListBox *list = self->lists[question->state];
    g_autofree char *key = cen_id_dup_text (&question->row->id);
    g_autofree char *caption = dup_caption (question);
    CenacleCardRow *row = cenacle_card_list_place (list, key, n[question->state]++,
                                                   G_CALLBACK (row_pressed_cb), self);

    cenacle_card_row_show (row,
                           question->row->is_sealed                      ? "🔒"
                           : question->state == CEN_QUESTION_IS_ACCEPTED ? "✔"
                                                                         : "",
                           question->title, caption, "");
    show_me_too (cenacle_card_row_get_strip (row), self, question);
  }
  for (guint i = 0; i < G_N_ELEMENTS (n); i++)
    cenacle_card_list_cut (self->lists[i], n[i]);
  gtk_widget_set_visible (self->mentor_button, ((const Answer *) answer)->mentors->len > 0);
  if (shown != NULL)
    show_pane (self, CENACLE_DETAIL_PANE (pane), shown);
}

static void
open_object (CenacleObjectPage *page, const CenId *object)
{
  CenacleQuestionsPage *self = CENACLE_QUESTIONS_PAGE (page);
  const Answer *answer = cenacle_object_page_get_answer (page);
  const CenQuestion *question = cen_questions_find (answer->questions, object);

  if (question != NULL)
    open_question (self, question);
}

/* --- Asking --- */

typedef struct {
  AdwEntryRow *title;
  AdwEntryRow *skills;
  AdwComboRow *to;
  GtkTextView *text;
  GArray *members; /* CenId, in the order of the choices after the first */
} Form;

static void
form_free (gpointer data)
{
  Form *form = data;

  g_array_unref (form->members);
  g_free (form);
}

static GStrv
split_words (const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, ",", -1);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; parts[i] != NULL; i++) {
    if (g_strstrip (parts[i])[0] != '\0')
      g_strv_builder_add (builder, parts[i]);
  }
  return g_strv_builder_end (builder);
}

static void
confirm_cb (CenacleObjectDialog *dialog, Form *form)
{
  CenacleCircle *circle = cenacle_object_dialog_get_circle (dialog);
  g_auto (GVariantDict) fields = G_VARIANT_DICT_INIT (NULL);
  g_autofree char *title = cenacle_form_dup_entry (form->title);
  g_autofree char *skills = cenacle_form_dup_entry (form->skills);
  g_autofree char *text = cenacle_form_dup_text (form->text);
  g_auto (GStrv) words = split_words (skills);
  guint to = adw_combo_row_get_selected (form->to);

  g_variant_dict_insert (&fields, "title", "s", title);
  if (text[0] != '\0')
    g_variant_dict_insert (&fields, "text", "s", text);
  if (words[0] != NULL)
    g_variant_dict_insert (&fields, "skills", "^as", words);
  cenacle_object_dialog_wait (dialog);
  if (to == 0)
    cenacle_objects_create (circle, "question", g_variant_dict_end (&fields),
                            cenacle_object_dialog_done_cb, g_object_ref (dialog));
  else
    cenacle_objects_create_sealed (circle, &g_array_index (form->members, CenId, to - 1),
                                   "private-question", g_variant_dict_end (&fields),
                                   cenacle_object_dialog_done_cb, g_object_ref (dialog));
}

static gboolean
is_mentor (GArray *mentors, const CenId *member)
{
  for (guint i = 0; i < mentors->len; i++) {
    if (cen_id_equal (&g_array_index (mentors, CenId, i), member))
      return TRUE;
  }
  return FALSE;
}

/* Those with whom one is a pair come first. */
static GStrv
list_choices (CenacleCircle *circle, GArray *mentors, GArray *members)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  GPtrArray *rows = cenacle_circle_get_members (circle);

  g_strv_builder_add (builder, _ ("Everybody"));
  for (guint i = 0; i < 2 * rows->len; i++) {
    const CenMemberRow *row = rows->pdata[i % rows->len];
    gboolean wants_mentor = i < rows->len;
    g_autofree char *label = NULL;

    if (row->is_self || row->state != CEN_MEMBER_ACTIVE ||
        is_mentor (mentors, &row->id) != wants_mentor)
      continue;
    label =
        g_strdup_printf (wants_mentor ? _ ("Only %s, your pair, sealed") : _ ("Only %s, sealed"),
                         row->name);
    g_strv_builder_add (builder, label);
    g_array_append_val (members, row->id);
  }
  return g_strv_builder_end (builder);
}

/* @to: which of the choices is chosen when it opens */
static void
open_dialog (CenacleQuestionsPage *self, guint to)
{
  const Answer *answer = cenacle_object_page_get_answer (CENACLE_OBJECT_PAGE (self));
  CenacleCircle *circle = cenacle_object_page_get_circle (CENACLE_OBJECT_PAGE (self));
  CenacleObjectDialog *dialog =
      cenacle_object_dialog_new (GTK_WIDGET (self), circle, _ ("Ask a question"),
                                 C_ ("question", "Ask"));
  Form *form = g_new0 (Form, 1);
  g_auto (GStrv) choices = NULL;

  form->members = g_array_new (FALSE, FALSE, sizeof (CenId));
  if (answer == NULL) {
    form_free (form);
    gtk_window_destroy (GTK_WINDOW (dialog));
    return;
  }
  choices = list_choices (circle, answer->mentors, form->members);
  cenacle_object_dialog_add_group (
      dialog, "", _ ("No question is too small: who asks helps those who did not dare."));
  form->title = cenacle_object_dialog_add_entry (dialog, _ ("Your question, in one sentence"),
                                                 CENACLE_ROW_REQUIRED);
  form->skills = cenacle_object_dialog_add_entry (dialog, _ ("Subjects, separated by commas"),
                                                  CENACLE_ROW_OPTIONAL);
  form->to =
      cenacle_object_dialog_add_choice (dialog, _ ("Asked of"), (const char *const *) choices);
  adw_combo_row_set_selected (form->to, to);
  form->text = cenacle_object_dialog_add_text (dialog, _ ("More about it"), CENACLE_ROW_OPTIONAL);
  g_signal_connect_data (dialog, "confirm", G_CALLBACK (confirm_cb), form,
                         (GClosureNotify) (GCallback) form_free, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
ask_cb (CenacleQuestionsPage *self)
{
  open_dialog (self, 0);
}

static void
ask_mentor_cb (CenacleQuestionsPage *self)
{
  open_dialog (self, 1);
}

static void
cenacle_questions_page_class_init (CenacleQuestionsPageClass *klass)
{
  CenacleObjectPageClass *page_class = CENACLE_OBJECT_PAGE_CLASS (klass);

  page_class->read = read_questions;
  page_class->free_answer = answer_free;
  page_class->show = show;
  page_class->open_object = open_object;
}

static void
cenacle_questions_page_init (CenacleQuestionsPage *self)
{
  CenacleObjectPage *page = CENACLE_OBJECT_PAGE (self);

  cenacle_object_page_add_button (page, _ ("Ask a question"), G_CALLBACK (ask_cb));
  self->mentor_button =
      cenacle_object_page_add_button (page, _ ("Ask my pair alone"), G_CALLBACK (ask_mentor_cb));
  gtk_widget_hide (self->mentor_button);
  self->lists[CEN_QUESTION_IS_OPEN] =
      cenacle_object_page_add_group (page, _ ("Waiting for an answer"),
                                     G_CALLBACK (row_activated_cb));
  self->lists[CEN_QUESTION_IS_ANSWERED] =
      cenacle_object_page_add_group (page, _ ("Answered, not accepted yet"),
                                     G_CALLBACK (row_activated_cb));
  self->lists[CEN_QUESTION_IS_ACCEPTED] =
      cenacle_object_page_add_group (page, _ ("Solved"), G_CALLBACK (row_activated_cb));
  cenacle_object_page_set_empty (page, "cenacle-question-symbolic", _ ("No question yet"),
                                 _ ("Ask what you wonder about: others in the circle may know, or "
                                    "want to find out with you."));
}
