/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* md4c tells of blocks and spans as they open and close; each writes its markup at the end of one
 * string. Between blocks stands a break that is written late, before the next visible character, so
 * that none is left at the end. Lines start with the prefix of the quotes and lists they stand in.
 * Every piece of text passes g_markup_escape_text().
 *
 * md4c 0.4.8 does not always end what it began (an address it recognises may swallow a mark, as in
 * "_a@b._c_"). So the open spans stand on a stack: an end without its beginning is dropped, an end
 * further down closes what lies above it, and the end of a block closes all. */

#include "markdown.h"

#include "links.h"

#include <md4c.h>
#include <string.h>

#define DEPTH_MAX    8  /* of lists and quotes that still indent */
#define SPANS_MAX    32 /* of spans within spans; deeper ones are not drawn */
#define INDENT       "    "
#define QUOTE_PREFIX "▎ "
#define PARSER_FLAGS                                                                               \
  (MD_FLAG_NOHTML | MD_FLAG_PERMISSIVEURLAUTOLINKS | MD_FLAG_PERMISSIVEEMAILAUTOLINKS |            \
   MD_FLAG_STRIKETHROUGH | MD_FLAG_NOINDENTEDCODEBLOCKS | MD_FLAG_TASKLISTS)

typedef enum {
  BREAK_NONE,
  BREAK_LINE,
  BREAK_PARAGRAPH,
} Break;

typedef struct {
  gboolean is_ordered;
  gboolean is_tight;
  guint number;
} List;

typedef struct {
  GString *out;
  Break pending;
  List lists[DEPTH_MAX];
  guint list_depth; /* may exceed DEPTH_MAX; only the first levels are drawn */
  guint quote_depth;
  MD_SPANTYPE spans[SPANS_MAX]; /* that are open, and have a tag */
  guint n_spans;
  guint link_depth; /* of links and pictures, drawn or not */
  gboolean is_code_block;
  gboolean has_bullet; /* the item's mark was written; text follows on its line */
} Writer;

static void
want_break (Writer *self, Break wanted)
{
  if (self->out->len > 0 && !self->has_bullet)
    self->pending = MAX (self->pending, wanted);
}

static void
write_line_prefix (Writer *self)
{
  for (guint i = 0; i < MIN (self->quote_depth, DEPTH_MAX); i++)
    g_string_append (self->out, QUOTE_PREFIX);
  for (guint i = 1; i < MIN (self->list_depth, DEPTH_MAX); i++)
    g_string_append (self->out, INDENT);
}

static void
write_pending_break (Writer *self)
{
  if (self->pending == BREAK_NONE && self->out->len > 0)
    return;
  if (self->pending == BREAK_PARAGRAPH)
    g_string_append (self->out, "\n\n");
  else if (self->pending == BREAK_LINE)
    g_string_append (self->out, "\n");
  self->pending = BREAK_NONE;
  write_line_prefix (self);
}

static void
write_text (Writer *self, const char *text, gsize len)
{
  g_autofree char *escaped = g_markup_escape_text (text, (gssize) len);

  write_pending_break (self);
  self->has_bullet = FALSE;
  g_string_append (self->out, escaped);
}

static void
write_newline (Writer *self)
{
  write_pending_break (self);
  g_string_append_c (self->out, '\n');
  write_line_prefix (self);
}

static void
write_code (Writer *self, const char *text, gsize len)
{
  const char *end = text + len;

  while (text < end) {
    const char *newline = memchr (text, '\n', (gsize) (end - text));
    gsize line_len = (gsize) ((newline != NULL ? newline : end) - text);

    if (line_len > 0)
      write_text (self, text, line_len);
    if (newline == NULL)
      break;
    write_pending_break (self);
    self->pending = BREAK_LINE;
    text = newline + 1;
  }
}

static void
enter_item (Writer *self, const MD_BLOCK_LI_DETAIL *item)
{
  List *list = &self->lists[MIN (self->list_depth, DEPTH_MAX) - 1];

  self->has_bullet = FALSE;
  want_break (self, list->is_tight ? BREAK_LINE : BREAK_PARAGRAPH);
  write_pending_break (self);
  if (list->is_ordered)
    g_string_append_printf (self->out, "%u. ", list->number++);
  if (item->is_task)
    g_string_append (self->out, item->task_mark == ' ' ? "☐  " : "☑  ");
  else if (!list->is_ordered)
    g_string_append (self->out, "•  ");
  self->has_bullet = TRUE;
}

static void
enter_list (Writer *self, const List *list)
{
  want_break (self, self->list_depth > 0 ? BREAK_LINE : BREAK_PARAGRAPH);
  self->list_depth++;
  if (self->list_depth <= DEPTH_MAX)
    self->lists[self->list_depth - 1] = *list;
}

static void close_all_spans (Writer *self);

static int
enter_block_cb (MD_BLOCKTYPE type, void *detail, void *user_data)
{
  Writer *self = user_data;

  switch (type) {
  case MD_BLOCK_QUOTE:
    want_break (self, BREAK_PARAGRAPH);
    self->quote_depth++;
    break;
  case MD_BLOCK_UL:
    enter_list (self, &(List){ .is_tight = ((MD_BLOCK_UL_DETAIL *) detail)->is_tight != 0 });
    break;
  case MD_BLOCK_OL: {
    MD_BLOCK_OL_DETAIL *list = detail;

    enter_list (self, &(List){ TRUE, list->is_tight != 0, list->start });
    break;
  }
  case MD_BLOCK_LI:
    enter_item (self, detail);
    break;
  case MD_BLOCK_H:
    want_break (self, BREAK_PARAGRAPH);
    write_pending_break (self);
    g_string_append (self->out, "<b>");
    break;
  case MD_BLOCK_CODE:
    want_break (self, BREAK_PARAGRAPH);
    write_pending_break (self);
    g_string_append (self->out, "<tt>");
    self->is_code_block = TRUE;
    break;
  case MD_BLOCK_HR:
    want_break (self, BREAK_PARAGRAPH);
    write_text (self, "―――", strlen ("―――"));
    break;
  case MD_BLOCK_P:
    want_break (self, BREAK_PARAGRAPH);
    break;
  default:
    break;
  }
  return 0;
}

static int
leave_block_cb (MD_BLOCKTYPE type, void *detail, void *user_data)
{
  Writer *self = user_data;

  (void) detail;
  close_all_spans (self);
  self->link_depth = 0;
  switch (type) {
  case MD_BLOCK_QUOTE:
    self->quote_depth--;
    want_break (self, BREAK_PARAGRAPH);
    break;
  case MD_BLOCK_UL:
  case MD_BLOCK_OL:
    self->list_depth--;
    self->has_bullet = FALSE;
    break;
  case MD_BLOCK_H:
    g_string_append (self->out, "</b>");
    break;
  case MD_BLOCK_CODE:
    self->pending = BREAK_NONE; /* of the last line of code */
    self->is_code_block = FALSE;
    g_string_append (self->out, "</tt>");
    break;
  default:
    break;
  }
  return 0;
}

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

static const char *
get_tag (MD_SPANTYPE type)
{
  switch (type) {
  case MD_SPAN_EM:
    return "i";
  case MD_SPAN_STRONG:
    return "b";
  case MD_SPAN_DEL:
    return "s";
  case MD_SPAN_CODE:
    return "tt";
  case MD_SPAN_A:
    return "a";
  default:
    return NULL;
  }
}

static gboolean
is_open (Writer *self, MD_SPANTYPE type)
{
  for (guint i = 0; i < self->n_spans; i++) {
    if (self->spans[i] == type)
      return TRUE;
  }
  return FALSE;
}

/* @uri: of a link, else NULL. */
static void
open_span (Writer *self, MD_SPANTYPE type, const char *uri)
{
  if (self->n_spans == SPANS_MAX)
    return;
  write_pending_break (self);
  self->has_bullet = FALSE;
  self->spans[self->n_spans++] = type;
  if (uri != NULL) {
    g_autofree char *escaped = g_markup_escape_text (uri, -1);

    g_string_append_printf (self->out, "<a href=\"%s\">", escaped);
  } else {
    g_string_append_printf (self->out, "<%s>", get_tag (type));
  }
}

static void
close_last_span (Writer *self)
{
  g_string_append_printf (self->out, "</%s>", get_tag (self->spans[--self->n_spans]));
}

static void
close_span (Writer *self, MD_SPANTYPE type)
{
  if (!is_open (self, type))
    return;
  while (self->spans[self->n_spans - 1] != type)
    close_last_span (self);
  close_last_span (self);
}

static void
close_all_spans (Writer *self)
{
  while (self->n_spans > 0)
    close_last_span (self);
}

/* Of links and pictures within each other, the outermost is the link. */
static void
open_link (Writer *self, const MD_ATTRIBUTE *target)
{
  g_autofree char *uri = g_strndup (target->text, target->size);

  if (uri != NULL && !is_open (self, MD_SPAN_A) && is_link_allowed (uri))
    open_span (self, MD_SPAN_A, uri);
}

static int
enter_span_cb (MD_SPANTYPE type, void *detail, void *user_data)
{
  Writer *self = user_data;

  if (type == MD_SPAN_A) {
    open_link (self, &((MD_SPAN_A_DETAIL *) detail)->href);
    self->link_depth++;
  } else if (type == MD_SPAN_IMG) {
    open_link (self, &((MD_SPAN_IMG_DETAIL *) detail)->src);
    self->link_depth++;
  } else if (get_tag (type) != NULL) {
    open_span (self, type, NULL);
  }
  return 0;
}

static int
leave_span_cb (MD_SPANTYPE type, void *detail, void *user_data)
{
  Writer *self = user_data;

  (void) detail;
  if (type == MD_SPAN_A || type == MD_SPAN_IMG) {
    if (self->link_depth > 0 && --self->link_depth == 0)
      close_span (self, MD_SPAN_A);
  } else if (get_tag (type) != NULL) {
    close_span (self, type);
  }
  return 0;
}

/* Invites become links, and only their beginning shows: the rest tells a person nothing. */
static void
write_words (Writer *self, const char *text, gsize len)
{
  gsize start, link_len;

  while (self->link_depth == 0 && cenacle_links_find_invite (text, len, &start, &link_len)) {
    g_autofree char *uri = g_strndup (text + start, link_len);
    g_autofree char *shown = cenacle_links_dup_short (uri, link_len);

    if (start > 0)
      write_text (self, text, start);
    open_span (self, MD_SPAN_A, uri);
    write_text (self, shown, strlen (shown));
    close_span (self, MD_SPAN_A);
    text += start + link_len;
    len -= start + link_len;
  }
  if (len > 0)
    write_text (self, text, len);
}

static int
text_cb (MD_TEXTTYPE type, const MD_CHAR *text, MD_SIZE size, void *user_data)
{
  Writer *self = user_data;

  switch (type) {
  case MD_TEXT_NULLCHAR:
    write_text (self, "\xef\xbf\xbd", 3);
    break;
  case MD_TEXT_BR:
  case MD_TEXT_SOFTBR: /* in a conversation a line that was broken is meant to be */
    write_newline (self);
    break;
  default:
    if (self->is_code_block)
      write_code (self, text, size);
    else if (type == MD_TEXT_CODE)
      write_text (self, text, size);
    else
      write_words (self, text, size);
  }
  return 0;
}

char *
cenacle_markdown_dup_markup (const char *text)
{
  static const MD_PARSER parser = {
    .abi_version = 0,
    .flags = PARSER_FLAGS,
    .enter_block = enter_block_cb,
    .leave_block = leave_block_cb,
    .enter_span = enter_span_cb,
    .leave_span = leave_span_cb,
    .text = text_cb,
  };
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  Writer writer = { .out = g_string_new (NULL) };

  if (md_parse (valid, (MD_SIZE) strlen (valid), &parser, &writer) != 0) {
    g_string_free (writer.out, TRUE);
    return g_markup_escape_text (valid, -1);
  }
  return g_string_free (writer.out, FALSE);
}
