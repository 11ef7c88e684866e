/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Comments on passages: they stay with what they are about, whoever writes around it, in whatever
 * order it comes. */

#include "core/note-comments.h"

#include "core/author-content.h"
#include "core/author-text.h"
#include "core/kinds-note.h"
#include "core/note-anchor.h"
#include "core/note-cursor.h"
#include "core/note-news.h"
#include "tests/support/life.h"

#include <string.h>

enum { ANA, BO, CLEO, DAN };

static CenId
create_note (TestPerson *person)
{
  CenValue value = test_value_text (CEN_NOTE_TITLE, "Note");

  return test_life_create (person, CEN_KIND_NOTE, &value, 1);
}

static gboolean
change (TestPerson *person, const CenId *note, guint position, guint n_deleted,
        const char *inserted)
{
  CenTextChange what = { position, n_deleted, inserted };

  return cen_author_change_text (person->circle, note, &what, 1, NULL);
}

static CenNoteText *
load (TestPerson *person, const CenId *note)
{
  CenNotePlace place;
  CenNoteText *text;

  if (!cen_note_place_find (person->replica->store, &person->circle->id, note, &place, NULL))
    return NULL;
  text = cen_note_text_load (person->replica->store, place.no, NULL);
  g_assert_nonnull (text);
  return text;
}

static CenValue
value_anchor (guint field, const CenNoteAnchor *anchor)
{
  return (CenValue){
    .field = field, .type = CEN_FIELD_BYTES, .items = anchor->bytes, .n_items = sizeof anchor->bytes
  };
}

/* About @n characters from @position on; about the whole note for none. */
static CenId
comment (TestPerson *person, const CenId *note, guint position, guint n, const char *text)
{
  g_autoptr (CenNoteText) loaded = load (person, note);
  CenValue values[4] = { test_value_ref (CEN_COMMENT_NOTE, note),
                         test_value_text (CEN_COMMENT_TEXT, text) };
  CenNoteAnchor from, to;

  if (n > 0) {
    g_assert_true (cen_note_anchor_make (loaded, position, &from));
    g_assert_true (cen_note_anchor_make (loaded, position + n - 1, &to));
    values[2] = value_anchor (CEN_COMMENT_FROM, &from);
    values[3] = value_anchor (CEN_COMMENT_TO, &to);
  }
  return test_life_create (person, CEN_KIND_COMMENT, values, n > 0 ? 4 : 2);
}

static CenId
answer (TestPerson *person, const CenId *note, const CenId *thread, const char *text)
{
  CenValue values[] = { test_value_ref (CEN_COMMENT_NOTE, note),
                        test_value_text (CEN_COMMENT_TEXT, text),
                        test_value_ref (CEN_COMMENT_THREAD, thread) };

  return test_life_create (person, CEN_KIND_COMMENT, values, G_N_ELEMENTS (values));
}

static void
resolve (TestPerson *person, const CenId *id, gboolean is_done)
{
  CenValue value = { .field = CEN_COMMENT_DONE, .type = CEN_FIELD_BOOL, .number = is_done };

  g_assert_true (cen_author_set (person->circle, id, &value, 1, NULL));
}

/* "[passage] first, answer, answer; …": "!" for what was deleted, "*" for the whole note, and what
 * is done in brackets. */
static char *
tell (TestPerson *person, const CenId *note)
{
  g_autoptr (CenNoteText) text = load (person, note);
  g_autoptr (CenNoteComments) comments =
      cen_note_comments_read (person->replica->store, &person->circle->id, note, NULL);
  GString *all = g_string_new (NULL);

  g_assert_nonnull (comments);
  cen_note_comments_place (comments, text);
  for (guint i = 0; i < comments->threads->len; i++) {
    const CenNoteThread *thread = comments->threads->pdata[i];
    g_autofree char *words = cen_object_row_dup_text (thread->row, CEN_COMMENT_TEXT);

    g_string_append (all, thread->passage == CEN_PASSAGE_GONE   ? "!"
                          : thread->passage == CEN_PASSAGE_NONE ? "*"
                                                                : "[");
    if (thread->passage == CEN_PASSAGE_THERE) {
      cen_text_copy (text->text, thread->position, thread->n_chars, all);
      g_string_append (all, "]");
    }
    g_string_append_printf (all, thread->is_done ? "(%s)" : "%s", words);
    for (guint k = 0; k < thread->answers->len; k++) {
      g_autofree char *more = cen_object_row_dup_text (thread->answers->pdata[k], CEN_COMMENT_TEXT);

      g_string_append_printf (all, ",%s", more);
    }
    g_string_append (all, ";");
  }
  return g_string_free (all, FALSE);
}

static void
assert_told (TestStudy *study, const CenId *note, const char *expected)
{
  test_study_sync (study);
  for (guint i = 0; i < TEST_STUDY_PEOPLE; i++) {
    g_autofree char *told = tell (study->people[i], note);

    g_assert_cmpstr (told, ==, expected);
  }
}

static void
test_passage_stays (void)
{
  g_auto (TestStudy) study = { 0 };
  CenId note, first;

  test_study_begin (&study, 11);
  note = create_note (study.people[ANA]);
  g_assert_true (change (study.people[ANA], &note, 0, 0, "one two three"));
  test_study_sync (&study);
  first = comment (study.people[BO], &note, 4, 3, "why?");
  /* Meanwhile another writes before it, into it and behind it, and takes its end away. */
  g_assert_true (change (study.people[CLEO], &note, 0, 0, "zero "));
  g_assert_true (change (study.people[CLEO], &note, 10, 0, "--"));
  g_assert_true (change (study.people[DAN], &note, 6, 1, ""));
  assert_told (&study, &note, "[t--w]why?;");
  answer (study.people[CLEO], &note, &first, "because");
  comment (study.people[CLEO], &note, 0, 4, "sure?");
  comment (study.people[DAN], &note, 0, 0, "good");
  assert_told (&study, &note, "[zero]sure?;[t--w]why?,because;*good;");
  resolve (study.people[ANA], &first, TRUE);
  assert_told (&study, &note, "[zero]sure?;[t--w](why?),because;*good;");
  resolve (study.people[ANA], &first, FALSE);
  g_assert_true (change (study.people[ANA], &note, 8, 5, ""));
  assert_told (&study, &note, "[zero]sure?;!why?,because;*good;");
}

/* What answers a comment that is deleted stays. */
static void
test_first_is_deleted (void)
{
  g_auto (TestStudy) study = { 0 };
  CenId note, first;

  test_study_begin (&study, 12);
  note = create_note (study.people[ANA]);
  g_assert_true (change (study.people[ANA], &note, 0, 0, "one"));
  first = comment (study.people[ANA], &note, 0, 3, "a");
  test_study_sync (&study);
  answer (study.people[BO], &note, &first, "b");
  answer (study.people[CLEO], &note, &first, "c");
  g_assert_true (cen_author_redact (study.people[ANA]->circle, &first, NULL));
  test_study_sync (&study);
  for (guint i = 0; i < TEST_STUDY_PEOPLE; i++) {
    g_autofree char *told = tell (study.people[i], &note);

    g_assert_true (g_str_equal (told, "*b;*c;") || g_str_equal (told, "*c;*b;"));
  }
}

/* Anchors as no window writes them: too short, of what is not there, the last before the first. */
static void
test_hostile_anchors (void)
{
  g_auto (TestStudy) study = { 0 };
  CenNoteAnchor from, to, nothing = { { 1 } };
  g_autoptr (CenNoteText) text = NULL;
  guint32 position;
  gboolean is_visible;
  CenId note;

  test_study_begin (&study, 13);
  note = create_note (study.people[ANA]);
  g_assert_true (change (study.people[ANA], &note, 0, 0, "one two"));
  text = load (study.people[ANA], &note);
  g_assert_true (cen_note_anchor_make (text, 4, &from));
  g_assert_true (cen_note_anchor_make (text, 2, &to));
  for (guint i = 0; i < 3; i++) {
    CenValue values[] = { test_value_ref (CEN_COMMENT_NOTE, &note),
                          test_value_text (CEN_COMMENT_TEXT, "x"),
                          value_anchor (CEN_COMMENT_FROM, i == 1 ? &nothing : &from),
                          value_anchor (CEN_COMMENT_TO, i == 2 ? &nothing : &to) };

    if (i == 0)
      values[2].n_items = 7;
    test_life_create (study.people[BO], CEN_KIND_COMMENT, values, G_N_ELEMENTS (values));
  }
  comment (study.people[BO], &note, 0, 0, "y");
  {
    CenValue values[] = { test_value_ref (CEN_COMMENT_NOTE, &note),
                          test_value_text (CEN_COMMENT_TEXT, "z"),
                          value_anchor (CEN_COMMENT_FROM, &from),
                          value_anchor (CEN_COMMENT_TO, &to) };

    test_life_create (study.people[BO], CEN_KIND_COMMENT, values, G_N_ELEMENTS (values));
  }
  assert_told (&study, &note, "!x;!x;!x;*y;!z;");
  memset (from.bytes + CEN_ID_LEN, 0xff, 4);
  for (gsize len = 0; len <= sizeof from.bytes; len++)
    g_assert_false (cen_note_anchor_find (text, from.bytes, len, &position, &is_visible));
  g_assert_true (cen_note_anchor_make_before (text, 6, &from));
  g_assert_true (
      cen_note_anchor_find (text, from.bytes, sizeof from.bytes, &position, &is_visible));
  g_assert_cmpuint (position, ==, 6);
  /* What is being typed has no name yet; what stands before it has. */
  {
    g_auto (CenTextEdit) record = { 0 };

    cen_text_edit_init (&record);
    cen_text_begin (text->text);
    g_assert_true (cen_text_type (text->text, 7, 0, "!", 1, &record));
    g_assert_false (cen_note_anchor_make (text, 7, &to));
    g_assert_true (cen_note_anchor_make_before (text, 7, &to));
    g_assert_cmpmem (to.bytes, sizeof to.bytes, from.bytes, sizeof from.bytes);
    cen_text_end (text->text);
  }
}

/* A cursor stays behind its character, waits for one that is not here, and is of one form only. */
static void
test_cursor (void)
{
  g_auto (TestStudy) study = { 0 };
  g_autoptr (CenNoteText) anas = NULL;
  g_autoptr (CenNoteText) bos = NULL;
  g_autoptr (GBytes) body = NULL;
  CenNoteCursor cursor, again;
  guint32 position = 99;
  const guint8 *bytes;
  guint8 changed[CEN_NOTE_CURSOR_MAX + 1] = { 0 };
  gsize len;
  CenId note;

  test_study_begin (&study, 14);
  note = create_note (study.people[ANA]);
  g_assert_true (change (study.people[ANA], &note, 0, 0, "one two"));
  test_study_sync (&study);
  bos = load (study.people[BO], &note);
  g_assert_true (change (study.people[ANA], &note, 0, 0, "zero "));
  anas = load (study.people[ANA], &note);
  cursor = (CenNoteCursor){ cen_note_spot_make (anas, 8), cen_note_spot_make (anas, 0) };
  body = cen_note_cursor_encode (&cursor);
  bytes = g_bytes_get_data (body, &len);
  g_assert_true (cen_note_cursor_decode (&again, bytes, len));
  g_assert_true (cen_note_spot_find (&again.caret, bos, &position));
  g_assert_cmpuint (position, ==, 3);
  g_assert_true (cen_note_spot_find (&again.bound, bos, &position));
  g_assert_cmpuint (position, ==, 0);
  cursor.caret = cen_note_spot_make (anas, 2);
  g_assert_false (cen_note_spot_find (&cursor.caret, bos, &position));
  g_assert_true (cen_note_spot_find (&cursor.caret, anas, &position));
  g_assert_cmpuint (position, ==, 2);
  for (gsize cut = 0; cut < len; cut++)
    g_assert_false (cen_note_cursor_decode (&again, bytes, cut));
  memcpy (changed, bytes, len);
  g_assert_false (cen_note_cursor_decode (&again, changed, len + 1));
  changed[0]++;
  g_assert_false (cen_note_cursor_decode (&again, changed, len));
}

/* "+" for what is new, "-" for what is gone. */
static char *
tell_news (TestPerson *person, const CenId *note, gint64 since_ms)
{
  g_autoptr (CenNoteHistory) history =
      cen_note_history_read (person->replica->store, &person->circle->id, note, NULL);
  g_autoptr (GArray) all = cen_note_news_list (history, since_ms, &person->circle->self_member);
  g_autoptr (CenNoteText) text = load (person, note);
  GString *told = g_string_new (NULL);

  for (guint i = 0; i < all->len; i++) {
    const CenNoteNews *news = &g_array_index (all, CenNoteNews, i);
    guint32 from, to;
    gboolean is_visible;

    g_assert_true (
        cen_note_anchor_find (text, news->from.bytes, sizeof news->from.bytes, &from, &is_visible));
    g_assert_true (
        cen_note_anchor_find (text, news->to.bytes, sizeof news->to.bytes, &to, &is_visible));
    if (news->is_gone) {
      g_string_append_printf (told, "-%u@%u;", news->n_chars, from);
    } else {
      g_assert_cmpuint (to - from + 1, ==, news->n_chars);
      g_string_append_c (told, '+');
      cen_text_copy (text->text, from, news->n_chars, told);
      g_string_append_c (told, ';');
    }
  }
  return g_string_free (told, FALSE);
}

static void
assert_news (TestPerson *person, const CenId *note, gint64 since_ms, const char *expected)
{
  g_autofree char *told = tell_news (person, note, since_ms);

  g_assert_cmpstr (told, ==, expected);
}

static void
test_news (void)
{
  g_auto (TestStudy) study = { 0 };
  TestPerson *ana, *bo;
  gint64 looked_ms;
  CenId note;

  test_study_begin (&study, 15);
  ana = study.people[ANA];
  bo = study.people[BO];
  note = create_note (ana);
  g_assert_true (change (ana, &note, 0, 0, "one two three four"));
  test_study_sync (&study);
  looked_ms = study.world->now_ms;
  study.world->now_ms += 1000;
  assert_news (ana, &note, looked_ms, "");
  g_assert_true (change (bo, &note, 4, 3, "TWO"));
  g_assert_true (change (bo, &note, 18, 0, "!"));
  g_assert_true (change (bo, &note, 0, 0, "gone again"));
  g_assert_true (change (bo, &note, 0, 10, ""));
  g_assert_true (change (ana, &note, 0, 0, "mine "));
  test_study_sync (&study);
  assert_news (ana, &note, looked_ms, "+TWO;-3@12;+!;");
  assert_news (bo, &note, looked_ms, "+mine ;");
  assert_news (ana, &note, study.world->now_ms, "");
  assert_news (ana, &note, 0, "+TWO;+!;");
}

/* --- The same for everybody --- */

static GPtrArray *
list (TestPerson *person, guint kind)
{
  GPtrArray *rows =
      cen_query_objects (person->replica->store, &person->circle->id, kind, NULL, NULL);

  g_assert_nonnull (rows);
  return rows;
}

static const CenObjectRow *
pick (const GPtrArray *rows, GRand *rand)
{
  return rows->len > 0 ? rows->pdata[g_rand_int_range (rand, 0, (gint32) rows->len)] : NULL;
}

static void
act (TestStudy *study, GRand *rand, gpointer data)
{
  TestPerson *person = study->people[g_rand_int_range (rand, 0, TEST_STUDY_PEOPLE)];
  g_autoptr (GPtrArray) notes = list (person, CEN_KIND_NOTE);
  g_autoptr (GPtrArray) comments = list (person, CEN_KIND_COMMENT);
  const CenObjectRow *note = pick (notes, rand);
  const CenObjectRow *other = pick (comments, rand);
  g_autoptr (CenNoteText) text = note != NULL ? load (person, &note->id) : NULL;
  guint length = text != NULL ? cen_text_get_length (text->text) : 0;
  guint position = (guint) g_rand_int_range (rand, 0, (gint32) length + 1);
  gint32 what = g_rand_int_range (rand, 0, 20);

  (void) data;
  if (note == NULL)
    create_note (person);
  else if (what < 4)
    comment (person, &note->id, position, MIN (length - position, (guint) what), "c");
  else if (what < 6 && other != NULL)
    answer (person, &other->parent, &other->id, "d");
  else if (what == 6 && other != NULL)
    resolve (person, &other->id, TRUE);
  else if (what == 7 && other != NULL)
    cen_author_redact (person->circle, &other->id, NULL);
  else if (what < 12 && length > 0)
    change (person, &note->id, MIN (position, length - 1),
            MIN (3, length - MIN (position, length - 1)), "");
  else
    change (person, &note->id, position, 0, "abc");
}

/* By going through all visible characters and asking for each what it is called. */
static void
check_against_names (TestPerson *person, const CenId *note)
{
  g_autoptr (CenNoteText) text = load (person, note);
  g_autoptr (CenNoteComments) comments =
      cen_note_comments_read (person->replica->store, &person->circle->id, note, NULL);
  guint length = cen_text_get_length (text->text);

  cen_note_comments_place (comments, text);
  for (guint i = 0; i < comments->threads->len; i++) {
    const CenNoteThread *thread = comments->threads->pdata[i];
    g_autoptr (GBytes) from = cen_object_row_dup_bytes (thread->row, CEN_COMMENT_FROM);
    g_autoptr (GBytes) to = cen_object_row_dup_bytes (thread->row, CEN_COMMENT_TO);

    for (guint at = 0; from != NULL && to != NULL && at < length; at++) {
      CenNoteAnchor anchor;
      g_autoptr (GBytes) name = NULL;

      g_assert_true (cen_note_anchor_make (text, at, &anchor));
      name = g_bytes_new (anchor.bytes, sizeof anchor.bytes);
      if (g_bytes_equal (name, from))
        g_assert_cmpuint (thread->position, ==, at);
      if (g_bytes_equal (name, to))
        g_assert_cmpuint (thread->position + thread->n_chars, ==, at + 1);
    }
  }
}

static char *
dump (TestPerson *person)
{
  g_autoptr (GPtrArray) notes = list (person, CEN_KIND_NOTE);
  GString *all = g_string_new (NULL);

  for (guint i = 0; i < notes->len; i++) {
    const CenObjectRow *row = notes->pdata[i];
    g_autofree char *told = tell (person, &row->id);

    check_against_names (person, &row->id);
    g_string_append_printf (all, "%s\n", told);
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
  g_test_add_func ("/note-comments/passage-stays", test_passage_stays);
  g_test_add_func ("/note-comments/first-is-deleted", test_first_is_deleted);
  g_test_add_func ("/note-comments/hostile-anchors", test_hostile_anchors);
  g_test_add_func ("/note-comments/cursor", test_cursor);
  g_test_add_func ("/note-comments/news", test_news);
  g_test_add_func ("/note-comments/everywhere", test_everywhere);
  return g_test_run ();
}
