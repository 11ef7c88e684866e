/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "recap.h"

#include <glib/gi18n.h>

static void
append_decisions (GString *text, const char *decisions)
{
  g_auto (GStrv) lines = g_strsplit (decisions, "\n", -1);

  g_string_append_printf (text, "\n\n%s\n", _ ("Decided:"));
  for (guint i = 0; lines[i] != NULL; i++) {
    const char *line = g_strstrip (lines[i]);

    if (*line != '\0')
      g_string_append_printf (text, "\n%s%s", g_str_has_prefix (line, "- ") ? "" : "- ", line);
  }
}

char *
cenacle_recap_dup_text (const CenacleRecap *recap)
{
  GString *text = g_string_new (NULL);

  /* Translators: the first line of a message: of which session, of which day. */
  g_string_append_printf (text, _ ("**Recap of “%s”**, %s"), recap->title, recap->day);
  if (*recap->present != '\0') {
    g_string_append (text, "\n\n");
    g_string_append_printf (text, _ ("Were there: %s"), recap->present);
  }
  if (*recap->decisions != '\0')
    append_decisions (text, recap->decisions);
  if (recap->note != NULL) {
    g_autofree char *id = cen_id_dup_text (recap->note);

    g_string_append_printf (text, "\n\n[%s](" CENACLE_RECAP_LINK "%s)", _ ("The notes"), id);
  }
  return g_string_free (text, FALSE);
}
