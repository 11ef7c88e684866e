/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "session-private.h"

#include "core/early.h"

#include <string.h>

/* What is in the snapshot need not be pushed any more. */
static gboolean
open_comparison (NetSession *self, GError **error)
{
  gboolean is_dialler = self->side == NET_SIDE_DIALLER;
  guint len;

  self->comparison = net_comparison_new (self->circle, is_dialler ? self->nonce : self->peer_nonce,
                                         is_dialler ? self->peer_nonce : self->nonce, error);
  if (self->comparison == NULL)
    return FALSE;
  len = net_comparison_get_len (self->comparison);
  self->is_catching_up = self->phase == PHASE_LIVE && (self->is_cut || self->cursor < len);
  self->cursor = len;
  self->has_announced = FALSE;
  g_hash_table_remove_all (self->echoes);
  return TRUE;
}

gboolean
net_session_start_reconcile (NetSession *self, GError **error)
{
  GBytes *frame;

  if (!open_comparison (self, error))
    return FALSE;
  frame = net_comparison_begin (self->comparison, error);
  if (frame == NULL)
    return FALSE;
  self->compared_ms = self->now_ms;
  net_session_send_frame (self, frame);
  return TRUE;
}

static void
send_held (NetSession *self)
{
  cen_held_digest (&self->circle->held, self->own_held);
  net_session_send_frame (self, net_held_to_frame (self->own_held));
}

/* The dialler compares: sums first, which costs the same whatever the history is. Since those can
 * be made to agree by who works hard for it, all is compared every so often. */
gboolean
net_session_begin_comparison (NetSession *self, GError **error)
{
  if (self->phase == PHASE_LIVE && (self->is_cut || self->n_equal >= NET_SESSION_HELD_EQUAL_MAX)) {
    self->n_equal = 0;
    return net_session_start_reconcile (self, error);
  }
  if (self->phase != PHASE_LIVE)
    self->cursor = self->circle->held.n;
  self->compared_ms = self->now_ms;
  self->awaits_held = TRUE;
  send_held (self);
  return TRUE;
}

void
net_session_plan_reconcile (NetSession *self)
{
  const CenWorld *world = self->circle->world;
  guint16 jitter;

  world->random (world, (guint8 *) &jitter, sizeof jitter);
  self->reconcile_ms = self->now_ms + NET_SESSION_RECONCILE_MS / 2 +
                       NET_SESSION_RECONCILE_MS * (gint64) jitter / G_MAXUINT16;
}

/* As soon as one may begin again. */
void
net_session_plan_reconcile_soon (NetSession *self)
{
  self->reconcile_ms =
      MIN (self->reconcile_ms, MAX (self->now_ms, self->compared_ms + COMPARE_PAUSE_MS));
}

/* Up to the cursor the peer has everything, or it is on its way: what a comparison that is open or
 * was cut has still to find excepted. */
void
net_session_mark_receipts (NetSession *self)
{
  gint64 no;

  if (self->phase != PHASE_LIVE || self->comparison != NULL || self->is_cut || self->has_announced)
    return;
  no = cen_circle_get_no_before (self->circle, self->cursor);
  if (no != 0 && net_receipts_mark (&self->receipts, no) && self->events.on_held != NULL)
    self->events.on_held (self, self->user_data);
}

/* Both hold the same, so what is early still would wait for ever. A failing disk shows elsewhere.
 */
static void
drop_early (NetSession *self)
{
  if (!self->takes_early || self->is_cut)
    return;
  self->takes_early = FALSE;
  if (!cen_store_begin (self->circle->store, CEN_STORE_NORMAL, NULL))
    return;
  if (!cen_early_clear (self->circle, NULL))
    cen_store_rollback (self->circle->store);
  else
    cen_store_commit (self->circle->store, NULL);
}

void
net_session_become_live (NetSession *self)
{
  gboolean is_first = self->phase != PHASE_LIVE;

  self->is_catching_up = FALSE;
  self->phase = PHASE_LIVE;
  self->knows_lag = TRUE;
  self->n_ahead = 0;
  self->is_cut = self->comparison != NULL && net_comparison_is_cut (self->comparison);
  g_clear_pointer (&self->comparison, net_comparison_free);
  net_session_plan_reconcile (self);
  if (self->is_cut)
    net_session_plan_reconcile_soon (self);
  drop_early (self);
  self->has_own = self->has_own || is_first;
  net_session_mark_receipts (self);
  if (is_first && self->events.on_in_sync != NULL)
    self->events.on_in_sync (self, self->user_data);
}

/* The dialler knows the difference: it gives what it has, asks for the rest, and when nothing is
 * open any more says with an empty message that both are equal. */
void
net_session_settle_difference (NetSession *self)
{
  g_autoptr (GBytes) nothing = NULL;
  GBytes *need;

  if (self->comparison == NULL || !net_comparison_has_ended (self->comparison))
    return;
  need = self->n_open_needs == 0 ? net_comparison_ask (self->comparison) : NULL;
  if (need != NULL) {
    net_session_send_frame (self, need);
    self->n_open_needs++;
  }
  if (self->n_open_needs > 0 || !net_serve_is_idle (self->serve))
    return;
  nothing = g_bytes_new (NULL, 0);
  net_session_send_frame (self, net_rbsr_to_frame (0, nothing));
  net_session_become_live (self);
}

static void
end_rounds (NetSession *self)
{
  GArray *nos = net_comparison_list_given (self->comparison);

  if (nos->len > 0)
    net_serve_take_rows (self->serve, nos, NET_OPS_MORE);
  else
    g_array_unref (nos);
  net_session_settle_difference (self);
}

static gboolean
receive_rbsr_as_dialler (NetSession *self, guint round, const guint8 *message, gsize len,
                         GError **error)
{
  GBytes *next;

  /* An empty message asks for a comparison. */
  if (len == 0) {
    if (self->phase == PHASE_LIVE && self->comparison == NULL && !self->awaits_held)
      net_session_plan_reconcile_soon (self);
    return TRUE;
  }
  if (self->comparison == NULL)
    return net_session_set_broken (error, "an unasked comparison");
  if (!net_comparison_learn (self->comparison, round, message, len, &next, error))
    return FALSE;
  if (next != NULL)
    net_session_send_frame (self, next);
  else
    end_rounds (self);
  return TRUE;
}

/* The dialler begins, and not all the time. */
static gboolean
count_comparison (NetSession *self, GError **error)
{
  if (self->now_ms - self->minute_ms >= MINUTE_MS) {
    self->minute_ms = self->now_ms;
    self->n_compared = 0;
  }
  return ++self->n_compared <= NET_SESSION_COMPARE_PER_MINUTE_MAX ||
         net_session_set_flooded (self, error, "too many comparisons");
}

static gboolean
accept_comparison (NetSession *self, GError **error)
{
  if (self->comparison != NULL)
    return net_session_set_broken (error, "a comparison within another");
  if (!self->has_told && !count_comparison (self, error))
    return FALSE;
  self->has_told = FALSE;
  if (self->phase == PHASE_FETCH)
    self->phase = PHASE_RECONCILE;
  return open_comparison (self, error);
}

static gboolean
receive_rbsr_as_listener (NetSession *self, guint round, const guint8 *message, gsize len,
                          GError **error)
{
  GBytes *answer;

  if (len == 0) {
    if (self->comparison == NULL || !net_serve_is_idle (self->serve))
      return net_session_set_broken (error, "an end without a comparison");
    net_session_become_live (self);
    return TRUE;
  }
  if (round == 0 && !accept_comparison (self, error))
    return FALSE;
  if (self->comparison == NULL)
    return net_session_set_broken (error, "a comparison out of turn");
  answer = net_comparison_answer (self->comparison, round, message, len, error);
  if (answer != NULL)
    net_session_send_frame (self, answer);
  return answer != NULL;
}

gboolean
net_session_receive_rbsr (NetSession *self, const guint8 *frame, gsize len, GError **error)
{
  const guint8 *message;
  gsize message_len;
  guint round;

  if (!net_rbsr_from_frame (&round, &message, &message_len, frame, len))
    return net_session_set_broken (error, "RBSR");
  return self->side == NET_SIDE_DIALLER
             ? receive_rbsr_as_dialler (self, round, message, message_len, error)
             : receive_rbsr_as_listener (self, round, message, message_len, error);
}

/* Both held the same: what was only announced is there too, when nothing is new since. */
static void
note_equal (NetSession *self)
{
  guint8 now[CEN_ID_LEN];

  cen_held_digest (&self->circle->held, now);
  if (memcmp (now, self->own_held, CEN_ID_LEN) != 0 || self->cursor < self->circle->held.n)
    return;
  g_byte_array_set_size (self->announced, 0);
  self->announce_ms = G_MAXINT64;
  self->has_announced = FALSE;
  net_session_mark_receipts (self);
}

static gboolean
receive_held_as_dialler (NetSession *self, gboolean is_equal, GError **error)
{
  if (!self->awaits_held)
    return net_session_set_broken (error, "an unasked HELD");
  self->awaits_held = FALSE;
  self->n_equal = is_equal ? self->n_equal + 1 : 0;
  if (!is_equal)
    return net_session_start_reconcile (self, error);
  if (self->phase != PHASE_LIVE)
    net_session_become_live (self);
  else
    note_equal (self);
  return TRUE;
}

/* Who has fetched all that it asked for, and given all that it was asked for, is live when both
 * hold the same. */
static gboolean
receive_held_as_listener (NetSession *self, const guint8 theirs[static CEN_ID_LEN], GError **error)
{
  if (self->comparison != NULL || self->n_open_needs > 0 || !net_serve_is_idle (self->serve) ||
      (self->phase == PHASE_FETCH && (!self->has_asked || !self->has_been_asked)))
    return net_session_set_broken (error, "HELD out of turn");
  if (!count_comparison (self, error))
    return FALSE;
  send_held (self);
  self->has_told = memcmp (theirs, self->own_held, CEN_ID_LEN) != 0;
  if (!self->has_told && self->phase == PHASE_LIVE)
    note_equal (self);
  if (self->has_told || self->phase == PHASE_LIVE)
    return TRUE;
  self->cursor = self->circle->held.n;
  net_session_become_live (self);
  return TRUE;
}

gboolean
net_session_receive_held (NetSession *self, const guint8 *frame, gsize len, GError **error)
{
  guint8 theirs[CEN_ID_LEN];

  if (!net_held_from_frame (theirs, frame, len))
    return net_session_set_broken (error, "HELD");
  return self->side == NET_SIDE_DIALLER
             ? receive_held_as_dialler (self, memcmp (theirs, self->own_held, CEN_ID_LEN) == 0,
                                        error)
             : receive_held_as_listener (self, theirs, error);
}

/* Begins the first comparison when both sides have fetched by the clock. */
gboolean
net_session_end_fetch_if_done (NetSession *self, GError **error)
{
  if (self->phase != PHASE_FETCH || self->side != NET_SIDE_DIALLER || !self->has_asked ||
      !self->has_been_asked || self->n_open_needs > 0 || !net_serve_is_idle (self->serve))
    return TRUE;
  self->phase = PHASE_RECONCILE;
  return net_session_begin_comparison (self, error);
}
