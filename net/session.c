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

#include "session.h"

#include "clock.h"
#include "comparison.h"
#include "own.h"
#include "receipts.h"
#include "serve.h"

#include "core/early.h"

#include <string.h>

#define COMPARE_PAUSE_MS   1000 /* between two that we begin */
#define MINUTE_MS          60000
#define RATE_AFTER_MS      1000 /* since when the speed is worth telling */
#define GATHERED_OPS_MAX   4096
#define GATHERED_BYTES_MAX (1 << 20) /* of frames */
#define LIVE_QUEUE_MAX     65536     /* bytes waiting, past which nobody hears of typing */

typedef enum {
  PHASE_HELLO,     /* waiting for the peer's HELLO */
  PHASE_FETCH,     /* CLOCK, NEED and OPS both ways */
  PHASE_RECONCILE, /* the first reconciliation */
  PHASE_LIVE,
} Phase;

struct _NetSession {
  CenCircle *circle;
  NetSide side;
  guint64 source;
  NetSessionEvents events;
  gpointer user_data;
  Phase phase;
  GQueue out; /* GBytes */
  gsize out_len;
  NetServe *serve;

  guint8 nonce[NET_NONCE_LEN];
  guint8 peer_nonce[NET_NONCE_LEN];
  guint64 peer_caps;
  guint8 own_digest[CEN_ID_LEN]; /* as our HELLO said it */
  guint8 own_held[CEN_ID_LEN];   /* that too */
  gboolean has_sent_hello;

  guint n_open_needs;   /* NEED frames whose last OPS has not come */
  gboolean has_asked;   /* our first NEED is out */
  gboolean takes_early; /* and what it asked for may come before its past */
  guint64 n_asked;      /* ops it asked for */
  gint64 asked_ms;
  gboolean has_been_asked; /* and the peer's is here */
  gboolean has_bye;
  NetBye bye;

  NetComparison *comparison; /* the open one; NULL */
  gboolean is_cut;           /* the last one ended before all was compared */
  gboolean awaits_held;      /* our HELD is out and the peer's is not here */
  gboolean has_told;  /* as the listener: the peer's HELD was counted, a comparison may follow */
  guint n_equal;      /* comparisons in a row that HELD alone settled */
  gint64 compared_ms; /* when we last began */
  gint64 minute_ms;   /* since when @n_compared counts what the peer began */
  guint n_compared;

  guint64 cursor;          /* next item of the circle to push, once live */
  GHashTable *echoes;      /* gint64 * rows the peer gave us, not yet passed by the cursor */
  gboolean is_catching_up; /* the open comparison does what the cursor left, or goes on */

  NetOwn *own;      /* towards a device of our own; NULL until there was something to tell */
  gboolean has_own; /* there may be something to tell */

  NetGathering gathering;
  GArray *gathered; /* CenIncoming that wait to be stored */
  gsize gathered_len;

  gint64 credit;  /* bytes of ops we may still send */
  gint64 granted; /* bytes of ops the peer may still send */
  NetReceipts receipts;
  guint64 used; /* bytes it has sent that we have not given back */
  guint n_junk;
  CenFault fault; /* what ends the session, when the peer breaks the protocol */
  guint64 n_behind;
  guint64 n_ahead;
  gboolean knows_lag;

  gint64 now_ms;
  gint64 heard_ms;
  gint64 sent_ms;
  gint64 reconcile_ms;
};

static gboolean
set_broken (GError **error, const char *what)
{
  g_set_error (error, CEN_ERROR, CEN_ERROR_INVALID, "A peer broke the protocol (%s).", what);
  return FALSE;
}

/* The same when the peer only wanted too much. */
static gboolean
set_flooded (NetSession *self, GError **error, const char *what)
{
  self->fault = CEN_FAULT_FLOOD;
  return set_broken (error, what);
}

static void
tell_fault (NetSession *self, CenFault fault)
{
  if (self->events.on_fault != NULL)
    self->events.on_fault (self, fault, self->user_data);
}

static void
send_frame (NetSession *self, GBytes *frame)
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
    .caps = self->events.caps,
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
  send_frame (self, net_hello_to_frame (&hello));
}

/* --- Reconciling --- */

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
  g_hash_table_remove_all (self->echoes);
  return TRUE;
}

static gboolean
start_reconcile (NetSession *self, GError **error)
{
  GBytes *frame;

  if (!open_comparison (self, error))
    return FALSE;
  frame = net_comparison_begin (self->comparison, error);
  if (frame == NULL)
    return FALSE;
  self->compared_ms = self->now_ms;
  send_frame (self, frame);
  return TRUE;
}

static void
send_held (NetSession *self)
{
  cen_held_digest (&self->circle->held, self->own_held);
  send_frame (self, net_held_to_frame (self->own_held));
}

/* The dialler compares: sums first, which costs the same whatever the history is. Since those can
 * be made to agree by who works hard for it, all is compared every so often. */
static gboolean
begin_comparison (NetSession *self, GError **error)
{
  if (self->phase == PHASE_LIVE && (self->is_cut || self->n_equal >= NET_SESSION_HELD_EQUAL_MAX)) {
    self->n_equal = 0;
    return start_reconcile (self, error);
  }
  if (self->phase != PHASE_LIVE)
    self->cursor = self->circle->held.n;
  self->compared_ms = self->now_ms;
  self->awaits_held = TRUE;
  send_held (self);
  return TRUE;
}

static void
plan_reconcile (NetSession *self)
{
  const CenWorld *world = self->circle->world;
  guint16 jitter;

  world->random (world, (guint8 *) &jitter, sizeof jitter);
  self->reconcile_ms = self->now_ms + NET_SESSION_RECONCILE_MS / 2 +
                       NET_SESSION_RECONCILE_MS * (gint64) jitter / G_MAXUINT16;
}

/* As soon as one may begin again. */
static void
plan_reconcile_soon (NetSession *self)
{
  self->reconcile_ms =
      MIN (self->reconcile_ms, MAX (self->now_ms, self->compared_ms + COMPARE_PAUSE_MS));
}

/* Up to the cursor the peer has everything, or it is on its way: what a comparison that is open or
 * was cut has still to find excepted. */
static void
mark_receipts (NetSession *self)
{
  gint64 no;

  if (self->phase != PHASE_LIVE || self->comparison != NULL || self->is_cut)
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

static void
become_live (NetSession *self)
{
  gboolean is_first = self->phase != PHASE_LIVE;

  self->is_catching_up = FALSE;
  self->phase = PHASE_LIVE;
  self->knows_lag = TRUE;
  self->n_ahead = 0;
  self->is_cut = self->comparison != NULL && net_comparison_is_cut (self->comparison);
  g_clear_pointer (&self->comparison, net_comparison_free);
  plan_reconcile (self);
  if (self->is_cut)
    plan_reconcile_soon (self);
  drop_early (self);
  self->has_own = self->has_own || is_first;
  mark_receipts (self);
  if (is_first && self->events.on_in_sync != NULL)
    self->events.on_in_sync (self, self->user_data);
}

/* The dialler knows the difference: it gives what it has, asks for the rest, and when nothing is
 * open any more says with an empty message that both are equal. */
static void
settle_difference (NetSession *self)
{
  g_autoptr (GBytes) nothing = NULL;
  GBytes *need;

  if (self->comparison == NULL || !net_comparison_has_ended (self->comparison))
    return;
  need = self->n_open_needs == 0 ? net_comparison_ask (self->comparison) : NULL;
  if (need != NULL) {
    send_frame (self, need);
    self->n_open_needs++;
  }
  if (self->n_open_needs > 0 || !net_serve_is_idle (self->serve))
    return;
  nothing = g_bytes_new (NULL, 0);
  send_frame (self, net_rbsr_to_frame (0, nothing));
  become_live (self);
}

static void
end_rounds (NetSession *self)
{
  GArray *nos = net_comparison_list_given (self->comparison);

  if (nos->len > 0)
    net_serve_take_rows (self->serve, nos, NET_OPS_MORE);
  else
    g_array_unref (nos);
  settle_difference (self);
}

static gboolean
receive_rbsr_as_dialler (NetSession *self, guint round, const guint8 *message, gsize len,
                         GError **error)
{
  GBytes *next;

  /* An empty message asks for a comparison. */
  if (len == 0) {
    if (self->phase == PHASE_LIVE && self->comparison == NULL && !self->awaits_held)
      plan_reconcile_soon (self);
    return TRUE;
  }
  if (self->comparison == NULL)
    return set_broken (error, "an unasked comparison");
  if (!net_comparison_learn (self->comparison, round, message, len, &next, error))
    return FALSE;
  if (next != NULL)
    send_frame (self, next);
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
         set_flooded (self, error, "too many comparisons");
}

static gboolean
accept_comparison (NetSession *self, GError **error)
{
  if (self->comparison != NULL)
    return set_broken (error, "a comparison within another");
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
      return set_broken (error, "an end without a comparison");
    become_live (self);
    return TRUE;
  }
  if (round == 0 && !accept_comparison (self, error))
    return FALSE;
  if (self->comparison == NULL)
    return set_broken (error, "a comparison out of turn");
  answer = net_comparison_answer (self->comparison, round, message, len, error);
  if (answer != NULL)
    send_frame (self, answer);
  return answer != NULL;
}

static gboolean
receive_rbsr (NetSession *self, const guint8 *frame, gsize len, GError **error)
{
  const guint8 *message;
  gsize message_len;
  guint round;

  if (!net_rbsr_from_frame (&round, &message, &message_len, frame, len))
    return set_broken (error, "RBSR");
  return self->side == NET_SIDE_DIALLER
             ? receive_rbsr_as_dialler (self, round, message, message_len, error)
             : receive_rbsr_as_listener (self, round, message, message_len, error);
}

static gboolean
receive_held_as_dialler (NetSession *self, gboolean is_equal, GError **error)
{
  if (!self->awaits_held)
    return set_broken (error, "an unasked HELD");
  self->awaits_held = FALSE;
  self->n_equal = is_equal ? self->n_equal + 1 : 0;
  if (!is_equal)
    return start_reconcile (self, error);
  if (self->phase != PHASE_LIVE)
    become_live (self);
  return TRUE;
}

/* Who has fetched all that it asked for, and given all that it was asked for, is live when both
 * hold the same. */
static gboolean
receive_held_as_listener (NetSession *self, const guint8 theirs[static CEN_ID_LEN], GError **error)
{
  if (self->comparison != NULL || self->n_open_needs > 0 || !net_serve_is_idle (self->serve) ||
      (self->phase == PHASE_FETCH && (!self->has_asked || !self->has_been_asked)))
    return set_broken (error, "HELD out of turn");
  if (!count_comparison (self, error))
    return FALSE;
  send_held (self);
  self->has_told = memcmp (theirs, self->own_held, CEN_ID_LEN) != 0;
  if (self->has_told || self->phase == PHASE_LIVE)
    return TRUE;
  self->cursor = self->circle->held.n;
  become_live (self);
  return TRUE;
}

static gboolean
receive_held (NetSession *self, const guint8 *frame, gsize len, GError **error)
{
  guint8 theirs[CEN_ID_LEN];

  if (!net_held_from_frame (theirs, frame, len))
    return set_broken (error, "HELD");
  return self->side == NET_SIDE_DIALLER
             ? receive_held_as_dialler (self, memcmp (theirs, self->own_held, CEN_ID_LEN) == 0,
                                        error)
             : receive_held_as_listener (self, theirs, error);
}

/* Begins the first comparison when both sides have fetched by the clock. */
static gboolean
end_fetch_if_done (NetSession *self, GError **error)
{
  if (self->phase != PHASE_FETCH || self->side != NET_SIDE_DIALLER || !self->has_asked ||
      !self->has_been_asked || self->n_open_needs > 0 || !net_serve_is_idle (self->serve))
    return TRUE;
  self->phase = PHASE_RECONCILE;
  return begin_comparison (self, error);
}

/* --- Frames --- */

static gboolean
receive_hello (NetSession *self, const guint8 *frame, gsize len, GError **error)
{
  g_autoptr (GArray) clock = NULL;
  NetHello hello;

  if (self->phase != PHASE_HELLO || !net_hello_from_frame (&hello, frame, len))
    return set_broken (error, "HELLO");
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
    become_live (self);
    return TRUE;
  }
  if (memcmp (hello.clock_digest, self->own_digest, CEN_ID_LEN) == 0) {
    self->phase = PHASE_RECONCILE;
    return self->side == NET_SIDE_LISTENER || start_reconcile (self, error);
  }
  self->phase = PHASE_FETCH;
  clock = net_clock_list (self->circle);
  send_frame (self, net_clock_to_frame ((const NetClockEntry *) clock->data, clock->len));
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
  send_frame (self,
              self->takes_early
                  ? net_need_early_to_frame ((const NetRange *) ranges->data, ranges->len, early)
                  : net_need_ranges_to_frame ((const NetRange *) ranges->data, ranges->len));
}

static gboolean
receive_clock (NetSession *self, const guint8 *frame, gsize len, GError **error)
{
  g_autoptr (GArray) theirs = net_clock_from_frame (frame, len);
  g_autoptr (GArray) own = NULL;
  g_autoptr (GArray) ranges = NULL;

  if (theirs == NULL || self->phase != PHASE_FETCH || self->has_asked)
    return set_broken (error, "CLOCK");
  own = net_clock_list (self->circle);
  ranges = net_clock_list_missing (own, theirs, &self->n_ahead);
  self->n_behind = net_clock_count_behind (own, theirs);
  self->knows_lag = TRUE;
  send_need (self, ranges);
  self->n_open_needs++;
  self->has_asked = TRUE;
  if (self->events.on_clock != NULL)
    self->events.on_clock (self, theirs, self->user_data);
  return TRUE;
}

static gboolean
receive_need (NetSession *self, const guint8 *frame, gsize len, GError **error)
{
  g_auto (NetNeed) need = { 0 };

  if (!net_need_from_frame (&need, frame, len))
    return set_broken (error, "NEED");
  if (need.ranges != NULL) {
    if (self->phase != PHASE_FETCH || self->has_been_asked)
      return set_broken (error, "NEED out of turn");
    self->has_been_asked = TRUE;
    return need.early != NULL ? net_serve_add_early (self->serve, need.ranges, need.early, error)
                              : net_serve_add_ranges (self->serve, need.ranges, error);
  }
  if (self->side == NET_SIDE_DIALLER || self->comparison == NULL ||
      !net_serve_is_idle (self->serve))
    return set_broken (error, "NEED without a comparison");
  net_serve_take_rows (self->serve, net_comparison_look_up (self->comparison, need.ids),
                       NET_OPS_LAST);
  return TRUE;
}

/* What the peer gave us and the cursor has still to pass need not go back. Before the snapshot
 * there is no cursor, and nothing goes back anyway. */
static gboolean
note_echoes (NetSession *self, GArray *ops, GError **error)
{
  const CenItem *next;

  if (self->phase <= PHASE_FETCH || self->cursor >= self->circle->held.n)
    return TRUE;
  next = cen_circle_get_item (self->circle, self->cursor, error);
  if (next == NULL)
    return FALSE;
  for (guint i = 0; i < ops->len; i++) {
    GBytes *bytes = g_array_index (ops, CenIncoming, i).op;
    CenId id;
    gint64 no;

    cen_crypto_hash (id.bytes, "cen1.op.id", g_bytes_get_data (bytes, NULL),
                     g_bytes_get_size (bytes));
    if (!cen_circle_find_op (self->circle, &id, &no, error))
      return FALSE;
    if (no >= next->no)
      g_hash_table_add (self->echoes, g_memdup2 (&no, sizeof no));
  }
  return TRUE;
}

static gboolean
count_junk (NetSession *self, guint n_junk, GError **error)
{
  self->n_junk += n_junk;
  if (n_junk > 0)
    tell_fault (self, CEN_FAULT_JUNK);
  return self->n_junk <= NET_SESSION_JUNK_MAX || set_flooded (self, error, "too much junk");
}

static gboolean
take_ops (NetSession *self, GArray *ops, GError **error)
{
  g_auto (CenReceived) received = { 0 };

  if (!cen_dag_receive (self->circle, (const CenIncoming *) ops->data, ops->len, self->source,
                        CEN_STORE_NORMAL, &received, error) ||
      !note_echoes (self, ops, error))
    return FALSE;
  if (!count_junk (self, received.n_junk, error))
    return FALSE;
  self->n_ahead -= MIN (self->n_ahead, received.accepted->len);
  if (received.accepted->len > 0 && self->events.on_accepted != NULL)
    self->events.on_accepted (self, received.accepted, self->user_data);
  if (received.n_orphans > 0)
    plan_reconcile_soon (self);
  return TRUE;
}

/* Stores what waits, in one transaction. */
static gboolean
store_gathered (NetSession *self, GError **error)
{
  g_autoptr (GArray) ops = NULL;

  if (self->gathered->len == 0)
    return TRUE;
  ops = g_steal_pointer (&self->gathered);
  self->gathered = net_ops_array_new ();
  self->gathered_len = 0;
  return take_ops (self, ops, error);
}

/* Adds @ops to what waits; it keeps the bytes. */
static gboolean
gather (NetSession *self, GArray *ops, gsize len, GError **error)
{
  for (guint i = 0; i < ops->len; i++) {
    const CenIncoming *op = &g_array_index (ops, CenIncoming, i);
    CenIncoming kept = { g_bytes_ref (op->op),
                         op->payload != NULL ? g_bytes_ref (op->payload) : NULL };

    g_array_append_val (self->gathered, kept);
  }
  self->gathered_len += len;
  if (self->gathering == NET_GATHERING_TURN && self->gathered->len < GATHERED_OPS_MAX &&
      self->gathered_len < GATHERED_BYTES_MAX)
    return TRUE;
  return store_gathered (self, error);
}

/* What can be read before its past is here; each is accepted when that comes. */
static gboolean
take_early (NetSession *self, GArray *ops, GError **error)
{
  guint n_junk;

  if (!self->takes_early || self->n_open_needs == 0)
    return set_broken (error, "ops before their past");
  if (!store_gathered (self, error) ||
      !cen_early_take (self->circle, (const CenIncoming *) ops->data, ops->len, self->source,
                       &n_junk, error))
    return FALSE;
  if (self->events.on_accepted != NULL) {
    g_autoptr (GPtrArray) none = g_ptr_array_new ();

    self->events.on_accepted (self, none, self->user_data);
  }
  return count_junk (self, n_junk, error);
}

static gboolean
receive_ops (NetSession *self, const guint8 *frame, gsize len, GError **error)
{
  NetOpsFlag flag;
  g_autoptr (GArray) ops = net_ops_from_frame (frame, len, &flag);

  self->granted -= (gint64) len;
  self->used += len;
  if (ops == NULL)
    return set_broken (error, "OPS");
  if (self->granted < -(gint64) CEN_MESSAGE_MAX)
    return set_flooded (self, error, "more than its credit");
  if (flag == NET_OPS_EARLY)
    return take_early (self, ops, error);
  if (!gather (self, ops, len, error))
    return FALSE;
  if (flag == NET_OPS_LAST) {
    if (!store_gathered (self, error))
      return FALSE;
    if (self->n_open_needs == 0)
      return set_broken (error, "an unasked answer");
    self->n_open_needs--;
    settle_difference (self);
  }
  return end_fetch_if_done (self, error);
}

static gboolean
receive_credit (NetSession *self, const guint8 *frame, gsize len, GError **error)
{
  guint64 n_bytes;

  if (!net_credit_from_frame (&n_bytes, frame, len))
    return set_broken (error, "CREDIT");
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
    return set_broken (error, "PEERS");
  if (self->events.on_peers != NULL)
    self->events.on_peers (self, records, self->user_data);
  return TRUE;
}

static gboolean
receive_live (NetSession *self, const guint8 *frame, gsize len, GError **error)
{
  NetLive live;

  if (!net_live_from_frame (&live, frame, len))
    return set_broken (error, "LIVE");
  /* A later version may know more kinds. */
  if (live.kind == NET_LIVE_TYPING && self->events.on_live != NULL)
    self->events.on_live (self, &live, self->user_data);
  return TRUE;
}

static gboolean
is_own (NetSession *self)
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
  if (self->phase != PHASE_LIVE || !is_own (self))
    return set_broken (error, "OWN");
  return net_own_take (self->own, frame, len, error);
}

static gboolean
receive_bye (NetSession *self, const guint8 *frame, gsize len, GError **error)
{
  if (!net_bye_from_frame (&self->bye, frame, len))
    return set_broken (error, "BYE");
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
    return receive_ops (self, frame, len, error);
  case NET_FRAME_RBSR:
    return receive_rbsr (self, frame, len, error);
  case NET_FRAME_HELD:
    return receive_held (self, frame, len, error);
  case NET_FRAME_CREDIT:
    return receive_credit (self, frame, len, error);
  case NET_FRAME_PEERS:
    return receive_peers (self, frame, len, error);
  case NET_FRAME_LIVE:
    return receive_live (self, frame, len, error);
  case NET_FRAME_OWN:
    return receive_own (self, frame, len, error);
  case NET_FRAME_BYE:
    return receive_bye (self, frame, len, error);
  default:
    return set_broken (error, "an unknown frame");
  }
}

static gboolean
receive_in_turn (NetSession *self, const guint8 *frame, gsize len, GError **error)
{
  NetFrameType type = (NetFrameType) net_frame_get_type (frame, len);

  if (self->phase == PHASE_HELLO && type != NET_FRAME_HELLO && type != NET_FRAME_BYE)
    return set_broken (error, "no HELLO");
  if (self->out_len > CEN_PEER_QUEUE_MAX)
    return set_flooded (self, error, "asking without listening");
  /* Whatever else it says comes after its ops. */
  if (type != NET_FRAME_OPS && type != NET_FRAME_PUSH && !store_gathered (self, error))
    return FALSE;
  return receive_frame (self, type, frame, len, error);
}

static gboolean
end_with_fault (NetSession *self, GError *local, GError **error)
{
  if (g_error_matches (local, CEN_ERROR, CEN_ERROR_INVALID))
    tell_fault (self, self->fault);
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

  return store_gathered (self, &local) || end_with_fault (self, g_steal_pointer (&local), error);
}

/* --- Sending --- */

/* What was accepted since the snapshot and did not come from this peer, as one frame. */
static GBytes *
push_next (NetSession *self, GError **error)
{
  g_autoptr (GArray) ops = net_ops_array_new ();
  gsize size = 0;

  while (self->cursor < self->circle->held.n &&
         size < CEN_OPS_FRAME_MAX - CEN_PAYLOAD_MAX - CEN_OP_MAX && ops->len < NET_OPS_MAX - 2) {
    const CenItem *item = cen_circle_get_item (self->circle, self->cursor, error);

    if (item == NULL)
      return NULL;
    self->cursor++;
    if (g_hash_table_remove (self->echoes, &item->no))
      continue;
    if (!net_serve_read (self->circle, item->no, ops, &size, error))
      return NULL;
  }
  if (ops->len == 0)
    return NULL;
  return net_ops_to_frame (ops->len == 1 ? NET_FRAME_PUSH : NET_FRAME_OPS, NET_OPS_LIVE,
                           (const CenIncoming *) ops->data, ops->len);
}

static GBytes *
make_next (NetSession *self, GError **error)
{
  g_autoptr (GError) local = NULL;
  guint n_ops = 0;
  GBytes *frame;

  if (self->credit <= 0)
    return NULL;
  frame = net_serve_next (self->serve, &n_ops, &local);
  if (frame == NULL && local == NULL && self->phase == PHASE_LIVE)
    frame = push_next (self, &local);
  if (local != NULL) {
    g_propagate_error (error, g_steal_pointer (&local));
    return NULL;
  }
  if (frame != NULL) {
    self->credit -= (gint64) g_bytes_get_size (frame);
    net_receipts_note_sent (&self->receipts, g_bytes_get_size (frame));
    self->n_behind -= MIN (self->n_behind, n_ops);
  }
  mark_receipts (self);
  return frame;
}

/* News for a device of our own, which go after all ops, so that it has what they name. */
static GBytes *
make_own (NetSession *self, GError **error)
{
  GBytes *frame;

  if (!self->has_own || !net_session_is_in_sync (self) || !net_serve_is_idle (self->serve))
    return NULL;
  frame = is_own (self) ? net_own_next (self->own, error) : NULL;
  self->has_own = frame != NULL;
  return frame;
}

/* What stands in the queue, and before it the credit that is due. */
static GBytes *
pop_out (NetSession *self)
{
  GBytes *frame;

  if (self->used > 0) {
    frame = net_credit_to_frame (self->used);
    self->granted += (gint64) self->used;
    self->used = 0;
    return frame;
  }
  frame = g_queue_pop_head (&self->out);
  if (frame != NULL)
    self->out_len -= g_bytes_get_size (frame);
  return frame;
}

GBytes *
net_session_pop (NetSession *self, GError **error)
{
  GBytes *frame;

  if (!net_session_settle (self, error))
    return NULL;
  frame = pop_out (self);
  if (frame == NULL) {
    gboolean was_serving = !net_serve_is_idle (self->serve);

    frame = make_next (self, error);
    /* The last of what was asked is on its way: perhaps the next step can begin. */
    if (frame != NULL && was_serving && net_serve_is_idle (self->serve)) {
      self->n_behind = 0;
      settle_difference (self);
      if (!end_fetch_if_done (self, error)) {
        g_bytes_unref (frame);
        return NULL;
      }
    }
  }
  if (frame == NULL && (error == NULL || *error == NULL))
    frame = make_own (self, error);
  if (frame != NULL)
    self->sent_ms = self->now_ms;
  return frame;
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
    send_frame (self, net_live_to_frame (live));
}

void
net_session_send_peers (NetSession *self, GPtrArray *records)
{
  if (self->phase != PHASE_HELLO && records->len > 0 && self->out_len < CEN_PEER_QUEUE_MAX / 2)
    send_frame (self, net_peers_to_frame (records));
}

void
net_session_reconcile (NetSession *self)
{
  plan_reconcile_soon (self);
}

static gboolean
reconcile_if_due (NetSession *self, GError **error)
{
  g_autoptr (GBytes) nothing = NULL;

  if (self->phase != PHASE_LIVE || self->now_ms < self->reconcile_ms || self->comparison != NULL ||
      self->awaits_held)
    return TRUE;
  plan_reconcile (self);
  if (self->side == NET_SIDE_DIALLER)
    return begin_comparison (self, error);
  nothing = g_bytes_new (NULL, 0);
  send_frame (self, net_rbsr_to_frame (0, nothing));
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
    send_frame (self, net_live_to_frame (&alive));
  }
  return reconcile_if_due (self, error);
}

gint64
net_session_get_deadline (const NetSession *self)
{
  gint64 patience = self->phase == PHASE_HELLO ? NET_SESSION_HELLO_MS : NET_SESSION_SILENCE_MS;
  gint64 deadline = MIN (self->heard_ms + patience + 1, self->sent_ms + NET_SESSION_KEEPALIVE_MS);

  if (self->phase == PHASE_LIVE && self->comparison == NULL && !self->awaits_held)
    deadline = MIN (deadline, self->reconcile_ms);
  return deadline;
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
net_session_is_in_sync (const NetSession *self)
{
  return self->phase == PHASE_LIVE && !self->is_catching_up && !self->is_cut &&
         self->gathered->len == 0 && self->cursor >= self->circle->held.n;
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
  net_own_free (self->own);
  g_array_unref (self->gathered);
  g_hash_table_unref (self->echoes);
  g_queue_clear_full (&self->out, (GDestroyNotify) g_bytes_unref);
  g_free (self);
}
