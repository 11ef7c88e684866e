/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the files of the library take on this machine, what they may, making room, and for how long
 * what was said stays in sight. */

#include "parse.h"
#include "verb.h"

#include "app/control/storage.h"

#include <glib/gi18n.h>
#include <string.h>

static struct {
  char *auto_max;
  char *quota;
  char *circle_quota;
  char *metered;
  char *retention;
  gboolean has_last_copies;
} options;

static const GOptionEntry storage_options[] = {
  { "auto", 0, 0, G_OPTION_ARG_FILENAME, &options.auto_max,
    N_ ("Files of a circle up to this size come by themselves"), N_ ("BYTES") },
  { "quota", 0, 0, G_OPTION_ARG_FILENAME, &options.quota,
    N_ ("Room for files that are not kept, in all circles"), N_ ("BYTES") },
  { "circle-quota", 0, 0, G_OPTION_ARG_FILENAME, &options.circle_quota,
    N_ ("The same in this circle alone"), N_ ("BYTES") },
  { "metered", 0, 0, G_OPTION_ARG_FILENAME, &options.metered,
    N_ ("Whether files come by themselves where each byte may cost"), "yes|no" },
  { "retention", 0, 0, G_OPTION_ARG_FILENAME, &options.retention,
    N_ ("For how many days what was said stays in sight on this machine"), N_ ("DAYS|all") },
  G_OPTION_ENTRY_NULL,
};

static const GOptionEntry free_options[] = {
  { "last-copies", 0, 0, G_OPTION_ARG_NONE, &options.has_last_copies,
    N_ ("Also what nobody else is known to have"), NULL },
  G_OPTION_ENTRY_NULL,
};

/* --- What is said --- */

static gboolean
set_preference (CenacleEngine1 *engine, const char *circle, const char *name, const char *text,
                GError **error)
{
  guint64 value;

  if (text == NULL)
    return TRUE;
  if (!g_ascii_string_to_unsigned (text, 10, 0, G_MAXINT64, &value, NULL)) {
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, _ ("“%s” is no number of bytes."),
                 text);
    return FALSE;
  }
  return cenacle_command_settle (cenacle_engine1_call_set_file_preference_sync (engine, circle,
                                                                                name, value, NULL,
                                                                                error),
                                 error);
}

static gboolean
set_metered (CenacleEngine1 *engine, GError **error)
{
  if (options.metered == NULL)
    return TRUE;
  if (strcmp (options.metered, "yes") == 0)
    return set_preference (engine, "", "metered", "1", error);
  if (strcmp (options.metered, "no") == 0)
    return set_preference (engine, "", "metered", "0", error);
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, _ ("It is yes or no, not “%s”."),
               options.metered);
  return FALSE;
}

static gboolean
set_retention (CenacleEngine1 *engine, const char *circle, GError **error)
{
  guint64 days = 0;

  if (options.retention == NULL)
    return TRUE;
  if (strcmp (options.retention, "all") != 0 &&
      !g_ascii_string_to_unsigned (options.retention, 10, 1, CEN_RETENTION_DAYS_MAX, &days, NULL)) {
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                 _ ("It is a number of days or “all”, not “%s”."), options.retention);
    return FALSE;
  }
  return cenacle_command_settle (cenacle_engine1_call_set_file_preference_sync (engine, circle,
                                                                                "retention", days,
                                                                                NULL, error),
                                 error);
}

static gboolean
has_wishes (void)
{
  return options.auto_max != NULL || options.quota != NULL || options.circle_quota != NULL ||
         options.metered != NULL || options.retention != NULL;
}

static gboolean
set_all (CenacleCommand *command, const char *text, GError **error)
{
  g_auto (CenacleTarget) target = { 0 };

  return cenacle_command_open_target (command, text, 0, &target, error) &&
         set_preference (target.engine, target.circle, "auto-max", options.auto_max, error) &&
         set_preference (target.engine, target.circle, "circle-quota", options.circle_quota,
                         error) &&
         set_preference (target.engine, "", "quota", options.quota, error) &&
         set_metered (target.engine, error) && set_retention (target.engine, target.circle, error);
}

/* --- What is told --- */

static void
add_quota (CenacleOutput *output, const char *key, const char *header, guint64 quota)
{
  if (quota < G_MAXINT64)
    cenacle_output_add_int (output, key, header, (gint64) quota);
  else
    cenacle_output_add_node (output, key, header, json_node_new (JSON_NODE_NULL), _ ("no limit"));
}

static void
show_storage (CenacleCommand *command, const CenacleStorage *all, const CenacleStoredCircle *circle)
{
  g_autoptr (CenacleOutput) output =
      cenacle_output_new (CENACLE_SHAPE_RECORD, cenacle_command_get_format (command));

  cenacle_output_add_row (output);
  cenacle_output_add_int (output, "used", _ ("Bytes of files here"), (gint64) all->size);
  cenacle_output_add_int (output, "loose", _ ("Of which may go for room"), (gint64) all->loose);
  add_quota (output, "quota", _ ("Room for these"), all->quota);
  cenacle_output_add_int (output, "circle_used", _ ("Of this circle"), (gint64) circle->size);
  add_quota (output, "circle_quota", _ ("Room for this circle"), circle->quota);
  cenacle_output_add_int (output, "auto", _ ("Files come by themselves up to"),
                          (gint64) circle->auto_max);
  cenacle_output_add_bool (output, "metered", _ ("Also where each byte may cost"),
                           all->comes_on_metered);
  if (circle->retention_days > 0)
    cenacle_output_add_int (output, "retention", _ ("Days for which things stay in sight"),
                            circle->retention_days);
  else
    cenacle_output_add_node (output, "retention", _ ("Days for which things stay in sight"),
                             json_node_new (JSON_NODE_NULL), C_ ("days in sight", "all"));
  cenacle_output_add_int (output, "space", _ ("Free on the disk"), (gint64) all->space);
  cenacle_output_show (output);
}

static gboolean
storage (CenacleCommand *command, char **arguments, GError **error)
{
  g_autoptr (CenCircleRow) circle = NULL;
  g_autoptr (CenacleStorage) all = NULL;

  if (has_wishes () && !set_all (command, arguments[0], error))
    return FALSE;
  circle = cenacle_command_find_circle (command, arguments[0], error);
  if (circle == NULL)
    return FALSE;
  all = cenacle_storage_read (cenacle_command_get_store (command, error), &circle->id, error);
  if (all == NULL)
    return FALSE;
  show_storage (command, all, all->circles->pdata[0]);
  return TRUE;
}

static gboolean
list_files (CenacleCommand *command, char **arguments, GError **error)
{
  g_autoptr (CenacleOutput) output =
      cenacle_output_new (CENACLE_SHAPE_LIST, cenacle_command_get_format (command));
  g_autoptr (CenCircleRow) circle = NULL;
  g_autoptr (CenacleStorage) all = NULL;
  CenStore *store = cenacle_command_get_store (command, error);

  if (arguments[0] != NULL) {
    circle = cenacle_command_find_circle (command, arguments[0], error);
    if (circle == NULL)
      return FALSE;
  }
  all = store != NULL ? cenacle_storage_read (store, circle != NULL ? &circle->id : NULL, error)
                      : NULL;
  if (all == NULL)
    return FALSE;
  for (guint i = 0; i < all->files->len; i++) {
    const CenacleStoredFile *file = all->files->pdata[i];
    g_autofree char *size = g_format_size (file->size);

    cenacle_output_add_row (output);
    cenacle_output_add_id (output, "id", _ ("Id"), &file->resource);
    cenacle_output_add_text (output, "title", _ ("Title"), file->title);
    cenacle_output_add_text (output, "kind", NULL, cenacle_resource_sort_to_name (file->sort));
    cenacle_output_add_node (output, "size", _ ("Size"),
                             json_node_init_int (json_node_alloc (), (gint64) file->size), size);
    cenacle_output_add_bool (output, "kept", _ ("Kept"), file->is_kept);
    cenacle_output_add_int (output, "copies", _ ("Copies elsewhere"), file->n_copies);
    cenacle_output_add_time (output, "used", _ ("Last used"), file->used_ms);
    cenacle_output_add_id (output, "blob", NULL, &file->blob);
    cenacle_output_add_id (output, "circle", NULL, &file->circle);
  }
  cenacle_output_show (output);
  return TRUE;
}

/* --- Making room --- */

static gboolean
free_chosen (const CenacleTarget *target, GPtrArray *chosen, guint64 *ret_freed, GError **error)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) blobs = NULL;

  for (guint i = 0; i < chosen->len; i++) {
    g_autofree char *blob = cen_id_dup_text (&((CenacleStoredFile *) chosen->pdata[i])->blob);

    g_strv_builder_add (builder, blob);
  }
  blobs = g_strv_builder_end (builder);
  return cenacle_command_settle (cenacle_engine1_call_free_files_sync (target->engine,
                                                                       target->circle,
                                                                       (const char *const *) blobs,
                                                                       ret_freed, NULL, error),
                                 error);
}

static gboolean
free_room (CenacleCommand *command, char **arguments, GError **error)
{
  CenacleLastCopies last_copies =
      options.has_last_copies ? CENACLE_TAKE_LAST_COPIES : CENACLE_SPARE_LAST_COPIES;
  g_autoptr (CenacleOutput) output =
      cenacle_output_new (CENACLE_SHAPE_RECORD, cenacle_command_get_format (command));
  g_auto (CenacleTarget) target = { 0 };
  g_autoptr (CenacleStorage) all = NULL;
  g_autoptr (GPtrArray) chosen = NULL;
  guint64 bytes, size, freed;

  if (!g_ascii_string_to_unsigned (arguments[1], 10, 0, G_MAXINT64, &bytes, NULL)) {
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, _ ("“%s” is no number of bytes."),
                 arguments[1]);
    return FALSE;
  }
  if (!cenacle_command_open_target (command, arguments[0], 0, &target, error))
    return FALSE;
  all = cenacle_storage_read (cenacle_command_get_store (command, error), &target.row->id, error);
  if (all == NULL)
    return FALSE;
  chosen = cenacle_storage_choose (all, bytes, last_copies, &size);
  if (!free_chosen (&target, chosen, &freed, error))
    return FALSE;
  cenacle_output_add_row (output);
  cenacle_output_add_int (output, "files", _ ("Files removed from this device"), chosen->len);
  cenacle_output_add_int (output, "freed", _ ("Bytes freed"), (gint64) freed);
  cenacle_output_show (output);
  return TRUE;
}

const CenacleVerb cenacle_storage_verbs[] = {
  { "storage", "CIRCLE", 1, 1, storage_options, storage,
    N_ ("Tell how much room files take, and say how much they may.") },
  { "storage files", "[CIRCLE]", 0, 1, NULL, list_files,
    N_ ("List the files on this device, the longest unused first.") },
  { "storage free", "CIRCLE BYTES", 2, 2, free_options, free_room,
    N_ ("Let go of files that were not used for longest.") },
  { NULL },
};
