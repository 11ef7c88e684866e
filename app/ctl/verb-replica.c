/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/state.h"
#include "verb.h"

#include <glib/gi18n.h>

static struct {
  int posts;
  int authors;
} options = { .posts = 100, .authors = 5 };

/* Making all of a big circle's views, or a hundred thousand posts, takes minutes. */
#define LONG_CALL_MS (60 * 60 * 1000)

#define POSTS_MAX   10000000
#define AUTHORS_MAX CEN_MEMBERS_MAX

static const GOptionEntry load_options[] = {
  { "posts", 0, 0, G_OPTION_ARG_INT, &options.posts, N_ ("How many posts (100)"), N_ ("N") },
  { "authors", 0, 0, G_OPTION_ARG_INT, &options.authors, N_ ("By how many members (5)"), N_ ("M") },
  G_OPTION_ENTRY_NULL,
};

static void
add_digest (CenacleOutput *output, const char *key, const char *header, const guint8 *digest)
{
  g_autofree char *text = cen_base32_encode (digest, CEN_ID_LEN);

  cenacle_output_add_text (output, key, header, text);
}

static void
add_heads (CenacleOutput *output, const GPtrArray *heads)
{
  g_autoptr (GString) text = g_string_new (NULL);
  JsonArray *array = json_array_new ();
  JsonNode *node = json_node_new (JSON_NODE_ARRAY);

  for (guint i = 0; i < heads->len; i++) {
    g_autofree char *id = cen_id_dup_text (g_ptr_array_index (heads, i));

    json_array_add_string_element (array, id);
    g_string_append_printf (text, "%s%s", i > 0 ? " " : "", id);
  }
  json_node_take_array (node, array);
  cenacle_output_add_node (output, "heads", _ ("Heads"), node, text->str);
}

static gboolean
show_state (CenacleCommand *command, char **arguments, GError **error)
{
  g_autoptr (CenacleOutput) output =
      cenacle_output_new (CENACLE_SHAPE_RECORD, cenacle_command_get_format (command));
  g_autoptr (CenCircleRow) row = cenacle_command_find_circle (command, arguments[0], error);
  g_auto (CenState) state = { 0 };

  if (row == NULL ||
      !cen_state_digest (cenacle_command_get_store (command, error), &row->id, &state, error))
    return FALSE;
  cenacle_output_add_row (output);
  cenacle_output_add_id (output, "circle", _ ("Circle"), &row->id);
  cenacle_output_add_int (output, "ops", _ ("Operations"), (gint64) state.n_ops);
  add_digest (output, "set_digest", _ ("Digest of the log"), state.set_digest);
  add_digest (output, "view_digest", _ ("Digest of the views"), state.view_digest);
  add_heads (output, state.heads);
  cenacle_output_show (output);
  return TRUE;
}

static gboolean
verify (CenacleCommand *command, char **arguments, GError **error)
{
  g_autoptr (CenacleOutput) output =
      cenacle_output_new (CENACLE_SHAPE_LIST, cenacle_command_get_format (command));
  g_autoptr (GPtrArray) faults = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (CenCircleRow) row = NULL;
  g_autoptr (GError) cause = NULL;
  CenStore *store = cenacle_command_get_store (command, error);

  if (store == NULL)
    return FALSE;
  if (arguments[0] != NULL) {
    row = cenacle_command_find_circle (command, arguments[0], error);
    if (row == NULL)
      return FALSE;
  }
  cen_verify (store, row != NULL ? &row->id : NULL, faults, &cause);
  for (guint i = 0; i < faults->len; i++) {
    cenacle_output_add_row (output);
    cenacle_output_add_text (output, "fault", _ ("Fault"), g_ptr_array_index (faults, i));
  }
  cenacle_output_show (output);
  if (cause != NULL) {
    g_propagate_error (error, g_steal_pointer (&cause));
    return FALSE;
  }
  if (faults->len > 0) {
    g_set_error (error, CEN_ERROR, CEN_ERROR_INVALID,
                 g_dngettext (GETTEXT_PACKAGE, "What is kept here has %u fault.",
                              "What is kept here has %u faults.", faults->len),
                 faults->len);
    return FALSE;
  }
  cenacle_command_show_nothing (command);
  return TRUE;
}

static gboolean
rebuild (CenacleCommand *command, char **arguments, GError **error)
{
  g_auto (CenacleTarget) target = { 0 };
  CenacleEngine1 *engine;

  if (arguments[0] != NULL &&
      !cenacle_command_open_target (command, arguments[0], LONG_CALL_MS, &target, error))
    return FALSE;
  engine = cenacle_command_get_engine (command, LONG_CALL_MS, error);
  if (engine == NULL ||
      !cenacle_command_settle (cenacle_engine1_call_rebuild_sync (
                                   engine, target.circle != NULL ? target.circle : "", NULL, error),
                               error))
    return FALSE;
  cenacle_command_show_nothing (command);
  return TRUE;
}

static gboolean
load (CenacleCommand *command, char **arguments, GError **error)
{
  g_auto (CenacleTarget) target = { 0 };

  if (options.posts < 1 || options.posts > POSTS_MAX || options.authors < 1 ||
      options.authors > AUTHORS_MAX) {
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                 /* Translators: the highest numbers. */
                 _ ("From 1 to %d posts by 1 to %d authors can be made."), POSTS_MAX, AUTHORS_MAX);
    return FALSE;
  }
  if (!cenacle_command_open_target (command, arguments[0], LONG_CALL_MS, &target, error) ||
      !cenacle_command_settle (cenacle_engine1_call_load_sync (target.engine, target.circle,
                                                               (guint) options.posts,
                                                               (guint) options.authors, NULL,
                                                               error),
                               error))
    return FALSE;
  cenacle_command_show_nothing (command);
  return TRUE;
}

const CenacleVerb cenacle_replica_verbs[] = {
  { "state", "CIRCLE", 1, 1, NULL, show_state,
    N_ ("Print digests that are equal where the same operations are.") },
  { "verify", "[CIRCLE]", 0, 1, NULL, verify, N_ ("Check every hash, signature, link and view.") },
  { "rebuild", "[CIRCLE]", 0, 1, NULL, rebuild,
    N_ ("Drop the views and make them again from the log.") },
  { "load", "CIRCLE", 1, 1, load_options, load,
    N_ ("Fill a circle of your own with plausible content, for trials.") },
  { NULL },
};
