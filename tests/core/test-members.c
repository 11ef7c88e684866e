/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Appointing and removing, as people meet it: what is refused beforehand, and the quarrels. */

#include "core/author-members.h"
#include "tests/support/forge.h"

#include <string.h>

enum { ANA, BO, CLEO, DAN, N_PEOPLE }; /* founder, facilitator, facilitator, member */

typedef struct {
  TestWorld *world;
  TestPerson *people[N_PEOPLE];
} Study;

static void
study_clear (Study *study)
{
  for (guint i = 0; i < N_PEOPLE; i++)
    test_person_free (study->people[i]);
  test_world_free (study->world);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Study, study_clear)

static void
sync_all (Study *study)
{
  for (guint round = 0; round < 2; round++) {
    for (guint i = 1; i < N_PEOPLE; i++) {
      test_person_pull (study->people[0], study->people[i]);
      test_person_pull (study->people[i], study->people[0]);
    }
  }
}

static const CenId *
get_id (Study *study, guint who)
{
  return &study->people[who]->circle->self_member;
}

static void
appoint (Study *study, guint by, guint to, CenRole role)
{
  g_autoptr (GError) error = NULL;

  cen_author_grant (study->people[by]->circle, get_id (study, to), role, NULL, &error);
  g_assert_no_error (error);
}

static void
remove_member (Study *study, guint by, guint of)
{
  g_autoptr (GError) error = NULL;

  cen_author_revoke (study->people[by]->circle, get_id (study, of), NULL, 0, "for a reason",
                     &error);
  g_assert_no_error (error);
}

static void
begin (Study *study, guint32 seed)
{
  static const char *const names[N_PEOPLE] = { "Ana", "Bo", "Cleo", "Dan" };

  study->world = test_world_new (seed);
  for (guint i = 0; i < N_PEOPLE; i++) {
    study->people[i] = test_person_new (study->world, names[i]);
    if (i == 0)
      test_person_found (study->people[0], "Analysis");
    else
      test_person_join (study->people[i], study->people[0]);
    if (i > 0)
      test_person_pull (study->people[0], study->people[i]);
  }
  appoint (study, ANA, BO, CEN_ROLE_FACILITATOR);
  appoint (study, ANA, CLEO, CEN_ROLE_FACILITATOR);
  sync_all (study);
}

static const CenMemberInfo *
look (Study *study, guint by, guint at)
{
  return cen_authority_get_member (study->people[by]->circle->authority, get_id (study, at));
}

static void
assert_all (Study *study, guint at, CenRole role, CenMemberState state)
{
  for (guint i = 0; i < N_PEOPLE; i++) {
    g_assert_cmpint (look (study, i, at)->role, ==, role);
    g_assert_cmpint (look (study, i, at)->state, ==, state);
    test_assert_same_state (study->people[0], study->people[i]);
    test_assert_rebuilt (study->people[i]);
  }
}

static void
assert_refused (gboolean done, GError **error, const char *sentence)
{
  g_assert_false (done);
  g_assert_error (*error, CEN_ERROR, CEN_ERROR_REFUSED);
  g_assert_cmpstr ((*error)->message, ==, sentence);
  g_clear_error (error);
}

/* --- Refusals --- */

static void
test_grant_refusals (void)
{
  static const struct {
    guint by, to;
    CenRole role;
    const char *sentence;
  } rows[] = {
    { DAN, DAN, CEN_ROLE_FACILITATOR, "Only a facilitator can do this." },
    { ANA, DAN, CEN_ROLE_OWNER, "A circle has one owner: the one who founded it." },
    { BO, ANA, CEN_ROLE_GUEST, "Nobody can change the role of the one who founded it." },
    { CLEO, BO, CEN_ROLE_MEMBER, "You cannot change the role of somebody senior to you." },
    { BO, BO, CEN_ROLE_MEMBER, "You cannot change the role of somebody senior to you." },
  };
  g_auto (Study) study = { 0 };
  GError *error = NULL;
  CenId nobody = { { 9 } };
  guint64 n_ops;

  begin (&study, 1);
  n_ops = study.people[ANA]->circle->n_ops;
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    gboolean done = cen_author_grant (study.people[rows[i].by]->circle, get_id (&study, rows[i].to),
                                      rows[i].role, NULL, &error);

    assert_refused (done, &error, rows[i].sentence);
  }
  assert_refused (cen_author_grant (study.people[ANA]->circle, get_id (&study, DAN),
                                    CEN_ROLE_MEMBER, get_id (&study, DAN), &error),
                  &error, "A member cannot succeed themself.");
  g_assert_false (
      cen_author_grant (study.people[ANA]->circle, &nobody, CEN_ROLE_MEMBER, NULL, &error));
  g_assert_error (error, CEN_ERROR, CEN_ERROR_NOT_FOUND);
  g_clear_error (&error);
  sync_all (&study);
  g_assert_cmpuint (study.people[ANA]->circle->n_ops, ==, n_ops);
}

static void
test_revoke_refusals (void)
{
  static const struct {
    guint by, of;
    const char *sentence;
  } rows[] = {
    { DAN, BO, "Only a facilitator can do this." },
    { BO, ANA, "Nobody can remove the one who founded the circle." },
    { CLEO, BO, "You cannot remove somebody senior to you." },
    { BO, BO, "You cannot remove yourself: leave the circle." },
  };
  g_auto (Study) study = { 0 };
  g_autofree char *long_reason = g_strnfill (CEN_FRAME_REASON_MAX + 1, 'x');
  CenId unknown = { { 7 } };
  GError *error = NULL;
  CenCircle *circle;

  begin (&study, 2);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    gboolean done = cen_author_revoke (study.people[rows[i].by]->circle,
                                       get_id (&study, rows[i].of), NULL, 0, NULL, &error);

    assert_refused (done, &error, rows[i].sentence);
  }
  circle = study.people[BO]->circle;
  assert_refused (cen_author_revoke (circle, get_id (&study, DAN), NULL, 0, long_reason, &error),
                  &error, "The reason is too long: 1,024 bytes are the most.");
  assert_refused (cen_author_revoke (circle, get_id (&study, DAN), &unknown, 1, NULL, &error),
                  &error, "The place to cut at is not known here.");
  long_reason[CEN_FRAME_REASON_MAX] = '\0';
  g_assert_true (cen_author_revoke (circle, get_id (&study, DAN), NULL, 0, long_reason, &error));
  assert_refused (cen_author_revoke (circle, get_id (&study, DAN), NULL, 0, NULL, &error), &error,
                  "This member was removed already.");
  sync_all (&study);
  assert_refused (cen_author_grant (study.people[DAN]->circle, get_id (&study, DAN),
                                    CEN_ROLE_MEMBER, NULL, &error),
                  &error, "You were removed from this circle.");
}

/* --- Quarrels --- */

/* Bo and Cleo remove each other without knowing of it: the senior one stays. */
static void
test_mutual_removal (void)
{
  g_auto (Study) study = { 0 };

  begin (&study, 3);
  remove_member (&study, BO, CLEO);
  {
    CenFrame frame = { .kind = CEN_OP_REVOKE };
    g_autoptr (GBytes) payload = NULL;
    g_autoptr (GError) error = NULL;
    CenId id;

    /* Her own program would refuse. */
    frame.revoke.member = *get_id (&study, BO);
    payload = test_payload_frame (study.people[CLEO], &frame);
    g_assert_true (
        cen_author_write (study.people[CLEO]->circle, CEN_OP_REVOKE, NULL, payload, &id, &error));
  }
  sync_all (&study);
  assert_all (&study, BO, CEN_ROLE_FACILITATOR, CEN_MEMBER_ACTIVE);
  assert_all (&study, CLEO, CEN_ROLE_FACILITATOR, CEN_MEMBER_REMOVED);
}

/* Taken back by a GRANT, with the role that it gives. */
static void
test_taken_back (void)
{
  g_auto (Study) study = { 0 };
  CenId words;

  begin (&study, 4);
  words = test_person_post (study.people[CLEO], "before");
  sync_all (&study);
  remove_member (&study, ANA, CLEO);
  sync_all (&study);
  assert_all (&study, CLEO, CEN_ROLE_FACILITATOR, CEN_MEMBER_REMOVED);
  appoint (&study, BO, CLEO, CEN_ROLE_MEMBER);
  sync_all (&study);
  assert_all (&study, CLEO, CEN_ROLE_MEMBER, CEN_MEMBER_ACTIVE);
  g_assert_true (test_person_has (study.people[DAN], &words));
}

static void
test_leave_and_come_back (void)
{
  g_auto (Study) study = { 0 };
  g_autoptr (GError) error = NULL;

  begin (&study, 5);
  g_assert_true (cen_author_leave (study.people[DAN]->circle, &error));
  sync_all (&study);
  assert_all (&study, DAN, CEN_ROLE_MEMBER, CEN_MEMBER_LEFT);
  appoint (&study, BO, DAN, CEN_ROLE_MEMBER);
  sync_all (&study);
  assert_all (&study, DAN, CEN_ROLE_MEMBER, CEN_MEMBER_ACTIVE);
  test_person_post (study.people[DAN], "here again");
}

int
main (int argc, char **argv)
{
  cen_crypto_init ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/members/grant-refusals", test_grant_refusals);
  g_test_add_func ("/members/revoke-refusals", test_revoke_refusals);
  g_test_add_func ("/members/mutual-removal", test_mutual_removal);
  g_test_add_func ("/members/taken-back", test_taken_back);
  g_test_add_func ("/members/leave-and-come-back", test_leave_and_come_back);
  return g_test_run ();
}
