/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What is drawn for the week, and what helped in the month. */

#include "app/control/icebreakers.h"
#include "app/control/system-world.h"
#include "names.h"
#include "object.h"
#include "parse.h"
#include "verb.h"

#include "core/boosts.h"
#include "core/week.h"

#include <glib/gi18n.h>
#include <stdio.h>

static struct {
  char *about;
  char *month;
  char *on;
} options;

static const GOptionEntry week_options[] = {
  { "on", 0, 0, G_OPTION_ARG_FILENAME, &options.on, N_ ("The week of that day (this one)"),
    N_ ("TIME") },
  G_OPTION_ENTRY_NULL,
};

static const GOptionEntry give_options[] = {
  { "about", 0, 0, G_OPTION_ARG_FILENAME, &options.about,
    N_ ("The member, or whatever of the circle it was"), N_ ("MEMBER|OBJECT") },
  G_OPTION_ENTRY_NULL,
};

static const GOptionEntry list_options[] = {
  { "month", 0, 0, G_OPTION_ARG_FILENAME, &options.month, N_ ("Only of that month"),
    N_ ("YYYY-MM") },
  G_OPTION_ENTRY_NULL,
};

static gint64
get_now (void)
{
  const CenWorld *world = cenacle_system_world_get ();

  return world->now_ms (world);
}

/* --- Week --- */

static void
add_icebreaker (CenacleOutput *output, guint number)
{
  JsonNode *node = json_node_new (JSON_NODE_VALUE);

  json_node_set_int (node, number);
  cenacle_output_add_node (output, "icebreaker", _ ("To begin with"), node,
                           cenacle_icebreaker_get (number));
}

static void
add_pairs (CenacleOutput *output, GArray *pairs, const CenacleNames *names)
{
  JsonNode *node = json_node_new (JSON_NODE_ARRAY);
  JsonArray *array = json_array_new ();
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < pairs->len; i++) {
    const CenCafePair *pair = &g_array_index (pairs, CenCafePair, i);
    JsonArray *both = json_array_new ();

    json_array_add_string_element (both, cenacle_names_get (names, &pair->a));
    g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", cenacle_names_get (names, &pair->a));
    if (!cen_id_is_zero (&pair->b)) {
      json_array_add_string_element (both, cenacle_names_get (names, &pair->b));
      g_string_append_printf (text, " + %s", cenacle_names_get (names, &pair->b));
    }
    json_array_add_array_element (array, both);
  }
  json_node_take_array (node, array);
  cenacle_output_add_node (output, "pairs", _ ("Coffee together"), node, text->str);
}

static gboolean
show_week (CenacleCommand *command, char **arguments, GError **error)
{
  g_autoptr (CenacleOutput) output =
      cenacle_output_new (CENACLE_SHAPE_RECORD, cenacle_command_get_format (command));
  g_autoptr (CenCircleRow) circle = cenacle_command_find_circle (command, arguments[0], error);
  CenStore *store = circle != NULL ? cenacle_command_get_store (command, error) : NULL;
  g_autoptr (CenacleNames) names =
      store != NULL ? cenacle_names_new (store, &circle->id, error) : NULL;
  gint64 time_ms = get_now ();
  g_autofree char *name = NULL;
  g_autoptr (CenWeek) week = NULL;

  if (names == NULL || (options.on != NULL && !cenacle_parse_time (options.on, &time_ms, error)) ||
      (week = cen_week_read (store, &circle->id, CENACLE_ICEBREAKERS, time_ms, error)) == NULL)
    return FALSE;
  name = cen_week_dup_name (time_ms);
  cenacle_output_add_row (output);
  cenacle_output_add_text (output, "week", _ ("Week"), name);
  add_icebreaker (output, week->prompt);
  if (cen_id_is_zero (&week->spotlight))
    cenacle_output_add_node (output, "spotlight", _ ("In the spotlight"),
                             json_node_new (JSON_NODE_NULL), "");
  else
    cenacle_output_add_text (output, "spotlight", _ ("In the spotlight"),
                             cenacle_names_get (names, &week->spotlight));
  cenacle_output_add_id (output, "spotlight_member", NULL, &week->spotlight);
  add_pairs (output, week->pairs, names);
  cenacle_output_add_bool (output, "changed", _ ("Changed late"), week->is_late);
  cenacle_output_show (output);
  return TRUE;
}

/* --- Boosts --- */

static gboolean
give_boost (CenacleCommand *command, char **arguments, GError **error)
{
  g_auto (GVariantDict) fields = G_VARIANT_DICT_INIT (NULL);
  g_auto (CenacleTarget) target = { 0 };
  CenId about;

  if (!cenacle_command_open_target (command, arguments[0], 0, &target, error))
    return FALSE;
  g_variant_dict_insert (&fields, "month", "t", (guint64) cen_boost_get_month (get_now ()));
  g_variant_dict_insert (&fields, "title", "s", arguments[1]);
  if (arguments[2] != NULL)
    g_variant_dict_insert (&fields, "text", "s", arguments[2]);
  if (options.about != NULL) {
    g_autofree char *text = NULL;

    if (!cenacle_command_find_member (command, &target.row->id, options.about, &about, NULL) &&
        !cenacle_command_find_object (command, &target.row->id, options.about, &about, error))
      return FALSE;
    if (cen_id_equal (&about, &target.row->self_member)) {
      g_set_error_literal (error, CEN_ERROR, CEN_ERROR_REFUSED, _ ("Nobody thanks themselves."));
      return FALSE;
    }
    text = cen_id_dup_text (&about);
    g_variant_dict_insert (&fields, "ref", "s", text);
  }
  return cenacle_object_create (command, &target, "boost", g_variant_dict_end (&fields), error);
}

static gboolean
read_month (guint *ret_month, GError **error)
{
  guint year, month;
  char rest;

  *ret_month = 0;
  if (options.month == NULL)
    return TRUE;
  if (sscanf (options.month, "%4u-%2u%c", &year, &month, &rest) != 2 || month < 1 || month > 12) {
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, _ ("“%s” is no month."),
                 options.month);
    return FALSE;
  }
  *ret_month = year * 100 + month;
  return TRUE;
}

static gboolean
list_boosts (CenacleCommand *command, char **arguments, GError **error)
{
  g_autoptr (CenacleOutput) output =
      cenacle_output_new (CENACLE_SHAPE_LIST, cenacle_command_get_format (command));
  g_autoptr (CenCircleRow) circle = cenacle_command_find_circle (command, arguments[0], error);
  g_autoptr (CenBoosts) boosts = NULL;
  guint month;

  if (circle == NULL || !read_month (&month, error))
    return FALSE;
  boosts = cen_boosts_read (cenacle_command_get_store (command, error), &circle->id, error);
  if (boosts == NULL)
    return FALSE;
  for (guint i = 0; i < boosts->all->len; i++) {
    const CenBoost *boost = boosts->all->pdata[i];
    g_autofree char *said = g_strdup_printf ("%04u-%02u", boost->month / 100, boost->month % 100);

    if (month != 0 && boost->month != month)
      continue;
    cenacle_output_add_row (output);
    cenacle_output_add_id (output, "id", _ ("Id"), &boost->row->id);
    cenacle_output_add_text (output, "month", _ ("Month"), said);
    cenacle_output_add_text (output, "title", _ ("What helped"), boost->title);
    cenacle_output_add_text (output, "text", _ ("How"), boost->text);
    cenacle_output_add_text (output, "author", _ ("Named by"), boost->row->author_name);
    cenacle_output_add_id (output, "ref", NULL, &boost->ref);
    cenacle_output_add_time (output, "time", NULL, boost->row->time_ms);
  }
  cenacle_output_show (output);
  return TRUE;
}

const CenacleVerb cenacle_week_verbs[] = {
  { "week", "CIRCLE", 1, 1, week_options, show_week,
    N_ ("Tell the question, the member and the coffee pairs of the week.") },
  { "boost give", "CIRCLE TITLE [TEXT]", 2, 3, give_options, give_boost,
    N_ ("Name a person, a work or a resource that helped you this month.") },
  { "boost list", "CIRCLE", 1, 1, list_options, list_boosts,
    N_ ("List what helped whom, oldest first.") },
  { NULL },
};
