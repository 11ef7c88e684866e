/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/control/circle-templates.h"
#include "verb.h"

#include <glib/gi18n.h>
#include <string.h>

static struct {
  char *intention;
  char *charter;
  char *template;
  char *colour;
  char *as;
  char *name;
  char **left_out;
} options;

static const GOptionEntry create_options[] = {
  { "intention", 0, 0, G_OPTION_ARG_FILENAME, &options.intention,
    N_ ("Why the circle learns together"), N_ ("TEXT") },
  { "charter", 0, 0, G_OPTION_ARG_FILENAME, &options.charter, N_ ("Rules of conduct, from FILE"),
    N_ ("FILE") },
  { "template", 0, 0, G_OPTION_ARG_FILENAME, &options.template,
    N_ ("Begin with the charter and channels of a class, reading, team, association or friends"),
    N_ ("NAME") },
  { "colour", 0, 0, G_OPTION_ARG_FILENAME, &options.colour, N_ ("Colour of the circle"),
    N_ ("#RRGGBB") },
  { "as", 0, 0, G_OPTION_ARG_FILENAME, &options.as, N_ ("Your name in the circle"), N_ ("NAME") },
  G_OPTION_ENTRY_NULL,
};

static const GOptionEntry continue_options[] = {
  { "name", 0, 0, G_OPTION_ARG_FILENAME, &options.name, N_ ("Name of the new circle (the same)"),
    N_ ("NAME") },
  { "leave-out", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options.left_out,
    N_ ("Who is not invited to it; may be repeated"), N_ ("MEMBER") },
  G_OPTION_ENTRY_NULL,
};

static gboolean
read_charter (GVariantDict *dict, GError **error)
{
  g_autofree char *charter = NULL;

  if (options.charter == NULL)
    return TRUE;
  if (!g_file_get_contents (options.charter, &charter, NULL, error))
    return FALSE;
  if (!g_utf8_validate (charter, -1, NULL)) {
    g_set_error (error, CEN_ERROR, CEN_ERROR_INVALID, _ ("The charter is not UTF-8 text."));
    return FALSE;
  }
  g_variant_dict_insert (dict, "charter", "s", charter);
  return TRUE;
}

/* A charter of its own goes before that of a template. */
static gboolean
read_template (guint *ret_n, GVariantDict *dict, GError **error)
{
  g_autofree char *ids = NULL;

  if (options.template == NULL)
    return TRUE;
  if (cenacle_circle_templates_find (options.template, ret_n)) {
    g_variant_dict_insert (dict, "charter", "s", cenacle_circle_templates_get_text (*ret_n));
    return TRUE;
  }
  ids = cenacle_circle_templates_dup_ids ();
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
               _ ("A circle can begin as one of: %s."), ids);
  return FALSE;
}

static gboolean
create_channels (CenacleEngine1 *engine, const char *circle, guint n, GError **error)
{
  GVariant *channels = cenacle_circle_templates_new_channels (n);

  if (g_variant_n_children (channels) > 0)
    return cenacle_command_settle (cenacle_engine1_call_create_all_sync (engine, circle, "channel",
                                                                         channels, NULL, NULL,
                                                                         error),
                                   error);
  g_variant_unref (g_variant_ref_sink (channels));
  return TRUE;
}

static gboolean
create_circle (CenacleCommand *command, char **arguments, GError **error)
{
  g_auto (GVariantDict) dict = G_VARIANT_DICT_INIT (NULL);
  g_autofree char *circle = NULL;
  g_autofree char *member = NULL;
  g_autofree char *device = NULL;
  CenacleEngine1 *engine;

  guint n = 0;

  if (!read_template (&n, &dict, error) || !read_charter (&dict, error))
    return FALSE;
  if (options.intention != NULL)
    g_variant_dict_insert (&dict, "intention", "s", options.intention);
  if (options.colour != NULL)
    g_variant_dict_insert (&dict, "colour", "s", options.colour);
  g_variant_dict_insert (&dict, "as", "s",
                         options.as != NULL ? options.as : cenacle_command_get_user_name ());
  engine = cenacle_command_get_engine (command, 0, error);
  if (engine == NULL)
    return FALSE;
  if (!cenacle_command_settle (cenacle_engine1_call_create_circle_sync (engine, arguments[0],
                                                                        g_variant_dict_end (&dict),
                                                                        &circle, &member, &device,
                                                                        NULL, error),
                               error) ||
      (options.template != NULL && !create_channels (engine, circle, n, error)))
    return FALSE;
  cenacle_command_show_membership (command, circle, member, device);
  return TRUE;
}

static gboolean
list_circles (CenacleCommand *command, char **arguments G_GNUC_UNUSED, GError **error)
{
  g_autoptr (CenacleOutput) output =
      cenacle_output_new (CENACLE_SHAPE_LIST, cenacle_command_get_format (command));
  g_autoptr (GError) cause = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  CenStore *store = cenacle_command_get_store (command, &cause);

  if (store == NULL) {
    /* A home where nothing has happened yet holds no circles; that is no failure. */
    if (g_error_matches (cause, CEN_ERROR, CEN_ERROR_NOT_FOUND))
      return TRUE;
    g_propagate_error (error, g_steal_pointer (&cause));
    return FALSE;
  }
  rows = cen_query_circles (store, error);
  if (rows == NULL)
    return FALSE;
  for (guint i = 0; i < rows->len; i++) {
    const CenCircleRow *row = g_ptr_array_index (rows, i);

    cenacle_output_add_row (output);
    cenacle_output_add_id (output, "circle", _ ("Circle"), &row->id);
    cenacle_output_add_text (output, "name", _ ("Name"), row->name);
    cenacle_output_add_word (output, "role", _ ("Role"), cen_role_to_name (row->self_role));
    cenacle_output_add_int (output, "unread", _ ("Unread"), row->n_unread);
    cenacle_output_add_int (output, "members", _ ("Members"), row->n_members);
  }
  cenacle_output_show (output);
  return TRUE;
}

static gboolean
show_circle (CenacleCommand *command, char **arguments, GError **error)
{
  g_autoptr (CenacleOutput) output =
      cenacle_output_new (CENACLE_SHAPE_RECORD, cenacle_command_get_format (command));
  g_autoptr (CenCircleRow) found = cenacle_command_find_circle (command, arguments[0], error);
  CenStore *store = found != NULL ? cenacle_command_get_store (command, error) : NULL;
  g_autoptr (CenCircleRow) row =
      store != NULL ? cen_query_circle_counted (store, &found->id, error) : NULL;
  guint64 n_ops;

  if (row == NULL || !cen_query_n_ops (store, &row->id, &n_ops, error))
    return FALSE;
  cenacle_output_add_row (output);
  cenacle_output_add_id (output, "circle", _ ("Circle"), &row->id);
  cenacle_output_add_text (output, "name", _ ("Name"), row->name);
  cenacle_output_add_text (output, "intention", _ ("Intention"), row->intention);
  cenacle_output_add_text (output, "charter", _ ("Charter"), row->charter);
  cenacle_output_add_text (output, "colour", _ ("Colour"), row->colour);
  cenacle_output_add_id (output, "member", _ ("Member"), &row->self_member);
  cenacle_output_add_id (output, "device", _ ("Device"), &row->self_device);
  cenacle_output_add_word (output, "role", _ ("Role"), cen_role_to_name (row->self_role));
  cenacle_output_add_word (output, "state", _ ("State"),
                           cen_member_state_to_name (row->self_state));
  cenacle_output_add_int (output, "members", _ ("Members"), row->n_members);
  cenacle_output_add_int (output, "unread", _ ("Unread"), row->n_unread);
  cenacle_output_add_int (output, "ops", _ ("Operations"), (gint64) n_ops);
  cenacle_output_add_text (output, "continues", _ ("Goes on from"), row->continues);
  cenacle_output_show (output);
  return TRUE;
}

/* The words that a circle was founded with stay; others are a new version. */
static gboolean
set_charter (CenacleCommand *command, const CenacleTarget *target, GVariant *changes,
             GError **error)
{
  g_auto (GVariantDict) fields = G_VARIANT_DICT_INIT (NULL);
  g_autofree char *id = NULL;
  const char *text = "";

  g_variant_lookup (changes, "charter", "&s", &text);
  g_variant_dict_insert (&fields, "text", "s", text);
  if (!cenacle_command_settle (cenacle_engine1_call_create_sync (target->engine, target->circle,
                                                                 "charter",
                                                                 g_variant_dict_end (&fields), &id,
                                                                 NULL, error),
                               error))
    return FALSE;
  cenacle_command_show_nothing (command);
  return TRUE;
}

static gboolean
set_circle (CenacleCommand *command, char **arguments, GError **error)
{
  static const char *const fields[] = { "name", "intention", "charter", "colour", NULL };
  g_autoptr (GVariant) changes = NULL;
  g_auto (CenacleTarget) target = { 0 };
  g_autofree char *object = NULL;

  changes = cenacle_command_field (arguments[1], arguments[2], fields, error);
  if (changes == NULL || !cenacle_command_open_target (command, arguments[0], 0, &target, error))
    return FALSE;
  if (cen_id_is_zero (&target.row->object)) {
    g_set_error (error, CEN_ERROR, CEN_ERROR_REFUSED,
                 _ ("The circle’s description has not arrived here yet."));
    return FALSE;
  }
  if (g_str_equal (arguments[1], "charter"))
    return set_charter (command, &target, changes, error);
  object = cen_id_dup_text (&target.row->object);
  if (!cenacle_command_settle (cenacle_engine1_call_set_sync (target.engine, target.circle, object,
                                                              changes, NULL, error),
                               error))
    return FALSE;
  cenacle_command_show_nothing (command);
  return TRUE;
}

static gboolean
leave_circle (CenacleCommand *command, char **arguments, GError **error)
{
  g_auto (CenacleTarget) target = { 0 };

  if (!cenacle_command_open_target (command, arguments[0], 0, &target, error) ||
      !cenacle_command_settle (cenacle_engine1_call_leave_circle_sync (target.engine, target.circle,
                                                                       NULL, error),
                               error))
    return FALSE;
  cenacle_command_show_nothing (command);
  return TRUE;
}

static GVariant *
dup_continue_wishes (CenacleCommand *command, const CenId *circle, GError **error)
{
  g_auto (GVariantDict) dict = G_VARIANT_DICT_INIT (NULL);
  g_autoptr (GPtrArray) left_out = g_ptr_array_new_with_free_func (g_free);

  for (char **text = options.left_out; text != NULL && *text != NULL; text++) {
    CenId id;

    if (!cenacle_command_find_member (command, circle, *text, &id, error))
      return NULL;
    g_ptr_array_add (left_out, cen_id_dup_text (&id));
  }
  g_ptr_array_add (left_out, NULL);
  g_variant_dict_insert (&dict, "leave-out", "^as", left_out->pdata);
  if (options.name != NULL)
    g_variant_dict_insert (&dict, "name", "s", options.name);
  return g_variant_ref_sink (g_variant_dict_end (&dict));
}

static gboolean
continue_circle (CenacleCommand *command, char **arguments, GError **error)
{
  g_autoptr (CenacleOutput) output =
      cenacle_output_new (CENACLE_SHAPE_RECORD, cenacle_command_get_format (command));
  g_auto (CenacleTarget) target = { 0 };
  g_autoptr (GVariant) wishes = NULL;
  g_autofree char *continued = NULL;

  if (!cenacle_command_open_target (command, arguments[0], 0, &target, error))
    return FALSE;
  wishes = dup_continue_wishes (command, &target.row->id, error);
  if (wishes == NULL ||
      !cenacle_command_settle (cenacle_engine1_call_continue_circle_sync (target.engine,
                                                                          target.circle, wishes,
                                                                          &continued, NULL, error),
                               error))
    return FALSE;
  cenacle_output_add_row (output);
  cenacle_output_add_text (output, "circle", _ ("Circle"), continued);
  cenacle_output_add_text (output, "continues", _ ("Goes on from"), target.circle);
  cenacle_output_show (output);
  return TRUE;
}

const CenacleVerb cenacle_circle_verbs[] = {
  { "circle create", "NAME", 1, 1, create_options, create_circle, N_ ("Create a circle.") },
  { "circle list", "", 0, 0, NULL, list_circles, N_ ("List your circles.") },
  { "circle show", "CIRCLE", 1, 1, NULL, show_circle, N_ ("Tell all about a circle.") },
  { "circle set", "CIRCLE FIELD VALUE", 3, 3, NULL, set_circle,
    N_ ("Change the name, intention, charter or colour of a circle.") },
  { "circle continue", "CIRCLE", 1, 1, continue_options, continue_circle,
    N_ ("Found a circle that goes on from this one, and invite its members in direct messages.") },
  { "circle leave", "CIRCLE", 1, 1, NULL, leave_circle, N_ ("Leave a circle.") },
  { NULL },
};
