/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "net/relay-wire.h"

#include <string.h>

typedef gboolean (*Reader) (const guint8 *frame, gsize len);

static gboolean
read_hello (const guint8 *frame, gsize len)
{
  NetRelayHello hello;

  return net_relay_hello_from_frame (&hello, frame, len);
}

static gboolean
read_look (const guint8 *frame, gsize len)
{
  guint n;

  return net_relay_look_from_frame (frame, len, &n) != NULL;
}

static gboolean
read_states (const guint8 *frame, gsize len)
{
  NetRelayStates states;

  return net_relay_states_from_frame (&states, frame, len);
}

static gboolean
read_make (const guint8 *frame, gsize len)
{
  CenDrawerWish wish;

  return net_relay_make_from_frame (&wish, frame, len);
}

static gboolean
read_made (const guint8 *frame, gsize len)
{
  CenMailAnswer answer;

  return net_relay_made_from_frame (&answer, frame, len);
}

static gboolean
read_after (const guint8 *frame, gsize len)
{
  guint drawer;
  guint64 after;

  return net_relay_after_from_frame (&drawer, &after, frame, len);
}

static gboolean
read_batch (const guint8 *frame, gsize len)
{
  g_auto (NetRelayBatch) batch = { 0 };

  return net_relay_batch_from_frame (&batch, frame, len);
}

static gboolean
read_compare (const guint8 *frame, gsize len)
{
  NetRelayCompare compare;

  return net_relay_compare_from_frame (&compare, frame, len);
}

static gboolean
read_kept (const guint8 *frame, gsize len)
{
  NetRelayKept kept;

  return net_relay_kept_from_frame (&kept, frame, len);
}

static gboolean
read_get (const guint8 *frame, gsize len)
{
  guint drawer;
  g_autoptr (GArray) tags = net_relay_get_from_frame (&drawer, frame, len);

  return tags != NULL;
}

/* Read whole, and neither cut, nor with a byte more, nor as another type. Eats @frame. */
static void
check (Reader read, GBytes *frame)
{
  gsize len;
  const guint8 *bytes = g_bytes_get_data (frame, &len);
  g_autofree guint8 *longer = g_malloc0 (len + 1);

  g_assert_true (read (bytes, len));
  for (gsize i = 0; i < len; i++)
    g_assert_false (read (bytes, i));
  memcpy (longer, bytes, len);
  g_assert_false (read (longer, len + 1));
  longer[0] = NET_FRAME_LIVE;
  g_assert_false (read (longer, len));
  g_bytes_unref (frame);
}

static void
test_frames (void)
{
  const NetRelayHello hello = { 1, { 7 }, 3, 512 << 20, 4096, 1000 };
  const CenId ids[2] = { { { 1 } }, { { 2 } } };
  const NetRelayKept kept = { 3, CEN_MAIL_SLOW, 250, { TRUE, 9, { 4 }, 12 } };
  NetRelayStates states = { .first = 2, .n = 2, .states = { { TRUE, 5, { 6 }, 7 }, { 0 } } };
  guint8 seeds[NET_RELAY_LOOK_MAX * CEN_KEY_LEN] = { 1 };
  g_autoptr (GBytes) message = g_bytes_new_static ("abc", 3);
  g_auto (NetRelayBatch) batch = { .drawer = 1, .flag = NET_RELAY_LAST, .last = 77 };

  check (read_hello, net_relay_hello_to_frame (&hello));
  check (read_look, net_relay_look_to_frame (seeds, 1));
  check (read_look, net_relay_look_to_frame (seeds, NET_RELAY_LOOK_MAX));
  check (read_states, net_relay_states_to_frame (&states));
  check (read_make, net_relay_make_to_frame (&(CenDrawerWish){ .id = ids[0] }));
  check (read_make, net_relay_make_to_frame (&(CenDrawerWish){ ids[0], TRUE, 1 << 30 }));
  check (read_made, net_relay_made_to_frame (CEN_MAIL_LAST));
  check (read_after, net_relay_after_to_frame (NET_RELAY_DRAWERS_MAX - 1, 1 << 30));
  check (read_compare, net_relay_compare_to_frame (1, 2, message));
  check (read_kept, net_relay_kept_to_frame (&kept));
  check (read_get, net_relay_get_to_frame (0, ids, 2));
  batch.items = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  for (guint i = 0; i < 3; i++)
    g_ptr_array_add (batch.items, g_bytes_ref (message));
  check (read_batch, net_relay_batch_to_frame (NET_RELAY_ENVELOPES, &batch));
  check (read_batch, net_relay_batch_to_frame (NET_RELAY_PUT, &batch));
}

static void
test_content (void)
{
  const NetRelayKept kept = { 3, CEN_MAIL_FULL, 250, { TRUE, 9, { 4 }, 12 } };
  g_autoptr (GBytes) frame = net_relay_kept_to_frame (&kept);
  g_autoptr (GBytes) after = net_relay_after_to_frame (5, 99);
  NetRelayKept read = { 0 };
  guint drawer;
  guint64 no;

  g_assert_true (
      net_relay_kept_from_frame (&read, g_bytes_get_data (frame, NULL), g_bytes_get_size (frame)));
  g_assert_cmpmem (&read, sizeof read, &kept, sizeof kept);
  g_assert_true (net_relay_after_from_frame (&drawer, &no, g_bytes_get_data (after, NULL),
                                             g_bytes_get_size (after)));
  g_assert_cmpuint (drawer, ==, 5);
  g_assert_cmpuint (no, ==, 99);
}

/* One more than is allowed. */
static void
test_bounds (void)
{
  g_autofree guint8 *frame = g_malloc0 (1 << 20);
  g_autofree CenId *tags = g_new0 (CenId, NET_RELAY_GET_MAX);
  g_autoptr (GBytes) get = net_relay_get_to_frame (0, tags, NET_RELAY_GET_MAX);
  g_auto (NetRelayBatch) batch = { .flag = NET_RELAY_LAST };
  g_autoptr (GBytes) most = NULL;
  gsize len;

  g_assert_true (read_get (g_bytes_get_data (get, NULL), g_bytes_get_size (get)));
  batch.items = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  for (guint i = 0; i < NET_RELAY_ENVELOPES_MAX; i++)
    g_ptr_array_add (batch.items, g_bytes_new_static ("x", 1));
  most = net_relay_batch_to_frame (NET_RELAY_PUT, &batch);
  len = g_bytes_get_size (most);
  memcpy (frame, g_bytes_get_data (most, NULL), len);
  g_assert_true (read_batch (frame, len));
  /* [drawer, flag, last, [1,024 envelopes]]: the count is in two bytes. */
  g_assert_cmpint (frame[5], ==, 0x99);
  frame[7]++;
  frame[len++] = 0x41;
  frame[len++] = 'x';
  g_assert_false (read_batch (frame, len));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/relay-wire/frames", test_frames);
  g_test_add_func ("/relay-wire/content", test_content);
  g_test_add_func ("/relay-wire/bounds", test_bounds);
  return g_test_run ();
}
