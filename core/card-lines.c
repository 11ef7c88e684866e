/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "card-lines.h"

#include <string.h>

typedef struct {
  GPtrArray *cards;
  GHashTable *fronts; /* char *, lent by the cards */
  char *question;     /* that waits for its answer */
  GString *answer;    /* that goes on; NULL: none */
  gboolean is_code;
} Finder;

static void
add (Finder *finder, const char *front, const char *back)
{
  CenAnkiCard *card;

  if (*front == '\0' || *back == '\0' || strlen (front) > CEN_CARD_SIDE_MAX ||
      strlen (back) > CEN_CARD_SIDE_MAX || finder->cards->len == CEN_CARD_LINES_MAX ||
      g_hash_table_contains (finder->fronts, front))
    return;
  card = g_new0 (CenAnkiCard, 1);
  card->front = g_strdup (front);
  card->back = g_strdup (back);
  card->tags = g_strdup ("");
  g_ptr_array_add (finder->cards, card);
  g_hash_table_add (finder->fronts, card->front);
}

static void
finish (Finder *finder)
{
  if (finder->question != NULL && finder->answer != NULL)
    add (finder, finder->question, g_strstrip (finder->answer->str));
  g_clear_pointer (&finder->question, g_free);
  if (finder->answer != NULL)
    g_string_free (g_steal_pointer (&finder->answer), TRUE);
}

/* What follows "Q:", as one writes it in several languages; NULL when @line is no such line. */
static const char *
skip_letter (const char *line, const char *letters)
{
  const char *rest;

  if (*line == '\0' || strchr (letters, g_ascii_toupper (*line)) == NULL)
    return NULL;
  rest = line + 1;
  while (*rest == ' ' || g_str_has_prefix (rest, "\u00a0") || g_str_has_prefix (rest, "\u202f"))
    rest = g_utf8_next_char (rest);
  return *rest == ':' && rest[1] != ':' ? rest + 1 : NULL;
}

/* Past the sign of a list or a quote, and emphasis around the letter. */
static char *
dup_bare (const char *line)
{
  g_autofree char *bare = g_strstrip (g_strdup (line));
  const char *start = bare;

  while (*start != '\0' && strchr ("-*+>", *start) != NULL && start[1] == ' ')
    start += strspn (start + 1, " ") + 1;
  if (g_str_has_prefix (start, "**") && g_ascii_isalpha (start[2])) {
    const char *end = strstr (start + 2, "**");

    if (end != NULL && memchr (start, ':', (gsize) (end - start)) != NULL && end - start < 8)
      return g_strdup_printf ("%.*s%s", (int) (end - start - 2), start + 2, end + 2);
  }
  return g_strdup (start);
}

static void
take_definition (Finder *finder, const char *line)
{
  const char *sign = strstr (line, " :: ");
  g_autofree char *front = sign != NULL ? g_strndup (line, (gsize) (sign - line)) : NULL;
  g_autofree char *back = sign != NULL ? g_strdup (sign + strlen (" :: ")) : NULL;

  if (sign != NULL)
    add (finder, g_strstrip (front), g_strstrip (back));
}

static void
take_line (Finder *finder, const char *raw)
{
  g_autofree char *line = dup_bare (raw);
  const char *question = skip_letter (line, "Q"), *answer = skip_letter (line, "AR");

  if (g_str_has_prefix (line, "```"))
    finder->is_code = !finder->is_code;
  if (finder->answer != NULL &&
      (finder->is_code || (question == NULL && *line != '\0' && strstr (line, " :: ") == NULL))) {
    g_string_append_printf (finder->answer, "\n%s", g_strchomp ((char *) raw));
    return;
  }
  if (finder->is_code)
    return;
  if (answer != NULL && finder->question != NULL) {
    finder->answer = g_string_new (answer);
    return;
  }
  if (*line == '\0' && finder->answer == NULL)
    return;
  finish (finder);
  if (question != NULL)
    finder->question = g_strstrip (g_strdup (question));
  else
    take_definition (finder, line);
}

GPtrArray *
cen_card_lines_find (const char *text)
{
  GPtrArray *cards = g_ptr_array_new_with_free_func ((GDestroyNotify) cen_anki_card_free);
  g_autoptr (GHashTable) fronts = g_hash_table_new (g_str_hash, g_str_equal);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  Finder finder = { .cards = cards, .fronts = fronts };

  for (char **line = lines; *line != NULL; line++)
    take_line (&finder, *line);
  finish (&finder);
  return cards;
}

void
cen_card_lines_drop_known (GPtrArray *cards, GHashTable *fronts)
{
  for (guint i = cards->len; i > 0; i--) {
    const CenAnkiCard *card = cards->pdata[i - 1];

    if (g_hash_table_contains (fronts, card->front))
      g_ptr_array_remove_index (cards, i - 1);
  }
}
