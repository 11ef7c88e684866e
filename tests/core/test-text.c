/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/text-save.h"

static int
compare_numbers_cb (gconstpointer data, guint32 a, guint32 b)
{
  (void) data;
  return a < b ? -1 : a > b;
}

static gboolean
apply_step (CenText *text, CenTextStep step, const char *inserted)
{
  g_auto (CenTextEdit) edit = { 0 };

  cen_text_edit_init (&edit);
  g_string_append (edit.text, inserted);
  edit.n_chars = (guint32) g_utf8_strlen (inserted, -1);
  g_array_append_val (edit.steps, step);
  return cen_text_apply (text, &edit, CEN_TEXT_COUNTS, NULL);
}

static void
assert_text (CenText *text, const char *expected)
{
  g_autoptr (GString) is = cen_text_dup_text (text);

  g_assert_cmpstr (is->str, ==, expected);
}

static void
test_refused (void)
{
  static const CenTextStep unsound[] = {
    { CEN_TEXT_INSERT_RIGHT, 2, 0, 1 },            /* an edit that is not here */
    { CEN_TEXT_INSERT_RIGHT, CEN_TEXT_OWN, 0, 1 }, /* on nothing of its own */
    { CEN_TEXT_INSERT_RIGHT, 1, 3, 1 },            /* beyond its characters */
    { CEN_TEXT_INSERT_LEFT, 0, 0, 1 },             /* left of all */
    { CEN_TEXT_INSERT_RIGHT, 0, 1, 1 },            /* there is one root */
    { CEN_TEXT_INSERT_RIGHT, 1, 0, 0 },            /* nothing */
    { CEN_TEXT_INSERT_RIGHT, 1, 0, 2 },            /* more than the text */
    { CEN_TEXT_DELETE, 1, 1, 3 },
    { CEN_TEXT_DELETE, 0, 0, 1 },
    { CEN_TEXT_DELETE, 1, G_MAXUINT32, 1 },
    { CEN_TEXT_DELETE, 1, 1, G_MAXUINT32 },
  };
  g_autoptr (CenText) text = cen_text_new (compare_numbers_cb, NULL);

  g_assert_true (apply_step (text, (CenTextStep){ CEN_TEXT_INSERT_RIGHT, 0, 0, 3 }, "abc"));
  for (guint i = 0; i < G_N_ELEMENTS (unsound); i++) {
    g_assert_false (apply_step (text, unsound[i], unsound[i].kind == CEN_TEXT_DELETE ? "" : "x"));
    assert_text (text, "abc");
    g_assert_cmpuint (cen_text_get_n_edits (text), ==, 2);
  }
  g_assert_true (apply_step (text, (CenTextStep){ CEN_TEXT_DELETE, 1, 1, 2 }, ""));
  assert_text (text, "a");
  g_assert_true (apply_step (text, (CenTextStep){ CEN_TEXT_DELETE, 1, 0, 3 }, ""));
  assert_text (text, "");
}

static void
test_limit (void)
{
  g_autoptr (CenText) text = cen_text_new (compare_numbers_cb, NULL);
  g_autofree char *all = g_strnfill (CEN_NOTE_CHARS_MAX, 'x');
  g_auto (CenTextEdit) record = { 0 };

  cen_text_edit_init (&record);
  cen_text_begin (text);
  g_assert_true (cen_text_type (text, 0, 0, all, CEN_NOTE_CHARS_MAX - 1, &record));
  g_assert_true (cen_text_type (text, 0, 100, "y", 1, &record));
  g_assert_false (cen_text_type (text, 0, 1, "z", 1, &record));
  cen_text_end (text);
  g_assert_cmpuint (cen_text_get_n_chars (text), ==, CEN_NOTE_CHARS_MAX);
  g_assert_cmpuint (cen_text_get_length (text), ==, CEN_NOTE_CHARS_MAX - 100);
  g_assert_false (apply_step (text, (CenTextStep){ CEN_TEXT_INSERT_RIGHT, 0, 0, 1 }, "z"));
  g_assert_true (apply_step (text, (CenTextStep){ CEN_TEXT_DELETE, 1, 0, CEN_NOTE_CHARS_MAX }, ""));
  assert_text (text, "");
}

/* Shapes that make a careless walk along the tree take the square of the time: a chain as deep as
 * the text is long, with siblings at its root, and one character with all the others for children.
 */
static void
test_malice (void)
{
  const guint n = 100000;
  g_autoptr (CenText) deep = cen_text_new (compare_numbers_cb, NULL);
  g_autoptr (CenText) wide = cen_text_new (compare_numbers_cb, NULL);

  for (guint i = 0; i < n; i++) {
    /* Each of the chain on the right of the last, deleted in turn, so that nothing is one span. */
    g_assert_true (apply_step (deep,
                               (CenTextStep){ CEN_TEXT_INSERT_RIGHT, i == 0 ? 0 : 2 * i - 1, 0, 1 },
                               "d"));
    g_assert_true (apply_step (deep,
                               i % 2 == 0 ? (CenTextStep){ CEN_TEXT_DELETE, 2 * i + 1, 0, 1 }
                                          : (CenTextStep){ CEN_TEXT_INSERT_RIGHT, 0, 0, 1 },
                               i % 2 == 0 ? "" : "s"));
    g_assert_true (apply_step (wide,
                               (CenTextStep){ i % 2 == 0 || i == 1 ? CEN_TEXT_INSERT_RIGHT
                                                                   : CEN_TEXT_INSERT_LEFT,
                                              i == 0 ? 0 : 1, 0, 1 },
                               "w"));
  }
  g_assert_cmpuint (cen_text_get_length (deep), ==, n);
  g_assert_cmpuint (cen_text_get_length (wide), ==, n);
}

/* A broken form opens as nothing, or as some text: never worse. */
static void
test_broken_form (void)
{
  g_autoptr (CenText) text = cen_text_new (compare_numbers_cb, NULL);
  g_autoptr (GBytes) saved = NULL;
  g_autofree guint8 *bytes = NULL;
  gsize len;

  for (guint32 i = 0; i < 60; i++) {
    gboolean is_delete = i % 4 == 3;
    CenTextStepKind kind = is_delete    ? CEN_TEXT_DELETE
                           : i % 3 == 1 ? CEN_TEXT_INSERT_LEFT
                                        : CEN_TEXT_INSERT_RIGHT;

    apply_step (text, (CenTextStep){ kind, i / 2, i % 2, is_delete ? 1 : 2 },
                is_delete ? "" : "aç");
    apply_step (text, (CenTextStep){ CEN_TEXT_INSERT_RIGHT, 0, 0, 1 }, "b");
  }
  g_assert_cmpuint (cen_text_get_length (text), >, 60);
  saved = cen_text_save (text);
  bytes = g_bytes_unref_to_data (g_bytes_ref (saved), &len);
  for (gsize i = 0; i < len; i++) {
    g_assert_null (cen_text_open (bytes, i, compare_numbers_cb, NULL));
    for (guint bit = 0; bit < 8; bit++) {
      CenText *opened;

      bytes[i] ^= (guint8) (1 << bit);
      opened = cen_text_open (bytes, len, compare_numbers_cb, NULL);
      if (opened != NULL)
        g_string_free (cen_text_dup_text (opened), TRUE);
      cen_text_free (opened);
      bytes[i] ^= (guint8) (1 << bit);
    }
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/text/refused", test_refused);
  g_test_add_func ("/text/limit", test_limit);
  g_test_add_func ("/text/malice", test_malice);
  g_test_add_func ("/text/broken-form", test_broken_form);
  return g_test_run ();
}
