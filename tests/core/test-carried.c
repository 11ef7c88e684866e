/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/author-members.h"
#include "core/carried.h"
#include "core/envelope.h"
#include "tests/support/people.h"

#include <string.h>

typedef struct {
  TestWorld *world;
  TestPerson *ana;
  TestPerson *bo;
  CenCarried *hers;
  CenCarried *his;
} Scene;

static void
scene_clear (Scene *scene)
{
  cen_carried_free (scene->hers);
  cen_carried_free (scene->his);
  test_person_free (scene->ana);
  test_person_free (scene->bo);
  test_world_free (scene->world);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Scene, scene_clear)

static void
begin (Scene *scene)
{
  scene->world = test_world_new (1);
  scene->ana = test_person_new (scene->world, "Ana");
  scene->bo = test_person_new (scene->world, "Bo");
  test_person_found (scene->ana, "Carried");
  test_person_join (scene->bo, scene->ana);
  test_person_pull (scene->ana, scene->bo);
  scene->hers = cen_carried_new (scene->ana->circle);
  scene->his = cen_carried_new (scene->bo->circle);
}

static void
update (CenCarried *carried)
{
  g_autoptr (GError) error = NULL;
  gboolean is_done = FALSE;

  while (!is_done) {
    cen_carried_update (carried, 7, &is_done, &error);
    g_assert_no_error (error);
  }
}

static CenCarriedKey *
get_key (CenCarried *carried, guint at)
{
  return cen_carried_get_keys (carried)->pdata[at];
}

/* Who holds the same has the same envelopes, in whatever slices and whatever order it came; and
 * another look finds nothing more. */
static void
test_same (void)
{
  g_auto (Scene) scene = { 0 };
  g_autoptr (CenCarried) again = NULL;
  CenHeld before;

  begin (&scene);
  for (guint i = 0; i < 20; i++)
    test_person_post (i % 2 == 0 ? scene.ana : scene.bo, "Words");
  update (scene.hers);
  test_person_pull (scene.ana, scene.bo);
  test_person_pull (scene.bo, scene.ana);
  update (scene.hers);
  update (scene.his);
  g_assert_true (cen_held_equal (&get_key (scene.hers, 0)->held, &get_key (scene.his, 0)->held));
  before = get_key (scene.hers, 0)->held;
  update (scene.hers);
  g_assert_true (cen_held_equal (&get_key (scene.hers, 0)->held, &before));
  again = cen_carried_new (scene.ana->circle);
  update (again);
  g_assert_true (cen_held_equal (&get_key (again, 0)->held, &before));
  /* All but GENESIS and the first EPOCH. */
  g_assert_cmpuint (before.n + 2, ==, scene.ana->circle->n_ops);
}

typedef struct {
  Scene *scene;
  guint n;
} Opening;

static void
open_cb (const CenId *id, gint64 op, gpointer user_data)
{
  Opening *opening = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes =
      cen_carried_seal (opening->scene->hers, get_key (opening->scene->hers, 0), id, op, &error);
  CenIncoming incoming;
  CenId found;

  g_assert_no_error (error);
  g_assert_true (cen_carried_open (opening->scene->his, get_key (opening->scene->his, 0),
                                   g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), &found,
                                   &incoming, &error));
  g_assert_true (cen_id_equal (&found, id));
  g_bytes_unref (incoming.op);
  g_bytes_unref (incoming.payload);
  opening->n++;
}

static void
test_opens (void)
{
  g_auto (Scene) scene = { 0 };
  Opening opening = { &scene, 0 };

  begin (&scene);
  test_person_post (scene.ana, "Words");
  update (scene.hers);
  update (scene.his);
  g_assert_true (
      cen_carried_foreach (scene.hers, get_key (scene.hers, 0), open_cb, &opening, NULL));
  g_assert_cmpuint (opening.n, ==, get_key (scene.hers, 0)->held.n);
}

/* After a removal another key is written with, and each op goes under the one it names. */
static void
test_keys (void)
{
  g_auto (Scene) scene = { 0 };
  CenId bo;
  guint64 n;

  begin (&scene);
  update (scene.hers);
  n = get_key (scene.hers, 0)->held.n;
  bo = scene.bo->circle->self_member;
  g_assert_true (cen_author_revoke (scene.ana->circle, &bo, NULL, 0, NULL, NULL));
  test_person_post (scene.ana, "Without Bo");
  update (scene.hers);
  g_assert_cmpuint (cen_carried_get_keys (scene.hers)->len, ==, 2);
  g_assert_true (cen_carried_get_writing (scene.hers) == get_key (scene.hers, 1));
  /* REVOKE and EPOCH are where those who lag behind look. */
  g_assert_cmpuint (get_key (scene.hers, 0)->held.n, ==, n + 2);
  g_assert_cmpuint (get_key (scene.hers, 1)->held.n, ==, 1);
}

static void
test_junk (void)
{
  g_auto (Scene) scene = { 0 };
  const CenId drawer = { { 8 } };
  CenId id = { { 0 } };

  begin (&scene);
  for (guint i = 0; i < CEN_CARRIED_JUNK_MAX; i++) {
    memcpy (id.bytes, &i, sizeof i);
    g_assert_true (cen_carried_note_junk (scene.hers, &drawer, &id, NULL));
  }
  id.bytes[8] = 1;
  g_assert_false (cen_carried_note_junk (scene.hers, &drawer, &id, NULL));
}

static void
test_handed (void)
{
  g_auto (Scene) scene = { 0 };
  guint8 key[CEN_KEY_LEN] = { 0 };

  begin (&scene);
  for (guint i = 0; i < CEN_CARRIED_HANDED_MAX + 5; i++) {
    memcpy (key, &i, sizeof i);
    cen_carried_add_key (scene.hers, key);
    cen_carried_add_key (scene.hers, key);
  }
  update (scene.hers);
  g_assert_cmpuint (cen_carried_get_keys (scene.hers)->len, ==, CEN_CARRIED_HANDED_MAX + 1);
  g_assert_true (cen_carried_get_writing (scene.hers) == get_key (scene.hers, 0));
}

static void
test_news (void)
{
  g_auto (Scene) scene = { 0 };
  CenCarriedKey *key;
  CenId id = { { 0 } };

  begin (&scene);
  update (scene.hers);
  key = get_key (scene.hers, 0);
  g_array_set_size (key->news, CEN_CARRIED_NEWS_MAX);
  id.bytes[0] = 1;
  g_assert_true (cen_carried_note (scene.hers, key, &id, 1, NULL));
  g_assert_cmpuint (key->news->len, ==, CEN_CARRIED_NEWS_MAX / 2 + 1);
  g_assert_cmpuint (key->news_from, ==, CEN_CARRIED_NEWS_MAX / 2);
}

static void
test_cursor (void)
{
  g_auto (Scene) scene = { 0 };
  const CenId drawer = { { 8 } };

  begin (&scene);
  g_assert_cmpint (cen_carried_get_cursor (scene.hers, &drawer), ==, 0);
  g_assert_true (cen_carried_set_cursor (scene.hers, &drawer, 5, NULL));
  g_assert_true (cen_carried_set_cursor (scene.hers, &drawer, 7, NULL));
  g_assert_cmpint (cen_carried_get_cursor (scene.hers, &drawer), ==, 7);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  cen_crypto_init ();
  g_test_add_func ("/carried/same", test_same);
  g_test_add_func ("/carried/opens", test_opens);
  g_test_add_func ("/carried/keys", test_keys);
  g_test_add_func ("/carried/junk", test_junk);
  g_test_add_func ("/carried/handed", test_handed);
  g_test_add_func ("/carried/news", test_news);
  g_test_add_func ("/carried/cursor", test_cursor);
  return g_test_run ();
}
