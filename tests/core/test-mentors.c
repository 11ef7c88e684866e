/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/mentors.h"

#include "core/crypto.h"

#include <string.h>

#define PERSONS_MAX 40
#define SKILLS_MAX  6

static const CenId circle = { { 9 } };
static const char *const all_skills[] = {
  "c", "rust", "piano", "latin", "maths", "bread", "chess"
};

typedef struct {
  CenMentorPerson persons[PERSONS_MAX];
  const char *words[PERSONS_MAX][2][SKILLS_MAX + 1];
  guint n;
} Town;

static void
choose_skills (const char **words)
{
  guint n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (all_skills) && n < SKILLS_MAX; i++) {
    if (g_test_rand_int_range (0, 3) == 0)
      words[n++] = all_skills[i];
  }
  words[n] = NULL;
}

static void
people_town (Town *town, guint n)
{
  memset (town, 0, sizeof *town);
  town->n = n;
  for (guint i = 0; i < n; i++) {
    cen_crypto_hash (town->persons[i].member.bytes, "test.person", &i, sizeof i);
    choose_skills (town->words[i][0]);
    choose_skills (town->words[i][1]);
    town->persons[i].offers = town->words[i][0];
    town->persons[i].wants = town->words[i][1];
    town->persons[i].n_pairs = (guint) g_test_rand_int_range (0, 3);
  }
}

static const CenMentorPerson *
find (const Town *town, const CenId *id)
{
  for (guint i = 0; i < town->n; i++) {
    if (cen_id_equal (&town->persons[i].member, id))
      return &town->persons[i];
  }
  return NULL;
}

static gboolean
bar_first (const CenId *a, const CenId *b, gpointer user_data)
{
  const Town *town = user_data;

  return cen_id_equal (a, &town->persons[0].member) || cen_id_equal (b, &town->persons[0].member);
}

/* What @member was given in @part, or NULL. */
static const CenMentorPerson *
get_given (const Town *town, GArray *matches, const CenId *member, CenMentorPart part)
{
  for (guint i = 0; i < matches->len; i++) {
    const CenMentorMatch *match = &g_array_index (matches, CenMentorMatch, i);

    if (part == CEN_MENTOR_LEARNS && cen_id_equal (&match->learner, member))
      return find (town, &match->helper);
    if (part == CEN_MENTOR_HELPS && cen_id_equal (&match->helper, member))
      return find (town, &match->learner);
  }
  return NULL;
}

static gboolean
would_rather (const Town *town, GArray *matches, const CenMentorPerson *chooser,
              const CenMentorPerson *other, CenMentorPart part)
{
  const CenMentorPerson *given = get_given (town, matches, &chooser->member, part);
  guint64 now = given != NULL ? cen_mentors_weigh (&circle, chooser, given, part) : 0;

  return cen_mentors_weigh (&circle, chooser, other, part) > now;
}

/* No learner and helper would both rather have each other. */
static void
test_stable (void)
{
  for (guint round = 0; round < 60; round++) {
    Town town;

    people_town (&town, (guint) g_test_rand_int_range (0, PERSONS_MAX));

    g_autoptr (GArray) matches = cen_mentors_match (&circle, town.persons, town.n, NULL, NULL);

    for (guint i = 0; i < matches->len; i++) {
      const CenMentorMatch *match = &g_array_index (matches, CenMentorMatch, i);

      g_assert_false (cen_id_equal (&match->learner, &match->helper));
      g_assert_cmpuint (match->n_skills, >, 0);
      g_assert_true (get_given (&town, matches, &match->learner, CEN_MENTOR_LEARNS) ==
                     find (&town, &match->helper));
    }
    for (guint a = 0; a < town.n; a++) {
      for (guint b = 0; b < town.n; b++)
        g_assert_false (
            would_rather (&town, matches, &town.persons[a], &town.persons[b], CEN_MENTOR_LEARNS) &&
            would_rather (&town, matches, &town.persons[b], &town.persons[a], CEN_MENTOR_HELPS));
    }
  }
}

/* Twenty replicas that know the members in another order match alike. */
static void
test_shuffled (void)
{
  Town town;

  people_town (&town, 25);

  g_autoptr (GArray) first = cen_mentors_match (&circle, town.persons, town.n, NULL, NULL);

  g_assert_cmpuint (first->len, >, 5);
  for (guint replica = 0; replica < 20; replica++) {
    g_autoptr (GArray) again = NULL;

    for (guint i = town.n - 1; i > 0; i--) {
      guint k = (guint) g_test_rand_int_range (0, (int) i + 1);
      CenMentorPerson swapped = town.persons[i];

      town.persons[i] = town.persons[k];
      town.persons[k] = swapped;
    }
    again = cen_mentors_match (&circle, town.persons, town.n, NULL, NULL);
    g_assert_cmpuint (again->len, ==, first->len);
    for (guint i = 0; i < first->len; i++) {
      const CenMentorMatch *x = &g_array_index (first, CenMentorMatch, i);
      const CenMentorMatch *y = &g_array_index (again, CenMentorMatch, i);

      g_assert_true (cen_id_equal (&x->learner, &y->learner));
      g_assert_true (cen_id_equal (&x->helper, &y->helper));
    }
  }
}

static void
test_preferences (void)
{
  static const char *const c[] = { "c", NULL };
  static const char *const c_rust[] = { "c", "rust", NULL };
  static const char *const nothing[] = { NULL };
  CenMentorPerson learner = { { { 1 } }, nothing, c_rust, 0 };
  CenMentorPerson few = { { { 2 } }, c, nothing, 0 };
  CenMentorPerson many = { { { 3 } }, c_rust, nothing, 5 };
  CenMentorPerson busy = { { { 4 } }, c, nothing, 1 };
  CenMentorPerson none = { { { 5 } }, nothing, c, 0 };
  CenMentorPerson trader = { { { 6 } }, c, c, 7 };
  CenMentorPerson giver = { { { 7 } }, c, c_rust, 0 };

  guint64 likes_few = cen_mentors_weigh (&circle, &learner, &few, CEN_MENTOR_LEARNS);

  g_assert_cmpuint (cen_mentors_weigh (&circle, &learner, &many, CEN_MENTOR_LEARNS), >, likes_few);
  g_assert_cmpuint (cen_mentors_weigh (&circle, &learner, &busy, CEN_MENTOR_LEARNS), <, likes_few);
  g_assert_cmpuint (cen_mentors_weigh (&circle, &learner, &none, CEN_MENTOR_LEARNS), ==, 0);
  g_assert_cmpuint (cen_mentors_weigh (&circle, &learner, &learner, CEN_MENTOR_LEARNS), ==, 0);
  g_assert_cmpuint (cen_mentors_weigh (&circle, &giver, &trader, CEN_MENTOR_LEARNS), >,
                    cen_mentors_weigh (&circle, &giver, &few, CEN_MENTOR_LEARNS));
}

static void
test_bar (void)
{
  Town town;

  people_town (&town, 20);

  g_autoptr (GArray) matches = cen_mentors_match (&circle, town.persons, town.n, bar_first, &town);
  g_autoptr (GArray) none = cen_mentors_match (&circle, NULL, 0, NULL, NULL);

  g_assert_cmpuint (none->len, ==, 0);
  g_assert_null (get_given (&town, matches, &town.persons[0].member, CEN_MENTOR_LEARNS));
  g_assert_null (get_given (&town, matches, &town.persons[0].member, CEN_MENTOR_HELPS));
}

static void
test_keys (void)
{
  static const char *const rows[][2] = {
    { "  Rust ", "rust" },
    { "ÉLECTRICITÉ", "électricité" },
    { "", "" },
    { "C", "c" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *key = cen_skill_dup_key (rows[i][0]);

    g_assert_cmpstr (key, ==, rows[i][1]);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  cen_crypto_init ();
  g_test_add_func ("/mentors/stable", test_stable);
  g_test_add_func ("/mentors/shuffled", test_shuffled);
  g_test_add_func ("/mentors/preferences", test_preferences);
  g_test_add_func ("/mentors/bar", test_bar);
  g_test_add_func ("/mentors/keys", test_keys);
  return g_test_run ();
}
