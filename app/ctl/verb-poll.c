/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/control/system-world.h"
#include "names.h"
#include "object.h"
#include "parse.h"
#include "verb.h"

#include "core/polls.h"

#include <glib/gi18n.h>
#include <string.h>

static struct {
  char *closes;
  gboolean is_multi;
  gboolean is_ranked;
  gboolean is_removal;
} options;

static const GOptionEntry create_options[] = {
  { "multi", 0, 0, G_OPTION_ARG_NONE, &options.is_multi, N_ ("Several options may be chosen"),
    NULL },
  { "ranked", 0, 0, G_OPTION_ARG_NONE, &options.is_ranked,
    N_ ("Options are ranked, best first; an instant run-off decides"), NULL },
  { "closes", 0, 0, G_OPTION_ARG_FILENAME, &options.closes, N_ ("When it closes by itself"),
    N_ ("TIME") },
  G_OPTION_ENTRY_NULL,
};

static const GOptionEntry vote_options[] = {
  { "remove", 0, 0, G_OPTION_ARG_NONE, &options.is_removal, N_ ("Take your vote back"), NULL },
  G_OPTION_ENTRY_NULL,
};

static gint64
get_now (void)
{
  const CenWorld *world = cenacle_system_world_get ();

  return world->now_ms (world);
}

static gboolean
create_poll (CenacleCommand *command, char **arguments, GError **error)
{
  g_auto (GVariantDict) fields = G_VARIANT_DICT_INIT (NULL);
  g_auto (CenacleTarget) target = { 0 };
  guint n_options = g_strv_length (arguments + 2);
  CenPollMode mode = options.is_ranked  ? CEN_POLL_RANKED
                     : options.is_multi ? CEN_POLL_MULTIPLE
                                        : CEN_POLL_SINGLE;
  gint64 closes_ms = 0;

  if ((options.closes != NULL && !cenacle_parse_time (options.closes, &closes_ms, error)) ||
      !cenacle_command_open_target (command, arguments[0], 0, &target, error))
    return FALSE;
  if (options.is_multi && options.is_ranked) {
    g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                         _ ("A poll is ranked or several may be chosen, not both."));
    return FALSE;
  }
  for (guint i = 0; i < n_options; i++) {
    for (guint k = 0; k < i; k++) {
      if (strcmp (arguments[i + 2], arguments[k + 2]) == 0) {
        g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                             _ ("Each option stands once."));
        return FALSE;
      }
    }
  }
  g_variant_dict_insert (&fields, "question", "s", arguments[1]);
  g_variant_dict_insert (&fields, "options", "^as", arguments + 2);
  g_variant_dict_insert (&fields, "mode", "t", (guint64) mode);
  if (closes_ms > 0)
    g_variant_dict_insert (&fields, "closes", "x", closes_ms);
  return cenacle_object_create (command, &target, "poll", g_variant_dict_end (&fields), error);
}

/* All polls, and in @ret_poll the one that @text names. */
static CenPolls *
find_poll (CenacleCommand *command, const CenId *circle, const char *text, const CenPoll **ret_poll,
           GError **error)
{
  g_autoptr (CenPolls) polls = NULL;
  CenId id;

  if (!cenacle_command_find_object (command, circle, text, &id, error))
    return NULL;
  polls = cen_polls_read (cenacle_command_get_store (command, error), circle, get_now (), error);
  *ret_poll = polls != NULL ? cen_polls_find (polls, &id) : NULL;
  if (*ret_poll != NULL)
    return g_steal_pointer (&polls);
  if (polls != NULL)
    g_set_error_literal (error, CEN_ERROR, CEN_ERROR_NOT_FOUND, _ ("There is no such poll."));
  return NULL;
}

/* An option by its words, or by its number from 1. */
static gboolean
find_option (const CenPoll *poll, const char *text, guint64 *ret_option, GError **error)
{
  guint64 number;

  for (guint i = 0; i < poll->n_options; i++) {
    if (strcmp (poll->options[i], text) == 0) {
      *ret_option = i;
      return TRUE;
    }
  }
  if (g_ascii_string_to_unsigned (text, 10, 1, poll->n_options, &number, NULL)) {
    *ret_option = number - 1;
    return TRUE;
  }
  g_set_error (error, CEN_ERROR, CEN_ERROR_NOT_FOUND, _ ("The poll has no option “%s”."), text);
  return FALSE;
}

static GVariant *
read_choices (const CenPoll *poll, char **texts, GError **error)
{
  g_autoptr (GArray) choices = g_array_new (FALSE, FALSE, sizeof (guint64));

  for (; *texts != NULL; texts++) {
    guint64 option;

    if (!find_option (poll, *texts, &option, error))
      return NULL;
    g_array_append_val (choices, option);
  }
  if (choices->len == 0 || (poll->mode == CEN_POLL_SINGLE && choices->len > 1)) {
    g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                         choices->len == 0 ? _ ("Say what you vote for.")
                                           : _ ("Only one option may be chosen."));
    return NULL;
  }
  return g_variant_new_fixed_array (G_VARIANT_TYPE_UINT64, choices->data, choices->len,
                                    sizeof (guint64));
}

static gboolean
vote (CenacleCommand *command, char **arguments, GError **error)
{
  g_auto (CenacleTarget) target = { 0 };
  g_autoptr (CenPolls) polls = NULL;
  const CenPoll *poll;
  GVariant *value;

  if (!cenacle_command_open_target (command, arguments[0], 0, &target, error))
    return FALSE;
  polls = find_poll (command, &target.row->id, arguments[1], &poll, error);
  if (polls == NULL)
    return FALSE;
  if (poll->is_closed) {
    g_set_error_literal (error, CEN_ERROR, CEN_ERROR_REFUSED, _ ("This poll is closed."));
    return FALSE;
  }
  value = options.is_removal ? g_variant_new_boolean (FALSE)
                             : read_choices (poll, arguments + 2, error);
  return value != NULL &&
         cenacle_object_mark (command, &target, &poll->row->id, "vote", "", value, error);
}

static gboolean
close_poll (CenacleCommand *command, char **arguments, GError **error)
{
  g_auto (GVariantDict) fields = G_VARIANT_DICT_INIT (NULL);
  g_auto (CenacleTarget) target = { 0 };
  g_autoptr (CenPolls) polls = NULL;
  const CenPoll *poll;

  if (!cenacle_command_open_target (command, arguments[0], 0, &target, error))
    return FALSE;
  polls = find_poll (command, &target.row->id, arguments[1], &poll, error);
  if (polls == NULL)
    return FALSE;
  g_variant_dict_insert (&fields, "closed", "b", TRUE);
  return cenacle_object_set (command, &target, &poll->row->id, g_variant_dict_end (&fields), error);
}

/* --- Telling --- */

static void
add_options (CenacleOutput *output, const CenPoll *poll)
{
  JsonNode *node = json_node_new (JSON_NODE_ARRAY);
  JsonArray *array = json_array_new ();
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < poll->n_options; i++) {
    JsonObject *object = json_object_new ();
    guint n = g_array_index (poll->votes, guint, i);

    json_object_set_string_member (object, "option", poll->options[i]);
    json_object_set_int_member (object, "votes", n);
    json_array_add_object_element (array, object);
    g_string_append_printf (text, "%s%s %u", i > 0 ? ", " : "", poll->options[i], n);
  }
  json_node_take_array (node, array);
  cenacle_output_add_node (output, "options", _ ("Votes"), node, text->str);
}

static void
add_rounds (CenacleOutput *output, const CenPoll *poll)
{
  JsonNode *node = json_node_new (JSON_NODE_ARRAY);
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < poll->rounds->len; i++) {
    const GArray *counts = poll->rounds->pdata[i];
    JsonArray *round = json_array_new ();

    for (guint k = 0; k < counts->len; k++)
      json_array_add_int_element (round, g_array_index (counts, guint, k));
    json_array_add_array_element (array, round);
  }
  json_node_take_array (node, array);
  cenacle_output_add_node (output, "rounds", NULL, node, NULL);
}

/* Who voted late, or in time, by their names. */
static void
add_voters (CenacleOutput *output, const char *key, const CenPoll *poll, const CenacleNames *names,
            gboolean is_late)
{
  g_autoptr (GArray) members = g_array_new (FALSE, FALSE, sizeof (CenId));

  for (guint i = 0; i < poll->ballots->len; i++) {
    const CenBallot *ballot = poll->ballots->pdata[i];

    if (ballot->is_late == is_late && ballot->choices->len > 0)
      g_array_append_val (members, ballot->member);
  }
  cenacle_output_add_node (output, key, NULL, cenacle_names_to_json (names, members), NULL);
}

static void
add_own (CenacleOutput *output, const CenPoll *poll, const CenacleNames *names)
{
  const CenBallot *ballot = cen_poll_get_ballot (poll, cenacle_names_get_self (names));
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) choices = NULL;

  for (guint i = 0; ballot != NULL && i < ballot->choices->len; i++)
    g_strv_builder_add (builder, poll->options[g_array_index (ballot->choices, guint64, i)]);
  choices = g_strv_builder_end (builder);
  cenacle_output_add_node (output, "own", NULL,
                           cenacle_object_pack_texts ((const char *const *) choices), NULL);
}

static void
add_poll (CenacleOutput *output, const CenPoll *poll, const CenacleNames *names)
{
  cenacle_output_add_row (output);
  cenacle_output_add_id (output, "id", _ ("Id"), &poll->row->id);
  cenacle_output_add_text (output, "question", _ ("Question"), poll->question);
  cenacle_output_add_text (output, "author", NULL, poll->row->author_name);
  cenacle_output_add_text (output, "mode", NULL, cen_poll_mode_to_name (poll->mode));
  add_options (output, poll);
  add_rounds (output, poll);
  cenacle_output_add_int (output, "voters", _ ("Heard from"), poll->n_voters);
  cenacle_output_add_int (output, "members", C_ ("how many of all", "Of"), poll->n_members);
  add_voters (output, "heard", poll, names, FALSE);
  add_voters (output, "late", poll, names, TRUE);
  add_own (output, poll, names);
  cenacle_output_add_time (output, "closes", NULL, poll->closes_ms);
  cenacle_output_add_bool (output, "closed", _ ("Closed"), poll->is_closed);
  if (poll->winner >= 0)
    cenacle_output_add_text (output, "winner", C_ ("poll", "Ahead"), poll->options[poll->winner]);
  else
    cenacle_output_add_node (output, "winner", C_ ("poll", "Ahead"), json_node_new (JSON_NODE_NULL),
                             "");
}

static gboolean
show_poll (CenacleCommand *command, char **arguments, GError **error)
{
  g_autoptr (CenacleOutput) output =
      cenacle_output_new (CENACLE_SHAPE_RECORD, cenacle_command_get_format (command));
  g_autoptr (CenCircleRow) circle = cenacle_command_find_circle (command, arguments[0], error);
  g_autoptr (CenPolls) polls = NULL;
  g_autoptr (CenacleNames) names = NULL;
  const CenPoll *poll;

  if (circle == NULL)
    return FALSE;
  polls = find_poll (command, &circle->id, arguments[1], &poll, error);
  names = polls != NULL
              ? cenacle_names_new (cenacle_command_get_store (command, error), &circle->id, error)
              : NULL;
  if (names == NULL)
    return FALSE;
  add_poll (output, poll, names);
  cenacle_output_show (output);
  return TRUE;
}

static gboolean
list_polls (CenacleCommand *command, char **arguments, GError **error)
{
  g_autoptr (CenacleOutput) output =
      cenacle_output_new (CENACLE_SHAPE_LIST, cenacle_command_get_format (command));
  g_autoptr (CenCircleRow) circle = cenacle_command_find_circle (command, arguments[0], error);
  CenStore *store = circle != NULL ? cenacle_command_get_store (command, error) : NULL;
  g_autoptr (CenPolls) polls =
      store != NULL ? cen_polls_read (store, &circle->id, get_now (), error) : NULL;
  g_autoptr (CenacleNames) names =
      polls != NULL ? cenacle_names_new (store, &circle->id, error) : NULL;

  if (names == NULL)
    return FALSE;
  for (guint i = 0; i < polls->all->len; i++)
    add_poll (output, polls->all->pdata[i], names);
  cenacle_output_show (output);
  return TRUE;
}

G_STATIC_ASSERT (CEN_POLL_OPTIONS_MAX + 2 == 34);

const CenacleVerb cenacle_poll_verbs[] = {
  { "poll create", "CIRCLE QUESTION OPTION OPTION…", 4, 34, create_options, create_poll,
    N_ ("Ask the circle to choose.") },
  { "poll vote", "CIRCLE POLL OPTION…", 2, 34, vote_options, vote,
    N_ ("Vote, or change your vote: options by their words or numbers, ranked ones best first.") },
  { "poll show", "CIRCLE POLL", 2, 2, NULL, show_poll, N_ ("Tell how a poll stands.") },
  { "poll list", "CIRCLE", 1, 1, NULL, list_polls, N_ ("List polls, oldest first.") },
  { "poll close", "CIRCLE POLL", 2, 2, NULL, close_poll,
    N_ ("Close a poll of yours, or as a facilitator: the votes you have seen count.") },
  { NULL },
};
