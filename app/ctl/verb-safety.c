/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/store-local.h"
#include "core/words.h"
#include "verb.h"

#include <glib/gi18n.h>

static struct {
  char *language;
  gboolean is_match;
  gboolean is_unmatched;
} options;

static const GOptionEntry safety_options[] = {
  { "language", 0, 0, G_OPTION_ARG_FILENAME, &options.language,
    N_ ("The words of LANGUAGE: en or fr (otherwise the system’s)"), N_ ("LANGUAGE") },
  { "match", 0, 0, G_OPTION_ARG_NONE, &options.is_match, N_ ("Remember that they are the same"),
    NULL },
  { "forget", 0, 0, G_OPTION_ARG_NONE, &options.is_unmatched, N_ ("Forget that they were"), NULL },
  G_OPTION_ENTRY_NULL,
};

static const char *
get_language (GError **error)
{
  if (options.language == NULL)
    return cen_words_get_language (g_get_language_names ()[0]);
  if (!g_str_equal (options.language, "en") && !g_str_equal (options.language, "fr")) {
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                 _ ("There are safety words in en and fr."));
    return NULL;
  }
  return options.language;
}

static gboolean
remember (CenacleCommand *command, char **arguments, const CenId *member, GError **error)
{
  g_auto (CenacleTarget) target = { 0 };
  g_autofree char *text = cen_id_dup_text (member);

  if (!options.is_match && !options.is_unmatched)
    return TRUE;
  return cenacle_command_open_target (command, arguments[0], 0, &target, error) &&
         cenacle_command_settle (cenacle_engine1_call_set_verified_sync (target.engine,
                                                                         target.circle, text,
                                                                         options.is_match, NULL,
                                                                         error),
                                 error);
}

static gboolean
show_words (CenacleCommand *command, const CenCircleRow *circle, const CenId *member,
            const char *language, GError **error)
{
  g_autoptr (CenacleOutput) output =
      cenacle_output_new (CENACLE_SHAPE_RECORD, cenacle_command_get_format (command));
  CenStore *store = cenacle_command_get_store (command, error);
  g_autoptr (GHashTable) verified =
      store != NULL ? cen_local_list_verified (store, &circle->id, error) : NULL;
  g_autofree char *words = NULL;
  g_auto (GStrv) each = NULL;
  JsonArray *array;
  JsonNode *node;

  if (verified == NULL)
    return FALSE;
  words = cen_words_for_pair (&circle->id, &circle->self_member, member, language);
  each = g_strsplit (words, " ", -1);
  array = json_array_new ();
  for (char **word = each; *word != NULL; word++)
    json_array_add_string_element (array, *word);
  node = json_node_new (JSON_NODE_ARRAY);
  json_node_take_array (node, array);
  cenacle_output_add_row (output);
  cenacle_output_add_node (output, "words", _ ("Words"), node, words);
  cenacle_output_add_text (output, "language", NULL, language);
  cenacle_output_add_bool (output, "verified", _ ("Compared"),
                           g_hash_table_contains (verified, member));
  cenacle_output_show (output);
  return TRUE;
}

static gboolean
compare (CenacleCommand *command, char **arguments, GError **error)
{
  const char *language = get_language (error);
  g_autoptr (CenCircleRow) circle = NULL;
  CenId member;

  if (language == NULL)
    return FALSE;
  circle = cenacle_command_find_circle (command, arguments[0], error);
  if (circle == NULL ||
      !cenacle_command_find_member (command, &circle->id, arguments[1], &member, error))
    return FALSE;
  if (cen_id_equal (&member, &circle->self_member)) {
    g_set_error (error, CEN_ERROR, CEN_ERROR_INVALID,
                 _ ("Safety words are for you and somebody else."));
    return FALSE;
  }
  return remember (command, arguments, &member, error) &&
         show_words (command, circle, &member, language, error);
}

const CenacleVerb cenacle_safety_verbs[] = {
  { "safety", "CIRCLE MEMBER", 2, 2, safety_options, compare,
    N_ ("Show the words that you and a member compare aloud.") },
  { NULL },
};
