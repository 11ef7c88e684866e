/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Notes: what several people write in one, through ops, authority and the replica. */

#include "core/author-content.h"
#include "core/author-text.h"
#include "core/kinds-note.h"
#include "core/note-fold.h"
#include "core/note-text.h"
#include "core/queries-objects.h"
#include "core/state.h"
#include "core/store-sql.h"
#include "core/text-encode.h"
#include "core/views.h"
#include "tests/support/life.h"

#include <string.h>

enum { ANA, BO, CLEO, DAN };

static CenId
create_note (TestPerson *person, const char *title)
{
  CenValue value = test_value_text (CEN_NOTE_TITLE, title);

  return test_life_create (person, CEN_KIND_NOTE, &value, 1);
}

static gboolean
change (TestPerson *person, const CenId *note, guint position, guint n_deleted,
        const char *inserted)
{
  CenTextChange what = { position, n_deleted, inserted };

  return cen_author_change_text (person->circle, note, &what, 1, NULL);
}

static char *
read_note (TestPerson *person, const CenId *note)
{
  g_autoptr (CenObjectRow) row =
      cen_query_object (person->replica->store, &person->circle->id, note, NULL);

  return row != NULL ? cen_object_row_dup_text (row, CEN_NOTE_TEXT) : NULL;
}

static void
assert_note (TestPerson *person, const CenId *note, const char *expected)
{
  g_autofree char *text = read_note (person, note);

  g_assert_cmpstr (text, ==, expected);
}

static guint
count_found (TestPerson *person, const char *word)
{
  gint64 n = 0;

  g_assert_true (cen_store_index_words (person->replica->store, 0, NULL));
  g_assert_true (cen_sql_get_int (person->replica->store, 0, &n, NULL,
                                  "SELECT count(*) FROM search WHERE search MATCH ?", "t", word));
  return (guint) n;
}

static void
test_together (void)
{
  g_auto (TestStudy) study = { 0 };
  CenId note;

  test_study_begin (&study, 1);
  note = create_note (study.people[ANA], "Minutes");
  assert_note (study.people[ANA], &note, "");
  g_assert_true (change (study.people[ANA], &note, 0, 0, "Hello world"));
  test_study_sync (&study);
  /* Both at once, neither knowing of the other. */
  g_assert_true (change (study.people[BO], &note, 5, 0, ", dear"));
  g_assert_true (change (study.people[CLEO], &note, 6, 5, "everybody"));
  test_study_sync (&study);
  for (guint i = 0; i < TEST_STUDY_PEOPLE; i++) {
    assert_note (study.people[i], &note, "Hello, dear everybody");
    g_assert_cmpuint (count_found (study.people[i], "everybody"), ==, 1);
    g_assert_cmpuint (count_found (study.people[i], "world"), ==, 0);
  }
  g_assert_false (change (study.people[BO], &note, 22, 0, "x"));
  g_assert_false (change (study.people[BO], &note, 20, 2, ""));
}

/* What who is removed wrote after the cut is not there any more; what others wrote beside it stays,
 * and so does what only they deleted. */
static void
test_removal (void)
{
  g_auto (TestStudy) study = { 0 };
  CenId note, cut;

  test_study_begin (&study, 2);
  note = create_note (study.people[ANA], "Plan");
  g_assert_true (change (study.people[ANA], &note, 0, 0, "one three"));
  cut = test_person_post (study.people[DAN], "here");
  test_study_sync (&study);
  g_assert_true (change (study.people[DAN], &note, 4, 0, "two "));
  g_assert_true (change (study.people[DAN], &note, 0, 3, ""));
  test_study_sync (&study);
  g_assert_true (change (study.people[BO], &note, 4, 0, "and "));
  test_study_sync (&study);
  assert_note (study.people[CLEO], &note, " twoand  three");
  test_study_revoke (study.people[ANA], study.people[DAN], &cut);
  test_study_sync (&study);
  for (guint i = 0; i < DAN; i++)
    assert_note (study.people[i], &note, "one and three");
}

static void
test_deleted (void)
{
  g_auto (TestStudy) study = { 0 };
  CenId note;
  gint64 n = 1;

  test_study_begin (&study, 3);
  note = create_note (study.people[BO], "Draft");
  for (guint i = 0; i < 80; i++)
    g_assert_true (change (study.people[BO], &note, 0, 0, "secretive "));
  test_study_sync (&study);
  g_assert_true (cen_author_redact (study.people[ANA]->circle, &note, NULL));
  test_study_sync (&study);
  for (guint i = 0; i < TEST_STUDY_PEOPLE; i++) {
    CenStore *store = study.people[i]->replica->store;

    assert_note (study.people[i], &note, "");
    g_assert_cmpuint (count_found (study.people[i], "secretive"), ==, 0);
    g_assert_true (cen_sql_get_int (store, 0, &n, NULL,
                                    "SELECT (SELECT count(*) FROM note) + (SELECT count(*) FROM"
                                    " note_tail) + (SELECT count(*) FROM op o JOIN body b ON"
                                    " b.no = o.no WHERE o.kind = 23 AND b.payload IS NOT NULL)",
                                    ""));
    g_assert_cmpint (n, ==, 0);
    g_assert_false (change (study.people[i], &note, 0, 0, "x"));
  }
}

/* As the index has it now. */
static guint
count_indexed (TestPerson *person, const char *word)
{
  gint64 n = 0;

  g_assert_true (cen_sql_get_int (person->replica->store, 0, &n, NULL,
                                  "SELECT count(*) FROM search WHERE search MATCH ?", "t", word));
  return (guint) n;
}

/* What is written enters the index later, in one go; what is erased leaves it at once. */
static void
test_late_words (void)
{
  g_auto (TestStudy) study = { 0 };
  CenStore *store;
  CenId note;
  TestPerson *ana;

  test_study_begin (&study, 7);
  ana = study.people[ANA];
  store = ana->replica->store;
  note = create_note (ana, "Draft");
  g_assert_true (change (ana, &note, 0, 0, "alpha"));
  g_assert_true (cen_store_index_words (store, 0, NULL));
  g_assert_false (cen_store_has_late_words (store));
  for (guint i = 0; i < 3; i++)
    g_assert_true (change (ana, &note, 0, i == 0 ? 5 : 0, i == 0 ? "beta" : "b"));
  g_assert_true (cen_store_has_late_words (store));
  g_assert_cmpuint (count_indexed (ana, "alpha"), ==, 1);
  g_assert_cmpuint (count_indexed (ana, "bbbeta"), ==, 0);
  g_assert_true (cen_store_index_late (store, NULL));
  g_assert_false (cen_store_has_late_words (store));
  g_assert_cmpuint (count_indexed (ana, "alpha"), ==, 0);
  g_assert_cmpuint (count_indexed (ana, "bbbeta"), ==, 1);
  g_assert_true (change (ana, &note, 0, 0, "gamma "));
  g_assert_true (cen_author_redact (ana->circle, &note, NULL));
  g_assert_cmpuint (count_indexed (ana, "bbbeta"), ==, 0);
  g_assert_cmpuint (count_indexed (ana, "gamma"), ==, 0);
  g_assert_cmpuint (count_indexed (ana, "Draft"), ==, 0);
  g_assert_true (cen_store_index_late (store, NULL));
}

/* A long text goes in several ops, and opens without replaying them. */
static void
test_long (void)
{
  g_auto (TestStudy) study = { 0 };
  g_autofree char *long_text = g_strnfill (200000, 'x');
  g_autofree char *is = NULL;
  g_autoptr (CenNoteText) loaded = NULL;
  g_autoptr (GString) text = NULL;
  CenId note;
  gint64 no = 0, n_saved = 0;
  TestPerson *ana, *bo;

  test_study_begin (&study, 4);
  ana = study.people[ANA];
  bo = study.people[BO];
  note = create_note (ana, "Long");
  g_assert_true (change (ana, &note, 0, 0, long_text));
  for (guint i = 0; i < 300; i++)
    g_assert_true (change (ana, &note, i * 600, 1, "y"));
  test_study_sync (&study);
  is = read_note (bo, &note);
  g_assert_cmpuint (strlen (is), ==, 200000);
  g_assert_true (cen_circle_find_op (bo->circle, &note, &no, NULL));
  loaded = cen_note_text_load (bo->replica->store, no, NULL);
  text = cen_text_dup_text (loaded->text);
  g_assert_cmpstr (text->str, ==, is);
  g_assert_true (cen_sql_get_int (bo->replica->store, 0, &n_saved, NULL,
                                  "SELECT length (spans) FROM note WHERE note = ?", "i", no));
  g_assert_cmpint (n_saved, >, 0);
  g_assert_true (change (ana, &note, 0, 200000, ""));
  assert_note (ana, &note, "");
}

static void
test_full (void)
{
  g_auto (TestStudy) study = { 0 };
  g_autofree char *most = g_strnfill (CEN_NOTE_CHARS_MAX, 'x');
  g_autoptr (GError) error = NULL;
  CenTextChange one = { 0, 0, "y" };
  CenId note;

  test_study_begin (&study, 5);
  note = create_note (study.people[ANA], "Full");
  g_assert_true (change (study.people[ANA], &note, 0, 0, most));
  {
    g_autofree char *is = read_note (study.people[ANA], &note);

    g_assert_cmpuint (strlen (is), ==, CEN_NOTE_TEXT_BYTES_MAX / 4);
  }
  g_assert_false (cen_author_change_text (study.people[ANA]->circle, &note, &one, 1, &error));
  g_assert_error (error, CEN_ERROR, CEN_ERROR_REFUSED);
  g_assert_true (change (study.people[ANA], &note, 0, 1, ""));
}

/* More notes than are kept at hand, in turn; and a title as long as it may be. */
static void
test_many (void)
{
  g_auto (TestStudy) study = { 0 };
  CenId notes[CEN_NOTES_OPEN_MAX + 2];
  TestPerson *ana;

  test_study_begin (&study, 6);
  ana = study.people[ANA];
  for (guint i = 0; i < G_N_ELEMENTS (notes); i++) {
    g_autofree char *title = g_strnfill (CEN_NOTE_TITLE_MAX - 1 + MIN (i, 1), 't');

    notes[i] = create_note (ana, title);
  }
  for (guint i = 0; i < 4 * G_N_ELEMENTS (notes); i++)
    g_assert_true (
        change (ana, &notes[i % G_N_ELEMENTS (notes)], i / G_N_ELEMENTS (notes), 0, "x"));
  test_study_sync (&study);
  for (guint i = 0; i < G_N_ELEMENTS (notes); i++)
    assert_note (study.people[BO], &notes[i], "xxxx");
  {
    g_autofree char *title = g_strnfill (CEN_NOTE_TITLE_MAX + 1, 't');
    CenValue value = test_value_text (CEN_NOTE_TITLE, title);

    g_assert_false (
        cen_author_create (ana->circle, cen_kind_get (CEN_KIND_NOTE), &value, 1, &notes[0], NULL));
  }
}

/* --- The same for everybody --- */

static GPtrArray *
list_notes (TestPerson *person)
{
  GPtrArray *notes =
      cen_query_objects (person->replica->store, &person->circle->id, CEN_KIND_NOTE, NULL, NULL);

  g_assert_nonnull (notes);
  return notes;
}

/* TEXT ops as an editor never writes them: they name what is not here, or what is of another. */
static void
write_hostile (TestPerson *person, const CenId *note, GRand *rand)
{
  g_auto (CenTextEdit) edit = { 0 };
  CenTextIds ids;
  CenTextName name = { { { 7 } }, { { 0 } }, 0, 0 };
  CenTextStep step = { (CenTextStepKind) g_rand_int_range (rand, 0, 3), 1,
                       (guint32) g_rand_int_range (rand, 0, 9), 1 };
  g_autoptr (GPtrArray) log = test_study_list_log (person);
  GBytes *payload;

  cen_text_edit_init (&edit);
  cen_text_ids_init (&ids);
  if (g_rand_boolean (rand))
    name.id = ((TestOp *) log->pdata[g_rand_int_range (rand, 0, (gint32) log->len)])->op.id;
  cen_text_ids_add (&ids, &name);
  if (step.kind != CEN_TEXT_DELETE) {
    g_string_append (edit.text, "H");
    edit.n_chars = 1;
  }
  g_array_append_val (edit.steps, step);
  payload = cen_text_encode (&edit, &ids, person->circle->world, NULL);
  test_study_write (person, CEN_OP_TEXT, note, payload);
  cen_text_ids_clear (&ids);
}

static void
act (TestStudy *study, GRand *rand, gpointer data)
{
  TestPerson *person = study->people[g_rand_int_range (rand, 0, TEST_STUDY_PEOPLE)];
  g_autoptr (GPtrArray) notes = list_notes (person);
  const CenObjectRow *note =
      notes->len > 0 ? notes->pdata[g_rand_int_range (rand, 0, (gint32) notes->len)] : NULL;
  g_autofree char *text = note != NULL ? cen_object_row_dup_text (note, CEN_NOTE_TEXT) : NULL;
  gint32 length = text != NULL ? (gint32) g_utf8_strlen (text, -1) : 0;
  guint position = (guint) g_rand_int_range (rand, 0, length + 1);

  (void) data;
  if (note == NULL || g_rand_int_range (rand, 0, 20) == 0)
    create_note (person, "Note");
  else if (g_rand_int_range (rand, 0, 8) == 0)
    write_hostile (person, &note->id, rand);
  else if (g_rand_int_range (rand, 0, 60) == 0)
    cen_author_redact (person->circle, &note->id, NULL);
  else if (g_rand_boolean (rand) && length > 0)
    change (person, &note->id, MIN (position, (guint) length - 1), 1, "é");
  else
    change (person, &note->id, position, 0, "abc");
}

static char *
dump (TestPerson *person)
{
  g_autoptr (GPtrArray) notes = list_notes (person);
  GString *all = g_string_new (NULL);

  for (guint i = 0; i < notes->len; i++) {
    const CenObjectRow *row = notes->pdata[i];
    g_autofree char *text = cen_object_row_dup_text (row, CEN_NOTE_TEXT);
    g_autoptr (CenNoteText) loaded = NULL;
    g_autoptr (GString) again = NULL;
    gint64 no;

    g_assert_true (cen_circle_find_op (person->circle, &row->id, &no, NULL));
    loaded = cen_note_text_load (person->replica->store, no, NULL);
    g_assert_nonnull (loaded);
    again = cen_text_dup_text (loaded->text);
    g_assert_cmpstr (again->str, ==, text);
    g_string_append_printf (all, "%s\n", text);
  }
  return g_string_free (all, FALSE);
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
  g_test_add_func ("/note/together", test_together);
  g_test_add_func ("/note/removal", test_removal);
  g_test_add_func ("/note/deleted", test_deleted);
  g_test_add_func ("/note/late-words", test_late_words);
  g_test_add_func ("/note/long", test_long);
  g_test_add_func ("/note/full", test_full);
  g_test_add_func ("/note/many", test_many);
  g_test_add_func ("/note/everywhere", test_everywhere);
  return g_test_run ();
}
