/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* TestSwarm: people of one circle who give each other files over simulated links on a virtual
 * clock, with real files in a folder of their own. Operations reach everybody at once; frames wait
 * on a link for its latency and bandwidth, in order. */

#pragma once

#include "net/transfer.h"
#include "tests/support/people.h"

G_BEGIN_DECLS

#define TEST_SWARM_PEOPLE_MAX 6

typedef struct {
  gint64 latency_ms;
  guint64 bytes_per_s;
} TestSwarmRoad;

typedef struct _TestSwarm TestSwarm;

/* What passes from @from to @to: may be changed or (NULL) lost; takes @frame. */
typedef GBytes *(*TestSwarmFilter) (guint from, guint to, GBytes *frame, gpointer user_data);

TestSwarm *test_swarm_new (guint32 seed, guint n_people);
void test_swarm_free (TestSwarm *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TestSwarm, test_swarm_free)

TestPerson *test_swarm_get_person (TestSwarm *self, guint person);
NetTransfer *test_swarm_get_transfer (TestSwarm *self, guint person);
void test_swarm_set_filter (TestSwarm *self, TestSwarmFilter filter, gpointer user_data);

/* A file of @len plausible bytes that @person takes in and tells everybody of. */
CenId test_swarm_share (TestSwarm *self, guint person, gsize len, guint8 flavour);
/* The same of a reference that is given. */
CenId test_swarm_tell (TestSwarm *self, guint person, const CenBlobRef *ref);
/* The same file comes to @person by another way. */
void test_swarm_give (TestSwarm *self, guint person, gsize len, guint8 flavour);

void test_swarm_link (TestSwarm *self, guint a, guint b, const TestSwarmRoad *road);
void test_swarm_cut (TestSwarm *self, guint a, guint b);
/* @person's engine ends without a word and starts again. */
void test_swarm_restart (TestSwarm *self, guint person);

void test_swarm_fetch (TestSwarm *self, guint person, const CenId *blob);
gint64 test_swarm_get_now_ms (TestSwarm *self);
void test_swarm_run (TestSwarm *self, gint64 ms);
/* Runs until @person has it; fails after @ms. */
void test_swarm_until_here (TestSwarm *self, guint person, const CenId *blob, gint64 ms);
gboolean test_swarm_is_here (TestSwarm *self, guint person, const CenId *blob);
/* Its content is that of a file of @len and @flavour. */
void test_swarm_assert_content (TestSwarm *self, guint person, const CenId *blob, gsize len,
                                guint8 flavour);
/* How often @person caught somebody; bytes that came to @person from @from; the longest that a
 * frame waited for those before it on that link. */
guint test_swarm_get_n_liars (TestSwarm *self, guint person);
guint64 test_swarm_get_n_received (TestSwarm *self, guint person, guint from);
gint64 test_swarm_get_queued_ms (TestSwarm *self, guint person, guint from);
/* That frame ended the link: the error's text; NULL. */
const char *test_swarm_get_broken (TestSwarm *self);

G_END_DECLS
