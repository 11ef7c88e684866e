/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/opened.h"
#include "core/sealed-keys.h"
#include "core/store-sql.h"
#include "tests/support/people.h"

static void
take_early (TestPerson *person, guint i)
{
  CenId op = { .bytes = { (guint8) (i >> 8), (guint8) i, 1 } };
  guint8 key[CEN_KEY_LEN] = { 2 };
  g_autoptr (GError) error = NULL;

  cen_sealed_take_key (person->circle, &op, key, &error);
  g_assert_no_error (error);
}

static guint
count_early (TestPerson *person)
{
  g_autoptr (GError) error = NULL;
  gint64 n;

  cen_sql_get_int (person->replica->store, 0, &n, &error, "SELECT count(*) FROM sealed_early", "");
  g_assert_no_error (error);
  return (guint) n;
}

/* Keys that wait for ops that never come take no more room than this; those that are there stay. */
static void
test_early_max (void)
{
  g_autoptr (TestWorld) world = test_world_new (1);
  g_autoptr (TestPerson) ana = test_person_new (world, "Ana");

  test_person_found (ana, "Analysis");
  for (guint i = 0; i < CEN_OPENED_EARLY_MAX; i++)
    take_early (ana, i);
  g_assert_cmpuint (count_early (ana), ==, CEN_OPENED_EARLY_MAX);
  take_early (ana, CEN_OPENED_EARLY_MAX);
  g_assert_cmpuint (count_early (ana), ==, CEN_OPENED_EARLY_MAX);
  take_early (ana, 5);
  g_assert_cmpuint (count_early (ana), ==, CEN_OPENED_EARLY_MAX);
}

int
main (int argc, char **argv)
{
  cen_crypto_init ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sealed-keys/early-max", test_early_max);
  return g_test_run ();
}
