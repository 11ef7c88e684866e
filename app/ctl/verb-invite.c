/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/control/system-world.h"
#include "core/invite.h"
#include "core/tor-way.h"
#include "parse.h"
#include "qr.h"
#include "verb.h"

#include <glib/gi18n.h>

/* How long preview and join wait for somebody to answer when one has no wish. */
#define WAIT_MS 30000

#define USES_UNSET -1

static struct {
  int uses;
  char *expires;
  char *role;
  gboolean asks_confirmation;
  char **addresses;
  gboolean has_no_address;
  char *qr;
  char *as;
  char *wait;
  gboolean is_only_tor;
} options = { .uses = USES_UNSET };

static const GOptionEntry preview_options[] = {
  { "wait", 0, 0, G_OPTION_ARG_FILENAME, &options.wait, N_ ("Give up after SECONDS (30)"),
    N_ ("SECONDS") },
  { "only-tor", 0, 0, G_OPTION_ARG_NONE, &options.is_only_tor,
    N_ ("Go over Tor alone, whatever other ways the link names"), NULL },
  G_OPTION_ENTRY_NULL,
};

static const GOptionEntry join_options[] = {
  { "as", 0, 0, G_OPTION_ARG_FILENAME, &options.as, N_ ("Your name in the circle"), N_ ("NAME") },
  { "wait", 0, 0, G_OPTION_ARG_FILENAME, &options.wait, N_ ("Give up after SECONDS (30)"),
    N_ ("SECONDS") },
  { "only-tor", 0, 0, G_OPTION_ARG_NONE, &options.is_only_tor,
    N_ ("Go over Tor alone, whatever other ways the link names"), NULL },
  G_OPTION_ENTRY_NULL,
};

static const GOptionEntry create_options[] = {
  { "uses", 0, 0, G_OPTION_ARG_INT, &options.uses, N_ ("How many may join by it (1)"), N_ ("N") },
  { "expires", 0, 0, G_OPTION_ARG_FILENAME, &options.expires,
    N_ ("How long it holds: 7d, 12h, 90m or never (7d)"), N_ ("WHILE") },
  { "role", 0, 0, G_OPTION_ARG_FILENAME, &options.role,
    N_ ("What who joins becomes: member or guest (member)"), N_ ("ROLE") },
  { "confirm", 0, 0, G_OPTION_ARG_NONE, &options.asks_confirmation,
    N_ ("Have who joins confirmed by a facilitator"), NULL },
  { "address", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options.addresses,
    N_ ("Where to find you, instead of what this machine knows; may be repeated"),
    "tcp://HOST:PORT" },
  { "no-address", 0, 0, G_OPTION_ARG_NONE, &options.has_no_address, N_ ("Name no address"), NULL },
  { "qr", 0, 0, G_OPTION_ARG_FILENAME, &options.qr, N_ ("Also draw it as a QR code"),
    N_ ("FILE.png") },
  G_OPTION_ENTRY_NULL,
};

static gboolean
read_wait (guint *ret_wait_ms, GError **error)
{
  *ret_wait_ms = WAIT_MS;
  return options.wait == NULL || cenacle_parse_seconds (options.wait, ret_wait_ms, error);
}

/* The link as it is, or without the ways that are not to be taken. What is no link stays as it is,
 * for the engine to say so. */
static char *
dup_link (const char *text, GError **error)
{
  CenInviteLink link;
  char *restricted = NULL;

  if (!options.is_only_tor || !cen_invite_link_parse (&link, text, NULL))
    return g_strdup (text);
  cen_tor_way_restrict (&link);
  if (link.n_addresses > 0)
    restricted = cen_invite_link_to_text (&link);
  else
    g_set_error_literal (error, CEN_ERROR, CEN_ERROR_UNREACHABLE,
                         _ ("This link names no way over Tor: ask for one that does."));
  cen_invite_link_clear (&link);
  return restricted;
}

static gboolean
preview (CenacleCommand *command, char **arguments, GError **error)
{
  g_autoptr (CenacleOutput) output =
      cenacle_output_new (CENACLE_SHAPE_RECORD, cenacle_command_get_format (command));
  g_autoptr (GVariant) found = NULL;
  g_auto (GVariantDict) dict = { 0 };
  g_autofree char *link = NULL;
  CenacleEngine1 *engine;
  guint wait_ms;

  if (!read_wait (&wait_ms, error))
    return FALSE;
  link = dup_link (arguments[0], error);
  if (link == NULL)
    return FALSE;
  engine = cenacle_command_get_engine (command, wait_ms, error);
  if (engine == NULL ||
      !cenacle_command_settle (cenacle_engine1_call_preview_sync (engine, link, wait_ms, &found,
                                                                  NULL, error),
                               error))
    return FALSE;
  g_variant_dict_init (&dict, found);
  cenacle_output_add_row (output);
  cenacle_output_add_field_text (output, &dict, "circle", "circle", _ ("Circle"));
  cenacle_output_add_field_text (output, &dict, "name", "name", _ ("Name"));
  cenacle_output_add_field_text (output, &dict, "intention", "intention", _ ("Intention"));
  cenacle_output_add_field_text (output, &dict, "charter", "charter", _ ("Charter"));
  cenacle_output_add_field_text (output, &dict, "inviter", "inviter", _ ("Invited by"));
  cenacle_output_add_field_time (output, &dict, "expires", "expires", _ ("Expires"));
  cenacle_output_add_field_int (output, &dict, "members", "members", _ ("Members"));
  cenacle_output_add_field_bool (output, &dict, "joined", "joined", _ ("Already joined"));
  cenacle_output_show (output);
  return TRUE;
}

static gboolean
join (CenacleCommand *command, char **arguments, GError **error)
{
  g_autofree char *circle = NULL;
  g_autofree char *member = NULL;
  g_autofree char *device = NULL;
  g_autofree char *link = NULL;
  CenacleEngine1 *engine;
  guint wait_ms;

  if (!read_wait (&wait_ms, error))
    return FALSE;
  link = dup_link (arguments[0], error);
  if (link == NULL)
    return FALSE;
  engine = cenacle_command_get_engine (command, wait_ms, error);
  if (engine == NULL)
    return FALSE;
  if (!cenacle_command_settle (
          cenacle_engine1_call_join_sync (engine, link,
                                          options.as != NULL ? options.as
                                                             : cenacle_command_get_user_name (),
                                          wait_ms, &circle, &member, &device, NULL, error),
          error))
    return FALSE;
  cenacle_command_show_membership (command, circle, member, device);
  return TRUE;
}

/* What the person asked for, as CreateInvite takes it; what they left open the engine decides. */
static GVariant *
invite_options (GError **error)
{
  g_auto (GVariantDict) dict = G_VARIANT_DICT_INIT (NULL);
  gint64 expires_ms;

  if (options.uses != USES_UNSET && (options.uses < 1 || options.uses > CEN_INVITE_USES_MAX)) {
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                 _ ("An invite may be used from 1 to %d times."), CEN_INVITE_USES_MAX);
    return NULL;
  }
  if (options.uses != USES_UNSET)
    g_variant_dict_insert (&dict, "uses", "u", (guint32) options.uses);
  if (options.expires != NULL) {
    if (!cenacle_parse_while (options.expires, &expires_ms, error))
      return NULL;
    g_variant_dict_insert (&dict, "expires", "x", expires_ms);
  }
  if (options.role != NULL)
    g_variant_dict_insert (&dict, "role", "s", options.role);
  if (options.asks_confirmation)
    g_variant_dict_insert (&dict, "confirm", "b", TRUE);
  if (options.addresses != NULL)
    g_variant_dict_insert (&dict, "addresses", "^as", options.addresses);
  if (options.has_no_address)
    g_variant_dict_insert (&dict, "no-address", "b", TRUE);
  return g_variant_ref_sink (g_variant_dict_end (&dict));
}

static gboolean
create_invite (CenacleCommand *command, char **arguments, GError **error)
{
  g_autoptr (CenacleOutput) output =
      cenacle_output_new (CENACLE_SHAPE_RECORD, cenacle_command_get_format (command));
  g_autoptr (GVariant) wishes = invite_options (error);
  g_auto (CenacleTarget) target = { 0 };
  g_autofree char *invite = NULL;
  g_autofree char *link = NULL;

  if (wishes == NULL || !cenacle_command_open_target (command, arguments[0], 0, &target, error) ||
      !cenacle_command_settle (cenacle_engine1_call_create_invite_sync (target.engine,
                                                                        target.circle, wishes,
                                                                        &invite, &link, NULL,
                                                                        error),
                               error))
    return FALSE;
  if (options.qr != NULL && !cenacle_qr_save (link, options.qr, error))
    return FALSE;
  cenacle_output_add_row (output);
  cenacle_output_add_text (output, "invite", _ ("Invite"), invite);
  cenacle_output_add_text (output, "link", _ ("Link"), link);
  cenacle_output_show (output);
  return TRUE;
}

/* A word for programs, the same in every language. */
static const char *
get_invite_state (const CenInviteRow *row)
{
  const CenWorld *world = cenacle_system_world_get ();

  if (row->n_uses > row->n_uses_max)
    return "overused";
  if (row->is_revoked)
    return "revoked";
  if (row->expires_ms != 0 && row->expires_ms <= world->now_ms (world))
    return "expired";
  return row->n_uses >= row->n_uses_max ? "used" : "live";
}

static void
add_joined (CenacleOutput *output, const CenInviteRow *row)
{
  g_autoptr (GString) names = g_string_new (NULL);
  JsonArray *array = json_array_new ();
  JsonNode *node = json_node_new (JSON_NODE_ARRAY);

  for (guint i = 0; i < row->joined->len; i++) {
    const char *name = g_ptr_array_index (row->joined, i);

    json_array_add_string_element (array, name);
    g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", name);
  }
  json_node_take_array (node, array);
  cenacle_output_add_node (output, "joined", C_ ("who came by an invite", "Joined"), node,
                           names->str);
}

static gboolean
list_invites (CenacleCommand *command, char **arguments, GError **error)
{
  g_autoptr (CenacleOutput) output =
      cenacle_output_new (CENACLE_SHAPE_LIST, cenacle_command_get_format (command));
  g_autoptr (CenCircleRow) circle = cenacle_command_find_circle (command, arguments[0], error);
  g_autoptr (GPtrArray) rows = NULL;

  if (circle == NULL)
    return FALSE;
  rows = cen_query_invites (cenacle_command_get_store (command, error), &circle->id, error);
  if (rows == NULL)
    return FALSE;
  /* Lists come oldest first; the query gives the newest first. */
  for (guint i = rows->len; i > 0; i--) {
    const CenInviteRow *row = g_ptr_array_index (rows, i - 1);

    cenacle_output_add_row (output);
    cenacle_output_add_id (output, "invite", _ ("Invite"), &row->id);
    cenacle_output_add_word (output, "role", _ ("Role"), cen_role_to_name (row->role));
    cenacle_output_add_int (output, "uses", _ ("Uses"), row->n_uses);
    cenacle_output_add_int (output, "max_uses", C_ ("how many of all", "Of"), row->n_uses_max);
    cenacle_output_add_time (output, "expires", _ ("Expires"), row->expires_ms);
    cenacle_output_add_word (output, "state", _ ("State"), get_invite_state (row));
    cenacle_output_add_text (output, "by", C_ ("author", "By"), row->author_name);
    add_joined (output, row);
  }
  cenacle_output_show (output);
  return TRUE;
}

static gboolean
revoke_invite (CenacleCommand *command, char **arguments, GError **error)
{
  g_auto (CenacleTarget) target = { 0 };
  g_autofree char *invite = NULL;
  CenId id;

  if (!cenacle_command_open_target (command, arguments[0], 0, &target, error) ||
      !cenacle_command_find_invite (command, &target.row->id, arguments[1], &id, error))
    return FALSE;
  invite = cen_id_dup_text (&id);
  if (!cenacle_command_settle (cenacle_engine1_call_revoke_invite_sync (target.engine,
                                                                        target.circle, invite, NULL,
                                                                        error),
                               error))
    return FALSE;
  cenacle_command_show_nothing (command);
  return TRUE;
}

const CenacleVerb cenacle_invite_verbs[] = {
  { "preview", "LINK", 1, 1, preview_options, preview,
    N_ ("Tell what an invite leads to, without joining.") },
  { "join", "LINK", 1, 1, join_options, join, N_ ("Join a circle by an invite.") },
  { "invite create", "CIRCLE", 1, 1, create_options, create_invite,
    N_ ("Make a link that lets somebody join.") },
  { "invite list", "CIRCLE", 1, 1, NULL, list_invites, N_ ("List the invites of a circle.") },
  { "invite revoke", "CIRCLE INVITE", 2, 2, NULL, revoke_invite, N_ ("Take an invite back.") },
  { NULL },
};
