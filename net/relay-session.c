/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* One question is open at a time. With none open, advance() finds the next thing to do, drawer by
 * drawer from the oldest epoch on, so that what comes mostly follows its past:
 *
 *   not looked at ─► LOOK ─► no such drawer ─► MAKE
 *   the relay has newer ones ─► AFTER ─► ENVELOPES ─► …
 *   the sums differ ─► what joined here since ─► PUT ─► KEPT ─► …
 *                      nothing did ─► COMPARE ─► … ─► PUT what it lacks, GET what we lack
 *   the sums are equal ─► settled, until a STATES comes or something is written
 *
 * A drawer that stays different after that is left for a minute. */

#include "relay-session-private.h"

#include <string.h>

#define COMPARES_IN_A_ROW 2

static void
drawer_free (gpointer data)
{
  RelayDrawer *drawer = data;

  cen_crypto_wipe (drawer->seed, sizeof drawer->seed);
  g_clear_pointer (&drawer->met, g_hash_table_unref);
  g_clear_pointer (&drawer->tray, net_relay_tray_free);
  g_free (drawer);
}

NetRelaySession *
net_relay_session_new (CenCircle *circle, CenCarried *carried,
                       const guint8 relay[static CEN_KEY_LEN], guint64 source,
                       const NetRelaySessionEvents *events, gpointer user_data, gint64 now_ms)
{
  NetRelaySession *self = g_new0 (NetRelaySession, 1);
  NetRelayHello hello = { .version = CEN_PROTOCOL_VERSION };

  self->circle = circle;
  self->carried = carried;
  memcpy (self->relay, relay, CEN_KEY_LEN);
  self->source = source;
  self->events = *events;
  self->user_data = user_data;
  self->drawers = g_ptr_array_new_with_free_func (drawer_free);
  self->unsettled = g_array_new (FALSE, FALSE, sizeof (Unsettled));
  self->entries = g_array_new (FALSE, FALSE, sizeof (CenCarriedEntry));
  self->have = g_array_new (FALSE, FALSE, sizeof (CenId));
  self->need = g_array_new (FALSE, FALSE, sizeof (CenId));
  self->gifts = g_array_new (FALSE, FALSE, sizeof (CenCarriedEntry));
  g_queue_init (&self->queue);
  circle->world->random (circle->world, self->nonce, NET_NONCE_LEN);
  memcpy (hello.nonce, self->nonce, NET_NONCE_LEN);
  g_queue_push_tail (&self->queue, net_relay_hello_to_frame (&hello));
  self->asked = ASKED_HELLO;
  self->asked_ms = self->spoken_ms = now_ms;
  return self;
}

void
net_relay_session_free (NetRelaySession *self)
{
  if (self == NULL)
    return;
  net_relay_files_free (self->files);
  net_relay_session_end_compare (self);
  g_ptr_array_unref (self->drawers);
  g_array_unref (self->unsettled);
  g_array_unref (self->entries);
  g_array_unref (self->have);
  g_array_unref (self->need);
  g_array_unref (self->gifts);
  g_queue_clear_full (&self->queue, (GDestroyNotify) g_bytes_unref);
  g_free (self);
}

gboolean
net_relay_session_is_settled (const NetRelaySession *self)
{
  return self->is_settled && self->is_prepared;
}

guint
net_relay_session_get_problems (const NetRelaySession *self)
{
  return self->problems;
}

const NetRelayHello *
net_relay_session_get_terms (const NetRelaySession *self)
{
  return &self->terms;
}

void
net_relay_session_get_counts (const NetRelaySession *self, guint64 *ret_n_given,
                              guint64 *ret_n_taken)
{
  *ret_n_given = self->n_given;
  *ret_n_taken = self->n_taken;
}

gboolean
net_relay_session_set_broken (GError **error, const char *what)
{
  g_set_error (error, CEN_ERROR, CEN_ERROR_INVALID, "A relay broke the protocol (%s).", what);
  return FALSE;
}

void
net_relay_session_note_problem (NetRelaySession *self, NetRelayProblem problem)
{
  if ((self->problems & problem) == 0) {
    self->problems |= problem;
    self->events.on_changed (self, self->user_data);
  }
}

/* FALSE when it was one too many. */
gboolean
net_relay_session_note_lie (NetRelaySession *self, NetRelayProblem problem, guint n, GError **error)
{
  net_relay_session_note_problem (self, problem);
  self->n_lies += n;
  if (self->n_lies <= NET_RELAY_LIES_MAX)
    return TRUE;
  g_set_error_literal (error, CEN_ERROR, CEN_ERROR_INVALID, "A relay does not tell the truth.");
  return FALSE;
}

gboolean
net_relay_session_note_liar (NetRelaySession *self, GError **error)
{
  return net_relay_session_note_lie (self, NET_RELAY_GAVE_JUNK, 1, error);
}

void
net_relay_session_ask (NetRelaySession *self, Asked what, guint at, GBytes *frame, gint64 now_ms)
{
  self->asked = what;
  self->at = at;
  self->asked_ms = self->spoken_ms = now_ms;
  g_queue_push_tail (&self->queue, frame);
}

guint64
net_relay_drawer_get_news_end (const RelayDrawer *drawer)
{
  return drawer->key->news_from + drawer->key->news->len;
}

gboolean
net_relay_drawer_is_equal (const RelayDrawer *drawer)
{
  guint8 digest[CEN_ID_LEN];
  CenHeld all = drawer->key->held;

  cen_held_join (&all, &drawer->junk);
  cen_held_digest (&all, digest);
  return all.n == drawer->state.n && memcmp (digest, drawer->state.digest, CEN_ID_LEN) == 0;
}

/* --- What to do next --- */

static gboolean
note_equal (NetRelaySession *self, RelayDrawer *drawer, GError **error)
{
  drawer->n_compares = 0;
  drawer->again_ms = 0;
  drawer->confirmed_n = drawer->state.n;
  drawer->news_at = net_relay_drawer_get_news_end (drawer);
  g_hash_table_remove_all (drawer->met);
  return net_relay_session_save_cursor (self, drawer, error);
}

/* Whether a drawer that is not there yet is to be made: it is the one to write into, or there is
 * something to lie in it. */
static gboolean
is_wanted (NetRelaySession *self, const RelayDrawer *drawer)
{
  return !drawer->was_made &&
         (drawer->key == cen_carried_get_writing (self->carried) || drawer->key->held.n > 0);
}

/* Asks the next thing about the drawer at @at. FALSE when there is nothing to ask, or with an
 * error. */
static gboolean
advance_drawer (NetRelaySession *self, guint at, gint64 now_ms, GError **error)
{
  RelayDrawer *drawer = self->drawers->pdata[at];

  if (drawer->tray != NULL || !drawer->has_state || drawer->again_ms > now_ms)
    return FALSE;
  drawer->again_ms = 0;
  if (!drawer->state.is_there) {
    if (!is_wanted (self, drawer))
      return FALSE;
    drawer->was_made = TRUE;
    net_relay_session_ask (self, ASKED_MAKE, at,
                           net_relay_make_to_frame (&(CenDrawerWish){ .id = drawer->id }), now_ms);
    return TRUE;
  }
  if (drawer->state.n < drawer->confirmed_n) {
    drawer->confirmed_n = drawer->state.n;
    if (!net_relay_session_note_lie (self, NET_RELAY_LOST, 1, error))
      return FALSE;
  }
  if (drawer->cursor < drawer->state.last) {
    net_relay_session_ask (self, ASKED_AFTER, at, net_relay_after_to_frame (at, drawer->cursor),
                           now_ms);
    return TRUE;
  }
  if (net_relay_drawer_is_equal (drawer)) {
    note_equal (self, drawer, error);
    return FALSE;
  }
  if (drawer->news_at < net_relay_drawer_get_news_end (drawer) &&
      drawer->news_at >= drawer->key->news_from) {
    net_relay_session_list_news (self, drawer);
    if (net_relay_session_give (self, at, now_ms, error) || (error != NULL && *error != NULL))
      return self->asked != ASKED_NOTHING;
  }
  if (drawer->n_compares < COMPARES_IN_A_ROW)
    return net_relay_session_begin_compare (self, at, now_ms, error);
  drawer->n_compares = 0;
  drawer->again_ms = now_ms + NET_RELAY_AGAIN_MS;
  return FALSE;
}

/* What is left of the comparison or the news of the drawer at hand. */
static gboolean
go_on (NetRelaySession *self, gint64 now_ms, GError **error)
{
  if (self->need->len > 0)
    return net_relay_session_get (self, self->at, now_ms);
  if (self->gifts_at < self->gifts->len)
    return net_relay_session_give (self, self->at, now_ms, error);
  return FALSE;
}

static gboolean
is_settled (NetRelaySession *self)
{
  for (guint i = 0; i < self->drawers->len; i++) {
    const RelayDrawer *drawer = self->drawers->pdata[i];

    if (drawer->tray != NULL)
      continue;
    if (!drawer->has_state ||
        (drawer->state.is_there ? !net_relay_drawer_is_equal (drawer) : drawer->key->held.n > 0))
      return FALSE;
  }
  return self->drawers->len > 0;
}

static gboolean
advance (NetRelaySession *self, gint64 now_ms, GError **error)
{
  g_autoptr (GError) local = NULL;
  gboolean was_settled = self->is_settled;

  if (self->asked != ASKED_NOTHING || now_ms < self->wait_ms)
    return TRUE;
  if (!self->is_prepared) {
    if (!cen_carried_update (self->carried, NET_RELAY_PREPARE_OPS, &self->is_prepared, error))
      return FALSE;
    if (!self->is_prepared)
      return TRUE;
  }
  if (!net_relay_session_settle (self, error))
    return FALSE;
  if (go_on (self, now_ms, &local) || (local == NULL && net_relay_session_look (self, now_ms)))
    return TRUE;
  for (guint i = 0; local == NULL && i < self->drawers->len; i++) {
    if (advance_drawer (self, i, now_ms, &local))
      return TRUE;
  }
  if (local != NULL) {
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
  }
  self->is_settled = is_settled (self);
  if (self->is_settled != was_settled)
    self->events.on_changed (self, self->user_data);
  if (!self->is_settled ||
      (!net_relay_session_tend (self, now_ms) && !net_relay_session_mark (self, now_ms)))
    net_relay_session_tend_files (self, now_ms);
  return TRUE;
}

/* --- Frames and time --- */

static gboolean
receive_hello (NetRelaySession *self, const guint8 *frame, gsize len, GError **error)
{
  if (self->asked != ASKED_HELLO || !net_relay_hello_from_frame (&self->terms, frame, len))
    return net_relay_session_set_broken (error, "greeting");
  if (self->terms.version != CEN_PROTOCOL_VERSION) {
    g_set_error_literal (error, CEN_ERROR, CEN_ERROR_NEWER, "A relay speaks another version.");
    return FALSE;
  }
  self->asked = ASKED_NOTHING;
  return TRUE;
}

static gboolean
receive_bye (GError **error)
{
  g_set_error_literal (error, CEN_ERROR, CEN_ERROR_UNREACHABLE, "The relay said goodbye.");
  return FALSE;
}

static gboolean
dispatch (NetRelaySession *self, const guint8 *frame, gsize len, gint64 now_ms, GError **error)
{
  switch (net_frame_get_type (frame, len)) {
  case NET_RELAY_HELLO:
    return receive_hello (self, frame, len, error);
  case NET_RELAY_STATES:
    return net_relay_session_receive_states (self, frame, len, error);
  case NET_RELAY_MADE:
    return net_relay_session_receive_made (self, frame, len, error);
  case NET_RELAY_ENVELOPES:
    return net_relay_session_receive_envelopes (self, frame, len, error);
  case NET_RELAY_COMPARE:
    return net_relay_session_receive_compare (self, frame, len, now_ms, error);
  case NET_RELAY_KEPT:
    return net_relay_session_receive_kept (self, frame, len, now_ms, error);
  case NET_RELAY_MARKS:
    return net_relay_session_receive_marks (self, frame, len, error);
  case NET_RELAY_HAVING:
  case NET_RELAY_STORED:
  case NET_RELAY_PARCEL:
  case NET_RELAY_DROPPED:
    return net_relay_session_receive_files (self, frame, len, now_ms, error);
  case NET_FRAME_BYE:
    return receive_bye (error);
  default:
    return net_relay_session_set_broken (error, "an unknown frame");
  }
}

gboolean
net_relay_session_receive (NetRelaySession *self, const guint8 *frame, gsize len, gint64 now_ms,
                           GError **error)
{
  return dispatch (self, frame, len, now_ms, error) && advance (self, now_ms, error);
}

gboolean
net_relay_session_tick (NetRelaySession *self, gint64 now_ms, GError **error)
{
  gint64 patience_ms = self->asked == ASKED_HELLO ? NET_RELAY_HELLO_MS : NET_RELAY_ANSWER_MS;

  if (self->asked != ASKED_NOTHING && now_ms - self->asked_ms >= patience_ms) {
    g_set_error_literal (error, CEN_ERROR, CEN_ERROR_UNREACHABLE, "The relay does not answer.");
    return FALSE;
  }
  if (now_ms - self->spoken_ms >= NET_RELAY_KEEPALIVE_MS) {
    self->spoken_ms = now_ms;
    g_queue_push_tail (&self->queue, net_live_to_frame (&(NetLive){ .kind = NET_LIVE_ALIVE }));
  }
  return advance (self, now_ms, error);
}

gint64
net_relay_session_get_deadline (const NetRelaySession *self)
{
  const CenCarriedKey *writing = cen_carried_get_writing (self->carried);
  gint64 next = self->spoken_ms + NET_RELAY_KEEPALIVE_MS;

  if (self->asked != ASKED_NOTHING)
    return MIN (next, self->asked_ms +
                          (self->asked == ASKED_HELLO ? NET_RELAY_HELLO_MS : NET_RELAY_ANSWER_MS));
  if (!self->is_prepared)
    return 0;
  next = MIN (next, MAX (net_relay_session_get_files_deadline (self), self->wait_ms));
  if (self->wait_ms > 0 && self->gifts_at < self->gifts->len)
    next = MIN (next, self->wait_ms);
  for (guint i = 0; i < self->drawers->len; i++) {
    const RelayDrawer *drawer = self->drawers->pdata[i];

    if (drawer->again_ms > 0)
      next = MIN (next, drawer->again_ms);
    if (self->is_settled && drawer->has_marks && (drawer->tray != NULL || drawer->key == writing))
      next = MIN (next, self->marks_ms);
  }
  return next;
}

GBytes *
net_relay_session_pop (NetRelaySession *self)
{
  return g_queue_pop_head (&self->queue);
}

void
net_relay_session_note (NetRelaySession *self)
{
  self->is_prepared = FALSE;
}
