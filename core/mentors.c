/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "mentors.h"

#include "crypto.h"

#include <string.h>

/* A weight is skills (16 bits) | mutual (1) | fewest pairs (15) | lot (32). */
#define SKILLS_SHIFT 48
#define MUTUAL_SHIFT 47
#define PAIRS_SHIFT  32
#define PAIRS_MAX    0x7fff

char *
cen_skill_dup_key (const char *skill)
{
  g_autofree char *stripped = g_strstrip (g_strdup (skill));
  g_autofree char *normal = g_utf8_normalize (stripped, -1, G_NORMALIZE_ALL_COMPOSE);

  return normal != NULL ? g_utf8_casefold (normal, -1) : g_strdup ("");
}

static guint
count_common (const char *const *wanted, const char *const *offered)
{
  guint n = 0;

  for (guint i = 0; wanted[i] != NULL && n < G_MAXINT16; i++)
    n += g_strv_contains (offered, wanted[i]);
  return n;
}

static guint32
draw_lot (const CenId *circle, const CenId *chooser, const CenId *other)
{
  const CenPart parts[] = { { circle->bytes, CEN_ID_LEN },
                            { chooser->bytes, CEN_ID_LEN },
                            { other->bytes, CEN_ID_LEN } };
  guint8 hash[CEN_ID_LEN];
  guint32 lot;

  cen_crypto_hash_parts (hash, NULL, 0, "cen1.mentor", parts, G_N_ELEMENTS (parts));
  memcpy (&lot, hash, sizeof lot);
  return GUINT32_FROM_LE (lot);
}

guint64
cen_mentors_weigh (const CenId *circle, const CenMentorPerson *chooser,
                   const CenMentorPerson *other, CenMentorPart part)
{
  const CenMentorPerson *learner = part == CEN_MENTOR_LEARNS ? chooser : other;
  const CenMentorPerson *helper = part == CEN_MENTOR_LEARNS ? other : chooser;
  guint64 n_skills = count_common (learner->wants, helper->offers);
  guint64 is_mutual = count_common (helper->wants, learner->offers) > 0;

  if (n_skills == 0 || cen_id_equal (&chooser->member, &other->member))
    return 0;
  return n_skills << SKILLS_SHIFT | is_mutual << MUTUAL_SHIFT |
         (guint64) (PAIRS_MAX - MIN (other->n_pairs, PAIRS_MAX)) << PAIRS_SHIFT |
         draw_lot (circle, &chooser->member, &other->member);
}

typedef struct {
  const CenMentorPerson *persons;
  guint n;
  guint64 *learner_likes; /* [learner * n + helper]; 0: never */
  guint64 *helper_likes;  /* [helper * n + learner] */
  guint *helper_has;      /* the learner that a helper holds, or NOBODY */
} Market;

#define NOBODY G_MAXUINT

static void
weigh_all (Market *market, const CenId *circle, CenMentorBar bar, gpointer user_data)
{
  for (guint learner = 0; learner < market->n; learner++) {
    for (guint helper = 0; helper < market->n; helper++) {
      const CenMentorPerson *a = &market->persons[learner], *b = &market->persons[helper];

      if (bar != NULL && bar (&a->member, &b->member, user_data))
        continue;
      market->learner_likes[learner * market->n + helper] =
          cen_mentors_weigh (circle, a, b, CEN_MENTOR_LEARNS);
      market->helper_likes[helper * market->n + learner] =
          cen_mentors_weigh (circle, b, a, CEN_MENTOR_HELPS);
    }
  }
}

/* The helper whom @learner likes most of those not asked yet, who is thereby asked. */
static guint
ask_next (Market *market, guint learner)
{
  guint64 *likes = market->learner_likes + learner * market->n;
  guint best = NOBODY;

  for (guint helper = 0; helper < market->n; helper++) {
    if (likes[helper] > 0 && (best == NOBODY || likes[helper] > likes[best]))
      best = helper;
  }
  if (best != NOBODY)
    likes[best] = 0;
  return best;
}

/* @learner asks until somebody keeps them; whoever is sent away by that asks on. */
static void
settle (Market *market, guint learner)
{
  while (learner != NOBODY) {
    guint helper = ask_next (market, learner);
    guint held;

    if (helper == NOBODY)
      return;
    held = market->helper_has[helper];
    if (held == NOBODY || market->helper_likes[helper * market->n + learner] >
                              market->helper_likes[helper * market->n + held]) {
      market->helper_has[helper] = learner;
      learner = held;
    }
  }
}

static int
compare_matches (gconstpointer a, gconstpointer b)
{
  return cen_id_compare (&((const CenMentorMatch *) a)->learner,
                         &((const CenMentorMatch *) b)->learner);
}

GArray *
cen_mentors_match (const CenId *circle, const CenMentorPerson *persons, guint n_persons,
                   CenMentorBar bar, gpointer user_data)
{
  GArray *matches = g_array_new (FALSE, TRUE, sizeof (CenMentorMatch));
  g_autofree guint64 *learner_likes = g_new0 (guint64, (gsize) n_persons * n_persons + 1);
  g_autofree guint64 *helper_likes = g_new0 (guint64, (gsize) n_persons * n_persons + 1);
  g_autofree guint *helper_has = g_new (guint, n_persons + 1);
  Market market = { persons, n_persons, learner_likes, helper_likes, helper_has };

  for (guint i = 0; i < n_persons; i++)
    helper_has[i] = NOBODY;
  weigh_all (&market, circle, bar, user_data);
  for (guint i = 0; i < n_persons; i++)
    settle (&market, i);
  for (guint i = 0; i < n_persons; i++) {
    CenMentorMatch match = { 0 };

    if (helper_has[i] == NOBODY)
      continue;
    match.learner = persons[helper_has[i]].member;
    match.helper = persons[i].member;
    match.n_skills = count_common (persons[helper_has[i]].wants, persons[i].offers);
    match.is_mutual = count_common (persons[i].wants, persons[helper_has[i]].offers) > 0;
    g_array_append_val (matches, match);
  }
  g_array_sort (matches, compare_matches);
  return matches;
}
