/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/holdings.h"
#include "core/queries-copies.h"
#include "tests/support/people.h"

#include <string.h>

typedef struct {
  TestWorld *world;
  TestPerson *ana;
  TestPerson *bo;
} Scene;

static void
set_up (Scene *scene)
{
  scene->world = test_world_new (1);
  scene->ana = test_person_new (scene->world, "Ana");
  scene->bo = test_person_new (scene->world, "Bo");
  test_person_found (scene->ana, "Analysis");
  test_person_join (scene->bo, scene->ana);
  test_person_pull (scene->ana, scene->bo);
}

static void
tear_down (Scene *scene)
{
  test_person_free (scene->ana);
  test_person_free (scene->bo);
  test_world_free (scene->world);
}

static void
note (Scene *scene, gint64 op_no, gsize clock_len)
{
  CenCircle *circle = scene->ana->circle;
  g_autofree guint8 *bytes = g_malloc0 (clock_len + 1);
  g_autoptr (GBytes) clock = clock_len > 0 ? g_bytes_new (bytes, clock_len) : NULL;
  g_autoptr (GError) error = NULL;

  cen_holdings_note (circle, cen_circle_find_device (circle, &scene->bo->circle->self_device),
                     op_no, clock, &error);
  g_assert_no_error (error);
}

/* What is known of a device is one row, and the last word counts; a clock may be as long as any. */
static void
test_last_word (void)
{
  Scene scene;

  set_up (&scene);
  for (guint i = 0; i < 3; i++) {
    static const gsize lens[] = { 0, 1, CEN_HOLDING_CLOCK_MAX };
    g_autoptr (GPtrArray) known = NULL;
    const CenHolding *holding;

    note (&scene, 5 + i, lens[i]);
    known = cen_holdings_list (scene.ana->circle, NULL);
    g_assert_cmpuint (known->len, ==, 1);
    holding = known->pdata[0];
    g_assert_true (cen_id_equal (&holding->device, &scene.bo->circle->self_device));
    g_assert_cmpint (holding->op_no, ==, 5 + i);
    g_assert_cmpuint (holding->clock != NULL ? g_bytes_get_size (holding->clock) : 0, ==, lens[i]);
  }
  g_assert_true (cen_circle_take_changes (scene.ana->circle) & CEN_CHANGED_COPIES);
  tear_down (&scene);
}

static void
check_copies (Scene *scene, const CenId *message, guint n_wanted)
{
  CenStore *store = scene->ana->replica->store;
  const CenId *circle = &scene->ana->circle->id;
  g_autoptr (CenMessageRow) row = cen_query_message (store, circle, message, NULL);
  g_autoptr (GPtrArray) copies = cen_query_copies (store, circle, message, NULL);
  const CenCopyRow *copy;

  g_assert_cmpuint (row->n_copies, ==, n_wanted);
  g_assert_cmpstr (row->copy_names, ==, n_wanted > 0 ? "Bo" : "");
  g_assert_cmpuint (copies->len, ==, 1);
  copy = copies->pdata[0];
  g_assert_cmpstr (copy->member_name, ==, "Bo");
  g_assert_cmpint (copy->is_holder, ==, n_wanted > 0);
}

/* Up to a row it has all, and of what comes after nothing is known. */
static void
test_copies (void)
{
  g_autoptr (GError) error = NULL;
  CenId first, second, stranger = { { 1 } };
  Scene scene;
  gint64 no;

  set_up (&scene);
  first = test_person_post (scene.ana, "First");
  second = test_person_post (scene.ana, "Second");
  check_copies (&scene, &first, 0);
  g_assert_true (cen_circle_find_op (scene.ana->circle, &first, &no, NULL));
  note (&scene, no - 1, 0);
  check_copies (&scene, &first, 0);
  note (&scene, no, 0);
  check_copies (&scene, &first, 1);
  check_copies (&scene, &second, 0);
  note (&scene, G_MAXINT64, 0);
  check_copies (&scene, &second, 1);
  g_assert_null (
      cen_query_copies (scene.ana->replica->store, &scene.ana->circle->id, &stranger, &error));
  g_assert_error (error, CEN_ERROR, CEN_ERROR_NOT_FOUND);
  tear_down (&scene);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/holdings/last-word", test_last_word);
  g_test_add_func ("/holdings/copies", test_copies);
  return g_test_run ();
}
