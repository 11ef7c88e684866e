/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The first byte chooses the side (bit 0) and whether what the session says is taken (bit 1: no);
 * then come frames, each after its length in two bytes, the low one first. A frame of length 0 lets
 * a second pass. All inputs meet the same small circle: what one of them does to it is rolled
 * back. */

#include "fuzz.h"

#include "net/session.h"
#include "tests/support/people.h"

#define FRAMES_MAX 4096

static TestWorld *world;
static TestPerson *ana;
static TestPerson *bo;

static const NetSessionEvents no_events = { 0 };

/* Ana, and Bo who has written what Ana does not know. */
static void
make_people (void)
{
  if (ana != NULL)
    return;
  cen_crypto_init ();
  world = test_world_new (21);
  ana = test_person_new (world, "Ana");
  bo = test_person_new (world, "Bo");
  test_person_found (ana, "Analysis");
  test_person_join (bo, ana);
  for (guint i = 0; i < 40; i++)
    test_person_post (i % 4 == 0 ? bo : ana, "A word");
}

static NetSession *
start (NetSide side)
{
  g_rand_set_seed (world->rand, 4);
  return net_session_new (ana->circle, side, 1, &no_events, NULL, world->monotonic_ms);
}

static void
take_all (NetSession *session)
{
  for (guint i = 0;; i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (GBytes) frame = net_session_pop (session, &error);

    g_assert (error == NULL && i < FRAMES_MAX);
    if (frame == NULL)
      return;
    g_assert (g_bytes_get_size (frame) <= CEN_MESSAGE_MAX);
  }
}

/* Returns: FALSE when the connection is over. */
static gboolean
say (NetSession *session, const uint8_t *frame, size_t len)
{
  g_autoptr (GError) error = NULL;

  if (len == 0)
    test_world_advance (world, 1000);
  if (len == 0 ? net_session_tick (session, world->monotonic_ms, &error)
               : net_session_receive (session, frame, len, world->monotonic_ms, &error))
    return TRUE;
  g_assert (g_error_matches (error, CEN_ERROR, CEN_ERROR_INVALID) ||
            g_error_matches (error, CEN_ERROR, CEN_ERROR_NEWER) ||
            g_error_matches (error, CEN_ERROR, CEN_ERROR_UNREACHABLE));
  return FALSE;
}

static void
play (const uint8_t *bytes, size_t len)
{
  g_autoptr (NetSession) session = start (bytes[0] & 1 ? NET_SIDE_DIALLER : NET_SIDE_LISTENER);
  size_t at = 1;

  while (at + 2 <= len) {
    size_t frame_len = bytes[at] | (size_t) bytes[at + 1] << 8;

    at += 2;
    frame_len = MIN (frame_len, len - at);
    if (!say (session, bytes + at, frame_len))
      break;
    if (!(bytes[0] & 2))
      take_all (session);
    at += frame_len;
  }
  g_assert (cen_orphans_get_n (ana->circle->orphans) <= CEN_ORPHANS_PER_PEER_MAX);
}

static void
roll_back (void)
{
  cen_store_rollback (ana->replica->store);
  cen_orphans_free (ana->circle->orphans);
  ana->circle->orphans = cen_orphans_new ();
  g_assert (cen_circle_reload (ana->circle, NULL));
  cen_circle_take_changes (ana->circle);
}

int
LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t len)
{
  make_people ();
  if (len == 0)
    return 0;
  g_assert (cen_store_begin (ana->replica->store, CEN_STORE_NORMAL, NULL));
  play (bytes, len);
  roll_back ();
  return 0;
}
