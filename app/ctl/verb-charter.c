/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "names.h"
#include "object.h"
#include "verb.h"

#include "core/charters.h"

#include <glib/gi18n.h>
#include <string.h>

static gboolean
show_charter (CenacleCommand *command, char **arguments, GError **error)
{
  g_autoptr (CenacleOutput) output =
      cenacle_output_new (CENACLE_SHAPE_RECORD, cenacle_command_get_format (command));
  g_autoptr (CenCircleRow) circle = cenacle_command_find_circle (command, arguments[0], error);
  CenStore *store = circle != NULL ? cenacle_command_get_store (command, error) : NULL;
  g_autoptr (CenCharters) charters =
      store != NULL ? cen_charters_read (store, &circle->id, error) : NULL;
  g_autoptr (CenacleNames) names =
      charters != NULL ? cenacle_names_new (store, &circle->id, error) : NULL;
  const CenCharter *last = names != NULL ? cen_charters_get_last (charters) : NULL;
  g_autofree char *agreed = last != NULL ? cenacle_names_dup_all (names, last->agreed) : NULL;

  if (names == NULL)
    return FALSE;
  cenacle_output_add_row (output);
  cenacle_output_add_int (output, "version", _ ("Version"), last != NULL ? last->number : 0);
  cenacle_output_add_text (output, "text", _ ("Charter"), last != NULL ? last->text : "");
  if (last != NULL) {
    cenacle_output_add_id (output, "id", NULL, &last->row->id);
    cenacle_output_add_text (output, "author", C_ ("author", "By"), last->row->author_name);
    cenacle_output_add_time (output, "time", _ ("When"), last->row->time_ms);
    cenacle_output_add_node (output, "agreed", _ ("Who agreed"),
                             cenacle_names_to_json (names, last->agreed), agreed);
  }
  cenacle_output_add_bool (output, "accepted", _ ("You agreed"),
                           last != NULL && charters->is_agreed);
  cenacle_output_show (output);
  return TRUE;
}

static gboolean
set_charter (CenacleCommand *command, char **arguments, GError **error)
{
  g_auto (GVariantDict) fields = G_VARIANT_DICT_INIT (NULL);
  g_auto (CenacleTarget) target = { 0 };
  g_autofree char *text = NULL;

  if (!cenacle_command_open_target (command, arguments[0], 0, &target, error) ||
      !g_file_get_contents (arguments[1], &text, NULL, error))
    return FALSE;
  if (!g_utf8_validate (text, -1, NULL) || g_strstrip (text)[0] == '\0') {
    g_set_error_literal (error, CEN_ERROR, CEN_ERROR_INVALID,
                         _ ("A charter is text in UTF-8, and not empty."));
    return FALSE;
  }
  g_variant_dict_insert (&fields, "text", "s", text);
  return cenacle_object_create (command, &target, "charter", g_variant_dict_end (&fields), error);
}

static gboolean
accept_charter (CenacleCommand *command, char **arguments, GError **error)
{
  g_auto (CenacleTarget) target = { 0 };
  g_autoptr (CenCharters) charters = NULL;
  const CenCharter *last;

  if (!cenacle_command_open_target (command, arguments[0], 0, &target, error))
    return FALSE;
  charters = cen_charters_read (cenacle_command_get_store (command, error), &target.row->id, error);
  last = charters != NULL ? cen_charters_get_last (charters) : NULL;
  if (charters != NULL && last == NULL)
    g_set_error_literal (error, CEN_ERROR, CEN_ERROR_NOT_FOUND,
                         _ ("The circle has no charter yet."));
  return last != NULL && cenacle_object_mark (command, &target, &last->row->id, "agree", "",
                                              g_variant_new_boolean (TRUE), error);
}

const CenacleVerb cenacle_charter_verbs[] = {
  { "charter show", "CIRCLE", 1, 1, NULL, show_charter,
    N_ ("Read the charter in force, and who agreed to it.") },
  { "charter set", "CIRCLE FILE", 2, 2, NULL, set_charter,
    N_ ("For facilitators: put a new version of the charter in force.") },
  { "charter accept", "CIRCLE", 1, 1, NULL, accept_charter, N_ ("Agree to the charter in force.") },
  { NULL },
};
