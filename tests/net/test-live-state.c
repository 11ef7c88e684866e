/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "net/live-state.h"
#include "tests/support/people.h"

static TestWorld *world;
static TestPerson *ana;

static gboolean
reads (const guint8 *bytes, gsize len)
{
  g_auto (NetLiveState) state = { 0 };
  gint64 age_ms;

  return net_live_state_from_frame (&state, &age_ms, bytes, len);
}

static void
test_frame (void)
{
  static const gsize lens[] = { 0, 1, 100, NET_LIVE_BODY_MAX };

  for (guint i = 0; i < G_N_ELEMENTS (lens); i++) {
    g_auto (NetLiveState) state = { .kind = NET_LIVE_CURSOR, .object = { { 1, 2 } }, .number = 77 };
    g_auto (NetLiveState) read = { 0 };
    g_autoptr (GBytes) frame = NULL;
    g_autoptr (GBytes) again = NULL;
    const guint8 *bytes;
    gint64 age_ms;
    gsize len;

    state.body = g_bytes_new_take (g_malloc0 (lens[i] + 1), lens[i]);
    net_live_state_sign (&state, ana->circle);
    frame = net_live_state_to_frame (&state, 1234);
    bytes = g_bytes_get_data (frame, &len);
    g_assert_true (net_live_state_from_frame (&read, &age_ms, bytes, len));
    g_assert_cmpint (age_ms, ==, 1234);
    g_assert_nonnull (net_live_state_check (&read, ana->circle));
    again = net_live_state_to_frame (&read, age_ms);
    g_assert_true (g_bytes_equal (frame, again));
    for (gsize cut = 0; cut < len; cut++) {
      g_autofree guint8 *part = g_memdup2 (bytes, cut + 1);

      g_assert_false (reads (part, cut));
    }
  }
}

static void
test_bounds (void)
{
  g_auto (NetLiveState) state = { .kind = NET_LIVE_TYPING, .number = 1 };
  g_autoptr (GBytes) frame = NULL;
  g_autoptr (GBytes) old = NULL;
  gint64 age_ms;

  state.body = g_bytes_new_static ("x", 1);
  net_live_state_sign (&state, ana->circle);
  frame = net_live_state_to_frame (&state, 0);
  g_assert_false (reads (g_bytes_get_data (frame, NULL), g_bytes_get_size (frame)));
  state.kind = NET_LIVE_STATE_FIRST;
  old = net_live_state_to_frame (&state, NET_LIVE_AGE_MAX + 1);
  g_clear_pointer (&state.body, g_bytes_unref);
  g_assert_true (net_live_state_from_frame (&state, &age_ms, g_bytes_get_data (old, NULL),
                                            g_bytes_get_size (old)));
  g_assert_cmpint (age_ms, ==, NET_LIVE_AGE_MAX);
}

/* Whatever is changed on the way, but for the age, shows. */
static void
test_signed (void)
{
  g_auto (NetLiveState) state = { .kind = NET_LIVE_CURSOR, .object = { { 1 } }, .number = 5 };
  g_autoptr (TestPerson) eve = test_person_new (world, "eve");

  test_person_found (eve, "Elsewhere");
  state.body = g_bytes_new_static ("x", 1);
  net_live_state_sign (&state, ana->circle);
  g_assert_nonnull (net_live_state_check (&state, ana->circle));
  g_assert_null (net_live_state_check (&state, eve->circle));
  state.number++;
  g_assert_null (net_live_state_check (&state, ana->circle));
  state.number--;
  state.kind = NET_LIVE_SESSION;
  g_assert_null (net_live_state_check (&state, ana->circle));
  state.kind = NET_LIVE_CURSOR;
  state.object.bytes[31] = 1;
  g_assert_null (net_live_state_check (&state, ana->circle));
}

int
main (int argc, char **argv)
{
  int status;

  cen_crypto_init ();
  g_test_init (&argc, &argv, NULL);
  world = test_world_new (1);
  ana = test_person_new (world, "ana");
  test_person_found (ana, "Circle");
  g_test_add_func ("/live-state/frame", test_frame);
  g_test_add_func ("/live-state/bounds", test_bounds);
  g_test_add_func ("/live-state/signed", test_signed);
  status = g_test_run ();
  test_person_free (ana);
  test_world_free (world);
  return status;
}
