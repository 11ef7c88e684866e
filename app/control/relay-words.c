/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "relay-words.h"

#include <gio/gio.h>
#include <glib/gi18n.h>
#include <string.h>

/* What a relay was seen to do, in the engine's words, for translators. */
static const char *const problem_words[] G_GNUC_UNUSED = {
  N_ ("gave what is not of this circle"),      N_ ("lost what it had; it was brought again"),
  N_ ("keeps back what it has, or let it go"), N_ ("has no room left"),
  N_ ("has no mailbox for this circle"),
};

char *
cenacle_relay_dup_problems (GVariantDict *relay)
{
  g_auto (GStrv) problems = NULL;
  g_autoptr (GString) text = g_string_new (NULL);

  g_variant_dict_lookup (relay, "problems", "^as", &problems);
  for (guint i = 0; problems != NULL && problems[i] != NULL; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", _ (problems[i]));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static guint64
get_number (GVariantDict *relay, const char *name)
{
  guint64 number = 0;

  g_variant_dict_lookup (relay, name, "t", &number);
  return number;
}

static char *
dup_use (GVariantDict *relay)
{
  guint64 quota = get_number (relay, "quota");
  g_autofree char *used = g_format_size (get_number (relay, "bytes"));
  g_autofree char *all = g_format_size (quota);

  /* Translators: of the room that a relay gives a circle: "12 MB of 512 MB used". */
  return quota > 0 ? g_strdup_printf (_ ("%s of %s used."), used, all) : g_strdup ("");
}

static char *
dup_settled (GVariantDict *relay)
{
  guint n = (guint) get_number (relay, "waiting");
  g_autofree char *use = dup_use (relay);
  g_autofree char *waiting = n > 0 ? g_strdup_printf (ngettext ("Waits there for %u member.",
                                                                "Waits there for %u members.", n),
                                                      n)
                                   : g_strdup (_ ("Everybody has fetched what lies there."));

  return g_strjoin (" ", waiting, *use != '\0' ? use : NULL, NULL);
}

static char *
dup_state (GVariantDict *relay, const char *met_ago)
{
  const char *state = "";
  gboolean is_settled = FALSE;

  g_variant_dict_lookup (relay, "state", "&s", &state);
  g_variant_dict_lookup (relay, "settled", "b", &is_settled);
  if (strcmp (state, "connected") == 0)
    return is_settled ? dup_settled (relay) : g_strdup (_ ("Exchanging what is new."));
  if (strcmp (state, "refused") == 0)
    return g_strdup (_ ("It does not know this circle (any more)."));
  if (met_ago == NULL)
    return g_strdup (_ ("Not reached yet."));
  /* Translators: followed by "5 minutes ago". */
  return g_strdup_printf (_ ("Not reached now; last reached %s."), met_ago);
}

char *
cenacle_relay_dup_sentence (GVariantDict *relay, const char *met_ago)
{
  g_autofree char *state = dup_state (relay, met_ago);
  g_autofree char *problems = cenacle_relay_dup_problems (relay);

  if (*problems == '\0')
    return g_steal_pointer (&state);
  /* Translators: what a relay was seen to do, such as "has no room left". */
  return g_strdup_printf (_ ("Noticed: it %s. %s"), problems, state);
}
