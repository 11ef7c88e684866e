/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A message is a version byte and ranges in ascending order that together cover everything from
 * (0, 0) to infinity; a range names only its end. Each side answers range by range: what agrees is
 * skipped, what differs is split into BUCKETS fingerprints, or listed when it is small.
 * Neighbouring skipped ranges are merged into one, and a trailing one is left out.
 *
 * NetReconcile itself remembers only which side it is. All that happens while one message is
 * answered lives in an Exchange on the stack: always, every item before @lower belongs to ranges
 * already answered, @previous is where the current range begins, and the answer up to @committed
 * stands whatever happens to the rest of it. When the answer grows past the frame limit, the
 * current range is taken back and the rest becomes one fingerprint to infinity, which the peer
 * will answer like any other.
 *
 * Bytes from the peer are read only through read_… below, and each fails for good. */

#include "reconcile.h"

#include "core/error.h"
#include "varint.h"

#include <stdlib.h>
#include <string.h>

#define VERSION_1     0x61
#define VERSION_FIRST 0x60
#define VERSION_LAST  0x6f

#define BUCKETS 16
/* Below this many items a range is listed, not split. */
#define LIST_LIMIT (2 * BUCKETS)
/* Left free for what closes a message that is cut: one list's overshoot and three bounds. */
#define FRAME_RESERVE 200

typedef enum {
  MODE_SKIP = 0,
  MODE_FINGERPRINT = 1,
  MODE_ID_LIST = 2,
} Mode;

/* The end of a range: everything before (timestamp, id); only @id_len bytes of the id travel, the
 * others are zero. */
typedef struct {
  guint64 timestamp;
  CenId id;
  guint id_len;
} Bound;

typedef struct {
  const NetItemSet *items;
  gsize frame_max;
  gboolean is_initiator;
  GArray *have; /* lent; NULL for a responder */
  GArray *need;
  const guint8 *at; /* what is left to read of the peer's message */
  const guint8 *end;
  guint64 timestamp_in; /* the timestamps last read and written, from which the next is counted */
  guint64 timestamp_out;
  GByteArray *answer;
  gsize committed;
  gboolean is_skipping; /* what lies between the answer's last bound and @previous is skipped */
  Bound previous;
  Bound bound; /* the current range: items @lower to @upper - 1 */
  guint lower;
  guint upper;
} Exchange;

struct _NetReconcile {
  NetItemSet *items;
  gsize frame_max;
  gboolean is_initiator;
};

static const Bound infinity = { NET_ITEM_TIMESTAMP_INFINITY, { { 0 } }, 0 };

static gboolean
read_bytes (Exchange *self, gsize len, const guint8 **ret_bytes)
{
  if ((gsize) (self->end - self->at) < len)
    return FALSE;
  *ret_bytes = self->at;
  self->at += len;
  return TRUE;
}

static gboolean
read_number (Exchange *self, guint64 *ret_value)
{
  return net_varint_read (&self->at, self->end, ret_value);
}

static gboolean
read_timestamp (Exchange *self, guint64 *ret_timestamp)
{
  guint64 value;

  if (!read_number (self, &value))
    return FALSE;
  if (value == 0 || value - 1 > NET_ITEM_TIMESTAMP_INFINITY - self->timestamp_in)
    self->timestamp_in = NET_ITEM_TIMESTAMP_INFINITY;
  else
    self->timestamp_in += value - 1;
  *ret_timestamp = self->timestamp_in;
  return TRUE;
}

static gboolean
read_bound (Exchange *self, Bound *ret_bound)
{
  Bound bound = { 0 };
  const guint8 *id;
  guint64 id_len;

  if (!read_timestamp (self, &bound.timestamp) || !read_number (self, &id_len) ||
      id_len > CEN_ID_LEN || !read_bytes (self, id_len, &id))
    return FALSE;
  bound.id_len = (guint) id_len;
  memcpy (bound.id.bytes, id, id_len);
  *ret_bound = bound;
  return TRUE;
}

static gboolean
is_before (const Bound *a, const Bound *b)
{
  if (a->timestamp != b->timestamp)
    return a->timestamp < b->timestamp;
  return cen_id_compare (&a->id, &b->id) < 0;
}

static void
write_number (Exchange *self, guint64 value)
{
  guint8 bytes[NET_VARINT_MAX];

  g_byte_array_append (self->answer, bytes, (guint) net_varint_write (bytes, value));
}

static void
write_bound (Exchange *self, const Bound *bound)
{
  if (bound->timestamp == NET_ITEM_TIMESTAMP_INFINITY)
    write_number (self, 0);
  else
    write_number (self, bound->timestamp - self->timestamp_out + 1);
  self->timestamp_out = bound->timestamp;
  write_number (self, bound->id_len);
  g_byte_array_append (self->answer, bound->id.bytes, bound->id_len);
}

static void
write_fingerprint (Exchange *self, const Bound *bound, guint first, guint end)
{
  guint8 fingerprint[NET_ITEM_FINGERPRINT_LEN];

  net_item_set_fingerprint (self->items, first, end, fingerprint);
  write_bound (self, bound);
  write_number (self, MODE_FINGERPRINT);
  g_byte_array_append (self->answer, fingerprint, sizeof fingerprint);
}

static void
write_id_list (Exchange *self, const Bound *bound, guint first, guint end)
{
  write_bound (self, bound);
  write_number (self, MODE_ID_LIST);
  write_number (self, end - first);
  for (guint i = first; i < end; i++)
    g_byte_array_append (self->answer, net_item_set_get_item (self->items, i)->id.bytes,
                         CEN_ID_LEN);
}

/* Closes the skipped ranges before the current one, if there are any. */
static void
write_skip (Exchange *self)
{
  if (!self->is_skipping)
    return;
  self->is_skipping = FALSE;
  write_bound (self, &self->previous);
  write_number (self, MODE_SKIP);
}

/* The shortest bound that parts the item before @index from the one at @index. */
static Bound
make_bound_before (const NetItemSet *items, guint index)
{
  const NetItem *last = net_item_set_get_item (items, index - 1);
  const NetItem *next = net_item_set_get_item (items, index);
  Bound bound = { next->timestamp, { { 0 } }, 0 };

  if (last->timestamp != next->timestamp)
    return bound;
  while (last->id.bytes[bound.id_len] == next->id.bytes[bound.id_len])
    bound.id_len++;
  bound.id_len++;
  memcpy (bound.id.bytes, next->id.bytes, bound.id_len);
  return bound;
}

/* Says more about the items @first to @end - 1, which end before @bound. */
static void
write_split (Exchange *self, const Bound *bound, guint first, guint end)
{
  guint n_items = end - first;

  if (n_items < LIST_LIMIT) {
    write_id_list (self, bound, first, end);
    return;
  }
  for (guint i = 0; i < BUCKETS; i++) {
    guint next = first + n_items / BUCKETS + (i < n_items % BUCKETS ? 1 : 0);
    Bound split = next == end ? *bound : make_bound_before (self->items, next);

    write_fingerprint (self, &split, first, next);
    first = next;
  }
}

static gboolean
is_past_limit (const Exchange *self, gsize len)
{
  return self->frame_max != 0 && len > self->frame_max - FRAME_RESERVE;
}

static gboolean
answer_fingerprint (Exchange *self)
{
  guint8 ours[NET_ITEM_FINGERPRINT_LEN];
  const guint8 *theirs;

  if (!read_bytes (self, sizeof ours, &theirs))
    return FALSE;
  net_item_set_fingerprint (self->items, self->lower, self->upper, ours);
  if (memcmp (ours, theirs, sizeof ours) == 0) {
    self->is_skipping = TRUE;
    return TRUE;
  }
  write_skip (self);
  write_split (self, &self->bound, self->lower, self->upper);
  return TRUE;
}

static int
compare_ids_cb (gconstpointer a, gconstpointer b)
{
  const guint8 *const *first = a;
  const guint8 *const *second = b;

  return memcmp (*first, *second, CEN_ID_LEN);
}

/* Marks what both sides have in @is_known, by place in the peer's list, and appends to @have what
 * only we have. @sorted points into @theirs. */
static void
match_ids (Exchange *self, const guint8 *theirs, const guint8 **sorted, gsize n, guint8 *is_known)
{
  for (guint i = self->lower; i < self->upper; i++) {
    const CenId *id = &net_item_set_get_item (self->items, i)->id;
    const guint8 *key = id->bytes;
    const guint8 **found = bsearch (&key, sorted, n, sizeof *sorted, compare_ids_cb);

    if (found == NULL)
      g_array_append_vals (self->have, id, 1);
    else
      is_known[(gsize) (*found - theirs) / CEN_ID_LEN] = TRUE;
  }
}

/* The initiator learns from a list; nothing more is said about the range. */
static void
learn_from_list (Exchange *self, const guint8 *theirs, gsize n)
{
  g_autofree const guint8 **sorted = g_new (const guint8 *, n + 1);
  g_autofree guint8 *is_known = g_malloc0 (n + 1);
  gsize n_sorted = 0;

  for (gsize i = 0; i < n; i++)
    sorted[i] = theirs + i * CEN_ID_LEN;
  qsort (sorted, n, sizeof *sorted, compare_ids_cb);
  /* An id that comes twice counts once. */
  for (gsize i = 0; i < n; i++) {
    if (n_sorted > 0 && memcmp (sorted[n_sorted - 1], sorted[i], CEN_ID_LEN) == 0)
      is_known[(gsize) (sorted[i] - theirs) / CEN_ID_LEN] = TRUE;
    else
      sorted[n_sorted++] = sorted[i];
  }
  match_ids (self, theirs, sorted, n_sorted, is_known);
  for (gsize i = 0; i < n; i++) {
    if (!is_known[i])
      g_array_append_vals (self->need, theirs + i * CEN_ID_LEN, 1);
  }
  self->is_skipping = TRUE;
}

/* The responder lists what it has there, as far as the frame goes; then the range ends early, at
 * the first item that found no room. */
static void
list_in_turn (Exchange *self)
{
  Bound bound = self->bound;
  gsize n = self->upper - self->lower;

  if (self->frame_max != 0) {
    gsize limit = self->frame_max - FRAME_RESERVE;
    gsize n_max = self->committed > limit ? 0 : (limit - self->committed) / CEN_ID_LEN + 1;

    if (n > n_max) {
      const NetItem *next = net_item_set_get_item (self->items, self->lower + (guint) n_max);

      self->upper = self->lower + (guint) n_max;
      bound = (Bound){ next->timestamp, next->id, CEN_ID_LEN };
    }
  }
  write_skip (self);
  write_id_list (self, &bound, self->lower, self->upper);
  self->committed = self->answer->len;
}

static gboolean
answer_id_list (Exchange *self)
{
  const guint8 *theirs;
  guint64 n;

  if (!read_number (self, &n) || n > (gsize) (self->end - self->at) / CEN_ID_LEN ||
      !read_bytes (self, n * CEN_ID_LEN, &theirs))
    return FALSE;
  if (self->is_initiator)
    learn_from_list (self, theirs, n);
  else
    list_in_turn (self);
  return TRUE;
}

static gboolean
answer_range (Exchange *self)
{
  guint64 mode;

  if (!read_bound (self, &self->bound) || is_before (&self->bound, &self->previous) ||
      !read_number (self, &mode))
    return FALSE;
  self->upper =
      net_item_set_find (self->items, self->lower, self->bound.timestamp, &self->bound.id);
  switch (mode) {
  case MODE_SKIP:
    self->is_skipping = TRUE;
    return TRUE;
  case MODE_FINGERPRINT:
    return answer_fingerprint (self);
  case MODE_ID_LIST:
    return answer_id_list (self);
  default:
    return FALSE;
  }
}

static gboolean
answer_ranges (Exchange *self)
{
  while (self->at < self->end) {
    self->committed = self->answer->len;
    if (!answer_range (self))
      return FALSE;
    if (is_past_limit (self, self->answer->len)) {
      g_byte_array_set_size (self->answer, (guint) self->committed);
      write_fingerprint (self, &infinity, self->upper, net_item_set_get_n_items (self->items));
      return TRUE;
    }
    self->lower = self->upper;
    self->previous = self->bound;
  }
  return TRUE;
}

static gboolean
answer_message (Exchange *self)
{
  const guint8 *version;

  if (!read_bytes (self, 1, &version) || *version < VERSION_FIRST || *version > VERSION_LAST)
    return FALSE;
  if (*version != VERSION_1)
    return !self->is_initiator;
  return answer_ranges (self);
}

static void
start_exchange (Exchange *self, const NetReconcile *reconcile)
{
  *self = (Exchange){ .items = reconcile->items,
                      .frame_max = reconcile->frame_max,
                      .is_initiator = reconcile->is_initiator,
                      .answer = g_byte_array_new () };
  write_number (self, VERSION_1);
}

NetReconcile *
net_reconcile_new (NetItemSet *items, gsize frame_max, GError **error)
{
  NetReconcile *self;

  g_assert (net_item_set_is_sealed (items));
  if (frame_max != 0 && frame_max < NET_RECONCILE_FRAME_MIN) {
    g_set_error_literal (error, CEN_ERROR, CEN_ERROR_INVALID,
                         "The limit for reconciliation messages is too small.");
    return NULL;
  }
  self = g_new0 (NetReconcile, 1);
  self->items = net_item_set_ref (items);
  self->frame_max = frame_max;
  return self;
}

void
net_reconcile_free (NetReconcile *self)
{
  if (self == NULL)
    return;
  net_item_set_unref (self->items);
  g_free (self);
}

GBytes *
net_reconcile_initiate (NetReconcile *self, GError **error)
{
  Exchange exchange;

  if (self->is_initiator) {
    g_set_error_literal (error, CEN_ERROR, CEN_ERROR_INVALID,
                         "This reconciliation has already begun.");
    return NULL;
  }
  self->is_initiator = TRUE;
  start_exchange (&exchange, self);
  write_split (&exchange, &infinity, 0, net_item_set_get_n_items (self->items));
  return g_byte_array_free_to_bytes (exchange.answer);
}

GBytes *
net_reconcile_receive (NetReconcile *self, const guint8 *bytes, gsize len, GArray *have,
                       GArray *need, gboolean *ret_is_done, GError **error)
{
  guint n_have = have != NULL ? have->len : 0;
  guint n_need = need != NULL ? need->len : 0;
  Exchange exchange;

  g_assert (!self->is_initiator || (have != NULL && need != NULL));
  start_exchange (&exchange, self);
  exchange.have = have;
  exchange.need = need;
  exchange.at = bytes;
  exchange.end = bytes + len;
  if (!answer_message (&exchange)) {
    g_byte_array_unref (exchange.answer);
    if (self->is_initiator) {
      g_array_set_size (have, n_have);
      g_array_set_size (need, n_need);
    }
    g_set_error_literal (error, CEN_ERROR, CEN_ERROR_INVALID,
                         "A reconciliation message from the other side cannot be understood.");
    return NULL;
  }
  *ret_is_done = self->is_initiator && exchange.answer->len == 1;
  if (*ret_is_done)
    g_byte_array_set_size (exchange.answer, 0);
  return g_byte_array_free_to_bytes (exchange.answer);
}
