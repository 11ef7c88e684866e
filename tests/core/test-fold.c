/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Objects out of ops: a naive last-writer-wins oracle on random writing by several members,
 * rightful or not; removals; erasing down to the bytes of the file. */

#include "core/content.h"
#include "core/erased.h"
#include "core/queries.h"
#include "core/store-sql.h"
#include "tests/support/disk.h"
#include "tests/support/study.h"

static CenMessageRow *
read_message (TestPerson *person, const CenId *id)
{
  return cen_query_message (person->replica->store, &person->circle->id, id, NULL);
}

static void
assert_text (TestPerson *person, const CenId *id, const char *text)
{
  g_autoptr (CenMessageRow) row = read_message (person, id);

  if (text == NULL) {
    g_assert_null (row);
  } else {
    g_assert_nonnull (row);
    g_assert_cmpstr (row->text, ==, text);
  }
}

static char *
dup_name (TestPerson *person, TestPerson *of)
{
  g_autoptr (GPtrArray) members =
      cen_query_members (person->replica->store, &person->circle->id, NULL);

  for (guint i = 0; i < members->len; i++) {
    const CenMemberRow *row = members->pdata[i];

    if (cen_id_equal (&row->id, &of->circle->self_member))
      return g_strdup (row->name);
  }
  return NULL;
}

/* --- The oracle: every op in order, the last rightful one wins --- */

typedef struct {
  CenId id;
  CenId author;
  guint64 lamport;
  char *text;
  gboolean is_pinned;
  gboolean is_redacted;
  GHashTable *reactions; /* "emoji member" */
} Expected;

static void
expected_free (gpointer data)
{
  Expected *expected = data;

  g_free (expected->text);
  g_hash_table_unref (expected->reactions);
  g_free (expected);
}

static void
take_fields (Expected *expected, CenSpan fields, gboolean is_author)
{
  CenSpan value;

  if (is_author && cen_fields_get_span (fields, CEN_MESSAGE_TEXT, &value)) {
    g_free (expected->text);
    expected->text = cen_fields_dup_text (fields, CEN_MESSAGE_TEXT);
  }
  if (cen_fields_get_span (fields, CEN_MESSAGE_PINNED, &value))
    expected->is_pinned = cen_fields_get_bool (fields, CEN_MESSAGE_PINNED);
}

static void
take_op (GHashTable *objects, TestPerson *person, const TestOp *logged)
{
  const CenOp *op = &logged->op;
  const CenId *author = &cen_circle_find_device (person->circle, &op->device)->member;
  Expected *expected = g_hash_table_lookup (objects, &op->object);
  const CenMemberInfo *info = cen_authority_get_member (person->circle->authority, author);
  CenContent content;
  gsize len;
  const guint8 *payload = logged->payload != NULL ? g_bytes_get_data (logged->payload, &len) : NULL;

  if (op->kind == CEN_OP_CREATE) {
    expected = g_new0 (Expected, 1);
    expected->id = op->id;
    expected->author = *author;
    expected->lamport = op->lamport;
    expected->reactions = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
    g_hash_table_insert (objects, &expected->id, expected);
  }
  if (expected == NULL || (op->kind != CEN_OP_CREATE && op->lamport <= expected->lamport))
    return;
  if (op->kind == CEN_OP_REDACT &&
      (cen_id_equal (author, &expected->author) || info->role <= CEN_ROLE_FACILITATOR))
    expected->is_redacted = TRUE;
  if (payload == NULL || !cen_content_parse (&content, op->kind, payload, len, NULL))
    return;
  if (op->kind == CEN_OP_CREATE || op->kind == CEN_OP_SET)
    take_fields (expected, content.fields, cen_id_equal (author, &expected->author));
  if (op->kind == CEN_OP_MARK) {
    g_autofree char *member = cen_id_dup_text (author);
    char *mark = g_strconcat (content.key, " ", member, NULL);

    if (content.value.len > 0)
      g_hash_table_add (expected->reactions, mark);
    else
      g_hash_table_remove (expected->reactions, mark);
    if (content.value.len == 0)
      g_free (mark);
  }
}

static void
assert_matches_oracle (TestPerson *person)
{
  g_autoptr (GPtrArray) log = test_study_list_log (person);
  g_autoptr (GHashTable) objects =
      g_hash_table_new_full (cen_id_hash, cen_id_hash_equal, NULL, expected_free);
  CenPage page = { .direction = CEN_PAGE_NEWEST, .limit = 1000 };
  g_autoptr (GPtrArray) rows = NULL;

  for (guint i = 0; i < log->len; i++)
    take_op (objects, person, log->pdata[i]);
  rows = cen_query_messages (person->replica->store, &person->circle->id, &page, NULL);
  g_assert_cmpuint (rows->len, >, 0);
  for (guint i = 0; i < rows->len; i++) {
    const CenMessageRow *row = rows->pdata[i];
    const Expected *expected = g_hash_table_lookup (objects, &row->id);
    guint n_reactions = 0;

    g_assert_nonnull (expected);
    g_assert_cmpint (row->is_redacted, ==, expected->is_redacted);
    if (row->is_redacted)
      continue;
    g_assert_cmpstr (row->text, ==, expected->text);
    g_assert_cmpint (row->is_pinned, ==, expected->is_pinned);
    for (guint k = 0; k < row->reactions->len; k++)
      n_reactions += ((CenReactionRow *) row->reactions->pdata[k])->n_members;
    g_assert_cmpuint (n_reactions, ==, g_hash_table_size (expected->reactions));
  }
}

static void
act (TestStudy *study, GRand *rand, GArray *messages)
{
  TestPerson *who = study->people[g_rand_int_range (rand, 0, TEST_STUDY_PEOPLE)];
  TestPerson *other = study->people[g_rand_int_range (rand, 0, TEST_STUDY_PEOPLE)];
  CenId about = { 0 };
  CenValue pinned = { .field = CEN_MESSAGE_PINNED, .type = CEN_FIELD_BOOL };
  g_autofree char *text = g_strdup_printf ("words %u", g_rand_int_range (rand, 0, 1000));

  if (messages->len > 0)
    about = g_array_index (messages, CenId, g_rand_int_range (rand, 0, (gint32) messages->len));
  switch (messages->len == 0 ? 0 : g_rand_int_range (rand, 0, 8)) {
  case 0:
    about = test_person_post (who, text);
    g_array_append_val (messages, about);
    break;
  case 1:
  case 2:
    test_study_write (who, CEN_OP_SET, &about, test_payload_text (who, text));
    break;
  case 3:
    pinned.number = (guint64) g_rand_int_range (rand, 0, 2);
    test_study_write (who, CEN_OP_SET, &about,
                      cen_content_build_fields (NULL, &pinned, 1, &study->world->world, NULL));
    break;
  case 4:
  case 5:
    test_study_write (who, CEN_OP_MARK, &about,
                      cen_content_build_mark (CEN_MESSAGE_REACTION,
                                              g_rand_boolean (rand) ? "❤" : "🙏",
                                              g_rand_int_range (rand, 0, 3) > 0 ? CEN_MARK_PUT
                                                                                : CEN_MARK_CLEAR,
                                              &study->world->world));
    break;
  case 6:
    if (g_rand_int_range (rand, 0, 4) == 0)
      test_study_write (who, CEN_OP_REDACT, &about, test_payload_empty (who));
    break;
  default:
    if (who != other)
      test_person_pull (who, other);
    break;
  }
}

static void
test_oracle (void)
{
  for (guint32 seed = 0; seed < 20; seed++) {
    g_auto (TestStudy) study = { 0 };
    g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
    g_autoptr (GArray) messages = g_array_new (FALSE, FALSE, sizeof (CenId));
    g_autoptr (TestPerson) fresh = NULL;

    g_test_message ("seed %u", seed);
    test_study_begin (&study, seed);
    for (guint i = 0; i < 120; i++)
      act (&study, rand, messages);
    test_study_sync (&study);
    for (guint i = 1; i < TEST_STUDY_PEOPLE; i++)
      test_assert_same_state (study.people[0], study.people[i]);
    assert_matches_oracle (study.people[0]);
    fresh = test_person_new (study.world, "Fresh");
    test_person_open_empty (fresh, &study.people[0]->circle->id);
    test_study_deliver (fresh, study.people[2], rand);
    test_assert_same_state (study.people[0], fresh);
    test_assert_verified (fresh);
    test_assert_rebuilt (study.people[0]);
  }
}

/* --- Single rules --- */

/* What claims to be older than the object it is about has not seen it, and does nothing to it. */
static void
test_older_than_object (void)
{
  static const guint kinds[] = { CEN_OP_SET, CEN_OP_MARK, CEN_OP_REDACT };
  g_auto (TestStudy) study = { 0 };
  TestPerson *ana, *cleo;
  g_autoptr (TestOp) root = NULL;
  CenId id;

  test_study_begin (&study, 1);
  ana = study.people[0];
  cleo = study.people[2];
  id = test_person_post (ana, "stands");
  root = test_op_read_tip (cleo);
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++) {
    g_autoptr (TestOp) made =
        test_op_forge (cleo, kinds[i], root, NULL, 0, &id,
                       kinds[i] == CEN_OP_SET ? test_payload_text (cleo, "x")
                       : kinds[i] == CEN_OP_MARK
                           ? cen_content_build_mark (CEN_MESSAGE_REACTION, "❤", CEN_MARK_PUT,
                                                     cleo->circle->world)
                           : test_payload_empty (cleo));

    g_assert_cmpuint (test_person_give_one (ana, made), ==, 1);
    assert_text (ana, &id, "stands");
  }
  test_study_sync (&study);
  test_assert_same_state (ana, cleo);
}

static void
test_who_may_redact (void)
{
  g_auto (TestStudy) study = { 0 };
  CenId by_other, by_facilitator;
  g_autoptr (CenMessageRow) row = NULL;

  test_study_begin (&study, 2);
  by_other = test_person_post (study.people[2], "one");
  by_facilitator = test_person_post (study.people[2], "two");
  test_study_sync (&study);
  test_study_write (study.people[3], CEN_OP_REDACT, &by_other,
                    test_payload_empty (study.people[3]));
  test_study_write (study.people[1], CEN_OP_REDACT, &by_facilitator,
                    test_payload_empty (study.people[1]));
  test_study_sync (&study);
  for (guint i = 0; i < TEST_STUDY_PEOPLE; i++) {
    assert_text (study.people[i], &by_other, "one");
    assert_text (study.people[i], &by_facilitator, "");
  }
  row = read_message (study.people[0], &by_facilitator);
  g_assert_true (row->is_redacted);
}

/* A redaction stands though the facilitator who made it is removed as if before. */
static void
test_redaction_outlives_removal (void)
{
  g_auto (TestStudy) study = { 0 };
  CenId message, before;
  g_autoptr (TestOp) tip = NULL;

  test_study_begin (&study, 3);
  message = test_person_post (study.people[2], "gone for good");
  test_study_sync (&study);
  tip = test_op_read_tip (study.people[1]);
  before = tip->op.id;
  test_study_write (study.people[1], CEN_OP_REDACT, &message, test_payload_empty (study.people[1]));
  test_study_sync (&study);
  test_study_revoke (study.people[0], study.people[1], &before);
  test_study_sync (&study);
  for (guint i = 0; i < TEST_STUDY_PEOPLE; i++)
    assert_text (study.people[i], &message, "");
  test_assert_same_state (study.people[0], study.people[3]);
}

/* Who is demoted to guest writes nothing any more, not even over their own words. */
static void
test_guest (void)
{
  g_auto (TestStudy) study = { 0 };
  CenId message, second;

  test_study_begin (&study, 4);
  message = test_person_post (study.people[2], "as a member");
  test_study_sync (&study);
  test_study_grant (study.people[0], study.people[2], CEN_ROLE_GUEST);
  test_study_sync (&study);
  test_study_write (study.people[2], CEN_OP_SET, &message,
                    test_payload_text (study.people[2], "guest"));
  second = test_study_write (study.people[2], CEN_OP_CREATE, NULL,
                             test_payload_create (study.people[2], &(CenId){ { 0 } }, "guest"));
  test_study_write (study.people[2], CEN_OP_MARK, &message,
                    cen_content_build_mark (CEN_MESSAGE_REACTION, "❤", CEN_MARK_PUT,
                                            &study.world->world));
  test_study_sync (&study);
  for (guint i = 0; i < TEST_STUDY_PEOPLE; i++) {
    g_autoptr (CenMessageRow) row = read_message (study.people[i], &message);

    g_assert_cmpstr (row->text, ==, "as a member");
    g_assert_cmpuint (row->reactions->len, ==, 0);
    assert_text (study.people[i], &second, NULL);
  }
}

/* --- Removal --- */

typedef struct {
  CenId kept;   /* Cleo's, which the removal has seen */
  CenId unseen; /* Cleo's, written meanwhile */
  CenId of_ana; /* which Cleo changes and marks meanwhile */
} Traces;

static void
leave_traces (TestStudy *study, Traces *traces)
{
  TestPerson *cleo = study->people[2];
  CenValue pinned = { .field = CEN_MESSAGE_PINNED, .type = CEN_FIELD_BOOL, .number = 1 };

  traces->kept = test_person_post (cleo, "kept");
  traces->of_ana = test_person_post (study->people[0], "Ana's");
  test_study_sync (study);
  traces->unseen = test_person_post (cleo, "unseen");
  test_study_write (cleo, CEN_OP_SET, &traces->of_ana,
                    cen_content_build_fields (NULL, &pinned, 1, &study->world->world, NULL));
  test_study_write (cleo, CEN_OP_MARK, &traces->of_ana,
                    cen_content_build_mark (CEN_MESSAGE_REACTION, "❤", CEN_MARK_PUT,
                                            &study->world->world));
}

static void
test_removal (void)
{
  for (guint order = 0; order < 2; order++) {
    g_auto (TestStudy) study = { 0 };
    Traces traces;

    test_study_begin (&study, 5);
    leave_traces (&study, &traces);
    if (order == 0)
      test_person_pull (study.people[3], study.people[2]);
    test_study_revoke (study.people[0], study.people[2], NULL);
    if (order == 1)
      test_person_pull (study.people[3], study.people[0]);
    test_study_sync (&study);
    for (guint i = 0; i < TEST_STUDY_PEOPLE; i++) {
      g_autoptr (CenMessageRow) row = read_message (study.people[i], &traces.of_ana);

      assert_text (study.people[i], &traces.kept, "kept");
      assert_text (study.people[i], &traces.unseen, NULL);
      g_assert_false (row->is_pinned);
      g_assert_cmpuint (row->reactions->len, ==, 0);
      test_assert_same_state (study.people[0], study.people[i]);
      test_assert_rebuilt (study.people[i]);
    }
  }
}

/* Taken back by a GRANT, Cleo writes again; what was unseen stays void. */
static void
test_taken_back (void)
{
  g_auto (TestStudy) study = { 0 };
  Traces traces;
  CenId again;

  test_study_begin (&study, 6);
  leave_traces (&study, &traces);
  test_study_revoke (study.people[0], study.people[2], NULL);
  test_study_sync (&study);
  test_study_grant (study.people[1], study.people[2], CEN_ROLE_MEMBER);
  test_study_sync (&study);
  again = test_person_post (study.people[2], "again");
  test_study_sync (&study);
  for (guint i = 0; i < TEST_STUDY_PEOPLE; i++) {
    assert_text (study.people[i], &traces.unseen, NULL);
    assert_text (study.people[i], &again, "again");
    test_assert_same_state (study.people[0], study.people[i]);
  }
}

/* A cut voids also what the removal has seen, down to the cut. */
static void
test_cut (void)
{
  g_auto (TestStudy) study = { 0 };
  CenId kept, cut_away;

  test_study_begin (&study, 7);
  kept = test_person_post (study.people[2], "kept");
  cut_away = test_person_post (study.people[2], "cut away");
  test_study_sync (&study);
  test_study_revoke (study.people[0], study.people[2], &kept);
  test_study_sync (&study);
  for (guint i = 0; i < TEST_STUDY_PEOPLE; i++) {
    assert_text (study.people[i], &kept, "kept");
    assert_text (study.people[i], &cut_away, NULL);
    test_assert_rebuilt (study.people[i]);
  }
}

/* A cut at what the removal has not seen is void with it: else it would mean one thing to those
 * who had that op by then and another to those who had not. */
static void
test_cut_outside_past (void)
{
  g_auto (TestStudy) study = { 0 };
  g_autoptr (TestOp) revoke = NULL;
  g_autoptr (TestOp) tip = NULL;
  CenFrame frame = { .kind = CEN_OP_REVOKE };
  CenId first, second;

  test_study_begin (&study, 8);
  tip = test_op_read_tip (study.people[0]);
  first = test_person_post (study.people[2], "first");
  second = test_person_post (study.people[2], "second");
  frame.revoke.member = study.people[2]->circle->self_member;
  frame.revoke.n_cut = 1;
  frame.revoke.cut[0] = first;
  revoke = test_op_forge (study.people[0], CEN_OP_REVOKE, tip, NULL, 0, NULL,
                          test_payload_frame (study.people[0], &frame));
  test_person_pull (study.people[3], study.people[2]);
  g_assert_cmpuint (test_person_give_one (study.people[3], revoke), ==, 1);
  g_assert_cmpuint (test_person_give_one (study.people[1], revoke), ==, 1);
  test_person_pull (study.people[1], study.people[2]);
  for (guint i = 1; i < TEST_STUDY_PEOPLE; i += 2) {
    assert_text (study.people[i], &first, "first");
    assert_text (study.people[i], &second, "second");
    test_assert_rebuilt (study.people[i]);
  }
  test_assert_same_state (study.people[1], study.people[3]);
}

/* Names: the profile's while it stands, else the one given on joining. */
static void
test_name_after_removal (void)
{
  g_auto (TestStudy) study = { 0 };
  TestPerson *cleo;
  CenValue value = { .field = CEN_PROFILE_NAME, .type = CEN_FIELD_NAME, .text = "Cleopatra" };
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autoptr (GError) error = NULL;
  CenId join, profile;

  test_study_begin (&study, 9);
  cleo = study.people[2];
  g_assert_true (cen_author_find_profile (cleo->circle, &profile, &error));
  g_assert_true (cen_author_set (cleo->circle, &profile, &value, 1, &error));
  test_study_sync (&study);
  before = dup_name (study.people[0], cleo);
  g_assert_cmpstr (before, ==, "Cleopatra");
  join =
      ((CenFrameOp *) cleo->circle->frames
           ->pdata[cen_circle_find_device (cleo->circle, &cleo->circle->self_device)->root_number])
          ->id;
  test_study_revoke (study.people[0], cleo, &join);
  test_study_sync (&study);
  after = dup_name (study.people[0], cleo);
  g_assert_cmpstr (after, ==, "Cleo");
  for (guint i = 0; i < TEST_STUDY_PEOPLE; i++)
    test_assert_rebuilt (study.people[i]);
}

static void
test_name_after_redaction (void)
{
  g_auto (TestStudy) study = { 0 };
  CenValue value = { .field = CEN_PROFILE_NAME, .type = CEN_FIELD_NAME, .text = "Cleopatra" };
  g_autofree char *after = NULL;
  CenId profile;

  test_study_begin (&study, 10);
  g_assert_true (cen_author_find_profile (study.people[2]->circle, &profile, NULL));
  g_assert_true (cen_author_set (study.people[2]->circle, &profile, &value, 1, NULL));
  g_assert_true (cen_author_redact (study.people[2]->circle, &profile, NULL));
  test_study_sync (&study);
  after = dup_name (study.people[0], study.people[2]);
  g_assert_cmpstr (after, ==, "Cleo");
  for (guint i = 0; i < TEST_STUDY_PEOPLE; i++)
    test_assert_rebuilt (study.people[i]);
}

/* --- Two circles in one replica --- */

/* A message of one circle may name what is of another; that pulls nothing across. */
static void
test_names_other_circle (void)
{
  g_autoptr (TestWorld) world = test_world_new (11);
  g_autoptr (TestPerson) ana = test_person_new (world, "Ana");
  g_autoptr (TestPerson) bo = test_person_new (world, "Bo");
  g_autoptr (TestOp) channel = NULL;
  CenValue values[] = {
    { .field = CEN_MESSAGE_CHANNEL, .type = CEN_FIELD_REF },
    { .field = CEN_MESSAGE_TEXT, .type = CEN_FIELD_TEXT, .text = "in Two" },
  };
  CenValue name = { .field = CEN_CHANNEL_NAME, .type = CEN_FIELD_NAME, .text = "later" };
  g_autoptr (GError) error = NULL;
  CenCircle *one;
  CenId message;

  test_person_found (bo, "One");
  test_person_join (ana, bo);
  one = ana->circle;
  g_assert_true (cen_author_create (bo->circle, cen_kind_get (CEN_KIND_CHANNEL), &name, 1,
                                    &values[0].ref, &error));
  channel = test_op_read (bo, &values[0].ref);
  test_person_found (ana, "Two");
  g_assert_true (cen_author_create (ana->circle, cen_kind_get (CEN_KIND_MESSAGE), values, 2,
                                    &message, &error));
  assert_text (ana, &message, "in Two");
  ana->circle = one;
  g_assert_true (cen_circle_reload (one, &error)); /* as after a restart */
  test_person_pull (ana, bo);
  ana->circle = ana->replica->circles->pdata[1];
  assert_text (ana, &message, "in Two");
  test_assert_rebuilt (ana);
}

/* --- Erasing --- */

/* Neither the words, nor what they once were, nor a long one that filled pages of its own. */
static void
test_erased_from_disk (void)
{
  g_autofree char *dir = g_dir_make_tmp ("cenacle-fold-XXXXXX", NULL);
  g_autoptr (TestWorld) world = test_world_new (12);
  TestPerson *ana = test_disk_open (world, "Ana", dir);
  g_autofree char *filler = g_strnfill (9000, 'z');
  g_autofree char *text = g_strconcat ("Quixotry ", filler, " zanzibar", NULL);
  static const char *const secrets[] = { "Quixotry", "quixotry", "zanzibar", "Wobblegronk",
                                         "wobblegronk" };
  CenValue value = { .field = CEN_MESSAGE_TEXT, .type = CEN_FIELD_TEXT, .text = "Wobblegronk" };
  g_autoptr (GError) error = NULL;
  gboolean is_done = FALSE;
  CenId id;

  test_person_found (ana, "Analysis");
  test_person_post (ana, "before");
  id = test_person_post (ana, text);
  g_assert_true (cen_author_set (ana->circle, &id, &value, 1, &error));
  test_person_post (ana, "after");
  g_assert_true (cen_store_index_words (ana->replica->store, 0, &error));
  g_assert_true (test_disk_has_words (dir, "Wobblegronk"));
  g_assert_true (test_disk_has_words (dir, "wobblegronk"));
  g_assert_cmpuint (cen_erased_count (ana->replica->store), ==, 0);
  g_assert_true (cen_author_redact (ana->circle, &id, &error));
  /* Put off, even past the end of the program. */
  test_person_free (ana);
  ana = test_disk_open (world, "Ana", dir);
  ana->circle = ana->replica->circles->pdata[0];
  g_assert_cmpuint (cen_erased_count (ana->replica->store), ==, 1);
  while (cen_erased_count (ana->replica->store) > 0)
    g_assert_true (cen_erased_forget (ana->replica->store, 1, &is_done, &error));
  g_assert_true (is_done);
  for (guint i = 0; i < G_N_ELEMENTS (secrets); i++) {
    g_test_message ("%s", secrets[i]);
    g_assert_false (test_disk_has_words (dir, secrets[i]));
  }
  g_assert_true (test_disk_has_words (dir, "before"));
  test_assert_rebuilt (ana);
  test_person_free (ana);
  test_disk_remove (dir);
}

int
main (int argc, char **argv)
{
  cen_crypto_init ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/fold/oracle", test_oracle);
  g_test_add_func ("/fold/older-than-object", test_older_than_object);
  g_test_add_func ("/fold/who-may-redact", test_who_may_redact);
  g_test_add_func ("/fold/redaction-outlives-removal", test_redaction_outlives_removal);
  g_test_add_func ("/fold/guest", test_guest);
  g_test_add_func ("/fold/removal", test_removal);
  g_test_add_func ("/fold/taken-back", test_taken_back);
  g_test_add_func ("/fold/cut", test_cut);
  g_test_add_func ("/fold/cut-outside-past", test_cut_outside_past);
  g_test_add_func ("/fold/name-after-removal", test_name_after_removal);
  g_test_add_func ("/fold/name-after-redaction", test_name_after_redaction);
  g_test_add_func ("/fold/names-other-circle", test_names_other_circle);
  g_test_add_func ("/fold/erased-from-disk", test_erased_from_disk);
  return g_test_run ();
}
