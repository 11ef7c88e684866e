/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* cenaclectl: finds the verb in the tables, reads its options, runs it, and makes of how it ended
 * an exit status and at most one sentence on stderr. */

#include "app/control/errors.h"
#include "app/control/paths.h"
#include "core/crypto.h"
#include "verb.h"

#include <glib/gi18n.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>

typedef enum {
  CENACLE_EXIT_DONE = 0,
  CENACLE_EXIT_FAILED = 1,
  CENACLE_EXIT_USAGE = 2,
  CENACLE_EXIT_NOT_FOUND = 3,
  CENACLE_EXIT_UNREACHABLE = 4,
} CenacleExit;

static const CenacleVerb *const tables[] = {
  cenacle_circle_verbs,  cenacle_invite_verbs,  cenacle_member_verbs,   cenacle_device_verbs,
  cenacle_safety_verbs,  cenacle_message_verbs, cenacle_letter_verbs,   cenacle_moderation_verbs,
  cenacle_own_verbs,     cenacle_telling_verbs, cenacle_read_verbs,     cenacle_sync_verbs,
  cenacle_switch_verbs,  cenacle_replica_verbs, cenacle_home_verbs,     cenacle_question_verbs,
  cenacle_note_verbs,    cenacle_session_verbs, cenacle_calendar_verbs, cenacle_pair_verbs,
  cenacle_path_verbs,    cenacle_pulse_verbs,   cenacle_library_verbs,  cenacle_deck_verbs,
  cenacle_bundle_verbs,  cenacle_poll_verbs,    cenacle_proposal_verbs, cenacle_thanks_verbs,
  cenacle_charter_verbs, cenacle_week_verbs,    cenacle_comment_verbs,  cenacle_export_verbs,
  cenacle_live_verbs,    cenacle_recap_verbs,   cenacle_relay_verbs,    cenacle_tor_verbs,
  cenacle_keeper_verbs,  cenacle_storage_verbs,
};

static char *option_home;
static gboolean option_json;
static gboolean option_version;

static const GOptionEntry global_options[] = {
  { "home", 0, 0, G_OPTION_ARG_FILENAME, &option_home,
    N_ ("Everything of one person is in DIR ($CENACLE_HOME)"), N_ ("DIR") },
  { "json", 0, 0, G_OPTION_ARG_NONE, &option_json, N_ ("Print JSON, one object on a line"), NULL },
  G_OPTION_ENTRY_NULL,
};

static const GOptionEntry version_option[] = {
  { "version", 0, 0, G_OPTION_ARG_NONE, &option_version, N_ ("Print the version"), NULL },
  G_OPTION_ENTRY_NULL,
};

static CenacleExit
exit_for (const GError *error)
{
  if (error->domain == G_OPTION_ERROR)
    return CENACLE_EXIT_USAGE;
  if (g_error_matches (error, CEN_ERROR, CEN_ERROR_NOT_FOUND))
    return CENACLE_EXIT_NOT_FOUND;
  if (g_error_matches (error, CEN_ERROR, CEN_ERROR_UNREACHABLE))
    return CENACLE_EXIT_UNREACHABLE;
  return CENACLE_EXIT_FAILED;
}

static CenacleExit
fail (const GError *error)
{
  fprintf (stderr, "cenaclectl: %s\n", error->message);
  return exit_for (error);
}

/* Every verb with what follows it, for the general help. */
static char *
dup_verb_list (void)
{
  GString *list = g_string_new (_ ("Verbs:"));

  for (guint t = 0; t < G_N_ELEMENTS (tables); t++) {
    for (const CenacleVerb *verb = tables[t]; verb->path != NULL; verb++)
      g_string_append_printf (list, "\n  %-16s %s", verb->path, _ (verb->help));
  }
  g_string_append_printf (list, "\n\n%s", _ ("“cenaclectl VERB --help” tells more about one."));
  return g_string_free (list, FALSE);
}

/* Words of @path that @arguments begins with; 0 when it does not begin with all of them. */
static guint
match_path (const char *path, char **arguments)
{
  g_auto (GStrv) words = g_strsplit (path, " ", -1);
  guint n;

  for (n = 0; words[n] != NULL; n++) {
    if (arguments[n] == NULL || strcmp (arguments[n], words[n]) != 0)
      return 0;
  }
  return n;
}

static const CenacleVerb *
find_verb (char **arguments, guint *ret_n_words)
{
  const CenacleVerb *found = NULL;
  guint n_found = 0;

  for (guint t = 0; t < G_N_ELEMENTS (tables); t++) {
    for (const CenacleVerb *verb = tables[t]; verb->path != NULL; verb++) {
      guint n = match_path (verb->path, arguments);

      if (n > n_found) {
        found = verb;
        n_found = n;
      }
    }
  }
  *ret_n_words = n_found;
  return found;
}

/* The options before the verb. Leaves in @argv what follows them. */
static gboolean
read_global_options (int *argc, char ***argv, GError **error)
{
  g_autoptr (GOptionContext) context = g_option_context_new (_ ("VERB …"));
  g_autofree char *verbs = dup_verb_list ();

  g_option_context_set_strict_posix (context, TRUE);
  g_option_context_set_summary (context,
                                _ ("Does from a terminal what the window does, for one home."));
  g_option_context_set_description (context, verbs);
  g_option_context_add_main_entries (context, global_options, GETTEXT_PACKAGE);
  g_option_context_add_main_entries (context, version_option, GETTEXT_PACKAGE);
  return g_option_context_parse (context, argc, argv, error);
}

/* GOption leaves the "--" after which nothing is an option when what follows looks like one. */
static void
drop_separator (char **arguments)
{
  for (char **at = arguments; *at != NULL; at++) {
    if (strcmp (*at, "--") == 0) {
      g_free (*at);
      memmove (at, at + 1, sizeof *at * (g_strv_length (at + 1) + 1));
      return;
    }
  }
}

static gboolean
check_utf8 (char **texts, GError **error)
{
  for (; texts != NULL && *texts != NULL; texts++) {
    if (!g_utf8_validate (*texts, -1, NULL)) {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   _ ("An argument is not UTF-8."));
      return FALSE;
    }
  }
  return TRUE;
}

static gboolean
check_options_utf8 (const GOptionEntry *options, GError **error)
{
  for (; options != NULL && options->long_name != NULL; options++) {
    char *one[2] = { NULL, NULL };

    if (options->arg == G_OPTION_ARG_FILENAME)
      one[0] = *(char **) options->arg_data;
    if (!check_utf8 (one, error) || (options->arg == G_OPTION_ARG_FILENAME_ARRAY &&
                                     !check_utf8 (*(char ***) options->arg_data, error)))
      return FALSE;
  }
  return TRUE;
}

/* The options of @verb, anywhere after it, and the global ones again. What stays are arguments. */
static gboolean
read_verb_options (const CenacleVerb *verb, char ***arguments, GError **error)
{
  g_autofree char *name = g_strconcat ("cenaclectl ", verb->path, NULL);
  g_autoptr (GOptionContext) context = g_option_context_new (verb->usage);
  guint n;

  g_set_prgname (name);
  g_option_context_set_summary (context, _ (verb->help));
  if (verb->options != NULL)
    g_option_context_add_main_entries (context, verb->options, GETTEXT_PACKAGE);
  g_option_context_add_main_entries (context, global_options, GETTEXT_PACKAGE);
  if (!g_option_context_parse_strv (context, arguments, error))
    return FALSE;
  drop_separator (*arguments);
  n = g_strv_length (*arguments) - 1;
  if (n < verb->n_arguments_min || n > verb->n_arguments_max) {
    /* Translators: a verb, and its arguments. */
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED, _ ("Usage: cenaclectl %s %s"),
                 verb->path, verb->usage);
    return FALSE;
  }
  return check_utf8 (*arguments + 1, error) && check_options_utf8 (verb->options, error);
}

static CenacleExit
run_verb (const CenacleVerb *verb, char ***arguments)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CenacleCommand) command = NULL;
  g_autofree char *home = NULL;

  if (!read_verb_options (verb, arguments, &error))
    return fail (error);
  home = cenacle_paths_dup_home (option_home);
  command = cenacle_command_new (home, option_json ? CENACLE_FORMAT_JSON : CENACLE_FORMAT_HUMAN);
  if (!verb->run (command, *arguments + 1, &error))
    return fail (error);
  if (fflush (stdout) != 0) {
    fprintf (stderr, "cenaclectl: %s\n", _ ("What there is to tell could not be written."));
    return CENACLE_EXIT_FAILED;
  }
  return CENACLE_EXIT_DONE;
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) arguments = NULL;
  const CenacleVerb *verb;
  guint n_words;

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, cenacle_paths_is_uninstalled () ? BUILD_ROOT "/po" : LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  g_set_prgname ("cenaclectl");
  cen_crypto_init ();

  if (!read_global_options (&argc, &argv, &error))
    return fail (error);
  if (option_version) {
    puts ("cenaclectl " CENACLE_VERSION);
    return CENACLE_EXIT_DONE;
  }
  verb = find_verb (argv + 1, &n_words);
  if (verb == NULL) {
    fprintf (stderr, "cenaclectl: %s\n",
             argc < 2 ? _ ("What to do? “cenaclectl --help” lists the verbs.")
                      : _ ("There is no such verb; “cenaclectl --help” lists them."));
    return CENACLE_EXIT_USAGE;
  }
  /* GOption takes the first word for the program's name. */
  arguments = g_strdupv (argv + n_words);
  return run_verb (verb, &arguments);
}
