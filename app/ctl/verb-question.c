/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Questions and their answers. What was asked of one member alone is answered to that member alone:
 * the engine seals what is about something sealed for the same eyes, but an answer is an object of
 * its own, and names them itself. */

#include "names.h"
#include "object.h"
#include "parse.h"
#include "verb.h"

#include "core/questions.h"
#include "core/skills.h"

#include <glib/gi18n.h>

static struct {
  char *to;
  char **skills;
  gboolean only_open;
  gboolean is_removal;
} options;

static const GOptionEntry ask_options[] = {
  { "skill", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options.skills,
    N_ ("What it is about, to find who might know; may be repeated"), N_ ("SKILL") },
  { "to", 0, 0, G_OPTION_ARG_FILENAME, &options.to,
    N_ ("Ask this member alone, sealed: nobody else can read it"), N_ ("MEMBER") },
  G_OPTION_ENTRY_NULL,
};

static const GOptionEntry list_options[] = {
  { "open", 0, 0, G_OPTION_ARG_NONE, &options.only_open, N_ ("Only those without accepted answer"),
    NULL },
  G_OPTION_ENTRY_NULL,
};

static const GOptionEntry me_too_options[] = {
  { "remove", 0, 0, G_OPTION_ARG_NONE, &options.is_removal, N_ ("Take it back"), NULL },
  G_OPTION_ENTRY_NULL,
};

/* Who offers what a question is about. */
typedef struct {
  GPtrArray *skills;
  CenacleNames *names;
} Knowing;

static void
knowing_clear (Knowing *self)
{
  g_clear_pointer (&self->skills, g_ptr_array_unref);
  g_clear_pointer (&self->names, cenacle_names_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Knowing, knowing_clear)

static gboolean
knowing_init (Knowing *self, CenStore *store, const CenId *circle, GError **error)
{
  g_autoptr (GPtrArray) members = cen_query_members (store, circle, error);
  g_autoptr (GPtrArray) profiles =
      members != NULL ? cen_query_objects (store, circle, CEN_KIND_PROFILE, NULL, error) : NULL;

  if (profiles == NULL || (self->names = cenacle_names_new (store, circle, error)) == NULL)
    return FALSE;
  self->skills = cen_skills_list (profiles, members);
  return TRUE;
}

static void
add_knowers (CenacleOutput *output, const Knowing *knowing, const char *const *skills,
             const char *title, const char *text, const CenId *asker)
{
  g_autofree char *words = g_strjoin ("\n", title, text, NULL);
  g_autoptr (GArray) knowers = cen_skills_find_knowers (knowing->skills, skills, words, asker);
  g_autofree char *names = cenacle_names_dup_all (knowing->names, knowers);

  cenacle_output_add_node (output, "might_know", _ ("Who might know"),
                           cenacle_names_to_json (knowing->names, knowers), names);
}

/* Creates for the eyes of @member and one's own, and prints the id. */
static gboolean
create_sealed (CenacleCommand *command, const CenacleTarget *target, const CenId *member,
               const char *kind, GVariant *fields, GError **error)
{
  g_autofree char *to = cen_id_dup_text (member);
  g_autofree char *id = NULL;

  if (!cenacle_command_settle (
          cenacle_engine1_call_create_sealed_sync (target->engine, target->circle,
                                                   (const char *const[]){ to, NULL }, kind, fields,
                                                   &id, NULL, error),
          error))
    return FALSE;
  cenacle_command_show_id (command, id);
  return TRUE;
}

/* Of everybody: prints the id, and who might know. */
static gboolean
ask_all (CenacleCommand *command, const CenacleTarget *target, const char *title, const char *text,
         GVariant *fields, GError **error)
{
  g_autoptr (CenacleOutput) output =
      cenacle_output_new (CENACLE_SHAPE_RECORD, cenacle_command_get_format (command));
  CenStore *store = cenacle_command_get_store (command, error);
  g_auto (Knowing) knowing = { 0 };
  g_autofree char *id = NULL;

  if (store == NULL || !knowing_init (&knowing, store, &target->row->id, error) ||
      !cenacle_command_settle (cenacle_engine1_call_create_sync (target->engine, target->circle,
                                                                 "question", fields, &id, NULL,
                                                                 error),
                               error))
    return FALSE;
  cenacle_output_add_row (output);
  cenacle_output_add_text (output, "id", _ ("Id"), id);
  add_knowers (output, &knowing, (const char *const *) options.skills, title, text,
               &target->row->self_member);
  cenacle_output_show (output);
  return TRUE;
}

static gboolean
ask (CenacleCommand *command, char **arguments, GError **error)
{
  g_auto (GVariantDict) fields = G_VARIANT_DICT_INIT (NULL);
  g_auto (CenacleTarget) target = { 0 };
  g_autofree char *text = NULL;
  CenId member;

  if (arguments[2] != NULL &&
      (text = cenacle_parse_text (arguments[2], CEN_TEXT_MAX, error)) == NULL)
    return FALSE;
  if (!cenacle_command_open_target (command, arguments[0], 0, &target, error))
    return FALSE;
  g_variant_dict_insert (&fields, "title", "s", arguments[1]);
  if (text != NULL)
    g_variant_dict_insert (&fields, "text", "s", text);
  if (options.skills != NULL)
    g_variant_dict_insert (&fields, "skills", "^as", options.skills);
  if (options.to == NULL)
    return ask_all (command, &target, arguments[1], text != NULL ? text : "",
                    g_variant_dict_end (&fields), error);
  return cenacle_command_find_member (command, &target.row->id, options.to, &member, error) &&
         create_sealed (command, &target, &member, "private-question", g_variant_dict_end (&fields),
                        error);
}

/* The member at the other end of what was asked of one alone. */
static gboolean
find_peer (const CenObjectRow *question, CenId *ret_peer, GError **error)
{
  if (!cen_id_is_zero (&question->peer)) {
    *ret_peer = question->peer;
    return TRUE;
  }
  g_set_error_literal (error, CEN_ERROR, CEN_ERROR_NOT_FOUND,
                       _ ("Who was asked is not in the circle any more."));
  return FALSE;
}

static gboolean
answer (CenacleCommand *command, char **arguments, GError **error)
{
  g_auto (GVariantDict) fields = G_VARIANT_DICT_INIT (NULL);
  g_auto (CenacleTarget) target = { 0 };
  g_autofree char *text = cenacle_parse_text (arguments[2], CEN_TEXT_MAX, error);
  g_autoptr (CenObjectRow) question = NULL;
  g_autofree char *id = NULL;
  CenId peer;

  if (text == NULL || !cenacle_command_open_target (command, arguments[0], 0, &target, error))
    return FALSE;
  question =
      cenacle_object_find (command, &target.row->id, arguments[1], CEN_KIND_QUESTION,
                           CEN_KIND_PRIVATE_QUESTION, _ ("There is no such question."), error);
  if (question == NULL)
    return FALSE;
  id = cen_id_dup_text (&question->id);
  g_variant_dict_insert (&fields, "question", "s", id);
  g_variant_dict_insert (&fields, "text", "s", text);
  if (!question->is_sealed)
    return cenacle_object_create (command, &target, "answer", g_variant_dict_end (&fields), error);
  return find_peer (question, &peer, error) &&
         create_sealed (command, &target, &peer, "private-answer", g_variant_dict_end (&fields),
                        error);
}

static gboolean
accept_answer (CenacleCommand *command, char **arguments, GError **error)
{
  g_auto (GVariantDict) fields = G_VARIANT_DICT_INIT (NULL);
  g_auto (CenacleTarget) target = { 0 };
  g_autoptr (CenObjectRow) row = NULL;
  g_autofree char *id = NULL;
  CenId question;

  if (!cenacle_command_open_target (command, arguments[0], 0, &target, error))
    return FALSE;
  row = cenacle_object_find (command, &target.row->id, arguments[1], CEN_KIND_ANSWER,
                             CEN_KIND_PRIVATE_ANSWER, _ ("There is no such answer."), error);
  if (row == NULL || !cen_object_row_get_ref (row, CEN_ANSWER_QUESTION, &question))
    return FALSE;
  id = cen_id_dup_text (&row->id);
  g_variant_dict_insert (&fields, "accepted", "s", id);
  return cenacle_object_set (command, &target, &question, g_variant_dict_end (&fields), error);
}

static gboolean
say_me_too (CenacleCommand *command, char **arguments, GError **error)
{
  g_auto (CenacleTarget) target = { 0 };
  g_autoptr (CenObjectRow) row = NULL;

  if (!cenacle_command_open_target (command, arguments[0], 0, &target, error))
    return FALSE;
  row = cenacle_object_find (command, &target.row->id, arguments[1], CEN_KIND_QUESTION,
                             CEN_KIND_PRIVATE_QUESTION, _ ("There is no such question."), error);
  return row != NULL && cenacle_object_mark (command, &target, &row->id, "me_too", "",
                                             g_variant_new_boolean (!options.is_removal), error);
}

static gboolean
list_questions (CenacleCommand *command, char **arguments, GError **error)
{
  g_autoptr (CenacleOutput) output =
      cenacle_output_new (CENACLE_SHAPE_LIST, cenacle_command_get_format (command));
  g_autoptr (CenCircleRow) circle = cenacle_command_find_circle (command, arguments[0], error);
  CenStore *store = circle != NULL ? cenacle_command_get_store (command, error) : NULL;
  g_autoptr (CenQuestions) questions =
      store != NULL ? cen_questions_read (store, &circle->id, error) : NULL;
  g_auto (Knowing) knowing = { 0 };

  if (questions == NULL || !knowing_init (&knowing, store, &circle->id, error))
    return FALSE;
  for (guint i = 0; i < questions->all->len; i++) {
    const CenQuestion *question = questions->all->pdata[i];

    if (options.only_open && question->state == CEN_QUESTION_IS_ACCEPTED)
      continue;
    cenacle_output_add_row (output);
    cenacle_output_add_id (output, "id", _ ("Id"), &question->row->id);
    cenacle_output_add_text (output, "title", _ ("Question"), question->title);
    cenacle_output_add_text (output, "text", NULL, question->text);
    cenacle_output_add_text (output, "author", _ ("Asked by"), question->row->author_name);
    cenacle_output_add_id (output, "member", NULL, &question->row->author);
    cenacle_output_add_time (output, "time", _ ("When"), question->row->time_ms);
    cenacle_output_add_int (output, "answers", C_ ("questions", "Answers"), question->answers->len);
    cenacle_output_add_int (output, "me_too", _ ("Me too"), question->n_me_too);
    cenacle_output_add_word (output, "state", _ ("State"),
                             cen_question_state_to_name (question->state));
    cenacle_output_add_id (output, "accepted", NULL,
                           question->accepted != NULL ? &question->accepted->id : &(CenId){ 0 });
    cenacle_output_add_node (output, "skills", NULL,
                             cenacle_object_pack_texts ((const char *const *) question->skills),
                             NULL);
    cenacle_output_add_bool (output, "private", _ ("Private"), question->row->is_sealed);
    add_knowers (output, &knowing, (const char *const *) question->skills, question->title,
                 question->text, &question->row->author);
  }
  cenacle_output_show (output);
  return TRUE;
}

static gboolean
list_answers (CenacleCommand *command, char **arguments, GError **error)
{
  g_autoptr (CenacleOutput) output =
      cenacle_output_new (CENACLE_SHAPE_LIST, cenacle_command_get_format (command));
  g_autoptr (CenCircleRow) circle = cenacle_command_find_circle (command, arguments[0], error);
  g_autoptr (CenQuestions) questions = NULL;
  const CenQuestion *question;
  CenId id;

  if (circle == NULL ||
      !cenacle_command_find_object (command, &circle->id, arguments[1], &id, error))
    return FALSE;
  questions = cen_questions_read (cenacle_command_get_store (command, error), &circle->id, error);
  question = questions != NULL ? cen_questions_find (questions, &id) : NULL;
  if (questions != NULL && question == NULL)
    g_set_error_literal (error, CEN_ERROR, CEN_ERROR_NOT_FOUND, _ ("There is no such question."));
  if (question == NULL)
    return FALSE;
  for (guint i = 0; i < question->answers->len; i++) {
    const CenObjectRow *row = question->answers->pdata[i];
    g_autofree char *text = cen_object_row_dup_text (row, CEN_ANSWER_TEXT);

    cenacle_output_add_row (output);
    cenacle_output_add_id (output, "id", _ ("Id"), &row->id);
    cenacle_output_add_text (output, "author", _ ("Author"), row->author_name);
    cenacle_output_add_id (output, "member", NULL, &row->author);
    cenacle_output_add_time (output, "time", _ ("When"), row->time_ms);
    cenacle_output_add_text (output, "text", _ ("Text"), text);
    cenacle_output_add_bool (output, "accepted", _ ("Accepted"), question->accepted == row);
  }
  cenacle_output_show (output);
  return TRUE;
}

const CenacleVerb cenacle_question_verbs[] = {
  { "ask", "CIRCLE TITLE [TEXT|-]", 2, 3, ask_options, ask,
    N_ ("Ask the circle a question, or one member alone.") },
  { "answer", "CIRCLE QUESTION TEXT|-", 3, 3, NULL, answer, N_ ("Answer a question.") },
  { "answers", "CIRCLE QUESTION", 2, 2, NULL, list_answers,
    N_ ("Read the answers to a question, oldest first.") },
  { "accept", "CIRCLE ANSWER", 2, 2, NULL, accept_answer,
    N_ ("Take an answer: by who asked, or a facilitator.") },
  { "me-too", "CIRCLE QUESTION", 2, 2, me_too_options, say_me_too,
    N_ ("Say that you would like to know, too.") },
  { "questions", "CIRCLE", 1, 1, list_options, list_questions,
    N_ ("List questions, oldest first.") },
  { NULL },
};
