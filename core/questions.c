/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "questions.h"

static void
question_free (gpointer data)
{
  CenQuestion *question = data;

  g_free (question->title);
  g_free (question->text);
  g_strfreev (question->skills);
  g_ptr_array_unref (question->answers);
  g_free (question);
}

void
cen_questions_free (CenQuestions *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->all);
  g_ptr_array_unref (self->question_rows);
  g_ptr_array_unref (self->answer_rows);
  g_free (self);
}

static int
compare_rows (gconstpointer a, gconstpointer b)
{
  const CenObjectRow *x = *(const CenObjectRow *const *) a;
  const CenObjectRow *y = *(const CenObjectRow *const *) b;

  if (x->kind != y->kind)
    return x->kind->id < y->kind->id ? -1 : 1;
  if (x->lamport != y->lamport)
    return x->lamport < y->lamport ? -1 : 1;
  return cen_id_compare (&x->id, &y->id);
}

static CenQuestion *
new_question (const CenObjectRow *row, const CenId *self_member)
{
  CenQuestion *question = g_new0 (CenQuestion, 1);

  question->row = row;
  question->title = cen_object_row_dup_text (row, CEN_QUESTION_TITLE);
  question->text = cen_object_row_dup_text (row, CEN_QUESTION_TEXT);
  question->skills = cen_object_row_dup_texts (row, CEN_QUESTION_SKILLS);
  question->answers = g_ptr_array_new ();
  question->n_me_too = cen_object_row_count_marks (row, CEN_QUESTION_ME_TOO);
  question->is_me_too = cen_object_row_get_mark (row, CEN_QUESTION_ME_TOO, "", self_member) != NULL;
  return question;
}

static void
settle (CenQuestion *question)
{
  CenId accepted;

  question->state = question->answers->len > 0 ? CEN_QUESTION_IS_ANSWERED : CEN_QUESTION_IS_OPEN;
  if (!cen_object_row_get_ref (question->row, CEN_QUESTION_ACCEPTED, &accepted))
    return;
  for (guint i = 0; i < question->answers->len; i++) {
    const CenObjectRow *answer = question->answers->pdata[i];

    if (cen_id_equal (&answer->id, &accepted)) {
      question->accepted = answer;
      question->state = CEN_QUESTION_IS_ACCEPTED;
    }
  }
}

CenQuestions *
cen_questions_compute (GPtrArray *questions, GPtrArray *answers, const CenId *self_member)
{
  CenQuestions *self = g_new0 (CenQuestions, 1);
  g_autoptr (GHashTable) by_id = g_hash_table_new (cen_id_hash, cen_id_hash_equal);

  self->all = g_ptr_array_new_with_free_func (question_free);
  self->question_rows = questions;
  self->answer_rows = answers;
  g_ptr_array_sort (questions, compare_rows);
  g_ptr_array_sort (answers, compare_rows);
  for (guint i = 0; i < questions->len; i++) {
    CenQuestion *question = new_question (questions->pdata[i], self_member);

    g_ptr_array_add (self->all, question);
    g_hash_table_insert (by_id, (gpointer) &question->row->id, question);
  }
  for (guint i = 0; i < answers->len; i++) {
    CenObjectRow *answer = answers->pdata[i];
    CenQuestion *question = NULL;
    CenId id;

    if (cen_object_row_get_ref (answer, CEN_ANSWER_QUESTION, &id))
      question = g_hash_table_lookup (by_id, &id);
    if (question != NULL && question->row->is_sealed == answer->is_sealed)
      g_ptr_array_add (question->answers, answer);
  }
  for (guint i = 0; i < self->all->len; i++)
    settle (self->all->pdata[i]);
  return self;
}

/* The live ones of @kind after those of @into, which it eats; NULL on failure. */
static GPtrArray *
append_rows (CenStore *store, const CenId *circle, guint kind, GPtrArray *into, GError **error)
{
  g_autoptr (GPtrArray) eaten = into;
  g_autoptr (GPtrArray) more =
      into != NULL ? cen_query_objects (store, circle, kind, NULL, error) : NULL;

  if (more == NULL)
    return NULL;
  g_ptr_array_extend_and_steal (into, g_steal_pointer (&more));
  return g_steal_pointer (&eaten);
}

CenQuestions *
cen_questions_read (CenStore *store, const CenId *circle, GError **error)
{
  g_autoptr (CenCircleRow) row = cen_query_circle (store, circle, error);
  g_autoptr (GPtrArray) questions = NULL;
  g_autoptr (GPtrArray) answers = NULL;

  if (row == NULL)
    return NULL;
  questions =
      append_rows (store, circle, CEN_KIND_PRIVATE_QUESTION,
                   cen_query_objects (store, circle, CEN_KIND_QUESTION, NULL, error), error);
  answers =
      questions != NULL
          ? append_rows (store, circle, CEN_KIND_PRIVATE_ANSWER,
                         cen_query_objects (store, circle, CEN_KIND_ANSWER, NULL, error), error)
          : NULL;
  if (answers == NULL)
    return NULL;
  return cen_questions_compute (g_steal_pointer (&questions), g_steal_pointer (&answers),
                                &row->self_member);
}

const CenQuestion *
cen_questions_find (const CenQuestions *self, const CenId *id)
{
  for (guint i = 0; i < self->all->len; i++) {
    const CenQuestion *question = self->all->pdata[i];

    if (cen_id_equal (&question->row->id, id))
      return question;
    for (guint k = 0; k < question->answers->len; k++) {
      if (cen_id_equal (&((const CenObjectRow *) question->answers->pdata[k])->id, id))
        return question;
    }
  }
  return NULL;
}

const char *
cen_question_state_to_name (CenQuestionState state)
{
  static const char *const names[] = { "open", "answered", "accepted" };

  return names[state];
}
