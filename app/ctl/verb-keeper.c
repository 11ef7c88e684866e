/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Devices that are mostly on, and keep a circle reachable. */

#include "core/keepers.h"
#include "verb.h"

#include <glib/gi18n.h>

static gboolean
set (CenacleCommand *command, const char *circle, const char *name, GError **error)
{
  g_auto (CenacleTarget) target = { 0 };

  if (!cenacle_command_open_target (command, circle, 0, &target, error) ||
      !cenacle_command_settle (cenacle_engine1_call_set_keeper_sync (target.engine, target.circle,
                                                                     name, NULL, error),
                               error))
    return FALSE;
  cenacle_command_show_nothing (command);
  return TRUE;
}

static gboolean
set_keeper (CenacleCommand *command, char **arguments, GError **error)
{
  return set (command, arguments[0], arguments[1] != NULL ? arguments[1] : g_get_host_name (),
              error);
}

static gboolean
unset_keeper (CenacleCommand *command, char **arguments, GError **error)
{
  return set (command, arguments[0], "", error);
}

static gboolean
list_keepers (CenacleCommand *command, char **arguments, GError **error)
{
  g_autoptr (CenacleOutput) output =
      cenacle_output_new (CENACLE_SHAPE_LIST, cenacle_command_get_format (command));
  g_autoptr (CenCircleRow) circle = cenacle_command_find_circle (command, arguments[0], error);
  g_autoptr (GPtrArray) rows = NULL;

  if (circle == NULL)
    return FALSE;
  rows = cen_keepers_list (cenacle_command_get_store (command, error), &circle->id, error);
  if (rows == NULL)
    return FALSE;
  for (guint i = 0; i < rows->len; i++) {
    const CenKeeperRow *row = rows->pdata[i];

    cenacle_output_add_row (output);
    cenacle_output_add_text (output, "name", _ ("Name"), row->name);
    cenacle_output_add_id (output, "device", _ ("Device"), &row->device);
    cenacle_output_add_text (output, "member", _ ("Member"), row->member_name);
    cenacle_output_add_time (output, "last_seen", _ ("Last met"), row->last_seen_ms);
    cenacle_output_add_bool (output, "self", _ ("This device"), row->is_self);
  }
  cenacle_output_show (output);
  return TRUE;
}

const CenacleVerb cenacle_keeper_verbs[] = {
  { "keeper set", "CIRCLE [NAME]", 1, 2, NULL, set_keeper,
    N_ ("Tell a circle that this device is mostly on and keeps it reachable.") },
  { "keeper unset", "CIRCLE", 1, 1, NULL, unset_keeper, N_ ("Take that back.") },
  { "keeper list", "CIRCLE", 1, 1, NULL, list_keepers,
    N_ ("List the devices that keep a circle reachable.") },
  { NULL },
};
