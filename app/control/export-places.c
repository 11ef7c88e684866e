/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Where everything is. What has a page of its own is noted once; the page of a message follows from
 * its channel, its month and its thread, and that of the rest from its kind, so that a link costs a
 * question to the replica and no memory. */

#include "export-private.h"

#include "core/kinds-base.h"
#include "core/kinds-life.h"
#include "core/kinds-meet.h"
#include "core/kinds-note.h"

#include <glib/gi18n.h>
#include <string.h>

static void
write_short_id (const CenId *id, char ret_text[static CENACLE_ANCHOR_LEN + 1])
{
  char text[CEN_ID_TEXT_LEN + 1];

  cen_id_to_text (id, text);
  memcpy (ret_text, text, CENACLE_ANCHOR_LEN);
  ret_text[CENACLE_ANCHOR_LEN] = '\0';
}

void
cenacle_export_write_anchor (CenacleSheet *sheet, const CenId *id)
{
  char anchor[CENACLE_ANCHOR_LEN + 1];

  write_short_id (id, anchor);
  cenacle_sheet_add (sheet, "<a id=\"%s\"></a>\n", anchor);
}

char *
cenacle_export_add_anchor (const char *path, const CenId *id)
{
  char anchor[CENACLE_ANCHOR_LEN + 1];

  write_short_id (id, anchor);
  return g_strconcat (path, "#", anchor, NULL);
}

/* --- Places --- */

char *
cenacle_export_dup_message_path (CenacleExport *self, const CenMessageRow *message)
{
  const char *channel = g_hash_table_lookup (self->places, &message->channel);
  g_autofree char *folder =
      channel != NULL ? g_path_get_dirname (channel) : g_strdup ("channels/unknown");
  g_autofree char *month = NULL;
  char thread[CENACLE_ANCHOR_LEN + 1];

  if (cen_id_is_zero (&message->thread)) {
    month = cenacle_export_dup_month (message->time_ms);
    return g_strdup_printf ("%s/%s.md", folder, month);
  }
  write_short_id (&message->thread, thread);
  return g_strdup_printf ("%s/threads/%s.md", folder, thread);
}

static char *
dup_message_place (CenacleExport *self, const CenId *id)
{
  g_autoptr (CenMessageRow) message = cen_query_message (self->store, &self->circle, id, NULL);
  g_autofree char *path = NULL;

  if (message == NULL || message->to != NULL)
    return NULL;
  path = cenacle_export_dup_message_path (self, message);
  return cenacle_export_add_anchor (path, id);
}

/* Of what stands on the page of all of its kind. */
static const char *
get_page_of_kind (guint kind)
{
  switch (kind) {
  case CEN_KIND_QUESTION:
    return "questions.md";
  case CEN_KIND_PROPOSAL:
    return "proposals.md";
  case CEN_KIND_POLL:
    return "polls.md";
  case CEN_KIND_KUDOS:
    return "kudos.md";
  case CEN_KIND_RESOURCE:
    return "library/README.md";
  default:
    return NULL;
  }
}

/* What stands on the page of what it belongs to. */
static gboolean
is_part (guint kind)
{
  return kind == CEN_KIND_ANSWER || kind == CEN_KIND_STEP || kind == CEN_KIND_MINUTES;
}

static char *
dup_object_place (CenacleExport *self, const CenId *id)
{
  g_autoptr (CenObjectRow) row = cen_query_object (self->store, &self->circle, id, NULL);
  g_autoptr (CenObjectRow) whole = NULL;
  const char *page;

  if (row == NULL || row->state != CEN_OBJECT_LIVE || row->kind == NULL)
    return NULL;
  if (is_part (row->kind->id)) {
    page = g_hash_table_lookup (self->places, &row->parent);
    if (page != NULL)
      return cenacle_export_add_anchor (page, id);
    whole = cen_query_object (self->store, &self->circle, &row->parent, NULL);
    if (whole == NULL || whole->state != CEN_OBJECT_LIVE || whole->kind == NULL)
      return NULL;
    page = get_page_of_kind (whole->kind->id);
  } else {
    page = get_page_of_kind (row->kind->id);
  }
  return page != NULL ? cenacle_export_add_anchor (page, id) : NULL;
}

char *
cenacle_export_dup_place (CenacleExport *self, const CenId *id)
{
  const char *page = g_hash_table_lookup (self->places, id);
  char *place;

  if (page != NULL)
    return g_strdup (page);
  if (g_hash_table_contains (self->names, id))
    return cenacle_export_add_anchor ("members.md", id);
  place = dup_message_place (self, id);
  return place != NULL ? place : dup_object_place (self, id);
}

char *
cenacle_export_dup_link (const char *from, const char *place, const char *words)
{
  g_autoptr (GString) link = g_string_new ("[");
  g_auto (GStrv) parts = NULL;

  if (place == NULL)
    return g_strdup (words);
  parts = g_strsplit (place, "#", 2);
  g_string_append_printf (link, "%s](", *words != '\0' ? words : "…");
  if (strcmp (parts[0], from) != 0) {
    g_autofree char *path = cenacle_export_escape_path (parts[0]);

    for (const char *at = from; (at = strchr (at, '/')) != NULL; at++)
      g_string_append (link, "../");
    g_string_append (link, path);
  }
  if (parts[1] != NULL)
    g_string_append_printf (link, "#%s", parts[1]);
  g_string_append_c (link, ')');
  return g_string_free (g_steal_pointer (&link), FALSE);
}

void
cenacle_export_give_page (CenacleExport *self, const CenId *id, const char *parent,
                          const char *title)
{
  g_autofree char *name = cenacle_export_folder_take_name (self->folder, parent, title, ".md");

  g_hash_table_insert (self->places, cen_id_dup (id), g_strconcat (parent, "/", name, NULL));
}

/* --- People and times --- */

const char *
cenacle_export_get_name (const CenacleExport *self, const CenId *member)
{
  const char *name = g_hash_table_lookup (self->names, member);

  return name != NULL ? name : _ ("Somebody");
}

char *
cenacle_export_dup_name (const CenacleExport *self, const CenId *member)
{
  return cenacle_export_escape_line (cenacle_export_get_name (self, member));
}

char *
cenacle_export_dup_names (const CenacleExport *self, const GArray *members)
{
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < members->len; i++) {
    g_autofree char *name = cenacle_export_dup_name (self, &g_array_index (members, CenId, i));

    g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", name);
  }
  return g_string_free (g_steal_pointer (&names), FALSE);
}

static char *
format_time (gint64 time_ms, const char *format)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_local (time_ms / 1000);
  char *text = time != NULL ? g_date_time_format (time, format) : NULL;

  return text != NULL ? text : g_strdup ("");
}

char *
cenacle_export_dup_time (gint64 time_ms)
{
  return time_ms != 0 ? format_time (time_ms, "%Y-%m-%d %H:%M") : g_strdup ("");
}

char *
cenacle_export_dup_month (gint64 time_ms)
{
  char *month = format_time (time_ms, "%Y-%m");

  if (*month != '\0')
    return month;
  g_free (month);
  return g_strdup ("undated");
}

/* --- Pages --- */

gboolean
cenacle_export_is_empty (CenacleExport *self, guint kind, gboolean *ret_is_empty, GError **error)
{
  CenObjectPage one = { .direction = CEN_PAGE_OLDEST, .limit = 1 };
  g_autoptr (GPtrArray) rows = cen_query_objects (self->store, &self->circle, kind, &one, error);

  if (rows != NULL)
    *ret_is_empty = rows->len == 0;
  return rows != NULL;
}

gboolean
cenacle_export_open_page (CenacleExport *self, CenacleSheet *sheet, const char *path,
                          const char *title, GError **error)
{
  if (!cenacle_sheet_open (sheet, self->folder, path, error))
    return FALSE;
  if (sheet->is_new) {
    self->counts.n_pages++;
    cenacle_sheet_add (sheet, "# %s\n\n", title);
  }
  return TRUE;
}

void
cenacle_export_write_quote (CenacleSheet *sheet, const char *text)
{
  g_autofree char *words = cenacle_export_write_words (text, CENACLE_WORDS_QUOTE);

  if (*words != '\0')
    cenacle_sheet_add (sheet, "\n%s", words);
  cenacle_sheet_add (sheet, "\n");
}

gboolean
cenacle_export_go_on (CenacleExport *self, double amount, GError **error)
{
  self->done += amount;
  if (self->progress == NULL ||
      self->progress (self->total > 0 ? MIN (self->done / self->total, 1) : 1, self->user_data))
    return TRUE;
  g_set_error_literal (error, CEN_ERROR, CEN_ERROR_REFUSED, _ ("You stopped it."));
  return FALSE;
}
