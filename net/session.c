/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Both sides first fetch what the other's CLOCK shows they lack, which mostly makes the sets equal:
 * one HELD each says so. Where they are not, the dialler reconciles over a frozen snapshot; what it
 * finds goes both ways, and an empty RBSR message tells the listener that the sets were made equal.
 * From then on each side is live: @cursor walks the circle's list of accepted ops, so that
 * everything accepted after the snapshot reaches the peer once, in order of acceptance, whether it
 * is our own or came from somebody else. What the peer gave us itself is passed over (@echoes).
 *
 * Every op reaches the peer by one way: what is in a snapshot is the comparison's business, so the
 * cursor goes to its end when it is taken; what comes after is the cursor's. Frames keep their
 * order, so whatever one side sent before its snapshot the other has before it asks for anything.
 *
 * One comparison is open at a time and one NEED in each direction; a peer that asks for more breaks
 * the protocol. Frames that answer at once stand in @out, which is bounded; ops are read from the
 * log only when the transport asks (net_session_pop) and the peer's credit allows. What the peer
 * has used of ours is given back when it is taken to the transport, so that who does not listen
 * cannot speak either. */

#include "session-private.h"

#include "core/early.h"

#include <string.h>

gboolean
net_session_set_broken (GError **error, const char *what)
{
  g_set_error (error, CEN_ERROR, CEN_ERROR_INVALID, "A peer broke the protocol (%s).", what);
  return FALSE;
}

/* The same when the peer only wanted too much. */
gboolean
net_session_set_flooded (NetSession *self, GError **error, const char *what)
{
  self->fault = CEN_FAULT_FLOOD;
  return net_session_set_broken (error, what);
}

void
net_session_tell_fault (NetSession *self, CenFault fault)
{
  if (self->events.on_fault != NULL)
    self->events.on_fault (self, fault, self->user_data);
}

void
net_session_send_frame (NetSession *self, GBytes *frame)
{
  self->out_len += g_bytes_get_size (frame);
  g_queue_push_tail (&self->out, frame);
}

static void
send_hello (NetSession *self)
{
  NetHello hello = {
    .version = CEN_PROTOCOL_VERSION,
    .message_max = CEN_MESSAGE_MAX,
    .credit = CEN_CREDIT_WINDOW,
    .caps = self->events.caps | (self->events.on_blob != NULL ? NET_CAPS_BLOBS : 0),
  };

  memcpy (hello.nonce, self->nonce, NET_NONCE_LEN);
  net_clock_digest (self->circle, self->own_digest);
  memcpy (hello.clock_digest, self->own_digest, CEN_ID_LEN);
  cen_held_digest (&self->circle->held, self->own_held);
  memcpy (hello.held_digest, self->own_held, CEN_ID_LEN);
  hello.has_held = TRUE;
  /* When the peer turns out to hold the same, it lacks what comes from here on. */
  self->cursor = self->circle->held.n;
  self->granted = CEN_CREDIT_WINDOW;
  self->has_sent_hello = TRUE;
  net_session_send_frame (self, net_hello_to_frame (&hello));
}

/* --- Frames --- */

static gboolean
receive_hello (NetSession *self, const guint8 *frame, gsize len, GError **error)
{
  g_autoptr (GArray) clock = NULL;
  NetHello hello;

  if (self->phase != PHASE_HELLO || !net_hello_from_frame (&hello, frame, len))
    return net_session_set_broken (error, "HELLO");
  if (hello.version != CEN_PROTOCOL_VERSION) {
    g_set_error_literal (error, CEN_ERROR, CEN_ERROR_NEWER,
                         "A peer speaks another version of the protocol.");
    return FALSE;
  }
  memcpy (self->peer_nonce, hello.nonce, NET_NONCE_LEN);
  self->credit = (gint64) hello.credit;
  self->peer_caps = hello.caps;
  if (!self->has_sent_hello)
    send_hello (self);
  if (hello.has_held && memcmp (hello.held_digest, self->own_held, CEN_ID_LEN) == 0) {
    net_session_become_live (self);
    return TRUE;
  }
  if (memcmp (hello.clock_digest, self->own_digest, CEN_ID_LEN) == 0) {
    self->phase = PHASE_RECONCILE;
    return self->side == NET_SIDE_LISTENER || net_session_start_reconcile (self, error);
  }
  self->phase = PHASE_FETCH;
  clock = net_clock_list (self->circle);
  net_session_send_frame (self,
                          net_clock_to_frame ((const NetClockEntry *) clock->data, clock->len));
  return TRUE;
}

/* Who lacks much may be sent first what can be read before the rest is here. */
static void
send_need (NetSession *self, const GArray *ranges)
{
  g_autoptr (GArray) early = cen_early_list_prefixes (self->circle);

  self->n_asked = self->n_ahead;
  self->asked_ms = self->now_ms;
  self->takes_early = early->len > 0 || self->n_ahead >= NET_SERVE_EARLY_MIN;
  net_session_send_frame (self, self->takes_early
                                    ? net_need_early_to_frame ((const NetRange *) ranges->data,
                                                               ranges->len, early)
                                    : net_need_ranges_to_frame ((const NetRange *) ranges->data,
                                                                ranges->len));
}

/* Who has much to give is asked when it is its turn: of several that have the same, one gives it.
 */
static void
ask_in_turn (NetSession *self)
{
  g_autoptr (GArray) own = NULL;
  g_autoptr (GArray) ranges = NULL;

  if (self->peer_clock == NULL || self->now_ms < self->ask_ms)
    return;
  own = net_clock_list (self->circle);
  ranges = net_clock_list_missing (own, self->peer_clock, &self->n_ahead);
  if (self->n_ahead >= NET_SESSION_MUCH && self->events.may_fetch != NULL &&
      !self->events.may_fetch (self, self->now_ms - self->clock_ms, self->user_data)) {
    self->ask_ms = self->now_ms + ASK_AGAIN_MS;
    return;
  }
  g_clear_pointer (&self->peer_clock, g_array_unref);
  send_need (self, ranges);
  self->n_open_needs++;
  self->has_asked = TRUE;
}

static gboolean
receive_clock (NetSession *self, const guint8 *frame, gsize len, GError **error)
{
  g_autoptr (GArray) theirs = net_clock_from_frame (frame, len);
  g_autoptr (GArray) own = NULL;

  if (theirs == NULL || self->phase != PHASE_FETCH || self->has_asked || self->peer_clock != NULL)
    return net_session_set_broken (error, "CLOCK");
  own = net_clock_list (self->circle);
  self->n_behind = net_clock_count_behind (own, theirs);
  self->knows_lag = TRUE;
  self->peer_clock = g_array_ref (theirs);
  self->clock_ms = self->ask_ms = self->now_ms;
  ask_in_turn (self);
  if (self->events.on_clock != NULL)
    self->events.on_clock (self, theirs, self->user_data);
  return TRUE;
}

static gboolean
receive_need (NetSession *self, const guint8 *frame, gsize len, GError **error)
{
  g_auto (NetNeed) need = { 0 };

  if (!net_need_from_frame (&need, frame, len))
    return net_session_set_broken (error, "NEED");
  if (need.ranges != NULL) {
    if (self->phase != PHASE_FETCH || self->has_been_asked)
      return net_session_set_broken (error, "NEED out of turn");
    self->has_been_asked = TRUE;
    return need.early != NULL ? net_serve_add_early (self->serve, need.ranges, need.early, error)
                              : net_serve_add_ranges (self->serve, need.ranges, error);
  }
  if (self->side == NET_SIDE_DIALLER || self->comparison == NULL ||
      !net_serve_is_idle (self->serve))
    return net_session_set_broken (error, "NEED without a comparison");
  net_serve_take_rows (self->serve, net_comparison_look_up (self->comparison, need.ids),
                       NET_OPS_LAST);
  return TRUE;
}

static gboolean
receive_credit (NetSession *self, const guint8 *frame, gsize len, GError **error)
{
  guint64 n_bytes;

  if (!net_credit_from_frame (&n_bytes, frame, len))
    return net_session_set_broken (error, "CREDIT");
  self->credit = MIN (self->credit + (gint64) n_bytes, (gint64) CEN_CREDIT_WINDOW * 4);
  if (net_receipts_note_received (&self->receipts, n_bytes) && self->events.on_held != NULL)
    self->events.on_held (self, self->user_data);
  return TRUE;
}

static gboolean
receive_peers (NetSession *self, const guint8 *frame, gsize len, GError **error)
{
  g_autoptr (GPtrArray) records = net_peers_from_frame (frame, len);

  if (records == NULL)
    return net_session_set_broken (error, "PEERS");
  if (self->events.on_peers != NULL)
    self->events.on_peers (self, records, self->user_data);
  return TRUE;
}

static gboolean
receive_live (NetSession *self, const guint8 *frame, gsize len, GError **error)
{
  g_auto (NetLiveState) state = { 0 };
  NetLive live;
  gint64 age_ms;

  if (net_frame_is_live_state (frame, len)) {
    if (!net_live_state_from_frame (&state, &age_ms, frame, len))
      return net_session_set_broken (error, "LIVE");
    if (self->events.on_live_state != NULL)
      self->events.on_live_state (self, &state, age_ms, self->user_data);
    return TRUE;
  }
  if (!net_live_from_frame (&live, frame, len))
    return net_session_set_broken (error, "LIVE");
  /* A later version may know more kinds. */
  if (live.kind == NET_LIVE_TYPING && self->events.on_live != NULL)
    self->events.on_live (self, &live, self->user_data);
  return TRUE;
}

gboolean
net_session_is_own (NetSession *self)
{
  if (self->events.is_own == NULL || !self->events.is_own (self, self->user_data))
    return FALSE;
  if (self->own == NULL)
    self->own = net_own_new (self->circle);
  return TRUE;
}

static gboolean
receive_own (NetSession *self, const guint8 *frame, gsize len, GError **error)
{
  if (self->phase != PHASE_LIVE || !net_session_is_own (self))
    return net_session_set_broken (error, "OWN");
  return net_own_take (self->own, frame, len, error);
}

static gboolean
receive_blob (NetSession *self, const guint8 *frame, gsize len, GError **error)
{
  gboolean is_flood = FALSE;

  if (self->phase != PHASE_LIVE || self->events.on_blob == NULL)
    return net_session_set_broken (error, "files out of turn");
  if (self->events.on_blob (self, frame, len, &is_flood, error, self->user_data))
    return TRUE;
  if (is_flood)
    self->fault = CEN_FAULT_FLOOD;
  return FALSE;
}

static gboolean
receive_bye (NetSession *self, const guint8 *frame, gsize len, GError **error)
{
  if (!net_bye_from_frame (&self->bye, frame, len))
    return net_session_set_broken (error, "BYE");
  self->has_bye = TRUE;
  g_set_error_literal (error, CEN_ERROR, CEN_ERROR_UNREACHABLE, "The peer ended the connection.");
  return FALSE;
}

static gboolean
receive_frame (NetSession *self, NetFrameType type, const guint8 *frame, gsize len, GError **error)
{
  switch ((guint) type) {
  case NET_FRAME_HELLO:
    return receive_hello (self, frame, len, error);
  case NET_FRAME_CLOCK:
    return receive_clock (self, frame, len, error);
  case NET_FRAME_NEED:
    return receive_need (self, frame, len, error);
  case NET_FRAME_OPS:
  case NET_FRAME_PUSH:
    return net_session_receive_ops (self, frame, len, error);
  case NET_FRAME_RBSR:
    return net_session_receive_rbsr (self, frame, len, error);
  case NET_FRAME_HELD:
    return net_session_receive_held (self, frame, len, error);
  case NET_FRAME_IHAVE:
    return net_session_receive_ihave (self, frame, len, error);
  case NET_FRAME_PULL:
    return net_session_receive_pull (self, frame, len, error);
  case NET_FRAME_BRANCH:
    return net_session_receive_branch (self, frame, len, error);
  case NET_FRAME_CREDIT:
    return receive_credit (self, frame, len, error);
  case NET_FRAME_PEERS:
    return receive_peers (self, frame, len, error);
  case NET_FRAME_LIVE:
    return receive_live (self, frame, len, error);
  case NET_FRAME_OWN:
    return receive_own (self, frame, len, error);
  case NET_FRAME_CHUNK_REQ:
  case NET_FRAME_CHUNK:
  case NET_FRAME_HOLD_REQ:
  case NET_FRAME_HOLD:
    return receive_blob (self, frame, len, error);
  case NET_FRAME_BYE:
    return receive_bye (self, frame, len, error);
  default:
    return net_session_set_broken (error, "an unknown frame");
  }
}

static gboolean
receive_in_turn (NetSession *self, const guint8 *frame, gsize len, GError **error)
{
  NetFrameType type = (NetFrameType) net_frame_get_type (frame, len);

  if (self->phase == PHASE_HELLO && type != NET_FRAME_HELLO && type != NET_FRAME_BYE)
    return net_session_set_broken (error, "no HELLO");
  if (self->out_len > CEN_PEER_QUEUE_MAX)
    return net_session_set_flooded (self, error, "asking without listening");
  /* Whatever else it says comes after its ops. */
  if (type != NET_FRAME_OPS && type != NET_FRAME_PUSH && !net_session_store_gathered (self, error))
    return FALSE;
  return receive_frame (self, type, frame, len, error);
}

static gboolean
end_with_fault (NetSession *self, GError *local, GError **error)
{
  if (g_error_matches (local, CEN_ERROR, CEN_ERROR_INVALID))
    net_session_tell_fault (self, self->fault);
  g_propagate_error (error, local);
  return FALSE;
}

gboolean
net_session_receive (NetSession *self, const guint8 *frame, gsize len, gint64 now_ms,
                     GError **error)
{
  g_autoptr (GError) local = NULL;

  self->now_ms = now_ms;
  self->heard_ms = now_ms;
  return receive_in_turn (self, frame, len, &local) ||
         end_with_fault (self, g_steal_pointer (&local), error);
}

void
net_session_set_gathering (NetSession *self, NetGathering gathering)
{
  self->gathering = gathering;
}

gboolean
net_session_settle (NetSession *self, GError **error)
{
  g_autoptr (GError) local = NULL;

  return net_session_store_gathered (self, &local) ||
         end_with_fault (self, g_steal_pointer (&local), error);
}

void
net_session_note_own (NetSession *self)
{
  self->has_own = TRUE;
}

void
net_session_send_live (NetSession *self, const NetLive *live)
{
  if (self->phase == PHASE_LIVE && self->out_len < LIVE_QUEUE_MAX)
    net_session_send_frame (self, net_live_to_frame (live));
}

gboolean
net_session_takes_live_state (const NetSession *self)
{
  return self->phase == PHASE_LIVE && self->out_len < LIVE_QUEUE_MAX;
}

void
net_session_send_live_state (NetSession *self, GBytes *frame)
{
  net_session_send_frame (self, frame);
}

void
net_session_send_peers (NetSession *self, GPtrArray *records)
{
  if (self->phase != PHASE_HELLO && records->len > 0 && self->out_len < CEN_PEER_QUEUE_MAX / 2)
    net_session_send_frame (self, net_peers_to_frame (records));
}

void
net_session_reconcile (NetSession *self)
{
  net_session_plan_reconcile_soon (self);
}

static gboolean
reconcile_if_due (NetSession *self, GError **error)
{
  g_autoptr (GBytes) nothing = NULL;

  if (self->phase != PHASE_LIVE || self->now_ms < self->reconcile_ms || self->comparison != NULL ||
      self->awaits_held)
    return TRUE;
  net_session_plan_reconcile (self);
  if (self->side == NET_SIDE_DIALLER)
    return net_session_begin_comparison (self, error);
  nothing = g_bytes_new (NULL, 0);
  net_session_send_frame (self, net_rbsr_to_frame (0, nothing));
  return TRUE;
}

gboolean
net_session_tick (NetSession *self, gint64 now_ms, GError **error)
{
  NetLive alive = { .kind = NET_LIVE_ALIVE };
  gint64 patience = self->phase == PHASE_HELLO ? NET_SESSION_HELLO_MS : NET_SESSION_SILENCE_MS;

  self->now_ms = now_ms;
  if (now_ms - self->heard_ms > patience) {
    g_set_error_literal (error, CEN_ERROR, CEN_ERROR_UNREACHABLE, "The peer has fallen silent.");
    return FALSE;
  }
  if (self->has_sent_hello && now_ms - self->sent_ms >= NET_SESSION_KEEPALIVE_MS) {
    self->sent_ms = now_ms;
    net_session_send_frame (self, net_live_to_frame (&alive));
  }
  net_session_look_for_past (self);
  ask_in_turn (self);
  return reconcile_if_due (self, error);
}

gint64
net_session_get_deadline (const NetSession *self)
{
  gint64 patience = self->phase == PHASE_HELLO ? NET_SESSION_HELLO_MS : NET_SESSION_SILENCE_MS;
  gint64 deadline = MIN (self->heard_ms + patience + 1, self->sent_ms + NET_SESSION_KEEPALIVE_MS);

  if (self->phase == PHASE_LIVE && self->comparison == NULL && !self->awaits_held)
    deadline = MIN (deadline, self->reconcile_ms);
  if (self->peer_clock != NULL)
    deadline = MIN (deadline, self->ask_ms);
  return MIN (deadline, MIN (self->announce_ms, self->orphans_ms));
}

/* --- Asking --- */

gboolean
net_session_is_live (const NetSession *self)
{
  return self->phase == PHASE_LIVE;
}

guint64
net_session_get_caps (const NetSession *self)
{
  return self->peer_caps;
}

gboolean
net_session_is_met (const NetSession *self)
{
  return self->phase == PHASE_LIVE || self->knows_lag;
}

gboolean
net_session_get_arrival (const NetSession *self, NetArrival *ret_arrival)
{
  guint64 n_arrived = self->n_asked - MIN (self->n_ahead, self->n_asked);
  gint64 spent_ms = self->now_ms - self->asked_ms;

  if (self->phase != PHASE_FETCH || self->n_ahead == 0 || !self->has_asked)
    return FALSE;
  ret_arrival->n_arrived = n_arrived;
  ret_arrival->n_arriving = self->n_ahead;
  ret_arrival->left_ms = n_arrived > 0 && spent_ms >= RATE_AFTER_MS
                             ? (gint64) ((double) spent_ms * self->n_ahead / n_arrived)
                             : -1;
  return TRUE;
}

gboolean
net_session_knows_blobs (const NetSession *self)
{
  return self->events.on_blob != NULL && (self->peer_caps & NET_CAPS_BLOBS) != 0;
}

gboolean
net_session_is_in_sync (const NetSession *self)
{
  return self->phase == PHASE_LIVE && !self->is_catching_up && !self->is_cut &&
         self->gathered->len == 0 && self->announced->len == 0 &&
         net_serve_is_idle (self->pulled) && self->cursor >= self->circle->held.n;
}

gboolean
net_session_get_bye (const NetSession *self, NetBye *ret_code)
{
  if (self->has_bye)
    *ret_code = self->bye;
  return self->has_bye;
}

gint64
net_session_get_held (const NetSession *self)
{
  return self->receipts.op_no;
}

gboolean
net_session_get_lag (const NetSession *self, guint64 *ret_behind, guint64 *ret_ahead)
{
  if (!self->knows_lag)
    return FALSE;
  *ret_behind = self->phase == PHASE_LIVE ? self->circle->held.n - self->cursor : self->n_behind;
  *ret_ahead = self->n_ahead;
  return TRUE;
}

NetSession *
net_session_new (CenCircle *circle, NetSide side, guint64 source, const NetSessionEvents *events,
                 gpointer user_data, gint64 now_ms)
{
  NetSession *self = g_new0 (NetSession, 1);

  self->circle = circle;
  self->side = side;
  self->source = source;
  self->events = *events;
  self->user_data = user_data;
  self->serve = net_serve_new (circle);
  self->pulled = net_serve_new (circle);
  self->announced = g_byte_array_new ();
  self->announce_ms = self->orphans_ms = G_MAXINT64;
  self->gathered = net_ops_array_new ();
  self->echoes = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->now_ms = self->heard_ms = self->sent_ms = self->minute_ms = now_ms;
  self->compared_ms = now_ms - COMPARE_PAUSE_MS;
  self->fault = CEN_FAULT_PROTOCOL;
  circle->world->random (circle->world, self->nonce, NET_NONCE_LEN);
  if (side == NET_SIDE_DIALLER)
    send_hello (self);
  return self;
}

void
net_session_free (NetSession *self)
{
  if (self == NULL)
    return;
  net_comparison_free (self->comparison);
  net_serve_free (self->serve);
  net_serve_free (self->pulled);
  g_clear_pointer (&self->peer_clock, g_array_unref);
  g_byte_array_unref (self->announced);
  net_own_free (self->own);
  g_array_unref (self->gathered);
  g_hash_table_unref (self->echoes);
  g_queue_clear_full (&self->out, (GDestroyNotify) g_bytes_unref);
  g_free (self);
}
