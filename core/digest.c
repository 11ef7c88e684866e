/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "digest.h"

#include "kinds-life.h"
#include "kinds-meet.h"
#include "mention.h"
#include "private-notes.h"
#include "questions.h"
#include "skills.h"

#include <string.h>

#define SOON_MS       (G_GINT64_CONSTANT (7) * 24 * 3600 * 1000)
#define REACTIONS_MIN 3
#define RESOURCE_KIND 40

typedef struct {
  CenStore *store;
  const CenId *circle;
  const CenCircleRow *row;
  gint64 since_ms;
  gint64 now_ms;
  CenDigestNext next;
  GPtrArray *found;
  GHashTable *seen;    /* CenId: in @found */
  GHashTable *ignored; /* CenId: members */
} Digest;

void
cen_digest_row_free (CenDigestRow *self)
{
  g_free (self->kind);
  g_free (self->title);
  g_free (self->author_name);
  g_free (self);
}

const char *
cen_why_to_text (CenWhy why)
{
  static const char *const words[] = {
    "mention", "pair",    "answer",   "taken",       "kudos",    "badge",
    "reply",   "poll",    "session",  "charter",     "skill",    "decided",
    "chosen",  "reacted", "new-poll", "new-session", "resource", "question",
  };

  return words[why];
}

/* --- Taking in --- */

static void
add (Digest *digest, const CenId *id, const char *kind, CenWhy why, const char *title,
     const CenId *author, const char *author_name, gint64 time_ms)
{
  CenDigestRow *row;

  if (!g_hash_table_add (digest->seen, cen_id_dup (id)))
    return;
  row = g_new0 (CenDigestRow, 1);
  row->id = *id;
  row->kind = g_strdup (kind);
  row->why = why;
  row->title = g_strdup (title);
  row->author = *author;
  row->author_name = g_strdup (author_name);
  row->time_ms = time_ms;
  g_ptr_array_add (digest->found, row);
}

static void
add_object (Digest *digest, const CenObjectRow *row, guint title_field, CenWhy why, gint64 time_ms)
{
  g_autofree char *title = cen_object_row_dup_text (row, title_field);

  add (digest, &row->id, row->kind->name, why, title, &row->author, row->author_name, time_ms);
}

static GPtrArray *
read_kind (Digest *digest, guint kind, GError **error)
{
  return cen_query_objects (digest->store, digest->circle, kind, NULL, error);
}

static gboolean
is_new (const Digest *digest, const CenObjectRow *row)
{
  return row->seen_ms >= digest->since_ms && !row->is_own &&
         !g_hash_table_contains (digest->ignored, &row->author);
}

static gboolean
is_self (const Digest *digest, const CenId *member)
{
  return cen_id_equal (member, &digest->row->self_member);
}

/* --- Messages --- */

static guint
count_reactions (const CenMessageRow *row)
{
  guint n = 0;

  for (guint i = 0; i < row->reactions->len; i++)
    n += ((const CenReactionRow *) row->reactions->pdata[i])->n_members;
  return n;
}

static gboolean
answers_me (Digest *digest, const CenMessageRow *row)
{
  g_autoptr (CenMessageRow) answered =
      cen_id_is_zero (&row->reply_to)
          ? NULL
          : cen_query_message (digest->store, digest->circle, &row->reply_to, NULL);

  return answered != NULL && answered->is_own;
}

static gboolean
take_messages (Digest *digest, const char *own_name, GError **error)
{
  CenPage page = { .direction = CEN_PAGE_NEWEST, .limit = CEN_DIGEST_MESSAGES_MAX };
  g_autoptr (GPtrArray) rows = cen_query_messages (digest->store, digest->circle, &page, error);

  for (guint i = 0; rows != NULL && i < rows->len; i++) {
    const CenMessageRow *row = rows->pdata[i];

    if (row->seen_ms < digest->since_ms || row->is_own || row->is_redacted ||
        row->hide_reason != NULL || g_hash_table_contains (digest->ignored, &row->author))
      continue;
    if (cen_mention_has (row->text, own_name))
      add (digest, &row->id, "message", CEN_WHY_MENTION, row->text, &row->author, row->author_name,
           row->time_ms);
    else if (answers_me (digest, row))
      add (digest, &row->id, "message", CEN_WHY_REPLY, row->text, &row->author, row->author_name,
           row->time_ms);
    else if (count_reactions (row) >= REACTIONS_MIN)
      add (digest, &row->id, "message", CEN_WHY_REACTED, row->text, &row->author, row->author_name,
           row->time_ms);
  }
  return rows != NULL;
}

/* --- Questions --- */

static gboolean
is_about_own_skill (const Digest *digest, GPtrArray *skills, const CenQuestion *question)
{
  g_autoptr (GArray) knowers =
      cen_skills_find_knowers (skills, (const char *const *) question->skills, question->title,
                               &question->row->author);

  for (guint i = 0; i < knowers->len; i++) {
    if (is_self (digest, &g_array_index (knowers, CenId, i)))
      return TRUE;
  }
  return FALSE;
}

/* What was last written about a question came after the taken answer was. */
static gboolean
was_just_taken (const Digest *digest, const CenQuestion *question, const CenObjectRow *answer)
{
  gint64 touched_ms;

  return question->accepted == answer && answer->is_own && !question->row->is_own &&
         cen_query_touched (digest->store, digest->circle, &question->row->id, &touched_ms, NULL) &&
         touched_ms >= digest->since_ms;
}

static void
take_answers (Digest *digest, const CenQuestion *question)
{
  for (guint i = 0; i < question->answers->len; i++) {
    const CenObjectRow *answer = question->answers->pdata[i];

    if (question->row->is_own && is_new (digest, answer))
      add_object (digest, answer, CEN_ANSWER_TEXT, CEN_WHY_ANSWER, answer->time_ms);
    else if (was_just_taken (digest, question, answer))
      add (digest, &answer->id, "answer", CEN_WHY_TAKEN, question->title, &question->row->author,
           question->row->author_name, answer->time_ms);
  }
}

static gboolean
take_questions (Digest *digest, GPtrArray *members, GError **error)
{
  g_autoptr (CenQuestions) questions = cen_questions_read (digest->store, digest->circle, error);
  g_autoptr (GPtrArray) profiles =
      questions != NULL ? read_kind (digest, CEN_KIND_PROFILE, error) : NULL;
  g_autoptr (GPtrArray) skills = NULL;

  if (profiles == NULL)
    return FALSE;
  skills = cen_skills_list (profiles, members);
  for (guint i = 0; i < questions->all->len; i++) {
    const CenQuestion *question = questions->all->pdata[i];

    take_answers (digest, question);
    if (!is_new (digest, question->row) || question->state != CEN_QUESTION_IS_OPEN)
      continue;
    add_object (digest, question->row, CEN_QUESTION_TITLE,
                is_about_own_skill (digest, skills, question) ? CEN_WHY_SKILL : CEN_WHY_QUESTION,
                question->row->time_ms);
  }
  return TRUE;
}

/* --- People --- */

static gboolean
take_kudos (Digest *digest, GError **error)
{
  g_autoptr (GPtrArray) rows = read_kind (digest, CEN_KIND_KUDOS, error);

  for (guint i = 0; rows != NULL && i < rows->len; i++) {
    const CenObjectRow *row = rows->pdata[i];
    g_autoptr (GArray) to = cen_object_row_dup_refs (row, CEN_KUDOS_TO);

    for (guint k = 0; is_new (digest, row) && k < to->len; k++) {
      if (is_self (digest, &g_array_index (to, CenId, k)))
        add_object (digest, row, CEN_KUDOS_REASON, CEN_WHY_KUDOS, row->time_ms);
    }
  }
  return rows != NULL;
}

static gboolean
take_awards (Digest *digest, GError **error)
{
  g_autoptr (GPtrArray) rows = read_kind (digest, CEN_KIND_AWARD, error);

  for (guint i = 0; rows != NULL && i < rows->len; i++) {
    const CenObjectRow *row = rows->pdata[i];
    g_autoptr (CenObjectRow) badge =
        is_new (digest, row) && !cen_id_is_zero (&row->parent)
            ? cen_query_object (digest->store, digest->circle, &row->parent, NULL)
            : NULL;
    g_autofree char *name = badge != NULL ? cen_object_row_dup_text (badge, CEN_BADGE_NAME) : NULL;
    CenId to;

    if (badge != NULL && badge->state == CEN_OBJECT_LIVE &&
        cen_object_row_get_ref (row, CEN_AWARD_TO, &to) && is_self (digest, &to))
      add (digest, &row->id, row->kind->name, CEN_WHY_BADGE, name, &row->author, row->author_name,
           row->time_ms);
  }
  return rows != NULL;
}

static gboolean
take_pairs (Digest *digest, GError **error)
{
  g_autoptr (GPtrArray) rows = read_kind (digest, CEN_KIND_PAIR, error);

  for (guint i = 0; rows != NULL && i < rows->len; i++) {
    const CenObjectRow *row = rows->pdata[i];
    const CenMarkRow *accepted;
    CenId with;

    if (!cen_object_row_get_ref (row, CEN_PAIR_WITH, &with))
      continue;
    accepted = cen_object_row_get_mark (row, CEN_PAIR_ACCEPT, "", &with);
    if ((is_new (digest, row) && is_self (digest, &with) && accepted == NULL) ||
        (row->is_own && accepted != NULL && accepted->time_ms >= digest->since_ms))
      add_object (digest, row, CEN_PAIR_GOAL, CEN_WHY_PAIR, row->time_ms);
  }
  return rows != NULL;
}

/* --- What comes --- */

static gint64
find_next (const Digest *digest, const CenObjectRow *row)
{
  gint64 start_ms = (gint64) cen_object_row_get_uint (row, CEN_SESSION_START, 0);

  if (cen_object_row_get_bool (row, CEN_SESSION_CANCELLED))
    return 0;
  return digest->next != NULL ? digest->next (row, digest->now_ms)
                              : (start_ms > digest->now_ms ? start_ms : 0);
}

static gboolean
take_sessions (Digest *digest, GError **error)
{
  g_autoptr (GPtrArray) rows = read_kind (digest, CEN_KIND_SESSION, error);

  for (guint i = 0; rows != NULL && i < rows->len; i++) {
    const CenObjectRow *row = rows->pdata[i];
    gint64 next_ms = find_next (digest, row);
    CenId proposal;
    gboolean is_decided = cen_object_row_get_ref (row, CEN_SESSION_PROPOSAL, &proposal);

    if (next_ms > 0 && next_ms <= digest->now_ms + SOON_MS)
      add_object (digest, row, CEN_SESSION_TITLE, CEN_WHY_SESSION, next_ms);
    else if (next_ms > 0 && is_new (digest, row))
      add_object (digest, row, CEN_SESSION_TITLE,
                  is_decided ? CEN_WHY_DECIDED : CEN_WHY_NEW_SESSION, next_ms);
  }
  return rows != NULL;
}

/* By its time, or by somebody: what was last written about it is what closed it, or came later. */
static gboolean
was_just_closed (const Digest *digest, const CenObjectRow *row, gint64 closes_ms)
{
  gint64 touched_ms;

  if (!cen_object_row_get_bool (row, CEN_POLL_CLOSED))
    return closes_ms > digest->since_ms;
  return cen_query_touched (digest->store, digest->circle, &row->id, &touched_ms, NULL) &&
         touched_ms >= digest->since_ms;
}

static void
take_poll (Digest *digest, const CenObjectRow *row)
{
  gint64 closes_ms = (gint64) cen_object_row_get_uint (row, CEN_POLL_CLOSES, 0);
  gboolean has_voted =
      cen_object_row_get_mark (row, CEN_POLL_VOTE, "", &digest->row->self_member) != NULL;

  if (cen_object_row_get_bool (row, CEN_POLL_CLOSED) ||
      (closes_ms != 0 && closes_ms <= digest->now_ms)) {
    if (was_just_closed (digest, row, closes_ms))
      add_object (digest, row, CEN_POLL_QUESTION, CEN_WHY_CHOSEN, row->time_ms);
    return;
  }
  if (!has_voted && closes_ms != 0 && closes_ms <= digest->now_ms + SOON_MS)
    add_object (digest, row, CEN_POLL_QUESTION, CEN_WHY_POLL, closes_ms);
  else if (!has_voted && is_new (digest, row))
    add_object (digest, row, CEN_POLL_QUESTION, CEN_WHY_NEW_POLL, row->time_ms);
}

static gboolean
take_polls (Digest *digest, GError **error)
{
  g_autoptr (GPtrArray) rows = read_kind (digest, CEN_KIND_POLL, error);

  for (guint i = 0; rows != NULL && i < rows->len; i++)
    take_poll (digest, rows->pdata[i]);
  return rows != NULL;
}

static gboolean
take_new (Digest *digest, guint kind, guint title_field, CenWhy why, GError **error)
{
  g_autoptr (GPtrArray) rows = read_kind (digest, kind, error);

  for (guint i = 0; rows != NULL && i < rows->len; i++) {
    const CenObjectRow *row = rows->pdata[i];

    if (is_new (digest, row) && row->kind != NULL)
      add_object (digest, row, title_field, why, row->time_ms);
  }
  return rows != NULL;
}

static int
compare_rows (gconstpointer a, gconstpointer b)
{
  const CenDigestRow *x = *(CenDigestRow *const *) a, *y = *(CenDigestRow *const *) b;
  gboolean is_coming = x->why == CEN_WHY_SESSION || x->why == CEN_WHY_POLL;

  if (x->why != y->why)
    return x->why < y->why ? -1 : 1;
  if (x->time_ms != y->time_ms)
    return (x->time_ms < y->time_ms) == is_coming ? -1 : 1;
  return cen_id_compare (&x->id, &y->id);
}

static const char *
get_own_name (GPtrArray *members)
{
  for (guint i = 0; i < members->len; i++) {
    if (((const CenMemberRow *) members->pdata[i])->is_self)
      return ((const CenMemberRow *) members->pdata[i])->name;
  }
  return "";
}

gboolean
cen_digest_find_since (CenStore *store, const CenId *circle, gint64 now_ms, gint64 *ret_since_ms,
                       gboolean *ret_is_marked, GError **error)
{
  if (!cen_private_find_looked (store, circle, ret_since_ms, error))
    return FALSE;
  if (ret_is_marked != NULL)
    *ret_is_marked = *ret_since_ms != 0;
  if (*ret_since_ms == 0)
    *ret_since_ms = now_ms - CEN_DIGEST_DAYS * G_GINT64_CONSTANT (24) * 3600 * 1000;
  return TRUE;
}

GPtrArray *
cen_digest_read (CenStore *store, const CenId *circle, gint64 since_ms, gint64 now_ms,
                 CenDigestNext next, GError **error)
{
  g_autoptr (CenCircleRow) row = cen_query_circle (store, circle, error);
  g_autoptr (GPtrArray) members = row != NULL ? cen_query_members (store, circle, error) : NULL;
  g_autoptr (GPtrArray) found =
      g_ptr_array_new_with_free_func ((GDestroyNotify) cen_digest_row_free);
  g_autoptr (GHashTable) seen =
      g_hash_table_new_full (cen_id_hash, cen_id_hash_equal, g_free, NULL);
  g_autoptr (GHashTable) ignored =
      members != NULL ? cen_private_list (store, circle, CEN_PRIVATE_IGNORED, error) : NULL;
  Digest digest = { store, circle, row, since_ms, now_ms, next, found, seen, ignored };

  if (ignored == NULL || !take_messages (&digest, get_own_name (members), error) ||
      !take_questions (&digest, members, error) || !take_kudos (&digest, error) ||
      !take_awards (&digest, error) || !take_pairs (&digest, error) ||
      !take_sessions (&digest, error) || !take_polls (&digest, error) ||
      !take_new (&digest, CEN_KIND_CHARTER, 0, CEN_WHY_CHARTER, error) ||
      !take_new (&digest, RESOURCE_KIND, 1, CEN_WHY_RESOURCE, error))
    return NULL;
  g_ptr_array_sort (found, compare_rows);
  if (found->len > CEN_DIGEST_ROWS_MAX)
    g_ptr_array_set_size (found, CEN_DIGEST_ROWS_MAX);
  return g_steal_pointer (&found);
}
