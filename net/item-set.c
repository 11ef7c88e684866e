/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A set is first filled, then sealed, then only read. Sealing sorts the items and writes down the
 * running sum of their ids at every SUM_STRIDE-th item, so that the sum of any run is a difference
 * of two running sums and at most 2 * SUM_STRIDE additions, at two bytes of memory an item.
 *
 * The index for lookups is an open-addressing table of item numbers plus one (zero is empty), at
 * most half full. Ids are hashes, so their first bytes place them.
 *
 * The count of references is atomic; nothing else is guarded. */

#include "item-set.h"

#include "core/crypto.h"
#include "varint.h"

#include <string.h>

#define SUM_STRIDE 16
#define N_LIMBS    4

/* A number mod 2^256, least significant limb first. */
typedef struct {
  guint64 limbs[N_LIMBS];
} IdSum;

struct _NetItemSet {
  gatomicrefcount ref_count;
  GArray *items; /* NetItem; sorted once sealed */
  IdSum *sums;   /* sums[i] covers the items before i * SUM_STRIDE; NULL until sealed */
  guint32 *slots;
  gsize n_slots; /* a power of two */
};

static void
add_limbs (IdSum *sum, const guint64 limbs[static N_LIMBS])
{
  guint64 carry = 0;

  for (guint i = 0; i < N_LIMBS; i++) {
    guint64 carry_in = carry;

    carry = __builtin_add_overflow (sum->limbs[i], limbs[i], &sum->limbs[i]);
    carry |= __builtin_add_overflow (sum->limbs[i], carry_in, &sum->limbs[i]);
  }
}

static void
subtract_limbs (IdSum *sum, const guint64 limbs[static N_LIMBS])
{
  guint64 borrow = 0;

  for (guint i = 0; i < N_LIMBS; i++) {
    guint64 borrow_in = borrow;

    borrow = __builtin_sub_overflow (sum->limbs[i], limbs[i], &sum->limbs[i]);
    borrow |= __builtin_sub_overflow (sum->limbs[i], borrow_in, &sum->limbs[i]);
  }
}

static void
add_id (IdSum *sum, const CenId *id)
{
  guint64 limbs[N_LIMBS];

  memcpy (limbs, id->bytes, sizeof limbs);
  for (guint i = 0; i < N_LIMBS; i++)
    limbs[i] = GUINT64_FROM_LE (limbs[i]);
  add_limbs (sum, limbs);
}

static int
compare_to (const NetItem *item, guint64 timestamp, const CenId *id)
{
  if (item->timestamp != timestamp)
    return item->timestamp < timestamp ? -1 : 1;
  return cen_id_compare (&item->id, id);
}

static int
compare_items_cb (gconstpointer a, gconstpointer b)
{
  const NetItem *other = b;

  return compare_to (a, other->timestamp, &other->id);
}

static gboolean
is_ascending (const NetItem *items, guint n)
{
  for (guint i = 1; i < n; i++) {
    if (compare_items_cb (&items[i - 1], &items[i]) >= 0)
      return FALSE;
  }
  return TRUE;
}

static IdSum *
make_sums (const NetItem *items, guint n)
{
  IdSum *sums = g_new (IdSum, n / SUM_STRIDE + 1);
  IdSum sum = { 0 };

  for (guint i = 0; i < n; i++) {
    if (i % SUM_STRIDE == 0)
      sums[i / SUM_STRIDE] = sum;
    add_id (&sum, &items[i].id);
  }
  if (n % SUM_STRIDE == 0)
    sums[n / SUM_STRIDE] = sum;
  return sums;
}

/* The sum of all items before @end. */
static IdSum
sum_before (const NetItemSet *self, guint end)
{
  IdSum sum = self->sums[end / SUM_STRIDE];

  for (guint i = end - end % SUM_STRIDE; i < end; i++)
    add_id (&sum, &net_item_set_get_item (self, i)->id);
  return sum;
}

/* The slot that holds @id, or the empty one where it would go. */
static gsize
find_slot (const NetItemSet *self, const CenId *id)
{
  guint64 hash;
  gsize slot;

  memcpy (&hash, id->bytes, sizeof hash);
  slot = hash & (self->n_slots - 1);
  while (self->slots[slot] != 0 &&
         !cen_id_equal (&net_item_set_get_item (self, self->slots[slot] - 1)->id, id))
    slot = (slot + 1) & (self->n_slots - 1);
  return slot;
}

static void
build_slots (NetItemSet *self)
{
  self->n_slots = 2;
  while (self->n_slots < 2 * (gsize) self->items->len)
    self->n_slots *= 2;
  self->slots = g_new0 (guint32, self->n_slots);
  for (guint i = 0; i < self->items->len; i++)
    self->slots[find_slot (self, &net_item_set_get_item (self, i)->id)] = i + 1;
}

NetItemSet *
net_item_set_new (guint reserve)
{
  NetItemSet *self = g_new0 (NetItemSet, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->items = g_array_sized_new (FALSE, FALSE, sizeof (NetItem), reserve);
  return self;
}

NetItemSet *
net_item_set_ref (NetItemSet *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
net_item_set_unref (NetItemSet *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_array_unref (self->items);
  g_free (self->sums);
  g_free (self->slots);
  g_free (self);
}

void
net_item_set_add (NetItemSet *self, guint64 timestamp, const CenId *id, guint64 ref)
{
  NetItem item = { timestamp, *id, ref };

  g_assert (self->sums == NULL);
  g_assert (timestamp != NET_ITEM_TIMESTAMP_INFINITY);
  g_array_append_val (self->items, item);
}

gboolean
net_item_set_seal (NetItemSet *self)
{
  NetItem *items = (NetItem *) (gpointer) self->items->data;

  g_assert (self->sums == NULL);
  if (!is_ascending (items, self->items->len)) {
    g_array_sort (self->items, compare_items_cb);
    if (!is_ascending (items, self->items->len))
      return FALSE;
  }
  self->sums = make_sums (items, self->items->len);
  return TRUE;
}

gboolean
net_item_set_is_sealed (const NetItemSet *self)
{
  return self->sums != NULL;
}

guint
net_item_set_get_n_items (const NetItemSet *self)
{
  return self->items->len;
}

const NetItem *
net_item_set_get_item (const NetItemSet *self, guint index)
{
  return &g_array_index (self->items, NetItem, index);
}

gboolean
net_item_set_lookup (NetItemSet *self, const CenId *id, guint64 *ret_ref)
{
  gsize slot;

  g_assert (self->sums != NULL);
  if (self->slots == NULL)
    build_slots (self);
  slot = find_slot (self, id);
  if (self->slots[slot] == 0)
    return FALSE;
  *ret_ref = net_item_set_get_item (self, self->slots[slot] - 1)->ref;
  return TRUE;
}

guint
net_item_set_find (const NetItemSet *self, guint first, guint64 timestamp, const CenId *id)
{
  guint end = self->items->len;

  while (first < end) {
    guint middle = first + (end - first) / 2;

    if (compare_to (net_item_set_get_item (self, middle), timestamp, id) < 0)
      first = middle + 1;
    else
      end = middle;
  }
  return first;
}

void
net_item_set_fingerprint (const NetItemSet *self, guint first, guint end,
                          guint8 ret_fingerprint[static NET_ITEM_FINGERPRINT_LEN])
{
  guint8 input[sizeof (IdSum) + NET_VARINT_MAX];
  guint8 hash[CEN_ID_LEN];
  IdSum sum;
  IdSum before;

  g_assert (first <= end && end <= self->items->len && self->sums != NULL);
  sum = sum_before (self, end);
  before = sum_before (self, first);
  subtract_limbs (&sum, before.limbs);
  for (guint i = 0; i < N_LIMBS; i++)
    sum.limbs[i] = GUINT64_TO_LE (sum.limbs[i]);
  memcpy (input, &sum, sizeof sum);
  cen_crypto_sha256 (hash, input, sizeof sum + net_varint_write (input + sizeof sum, end - first));
  memcpy (ret_fingerprint, hash, NET_ITEM_FINGERPRINT_LEN);
}
