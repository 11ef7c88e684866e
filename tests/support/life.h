/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* TestLife: making objects in a study, and that what is computed from them is the same on replicas
 * that got everything in other orders, in groups, and twice. */

#pragma once

#include "core/author-content.h"
#include "tests/support/study.h"

G_BEGIN_DECLS

#define TEST_LIFE_REPLICAS 20

CenValue test_value_text (guint field, const char *text);
CenValue test_value_ref (guint field, const CenId *ref);

CenId test_life_create (TestPerson *person, guint kind, const CenValue *values, guint n_values);

/* One gesture of somebody; what is not allowed may fail. */
typedef void (*TestLifeAct) (TestStudy *study, GRand *rand, gpointer data);
/* What @person's replica says, in words. */
typedef char *(*TestLifeDump) (TestPerson *person);

/* Several circles live for a while, exchanging now and then; all members say the same in the end,
 * and so do as many fresh replicas as TEST_LIFE_REPLICAS, one after a rebuild too. */
void test_life_same_everywhere (TestLifeAct act, TestLifeDump dump, gpointer data);

G_END_DECLS
