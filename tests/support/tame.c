/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tame.h"

#include <md4c.h>
#include <string.h>

#define ALL_EXTENSIONS                                                                             \
  (MD_FLAG_PERMISSIVEAUTOLINKS | MD_FLAG_TABLES | MD_FLAG_STRIKETHROUGH | MD_FLAG_TASKLISTS |      \
   MD_FLAG_LATEXMATHSPANS | MD_FLAG_WIKILINKS)

typedef struct {
  CenacleWords words;
  guint depth; /* of blocks, the document itself not counted */
  guint n_at_top;
} Reader;

static int
enter_block_cb (MD_BLOCKTYPE type, void *detail, void *user_data)
{
  Reader *self = user_data;

  (void) detail;
  if (type == MD_BLOCK_DOC)
    return 0;
  if (self->depth++ == 0) {
    self->n_at_top++;
    g_assert_true (self->words == CENACLE_WORDS_PAGE || type == MD_BLOCK_QUOTE);
  }
  g_assert_cmpint (type, !=, MD_BLOCK_HTML);
  g_assert_cmpint (type, !=, MD_BLOCK_TABLE);
  if (type == MD_BLOCK_H) {
    g_assert_cmpint (self->words, ==, CENACLE_WORDS_PAGE);
    g_assert_cmpuint (((MD_BLOCK_H_DETAIL *) detail)->level, >, 1);
  }
  return 0;
}

static int
leave_block_cb (MD_BLOCKTYPE type, void *detail, void *user_data)
{
  (void) detail;
  if (type != MD_BLOCK_DOC)
    ((Reader *) user_data)->depth--;
  return 0;
}

static int
enter_span_cb (MD_SPANTYPE type, void *detail, void *user_data)
{
  static const char *const schemes[] = { "http://", "https://", "mailto:", "cenacle:" };
  const MD_ATTRIBUTE *target;
  gboolean is_allowed = FALSE;

  (void) user_data;
  g_assert_cmpint (type, !=, MD_SPAN_IMG);
  g_assert_cmpint (type, !=, MD_SPAN_LATEXMATH);
  g_assert_cmpint (type, !=, MD_SPAN_LATEXMATH_DISPLAY);
  g_assert_cmpint (type, !=, MD_SPAN_WIKILINK);
  if (type != MD_SPAN_A)
    return 0;
  target = &((MD_SPAN_A_DETAIL *) detail)->href; /* other spans have no details */
  for (guint i = 0; i < G_N_ELEMENTS (schemes); i++)
    is_allowed =
        is_allowed || (target->size >= strlen (schemes[i]) &&
                       g_ascii_strncasecmp (target->text, schemes[i], strlen (schemes[i])) == 0);
  g_assert_true (is_allowed);
  return 0;
}

static int
leave_span_cb (MD_SPANTYPE type, void *detail, void *user_data)
{
  (void) type;
  (void) detail;
  (void) user_data;
  return 0;
}

static int
text_cb (MD_TEXTTYPE type, const MD_CHAR *text, MD_SIZE size, void *user_data)
{
  (void) text;
  (void) size;
  (void) user_data;
  g_assert_cmpint (type, !=, MD_TEXT_HTML);
  g_assert_cmpint (type, !=, MD_TEXT_ENTITY);
  return 0;
}

void
tame_check (const char *tame, CenacleWords words)
{
  static const MD_PARSER parser = {
    .abi_version = 0,
    .flags = ALL_EXTENSIONS,
    .enter_block = enter_block_cb,
    .leave_block = leave_block_cb,
    .enter_span = enter_span_cb,
    .leave_span = leave_span_cb,
    .text = text_cb,
  };
  Reader reader = { .words = words };

  /* What a text before it may have left open is no help: each is a page of its own here. */
  g_assert_cmpint (md_parse (tame, (MD_SIZE) strlen (tame), &parser, &reader), ==, 0);
  if (words == CENACLE_WORDS_QUOTE)
    g_assert_cmpuint (reader.n_at_top, <=, 1);
}

/* --- Words --- */

static int
ignore_block_cb (MD_BLOCKTYPE type, void *detail, void *user_data)
{
  (void) type;
  (void) detail;
  g_string_append_c (user_data, ' ');
  return 0;
}

static int
ignore_span_cb (MD_SPANTYPE type, void *detail, void *user_data)
{
  (void) type;
  (void) detail;
  (void) user_data;
  return 0;
}

static int
take_text_cb (MD_TEXTTYPE type, const MD_CHAR *text, MD_SIZE size, void *user_data)
{
  if (type == MD_TEXT_BR || type == MD_TEXT_SOFTBR)
    g_string_append_c (user_data, ' ');
  else
    g_string_append_len (user_data, text, (gssize) size);
  return 0;
}

char *
tame_dup_words (const char *markdown)
{
  static const MD_PARSER parser = {
    .abi_version = 0,
    .flags = MD_FLAG_NOHTML | MD_FLAG_PERMISSIVEURLAUTOLINKS | MD_FLAG_PERMISSIVEEMAILAUTOLINKS |
             MD_FLAG_STRIKETHROUGH | MD_FLAG_NOINDENTEDCODEBLOCKS,
    .enter_block = ignore_block_cb,
    .leave_block = ignore_block_cb,
    .enter_span = ignore_span_cb,
    .leave_span = ignore_span_cb,
    .text = take_text_cb,
  };
  g_autoptr (GString) text = g_string_new (NULL);
  g_auto (GStrv) words = NULL;
  g_autoptr (GPtrArray) seen = g_ptr_array_new ();

  md_parse (markdown, (MD_SIZE) strlen (markdown), &parser, text);
  words = g_strsplit_set (text->str, " \t\n\r", -1);
  for (guint i = 0; words[i] != NULL; i++) {
    if (*words[i] != '\0')
      g_ptr_array_add (seen, words[i]);
  }
  g_ptr_array_add (seen, NULL);
  return g_strjoinv (" ", (char **) seen->pdata);
}
