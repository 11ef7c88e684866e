/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* TestStudy: a circle of four in memory: a founder, a facilitator and two members. */

#pragma once

#include "tests/support/forge.h"

G_BEGIN_DECLS

#define TEST_STUDY_PEOPLE 4

typedef struct {
  TestWorld *world;
  TestPerson *people[TEST_STUDY_PEOPLE]; /* Ana the founder, Bo the facilitator, Cleo, Dan */
} TestStudy;

void test_study_begin (TestStudy *study, guint32 seed);
void test_study_clear (TestStudy *study);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TestStudy, test_study_clear)

/* All have what anybody has. */
void test_study_sync (TestStudy *study);

/* One op with no respect for who may write what; eats @payload. */
CenId test_study_write (TestPerson *person, CenOpKind kind, const CenId *object, GBytes *payload);
void test_study_grant (TestPerson *by, TestPerson *to, CenRole role);
/* @cut: NULL for none */
void test_study_revoke (TestPerson *by, TestPerson *of, const CenId *cut);

/* TestOp: all that @person holds, in order. */
GPtrArray *test_study_list_log (TestPerson *person);
/* Gives @to all of @from in any order, in groups, some of it twice, until all is there. */
void test_study_deliver (TestPerson *to, TestPerson *from, GRand *rand);

G_END_DECLS
