/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A window's copy of a note beside an engine that answers when it is told to: late, with a refusal,
 * or not at all. The circle and its commands are made up here; the replica is a real one. */

#include "app/desktop/commands.h"
#include "app/desktop/note-copy.h"
#include "core/author-text.h"
#include "core/kinds-note.h"
#include "core/queries-objects.h"
#include "tests/support/life.h"

enum { ANA, BO };

/* --- The engine --- */

typedef struct {
  GTask *task;
  GBytes *payload;
  CenId op;
} Call;

struct _CenacleCircle {
  GObject parent;
  TestPerson *person;
  char *id_text;
  GPtrArray *calls; /* all that ever came */
};

G_DEFINE_FINAL_TYPE (CenacleCircle, cenacle_circle, G_TYPE_OBJECT)

static void
call_free (gpointer data)
{
  Call *call = data;

  g_clear_object (&call->task);
  g_bytes_unref (call->payload);
  g_free (call);
}

static void
cenacle_circle_finalize (GObject *object)
{
  CenacleCircle *self = CENACLE_CIRCLE (object);

  g_ptr_array_unref (self->calls);
  g_free (self->id_text);
  G_OBJECT_CLASS (cenacle_circle_parent_class)->finalize (object);
}

static void
cenacle_circle_class_init (CenacleCircleClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = cenacle_circle_finalize;
  g_signal_new ("changed", CENACLE_TYPE_CIRCLE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                1, G_TYPE_UINT);
}

static void
cenacle_circle_init (CenacleCircle *self)
{
  self->calls = g_ptr_array_new_with_free_func (call_free);
}

CenStore *
cenacle_circle_get_store (CenacleCircle *self)
{
  return self->person->replica->store;
}

const CenId *
cenacle_circle_get_id (CenacleCircle *self)
{
  return &self->person->circle->id;
}

const char *
cenacle_circle_get_id_text (CenacleCircle *self)
{
  return self->id_text;
}

void
cenacle_commands_call (CenacleCircle *circle, const char *method, GVariant *parameters,
                       GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GVariant) taken = g_variant_ref_sink (parameters);
  g_autoptr (GVariant) bytes = g_variant_get_child_value (taken, 2);
  Call *call = g_new0 (Call, 1);

  g_assert_cmpstr (method, ==, "WriteText");
  call->task = g_task_new (circle, NULL, callback, user_data);
  call->payload = g_variant_get_data_as_bytes (bytes);
  g_ptr_array_add (circle->calls, call);
}

char *
cenacle_commands_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
run_loop (void)
{
  while (g_main_context_iteration (NULL, FALSE)) {
  }
}

/* --- A window --- */

typedef struct {
  TestStudy study;
  CenacleCircle *circle; /* as Ana sees it */
  CenacleNoteCopy *copy;
  CenId note;
  GString *shown;
  guint n_failed;
} Window;

static void
delta_cb (CenacleNoteCopy *copy, guint position, guint n_deleted, const char *inserted,
          Window *window)
{
  (void) copy;
  g_string_erase (window->shown, (gssize) position, (gssize) n_deleted);
  g_string_insert (window->shown, (gssize) position, inserted);
}

static void
failed_cb (CenacleNoteCopy *copy, const char *sentence, Window *window)
{
  (void) copy;
  g_assert_cmpstr (sentence, !=, "");
  window->n_failed++;
}

static void
window_init (Window *window)
{
  CenValue title = test_value_text (CEN_NOTE_TITLE, "Minutes");

  test_study_begin (&window->study, 1);
  window->note = test_life_create (window->study.people[ANA], CEN_KIND_NOTE, &title, 1);
  test_study_sync (&window->study);
  window->circle = g_object_new (CENACLE_TYPE_CIRCLE, NULL);
  window->circle->person = window->study.people[ANA];
  window->circle->id_text = cen_id_dup_text (&window->circle->person->circle->id);
  window->copy = cenacle_note_copy_new (window->circle, &window->note, NULL);
  g_assert_nonnull (window->copy);
  window->shown = g_string_new (NULL);
  g_signal_connect (window->copy, "delta", G_CALLBACK (delta_cb), window);
  g_signal_connect (window->copy, "failed", G_CALLBACK (failed_cb), window);
}

static void
window_clear (Window *window)
{
  g_clear_object (&window->copy);
  g_clear_object (&window->circle);
  g_string_free (window->shown, TRUE);
  test_study_clear (&window->study);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Window, window_clear)

/* At the end, handed over at once. */
static void
type (Window *window, const char *text)
{
  g_assert_true (cenacle_note_copy_type (window->copy, (guint) window->shown->len, 0, text));
  g_string_append (window->shown, text);
  cenacle_note_copy_flush (window->copy);
}

static Call *
get_call (Window *window, guint n)
{
  g_assert_cmpuint (window->circle->calls->len, ==, n + 1);
  return window->circle->calls->pdata[n];
}

static void
store_call (Window *window, Call *call)
{
  g_assert_true (cen_author_write_text (window->circle->person->circle, &window->note,
                                        call->payload, &call->op, NULL));
}

static void
answer (Call *call)
{
  g_task_return_pointer (call->task, cen_id_dup_text (&call->op), g_free);
  run_loop ();
}

static void
refuse (Call *call, CenError code)
{
  g_task_return_new_error (call->task, CEN_ERROR, (int) code, "No.");
  run_loop ();
}

static void
tell_changed (Window *window, CenacleChange change)
{
  g_signal_emit_by_name (window->circle, "changed", (guint) change);
}

/* What shows, what the copy has and what is kept are the same. */
static void
assert_reads (Window *window, const char *text)
{
  g_autofree char *here = cenacle_note_copy_dup_text (window->copy);
  g_autoptr (CenObjectRow) row =
      cen_query_object (cenacle_circle_get_store (window->circle),
                        cenacle_circle_get_id (window->circle), &window->note, NULL);
  g_autofree char *kept = cen_object_row_dup_text (row, CEN_NOTE_TEXT);

  g_assert_cmpstr (window->shown->str, ==, text);
  g_assert_cmpstr (here, ==, text);
  g_assert_cmpstr (kept, ==, text);
}

/* --- The cases --- */

/* The first edit is found in the replica, the second goes out, and only then the engine says what
 * became of the first. */
static void
test_late (void)
{
  g_auto (Window) window = { 0 };
  CenTextChange change = { 0, 0, "zero " };
  Call *first, *second;

  window_init (&window);
  type (&window, "one ");
  first = get_call (&window, 0);
  store_call (&window, first);
  type (&window, "two ");
  tell_changed (&window, CENACLE_CHANGE_OBJECTS);
  cenacle_note_copy_flush (window.copy);
  second = get_call (&window, 1);
  answer (first);
  store_call (&window, second);
  tell_changed (&window, CENACLE_CHANGE_OBJECTS);
  answer (second);
  assert_reads (&window, "one two ");
  test_study_sync (&window.study);
  g_assert_true (
      cen_author_change_text (window.study.people[BO]->circle, &window.note, &change, 1, NULL));
  test_study_sync (&window.study);
  tell_changed (&window, CENACLE_CHANGE_OBJECTS);
  assert_reads (&window, "zero one two ");
}

/* An engine that goes away may have stored what it was given: then the next is not given it. */
static void
test_gone (void)
{
  for (guint was_stored = 0; was_stored < 2; was_stored++) {
    g_auto (Window) window = { 0 };

    window_init (&window);
    type (&window, "one");
    if (was_stored)
      store_call (&window, get_call (&window, 0));
    refuse (get_call (&window, 0), CEN_ERROR_UNREACHABLE);
    tell_changed (&window, CENACLE_CHANGE_ALL);
    if (!was_stored) {
      store_call (&window, get_call (&window, 1));
      answer (get_call (&window, 1));
    }
    g_assert_cmpuint (window.circle->calls->len, ==, was_stored ? 1 : 2);
    g_assert_cmpuint (window.n_failed, ==, 0);
    assert_reads (&window, "one");
  }
}

/* What an engine does not take does not stay in the window. */
static void
test_refused (void)
{
  g_auto (Window) window = { 0 };

  window_init (&window);
  type (&window, "one");
  store_call (&window, get_call (&window, 0));
  answer (get_call (&window, 0));
  type (&window, " two");
  refuse (get_call (&window, 1), CEN_ERROR_REFUSED);
  g_assert_cmpuint (window.n_failed, ==, 1);
  assert_reads (&window, "one");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/note-copy/late", test_late);
  g_test_add_func ("/note-copy/gone", test_gone);
  g_test_add_func ("/note-copy/refused", test_refused);
  return g_test_run ();
}
