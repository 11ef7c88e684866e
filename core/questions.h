/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CenQuestions: what was asked, what was answered, and which answer was taken (PROTOCOL.md,
 * Computations). A pure function of the objects, so that everybody sees the same. */

#pragma once

#include "kinds-life.h"
#include "queries-objects.h"

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
  CEN_QUESTION_IS_OPEN,     /* nobody answered */
  CEN_QUESTION_IS_ANSWERED, /* somebody did */
  CEN_QUESTION_IS_ACCEPTED, /* and the answer was taken */
} CenQuestionState;

typedef struct {
  const CenObjectRow *row; /* lent by the CenQuestions */
  char *title;
  char *text;
  GStrv skills;
  CenQuestionState state;
  const CenObjectRow *accepted; /* among the answers; NULL when none was taken */
  GPtrArray *answers;           /* CenObjectRow, lent, oldest first */
  guint n_me_too;
  gboolean is_me_too; /* by this person */
} CenQuestion;

typedef struct {
  GPtrArray *all; /* CenQuestion, oldest first; private ones after the others */
  GPtrArray *question_rows;
  GPtrArray *answer_rows;
} CenQuestions;

/**
 * cen_questions_compute: takes rows of questions and of answers, private ones or not, in any order.
 * An answer counts when its question is here; a taken answer when it is live and answers just that
 * question.
 */
CenQuestions *
cen_questions_compute (GPtrArray *questions, GPtrArray *answers, const CenId *self_member);
/* The same of what a replica holds; without what is hidden. Errors: those of queries.h. */
CenQuestions *cen_questions_read (CenStore *store, const CenId *circle, GError **error);
void cen_questions_free (CenQuestions *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CenQuestions, cen_questions_free)

/* NULL when it is none of these; @id may be that of an answer. */
const CenQuestion *cen_questions_find (const CenQuestions *self, const CenId *id);
const char *
cen_question_state_to_name (CenQuestionState state); /* "open", "answered", "accepted" */

G_END_DECLS
