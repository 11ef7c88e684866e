/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* TestPerson: a replica in memory, and the gestures by which tests make circles and exchange ops
 * without a network. Every gesture asserts that it worked. */

#pragma once

#include "core/dag.h"
#include "core/replica.h"
#include "core/state.h"
#include "tests/support/world.h"

G_BEGIN_DECLS

typedef struct {
  char *name;
  CenReplica *replica;
  CenCircle *circle;
} TestPerson;

TestPerson *test_person_new (TestWorld *world, const char *name);
void test_person_free (TestPerson *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TestPerson, test_person_free)

void test_person_found (TestPerson *self, const char *circle_name);
/* @self is admitted by @host with the invite of @seed, and has as good as nothing of the circle. */
void test_person_enter (TestPerson *self, TestPerson *host, const guint8 seed[static CEN_KEY_LEN]);
/* The same by a link that may name addresses. */
void test_person_enter_by (TestPerson *self, TestPerson *host, const CenInviteLink *link);
/* @self joins @host's circle by a fresh invite of @host, and has all of @host's ops. */
void test_person_join (TestPerson *self, TestPerson *host);
/* The channel "general". */
CenId test_person_get_channel (TestPerson *self);
CenId test_person_post (TestPerson *self, const char *text);

/* All ops, in order of acceptance. CenIncoming whose bytes the array owns. */
GArray *test_person_list_ops (TestPerson *self);
/* Gives @self all that @from has. Returns how many were new. */
guint test_person_pull (TestPerson *self, TestPerson *from);

void test_assert_same_state (TestPerson *a, TestPerson *b);
char *test_person_dup_state (TestPerson *self);

G_END_DECLS
