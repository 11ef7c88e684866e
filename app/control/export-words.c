/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What people wrote is read as the window reads it (app/desktop/markdown.c), and each block and
 * mark of which md4c tells is written anew with a pen that lets nothing else through. Signs that
 * would not be written go before it is read, so that what is read is what is written. */

#include "export-words.h"

#include "export-pen.h"

#include <md4c.h>
#include <string.h>

#define HEADING_MAX  6
#define LANGUAGE_LEN 24
#define PARSER_FLAGS                                                                               \
  (MD_FLAG_NOHTML | MD_FLAG_PERMISSIVEURLAUTOLINKS | MD_FLAG_PERMISSIVEEMAILAUTOLINKS |            \
   MD_FLAG_STRIKETHROUGH | MD_FLAG_NOINDENTEDCODEBLOCKS)

typedef struct {
  gboolean is_ordered;
  gboolean is_tight;
  guint number;
} List;

typedef struct {
  CenaclePen *pen;
  CenacleWords words;
  List lists[CENACLE_PEN_CONTAINERS_MAX];
  guint n_lists; /* may exceed that */
  guint n_links; /* within each other */
  char *uri;     /* of the outermost, when it may not be one */
  GString *code; /* what is between the marks of code; NULL outside */
  char language[LANGUAGE_LEN];
  gboolean is_heading;
} Writer;

char *
cenacle_export_escape_line (const char *text)
{
  g_autofree char *clean = cenacle_pen_dup_clean (text);
  CenaclePen *pen = cenacle_pen_new ();

  cenacle_pen_write (pen, clean, strlen (clean));
  return g_strchomp (cenacle_pen_end (pen));
}

char *
cenacle_export_escape_path (const char *path)
{
  return g_uri_escape_string (path, "/!$*+,;=:@", TRUE);
}

/* --- Spans --- */

static gboolean
is_link_allowed (const char *uri)
{
  static const char *const schemes[] = { "http://", "https://", "mailto:", "cenacle:" };

  for (gsize i = 0; i < G_N_ELEMENTS (schemes); i++) {
    if (g_ascii_strncasecmp (uri, schemes[i], strlen (schemes[i])) == 0)
      return TRUE;
  }
  return FALSE;
}

/* Of links and pictures within each other, the outermost is the link. */
static void
enter_link (Writer *self, const MD_ATTRIBUTE *target)
{
  g_autofree char *uri = NULL;

  if (self->n_links++ > 0) {
    cenacle_pen_open (self->pen, CENACLE_MARK_NONE, NULL);
    return;
  }
  uri = target->size > 0 ? g_strndup (target->text, target->size) : g_strdup ("");
  if (is_link_allowed (uri)) {
    cenacle_pen_open (self->pen, CENACLE_MARK_LINK, uri);
  } else {
    cenacle_pen_open (self->pen, CENACLE_MARK_NONE, NULL);
    self->uri = g_steal_pointer (&uri);
  }
}

/* Where a link may not lead stands behind its words. */
static void
leave_link (Writer *self)
{
  if (self->n_links == 0)
    return;
  if (--self->n_links == 0 && self->uri != NULL && *self->uri != '\0') {
    g_autofree char *behind = g_strdup_printf (" (%s)", self->uri);

    cenacle_pen_write (self->pen, behind, strlen (behind));
  }
  if (self->n_links == 0)
    g_clear_pointer (&self->uri, g_free);
  cenacle_pen_close (self->pen);
}

static CenacleMark
get_mark (MD_SPANTYPE type)
{
  switch (type) {
  case MD_SPAN_EM:
    return CENACLE_MARK_EMPHASIS;
  case MD_SPAN_STRONG:
    return CENACLE_MARK_STRONG;
  case MD_SPAN_DEL:
    return CENACLE_MARK_STRUCK;
  default:
    return CENACLE_MARK_NONE;
  }
}

/* --- Code --- */

static void
begin_code (Writer *self)
{
  self->code = g_string_new (NULL);
}

static void
end_code (Writer *self)
{
  g_string_free (g_steal_pointer (&self->code), TRUE);
}

static void
take_language (Writer *self, const MD_ATTRIBUTE *language)
{
  guint n = 0;

  while (n < language->size && n + 1 < LANGUAGE_LEN &&
         (g_ascii_isalnum (language->text[n]) || strchr ("+-#", language->text[n]) != NULL))
    n++;
  if (n > 0) /* of none there is no text at all */
    memcpy (self->language, language->text, n);
  self->language[n] = '\0';
}

/* --- What md4c tells --- */

static int
enter_span_cb (MD_SPANTYPE type, void *detail, void *user_data)
{
  Writer *self = user_data;

  if (type == MD_SPAN_A)
    enter_link (self, &((MD_SPAN_A_DETAIL *) detail)->href);
  else if (type == MD_SPAN_IMG)
    enter_link (self, &((MD_SPAN_IMG_DETAIL *) detail)->src);
  else if (type == MD_SPAN_CODE && self->code == NULL)
    begin_code (self);
  else if (type != MD_SPAN_CODE)
    cenacle_pen_open (self->pen, get_mark (type), NULL);
  return 0;
}

static int
leave_span_cb (MD_SPANTYPE type, void *detail G_GNUC_UNUSED, void *user_data)
{
  Writer *self = user_data;

  if (type == MD_SPAN_A || type == MD_SPAN_IMG) {
    leave_link (self);
  } else if (type == MD_SPAN_CODE && self->code != NULL) {
    cenacle_pen_write_code (self->pen, self->code->str);
    end_code (self);
  } else if (type != MD_SPAN_CODE) {
    cenacle_pen_close (self->pen);
  }
  return 0;
}

static void
enter_list (Writer *self, MD_BLOCKTYPE type, const void *detail)
{
  const MD_BLOCK_OL_DETAIL *ol = detail;
  const MD_BLOCK_UL_DETAIL *ul = detail;
  List list = type == MD_BLOCK_OL ? (List){ TRUE, ol->is_tight != 0, ol->start }
                                  : (List){ FALSE, ul->is_tight != 0, 0 };
  gboolean is_in_tight_list = self->n_lists > 0 && self->n_lists <= CENACLE_PEN_CONTAINERS_MAX &&
                              self->lists[self->n_lists - 1].is_tight;

  /* Only a list that begins with 1 can stand right below words. */
  cenacle_pen_begin_block (self->pen, is_in_tight_list && (!list.is_ordered || list.number == 1)
                                          ? CENACLE_GAP_LINE
                                          : CENACLE_GAP_BLANK);
  if (self->n_lists < CENACLE_PEN_CONTAINERS_MAX)
    self->lists[self->n_lists] = list;
  self->n_lists++;
}

static void
enter_item (Writer *self, const MD_BLOCK_LI_DETAIL *item)
{
  List *list = &self->lists[MIN (self->n_lists, CENACLE_PEN_CONTAINERS_MAX) - 1];
  g_autofree char *mark =
      list->is_ordered ? g_strdup_printf ("%u. ", list->number++ % 1000000000) : g_strdup ("- ");
  g_autofree char *rest = g_strnfill (strlen (mark), ' ');
  const char *box = !item->is_task ? "" : item->task_mark == ' ' ? "[ ] " : "[x] ";
  g_autofree char *first = g_strconcat (mark, box, NULL);

  cenacle_pen_begin_block (self->pen, list->is_tight ? CENACLE_GAP_LINE : CENACLE_GAP_BLANK);
  cenacle_pen_push (self->pen, first, rest);
}

/* In a quote a bold line. */
static void
enter_heading (Writer *self, guint level)
{
  g_autofree char *sign = g_strnfill (MIN (level + 1, HEADING_MAX) + 1, '#');

  cenacle_pen_begin_block (self->pen, CENACLE_GAP_BLANK);
  self->is_heading = TRUE;
  if (self->words == CENACLE_WORDS_QUOTE) {
    cenacle_pen_open (self->pen, CENACLE_MARK_STRONG, NULL);
    return;
  }
  sign[strlen (sign) - 1] = ' ';
  cenacle_pen_write_sign (self->pen, sign);
}

static int
enter_block_cb (MD_BLOCKTYPE type, void *detail, void *user_data)
{
  Writer *self = user_data;

  switch (type) {
  case MD_BLOCK_QUOTE:
    cenacle_pen_begin_block (self->pen, CENACLE_GAP_LINE);
    cenacle_pen_push (self->pen, "> ", "> ");
    break;
  case MD_BLOCK_UL:
  case MD_BLOCK_OL:
    enter_list (self, type, detail);
    break;
  case MD_BLOCK_LI:
    enter_item (self, detail);
    break;
  case MD_BLOCK_H:
    enter_heading (self, ((MD_BLOCK_H_DETAIL *) detail)->level);
    break;
  case MD_BLOCK_CODE:
    take_language (self, &((MD_BLOCK_CODE_DETAIL *) detail)->lang);
    cenacle_pen_begin_block (self->pen, CENACLE_GAP_LINE);
    begin_code (self);
    break;
  case MD_BLOCK_HR:
    cenacle_pen_begin_block (self->pen, CENACLE_GAP_LINE);
    cenacle_pen_write_sign (self->pen, "***");
    break;
  case MD_BLOCK_P:
    cenacle_pen_begin_block (self->pen, CENACLE_GAP_LINE);
    break;
  default:
    break;
  }
  return 0;
}

/* md4c does not always tell of the end of a span. */
static void
close_spans (Writer *self)
{
  while (self->n_links > 0)
    leave_link (self);
  cenacle_pen_close_all (self->pen);
}

static int
leave_block_cb (MD_BLOCKTYPE type, void *detail G_GNUC_UNUSED, void *user_data)
{
  Writer *self = user_data;

  close_spans (self);
  switch (type) {
  case MD_BLOCK_LI:
    cenacle_pen_pop (self->pen);
    return 0;
  case MD_BLOCK_QUOTE:
    cenacle_pen_pop (self->pen);
    break;
  case MD_BLOCK_UL:
  case MD_BLOCK_OL:
    self->n_lists--;
    break;
  case MD_BLOCK_H:
    self->is_heading = FALSE;
    break;
  case MD_BLOCK_CODE:
    cenacle_pen_write_code_block (self->pen, self->code->str, self->language);
    end_code (self);
    break;
  default:
    break;
  }
  cenacle_pen_begin_block (self->pen, CENACLE_GAP_BLANK);
  return 0;
}

static CenacleBreak
get_break (const Writer *self)
{
  if (self->is_heading)
    return CENACLE_BREAK_SPACE;
  return self->words == CENACLE_WORDS_QUOTE ? CENACLE_BREAK_HARD : CENACLE_BREAK_SOFT;
}

static int
text_cb (MD_TEXTTYPE type, const MD_CHAR *text, MD_SIZE size, void *user_data)
{
  Writer *self = user_data;
  gboolean is_break = type == MD_TEXT_SOFTBR || type == MD_TEXT_BR;

  if (self->code != NULL)
    g_string_append_len (self->code, is_break ? "\n" : text, is_break ? 1 : (gssize) size);
  else if (is_break)
    cenacle_pen_break (self->pen, get_break (self));
  else
    cenacle_pen_write (self->pen, text, size);
  return 0;
}

char *
cenacle_export_write_words (const char *text, CenacleWords words)
{
  MD_PARSER parser = {
    .abi_version = 0,
    .flags = PARSER_FLAGS | (words == CENACLE_WORDS_PAGE ? MD_FLAG_TASKLISTS : 0),
    .enter_block = enter_block_cb,
    .leave_block = leave_block_cb,
    .enter_span = enter_span_cb,
    .leave_span = leave_span_cb,
    .text = text_cb,
  };
  g_autofree char *clean = cenacle_pen_dup_clean (text);
  Writer writer = { .pen = cenacle_pen_new (), .words = words };

  if (words == CENACLE_WORDS_QUOTE)
    cenacle_pen_push (writer.pen, "> ", "> ");
  md_parse (clean, (MD_SIZE) strlen (clean), &parser, &writer);
  if (cenacle_pen_is_empty (writer.pen)) /* marks alone */
    cenacle_pen_write (writer.pen, clean, strlen (clean));
  g_free (writer.uri);
  return cenacle_pen_end (writer.pen);
}
