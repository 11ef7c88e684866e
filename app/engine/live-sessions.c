/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "live-sessions.h"

#include "app/control/system-world.h"
#include "core/meeting.h"
#include "core/queries-objects.h"

#define LOOK_MS 5000 /* between two looks at what was planned */

typedef struct {
  CenId circle;
  CenId session;
  gint64 occurrence_ms;
  CenLiveRoom *live;
  CenAuthority *authority; /* lent; another one after each change of the frame, so looked up before
                              anything that may ask for ranks */
  CenMeeting *meeting;
  gconstpointer caller;
  gint64 until_ms; /* monotonic: stays at least until then; 0 */
  gint64 looked_ms;
} Seat;

struct _CenacleLiveSessions {
  GPtrArray *seats; /* Seat */
  gint n_seats;     /* atomic */
  CenacleLiveSessionsFunc func;
  gpointer user_data;
};

static gint64
get_now (void)
{
  const CenWorld *world = cenacle_system_world_get ();

  return world->monotonic_ms (world);
}

static void
seat_free (gpointer data)
{
  Seat *seat = data;

  cen_live_room_free (seat->live);
  g_clear_pointer (&seat->meeting, cen_meeting_free);
  g_free (seat);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Seat, seat_free)

CenacleLiveSessions *
cenacle_live_sessions_new (CenacleLiveSessionsFunc func, gpointer user_data)
{
  CenacleLiveSessions *self = g_new0 (CenacleLiveSessions, 1);

  self->seats = g_ptr_array_new_with_free_func (seat_free);
  self->func = func;
  self->user_data = user_data;
  return self;
}

void
cenacle_live_sessions_free (CenacleLiveSessions *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->seats);
  g_free (self);
}

static Seat *
find_seat (CenacleLiveSessions *self, const CenId *circle, const CenId *session)
{
  for (guint i = 0; i < self->seats->len; i++) {
    Seat *seat = self->seats->pdata[i];

    if (cen_id_equal (&seat->circle, circle) && cen_id_equal (&seat->session, session))
      return seat;
  }
  return NULL;
}

/* --- What was planned --- */

static CenLiveRank
rank_cb (const CenId *member, gpointer user_data)
{
  const Seat *seat = user_data;
  const CenMemberInfo *info =
      seat->authority != NULL ? cen_authority_get_member (seat->authority, member) : NULL;

  if (cen_id_equal (&seat->meeting->host, member))
    return CEN_LIVE_RANK_HOST;
  for (guint i = 0; i < seat->meeting->presenters->len; i++) {
    if (cen_id_equal (&g_array_index (seat->meeting->presenters, CenId, i), member))
      return CEN_LIVE_RANK_PRESENTER;
  }
  return info != NULL && info->role <= CEN_ROLE_FACILITATOR ? CEN_LIVE_RANK_FACILITATOR
                                                            : CEN_LIVE_RANK_MEMBER;
}

static CenMeeting *
read_meeting (CenCircle *circle, const CenId *session, GError **error)
{
  g_autoptr (CenObjectRow) row = cen_query_object (circle->store, &circle->id, session, error);

  if (row == NULL)
    return NULL;
  if (row->kind != NULL && row->kind->id == CEN_KIND_SESSION && row->state != CEN_OBJECT_REDACTED)
    return cen_meeting_new (row);
  g_set_error_literal (error, CEN_ERROR, CEN_ERROR_NOT_FOUND, "This session is not here.");
  return NULL;
}

static void
look_at_plan (Seat *seat, CenCircle *circle, gint64 now_ms)
{
  CenMeeting *meeting;

  seat->authority = circle->authority;
  if (now_ms - seat->looked_ms < LOOK_MS)
    return;
  seat->looked_ms = now_ms;
  meeting = read_meeting (circle, &seat->session, NULL);
  if (meeting == NULL)
    return;
  g_clear_pointer (&seat->meeting, cen_meeting_free);
  seat->meeting = meeting;
  cen_live_room_set_n_steps (seat->live, g_strv_length (meeting->agenda));
}

/* --- Seats --- */

typedef struct {
  CenLiveRoom *live;
  const CenId *session;
} Telling;

static void
tell_cb (const NetLiveState *state, const CenId *member, gpointer user_data)
{
  const Telling *telling = user_data;

  if (state->kind == NET_LIVE_SESSION && cen_id_equal (&state->object, telling->session))
    cen_live_room_take (telling->live, &state->device, member, state->body, state->said_ms,
                        get_now ());
}

/* With all that is known from others; not entered yet. */
static Seat *
seat_new (const CenacleSitting *sitting, GError **error)
{
  g_autoptr (Seat) seat = g_new0 (Seat, 1);
  CenCircle *circle = sitting->circle;
  Telling telling;

  seat->meeting = read_meeting (circle, &sitting->session, error);
  if (seat->meeting == NULL)
    return NULL;
  seat->circle = circle->id;
  seat->session = sitting->session;
  seat->occurrence_ms = sitting->occurrence_ms;
  seat->authority = circle->authority;
  seat->looked_ms = get_now ();
  seat->live = cen_live_room_new (sitting->occurrence_ms, g_strv_length (seat->meeting->agenda),
                                  &circle->self_device, &circle->self_member, rank_cb, seat);
  telling = (Telling){ seat->live, &seat->session };
  net_node_foreach_live (sitting->node, &circle->id, tell_cb, &telling);
  return g_steal_pointer (&seat);
}

static void
say (Seat *seat, NetNode *node)
{
  g_autoptr (GBytes) body = cen_live_room_dup_body (seat->live, get_now ());
  g_autoptr (GError) error = NULL;

  if (!net_node_set_live (node, &seat->circle, NET_LIVE_SESSION, &seat->session, body,
                          NET_NODE_LIVE_MAX_MS, &error))
    g_debug ("not said: %s", error->message);
}

static void
end_seat (CenacleLiveSessions *self, Seat *seat, NetNode *node)
{
  CenId circle = seat->circle, session = seat->session;

  cen_live_room_act (seat->live, CEN_LIVE_LEAVE, NULL, get_now (), NULL);
  say (seat, node);
  g_ptr_array_remove (self->seats, seat);
  g_atomic_int_set (&self->n_seats, (gint) self->seats->len);
  self->func (&circle, &session, self->user_data);
}

/* Who came by a client goes with it; who came by a command stays to the end, or for a while. */
static void
keep (Seat *seat, const CenacleSitting *sitting)
{
  const CenWorld *world = cenacle_system_world_get ();
  gint64 end_ms = seat->occurrence_ms + (gint64) seat->meeting->minutes * 60000;
  gint64 left_ms =
      CLAMP (end_ms - world->now_ms (world), 0, NET_NODE_LIVE_MAX_MS - CENACLE_LIVE_LINGER_MS);

  if (sitting->caller != NULL)
    seat->caller = sitting->caller;
  else
    seat->until_ms = MAX (seat->until_ms, get_now () + left_ms + CENACLE_LIVE_LINGER_MS);
}

static Seat *
ensure_seat (CenacleLiveSessions *self, const CenacleSitting *sitting, GError **error)
{
  Seat *seat = find_seat (self, &sitting->circle->id, &sitting->session);

  if (seat != NULL && seat->occurrence_ms != sitting->occurrence_ms) {
    end_seat (self, seat, sitting->node);
    seat = NULL;
  }
  if (seat == NULL && self->seats->len >= CENACLE_LIVE_SESSIONS_MAX) {
    g_set_error_literal (error, CEN_ERROR, CEN_ERROR_REFUSED,
                         "You are in too many sessions at once: leave one first.");
    return NULL;
  }
  if (seat == NULL) {
    seat = seat_new (sitting, error);
    if (seat == NULL)
      return NULL;
    g_ptr_array_add (self->seats, seat);
    g_atomic_int_set (&self->n_seats, (gint) self->seats->len);
    cen_live_room_act (seat->live, CEN_LIVE_ENTER, NULL, get_now (), NULL);
  }
  keep (seat, sitting);
  return seat;
}

gboolean
cenacle_live_sessions_act (CenacleLiveSessions *self, const CenacleSitting *sitting, CenLiveAct act,
                           const CenId *member, GError **error)
{
  Seat *seat;
  gboolean ok;

  if (act == CEN_LIVE_LEAVE) {
    seat = find_seat (self, &sitting->circle->id, &sitting->session);
    if (seat != NULL)
      end_seat (self, seat, sitting->node);
    return TRUE;
  }
  seat = ensure_seat (self, sitting, error);
  if (seat == NULL)
    return FALSE;
  look_at_plan (seat, sitting->circle, get_now ());
  ok = cen_live_room_act (seat->live, act, member, get_now (), error);
  cen_live_room_tick (seat->live, get_now ());
  say (seat, sitting->node);
  self->func (&seat->circle, &seat->session, self->user_data);
  return ok;
}

gboolean
cenacle_live_sessions_get_view (CenacleLiveSessions *self, const CenacleSitting *sitting,
                                CenLiveView *ret_view, GError **error)
{
  Seat *seat = find_seat (self, &sitting->circle->id, &sitting->session);
  g_autoptr (Seat) watching = NULL;

  if (seat == NULL || seat->occurrence_ms != sitting->occurrence_ms) {
    seat = watching = seat_new (sitting, error);
    if (seat == NULL)
      return FALSE;
  }
  look_at_plan (seat, sitting->circle, get_now ());
  cen_live_room_get_view (seat->live, get_now (), ret_view);
  return TRUE;
}

void
cenacle_live_sessions_note (CenacleLiveSessions *self, const CenId *circle,
                            const NetLiveState *state, const CenId *member)
{
  Seat *seat;

  if (state->kind != NET_LIVE_SESSION)
    return;
  seat = find_seat (self, circle, &state->object);
  if (seat == NULL || cen_live_room_take (seat->live, &state->device, member, state->body,
                                          state->said_ms, get_now ()))
    self->func (circle, &state->object, self->user_data);
}

void
cenacle_live_sessions_tick (CenacleLiveSessions *self, CenReplica *replica, NetNode *node)
{
  gint64 now_ms = get_now ();

  for (guint i = self->seats->len; i-- > 0;) {
    Seat *seat = self->seats->pdata[i];
    CenCircle *circle = cen_replica_find (replica, &seat->circle);
    CenLiveDue due;

    if (circle == NULL) {
      g_ptr_array_remove_index (self->seats, i);
      g_atomic_int_set (&self->n_seats, (gint) self->seats->len);
      continue;
    }
    if (seat->caller == NULL && now_ms >= seat->until_ms) {
      end_seat (self, seat, node);
      continue;
    }
    look_at_plan (seat, circle, now_ms);
    due = cen_live_room_tick (seat->live, now_ms);
    if (due != CEN_LIVE_NOTHING)
      say (seat, node);
    if (due == CEN_LIVE_NEWS)
      self->func (&seat->circle, &seat->session, self->user_data);
  }
}

void
cenacle_live_sessions_drop (CenacleLiveSessions *self, gconstpointer caller, NetNode *node)
{
  for (guint i = self->seats->len; i-- > 0;) {
    Seat *seat = self->seats->pdata[i];

    if (seat->caller != caller)
      continue;
    seat->caller = NULL;
    if (seat->until_ms <= get_now ())
      end_seat (self, seat, node);
  }
}

gboolean
cenacle_live_sessions_is_empty (CenacleLiveSessions *self)
{
  return g_atomic_int_get (&self->n_seats) == 0;
}
