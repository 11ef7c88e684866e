/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "net/device-wire.h"

#include <string.h>

static void
fill_answer (CenDeviceAnswer *answer, guint n_heads, gboolean has_wrap)
{
  memset (answer, 0, sizeof *answer);
  answer->genesis = g_bytes_new_static ("genesis", 7);
  answer->genesis_payload = g_bytes_new_static ("payload", 7);
  memset (answer->sig, 1, sizeof answer->sig);
  memset (answer->secret, 2, sizeof answer->secret);
  answer->start.n_heads = n_heads;
  for (guint i = 0; i < n_heads; i++)
    answer->start.heads[i].bytes[0] = (guint8) (i + 1);
  answer->start.lamport = 77;
  answer->start.has_wrap = has_wrap;
  if (has_wrap)
    memset (&answer->start.wrap, 3, sizeof answer->start.wrap);
}

static gboolean
reads (GBytes *frame, gsize len)
{
  g_auto (CenDeviceAnswer) answer = { 0 };

  return net_device_ok_from_frame (&answer, g_bytes_get_data (frame, NULL), len);
}

static void
test_req (void)
{
  CenDeviceClaim claim = { { { 1 } }, { 2 }, { 3 } };
  CenDeviceClaim back;
  g_autoptr (GBytes) frame = net_device_req_to_frame (&claim);
  gsize len;
  const guint8 *bytes = g_bytes_get_data (frame, &len);

  g_assert_true (net_device_req_from_frame (&back, bytes, len));
  g_assert_cmpmem (&claim, sizeof claim, &back, sizeof back);
  for (gsize cut = 0; cut < len; cut++)
    g_assert_false (net_device_req_from_frame (&back, bytes, cut));
}

static void
test_ok (void)
{
  for (guint i = 0; i < 4; i++) {
    g_auto (CenDeviceAnswer) answer = { 0 };
    g_auto (CenDeviceAnswer) back = { 0 };
    g_autoptr (GBytes) frame = NULL;
    g_autoptr (GBytes) again = NULL;
    gsize len;

    fill_answer (&answer, i < 2 ? 1 : CEN_OP_DEPS_MAX, i % 2 == 0);
    frame = net_device_ok_to_frame (&answer);
    len = g_bytes_get_size (frame);
    g_assert_true (net_device_ok_from_frame (&back, g_bytes_get_data (frame, NULL), len));
    again = net_device_ok_to_frame (&back);
    g_assert_true (g_bytes_equal (frame, again));
    for (gsize cut = 0; cut < len; cut++)
      g_assert_false (reads (frame, cut));
  }
}

/* No head, heads that do not ascend, and a lamport past which there is none. */
static void
test_bad_starts (void)
{
  for (guint i = 0; i < 3; i++) {
    g_auto (CenDeviceAnswer) answer = { 0 };
    g_autoptr (GBytes) frame = NULL;

    fill_answer (&answer, i == 0 ? 0 : 3, TRUE);
    if (i == 1)
      answer.start.heads[1] = answer.start.heads[2];
    else if (i == 2)
      answer.start.lamport = CEN_OP_NUMBER_MAX;
    frame = net_device_ok_to_frame (&answer);
    g_assert_false (reads (frame, g_bytes_get_size (frame)));
  }
}

int
main (int argc, char **argv)
{
  cen_crypto_init ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/device-wire/req", test_req);
  g_test_add_func ("/device-wire/ok", test_ok);
  g_test_add_func ("/device-wire/bad-starts", test_bad_starts);
  return g_test_run ();
}
