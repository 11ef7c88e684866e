/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "parse.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>

#define SECOND_MS     G_GINT64_CONSTANT (1000)
#define DAY_MS        (24 * 60 * 60 * SECOND_MS)
#define WHILE_MAX_MS  (3653 * DAY_MS)
#define TIME_TEXT_MAX 40

/* Where a time without seconds ends: "2026-11-22T10:00", perhaps before a zone. */
static gboolean
lacks_seconds (const char *text)
{
  return g_regex_match_simple ("^[0-9]{4}-?[0-9]{2}-?[0-9]{2}T[0-9]{2}:[0-9]{2}(Z|[+-].*)?$", text,
                               0, 0);
}

static char *
complete_time (const char *text)
{
  g_autofree char *joined = g_strdup (text);
  char *space = strchr (joined, ' ');

  if (space != NULL)
    *space = 'T';
  if (strchr (joined, 'T') == NULL)
    return g_strconcat (joined, "T00:00:00", NULL);
  if (lacks_seconds (joined)) {
    gsize at = (gsize) (strchr (joined, 'T') - joined) + strlen ("Thh:mm");

    return g_strdup_printf ("%.*s:00%s", (int) at, joined, joined + at);
  }
  return g_steal_pointer (&joined);
}

gboolean
cenacle_parse_time (const char *text, gint64 *ret_time_ms, GError **error)
{
  g_autoptr (GTimeZone) local = g_time_zone_new_local ();
  g_autofree char *complete = NULL;
  g_autoptr (GDateTime) time = NULL;

  if (strlen (text) <= TIME_TEXT_MAX) {
    complete = complete_time (text);
    time = g_date_time_new_from_iso8601 (complete, local);
  }
  if (time == NULL) {
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                 _ ("“%s” is no time; one looks like 2026-09-14 or 2026-09-14T18:30."), text);
    return FALSE;
  }
  *ret_time_ms = g_date_time_to_unix (time) * 1000 + g_date_time_get_microsecond (time) / 1000;
  return TRUE;
}

static gint64
unit_ms (char unit)
{
  switch (unit) {
  case 's':
    return SECOND_MS;
  case 'm':
    return 60 * SECOND_MS;
  case 'h':
    return 60 * 60 * SECOND_MS;
  case 'd':
    return DAY_MS;
  case 'w':
    return 7 * DAY_MS;
  default:
    return 0;
  }
}

gboolean
cenacle_parse_while (const char *text, gint64 *ret_while_ms, GError **error)
{
  char *end;
  guint64 n;
  gint64 unit;

  if (strcmp (text, "never") == 0) {
    *ret_while_ms = 0;
    return TRUE;
  }
  errno = 0;
  n = g_ascii_strtoull (text, &end, 10);
  unit = unit_ms (*end);
  if (errno != 0 || !g_ascii_isdigit (text[0]) || n == 0 || unit == 0 || end[1] != '\0' ||
      n > (guint64) (WHILE_MAX_MS / unit)) {
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                 _ ("“%s” is no length of time; one looks like 7d, 12h, 90m or never."), text);
    return FALSE;
  }
  *ret_while_ms = (gint64) n * unit;
  return TRUE;
}

gboolean
cenacle_parse_seconds (const char *text, guint *ret_ms, GError **error)
{
  char *end;
  double seconds = g_ascii_strtod (text, &end);

  if (end == text || *end != '\0' || !(seconds >= 0 && seconds <= (double) DAY_MS / 1000)) {
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                 _ ("“%s” is no number of seconds up to a day."), text);
    return FALSE;
  }
  *ret_ms = (guint) (seconds * 1000);
  return TRUE;
}

gboolean
cenacle_parse_size (const char *text, guint64 *ret_size, GError **error)
{
  static const char units[] = "KMGT";
  char *end;
  const char *unit;
  guint64 n;
  guint shift = 0;

  errno = 0;
  n = g_ascii_strtoull (text, &end, 10);
  unit = *end != '\0' ? strchr (units, g_ascii_toupper (*end)) : NULL;
  if (unit != NULL) {
    shift = 10 * (guint) (unit - units + 1);
    end++;
  }
  if (errno != 0 || !g_ascii_isdigit (text[0]) || *end != '\0' ||
      n > (guint64) G_MAXINT64 >> shift) {
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                 _ ("“%s” is no size; one looks like 500M, 2G or 1048576."), text);
    return FALSE;
  }
  *ret_size = n << shift;
  return TRUE;
}

static char *
read_stdin (gsize len_max, GError **error)
{
  /* One byte more than is allowed, so that too much is seen; one for the NUL. */
  g_autofree char *text = g_malloc (len_max + 2);
  gsize len = fread (text, 1, len_max + 1, stdin);

  if (ferror (stdin)) {
    g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_IO, _ ("The text on stdin could not be read."));
    return NULL;
  }
  if (len > len_max) {
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                 _ ("The text on stdin is longer than %zu bytes."), len_max);
    return NULL;
  }
  if (memchr (text, '\0', len) != NULL) {
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, _ ("The text is not UTF-8."));
    return NULL;
  }
  if (len > 0 && text[len - 1] == '\n')
    len--;
  text[len] = '\0';
  return g_steal_pointer (&text);
}

char *
cenacle_parse_text (const char *argument, gsize len_max, GError **error)
{
  g_autofree char *text =
      strcmp (argument, "-") == 0 ? read_stdin (len_max, error) : g_strdup (argument);

  if (text == NULL)
    return NULL;
  if (!g_utf8_validate (text, -1, NULL)) {
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, _ ("The text is not UTF-8."));
    return NULL;
  }
  return g_steal_pointer (&text);
}
