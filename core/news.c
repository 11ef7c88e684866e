/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "news.h"

#include "kinds-base.h"
#include "kinds-life.h"
#include "kinds-meet.h"
#include "mention.h"
#include "private-notes.h"
#include "skills.h"
#include "store-rows.h"

/* One circle, while what is new there is looked at. */
typedef struct {
  CenStore *store;
  CenId id;
  gint64 no;
  CenCircleRow *row;
  GPtrArray *members;
  const CenMemberRow *self; /* in @members */
  GHashTable *tells;        /* CenId to char * */
  GHashTable *ignored;      /* likewise */
  GPtrArray *skills;        /* CenSkillRow; NULL until it is asked for */
} Place;

void
cen_news_row_free (CenNewsRow *self)
{
  g_free (self->kind);
  g_free (self->channel_name);
  g_free (self->author_name);
  g_free (self->text);
  g_free (self);
}

/* --- Choices --- */

static const char *const tell_texts[] = { "mentions", "all", "none" };

const char *
cen_tell_to_text (CenTell tell)
{
  return tell_texts[tell];
}

CenTell
cen_tell_from_text (const char *text)
{
  for (guint i = 0; text != NULL && i < G_N_ELEMENTS (tell_texts); i++) {
    if (g_str_equal (tell_texts[i], text))
      return i;
  }
  return CEN_TELL_MENTIONS;
}

static CenTell
get_tell (GHashTable *tells, const CenId *circle, const CenId *channel)
{
  const char *own = channel != NULL ? g_hash_table_lookup (tells, channel) : NULL;

  return cen_tell_from_text (own != NULL ? own : g_hash_table_lookup (tells, circle));
}

gboolean
cen_tell_find (CenStore *store, const CenId *circle, const CenId *channel, CenTell *ret_tell,
               GError **error)
{
  g_autoptr (GHashTable) tells = cen_private_list (store, circle, CEN_PRIVATE_TELL, error);

  if (tells == NULL)
    return FALSE;
  *ret_tell = get_tell (tells, circle, channel);
  return TRUE;
}

/* --- Places --- */

static void
place_free (gpointer data)
{
  Place *place = data;

  g_clear_pointer (&place->row, cen_circle_row_free);
  g_clear_pointer (&place->members, g_ptr_array_unref);
  g_clear_pointer (&place->tells, g_hash_table_unref);
  g_clear_pointer (&place->ignored, g_hash_table_unref);
  g_clear_pointer (&place->skills, g_ptr_array_unref);
  g_free (place);
}

static gboolean
fill_place (Place *place, GError **error)
{
  place->row = cen_query_circle (place->store, &place->id, error);
  place->members = place->row != NULL ? cen_query_members (place->store, &place->id, error) : NULL;
  place->tells = place->members != NULL
                     ? cen_private_list (place->store, &place->id, CEN_PRIVATE_TELL, error)
                     : NULL;
  place->ignored = place->tells != NULL
                       ? cen_private_list (place->store, &place->id, CEN_PRIVATE_IGNORED, error)
                       : NULL;
  for (guint i = 0; place->ignored != NULL && i < place->members->len; i++) {
    const CenMemberRow *member = place->members->pdata[i];

    if (member->is_self)
      place->self = member;
  }
  return place->ignored != NULL;
}

/* Lent by @places; NULL on failure. */
static Place *
find_place (GPtrArray *places, CenStore *store, gint64 no, const CenId *id, GError **error)
{
  Place *place;

  for (guint i = 0; i < places->len; i++) {
    if (((Place *) places->pdata[i])->no == no)
      return places->pdata[i];
  }
  place = g_new0 (Place, 1);
  place->store = store;
  place->no = no;
  place->id = *id;
  g_ptr_array_add (places, place);
  return fill_place (place, error) ? place : NULL;
}

static gboolean
is_self (const Place *place, const CenId *member)
{
  return cen_id_equal (member, &place->row->self_member);
}

/* What was written before one came is history, and is not told. */
static gboolean
is_told (const Place *place, const CenId *author, gint64 time_ms)
{
  return place->self != NULL && place->row->self_state == CEN_MEMBER_ACTIVE &&
         !is_self (place, author) && time_ms >= place->self->joined_ms &&
         !g_hash_table_contains (place->ignored, author) &&
         get_tell (place->tells, &place->id, NULL) != CEN_TELL_NONE;
}

static CenNewsRow *
new_row (const Place *place, const CenId *id, const char *kind, CenNewsWhy why, const CenId *author,
         const char *author_name, const char *text, gint64 time_ms)
{
  CenNewsRow *row = g_new0 (CenNewsRow, 1);

  row->id = *id;
  row->circle = place->id;
  row->kind = g_strdup (kind);
  row->why = why;
  row->author = *author;
  row->author_name = g_strdup (author_name);
  row->channel_name = g_strdup ("");
  row->text = cen_rows_cut_snippet (text);
  row->time_ms = time_ms;
  return row;
}

/* --- Messages --- */

static gboolean
is_own_message (const Place *place, const CenId *id)
{
  g_autoptr (CenMessageRow) row =
      cen_id_is_zero (id) ? NULL : cen_query_message (place->store, &place->id, id, NULL);

  return row != NULL && row->is_own;
}

/* FALSE: not worth telling. */
static gboolean
find_why (const Place *place, const CenMessageRow *row, CenNewsWhy *ret_why)
{
  CenTell tell = get_tell (place->tells, &place->id, &row->channel);

  if (row->to != NULL)
    *ret_why = CEN_NEWS_LETTER;
  else if (tell == CEN_TELL_NONE)
    return FALSE;
  else if (cen_mention_has (row->text, place->self->name))
    *ret_why = CEN_NEWS_MENTION;
  else if (is_own_message (place, &row->reply_to) || is_own_message (place, &row->thread))
    *ret_why = CEN_NEWS_REPLY;
  else if (tell == CEN_TELL_ALL)
    *ret_why = CEN_NEWS_MESSAGE;
  else
    return FALSE;
  return TRUE;
}

static char *
dup_channel_name (const Place *place, const CenId *channel)
{
  g_autoptr (CenObjectRow) row =
      cen_id_is_zero (channel) ? NULL : cen_query_object (place->store, &place->id, channel, NULL);

  return row != NULL ? cen_object_row_dup_text (row, CEN_CHANNEL_NAME) : g_strdup ("");
}

static CenNewsRow *
look_at_message (const Place *place, const CenId *id)
{
  g_autoptr (CenMessageRow) row = cen_query_message (place->store, &place->id, id, NULL);
  CenNewsWhy why;
  CenNewsRow *news;

  if (row == NULL || !row->is_unread || row->is_redacted || row->hide_reason != NULL ||
      !is_told (place, &row->author, row->time_ms) || !find_why (place, row, &why))
    return NULL;
  news = new_row (place, id, row->to != NULL ? "letter" : "message", why, &row->author,
                  row->author_name, row->text, row->time_ms);
  if (row->to != NULL)
    return news;
  news->channel = row->channel;
  g_free (news->channel_name);
  news->channel_name = dup_channel_name (place, &row->channel);
  return news;
}

/* --- Objects --- */

static gboolean
is_about_own_skill (Place *place, const CenObjectRow *row)
{
  g_auto (GStrv) about = cen_object_row_dup_texts (row, CEN_QUESTION_SKILLS);
  g_autofree char *title = cen_object_row_dup_text (row, CEN_QUESTION_TITLE);
  g_autoptr (GArray) knowers = NULL;

  if (place->skills == NULL) {
    g_autoptr (GPtrArray) profiles =
        cen_query_objects (place->store, &place->id, CEN_KIND_PROFILE, NULL, NULL);

    if (profiles == NULL)
      return FALSE;
    place->skills = cen_skills_list (profiles, place->members);
  }
  knowers =
      cen_skills_find_knowers (place->skills, (const char *const *) about, title, &row->author);
  for (guint i = 0; i < knowers->len; i++) {
    if (is_self (place, &g_array_index (knowers, CenId, i)))
      return TRUE;
  }
  return FALSE;
}

static gboolean
answers_own (const Place *place, const CenObjectRow *row)
{
  CenId question;
  g_autoptr (CenObjectRow) asked =
      cen_object_row_get_ref (row, CEN_ANSWER_QUESTION, &question)
          ? cen_query_object (place->store, &place->id, &question, NULL)
          : NULL;

  return asked != NULL && asked->is_own;
}

static gboolean
names_self (const Place *place, const CenObjectRow *row, guint field)
{
  g_autoptr (GArray) refs = cen_object_row_dup_refs (row, field);
  CenId one;

  for (guint i = 0; i < refs->len; i++) {
    if (is_self (place, &g_array_index (refs, CenId, i)))
      return TRUE;
  }
  return cen_object_row_get_ref (row, field, &one) && is_self (place, &one);
}

/* Which kinds are looked at, whether one of them concerns this person, and which field tells what
 * it is. */
static const struct {
  guint kind;
  CenNewsWhy why;
  guint words;
} concerns[] = {
  { CEN_KIND_QUESTION, CEN_NEWS_QUESTION, CEN_QUESTION_TITLE },
  { CEN_KIND_PRIVATE_QUESTION, CEN_NEWS_QUESTION, CEN_QUESTION_TITLE },
  { CEN_KIND_ANSWER, CEN_NEWS_ANSWER, CEN_ANSWER_TEXT },
  { CEN_KIND_PRIVATE_ANSWER, CEN_NEWS_ANSWER, CEN_ANSWER_TEXT },
  { CEN_KIND_KUDOS, CEN_NEWS_KUDOS, CEN_KUDOS_REASON },
  { CEN_KIND_AWARD, CEN_NEWS_BADGE, CEN_AWARD_REASON },
  { CEN_KIND_PAIR, CEN_NEWS_PAIR, CEN_PAIR_GOAL },
};

static gboolean
concerns_self (Place *place, const CenObjectRow *row)
{
  switch (row->kind->id) {
  case CEN_KIND_QUESTION:
    return is_about_own_skill (place, row);
  case CEN_KIND_PRIVATE_QUESTION:
    return TRUE; /* who can read it was asked, or asked it */
  case CEN_KIND_ANSWER:
  case CEN_KIND_PRIVATE_ANSWER:
    return answers_own (place, row);
  case CEN_KIND_KUDOS:
    return names_self (place, row, CEN_KUDOS_TO);
  case CEN_KIND_AWARD:
    return names_self (place, row, CEN_AWARD_TO);
  case CEN_KIND_PAIR:
    return names_self (place, row, CEN_PAIR_WITH);
  default:
    return FALSE;
  }
}

static CenNewsRow *
look_at_object (Place *place, const CenId *id)
{
  g_autoptr (CenObjectRow) row = cen_query_object (place->store, &place->id, id, NULL);

  for (guint i = 0; row != NULL && row->kind != NULL && i < G_N_ELEMENTS (concerns); i++) {
    g_autofree char *words = NULL;

    if (concerns[i].kind != row->kind->id)
      continue;
    if (row->state != CEN_OBJECT_LIVE || !is_told (place, &row->author, row->time_ms) ||
        !concerns_self (place, row))
      return NULL;
    words = cen_object_row_dup_text (row, concerns[i].words);
    return new_row (place, id, row->kind->name, concerns[i].why, &row->author, row->author_name,
                    words, row->time_ms);
  }
  return NULL;
}

/* --- All of it --- */

gboolean
cen_news_find_end (CenStore *store, gint64 *ret_end, GError **error)
{
  return cen_sql_get_int (store, 0, ret_end, error, "SELECT max (no) FROM op", "");
}

/* Rows of the log are in the order in which they came, and those of its objects are the same. */
GPtrArray *
cen_news_read (CenStore *store, gint64 after, GError **error)
{
  g_autoptr (GPtrArray) places = g_ptr_array_new_with_free_func (place_free);
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func ((GDestroyNotify) cen_news_row_free);
  g_auto (CenRows) rows = { 0 };

  if (!cen_sql_query (store, &rows, error,
                      "SELECT o.id, b.kind, c.no, c.id FROM object b JOIN op o ON o.no = b.no"
                      " JOIN circle c ON c.no = b.circle WHERE b.no > ? AND b.state = 0"
                      " AND b.kind IN (4, 5, 6, 7, 11, 13, 16, 25, 26)"
                      " ORDER BY b.no DESC LIMIT ?",
                      "ii", MAX (after, 0), (gint64) CEN_NEWS_MAX))
    return NULL;
  while (cen_rows_next (&rows, error)) {
    CenId id = cen_rows_get_id (&rows, 0), circle = cen_rows_get_id (&rows, 3);
    guint kind = (guint) cen_rows_get_int (&rows, 1);
    Place *place = find_place (places, store, cen_rows_get_int (&rows, 2), &circle, error);
    CenNewsRow *row;

    if (place == NULL)
      return NULL;
    row = kind == CEN_KIND_MESSAGE || kind == CEN_KIND_LETTER ? look_at_message (place, &id)
                                                              : look_at_object (place, &id);
    if (row != NULL)
      g_ptr_array_insert (found, 0, row);
  }
  return rows.has_failed ? NULL : g_steal_pointer (&found);
}

gboolean
cen_news_is_open (CenStore *store, const CenId *circle, const CenId *object)
{
  g_autoptr (CenMessageRow) message = cen_query_message (store, circle, object, NULL);
  g_autoptr (CenObjectRow) row = NULL;
  gint64 looked_ms;

  if (message != NULL)
    return message->is_unread && !message->is_redacted && message->hide_reason == NULL;
  row = cen_query_object (store, circle, object, NULL);
  return row != NULL && row->state == CEN_OBJECT_LIVE &&
         cen_private_find_looked (store, circle, &looked_ms, NULL) && row->seen_ms > looked_ms;
}
