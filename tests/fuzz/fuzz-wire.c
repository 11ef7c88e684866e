/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The input is one frame. What its reader takes is written again as the same bytes; a HELLO may say
 * more than is kept of it, and a BYE may have a code of a later version. */

#include "fuzz.h"

#include "core/live-word.h"
#include "net/device-wire.h"
#include "net/gossip-wire.h"
#include "net/live-state.h"
#include "net/own.h"

#include <string.h>

/* Takes @again. */
static void
check_same (GBytes *again, const uint8_t *frame, size_t len)
{
  g_autoptr (GBytes) owned = again;

  g_assert (g_bytes_get_size (owned) == len);
  g_assert (memcmp (g_bytes_get_data (owned, NULL), frame, len) == 0);
}

static void
read_hello (const uint8_t *frame, size_t len)
{
  NetHello hello, again;
  g_autoptr (GBytes) written = NULL;

  if (!net_hello_from_frame (&hello, frame, len))
    return;
  written = net_hello_to_frame (&hello);
  g_assert (
      net_hello_from_frame (&again, g_bytes_get_data (written, NULL), g_bytes_get_size (written)));
  g_assert (memcmp (&hello, &again, sizeof hello) == 0);
}

static void
read_clock (const uint8_t *frame, size_t len)
{
  g_autoptr (GArray) entries = net_clock_from_frame (frame, len);

  if (entries != NULL)
    check_same (net_clock_to_frame ((const NetClockEntry *) entries->data, entries->len), frame,
                len);
}

static void
read_need (const uint8_t *frame, size_t len)
{
  g_auto (NetNeed) need = { 0 };

  if (!net_need_from_frame (&need, frame, len))
    return;
  if (need.early != NULL)
    check_same (net_need_early_to_frame ((const NetRange *) need.ranges->data, need.ranges->len,
                                         need.early),
                frame, len);
  else if (need.ranges != NULL)
    check_same (net_need_ranges_to_frame ((const NetRange *) need.ranges->data, need.ranges->len),
                frame, len);
  else
    check_same (net_need_ids_to_frame ((const CenId *) need.ids->data, need.ids->len), frame, len);
}

/* One list has several forms, as a sender may or may not refer back: what it says is what counts.
 */
static void
read_ops (const uint8_t *frame, size_t len)
{
  NetOpsFlag flag, again_flag;
  g_autoptr (GArray) ops = net_ops_from_frame (frame, len, &flag);
  g_autoptr (GBytes) made = NULL;
  g_autoptr (GArray) again = NULL;

  if (ops == NULL)
    return;
  made =
      net_ops_to_frame ((NetFrameType) frame[0], flag, (const CenIncoming *) ops->data, ops->len);
  if (g_bytes_get_size (made) > CEN_MESSAGE_MAX)
    return;
  again = net_ops_from_frame (g_bytes_get_data (made, NULL), g_bytes_get_size (made), &again_flag);
  if (again == NULL || again->len != ops->len || again_flag != flag)
    g_error ("a list came out otherwise than it went in");
  for (guint i = 0; i < ops->len; i++) {
    if (!g_bytes_equal (g_array_index (ops, CenIncoming, i).op,
                        g_array_index (again, CenIncoming, i).op))
      g_error ("a list came out otherwise than it went in");
  }
}

static void
read_held (const uint8_t *frame, size_t len)
{
  guint8 digest[CEN_ID_LEN];

  if (net_held_from_frame (digest, frame, len))
    check_same (net_held_to_frame (digest), frame, len);
}

static void
read_rbsr (const uint8_t *frame, size_t len)
{
  g_autoptr (GBytes) message = NULL;
  const guint8 *bytes;
  gsize bytes_len;
  guint round;

  if (!net_rbsr_from_frame (&round, &bytes, &bytes_len, frame, len))
    return;
  message = g_bytes_new (bytes, bytes_len);
  check_same (net_rbsr_to_frame (round, message), frame, len);
}

static void
read_gossip (const uint8_t *frame, size_t len)
{
  guint n_names;
  const guint8 *names = net_names_from_frame (frame, len, &n_names);
  NetBranch branch;

  if (names != NULL)
    check_same (net_names_to_frame ((NetFrameType) frame[0], names, n_names), frame, len);
  if (net_branch_from_frame (&branch, frame, len) && frame[0] == NET_FRAME_BRANCH)
    check_same (net_branch_to_frame (&branch), frame, len);
}

static void
read_peers (const uint8_t *frame, size_t len)
{
  g_autoptr (GPtrArray) records = net_peers_from_frame (frame, len);

  if (records != NULL)
    check_same (net_peers_to_frame (records), frame, len);
}

static void
read_preview (const uint8_t *frame, size_t len)
{
  g_auto (NetPreview) preview = { 0 };

  if (net_preview_from_frame (&preview, frame, len))
    check_same (net_preview_to_frame (&preview), frame, len);
}

static void
read_small (const uint8_t *frame, size_t len)
{
  guint64 n_bytes;
  NetLive live;
  NetBye code;

  if (net_credit_from_frame (&n_bytes, frame, len))
    check_same (net_credit_to_frame (n_bytes), frame, len);
  if (net_live_from_frame (&live, frame, len))
    check_same (net_live_to_frame (&live), frame, len);
  if (net_bye_from_frame (&code, frame, len))
    g_assert (code <= NET_BYE_LAST);
}

/* What a session that runs is made of. */
static void
read_live_word (GBytes *body)
{
  gsize len;
  const guint8 *bytes = g_bytes_get_data (body, &len);
  CenLiveWord word;

  if (cen_live_word_decode (&word, bytes, len))
    check_same (cen_live_word_encode (&word), bytes, len);
}

static void
read_live_state (const uint8_t *frame, size_t len)
{
  g_auto (NetLiveState) state = { 0 };
  gint64 age_ms;

  if (!net_live_state_from_frame (&state, &age_ms, frame, len))
    return;
  check_same (net_live_state_to_frame (&state, age_ms), frame, len);
  read_live_word (state.body);
}

static void
read_own (const uint8_t *frame, size_t len)
{
  g_auto (NetOwnNews) news = { NULL };

  if (net_own_from_frame (&news, frame, len))
    check_same (net_own_to_frame (&news), frame, len);
}

static void
read_device (const uint8_t *frame, size_t len)
{
  g_auto (CenDeviceAnswer) answer = { 0 };
  CenDeviceClaim claim;

  if (net_device_req_from_frame (&claim, frame, len))
    check_same (net_device_req_to_frame (&claim), frame, len);
  if (net_device_ok_from_frame (&answer, frame, len))
    check_same (net_device_ok_to_frame (&answer), frame, len);
}

int
LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t len)
{
  read_hello (bytes, len);
  read_clock (bytes, len);
  read_need (bytes, len);
  read_ops (bytes, len);
  read_rbsr (bytes, len);
  read_held (bytes, len);
  read_peers (bytes, len);
  read_gossip (bytes, len);
  read_preview (bytes, len);
  read_small (bytes, len);
  read_live_state (bytes, len);
  read_own (bytes, len);
  read_device (bytes, len);
  return 0;
}
