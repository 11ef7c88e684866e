/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/error.h"
#include "core/live-room.h"

#include <string.h>

#define N_SEATS      5
#define N_STEPS      3
#define OCCURRENCE   1000000
#define TICK_MS      500
#define LAPSE_MS     16000
#define RANDOM_TURNS 400
#define QUIET_TURNS  80

/* One person at one device; seat 0 is the planned host, seat 1 facilitates. */
typedef struct {
  CenId id; /* of member and device */
  CenLiveRoom *session;
  GBytes *said; /* last; what others may hear */
  gint64 said_ms;
  guint n_said;
  gboolean is_up;
} Person;

typedef struct {
  Person people[N_SEATS];
  gint64 heard[N_SEATS][N_SEATS];  /* by whom of whom: said_ms of what was heard last; 0: nothing */
  guint n_heard[N_SEATS][N_SEATS]; /* and which that was */
  gint64 now;
  GRand *rand;
} Room;

static CenLiveRank
rank_cb (const CenId *member, gpointer user_data G_GNUC_UNUSED)
{
  return member->bytes[31] == 0   ? CEN_LIVE_RANK_HOST
         : member->bytes[31] == 1 ? CEN_LIVE_RANK_FACILITATOR
                                  : CEN_LIVE_RANK_MEMBER;
}

static void
begin_session (Person *person)
{
  person->session =
      cen_live_room_new (OCCURRENCE, N_STEPS, &person->id, &person->id, rank_cb, NULL);
  person->is_up = TRUE;
}

static void
room_init (Room *room, guint32 seed)
{
  memset (room, 0, sizeof *room);
  room->rand = g_rand_new_with_seed (seed);
  room->now = 5000;
  for (guint i = 0; i < N_SEATS; i++) {
    for (guint k = 0; k < 8; k++)
      room->people[i].id.bytes[k] = (guint8) g_rand_int (room->rand);
    room->people[i].id.bytes[31] = (guint8) i;
    begin_session (&room->people[i]);
  }
}

static void
room_clear (Room *room)
{
  for (guint i = 0; i < N_SEATS; i++) {
    cen_live_room_free (room->people[i].session);
    g_clear_pointer (&room->people[i].said, g_bytes_unref);
  }
  g_rand_free (room->rand);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Room, room_clear)

static void
say (Room *room, guint i)
{
  Person *person = &room->people[i];

  g_clear_pointer (&person->said, g_bytes_unref);
  person->said = cen_live_room_dup_body (person->session, room->now);
  person->said_ms = room->now;
  person->n_said++;
}

static void
hear (Room *room, guint by, guint of)
{
  Person *a = &room->people[by], *b = &room->people[of];

  if (by == of || !a->is_up || b->said == NULL || room->n_heard[by][of] == b->n_said)
    return;
  if (room->now - b->said_ms >= LAPSE_MS)
    return;
  room->heard[by][of] = b->said_ms;
  room->n_heard[by][of] = b->n_said;
  cen_live_room_take (a->session, &b->id, &b->id, b->said, b->said_ms, room->now);
}

/* What is not said again lapses, as the board has it. */
static void
lapse (Room *room)
{
  g_autoptr (GBytes) nothing = g_bytes_new (NULL, 0);

  for (guint i = 0; i < N_SEATS; i++) {
    for (guint k = 0; k < N_SEATS; k++) {
      if (room->heard[i][k] == 0 || room->now - room->heard[i][k] < LAPSE_MS ||
          !room->people[i].is_up)
        continue;
      room->heard[i][k] = 0;
      cen_live_room_take (room->people[i].session, &room->people[k].id, &room->people[k].id,
                          nothing, room->now, room->now);
    }
  }
}

typedef enum { ALL_HEAR, SOME_HEAR } Hearing;

/* @ms pass; with SOME_HEAR most of what is said is lost, and comes in any order. */
static void
pass (Room *room, gint64 ms, Hearing hearing)
{
  for (gint64 end = room->now + ms; room->now < end;) {
    room->now += TICK_MS;
    for (guint i = 0; i < N_SEATS; i++) {
      if (room->people[i].is_up &&
          cen_live_room_tick (room->people[i].session, room->now) != CEN_LIVE_NOTHING)
        say (room, i);
    }
    for (guint n = 0; n < N_SEATS * N_SEATS; n++) {
      guint by = n / N_SEATS, of = n % N_SEATS;

      if (hearing == ALL_HEAR) {
        hear (room, by, of);
      } else if (g_rand_int_range (room->rand, 0, 4) == 0) {
        hear (room, (guint) g_rand_int_range (room->rand, 0, N_SEATS),
              (guint) g_rand_int_range (room->rand, 0, N_SEATS));
      }
    }
    lapse (room);
  }
}

static gboolean
act (Room *room, guint i, CenLiveAct what, int whom)
{
  Person *person = &room->people[i];
  const CenId *member = whom >= 0 ? &room->people[whom].id : NULL;
  gboolean ok = cen_live_room_act (person->session, what, member, room->now, NULL);

  say (room, i);
  return ok;
}

/* All hear it at once. */
static void
act_heard (Room *room, guint i, CenLiveAct what, int whom)
{
  g_assert_true (act (room, i, what, whom));
  pass (room, 2 * TICK_MS, ALL_HEAR);
}

/* Everything but the order in which people came, and the last second of what runs. */
static char *
dup_view (Room *room, guint i)
{
  g_auto (CenLiveView) view = { 0 };
  GString *text = g_string_new (NULL);
  guint n_here = 0;

  cen_live_room_get_view (room->people[i].session, room->now, &view);
  g_string_append_printf (text, "host %d step %u%s", view.has_host ? view.host.bytes[31] : -1,
                          view.step, view.is_running ? " runs" : "");
  for (guint k = 0; k < N_STEPS; k++)
    g_string_append_printf (text, " %d", (int) ((view.spent_ms[k] + 250) / 1000));
  g_string_append_printf (text, " speaker %d queue",
                          view.has_speaker ? view.speaker.bytes[31] : -1);
  for (guint k = 0; k < view.queue->len; k++)
    g_string_append_printf (text, " %d", g_array_index (view.queue, CenId, k).bytes[31]);
  for (guint k = 0; k < view.people->len; k++)
    n_here |= 1u << g_array_index (view.people, CenLivePerson, k).member.bytes[31];
  g_string_append_printf (text, " here %x", n_here);
  return g_string_free (text, FALSE);
}

static void
assert_view (Room *room, guint i, const char *expected)
{
  g_autofree char *view = dup_view (room, i);

  g_assert_cmpstr (view, ==, expected);
}

/* --- One after the other --- */

static void
test_agenda (void)
{
  g_auto (Room) room;

  room_init (&room, 1);
  assert_view (&room, 0, "host -1 step 0 0 0 0 speaker -1 queue here 0");
  for (guint i = 0; i < 3; i++)
    act_heard (&room, i, CEN_LIVE_ENTER, -1);
  assert_view (&room, 2, "host 0 step 0 0 0 0 speaker -1 queue here 7");
  g_assert_false (act (&room, 1, CEN_LIVE_NEXT, -1));
  act_heard (&room, 0, CEN_LIVE_NEXT, -1);
  pass (&room, 9000, ALL_HEAR);
  assert_view (&room, 2, "host 0 step 1 runs 10 0 0 speaker -1 queue here 7");
  act_heard (&room, 0, CEN_LIVE_PAUSE, -1);
  pass (&room, 10000, ALL_HEAR);
  assert_view (&room, 1, "host 0 step 1 10 0 0 speaker -1 queue here 7");
  act_heard (&room, 0, CEN_LIVE_NEXT, -1);
  act_heard (&room, 0, CEN_LIVE_BACK, -1);
  act_heard (&room, 0, CEN_LIVE_BACK, -1);
  assert_view (&room, 1, "host 0 step 0 11 1 0 speaker -1 queue here 7");
  act_heard (&room, 0, CEN_LIVE_RESUME, -1);
  assert_view (&room, 1, "host 0 step 0 11 1 0 speaker -1 queue here 7");
  for (guint i = 0; i < N_STEPS + 3; i++)
    act_heard (&room, 0, CEN_LIVE_NEXT, -1);
  assert_view (&room, 1, "host 0 step 4 12 2 1 speaker -1 queue here 7");
  /* Who comes late sees the same. */
  act_heard (&room, 4, CEN_LIVE_ENTER, -1);
  assert_view (&room, 4, "host 0 step 4 12 2 1 speaker -1 queue here 17");
  act_heard (&room, 4, CEN_LIVE_LEAVE, -1);
  assert_view (&room, 1, "host 0 step 4 12 2 1 speaker -1 queue here 7");
}

/* First come, and then who has spoken less. */
static void
test_queue (void)
{
  g_auto (Room) room;

  room_init (&room, 2);
  for (guint i = 0; i < N_SEATS; i++)
    act_heard (&room, i, CEN_LIVE_ENTER, -1);
  g_assert_false (act (&room, 0, CEN_LIVE_CALL, -1));
  act_heard (&room, 3, CEN_LIVE_ASK, -1);
  act_heard (&room, 2, CEN_LIVE_ASK, -1);
  act_heard (&room, 4, CEN_LIVE_ASK, -1);
  assert_view (&room, 1, "host 0 step 0 0 0 0 speaker -1 queue 3 2 4 here 1f");
  act_heard (&room, 2, CEN_LIVE_WITHDRAW, -1);
  assert_view (&room, 1, "host 0 step 0 0 0 0 speaker -1 queue 3 4 here 1f");
  act_heard (&room, 0, CEN_LIVE_CALL, -1);
  assert_view (&room, 4, "host 0 step 0 0 0 0 speaker 3 queue 4 here 1f");
  g_assert_false (act (&room, 4, CEN_LIVE_FINISH, -1));
  pass (&room, 61000, ALL_HEAR);
  act_heard (&room, 3, CEN_LIVE_FINISH, -1);
  assert_view (&room, 4, "host 0 step 0 0 0 0 speaker -1 queue 4 here 1f");
  /* Three asks again, and two after that: but three has spoken for a minute. */
  act_heard (&room, 3, CEN_LIVE_ASK, -1);
  act_heard (&room, 2, CEN_LIVE_ASK, -1);
  assert_view (&room, 0, "host 0 step 0 0 0 0 speaker -1 queue 4 2 3 here 1f");
  /* Whoever hosts may ask anybody, and takes the floor from who has it. */
  act_heard (&room, 0, CEN_LIVE_CALL, 1);
  assert_view (&room, 2, "host 0 step 0 0 0 0 speaker 1 queue 4 2 3 here 1f");
  act_heard (&room, 0, CEN_LIVE_CALL, 2);
  assert_view (&room, 3, "host 0 step 0 0 0 0 speaker 2 queue 4 3 here 1f");
  act_heard (&room, 0, CEN_LIVE_FINISH, -1);
  assert_view (&room, 3, "host 0 step 0 0 0 0 speaker -1 queue 4 3 here 1f");
  /* Who goes while they speak has finished. */
  act_heard (&room, 0, CEN_LIVE_CALL, -1);
  act_heard (&room, 4, CEN_LIVE_LEAVE, -1);
  assert_view (&room, 3, "host 0 step 0 0 0 0 speaker -1 queue 3 here f");
}

static void
test_handing_over (void)
{
  g_auto (Room) room;

  room_init (&room, 3);
  for (guint i = 0; i < 4; i++)
    act_heard (&room, i, CEN_LIVE_ENTER, -1);
  act_heard (&room, 0, CEN_LIVE_NEXT, -1);
  g_assert_false (act (&room, 0, CEN_LIVE_HAND, 4));
  act_heard (&room, 0, CEN_LIVE_HAND, 3);
  assert_view (&room, 1, "host 3 step 1 runs 2 0 0 speaker -1 queue here f");
  /* A member does not take it from who hosts; a facilitator may, and so does who planned to. */
  g_assert_false (act (&room, 2, CEN_LIVE_LEAD, -1));
  act_heard (&room, 1, CEN_LIVE_LEAD, -1);
  assert_view (&room, 3, "host 1 step 1 runs 3 0 0 speaker -1 queue here f");
  act_heard (&room, 0, CEN_LIVE_LEAD, -1);
  assert_view (&room, 3, "host 0 step 1 runs 4 0 0 speaker -1 queue here f");
  /* Who leaves gives it to the next. */
  act_heard (&room, 0, CEN_LIVE_LEAVE, -1);
  assert_view (&room, 3, "host 1 step 1 runs 5 0 0 speaker -1 queue here e");
}

/* The host's machine goes without a word. */
static void
test_host_gone (void)
{
  g_auto (Room) room;

  room_init (&room, 4);
  for (guint i = 0; i < 4; i++)
    act_heard (&room, i, CEN_LIVE_ENTER, -1);
  act_heard (&room, 0, CEN_LIVE_NEXT, -1);
  act_heard (&room, 2, CEN_LIVE_ASK, -1);
  act_heard (&room, 3, CEN_LIVE_ASK, -1);
  act_heard (&room, 0, CEN_LIVE_CALL, -1);
  room.people[0].is_up = FALSE;
  pass (&room, CEN_LIVE_SILENT_MS - CEN_LIVE_BEAT_MS - TICK_MS, ALL_HEAR);
  assert_view (&room, 3, "host 0 step 1 runs 8 0 0 speaker 2 queue 3 here f");
  pass (&room, CEN_LIVE_BEAT_MS + 2 * TICK_MS, ALL_HEAR);
  assert_view (&room, 3, "host 1 step 1 runs 10 0 0 speaker 2 queue 3 here f");
  pass (&room, LAPSE_MS - CEN_LIVE_SILENT_MS, ALL_HEAR);
  assert_view (&room, 3, "host 1 step 1 runs 20 0 0 speaker 2 queue 3 here e");
  /* It comes back, hears how things stand, and may go on. */
  cen_live_room_free (room.people[0].session);
  begin_session (&room.people[0]);
  memset (room.heard[0], 0, sizeof room.heard[0]);
  memset (room.n_heard[0], 0, sizeof room.n_heard[0]);
  act (&room, 0, CEN_LIVE_ENTER, -1);
  pass (&room, 8 * TICK_MS, ALL_HEAR);
  act_heard (&room, 0, CEN_LIVE_LEAD, -1);
  assert_view (&room, 3, "host 0 step 1 runs 25 0 0 speaker 2 queue 3 here f");
}

/* A host whose words are late for a while hears that another took over, and leaves it at that. */
static void
test_host_silent (void)
{
  g_auto (Room) room;

  room_init (&room, 9);
  for (guint i = 0; i < 3; i++)
    act_heard (&room, i, CEN_LIVE_ENTER, -1);
  act_heard (&room, 0, CEN_LIVE_NEXT, -1);
  /* Four words of five are lost, and it still hosts. */
  room.people[0].is_up = FALSE;
  pass (&room, CEN_LIVE_SILENT_MS - CEN_LIVE_BEAT_MS - TICK_MS, ALL_HEAR);
  room.people[0].is_up = TRUE;
  pass (&room, 8 * TICK_MS, ALL_HEAR);
  assert_view (&room, 1, "host 0 step 1 runs 9 0 0 speaker -1 queue here 7");
  room.people[0].is_up = FALSE;
  pass (&room, CEN_LIVE_SILENT_MS + 2 * TICK_MS, ALL_HEAR);
  room.people[0].is_up = TRUE;
  pass (&room, 8 * TICK_MS, ALL_HEAR);
  for (guint i = 0; i < 3; i++)
    assert_view (&room, i, "host 1 step 1 runs 20 0 0 speaker -1 queue here 7");
}

/* Nobody who planned to host comes: somebody does after some time, and only one. */
static void
test_nobody_planned (void)
{
  g_auto (Room) room;

  room_init (&room, 5);
  act_heard (&room, 4, CEN_LIVE_ENTER, -1);
  act_heard (&room, 3, CEN_LIVE_ENTER, -1);
  assert_view (&room, 3, "host -1 step 0 0 0 0 speaker -1 queue here 18");
  pass (&room, CEN_LIVE_NOBODY_MS, ALL_HEAR);
  assert_view (&room, 3, "host 4 step 0 0 0 0 speaker -1 queue here 18");
  act_heard (&room, 0, CEN_LIVE_ENTER, -1);
  assert_view (&room, 3, "host 4 step 0 0 0 0 speaker -1 queue here 19");
}

/* A machine that said something before its engine began anew hears of it from others. */
static void
test_own_past (void)
{
  g_auto (Room) room;
  g_autoptr (GBytes) before = NULL;

  room_init (&room, 6);
  act_heard (&room, 0, CEN_LIVE_ENTER, -1);
  act_heard (&room, 0, CEN_LIVE_NEXT, -1);
  before = g_bytes_ref (room.people[0].said);
  cen_live_room_free (room.people[0].session);
  begin_session (&room.people[0]);
  g_assert_false (cen_live_room_take (room.people[0].session, &room.people[0].id,
                                      &room.people[0].id, before, room.people[0].said_ms,
                                      room.now));
  act_heard (&room, 0, CEN_LIVE_ENTER, -1);
  assert_view (&room, 0, "host 0 step 1 runs 2 0 0 speaker -1 queue here 1");
}

static void
test_odd_words (void)
{
  g_auto (Room) room;
  g_autoptr (GBytes) junk = g_bytes_new_static ("\x85\x01", 2);
  g_autoptr (GBytes) elsewhere = NULL;
  CenLiveWord word = { .occurrence_ms = OCCURRENCE + 1 };
  const Person *bo;

  room_init (&room, 7);
  bo = &room.people[1];
  elsewhere = cen_live_word_encode (&word);
  g_assert_false (cen_live_room_take (room.people[0].session, &bo->id, &bo->id, junk, 1, 1));
  g_assert_false (cen_live_room_take (room.people[0].session, &bo->id, &bo->id, elsewhere, 1, 1));
  for (guint i = 0; i <= CEN_LIVE_SEATS_MAX; i++) {
    g_autoptr (GBytes) body = NULL;
    CenId id = { { (guint8) i, (guint8) (i >> 8), 77 } };

    word.occurrence_ms = OCCURRENCE;
    body = cen_live_word_encode (&word);
    g_assert_cmpint (cen_live_room_take (room.people[0].session, &id, &id, body, 1, 1), ==,
                     i < CEN_LIVE_SEATS_MAX);
  }
}

/* Time alone is no news. */
static void
test_no_news (void)
{
  g_auto (Room) room;
  const Person *ana;

  room_init (&room, 8);
  ana = &room.people[0];
  act_heard (&room, 0, CEN_LIVE_ENTER, -1);
  act_heard (&room, 0, CEN_LIVE_NEXT, -1);
  room.now += CEN_LIVE_REFRESH_MS;
  say (&room, 0);
  g_assert_false (cen_live_room_take (room.people[1].session, &ana->id, &ana->id, ana->said,
                                      room.now + 200, room.now + 200));
  room.now += CEN_LIVE_REFRESH_MS;
  act (&room, 0, CEN_LIVE_PAUSE, -1);
  g_assert_true (cen_live_room_take (room.people[1].session, &ana->id, &ana->id, ana->said,
                                     room.now, room.now));
}

/* --- Any way --- */

static void
do_something (Room *room)
{
  static const CenLiveAct acts[] = { CEN_LIVE_ENTER, CEN_LIVE_ASK,    CEN_LIVE_ASK,
                                     CEN_LIVE_LEAVE, CEN_LIVE_FINISH, CEN_LIVE_LEAD,
                                     CEN_LIVE_HAND,  CEN_LIVE_NEXT,   CEN_LIVE_CALL,
                                     CEN_LIVE_PAUSE, CEN_LIVE_RESUME, CEN_LIVE_WITHDRAW };
  guint i = (guint) g_rand_int_range (room->rand, 0, N_SEATS);
  CenLiveAct what = acts[g_rand_int_range (room->rand, 0, G_N_ELEMENTS (acts))];

  if (g_rand_int_range (room->rand, 0, 30) == 0)
    room->people[i].is_up = !room->people[i].is_up;
  if (room->people[i].is_up)
    act (room, i, what, what == CEN_LIVE_HAND ? g_rand_int_range (room->rand, 0, N_SEATS) : -1);
}

/* People come and go, ask at once, take over at once; most of what they say is lost or late. When
 * that ends, all see the same, and one of them hosts. */
static void
test_any_way (void)
{
  for (guint32 seed = 100; seed < 140; seed++) {
    g_autofree char *first = NULL;
    g_auto (Room) room;

    g_test_message ("seed %u", seed);
    room_init (&room, seed);
    for (guint turn = 0; turn < RANDOM_TURNS; turn++) {
      do_something (&room);
      if (g_rand_boolean (room.rand))
        pass (&room, TICK_MS, SOME_HEAR);
    }
    for (guint i = 0; i < N_SEATS; i++) {
      room.people[i].is_up = TRUE;
      act (&room, i, CEN_LIVE_ENTER, -1);
    }
    pass (&room, (gint64) QUIET_TURNS * TICK_MS, ALL_HEAR);
    first = dup_view (&room, 0);
    g_assert_null (strstr (first, "host -1"));
    for (guint i = 1; i < N_SEATS; i++)
      assert_view (&room, i, first);
  }
}

/* What all said, taken in any order and twice, makes one picture. */
static void
test_any_order (void)
{
  for (guint32 seed = 200; seed < 220; seed++) {
    g_autofree char *first = NULL;
    g_auto (Room) room;

    room_init (&room, seed);
    for (guint i = 1; i < N_SEATS; i++)
      act (&room, i, CEN_LIVE_ENTER, -1);
    for (guint turn = 0; turn < 60; turn++) {
      do_something (&room);
      pass (&room, TICK_MS, SOME_HEAR);
    }
    for (guint reader = 0; reader < 20; reader++) {
      CenId nobody = { { 200 } };
      g_autofree char *view = NULL;
      CenLiveRoom *kept = room.people[0].session;

      room.people[0].session =
          cen_live_room_new (OCCURRENCE, N_STEPS, &nobody, &nobody, rank_cb, NULL);
      for (guint n = 0; n < 60; n++) {
        guint of =
            n < 40 ? (guint) g_rand_int_range (room.rand, 1, N_SEATS) : 1 + n % (N_SEATS - 1);
        const Person *person = &room.people[of];

        if (person->said != NULL)
          cen_live_room_take (room.people[0].session, &person->id, &person->id, person->said,
                              person->said_ms, room.now);
      }
      view = dup_view (&room, 0);
      if (first == NULL)
        first = g_strdup (view);
      g_assert_cmpstr (view, ==, first);
      cen_live_room_free (room.people[0].session);
      room.people[0].session = kept;
    }
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/live-room/agenda", test_agenda);
  g_test_add_func ("/live-room/queue", test_queue);
  g_test_add_func ("/live-room/handing-over", test_handing_over);
  g_test_add_func ("/live-room/host-gone", test_host_gone);
  g_test_add_func ("/live-room/host-silent", test_host_silent);
  g_test_add_func ("/live-room/nobody-planned", test_nobody_planned);
  g_test_add_func ("/live-room/own-past", test_own_past);
  g_test_add_func ("/live-room/odd-words", test_odd_words);
  g_test_add_func ("/live-room/no-news", test_no_news);
  g_test_add_func ("/live-room/any-way", test_any_way);
  g_test_add_func ("/live-room/any-order", test_any_order);
  return g_test_run ();
}
