/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "net/receipts.h"

/* Nothing is held before the last byte of it was taken in. */
static void
test_order (void)
{
  NetReceipts receipts = { 0 };

  net_receipts_note_sent (&receipts, 100);
  g_assert_false (net_receipts_mark (&receipts, 7));
  net_receipts_note_sent (&receipts, 50);
  g_assert_false (net_receipts_mark (&receipts, 9));
  g_assert_false (net_receipts_note_received (&receipts, 99));
  g_assert_cmpint (receipts.op_no, ==, 0);
  g_assert_true (net_receipts_note_received (&receipts, 1));
  g_assert_cmpint (receipts.op_no, ==, 7);
  g_assert_false (net_receipts_note_received (&receipts, 49));
  g_assert_true (net_receipts_note_received (&receipts, 1));
  g_assert_cmpint (receipts.op_no, ==, 9);
}

/* What came from the peer itself, or both had already, needs no sending. */
static void
test_nothing_sent (void)
{
  NetReceipts receipts = { 0 };

  g_assert_true (net_receipts_mark (&receipts, 3));
  g_assert_cmpint (receipts.op_no, ==, 3);
  g_assert_false (net_receipts_mark (&receipts, 3));
  g_assert_false (net_receipts_mark (&receipts, 2));
  g_assert_cmpint (receipts.op_no, ==, 3);
}

/* Who claims to have had more than was sent has had what was sent, and no credit for the next. */
static void
test_liar (void)
{
  NetReceipts receipts = { 0 };

  net_receipts_note_sent (&receipts, 10);
  net_receipts_mark (&receipts, 1);
  g_assert_true (net_receipts_note_received (&receipts, G_MAXUINT64));
  net_receipts_note_sent (&receipts, 10);
  g_assert_false (net_receipts_mark (&receipts, 2));
  g_assert_cmpint (receipts.op_no, ==, 1);
}

/* However much waits, the memory is the same, and the end is right. */
static void
test_many (void)
{
  NetReceipts receipts = { 0 };
  gint64 last = NET_RECEIPT_MARKS_MAX * 3;

  for (gint64 no = 1; no <= last; no++) {
    net_receipts_note_sent (&receipts, 1);
    g_assert_false (net_receipts_mark (&receipts, no));
    g_assert_cmpuint (receipts.n_marks, <=, NET_RECEIPT_MARKS_MAX);
  }
  g_assert_true (net_receipts_note_received (&receipts, 1));
  g_assert_cmpint (receipts.op_no, ==, 1);
  net_receipts_note_received (&receipts, (guint64) last - 2);
  g_assert_cmpint (receipts.op_no, <, last);
  g_assert_true (net_receipts_note_received (&receipts, 1));
  g_assert_cmpint (receipts.op_no, ==, last);
  g_assert_cmpuint (receipts.n_marks, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/receipts/order", test_order);
  g_test_add_func ("/receipts/nothing-sent", test_nothing_sent);
  g_test_add_func ("/receipts/liar", test_liar);
  g_test_add_func ("/receipts/many", test_many);
  return g_test_run ();
}
