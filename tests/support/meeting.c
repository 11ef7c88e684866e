/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "meeting.h"

#define OPS_IN_FRAME 300

void
test_meeting_run (NetSession *const sessions[static 2])
{
  gboolean is_moving;

  do {
    is_moving = FALSE;
    for (guint i = 0; i < 2; i++) {
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) frame = net_session_pop (sessions[i], &error);

      if (frame != NULL)
        net_session_receive (sessions[1 - i], g_bytes_get_data (frame, NULL),
                             g_bytes_get_size (frame), 0, &error);
      g_assert_no_error (error);
      is_moving = is_moving || frame != NULL;
    }
  } while (is_moving);
}

void
test_meeting_hold (TestPerson *ana, TestPerson *bo)
{
  static const NetSessionEvents no_events = { 0 };
  NetSession *sessions[] = {
    net_session_new (ana->circle, NET_SIDE_DIALLER, 8, &no_events, NULL, 0),
    net_session_new (bo->circle, NET_SIDE_LISTENER, 8, &no_events, NULL, 0),
  };

  test_meeting_run (sessions);
  g_assert_true (net_session_is_in_sync (sessions[0]));
  net_session_free (sessions[0]);
  net_session_free (sessions[1]);
  test_assert_same_state (ana, bo);
}

gsize
test_meeting_measure (TestPerson *person)
{
  g_autoptr (GArray) ops = test_person_list_ops (person);
  gsize size = 0;

  for (guint i = 0; i < ops->len; i += OPS_IN_FRAME) {
    g_autoptr (GBytes) frame =
        net_ops_to_frame (NET_FRAME_OPS, NET_OPS_MORE, &g_array_index (ops, CenIncoming, i),
                          MIN (OPS_IN_FRAME, ops->len - i));

    size += g_bytes_get_size (frame);
  }
  return size;
}
