/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/own-state.h"
#include "core/private-notes.h"
#include "core/store-sql.h"
#include "tests/support/people.h"

typedef struct {
  TestWorld *world;
  TestPerson *ana;
} Scene;

static void
begin (Scene *scene)
{
  scene->world = test_world_new (1);
  scene->ana = test_person_new (scene->world, "Ana");
  test_person_found (scene->ana, "Analysis");
}

static void
scene_clear (Scene *scene)
{
  test_person_free (scene->ana);
  test_world_free (scene->world);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Scene, scene_clear)

static void
set_draft (Scene *scene, guint i, const char *text)
{
  CenId place = { .bytes = { (guint8) (i >> 8), (guint8) i, 1 } };
  g_autoptr (GError) error = NULL;

  test_world_advance (scene->world, 1);
  cen_own_set_draft (scene->ana->circle, &place, text, &error);
  g_assert_no_error (error);
}

/* How many drafts are kept, and the number of the oldest and whether it is empty. */
static guint
count_drafts (Scene *scene, guint *ret_oldest, guint *ret_n_empty)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) drafts = cen_own_list_drafts (scene->ana->circle, &error);
  gint64 oldest_ms = G_MAXINT64;

  g_assert_no_error (error);
  *ret_n_empty = 0;
  for (guint i = 0; i < drafts->len; i++) {
    const CenOwnDraft *draft = drafts->pdata[i];

    *ret_n_empty += *draft->text == '\0';
    if (draft->wall_ms < oldest_ms) {
      oldest_ms = draft->wall_ms;
      *ret_oldest = (guint) draft->place.bytes[0] << 8 | draft->place.bytes[1];
    }
  }
  return drafts->len;
}

/* Of too many the one that was written first goes; before all of them the ones that are empty. */
static void
test_drafts_max (void)
{
  g_auto (Scene) scene = { 0 };
  guint oldest, n_empty;

  begin (&scene);
  for (guint i = 0; i < CEN_DRAFTS_MAX; i++)
    set_draft (&scene, i, "Dear all");
  g_assert_cmpuint (count_drafts (&scene, &oldest, &n_empty), ==, CEN_DRAFTS_MAX);
  g_assert_cmpuint (oldest, ==, 0);
  set_draft (&scene, CEN_DRAFTS_MAX, "Dear all");
  g_assert_cmpuint (count_drafts (&scene, &oldest, &n_empty), ==, CEN_DRAFTS_MAX);
  g_assert_cmpuint (oldest, ==, 1);
  set_draft (&scene, 100, "");
  g_assert_cmpuint (count_drafts (&scene, &oldest, &n_empty), ==, CEN_DRAFTS_MAX);
  g_assert_cmpuint (n_empty, ==, 1);
  set_draft (&scene, CEN_DRAFTS_MAX + 1, "Dear all");
  g_assert_cmpuint (count_drafts (&scene, &oldest, &n_empty), ==, CEN_DRAFTS_MAX);
  g_assert_cmpuint (n_empty, ==, 0);
  g_assert_cmpuint (oldest, ==, 1);
}

static void
test_draft_max (void)
{
  g_auto (Scene) scene = { 0 };
  g_autofree char *longest = g_strnfill (CEN_DRAFT_MAX, 'a');
  g_autofree char *longer = g_strnfill (CEN_DRAFT_MAX + 1, 'a');
  g_autoptr (GError) error = NULL;
  CenId place = { .bytes = { 9 } };
  guint oldest, n_empty;

  begin (&scene);
  set_draft (&scene, 1, longest);
  g_assert_false (cen_own_set_draft (scene.ana->circle, &place, longer, &error));
  g_assert_error (error, CEN_ERROR, CEN_ERROR_REFUSED);
  g_assert_cmpuint (count_drafts (&scene, &oldest, &n_empty), ==, 1);
}

/* Of too many private notes those that were written longest ago go. */
static void
test_private_notes_max (void)
{
  g_auto (Scene) scene = { 0 };
  g_autoptr (GHashTable) notes = NULL;
  g_autoptr (GError) error = NULL;
  CenId first = { .bytes = { 1 } }, more = { .bytes = { 2 } };

  begin (&scene);
  g_assert_true (cen_private_set (scene.ana->circle, &first, CEN_PRIVATE_DONE, "1", &error));
  cen_sql_run (scene.ana->replica->store, &error,
               "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?2)"
               " INSERT INTO private_note (circle, object, key, wall, text)"
               " SELECT ?1, randomblob (32), 'done', 1, '1' FROM n",
               "ii", scene.ana->circle->no, (gint64) CEN_PRIVATE_NOTES_MAX - 1);
  g_assert_no_error (error);
  g_assert_true (cen_private_set (scene.ana->circle, &more, CEN_PRIVATE_DONE, "1", &error));
  notes = cen_private_list (scene.ana->replica->store, &scene.ana->circle->id, CEN_PRIVATE_DONE,
                            &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_hash_table_size (notes), ==, CEN_PRIVATE_NOTES_MAX);
  g_assert_true (g_hash_table_contains (notes, &more));
  g_assert_false (g_hash_table_contains (notes, &first));
}

int
main (int argc, char **argv)
{
  cen_crypto_init ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/own-state/drafts-max", test_drafts_max);
  g_test_add_func ("/own-state/draft-max", test_draft_max);
  g_test_add_func ("/own-state/private-notes-max", test_private_notes_max);
  return g_test_run ();
}
