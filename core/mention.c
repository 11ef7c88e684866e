/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "mention.h"

#include <string.h>

gboolean
cen_mention_has (const char *text, const char *name)
{
  g_autofree char *folded = g_utf8_casefold (text, -1);
  g_autofree char *key = g_utf8_casefold (name, -1);
  gsize len = strlen (key);

  for (const char *at = folded; len > 0 && (at = strchr (at, '@')) != NULL; at++) {
    if (strncmp (at + 1, key, len) == 0 && !g_unichar_isalnum (g_utf8_get_char (at + 1 + len)))
      return TRUE;
  }
  return FALSE;
}
