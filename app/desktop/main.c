/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "app/control/paths.h"
#include "application.h"
#include "live-page.h"

#include <glib/gi18n.h>
#include <locale.h>

static char *home_option;
static gboolean prints_startup;
static gboolean prints_version;
static gboolean is_service;
static int attend_after_s = CENACLE_LIVE_PAGE_ATTEND_S;

static const GOptionEntry entries[] = {
  { "home", 0, 0, G_OPTION_ARG_FILENAME, &home_option, N_ ("Be the person whose things are in DIR"),
    N_ ("DIR") },
  { "gapplication-service", 0, 0, G_OPTION_ARG_NONE, &is_service,
    N_ ("Start without a window, to tell what comes"), NULL },
  { "version", 0, 0, G_OPTION_ARG_NONE, &prints_version, N_ ("Print the version and end"), NULL },
  G_OPTION_ENTRY_NULL,
};

static const GOptionEntry trial_entries[] = {
  { "print-startup", 0, 0, G_OPTION_ARG_NONE, &prints_startup,
    N_ ("Print milliseconds and memory at the first frame"), NULL },
  { "attend-after", 0, 0, G_OPTION_ARG_INT, &attend_after_s,
    N_ ("Being in a session for so long is attendance (60)"), N_ ("SECONDS") },
  G_OPTION_ENTRY_NULL,
};

static void
set_up_locale (void)
{
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, cenacle_paths_is_uninstalled () ? BUILD_ROOT "/po" : LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
}

/* The home is part of the application id, so it is read before GApplication looks at the arguments;
 * links stay for it. */
static gboolean
parse_options (int *argc, char ***argv)
{
  g_autoptr (GOptionContext) context = g_option_context_new (_ ("[LINK]"));
  g_autoptr (GError) error = NULL;
  GOptionGroup *trials = g_option_group_new ("trials", _ ("For trials and benches:"),
                                             _ ("Show options for trials"), NULL, NULL);

  g_option_group_add_entries (trials, trial_entries);
  g_option_group_set_translation_domain (trials, GETTEXT_PACKAGE);
  g_option_context_add_group (context, trials);
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  g_option_context_set_summary (context,
                                _ ("Opens the window of Cenacle. LINK is an invite (cenacle:…)."));
  if (g_option_context_parse (context, argc, argv, &error))
    return TRUE;
  g_printerr ("%s\n", error->message);
  return FALSE;
}

int
main (int argc, char **argv)
{
  CenacleApplicationOptions options = { .started_us = g_get_monotonic_time () };
  g_autoptr (CenacleApplication) application = NULL;
  g_autofree char *home = NULL;
  g_autofree char *default_home = NULL;

  set_up_locale ();
  if (!parse_options (&argc, &argv))
    return 2;
  if (prints_version) {
    g_print ("cenacle %s\n", CENACLE_VERSION);
    return 0;
  }
  home = cenacle_paths_dup_home (home_option);
  g_unsetenv ("CENACLE_HOME"); /* it has been heard; the engine gets --home */
  default_home = cenacle_paths_dup_home (NULL);
  options.home = home;
  options.is_default = g_str_equal (home, default_home);
  options.prints_startup = prints_startup;
  options.is_service = is_service;
  cenacle_live_page_set_attend_after ((guint) MAX (attend_after_s, 0));
  g_set_application_name ("Cenacle");
  g_set_prgname ("org.cenacle.Cenacle");
  application = cenacle_application_new (&options);
  return g_application_run (G_APPLICATION (application), argc, argv);
}
