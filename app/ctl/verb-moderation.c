/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What facilitators do with what others wrote, and the log of it that all can read. */

#include "verb.h"

#include "core/queries-modlog.h"
#include "core/queries-voided.h"

#include <glib/gi18n.h>

#define LIMIT_MAX 1000000
#define LIST_MAX  1000 /* of what can be endorsed, at a time */

static struct {
  char *reason;
  char *list;
  gboolean is_removal;
  int limit;
} options;

static const GOptionEntry hide_options[] = {
  { "reason", 0, 0, G_OPTION_ARG_FILENAME, &options.reason, N_ ("Why, for all to read"),
    N_ ("TEXT") },
  { "remove", 0, 0, G_OPTION_ARG_NONE, &options.is_removal, N_ ("Show it again"), NULL },
  G_OPTION_ENTRY_NULL,
};

static const GOptionEntry endorse_options[] = {
  { "list", 0, 0, G_OPTION_ARG_FILENAME, &options.list,
    N_ ("Tell what of this member a removal made void"), N_ ("MEMBER") },
  G_OPTION_ENTRY_NULL,
};

static const GOptionEntry log_options[] = {
  { "limit", 0, 0, G_OPTION_ARG_INT, &options.limit, N_ ("At most N, the newest (50)"), N_ ("N") },
  G_OPTION_ENTRY_NULL,
};

static gboolean
hide (CenacleCommand *command, char **arguments, GError **error)
{
  gboolean has_reason = options.reason != NULL && *options.reason != '\0';
  g_auto (CenacleTarget) target = { 0 };
  g_autofree char *object = NULL;
  CenId id;

  if (has_reason == options.is_removal) {
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
                 _ ("Say why with --reason, or show it again with --remove."));
    return FALSE;
  }
  if (!cenacle_command_open_target (command, arguments[0], 0, &target, error) ||
      !cenacle_command_find_object (command, &target.row->id, arguments[1], &id, error))
    return FALSE;
  object = cen_id_dup_text (&id);
  if (!cenacle_command_settle (cenacle_engine1_call_hide_sync (target.engine, target.circle, object,
                                                               has_reason ? options.reason : "",
                                                               NULL, error),
                               error))
    return FALSE;
  cenacle_command_show_nothing (command);
  return TRUE;
}

static const char *
get_voided_name (const CenVoidedRow *row)
{
  switch (row->op_kind) {
  case CEN_OP_CREATE:
    return row->kind != NULL ? row->kind->name : N_ ("other");
  case CEN_OP_SET:
    return N_ ("change");
  case CEN_OP_MARK:
    return N_ ("reaction");
  case CEN_OP_SEALED:
    return N_ ("sealed");
  case CEN_OP_HIDE:
    return N_ ("hiding");
  default:
    return N_ ("other");
  }
}

static gboolean
list_voided (CenacleCommand *command, const char *circle_text, GError **error)
{
  g_autoptr (CenacleOutput) output =
      cenacle_output_new (CENACLE_SHAPE_LIST, cenacle_command_get_format (command));
  g_autoptr (CenCircleRow) circle = cenacle_command_find_circle (command, circle_text, error);
  g_autoptr (GPtrArray) rows = NULL;
  CenId member;

  if (circle == NULL ||
      !cenacle_command_find_member (command, &circle->id, options.list, &member, error))
    return FALSE;
  rows = cen_query_voided (cenacle_command_get_store (command, error), &circle->id, &member,
                           LIST_MAX, error);
  if (rows == NULL)
    return FALSE;
  for (guint i = 0; i < rows->len; i++) {
    const CenVoidedRow *row = g_ptr_array_index (rows, i);

    cenacle_output_add_row (output);
    cenacle_output_add_id (output, "id", _ ("Id"), &row->op);
    cenacle_output_add_time (output, "time", _ ("Time"), row->time_ms);
    cenacle_output_add_word (output, "kind", _ ("What"), get_voided_name (row));
    cenacle_output_add_id (output, "object", NULL, &row->object);
    cenacle_output_add_text (output, "text", _ ("Text"), row->text);
  }
  cenacle_output_show (output);
  return TRUE;
}

static gboolean
endorse (CenacleCommand *command, char **arguments, GError **error)
{
  g_auto (CenacleTarget) target = { 0 };
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) objects = NULL;

  if ((options.list != NULL) == (arguments[1] != NULL)) {
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
                 _ ("Say what shall count, or ask what there is with --list."));
    return FALSE;
  }
  if (options.list != NULL)
    return list_voided (command, arguments[0], error);
  if (!cenacle_command_open_target (command, arguments[0], 0, &target, error))
    return FALSE;
  for (guint i = 1; arguments[i] != NULL; i++) {
    g_autofree char *text = NULL;
    CenId id;

    if (!cenacle_command_find_object (command, &target.row->id, arguments[i], &id, error))
      return FALSE;
    text = cen_id_dup_text (&id);
    g_strv_builder_add (builder, text);
  }
  objects = g_strv_builder_end (builder);
  if (!cenacle_command_settle (cenacle_engine1_call_endorse_sync (target.engine, target.circle,
                                                                  (const char *const *) objects,
                                                                  NULL, error),
                               error))
    return FALSE;
  cenacle_command_show_nothing (command);
  return TRUE;
}

/* What a person reads between who and whom. */
static const char *
get_phrase (CenModAction action)
{
  static const struct {
    CenModAction action;
    const char *phrase;
  } phrases[] = {
    { CEN_MOD_ADMITTED, N_ ("let in") },
    { CEN_MOD_LEFT, N_ ("has left") },
    { CEN_MOD_REMOVED, N_ ("put out") },
    { CEN_MOD_ROLE, N_ ("gave a role to") },
    { CEN_MOD_VOUCHED, N_ ("vouched for") },
    { CEN_MOD_INVITED, N_ ("made an invite") },
    { CEN_MOD_UNINVITED, N_ ("took an invite back") },
    { CEN_MOD_DEVICE_ADDED, N_ ("added a device of") },
    { CEN_MOD_DEVICE_REMOVED, N_ ("removed a device of") },
    { CEN_MOD_KEYS_RENEWED, N_ ("renewed the circle’s key") },
    { CEN_MOD_HIDDEN, N_ ("hid something by") },
    { CEN_MOD_SHOWN, N_ ("showed again something by") },
    { CEN_MOD_DELETED, N_ ("deleted something by") },
    { CEN_MOD_ENDORSED, N_ ("let count something by") },
  };

  for (guint i = 0; i < G_N_ELEMENTS (phrases); i++) {
    if (phrases[i].action == action)
      return _ (phrases[i].phrase);
  }
  return "";
}

static void
add_entry (CenacleOutput *output, const CenModlogRow *row)
{
  cenacle_output_add_row (output);
  cenacle_output_add_id (output, "op", NULL, &row->op);
  cenacle_output_add_time (output, "time", _ ("Time"), row->time_ms);
  cenacle_output_add_id (output, "by", NULL, &row->by);
  cenacle_output_add_text (output, "by_name", _ ("Who"), row->by_name);
  cenacle_output_add_node (output, "action", _ ("Did"),
                           json_node_init_string (json_node_alloc (),
                                                  cen_mod_action_to_name (row->action)),
                           get_phrase (row->action));
  cenacle_output_add_id (output, "target", NULL, &row->target);
  cenacle_output_add_text (output, "target_name", _ ("Whom"), row->target_name);
  cenacle_output_add_id (output, "object", _ ("What"), &row->object);
  cenacle_output_add_word (output, "role", _ ("Role"),
                           row->has_role ? cen_role_to_name (row->role) : "");
  cenacle_output_add_text (output, "reason", _ ("Why"), row->reason);
}

static gboolean
show_log (CenacleCommand *command, char **arguments, GError **error)
{
  g_autoptr (CenacleOutput) output =
      cenacle_output_new (CENACLE_SHAPE_LIST, cenacle_command_get_format (command));
  g_autoptr (CenCircleRow) circle = cenacle_command_find_circle (command, arguments[0], error);
  g_autoptr (GPtrArray) rows = NULL;

  if (circle == NULL)
    return FALSE;
  if (options.limit < 0 || options.limit > LIMIT_MAX) {
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                 _ ("A limit lies between 1 and %d."), LIMIT_MAX);
    return FALSE;
  }
  rows = cen_query_modlog (cenacle_command_get_store (command, error), &circle->id,
                           (guint) options.limit, error);
  if (rows == NULL)
    return FALSE;
  for (guint i = 0; i < rows->len; i++)
    add_entry (output, g_ptr_array_index (rows, i));
  cenacle_output_show (output);
  return TRUE;
}

const CenacleVerb cenacle_moderation_verbs[] = {
  { "hide", "CIRCLE OBJECT", 2, 2, hide_options, hide,
    N_ ("Hide something, saying why; its content stays.") },
  { "endorse", "CIRCLE [OBJECT…]", 1, 33, endorse_options, endorse,
    N_ ("Let count what a removal made void.") },
  { "modlog", "CIRCLE", 1, 1, log_options, show_log,
    N_ ("Tell who did what to whom, when and why.") },
  { NULL },
};
