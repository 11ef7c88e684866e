/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "net/serve.h"
#include "tests/support/people.h"

#include <string.h>

typedef struct {
  TestWorld *world;
  TestPerson *ana;
  NetServe *serve;
} Bench;

static void
bench_init (Bench *bench)
{
  bench->world = test_world_new (5);
  bench->ana = test_person_new (bench->world, "Ana");
  test_person_found (bench->ana, "Analysis");
  bench->serve = net_serve_new (bench->ana->circle);
}

static void
bench_clear (Bench *bench)
{
  net_serve_free (bench->serve);
  test_person_free (bench->ana);
  test_world_free (bench->world);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Bench, bench_clear)

typedef struct {
  GArray *ops; /* CenIncoming */
  guint n_frames;
  gsize longest;
  NetOpsFlag last;
} Served;

static void
served_clear (Served *served)
{
  g_clear_pointer (&served->ops, g_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Served, served_clear)

/* Takes every frame; only the last may say more than that there are more. */
static void
serve_all (Bench *bench, Served *served)
{
  served->ops = net_ops_array_new ();
  for (;;) {
    g_autoptr (GError) error = NULL;
    guint n_ops = 0;
    g_autoptr (GBytes) frame = net_serve_next (bench->serve, &n_ops, &error);
    g_autoptr (GArray) ops = NULL;

    g_assert_no_error (error);
    if (frame == NULL)
      break;
    g_assert_cmpint (served->last, ==, NET_OPS_MORE);
    ops = net_ops_from_frame (g_bytes_get_data (frame, NULL), g_bytes_get_size (frame),
                              &served->last);
    g_assert_nonnull (ops);
    g_assert_cmpuint (ops->len, ==, n_ops);
    served->n_frames++;
    served->longest = MAX (served->longest, g_bytes_get_size (frame));
    for (guint i = 0; i < ops->len; i++) {
      CenIncoming *one = &g_array_index (ops, CenIncoming, i);

      g_bytes_ref (one->op);
      if (one->payload != NULL)
        g_bytes_ref (one->payload);
      g_array_append_val (served->ops, *one);
    }
  }
  g_assert_true (net_serve_is_idle (bench->serve));
}

static void
ask (Bench *bench, const guint8 *device, guint64 from, guint64 to)
{
  g_autoptr (GArray) ranges = g_array_new (FALSE, FALSE, sizeof (NetRange));
  NetRange range = { .from = from, .to = to };
  g_autoptr (GError) error = NULL;

  memcpy (range.device, device, NET_CLOCK_KEY_LEN);
  g_array_append_val (ranges, range);
  net_serve_add_ranges (bench->serve, ranges, &error);
  g_assert_no_error (error);
}

static void
decode (const Served *served, guint i, CenOp *ret_op)
{
  GBytes *bytes = g_array_index (served->ops, CenIncoming, i).op;

  g_assert_true (
      cen_op_decode (ret_op, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), NULL));
}

static void
test_ranges (void)
{
  g_auto (Bench) bench = { 0 };
  g_auto (Served) served = { 0 };

  bench_init (&bench);
  for (guint i = 0; i < 50; i++)
    test_person_post (bench.ana, "A word");
  ask (&bench, bench.ana->circle->self_device.bytes, 10, 29);
  g_assert_false (net_serve_is_idle (bench.serve));
  serve_all (&bench, &served);
  g_assert_cmpint (served.last, ==, NET_OPS_LAST);
  g_assert_cmpuint (served.ops->len, ==, 20);
  for (guint i = 0; i < served.ops->len; i++) {
    CenOp op;

    decode (&served, i, &op);
    g_assert_cmpuint (op.seq, ==, 10 + i);
  }
}

/* What nobody has is answered with nothing, but answered. */
static void
test_unknown (void)
{
  static const guint8 nobody[NET_CLOCK_KEY_LEN] = { 9, 9, 9 };
  g_auto (Bench) bench = { 0 };
  const guint8 *own;

  bench_init (&bench);
  own = bench.ana->circle->self_device.bytes;
  for (guint i = 0; i < 3; i++) {
    g_auto (Served) served = { 0 };

    if (i == 0)
      ask (&bench, nobody, 0, CEN_OP_NUMBER_MAX);
    else if (i == 1)
      ask (&bench, own, 1000, CEN_OP_NUMBER_MAX);
    else
      net_serve_take_rows (bench.serve, g_array_new (FALSE, FALSE, sizeof (gint64)), NET_OPS_LAST);
    serve_all (&bench, &served);
    g_assert_cmpuint (served.ops->len, ==, 0);
    g_assert_cmpuint (served.n_frames, ==, 1);
    g_assert_cmpint (served.last, ==, NET_OPS_LAST);
  }
}

/* Another circle's rows lie between. */
static void
test_two_circles (void)
{
  g_auto (Bench) bench = { 0 };
  g_auto (Served) served = { 0 };
  CenCircle *first;
  CenCircle *second;

  bench_init (&bench);
  first = bench.ana->circle;
  test_person_found (bench.ana, "Another");
  second = bench.ana->circle;
  for (guint i = 0; i < 40; i++) {
    bench.ana->circle = i % 2 ? first : second;
    test_person_post (bench.ana, "A word");
  }
  ask (&bench, first->self_device.bytes, 0, CEN_OP_NUMBER_MAX);
  serve_all (&bench, &served);
  g_assert_cmpuint (served.ops->len, ==, first->n_ops);
}

/* Frames stay below their bound and are made one at a time. */
static void
test_pacing (void)
{
  g_auto (Bench) bench = { 0 };
  g_auto (Served) served = { 0 };
  g_autofree char *text = g_strnfill (CEN_TEXT_MAX, 'x');
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) frame = NULL;
  guint n_ops;

  bench_init (&bench);
  for (guint i = 0; i < 60; i++)
    test_person_post (bench.ana, text);
  ask (&bench, bench.ana->circle->self_device.bytes, 0, CEN_OP_NUMBER_MAX);
  frame = net_serve_next (bench.serve, &n_ops, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (n_ops, <, bench.ana->circle->n_ops);
  g_assert_false (net_serve_is_idle (bench.serve));
  serve_all (&bench, &served);
  g_assert_cmpuint (served.ops->len + n_ops, ==, bench.ana->circle->n_ops);
  g_assert_cmpuint (served.n_frames, >, 3);
  g_assert_cmpuint (MAX (served.longest, g_bytes_get_size (frame)), <=, CEN_OPS_FRAME_MAX);
}

static void
test_many (void)
{
  g_auto (Bench) bench = { 0 };
  g_auto (Served) served = { 0 };
  g_autoptr (GError) error = NULL;
  GArray *items;
  GArray *nos = g_array_new (FALSE, FALSE, sizeof (gint64));

  bench_init (&bench);
  items = cen_circle_get_items (bench.ana->circle, &error);
  for (guint i = 0; i < 2 * NET_OPS_MAX; i++)
    g_array_append_val (nos, g_array_index (items, CenItem, i % items->len).no);
  net_serve_take_rows (bench.serve, nos, NET_OPS_MORE);
  serve_all (&bench, &served);
  g_assert_cmpuint (served.ops->len, ==, 2 * NET_OPS_MAX);
  g_assert_cmpint (served.last, ==, NET_OPS_MORE);
}

/* What was erased comes in one frame with the REDACT that says so. */
static void
test_erased (void)
{
  g_auto (Bench) bench = { 0 };
  g_auto (Served) served = { 0 };
  g_autoptr (GError) error = NULL;
  CenId message;
  CenOp op, redaction;
  gint64 no;
  GArray *nos = g_array_new (FALSE, FALSE, sizeof (gint64));

  bench_init (&bench);
  message = test_person_post (bench.ana, "To be forgotten");
  cen_author_redact (bench.ana->circle, &message, &error);
  g_assert_no_error (error);
  cen_circle_find_op (bench.ana->circle, &message, &no, &error);
  g_array_append_val (nos, no);
  net_serve_take_rows (bench.serve, nos, NET_OPS_LAST);
  serve_all (&bench, &served);
  g_assert_cmpuint (served.ops->len, ==, 2);
  g_assert_cmpuint (served.n_frames, ==, 1);
  g_assert_null (g_array_index (served.ops, CenIncoming, 0).payload);
  decode (&served, 0, &op);
  decode (&served, 1, &redaction);
  g_assert_true (cen_id_equal (&op.id, &message));
  g_assert_cmpuint (redaction.kind, ==, CEN_OP_REDACT);
  g_assert_true (cen_id_equal (&redaction.object, &message));
}

int
main (int argc, char **argv)
{
  cen_crypto_init ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/serve/ranges", test_ranges);
  g_test_add_func ("/serve/unknown", test_unknown);
  g_test_add_func ("/serve/two-circles", test_two_circles);
  g_test_add_func ("/serve/pacing", test_pacing);
  g_test_add_func ("/serve/many", test_many);
  g_test_add_func ("/serve/erased", test_erased);
  return g_test_run ();
}
