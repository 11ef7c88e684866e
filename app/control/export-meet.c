/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What has a page of its own: sessions with their minutes, paths with their steps, decks with their
 * cards, notes; and the list of each kind. */

#include "export-private.h"

#include "core/kinds-meet.h"
#include "core/kinds-note.h"
#include "core/library.h"
#include "core/meeting.h"
#include "core/pairs.h"
#include "core/path.h"

#include <glib/gi18n.h>

#define AT_ONCE 20 /* pages read together */

typedef gboolean (*BodyFunc) (CenacleExport *self, CenacleSheet *sheet, const char *path,
                              const CenObjectRow *row, GError **error);

typedef struct {
  guint kind;
  guint title_field;
  const char *parent; /* the folder of their pages */
  const char *title;  /* of the list, to be translated */
  BodyFunc write_body;
} Section;

static GPtrArray *
query_parts (CenacleExport *self, guint kind, const CenId *whole, GError **error)
{
  CenObjectPage page = { .parent = whole, .direction = CEN_PAGE_OLDEST, .limit = CEN_QUERY_ALL };

  return cen_query_objects (self->store, &self->circle, kind, &page, error);
}

static void
write_author (CenacleExport *self, CenacleSheet *sheet, const CenObjectRow *row)
{
  g_autofree char *name = cenacle_export_dup_name (self, &row->author);
  g_autofree char *time = cenacle_export_dup_time (row->time_ms);

  cenacle_sheet_add (sheet, "**%s** · %s\n", name, time);
}

typedef gboolean (*PageFunc) (CenacleExport *self, const Section *section, CenacleSheet *list,
                              const char *list_path, const CenObjectRow *row, GError **error);

static gboolean
write_page (CenacleExport *self, const Section *section, CenacleSheet *list, const char *list_path,
            const CenObjectRow *row, GError **error)
{
  const char *path = g_hash_table_lookup (self->places, &row->id);
  g_autofree char *text = cen_object_row_dup_text (row, section->title_field);
  g_autofree char *title = cenacle_export_escape_line (text);
  g_autofree char *link = NULL;
  g_auto (CenacleSheet) sheet = { 0 };

  if (path == NULL)
    return TRUE;
  link = cenacle_export_dup_link (list_path, path, title);
  cenacle_sheet_add (list, "- %s\n", link);
  return cenacle_export_open_page (self, &sheet, path, title, error) &&
         section->write_body (self, &sheet, path, row, error) &&
         cenacle_sheet_close (&sheet, error) && cenacle_export_go_on (self, 0, error);
}

static gboolean
plan_page (CenacleExport *self, const Section *section, CenacleSheet *list, const char *list_path,
           const CenObjectRow *row, GError **error)
{
  g_autofree char *title = cen_object_row_dup_text (row, section->title_field);

  (void) list;
  (void) list_path;
  (void) error;
  cenacle_export_give_page (self, &row->id, section->parent, title);
  return TRUE;
}

/* Calls @write for all of a section, a few at a time: a note may be long. */
static gboolean
for_each (CenacleExport *self, const Section *section, PageFunc write, CenacleSheet *list,
          const char *list_path, guint *ret_n, GError **error)
{
  CenObjectPage page = { .direction = CEN_PAGE_OLDEST, .limit = AT_ONCE };
  guint n = AT_ONCE;
  CenId last;

  for (*ret_n = 0; n == AT_ONCE; *ret_n += n) {
    g_autoptr (GPtrArray) rows =
        cen_query_objects (self->store, &self->circle, section->kind, &page, error);

    if (rows == NULL)
      return FALSE;
    for (guint i = 0; i < rows->len; i++) {
      if (!write (self, section, list, list_path, rows->pdata[i], error))
        return FALSE;
      last = ((CenObjectRow *) rows->pdata[i])->id;
    }
    n = rows->len;
    page.anchor = &last;
    page.direction = CEN_PAGE_AFTER;
  }
  return TRUE;
}

static gboolean
write_section (CenacleExport *self, const Section *section, guint *ret_n, GError **error)
{
  g_autofree char *path = g_build_filename (section->parent, "README.md", NULL);
  g_auto (CenacleSheet) list = { 0 };
  gboolean is_empty = FALSE;

  if (!cenacle_export_is_empty (self, section->kind, &is_empty, error) || is_empty)
    return is_empty;
  return cenacle_export_open_page (self, &list, path, _ (section->title), error) &&
         for_each (self, section, write_page, &list, path, ret_n, error) &&
         cenacle_sheet_close (&list, error);
}

/* --- Sessions --- */

static void
write_agenda (CenacleSheet *sheet, const CenMeeting *meeting)
{
  if (*meeting->agenda == NULL)
    return;
  cenacle_sheet_add (sheet, "## %s\n\n", _ ("Agenda"));
  for (guint i = 0; meeting->agenda[i] != NULL; i++) {
    g_autofree char *item = cenacle_export_escape_line (meeting->agenda[i]);

    cenacle_sheet_add (sheet, "1. %s\n", item);
  }
  cenacle_sheet_add (sheet, "\n");
}

static void
write_line (CenacleSheet *sheet, const char *label, const char *value)
{
  if (*value != '\0')
    /* Translators: a line of a list: what, and what it is. */
    cenacle_sheet_add (sheet, _ ("- %s: %s\n"), label, value);
}

/* What was to be at hand. */
static void
write_material (CenacleExport *self, CenacleSheet *sheet, const char *path, const CenObjectRow *row)
{
  g_autoptr (GArray) material = cen_meeting_list_material (row);

  for (guint i = 0; i < material->len; i++) {
    const CenId *id = &g_array_index (material, CenId, i);
    g_autoptr (CenResource) resource = cen_library_get (self->store, &self->circle, id, NULL);
    g_autofree char *title = resource != NULL ? cenacle_export_escape_line (resource->title) : NULL;
    g_autofree char *place = cenacle_export_dup_place (self, id);
    g_autofree char *link = title != NULL ? cenacle_export_dup_link (path, place, title) : NULL;

    if (link != NULL)
      write_line (sheet, _ ("At hand"), link);
  }
}

static void
write_meeting_facts (CenacleExport *self, CenacleSheet *sheet, const char *path,
                     const CenObjectRow *row, const CenMeeting *meeting)
{
  g_autofree char *when = cenacle_export_dup_time (meeting->start_ms);
  g_autofree char *minutes =
      g_strdup_printf (ngettext ("%u minute", "%u minutes", meeting->minutes), meeting->minutes);
  g_autofree char *repeat = cenacle_export_escape_line (meeting->repeat);
  g_autofree char *place = cenacle_export_escape_line (meeting->place);
  g_autofree char *host = cenacle_export_dup_name (self, &meeting->host);
  g_autofree char *presenters = cenacle_export_dup_names (self, meeting->presenters);

  if (meeting->is_cancelled)
    cenacle_sheet_add (sheet, "*%s*\n\n", _ ("This session was called off."));
  write_line (sheet, _ ("When"), when);
  write_line (sheet, _ ("How long"), minutes);
  write_line (sheet, _ ("Repeats"), repeat);
  write_line (sheet, _ ("Where"), place);
  write_line (sheet, _ ("Host"), host);
  write_line (sheet, _ ("Presenters"), presenters);
  if (!cen_id_is_zero (&meeting->proposal)) {
    g_autofree char *target = cenacle_export_dup_place (self, &meeting->proposal);
    g_autofree char *link = cenacle_export_dup_link (path, target, _ ("the proposed topic"));

    write_line (sheet, _ ("Came of"), link);
  }
  write_material (self, sheet, path, row);
  if (!cen_id_is_zero (&meeting->note)) {
    g_autofree char *target = cenacle_export_dup_place (self, &meeting->note);
    g_autofree char *link = cenacle_export_dup_link (path, target, _ ("the shared note"));

    write_line (sheet, _ ("Note"), link);
  }
}

static void
append_unique (GArray *times, gint64 time_ms)
{
  for (guint i = 0; i < times->len; i++) {
    if (g_array_index (times, gint64, i) == time_ms)
      return;
  }
  g_array_append_val (times, time_ms);
}

/* Times about which somebody said something. */
static GArray *
list_occurrences (const CenObjectRow *row)
{
  GArray *times = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < row->marks->len; i++) {
    gint64 time_ms;

    if (cen_meeting_read_key (((CenMarkRow *) row->marks->pdata[i])->key, &time_ms))
      append_unique (times, time_ms);
  }
  return times;
}

static void
write_occurrence (CenacleExport *self, CenacleSheet *sheet, const CenObjectRow *row, gint64 time_ms)
{
  g_autofree char *when = cenacle_export_dup_time (time_ms);
  g_autoptr (GArray) guests = cen_meeting_list_guests (row, time_ms);
  g_autoptr (GArray) present = cen_meeting_list_present (row, time_ms);
  g_autoptr (GArray) coming = g_array_new (FALSE, FALSE, sizeof (CenId));
  g_autofree char *names = NULL;
  g_autofree char *there = cenacle_export_dup_names (self, present);
  CenFeedback feedback;

  for (guint i = 0; i < guests->len; i++) {
    const CenGuest *guest = &g_array_index (guests, CenGuest, i);

    if (guest->answer == CEN_RSVP_YES)
      g_array_append_val (coming, guest->member);
  }
  names = cenacle_export_dup_names (self, coming);
  cen_meeting_sum_feedback (row, time_ms, &feedback);
  cenacle_sheet_add (sheet, "## %s\n\n", when);
  write_line (sheet, _ ("Said they come"), names);
  write_line (sheet, _ ("Were there"), there);
  if (feedback.n > 0)
    cenacle_sheet_add (sheet,
                       /* Translators: how many answered; two means of answers from 1 to 5. */
                       ngettext ("- Feedback of %u person: useful %.1f of 5, again %.1f of 5\n",
                                 "- Feedback of %u people: useful %.1f of 5, again %.1f of 5\n",
                                 feedback.n),
                       feedback.n, feedback.mean[0], feedback.mean[1]);
  cenacle_sheet_add (sheet, "\n");
}

static gboolean
write_minutes (CenacleExport *self, CenacleSheet *sheet, const CenId *session, GError **error)
{
  g_autoptr (GPtrArray) rows = query_parts (self, CEN_KIND_MINUTES, session, error);

  for (guint i = 0; rows != NULL && i < rows->len; i++) {
    const CenObjectRow *row = rows->pdata[i];
    gint64 time_ms = (gint64) cen_object_row_get_uint (row, CEN_MINUTES_WHEN, 0);
    g_autofree char *when = cenacle_export_dup_time (time_ms);
    g_autofree char *text = cen_object_row_dup_text (row, CEN_MINUTES_TEXT);

    cenacle_export_write_anchor (sheet, &row->id);
    cenacle_sheet_add (sheet, "\n## %s, %s\n\n", _ ("Minutes"), when);
    write_author (self, sheet, row);
    cenacle_export_write_quote (sheet, text);
  }
  return rows != NULL;
}

static gboolean
write_session (CenacleExport *self, CenacleSheet *sheet, const char *path, const CenObjectRow *row,
               GError **error)
{
  g_autoptr (CenMeeting) meeting = cen_meeting_new (row);
  g_autoptr (GArray) times = list_occurrences (row);

  write_meeting_facts (self, sheet, path, row, meeting);
  cenacle_export_write_quote (sheet, meeting->text);
  write_agenda (sheet, meeting);
  for (guint i = 0; i < times->len; i++)
    write_occurrence (self, sheet, row, g_array_index (times, gint64, i));
  return write_minutes (self, sheet, &row->id, error);
}

/* --- Paths --- */

static void
write_step (CenacleExport *self, CenacleSheet *sheet, const char *path, const CenObjectRow *step,
            guint number)
{
  g_autofree char *title = cen_object_row_dup_text (step, CEN_STEP_TITLE);
  g_autofree char *safe = cenacle_export_escape_line (title);
  g_autofree char *text = cen_object_row_dup_text (step, CEN_STEP_TEXT);
  g_autoptr (GArray) links = cen_object_row_dup_refs (step, CEN_STEP_LINKS);
  g_autoptr (GArray) done = cen_path_list_done (step);
  g_autofree char *names = cenacle_export_dup_names (self, done);

  cenacle_export_write_anchor (sheet, &step->id);
  cenacle_sheet_add (sheet, "\n## %u. %s\n", number, safe);
  cenacle_export_write_quote (sheet, text);
  for (guint i = 0; i < links->len; i++) {
    const CenId *id = &g_array_index (links, CenId, i);
    g_autofree char *place = cenacle_export_dup_place (self, id);
    g_autofree char *link = cenacle_export_dup_link (path, place, _ ("see also"));

    if (place != NULL)
      cenacle_sheet_add (sheet, "- %s\n", link);
  }
  write_line (sheet, _ ("Done by"), names);
  cenacle_sheet_add (sheet, "\n");
}

static gboolean
write_path (CenacleExport *self, CenacleSheet *sheet, const char *path, const CenObjectRow *row,
            GError **error)
{
  g_autofree char *text = cen_object_row_dup_text (row, CEN_PATH_TEXT);
  g_autoptr (GPtrArray) objects = query_parts (self, CEN_KIND_STEP, &row->id, error);
  g_autoptr (GPtrArray) steps = objects != NULL ? cen_path_sort_steps (objects) : NULL;

  write_author (self, sheet, row);
  cenacle_export_write_quote (sheet, text);
  for (guint i = 0; steps != NULL && i < steps->len; i++)
    write_step (self, sheet, path, steps->pdata[i], i + 1);
  return steps != NULL;
}

/* --- Decks --- */

static gboolean
write_deck (CenacleExport *self, CenacleSheet *sheet, const char *path, const CenObjectRow *row,
            GError **error)
{
  g_autofree char *text = cen_object_row_dup_text (row, CEN_DECK_TEXT);
  g_autoptr (GPtrArray) cards = query_parts (self, CEN_KIND_CARD, &row->id, error);

  (void) path;
  write_author (self, sheet, row);
  cenacle_export_write_quote (sheet, text);
  for (guint i = 0; cards != NULL && i < cards->len; i++) {
    g_autofree char *front = cen_object_row_dup_text (cards->pdata[i], CEN_CARD_FRONT);
    g_autofree char *back = cen_object_row_dup_text (cards->pdata[i], CEN_CARD_BACK);

    cenacle_sheet_add (sheet, "## %u\n", i + 1);
    cenacle_export_write_quote (sheet, front);
    cenacle_export_write_quote (sheet, back);
  }
  return cards != NULL;
}

/* --- Notes --- */

static gboolean
write_comments (CenacleExport *self, CenacleSheet *sheet, const CenId *note, GError **error)
{
  g_autoptr (GPtrArray) rows = query_parts (self, CEN_KIND_COMMENT, note, error);

  if (rows != NULL && rows->len > 0)
    cenacle_sheet_add (sheet, "\n***\n\n**%s**\n\n", _ ("Comments"));
  for (guint i = 0; rows != NULL && i < rows->len; i++) {
    g_autofree char *text = cen_object_row_dup_text (rows->pdata[i], CEN_COMMENT_TEXT);

    write_author (self, sheet, rows->pdata[i]);
    cenacle_export_write_quote (sheet, text);
  }
  return rows != NULL;
}

static gboolean
write_note (CenacleExport *self, CenacleSheet *sheet, const char *path, const CenObjectRow *row,
            GError **error)
{
  g_autofree char *text = cen_object_row_dup_text (row, CEN_NOTE_TEXT);
  g_autofree char *words = cenacle_export_write_words (text, CENACLE_WORDS_PAGE);
  CenId about;

  if (cen_object_row_get_ref (row, CEN_NOTE_ABOUT, &about)) {
    g_autofree char *place = cenacle_export_dup_place (self, &about);
    g_autofree char *link = cenacle_export_dup_link (path, place, _ ("what this note is about"));

    if (place != NULL)
      cenacle_sheet_add (sheet, "%s\n\n", link);
  }
  cenacle_sheet_add (sheet, "%s", words);
  return write_comments (self, sheet, &row->id, error);
}

/* --- All of these --- */

static const Section sections[] = {
  { CEN_KIND_SESSION, CEN_SESSION_TITLE, "sessions", N_ ("Sessions"), write_session },
  { CEN_KIND_PATH, CEN_PATH_TITLE, "paths", N_ ("Paths"), write_path },
  { CEN_KIND_DECK, CEN_DECK_TITLE, "decks", N_ ("Decks"), write_deck },
  { CEN_KIND_NOTE, CEN_NOTE_TITLE, "notes", N_ ("Notes"), write_note },
};

gboolean
cenacle_export_write_sessions (CenacleExport *self, guint *ret_n, GError **error)
{
  return write_section (self, &sections[0], ret_n, error);
}

gboolean
cenacle_export_write_paths (CenacleExport *self, guint *ret_n, GError **error)
{
  return write_section (self, &sections[1], ret_n, error);
}

gboolean
cenacle_export_write_decks (CenacleExport *self, guint *ret_n, GError **error)
{
  return write_section (self, &sections[2], ret_n, error);
}

gboolean
cenacle_export_write_notes (CenacleExport *self, guint *ret_n, GError **error)
{
  return write_section (self, &sections[3], ret_n, error);
}

/* What is made between this and the writing has no page and comes with the next export. */
gboolean
cenacle_export_plan_pages (CenacleExport *self, GError **error)
{
  guint n;

  for (guint i = 0; i < G_N_ELEMENTS (sections); i++) {
    g_free (cenacle_export_folder_take_name (self->folder, sections[i].parent, "README", ".md"));
    if (!for_each (self, &sections[i], plan_page, NULL, NULL, &n, error))
      return FALSE;
  }
  return TRUE;
}

gboolean
cenacle_export_write_pairs (CenacleExport *self, guint *ret_n, GError **error)
{
  g_autoptr (GPtrArray) members = cen_query_members (self->store, &self->circle, error);
  g_autoptr (GPtrArray) objects =
      members != NULL ? cen_query_objects (self->store, &self->circle, CEN_KIND_PAIR, NULL, error)
                      : NULL;
  g_autoptr (GPtrArray) pairs = objects != NULL ? cen_pairs_list (objects, members) : NULL;
  g_auto (CenacleSheet) sheet = { 0 };

  if (pairs == NULL)
    return FALSE;
  *ret_n = pairs->len;
  if (pairs->len == 0)
    return TRUE;
  if (!cenacle_export_open_page (self, &sheet, "pairs.md", _ ("Pairs"), error))
    return FALSE;
  for (guint i = 0; i < pairs->len; i++) {
    const CenPairRow *pair = pairs->pdata[i];
    g_autofree char *by = cenacle_export_dup_name (self, &pair->by);
    g_autofree char *with = cenacle_export_dup_name (self, &pair->with);
    g_autofree char *time = cenacle_export_dup_time (pair->time_ms);

    cenacle_sheet_add (&sheet, "**%s**, **%s** · %s\n", by, with, time);
    cenacle_export_write_quote (&sheet, pair->goal);
  }
  return cenacle_sheet_close (&sheet, error);
}
