/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* HIDE and ENDORSE: their payloads, who may write them, what they do, and that it is undone when
 * whoever wrote them had no right; and the log of it. */

#include "core/moderation.h"
#include "core/queries-modlog.h"
#include "core/queries-voided.h"
#include "tests/support/study.h"

#include <string.h>

/* --- Payloads --- */

static void
test_payloads (void)
{
  g_autoptr (TestWorld) world = test_world_new (1);
  g_autofree char *longest = g_strnfill (CEN_HIDE_REASON_MAX, 'x');
  const char *reasons[] = { NULL, "x", longest };
  CenId ids[CEN_ENDORSE_OPS_MAX];

  for (guint i = 0; i < G_N_ELEMENTS (reasons); i++) {
    g_autoptr (GBytes) payload = cen_hide_build (reasons[i], &world->world);
    g_autofree char *reason = NULL;
    gsize len;
    const guint8 *bytes = g_bytes_get_data (payload, &len);

    g_assert_true (cen_hide_parse (&reason, bytes, len, NULL));
    g_assert_cmpstr (reason, ==, reasons[i]);
    for (gsize cut = 0; cut < len; cut++) {
      char *never;
      g_autofree guint8 *part = g_memdup2 (bytes, cut);

      g_assert_false (cen_hide_parse (&never, part, cut, NULL));
    }
  }
  memset (ids, 7, sizeof ids);
  for (guint n = 1; n <= CEN_ENDORSE_OPS_MAX; n += CEN_ENDORSE_OPS_MAX - 1) {
    g_autoptr (GBytes) payload = cen_endorse_build (ids, n, &world->world);
    CenEndorse endorse;
    gsize len;
    const guint8 *bytes = g_bytes_get_data (payload, &len);

    g_assert_true (cen_endorse_parse (&endorse, bytes, len, NULL));
    g_assert_cmpuint (endorse.n_ops, ==, n);
    g_assert_false (cen_endorse_parse (&endorse, bytes, len - 1, NULL));
  }
}

static void
test_malformed (void)
{
  static const struct {
    const char *hex; /* after 16 bytes of salt */
    gsize len;
  } payloads[] = {
    { "\xa0", 1 },                 /* no reason and no ops */
    { "\xa1\x00\x60", 3 },         /* an empty reason */
    { "\xa1\x00\x80", 3 },         /* no op */
    { "\xa1\x00\x01", 3 },         /* a number */
    { "\xa1\x00\x81\x41\x00", 5 }, /* a short id */
  };

  for (guint i = 0; i < G_N_ELEMENTS (payloads); i++) {
    guint8 bytes[64] = { 0 };
    char *reason;
    CenEndorse endorse;

    memcpy (bytes + CEN_SALT_LEN, payloads[i].hex, payloads[i].len);
    g_assert_false (cen_hide_parse (&reason, bytes, CEN_SALT_LEN + payloads[i].len, NULL));
    g_assert_false (cen_endorse_parse (&endorse, bytes, CEN_SALT_LEN + payloads[i].len, NULL));
  }
}

/* --- Hiding --- */

static void
assert_hidden (TestPerson *who, const CenId *message, const char *reason)
{
  g_autoptr (CenMessageRow) row =
      cen_query_message (who->replica->store, &who->circle->id, message, NULL);

  g_assert_nonnull (row);
  g_assert_cmpstr (row->hide_reason, ==, reason);
  g_assert_false (row->is_redacted);
}

static void
assert_hidden_for_all (TestStudy *study, const CenId *message, const char *reason)
{
  test_study_sync (study);
  for (guint i = 0; i < TEST_STUDY_PEOPLE; i++) {
    assert_hidden (study->people[i], message, reason);
    test_assert_same_state (study->people[0], study->people[i]);
    test_assert_rebuilt (study->people[i]);
  }
}

static guint
count_found (TestPerson *who, const char *text)
{
  CenSearch search = { .text = text };
  g_autoptr (GPtrArray) found = cen_query_search (who->replica->store, &search, NULL);

  return found->len;
}

static void
test_hide (void)
{
  g_auto (TestStudy) study = { 0 };
  TestPerson *ana, *bo, *cleo;
  g_autofree char *shown = NULL;
  g_autofree char *hidden = NULL;
  g_autoptr (CenMessageRow) row = NULL;
  CenId message;

  test_study_begin (&study, 1);
  ana = study.people[0];
  bo = study.people[1];
  cleo = study.people[2];
  message = test_person_post (cleo, "zanzibar");
  test_study_sync (&study);
  g_assert_false (cen_author_hide (cleo->circle, &message, "mine", NULL));
  g_assert_false (cen_author_hide (bo->circle, &message, "", NULL));
  g_assert_false (cen_author_show (bo->circle, &message, NULL));
  shown = test_person_dup_state (ana);
  g_assert_true (cen_author_hide (bo->circle, &message, "not kind", NULL));
  assert_hidden_for_all (&study, &message, "not kind");
  g_assert_cmpuint (count_found (cleo, "zanzibar"), ==, 0);
  /* its author may still change it, and the last word of a facilitator stands */
  g_assert_true (cen_author_hide (ana->circle, &message, "rude", NULL));
  assert_hidden_for_all (&study, &message, "rude");
  row = cen_query_message (cleo->replica->store, &cleo->circle->id, &message, NULL);
  g_assert_cmpstr (row->text, ==, "zanzibar");
  hidden = test_person_dup_state (ana);
  g_assert_cmpstr (strstr (hidden, "views"), !=, strstr (shown, "views"));
  g_assert_true (cen_author_show (bo->circle, &message, NULL));
  assert_hidden_for_all (&study, &message, NULL);
  g_assert_cmpuint (count_found (cleo, "zanzibar"), ==, 1);
  g_clear_pointer (&hidden, g_free);
  hidden = test_person_dup_state (ana);
  g_assert_cmpstr (strstr (hidden, "views"), ==, strstr (shown, "views"));
}

/* By a plain member it does nothing; and nothing that a facilitator hid while removed unseen. */
static void
test_hide_without_right (void)
{
  g_auto (TestStudy) study = { 0 };
  CenId message;

  test_study_begin (&study, 2);
  message = test_person_post (study.people[3], "stays");
  test_study_sync (&study);
  test_study_write (study.people[2], CEN_OP_HIDE, &message,
                    cen_hide_build ("by a member", &study.world->world));
  assert_hidden_for_all (&study, &message, NULL);
  g_assert_true (cen_author_hide (study.people[1]->circle, &message, "by Bo", NULL));
  test_person_pull (study.people[3], study.people[1]);
  assert_hidden (study.people[3], &message, "by Bo");
  test_study_revoke (study.people[0], study.people[1], NULL);
  assert_hidden_for_all (&study, &message, NULL);
}

/* --- Endorsing --- */

static void
assert_text (TestPerson *who, const CenId *message, const char *text)
{
  g_autoptr (CenMessageRow) row =
      cen_query_message (who->replica->store, &who->circle->id, message, NULL);

  if (text == NULL) {
    g_assert_null (row);
    return;
  }
  g_assert_nonnull (row);
  g_assert_cmpstr (row->text, ==, text);
}

static void
assert_text_for_all (TestStudy *study, const CenId *message, const char *text)
{
  test_study_sync (study);
  for (guint i = 0; i < TEST_STUDY_PEOPLE; i++) {
    assert_text (study->people[i], message, text);
    test_assert_same_state (study->people[0], study->people[i]);
    test_assert_rebuilt (study->people[i]);
  }
}

static void
test_endorse (void)
{
  g_auto (TestStudy) study = { 0 };
  TestPerson *ana, *bo, *cleo;
  CenValue value = { .field = CEN_MESSAGE_TEXT, .type = CEN_FIELD_TEXT, .text = "changed" };
  CenId seen, unseen;

  test_study_begin (&study, 3);
  ana = study.people[0];
  bo = study.people[1];
  cleo = study.people[2];
  seen = test_person_post (cleo, "seen");
  test_study_sync (&study);
  unseen = test_person_post (cleo, "unseen");
  g_assert_true (cen_author_set (cleo->circle, &unseen, &value, 1, NULL));
  test_study_revoke (ana, cleo, NULL);
  assert_text_for_all (&study, &unseen, NULL);
  g_assert_false (cen_author_endorse (study.people[3]->circle, &unseen, 1, NULL));
  g_assert_false (cen_author_endorse (bo->circle, &seen, 1, NULL)); /* counts anyway */
  g_assert_true (cen_author_endorse (bo->circle, &unseen, 1, NULL));
  assert_text_for_all (&study, &unseen, "changed");
  /* The ENDORSE goes with who wrote it, and comes back with an ENDORSE of another. */
  test_study_revoke (ana, bo, &seen);
  assert_text_for_all (&study, &unseen, NULL);
  g_assert_true (cen_author_endorse (ana->circle, &unseen, 1, NULL));
  assert_text_for_all (&study, &unseen, "changed");
}

/* What @who sees of @member that can be endorsed, one "kind text" to a line. */
static char *
dup_voided (TestPerson *who, TestPerson *member)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = cen_query_voided (who->replica->store, &who->circle->id,
                                                 &member->circle->self_member, 0, &error);
  GString *text = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < rows->len; i++) {
    const CenVoidedRow *row = rows->pdata[i];

    g_string_append_printf (text, "%s %s\n",
                            row->kind != NULL            ? row->kind->name
                            : row->op_kind == CEN_OP_SET ? "change"
                                                         : "other",
                            row->text);
  }
  return g_string_free (text, FALSE);
}

static void
assert_voided (TestStudy *study, TestPerson *member, const char *expected)
{
  test_study_sync (study);
  for (guint i = 0; i < TEST_STUDY_PEOPLE; i++) {
    g_autofree char *seen = dup_voided (study->people[i], member);

    g_assert_cmpstr (seen, ==, expected);
  }
}

/* All that an ENDORSE can name and nothing else: not what counts, not what somebody else wrote, not
 * what comes along with its object, and nothing that was endorsed. */
static void
test_voided (void)
{
  g_auto (TestStudy) study = { 0 };
  TestPerson *ana, *cleo, *dan;
  CenValue value = { .field = CEN_MESSAGE_TEXT, .type = CEN_FIELD_TEXT, .text = "changed" };
  g_autoptr (GPtrArray) rows = NULL;
  CenId seen, unseen, last;

  test_study_begin (&study, 7);
  ana = study.people[0];
  cleo = study.people[2];
  dan = study.people[3];
  seen = test_person_post (cleo, "seen");
  assert_voided (&study, cleo, "");
  unseen = test_person_post (cleo, "unseen");
  g_assert_true (cen_author_set (cleo->circle, &unseen, &value, 1, NULL));
  value.text = "edited";
  g_assert_true (cen_author_set (cleo->circle, &seen, &value, 1, NULL));
  last = test_person_post (cleo, "last");
  test_person_post (dan, "Dan’s own");
  test_study_revoke (ana, cleo, NULL);
  assert_voided (&study, cleo, "message unseen\nchange edited\nmessage last\n");
  assert_voided (&study, dan, "");
  rows =
      cen_query_voided (ana->replica->store, &ana->circle->id, &cleo->circle->self_member, 1, NULL);
  g_assert_cmpuint (rows->len, ==, 1);
  g_assert_true (cen_id_equal (&((CenVoidedRow *) rows->pdata[0])->op, &last));
  g_assert_true (cen_author_endorse (ana->circle, &unseen, 1, NULL));
  assert_voided (&study, cleo, "change edited\nmessage last\n");
  g_clear_pointer (&rows, g_ptr_array_unref);
  rows =
      cen_query_voided (ana->replica->store, &ana->circle->id, &cleo->circle->self_member, 0, NULL);
  for (guint i = 0; i < rows->len; i++)
    g_assert_true (
        cen_author_endorse (ana->circle, &((CenVoidedRow *) rows->pdata[i])->op, 1, NULL));
  assert_voided (&study, cleo, "");
  assert_text_for_all (&study, &seen, "edited");
  assert_text_for_all (&study, &last, "last");
}

/* What a guest wrote is void for want of a role: no ENDORSE gives one. And by a member it is void.
 */
static void
test_endorse_gives_no_right (void)
{
  g_auto (TestStudy) study = { 0 };
  TestPerson *ana, *cleo, *dan;
  CenId channel, by_guest, unseen;

  test_study_begin (&study, 4);
  ana = study.people[0];
  cleo = study.people[2];
  dan = study.people[3];
  channel = test_person_get_channel (ana);
  test_study_grant (ana, dan, CEN_ROLE_GUEST);
  test_study_sync (&study);
  by_guest = test_study_write (dan, CEN_OP_CREATE, NULL, test_payload_create (dan, &channel, "x"));
  test_study_sync (&study);
  unseen = test_person_post (cleo, "unseen");
  test_study_revoke (ana, cleo, NULL);
  test_study_write (ana, CEN_OP_ENDORSE, NULL,
                    cen_endorse_build (&by_guest, 1, &study.world->world));
  test_study_write (cleo, CEN_OP_ENDORSE, NULL,
                    cen_endorse_build (&unseen, 1, &study.world->world));
  test_study_sync (&study);
  assert_text_for_all (&study, &by_guest, NULL);
  assert_text_for_all (&study, &unseen, NULL);
}

/* The ENDORSE may come before what it names, and the removal after both. */
static void
test_endorse_in_any_order (void)
{
  for (guint32 seed = 0; seed < 10; seed++) {
    g_auto (TestStudy) study = { 0 };
    g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
    g_autoptr (TestPerson) fresh = NULL;
    TestPerson *ana, *cleo;
    CenId first, second;

    test_study_begin (&study, seed);
    ana = study.people[0];
    cleo = study.people[2];
    first = test_person_post (cleo, "one");
    second = test_person_post (cleo, "two");
    test_study_revoke (ana, cleo, NULL);
    test_study_sync (&study);
    g_assert_true (cen_author_endorse (ana->circle, &first, 1, NULL));
    g_assert_true (cen_author_hide (ana->circle, &first, "late", NULL));
    test_study_sync (&study);
    fresh = test_person_new (study.world, "Fresh");
    test_person_open_empty (fresh, &ana->circle->id);
    test_study_deliver (fresh, study.people[1], rand);
    test_assert_same_state (ana, fresh);
    assert_text (fresh, &first, "one");
    assert_hidden (fresh, &first, "late");
    assert_text (fresh, &second, NULL);
    test_assert_rebuilt (fresh);
  }
}

/* --- The log --- */

/* The log as one text: who did what to whom, why. */
static char *
dump_log (TestPerson *who)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows =
      cen_query_modlog (who->replica->store, &who->circle->id, 1000, &error);
  GString *dump = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < rows->len; i++) {
    const CenModlogRow *row = rows->pdata[i];

    g_string_append_printf (dump, "%s %s %s%s%s\n", row->by_name,
                            cen_mod_action_to_name (row->action), row->target_name,
                            *row->reason != '\0' ? ": " : "", row->reason);
  }
  return g_string_free (dump, FALSE);
}

static void
test_log (void)
{
  g_auto (TestStudy) study = { 0 };
  TestPerson *ana, *bo, *cleo, *dan;
  g_autofree char *log = NULL;
  g_autoptr (GPtrArray) last = NULL;
  CenFrame revoke = { .kind = CEN_OP_REVOKE };
  CenId message, unseen, own;

  test_study_begin (&study, 5);
  ana = study.people[0];
  bo = study.people[1];
  cleo = study.people[2];
  dan = study.people[3];
  message = test_person_post (cleo, "rude");
  own = test_person_post (bo, "own");
  test_study_sync (&study);
  g_assert_true (cen_author_hide (bo->circle, &message, "not kind", NULL));
  g_assert_true (cen_author_show (bo->circle, &message, NULL));
  g_assert_true (cen_author_redact (bo->circle, &message, NULL));
  g_assert_true (cen_author_redact (bo->circle, &own, NULL)); /* one's own: nobody's business */
  test_study_sync (&study);
  unseen = test_person_post (dan, "unseen");
  revoke.revoke.member = dan->circle->self_member;
  g_strlcpy (revoke.revoke.reason, "asked to", sizeof revoke.revoke.reason);
  test_study_write (ana, CEN_OP_REVOKE, NULL, test_payload_frame (ana, &revoke));
  test_study_sync (&study);
  g_assert_true (cen_author_endorse (bo->circle, &unseen, 1, NULL));
  /* by one without the right: not told */
  test_study_write (cleo, CEN_OP_REVOKE, NULL, test_payload_frame (cleo, &revoke));
  test_study_write (cleo, CEN_OP_HIDE, &unseen, cen_hide_build ("no", &study.world->world));
  test_study_sync (&study);
  log = dump_log (ana);
  g_assert_cmpstr (log, ==,
                   "Ana invite-made \nAna admitted Bo\nAna invite-made \nAna admitted Cleo\n"
                   "Ana invite-made \nAna admitted Dan\nAna role-changed Bo\n"
                   "Bo hidden Cleo: not kind\nBo shown Cleo\nBo deleted Cleo\n"
                   "Ana removed Dan: asked to\nBo endorsed Dan\n");
  for (guint i = 0; i < TEST_STUDY_PEOPLE; i++) {
    g_autofree char *before = dump_log (study.people[i]);
    g_autofree char *after = NULL;

    g_assert_cmpstr (log, ==, before);
    test_assert_rebuilt (study.people[i]);
    after = dump_log (study.people[i]);
    g_assert_cmpstr (log, ==, after);
  }
  last = cen_query_modlog (ana->replica->store, &ana->circle->id, 1, NULL);
  g_assert_cmpuint (last->len, ==, 1);
  g_assert_true (cen_id_equal (&((CenModlogRow *) last->pdata[0])->object, &unseen));
}

/* What turns out void later is taken out of the log. */
static void
test_log_forgets_void (void)
{
  g_auto (TestStudy) study = { 0 };
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  CenId message;

  test_study_begin (&study, 6);
  message = test_person_post (study.people[2], "fine");
  test_study_sync (&study);
  g_assert_true (cen_author_hide (study.people[1]->circle, &message, "wrongly", NULL));
  test_study_revoke (study.people[1], study.people[2], NULL);
  test_person_pull (study.people[3], study.people[1]);
  before = dump_log (study.people[3]);
  g_assert_nonnull (strstr (before, "wrongly"));
  g_assert_nonnull (strstr (before, "Bo removed Cleo"));
  test_study_revoke (study.people[0], study.people[1], NULL);
  test_study_sync (&study);
  after = dump_log (study.people[3]);
  g_assert_null (strstr (after, "wrongly"));
  g_assert_null (strstr (after, "Bo removed Cleo"));
  g_assert_nonnull (strstr (after, "Ana removed Bo"));
}

int
main (int argc, char **argv)
{
  cen_crypto_init ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/moderation/payloads", test_payloads);
  g_test_add_func ("/moderation/malformed", test_malformed);
  g_test_add_func ("/moderation/hide", test_hide);
  g_test_add_func ("/moderation/hide-without-right", test_hide_without_right);
  g_test_add_func ("/moderation/endorse", test_endorse);
  g_test_add_func ("/moderation/voided", test_voided);
  g_test_add_func ("/moderation/endorse-gives-no-right", test_endorse_gives_no_right);
  g_test_add_func ("/moderation/endorse-in-any-order", test_endorse_in_any_order);
  g_test_add_func ("/moderation/log", test_log);
  g_test_add_func ("/moderation/log-forgets-void", test_log_forgets_void);
  return g_test_run ();
}
