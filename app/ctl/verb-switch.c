/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What is on or off for a home as a whole. */

#include "core/store-settings.h"
#include "verb.h"

#include <glib/gi18n.h>
#include <string.h>

/* @argument: NULL, "on" or "off". */
static gboolean
read_switch (const char *argument, gboolean *ret_is_on, GError **error)
{
  *ret_is_on = argument != NULL && strcmp (argument, "on") == 0;
  if (argument == NULL || *ret_is_on || strcmp (argument, "off") == 0)
    return TRUE;
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, _ ("Say “on” or “off”."));
  return FALSE;
}

/* Shows the switch, or sets it: it is the home's, for all circles, and lasts as its engine does. */
static gboolean
offline (CenacleCommand *command, char **arguments, GError **error)
{
  g_autoptr (CenacleOutput) output =
      cenacle_output_new (CENACLE_SHAPE_RECORD, cenacle_command_get_format (command));
  g_autoptr (GVariant) is_online = NULL;
  CenacleEngine1 *engine;
  gboolean is_on;

  if (!read_switch (arguments[0], &is_on, error))
    return FALSE;
  engine = cenacle_command_get_engine (command, 0, error);
  if (engine == NULL ||
      (arguments[0] != NULL &&
       !cenacle_command_settle (cenacle_engine1_call_set_online_sync (engine, !is_on, NULL, error),
                                error)))
    return FALSE;
  if (arguments[0] == NULL) {
    is_online = cenacle_command_read_property (engine, "Online", error);
    if (is_online == NULL)
      return FALSE;
    is_on = !g_variant_get_boolean (is_online);
  }
  cenacle_output_add_row (output);
  cenacle_output_add_bool (output, "online", NULL, !is_on);
  cenacle_output_add_bool (output, "offline", _ ("Offline"), is_on);
  cenacle_output_show (output);
  return TRUE;
}

typedef gboolean (*SetSwitch) (CenacleEngine1 *engine, gboolean is_on, GCancellable *cancellable,
                               GError **error);

/* One that is kept: set as @text says, unless it is NULL, by @set, and shown. */
static gboolean
keep_switch (CenacleCommand *command, const char *text, SetSwitch set, CenSetting setting,
             const char *key, const char *title, GError **error)
{
  g_autoptr (CenacleOutput) output =
      cenacle_output_new (CENACLE_SHAPE_RECORD, cenacle_command_get_format (command));
  CenacleEngine1 *engine = NULL;
  CenStore *store;
  gboolean is_on;

  if (!read_switch (text, &is_on, error))
    return FALSE;
  if (text != NULL)
    engine = cenacle_command_get_engine (command, 0, error);
  if (text != NULL &&
      (engine == NULL || !cenacle_command_settle (set (engine, is_on, NULL, error), error)))
    return FALSE;
  store = cenacle_command_get_store (command, error);
  if (store == NULL)
    return FALSE;
  cenacle_output_add_row (output);
  cenacle_output_add_bool (output, key, title, cen_setting_get (store, setting, TRUE) != 0);
  cenacle_output_show (output);
  return TRUE;
}

/* Finding people on the local network. */
static gboolean
discovery (CenacleCommand *command, char **arguments, GError **error)
{
  return keep_switch (command, arguments[0], cenacle_engine1_call_set_discovery_sync,
                      CEN_SETTING_DISCOVERY, "discovery", _ ("Looking for people on this network"),
                      error);
}

/* Asking the router. */
static gboolean
port_mapping (CenacleCommand *command, char **arguments, GError **error)
{
  return keep_switch (command, arguments[0], cenacle_engine1_call_set_port_mapping_sync,
                      CEN_SETTING_PORT_MAPPING, "port_mapping",
                      _ ("Asking the router to let others in"), error);
}

const CenacleVerb cenacle_switch_verbs[] = {
  { "offline", "[on|off]", 0, 1, NULL, offline,
    N_ ("Tell whether this home meets nobody, or say that it shall.") },
  { "discovery", "[on|off]", 0, 1, NULL, discovery,
    N_ ("Tell whether people are looked for on this network, or say that they shall.") },
  { "port-mapping", "[on|off]", 0, 1, NULL, port_mapping,
    N_ ("Tell whether the router is asked to let others in, or say that it shall be.") },
  { NULL },
};
