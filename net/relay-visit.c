/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A visitor looks into drawers by showing the seed that only holders of an epoch's key can make;
 * from then on it names them by the place they have in the order in which it showed them. Whatever
 * is asked is answered with one frame; what came into a drawer by others is told by a STATES that
 * nobody asked for. */

#include "relay-visit-private.h"

#include "core/relay-link.h"
#include "core/store-settings.h"
#include "reconcile.h"
#include "relay-tags.h"

#include <string.h>

/* A token bucket: @level counts in thousandths. */
typedef struct {
  gint64 level;
  gint64 at_ms;
} Bucket;

typedef struct {
  CenId id;
  gint64 no; /* row; 0 while there is none such */
} Place;

struct _NetRelayVisit {
  NetRelayDesk *desk;
  CenVisitor visitor;
  NetRelayVisitEvents events;
  gpointer user_data;
  gboolean has_greeted;
  guint8 member_nonce[NET_NONCE_LEN];
  guint8 relay_nonce[NET_NONCE_LEN];
  GArray *places;   /* Place */
  GQueue queue;     /* GBytes */
  GHashTable *told; /* gint64 rows of which the visitor is to be told */
  gint64 heard_ms;
  Bucket frames;
  Bucket puts;
  Bucket compares;
  NetRelayTags tags;       /* of the comparison that is open */
  NetReconcile *reconcile; /* NULL: none is */
  guint compared;          /* place of its drawer */
  guint round;
  gint64 compared_ms;
};

NetRelayVisit *
net_relay_visit_new (NetRelayDesk *desk, const CenVisitor *visitor,
                     const NetRelayVisitEvents *events, gpointer user_data, gint64 now_ms)
{
  NetRelayVisit *self = g_new0 (NetRelayVisit, 1);

  self->desk = desk;
  self->visitor = *visitor;
  self->events = *events;
  self->user_data = user_data;
  self->places = g_array_new (FALSE, FALSE, sizeof (Place));
  self->told = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  g_queue_init (&self->queue);
  self->heard_ms = now_ms;
  self->frames = (Bucket){ NET_RELAY_FRAMES_BURST * 1000, now_ms };
  self->puts = (Bucket){ NET_RELAY_PUTS_BURST * 1000, now_ms };
  self->compares = (Bucket){ NET_RELAY_COMPARES_BURST * 1000, now_ms };
  return self;
}

static void
end_compare (NetRelayVisit *self)
{
  if (self->reconcile == NULL)
    return;
  g_clear_pointer (&self->reconcile, net_reconcile_free);
  net_relay_tags_clear (&self->tags);
  self->desk->n_comparing--;
}

void
net_relay_visit_free (NetRelayVisit *self)
{
  if (self == NULL)
    return;
  end_compare (self);
  g_array_unref (self->places);
  g_hash_table_unref (self->told);
  g_queue_clear_full (&self->queue, (GDestroyNotify) g_bytes_unref);
  g_free (self);
}

gint64
net_relay_visit_get_mailbox (const NetRelayVisit *self)
{
  return self->visitor.mailbox;
}

gboolean
net_relay_visit_is_newcomer (const NetRelayVisit *self)
{
  return self->visitor.kind == CEN_VISITOR_TRAY;
}

gboolean
net_relay_visit_set_broken (GError **error, const char *what)
{
  g_set_error (error, CEN_ERROR, CEN_ERROR_INVALID, "A visitor broke the protocol (%s).", what);
  return FALSE;
}

static void
fill_bucket (Bucket *self, gint64 per_second_milli, gint64 burst, gint64 now_ms)
{
  self->level = MIN (self->level + (now_ms - self->at_ms) * per_second_milli / 1000, burst * 1000);
  self->at_ms = now_ms;
}

static gboolean
take_frame (NetRelayVisit *self, gint64 now_ms, GError **error)
{
  fill_bucket (&self->frames, NET_RELAY_FRAMES_RATE * 1000, NET_RELAY_FRAMES_BURST, now_ms);
  self->frames.level -= 1000;
  if (self->frames.level >= 0 && self->queue.length < NET_RELAY_QUEUE_MAX)
    return TRUE;
  g_set_error_literal (error, CEN_ERROR, CEN_ERROR_BUSY, "A visitor asks for too much.");
  return FALSE;
}

void
net_relay_visit_answer (NetRelayVisit *self, GBytes *frame)
{
  g_queue_push_tail (&self->queue, frame);
}

NetRelayDesk *
net_relay_visit_get_desk (NetRelayVisit *self)
{
  return self->desk;
}

void
net_relay_visit_tell_others (NetRelayVisit *self, const CenDrawer *drawer)
{
  self->events.on_put (self, drawer->no, self->user_data);
}

/* --- HELLO --- */

static gboolean
get_terms (NetRelayVisit *self, NetRelayHello *hello, GError **error)
{
  g_autoptr (GPtrArray) mailboxes = cen_mailboxes_list (self->desk->store, error);

  if (mailboxes == NULL)
    return FALSE;
  hello->quota =
      (guint64) cen_setting_get (self->desk->store, CEN_SETTING_MAILBOX_QUOTA, CEN_MAILBOX_QUOTA);
  for (guint i = 0; i < mailboxes->len; i++) {
    const CenMailboxRow *row = mailboxes->pdata[i];

    if (row->no != self->visitor.mailbox)
      continue;
    hello->quota = (guint64) row->quota;
    hello->bytes = (guint64) row->bytes;
  }
  hello->keep_ms = (guint64) cen_setting_get (self->desk->store, CEN_SETTING_RELAY_KEEP,
                                              CEN_RELAY_KEEP_DAYS * CEN_MAILBOX_ROOM_MS);
  return TRUE;
}

static gboolean
receive_hello (NetRelayVisit *self, const guint8 *frame, gsize len, GError **error)
{
  NetRelayHello hello;

  if (self->has_greeted || !net_relay_hello_from_frame (&hello, frame, len))
    return net_relay_visit_set_broken (error, "greeting");
  if (hello.version != CEN_PROTOCOL_VERSION) {
    g_set_error_literal (error, CEN_ERROR, CEN_ERROR_NEWER, "A visitor speaks another version.");
    return FALSE;
  }
  self->has_greeted = TRUE;
  memcpy (self->member_nonce, hello.nonce, NET_NONCE_LEN);
  self->desk->world->random (self->desk->world, self->relay_nonce, NET_NONCE_LEN);
  hello = (NetRelayHello){ .version = CEN_PROTOCOL_VERSION, .caps = NET_RELAY_CAPS_FILES };
  memcpy (hello.nonce, self->relay_nonce, NET_NONCE_LEN);
  if (self->visitor.kind != CEN_VISITOR_TRAY && !get_terms (self, &hello, error))
    return FALSE;
  net_relay_visit_answer (self, net_relay_hello_to_frame (&hello));
  return TRUE;
}

/* --- Looking --- */

static void
fill_state (const CenDrawer *drawer, NetRelayState *ret_state)
{
  memset (ret_state, 0, sizeof *ret_state);
  ret_state->is_there = drawer->no != 0;
  if (!ret_state->is_there)
    return;
  ret_state->n = drawer->held.n;
  ret_state->last = (guint64) drawer->last;
  cen_held_digest (&drawer->held, ret_state->digest);
}

/* A newcomer sees their own tray and nothing else. */
static gboolean
may_look (const NetRelayVisit *self, const CenDrawer *drawer)
{
  return drawer->mailbox == self->visitor.mailbox &&
         (self->visitor.kind != CEN_VISITOR_TRAY || drawer->no == self->visitor.drawer);
}

gboolean
net_relay_visit_find_place (NetRelayVisit *self, guint at, CenDrawer *ret_drawer, GError **error)
{
  Place *place;

  if (at >= self->places->len)
    return net_relay_visit_set_broken (error, "a drawer that was not opened");
  place = &g_array_index (self->places, Place, at);
  if (!cen_mailboxes_find (self->desk->store, &place->id, ret_drawer, error))
    return FALSE;
  if (ret_drawer->no != 0 && !may_look (self, ret_drawer))
    memset (ret_drawer, 0, sizeof *ret_drawer);
  place->no = ret_drawer->no;
  return TRUE;
}

static gboolean
receive_look (NetRelayVisit *self, const guint8 *frame, gsize len, GError **error)
{
  guint n;
  const guint8 *seeds = net_relay_look_from_frame (frame, len, &n);
  NetRelayStates states = { .first = self->places->len };

  if (seeds == NULL || self->places->len + n > NET_RELAY_DRAWERS_MAX)
    return net_relay_visit_set_broken (error, "looking");
  for (guint i = 0; i < n; i++) {
    Place place = { 0 };
    CenDrawer drawer;
    CenBoxKey key;

    cen_relay_drawer_from_seed (&key, seeds + i * CEN_KEY_LEN);
    cen_id_from_bytes (&place.id, key.public_key);
    cen_box_key_clear (&key);
    g_array_append_val (self->places, place);
    if (!net_relay_visit_find_place (self, states.first + i, &drawer, error) ||
        (drawer.no != 0 &&
         !cen_mailboxes_visit (self->desk->store, &drawer,
                               self->desk->world->now_ms (self->desk->world), error)))
      return FALSE;
    fill_state (&drawer, &states.states[states.n++]);
  }
  net_relay_visit_answer (self, net_relay_states_to_frame (&states));
  return TRUE;
}

static gboolean
receive_make (NetRelayVisit *self, const guint8 *frame, gsize len, GError **error)
{
  CenMailAnswer made;
  CenDrawerWish wish;

  if (!net_relay_make_from_frame (&wish, frame, len))
    return net_relay_visit_set_broken (error, "making a drawer");
  if (!cen_mailboxes_make (self->desk->store, &self->visitor, &wish,
                           self->desk->world->now_ms (self->desk->world), &made, error))
    return FALSE;
  net_relay_visit_answer (self, net_relay_made_to_frame (made));
  return TRUE;
}

/* --- Taking and giving --- */

static GPtrArray *
items_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
}

static gboolean
receive_after (NetRelayVisit *self, const guint8 *frame, gsize len, GError **error)
{
  g_auto (NetRelayBatch) batch = { .flag = NET_RELAY_LAST };
  g_autoptr (GArray) mail = NULL;
  CenDrawer drawer;
  guint64 after;

  if (!net_relay_after_from_frame (&batch.drawer, &after, frame, len))
    return net_relay_visit_set_broken (error, "asking");
  if (!net_relay_visit_find_place (self, batch.drawer, &drawer, error))
    return FALSE;
  mail = cen_mailboxes_list_after (self->desk->store, drawer.no, (gint64) after,
                                   NET_RELAY_BATCH_MAX, error);
  if (mail == NULL)
    return FALSE;
  batch.items = items_new ();
  batch.last = MAX (after, (guint64) drawer.last);
  for (guint i = 0; i < MIN (mail->len, NET_RELAY_ENVELOPES_MAX); i++) {
    const CenMail *one = &g_array_index (mail, CenMail, i);

    g_ptr_array_add (batch.items, g_bytes_ref (one->bytes));
    batch.last = (guint64) one->no;
  }
  if (mail->len > 0 && batch.last < (guint64) drawer.last)
    batch.flag = NET_RELAY_MORE;
  net_relay_visit_answer (self, net_relay_batch_to_frame (NET_RELAY_ENVELOPES, &batch));
  return TRUE;
}

/* How long to wait before @n more envelopes may come; 0 when they may now. */
static guint64
take_puts (NetRelayVisit *self, guint n, gint64 now_ms)
{
  gint64 lacking;

  fill_bucket (&self->puts, NET_RELAY_PUTS_RATE * 1000, NET_RELAY_PUTS_BURST, now_ms);
  lacking = (gint64) n * 1000 - self->puts.level;
  if (lacking > 0)
    return (guint64) lacking / NET_RELAY_PUTS_RATE + 1;
  self->puts.level -= (gint64) n * 1000;
  return 0;
}

static gboolean
receive_put (NetRelayVisit *self, const guint8 *frame, gsize len, gint64 now_ms, GError **error)
{
  g_auto (NetRelayBatch) batch = { 0 };
  NetRelayKept kept = { .answer = CEN_MAIL_DENIED };
  CenDrawer drawer;
  guint n_new = 0;

  if (!net_relay_batch_from_frame (&batch, frame, len))
    return net_relay_visit_set_broken (error, "giving");
  if (!net_relay_visit_find_place (self, batch.drawer, &drawer, error))
    return FALSE;
  kept.drawer = batch.drawer;
  kept.wait_ms = take_puts (self, batch.items->len, now_ms);
  if (kept.wait_ms > 0)
    kept.answer = CEN_MAIL_SLOW;
  else if (drawer.no != 0 && !cen_mailboxes_put (self->desk->store, &drawer, batch.items,
                                                 self->desk->world->now_ms (self->desk->world),
                                                 &n_new, &kept.answer, error))
    return FALSE;
  fill_state (&drawer, &kept.state);
  net_relay_visit_answer (self, net_relay_kept_to_frame (&kept));
  if (n_new > 0)
    self->events.on_put (self, drawer.no, self->user_data);
  return TRUE;
}

/* --- Comparing --- */

static void
add_tag_cb (const CenId *id, gint64 no, gpointer user_data)
{
  net_relay_tags_add (user_data, id, (guint64) no);
}

/* @ret_is_open: FALSE when there is no room for another comparison now. */
static gboolean
begin_compare (NetRelayVisit *self, guint at, gint64 now_ms, gboolean *ret_is_open, GError **error)
{
  const Place *place;
  CenDrawer drawer;

  end_compare (self);
  if (!net_relay_visit_find_place (self, at, &drawer, error))
    return FALSE;
  fill_bucket (&self->compares, 1000 * 1000 / NET_RELAY_COMPARES_PERIOD, NET_RELAY_COMPARES_BURST,
               now_ms);
  *ret_is_open = self->desk->n_comparing < NET_RELAY_COMPARING_MAX && self->compares.level >= 1000;
  if (!*ret_is_open)
    return TRUE;
  self->compares.level -= 1000;
  place = &g_array_index (self->places, Place, at);
  net_relay_tags_init (&self->tags, &place->id, self->member_nonce, self->relay_nonce,
                       (guint) MIN (drawer.held.n, G_MAXINT32));
  if (!cen_mailboxes_foreach (self->desk->store, drawer.no, add_tag_cb, &self->tags, error)) {
    net_relay_tags_clear (&self->tags);
    return FALSE;
  }
  if (net_item_set_seal (self->tags.items))
    self->reconcile = net_reconcile_new (self->tags.items, NET_RELAY_MESSAGE_MAX, error);
  if (self->reconcile == NULL) {
    net_relay_tags_clear (&self->tags);
    return net_relay_visit_set_broken (error, "two envelopes have one tag");
  }
  self->desk->n_comparing++;
  self->compared = at;
  self->round = 0;
  return TRUE;
}

static gboolean
receive_compare (NetRelayVisit *self, const guint8 *frame, gsize len, gint64 now_ms, GError **error)
{
  g_autoptr (GBytes) message = NULL;
  NetRelayCompare compare;
  gboolean is_open = TRUE, is_done;

  if (!net_relay_compare_from_frame (&compare, frame, len))
    return net_relay_visit_set_broken (error, "comparing");
  if (compare.round == 0 && !begin_compare (self, compare.drawer, now_ms, &is_open, error))
    return FALSE;
  if (!is_open) {
    message = g_bytes_new_static ("", 0);
    net_relay_visit_answer (self, net_relay_compare_to_frame (compare.drawer, 0, message));
    return TRUE;
  }
  if (self->reconcile == NULL || compare.drawer != self->compared || compare.round != self->round++)
    return net_relay_visit_set_broken (error, "comparing out of turn");
  self->compared_ms = now_ms;
  message = net_reconcile_receive (self->reconcile, compare.message, compare.len, NULL, NULL,
                                   &is_done, error);
  if (message == NULL)
    return FALSE;
  net_relay_visit_answer (self,
                          net_relay_compare_to_frame (compare.drawer, compare.round, message));
  return TRUE;
}

/* As many of those asked for as go into a frame; the others are asked for again. */
static gboolean
receive_get (NetRelayVisit *self, const guint8 *frame, gsize len, gint64 now_ms, GError **error)
{
  g_auto (NetRelayBatch) batch = { .flag = NET_RELAY_LAST };
  g_autoptr (GArray) tags = net_relay_get_from_frame (&batch.drawer, frame, len);
  CenDrawer drawer;
  gsize size = 0;

  if (tags == NULL || self->reconcile == NULL || batch.drawer != self->compared)
    return net_relay_visit_set_broken (error, "asking by tag");
  if (!net_relay_visit_find_place (self, batch.drawer, &drawer, error))
    return FALSE;
  self->compared_ms = now_ms;
  batch.items = items_new ();
  for (guint i = 0; i < tags->len && size < NET_RELAY_BATCH_MAX; i++) {
    g_autoptr (GError) local = NULL;
    GBytes *bytes = NULL;
    guint64 no;

    if (net_item_set_lookup (self->tags.items, &g_array_index (tags, CenId, i), &no))
      bytes = cen_mailboxes_read (self->desk->store, drawer.no, (gint64) no, &local);
    if (bytes == NULL)
      continue;
    size += g_bytes_get_size (bytes);
    g_ptr_array_add (batch.items, bytes);
  }
  net_relay_visit_answer (self, net_relay_batch_to_frame (NET_RELAY_ENVELOPES, &batch));
  return TRUE;
}

/* --- Marks --- */

static gboolean
answer_marks (NetRelayVisit *self, const NetRelayMark *mark, const CenDrawer *drawer,
              GError **error)
{
  g_auto (NetRelayBatch) batch = { .drawer = mark->drawer, .flag = NET_RELAY_LAST };
  g_autoptr (GArray) marks =
      cen_mailboxes_list_marks (self->desk->store, drawer->no, (gint64) mark->after,
                                NET_RELAY_BATCH_MAX, error);

  if (marks == NULL)
    return FALSE;
  batch.items = items_new ();
  batch.last = mark->after;
  for (guint i = 0; i < marks->len; i++) {
    const CenMail *one = &g_array_index (marks, CenMail, i);

    g_ptr_array_add (batch.items, g_bytes_ref (one->bytes));
    batch.last = (guint64) one->no;
  }
  net_relay_visit_answer (self, net_relay_batch_to_frame (NET_RELAY_MARKS, &batch));
  return TRUE;
}

static gboolean
receive_mark (NetRelayVisit *self, const guint8 *frame, gsize len, GError **error)
{
  g_autoptr (GBytes) bytes = NULL;
  NetRelayMark mark;
  CenDrawer drawer;

  if (!net_relay_mark_from_frame (&mark, frame, len))
    return net_relay_visit_set_broken (error, "marking");
  bytes = mark.mark;
  if (!net_relay_visit_find_place (self, mark.drawer, &drawer, error))
    return FALSE;
  if (bytes != NULL && drawer.no != 0) {
    if (!cen_mailboxes_mark (self->desk->store, &self->visitor, &drawer, mark.slot, bytes, error))
      return FALSE;
    self->events.on_put (self, drawer.no, self->user_data);
  }
  return answer_marks (self, &mark, &drawer, error);
}

/* --- Frames --- */

static gboolean
receive_bye (GError **error)
{
  g_set_error_literal (error, CEN_ERROR, CEN_ERROR_UNREACHABLE, "The visitor said goodbye.");
  return FALSE;
}

static gboolean
dispatch (NetRelayVisit *self, const guint8 *frame, gsize len, gint64 now_ms, GError **error)
{
  switch (net_frame_get_type (frame, len)) {
  case NET_RELAY_LOOK:
    return receive_look (self, frame, len, error);
  case NET_RELAY_MAKE:
    return receive_make (self, frame, len, error);
  case NET_RELAY_AFTER:
    return receive_after (self, frame, len, error);
  case NET_RELAY_PUT:
    return receive_put (self, frame, len, now_ms, error);
  case NET_RELAY_COMPARE:
    return receive_compare (self, frame, len, now_ms, error);
  case NET_RELAY_GET:
    return receive_get (self, frame, len, now_ms, error);
  case NET_RELAY_MARK:
    return receive_mark (self, frame, len, error);
  case NET_RELAY_HAVE:
    return net_relay_visit_receive_have (self, frame, len, error);
  case NET_RELAY_STORE:
    return net_relay_visit_receive_store (self, frame, len, error);
  case NET_RELAY_FETCH:
    return net_relay_visit_receive_fetch (self, frame, len, error);
  case NET_RELAY_DROP:
    return net_relay_visit_receive_drop (self, frame, len, error);
  case NET_FRAME_LIVE:
    return TRUE; /* it is there, and no more is meant */
  default:
    return net_relay_visit_set_broken (error, "an unknown frame");
  }
}

gboolean
net_relay_visit_receive (NetRelayVisit *self, const guint8 *frame, gsize len, gint64 now_ms,
                         GError **error)
{
  guint type = net_frame_get_type (frame, len);

  self->heard_ms = now_ms;
  if (type == NET_FRAME_BYE)
    return receive_bye (error);
  if (!take_frame (self, now_ms, error))
    return FALSE;
  if (type == NET_RELAY_HELLO)
    return receive_hello (self, frame, len, error);
  return self->has_greeted ? dispatch (self, frame, len, now_ms, error)
                           : net_relay_visit_set_broken (error, "no greeting");
}

void
net_relay_visit_note (NetRelayVisit *self, gint64 drawer)
{
  for (guint i = 0; i < self->places->len; i++) {
    if (g_array_index (self->places, Place, i).no == drawer)
      g_hash_table_add (self->told, g_memdup2 (&drawer, sizeof drawer));
  }
}

/* What came into drawers since: one STATES each, as it is now. */
static GBytes *
pop_told (NetRelayVisit *self)
{
  for (guint i = 0; i < self->places->len; i++) {
    gint64 no = g_array_index (self->places, Place, i).no;
    NetRelayStates states = { .first = i, .n = 1 };
    CenDrawer drawer;

    if (!g_hash_table_remove (self->told, &no) ||
        !net_relay_visit_find_place (self, i, &drawer, NULL))
      continue;
    fill_state (&drawer, &states.states[0]);
    return net_relay_states_to_frame (&states);
  }
  g_hash_table_remove_all (self->told);
  return NULL;
}

GBytes *
net_relay_visit_pop (NetRelayVisit *self)
{
  GBytes *frame = g_queue_pop_head (&self->queue);

  return frame != NULL || g_hash_table_size (self->told) == 0 ? frame : pop_told (self);
}

gboolean
net_relay_visit_tick (NetRelayVisit *self, gint64 now_ms, GError **error)
{
  if (self->reconcile != NULL && now_ms - self->compared_ms >= NET_RELAY_COMPARING_MS)
    end_compare (self);
  if (now_ms - self->heard_ms < NET_RELAY_SILENCE_MS)
    return TRUE;
  g_set_error_literal (error, CEN_ERROR, CEN_ERROR_UNREACHABLE, "The visitor is silent.");
  return FALSE;
}

gint64
net_relay_visit_get_deadline (const NetRelayVisit *self)
{
  gint64 silence_ms = self->heard_ms + NET_RELAY_SILENCE_MS;

  return self->reconcile != NULL ? MIN (silence_ms, self->compared_ms + NET_RELAY_COMPARING_MS)
                                 : silence_ms;
}
