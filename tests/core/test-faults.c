/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/queries-faults.h"
#include "core/store-sql.h"
#include "tests/support/forge.h"
#include "tests/support/people.h"

typedef struct {
  TestWorld *world;
  TestPerson *ana;
} Fixture;

static void
fixture_set_up (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  fixture->world = test_world_new (1);
  fixture->ana = test_person_new (fixture->world, "Ana");
  test_person_found (fixture->ana, "Circle");
}

static void
fixture_tear_down (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  test_person_free (fixture->ana);
  test_world_free (fixture->world);
}

static GPtrArray *
list_faults (TestPerson *person)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *faults = cen_query_faults (person->replica->store, &person->circle->id, &error);

  g_assert_no_error (error);
  return faults;
}

static void
note (TestPerson *person, const CenId *device, CenFault fault)
{
  g_autoptr (GError) error = NULL;

  cen_faults_note (person->circle, device, fault, &error);
  g_assert_no_error (error);
}

static void
test_rows (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  TestPerson *ana = fixture->ana;
  CenId stranger = { { 7 } };
  g_autoptr (GPtrArray) faults = NULL;
  const CenFaultRow *row;
  gint64 begun_ms = fixture->world->now_ms;

  note (ana, &ana->circle->self_device, CEN_FAULT_JUNK);
  test_world_advance (fixture->world, 5000);
  note (ana, &ana->circle->self_device, CEN_FAULT_JUNK);
  test_world_advance (fixture->world, 1);
  note (ana, &stranger, CEN_FAULT_PROTOCOL);
  faults = list_faults (ana);
  g_assert_cmpuint (faults->len, ==, 2);
  row = faults->pdata[0];
  g_assert_true (cen_id_equal (&row->device, &stranger));
  g_assert_true (cen_id_is_zero (&row->member));
  g_assert_cmpstr (row->name, ==, "");
  row = faults->pdata[1];
  g_assert_true (cen_id_equal (&row->device, &ana->circle->self_device));
  g_assert_true (cen_id_equal (&row->member, &ana->circle->self_member));
  g_assert_cmpstr (row->name, ==, "Ana");
  g_assert_cmpint (row->what, ==, CEN_FAULT_JUNK);
  g_assert_cmpint (row->first_ms, ==, begun_ms);
  g_assert_cmpint (row->last_ms, ==, begun_ms + 5000);
  g_assert_cmpuint (row->n, ==, 2);
}

static void
test_bounded (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  TestPerson *ana = fixture->ana;
  g_autoptr (GPtrArray) faults = NULL;

  for (guint i = 0; i < CEN_FAULTS_MAX + 1; i++) {
    CenId device = { { (guint8) i, (guint8) (i >> 8), 1 } };

    note (ana, &device, CEN_FAULT_FLOOD);
    test_world_advance (fixture->world, 1);
    if (i == CEN_FAULTS_MAX - 1) {
      g_autoptr (GPtrArray) full = list_faults (ana);

      g_assert_cmpuint (full->len, ==, CEN_FAULTS_MAX);
    }
  }
  faults = list_faults (ana);
  g_assert_cmpuint (faults->len, ==, CEN_FAULTS_MAX);
  /* The newest is there, and the oldest went. */
  g_assert_cmpuint (((CenFaultRow *) faults->pdata[0])->device.bytes[0], ==, CEN_FAULTS_MAX & 0xff);
  g_assert_cmpuint (((CenFaultRow *) faults->pdata[CEN_FAULTS_MAX - 1])->device.bytes[0], ==, 1);
}

/* What a restored backup does is seen, and called so. */
static void
test_fork (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (TestPerson) bo = test_person_new (fixture->world, "Bo");
  g_autoptr (TestOp) tip = NULL;
  g_autoptr (TestOp) left = NULL;
  g_autoptr (TestOp) right = NULL;
  g_autoptr (GPtrArray) before = NULL;
  g_autoptr (GPtrArray) after = NULL;

  test_person_join (bo, fixture->ana);
  test_person_pull (fixture->ana, bo);
  tip = test_op_read_tip (bo);
  left = test_op_forge (bo, CEN_OP_MERGE, tip, NULL, 0, NULL, test_payload_empty (bo));
  right = test_op_forge (bo, CEN_OP_MERGE, tip, NULL, 0, NULL, test_payload_empty (bo));
  g_assert_cmpuint (test_person_give_one (fixture->ana, left), ==, 1);
  before = list_faults (fixture->ana);
  g_assert_cmpuint (before->len, ==, 0);
  g_assert_cmpuint (test_person_give_one (fixture->ana, right), ==, 1);
  after = list_faults (fixture->ana);
  g_assert_cmpuint (after->len, ==, 1);
  g_assert_cmpint (((CenFaultRow *) after->pdata[0])->what, ==, CEN_FAULT_FORK);
  g_assert_cmpstr (((CenFaultRow *) after->pdata[0])->name, ==, "Bo");
  /* It is told, and changes nothing of what the circle holds. */
  test_person_pull (bo, fixture->ana);
  test_assert_same_state (fixture->ana, bo);
}

static void
test_words (void)
{
  for (guint i = CEN_FAULT_PROTOCOL; i <= CEN_FAULT_FILE; i++)
    g_assert_nonnull (cen_fault_get_words ((CenFault) i));
  g_assert_null (cen_fault_get_words ((CenFault) 0));
  g_assert_null (cen_fault_get_words ((CenFault) (CEN_FAULT_FILE + 1)));
}

static void
test_unknown_circle (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  CenId other = { { 9 } };
  g_autoptr (GError) error = NULL;

  g_assert_null (cen_query_faults (fixture->ana->replica->store, &other, &error));
  g_assert_error (error, CEN_ERROR, CEN_ERROR_NOT_FOUND);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  cen_crypto_init ();
  g_test_add ("/faults/rows", Fixture, NULL, fixture_set_up, test_rows, fixture_tear_down);
  g_test_add ("/faults/bounded", Fixture, NULL, fixture_set_up, test_bounded, fixture_tear_down);
  g_test_add ("/faults/fork", Fixture, NULL, fixture_set_up, test_fork, fixture_tear_down);
  g_test_add ("/faults/unknown-circle", Fixture, NULL, fixture_set_up, test_unknown_circle,
              fixture_tear_down);
  g_test_add_func ("/faults/words", test_words);
  return g_test_run ();
}
