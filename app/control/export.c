/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* First what has a page of its own gets its name, so that links in both directions can be written
 * at once; the library before what is attached; and README.md last, when it is known what there is.
 */

#include "export-private.h"

#include "core/charters.h"
#include "core/error.h"
#include "core/shelf.h"

#include <glib/gi18n.h>

#define FILE_UNIT 65536 /* bytes of a file that count as one message does */

typedef gboolean (*PartFunc) (CenacleExport *self, guint *ret_n, GError **error);

typedef struct {
  const char *path; /* what README.md leads to */
  const char *title;
  PartFunc write;
} Part;

static const Part parts[] = {
  { "charter.md", N_ ("Charter"), cenacle_export_write_charter },
  { "members.md", N_ ("Members"), cenacle_export_write_members },
  { "library/README.md", N_ ("Library"), cenacle_export_write_library },
  { "channels/README.md", N_ ("Channels"), cenacle_export_write_channels },
  { "questions.md", N_ ("Questions"), cenacle_export_write_questions },
  { "proposals.md", N_ ("Proposed topics"), cenacle_export_write_proposals },
  { "sessions/README.md", N_ ("Sessions"), cenacle_export_write_sessions },
  { "polls.md", N_ ("Polls"), cenacle_export_write_polls },
  { "notes/README.md", N_ ("Notes"), cenacle_export_write_notes },
  { "paths/README.md", N_ ("Paths"), cenacle_export_write_paths },
  { "decks/README.md", N_ ("Decks"), cenacle_export_write_decks },
  { "kudos.md", N_ ("Kudos and badges"), cenacle_export_write_kudos },
  { "boosts.md", N_ ("What helped"), cenacle_export_write_boosts },
  { "pairs.md", N_ ("Pairs"), cenacle_export_write_pairs },
  { "letters/README.md", N_ ("Direct messages"), cenacle_export_write_letters },
};

/* --- People and the charter --- */

static void
write_member (CenacleExport *self, CenacleSheet *sheet, const CenMemberRow *member)
{
  g_autofree char *name = cenacle_export_escape_line (member->name);
  g_autofree char *languages = cenacle_export_escape_line (member->languages);
  g_autofree char *joined = cenacle_export_dup_time (member->joined_ms);

  cenacle_export_write_anchor (sheet, &member->id);
  cenacle_sheet_add (sheet, "\n## %s\n\n%s · %s%s%s\n", *name != '\0' ? name : "…",
                     _ (cen_role_to_name (member->role)), joined, *languages != '\0' ? " · " : "",
                     languages);
  if (member->state != CEN_MEMBER_ACTIVE)
    cenacle_sheet_add (sheet, "\n*%s*\n", _ ("No longer a member."));
  cenacle_export_write_quote (sheet, member->about);
  (void) self;
}

gboolean
cenacle_export_write_members (CenacleExport *self, guint *ret_n, GError **error)
{
  g_autoptr (GPtrArray) rows = cen_query_members (self->store, &self->circle, error);
  g_auto (CenacleSheet) sheet = { 0 };

  if (rows == NULL || !cenacle_export_open_page (self, &sheet, "members.md", _ ("Members"), error))
    return FALSE;
  for (guint i = 0; i < rows->len; i++)
    write_member (self, &sheet, rows->pdata[i]);
  *ret_n = rows->len;
  return cenacle_sheet_close (&sheet, error);
}

gboolean
cenacle_export_write_charter (CenacleExport *self, guint *ret_n, GError **error)
{
  g_autoptr (CenCharters) charters = cen_charters_read (self->store, &self->circle, error);
  g_auto (CenacleSheet) sheet = { 0 };

  if (charters == NULL ||
      !cenacle_export_open_page (self, &sheet, "charter.md", _ ("Charter"), error))
    return FALSE;
  for (guint i = charters->versions->len; i-- > 0;) {
    const CenCharter *charter = charters->versions->pdata[i];
    g_autofree char *agreed = cenacle_export_dup_names (self, charter->agreed);

    cenacle_sheet_add (&sheet, "## %s %u\n", _ ("Version"), charter->number);
    cenacle_export_write_quote (&sheet, charter->text);
    if (*agreed != '\0')
      cenacle_sheet_add (&sheet, "%s: %s\n\n", _ ("Agreed"), agreed);
  }
  *ret_n = charters->versions->len;
  return cenacle_sheet_close (&sheet, error);
}

/* --- All --- */

static gboolean
plan_members (CenacleExport *self, GError **error)
{
  g_autoptr (GPtrArray) members = cen_query_members (self->store, &self->circle, error);

  for (guint i = 0; members != NULL && i < members->len; i++) {
    const CenMemberRow *member = members->pdata[i];

    g_hash_table_insert (self->names, cen_id_dup (&member->id), g_strdup (member->name));
  }
  return members != NULL;
}

static gboolean
plan_channels (CenacleExport *self, GError **error)
{
  g_autoptr (GPtrArray) channels = cen_query_channels (self->store, &self->circle, error);

  g_free (cenacle_export_folder_take_name (self->folder, "channels", "README.md", ""));
  g_free (cenacle_export_folder_take_name (self->folder, "channels", "unknown", ""));
  for (guint i = 0; channels != NULL && i < channels->len; i++) {
    const CenChannelRow *channel = channels->pdata[i];
    g_autofree char *name =
        cenacle_export_folder_take_name (self->folder, "channels", channel->name, "");

    g_hash_table_insert (self->places, cen_id_dup (&channel->id),
                         g_build_filename ("channels", name, "README.md", NULL));
    self->total += channel->n_messages;
  }
  return channels != NULL;
}

static gboolean
plan_files (CenacleExport *self, GError **error)
{
  g_autoptr (GArray) rows = cen_shelf_list (self->store, &self->circle, error);

  for (guint i = 0; rows != NULL && i < rows->len; i++) {
    const CenShelfRow *row = &g_array_index (rows, CenShelfRow, i);

    if (row->held == CEN_BLOB_WHOLE)
      self->total += (double) row->size / FILE_UNIT;
  }
  return rows != NULL;
}

static gboolean
write_readme (CenacleExport *self, const guint *n_of_part, GError **error)
{
  g_autofree char *name = cenacle_export_escape_line (self->row->name);
  g_autofree char *now = cenacle_export_dup_time (g_get_real_time () / 1000);
  g_auto (CenacleSheet) sheet = { 0 };

  if (!cenacle_export_open_page (self, &sheet, "README.md", *name != '\0' ? name : "…", error))
    return FALSE;
  cenacle_export_write_quote (&sheet, self->row->intention);
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++) {
    if (n_of_part[i] > 0) {
      g_autofree char *link =
          cenacle_export_dup_link ("README.md", parts[i].path, _ (parts[i].title));

      cenacle_sheet_add (&sheet, "- %s (%u)\n", link, n_of_part[i]);
    }
  }
  cenacle_sheet_add (&sheet, "\n");
  /* Translators: a date and a time. */
  cenacle_sheet_add (&sheet, _ ("Saved by Cenacle on %s."), now);
  if (self->counts.n_absent > 0)
    cenacle_sheet_add (&sheet,
                       ngettext (" %u file of the library was not on this computer.",
                                 " %u files of the library were not on this computer.",
                                 self->counts.n_absent),
                       self->counts.n_absent);
  cenacle_sheet_add (&sheet, "\n");
  return cenacle_sheet_close (&sheet, error);
}

static gboolean
write_all (CenacleExport *self, GError **error)
{
  guint n_of_part[G_N_ELEMENTS (parts)] = { 0 };

  if (!plan_members (self, error) || !plan_channels (self, error) || !plan_files (self, error) ||
      !cenacle_export_plan_pages (self, error))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++) {
    if (!parts[i].write (self, &n_of_part[i], error) || !cenacle_export_go_on (self, 0, error))
      return FALSE;
  }
  return write_readme (self, n_of_part, error) &&
         cenacle_export_folder_finish (self->folder, error);
}

static GHashTable *
new_table (void)
{
  return g_hash_table_new_full (cen_id_hash, cen_id_hash_equal, g_free, g_free);
}

static void
clear (CenacleExport *self)
{
  g_clear_pointer (&self->row, cen_circle_row_free);
  g_clear_pointer (&self->folder, cenacle_export_folder_free);
  g_clear_pointer (&self->names, g_hash_table_unref);
  g_clear_pointer (&self->places, g_hash_table_unref);
  g_clear_pointer (&self->files, g_hash_table_unref);
  g_clear_pointer (&self->letters, g_hash_table_unref);
}

gboolean
cenacle_export_run (CenStore *store, const CenId *circle, const char *path,
                    CenacleExportScope scope, CenacleExportFunc progress, gpointer user_data,
                    CenacleExportCounts *ret_counts, GError **error)
{
  CenacleExport self = {
    .store = store,
    .circle = *circle,
    .scope = scope,
    .progress = progress,
    .user_data = user_data,
    .names = new_table (),
    .places = new_table (),
    .files = new_table (),
    .letters = new_table (),
  };
  gboolean ok;

  self.row = cen_query_circle (store, circle, error);
  self.folder = self.row != NULL ? cenacle_export_folder_new (path, error) : NULL;
  ok = self.folder != NULL && write_all (&self, error);
  if (ok)
    *ret_counts = self.counts;
  clear (&self);
  return ok;
}
