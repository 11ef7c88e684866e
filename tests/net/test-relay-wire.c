/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "net/relay-file-wire.h"
#include "net/relay-wire.h"
#include "tests/support/frames.h"

#include <string.h>

/* A reader that tells only whether there was something to read. */
#define READER(name, declaration, condition)                                                       \
  static gboolean read_##name (const guint8 *frame, gsize len)                                     \
  {                                                                                                \
    declaration;                                                                                   \
    return (condition);                                                                            \
  }

READER (hello, NetRelayHello hello, net_relay_hello_from_frame (&hello, frame, len))
READER (look, guint n, net_relay_look_from_frame (frame, len, &n) != NULL)
READER (states, NetRelayStates states, net_relay_states_from_frame (&states, frame, len))
READER (make, CenDrawerWish wish, net_relay_make_from_frame (&wish, frame, len))
READER (made, CenMailAnswer answer, net_relay_made_from_frame (&answer, frame, len))
READER (after, guint drawer;
        guint64 after, net_relay_after_from_frame (&drawer, &after, frame, len))
READER (compare, NetRelayCompare compare, net_relay_compare_from_frame (&compare, frame, len))
READER (kept, NetRelayKept kept, net_relay_kept_from_frame (&kept, frame, len))
READER (batch, g_auto (NetRelayBatch) batch = { 0 },
        net_relay_batch_from_frame (&batch, frame, len))
READER (get, guint drawer;
        g_autoptr (GArray) tags = net_relay_get_from_frame (&drawer, frame, len), tags != NULL)

READER (have, g_autoptr (GArray) names = net_relay_have_from_frame (frame, len), names != NULL)
READER (having, guint n, net_relay_having_from_frame (frame, len, &n) != NULL)
READER (store, NetRelayParcel parcel, net_relay_store_from_frame (&parcel, frame, len))
READER (stored, NetRelayStored stored, net_relay_stored_from_frame (&stored, frame, len))
READER (fetch, CenId name, net_relay_fetch_from_frame (&name, frame, len))
READER (parcel, NetRelayParcel parcel, net_relay_parcel_from_frame (&parcel, frame, len))
READER (drop, g_auto (NetRelayDrop) drop = { 0 }, net_relay_drop_from_frame (&drop, frame, len))
READER (dropped, CenMailAnswer answer, net_relay_dropped_from_frame (&answer, frame, len))

/* Eats @frame. */
static void
check (TestFrameReader reads, GBytes *frame)
{
  test_frame_only_whole (frame, reads);
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
test_file_frames (void)
{
  const guint8 states[3] = { CEN_PARCEL_UNKNOWN, CEN_PARCEL_HERE, CEN_PARCEL_LET_GO };
  const guint8 wrong[1] = { CEN_PARCEL_LAST + 1 };
  g_autofree CenId *names = g_new0 (CenId, NET_RELAY_NAMES_MAX);
  g_autofree guint8 *bytes = g_malloc0 (CEN_PARCEL_MAX + 1);
  NetRelayParcel parcel = { 2, { { 5 } }, bytes, CEN_PARCEL_MIN };
  const NetRelayStored stored = { CEN_MAIL_SLOW, 250, 1 << 20 };
  NetRelayDrop drop = { 1, NET_RELAY_DROP_CONTENTS, 3, NULL };
  g_autoptr (GBytes) closed = g_bytes_new (bytes, 100);
  g_autoptr (GBytes) having = net_relay_having_to_frame (wrong, 1);
  g_autoptr (GBytes) large = NULL;

  check (read_have, net_relay_have_to_frame (names, 1));
  check (read_having, net_relay_having_to_frame (states, 3));
  check (read_store, net_relay_store_to_frame (&parcel));
  check (read_stored, net_relay_stored_to_frame (&stored));
  check (read_fetch, net_relay_fetch_to_frame (names));
  check (read_parcel, net_relay_parcel_to_frame (closed));
  check (read_parcel, net_relay_parcel_to_frame (NULL));
  check (read_dropped, net_relay_dropped_to_frame (CEN_MAIL_LAST));
  drop.ids = g_array_new (FALSE, FALSE, sizeof (CenId));
  g_array_append_vals (drop.ids, names, 3);
  check (read_drop, net_relay_drop_to_frame (&drop));
  g_array_unref (drop.ids);
  g_assert_false (read_having (g_bytes_get_data (having, NULL), g_bytes_get_size (having)));
  parcel.len = CEN_PARCEL_MAX + 1;
  large = net_relay_store_to_frame (&parcel);
  g_assert_false (read_store (g_bytes_get_data (large, NULL), g_bytes_get_size (large)));
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
  g_assert_cmpuint (read.drawer, ==, kept.drawer);
  g_assert_cmpint (read.answer, ==, kept.answer);
  g_assert_cmpuint (read.wait_ms, ==, kept.wait_ms);
  g_assert_cmpint (read.state.is_there, ==, kept.state.is_there);
  g_assert_cmpuint (read.state.n, ==, kept.state.n);
  g_assert_cmpmem (read.state.digest, CEN_ID_LEN, kept.state.digest, CEN_ID_LEN);
  g_assert_cmpuint (read.state.last, ==, kept.state.last);
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
  g_test_add_func ("/relay-wire/file-frames", test_file_frames);
  g_test_add_func ("/relay-wire/content", test_content);
  g_test_add_func ("/relay-wire/bounds", test_bounds);
  return g_test_run ();
}
