/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "session-list.h"

#include "app/control/occurrences.h"

static void
session_free (gpointer data)
{
  CenacleSession *self = data;

  cen_object_row_free (self->row);
  cen_meeting_free (self->meeting);
  g_ptr_array_unref (self->minutes);
  g_free (self);
}

static CenacleSession *
session_new (CenObjectRow *row, gint64 now_ms)
{
  CenacleSession *self = g_new0 (CenacleSession, 1);
  gint64 coming_ms;

  self->row = row;
  self->meeting = cen_meeting_new (row);
  self->minutes = g_ptr_array_new_with_free_func ((GDestroyNotify) cen_object_row_free);
  coming_ms = cenacle_occurrences_find_coming (self->meeting, now_ms);
  self->held_ms = cenacle_occurrences_find_held (self->meeting, now_ms);
  self->start_ms = cenacle_occurrences_find_shown (self->meeting, now_ms);
  self->phase = coming_ms == 0 ? CENACLE_SESSION_WAS
                : cenacle_occurrences_is_on (self->meeting, coming_ms, now_ms)
                    ? CENACLE_SESSION_IS_ON
                    : CENACLE_SESSION_COMES;
  return self;
}

static int
compare_sessions (gconstpointer a, gconstpointer b)
{
  const CenacleSession *x = *(CenacleSession *const *) a, *y = *(CenacleSession *const *) b;

  if (x->phase != y->phase)
    return (int) x->phase - (int) y->phase;
  if (x->start_ms != y->start_ms)
    return (x->start_ms < y->start_ms) == (x->phase != CENACLE_SESSION_WAS) ? -1 : 1;
  return cen_id_compare (&x->row->id, &y->row->id);
}

const CenacleSession *
cenacle_session_list_find (GPtrArray *sessions, const CenId *id)
{
  for (guint i = 0; i < sessions->len; i++) {
    const CenacleSession *session = sessions->pdata[i];

    if (cen_id_equal (&session->row->id, id))
      return session;
  }
  return NULL;
}

/* Gives each its minutes. */
static void
take_minutes (GPtrArray *sessions, GPtrArray *minutes)
{
  g_ptr_array_set_free_func (minutes, NULL);
  for (guint i = 0; i < minutes->len; i++) {
    CenObjectRow *row = minutes->pdata[i];
    const CenacleSession *session = cenacle_session_list_find (sessions, &row->parent);

    if (session != NULL)
      g_ptr_array_add (session->minutes, row);
    else
      cen_object_row_free (row);
  }
}

GPtrArray *
cenacle_session_list_read (CenStore *store, const CenId *circle, gint64 now_ms, GError **error)
{
  g_autoptr (GPtrArray) rows = cen_query_objects (store, circle, CEN_KIND_SESSION, NULL, error);
  g_autoptr (GPtrArray) minutes =
      rows != NULL ? cen_query_objects (store, circle, CEN_KIND_MINUTES, NULL, error) : NULL;
  GPtrArray *sessions;

  if (minutes == NULL)
    return NULL;
  sessions = g_ptr_array_new_with_free_func (session_free);
  g_ptr_array_set_free_func (rows, NULL);
  for (guint i = 0; i < rows->len; i++)
    g_ptr_array_add (sessions, session_new (rows->pdata[i], now_ms));
  g_ptr_array_sort (sessions, compare_sessions);
  take_minutes (sessions, minutes);
  return sessions;
}

int
cenacle_session_get_answer (const CenacleSession *self, const CenId *member, int fallback)
{
  char key[CEN_OCCURRENCE_KEY_MAX + 1];
  const CenMarkRow *mark;

  cen_meeting_write_key (self->start_ms, key);
  mark = cen_object_row_get_mark (self->row, CEN_SESSION_RSVP, key, member);
  return mark != NULL ? (int) cen_mark_row_get_uint (mark, CEN_RSVP_NO) : fallback;
}
