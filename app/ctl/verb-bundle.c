/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A circle on a stick. */

#include "verb.h"

#include "app/control/heads-file.h"
#include "core/bundle.h"
#include "core/safe-file.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gunixfdlist.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <unistd.h>

/* Files may take gigabytes of a slow stick. */
#define PASSAGE_MS (60 * 60000)

static struct {
  char *lacking;
  gboolean has_files;
} options;

static const GOptionEntry export_options[] = {
  { "lacking", 0, 0, G_OPTION_ARG_FILENAME, &options.lacking,
    N_ ("Only what is not in this state, as “state --json” prints it"), N_ ("STATE.json") },
  { "files", 0, 0, G_OPTION_ARG_NONE, &options.has_files,
    N_ ("With the files of the library that are here"), NULL },
  G_OPTION_ENTRY_NULL,
};

static void
show_written (CenacleCommand *command, guint n_ops, guint n_left_out, guint n_files)
{
  g_autoptr (CenacleOutput) output =
      cenacle_output_new (CENACLE_SHAPE_RECORD, cenacle_command_get_format (command));

  cenacle_output_add_row (output);
  cenacle_output_add_int (output, "ops", _ ("Operations"), n_ops);
  cenacle_output_add_int (output, "left_out", _ ("Left out"), n_left_out);
  cenacle_output_add_int (output, "files", _ ("Files"), n_files);
  cenacle_output_show (output);
}

static gboolean
export_bundle (CenacleCommand *command, char **arguments, GError **error)
{
  static const char *const none[] = { NULL };
  const char *what = _ ("The bundle could not be written");
  g_auto (CenacleTarget) target = { 0 };
  g_auto (CenSafeFile) file = { 0 };
  g_auto (GStrv) heads = NULL;
  g_autoptr (GUnixFDList) list = g_unix_fd_list_new ();
  guint n_ops, n_left_out, n_files;
  int handle;

  if (!cenacle_command_open_target (command, arguments[0], PASSAGE_MS, &target, error))
    return FALSE;
  if (options.lacking != NULL &&
      (heads = cenacle_heads_file_read (options.lacking, target.circle, error)) == NULL)
    return FALSE;
  if (!cen_safe_file_begin (&file, arguments[1], what, error) ||
      (handle = g_unix_fd_list_append (list, file.fd, error)) < 0 ||
      !cenacle_command_settle (cenacle_engine1_call_export_bundle_sync (
                                   target.engine, target.circle, g_variant_new_handle (handle),
                                   heads != NULL ? (const char *const *) heads : none,
                                   options.has_files, list, &n_ops, &n_left_out, &n_files, NULL,
                                   NULL, error),
                               error) ||
      !cen_safe_file_finish (&file, what, error))
    return FALSE;
  show_written (command, n_ops, n_left_out, n_files);
  return TRUE;
}

static gboolean
import_bundle (CenacleCommand *command, char **arguments, GError **error)
{
  g_autoptr (CenacleOutput) output =
      cenacle_output_new (CENACLE_SHAPE_RECORD, cenacle_command_get_format (command));
  CenacleEngine1 *engine = cenacle_command_get_engine (command, PASSAGE_MS, error);
  g_autoptr (GUnixFDList) list = NULL;
  g_autofree char *circle = NULL;
  guint n_ops, n_known, n_unread, n_waiting, n_files;
  gboolean is_whole;
  CenId id = { 0 };
  int fd;

  if (engine == NULL)
    return FALSE;
  fd = g_open (arguments[0], O_RDONLY | O_CLOEXEC, 0);
  if (fd < 0) {
    g_set_error (error, CEN_ERROR, errno == ENOENT ? CEN_ERROR_NOT_FOUND : CEN_ERROR_REFUSED,
                 /* Translators: a path, and the system's reason. */
                 _ ("“%s” cannot be read: %s."), arguments[0], g_strerror (errno));
    return FALSE;
  }
  list = g_unix_fd_list_new_from_array (&fd, 1);
  if (!cenacle_command_settle (
          cenacle_engine1_call_import_bundle_sync (engine, g_variant_new_handle (0), list, &circle,
                                                   &n_ops, &n_known, &n_unread, &n_waiting,
                                                   &n_files, &is_whole, NULL, NULL, error),
          error))
    return FALSE;
  cen_id_from_text (&id, circle);
  cenacle_output_add_row (output);
  cenacle_output_add_id (output, "circle", _ ("Circle"), &id);
  cenacle_output_add_int (output, "ops", _ ("New operations"), n_ops);
  cenacle_output_add_int (output, "known", _ ("Known before"), n_known);
  cenacle_output_add_int (output, "unread", _ ("Not readable here"), n_unread);
  cenacle_output_add_int (output, "waiting", _ ("Waiting for others"), n_waiting);
  cenacle_output_add_int (output, "files", _ ("Files"), n_files);
  cenacle_output_add_bool (output, "whole", C_ ("file", "Whole"), is_whole);
  cenacle_output_show (output);
  if (!is_whole)
    g_set_error_literal (error, CEN_ERROR, CEN_ERROR_INVALID,
                         _ ("This bundle was cut off: what it holds was taken in."));
  return is_whole;
}

const CenacleVerb cenacle_bundle_verbs[] = {
  { "bundle export", "CIRCLE FILE", 2, 2, export_options, export_bundle,
    N_ ("Write what the circle has, or what somebody lacks, to one file.") },
  { "bundle import", "FILE", 1, 1, NULL, import_bundle, N_ ("Take in what is in such a file.") },
  { NULL },
};
