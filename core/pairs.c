/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "pairs.h"

#include "skills.h"

#define DAY_MS (G_GINT64_CONSTANT (24) * 3600 * 1000)

void
cen_pair_row_free (CenPairRow *self)
{
  g_free (self->goal);
  g_free (self);
}

const char *
cen_pair_state_to_text (CenPairState state)
{
  static const char *const words[] = { "proposed", "active", "reached", "over" };

  return words[state];
}

static const CenMemberRow *
find_member (GPtrArray *members, const CenId *id)
{
  for (guint i = 0; i < members->len; i++) {
    const CenMemberRow *row = members->pdata[i];

    if (cen_id_equal (&row->id, id))
      return row;
  }
  return NULL;
}

static gboolean
is_active (GPtrArray *members, const CenId *id)
{
  const CenMemberRow *row = find_member (members, id);

  return row != NULL && row->state == CEN_MEMBER_ACTIVE;
}

/* --- Agreed --- */

static gboolean
one_said (const CenObjectRow *object, const CenPairRow *pair, guint mark)
{
  return cen_object_row_get_mark (object, mark, "", &pair->by) != NULL ||
         cen_object_row_get_mark (object, mark, "", &pair->with) != NULL;
}

static CenPairState
get_state (const CenObjectRow *object, const CenPairRow *pair, GPtrArray *members)
{
  if (one_said (object, pair, CEN_PAIR_END) || !is_active (members, &pair->by) ||
      !is_active (members, &pair->with))
    return CEN_PAIR_OVER;
  if (cen_object_row_get_mark (object, CEN_PAIR_ACCEPT, "", &pair->with) == NULL)
    return CEN_PAIR_PROPOSED;
  return one_said (object, pair, CEN_PAIR_REACHED) ? CEN_PAIR_DONE : CEN_PAIR_ACTIVE;
}

CenPairRow *
cen_pair_row_new (const CenObjectRow *object, GPtrArray *members)
{
  CenPairRow *row = g_new0 (CenPairRow, 1);
  const CenMarkRow *accept;

  row->id = object->id;
  row->by = object->author;
  cen_object_row_get_ref (object, CEN_PAIR_WITH, &row->with);
  row->goal = cen_object_row_dup_text (object, CEN_PAIR_GOAL);
  row->until_ms = (gint64) cen_object_row_get_uint (object, CEN_PAIR_UNTIL, 0);
  row->time_ms = object->time_ms;
  row->every_days = (guint) cen_object_row_get_uint (object, CEN_PAIR_EVERY, CEN_PAIR_EVERY_DAYS);
  row->state = get_state (object, row, members);
  accept = cen_object_row_get_mark (object, CEN_PAIR_ACCEPT, "", &row->with);
  row->agreed_ms = accept != NULL ? accept->time_ms : 0;
  return row;
}

GPtrArray *
cen_pairs_list (GPtrArray *objects, GPtrArray *members)
{
  GPtrArray *pairs = g_ptr_array_new_with_free_func ((GDestroyNotify) cen_pair_row_free);

  for (guint i = 0; i < objects->len; i++)
    g_ptr_array_add (pairs, cen_pair_row_new (objects->pdata[i], members));
  return pairs;
}

/* --- Check-ins --- */

gint64
cen_pair_get_due (const CenPairRow *pair, GPtrArray *checkins, const CenId *self)
{
  gint64 last_ms = pair->agreed_ms;

  if (pair->state != CEN_PAIR_ACTIVE || pair->every_days == 0 ||
      (!cen_id_equal (&pair->by, self) && !cen_id_equal (&pair->with, self)))
    return 0;
  for (guint i = 0; i < checkins->len; i++) {
    const CenObjectRow *checkin = checkins->pdata[i];

    if (cen_id_equal (&checkin->parent, &pair->id) && cen_id_equal (&checkin->author, self))
      last_ms = MAX (last_ms, checkin->time_ms);
  }
  return MIN (last_ms, (gint64) CEN_TIME_MAX) + pair->every_days * DAY_MS;
}

void
cen_pair_due_free (CenPairDue *self)
{
  g_free (self->goal);
  g_free (self);
}

static void
add_due (GPtrArray *found, const CenPairRow *pair, const CenId *self, gint64 due_ms)
{
  CenPairDue *due = g_new0 (CenPairDue, 1);

  due->pair = pair->id;
  due->other = cen_id_equal (&pair->by, self) ? pair->with : pair->by;
  due->goal = g_strdup (pair->goal);
  due->due_ms = due_ms;
  g_ptr_array_add (found, due);
}

GPtrArray *
cen_pairs_list_due (CenStore *store, const CenId *circle, gint64 now_ms, GError **error)
{
  g_autoptr (CenCircleRow) row = cen_query_circle (store, circle, error);
  g_autoptr (GPtrArray) members = row != NULL ? cen_query_members (store, circle, error) : NULL;
  g_autoptr (GPtrArray) objects =
      members != NULL ? cen_query_objects (store, circle, CEN_KIND_PAIR, NULL, error) : NULL;
  g_autoptr (GPtrArray) checkins =
      objects != NULL ? cen_query_objects (store, circle, CEN_KIND_CHECKIN, NULL, error) : NULL;
  g_autoptr (GPtrArray) pairs = checkins != NULL ? cen_pairs_list (objects, members) : NULL;
  GPtrArray *found;

  if (pairs == NULL)
    return NULL;
  found = g_ptr_array_new_with_free_func ((GDestroyNotify) cen_pair_due_free);
  for (guint i = 0; i < pairs->len; i++) {
    gint64 due_ms = cen_pair_get_due (pairs->pdata[i], checkins, &row->self_member);

    if (due_ms != 0 && due_ms <= now_ms)
      add_due (found, pairs->pdata[i], &row->self_member, due_ms);
  }
  return found;
}

/* --- Which there are --- */

static gboolean
is_open (const CenPairRow *pair)
{
  return pair->state == CEN_PAIR_PROPOSED || pair->state == CEN_PAIR_ACTIVE;
}

gboolean
cen_pairs_has (GPtrArray *pairs, const CenId *a, const CenId *b)
{
  for (guint i = 0; i < pairs->len; i++) {
    const CenPairRow *pair = pairs->pdata[i];

    if (is_open (pair) && ((cen_id_equal (&pair->by, a) && cen_id_equal (&pair->with, b)) ||
                           (cen_id_equal (&pair->by, b) && cen_id_equal (&pair->with, a))))
      return TRUE;
  }
  return FALSE;
}

/* --- Suggested --- */

static gboolean
bar_pairs (const CenId *a, const CenId *b, gpointer user_data)
{
  return cen_pairs_has (user_data, a, b);
}

static guint
count_pairs (GPtrArray *pairs, const CenId *member)
{
  guint n = 0;

  for (guint i = 0; i < pairs->len; i++) {
    const CenPairRow *pair = pairs->pdata[i];

    n += is_open (pair) && (cen_id_equal (&pair->by, member) || cen_id_equal (&pair->with, member));
  }
  return n;
}

static gboolean
holds (GArray *members, const CenId *id)
{
  for (guint i = 0; i < members->len; i++) {
    if (cen_id_equal (&g_array_index (members, CenId, i), id))
      return TRUE;
  }
  return FALSE;
}

/* The keys of those @skills that @member offers, or wants. */
static GStrv
list_keys (GPtrArray *skills, const CenId *member, CenMentorPart part)
{
  g_autoptr (GStrvBuilder) keys = g_strv_builder_new ();

  for (guint i = 0; i < skills->len; i++) {
    const CenSkillRow *skill = skills->pdata[i];

    if (holds (part == CEN_MENTOR_HELPS ? skill->offers : skill->wants, member))
      g_strv_builder_add (keys, skill->key);
  }
  return g_strv_builder_end (keys);
}

GArray *
cen_pairs_suggest (const CenId *circle, GPtrArray *profiles, GPtrArray *members, GPtrArray *pairs)
{
  g_autoptr (GPtrArray) skills = cen_skills_list (profiles, members);
  g_autoptr (GArray) persons = g_array_new (FALSE, FALSE, sizeof (CenMentorPerson));
  g_autoptr (GPtrArray) kept = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);

  for (guint i = 0; i < members->len; i++) {
    const CenMemberRow *member = members->pdata[i];
    GStrv offers, wants;

    if (member->state != CEN_MEMBER_ACTIVE)
      continue;
    offers = list_keys (skills, &member->id, CEN_MENTOR_HELPS);
    wants = list_keys (skills, &member->id, CEN_MENTOR_LEARNS);
    g_ptr_array_add (kept, offers);
    g_ptr_array_add (kept, wants);
    g_array_append_vals (persons,
                         &(CenMentorPerson){ member->id, (const char *const *) offers,
                                             (const char *const *) wants,
                                             count_pairs (pairs, &member->id) },
                         1);
  }
  return cen_mentors_match (circle, (const CenMentorPerson *) persons->data, persons->len,
                            bar_pairs, pairs);
}

/* --- Café --- */

GArray *
cen_pairs_list_stays (GPtrArray *members, GPtrArray *modlog)
{
  GArray *stays = g_array_new (FALSE, TRUE, sizeof (CenCafeMember));

  for (guint i = 0; i < members->len; i++) {
    const CenMemberRow *member = members->pdata[i];
    CenCafeMember stay = { member->id, member->joined_ms, 0 };

    if (member->role == CEN_ROLE_GUEST)
      continue;
    for (guint k = 0; k < modlog->len && member->state != CEN_MEMBER_ACTIVE; k++) {
      const CenModlogRow *row = modlog->pdata[k];
      const CenId *who = row->action == CEN_MOD_LEFT ? &row->by : &row->target;

      if ((row->action == CEN_MOD_LEFT || row->action == CEN_MOD_REMOVED) &&
          cen_id_equal (who, &member->id))
        stay.until_ms = MAX (row->time_ms, 1);
    }
    if (member->state != CEN_MEMBER_ACTIVE && stay.until_ms == 0)
      stay.until_ms = 1;
    g_array_append_val (stays, stay);
  }
  return stays;
}

GArray *
cen_pairs_draw_cafe (CenStore *store, const CenId *circle, gint64 time_ms, GError **error)
{
  g_autoptr (GPtrArray) members = cen_query_members (store, circle, error);
  g_autoptr (GPtrArray) modlog =
      members != NULL ? cen_query_modlog (store, circle, G_MAXINT, error) : NULL;
  g_autoptr (GArray) stays = modlog != NULL ? cen_pairs_list_stays (members, modlog) : NULL;

  return stays != NULL
             ? cen_cafe_draw (circle, (const CenCafeMember *) stays->data, stays->len, time_ms)
             : NULL;
}
