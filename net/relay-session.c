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

#include "relay-session.h"

#include "core/envelope.h"
#include "core/relay-link.h"
#include "reconcile.h"
#include "relay-mark.h"
#include "relay-tags.h"

#include <string.h>

#define COMPARES_IN_A_ROW 2

typedef struct {
  CenCarriedKey *key; /* lent by the carried */
  guint8 seed[CEN_KEY_LEN];
  CenId id;
  NetRelayState state;
  gboolean has_state;
  gboolean was_made;   /* asked for, whatever came of it */
  guint64 cursor;      /* what lies there is taken in up to this one */
  guint64 saved;       /* the cursor as it is on disk */
  guint64 news_at;     /* what joined the key's ids since is to be brought */
  guint64 confirmed_n; /* how many there were when both were equal last */
  guint n_compares;    /* in a row, without both having become equal */
  gint64 again_ms;     /* left alone until then; 0: not */
  CenHeld junk;        /* what lies there and is no envelope of ours */
  guint64 marks_after; /* number of the mark that was read last */
  gboolean has_marks;  /* there may be others */
  GHashTable *met;     /* CenId of envelopes that came from there since both were equal */
} Drawer;

/* An envelope whose op was not accepted yet. */
typedef struct {
  guint drawer;
  CenId id;
  CenId op;
} Unsettled;

typedef enum {
  ASKED_NOTHING,
  ASKED_HELLO,
  ASKED_LOOK,
  ASKED_MAKE,
  ASKED_AFTER,
  ASKED_COMPARE,
  ASKED_PUT,
  ASKED_GET,
  ASKED_MARKS,
} Asked;

struct _NetRelaySession {
  CenCircle *circle;
  CenCarried *carried;
  guint8 relay[CEN_KEY_LEN];
  guint64 source;
  NetRelaySessionEvents events;
  gpointer user_data;
  guint8 nonce[NET_NONCE_LEN];
  NetRelayHello terms;
  GPtrArray *drawers; /* Drawer, in the order in which they were shown */
  guint n_looked;
  GQueue queue; /* GBytes */
  Asked asked;
  guint at; /* drawer that the question is about */
  gint64 asked_ms;
  gint64 spoken_ms;
  gint64 wait_ms;            /* nothing is asked before */
  gint64 mark_ms;            /* no mark is left before */
  gint64 marks_ms;           /* none are looked at before */
  guint8 marked[CEN_ID_LEN]; /* digest of the clock in the mark that was left last */
  gboolean is_prepared;
  gboolean is_settled;
  guint problems;
  guint n_lies;
  guint64 n_given;
  guint64 n_taken;
  GArray *unsettled; /* Unsettled */

  /* The comparison that is open, and what it showed. */
  NetRelayTags tags;
  NetReconcile *reconcile;
  GArray *entries; /* CenCarriedEntry, by ref − 1 */
  guint round;
  GArray *have;  /* CenId tags the relay lacks */
  GArray *need;  /* CenId tags we lack and that have not come */
  GArray *gifts; /* CenCarriedEntry to be brought; from @gifts_at on not sent */
  guint gifts_at;
  guint gifts_before; /* where the PUT that is open begins */
  guint n_sent;       /* in it */
};

static void
drawer_free (gpointer data)
{
  Drawer *drawer = data;

  cen_crypto_wipe (drawer->seed, sizeof drawer->seed);
  g_hash_table_unref (drawer->met);
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

static void
end_compare (NetRelaySession *self)
{
  g_clear_pointer (&self->reconcile, net_reconcile_free);
  net_relay_tags_clear (&self->tags);
  g_array_set_size (self->entries, 0);
  g_array_set_size (self->have, 0);
}

void
net_relay_session_free (NetRelaySession *self)
{
  if (self == NULL)
    return;
  end_compare (self);
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

static gboolean
set_broken (GError **error, const char *what)
{
  g_set_error (error, CEN_ERROR, CEN_ERROR_INVALID, "A relay broke the protocol (%s).", what);
  return FALSE;
}

static void
note_problem (NetRelaySession *self, NetRelayProblem problem)
{
  if ((self->problems & problem) == 0) {
    self->problems |= problem;
    self->events.on_changed (self, self->user_data);
  }
}

/* FALSE when it was one too many. */
static gboolean
note_lie (NetRelaySession *self, NetRelayProblem problem, guint n, GError **error)
{
  note_problem (self, problem);
  self->n_lies += n;
  if (self->n_lies <= NET_RELAY_LIES_MAX)
    return TRUE;
  g_set_error_literal (error, CEN_ERROR, CEN_ERROR_INVALID, "A relay does not tell the truth.");
  return FALSE;
}

static void
ask (NetRelaySession *self, Asked what, guint at, GBytes *frame, gint64 now_ms)
{
  self->asked = what;
  self->at = at;
  self->asked_ms = self->spoken_ms = now_ms;
  g_queue_push_tail (&self->queue, frame);
}

static guint64
get_news_end (const Drawer *drawer)
{
  return drawer->key->news_from + drawer->key->news->len;
}

static gboolean
is_equal (const Drawer *drawer)
{
  guint8 digest[CEN_ID_LEN];
  CenHeld all = drawer->key->held;

  cen_held_join (&all, &drawer->junk);
  cen_held_digest (&all, digest);
  return all.n == drawer->state.n && memcmp (digest, drawer->state.digest, CEN_ID_LEN) == 0;
}

/* --- Looking --- */

static gboolean
has_drawer (const NetRelaySession *self, const CenCarriedKey *key)
{
  for (guint i = 0; i < self->drawers->len; i++) {
    if (((Drawer *) self->drawers->pdata[i])->key == key)
      return TRUE;
  }
  return FALSE;
}

static void
add_junk_cb (const CenId *id, gint64 op G_GNUC_UNUSED, gpointer user_data)
{
  cen_held_add (user_data, id);
}

static void
add_drawer (NetRelaySession *self, CenCarriedKey *key)
{
  Drawer *drawer = g_new0 (Drawer, 1);
  CenBoxKey curve;

  drawer->key = key;
  drawer->met = g_hash_table_new_full (cen_id_hash, cen_id_hash_equal, g_free, NULL);
  cen_relay_drawer_seed (drawer->seed, &key->key, self->relay);
  cen_relay_drawer_from_seed (&curve, drawer->seed);
  cen_id_from_bytes (&drawer->id, curve.public_key);
  cen_box_key_clear (&curve);
  drawer->cursor = drawer->saved = (guint64) cen_carried_get_cursor (self->carried, &drawer->id);
  drawer->news_at = get_news_end (drawer);
  cen_carried_foreach_junk (self->carried, &drawer->id, add_junk_cb, &drawer->junk, NULL);
  g_ptr_array_add (self->drawers, drawer);
}

/* Shows the keys that were not shown yet. */
static gboolean
look (NetRelaySession *self, gint64 now_ms)
{
  GPtrArray *keys = cen_carried_get_keys (self->carried);
  g_autoptr (GByteArray) seeds = g_byte_array_new ();

  for (guint i = 0; i < keys->len && self->drawers->len < NET_RELAY_DRAWERS_MAX; i++) {
    if (!has_drawer (self, keys->pdata[i]))
      add_drawer (self, keys->pdata[i]);
  }
  for (guint i = self->n_looked;
       i < self->drawers->len && seeds->len < NET_RELAY_LOOK_MAX * CEN_KEY_LEN; i++)
    g_byte_array_append (seeds, ((Drawer *) self->drawers->pdata[i])->seed, CEN_KEY_LEN);
  if (seeds->len == 0)
    return FALSE;
  ask (self, ASKED_LOOK, self->n_looked,
       net_relay_look_to_frame (seeds->data, seeds->len / CEN_KEY_LEN), now_ms);
  self->n_looked += seeds->len / CEN_KEY_LEN;
  cen_crypto_wipe (seeds->data, seeds->len);
  return TRUE;
}

static void
take_state (Drawer *drawer, const NetRelayState *state)
{
  drawer->state = *state;
  drawer->has_state = TRUE;
  /* It was set back, or it is another store: what is there is looked at anew. */
  if (state->last < drawer->cursor)
    drawer->cursor = 0;
}

static gboolean
receive_states (NetRelaySession *self, const guint8 *frame, gsize len, GError **error)
{
  g_autofree NetRelayStates *states = g_new0 (NetRelayStates, 1);

  if (!net_relay_states_from_frame (states, frame, len) ||
      states->first + states->n > self->n_looked)
    return set_broken (error, "states");
  for (guint i = 0; i < states->n; i++) {
    Drawer *drawer = self->drawers->pdata[states->first + i];

    take_state (drawer, &states->states[i]);
    drawer->has_marks = TRUE;
    drawer->again_ms = 0;
    drawer->n_compares = 0;
  }
  if (self->asked == ASKED_LOOK && states->first == self->at)
    self->asked = ASKED_NOTHING;
  return TRUE;
}

static gboolean
save_cursor (NetRelaySession *self, Drawer *drawer, GError **error)
{
  if (drawer->saved == drawer->cursor)
    return TRUE;
  drawer->saved = drawer->cursor;
  return cen_carried_set_cursor (self->carried, &drawer->id, (gint64) drawer->cursor, error);
}

/* --- Taking in --- */

static void
clear_incoming (gpointer data)
{
  CenIncoming *incoming = data;

  g_clear_pointer (&incoming->op, g_bytes_unref);
  g_clear_pointer (&incoming->payload, g_bytes_unref);
}

static void
add_unsettled (NetRelaySession *self, const CenId *id, GBytes *op)
{
  Unsettled unsettled = { .drawer = self->at, .id = *id };

  cen_crypto_hash (unsettled.op.bytes, "cen1.op.id", g_bytes_get_data (op, NULL),
                   g_bytes_get_size (op));
  if (self->unsettled->len >= NET_RELAY_UNSETTLED_MAX)
    g_array_remove_range (self->unsettled, 0, NET_RELAY_UNSETTLED_MAX / 2);
  g_array_append_val (self->unsettled, unsettled);
}

/* What is none of the circle's is remembered, so as not to come again. */
static gboolean
open_one (NetRelaySession *self, Drawer *drawer, GBytes *bytes, GArray *incoming, GError **error)
{
  gsize len;
  const guint8 *data = g_bytes_get_data (bytes, &len);
  CenIncoming one = { 0 };
  CenId id = { { 0 } };

  if (!cen_carried_open (self->carried, drawer->key, data, len, &id, &one, NULL)) {
    if (!cen_id_is_zero (&id) && cen_carried_note_junk (self->carried, &drawer->id, &id, NULL)) {
      drawer->junk = (CenHeld){ 0 };
      cen_carried_foreach_junk (self->carried, &drawer->id, add_junk_cb, &drawer->junk, NULL);
    }
    return note_lie (self, NET_RELAY_GAVE_JUNK, 1, error);
  }
  g_hash_table_add (drawer->met, cen_id_dup (&id));
  add_unsettled (self, &id, one.op);
  g_array_append_val (incoming, one);
  return TRUE;
}

/* What lies under the key of an EPOCH may be what that EPOCH waits for. */
static void
try_key (NetRelaySession *self, const CenIncoming *incoming)
{
  CenEpoch epoch;
  CenEpochKey key;
  CenOp op;
  gint64 no;

  if (incoming->payload == NULL ||
      !cen_op_decode (&op, g_bytes_get_data (incoming->op, NULL), g_bytes_get_size (incoming->op),
                      NULL) ||
      op.kind != CEN_OP_EPOCH || !cen_circle_find_op (self->circle, &op.id, &no, NULL) || no != 0 ||
      !cen_epoch_parse (&epoch, g_bytes_get_data (incoming->payload, NULL),
                        g_bytes_get_size (incoming->payload), NULL))
    return;
  for (guint i = 0; i < epoch.n_wraps; i++) {
    if (!cen_epoch_open_wrap (&epoch, i, &self->circle->keys->box, &key))
      continue;
    cen_carried_add_key (self->carried, key.key);
    cen_epoch_key_clear (&key);
    return;
  }
}

static gboolean
take_in (NetRelaySession *self, Drawer *drawer, GPtrArray *items, GError **error)
{
  g_autoptr (GArray) incoming = g_array_new (FALSE, FALSE, sizeof (CenIncoming));
  g_auto (CenReceived) received = { 0 };

  g_array_set_clear_func (incoming, clear_incoming);
  for (guint i = 0; i < items->len; i++) {
    if (!open_one (self, drawer, items->pdata[i], incoming, error))
      return FALSE;
  }
  if (incoming->len == 0)
    return TRUE;
  if (!cen_dag_receive (self->circle, (const CenIncoming *) incoming->data, incoming->len,
                        self->source, CEN_STORE_NORMAL, &received, error))
    return FALSE;
  for (guint i = 0; received.n_orphans > 0 && i < incoming->len; i++)
    try_key (self, &g_array_index (incoming, CenIncoming, i));
  self->n_taken += incoming->len;
  self->is_prepared = FALSE;
  if (received.accepted->len > 0)
    self->events.on_accepted (self, received.accepted, self->user_data);
  return TRUE;
}

/* Of what came: an op that is here, under an id that is not the one its envelope has here, has two.
 * What waits for its past goes on waiting. */
static gboolean
settle (NetRelaySession *self, GError **error)
{
  guint n_left = 0;

  for (guint i = 0; i < self->unsettled->len; i++) {
    Unsettled one = g_array_index (self->unsettled, Unsettled, i);
    Drawer *drawer = self->drawers->pdata[one.drawer];
    gint64 no;

    if (cen_carried_has (self->carried, drawer->key, &one.id))
      continue;
    if (!cen_circle_find_op (self->circle, &one.op, &no, error))
      return FALSE;
    if (no == 0)
      g_array_index (self->unsettled, Unsettled, n_left++) = one;
    else if (!cen_carried_note (self->carried, drawer->key, &one.id, no, error))
      return FALSE;
  }
  g_array_set_size (self->unsettled, n_left);
  return TRUE;
}

static gboolean
receive_after (NetRelaySession *self, Drawer *drawer, const NetRelayBatch *batch, GError **error)
{
  if (batch->last < drawer->cursor || (batch->flag == NET_RELAY_MORE && batch->items->len == 0))
    return set_broken (error, "nothing new");
  if (!take_in (self, drawer, batch->items, error))
    return FALSE;
  drawer->cursor = batch->last;
  drawer->state.last = MAX (drawer->state.last, batch->last);
  if (batch->flag == NET_RELAY_LAST)
    drawer->cursor = drawer->state.last;
  /* What waits for its past is asked for again when this ends before that comes. */
  return self->unsettled->len > 0 || save_cursor (self, drawer, error);
}

/* Takes from what is needed the tags in @tags. */
static void
drop_needed (NetRelaySession *self, GHashTable *tags)
{
  guint n_kept = 0;

  for (guint i = 0; i < self->need->len; i++) {
    CenId tag = g_array_index (self->need, CenId, i);

    if (!g_hash_table_contains (tags, &tag))
      g_array_index (self->need, CenId, n_kept++) = tag;
  }
  g_array_set_size (self->need, n_kept);
}

static GHashTable *
tags_new (void)
{
  return g_hash_table_new_full (cen_id_hash, cen_id_hash_equal, g_free, NULL);
}

static void
add_tag (NetRelaySession *self, GHashTable *tags, const CenId *id)
{
  CenId tag;

  cen_crypto_tag_id (&tag, self->tags.key, id);
  g_hash_table_add (tags, cen_id_dup (&tag));
}

/* A relay that gives nothing of what it named a moment ago has let it go, or keeps it back: nothing
 * more of it is asked for now. */
static gboolean
receive_got (NetRelaySession *self, Drawer *drawer, const NetRelayBatch *batch, GError **error)
{
  g_autoptr (GHashTable) tags = tags_new ();
  guint n_before = self->need->len;

  for (guint i = 0; i < batch->items->len; i++) {
    guint8 key_id[CEN_KEYID_LEN];
    CenId id;

    if (cen_envelope_peek (g_bytes_get_data (batch->items->pdata[i], NULL),
                           g_bytes_get_size (batch->items->pdata[i]), &id, key_id, NULL))
      add_tag (self, tags, &id);
  }
  drop_needed (self, tags);
  if (self->need->len == n_before) {
    note_problem (self, NET_RELAY_WITHHELD);
    g_array_set_size (self->need, 0);
  }
  return take_in (self, drawer, batch->items, error);
}

static gboolean
receive_envelopes (NetRelaySession *self, const guint8 *frame, gsize len, GError **error)
{
  g_auto (NetRelayBatch) batch = { 0 };
  Asked asked = self->asked;
  Drawer *drawer;

  if ((asked != ASKED_AFTER && asked != ASKED_GET) ||
      !net_relay_batch_from_frame (&batch, frame, len) || batch.drawer != self->at)
    return set_broken (error, "envelopes out of turn");
  drawer = self->drawers->pdata[self->at];
  self->asked = ASKED_NOTHING;
  return asked == ASKED_AFTER ? receive_after (self, drawer, &batch, error)
                              : receive_got (self, drawer, &batch, error);
}

/* --- Bringing --- */

/* The next PUT out of the gifts. FALSE when none is left, or with an error. */
static gboolean
give (NetRelaySession *self, guint at, gint64 now_ms, GError **error)
{
  Drawer *drawer = self->drawers->pdata[at];
  g_auto (NetRelayBatch) batch = { .drawer = at, .flag = NET_RELAY_LAST };
  g_autoptr (GError) local = NULL;
  gsize size = 0;

  batch.items = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  self->gifts_before = self->gifts_at;
  while (self->gifts_at < self->gifts->len && size < NET_RELAY_BATCH_MAX &&
         batch.items->len < NET_RELAY_ENVELOPES_MAX) {
    const CenCarriedEntry *entry = &g_array_index (self->gifts, CenCarriedEntry, self->gifts_at++);
    GBytes *envelope = cen_carried_seal (self->carried, drawer->key, &entry->id, entry->op, &local);

    if (local != NULL) {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
    if (envelope == NULL)
      continue;
    size += g_bytes_get_size (envelope);
    g_ptr_array_add (batch.items, envelope);
  }
  if (batch.items->len == 0)
    return FALSE;
  self->n_sent = batch.items->len;
  ask (self, ASKED_PUT, at, net_relay_batch_to_frame (NET_RELAY_PUT, &batch), now_ms);
  return TRUE;
}

static void
drop_gifts (NetRelaySession *self)
{
  g_array_set_size (self->gifts, 0);
  self->gifts_at = 0;
}

/* What joined since and did not come from there. */
static void
list_news (NetRelaySession *self, Drawer *drawer)
{
  drop_gifts (self);
  for (guint64 i = MAX (drawer->news_at, drawer->key->news_from); i < get_news_end (drawer); i++) {
    const CenCarriedEntry *entry =
        &g_array_index (drawer->key->news, CenCarriedEntry, (guint) (i - drawer->key->news_from));

    if (!g_hash_table_contains (drawer->met, &entry->id))
      g_array_append_val (self->gifts, *entry);
  }
  drawer->news_at = get_news_end (drawer);
}

static gboolean
receive_kept (NetRelaySession *self, const guint8 *frame, gsize len, gint64 now_ms, GError **error)
{
  NetRelayKept kept;
  Drawer *drawer;

  if (self->asked != ASKED_PUT || !net_relay_kept_from_frame (&kept, frame, len) ||
      kept.drawer != self->at)
    return set_broken (error, "an unasked receipt");
  drawer = self->drawers->pdata[self->at];
  self->asked = ASKED_NOTHING;
  if (kept.answer == CEN_MAIL_SLOW) {
    self->gifts_at = self->gifts_before;
    self->wait_ms = now_ms + (gint64) MIN (kept.wait_ms, NET_RELAY_AGAIN_MS);
    return TRUE;
  }
  if (kept.answer != CEN_MAIL_DONE) {
    note_problem (self, kept.answer == CEN_MAIL_FULL ? NET_RELAY_FULL : NET_RELAY_DENIED);
    drop_gifts (self);
    drawer->again_ms = now_ms + NET_RELAY_AGAIN_MS;
    return TRUE;
  }
  self->problems &= ~(guint) NET_RELAY_FULL;
  self->n_given += self->n_sent;
  /* Nobody else put anything between: what is new there is ours. */
  if (drawer->cursor == drawer->state.last && kept.state.n == drawer->state.n + self->n_sent)
    drawer->cursor = kept.state.last;
  take_state (drawer, &kept.state);
  return TRUE;
}

static gboolean
receive_made (NetRelaySession *self, const guint8 *frame, gsize len, GError **error)
{
  CenMailAnswer answer;
  Drawer *drawer;

  if (self->asked != ASKED_MAKE || !net_relay_made_from_frame (&answer, frame, len))
    return set_broken (error, "an unasked drawer");
  drawer = self->drawers->pdata[self->at];
  self->asked = ASKED_NOTHING;
  if (answer != CEN_MAIL_DONE) {
    note_problem (self, NET_RELAY_DENIED);
    return TRUE;
  }
  take_state (drawer, &(NetRelayState){ .is_there = TRUE });
  cen_held_digest (&(CenHeld){ 0 }, drawer->state.digest);
  return TRUE;
}

/* --- Comparing --- */

static void
add_entry_cb (const CenId *id, gint64 op, gpointer user_data)
{
  NetRelaySession *self = user_data;
  CenCarriedEntry entry = { *id, op };

  g_array_append_val (self->entries, entry);
  net_relay_tags_add (&self->tags, id, self->entries->len);
}

static gboolean
begin_compare (NetRelaySession *self, guint at, gint64 now_ms, GError **error)
{
  Drawer *drawer = self->drawers->pdata[at];
  g_autoptr (GBytes) message = NULL;

  end_compare (self);
  g_array_set_size (self->need, 0);
  drawer->n_compares++;
  drawer->news_at = get_news_end (drawer);
  net_relay_tags_init (&self->tags, &drawer->id, self->nonce, self->terms.nonce,
                       (guint) drawer->key->held.n);
  if (!cen_carried_foreach (self->carried, drawer->key, add_entry_cb, self, error) ||
      !cen_carried_foreach_junk (self->carried, &drawer->id, add_entry_cb, self, error))
    return FALSE;
  if (!net_item_set_seal (self->tags.items))
    return set_broken (error, "two envelopes have one tag");
  self->reconcile = net_reconcile_new (self->tags.items, NET_RELAY_MESSAGE_MAX, error);
  message = self->reconcile != NULL ? net_reconcile_initiate (self->reconcile, error) : NULL;
  if (message == NULL)
    return FALSE;
  self->round = 0;
  ask (self, ASKED_COMPARE, at, net_relay_compare_to_frame (at, 0, message), now_ms);
  return TRUE;
}

static int
compare_entries (gconstpointer a, gconstpointer b)
{
  const CenCarriedEntry *x = a;
  const CenCarriedEntry *y = b;

  return x->op < y->op ? -1 : x->op > y->op;
}

/* What waits for its past here is not asked for again. */
static void
drop_unsettled (NetRelaySession *self)
{
  g_autoptr (GHashTable) tags = tags_new ();

  for (guint i = 0; i < self->unsettled->len; i++)
    add_tag (self, tags, &g_array_index (self->unsettled, Unsettled, i).id);
  drop_needed (self, tags);
}

/* The rounds are over: what the relay lacks goes there in the order of the log. */
static void
conclude (NetRelaySession *self)
{
  drop_gifts (self);
  for (guint i = 0; i < self->have->len; i++) {
    const CenCarriedEntry *entry;
    guint64 ref;

    if (!net_item_set_lookup (self->tags.items, &g_array_index (self->have, CenId, i), &ref))
      continue;
    entry = &g_array_index (self->entries, CenCarriedEntry, ref - 1);
    if (entry->op != 0)
      g_array_append_val (self->gifts, *entry);
  }
  g_array_sort (self->gifts, compare_entries);
  if (self->have->len == 0 && self->need->len == 0)
    note_problem (self, NET_RELAY_WITHHELD);
  drop_unsettled (self);
  end_compare (self);
}

static gboolean
receive_compare (NetRelaySession *self, const guint8 *frame, gsize len, gint64 now_ms,
                 GError **error)
{
  g_autoptr (GBytes) next = NULL;
  NetRelayCompare compare;
  gboolean is_done;

  if (self->asked != ASKED_COMPARE || !net_relay_compare_from_frame (&compare, frame, len) ||
      compare.drawer != self->at || compare.round != self->round)
    return set_broken (error, "an unasked comparison");
  self->asked = ASKED_NOTHING;
  if (compare.len == 0) {
    /* It is busy. */
    end_compare (self);
    ((Drawer *) self->drawers->pdata[self->at])->again_ms = now_ms + NET_RELAY_AGAIN_MS;
    return TRUE;
  }
  next = net_reconcile_receive (self->reconcile, compare.message, compare.len, self->have,
                                self->need, &is_done, error);
  if (next == NULL)
    return FALSE;
  if (is_done || self->round + 1 >= CEN_RBSR_ROUNDS_MAX)
    conclude (self);
  else
    ask (self, ASKED_COMPARE, self->at, net_relay_compare_to_frame (self->at, ++self->round, next),
         now_ms);
  return TRUE;
}

static gboolean
get (NetRelaySession *self, guint at, gint64 now_ms)
{
  guint n = MIN (self->need->len, NET_RELAY_GET_MAX);

  if (n == 0)
    return FALSE;
  ask (self, ASKED_GET, at, net_relay_get_to_frame (at, (const CenId *) self->need->data, n),
       now_ms);
  return TRUE;
}

/* --- Marks --- */

/* Leaves word of what is here, and asks what others left. FALSE when neither is due. */
static gboolean
mark (NetRelaySession *self, gint64 now_ms)
{
  CenCarriedKey *writing = cen_carried_get_writing (self->carried);
  NetRelayMark word = { 0 };
  guint8 digest[CEN_ID_LEN];
  gboolean is_due;

  for (guint i = 0; i < self->drawers->len; i++) {
    Drawer *drawer = self->drawers->pdata[i];

    if (drawer->key != writing || !drawer->state.is_there)
      continue;
    net_clock_digest (self->circle, digest);
    is_due = now_ms >= self->mark_ms && memcmp (digest, self->marked, CEN_ID_LEN) != 0;
    if (!is_due && (!drawer->has_marks || now_ms < self->marks_ms))
      return FALSE;
    word.drawer = i;
    word.after = drawer->marks_after;
    if (is_due) {
      word.mark = net_relay_mark_seal (self->circle, &writing->key, word.slot);
      memcpy (self->marked, digest, CEN_ID_LEN);
      self->mark_ms = now_ms + NET_RELAY_MARK_MS;
    }
    drawer->has_marks = FALSE;
    self->marks_ms = now_ms + NET_RELAY_MARKS_MS;
    ask (self, ASKED_MARKS, i, net_relay_mark_to_frame (&word), now_ms);
    g_clear_pointer (&word.mark, g_bytes_unref);
    return TRUE;
  }
  return FALSE;
}

static gboolean
receive_marks (NetRelaySession *self, const guint8 *frame, gsize len, GError **error)
{
  g_auto (NetRelayBatch) batch = { 0 };
  Drawer *drawer;

  if (self->asked != ASKED_MARKS || !net_relay_batch_from_frame (&batch, frame, len) ||
      batch.drawer != self->at)
    return set_broken (error, "unasked marks");
  self->asked = ASKED_NOTHING;
  drawer = self->drawers->pdata[self->at];
  drawer->has_marks = batch.last > drawer->marks_after && batch.items->len > 0;
  drawer->marks_after = MAX (batch.last, drawer->marks_after);
  for (guint i = 0; self->events.on_holding != NULL && i < batch.items->len; i++) {
    g_autoptr (GArray) clock = NULL;
    gint64 wall_ms;
    const CenDevice *device = net_relay_mark_open (self->circle, &drawer->key->key,
                                                   batch.items->pdata[i], &clock, &wall_ms);

    if (device != NULL && !cen_id_equal (&device->key, &self->circle->self_device))
      self->events.on_holding (self, device, clock, self->user_data);
  }
  return TRUE;
}

/* --- What to do next --- */

static gboolean
note_equal (NetRelaySession *self, Drawer *drawer, GError **error)
{
  drawer->n_compares = 0;
  drawer->again_ms = 0;
  drawer->confirmed_n = drawer->state.n;
  drawer->news_at = get_news_end (drawer);
  g_hash_table_remove_all (drawer->met);
  return save_cursor (self, drawer, error);
}

/* Whether a drawer that is not there yet is to be made: it is the one to write into, or there is
 * something to lie in it. */
static gboolean
is_wanted (NetRelaySession *self, const Drawer *drawer)
{
  return !drawer->was_made &&
         (drawer->key == cen_carried_get_writing (self->carried) || drawer->key->held.n > 0);
}

/* Asks the next thing about the drawer at @at. FALSE when there is nothing to ask, or with an
 * error. */
static gboolean
advance_drawer (NetRelaySession *self, guint at, gint64 now_ms, GError **error)
{
  Drawer *drawer = self->drawers->pdata[at];

  if (!drawer->has_state || drawer->again_ms > now_ms)
    return FALSE;
  drawer->again_ms = 0;
  if (!drawer->state.is_there) {
    if (!is_wanted (self, drawer))
      return FALSE;
    drawer->was_made = TRUE;
    ask (self, ASKED_MAKE, at, net_relay_make_to_frame (&drawer->id), now_ms);
    return TRUE;
  }
  if (drawer->state.n < drawer->confirmed_n) {
    drawer->confirmed_n = drawer->state.n;
    if (!note_lie (self, NET_RELAY_LOST, 1, error))
      return FALSE;
  }
  if (drawer->cursor < drawer->state.last) {
    ask (self, ASKED_AFTER, at, net_relay_after_to_frame (at, drawer->cursor), now_ms);
    return TRUE;
  }
  if (is_equal (drawer)) {
    note_equal (self, drawer, error);
    return FALSE;
  }
  if (drawer->news_at < get_news_end (drawer) && drawer->news_at >= drawer->key->news_from) {
    list_news (self, drawer);
    if (give (self, at, now_ms, error) || (error != NULL && *error != NULL))
      return self->asked != ASKED_NOTHING;
  }
  if (drawer->n_compares < COMPARES_IN_A_ROW)
    return begin_compare (self, at, now_ms, error);
  drawer->n_compares = 0;
  drawer->again_ms = now_ms + NET_RELAY_AGAIN_MS;
  return FALSE;
}

/* What is left of the comparison or the news of the drawer at hand. */
static gboolean
go_on (NetRelaySession *self, gint64 now_ms, GError **error)
{
  if (self->need->len > 0)
    return get (self, self->at, now_ms);
  if (self->gifts_at < self->gifts->len)
    return give (self, self->at, now_ms, error);
  return FALSE;
}

static gboolean
is_settled (NetRelaySession *self)
{
  for (guint i = 0; i < self->drawers->len; i++) {
    const Drawer *drawer = self->drawers->pdata[i];

    if (!drawer->has_state ||
        (drawer->state.is_there ? !is_equal (drawer) : drawer->key->held.n > 0))
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
  if (!settle (self, error))
    return FALSE;
  if (go_on (self, now_ms, &local) || (local == NULL && look (self, now_ms)))
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
  if (self->is_settled)
    mark (self, now_ms);
  return TRUE;
}

/* --- Frames and time --- */

static gboolean
receive_hello (NetRelaySession *self, const guint8 *frame, gsize len, GError **error)
{
  if (self->asked != ASKED_HELLO || !net_relay_hello_from_frame (&self->terms, frame, len))
    return set_broken (error, "greeting");
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
    return receive_states (self, frame, len, error);
  case NET_RELAY_MADE:
    return receive_made (self, frame, len, error);
  case NET_RELAY_ENVELOPES:
    return receive_envelopes (self, frame, len, error);
  case NET_RELAY_COMPARE:
    return receive_compare (self, frame, len, now_ms, error);
  case NET_RELAY_KEPT:
    return receive_kept (self, frame, len, now_ms, error);
  case NET_RELAY_MARKS:
    return receive_marks (self, frame, len, error);
  case NET_FRAME_BYE:
    return receive_bye (error);
  default:
    return set_broken (error, "an unknown frame");
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
  gint64 next = self->spoken_ms + NET_RELAY_KEEPALIVE_MS;

  if (self->asked != ASKED_NOTHING)
    return MIN (next, self->asked_ms +
                          (self->asked == ASKED_HELLO ? NET_RELAY_HELLO_MS : NET_RELAY_ANSWER_MS));
  if (!self->is_prepared)
    return 0;
  if (self->wait_ms > 0 && self->gifts_at < self->gifts->len)
    next = MIN (next, self->wait_ms);
  for (guint i = 0; i < self->drawers->len; i++) {
    const Drawer *drawer = self->drawers->pdata[i];

    if (drawer->again_ms > 0)
      next = MIN (next, drawer->again_ms);
    if (drawer->has_marks)
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
