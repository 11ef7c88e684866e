/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/path-list.h"

#include "core/author-content.h"
#include "core/place.h"
#include "core/private-notes.h"
#include "tests/support/study.h"

#include <string.h>

enum { ANA, BO, CLEO, DAN };

static CenId
create (TestPerson *person, guint kind, const CenValue *values, guint n_values)
{
  g_autoptr (GError) error = NULL;
  CenId id;

  cen_author_create (person->circle, cen_kind_get (kind), values, n_values, &id, &error);
  g_assert_no_error (error);
  return id;
}

static CenId
begin_path (TestPerson *person)
{
  CenValue value = { .field = CEN_PATH_TITLE, .type = CEN_FIELD_TEXT, .text = "Integrals" };

  return create (person, CEN_KIND_PATH, &value, 1);
}

static CenId
add_step (TestPerson *person, const CenId *path, const char *title, const char *place,
          const CenId *needs)
{
  CenValue values[] = {
    { .field = CEN_STEP_PATH, .type = CEN_FIELD_REF, .ref = *path },
    { .field = CEN_STEP_TITLE, .type = CEN_FIELD_TEXT, .text = title },
    { .field = CEN_STEP_PLACE, .type = CEN_FIELD_TEXT, .text = place },
    { .field = CEN_STEP_NEEDS, .type = CEN_FIELD_REFS, .items = needs, .n_items = 1 },
  };

  return create (person, CEN_KIND_STEP, values, needs != NULL ? 4 : 3);
}

static void
move (TestPerson *person, const CenId *step, const char *place)
{
  CenValue value = { .field = CEN_STEP_PLACE, .type = CEN_FIELD_TEXT, .text = place };

  g_assert_true (cen_author_set (person->circle, step, &value, 1, NULL));
}

static void
mark_done (TestPerson *person, const CenId *step, CenMarkAction action)
{
  g_assert_true (cen_author_mark (person->circle, step, "done", "", action, NULL));
}

static GPtrArray *
read_steps (TestPerson *person, const CenId *path)
{
  CenObjectPage page = { .parent = path, .direction = CEN_PAGE_OLDEST, .limit = CEN_QUERY_ALL };
  g_autoptr (GError) error = NULL;
  GPtrArray *rows =
      cen_query_objects (person->replica->store, &person->circle->id, CEN_KIND_STEP, &page, &error);

  g_assert_no_error (error);
  return rows;
}

/* "a:2 b:0": titles in order, each with how many have done it. */
static char *
tell (TestPerson *person, const CenId *path)
{
  g_autoptr (GPtrArray) objects = read_steps (person, path);
  g_autoptr (GPtrArray) steps = cen_path_sort_steps (objects);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < steps->len; i++) {
    g_autofree char *title = cen_object_row_dup_text (steps->pdata[i], CEN_STEP_TITLE);
    g_autoptr (GArray) done = cen_path_list_done (steps->pdata[i]);

    g_string_append_printf (text, "%s%s:%u", i > 0 ? " " : "", title, done->len);
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
assert_told (TestPerson *person, const CenId *path, const char *expected)
{
  g_autofree char *told = tell (person, path);

  g_assert_cmpstr (told, ==, expected);
}

static void
test_order (void)
{
  g_auto (TestStudy) study = { 0 };
  CenId path, b;

  test_study_begin (&study, 1);
  path = begin_path (study.people[ANA]);
  b = add_step (study.people[ANA], &path, "b", "B", NULL);
  add_step (study.people[ANA], &path, "a", "A", NULL);
  add_step (study.people[ANA], &path, "nowhere", "", NULL);
  test_study_sync (&study);
  assert_told (study.people[DAN], &path, "a:0 b:0 nowhere:0");
  move (study.people[DAN], &b, "0A");
  mark_done (study.people[DAN], &b, CEN_MARK_PUT);
  test_study_sync (&study);
  assert_told (study.people[BO], &path, "b:1 a:0 nowhere:0");
}

static void
test_needs (void)
{
  g_auto (TestStudy) study = { 0 };
  const CenId *dan;
  CenId path, one, two;

  test_study_begin (&study, 2);
  dan = &study.people[DAN]->circle->self_member;
  path = begin_path (study.people[ANA]);
  one = add_step (study.people[ANA], &path, "one", "A", NULL);
  two = add_step (study.people[ANA], &path, "two", "B", &one);
  test_study_sync (&study);
  for (guint round = 0; round < 2; round++) {
    g_autoptr (GPtrArray) objects = read_steps (study.people[DAN], &path);
    g_autoptr (GPtrArray) steps = cen_path_sort_steps (objects);
    g_autoptr (GHashTable) own = NULL;

    g_assert_true (cen_path_is_open (steps->pdata[0], steps, dan, NULL));
    g_assert_cmpint (cen_path_is_open (steps->pdata[1], steps, dan, NULL), ==, round == 1);
    g_assert_true (cen_private_set (study.people[DAN]->circle, &one, CEN_PRIVATE_DONE, "1", NULL));
    own = cen_private_list (study.people[DAN]->replica->store, &study.people[DAN]->circle->id,
                            CEN_PRIVATE_DONE, NULL);
    g_assert_true (cen_path_is_open (steps->pdata[1], steps, dan, own));
    g_assert_cmpuint (cen_path_count_done (steps, dan, own), ==, 1);
    g_assert_cmpuint (cen_path_count_done (steps, dan, NULL), ==, round);
    mark_done (study.people[DAN], &one, CEN_MARK_PUT);
  }
  /* What is needed and was deleted is not asked for. */
  g_assert_true (cen_author_redact (study.people[ANA]->circle, &one, NULL));
  test_study_sync (&study);

  g_autoptr (GPtrArray) left = read_steps (study.people[BO], &path);

  g_assert_cmpuint (left->len, ==, 1);
  g_assert_true (cen_id_equal (&((CenObjectRow *) left->pdata[0])->id, &two));
  g_assert_true (
      cen_path_is_open (left->pdata[0], left, &study.people[BO]->circle->self_member, NULL));
}

static CenCertificateState
check (TestPerson *person, const CenId *certificate, const CenId *path)
{
  g_autoptr (GPtrArray) steps = read_steps (person, path);
  g_autoptr (GError) error = NULL;
  g_autoptr (CenObjectRow) row =
      cen_query_object (person->replica->store, &person->circle->id, certificate, &error);

  g_assert_no_error (error);
  return cen_path_check_certificate (row, steps);
}

static void
test_certificate (void)
{
  g_auto (TestStudy) study = { 0 };
  CenId path, steps[2], whole, part;
  TestPerson *dan;

  test_study_begin (&study, 3);
  dan = study.people[DAN];
  path = begin_path (study.people[ANA]);
  steps[0] = add_step (study.people[ANA], &path, "one", "A", NULL);
  steps[1] = add_step (study.people[ANA], &path, "two", "B", NULL);
  test_study_sync (&study);
  for (guint i = 0; i < 2; i++)
    mark_done (dan, &steps[i], CEN_MARK_PUT);

  CenValue values[] = {
    { .field = CEN_CERTIFICATE_PATH, .type = CEN_FIELD_REF, .ref = path },
    { .field = CEN_CERTIFICATE_STEPS, .type = CEN_FIELD_REFS, .items = steps, .n_items = 2 },
  };

  whole = create (dan, CEN_KIND_CERTIFICATE, values, 2);
  values[1].n_items = 1;
  part = create (dan, CEN_KIND_CERTIFICATE, values, 2);
  add_step (dan, &path, "later", "C", NULL);
  test_study_sync (&study);
  g_assert_cmpint (check (study.people[ANA], &whole, &path), ==, CEN_CERTIFICATE_HOLDS);
  g_assert_cmpint (check (study.people[ANA], &part, &path), ==, CEN_CERTIFICATE_LACKS);
  mark_done (dan, &steps[0], CEN_MARK_CLEAR);
  test_study_sync (&study);
  g_assert_cmpint (check (study.people[ANA], &whole, &path), ==, CEN_CERTIFICATE_TAKEN_BACK);
}

/* What one keeps for oneself: bounds, dropping, and that it is in no view. */
static void
test_private (void)
{
  g_auto (TestStudy) study = { 0 };
  g_autofree char *key = g_strnfill (CEN_PRIVATE_KEY_MAX, 'k');
  g_autofree char *long_key = g_strnfill (CEN_PRIVATE_KEY_MAX + 1, 'k');
  g_autofree char *text = g_strnfill (CEN_PRIVATE_TEXT_MAX, 't');
  g_autofree char *long_text = g_strnfill (CEN_PRIVATE_TEXT_MAX + 1, 't');
  g_autoptr (GHashTable) some = NULL;
  g_autoptr (GHashTable) none = NULL;
  CenCircle *circle;
  CenStore *store;
  CenId about = { { 1 } };

  test_study_begin (&study, 4);
  circle = study.people[ANA]->circle;
  store = study.people[ANA]->replica->store;
  g_assert_false (cen_private_set (circle, &about, long_key, "x", NULL));
  g_assert_false (cen_private_set (circle, &about, key, long_text, NULL));
  g_assert_false (cen_private_set (circle, &about, "", "x", NULL));
  g_assert_true (cen_private_set (circle, &about, key, "x", NULL));
  g_assert_true (cen_private_set (circle, &about, key, text, NULL));
  some = cen_private_list (store, &circle->id, key, NULL);
  g_assert_cmpuint (g_hash_table_size (some), ==, 1);
  g_assert_cmpstr (g_hash_table_lookup (some, &about), ==, text);
  g_assert_true (cen_private_set (circle, &about, key, "", NULL));
  none = cen_private_list (store, &circle->id, key, NULL);
  g_assert_cmpuint (g_hash_table_size (none), ==, 0);
  test_study_sync (&study);
  test_assert_same_state (study.people[ANA], study.people[BO]);
}

/* A step goes to any position of the others; two who move at once both get what they did. */
static void
test_moves (void)
{
  static const struct {
    guint step, at;
    const char *told;
  } rows[] = {
    { 0, 2, "b:0 c:0 a:0" }, { 2, 0, "a:0 b:0 c:0" }, { 1, 1, "a:0 b:0 c:0" },
    { 1, 0, "b:0 a:0 c:0" }, { 0, 9, "a:0 c:0 b:0" },
  };
  const guint8 salt[CEN_PLACE_SALT] = { 3, 4 };
  g_auto (TestStudy) study = { 0 };
  CenId path;

  test_study_begin (&study, 7);
  path = begin_path (study.people[ANA]);
  add_step (study.people[ANA], &path, "a", "A", NULL);
  add_step (study.people[ANA], &path, "b", "B", NULL);
  add_step (study.people[ANA], &path, "c", "C", NULL);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (CenPathList) all = cen_path_list_read (study.people[ANA]->replica->store,
                                                      &study.people[ANA]->circle->id, NULL);
    const CenPathRow *row = cen_path_list_find (all, &path);
    const CenObjectRow *step = row->steps->pdata[rows[i].step];
    g_autofree char *place = cen_path_row_choose_place (row, step, rows[i].at, salt);

    move (study.people[ANA], &step->id, place);
    assert_told (study.people[ANA], &path, rows[i].told);
  }
}

/* --- Any order --- */

/* Who says they have done all that there is, or a part of it. */
static void
certify (TestPerson *who, const CenId *path, GPtrArray *steps)
{
  g_autofree CenId *ids = g_new0 (CenId, MAX (steps->len, 1));
  CenValue values[] = {
    { .field = CEN_CERTIFICATE_PATH, .type = CEN_FIELD_REF, .ref = *path },
    { .field = CEN_CERTIFICATE_STEPS, .type = CEN_FIELD_REFS, .items = ids, .n_items = steps->len },
  };

  for (guint i = 0; i < steps->len; i++)
    ids[i] = ((const CenObjectRow *) steps->pdata[i])->id;
  if (steps->len > 0)
    create (who, CEN_KIND_CERTIFICATE, values, 2);
}

/* The order, the progress, what each certificate is worth, and who has one that holds. */
static char *
tell_all (TestPerson *person, const CenId *path)
{
  g_autoptr (CenPathList) all =
      cen_path_list_read (person->replica->store, &person->circle->id, NULL);
  const CenPathRow *row = cen_path_list_find (all, path);
  g_autofree char *brief = tell (person, path);
  g_autoptr (GString) text = g_string_new (brief);

  for (guint i = 0; i < row->steps->len; i++) {
    g_autoptr (GPtrArray) missing =
        cen_path_list_missing (all, row->steps->pdata[i], &((CenObjectRow *) row->row)->author);

    g_string_append_printf (text, " %u", missing->len);
  }
  for (guint i = 0; i < all->certificates->len; i++) {
    const CenObjectRow *certificate = all->certificates->pdata[i];

    g_string_append_printf (text, " %d%d", cen_path_check_certificate (certificate, row->steps),
                            cen_path_list_find_certificate (all, row, &certificate->author) ==
                                certificate);
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
act (TestStudy *study, GRand *rand, const CenId *path, GArray *steps)
{
  TestPerson *who = study->people[g_rand_int_range (rand, 0, TEST_STUDY_PEOPLE)];
  TestPerson *other = study->people[g_rand_int_range (rand, 0, TEST_STUDY_PEOPLE)];
  guint8 salt[CEN_PLACE_SALT] = { (guint8) g_rand_int (rand), (guint8) g_rand_int (rand) };
  g_autoptr (GPtrArray) objects = read_steps (who, path);
  g_autoptr (GPtrArray) known = cen_path_sort_steps (objects);
  guint at = known->len > 0 ? (guint) g_rand_int_range (rand, 0, (gint32) known->len) : 0;
  g_autofree char *before =
      at > 0 ? cen_object_row_dup_text (known->pdata[at - 1], CEN_STEP_PLACE) : NULL;
  g_autofree char *after =
      at < known->len ? cen_object_row_dup_text (known->pdata[at], CEN_STEP_PLACE) : NULL;
  g_autofree char *place = cen_place_between (before, after, salt);
  char title[] = { (char) ('a' + steps->len % 26), '\0' };
  const CenId *about =
      known->len > 0
          ? &((CenObjectRow *) known->pdata[g_rand_int_range (rand, 0, (gint32) known->len)])->id
          : NULL;
  CenId id;

  switch (g_rand_int_range (rand, 0, 7)) {
  case 6:
    certify (who, path, known);
    break;
  case 0:
    id = add_step (who, path, title, place, about);
    g_array_append_val (steps, id);
    break;
  case 1:
    if (about != NULL)
      move (who, about, place);
    break;
  case 2:
  case 3:
    if (about != NULL)
      mark_done (who, about, g_rand_boolean (rand) ? CEN_MARK_PUT : CEN_MARK_CLEAR);
    break;
  default:
    if (who != other)
      test_person_pull (who, other);
    break;
  }
}

/* Twenty replicas that got everything in another order, some of it twice, tell the same order and
 * the same progress, also when an author was removed. */
static void
test_shuffled (void)
{
  g_auto (TestStudy) study = { 0 };
  g_autoptr (GRand) rand = g_rand_new_with_seed (8);
  g_autoptr (GArray) steps = g_array_new (FALSE, FALSE, sizeof (CenId));
  g_autofree char *told = NULL;
  CenId path;

  test_study_begin (&study, 8);
  path = begin_path (study.people[CLEO]);
  test_study_sync (&study);
  for (guint i = 0; i < 120; i++)
    act (&study, rand, &path, steps);
  test_study_revoke (study.people[ANA], study.people[DAN], NULL);
  for (guint i = 0; i < 10; i++)
    act (&study, rand, &path, steps);
  test_study_sync (&study);
  g_assert_cmpuint (steps->len, >, 10);
  told = tell_all (study.people[ANA], &path);
  for (guint replica = 0; replica < 20; replica++) {
    g_autoptr (TestPerson) fresh = test_person_new (study.world, "Fresh");
    g_autofree char *tells = NULL;

    test_person_open_empty (fresh, &study.people[0]->circle->id);
    test_study_deliver (fresh, study.people[BO], rand);
    test_assert_same_state (study.people[ANA], fresh);
    tells = tell_all (fresh, &path);
    g_assert_cmpstr (tells, ==, told);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/path/order", test_order);
  g_test_add_func ("/path/needs", test_needs);
  g_test_add_func ("/path/certificate", test_certificate);
  g_test_add_func ("/path/private", test_private);
  g_test_add_func ("/path/moves", test_moves);
  g_test_add_func ("/path/shuffled", test_shuffled);
  return g_test_run ();
}
