/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tests/support/study.h"

static const char *const names[TEST_STUDY_PEOPLE] = { "Ana", "Bo", "Cleo", "Dan" };

void
test_study_clear (TestStudy *study)
{
  for (guint i = 0; i < TEST_STUDY_PEOPLE; i++)
    test_person_free (study->people[i]);
  test_world_free (study->world);
}

void
test_study_sync (TestStudy *study)
{
  for (guint round = 0; round < 2; round++) {
    for (guint i = 1; i < TEST_STUDY_PEOPLE; i++) {
      test_person_pull (study->people[0], study->people[i]);
      test_person_pull (study->people[i], study->people[0]);
    }
  }
}

CenId
test_study_write (TestPerson *person, CenOpKind kind, const CenId *object, GBytes *payload)
{
  g_autoptr (GBytes) eaten = payload;
  g_autoptr (GError) error = NULL;
  CenId id;

  g_assert_true (cen_author_write (person->circle, kind, object, payload, &id, &error));
  g_assert_no_error (error);
  return id;
}

void
test_study_grant (TestPerson *by, TestPerson *to, CenRole role)
{
  CenFrame frame = { .kind = CEN_OP_GRANT };

  frame.grant = (CenFrameGrant){ .member = to->circle->self_member, .role = role };
  test_study_write (by, CEN_OP_GRANT, NULL, test_payload_frame (by, &frame));
}

void
test_study_revoke (TestPerson *by, TestPerson *of, const CenId *cut)
{
  CenFrame frame = { .kind = CEN_OP_REVOKE };

  frame.revoke.member = of->circle->self_member;
  if (cut != NULL) {
    frame.revoke.n_cut = 1;
    frame.revoke.cut[0] = *cut;
  }
  test_study_write (by, CEN_OP_REVOKE, NULL, test_payload_frame (by, &frame));
}

void
test_study_begin (TestStudy *study, guint32 seed)
{
  study->world = test_world_new (seed);
  for (guint i = 0; i < TEST_STUDY_PEOPLE; i++) {
    study->people[i] = test_person_new (study->world, names[i]);
    if (i == 0)
      test_person_found (study->people[0], "Analysis");
    else
      test_person_join (study->people[i], study->people[0]);
    if (i > 0)
      test_person_pull (study->people[0], study->people[i]);
  }
  test_study_grant (study->people[0], study->people[1], CEN_ROLE_FACILITATOR);
  test_study_sync (study);
}

static int
compare_logged (gconstpointer a, gconstpointer b)
{
  const TestOp *x = *(const TestOp *const *) a;
  const TestOp *y = *(const TestOp *const *) b;

  if (x->op.lamport != y->op.lamport)
    return x->op.lamport < y->op.lamport ? -1 : 1;
  return cen_id_compare (&x->op.id, &y->op.id);
}

GPtrArray *
test_study_list_log (TestPerson *person)
{
  GPtrArray *log = g_ptr_array_new_with_free_func ((GDestroyNotify) test_op_free);
  g_autoptr (GArray) ops = test_person_list_ops (person);

  for (guint i = 0; i < ops->len; i++) {
    CenOp op;
    GBytes *bytes = g_array_index (ops, CenIncoming, i).op;

    cen_op_decode (&op, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), NULL);
    g_ptr_array_add (log, test_op_read (person, &op.id));
  }
  g_ptr_array_sort (log, compare_logged);
  return log;
}

/* In any order, in groups, some twice, until all is there. */
void
test_study_deliver (TestPerson *to, TestPerson *from, GRand *rand)
{
  g_autoptr (GPtrArray) log = test_study_list_log (from);

  for (guint round = 0; round < 3; round++) {
    for (guint i = log->len; i > 1; i--) {
      guint k = (guint) g_rand_int_range (rand, 0, (gint32) i);
      gpointer moved = log->pdata[i - 1];

      log->pdata[i - 1] = log->pdata[k];
      log->pdata[k] = moved;
    }
    for (guint i = 0; i < log->len;) {
      guint wish = (guint) g_rand_int_range (rand, 1, 12);
      guint n = MIN (wish, log->len - i);

      test_person_give (to, (TestOp *const *) &log->pdata[i], n);
      i += n;
    }
  }
}
