/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "home-read.h"

#include "app/control/icebreakers.h"
#include "app/control/occurrences.h"
#include "app/control/system-world.h"

#include "core/kinds-life.h"
#include "core/kinds-meet.h"

#define YOUNG_MEMBERS 3 /* with fewer, or with hardly a thing done, a circle has just begun */
#define YOUNG_STEPS   3

void
cenacle_home_read_free (CenacleHomeRead *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->waiting, g_ptr_array_unref);
  g_clear_pointer (&self->digest, g_ptr_array_unref);
  g_clear_pointer (&self->channels, g_ptr_array_unref);
  g_clear_pointer (&self->sessions, g_ptr_array_unref);
  g_clear_pointer (&self->milestones, g_array_unref);
  g_clear_pointer (&self->week, cen_week_free);
  g_free (self);
}

/* --- What is new --- */

static void
drop_waiting (CenacleHomeRead *self)
{
  g_autoptr (GHashTable) ids = g_hash_table_new (cen_id_hash, cen_id_hash_equal);

  for (guint i = 0; i < self->waiting->len; i++)
    g_hash_table_add (ids, &((CenWaitRow *) self->waiting->pdata[i])->id);
  for (guint i = self->digest->len; i-- > 0;) {
    if (g_hash_table_contains (ids, &((CenDigestRow *) self->digest->pdata[i])->id))
      g_ptr_array_remove_index (self->digest, i);
  }
}

static gboolean
read_milestones (CenacleHomeRead *self, CenStore *store, const CenId *circle, GError **error)
{
  g_autoptr (GArray) all = cen_milestones_read (store, circle, error);

  if (all == NULL)
    return FALSE;
  self->milestones = g_array_new (FALSE, FALSE, sizeof (CenMilestone));
  for (guint i = all->len; i-- > 0;) {
    const CenMilestone *milestone = &g_array_index (all, CenMilestone, i);
    gint64 touched_ms;

    if (cen_query_touched (store, circle, &milestone->object, &touched_ms, NULL) &&
        MAX (touched_ms, milestone->time_ms) >= self->since_ms)
      g_array_append_val (self->milestones, *milestone);
  }
  return TRUE;
}

/* --- First steps --- */

static gboolean
has_any (CenStore *store, const CenId *circle, guint kind, const CenId *author)
{
  CenObjectPage page = { .author = author, .direction = CEN_PAGE_NEWEST, .limit = 1 };
  g_autoptr (GPtrArray) rows = cen_query_objects (store, circle, kind, &page, NULL);

  return rows == NULL || rows->len > 0;
}

static gboolean
has_skills (CenStore *store, const CenId *circle, const CenId *author)
{
  CenObjectPage page = { .author = author, .direction = CEN_PAGE_NEWEST, .limit = 1 };
  g_autoptr (GPtrArray) rows = cen_query_objects (store, circle, CEN_KIND_PROFILE, &page, NULL);

  return rows == NULL || (rows->len > 0 && ((CenObjectRow *) rows->pdata[0])->marks->len > 0);
}

static guint
count_bits (guint steps)
{
  guint n = 0;

  for (; steps != 0; steps &= steps - 1)
    n++;
  return n;
}

static guint
read_steps (CenStore *store, const CenCircleRow *row)
{
  const struct {
    CenacleStep step;
    guint kind;
    const CenId *author;
  } kinds[] = {
    { CENACLE_STEP_HELLO, CEN_KIND_MESSAGE, &row->self_member },
    { CENACLE_STEP_ASK, CEN_KIND_QUESTION, NULL },
    { CENACLE_STEP_PROPOSE, CEN_KIND_PROPOSAL, NULL },
    { CENACLE_STEP_SESSION, CEN_KIND_SESSION, NULL },
  };
  gboolean can_facilitate = row->self_role <= CEN_ROLE_FACILITATOR;
  guint steps = 0;

  if (row->self_state != CEN_MEMBER_ACTIVE || row->self_role == CEN_ROLE_GUEST)
    return 0;
  if (can_facilitate && row->n_members == 1)
    steps |= CENACLE_STEP_INVITE;
  if (can_facilitate && row->charter[0] == '\0')
    steps |= CENACLE_STEP_CHARTER;
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++) {
    if (!has_any (store, &row->id, kinds[i].kind, kinds[i].author))
      steps |= kinds[i].step;
  }
  if (!has_skills (store, &row->id, &row->self_member))
    steps |= CENACLE_STEP_SKILLS;
  return row->n_members < YOUNG_MEMBERS || count_bits (steps) >= YOUNG_STEPS ? steps : 0;
}

/* --- All --- */

CenacleHomeRead *
cenacle_home_read_new (CenStore *store, const CenId *circle, GError **error)
{
  const CenWorld *world = cenacle_system_world_get ();
  gint64 now_ms = world->now_ms (world);
  g_autoptr (CenCircleRow) row = cen_query_circle (store, circle, error);
  g_autoptr (CenacleHomeRead) self = g_new0 (CenacleHomeRead, 1);

  if (row == NULL ||
      !cen_digest_find_since (store, circle, now_ms, &self->since_ms, &self->is_marked, error) ||
      (self->waiting = cen_waiting_read (store, circle, now_ms, cenacle_occurrences_find_next,
                                         error)) == NULL ||
      (self->digest = cen_digest_read (store, circle, self->since_ms, now_ms,
                                       cenacle_occurrences_find_next, error)) == NULL ||
      (self->channels = cen_query_channels (store, circle, error)) == NULL ||
      (self->sessions = cenacle_session_list_read (store, circle, now_ms, error)) == NULL ||
      !read_milestones (self, store, circle, error) ||
      (self->week = cen_week_read (store, circle, CENACLE_ICEBREAKERS, now_ms, error)) == NULL)
    return NULL;
  drop_waiting (self);
  self->steps = read_steps (store, row);
  return g_steal_pointer (&self);
}

const CenacleSession *
cenacle_home_read_get_session (const CenacleHomeRead *self)
{
  for (guint i = 0; i < self->sessions->len; i++) {
    const CenacleSession *session = self->sessions->pdata[i];

    if (session->phase != CENACLE_SESSION_WAS && !session->meeting->is_cancelled)
      return session;
  }
  return NULL;
}
