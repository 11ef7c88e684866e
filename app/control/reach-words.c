/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "reach-words.h"

#include <glib/gi18n.h>

static const struct {
  const char *reach;
  const char *sentence;
  const char *advice;
} rows[] = {
  { "outside", N_ ("Others reach you from anywhere: somebody did."), "" },
  { "mapped", N_ ("Others can reach you from anywhere: your router lets them in."), "" },
  { "public", N_ ("Others can probably reach you from anywhere; nobody has tried yet."),
    N_ ("A firewall may still be in between.") },
  { "tor", N_ ("Others can reach you over Tor."), "" },
  { "relay", N_ ("Others cannot reach you from outside; a relay passes on what you write."), "" },
  { "double",
    N_ ("Only people on this network can reach you: your router lets others in, but stands behind "
        "another one."),
    N_ ("Use a relay, a keeper that others can reach, or Tor.") },
  { "local", N_ ("Only people on this network can reach you."),
    N_ ("Allow port mapping in your router, use a relay, a keeper that others can reach, or "
        "Tor.") },
  { "nobody", N_ ("Nobody can reach you; you reach others where they can be reached."), "" },
  { "no-tor",
    N_ ("Nobody can reach you: this circle is met over Tor alone, and there is none here."),
    N_ ("Install Tor, become a member of the group “debian-tor”, and log in again.") },
  { "offline", N_ ("Nobody can reach you: you are offline, as you chose."), "" },
};

static guint
find (GVariantDict *circle)
{
  const char *reach = "";

  g_variant_dict_lookup (circle, "reach", "&s", &reach);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    if (g_str_equal (rows[i].reach, reach))
      return i;
  }
  return G_N_ELEMENTS (rows);
}

char *
cenacle_reach_dup_sentence (GVariantDict *circle)
{
  guint at = find (circle);

  return g_strdup (at < G_N_ELEMENTS (rows) ? _ (rows[at].sentence) : "");
}

char *
cenacle_reach_dup_advice (GVariantDict *circle)
{
  guint at = find (circle);

  return g_strdup (at < G_N_ELEMENTS (rows) && *rows[at].advice != '\0' ? _ (rows[at].advice) : "");
}
