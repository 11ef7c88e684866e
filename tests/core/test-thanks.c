/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/thanks.h"
#include "tests/support/life.h"

enum { ANA, BO, CLEO, DAN };

static const CenId *
get_member (TestPerson *person)
{
  return &person->circle->self_member;
}

static gboolean
thank (TestPerson *person, const CenId *to, guint n_to, CenId *ret_id)
{
  CenValue values[] = {
    { .field = CEN_KUDOS_TO, .type = CEN_FIELD_REFS, .items = to, .n_items = n_to },
    test_value_text (CEN_KUDOS_REASON, "help"),
    test_value_text (CEN_KUDOS_SKILL, "listening")
  };

  return cen_author_create (person->circle, cen_kind_get (CEN_KIND_KUDOS), values, 3, ret_id, NULL);
}

static gboolean
award (TestPerson *person, const CenId *badge, const CenId *to)
{
  CenValue values[] = { test_value_ref (CEN_AWARD_BADGE, badge),
                        test_value_ref (CEN_AWARD_TO, to) };
  CenId id;

  return cen_author_create (person->circle, cen_kind_get (CEN_KIND_AWARD), values, 2, &id, NULL);
}

static gboolean
make_badge (TestPerson *person, CenId *ret_id)
{
  CenValue values[] = { { .field = CEN_BADGE_NAME, .type = CEN_FIELD_NAME, .text = "Owl" },
                        test_value_text (CEN_BADGE_EMOJI, "🦉") };

  return cen_author_create (person->circle, cen_kind_get (CEN_KIND_BADGE), values, 2, ret_id, NULL);
}

static CenThanks *
read_all (TestPerson *person)
{
  g_autoptr (GError) error = NULL;
  CenThanks *thanks = cen_thanks_read (person->replica->store, &person->circle->id, &error);

  g_assert_no_error (error);
  return thanks;
}

static void
test_kudos (void)
{
  g_auto (TestStudy) study = { 0 };
  g_autoptr (CenThanks) thanks = NULL;
  g_autoptr (GPtrArray) given = NULL;
  g_autoptr (GPtrArray) received = NULL;
  CenId to[3], id;

  test_study_begin (&study, 1);
  to[0] = *get_member (study.people[CLEO]);
  to[1] = *get_member (study.people[DAN]);
  to[2] = to[0]; /* twice the same */
  g_assert_true (thank (study.people[BO], to, 3, &id));
  g_assert_false (thank (study.people[CLEO], to, 2, &id)); /* not oneself */
  to[0] = (CenId){ { 9 } };                                /* nobody of this circle */
  g_assert_true (thank (study.people[BO], to, 1, &id));
  test_study_sync (&study);
  thanks = read_all (study.people[ANA]);
  g_assert_cmpuint (thanks->kudos->len, ==, 1);
  g_assert_cmpuint (((CenKudos *) thanks->kudos->pdata[0])->to->len, ==, 2);
  given = cen_thanks_list_given (thanks, get_member (study.people[BO]));
  received = cen_thanks_list_received (thanks, get_member (study.people[DAN]));
  g_assert_cmpuint (given->len, ==, 1);
  g_assert_cmpuint (received->len, ==, 1);
}

static void
test_badges (void)
{
  g_auto (TestStudy) study = { 0 };
  g_autoptr (CenThanks) thanks = NULL;
  g_autoptr (GPtrArray) awards = NULL;
  CenId badge;

  test_study_begin (&study, 2);
  g_assert_false (make_badge (study.people[CLEO], &badge));
  g_assert_true (make_badge (study.people[BO], &badge));
  test_study_sync (&study);
  g_assert_true (award (study.people[CLEO], &badge, get_member (study.people[DAN])));
  g_assert_false (award (study.people[CLEO], &badge, get_member (study.people[CLEO])));
  g_assert_true (
      award (study.people[ANA], &badge, get_member (study.people[DAN]))); /* once counts */
  test_study_sync (&study);
  thanks = read_all (study.people[BO]);
  awards = cen_thanks_list_awards (thanks, get_member (study.people[DAN]));
  g_assert_cmpuint (thanks->badges->len, ==, 1);
  g_assert_cmpuint (awards->len, ==, 1);
  g_assert_cmpuint (thanks->awards->len, ==, 1);
  g_assert_true (cen_author_redact (study.people[BO]->circle, &badge, NULL));
  g_clear_pointer (&thanks, cen_thanks_free);
  thanks = read_all (study.people[BO]);
  g_assert_cmpuint (thanks->awards->len, ==, 0);
}

/* What one gave goes with one's removal as if before; what one received stays said. */
static void
test_removal (void)
{
  g_auto (TestStudy) study = { 0 };
  g_autoptr (CenThanks) thanks = NULL;
  CenId cut, id;

  test_study_begin (&study, 3);
  cut = test_person_post (study.people[DAN], "here");
  g_assert_true (thank (study.people[DAN], get_member (study.people[CLEO]), 1, &id));
  g_assert_true (thank (study.people[CLEO], get_member (study.people[DAN]), 1, &id));
  test_study_sync (&study);
  test_study_revoke (study.people[ANA], study.people[DAN], &cut);
  test_study_sync (&study);
  thanks = read_all (study.people[BO]);
  g_assert_cmpuint (thanks->kudos->len, ==, 1);
  g_assert_true (cen_id_equal (&((CenKudos *) thanks->kudos->pdata[0])->row->id, &id));
}

static void
act (TestStudy *study, GRand *rand, gpointer data)
{
  TestPerson *person = study->people[g_rand_int_range (rand, 0, TEST_STUDY_PEOPLE)];
  TestPerson *other = study->people[g_rand_int_range (rand, 0, TEST_STUDY_PEOPLE)];
  g_autoptr (CenThanks) thanks = read_all (person);
  guint n = thanks->badges->len;
  CenId id;

  (void) data;
  switch (g_rand_int_range (rand, 0, 5)) {
  case 0:
    make_badge (person, &id);
    break;
  case 1:
  case 2:
    thank (person, get_member (other), 1, &id);
    break;
  default:
    if (n > 0) {
      id = ((CenBadge *) thanks->badges->pdata[g_rand_int_range (rand, 0, (gint32) n)])->row->id;
      award (person, &id, get_member (other));
    }
    break;
  }
}

static char *
dump (TestPerson *person)
{
  g_autoptr (CenThanks) thanks = read_all (person);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < thanks->kudos->len; i++) {
    const CenKudos *kudos = thanks->kudos->pdata[i];
    g_autofree char *id = cen_id_dup_text (&kudos->row->id);

    g_string_append_printf (text, "%s %u\n", id, kudos->to->len);
  }
  for (guint i = 0; i < thanks->awards->len; i++) {
    g_autofree char *id = cen_id_dup_text (&((CenAward *) thanks->awards->pdata[i])->row->id);

    g_string_append_printf (text, "%s\n", id);
  }
  return g_string_free (text, FALSE);
}

static void
test_everywhere (void)
{
  test_life_same_everywhere (act, dump, NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/thanks/kudos", test_kudos);
  g_test_add_func ("/thanks/badges", test_badges);
  g_test_add_func ("/thanks/removal", test_removal);
  g_test_add_func ("/thanks/everywhere", test_everywhere);
  return g_test_run ();
}
