/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Each state stands once, by who said it about what; @order keeps them in the order in which they
 * were last changed here, so that a link's cursor, like that of the ops, is one number. What
 * changes twice before a link is asked goes out once, as it is then: a slow link costs no memory.
 *
 * A state that says nothing (an empty body) stays for as long as others do, so that an older one
 * which comes late does not count. */

#include "live-board.h"

#include <string.h>

typedef struct {
  NetLiveState state;
  CenId member;
  guint64 at;      /* when it was last changed, in the order of the board */
  guint64 from;    /* the link it came by; 0: our own */
  GList *link;     /* in @order */
  GBytes *wanted;  /* our own: what is to be said next; NULL */
  gint64 until_ms; /* our own: how long it is renewed */
} Entry;

struct _NetLiveBoard {
  CenCircle *circle;
  NetLiveBoardFunc func;
  gpointer user_data;
  GHashTable *entries; /* itself, by device, kind and object */
  GQueue order;        /* Entry, the last changed at the tail */
  guint64 at;
  guint64 number; /* our newest */
};

static guint
hash_entry (gconstpointer key)
{
  const Entry *entry = key;

  return cen_id_hash (&entry->state.device) ^ cen_id_hash (&entry->state.object) ^
         (guint) entry->state.kind;
}

static gboolean
entries_are_equal (gconstpointer a, gconstpointer b)
{
  const Entry *x = a, *y = b;

  return x->state.kind == y->state.kind && cen_id_equal (&x->state.device, &y->state.device) &&
         cen_id_equal (&x->state.object, &y->state.object);
}

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  net_live_state_clear (&entry->state);
  g_clear_pointer (&entry->wanted, g_bytes_unref);
  g_free (entry);
}

NetLiveBoard *
net_live_board_new (CenCircle *circle, NetLiveBoardFunc func, gpointer user_data)
{
  NetLiveBoard *self = g_new0 (NetLiveBoard, 1);

  self->circle = circle;
  self->func = func;
  self->user_data = user_data;
  self->entries = g_hash_table_new_full (hash_entry, entries_are_equal, NULL, entry_free);
  g_queue_init (&self->order);
  return self;
}

void
net_live_board_free (NetLiveBoard *self)
{
  if (self == NULL)
    return;
  g_queue_clear (&self->order);
  g_hash_table_unref (self->entries);
  g_free (self);
}

static gboolean
says_something (const Entry *entry)
{
  return entry->state.body != NULL && g_bytes_get_size (entry->state.body) > 0;
}

static gboolean
is_own (const NetLiveBoard *self, const Entry *entry)
{
  return cen_id_equal (&entry->state.device, &self->circle->self_device);
}

static Entry *
find (NetLiveBoard *self, NetLiveKind kind, const CenId *object, const CenId *device)
{
  Entry key = { .state = { .kind = kind, .object = *object, .device = *device } };

  return g_hash_table_lookup (self->entries, &key);
}

static guint
count_of_device (NetLiveBoard *self, const CenId *device)
{
  guint n = 0;

  for (const GList *l = self->order.head; l != NULL; l = l->next)
    n += cen_id_equal (&((const Entry *) l->data)->state.device, device);
  return n;
}

/* NULL when there is no room for one more. */
static Entry *
ensure (NetLiveBoard *self, NetLiveKind kind, const CenId *object, const CenId *device)
{
  Entry *entry = find (self, kind, object, device);

  if (entry != NULL)
    return entry;
  if (self->order.length >= NET_LIVE_MAX ||
      count_of_device (self, device) >= NET_LIVE_PER_DEVICE_MAX)
    return NULL;
  entry = g_new0 (Entry, 1);
  entry->state.kind = kind;
  entry->state.object = *object;
  entry->state.device = *device;
  entry->link = g_list_alloc ();
  entry->link->data = entry;
  g_queue_push_tail_link (&self->order, entry->link);
  g_hash_table_add (self->entries, entry);
  return entry;
}

static void
drop (NetLiveBoard *self, Entry *entry)
{
  g_queue_delete_link (&self->order, entry->link);
  g_hash_table_remove (self->entries, entry);
}

/* It has changed, so every link is to be told. */
static void
put_last (NetLiveBoard *self, Entry *entry)
{
  g_queue_unlink (&self->order, entry->link);
  g_queue_push_tail_link (&self->order, entry->link);
  entry->at = ++self->at;
}

/* --- What this device says --- */

/* Its numbers go on where they were before a restart, unless the clock was set back by more than
 * others remember what it said. */
static void
say (NetLiveBoard *self, Entry *entry, gint64 now_ms)
{
  gint64 wall_ms = MAX (self->circle->world->now_ms (self->circle->world), 0);

  if (self->circle->keys == NULL)
    return;
  if (entry->wanted != NULL) {
    g_clear_pointer (&entry->state.body, g_bytes_unref);
    entry->state.body = g_steal_pointer (&entry->wanted);
  }
  self->number = MAX (self->number + 1, (guint64) wall_ms);
  entry->state.number = self->number;
  entry->member = self->circle->self_member;
  entry->state.said_ms = now_ms;
  net_live_state_sign (&entry->state, self->circle);
  put_last (self, entry);
}

static gint64
get_due_ms (const Entry *entry)
{
  if (entry->wanted != NULL)
    return entry->state.number == 0 ? 0 : entry->state.said_ms + NET_LIVE_PAUSE_MS;
  return says_something (entry) ? MIN (entry->state.said_ms + NET_LIVE_RENEW_MS, entry->until_ms)
                                : entry->state.said_ms + NET_LIVE_LASTS_MS;
}

gboolean
net_live_board_set (NetLiveBoard *self, NetLiveKind kind, const CenId *object, GBytes *body,
                    gint64 until_ms, gint64 now_ms, GError **error)
{
  Entry *entry = find (self, kind, object, &self->circle->self_device);

  if (entry == NULL && g_bytes_get_size (body) == 0)
    return TRUE;
  if (kind >= NET_LIVE_STATE_FIRST && kind <= G_MAXUINT16 &&
      g_bytes_get_size (body) <= NET_LIVE_BODY_MAX)
    entry = ensure (self, kind, object, &self->circle->self_device);
  else
    entry = NULL;
  if (entry == NULL) {
    g_set_error_literal (error, CEN_ERROR, CEN_ERROR_INVALID,
                         "That is too much to be said to those who are here.");
    return FALSE;
  }
  g_clear_pointer (&entry->wanted, g_bytes_unref);
  entry->wanted = g_bytes_ref (body);
  entry->until_ms = until_ms;
  if (now_ms >= get_due_ms (entry))
    say (self, entry, now_ms);
  return TRUE;
}

/* --- What others say --- */

void
net_live_cursor_init (NetLiveCursor *self, guint64 number, gint64 now_ms)
{
  *self = (NetLiveCursor){ number, 0, NET_LIVE_BURST_MAX * 1000, now_ms };
}

static gboolean
take_token (NetLiveCursor *cursor, gint64 now_ms)
{
  gint64 gained = MIN (now_ms - cursor->tokens_ms, 60000) * NET_LIVE_PER_SECOND;

  cursor->tokens = MIN (cursor->tokens + gained, NET_LIVE_BURST_MAX * 1000);
  cursor->tokens_ms = now_ms;
  if (cursor->tokens < 1000)
    return FALSE;
  cursor->tokens -= 1000;
  return TRUE;
}

/* What others still hold of this device is news to who began anew. */
static void
tell_own (NetLiveBoard *self, const NetLiveState *state, gint64 said_ms)
{
  NetLiveState known = *state;

  known.said_ms = said_ms;
  self->func (&known, &self->circle->self_member, self->user_data);
}

void
net_live_board_receive (NetLiveBoard *self, NetLiveCursor *cursor, const NetLiveState *state,
                        gint64 age_ms, gint64 now_ms)
{
  Entry *entry = find (self, state->kind, &state->object, &state->device);
  gboolean changes;
  const CenDevice *device;

  if (age_ms >= NET_LIVE_LASTS_MS || (entry != NULL && state->number <= entry->state.number) ||
      !take_token (cursor, now_ms))
    return;
  device = net_live_state_check (state, self->circle);
  if (device == NULL)
    return;
  if (cen_id_equal (&device->key, &self->circle->self_device)) {
    /* Said before this engine began: what it says now must come after. */
    self->number = MAX (self->number, state->number);
    if (entry != NULL)
      say (self, entry, now_ms);
    else
      tell_own (self, state, now_ms - age_ms);
    return;
  }
  entry = ensure (self, state->kind, &state->object, &state->device);
  if (entry == NULL)
    return;
  changes = entry->state.body == NULL ? g_bytes_get_size (state->body) > 0
                                      : !g_bytes_equal (entry->state.body, state->body);
  g_clear_pointer (&entry->state.body, g_bytes_unref);
  entry->state = *state;
  entry->state.body = g_bytes_ref (state->body);
  entry->member = device->member;
  entry->state.said_ms = now_ms - age_ms;
  entry->from = cursor->number;
  put_last (self, entry);
  if (changes)
    self->func (&entry->state, &entry->member, self->user_data);
}

/* --- Passing on --- */

GBytes *
net_live_board_next (NetLiveBoard *self, NetLiveCursor *cursor, gint64 now_ms)
{
  const GList *next = NULL;

  for (const GList *l = self->order.tail; l != NULL; l = l->prev) {
    if (((const Entry *) l->data)->at <= cursor->at)
      break;
    next = l;
  }
  for (; next != NULL; next = next->next) {
    const Entry *entry = next->data;

    cursor->at = entry->at;
    if (entry->from != cursor->number && entry->state.number > 0)
      return net_live_state_to_frame (&entry->state, now_ms - entry->state.said_ms);
  }
  return NULL;
}

/* --- Time --- */

static void
end_entry (NetLiveBoard *self, Entry *entry)
{
  gboolean said = says_something (entry);

  g_clear_pointer (&entry->state.body, g_bytes_unref);
  entry->state.body = g_bytes_new (NULL, 0);
  if (said && !is_own (self, entry))
    self->func (&entry->state, &entry->member, self->user_data);
  drop (self, entry);
}

static void
do_own (NetLiveBoard *self, Entry *entry, gint64 now_ms)
{
  if (entry->wanted == NULL && !says_something (entry)) {
    end_entry (self, entry);
    return;
  }
  if (entry->wanted == NULL && now_ms >= entry->until_ms)
    entry->wanted = g_bytes_new (NULL, 0);
  say (self, entry, now_ms);
}

gint64
net_live_board_tick (NetLiveBoard *self, gint64 now_ms)
{
  g_autoptr (GPtrArray) due = g_ptr_array_new ();
  gint64 next = G_MAXINT64;

  for (const GList *l = self->order.head; l != NULL; l = l->next) {
    Entry *entry = l->data;
    gint64 due_ms =
        is_own (self, entry) ? get_due_ms (entry) : entry->state.said_ms + NET_LIVE_LASTS_MS;

    if (now_ms >= due_ms)
      g_ptr_array_add (due, entry);
    else
      next = MIN (next, due_ms);
  }
  for (guint i = 0; i < due->len; i++) {
    if (is_own (self, due->pdata[i]))
      do_own (self, due->pdata[i], now_ms);
    else
      end_entry (self, due->pdata[i]);
  }
  return due->len > 0 ? MIN (next, now_ms + NET_LIVE_PAUSE_MS) : next;
}

void
net_live_board_refresh (NetLiveBoard *self)
{
  for (GList *l = self->order.head; l != NULL;) {
    Entry *entry = l->data;
    const CenDevice *device = cen_circle_find_device (self->circle, &entry->state.device);

    l = l->next;
    if (device == NULL || !cen_circle_device_is_effective (self->circle, device))
      end_entry (self, entry);
  }
}

void
net_live_board_foreach (NetLiveBoard *self, NetLiveBoardFunc func, gpointer user_data)
{
  for (const GList *l = self->order.head; l != NULL; l = l->next) {
    const Entry *entry = l->data;

    if (says_something (entry))
      func (&entry->state, &entry->member, user_data);
  }
}

guint
net_live_board_get_n (NetLiveBoard *self)
{
  return self->order.length;
}
