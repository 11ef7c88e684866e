/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/file-index.h"
#include "core/held-file.h"
#include "core/queries.h"
#include "core/state.h"
#include "core/views.h"
#include "tests/support/shelf-study.h"

#include <glib/gstdio.h>
#include <string.h>

/* The words of @text, as an engine writes them. */
static void
write_words (TestShelfStudy *study, const CenId *blob, const char *text)
{
  gsize len = strlen (text);
  guint piece = 0;

  while (len > 0) {
    gsize cut = cen_file_index_cut (text, len);

    g_assert_cmpuint (cut, >, 0);
    g_assert_true (cen_file_index_put (study->circle, blob, piece++, text, cut, NULL));
    text += cut;
    len -= cut;
  }
}

static void
read_file (TestShelfStudy *study, const CenId *blob, const char *text)
{
  write_words (study, blob, text);
  g_assert_true (cen_file_index_finish (study->circle, blob, NULL));
}

static guint
count_unread (TestShelfStudy *study)
{
  g_autoptr (GArray) unread = cen_file_index_list_unread (study->circle, 100, NULL);

  g_assert_nonnull (unread);
  return unread->len;
}

static GPtrArray *
find (TestShelfStudy *study, const char *words, const char *kind)
{
  const char *const kinds[] = { kind, NULL };
  const CenSearch search = { .text = words,
                             .kinds = kind != NULL ? kinds : NULL,
                             .circle = &study->circle->id };
  GPtrArray *found = cen_query_search (study->circle->store, &search, NULL);

  g_assert_nonnull (found);
  return found;
}

static guint
count (TestShelfStudy *study, const char *words, const char *kind)
{
  g_autoptr (GPtrArray) found = find (study, words, kind);

  return found->len;
}

static CenId
add (TestShelfStudy *study, guint8 flavour, CenId *ret_blob)
{
  CenBlobRef ref = test_shelf_make_ref (10, flavour);
  CenId object = test_shelf_share (study->ana, &ref, ret_blob);

  test_shelf_put (study, ret_blob, 10, 1, FALSE);
  return object;
}

static void
test_found (TestShelfStudy *study, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (GPtrArray) found = NULL;
  const CenSearchRow *row;
  CenId blob, object = add (study, 1, &blob);

  g_assert_cmpuint (count_unread (study), ==, 1);
  write_words (study, &blob, "Une suite de Cauchy converge.");
  /* Half read it neither counts nor is found. */
  g_assert_cmpuint (count_unread (study), ==, 1);
  g_assert_cmpuint (count (study, "cauchy", NULL), ==, 0);
  read_file (study, &blob, "Une suite de Cauchy converge dans un espace complété.");
  g_assert_cmpuint (count_unread (study), ==, 0);
  found = find (study, "complete", NULL);
  g_assert_cmpuint (found->len, ==, 1);
  row = found->pdata[0];
  g_assert_cmpstr (row->kind, ==, "file");
  g_assert_true (cen_id_equal (&row->id, &object));
  g_assert_nonnull (strstr (row->snippet, "\x02"
                                          "complété"
                                          "\x03"));
  g_assert_cmpuint (count (study, "Cauchy", "file"), ==, 1);
  g_assert_cmpuint (count (study, "Cauchy", "message"), ==, 0);
  g_assert_cmpuint (count (study, "Notes", "resource"), ==, 1);
  g_assert_cmpuint (count (study, "Notes", "file"), ==, 0);
}

/* One without words is not read again and again. */
static void
test_empty (TestShelfStudy *study, gconstpointer data G_GNUC_UNUSED)
{
  CenId blob;

  add (study, 1, &blob);
  g_assert_true (cen_file_index_finish (study->circle, &blob, NULL));
  g_assert_cmpuint (count_unread (study), ==, 0);
}

/* The words go with the file, and with what names it. */
static void
test_gone (TestShelfStudy *study, gconstpointer data G_GNUC_UNUSED)
{
  CenId first, second, third, object;
  guint64 freed;

  add (study, 1, &first);
  add (study, 2, &second);
  object = add (study, 3, &third);
  read_file (study, &first, "abelian");
  read_file (study, &second, "abelian");
  read_file (study, &third, "abelian");
  g_assert_cmpuint (count (study, "abelian", NULL), ==, 3);
  g_assert_true (cen_shelf_remove (study->circle, &first, NULL));
  g_assert_cmpuint (count (study, "abelian", NULL), ==, 2);
  /* Thrown out for room. */
  g_assert_true (cen_preference_set (study->circle->store, NULL, CEN_PREFERENCE_QUOTA, 10, NULL));
  g_assert_true (cen_shelf_tidy (study->circle, &freed, NULL));
  g_assert_cmpuint (freed, ==, 10);
  g_assert_cmpuint (count (study, "abelian", NULL), ==, 1);
  cen_author_redact (study->circle, &object, NULL);
  g_assert_cmpuint (count (study, "abelian", NULL), ==, 0);
}

/* No view of the log: made anew they leave it as it is, and no digest knows of it. */
static void
test_local (TestShelfStudy *study, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;
  CenId blob;

  add (study, 1, &blob);
  read_file (study, &blob, "abelian");
  g_assert_true (cen_views_rebuild (study->circle, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (count (study, "abelian", NULL), ==, 1);
}

/* Pieces end where words do; a file has so many at most; all is found that is in them. */
static void
test_pieces (TestShelfStudy *study, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *endless = g_strnfill (CEN_FILE_PIECE_LEN + 10, 'x');
  CenId blob;

  while (text->len < 3 * CEN_FILE_PIECE_LEN)
    g_string_append (text, "été ");
  g_string_append (text, "last");
  for (gsize at = 0, cut; at < text->len; at += cut) {
    cut = cen_file_index_cut (text->str + at, text->len - at);
    g_assert_cmpuint (cut, <=, CEN_FILE_PIECE_LEN);
    g_assert_true (g_utf8_validate_len (text->str + at, cut, NULL));
  }
  g_assert_cmpuint (cen_file_index_cut (endless, strlen (endless)), ==, CEN_FILE_PIECE_LEN);
  add (study, 1, &blob);
  read_file (study, &blob, text->str);
  g_assert_cmpuint (count (study, "last", NULL), ==, 1);
  /* In many pieces it is still one file. */
  g_assert_cmpuint (count (study, "ete", NULL), ==, 1);
  g_assert_true (cen_file_index_put (study->circle, &blob, CEN_FILE_PIECES_MAX, "beyond", 6, NULL));
  g_assert_cmpuint (count (study, "beyond", NULL), ==, 0);
}

/* What a message brings, with what is here of it. */
static void
test_messages (TestShelfStudy *study, gconstpointer data G_GNUC_UNUSED)
{
  CenBlobRef absent = test_shelf_make_ref (20, 9);
  g_autoptr (GPtrArray) messages =
      g_ptr_array_new_with_free_func ((GDestroyNotify) cen_message_row_free);
  CenMessageRow *row = g_new0 (CenMessageRow, 1);
  CenId blob, nothing = { { 7 } };
  CenId objects[3] = { add (study, 1, &blob), test_shelf_share (study->ana, &absent, &blob),
                       nothing };
  const CenHeldFile *file;

  row->attachments = g_array_new (FALSE, FALSE, sizeof (CenId));
  row->reactions = g_ptr_array_new ();
  g_array_append_vals (row->attachments, objects, 3);
  g_ptr_array_add (messages, row);
  g_assert_true (cen_held_file_fill (study->circle->store, &study->circle->id, messages, NULL));
  g_assert_cmpuint (row->files->len, ==, 2);
  file = row->files->pdata[0];
  g_assert_cmpint (file->held, ==, CEN_BLOB_WHOLE);
  g_assert_cmpuint (file->done, ==, 10);
  g_assert_true (cen_held_file_equal (file, file));
  g_assert_false (cen_held_file_equal (file, row->files->pdata[1]));
  file = row->files->pdata[1];
  g_assert_cmpint (file->held, ==, CEN_BLOB_ABSENT);
  g_assert_cmpuint (file->done, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  cen_crypto_init ();
#define ADD(name, func)                                                                            \
  g_test_add (name, TestShelfStudy, NULL, test_shelf_study_set_up, func, test_shelf_study_tear_down)
  ADD ("/file-index/found", test_found);
  ADD ("/file-index/empty", test_empty);
  ADD ("/file-index/gone", test_gone);
  ADD ("/file-index/local", test_local);
  ADD ("/file-index/pieces", test_pieces);
  ADD ("/held-file/messages", test_messages);
  return g_test_run ();
}
