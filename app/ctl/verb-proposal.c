/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Topics that members would like. A session is planned from one with “session plan --from”. */

#include "names.h"
#include "object.h"
#include "parse.h"
#include "verb.h"

#include "core/proposals.h"

#include <glib/gi18n.h>

static struct {
  gboolean is_removal;
  gboolean is_ranked;
} options;

static const GOptionEntry remove_options[] = {
  { "remove", 0, 0, G_OPTION_ARG_NONE, &options.is_removal, N_ ("Take it back"), NULL },
  G_OPTION_ENTRY_NULL,
};

static const GOptionEntry list_options[] = {
  { "ranked", 0, 0, G_OPTION_ARG_NONE, &options.is_ranked, N_ ("Those with most votes first"),
    NULL },
  G_OPTION_ENTRY_NULL,
};

static gboolean
propose (CenacleCommand *command, char **arguments, GError **error)
{
  g_auto (GVariantDict) fields = G_VARIANT_DICT_INIT (NULL);
  g_auto (CenacleTarget) target = { 0 };
  g_autofree char *text = NULL;

  if (arguments[2] != NULL &&
      (text = cenacle_parse_text (arguments[2], CEN_TEXT_MAX, error)) == NULL)
    return FALSE;
  if (!cenacle_command_open_target (command, arguments[0], 0, &target, error))
    return FALSE;
  g_variant_dict_insert (&fields, "title", "s", arguments[1]);
  if (text != NULL)
    g_variant_dict_insert (&fields, "text", "s", text);
  return cenacle_object_create (command, &target, "proposal", g_variant_dict_end (&fields), error);
}

static gboolean
mark_proposal (CenacleCommand *command, char **arguments, const char *mark, GError **error)
{
  g_auto (CenacleTarget) target = { 0 };
  g_autoptr (CenObjectRow) row = NULL;

  if (!cenacle_command_open_target (command, arguments[0], 0, &target, error))
    return FALSE;
  row = cenacle_object_find (command, &target.row->id, arguments[1], CEN_KIND_PROPOSAL, 0,
                             _ ("There is no such proposal."), error);
  return row != NULL && cenacle_object_mark (command, &target, &row->id, mark, "",
                                             g_variant_new_boolean (!options.is_removal), error);
}

static gboolean
vote (CenacleCommand *command, char **arguments, GError **error)
{
  return mark_proposal (command, arguments, "vote", error);
}

static gboolean
present (CenacleCommand *command, char **arguments, GError **error)
{
  return mark_proposal (command, arguments, "present", error);
}

static void
add_proposal (CenacleOutput *output, const CenProposal *proposal, const CenacleNames *names)
{
  g_autofree char *presenters = cenacle_names_dup_all (names, proposal->presenters);

  cenacle_output_add_row (output);
  cenacle_output_add_id (output, "id", _ ("Id"), &proposal->row->id);
  cenacle_output_add_text (output, "title", _ ("Title"), proposal->title);
  cenacle_output_add_text (output, "text", NULL, proposal->text);
  cenacle_output_add_text (output, "author", _ ("Proposed by"), proposal->row->author_name);
  cenacle_output_add_id (output, "member", NULL, &proposal->row->author);
  cenacle_output_add_time (output, "time", NULL, proposal->row->time_ms);
  cenacle_output_add_int (output, "votes", _ ("Votes"), proposal->n_votes);
  cenacle_output_add_int (output, "rank", NULL, proposal->rank);
  cenacle_output_add_node (output, "presenters", _ ("Who would present"),
                           cenacle_names_to_json (names, proposal->presenters), presenters);
  cenacle_output_add_word (output, "state", _ ("State"),
                           cen_proposal_state_to_name (proposal->state));
  cenacle_output_add_id (output, "session", _ ("Session"), &proposal->session);
  cenacle_output_add_bool (output, "voted", NULL, proposal->is_voted);
}

static gboolean
list_proposals (CenacleCommand *command, char **arguments, GError **error)
{
  g_autoptr (CenacleOutput) output =
      cenacle_output_new (CENACLE_SHAPE_LIST, cenacle_command_get_format (command));
  g_autoptr (CenCircleRow) circle = cenacle_command_find_circle (command, arguments[0], error);
  CenStore *store = circle != NULL ? cenacle_command_get_store (command, error) : NULL;
  g_autoptr (CenProposals) proposals =
      store != NULL ? cen_proposals_read (store, &circle->id, error) : NULL;
  g_autoptr (CenacleNames) names =
      proposals != NULL ? cenacle_names_new (store, &circle->id, error) : NULL;
  g_autoptr (GPtrArray) ranked = NULL;

  if (names == NULL)
    return FALSE;
  ranked =
      options.is_ranked ? cen_proposals_list_ranked (proposals) : g_ptr_array_ref (proposals->all);
  for (guint i = 0; i < ranked->len; i++)
    add_proposal (output, ranked->pdata[i], names);
  cenacle_output_show (output);
  return TRUE;
}

const CenacleVerb cenacle_proposal_verbs[] = {
  { "propose", "CIRCLE TITLE [TEXT|-]", 2, 3, NULL, propose,
    N_ ("Propose a topic that you would like.") },
  { "proposals", "CIRCLE", 1, 1, list_options, list_proposals,
    N_ ("List proposals, oldest first.") },
  { "proposal vote", "CIRCLE PROPOSAL", 2, 2, remove_options, vote,
    N_ ("Say that you would like it, too.") },
  { "proposal present", "CIRCLE PROPOSAL", 2, 2, remove_options, present,
    N_ ("Offer to present it.") },
  { NULL },
};
