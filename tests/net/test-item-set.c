/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/crypto.h"
#include "net/item-set.h"
#include "net/varint.h"

#include <string.h>

#define N_ITEMS 1000

static void
make_id (CenId *ret_id, guint number)
{
  cen_crypto_hash (ret_id->bytes, "test.id", &number, sizeof number);
}

static NetItemSet *
make_set (guint n)
{
  NetItemSet *items = net_item_set_new (0);

  for (guint i = 0; i < n; i++) {
    CenId id;

    make_id (&id, i);
    net_item_set_add (items, (i * 7919) % 97, &id, i);
  }
  return items;
}

static void
test_order (void)
{
  g_autoptr (NetItemSet) items = make_set (N_ITEMS);

  g_assert_false (net_item_set_is_sealed (items));
  g_assert_true (net_item_set_seal (items));
  g_assert_cmpuint (net_item_set_get_n_items (items), ==, N_ITEMS);
  for (guint i = 1; i < N_ITEMS; i++) {
    const NetItem *before = net_item_set_get_item (items, i - 1);
    const NetItem *item = net_item_set_get_item (items, i);

    g_assert_true (
        before->timestamp < item->timestamp ||
        (before->timestamp == item->timestamp && cen_id_compare (&before->id, &item->id) < 0));
  }
}

static void
test_duplicate (void)
{
  g_autoptr (NetItemSet) items = make_set (10);
  g_autoptr (NetItemSet) others = make_set (10);
  CenId id;

  make_id (&id, 3);
  net_item_set_add (items, (3 * 7919) % 97, &id, 99);
  g_assert_false (net_item_set_seal (items));
  net_item_set_add (others, 98, &id, 99);
  g_assert_true (net_item_set_seal (others));
}

static void
test_lookup (void)
{
  g_autoptr (NetItemSet) empty = net_item_set_new (0);
  g_autoptr (NetItemSet) items = make_set (N_ITEMS);
  guint64 ref = 0;
  CenId id;

  g_assert_true (net_item_set_seal (items));
  g_assert_true (net_item_set_seal (empty));
  for (guint i = 0; i < N_ITEMS; i++) {
    make_id (&id, i);
    g_assert_true (net_item_set_lookup (items, &id, &ref));
    g_assert_cmpuint (ref, ==, i);
    make_id (&id, i + N_ITEMS);
    g_assert_false (net_item_set_lookup (items, &id, &ref));
    g_assert_false (net_item_set_lookup (empty, &id, &ref));
  }
}

static void
test_find (void)
{
  static const CenId zero;
  g_autoptr (NetItemSet) items = make_set (N_ITEMS);

  g_assert_true (net_item_set_seal (items));
  g_assert_cmpuint (net_item_set_find (items, 0, 0, &zero), ==, 0);
  g_assert_cmpuint (net_item_set_find (items, 0, NET_ITEM_TIMESTAMP_INFINITY, &zero), ==, N_ITEMS);
  for (guint i = 0; i < N_ITEMS; i++) {
    const NetItem *item = net_item_set_get_item (items, i);

    g_assert_cmpuint (net_item_set_find (items, 0, item->timestamp, &item->id), ==, i);
    g_assert_cmpuint (net_item_set_find (items, i / 2, item->timestamp, &item->id), ==, i);
    g_assert_cmpuint (net_item_set_find (items, N_ITEMS, item->timestamp, &item->id), ==, N_ITEMS);
  }
}

/* The fingerprint as its specification words it, byte by byte. */
static void
fingerprint_naively (const NetItemSet *items, guint first, guint end,
                     guint8 ret_fingerprint[static NET_ITEM_FINGERPRINT_LEN])
{
  guint8 input[CEN_ID_LEN + NET_VARINT_MAX] = { 0 };
  guint8 hash[CEN_ID_LEN];

  for (guint i = first; i < end; i++) {
    guint carry = 0;

    for (guint k = 0; k < CEN_ID_LEN; k++) {
      carry += input[k] + net_item_set_get_item (items, i)->id.bytes[k];
      input[k] = (guint8) carry;
      carry >>= 8;
    }
  }
  cen_crypto_sha256 (hash, input, CEN_ID_LEN + net_varint_write (input + CEN_ID_LEN, end - first));
  memcpy (ret_fingerprint, hash, NET_ITEM_FINGERPRINT_LEN);
}

static void
assert_fingerprint (const NetItemSet *items, guint first, guint end)
{
  guint8 expected[NET_ITEM_FINGERPRINT_LEN];
  guint8 fingerprint[NET_ITEM_FINGERPRINT_LEN];

  fingerprint_naively (items, first, end, expected);
  net_item_set_fingerprint (items, first, end, fingerprint);
  g_assert_cmpmem (fingerprint, sizeof fingerprint, expected, sizeof expected);
}

static void
test_fingerprint (void)
{
  static const guint sizes[] = { 0, 1, 15, 16, 17, 32, 100 };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++) {
    g_autoptr (NetItemSet) items = make_set (sizes[i]);

    g_assert_true (net_item_set_seal (items));
    for (guint first = 0; first <= sizes[i]; first++) {
      for (guint end = first; end <= sizes[i]; end++)
        assert_fingerprint (items, first, end);
    }
  }
}

/* Ids near 2^256 make every limb carry. */
static void
test_carry (void)
{
  g_autoptr (NetItemSet) items = net_item_set_new (0);

  for (guint i = 0; i < 40; i++) {
    CenId id;

    memset (id.bytes, 0xff, CEN_ID_LEN);
    id.bytes[i % CEN_ID_LEN] = (guint8) i;
    net_item_set_add (items, i, &id, i);
  }
  g_assert_true (net_item_set_seal (items));
  for (guint first = 0; first <= 40; first++)
    assert_fingerprint (items, first, 40);
}

static void
test_varint (void)
{
  static const guint64 values[] = { 0,          1,     127,         128,
                                    16383,      16384, G_MAXUINT32, G_MAXUINT64 - 1,
                                    G_MAXUINT64 };

  for (guint i = 0; i < G_N_ELEMENTS (values); i++) {
    guint8 bytes[NET_VARINT_MAX];
    gsize len = net_varint_write (bytes, values[i]);
    const guint8 *at = bytes;
    guint64 value;

    g_assert_true (net_varint_read (&at, bytes + len, &value));
    g_assert_true (at == bytes + len);
    g_assert_cmpuint (value, ==, values[i]);
    for (gsize cut = 0; cut < len; cut++) {
      at = bytes;
      g_assert_false (net_varint_read (&at, bytes + cut, &value));
      g_assert_true (at == bytes);
    }
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  cen_crypto_init ();
  g_test_add_func ("/item-set/order", test_order);
  g_test_add_func ("/item-set/duplicate", test_duplicate);
  g_test_add_func ("/item-set/lookup", test_lookup);
  g_test_add_func ("/item-set/find", test_find);
  g_test_add_func ("/item-set/fingerprint", test_fingerprint);
  g_test_add_func ("/item-set/carry", test_carry);
  g_test_add_func ("/item-set/varint", test_varint);
  return g_test_run ();
}
