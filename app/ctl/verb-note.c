/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Notes. What is changed by position is changed in the text as it stands here; who writes at the
 * same time elsewhere loses nothing. */

#include "object.h"
#include "parse.h"
#include "verb.h"

#include "core/author-text.h"
#include "core/kinds-note.h"
#include "core/note-history.h"

#include <glib/gi18n.h>
#include <string.h>

static struct {
  char *file;
  char *about;
} options;

static const GOptionEntry create_options[] = {
  { "file", 0, 0, G_OPTION_ARG_FILENAME, &options.file, N_ ("Begin with the text of this file"),
    N_ ("FILE") },
  { "about", 0, 0, G_OPTION_ARG_FILENAME, &options.about,
    N_ ("The session, path or channel that it belongs to"), N_ ("OBJECT") },
  G_OPTION_ENTRY_NULL,
};

/* --- Finding and changing --- */

static CenObjectRow *
find_note (CenacleCommand *command, const CenId *circle, const char *text, GError **error)
{
  return cenacle_object_find (command, circle, text, CEN_KIND_NOTE, 0, _ ("There is no such note."),
                              error);
}

static gboolean
send_changes (const CenacleTarget *target, const char *note, const CenTextChange *changes, guint n,
              GError **error)
{
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a(uus)"));
  for (guint i = 0; i < n; i++)
    g_variant_builder_add (&builder, "(uus)", changes[i].position, changes[i].n_deleted,
                           changes[i].inserted);
  return cenacle_command_settle (
      cenacle_engine1_call_change_text_sync (target->engine, target->circle, note,
                                             g_variant_builder_end (&builder), NULL, error),
      error);
}

/* All of it, the last line's end too. */
static char *
read_file (const char *path, GError **error)
{
  g_autofree char *text = NULL;
  gsize len;

  if (!g_file_get_contents (strcmp (path, "-") == 0 ? "/dev/stdin" : path, &text, &len, error))
    return NULL;
  if (len <= CEN_NOTE_TEXT_BYTES_MAX && g_utf8_validate (text, (gssize) len, NULL))
    return g_steal_pointer (&text);
  g_set_error_literal (error, CEN_ERROR, CEN_ERROR_REFUSED,
                       _ ("The file is no text, or too long for a note."));
  return NULL;
}

/* Opens the circle and the note that the first two @arguments name. */
static CenObjectRow *
open_note (CenacleCommand *command, char **arguments, CenacleTarget *target, GError **error)
{
  return cenacle_command_open_target (command, arguments[0], 0, target, error)
             ? find_note (command, &target->row->id, arguments[1], error)
             : NULL;
}

static gboolean
change_note (CenacleCommand *command, char **arguments, const CenTextChange *change, GError **error)
{
  g_auto (CenacleTarget) target = { 0 };
  g_autoptr (CenObjectRow) note = open_note (command, arguments, &target, error);
  g_autofree char *id = note != NULL ? cen_id_dup_text (&note->id) : NULL;

  if (note == NULL || !send_changes (&target, id, change, 1, error))
    return FALSE;
  cenacle_command_show_nothing (command);
  return TRUE;
}

static gboolean
parse_number (const char *text, guint32 *ret_number, GError **error)
{
  guint64 number;

  if (!g_ascii_string_to_unsigned (text, 10, 0, CEN_NOTE_CHARS_MAX, &number, NULL)) {
    g_set_error (error, CEN_ERROR, CEN_ERROR_INVALID, _ ("“%s” is no place in a note."), text);
    return FALSE;
  }
  *ret_number = (guint32) number;
  return TRUE;
}

/* --- Verbs --- */

static gboolean
create_note (CenacleCommand *command, char **arguments, GError **error)
{
  g_auto (GVariantDict) fields = G_VARIANT_DICT_INIT (NULL);
  g_auto (CenacleTarget) target = { 0 };
  g_autofree char *text = options.file != NULL ? read_file (options.file, error) : NULL;
  g_autofree char *about = NULL;
  g_autofree char *id = NULL;
  CenTextChange change = { 0, 0, text };
  CenId object;

  if ((options.file != NULL && text == NULL) ||
      !cenacle_command_open_target (command, arguments[0], 0, &target, error))
    return FALSE;
  g_variant_dict_insert (&fields, "title", "s", arguments[1]);
  if (options.about != NULL) {
    if (!cenacle_command_find_object (command, &target.row->id, options.about, &object, error))
      return FALSE;
    about = cen_id_dup_text (&object);
    g_variant_dict_insert (&fields, "about", "s", about);
  }
  if (!cenacle_command_settle (cenacle_engine1_call_create_sync (target.engine, target.circle,
                                                                 "note",
                                                                 g_variant_dict_end (&fields), &id,
                                                                 NULL, error),
                               error) ||
      (text != NULL && !send_changes (&target, id, &change, 1, error)))
    return FALSE;
  cenacle_command_show_id (command, id);
  return TRUE;
}

static gboolean
show_note (CenacleCommand *command, char **arguments, GError **error)
{
  g_autoptr (CenacleOutput) output =
      cenacle_output_new (CENACLE_SHAPE_RECORD, cenacle_command_get_format (command));
  g_autoptr (CenCircleRow) circle = cenacle_command_find_circle (command, arguments[0], error);
  g_autoptr (CenObjectRow) note =
      circle != NULL ? find_note (command, &circle->id, arguments[1], error) : NULL;
  g_autoptr (CenNoteHistory) history = NULL;
  g_autofree char *title = NULL;
  g_autofree char *text = NULL;

  if (note == NULL)
    return FALSE;
  history = cen_note_history_read (cenacle_command_get_store (command, error), &circle->id,
                                   &note->id, error);
  if (history == NULL)
    return FALSE;
  title = cen_object_row_dup_text (note, CEN_NOTE_TITLE);
  text = cen_object_row_dup_text (note, CEN_NOTE_TEXT);
  cenacle_output_add_row (output);
  cenacle_output_add_id (output, "id", _ ("Id"), &note->id);
  cenacle_output_add_text (output, "title", _ ("Title"), title);
  cenacle_output_add_text (output, "author", _ ("Author"), note->author_name);
  cenacle_output_add_int (output, "version", _ ("Changes"), history->edits->len);
  cenacle_output_add_text (output, "text", _ ("Text"), text);
  cenacle_output_show (output);
  return TRUE;
}

static gboolean
list_notes (CenacleCommand *command, char **arguments, GError **error)
{
  g_autoptr (CenacleOutput) output =
      cenacle_output_new (CENACLE_SHAPE_LIST, cenacle_command_get_format (command));
  g_autoptr (CenCircleRow) circle = cenacle_command_find_circle (command, arguments[0], error);
  g_autoptr (GPtrArray) notes = NULL;

  if (circle == NULL)
    return FALSE;
  notes = cen_query_objects (cenacle_command_get_store (command, error), &circle->id, CEN_KIND_NOTE,
                             NULL, error);
  for (guint i = 0; notes != NULL && i < notes->len; i++) {
    const CenObjectRow *note = notes->pdata[i];
    g_autofree char *title = cen_object_row_dup_text (note, CEN_NOTE_TITLE);
    g_autofree char *text = cen_object_row_dup_text (note, CEN_NOTE_TEXT);
    CenId about = { 0 };

    cen_object_row_get_ref (note, CEN_NOTE_ABOUT, &about);
    cenacle_output_add_row (output);
    cenacle_output_add_id (output, "id", _ ("Id"), &note->id);
    cenacle_output_add_text (output, "title", _ ("Title"), title);
    cenacle_output_add_text (output, "author", _ ("Author"), note->author_name);
    cenacle_output_add_time (output, "time", _ ("When"), note->time_ms);
    cenacle_output_add_int (output, "length", _ ("Characters"), g_utf8_strlen (text, -1));
    cenacle_output_add_id (output, "about", NULL, &about);
  }
  if (notes == NULL)
    return FALSE;
  cenacle_output_show (output);
  return TRUE;
}

static gboolean
insert_text (CenacleCommand *command, char **arguments, GError **error)
{
  g_autofree char *text = cenacle_parse_text (arguments[3], CEN_NOTE_TEXT_BYTES_MAX, error);
  CenTextChange change = { 0, 0, text };

  return text != NULL && parse_number (arguments[2], &change.position, error) &&
         change_note (command, arguments, &change, error);
}

static gboolean
delete_text (CenacleCommand *command, char **arguments, GError **error)
{
  CenTextChange change = { 0, 0, "" };

  return parse_number (arguments[2], &change.position, error) &&
         parse_number (arguments[3], &change.n_deleted, error) &&
         change_note (command, arguments, &change, error);
}

/* Makes the note say @text with as little change as can be. */
static gboolean
rewrite_note (CenacleCommand *command, const CenacleTarget *target, const CenObjectRow *note,
              const char *text, GError **error)
{
  g_autofree char *old = cen_object_row_dup_text (note, CEN_NOTE_TEXT);
  g_autofree char *id = cen_id_dup_text (&note->id);
  g_autoptr (GArray) changes = cen_text_diff (old, text);

  if (!send_changes (target, id, (const CenTextChange *) changes->data, changes->len, error))
    return FALSE;
  cenacle_command_show_nothing (command);
  return TRUE;
}

static gboolean
replace_text (CenacleCommand *command, char **arguments, GError **error)
{
  g_auto (CenacleTarget) target = { 0 };
  g_autofree char *text = read_file (arguments[2], error);
  g_autoptr (CenObjectRow) note =
      text != NULL ? open_note (command, arguments, &target, error) : NULL;

  return note != NULL && rewrite_note (command, &target, note, text, error);
}

static gboolean
show_history (CenacleCommand *command, char **arguments, GError **error)
{
  g_autoptr (CenacleOutput) output =
      cenacle_output_new (CENACLE_SHAPE_LIST, cenacle_command_get_format (command));
  g_autoptr (CenCircleRow) circle = cenacle_command_find_circle (command, arguments[0], error);
  g_autoptr (CenObjectRow) note =
      circle != NULL ? find_note (command, &circle->id, arguments[1], error) : NULL;
  g_autoptr (CenNoteHistory) history = NULL;

  if (note == NULL)
    return FALSE;
  history = cen_note_history_read (cenacle_command_get_store (command, error), &circle->id,
                                   &note->id, error);
  for (guint i = 0; history != NULL && i < history->edits->len; i++) {
    const CenNoteEdit *edit = history->edits->pdata[i];

    cenacle_output_add_row (output);
    cenacle_output_add_id (output, "id", _ ("Id"), &edit->id);
    cenacle_output_add_int (output, "version", _ ("Change"), i + 1);
    cenacle_output_add_text (output, "author", _ ("Author"), edit->member_name);
    cenacle_output_add_id (output, "member", NULL, &edit->member);
    cenacle_output_add_time (output, "time", _ ("When"), edit->time_ms);
    cenacle_output_add_int (output, "inserted", _ ("Inserted"), edit->n_inserted);
    cenacle_output_add_int (output, "deleted", _ ("Deleted"), edit->n_deleted);
  }
  if (history == NULL)
    return FALSE;
  cenacle_output_show (output);
  return TRUE;
}

/* The text after a number of changes, or at a time. */
static GString *
read_at (CenacleCommand *command, const CenId *circle, const CenObjectRow *note, const char *when,
         GError **error)
{
  g_autoptr (CenNoteHistory) history =
      cen_note_history_read (cenacle_command_get_store (command, error), circle, &note->id, error);
  guint64 n_edits;
  gint64 time_ms;

  if (history == NULL)
    return NULL;
  if (!g_ascii_string_to_unsigned (when, 10, 0, history->edits->len, &n_edits, NULL)) {
    if (!cenacle_parse_time (when, &time_ms, error))
      return NULL;
    n_edits = cen_note_history_count_until (history, time_ms);
  }
  return cen_note_history_dup_text (history, (guint) n_edits);
}

static gboolean
show_at (CenacleCommand *command, char **arguments, GError **error)
{
  g_autoptr (CenacleOutput) output =
      cenacle_output_new (CENACLE_SHAPE_RECORD, cenacle_command_get_format (command));
  g_autoptr (CenCircleRow) circle = cenacle_command_find_circle (command, arguments[0], error);
  g_autoptr (CenObjectRow) note =
      circle != NULL ? find_note (command, &circle->id, arguments[1], error) : NULL;
  g_autoptr (GString) text =
      note != NULL ? read_at (command, &circle->id, note, arguments[2], error) : NULL;

  if (text == NULL)
    return FALSE;
  cenacle_output_add_row (output);
  cenacle_output_add_id (output, "id", _ ("Id"), &note->id);
  cenacle_output_add_text (output, "text", _ ("Text"), text->str);
  cenacle_output_show (output);
  return TRUE;
}

static gboolean
restore_note (CenacleCommand *command, char **arguments, GError **error)
{
  g_auto (CenacleTarget) target = { 0 };
  g_autoptr (CenObjectRow) note = open_note (command, arguments, &target, error);
  g_autoptr (GString) text =
      note != NULL ? read_at (command, &target.row->id, note, arguments[2], error) : NULL;

  return text != NULL && rewrite_note (command, &target, note, text->str, error);
}

static gboolean
export_note (CenacleCommand *command, char **arguments, GError **error)
{
  g_autoptr (CenCircleRow) circle = cenacle_command_find_circle (command, arguments[0], error);
  g_autoptr (CenObjectRow) note =
      circle != NULL ? find_note (command, &circle->id, arguments[1], error) : NULL;
  g_autofree char *title = NULL;
  g_autofree char *text = NULL;
  g_autofree char *all = NULL;

  if (note == NULL)
    return FALSE;
  title = cen_object_row_dup_text (note, CEN_NOTE_TITLE);
  text = cen_object_row_dup_text (note, CEN_NOTE_TEXT);
  all = g_strdup_printf ("# %s\n\n%s%s", title, text, g_str_has_suffix (text, "\n") ? "" : "\n");
  if (!g_file_set_contents (arguments[2], all, -1, error))
    return FALSE;
  cenacle_command_show_nothing (command);
  return TRUE;
}

const CenacleVerb cenacle_note_verbs[] = {
  { "note create", "CIRCLE TITLE", 2, 2, create_options, create_note,
    N_ ("Begin a note that all members can write in.") },
  { "note list", "CIRCLE", 1, 1, NULL, list_notes, N_ ("List notes, oldest first.") },
  { "note show", "CIRCLE NOTE", 2, 2, NULL, show_note, N_ ("Read a note.") },
  { "note insert", "CIRCLE NOTE POSITION TEXT|-", 4, 4, NULL, insert_text,
    N_ ("Insert text after that many characters.") },
  { "note delete", "CIRCLE NOTE POSITION LENGTH", 4, 4, NULL, delete_text,
    N_ ("Delete that many characters from a position on.") },
  { "note replace", "CIRCLE NOTE FILE|-", 3, 3, NULL, replace_text,
    N_ ("Make a note say what a file says, with as little change as can be.") },
  { "note history", "CIRCLE NOTE", 2, 2, NULL, show_history,
    N_ ("List who changed a note, oldest change first.") },
  { "note at", "CIRCLE NOTE TIME|VERSION", 3, 3, NULL, show_at,
    N_ ("Read a note as it was at a time, or after that many changes.") },
  { "note restore", "CIRCLE NOTE TIME|VERSION", 3, 3, NULL, restore_note,
    N_ ("Make a note say again what it said then, as a new change.") },
  { "note export", "CIRCLE NOTE FILE", 3, 3, NULL, export_note,
    N_ ("Write a note into a file, as Markdown.") },
  { NULL },
};
