/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Appointing and removing, as people meet it: what is refused beforehand, and the quarrels. */

#include "core/author-members.h"
#include "core/moderation.h"
#include "core/queries-faults.h"
#include "core/queries.h"
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

/* Writes @frame, whatever one's program thinks of it. */
static CenId
force (Study *study, guint by, const CenFrame *frame)
{
  g_autoptr (GBytes) payload = test_payload_frame (study->people[by], frame);
  g_autoptr (GError) error = NULL;
  CenId id;

  cen_author_write (study->people[by]->circle, (CenOpKind) frame->kind, NULL, payload, &id, &error);
  g_assert_no_error (error);
  return id;
}

static void
force_revoke (Study *study, guint by, guint of)
{
  CenFrame frame = { .kind = CEN_OP_REVOKE };

  frame.revoke.member = *get_id (study, of);
  force (study, by, &frame);
}

static gboolean
counts (Study *study, guint by, const CenId *op)
{
  const CenCircle *circle = study->people[by]->circle;
  guint number = GPOINTER_TO_UINT (g_hash_table_lookup (circle->frame_numbers, op));

  g_assert_cmpuint (number, >, 0);
  return cen_authority_is_effective (circle->authority, number - 1);
}

static void
assert_shown (Study *study, const CenId *message, const char *text)
{
  for (guint i = 0; i < N_PEOPLE; i++) {
    TestPerson *person = study->people[i];
    g_autoptr (CenMessageRow) row =
        cen_query_message (person->replica->store, &person->circle->id, message, NULL);

    g_assert_cmpstr (row != NULL ? row->text : NULL, ==, text);
  }
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
    { BO, BO, CEN_ROLE_MEMBER, "You cannot change your own role." },
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
  force_revoke (&study, CLEO, BO); /* her own program would refuse */
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

/* The same, but from before all that @by has learned since. */
static void
remove_member_of_old (Study *study, guint by, guint of)
{
  g_autoptr (TestOp) tip = test_op_read_tip (study->people[by]);
  g_autoptr (TestOp) made = NULL;
  CenFrame frame = { .kind = CEN_OP_REVOKE };

  frame.revoke.member = *get_id (study, of);
  made = test_op_forge (study->people[by], CEN_OP_REVOKE, tip, NULL, 0, NULL,
                        test_payload_frame (study->people[by], &frame));
  g_assert_cmpuint (test_person_give_one (study->people[by], made), ==, 1);
}

/* Bo, removed, goes on from where he was before and removes Dan as if he had done so then. */
static void
test_back_dated_removal (void)
{
  g_auto (Study) study = { 0 };

  begin (&study, 6);
  remove_member (&study, ANA, BO);
  remove_member_of_old (&study, BO, DAN);
  sync_all (&study);
  assert_all (&study, BO, CEN_ROLE_FACILITATOR, CEN_MEMBER_REMOVED);
  assert_all (&study, DAN, CEN_ROLE_MEMBER, CEN_MEMBER_ACTIVE);
}

/* Nor does a demotion that he claims not to have seen leave him the right; his words stand. */
static void
test_back_dating_after_demotion (void)
{
  g_auto (Study) study = { 0 };
  CenId words;

  begin (&study, 7);
  appoint (&study, ANA, BO, CEN_ROLE_MEMBER);
  words = test_person_post (study.people[BO], "meanwhile");
  remove_member_of_old (&study, BO, DAN);
  sync_all (&study);
  assert_all (&study, BO, CEN_ROLE_MEMBER, CEN_MEMBER_ACTIVE);
  assert_all (&study, DAN, CEN_ROLE_MEMBER, CEN_MEMBER_ACTIVE);
  assert_shown (&study, &words, "meanwhile");
}

/* What the demotion has seen keeps its effect. */
static void
test_demotion_keeps_what_it_saw (void)
{
  g_auto (Study) study = { 0 };

  begin (&study, 8);
  remove_member (&study, BO, DAN);
  sync_all (&study);
  appoint (&study, ANA, BO, CEN_ROLE_MEMBER);
  sync_all (&study);
  assert_all (&study, DAN, CEN_ROLE_MEMBER, CEN_MEMBER_REMOVED);
}

static void
test_cut (void)
{
  g_auto (Study) study = { 0 };
  g_autoptr (GError) error = NULL;
  CenId kept, cut_away;

  begin (&study, 9);
  kept = test_person_post (study.people[CLEO], "kept");
  cut_away = test_person_post (study.people[CLEO], "cut away");
  appoint (&study, CLEO, DAN, CEN_ROLE_FACILITATOR);
  sync_all (&study);
  g_assert_true (cen_author_revoke (study.people[ANA]->circle, get_id (&study, CLEO), &kept, 1,
                                    "a stolen key", &error));
  sync_all (&study);
  assert_all (&study, CLEO, CEN_ROLE_FACILITATOR, CEN_MEMBER_REMOVED);
  assert_shown (&study, &kept, "kept");
  assert_shown (&study, &cut_away, NULL);
  /* Whom she appointed after the cut is not. */
  assert_all (&study, DAN, CEN_ROLE_MEMBER, CEN_MEMBER_ACTIVE);
}

/* Dan, a member, lets Eve in by an invite; appointed afterwards he stands in a senior place, and
 * what he wrote from the junior one stays. */
static void
test_promotion_keeps_what_was_written (void)
{
  g_auto (Study) study = { 0 };
  g_autoptr (TestPerson) eve = NULL;
  g_autoptr (GError) error = NULL;
  guint8 seed[CEN_KEY_LEN];
  CenId invite, words;

  begin (&study, 10);
  g_assert_true (
      cen_author_invite (study.people[CLEO]->circle, CEN_ROLE_MEMBER, 1, 0, seed, &invite, &error));
  sync_all (&study);
  words = test_person_post (study.people[DAN], "as a member");
  eve = test_person_new (study.world, "Eve");
  test_person_enter (eve, study.people[DAN], seed);
  sync_all (&study);
  appoint (&study, ANA, DAN, CEN_ROLE_FACILITATOR);
  sync_all (&study);
  assert_all (&study, DAN, CEN_ROLE_FACILITATOR, CEN_MEMBER_ACTIVE);
  assert_shown (&study, &words, "as a member");
  for (guint i = 0; i < N_PEOPLE; i++) {
    const CenMemberInfo *info =
        cen_authority_get_member (study.people[i]->circle->authority, &eve->circle->self_member);

    g_assert_nonnull (info);
    g_assert_cmpint (info->state, ==, CEN_MEMBER_ACTIVE);
  }
}

/* Who admitted Eve is removed with a cut before that: a facilitator vouches for her by a GRANT, and
 * her device is in again. */
static void
test_vouched_though_admitter_is_gone (void)
{
  g_auto (Study) study = { 0 };
  g_autoptr (TestPerson) eve = NULL;
  g_autoptr (TestOp) before = NULL;
  g_autoptr (GError) error = NULL;
  const CenDevice *device;

  begin (&study, 11);
  before = test_op_read_tip (study.people[CLEO]);
  eve = test_person_new (study.world, "Eve");
  test_person_join (eve, study.people[CLEO]);
  sync_all (&study);
  device = cen_circle_find_device (study.people[BO]->circle, &eve->circle->self_device);
  g_assert_true (cen_circle_device_is_effective (study.people[BO]->circle, device));
  g_assert_true (cen_author_revoke (study.people[BO]->circle, get_id (&study, CLEO), &before->op.id,
                                    1, NULL, &error));
  g_assert_false (cen_circle_device_is_effective (study.people[BO]->circle, device));
  g_assert_true (cen_author_grant (study.people[BO]->circle, &eve->circle->self_member,
                                   CEN_ROLE_MEMBER, NULL, &error));
  g_assert_true (cen_circle_device_is_effective (study.people[BO]->circle, device));
  sync_all (&study);
  test_person_pull (eve, study.people[BO]);
  test_person_post (eve, "here again");
  test_assert_rebuilt (eve);
}

/* --- Labels --- */

/* Ana says that Dan is who Cleo was. */
static void
test_formerly (void)
{
  g_auto (Study) study = { 0 };
  g_autoptr (GError) error = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  begin (&study, 12);
  before = test_person_dup_state (study.people[ANA]);
  g_assert_true (cen_author_grant (study.people[ANA]->circle, get_id (&study, DAN), CEN_ROLE_MEMBER,
                                   get_id (&study, CLEO), &error));
  after = test_person_dup_state (study.people[ANA]);
  g_assert_cmpstr (before, !=, after);
  sync_all (&study);
  assert_all (&study, DAN, CEN_ROLE_MEMBER, CEN_MEMBER_ACTIVE);
  for (guint i = 0; i < N_PEOPLE; i++) {
    g_assert_true (cen_id_equal (&look (&study, i, DAN)->formerly, get_id (&study, CLEO)));
    g_assert_true (cen_id_is_zero (&look (&study, i, CLEO)->formerly));
  }
}

static gboolean
needs_look (TestPerson *by, TestPerson *at)
{
  const CenMemberInfo *info =
      cen_authority_get_member (by->circle->authority, &at->circle->self_member);

  g_assert_nonnull (info);
  return info->needs_look;
}

static void
assert_nobody_blamed (TestPerson *person)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) faults =
      cen_query_faults (person->replica->store, &person->circle->id, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (faults->len, ==, 0);
}

/* One invite, used by two hosts who do not know of each other: one of the two is one too many,
 * until somebody confirms them. */
static void
test_over_use (void)
{
  g_auto (Study) study = { 0 };
  g_autoptr (TestPerson) eve = NULL;
  g_autoptr (TestPerson) fay = NULL;
  g_autoptr (GError) error = NULL;
  guint8 seed[CEN_KEY_LEN];
  TestPerson *late;
  CenId invite;

  begin (&study, 13);
  g_assert_true (
      cen_author_invite (study.people[ANA]->circle, CEN_ROLE_MEMBER, 1, 0, seed, &invite, &error));
  sync_all (&study);
  eve = test_person_new (study.world, "Eve");
  fay = test_person_new (study.world, "Fay");
  test_person_enter (eve, study.people[BO], seed);
  test_person_enter (fay, study.people[DAN], seed);
  g_assert_false (needs_look (study.people[BO], eve));
  g_assert_false (needs_look (study.people[DAN], fay));
  sync_all (&study);
  for (guint i = 0; i < N_PEOPLE; i++) {
    g_assert_cmpint (needs_look (study.people[i], eve) + needs_look (study.people[i], fay), ==, 1);
    assert_nobody_blamed (study.people[i]);
    test_assert_rebuilt (study.people[i]);
  }
  late = needs_look (study.people[ANA], eve) ? eve : fay;
  g_assert_true (cen_author_grant (study.people[CLEO]->circle, &late->circle->self_member,
                                   CEN_ROLE_MEMBER, NULL, &error));
  sync_all (&study);
  for (guint i = 0; i < N_PEOPLE; i++)
    g_assert_false (needs_look (study.people[i], late));
}

/* Taken back while somebody is let in elsewhere; and an invite that always asks for a look. */
static void
test_needs_look (void)
{
  g_auto (Study) study = { 0 };
  g_autoptr (TestPerson) eve = NULL;
  g_autoptr (TestPerson) fay = NULL;
  g_autoptr (GError) error = NULL;
  CenFrame asking = { .kind = CEN_OP_INVITE };
  CenInviteKeys keys;
  guint8 seed[CEN_KEY_LEN], other[CEN_KEY_LEN] = { 3 };
  CenId invite;

  begin (&study, 14);
  g_assert_true (
      cen_author_invite (study.people[ANA]->circle, CEN_ROLE_MEMBER, 9, 0, seed, &invite, &error));
  cen_invite_keys_from_seed (&keys, other);
  memcpy (asking.invite.proof_key, keys.proof.public_key, CEN_KEY_LEN);
  memcpy (asking.invite.curve, keys.curve.public_key, CEN_KEY_LEN);
  asking.invite.role = CEN_ROLE_GUEST;
  asking.invite.max_uses = 9;
  asking.invite.needs_confirmation = TRUE;
  force (&study, ANA, &asking);
  sync_all (&study);
  eve = test_person_new (study.world, "Eve");
  fay = test_person_new (study.world, "Fay");
  test_person_enter (eve, study.people[DAN], seed);
  test_person_enter (fay, study.people[DAN], other);
  g_assert_true (cen_author_revoke_invite (study.people[ANA]->circle, &invite, &error));
  g_assert_false (needs_look (study.people[DAN], eve));
  g_assert_true (needs_look (study.people[DAN], fay));
  sync_all (&study);
  for (guint i = 0; i < N_PEOPLE; i++) {
    g_assert_true (needs_look (study.people[i], eve));
    g_assert_true (needs_look (study.people[i], fay));
    g_assert_false (look (&study, i, DAN)->needs_look);
  }
}

/* --- Guests --- */

/* A guest's own program refuses; another's is void, frame and content alike. */
static void
test_guest_reads_only (void)
{
  static const guint kinds[] = { CEN_OP_INVITE, CEN_OP_INVITE_REVOKE, CEN_OP_GRANT, CEN_OP_REVOKE,
                                 CEN_OP_POLICY };
  g_auto (Study) study = { 0 };
  g_autoptr (GBytes) create = NULL;
  g_autoptr (GBytes) hide = NULL;
  CenId channel, invite, by_ana, by_guest, hidden;
  CenValue name = { .field = CEN_CHANNEL_NAME, .type = CEN_FIELD_NAME, .text = "mine" };
  guint8 seed[CEN_KEY_LEN];
  GError *error = NULL;
  CenCircle *dan;

  begin (&study, 15);
  g_assert_true (
      cen_author_invite (study.people[ANA]->circle, CEN_ROLE_MEMBER, 9, 0, seed, &invite, &error));
  by_ana = test_person_post (study.people[ANA], "Ana's");
  appoint (&study, ANA, DAN, CEN_ROLE_GUEST);
  sync_all (&study);
  dan = study.people[DAN]->circle;
  assert_refused (cen_author_create (dan, cen_kind_get (CEN_KIND_CHANNEL), &name, 1, &channel,
                                     &error),
                  &error, "A guest can read, not write.");
  assert_refused (cen_author_mark (dan, &by_ana, "reaction", "❤", CEN_MARK_PUT, &error), &error,
                  "A guest can read, not write.");
  assert_refused (cen_author_redact (dan, &by_ana, &error), &error, "A guest can read, not write.");
  assert_refused (cen_author_invite (dan, CEN_ROLE_MEMBER, 1, 0, seed, &channel, &error), &error,
                  "Only a facilitator can do this.");
  assert_refused (cen_author_revoke_invite (dan, &invite, &error), &error,
                  "Only a facilitator can do this.");
  assert_refused (cen_author_revoke (dan, get_id (&study, CLEO), NULL, 0, NULL, &error), &error,
                  "Only a facilitator can do this.");
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++) {
    CenFrame frame = { .kind = kinds[i] };
    CenId id;

    if (kinds[i] == CEN_OP_INVITE)
      frame.invite = (CenFrameInvite){ .role = CEN_ROLE_MEMBER, .max_uses = 1 };
    else if (kinds[i] == CEN_OP_INVITE_REVOKE)
      frame.invite_revoke = invite;
    else if (kinds[i] == CEN_OP_GRANT)
      frame.grant = (CenFrameGrant){ .member = *get_id (&study, DAN), .role = CEN_ROLE_MEMBER };
    else if (kinds[i] == CEN_OP_REVOKE)
      frame.revoke.member = *get_id (&study, CLEO);
    id = force (&study, DAN, &frame);
    g_test_message ("kind %u", kinds[i]);
    g_assert_false (counts (&study, DAN, &id));
  }
  channel = test_person_get_channel (study.people[DAN]);
  create = test_payload_create (study.people[DAN], &channel, "as a guest");
  g_assert_true (cen_author_write (dan, CEN_OP_CREATE, NULL, create, &by_guest, &error));
  hide = cen_hide_build ("no", &study.world->world);
  g_assert_true (cen_author_write (dan, CEN_OP_HIDE, &by_ana, hide, &hidden, &error));
  sync_all (&study);
  assert_all (&study, DAN, CEN_ROLE_GUEST, CEN_MEMBER_ACTIVE);
  assert_all (&study, CLEO, CEN_ROLE_FACILITATOR, CEN_MEMBER_ACTIVE);
  assert_shown (&study, &by_guest, NULL);
  assert_shown (&study, &by_ana, "Ana's");
}

/* A guest has no say in who comes in either, however good the invite. */
static void
test_guest_admits_nobody (void)
{
  g_auto (Study) study = { 0 };
  g_autoptr (TestPerson) eve = NULL;
  g_autoptr (CenJoinRequest) request = NULL;
  CenInviteLink link = { 0 };
  GError *error = NULL;
  CenId invite, admit;

  begin (&study, 16);
  link.circle = study.people[ANA]->circle->id;
  g_assert_true (cen_author_invite (study.people[ANA]->circle, CEN_ROLE_MEMBER, 9, 0, link.seed,
                                    &invite, &error));
  appoint (&study, ANA, DAN, CEN_ROLE_GUEST);
  sync_all (&study);
  eve = test_person_new (study.world, "Eve");
  request = cen_replica_begin_join (eve->replica, &link, "Eve", &error);
  g_assert_no_error (error);
  assert_refused (cen_author_admit (study.people[DAN]->circle, request->op, request->payload,
                                    &admit, &error),
                  &error, "A guest can read, not write.");
}

/* --- Devices --- */

/* Dan with a second, later device; all have its ops. */
static TestPerson *
link_laptop (Study *study)
{
  TestPerson *laptop = test_person_link (study->people[DAN], study->world, "Dan's laptop");

  sync_all (study);
  test_person_pull (laptop, study->people[ANA]);
  return laptop;
}

static void
pull_laptop (Study *study, TestPerson *laptop)
{
  test_person_pull (study->people[ANA], laptop);
  sync_all (study);
  test_person_pull (laptop, study->people[ANA]);
}

static gboolean
is_in (TestPerson *by, const CenId *device)
{
  const CenDevice *found = cen_circle_find_device (by->circle, device);

  g_assert_nonnull (found);
  return cen_circle_device_is_effective (by->circle, found);
}

static void
assert_devices (Study *study, TestPerson *laptop, gboolean phone_is_in, gboolean laptop_is_in)
{
  for (guint i = 0; i < N_PEOPLE; i++) {
    TestPerson *by = study->people[i];

    g_assert_cmpint (is_in (by, &study->people[DAN]->circle->self_device), ==, phone_is_in);
    g_assert_cmpint (is_in (by, &laptop->circle->self_device), ==, laptop_is_in);
    test_assert_same_state (by, laptop);
    test_assert_rebuilt (by);
  }
}

static void
test_device_refusals (void)
{
  g_auto (Study) study = { 0 };
  g_autoptr (TestPerson) laptop = NULL;
  CenId of_ana, of_dan, unknown = { { 4 } };
  GError *error = NULL;

  begin (&study, 17);
  of_ana = study.people[ANA]->circle->self_device;
  of_dan = study.people[DAN]->circle->self_device;
  assert_refused (cen_author_remove_device (study.people[DAN]->circle, &of_dan, NULL, &error),
                  &error, "This is your only device: leave the circle instead.");
  assert_refused (cen_author_remove_device (study.people[BO]->circle, &of_dan, NULL, &error),
                  &error, "This is their only device: remove the member instead.");
  assert_refused (cen_author_remove_device (study.people[DAN]->circle, &of_ana, NULL, &error),
                  &error, "Only a facilitator can do this.");
  g_assert_false (cen_author_remove_device (study.people[BO]->circle, &unknown, NULL, &error));
  g_assert_error (error, CEN_ERROR, CEN_ERROR_NOT_FOUND);
  g_clear_error (&error);
  laptop = test_person_link (study.people[ANA], study.world, "Ana's laptop");
  sync_all (&study);
  assert_refused (cen_author_remove_device (study.people[BO]->circle, &of_ana, NULL, &error),
                  &error, "You cannot remove a device of somebody senior to you.");
  g_assert_true (cen_author_remove_device (study.people[ANA]->circle, &laptop->circle->self_device,
                                           "lost", &error));
  assert_refused (cen_author_remove_device (study.people[ANA]->circle, &laptop->circle->self_device,
                                            NULL, &error),
                  &error, "This device is not in the circle any more.");
}

/* Sixteen beside the first; when one goes there is room for one. */
static void
test_many_devices (void)
{
  g_auto (Study) study = { 0 };
  TestPerson *dan;
  GError *error = NULL;
  CenId id, first = { { 0 } };

  begin (&study, 18);
  dan = study.people[DAN];
  for (guint i = 0; i <= CEN_DEVICES_ADDED_MAX; i++) {
    g_autoptr (CenCircleKeys) keys = test_person_make_device (dan);
    gboolean done = cen_author_add_device (dan->circle, keys, &id, &error);

    if (i == 0)
      cen_id_from_bytes (&first, keys->device.public_key);
    if (i < CEN_DEVICES_ADDED_MAX) {
      g_assert_no_error (error);
      g_assert_true (done);
    } else {
      assert_refused (done, &error,
                      "A member can have 16 devices at most: remove one of them first.");
      g_assert_true (cen_author_remove_device (dan->circle, &first, NULL, &error));
      g_assert_true (cen_author_add_device (dan->circle, keys, &id, &error));
    }
  }
  sync_all (&study);
  test_assert_same_state (study.people[ANA], dan);
}

/* Dan's laptop is lost: he removes it from his phone. What it wrote and he saw stays. */
static void
test_lost_laptop (void)
{
  g_auto (Study) study = { 0 };
  g_autoptr (TestPerson) laptop = NULL;
  g_autoptr (GError) error = NULL;
  CenId seen, unseen, own;

  begin (&study, 19);
  laptop = link_laptop (&study);
  assert_devices (&study, laptop, TRUE, TRUE);
  seen = test_person_post (laptop, "seen");
  pull_laptop (&study, laptop);
  unseen = test_person_post (laptop, "unseen");
  own = test_person_post (study.people[DAN], "from the phone");
  g_assert_true (cen_author_remove_device (study.people[DAN]->circle, &laptop->circle->self_device,
                                           "lost", &error));
  pull_laptop (&study, laptop);
  assert_devices (&study, laptop, TRUE, FALSE);
  assert_shown (&study, &seen, "seen");
  assert_shown (&study, &unseen, NULL);
  assert_shown (&study, &own, "from the phone");
  assert_all (&study, DAN, CEN_ROLE_MEMBER, CEN_MEMBER_ACTIVE);
}

/* The phone is lost: the laptop, though later, removes it while it stays silent. */
static void
test_lost_phone (void)
{
  g_auto (Study) study = { 0 };
  g_autoptr (TestPerson) laptop = NULL;
  g_autoptr (GError) error = NULL;
  CenId from_phone;

  begin (&study, 20);
  laptop = link_laptop (&study);
  g_assert_true (cen_author_remove_device (laptop->circle, &study.people[DAN]->circle->self_device,
                                           "stolen", &error));
  from_phone = test_person_post (study.people[DAN], "by the thief");
  pull_laptop (&study, laptop);
  assert_devices (&study, laptop, FALSE, TRUE);
  assert_shown (&study, &from_phone, NULL);
}

/* The thief has the phone, which came first, and contests; a facilitator decides. */
static void
test_stolen_phone_contests (void)
{
  g_auto (Study) study = { 0 };
  g_autoptr (TestPerson) laptop = NULL;
  g_autoptr (GError) error = NULL;
  const CenId *phone;

  begin (&study, 21);
  laptop = link_laptop (&study);
  phone = &study.people[DAN]->circle->self_device;
  g_assert_true (cen_author_remove_device (laptop->circle, phone, "stolen", &error));
  g_assert_true (cen_author_remove_device (study.people[DAN]->circle, &laptop->circle->self_device,
                                           NULL, &error));
  pull_laptop (&study, laptop);
  assert_devices (&study, laptop, TRUE, FALSE);
  {
    CenFrame frame = { .kind = CEN_OP_DEVICE_REMOVE };
    g_autoptr (TestOp) old =
        test_op_read (study.people[BO],
                      &((CenFrameOp *) study.people[BO]->circle->frames->pdata[0])->id);
    CenId before;

    /* It spares what the phone did before, and with a cut at the founding that is nothing. */
    before = old->op.id;
    frame.revoke.device = *phone;
    frame.revoke.n_cut = 1;
    frame.revoke.cut[0] = before;
    force (&study, BO, &frame);
  }
  pull_laptop (&study, laptop);
  assert_devices (&study, laptop, FALSE, TRUE);
}

/* Nor do those who were removed bring devices in, in whatever past. */
static void
test_removed_member_adds_no_device (void)
{
  g_auto (Study) study = { 0 };
  g_autoptr (TestPerson) laptop = NULL;
  g_autoptr (TestOp) tip = NULL;

  begin (&study, 22);
  laptop = link_laptop (&study);
  tip = test_op_read_tip (laptop);
  remove_member (&study, BO, DAN);
  sync_all (&study);
  /* Dan's key certifies one more, in a past in which he was still there: it comes too late. */
  {
    g_autoptr (CenCircleKeys) keys = test_person_make_device (laptop);
    g_autoptr (TestOp) made = test_op_sign_device (laptop, keys, (const TestOp *const[]){ tip }, 1);

    g_assert_cmpuint (test_person_give_one (study.people[ANA], made), ==, 1);
    g_assert_false (is_in (study.people[ANA], &made->op.device));
    g_assert_false (counts (&study, ANA, &made->op.id));
  }
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
  g_test_add_func ("/members/back-dated-removal", test_back_dated_removal);
  g_test_add_func ("/members/back-dating-after-demotion", test_back_dating_after_demotion);
  g_test_add_func ("/members/demotion-keeps-what-it-saw", test_demotion_keeps_what_it_saw);
  g_test_add_func ("/members/cut", test_cut);
  g_test_add_func ("/members/promotion-keeps-what-was-written",
                   test_promotion_keeps_what_was_written);
  g_test_add_func ("/members/vouched-though-admitter-is-gone",
                   test_vouched_though_admitter_is_gone);
  g_test_add_func ("/members/formerly", test_formerly);
  g_test_add_func ("/members/over-use", test_over_use);
  g_test_add_func ("/members/needs-look", test_needs_look);
  g_test_add_func ("/members/guest-reads-only", test_guest_reads_only);
  g_test_add_func ("/members/guest-admits-nobody", test_guest_admits_nobody);
  g_test_add_func ("/members/device-refusals", test_device_refusals);
  g_test_add_func ("/members/many-devices", test_many_devices);
  g_test_add_func ("/members/lost-laptop", test_lost_laptop);
  g_test_add_func ("/members/lost-phone", test_lost_phone);
  g_test_add_func ("/members/stolen-phone-contests", test_stolen_phone_contests);
  g_test_add_func ("/members/removed-member-adds-no-device", test_removed_member_adds_no_device);
  return g_test_run ();
}
