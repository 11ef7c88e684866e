/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Each frame as it is written and read, cut at each byte, with something behind it, and with one
 * more than its bounds allow. */

#include "core/cbor.h"
#include "net/wire.h"

#include <string.h>

/* Reads a frame of one type, for what is asked of all of them. */
typedef gboolean (*Read) (const guint8 *frame, gsize len);

static const guint8 *
get (GBytes *frame, gsize *ret_len)
{
  return g_bytes_get_data (frame, ret_len);
}

static gboolean
reads (Read read, GBytes *frame)
{
  gsize len;
  const guint8 *bytes = get (frame, &len);

  return read (bytes, len);
}

/* Nothing shorter, longer, or of another type is taken. */
static void
check_edges (Read read, GBytes *frame)
{
  gsize len;
  const guint8 *bytes = get (frame, &len);
  g_autofree guint8 *longer = g_malloc0 (len + 1);

  g_assert_true (read (bytes, len));
  for (gsize i = 0; i < len; i++) {
    g_autofree guint8 *cut = g_memdup2 (bytes, i);

    g_assert_false (read (cut, i));
  }
  memcpy (longer, bytes, len);
  g_assert_false (read (longer, len + 1));
}

static void
check_type (Read read, GBytes *frame)
{
  gsize len;
  const guint8 *bytes = get (frame, &len);
  g_autofree guint8 *other = g_memdup2 (bytes, len);

  other[0] ^= 0x40;
  g_assert_false (read (other, len));
}

/* A frame with a body written by hand. */
typedef struct {
  guint8 bytes[262144];
  CenCborWriter cbor;
} Hand;

static CenCborWriter *
hand_begin (Hand *hand, NetFrameType type)
{
  hand->bytes[0] = (guint8) type;
  cen_cbor_writer_init (&hand->cbor, hand->bytes + 1, sizeof hand->bytes - 1);
  return &hand->cbor;
}

static gboolean
hand_reads (const Hand *hand, Read read)
{
  g_assert_false (hand->cbor.has_overflowed);
  return read (hand->bytes, hand->cbor.len + 1);
}

/* --- HELLO --- */

static gboolean
read_hello (const guint8 *frame, gsize len)
{
  NetHello hello;

  return net_hello_from_frame (&hello, frame, len);
}

static void
put_hello (CenCborWriter *cbor, guint64 n, guint64 n_limits, guint64 credit)
{
  static const guint8 zero[CEN_ID_LEN];

  cen_cbor_put_array (cbor, n);
  cen_cbor_put_uint (cbor, 1);
  cen_cbor_put_bytes (cbor, zero, NET_NONCE_LEN);
  cen_cbor_put_uint (cbor, 0);
  cen_cbor_put_array (cbor, n_limits);
  cen_cbor_put_uint (cbor, CEN_MESSAGE_MAX);
  if (n_limits > 1)
    cen_cbor_put_uint (cbor, credit);
  for (guint64 i = 2; i < n_limits; i++)
    cen_cbor_put_text (cbor, "later");
  if (n > 4)
    cen_cbor_put_bytes (cbor, zero, CEN_ID_LEN);
  if (n > 5)
    cen_cbor_put_bytes (cbor, zero, CEN_ID_LEN);
  for (guint64 i = 6; i < n; i++)
    cen_cbor_put_null (cbor);
}

static void
test_hello (void)
{
  NetHello hello = { .version = 1, .caps = 5, .message_max = 7, .credit = 64 << 20 };
  g_autoptr (GBytes) frame = NULL;
  NetHello read = { 0 };
  gsize len;

  memset (hello.nonce, 3, NET_NONCE_LEN);
  memset (hello.clock_digest, 4, CEN_ID_LEN);
  frame = net_hello_to_frame (&hello);
  g_assert_true (net_hello_from_frame (&read, get (frame, &len), g_bytes_get_size (frame)));
  g_assert_cmpmem (&read, sizeof read, &hello, sizeof hello);
  check_edges (read_hello, frame);
  check_type (read_hello, frame);
  g_clear_pointer (&frame, g_bytes_unref);
  hello.has_held = TRUE;
  memset (hello.held_digest, 5, CEN_ID_LEN);
  frame = net_hello_to_frame (&hello);
  g_assert_true (net_hello_from_frame (&read, get (frame, &len), g_bytes_get_size (frame)));
  g_assert_cmpmem (&read, sizeof read, &hello, sizeof hello);
  check_edges (read_hello, frame);
}

/* Later versions may say more at the end, never less. */
static void
test_hello_items (void)
{
  static const struct {
    guint64 n, n_limits, credit;
    gboolean is_good;
  } cases[] = {
    { 5, 2, 0, TRUE },
    { 6, 2, 0, TRUE },
    { 5, 3, 0, TRUE },
    { 9, 7, 64 << 20, TRUE },
    { 4, 2, 0, FALSE },
    { 5, 1, 0, FALSE },
    { 5, 2, (64 << 20) + 1, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree Hand *hand = g_new0 (Hand, 1);

    put_hello (hand_begin (hand, NET_FRAME_HELLO), cases[i].n, cases[i].n_limits, cases[i].credit);
    g_assert_cmpint (hand_reads (hand, read_hello), ==, cases[i].is_good);
  }
}

/* --- CLOCK --- */

static gboolean
read_clock (const guint8 *frame, gsize len)
{
  g_autoptr (GArray) entries = net_clock_from_frame (frame, len);

  return entries != NULL;
}

static void
test_clock (void)
{
  g_autofree NetClockEntry *entries = g_new0 (NetClockEntry, NET_CLOCK_ENTRIES_MAX + 1);
  static const guint sizes[] = { 0, 1, 2, NET_CLOCK_ENTRIES_MAX };
  g_autoptr (GBytes) small = NULL;
  g_autoptr (GBytes) large = NULL;

  for (guint i = 0; i <= NET_CLOCK_ENTRIES_MAX; i++) {
    memset (entries[i].device, (int) i, NET_CLOCK_KEY_LEN);
    memset (entries[i].head, (int) i + 1, NET_CLOCK_KEY_LEN);
    entries[i].seq = i == 1 ? CEN_OP_NUMBER_MAX : i;
  }
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++) {
    g_autoptr (GBytes) frame = net_clock_to_frame (entries, sizes[i]);
    gsize len;
    const guint8 *bytes = get (frame, &len);
    g_autoptr (GArray) read = net_clock_from_frame (bytes, len);

    g_assert_nonnull (read);
    g_assert_cmpmem (read->data, read->len * sizeof *entries, entries, sizes[i] * sizeof *entries);
  }
  small = net_clock_to_frame (entries, 2);
  check_edges (read_clock, small);
  check_type (read_clock, small);
  large = net_clock_to_frame (entries, NET_CLOCK_ENTRIES_MAX + 1);
  g_assert_false (reads (read_clock, large));
  entries[0].seq = CEN_OP_NUMBER_MAX + 1;
  g_clear_pointer (&small, g_bytes_unref);
  small = net_clock_to_frame (entries, 1);
  g_assert_false (reads (read_clock, small));
}

/* --- NEED --- */

static gboolean
read_need (const guint8 *frame, gsize len)
{
  g_auto (NetNeed) need = { 0 };

  return net_need_from_frame (&need, frame, len);
}

static void
test_need_ranges (void)
{
  g_autofree NetRange *ranges = g_new0 (NetRange, NET_CLOCK_ENTRIES_MAX + 1);
  g_autoptr (GBytes) frame = NULL;
  g_autoptr (GBytes) most = NULL;
  g_autoptr (GBytes) more = NULL;
  g_autoptr (GBytes) reversed = NULL;
  g_auto (NetNeed) need = { 0 };
  gsize len;

  ranges[0].to = CEN_OP_NUMBER_MAX;
  ranges[1].from = ranges[1].to = 9;
  frame = net_need_ranges_to_frame (ranges, 2);
  g_assert_true (net_need_from_frame (&need, get (frame, &len), g_bytes_get_size (frame)));
  g_assert_null (need.ids);
  g_assert_cmpmem (need.ranges->data, need.ranges->len * sizeof *ranges, ranges,
                   2 * sizeof *ranges);
  check_edges (read_need, frame);
  check_type (read_need, frame);
  most = net_need_ranges_to_frame (ranges, NET_CLOCK_ENTRIES_MAX);
  g_assert_true (reads (read_need, most));
  more = net_need_ranges_to_frame (ranges, NET_CLOCK_ENTRIES_MAX + 1);
  g_assert_false (reads (read_need, more));
  ranges[0] = (NetRange){ .from = 2, .to = 1 };
  reversed = net_need_ranges_to_frame (ranges, 1);
  g_assert_false (reads (read_need, reversed));
}

static void
put_need_ids (CenCborWriter *cbor, guint64 form, gsize ids_len)
{
  g_autofree guint8 *ids = g_malloc0 (ids_len + 1);

  cen_cbor_put_array (cbor, 2);
  cen_cbor_put_uint (cbor, form);
  cen_cbor_put_bytes (cbor, ids, ids_len);
}

static void
test_need_early (void)
{
  g_autoptr (GArray) early = g_array_new (FALSE, TRUE, sizeof (guint64));
  NetRange range = { { 1 }, 2, 3 };
  g_autoptr (GBytes) frame = NULL;
  g_autoptr (GBytes) most = NULL;
  g_auto (NetNeed) need = { 0 };
  guint64 prefix = 7;
  gsize len;

  g_array_append_val (early, prefix);
  frame = net_need_early_to_frame (&range, 1, early);
  g_assert_true (net_need_from_frame (&need, get (frame, &len), g_bytes_get_size (frame)));
  g_assert_cmpuint (need.ranges->len, ==, 1);
  g_assert_cmpmem (need.early->data, need.early->len * sizeof prefix, &prefix, sizeof prefix);
  check_edges (read_need, frame);
  g_array_set_size (early, CEN_EARLY_MAX);
  most = net_need_early_to_frame (&range, 1, early);
  g_assert_true (reads (read_need, most));
  for (guint n = CEN_EARLY_MAX; n <= CEN_EARLY_MAX + 1; n++) {
    gsize size = n * sizeof prefix;
    g_autofree guint8 *zeros = g_malloc0 (size);
    g_autofree Hand *hand = g_new0 (Hand, 1);
    CenCborWriter *cbor = hand_begin (hand, NET_FRAME_NEED);

    cen_cbor_put_array (cbor, 3);
    cen_cbor_put_uint (cbor, 2);
    cen_cbor_put_array (cbor, 0);
    cen_cbor_put_bytes (cbor, zeros, size);
    g_assert_cmpint (hand_reads (hand, read_need), ==, n <= CEN_EARLY_MAX);
  }
}

static void
test_need_ids (void)
{
  static const struct {
    guint64 form;
    gsize ids_len;
    gboolean is_good;
  } cases[] = {
    { 1, 0, TRUE },
    { 1, CEN_ID_LEN, TRUE },
    { 1, CEN_ID_LEN - 1, FALSE },
    { 1, NET_NEED_IDS_MAX * CEN_ID_LEN, TRUE },
    { 1, (NET_NEED_IDS_MAX + 1) * CEN_ID_LEN, FALSE },
    { 0, CEN_ID_LEN, FALSE },
    { 2, CEN_ID_LEN, FALSE },
  };
  CenId ids[] = { { { 1 } }, { { 2 } } };
  g_autoptr (GBytes) frame = net_need_ids_to_frame (ids, 2);
  g_auto (NetNeed) need = { 0 };
  gsize len;

  g_assert_true (net_need_from_frame (&need, get (frame, &len), g_bytes_get_size (frame)));
  g_assert_null (need.ranges);
  g_assert_cmpmem (need.ids->data, need.ids->len * CEN_ID_LEN, ids, sizeof ids);
  check_edges (read_need, frame);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree Hand *hand = g_new0 (Hand, 1);

    put_need_ids (hand_begin (hand, NET_FRAME_NEED), cases[i].form, cases[i].ids_len);
    g_assert_cmpint (hand_reads (hand, read_need), ==, cases[i].is_good);
  }
}

/* --- OPS --- */

static gboolean
read_ops (const guint8 *frame, gsize len)
{
  NetOpsFlag flag;
  g_autoptr (GArray) ops = net_ops_from_frame (frame, len, &flag);

  return ops != NULL;
}

static GBytes *
make_ops (gsize op_len, gsize payload_len, guint n_ops)
{
  g_autoptr (GBytes) op = g_bytes_new_take (g_malloc0 (op_len + 1), op_len);
  g_autoptr (GBytes) payload = g_bytes_new_take (g_malloc0 (payload_len + 1), payload_len);
  g_autofree CenIncoming *ops = g_new0 (CenIncoming, n_ops + 1);

  for (guint i = 0; i < n_ops; i++)
    ops[i] = (CenIncoming){ .op = op, .payload = payload };
  return net_ops_to_frame (NET_FRAME_OPS, NET_OPS_MORE, ops, n_ops);
}

static void
test_ops (void)
{
  g_autoptr (GBytes) op = g_bytes_new_static ("op", 2);
  g_autoptr (GBytes) payload = g_bytes_new_static ("payload", 7);
  CenIncoming ops[] = { { .op = op, .payload = payload }, { .op = op } };

  for (NetOpsFlag flag = NET_OPS_MORE; flag <= NET_OPS_EARLY; flag++) {
    g_autoptr (GBytes) frame = net_ops_to_frame (NET_FRAME_OPS, flag, ops, 2);
    g_autoptr (GArray) read = NULL;
    NetOpsFlag read_flag;
    gsize len;
    const guint8 *bytes = get (frame, &len);

    read = net_ops_from_frame (bytes, len, &read_flag);
    g_assert_nonnull (read);
    g_assert_cmpint (read_flag, ==, flag);
    g_assert_cmpuint (read->len, ==, 2);
    g_assert_true (g_bytes_equal (g_array_index (read, CenIncoming, 0).op, op));
    g_assert_true (g_bytes_equal (g_array_index (read, CenIncoming, 0).payload, payload));
    g_assert_null (g_array_index (read, CenIncoming, 1).payload);
    check_edges (read_ops, frame);
  }
}

static void
test_ops_bounds (void)
{
  static const struct {
    gsize op_len, payload_len;
    guint n_ops;
    gboolean is_good;
  } cases[] = {
    { 0, 0, 0, TRUE },
    { 1, 0, 1, TRUE },
    { CEN_OP_MAX, CEN_PAYLOAD_MAX, 1, TRUE },
    { CEN_OP_MAX + 1, 0, 1, FALSE },
    { 1, CEN_PAYLOAD_MAX + 1, 1, FALSE },
    { 1, 1, NET_OPS_MAX, TRUE },
    { CEN_OP_MAX, CEN_PAYLOAD_MAX, 3, FALSE }, /* longer than a message */
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GBytes) frame = make_ops (cases[i].op_len, cases[i].payload_len, cases[i].n_ops);

    g_assert_cmpint (reads (read_ops, frame), ==, cases[i].is_good);
  }
}

static void
test_ops_forms (void)
{
  static const struct {
    guint64 n, flag;
    gboolean is_good;
  } cases[] = { { 3, 0, TRUE },  { 3, 3, TRUE },  { 3, 4, FALSE },
                { 2, 0, FALSE }, { 4, 0, FALSE }, { 5, 0, FALSE },
                { 0, 0, FALSE }, { 1, 0, FALSE }, { G_MAXUINT64, 0, FALSE } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree Hand *hand = g_new0 (Hand, 1);
    CenCborWriter *cbor = hand_begin (hand, NET_FRAME_OPS);

    cen_cbor_put_array (cbor, cases[i].n);
    cen_cbor_put_uint (cbor, cases[i].flag);
    cen_cbor_put_bytes (cbor, (const guint8 *) "op", 2);
    cen_cbor_put_null (cbor);
    g_assert_cmpint (hand_reads (hand, read_ops), ==, cases[i].is_good);
  }
}

/* --- RBSR --- */

static gboolean
read_rbsr (const guint8 *frame, gsize len)
{
  const guint8 *message;
  gsize message_len;
  guint round;

  return net_rbsr_from_frame (&round, &message, &message_len, frame, len);
}

static void
test_rbsr (void)
{
  static const struct {
    guint round;
    gsize len;
    gboolean is_good;
  } cases[] = {
    { 0, 0, TRUE },
    { CEN_RBSR_ROUNDS_MAX, 1, TRUE },
    { CEN_RBSR_ROUNDS_MAX + 1, 1, FALSE },
    { 1, 2 * CEN_RBSR_FRAME_MAX, TRUE },
    { 1, 2 * CEN_RBSR_FRAME_MAX + 1, FALSE },
  };
  g_autoptr (GBytes) message = g_bytes_new_static ("abc", 3);
  g_autoptr (GBytes) frame = net_rbsr_to_frame (4, message);
  const guint8 *read;
  gsize len, read_len;
  const guint8 *bytes = get (frame, &len);
  guint round;

  g_assert_true (net_rbsr_from_frame (&round, &read, &read_len, bytes, len));
  g_assert_cmpuint (round, ==, 4);
  g_assert_cmpmem (read, read_len, "abc", 3);
  check_edges (read_rbsr, frame);
  check_type (read_rbsr, frame);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GBytes) long_message = g_bytes_new_take (g_malloc0 (cases[i].len + 1), cases[i].len);
    g_autoptr (GBytes) one = net_rbsr_to_frame (cases[i].round, long_message);

    g_assert_cmpint (reads (read_rbsr, one), ==, cases[i].is_good);
  }
}

/* --- HELD --- */

static gboolean
read_held (const guint8 *frame, gsize len)
{
  guint8 digest[CEN_ID_LEN];

  return net_held_from_frame (digest, frame, len);
}

static void
test_held (void)
{
  g_autofree Hand *hand = g_new0 (Hand, 1);
  guint8 digest[CEN_ID_LEN], read[CEN_ID_LEN];
  g_autoptr (GBytes) frame = NULL;
  const guint8 *bytes;
  gsize len;

  for (guint i = 0; i < CEN_ID_LEN; i++)
    digest[i] = (guint8) (i + 1);
  frame = net_held_to_frame (digest);
  bytes = get (frame, &len);
  g_assert_true (net_held_from_frame (read, bytes, len));
  g_assert_cmpmem (read, CEN_ID_LEN, digest, CEN_ID_LEN);
  check_edges (read_held, frame);
  check_type (read_held, frame);
  cen_cbor_put_bytes (hand_begin (hand, NET_FRAME_HELD), digest, CEN_ID_LEN - 1);
  g_assert_false (hand_reads (hand, read_held));
}

/* --- The small ones --- */

static gboolean
read_credit (const guint8 *frame, gsize len)
{
  guint64 n_bytes;

  return net_credit_from_frame (&n_bytes, frame, len);
}

static void
test_credit (void)
{
  g_autoptr (GBytes) frame = net_credit_to_frame (64 << 20);
  g_autoptr (GBytes) more = net_credit_to_frame ((64 << 20) + 1);
  guint64 n_bytes;
  gsize len;
  const guint8 *bytes = get (frame, &len);

  g_assert_true (net_credit_from_frame (&n_bytes, bytes, len));
  g_assert_cmpuint (n_bytes, ==, 64 << 20);
  check_edges (read_credit, frame);
  check_type (read_credit, frame);
  g_assert_false (reads (read_credit, more));
}

static gboolean
read_peers (const guint8 *frame, gsize len)
{
  g_autoptr (GPtrArray) records = net_peers_from_frame (frame, len);

  return records != NULL;
}

static void
put_peers (CenCborWriter *cbor, guint64 n, gsize record_len)
{
  g_autofree guint8 *record = g_malloc0 (record_len + 1);

  cen_cbor_put_array (cbor, n);
  for (guint64 i = 0; i < n; i++)
    cen_cbor_put_bytes (cbor, record, record_len);
}

static void
test_peers (void)
{
  static const struct {
    guint64 n;
    gsize record_len;
    gboolean is_good;
  } cases[] = {
    { 0, 0, TRUE },    { NET_PEERS_MAX, 1, TRUE }, { NET_PEERS_MAX + 1, 1, FALSE },
    { 1, 4096, TRUE }, { 1, 4097, FALSE },
  };
  g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  g_autoptr (GPtrArray) read = NULL;
  g_autoptr (GBytes) frame = NULL;
  gsize len;
  const guint8 *bytes;

  g_ptr_array_add (records, g_bytes_new_static ("one", 3));
  g_ptr_array_add (records, g_bytes_new_static ("", 0));
  frame = net_peers_to_frame (records);
  bytes = get (frame, &len);
  read = net_peers_from_frame (bytes, len);
  g_assert_cmpuint (read->len, ==, 2);
  g_assert_true (g_bytes_equal (read->pdata[0], records->pdata[0]));
  g_assert_cmpuint (g_bytes_get_size (read->pdata[1]), ==, 0);
  check_edges (read_peers, frame);
  check_type (read_peers, frame);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree Hand *hand = g_new0 (Hand, 1);

    put_peers (hand_begin (hand, NET_FRAME_PEERS), cases[i].n, cases[i].record_len);
    g_assert_cmpint (hand_reads (hand, read_peers), ==, cases[i].is_good);
  }
}

static gboolean
read_preview (const guint8 *frame, gsize len)
{
  g_auto (NetPreview) preview = { 0 };

  return net_preview_from_frame (&preview, frame, len);
}

static void
test_preview (void)
{
  NetPreview answer = { TRUE,  (char *) "Analysis", (char *) "", (char *) "Be kind", (char *) "Ana",
                        12345, CEN_MEMBERS_MAX };
  NetPreview question = { 0 };
  g_autoptr (GBytes) asked = net_preview_to_frame (&question);
  g_autoptr (GBytes) frame = net_preview_to_frame (&answer);
  g_autoptr (GBytes) crowded = NULL;
  g_autofree Hand *hand = g_new0 (Hand, 1);
  g_auto (NetPreview) read = { 0 };
  gsize len;
  const guint8 *bytes = get (frame, &len);

  g_assert_true (net_preview_from_frame (&read, bytes, len));
  g_assert_true (read.is_answer);
  g_assert_cmpstr (read.name, ==, "Analysis");
  g_assert_cmpstr (read.intention, ==, "");
  g_assert_cmpstr (read.charter, ==, "Be kind");
  g_assert_cmpstr (read.inviter, ==, "Ana");
  g_assert_cmpuint (read.expires_ms, ==, 12345);
  g_assert_cmpuint (read.n_members, ==, CEN_MEMBERS_MAX);
  check_edges (read_preview, frame);
  check_edges (read_preview, asked);
  check_type (read_preview, frame);
  answer.n_members++;
  crowded = net_preview_to_frame (&answer);
  g_assert_false (reads (read_preview, crowded));
  cen_cbor_put_array (hand_begin (hand, NET_FRAME_PREVIEW), 5);
  for (guint i = 0; i < 5; i++)
    cen_cbor_put_text (&hand->cbor, "x");
  g_assert_false (hand_reads (hand, read_preview));
}

static gboolean
read_bye (const guint8 *frame, gsize len)
{
  NetBye code;

  return net_bye_from_frame (&code, frame, len);
}

static void
test_bye (void)
{
  for (guint code = 0; code <= NET_BYE_LAST + 1; code++) {
    g_autoptr (GBytes) frame = net_bye_to_frame ((NetBye) code);
    NetBye read;
    gsize len;
    const guint8 *bytes = get (frame, &len);

    g_assert_true (net_bye_from_frame (&read, bytes, len));
    g_assert_cmpuint (read, ==, code <= NET_BYE_LAST ? code : NET_BYE_CLOSING);
    check_edges (read_bye, frame);
    check_type (read_bye, frame);
  }
}

static gboolean
read_live (const guint8 *frame, gsize len)
{
  NetLive live;

  return net_live_from_frame (&live, frame, len);
}

static void
test_live (void)
{
  NetLive cases[] = { { NET_LIVE_ALIVE, FALSE, { { 0 } } },
                      { NET_LIVE_TYPING, TRUE, { { 1, 2, 3 } } } };
  /* A later version may know more kinds; what it says is passed over. */
  NetLive unknown = { NET_LIVE_LAST + 1, FALSE, { { 0 } } };
  g_autoptr (GBytes) later = net_live_to_frame (&unknown);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GBytes) frame = net_live_to_frame (&cases[i]);
    NetLive read;
    gsize len;
    const guint8 *bytes = get (frame, &len);

    g_assert_true (net_live_from_frame (&read, bytes, len));
    g_assert_cmpint (read.kind, ==, cases[i].kind);
    g_assert_cmpint (read.has_object, ==, cases[i].has_object);
    g_assert_cmpmem (&read.object, CEN_ID_LEN, &cases[i].object, CEN_ID_LEN);
    check_edges (read_live, frame);
    check_type (read_live, frame);
  }
  g_assert_true (reads (read_live, later));
}

/* No reader takes an array of a length it does not know. */
static void
test_arity (void)
{
  static const struct {
    NetFrameType type;
    Read read;
    guint64 n;
  } cases[] = {
    { NET_FRAME_NEED, read_need, 1 }, { NET_FRAME_NEED, read_need, 3 },
    { NET_FRAME_RBSR, read_rbsr, 1 }, { NET_FRAME_RBSR, read_rbsr, 3 },
    { NET_FRAME_LIVE, read_live, 1 }, { NET_FRAME_LIVE, read_live, 3 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree Hand *hand = g_new0 (Hand, 1);
    CenCborWriter *cbor = hand_begin (hand, cases[i].type);

    cen_cbor_put_array (cbor, cases[i].n);
    cen_cbor_put_uint (cbor, 1);
    for (guint64 k = 1; k < cases[i].n; k++)
      cen_cbor_put_bytes (cbor, cbor->buf, 0);
    g_assert_false (hand_reads (hand, cases[i].read));
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/wire/hello", test_hello);
  g_test_add_func ("/wire/hello-items", test_hello_items);
  g_test_add_func ("/wire/clock", test_clock);
  g_test_add_func ("/wire/need-ranges", test_need_ranges);
  g_test_add_func ("/wire/need-early", test_need_early);
  g_test_add_func ("/wire/need-ids", test_need_ids);
  g_test_add_func ("/wire/ops", test_ops);
  g_test_add_func ("/wire/ops-bounds", test_ops_bounds);
  g_test_add_func ("/wire/ops-forms", test_ops_forms);
  g_test_add_func ("/wire/rbsr", test_rbsr);
  g_test_add_func ("/wire/held", test_held);
  g_test_add_func ("/wire/credit", test_credit);
  g_test_add_func ("/wire/peers", test_peers);
  g_test_add_func ("/wire/preview", test_preview);
  g_test_add_func ("/wire/bye", test_bye);
  g_test_add_func ("/wire/live", test_live);
  g_test_add_func ("/wire/arity", test_arity);
  return g_test_run ();
}
