/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* HELLO, LOOK, MARK with the request, one after the other; then MARK without one whenever the relay
 * says that something came into the tray. Only words about our own request are looked at: others
 * ask by the same link, perhaps, and whoever has it could leave anything there. */

#include "relay-ask.h"

#include "core/relay-link.h"

#include <string.h>

struct _NetRelayAsk {
  const CenWorld *world;
  guint8 discovery[CEN_KEY_LEN];
  guint8 seed[CEN_KEY_LEN];
  GBytes *mark; /* the request, until it was left; NULL */
  guint8 slot[CEN_MAIL_SLOT_LEN];
  CenId join; /* or D of a new device; zeros for a preview */
  gboolean wants_preview;
  GQueue queue;      /* GBytes */
  guint awaited;     /* NetRelayFrame; 0: nothing is */
  gboolean has_news; /* something came into the tray since */
  guint64 after;
  gint64 asked_ms;
  gint64 spoken_ms;
  NetRelayAskState state;
  NetRelayWord word;
};

static void
ask (NetRelayAsk *self, NetRelayFrame awaited, GBytes *frame, gint64 now_ms)
{
  self->awaited = awaited;
  self->asked_ms = self->spoken_ms = now_ms;
  g_queue_push_tail (&self->queue, frame);
}

NetRelayAsk *
net_relay_ask_new (const CenWorld *world, const guint8 discovery[static CEN_KEY_LEN],
                   const guint8 relay[static CEN_KEY_LEN], const NetRelayWord *request,
                   gint64 now_ms)
{
  NetRelayAsk *self = g_new0 (NetRelayAsk, 1);
  NetRelayHello hello = { .version = CEN_PROTOCOL_VERSION };

  self->world = world;
  memcpy (self->discovery, discovery, CEN_KEY_LEN);
  cen_relay_tray_seed (self->seed, discovery, relay);
  self->wants_preview = request == NULL;
  if (request != NULL) {
    self->join = request->join;
    self->mark = net_relay_word_seal (request, discovery, world, self->slot);
  }
  g_queue_init (&self->queue);
  world->random (world, hello.nonce, NET_NONCE_LEN);
  ask (self, NET_RELAY_HELLO, net_relay_hello_to_frame (&hello), now_ms);
  return self;
}

void
net_relay_ask_free (NetRelayAsk *self)
{
  if (self == NULL)
    return;
  cen_crypto_wipe (self->discovery, sizeof self->discovery);
  cen_crypto_wipe (self->seed, sizeof self->seed);
  g_clear_pointer (&self->mark, g_bytes_unref);
  g_queue_clear_full (&self->queue, (GDestroyNotify) g_bytes_unref);
  net_relay_word_clear (&self->word);
  g_free (self);
}

void
net_relay_ask_get_key (const guint8 discovery[static CEN_KEY_LEN],
                       const guint8 relay[static CEN_KEY_LEN], CenBoxKey *ret_key)
{
  guint8 seed[CEN_KEY_LEN];

  cen_relay_tray_seed (seed, discovery, relay);
  cen_relay_drawer_from_seed (ret_key, seed);
  cen_crypto_wipe (seed, sizeof seed);
}

static gboolean
set_broken (GError **error)
{
  g_set_error_literal (error, CEN_ERROR, CEN_ERROR_INVALID, "A relay broke the protocol.");
  return FALSE;
}

/* Leaves the request, once, and asks what lies there that was not read. */
static void
read_on (NetRelayAsk *self, gint64 now_ms)
{
  NetRelayMark mark = { .after = self->after, .mark = self->mark };

  memcpy (mark.slot, self->slot, sizeof mark.slot);
  self->has_news = FALSE;
  ask (self, NET_RELAY_MARKS, net_relay_mark_to_frame (&mark), now_ms);
  g_clear_pointer (&self->mark, g_bytes_unref);
}

static gboolean
is_for_us (const NetRelayAsk *self, const NetRelayWord *word)
{
  if (self->wants_preview)
    return word->kind == NET_RELAY_WORD_PREVIEW;
  return (word->kind == NET_RELAY_WORD_ANSWER || word->kind == NET_RELAY_WORD_REFUSAL) &&
         cen_id_equal (&word->join, &self->join);
}

static gboolean
receive_marks (NetRelayAsk *self, const guint8 *frame, gsize len, gint64 now_ms, GError **error)
{
  g_auto (NetRelayBatch) batch = { 0 };

  if (!net_relay_batch_from_frame (&batch, frame, len) || batch.drawer != 0)
    return set_broken (error);
  for (guint i = 0; self->word.content == NULL && i < batch.items->len; i++) {
    NetRelayWord word = { .content = NULL };

    if (!net_relay_word_open (&word, self->discovery, batch.items->pdata[i]))
      continue;
    if (is_for_us (self, &word))
      self->word = word;
    else
      net_relay_word_clear (&word);
  }
  self->state = self->word.content != NULL ? NET_RELAY_ASK_ANSWERED : NET_RELAY_ASK_WAITING;
  if (self->word.content == NULL && batch.items->len > 0 && batch.last > self->after)
    self->has_news = TRUE;
  self->after = MAX (self->after, batch.last);
  if (self->has_news)
    read_on (self, now_ms);
  return TRUE;
}

static gboolean
receive_states (NetRelayAsk *self, const guint8 *frame, gsize len, gboolean is_awaited,
                gint64 now_ms, GError **error)
{
  g_autofree NetRelayStates *states = g_new0 (NetRelayStates, 1);

  if (!net_relay_states_from_frame (states, frame, len) || states->first != 0 || states->n != 1)
    return set_broken (error);
  if (is_awaited && !states->states[0].is_there) {
    g_set_error_literal (error, CEN_ERROR, CEN_ERROR_UNREACHABLE, "There is no such tray.");
    return FALSE;
  }
  self->has_news = TRUE;
  if (self->awaited == 0)
    read_on (self, now_ms);
  return TRUE;
}

static gboolean
receive_hello (NetRelayAsk *self, const guint8 *frame, gsize len, gint64 now_ms, GError **error)
{
  NetRelayHello hello;

  if (!net_relay_hello_from_frame (&hello, frame, len))
    return set_broken (error);
  if (hello.version != CEN_PROTOCOL_VERSION) {
    g_set_error_literal (error, CEN_ERROR, CEN_ERROR_NEWER, "A relay speaks another version.");
    return FALSE;
  }
  ask (self, NET_RELAY_STATES, net_relay_look_to_frame (self->seed, 1), now_ms);
  return TRUE;
}

gboolean
net_relay_ask_receive (NetRelayAsk *self, const guint8 *frame, gsize len, gint64 now_ms,
                       GError **error)
{
  guint type = net_frame_get_type (frame, len);
  gboolean is_awaited = type == self->awaited;

  if (type == NET_FRAME_BYE) {
    g_set_error_literal (error, CEN_ERROR, CEN_ERROR_UNREACHABLE, "The relay said goodbye.");
    return FALSE;
  }
  if (!is_awaited && (type != NET_RELAY_STATES || self->awaited == NET_RELAY_HELLO))
    return set_broken (error);
  if (is_awaited)
    self->awaited = 0;
  switch (type) {
  case NET_RELAY_HELLO:
    return receive_hello (self, frame, len, now_ms, error);
  case NET_RELAY_STATES:
    return receive_states (self, frame, len, is_awaited, now_ms, error);
  case NET_RELAY_MARKS:
  default:
    return receive_marks (self, frame, len, now_ms, error);
  }
}

gboolean
net_relay_ask_tick (NetRelayAsk *self, gint64 now_ms, GError **error)
{
  if (self->awaited != 0 && now_ms - self->asked_ms >= NET_RELAY_ASK_ANSWER_MS) {
    g_set_error_literal (error, CEN_ERROR, CEN_ERROR_UNREACHABLE, "The relay does not answer.");
    return FALSE;
  }
  if (now_ms - self->spoken_ms >= NET_RELAY_ASK_KEEPALIVE_MS) {
    self->spoken_ms = now_ms;
    g_queue_push_tail (&self->queue, net_live_to_frame (&(NetLive){ .kind = NET_LIVE_ALIVE }));
  }
  return TRUE;
}

gint64
net_relay_ask_get_deadline (const NetRelayAsk *self)
{
  return self->awaited != 0 ? self->asked_ms + NET_RELAY_ASK_ANSWER_MS
                            : self->spoken_ms + NET_RELAY_ASK_KEEPALIVE_MS;
}

GBytes *
net_relay_ask_pop (NetRelayAsk *self)
{
  return g_queue_pop_head (&self->queue);
}

NetRelayAskState
net_relay_ask_get_state (const NetRelayAsk *self)
{
  return self->state;
}

const NetRelayWord *
net_relay_ask_get_word (const NetRelayAsk *self)
{
  return self->word.content != NULL ? &self->word : NULL;
}
