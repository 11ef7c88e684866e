/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The patterns are those of CLDR's lists: each puts one more name behind what is there, so that a
 * language may choose its marks, its words and their order. */

#include "name-list.h"

#include <glib/gi18n.h>

char *
cenacle_name_list_dup_text (const GPtrArray *names)
{
  char *text = g_strdup (names->len > 0 ? names->pdata[0] : "");

  for (guint i = 1; i < names->len; i++) {
    const char *name = names->pdata[i];
    g_autofree char *before = text;

    if (i + 1 < names->len)
      /* Translators: names, and one more after which others follow. */
      text = g_strdup_printf (C_ ("list of names", "%s, %s"), before, name);
    else
      /* Translators: names, and the last one. */
      text = g_strdup_printf (C_ ("list of names", "%s and %s"), before, name);
  }
  return text;
}
