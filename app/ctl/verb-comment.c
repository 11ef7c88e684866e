/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Comments on passages of notes, and what a note is called and belongs to. */

#include "object.h"
#include "parse.h"
#include "verb.h"

#include "core/kinds-note.h"
#include "core/note-anchor.h"
#include "core/note-comments.h"

#include <glib/gi18n.h>

static struct {
  gboolean is_undone;
} options;

static const GOptionEntry resolve_options[] = {
  { "undo", 0, 0, G_OPTION_ARG_NONE, &options.is_undone, N_ ("It is not resolved after all"),
    NULL },
  G_OPTION_ENTRY_NULL,
};

static CenObjectRow *
find_note (CenacleCommand *command, const CenId *circle, const char *text, GError **error)
{
  return cenacle_object_find (command, circle, text, CEN_KIND_NOTE, 0, _ ("There is no such note."),
                              error);
}

static CenObjectRow *
find_comment (CenacleCommand *command, const CenId *circle, const char *text, GError **error)
{
  return cenacle_object_find (command, circle, text, CEN_KIND_COMMENT, 0,
                              _ ("There is no such comment."), error);
}

static CenNoteText *
load_text (CenacleCommand *command, const CenId *circle, const CenId *note, GError **error)
{
  CenStore *store = cenacle_command_get_store (command, error);
  CenNotePlace place;

  return store != NULL && cen_note_place_find (store, circle, note, &place, error)
             ? cen_note_text_load (store, place.no, error)
             : NULL;
}

/* --- Writing --- */

static void
insert_anchor (GVariantDict *fields, const char *name, const CenNoteAnchor *anchor)
{
  g_variant_dict_insert_value (fields, name,
                               g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, anchor->bytes,
                                                          sizeof anchor->bytes, 1));
}

/* The passage of @len characters from @position on; none for 0. */
static gboolean
insert_passage (GVariantDict *fields, CenNoteText *text, guint64 position, guint64 len,
                GError **error)
{
  guint32 length = cen_text_get_length (text->text);
  CenNoteAnchor from, to;

  if (len == 0)
    return TRUE;
  if (position >= length || len > length - position ||
      !cen_note_anchor_make (text, (guint32) position, &from) ||
      !cen_note_anchor_make (text, (guint32) (position + len - 1), &to)) {
    g_set_error_literal (error, CEN_ERROR, CEN_ERROR_REFUSED, _ ("The note has no such place."));
    return FALSE;
  }
  insert_anchor (fields, "from", &from);
  insert_anchor (fields, "to", &to);
  return TRUE;
}

static gboolean
parse_number (const char *text, guint64 *ret_number, GError **error)
{
  if (g_ascii_string_to_unsigned (text, 10, 0, CEN_NOTE_CHARS_MAX, ret_number, NULL))
    return TRUE;
  g_set_error (error, CEN_ERROR, CEN_ERROR_INVALID, _ ("“%s” is no place in a note."), text);
  return FALSE;
}

static gboolean
write_comment (CenacleCommand *command, char **arguments, GError **error)
{
  g_auto (GVariantDict) fields = G_VARIANT_DICT_INIT (NULL);
  g_auto (CenacleTarget) target = { 0 };
  g_autoptr (CenObjectRow) note = NULL;
  g_autoptr (CenNoteText) text = NULL;
  g_autofree char *id = NULL;
  g_autofree char *words = NULL;
  guint64 position, len;

  if (!parse_number (arguments[2], &position, error) || !parse_number (arguments[3], &len, error) ||
      (words = cenacle_parse_text (arguments[4], CEN_TEXT_MAX, error)) == NULL ||
      !cenacle_command_open_target (command, arguments[0], 0, &target, error) ||
      (note = find_note (command, &target.row->id, arguments[1], error)) == NULL ||
      (text = load_text (command, &target.row->id, &note->id, error)) == NULL ||
      !insert_passage (&fields, text, position, len, error))
    return FALSE;
  id = cen_id_dup_text (&note->id);
  g_variant_dict_insert (&fields, "note", "s", id);
  g_variant_dict_insert (&fields, "text", "s", words);
  return cenacle_object_create (command, &target, "comment", g_variant_dict_end (&fields), error);
}

/* An answer to an answer is one to the comment that began it. */
static gboolean
answer_comment (CenacleCommand *command, char **arguments, GError **error)
{
  g_auto (GVariantDict) fields = G_VARIANT_DICT_INIT (NULL);
  g_auto (CenacleTarget) target = { 0 };
  g_autoptr (CenObjectRow) comment = NULL;
  g_autofree char *words = cenacle_parse_text (arguments[2], CEN_TEXT_MAX, error);
  g_autofree char *note = NULL;
  g_autofree char *thread = NULL;
  CenId first;

  if (words == NULL || !cenacle_command_open_target (command, arguments[0], 0, &target, error) ||
      (comment = find_comment (command, &target.row->id, arguments[1], error)) == NULL)
    return FALSE;
  first = comment->id;
  cen_object_row_get_ref (comment, CEN_COMMENT_THREAD, &first);
  note = cen_id_dup_text (&comment->parent);
  thread = cen_id_dup_text (&first);
  g_variant_dict_insert (&fields, "note", "s", note);
  g_variant_dict_insert (&fields, "thread", "s", thread);
  g_variant_dict_insert (&fields, "text", "s", words);
  return cenacle_object_create (command, &target, "comment", g_variant_dict_end (&fields), error);
}

static gboolean
resolve_comment (CenacleCommand *command, char **arguments, GError **error)
{
  g_auto (GVariantDict) fields = G_VARIANT_DICT_INIT (NULL);
  g_auto (CenacleTarget) target = { 0 };
  g_autoptr (CenObjectRow) comment = NULL;
  CenId first;

  if (!cenacle_command_open_target (command, arguments[0], 0, &target, error) ||
      (comment = find_comment (command, &target.row->id, arguments[1], error)) == NULL)
    return FALSE;
  first = comment->id;
  cen_object_row_get_ref (comment, CEN_COMMENT_THREAD, &first);
  g_variant_dict_insert (&fields, "done", "b", !options.is_undone);
  return cenacle_object_set (command, &target, &first, g_variant_dict_end (&fields), error);
}

/* --- Reading --- */

static const char *
get_state (const CenNoteThread *thread)
{
  switch (thread->passage) {
  case CEN_PASSAGE_THERE:
    return "there";
  case CEN_PASSAGE_GONE:
    return "gone";
  case CEN_PASSAGE_NONE:
  default:
    return "whole";
  }
}

static const char *
get_said (const CenNoteThread *thread)
{
  switch (thread->passage) {
  case CEN_PASSAGE_THERE:
    return "";
  case CEN_PASSAGE_GONE:
    return _ ("the passage was deleted");
  case CEN_PASSAGE_NONE:
  default:
    return _ ("about the whole note");
  }
}

static void
show_row (CenacleOutput *output, const CenNoteThread *thread, const CenObjectRow *row,
          const char *passage)
{
  g_autofree char *text = cen_object_row_dup_text (row, CEN_COMMENT_TEXT);
  CenId first = row == thread->row ? (CenId){ { 0 } } : thread->row->id;

  cenacle_output_add_row (output);
  cenacle_output_add_id (output, "id", _ ("Id"), &row->id);
  cenacle_output_add_text (output, "author", _ ("Author"), row->author_name);
  cenacle_output_add_id (output, "member", NULL, &row->author);
  cenacle_output_add_time (output, "time", _ ("When"), row->time_ms);
  cenacle_output_add_said (output, "state", _ ("Where"), get_state (thread), get_said (thread));
  cenacle_output_add_int (output, "position", NULL, thread->position);
  cenacle_output_add_int (output, "length", NULL, thread->n_chars);
  cenacle_output_add_text (output, "passage", _ ("Passage"), passage);
  cenacle_output_add_bool (output, "resolved", _ ("Resolved"), thread->is_done);
  cenacle_output_add_id (output, "thread", NULL, &first);
  cenacle_output_add_text (output, "text", _ ("Text"), text);
}

static gboolean
list_comments (CenacleCommand *command, char **arguments, GError **error)
{
  g_autoptr (CenacleOutput) output =
      cenacle_output_new (CENACLE_SHAPE_LIST, cenacle_command_get_format (command));
  g_autoptr (CenCircleRow) circle = cenacle_command_find_circle (command, arguments[0], error);
  g_autoptr (CenObjectRow) note =
      circle != NULL ? find_note (command, &circle->id, arguments[1], error) : NULL;
  g_autoptr (CenNoteText) text =
      note != NULL ? load_text (command, &circle->id, &note->id, error) : NULL;
  g_autoptr (CenNoteComments) comments = NULL;

  if (text == NULL)
    return FALSE;
  comments = cen_note_comments_read (cenacle_command_get_store (command, error), &circle->id,
                                     &note->id, error);
  if (comments == NULL)
    return FALSE;
  cen_note_comments_place (comments, text);
  for (guint i = 0; i < comments->threads->len; i++) {
    const CenNoteThread *thread = comments->threads->pdata[i];
    g_autoptr (GString) passage = g_string_new (NULL);

    cen_text_copy (text->text, thread->position, thread->n_chars, passage);
    show_row (output, thread, thread->row, passage->str);
    for (guint k = 0; k < thread->answers->len; k++)
      show_row (output, thread, thread->answers->pdata[k], passage->str);
  }
  cenacle_output_show (output);
  return TRUE;
}

/* --- The note itself --- */

static gboolean
rename_note (CenacleCommand *command, char **arguments, GError **error)
{
  g_auto (GVariantDict) fields = G_VARIANT_DICT_INIT (NULL);
  g_auto (CenacleTarget) target = { 0 };
  g_autoptr (CenObjectRow) note = NULL;

  if (!cenacle_command_open_target (command, arguments[0], 0, &target, error) ||
      (note = find_note (command, &target.row->id, arguments[1], error)) == NULL)
    return FALSE;
  g_variant_dict_insert (&fields, "title", "s", arguments[2]);
  return cenacle_object_set (command, &target, &note->id, g_variant_dict_end (&fields), error);
}

/* A reference cannot be taken away: that of nothing is zero. */
static gboolean
attach_note (CenacleCommand *command, char **arguments, GError **error)
{
  g_auto (GVariantDict) fields = G_VARIANT_DICT_INIT (NULL);
  g_auto (CenacleTarget) target = { 0 };
  g_autoptr (CenObjectRow) note = NULL;
  g_autofree char *about = NULL;
  CenId object = { 0 };

  if (!cenacle_command_open_target (command, arguments[0], 0, &target, error) ||
      (note = find_note (command, &target.row->id, arguments[1], error)) == NULL)
    return FALSE;
  if (arguments[2] != NULL &&
      !cenacle_command_find_object (command, &target.row->id, arguments[2], &object, error))
    return FALSE;
  about = cen_id_dup_text (&object);
  g_variant_dict_insert (&fields, "about", "s", about);
  return cenacle_object_set (command, &target, &note->id, g_variant_dict_end (&fields), error);
}

const CenacleVerb cenacle_comment_verbs[] = {
  { "note comment", "CIRCLE NOTE POSITION LENGTH TEXT|-", 5, 5, NULL, write_comment,
    N_ ("Say something about that many characters of a note; about all of it with 0.") },
  { "note comments", "CIRCLE NOTE", 2, 2, NULL, list_comments,
    N_ ("List what is said about a note, in the order of the passages.") },
  { "note answer", "CIRCLE COMMENT TEXT|-", 3, 3, NULL, answer_comment,
    N_ ("Answer a comment on a note.") },
  { "note resolve", "CIRCLE COMMENT", 2, 2, resolve_options, resolve_comment,
    N_ ("Put a comment on a note away as done.") },
  { "note rename", "CIRCLE NOTE TITLE", 3, 3, NULL, rename_note,
    N_ ("Give a note another title.") },
  { "note attach", "CIRCLE NOTE [OBJECT]", 2, 3, NULL, attach_note,
    N_ ("Say to which session, path or channel a note belongs; to none without one.") },
  { NULL },
};
