/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The words of many objects enter the index after them: whatever happens meanwhile, what is in the
 * index is what it should be up to the last row in it, and all of it in the end. */

#include "core/author-content.h"
#include "core/queries.h"
#include "core/store-sql.h"
#include "core/views.h"
#include "tests/support/people.h"

#define MANY    600
#define N_STEPS 150

typedef struct {
  TestWorld *world;
  TestPerson *ana;
  GArray *messages; /* CenId */
} Scene;

static void
scene_clear (Scene *scene)
{
  g_array_unref (scene->messages);
  test_person_free (scene->ana);
  test_world_free (scene->world);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Scene, scene_clear)

static void
begin (Scene *scene)
{
  scene->world = test_world_new (1);
  scene->ana = test_person_new (scene->world, "Ana");
  scene->messages = g_array_new (FALSE, FALSE, sizeof (CenId));
  test_person_found (scene->ana, "Analysis");
}

static CenStore *
get_store (Scene *scene)
{
  return scene->ana->replica->store;
}

static void
post (Scene *scene, guint n)
{
  g_assert_true (cen_store_begin (get_store (scene), CEN_STORE_NORMAL, NULL));
  for (guint i = 0; i < n; i++) {
    CenId id = test_person_post (scene->ana, "some words");

    g_array_append_val (scene->messages, id);
  }
  g_assert_true (cen_store_commit (get_store (scene), NULL));
}

static void
edit (Scene *scene, guint at)
{
  CenValue value = { .field = CEN_MESSAGE_TEXT, .type = CEN_FIELD_TEXT, .text = "other words" };
  g_autoptr (GError) error = NULL;

  cen_author_set (scene->ana->circle, &g_array_index (scene->messages, CenId, at), &value, 1,
                  &error);
  g_assert_no_error (error);
}

static void
redact (Scene *scene, guint at)
{
  g_autoptr (GError) error = NULL;

  cen_author_redact (scene->ana->circle, &g_array_index (scene->messages, CenId, at), &error);
  g_assert_no_error (error);
  g_array_remove_index (scene->messages, at);
}

static void
rebuild (Scene *scene)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (cen_store_begin (get_store (scene), CEN_STORE_NORMAL, &error));
  g_assert_true (cen_views_rebuild (scene->ana->circle, &error));
  g_assert_true (cen_store_commit (get_store (scene), &error));
}

static guint
count_found (Scene *scene, const char *text)
{
  gint64 n;

  g_assert_true (cen_sql_get_int (get_store (scene), 0, &n, NULL,
                                  "SELECT count (*) FROM search WHERE search MATCH ?", "t", text));
  return (guint) n;
}

static gint64
get_int (Scene *scene, const char *sql)
{
  gint64 value;

  g_assert_true (cen_sql_get_int (get_store (scene), 0, &value, NULL, sql, ""));
  return value;
}

#define WITH_WORDS "SELECT no FROM searchable WHERE (title <> '' OR body <> '')"

static void
assert_index (Scene *scene)
{
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (get_int (scene, "SELECT count (*) FROM (" WITH_WORDS
                                   " AND no <= (SELECT max (id) FROM search_docsize)"
                                   " EXCEPT SELECT id FROM search_docsize)"),
                   ==, 0);
  g_assert_cmpint (get_int (scene, "SELECT count (*) FROM (SELECT id FROM search_docsize"
                                   " EXCEPT " WITH_WORDS ")"),
                   ==, 0);
  cen_sql_run (get_store (scene), &error, "INSERT INTO search (search) VALUES ('integrity-check')",
               "");
  g_assert_no_error (error);
}

static void
index_all (Scene *scene)
{
  while (cen_store_count_waiting (get_store (scene)) > 0)
    g_assert_true (cen_store_index_words (get_store (scene), 100, NULL));
  assert_index (scene);
  g_assert_cmpint (get_int (scene, "SELECT count (*) FROM (" WITH_WORDS ")"), ==,
                   get_int (scene, "SELECT count (*) FROM search_docsize"));
}

/* What a person finds, wherever it is. */
static guint
search (Scene *scene, const char *text)
{
  CenSearch search = { .text = text, .limit = 1000 };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) found = cen_query_search (get_store (scene), &search, &error);

  g_assert_no_error (error);
  return found->len;
}

static void
test_few (void)
{
  g_auto (Scene) scene = { 0 };

  begin (&scene);
  post (&scene, 20);
  g_assert_cmpuint (cen_store_count_waiting (get_store (&scene)), >=, 20);
  g_assert_cmpuint (count_found (&scene, "words"), ==, 0);
  g_assert_cmpuint (search (&scene, "words"), ==, 20);
  g_assert_true (cen_store_index_words (get_store (&scene), 0, NULL));
  g_assert_cmpuint (cen_store_count_waiting (get_store (&scene)), ==, 0);
  g_assert_cmpuint (search (&scene, "words"), ==, 20);
  /* Some stand in the index, some wait. */
  post (&scene, 3);
  g_assert_cmpuint (count_found (&scene, "words"), ==, 20);
  g_assert_cmpuint (search (&scene, "words"), ==, 23);
  edit (&scene, 21);
  redact (&scene, 22);
  g_assert_cmpuint (search (&scene, "other"), ==, 1);
  g_assert_cmpuint (search (&scene, "some"), ==, 21);
}

static void
test_many (void)
{
  g_auto (Scene) scene = { 0 };

  begin (&scene);
  post (&scene, MANY);
  g_assert_true (cen_store_index_words (get_store (&scene), MANY - 100, NULL));
  g_assert_cmpuint (cen_store_count_waiting (get_store (&scene)), >, 0);
  g_assert_cmpuint (search (&scene, "words"), ==, MANY);
  post (&scene, CEN_SEARCH_WAITING_MAX);
  /* The newest of those that wait. */
  g_assert_cmpuint (search (&scene, "words"), ==, 1000);
  g_assert_cmpuint (search (&scene, "none"), ==, 0);
  g_assert_true (cen_store_index_words (get_store (&scene), 0, NULL));
  g_assert_cmpuint (cen_store_count_waiting (get_store (&scene)), ==, 0);
  g_assert_cmpuint (count_found (&scene, "words"), ==, scene.messages->len);
}

/* Words that were changed or erased while they waited. */
static void
test_waiting (void)
{
  g_auto (Scene) scene = { 0 };

  begin (&scene);
  post (&scene, MANY);
  edit (&scene, MANY - 1);
  redact (&scene, MANY - 2);
  redact (&scene, 0);
  g_assert_cmpuint (cen_store_count_waiting (get_store (&scene)), >, 0);
  assert_index (&scene);
  index_all (&scene);
  g_assert_cmpuint (count_found (&scene, "some"), ==, MANY - 3);
  g_assert_cmpuint (count_found (&scene, "other"), ==, 1);
}

static void
test_rebuild (void)
{
  g_auto (Scene) scene = { 0 };
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  begin (&scene);
  post (&scene, MANY);
  before = test_person_dup_state (scene.ana);
  rebuild (&scene);
  after = test_person_dup_state (scene.ana);
  g_assert_cmpstr (before, ==, after);
  index_all (&scene);
  g_assert_cmpuint (count_found (&scene, "some"), ==, MANY);
}

static void
step (Scene *scene)
{
  guint at = scene->messages->len > 0
                 ? (guint) g_test_rand_int_range (0, (gint32) scene->messages->len)
                 : 0;

  switch (g_test_rand_int_range (0, 16)) {
  case 0:
  case 1:
    post (scene, MANY);
    break;
  case 2:
    rebuild (scene);
    break;
  case 3:
  case 4:
  case 5:
    post (scene, 1);
    break;
  case 6:
  case 7:
  case 8:
    g_assert_true (
        cen_store_index_words (get_store (scene), (guint) g_test_rand_int_range (1, 700), NULL));
    break;
  case 9:
  case 10:
  case 11:
    if (scene->messages->len > 0)
      redact (scene, g_test_rand_bit () ? scene->messages->len - 1 : at);
    break;
  default:
    if (scene->messages->len > 0)
      edit (scene, g_test_rand_bit () ? scene->messages->len - 1 : at);
    break;
  }
}

static void
test_random (void)
{
  g_auto (Scene) scene = { 0 };

  begin (&scene);
  for (guint i = 0; i < N_STEPS && scene.messages->len < 4000; i++) {
    step (&scene);
    assert_index (&scene);
  }
  index_all (&scene);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  cen_crypto_init ();
  g_test_add_func ("/index/few", test_few);
  g_test_add_func ("/index/many", test_many);
  g_test_add_func ("/index/waiting", test_waiting);
  g_test_add_func ("/index/rebuild", test_rebuild);
  g_test_add_func ("/index/random", test_random);
  return g_test_run ();
}
