/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What was said: each channel is a folder with a page for each month and one for each thread, so
 * that every message stands in one place. They are read once, in their order, and written to the
 * pages they belong to, of which some stay open. */

#include "export-private.h"

#include "core/queries-letters.h"

#include <glib/gi18n.h>
#include <string.h>

#define PAGE_LEN 500 /* messages read at once */
#define OPEN_MAX 24  /* pages */

typedef struct {
  CenacleSheet sheet;
  char *path;
} OpenPage;

typedef struct {
  CenacleExport *export;
  OpenPage pages[OPEN_MAX]; /* those with a path are open */
  guint next;               /* to be closed */
  GHashTable *months;       /* char *, path of a page of a month: how many messages are on it */
} Talk;

/* --- Pages --- */

static gboolean
close_page (OpenPage *page, GError **error)
{
  gboolean ok = page->path == NULL || cenacle_sheet_close (&page->sheet, error);

  g_clear_pointer (&page->path, g_free);
  return ok;
}

static gboolean
close_pages (Talk *self, GError **error)
{
  gboolean ok = TRUE;

  for (guint i = 0; i < OPEN_MAX; i++)
    ok = close_page (&self->pages[i], ok ? error : NULL) && ok;
  return ok;
}

static char *
dup_folder_title (const char *path)
{
  g_auto (GStrv) parts = g_strsplit (path, "/", 3);

  return cenacle_export_escape_line (parts[1]);
}

/* The first message of a thread stands in its month; here are its words again. */
static void
write_thread_head (CenacleExport *self, CenacleSheet *sheet, const char *path, const CenId *thread)
{
  g_autoptr (CenMessageRow) first = cen_query_message (self->store, &self->circle, thread, NULL);
  g_autofree char *name = NULL;
  g_autofree char *place = NULL;
  g_autofree char *link = NULL;

  if (first == NULL) {
    cenacle_sheet_add (sheet, "*%s*\n\n", _ ("Its first message is not here."));
    return;
  }
  name = cenacle_export_dup_name (self, &first->author);
  place = cenacle_export_dup_place (self, thread);
  link = cenacle_export_dup_link (path, place, name);
  cenacle_sheet_add (sheet, "%s\n", link);
  cenacle_export_write_quote (sheet, first->hide_reason == NULL ? first->text : "");
}

static gboolean
begin_page (CenacleExport *self, CenacleSheet *sheet, const char *path, const CenMessageRow *row,
            GError **error)
{
  g_autofree char *folder = dup_folder_title (path);
  g_autofree char *month = cenacle_export_dup_month (row->time_ms);
  gboolean is_thread = !cen_id_is_zero (&row->thread);
  g_autofree char *title = is_thread ? g_strdup_printf (_ ("%s: a thread"), folder)
                                     : g_strdup_printf (_ ("%s: %s"), folder, month);

  if (!cenacle_export_open_page (self, sheet, path, title, error))
    return FALSE;
  if (sheet->is_new && is_thread)
    write_thread_head (self, sheet, path, &row->thread);
  return TRUE;
}

/* The page at @path, open; NULL on error. */
static CenacleSheet *
get_sheet (Talk *self, const char *path, const CenMessageRow *row, GError **error)
{
  OpenPage *page;

  for (guint i = 0; i < OPEN_MAX; i++) {
    if (g_strcmp0 (self->pages[i].path, path) == 0)
      return &self->pages[i].sheet;
  }
  page = &self->pages[self->next];
  self->next = (self->next + 1) % OPEN_MAX;
  if (!close_page (page, error) || !begin_page (self->export, &page->sheet, path, row, error))
    return NULL;
  page->path = g_strdup (path);
  return &page->sheet;
}

/* --- Messages --- */

/* What a letter answers stands on the same page. */
static char *
dup_reply_place (CenacleExport *self, const char *path, const CenMessageRow *row)
{
  if (row->to == NULL)
    return cenacle_export_dup_place (self, &row->reply_to);
  return *row->reply_author_name != '\0' ? cenacle_export_add_anchor (path, &row->reply_to) : NULL;
}

static void
write_head (CenacleExport *self, CenacleSheet *sheet, const char *path, const CenMessageRow *row)
{
  g_autofree char *name = cenacle_export_dup_name (self, &row->author);
  g_autofree char *time = cenacle_export_dup_time (row->time_ms);

  cenacle_export_write_anchor (sheet, &row->id);
  cenacle_sheet_add (sheet, "**%s** · %s", name, time);
  if (row->is_edited)
    cenacle_sheet_add (sheet, " · %s", _ ("edited"));
  if (row->is_pinned)
    cenacle_sheet_add (sheet, " · 📌 %s", _ ("pinned"));
  if (!cen_id_is_zero (&row->reply_to)) {
    g_autofree char *place = dup_reply_place (self, path, row);
    g_autofree char *whom = cenacle_export_escape_line (row->reply_author_name);
    g_autofree char *words = g_strdup_printf (_ ("in reply to %s"), *whom != '\0' ? whom : "…");
    g_autofree char *link = cenacle_export_dup_link (path, place, words);

    cenacle_sheet_add (sheet, " · %s", link);
  }
  cenacle_sheet_add (sheet, "\n");
}

static void
write_attachment (CenacleExport *self, CenacleSheet *sheet, const char *path, const CenId *id)
{
  g_autoptr (CenResource) resource = cen_library_get_version (self->store, &self->circle, id, NULL);
  const char *file;
  g_autofree char *title = NULL;
  g_autofree char *link = NULL;
  g_autofree char *place = NULL;

  if (resource == NULL)
    return;
  file = g_hash_table_lookup (self->files, &resource->version);
  title = cenacle_export_escape_line (resource->title);
  place = file == NULL ? cenacle_export_dup_place (self, id) : g_strdup (file);
  link = cenacle_export_dup_link (path, place, title);
  cenacle_sheet_add (sheet, "📎 %s%s\n\n", link,
                     file != NULL || resource->shape != CEN_RESOURCE_IS_FILE
                         ? ""
                         : _ (" (not on this computer)"));
}

static void
write_reactions (CenacleSheet *sheet, const CenMessageRow *row)
{
  for (guint i = 0; i < row->reactions->len; i++) {
    const CenReactionRow *reaction = row->reactions->pdata[i];
    g_autofree char *emoji = cenacle_export_escape_line (reaction->emoji);
    g_autofree char *names = cenacle_export_escape_line (reaction->names);

    cenacle_sheet_add (sheet, "%s%s %u (%s)", i > 0 ? " · " : "", emoji, reaction->n_members,
                       names);
  }
  if (row->reactions->len > 0)
    cenacle_sheet_add (sheet, "\n\n");
}

static void
write_thread_link (CenacleExport *self, CenacleSheet *sheet, const char *path,
                   const CenMessageRow *row)
{
  CenMessageRow reply = { .channel = row->channel, .thread = row->id };
  g_autofree char *place = NULL;
  g_autofree char *words = NULL;
  g_autofree char *link = NULL;

  if (row->n_replies == 0)
    return;
  place = cenacle_export_dup_message_path (self, &reply);
  words = g_strdup_printf (ngettext ("%u reply", "%u replies", row->n_replies), row->n_replies);
  link = cenacle_export_dup_link (path, place, words);
  cenacle_sheet_add (sheet, "💬 %s\n\n", link);
}

static void
write_body (CenacleExport *self, CenacleSheet *sheet, const char *path, const CenMessageRow *row)
{
  if (row->is_redacted) {
    cenacle_sheet_add (sheet, "\n*%s*\n\n", _ ("This was deleted."));
  } else if (row->hide_reason != NULL) {
    g_autofree char *reason = cenacle_export_escape_line (row->hide_reason);

    cenacle_sheet_add (sheet, "\n*%s* %s\n\n", _ ("A facilitator hid this:"), reason);
  } else {
    cenacle_export_write_quote (sheet, row->text);
    for (guint i = 0; i < row->attachments->len; i++)
      write_attachment (self, sheet, path, &g_array_index (row->attachments, CenId, i));
    write_reactions (sheet, row);
  }
}

static gboolean
write_message (Talk *self, const CenMessageRow *row, GError **error)
{
  g_autofree char *path = cenacle_export_dup_message_path (self->export, row);
  CenacleSheet *sheet = get_sheet (self, path, row, error);

  if (sheet == NULL)
    return FALSE;
  write_head (self->export, sheet, path, row);
  write_body (self->export, sheet, path, row);
  if (cen_id_is_zero (&row->thread)) {
    guint n = GPOINTER_TO_UINT (g_hash_table_lookup (self->months, path));

    g_hash_table_insert (self->months, g_strdup (path), GUINT_TO_POINTER (n + 1));
    write_thread_link (self->export, sheet, path, row);
  }
  self->export->counts.n_messages++;
  return TRUE;
}

/* All messages of the circle, so many at a time. */
static gboolean
write_all (Talk *self, GError **error)
{
  CenacleExport *export = self->export;
  CenPage page = { .direction = CEN_PAGE_OLDEST, .scope = CEN_PAGE_ALL, .limit = PAGE_LEN };
  CenId last;

  for (;;) {
    g_autoptr (GPtrArray) rows = cen_query_messages (export->store, &export->circle, &page, error);

    if (rows == NULL)
      return FALSE;
    for (guint i = 0; i < rows->len; i++) {
      if (!write_message (self, rows->pdata[i], error))
        return FALSE;
      last = ((CenMessageRow *) rows->pdata[i])->id;
    }
    if (rows->len < PAGE_LEN)
      return TRUE;
    page.anchor = &last;
    page.direction = CEN_PAGE_AFTER;
    if (!cenacle_export_go_on (export, rows->len, error))
      return FALSE;
  }
}

/* --- What leads to them --- */

static gboolean
write_months (Talk *self, const char *channel, CenacleSheet *sheet)
{
  g_autofree char *folder = g_path_get_dirname (channel);
  g_autoptr (GList) paths =
      g_list_sort (g_hash_table_get_keys (self->months), (GCompareFunc) strcmp);
  gboolean is_any = FALSE;

  for (const GList *l = paths; l != NULL; l = l->next) {
    g_autofree char *parent = g_path_get_dirname (l->data);
    g_autofree char *name = g_path_get_basename (l->data);
    g_autofree char *month = g_strndup (name, strlen (name) - strlen (".md"));
    g_autofree char *link = NULL;
    guint n = GPOINTER_TO_UINT (g_hash_table_lookup (self->months, l->data));

    if (strcmp (parent, folder) != 0)
      continue;
    link = cenacle_export_dup_link (channel, l->data, month);
    /* Translators: a month and how many messages are of it. */
    cenacle_sheet_add (sheet, ngettext ("- %s: %u message\n", "- %s: %u messages\n", n), link, n);
    is_any = TRUE;
  }
  return is_any;
}

static gboolean
write_channel (Talk *self, const CenChannelRow *channel, GError **error)
{
  const char *path = g_hash_table_lookup (self->export->places, &channel->id);
  g_autofree char *name = cenacle_export_escape_line (channel->name);
  g_auto (CenacleSheet) sheet = { 0 };

  if (!cenacle_export_open_page (self->export, &sheet, path, *name != '\0' ? name : "…", error))
    return FALSE;
  if (*channel->topic != '\0')
    cenacle_export_write_quote (&sheet, channel->topic);
  if (!write_months (self, path, &sheet))
    cenacle_sheet_add (&sheet, "*%s*\n", _ ("Nothing was said here."));
  return cenacle_sheet_close (&sheet, error);
}

/* Messages whose channel is not here have none to stand in. */
static gboolean
write_unknown (Talk *self, GError **error)
{
  const char *path = "channels/unknown/README.md";
  g_auto (CenacleSheet) sheet = { 0 };

  return cenacle_export_open_page (self->export, &sheet, path, _ ("Channels that are not here"),
                                   error) &&
         (write_months (self, path, &sheet), cenacle_sheet_close (&sheet, error));
}

static gboolean
write_channel_pages (Talk *self, GPtrArray *channels, GError **error)
{
  GHashTableIter iter;
  gpointer path;
  gboolean has_unknown = FALSE;

  for (guint i = 0; i < channels->len; i++) {
    if (!write_channel (self, channels->pdata[i], error))
      return FALSE;
  }
  g_hash_table_iter_init (&iter, self->months);
  while (g_hash_table_iter_next (&iter, &path, NULL))
    has_unknown = has_unknown || g_str_has_prefix (path, "channels/unknown/");
  return !has_unknown || write_unknown (self, error);
}

static gboolean
write_channel_list (CenacleExport *self, GPtrArray *channels, GError **error)
{
  const char *path = "channels/README.md";
  g_auto (CenacleSheet) sheet = { 0 };

  if (!cenacle_export_open_page (self, &sheet, path, _ ("Channels"), error))
    return FALSE;
  for (guint i = 0; i < channels->len; i++) {
    const CenChannelRow *channel = channels->pdata[i];
    g_autofree char *name = cenacle_export_escape_line (channel->name);
    g_autofree char *link =
        cenacle_export_dup_link (path, g_hash_table_lookup (self->places, &channel->id), name);

    cenacle_sheet_add (&sheet, "- %s (%u)\n", link, channel->n_messages);
  }
  return cenacle_sheet_close (&sheet, error);
}

gboolean
cenacle_export_write_channels (CenacleExport *self, guint *ret_n, GError **error)
{
  Talk talk = { .export = self };
  g_autoptr (GPtrArray) channels = cen_query_channels (self->store, &self->circle, error);
  gboolean ok;

  if (channels == NULL)
    return FALSE;
  talk.months = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  ok = write_all (&talk, error);
  ok = close_pages (&talk, ok ? error : NULL) && ok && write_channel_pages (&talk, channels, error);
  ok = ok && write_channel_list (self, channels, error);
  *ret_n = channels->len;
  g_hash_table_unref (talk.months);
  return ok;
}

/* --- Letters --- */

static gboolean
write_letter_page (CenacleExport *self, CenacleSheet *sheet, const char *path, GPtrArray *rows,
                   GError **error)
{
  for (guint i = 0; i < rows->len; i++) {
    write_head (self, sheet, path, rows->pdata[i]);
    write_body (self, sheet, path, rows->pdata[i]);
  }
  self->counts.n_messages += rows->len;
  return cenacle_export_go_on (self, 0, error);
}

static gboolean
write_correspondence (CenacleExport *self, const CenCorrespondentRow *with, GError **error)
{
  g_autofree char *file =
      cenacle_export_folder_take_name (self->folder, "letters", with->name, ".md");
  g_autofree char *path = g_build_filename ("letters", file, NULL);
  g_autofree char *name = cenacle_export_escape_line (with->name);
  CenPage page = { .direction = CEN_PAGE_OLDEST, .scope = CEN_PAGE_ALL, .limit = PAGE_LEN };
  g_auto (CenacleSheet) sheet = { 0 };
  g_autoptr (GPtrArray) rows = NULL;
  CenId last;

  if (!cenacle_export_open_page (self, &sheet, path, name, error))
    return FALSE;
  do {
    g_clear_pointer (&rows, g_ptr_array_unref);
    rows = cen_query_letters (self->store, &self->circle, &with->member, &page, error);
    if (rows == NULL || !write_letter_page (self, &sheet, path, rows, error))
      return FALSE;
    if (rows->len > 0)
      last = ((CenMessageRow *) rows->pdata[rows->len - 1])->id;
    page.anchor = &last;
    page.direction = CEN_PAGE_AFTER;
  } while (rows->len == PAGE_LEN);
  g_hash_table_insert (self->letters, cen_id_dup (&with->member), g_steal_pointer (&path));
  return cenacle_sheet_close (&sheet, error);
}

static gboolean
write_correspondents (CenacleExport *self, GPtrArray *rows, GError **error)
{
  const char *path = "letters/README.md";
  g_auto (CenacleSheet) sheet = { 0 };

  if (!cenacle_export_open_page (self, &sheet, path, _ ("Direct messages"), error))
    return FALSE;
  for (guint i = 0; i < rows->len; i++) {
    const CenCorrespondentRow *with = rows->pdata[i];
    g_autofree char *name = cenacle_export_escape_line (with->name);
    g_autofree char *link =
        cenacle_export_dup_link (path, g_hash_table_lookup (self->letters, &with->member), name);

    cenacle_sheet_add (&sheet, "- %s\n", link);
  }
  return cenacle_sheet_close (&sheet, error);
}

gboolean
cenacle_export_write_letters (CenacleExport *self, guint *ret_n, GError **error)
{
  g_autoptr (GPtrArray) rows = NULL;

  if (self->scope != CENACLE_EXPORT_WITH_LETTERS)
    return TRUE;
  rows = cen_query_correspondents (self->store, &self->circle, error);
  if (rows == NULL || !cenacle_export_copy_enclosures (self, error))
    return FALSE;
  for (guint i = 0; i < rows->len; i++) {
    if (!write_correspondence (self, rows->pdata[i], error))
      return FALSE;
  }
  *ret_n = rows->len;
  return rows->len == 0 || write_correspondents (self, rows, error);
}
