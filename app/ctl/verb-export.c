/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Leaving with everything: the circle as Markdown and files. */

#include "verb.h"

#include "app/control/export.h"

#include <glib/gi18n.h>

static struct {
  gboolean has_letters;
} options;

static const GOptionEntry markdown_options[] = {
  { "with-letters", 0, 0, G_OPTION_ARG_NONE, &options.has_letters,
    N_ ("With the sealed words between you and others"), NULL },
  G_OPTION_ENTRY_NULL,
};

static gboolean
export_markdown (CenacleCommand *command, char **arguments, GError **error)
{
  g_autoptr (CenacleOutput) output =
      cenacle_output_new (CENACLE_SHAPE_RECORD, cenacle_command_get_format (command));
  g_autoptr (CenCircleRow) circle = cenacle_command_find_circle (command, arguments[0], error);
  CenacleExportScope scope =
      options.has_letters ? CENACLE_EXPORT_WITH_LETTERS : CENACLE_EXPORT_OPEN;
  CenacleExportCounts counts;
  CenStore *store;

  if (circle == NULL)
    return FALSE;
  store = cenacle_command_get_store (command, error);
  if (store == NULL ||
      !cenacle_export_run (store, &circle->id, arguments[1], scope, NULL, NULL, &counts, error))
    return FALSE;
  cenacle_output_add_row (output);
  cenacle_output_add_text (output, "path", _ ("Folder"), arguments[1]);
  cenacle_output_add_int (output, "messages", _ ("Messages"), counts.n_messages);
  cenacle_output_add_int (output, "pages", _ ("Pages"), counts.n_pages);
  cenacle_output_add_int (output, "files", _ ("Files"), counts.n_files);
  cenacle_output_add_int (output, "absent", _ ("Files not here"), counts.n_absent);
  cenacle_output_show (output);
  return TRUE;
}

const CenacleVerb cenacle_export_verbs[] = {
  { "markdown", "CIRCLE DIR", 2, 2, markdown_options, export_markdown,
    N_ ("Write the circle as Markdown and files to a new folder.") },
  { NULL },
};
