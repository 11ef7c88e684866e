/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* TestByzantine: Mallory, a member with a program of their own, at the other end of an honest
 * member's session. Ana is who they speak to; Bo is honest and meets only Ana. What Mallory was
 * caught at stands in Ana's replica, as the hub would write it there. */

#pragma once

#include "core/queries-faults.h"
#include "net/session.h"
#include "tests/support/cost.h"
#include "tests/support/forge.h"

G_BEGIN_DECLS

typedef struct {
  TestWorld *world;
  TestPerson *ana;
  TestPerson *bo;
  TestPerson *mallory;
  NetSession *session; /* Ana's, a listener's, live; NULL once it ended */
  GPtrArray *records;  /* of PEERS that came */
  guint64 n_bytes;     /* that Mallory sent */
  guint n_ops;
  TestCost cost;
} TestByzantine;

TestByzantine *test_byzantine_new (void);
void test_byzantine_free (TestByzantine *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TestByzantine, test_byzantine_free)

/* Sends @frame, which is eaten, and takes what Ana says. FALSE when she ended it, for breaking the
 * protocol or for silence; then a new session can begin. */
gboolean test_byzantine_send (TestByzantine *self, GBytes *frame);
gboolean test_byzantine_send_ops (TestByzantine *self, TestOp *const *ops, guint n_ops);
/* A new session with Ana, brought to life. */
void test_byzantine_begin (TestByzantine *self);
/* The first message of a reconciliation by one who has @n_items that nobody has. */
GBytes *test_byzantine_make_comparison (guint round, guint n_items);
/* What Ana has against Mallory: 1 << CenFault for each. */
guint test_byzantine_get_faults (TestByzantine *self);

/* The @i-th id of what is nowhere. */
CenId test_byzantine_make_nowhere (guint i);
/* How many members @person sees. */
guint test_byzantine_count_members (TestPerson *person);

/* They meet, hold and show the same, their logs are sound, exactly @faults are told, and memory
 * grew by at most @growth_max_bytes; prints the attack's row. */
void test_byzantine_end (TestByzantine *self, const char *attack, const char *outcome, guint faults,
                         gsize growth_max_bytes);

G_END_DECLS
