/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/author-members.h"
#include "net/live-board.h"
#include "tests/support/people.h"

#include <string.h>

#define N_PEOPLE     4
#define SETTLE_TURNS 200

/* One person's board, with what it was told. */
typedef struct {
  TestPerson *person;
  NetLiveBoard *board;
  GPtrArray *heard; /* char *: who, what */
  NetLiveCursor cursors[N_PEOPLE];
} Seat;

static TestWorld *world;
static Seat seats[N_PEOPLE];
static CenId object;

static void
heard_cb (const NetLiveState *state, const CenId *member, gpointer user_data)
{
  Seat *seat = user_data;
  gsize len;
  const char *body = g_bytes_get_data (state->body, &len);

  for (guint i = 0; i < N_PEOPLE; i++) {
    if (cen_id_equal (member, &seats[i].person->circle->self_member))
      g_ptr_array_add (seat->heard, g_strdup_printf ("%s:%.*s", seats[i].person->name, (int) len,
                                                     len > 0 ? body : ""));
  }
}

static gint64
now (void)
{
  return world->monotonic_ms;
}

static void
set_up (guint32 seed)
{
  static const char *const names[N_PEOPLE] = { "ana", "bo", "cleo", "dan" };

  world = test_world_new (seed);
  memset (&object, 7, sizeof object);
  for (guint i = 0; i < N_PEOPLE; i++) {
    seats[i].person = test_person_new (world, names[i]);
    if (i == 0)
      test_person_found (seats[0].person, "Circle");
    else
      test_person_join (seats[i].person, seats[0].person);
  }
  for (guint i = 0; i < N_PEOPLE; i++) {
    test_person_pull (seats[i].person, seats[0].person);
    seats[i].board = net_live_board_new (seats[i].person->circle, heard_cb, &seats[i]);
    seats[i].heard = g_ptr_array_new_with_free_func (g_free);
    for (guint j = 0; j < N_PEOPLE; j++)
      net_live_cursor_init (&seats[i].cursors[j], j + 1, now ());
  }
}

static void
tear_down (void)
{
  for (guint i = 0; i < N_PEOPLE; i++) {
    net_live_board_free (seats[i].board);
    g_ptr_array_unref (seats[i].heard);
    test_person_free (seats[i].person);
  }
  test_world_free (world);
}

static void
say (guint i, const char *text, gint64 lasts_ms)
{
  g_autoptr (GBytes) body = g_bytes_new (text, strlen (text));
  g_autoptr (GError) error = NULL;

  net_live_board_set (seats[i].board, NET_LIVE_SESSION, &object, body, now () + lasts_ms, now (),
                      &error);
  g_assert_no_error (error);
}

static void
take (guint to, guint from, GBytes *frame)
{
  g_auto (NetLiveState) state = { 0 };
  gint64 age_ms;
  gsize len;
  const guint8 *bytes = g_bytes_get_data (frame, &len);

  g_assert_true (net_frame_is_live_state (bytes, len));
  g_assert_true (net_live_state_from_frame (&state, &age_ms, bytes, len));
  net_live_board_receive (seats[to].board, &seats[to].cursors[from], &state, age_ms, now ());
}

/* Everything that @from has for @to. Returns how many frames. */
static guint
carry (guint from, guint to)
{
  guint n = 0;

  for (;; n++) {
    g_autoptr (GBytes) frame =
        net_live_board_next (seats[from].board, &seats[from].cursors[to], now ());

    if (frame == NULL)
      return n;
    take (to, from, frame);
  }
}

static const char *
last_heard (guint i)
{
  return seats[i].heard->len > 0 ? seats[i].heard->pdata[seats[i].heard->len - 1] : "";
}

/* --- One after the other --- */

static void
test_passed_on (void)
{
  set_up (1);
  say (0, "here", 60000);
  g_assert_cmpuint (carry (0, 1), ==, 1);
  g_assert_cmpstr (last_heard (1), ==, "ana:here");
  g_assert_cmpuint (carry (1, 0), ==, 0);
  g_assert_cmpuint (carry (1, 2), ==, 1);
  g_assert_cmpstr (last_heard (2), ==, "ana:here");
  g_assert_cmpuint (carry (0, 1), ==, 0);
  /* What changes twice before anybody asks goes out once. */
  say (0, "one", 60000);
  say (0, "two", 60000);
  test_world_advance (world, NET_LIVE_PAUSE_MS);
  net_live_board_tick (seats[0].board, now ());
  g_assert_cmpuint (carry (0, 1), ==, 1);
  g_assert_cmpstr (last_heard (1), ==, "ana:two");
  g_assert_cmpuint (seats[1].heard->len, ==, 2);
  /* An older one that comes late is passed over; dan was told nothing before. */
  g_assert_cmpuint (carry (1, 3), ==, 1);
  g_assert_cmpuint (carry (2, 3), ==, 1);
  g_assert_cmpstr (last_heard (3), ==, "ana:two");
  g_assert_cmpuint (seats[3].heard->len, ==, 1);
  say (0, "", 0);
  test_world_advance (world, NET_LIVE_PAUSE_MS);
  net_live_board_tick (seats[0].board, now ());
  carry (0, 1);
  g_assert_cmpstr (last_heard (1), ==, "ana:");
  tear_down ();
}

static void
test_lapses (void)
{
  set_up (2);
  say (0, "here", 60000);
  carry (0, 1);
  test_world_advance (world, NET_LIVE_RENEW_MS);
  g_assert_cmpint (net_live_board_tick (seats[0].board, now ()), >, now ());
  /* The same again is no news to people, but keeps it alive. */
  g_assert_cmpuint (carry (0, 1), ==, 1);
  g_assert_cmpuint (seats[1].heard->len, ==, 1);
  test_world_advance (world, NET_LIVE_LASTS_MS - 1000);
  net_live_board_tick (seats[1].board, now ());
  g_assert_cmpuint (net_live_board_get_n (seats[1].board), ==, 1);
  /* Who hears it from another knows how old it is. */
  carry (1, 2);
  test_world_advance (world, 1000);
  net_live_board_tick (seats[2].board, now ());
  g_assert_cmpuint (net_live_board_get_n (seats[2].board), ==, 0);
  g_assert_cmpstr (last_heard (2), ==, "ana:");
  net_live_board_tick (seats[1].board, now ());
  g_assert_cmpstr (last_heard (1), ==, "ana:");
  tear_down ();
}

static void
test_own_ends (void)
{
  set_up (3);
  say (0, "here", 7000);
  carry (0, 1);
  for (guint i = 0; i < 8; i++) {
    test_world_advance (world, 1000);
    net_live_board_tick (seats[0].board, now ());
    carry (0, 1);
  }
  g_assert_cmpstr (last_heard (1), ==, "ana:");
  test_world_advance (world, NET_LIVE_LASTS_MS);
  net_live_board_tick (seats[0].board, now ());
  g_assert_cmpuint (net_live_board_get_n (seats[0].board), ==, 0);
  tear_down ();
}

/* An engine that begins anew hears from others what it said before, and goes on after that,
 * whatever its clock says by then. */
static void
test_restart (void)
{
  set_up (4);
  say (0, "before", 60000);
  carry (0, 1);
  net_live_board_free (seats[0].board);
  seats[0].board = net_live_board_new (seats[0].person->circle, heard_cb, &seats[0]);
  net_live_cursor_init (&seats[0].cursors[1], 2, now ());
  net_live_cursor_init (&seats[1].cursors[0], 1, now ());
  seats[1].cursors[0].number = 99; /* a new link, so it is told what came over the old one */
  world->now_ms -= 3600 * 1000;
  say (0, "after", 60000);
  carry (0, 1);
  g_assert_cmpstr (last_heard (1), ==, "ana:before");
  carry (1, 0);
  test_world_advance (world, NET_LIVE_PAUSE_MS);
  net_live_board_tick (seats[0].board, now ());
  carry (0, 1);
  g_assert_cmpstr (last_heard (1), ==, "ana:after");
  tear_down ();
}

/* --- Who may not --- */

static void
test_refused (void)
{
  g_auto (NetLiveState) state = { .kind = NET_LIVE_SESSION, .number = 5 };
  g_autoptr (TestPerson) eve = NULL;
  g_autoptr (GBytes) long_body =
      g_bytes_new_take (g_malloc0 (NET_LIVE_BODY_MAX + 1), NET_LIVE_BODY_MAX + 1);
  g_autoptr (GError) error = NULL;

  set_up (5);
  eve = test_person_new (world, "eve");
  test_person_found (eve, "Elsewhere");
  state.object = object;
  state.body = g_bytes_new_static ("x", 1);
  net_live_state_sign (&state, eve->circle);
  net_live_board_receive (seats[1].board, &seats[1].cursors[0], &state, 0, now ());
  g_assert_cmpuint (net_live_board_get_n (seats[1].board), ==, 0);
  /* Ana's word, changed on the way. */
  net_live_state_sign (&state, seats[0].person->circle);
  state.number++;
  net_live_board_receive (seats[1].board, &seats[1].cursors[0], &state, 0, now ());
  g_assert_cmpuint (net_live_board_get_n (seats[1].board), ==, 0);
  state.number--;
  net_live_board_receive (seats[1].board, &seats[1].cursors[0], &state, NET_LIVE_LASTS_MS, now ());
  g_assert_cmpuint (net_live_board_get_n (seats[1].board), ==, 0);
  net_live_board_receive (seats[1].board, &seats[1].cursors[0], &state, 0, now ());
  g_assert_cmpuint (net_live_board_get_n (seats[1].board), ==, 1);
  g_assert_false (net_live_board_set (seats[0].board, NET_LIVE_SESSION, &object, long_body,
                                      now () + 1000, now (), &error));
  g_assert_error (error, CEN_ERROR, CEN_ERROR_INVALID);
  tear_down ();
}

/* Who is removed says nothing any more. */
static void
test_removed (void)
{
  CenId member;

  set_up (6);
  say (1, "here", 60000);
  carry (1, 0);
  g_assert_cmpstr (last_heard (0), ==, "bo:here");
  member = seats[1].person->circle->self_member;
  g_assert_true (cen_author_revoke (seats[0].person->circle, &member, NULL, 0, NULL, NULL));
  net_live_board_refresh (seats[0].board);
  g_assert_cmpstr (last_heard (0), ==, "bo:");
  g_assert_cmpuint (net_live_board_get_n (seats[0].board), ==, 0);
  tear_down ();
}

/* One device fills neither the board nor a link. */
static void
test_limits (void)
{
  g_autoptr (GBytes) body = g_bytes_new_static ("x", 1);
  g_autoptr (GError) error = NULL;
  guint n_before;

  set_up (7);
  for (guint i = 0; i < NET_LIVE_PER_DEVICE_MAX; i++) {
    CenId other = { { (guint8) i } };

    g_assert_true (net_live_board_set (seats[0].board, NET_LIVE_CURSOR, &other, body,
                                       now () + 60000, now (), NULL));
  }
  g_assert_false (net_live_board_set (seats[0].board, NET_LIVE_CURSOR, &object, body,
                                      now () + 60000, now (), &error));
  g_assert_error (error, CEN_ERROR, CEN_ERROR_INVALID);
  g_assert_cmpuint (carry (0, 1), ==, NET_LIVE_PER_DEVICE_MAX);
  for (guint i = 0; i <= NET_LIVE_PER_DEVICE_MAX; i++) {
    g_auto (NetLiveState) state = { .kind = NET_LIVE_SESSION, .number = 1 };

    state.object.bytes[0] = (guint8) (100 + i);
    state.body = g_bytes_ref (body);
    net_live_state_sign (&state, seats[2].person->circle);
    net_live_board_receive (seats[1].board, &seats[1].cursors[2], &state, 0, now ());
  }
  g_assert_cmpuint (net_live_board_get_n (seats[1].board), ==, 2 * NET_LIVE_PER_DEVICE_MAX);
  g_assert_cmpuint (2 * NET_LIVE_PER_DEVICE_MAX, <, NET_LIVE_MAX);
  /* All at once, more than a link may bring. */
  n_before = seats[3].heard->len;
  for (guint i = 0; i < 2 * NET_LIVE_BURST_MAX; i++) {
    g_auto (NetLiveState) state = { .kind = NET_LIVE_SESSION, .number = i + 1, .object = object };
    g_autofree char *text = g_strdup_printf ("%u", i);

    state.body = g_bytes_new (text, strlen (text));
    net_live_state_sign (&state, seats[2].person->circle);
    net_live_board_receive (seats[3].board, &seats[3].cursors[2], &state, 0, now ());
  }
  g_assert_cmpuint (seats[3].heard->len - n_before, ==, NET_LIVE_BURST_MAX);
  test_world_advance (world, 1000);
  say (2, "later", 60000);
  carry (2, 3);
  g_assert_cmpstr (last_heard (3), ==, "cleo:later");
  tear_down ();
}

/* --- Any way --- */

static int
compare_lines (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

static char *
dup_view (guint i)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
  GString *view = g_string_new (NULL);
  Seat seat = { .heard = lines };

  net_live_board_foreach (seats[i].board, heard_cb, &seat);
  g_ptr_array_sort (lines, compare_lines);
  for (guint k = 0; k < lines->len; k++)
    g_string_append_printf (view, "%s\n", (char *) lines->pdata[k]);
  return g_string_free (view, FALSE);
}

/* Frames get lost on half of the ways, in any order; when they are renewed, all hear the same. */
static void
test_any_way (void)
{
  for (guint32 seed = 100; seed < 120; seed++) {
    g_autofree char *first = NULL;

    set_up (seed);
    for (guint turn = 0; turn < SETTLE_TURNS; turn++) {
      guint from = (guint) g_rand_int_range (world->rand, 0, N_PEOPLE);
      guint to = (from + 1 + (guint) g_rand_int_range (world->rand, 0, 2)) % N_PEOPLE;
      g_autofree char *text = g_strdup_printf ("%u", turn);
      g_autoptr (GBytes) lost = NULL;

      if (turn < SETTLE_TURNS / 2 && g_rand_boolean (world->rand))
        say (from, turn % 5 == 0 ? "" : text, 600000);
      if (turn < SETTLE_TURNS / 2 && g_rand_boolean (world->rand))
        lost = net_live_board_next (seats[from].board, &seats[from].cursors[to], now ());
      carry (from, to);
      test_world_advance (world, g_rand_int_range (world->rand, 1, 500));
      net_live_board_tick (seats[from].board, now ());
    }
    for (guint round = 0; round < 4; round++) {
      test_world_advance (world, NET_LIVE_RENEW_MS);
      for (guint i = 0; i < N_PEOPLE; i++)
        net_live_board_tick (seats[i].board, now ());
      for (guint i = 0; i < N_PEOPLE * N_PEOPLE; i++)
        carry (i % N_PEOPLE, (i + 1) % N_PEOPLE);
    }
    first = dup_view (0);
    for (guint i = 1; i < N_PEOPLE; i++) {
      g_autofree char *view = dup_view (i);

      g_assert_cmpstr (view, ==, first);
    }
    tear_down ();
  }
}

int
main (int argc, char **argv)
{
  cen_crypto_init ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/live-board/passed-on", test_passed_on);
  g_test_add_func ("/live-board/lapses", test_lapses);
  g_test_add_func ("/live-board/own-ends", test_own_ends);
  g_test_add_func ("/live-board/restart", test_restart);
  g_test_add_func ("/live-board/refused", test_refused);
  g_test_add_func ("/live-board/removed", test_removed);
  g_test_add_func ("/live-board/limits", test_limits);
  g_test_add_func ("/live-board/any-way", test_any_way);
  return g_test_run ();
}
