/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tests/support/frames.h"

#include "net/wire.h"

#include <string.h>

void
test_frame_only_whole (GBytes *frame, TestFrameReader reads)
{
  gsize len;
  const guint8 *bytes = g_bytes_get_data (frame, &len);
  g_autofree guint8 *longer = g_malloc0 (len + 1);

  g_assert_true (reads (bytes, len));
  for (gsize cut = 0; cut < len; cut += cut < 256 ? 1 : 997)
    g_assert_false (reads (bytes, cut));
  memcpy (longer, bytes, len);
  g_assert_false (reads (longer, len + 1));
  longer[0] = NET_FRAME_LIVE;
  g_assert_false (reads (longer, len));
}
