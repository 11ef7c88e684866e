/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* md4c tells of blocks and spans as they open and close, and each is written anew. Quotes and items
 * of lists are containers: every line begins with what those around it want, so no line can leave
 * them. Every character of text that Markdown could take for a mark is escaped; code stands between
 * fences longer than any run of backticks in it.
 *
 * As in the window (app/desktop/markdown.c), spans that md4c does not end are ended with their
 * block. */

#include "export-words.h"

#include <md4c.h>
#include <string.h>

#define CONTAINERS_MAX 16 /* quotes and items within each other; deeper ones are not drawn */
#define SPANS_MAX      32
#define HEADING_MAX    6
#define LANGUAGE_LEN   24
#define PARSER_FLAGS                                                                               \
  (MD_FLAG_NOHTML | MD_FLAG_PERMISSIVEURLAUTOLINKS | MD_FLAG_PERMISSIVEEMAILAUTOLINKS |            \
   MD_FLAG_STRIKETHROUGH | MD_FLAG_NOINDENTEDCODEBLOCKS)

typedef struct {
  char first[16]; /* what its first line begins with */
  char rest[16];  /* and all others */
  gboolean is_begun;
} Container;

typedef struct {
  gboolean is_ordered;
  gboolean is_tight;
  guint number;
} List;

typedef enum {
  GAP_NONE,
  GAP_LINE,
  GAP_BLANK,
} Gap;

typedef struct {
  GString *out;
  CenacleWords words;
  Gap gap;
  Container containers[CONTAINERS_MAX];
  guint n_containers; /* may exceed CONTAINERS_MAX */
  guint n_begun;      /* of them, how many the current line begins with already */
  gboolean is_fresh;  /* nothing but these stands on the line */
  List lists[CONTAINERS_MAX];
  guint n_lists; /* may exceed CONTAINERS_MAX */
  MD_SPANTYPE spans[SPANS_MAX];
  guint n_spans;
  guint link_depth;
  char *uri;       /* of the link that is open; NULL when it may not be one */
  gsize link_from; /* where it began in @out */
  GString *code;   /* what is between the marks of code; NULL outside */
  char language[LANGUAGE_LEN];
  gboolean is_heading;
} Writer;

/* --- Lines --- */

static void
write_prefix (Writer *self)
{
  guint n = MIN (self->n_containers, CONTAINERS_MAX);

  for (; self->n_begun < n; self->n_begun++) {
    Container *container = &self->containers[self->n_begun];

    g_string_append (self->out, container->is_begun ? container->rest : container->first);
    container->is_begun = TRUE;
    self->is_fresh = TRUE;
  }
}

static void
end_line (Writer *self)
{
  g_string_append_c (self->out, '\n');
  self->n_begun = 0;
  self->is_fresh = TRUE;
}

/* An empty line keeps the quotes it stands in. */
static void
write_blank (Writer *self)
{
  gsize from = self->out->len;

  for (guint i = 0; i < MIN (self->n_containers, CONTAINERS_MAX); i++) {
    if (self->containers[i].is_begun)
      g_string_append (self->out, self->containers[i].rest);
  }
  while (self->out->len > from && self->out->str[self->out->len - 1] == ' ')
    g_string_truncate (self->out, self->out->len - 1);
  end_line (self);
}

static void
want_gap (Writer *self, Gap gap)
{
  self->gap = MAX (self->gap, gap);
}

static gboolean
is_at_line_start (const Writer *self)
{
  return self->out->len == 0 || self->out->str[self->out->len - 1] == '\n';
}

/* Before a block begins, in or out of a container. */
static void
write_gap (Writer *self)
{
  if (!is_at_line_start (self) && self->gap != GAP_NONE) {
    end_line (self);
    if (self->gap == GAP_BLANK)
      write_blank (self);
  }
  self->gap = GAP_NONE;
}

static gboolean
is_in_tight_list (const Writer *self)
{
  return self->n_lists > 0 && self->n_lists <= CONTAINERS_MAX &&
         self->lists[self->n_lists - 1].is_tight;
}

static void
begin_block (Writer *self)
{
  write_gap (self);
  write_prefix (self);
}

static void
push_container (Writer *self, const char *first, const char *rest)
{
  if (self->n_containers < CONTAINERS_MAX) {
    Container *container = &self->containers[self->n_containers];

    g_strlcpy (container->first, first, sizeof container->first);
    g_strlcpy (container->rest, rest, sizeof container->rest);
    container->is_begun = FALSE;
  }
  self->n_containers++;
}

/* One in which nothing was written does not show: an empty item could be taken for the line below a
 * heading. */
static void
pop_container (Writer *self)
{
  self->n_containers--;
  self->n_begun = MIN (self->n_begun, self->n_containers);
}

/* --- Text --- */

/* What is no sign, or turns the direction of reading for what follows. */
static gboolean
is_dropped (gunichar c)
{
  return (c < 0x20 && c != '\t' && c != '\n') || c == 0x7f || (c >= 0x202a && c <= 0x202e) ||
         (c >= 0x2066 && c <= 0x2069);
}

/* A mark inside a word is none when it is an underscore. */
static gboolean
is_mark (const char *text, const char *at, const char *end)
{
  if (*at == '_')
    return at == text || at + 1 == end || !g_ascii_isalnum (at[-1]) || !g_ascii_isalnum (at[1]);
  return strchr ("\\`*[]<|~&!$", *at) != NULL;
}

/* Where a line begins, other signs are marks too. */
static gboolean
is_mark_of_block (const char *line, const char *at)
{
  if (at == line && strchr ("#+-=>:", *at) != NULL)
    return TRUE;
  return (*at == '.' || *at == ')') && strspn (line, "0123456789") == (gsize) (at - line);
}

/* What is left of @text. Signs that go may have hidden where a line begins, so they go first; and a
 * line does not begin with room. */
static char *
dup_kept (const char *text, gsize len, gboolean is_line_start)
{
  GString *kept = g_string_new (NULL);

  for (const char *at = text; at < text + len; at = g_utf8_next_char (at)) {
    gunichar c = g_utf8_get_char (at);

    if (!is_dropped (c) &&
        (!is_line_start || kept->len > 0 || (c != ' ' && c != '\t' && c != '\n')))
      g_string_append_unichar (kept, c == '\n' || c == '\t' ? ' ' : c);
  }
  return g_string_free (kept, FALSE);
}

/* @text as dup_kept() gives it. */
static void
append_escaped (GString *out, const char *text, gboolean is_line_start)
{
  const char *end = text + strlen (text);

  for (const char *at = text; at < end; at++) {
    if (is_mark (text, at, end) || (is_line_start && is_mark_of_block (text, at)))
      g_string_append_c (out, '\\');
    g_string_append_c (out, *at);
  }
}

char *
cenacle_export_escape_line (const char *text)
{
  g_autofree char *valid = g_strstrip (g_utf8_make_valid (text, -1));
  g_autofree char *kept = dup_kept (valid, strlen (valid), TRUE);
  GString *out = g_string_new (NULL);

  append_escaped (out, kept, TRUE);
  return g_string_free (out, FALSE);
}

char *
cenacle_export_escape_path (const char *path)
{
  return g_uri_escape_string (path, "/!$*+,;=:@", TRUE);
}

static void
write_text (Writer *self, const char *text, gsize len)
{
  g_autofree char *kept = dup_kept (text, len, self->is_fresh);

  write_prefix (self);
  append_escaped (self->out, kept, self->is_fresh);
  self->is_fresh = self->is_fresh && kept[strspn (kept, "0123456789")] == '\0';
}

static void
write_break (Writer *self)
{
  if (self->is_heading) {
    g_string_append_c (self->out, ' ');
    return;
  }
  if (self->is_fresh)
    return;
  if (self->words == CENACLE_WORDS_QUOTE)
    g_string_append_c (self->out, '\\');
  end_line (self);
  write_prefix (self);
}

/* --- Code --- */

static guint
count_backticks (const char *text)
{
  guint most = 0, n = 0;

  for (; *text != '\0'; text++) {
    n = *text == '`' ? n + 1 : 0;
    most = MAX (most, n);
  }
  return most;
}

static char *
clean_code (const char *text)
{
  GString *out = g_string_new (NULL);

  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at)) {
    if (!is_dropped (g_utf8_get_char (at)))
      g_string_append_unichar (out, g_utf8_get_char (at));
  }
  return g_string_free (out, FALSE);
}

static void
write_code_span (Writer *self)
{
  g_autofree char *code = clean_code (self->code->str);
  g_autofree char *fence = g_strnfill (count_backticks (code) + 1, '`');

  write_prefix (self);
  g_strdelimit (code, "\n", ' ');
  g_string_append_printf (self->out, "%s %s %s", fence, code, fence);
  self->is_fresh = FALSE;
}

static void
write_code_block (Writer *self)
{
  g_autofree char *code = clean_code (self->code->str);
  g_autofree char *fence = g_strnfill (MAX (count_backticks (code) + 1, 3), '`');
  g_auto (GStrv) lines = NULL;

  if (g_str_has_suffix (code, "\n"))
    code[strlen (code) - 1] = '\0';
  lines = g_strsplit (code, "\n", -1);
  begin_block (self);
  g_string_append_printf (self->out, "%s%s", fence, self->language);
  for (guint i = 0; lines[i] != NULL; i++) {
    end_line (self);
    write_prefix (self);
    g_string_append (self->out, lines[i]);
  }
  end_line (self);
  write_prefix (self);
  g_string_append (self->out, fence);
  self->is_fresh = FALSE;
}

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

/* --- Spans --- */

static const char *
get_mark (MD_SPANTYPE type)
{
  switch (type) {
  case MD_SPAN_EM:
    return "*";
  case MD_SPAN_STRONG:
    return "**";
  case MD_SPAN_DEL:
    return "~~";
  default:
    return NULL;
  }
}

static gboolean
is_open (const Writer *self, MD_SPANTYPE type)
{
  for (guint i = 0; i < self->n_spans; i++) {
    if (self->spans[i] == type)
      return TRUE;
  }
  return FALSE;
}

static void
open_span (Writer *self, MD_SPANTYPE type)
{
  if (self->n_spans == SPANS_MAX || is_open (self, type) ||
      (self->is_heading && self->words == CENACLE_WORDS_QUOTE && type == MD_SPAN_STRONG))
    return;
  write_prefix (self);
  g_string_append (self->out, get_mark (type));
  self->spans[self->n_spans++] = type;
  self->is_fresh = FALSE;
}

static void
close_span (Writer *self, MD_SPANTYPE type)
{
  gboolean is_closed = !is_open (self, type);

  while (!is_closed) {
    MD_SPANTYPE last = self->spans[--self->n_spans];

    g_string_append (self->out, get_mark (last));
    is_closed = last == type;
  }
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

/* Of links and pictures within each other, the outermost is the link. */
static void
enter_link (Writer *self, const MD_ATTRIBUTE *target)
{
  if (self->link_depth++ > 0)
    return;
  write_prefix (self);
  self->uri = target->size > 0 ? g_strndup (target->text, target->size) : g_strdup ("");
  self->link_from = self->out->len;
  if (is_link_allowed (self->uri)) {
    g_string_append_c (self->out, '[');
    self->is_fresh = FALSE;
  }
}

/* Where a link may not lead stands behind its words. */
static void
leave_link (Writer *self)
{
  g_autofree char *uri = NULL;

  if (self->link_depth == 0 || --self->link_depth > 0)
    return;
  uri = g_steal_pointer (&self->uri);
  if (is_link_allowed (uri)) {
    g_autofree char *escaped = g_uri_escape_string (uri, "/!$'*+,;=:@?#&%", TRUE);

    while (self->out->len > self->link_from && self->out->str[self->out->len - 1] == '\n')
      g_string_truncate (self->out, self->out->len - 1);
    g_string_append_printf (self->out, "](<%s>)", escaped);
  } else if (*uri != '\0') {
    g_autofree char *kept = dup_kept (uri, strlen (uri), FALSE);

    g_string_append (self->out, " (");
    append_escaped (self->out, kept, FALSE);
    g_string_append_c (self->out, ')');
    self->is_fresh = FALSE;
  }
}

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
  else if (get_mark (type) != NULL)
    open_span (self, type);
  return 0;
}

static int
leave_span_cb (MD_SPANTYPE type, void *detail, void *user_data)
{
  Writer *self = user_data;

  (void) detail;
  if (type == MD_SPAN_A || type == MD_SPAN_IMG) {
    leave_link (self);
  } else if (type == MD_SPAN_CODE && self->code != NULL) {
    write_code_span (self);
    end_code (self);
  } else if (get_mark (type) != NULL) {
    close_span (self, type);
  }
  return 0;
}

/* --- Blocks --- */

static void
enter_item (Writer *self, const MD_BLOCK_LI_DETAIL *item)
{
  List *list = &self->lists[MIN (self->n_lists, CONTAINERS_MAX) - 1];
  char mark[16] = "- ";

  want_gap (self, list->is_tight ? GAP_LINE : GAP_BLANK);
  write_gap (self);
  if (list->is_ordered)
    g_snprintf (mark, sizeof mark, "%u. ", list->number++ % 1000000000);
  push_container (self, mark, "           " + (11 - MIN (strlen (mark), 11)));
  if (item->is_task) {
    write_prefix (self);
    g_string_append (self->out, item->task_mark == ' ' ? "[ ] " : "[x] ");
  }
}

static void
enter_heading (Writer *self, guint level)
{
  want_gap (self, GAP_BLANK);
  begin_block (self);
  self->is_heading = TRUE;
  for (guint i = 0; self->words == CENACLE_WORDS_PAGE && i < MIN (level + 1, HEADING_MAX); i++)
    g_string_append_c (self->out, '#');
  g_string_append (self->out, self->words == CENACLE_WORDS_PAGE ? " " : "**");
  self->is_fresh = FALSE;
}

static int
enter_block_cb (MD_BLOCKTYPE type, void *detail, void *user_data)
{
  Writer *self = user_data;

  switch (type) {
  case MD_BLOCK_QUOTE:
    write_gap (self);
    push_container (self, "> ", "> ");
    break;
  case MD_BLOCK_UL:
  case MD_BLOCK_OL:
    if (!is_in_tight_list (self))
      want_gap (self, GAP_BLANK);
    if (self->n_lists++ < CONTAINERS_MAX) {
      const MD_BLOCK_OL_DETAIL *ol = detail;
      const MD_BLOCK_UL_DETAIL *ul = detail;

      self->lists[self->n_lists - 1] = type == MD_BLOCK_OL
                                           ? (List){ TRUE, ol->is_tight != 0, ol->start }
                                           : (List){ FALSE, ul->is_tight != 0, 0 };
    }
    break;
  case MD_BLOCK_LI:
    enter_item (self, detail);
    break;
  case MD_BLOCK_H:
    enter_heading (self, ((MD_BLOCK_H_DETAIL *) detail)->level);
    break;
  case MD_BLOCK_CODE:
    take_language (self, &((MD_BLOCK_CODE_DETAIL *) detail)->lang);
    begin_code (self);
    break;
  case MD_BLOCK_HR:
    begin_block (self);
    g_string_append (self->out, "***");
    want_gap (self, GAP_BLANK);
    break;
  case MD_BLOCK_P:
    begin_block (self);
    break;
  default:
    break;
  }
  return 0;
}

static void
close_spans (Writer *self)
{
  while (self->link_depth > 0)
    leave_link (self);
  while (self->n_spans > 0)
    close_span (self, self->spans[self->n_spans - 1]);
}

static int
leave_block_cb (MD_BLOCKTYPE type, void *detail, void *user_data)
{
  Writer *self = user_data;

  (void) detail;
  close_spans (self);
  switch (type) {
  case MD_BLOCK_QUOTE:
    pop_container (self);
    break;
  case MD_BLOCK_UL:
  case MD_BLOCK_OL:
    self->n_lists--;
    break;
  case MD_BLOCK_LI:
    pop_container (self);
    return 0;
  case MD_BLOCK_H:
    if (self->words == CENACLE_WORDS_QUOTE)
      g_string_append (self->out, "**");
    self->is_heading = FALSE;
    break;
  case MD_BLOCK_CODE:
    write_code_block (self);
    end_code (self);
    break;
  default:
    break;
  }
  want_gap (self, GAP_BLANK);
  return 0;
}

static int
text_cb (MD_TEXTTYPE type, const MD_CHAR *text, MD_SIZE size, void *user_data)
{
  Writer *self = user_data;

  if (self->code != NULL)
    g_string_append_len (self->code, type == MD_TEXT_SOFTBR || type == MD_TEXT_BR ? "\n" : text,
                         type == MD_TEXT_SOFTBR || type == MD_TEXT_BR ? 1 : (gssize) size);
  else if (type == MD_TEXT_SOFTBR || type == MD_TEXT_BR)
    write_break (self);
  else if (type == MD_TEXT_NULLCHAR)
    write_text (self, "\xef\xbf\xbd", 3);
  else
    write_text (self, text, size);
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
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  Writer writer = { .out = g_string_new (NULL), .words = words, .is_fresh = TRUE };

  if (*valid == '\0')
    return g_string_free (writer.out, FALSE);
  if (words == CENACLE_WORDS_QUOTE)
    push_container (&writer, "> ", "> ");
  md_parse (valid, (MD_SIZE) strlen (valid), &parser, &writer);
  if (writer.out->len == 0)
    write_text (&writer, valid, strlen (valid));
  if (!is_at_line_start (&writer))
    end_line (&writer);
  g_clear_pointer (&writer.uri, g_free);
  return g_string_free (writer.out, FALSE);
}
