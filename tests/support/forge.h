/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* TestOp: an op made by hand, as a hostile program could make it: any parents, any number, any
 * payload, a broken signature. */

#pragma once

#include "tests/support/people.h"

G_BEGIN_DECLS

typedef struct {
  CenOp op; /* borrows from bytes */
  GBytes *bytes;
  GBytes *payload; /* NULL: none is given */
} TestOp;

void test_op_free (TestOp *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TestOp, test_op_free)

/* Puts @prev and @deps (sorted here) into @op with the seq and lamport that follow from them. */
void test_op_set_parents (CenOp *op, const TestOp *prev, const TestOp *const *deps, guint n_deps);
/* Commits to @payload, which is eaten, and signs. */
TestOp *test_op_sign (CenOp *op, const CenId *circle, const CenSignKey *key, GBytes *payload);
/* The same op with a signature that does not verify; another id. */
TestOp *test_op_break_signature (const TestOp *self);
/* An op that @person holds. */
TestOp *test_op_read (TestPerson *person, const CenId *id);
/* The last op of @person's own device. */
TestOp *test_op_read_tip (TestPerson *person);
/* One op by @person's device after @prev and @deps, with @payload, which is eaten. */
TestOp *test_op_forge (TestPerson *person, guint kind, const TestOp *prev,
                       const TestOp *const *deps, guint n_deps, const CenId *object,
                       GBytes *payload);

/* Payloads, with no respect for who may write what. */
GBytes *test_payload_frame (TestPerson *person, const CenFrame *frame);
GBytes *test_payload_create (TestPerson *person, const CenId *channel, const char *text);
GBytes *test_payload_text (TestPerson *person, const char *text);
GBytes *test_payload_empty (TestPerson *person);

/* Gives @n ops to @person in one batch; how many were accepted. */
guint test_person_give (TestPerson *person, TestOp *const *ops, guint n);
guint test_person_give_one (TestPerson *person, TestOp *op);
gboolean test_person_has (TestPerson *person, const CenId *id);
/* An empty replica of @circle with keys that nobody knows: one who looks on. */
void test_person_open_empty (TestPerson *person, const CenId *circle);
/* Keys of one more device of @person's member in the circle. */
CenCircleKeys *test_person_make_device (TestPerson *person);
/* The DEVICE_ADD of @keys after @deps, whatever these are. */
TestOp *test_op_sign_device (TestPerson *person, const CenCircleKeys *keys,
                             const TestOp *const *deps, guint n_deps);
/* One more device of @person's member, with a replica of its own that has all of @person's ops. */
TestPerson *test_person_link (TestPerson *person, TestWorld *world, const char *name);
void test_assert_verified (TestPerson *person);
/* What is remade from the log is what was there; and the index of words is sound. */
void test_assert_rebuilt (TestPerson *person);

G_END_DECLS
