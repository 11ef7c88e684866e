/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Sealed words in a circle: the same at both ends whatever the order of delivery, nothing of them
 * elsewhere, digests equal for all; what hostile members may try; erasing down to the bytes. */

#include "core/erased.h"
#include "core/own-state.h"
#include "core/queries-letters.h"
#include "core/sealed-keys.h"
#include "core/sealed.h"
#include "core/store-local.h"
#include "core/store-sql.h"
#include "core/views.h"
#include "tests/support/disk.h"
#include "tests/support/study.h"

#include <string.h>

/* --- Gestures --- */

static CenId
write_letter (TestPerson *from, TestPerson *to, const char *text)
{
  CenValue value = { .field = CEN_LETTER_TEXT, .type = CEN_FIELD_TEXT, .text = text };
  g_autoptr (GError) error = NULL;
  CenId id;

  cen_author_create_sealed (from->circle, &to->circle->self_member, 1,
                            cen_kind_get (CEN_KIND_LETTER), &value, 1, &id, &error);
  g_assert_no_error (error);
  return id;
}

static gboolean
edit_letter (TestPerson *who, const CenId *letter, const char *text, GError **error)
{
  CenValue value = { .field = CEN_LETTER_TEXT, .type = CEN_FIELD_TEXT, .text = text };

  return cen_author_set (who->circle, letter, &value, 1, error);
}

static GPtrArray *
list_letters (TestPerson *who, TestPerson *with)
{
  CenPage page = { .direction = CEN_PAGE_OLDEST, .limit = 1000 };
  g_autoptr (GError) error = NULL;
  GPtrArray *rows = cen_query_letters (who->replica->store, &who->circle->id,
                                       &with->circle->self_member, &page, &error);

  g_assert_no_error (error);
  return rows;
}

/* All that @who can read of what was sealed between them and @with, as one text. Without what was
 * deleted: who hears of the deletion first never has a place for it. */
static char *
dump_letters (TestPerson *who, TestPerson *with)
{
  g_autoptr (GPtrArray) rows = list_letters (who, with);
  GString *dump = g_string_new (NULL);

  for (guint i = 0; i < rows->len; i++) {
    const CenMessageRow *row = rows->pdata[i];
    g_autofree char *id = cen_id_dup_text (&row->id);

    if (row->is_redacted)
      continue;
    g_string_append_printf (dump, "%s %s: %s%s%s", id, row->author_name, row->text,
                            row->is_edited ? " (edited)" : "",
                            row->hide_reason != NULL ? " (hidden)" : "");
    for (guint k = 0; k < row->reactions->len; k++) {
      const CenReactionRow *reaction = row->reactions->pdata[k];

      g_string_append_printf (dump, " %s%u", reaction->emoji, reaction->n_members);
    }
    g_string_append_c (dump, '\n');
  }
  return g_string_free (dump, FALSE);
}

static void
assert_text (TestPerson *who, const CenId *letter, const char *text)
{
  g_autoptr (CenMessageRow) row =
      cen_query_message (who->replica->store, &who->circle->id, letter, NULL);

  if (text == NULL) {
    g_assert_null (row);
    return;
  }
  g_assert_nonnull (row);
  g_assert_cmpstr (row->text, ==, text);
}

static guint
count_found (TestPerson *who, const char *text)
{
  CenSearch search = { .text = text };
  g_autoptr (GPtrArray) found = cen_query_search (who->replica->store, &search, NULL);

  return found->len;
}

/* Another replica of @who, with the same keys and nothing else. */
static TestPerson *
new_twin (TestStudy *study, TestPerson *who)
{
  TestPerson *twin = test_person_new (study->world, who->name);
  const CenCircleKeys *keys = who->circle->keys;

  test_person_open_empty (twin, &who->circle->id);
  twin->circle->keys->member = keys->member;
  twin->circle->keys->device = keys->device;
  twin->circle->keys->box = keys->box;
  twin->circle->keys->curve = keys->curve;
  cen_sql_run (twin->replica->store, NULL, "UPDATE circle SET self_member = ?, self_device = ?",
               "II", &who->circle->self_member, &who->circle->self_device);
  g_assert_true (cen_circle_reload (twin->circle, NULL));
  return twin;
}

/* --- Between two --- */

static void
test_only_the_two (void)
{
  g_auto (TestStudy) study = { 0 };
  TestPerson *cleo, *dan;
  g_autofree char *at_cleo = NULL;
  g_autofree char *at_dan = NULL;
  CenId letter;

  test_study_begin (&study, 1);
  cleo = study.people[2];
  dan = study.people[3];
  letter = write_letter (cleo, dan, "zanzibar");
  test_study_sync (&study);
  g_assert_true (edit_letter (cleo, &letter, "wobblegronk", NULL));
  test_study_sync (&study);
  g_assert_true (cen_author_mark (dan->circle, &letter, "reaction", "🙏", CEN_MARK_PUT, NULL));
  test_study_sync (&study);
  at_cleo = dump_letters (cleo, dan);
  at_dan = dump_letters (dan, cleo);
  g_assert_cmpstr (at_cleo, ==, at_dan);
  g_assert_nonnull (strstr (at_dan, "Cleo: wobblegronk (edited) 🙏1\n"));
  for (guint i = 0; i < TEST_STUDY_PEOPLE; i++) {
    gboolean is_reader = i >= 2;

    g_assert_cmpuint (count_found (study.people[i], "wobblegronk"), ==, is_reader ? 1 : 0);
    assert_text (study.people[i], &letter, is_reader ? "wobblegronk" : NULL);
    test_assert_same_state (study.people[0], study.people[i]);
    test_assert_rebuilt (study.people[i]);
    test_assert_verified (study.people[i]);
  }
  g_free (at_dan);
  at_dan = dump_letters (dan, cleo); /* after the rebuild */
  g_assert_cmpstr (at_cleo, ==, at_dan);
}

static void
test_correspondents (void)
{
  g_auto (TestStudy) study = { 0 };
  TestPerson *ana, *cleo, *dan;
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GPtrArray) read = NULL;
  const CenCorrespondentRow *first, *second;
  g_autoptr (CenCircleRow) circle = NULL;
  CenId letter;

  test_study_begin (&study, 2);
  ana = study.people[0];
  cleo = study.people[2];
  dan = study.people[3];
  write_letter (ana, dan, "older");
  test_study_sync (&study);
  letter = write_letter (cleo, dan, "one");
  write_letter (cleo, dan, "two\nlines");
  test_study_sync (&study);
  g_assert_true (cen_own_set_draft (dan->circle, &ana->circle->self_member, "dear", NULL));
  rows = cen_query_correspondents (dan->replica->store, &dan->circle->id, NULL);
  g_assert_cmpuint (rows->len, ==, 2);
  first = rows->pdata[0];
  second = rows->pdata[1];
  g_assert_cmpstr (first->name, ==, "Cleo");
  g_assert_cmpuint (first->n_unread, ==, 2);
  g_assert_true (cen_id_equal (&first->first_unread, &letter));
  g_assert_cmpstr (first->last_text, ==, "two lines");
  g_assert_false (first->last_is_own);
  g_assert_cmpstr (second->name, ==, "Ana");
  g_assert_cmpstr (second->draft, ==, "dear");
  circle = cen_query_circle_counted (dan->replica->store, &dan->circle->id, NULL);
  g_assert_cmpuint (circle->n_unread_letters, ==, 3);
  g_assert_true (cen_local_mark_read (dan->circle, &cleo->circle->self_member, &letter, NULL));
  read = cen_query_correspondents (dan->replica->store, &dan->circle->id, NULL);
  first = read->pdata[0];
  g_assert_cmpuint (first->n_unread, ==, 1);
  g_assert_true (cen_local_mark_read (dan->circle, NULL, NULL, NULL));
  g_clear_pointer (&read, g_ptr_array_unref);
  read = cen_query_correspondents (dan->replica->store, &dan->circle->id, NULL);
  first = read->pdata[0];
  g_assert_cmpuint (first->n_unread, ==, 0);
}

static void
test_refused (void)
{
  g_auto (TestStudy) study = { 0 };
  TestPerson *ana, *dan;
  CenValue value = { .field = CEN_LETTER_TEXT, .type = CEN_FIELD_TEXT, .text = "x" };
  const CenKind *kind = cen_kind_get (CEN_KIND_LETTER);
  CenId to[CEN_SEALED_NAMED_MAX + 1], id;

  test_study_begin (&study, 3);
  ana = study.people[0];
  dan = study.people[3];
  g_assert_false (cen_author_create (ana->circle, kind, &value, 1, &id, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (to); i++)
    to[i] = dan->circle->self_member;
  g_assert_false (cen_author_create_sealed (ana->circle, to, 0, kind, &value, 1, &id, NULL));
  g_assert_false (cen_author_create_sealed (ana->circle, to, 2, kind, &value, 1, &id, NULL));
  g_assert_false (
      cen_author_create_sealed (ana->circle, to, G_N_ELEMENTS (to), kind, &value, 1, &id, NULL));
  g_assert_false (cen_author_create_sealed (ana->circle, &ana->circle->self_member, 1, kind, &value,
                                            1, &id, NULL));
  test_study_revoke (ana, dan, NULL);
  g_assert_false (cen_author_create_sealed (ana->circle, to, 1, kind, &value, 1, &id, NULL));
}

/* --- Any order --- */

static void
act (TestStudy *study, GRand *rand, GArray *letters)
{
  TestPerson *who = study->people[g_rand_int_range (rand, 0, TEST_STUDY_PEOPLE)];
  TestPerson *other = study->people[g_rand_int_range (rand, 0, TEST_STUDY_PEOPLE)];
  g_autofree char *text = g_strdup_printf ("words %u", g_rand_int_range (rand, 0, 1000));
  const CenId *about =
      letters->len > 0
          ? &g_array_index (letters, CenId, g_rand_int_range (rand, 0, (gint32) letters->len))
          : NULL;
  CenId id;

  switch (about == NULL ? 0 : g_rand_int_range (rand, 0, 9)) {
  case 0:
  case 1:
    if (who == other)
      break;
    id = write_letter (who, other, text);
    g_array_append_val (letters, id);
    break;
  case 2:
  case 3:
    edit_letter (who, about, text, NULL); /* refused to most */
    break;
  case 4:
    cen_author_mark (who->circle, about, "reaction", g_rand_boolean (rand) ? "❤" : "🙏",
                     g_rand_boolean (rand) ? CEN_MARK_PUT : CEN_MARK_CLEAR, NULL);
    break;
  case 5:
    if (g_rand_int_range (rand, 0, 4) == 0)
      cen_author_redact (who->circle, about, NULL);
    break;
  case 6:
    test_person_post (who, text);
    break;
  default:
    if (who != other)
      test_person_pull (who, other);
    break;
  }
}

/* Cleo, her twin and person @i read the same of what Cleo and @i wrote to each other. */
static void
assert_same_letters (TestStudy *study, guint i, TestPerson *twin)
{
  TestPerson *cleo = study->people[2];
  g_autofree char *own = NULL;
  g_autofree char *theirs = NULL;
  g_autofree char *shuffled = NULL;

  test_assert_same_state (study->people[0], study->people[i]);
  if (i == 2)
    return;
  own = dump_letters (cleo, study->people[i]);
  theirs = dump_letters (study->people[i], cleo);
  shuffled = dump_letters (twin, study->people[i]);
  g_assert_cmpstr (own, ==, theirs);
  g_assert_cmpstr (own, ==, shuffled);
}

static void
test_any_order (void)
{
  for (guint32 seed = 0; seed < 12; seed++) {
    g_auto (TestStudy) study = { 0 };
    g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
    g_autoptr (GArray) letters = g_array_new (FALSE, FALSE, sizeof (CenId));
    g_autoptr (TestPerson) twin = NULL;

    g_test_message ("seed %u", seed);
    test_study_begin (&study, seed);
    for (guint i = 0; i < 90; i++)
      act (&study, rand, letters);
    test_study_sync (&study);
    twin = new_twin (&study, study.people[2]);
    test_study_deliver (twin, study.people[0], rand);
    test_assert_same_state (study.people[0], twin);
    for (guint i = 0; i < TEST_STUDY_PEOPLE; i++)
      assert_same_letters (&study, i, twin);
    test_assert_rebuilt (study.people[2]);
    test_assert_rebuilt (twin);
    assert_same_letters (&study, 0, twin);
  }
}

/* --- What others may try --- */

/* A SEALED op by @from, with whatever inside, for whoever is named and whoever can open it. */
static CenId
forge (TestPerson *from, const CenId *named, guint n_named, TestPerson *const *readers,
       guint n_readers, guint kind, const CenId *object, GBytes *payload)
{
  g_autoptr (GBytes) eaten = payload;
  g_autoptr (GArray) list = g_array_new (FALSE, FALSE, sizeof (CenSealedReader));
  CenSealedInner inner = { .kind = kind, .has_object = object != NULL, .payload = payload };
  guint8 key[CEN_KEY_LEN];

  if (object != NULL)
    inner.object = *object;
  for (guint i = 0; i < n_readers; i++) {
    CenSealedReader reader = { .device = readers[i]->circle->self_device };

    memcpy (reader.box, readers[i]->circle->keys->box.public_key, CEN_KEY_LEN);
    g_array_append_val (list, reader);
  }
  return test_study_write (from, CEN_OP_SEALED, NULL,
                           cen_sealed_build (&from->circle->id, &from->circle->self_device, named,
                                             n_named, list, &inner, from->circle->world, key,
                                             NULL));
}

static GBytes *
letter_payload (TestPerson *from, const char *text)
{
  CenValue value = { .field = CEN_LETTER_TEXT, .type = CEN_FIELD_TEXT, .text = text };

  return cen_content_build_fields (cen_kind_get (CEN_KIND_LETTER), &value, 1, from->circle->world,
                                   NULL);
}

static GBytes *
edit_payload (TestPerson *from, const char *text)
{
  CenValue value = { .field = CEN_LETTER_TEXT, .type = CEN_FIELD_TEXT, .text = text };

  return cen_content_build_fields (NULL, &value, 1, from->circle->world, NULL);
}

static GBytes *
mark_payload (TestPerson *from)
{
  return cen_content_build_mark (CEN_LETTER_REACTION, "❤", CEN_MARK_PUT, from->circle->world);
}

static void
test_hostile_create (void)
{
  g_auto (TestStudy) study = { 0 };
  TestPerson *cleo, *dan, *both[2];
  CenId unnamed, self_named, wrapless, public_kind, in_the_open, malformed, later;
  CenId named[2];

  test_study_begin (&study, 4);
  cleo = both[0] = study.people[2];
  dan = both[1] = study.people[3];
  /* Dan can open it, but somebody else is named */
  unnamed = forge (cleo, &study.people[1]->circle->self_member, 1, both, 2, CEN_OP_CREATE, NULL,
                   letter_payload (cleo, "x"));
  named[0] = cleo->circle->self_member;
  named[1] = dan->circle->self_member;
  if (cen_id_compare (&named[0], &named[1]) > 0) {
    named[0] = dan->circle->self_member;
    named[1] = cleo->circle->self_member;
  }
  self_named = forge (cleo, named, 2, both, 2, CEN_OP_CREATE, NULL, letter_payload (cleo, "x"));
  wrapless = forge (cleo, &dan->circle->self_member, 1, both, 1, CEN_OP_CREATE, NULL,
                    letter_payload (cleo, "x"));
  public_kind = forge (cleo, &dan->circle->self_member, 1, both, 2, CEN_OP_CREATE, NULL,
                       test_payload_create (cleo, &(CenId){ { 0 } }, "x"));
  in_the_open = test_study_write (cleo, CEN_OP_CREATE, NULL, letter_payload (cleo, "x"));
  malformed = forge (cleo, &dan->circle->self_member, 1, both, 2, CEN_OP_CREATE, NULL,
                     g_bytes_new_static ("y", 1));
  test_study_write (cleo, CEN_OP_SEALED, NULL, g_bytes_new_static ("no payload at all", 17));
  later = write_letter (cleo, dan, "still works");
  test_study_sync (&study);
  assert_text (dan, &unnamed, NULL);
  assert_text (dan, &self_named, NULL);
  assert_text (dan, &wrapless, NULL);
  assert_text (dan, &public_kind, NULL);
  assert_text (dan, &in_the_open, NULL);
  assert_text (dan, &malformed, NULL);
  assert_text (dan, &later, "still works");
  for (guint i = 0; i < TEST_STUDY_PEOPLE; i++) {
    test_assert_same_state (study.people[0], study.people[i]);
    test_assert_rebuilt (study.people[i]);
  }
}

static void
test_hostile_change (void)
{
  g_auto (TestStudy) study = { 0 };
  TestPerson *bo, *cleo, *dan, *all[3];
  CenId letter, message;
  g_autoptr (CenMessageRow) row = NULL;
  g_autoptr (CenMessageRow) open = NULL;

  test_study_begin (&study, 5);
  bo = all[0] = study.people[1];
  cleo = all[1] = study.people[2];
  dan = all[2] = study.people[3];
  letter = write_letter (cleo, dan, "as written");
  message = test_person_post (cleo, "in the open");
  test_study_sync (&study);
  /* by one it is for, but who did not write it; by one who cannot read it; without a seal */
  forge (dan, &cleo->circle->self_member, 1, &all[1], 2, CEN_OP_SET, &letter,
         edit_payload (dan, "by Dan"));
  forge (bo, &dan->circle->self_member, 1, all, 3, CEN_OP_MARK, &letter, mark_payload (bo));
  test_study_write (cleo, CEN_OP_SET, &letter, edit_payload (cleo, "without a seal"));
  test_study_write (dan, CEN_OP_MARK, &letter, mark_payload (dan));
  /* sealed, about what is not; and a deletion inside */
  forge (cleo, &dan->circle->self_member, 1, &all[1], 2, CEN_OP_SET, &message,
         test_payload_text (cleo, "in secret"));
  forge (cleo, &dan->circle->self_member, 1, &all[1], 2, CEN_OP_REDACT, &letter,
         test_payload_empty (cleo));
  test_study_sync (&study);
  row = cen_query_message (dan->replica->store, &dan->circle->id, &letter, NULL);
  g_assert_cmpstr (row->text, ==, "as written");
  g_assert_false (row->is_edited || row->is_redacted);
  g_assert_cmpuint (row->reactions->len, ==, 0);
  open = cen_query_message (dan->replica->store, &dan->circle->id, &message, NULL);
  g_assert_cmpstr (open->text, ==, "in the open");
  for (guint i = 0; i < TEST_STUDY_PEOPLE; i++)
    test_assert_same_state (study.people[0], study.people[i]);
}

/* Who has the very bytes of another's letter cannot send them as their own. */
static void
test_hostile_copy (void)
{
  g_auto (TestStudy) study = { 0 };
  TestPerson *bo, *dan;
  g_autoptr (TestOp) op = NULL;
  CenId letter, copy;

  test_study_begin (&study, 6);
  bo = study.people[1];
  dan = study.people[3];
  letter = write_letter (study.people[2], dan, "by Cleo");
  test_study_sync (&study);
  op = test_op_read (bo, &letter);
  copy = test_study_write (bo, CEN_OP_SEALED, NULL, g_bytes_ref (op->payload));
  test_study_sync (&study);
  assert_text (dan, &letter, "by Cleo");
  assert_text (dan, &copy, NULL);
}

/* --- Keys from another own device --- */

static void
test_key_comes_later (void)
{
  for (guint order = 0; order < 2; order++) {
    g_auto (TestStudy) study = { 0 };
    TestPerson *cleo, *dan;
    g_autoptr (TestPerson) renewed = NULL;
    g_autoptr (GArray) keys = NULL;
    g_autofree char *at_dan = NULL;
    g_autofree char *at_renewed = NULL;
    guint8 wrong[CEN_KEY_LEN] = { 3 };
    CenId letter;

    test_study_begin (&study, 7);
    cleo = study.people[2];
    dan = study.people[3];
    letter = write_letter (cleo, dan, "zanzibar");
    g_assert_true (edit_letter (cleo, &letter, "wobblegronk", NULL));
    test_study_sync (&study);
    keys = cen_sealed_list_keys (dan->circle, 0, 100, NULL);
    g_assert_cmpuint (keys->len, ==, 2);

    renewed = new_twin (&study, dan);
    cen_box_key_generate (&renewed->circle->keys->box, &study.world->world);
    if (order == 0)
      test_person_pull (renewed, dan);
    g_assert_true (cen_sealed_take_key (renewed->circle, &letter, wrong, NULL));
    assert_text (renewed, &letter, NULL);
    for (guint i = 0; i < keys->len; i++) {
      const CenSealedKey *key = &g_array_index (keys, CenSealedKey, i);

      g_assert_true (cen_sealed_take_key (renewed->circle, &key->op, key->key, NULL));
    }
    if (order == 1)
      test_person_pull (renewed, dan);
    at_dan = dump_letters (dan, cleo);
    at_renewed = dump_letters (renewed, cleo);
    g_assert_cmpstr (at_dan, ==, at_renewed);
    g_assert_cmpuint (count_found (renewed, "wobblegronk"), ==, 1);
    test_assert_same_state (dan, renewed);
    test_assert_rebuilt (renewed);
    assert_text (renewed, &letter, "wobblegronk");
  }
}

/* --- Erasing --- */

static void
test_who_may_redact (void)
{
  g_auto (TestStudy) study = { 0 };
  TestPerson *bo, *cleo, *dan;
  g_autoptr (TestOp) op = NULL;
  CenId letter, other;

  test_study_begin (&study, 8);
  bo = study.people[1];
  cleo = study.people[2];
  dan = study.people[3];
  letter = write_letter (cleo, dan, "zanzibar");
  other = write_letter (cleo, dan, "wobblegronk");
  test_study_sync (&study);
  g_assert_false (cen_author_redact (dan->circle, &letter, NULL));
  test_study_write (dan, CEN_OP_REDACT, &letter, test_payload_empty (dan));
  test_study_sync (&study);
  assert_text (dan, &letter, "zanzibar");
  /* a facilitator can, though they cannot read it */
  g_assert_true (cen_author_redact (bo->circle, &letter, NULL));
  test_study_sync (&study);
  for (guint i = 0; i < TEST_STUDY_PEOPLE; i++) {
    g_autoptr (TestOp) held = test_op_read (study.people[i], &letter);

    g_assert_null (held->payload);
    assert_text (study.people[i], &letter, i < 2 ? NULL : "");
    assert_text (study.people[i], &other, i < 2 ? NULL : "wobblegronk");
    g_assert_cmpuint (count_found (study.people[i], "zanzibar"), ==, 0);
    test_assert_same_state (study.people[0], study.people[i]);
    test_assert_rebuilt (study.people[i]);
  }
}

/* A reader who hears of the deletion first comes to the same, and never asks for the words. */
static void
test_redaction_comes_first (void)
{
  g_auto (TestStudy) study = { 0 };
  TestPerson *cleo, *dan;
  g_autoptr (TestPerson) twin = NULL;
  g_autoptr (GRand) rand = g_rand_new_with_seed (9);
  CenId letter;

  test_study_begin (&study, 9);
  cleo = study.people[2];
  dan = study.people[3];
  letter = write_letter (cleo, dan, "zanzibar");
  test_study_sync (&study);
  g_assert_true (cen_author_redact (cleo->circle, &letter, NULL));
  test_study_sync (&study);
  twin = new_twin (&study, dan);
  test_study_deliver (twin, cleo, rand);
  test_assert_same_state (twin, dan);
  assert_text (dan, &letter, "");
}

/* Neither the words, as they were and as they became, nor the keys that open them. */
static void
test_erased_from_disk (void)
{
  g_autofree char *dir = g_dir_make_tmp ("cenacle-letters-XXXXXX", NULL);
  g_autoptr (TestWorld) world = test_world_new (10);
  TestPerson *ana = test_disk_open (world, "Ana", dir);
  g_autoptr (TestPerson) bo = test_person_new (world, "Bo");
  static const char *const words[] = { "Quixotry", "quixotry", "Wobblegronk", "wobblegronk" };
  g_autoptr (GArray) keys = NULL;
  g_autoptr (GError) error = NULL;
  gboolean is_done;
  CenId letter;

  test_person_found (ana, "Analysis");
  test_person_join (bo, ana);
  test_person_pull (ana, bo);
  letter = write_letter (ana, bo, "Quixotry");
  g_assert_true (edit_letter (ana, &letter, "Wobblegronk", NULL));
  keys = cen_sealed_list_keys (ana->circle, 0, 10, NULL);
  g_assert_cmpuint (keys->len, ==, 2);
  g_assert_true (cen_store_index_words (ana->replica->store, 0, &error));
  g_assert_true (test_disk_has_words (dir, "Wobblegronk"));
  g_assert_true (test_disk_has_words (dir, "wobblegronk"));
  g_assert_true (test_disk_has (dir, g_array_index (keys, CenSealedKey, 0).key, CEN_KEY_LEN));
  g_assert_true (cen_author_redact (ana->circle, &letter, &error));
  g_assert_true (cen_erased_forget (ana->replica->store, 0, &is_done, &error));
  g_assert_true (is_done);
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    g_assert_false (test_disk_has_words (dir, words[i]));
  for (guint i = 0; i < keys->len; i++) {
    const CenSealedKey *key = &g_array_index (keys, CenSealedKey, i);
    g_autoptr (TestOp) op = test_op_read (ana, &key->op);

    g_assert_false (test_disk_has (dir, key->key, CEN_KEY_LEN));
    g_assert_null (op->payload);
  }
  test_assert_rebuilt (ana);
  test_person_free (ana);
  test_disk_remove (dir);
}

/* A letter by one who was removed meanwhile is void for its reader as a message is. */
static void
test_removal (void)
{
  g_auto (TestStudy) study = { 0 };
  TestPerson *cleo, *dan;
  CenId seen, unseen;

  test_study_begin (&study, 11);
  cleo = study.people[2];
  dan = study.people[3];
  seen = write_letter (cleo, dan, "seen");
  test_study_sync (&study);
  unseen = write_letter (cleo, dan, "unseen");
  test_person_pull (dan, cleo);
  assert_text (dan, &unseen, "unseen");
  test_study_revoke (study.people[0], cleo, NULL);
  test_study_sync (&study);
  assert_text (dan, &seen, "seen");
  assert_text (dan, &unseen, NULL);
  test_assert_same_state (study.people[0], dan);
  test_assert_rebuilt (dan);
}

int
main (int argc, char **argv)
{
  cen_crypto_init ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/letters/only-the-two", test_only_the_two);
  g_test_add_func ("/letters/correspondents", test_correspondents);
  g_test_add_func ("/letters/refused", test_refused);
  g_test_add_func ("/letters/any-order", test_any_order);
  g_test_add_func ("/letters/hostile-create", test_hostile_create);
  g_test_add_func ("/letters/hostile-change", test_hostile_change);
  g_test_add_func ("/letters/hostile-copy", test_hostile_copy);
  g_test_add_func ("/letters/key-comes-later", test_key_comes_later);
  g_test_add_func ("/letters/who-may-redact", test_who_may_redact);
  g_test_add_func ("/letters/redaction-comes-first", test_redaction_comes_first);
  g_test_add_func ("/letters/erased-from-disk", test_erased_from_disk);
  g_test_add_func ("/letters/removal", test_removal);
  return g_test_run ();
}
