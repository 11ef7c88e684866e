/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Verbs about Tor. */

#include "verb.h"

#include <glib/gi18n.h>

static struct {
  gboolean is_for_everybody;
} options;

static void
add_circles (CenacleOutput *output, GVariant *circles)
{
  for (gsize i = 0; i < g_variant_n_children (circles); i++) {
    g_autoptr (GVariant) child = g_variant_get_child_value (circles, i);
    g_auto (GVariantDict) fields = G_VARIANT_DICT_INIT (child);

    cenacle_output_add_row (output);
    cenacle_output_add_field_text (output, &fields, "circle", "circle", _ ("Circle"));
    cenacle_output_add_field_text (output, &fields, "tor", "tor", _ ("Over Tor"));
    cenacle_output_add_field_text (output, &fields, "onion", "onion", _ ("Address"));
  }
}

static const char *
get_sentence (const char *state, const char *problem)
{
  if (*problem != '\0')
    return _ (problem);
  if (g_str_equal (state, "ready"))
    return _ ("A Tor daemon runs here, and circles are met over it.");
  if (g_str_equal (state, "off"))
    return _ ("This engine was told to use no Tor.");
  return _ ("No Tor daemon runs on this computer.");
}

static gboolean
tell (CenacleCommand *command, char **arguments G_GNUC_UNUSED, GError **error)
{
  g_autoptr (CenacleOutput) output =
      cenacle_output_new (CENACLE_SHAPE_RECORD, cenacle_command_get_format (command));
  CenacleEngine1 *engine = cenacle_command_get_engine (command, 0, error);
  g_auto (GVariantDict) fields = { 0 };
  g_autoptr (GVariant) tor = NULL;
  const char *state = "", *problem = "";

  if (engine == NULL ||
      !cenacle_command_settle (cenacle_engine1_call_get_tor_sync (engine, &tor, NULL, error),
                               error))
    return FALSE;
  g_variant_lookup (tor, "state", "&s", &state);
  g_variant_lookup (tor, "problem", "&s", &problem);
  g_variant_dict_init (&fields, tor);
  cenacle_output_add_row (output);
  cenacle_output_add_text (output, "state", NULL, state);
  cenacle_output_add_text (output, "sentence", _ ("Tor"), get_sentence (state, problem));
  cenacle_output_add_field_text (output, &fields, "where", "where", _ ("Asked for at"));
  cenacle_output_add_field_text (output, &fields, "socks", "socks", _ ("Dialling through"));
  cenacle_output_show (output);
  return TRUE;
}

static gboolean
list (CenacleCommand *command, char **arguments G_GNUC_UNUSED, GError **error)
{
  g_autoptr (CenacleOutput) output =
      cenacle_output_new (CENACLE_SHAPE_LIST, cenacle_command_get_format (command));
  CenacleEngine1 *engine = cenacle_command_get_engine (command, 0, error);
  g_autoptr (GVariant) circles = NULL;

  if (engine == NULL ||
      !cenacle_command_settle (cenacle_engine1_call_get_status_sync (engine, "", &circles, NULL,
                                                                     error),
                               error))
    return FALSE;
  add_circles (output, circles);
  cenacle_output_show (output);
  return TRUE;
}

/* A wish of the circle's facilitators, which everybody's devices follow. */
static gboolean
set_for_everybody (CenacleCommand *command, const CenacleTarget *target, const char *way,
                   GError **error)
{
  g_auto (GVariantDict) changes = G_VARIANT_DICT_INIT (NULL);
  g_autofree char *object = cen_id_dup_text (&target->row->object);

  if (g_str_equal (way, "never") || cen_id_is_zero (&target->row->object)) {
    g_set_error_literal (error, CEN_ERROR, CEN_ERROR_REFUSED,
                         _ ("For everybody it can be “only” or “also”."));
    return FALSE;
  }
  g_variant_dict_insert (&changes, "only_tor", "b", g_str_equal (way, "only"));
  if (!cenacle_command_settle (cenacle_engine1_call_set_sync (target->engine, target->circle,
                                                              object, g_variant_dict_end (&changes),
                                                              NULL, error),
                               error))
    return FALSE;
  cenacle_command_show_nothing (command);
  return TRUE;
}

static gboolean
set (CenacleCommand *command, char **arguments, GError **error)
{
  g_auto (CenacleTarget) target = { 0 };

  if (!cenacle_command_open_target (command, arguments[0], 0, &target, error))
    return FALSE;
  if (options.is_for_everybody)
    return set_for_everybody (command, &target, arguments[1], error);
  if (!cenacle_command_settle (cenacle_engine1_call_set_tor_sync (target.engine, target.circle,
                                                                  arguments[1], NULL, error),
                               error))
    return FALSE;
  cenacle_command_show_nothing (command);
  return TRUE;
}

static const GOptionEntry set_options[] = {
  { "everybody", 0, 0, G_OPTION_ARG_NONE, &options.is_for_everybody,
    N_ ("For all devices of all members; facilitators only"), NULL },
  G_OPTION_ENTRY_NULL,
};

const CenacleVerb cenacle_tor_verbs[] = {
  { "tor status", "", 0, 0, NULL, tell, N_ ("Tell whether a Tor daemon is there to go through.") },
  { "tor list", "", 0, 0, NULL, list, N_ ("List which circles are met over Tor, and where.") },
  { "tor set", "CIRCLE also|only|never", 2, 2, set_options, set,
    N_ ("Meet a circle over Tor beside all other ways, over Tor alone, or not over Tor.") },
  { NULL },
};
