/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "links.h"

#include <string.h>

#define INVITE_PREFIX "cenacle:1:"
#define BODY_MIN      32 /* characters: shorter ones lead nowhere */
#define SHORT_BODY    8

static gsize
count_base32 (const char *text, gsize len)
{
  gsize n = 0;

  while (n < len && (g_ascii_islower (text[n]) || (text[n] >= '2' && text[n] <= '7')))
    n++;
  return n;
}

gboolean
cenacle_links_find_invite (const char *text, gsize len, gsize *ret_start, gsize *ret_len)
{
  gsize prefix_len = strlen (INVITE_PREFIX);

  for (gsize i = 0; i + prefix_len + BODY_MIN <= len; i++) {
    gsize body_len;

    if (memcmp (text + i, INVITE_PREFIX, prefix_len) != 0 ||
        (i > 0 && g_ascii_isalnum (text[i - 1])))
      continue;
    body_len = count_base32 (text + i + prefix_len, len - i - prefix_len);
    if (body_len < BODY_MIN)
      continue;
    *ret_start = i;
    *ret_len = prefix_len + body_len;
    return TRUE;
  }
  return FALSE;
}

char *
cenacle_links_dup_invite (const char *text)
{
  gsize start, len;

  return cenacle_links_find_invite (text, strlen (text), &start, &len)
             ? g_strndup (text + start, len)
             : NULL;
}

char *
cenacle_links_dup_short (const char *link, gsize len)
{
  return g_strdup_printf ("%.*s…", (int) MIN (len, strlen (INVITE_PREFIX) + SHORT_BODY), link);
}

char *
cenacle_links_dup_object (const char *title, const char *id)
{
  g_autofree char *words = g_strdelimit (g_strdup (title), "[]", ' ');

  return g_strdup_printf ("[%s](cenacle:object:%s)", words, id);
}
