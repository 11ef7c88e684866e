/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "anki.h"

#include <string.h>

typedef struct {
  const char *at;
  const char *end;
  char separator; /* 0: not known yet */
  gboolean is_html;
  guint tags_column; /* from 1; 0: none */
} Reader;

void
cen_anki_card_free (CenAnkiCard *self)
{
  g_free (self->front);
  g_free (self->back);
  g_free (self->tags);
  g_free (self);
}

/* --- The head --- */

static char
get_separator (const char *word)
{
  static const struct {
    const char *name;
    char separator;
  } rows[] = {
    { "tab", '\t' },  { "comma", ',' }, { "semicolon", ';' },
    { "space", ' ' }, { "pipe", '|' },  { "colon", ':' },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    if (g_ascii_strcasecmp (word, rows[i].name) == 0)
      return rows[i].separator;
  }
  return strlen (word) == 1 ? *word : 0;
}

static void
take_head_line (Reader *reader, const char *line)
{
  guint64 number;

  if (g_str_has_prefix (line, "#separator:"))
    reader->separator = get_separator (line + strlen ("#separator:"));
  else if (g_str_has_prefix (line, "#html:"))
    reader->is_html = g_ascii_strcasecmp (line + strlen ("#html:"), "true") == 0;
  else if (g_str_has_prefix (line, "#tags column:") &&
           g_ascii_string_to_unsigned (line + strlen ("#tags column:"), 10, 1, 1000, &number, NULL))
    reader->tags_column = (guint) number;
}

static void
skip_head (Reader *reader)
{
  while (reader->at < reader->end && *reader->at == '#') {
    const char *end = memchr (reader->at, '\n', (gsize) (reader->end - reader->at));
    g_autofree char *line =
        g_strndup (reader->at, (gsize) ((end != NULL ? end : reader->end) - reader->at));

    take_head_line (reader, g_strchomp (line));
    reader->at = end != NULL ? end + 1 : reader->end;
  }
}

/* The first of tab, semicolon and comma that the first line has. */
static void
guess_separator (Reader *reader)
{
  const char *end = memchr (reader->at, '\n', (gsize) (reader->end - reader->at));
  gsize len = (gsize) ((end != NULL ? end : reader->end) - reader->at);

  for (const char *c = "\t;,"; reader->separator == 0 && *c != '\0'; c++) {
    if (memchr (reader->at, *c, len) != NULL)
      reader->separator = *c;
  }
  if (reader->separator == 0)
    reader->separator = '\t';
}

/* --- Cards --- */

static void
read_quoted (Reader *reader, GString *field)
{
  for (reader->at++; reader->at < reader->end; reader->at++) {
    if (*reader->at == '"') {
      if (reader->at + 1 == reader->end || reader->at[1] != '"') {
        reader->at++;
        return;
      }
      reader->at++;
    }
    g_string_append_c (field, *reader->at);
  }
}

static char *
read_field (Reader *reader)
{
  g_autoptr (GString) field = g_string_new (NULL);

  if (reader->at < reader->end && *reader->at == '"')
    read_quoted (reader, field);
  while (reader->at < reader->end && *reader->at != reader->separator && *reader->at != '\n') {
    if (*reader->at != '\r')
      g_string_append_c (field, *reader->at);
    reader->at++;
  }
  return g_string_free (g_steal_pointer (&field), FALSE);
}

static GPtrArray *
read_line (Reader *reader)
{
  GPtrArray *fields = g_ptr_array_new_with_free_func (g_free);

  for (;;) {
    g_ptr_array_add (fields, read_field (reader));
    if (reader->at == reader->end || *reader->at == '\n')
      break;
    reader->at++;
    if (reader->at == reader->end) {
      g_ptr_array_add (fields, g_strdup (""));
      break;
    }
  }
  reader->at += reader->at < reader->end;
  return fields;
}

static const char *
take_entity (const char *at, GString *out)
{
  static const struct {
    const char *name;
    const char *text;
  } rows[] = {
    { "&amp;", "&" },  { "&lt;", "<" },    { "&gt;", ">" },
    { "&nbsp;", " " }, { "&quot;", "\"" }, { "&#39;", "'" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    if (g_str_has_prefix (at, rows[i].name)) {
      g_string_append (out, rows[i].text);
      return at + strlen (rows[i].name);
    }
  }
  g_string_append_c (out, *at);
  return at + 1;
}

static char *
strip_html (const char *html)
{
  g_autoptr (GString) out = g_string_new (NULL);
  const char *at = html;

  while (*at != '\0') {
    const char *end = *at == '<' ? strchr (at, '>') : NULL;

    if (end != NULL) {
      if (g_ascii_strncasecmp (at, "<br", 3) == 0 ||
          (g_ascii_strncasecmp (at, "<div", 4) == 0 && out->len > 0))
        g_string_append_c (out, '\n');
      at = end + 1;
    } else if (*at == '&') {
      at = take_entity (at, out);
    } else {
      g_string_append_c (out, *at++);
    }
  }
  return g_strdup (g_strstrip (out->str));
}

static char *
dup_field (const Reader *reader, GPtrArray *fields, guint place)
{
  const char *field = place < fields->len ? g_ptr_array_index (fields, place) : "";

  return reader->is_html ? strip_html (field) : g_strstrip (g_strdup (field));
}

/* The first two columns that are not the one of the tags. */
static CenAnkiCard *
make_card (const Reader *reader, GPtrArray *fields)
{
  CenAnkiCard *card = g_new0 (CenAnkiCard, 1);
  guint tags = reader->tags_column;
  guint front = tags == 1 ? 1 : 0;
  guint back = front + 1 + (tags == front + 2);

  card->front = dup_field (reader, fields, front);
  card->back = dup_field (reader, fields, back);
  card->tags = tags > 0 ? dup_field (reader, fields, tags - 1) : g_strdup ("");
  return card;
}

static gboolean
add_card (const Reader *reader, GPtrArray *cards, GPtrArray *fields, GError **error)
{
  CenAnkiCard *card = make_card (reader, fields);

  if (*card->front == '\0') {
    cen_anki_card_free (card);
    return TRUE;
  }
  g_ptr_array_add (cards, card);
  if (cards->len > CEN_ANKI_CARDS_MAX) {
    g_set_error_literal (error, CEN_ERROR, CEN_ERROR_INVALID,
                         "There are too many cards in this file.");
    return FALSE;
  }
  if (strlen (card->front) <= CEN_CARD_SIDE_MAX && strlen (card->back) <= CEN_CARD_SIDE_MAX &&
      strlen (card->tags) <= CEN_CARD_TAGS_MAX)
    return TRUE;
  g_set_error_literal (error, CEN_ERROR, CEN_ERROR_INVALID, "A card in this file is too long.");
  return FALSE;
}

GPtrArray *
cen_anki_parse (const char *text, gsize len, GError **error)
{
  g_autoptr (GPtrArray) cards =
      g_ptr_array_new_with_free_func ((GDestroyNotify) cen_anki_card_free);
  Reader reader = { .at = text, .end = text + len };

  if (len > CEN_ANKI_FILE_MAX) {
    g_set_error_literal (error, CEN_ERROR, CEN_ERROR_INVALID,
                         "This file is too large for a deck of cards.");
    return NULL;
  }
  if (!g_utf8_validate (text, (gssize) len, NULL)) {
    g_set_error_literal (error, CEN_ERROR, CEN_ERROR_INVALID, "This file is no text in UTF-8.");
    return NULL;
  }
  if (len >= 3 && memcmp (text, "\xef\xbb\xbf", 3) == 0)
    reader.at += 3;
  skip_head (&reader);
  guess_separator (&reader);
  while (reader.at < reader.end) {
    g_autoptr (GPtrArray) fields = read_line (&reader);

    if (!add_card (&reader, cards, fields, error))
      return NULL;
  }
  if (cards->len > 0)
    return g_steal_pointer (&cards);
  g_set_error_literal (error, CEN_ERROR, CEN_ERROR_INVALID, "There are no cards in this file.");
  return NULL;
}

/* --- Writing --- */

static void
append_field (GString *out, const char *field)
{
  if (strpbrk (field, "\t\n\r\"") == NULL && *field != '#') {
    g_string_append (out, field);
    return;
  }
  g_string_append_c (out, '"');
  for (const char *c = field; *c != '\0'; c++) {
    if (*c == '"')
      g_string_append_c (out, '"');
    g_string_append_c (out, *c);
  }
  g_string_append_c (out, '"');
}

char *
cen_anki_build (GPtrArray *cards)
{
  g_autoptr (GString) out = g_string_new ("#separator:tab\n#html:false\n#tags column:3\n");

  for (guint i = 0; i < cards->len; i++) {
    const CenAnkiCard *card = g_ptr_array_index (cards, i);

    append_field (out, card->front);
    g_string_append_c (out, '\t');
    append_field (out, card->back);
    g_string_append_c (out, '\t');
    append_field (out, card->tags);
    g_string_append_c (out, '\n');
  }
  return g_string_free (g_steal_pointer (&out), FALSE);
}
