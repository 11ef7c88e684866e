/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* TestSim: people whose replicas meet over simulated links, on one virtual clock and from one seed,
 * so that any history can be played again. Frames wait on a link for as long as its latency and
 * bandwidth ask and arrive in order, as over TCP; what a link loses, it loses with its end. */

#pragma once

#include "net/session.h"
#include "tests/support/people.h"

G_BEGIN_DECLS

#define TEST_SIM_PEOPLE_MAX 16

typedef struct _TestSim TestSim;

/* Where a replica is kept. Only what is on disk outlives a restart. */
typedef enum {
  TEST_SIM_IN_MEMORY,
  TEST_SIM_ON_DISK,
} TestSimPlace;

typedef struct {
  gint64 latency_min_ms;
  gint64 latency_max_ms;
  guint64 bytes_per_s; /* 0: at once */
  gsize flight_max;    /* bytes under way, past which nothing more is taken; 0: no bound */
} TestSimRoad;

TestSim *test_sim_new (guint32 seed);
void test_sim_free (TestSim *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TestSim, test_sim_free)

/* Fails the test with the seed in its text. */
#define test_sim_assert(self, expr)                                                                \
  G_STMT_START                                                                                     \
  {                                                                                                \
    if G_LIKELY (expr)                                                                             \
      ;                                                                                            \
    else                                                                                           \
      test_sim_fail ((self), __FILE__, __LINE__, G_STRFUNC, #expr);                                \
  }                                                                                                \
  G_STMT_END
G_NORETURN void
test_sim_fail (TestSim *self, const char *file, int line, const char *function, const char *what);

/* People. Each function that adds one returns the number by which the others know them; the first
 * one founds the circle. */
guint test_sim_found (TestSim *self, TestSimPlace place);
/* Admitted by @host, with as good as nothing of the circle yet. */
guint test_sim_enter (TestSim *self, guint host, TestSimPlace place);
/* A second machine with a copy of the disk of @original: one device, two chains. */
guint test_sim_clone (TestSim *self, guint original);
guint test_sim_get_n_people (const TestSim *self);
TestPerson *test_sim_get_person (TestSim *self, guint person);
GRand *test_sim_get_rand (TestSim *self);
gint64 test_sim_get_now_ms (const TestSim *self);
/* Whether the circle's channel is there and the person may write in it. */
gboolean test_sim_can_post (TestSim *self, guint person);
void test_sim_post (TestSim *self, guint person, guint n_posts);
/* Puts the wall clock of @person off by @ms; the monotonic one goes on as before. */
void test_sim_skew (TestSim *self, guint person, gint64 ms);
/* Drops the sessions and opens the replica again when it is on disk. */
void test_sim_restart (TestSim *self, guint person);
gboolean test_sim_is_on_disk (const TestSim *self, guint person);
/* Keeps a copy of the disk; puts the last copy back. */
void test_sim_save (TestSim *self, guint person);
gboolean test_sim_restore (TestSim *self, guint person);

/* Links. Each is up from the start, dialled by @a, and dialled again whenever it ends. */
void test_sim_link (TestSim *self, guint a, guint b, const TestSimRoad *road);
void test_sim_link_all (TestSim *self, const TestSimRoad *road);
/* Both ends hear of it at once, and what was under way is lost. */
void test_sim_cut (TestSim *self, guint a, guint b);
/* Nobody hears of it; frames vanish. */
void test_sim_choke (TestSim *self, guint a, guint b);
void test_sim_mend (TestSim *self, guint a, guint b);
/* Cuts every link between people of @mask (bit i: person i) and the others. */
void test_sim_partition (TestSim *self, guint mask);
void test_sim_heal (TestSim *self);
/* Compares over all links now. */
void test_sim_reconcile (TestSim *self);
/* Bytes that @a gave the link to @b since it was made. */
guint64 test_sim_get_n_sent (TestSim *self, guint a, guint b);
/* Of these, what was under way when the link ended. */
guint64 test_sim_get_n_lost (TestSim *self, guint a, guint b);
gboolean test_sim_is_in_sync (TestSim *self, guint a, guint b);

/* Time. */
void test_sim_run (TestSim *self, gint64 ms);
/* Runs until everybody holds the same ops, at most @ms; fails when they do not. */
void test_sim_settle (TestSim *self, gint64 ms);
/* Everybody has the same ops and views, every log is sound, and nobody waits for an op, unless one
 * was lost with a disk. */
void test_sim_assert_equal (TestSim *self);

G_END_DECLS
