/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Two rules make what is written safe.
 *
 * A sign of somebody's words that Markdown could take for a mark is escaped: `mark_signs` wherever
 * it stands, others where a line begins, or behind the number that it begins with.
 *
 * A mark of ours touches what it is about. Room, breaks and the beginnings of marks wait until a
 * sign comes that shows, then are written in this order; what still waits at the end of a line or
 * mark is dropped. So no line begins with room, none has marks alone (`***` would be a rule, `* a`
 * an item), and no mark stands beside room where it would not count. */

#include "export-pen.h"

#include <string.h>

#define FENCE_MAX 16 /* backticks; some readers know no longer ones */

typedef struct {
  char first[16]; /* what its first line begins with */
  char rest[16];  /* and all others */
  gboolean is_begun;
} Container;

typedef struct {
  CenacleMark mark;
  char *uri;
  gboolean is_written;
} Opened;

typedef enum {
  LINE_IS_EMPTY, /* but for the containers */
  LINE_IS_NUMBER,
  LINE_HAS_WORDS,
} Line;

struct _CenaclePen {
  GString *out;
  GString *room; /* that waits */
  gboolean has_break;
  CenacleBreak how;
  CenacleGap gap;
  Container containers[CENACLE_PEN_CONTAINERS_MAX];
  guint n_containers; /* may exceed that */
  guint n_begun;      /* of them, how many the current line begins with already */
  Line line;
  Opened marks[CENACLE_PEN_MARKS_MAX];
  guint n_marks; /* may exceed that */
};

CenaclePen *
cenacle_pen_new (void)
{
  CenaclePen *self = g_new0 (CenaclePen, 1);

  self->out = g_string_new (NULL);
  self->room = g_string_new (NULL);
  return self;
}

void
cenacle_pen_free (CenaclePen *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < MIN (self->n_marks, CENACLE_PEN_MARKS_MAX); i++)
    g_free (self->marks[i].uri);
  g_string_free (self->out, TRUE);
  g_string_free (self->room, TRUE);
  g_free (self);
}

/* --- Lines --- */

static guint
count_drawn (const CenaclePen *self)
{
  return MIN (self->n_containers, CENACLE_PEN_CONTAINERS_MAX);
}

static void
write_prefix (CenaclePen *self)
{
  for (; self->n_begun < count_drawn (self); self->n_begun++) {
    Container *container = &self->containers[self->n_begun];

    g_string_append (self->out, container->is_begun ? container->rest : container->first);
    container->is_begun = TRUE;
    self->line = LINE_IS_EMPTY;
  }
}

static void
end_line (CenaclePen *self)
{
  g_string_append_c (self->out, '\n');
  self->n_begun = 0;
  self->line = LINE_IS_EMPTY;
}

/* An empty line keeps the quotes it stands in. */
static void
write_blank (CenaclePen *self)
{
  gsize from = self->out->len;

  for (guint i = 0; i < count_drawn (self); i++) {
    if (self->containers[i].is_begun)
      g_string_append (self->out, self->containers[i].rest);
  }
  while (self->out->len > from && self->out->str[self->out->len - 1] == ' ')
    g_string_truncate (self->out, self->out->len - 1);
  end_line (self);
}

static gboolean
is_at_line_start (const CenaclePen *self)
{
  return self->out->len == 0 || self->out->str[self->out->len - 1] == '\n';
}

static void
forget_room (CenaclePen *self)
{
  g_string_truncate (self->room, 0);
  self->has_break = FALSE;
}

/* Before something that shows: ends the block before it, begins quotes and items. */
static void
begin_line (CenaclePen *self)
{
  if (!is_at_line_start (self) && self->gap != CENACLE_GAP_NONE) {
    end_line (self);
    if (self->gap == CENACLE_GAP_BLANK)
      write_blank (self);
  }
  self->gap = CENACLE_GAP_NONE;
  write_prefix (self);
}

void
cenacle_pen_begin_block (CenaclePen *self, CenacleGap gap)
{
  forget_room (self);
  self->gap = MAX (self->gap, gap);
}

void
cenacle_pen_push (CenaclePen *self, const char *first, const char *rest)
{
  if (self->n_containers < CENACLE_PEN_CONTAINERS_MAX) {
    Container *container = &self->containers[self->n_containers];

    g_strlcpy (container->first, first, sizeof container->first);
    g_strlcpy (container->rest, rest, sizeof container->rest);
    container->is_begun = FALSE;
  }
  self->n_containers++;
}

void
cenacle_pen_pop (CenaclePen *self)
{
  self->n_containers--;
  self->n_begun = MIN (self->n_begun, self->n_containers);
}

gboolean
cenacle_pen_is_empty (const CenaclePen *self)
{
  return self->out->len == 0;
}

char *
cenacle_pen_end (CenaclePen *self)
{
  char *text;

  cenacle_pen_close_all (self);
  if (!is_at_line_start (self))
    end_line (self);
  text = g_string_free (g_steal_pointer (&self->out), FALSE);
  self->out = g_string_new (NULL);
  cenacle_pen_free (self);
  return text;
}

/* --- What waits --- */

static const char *
get_sign (CenacleMark mark)
{
  static const char *const signs[] = {
    [CENACLE_MARK_NONE] = "",     [CENACLE_MARK_EMPHASIS] = "*", [CENACLE_MARK_STRONG] = "**",
    [CENACLE_MARK_STRUCK] = "~~", [CENACLE_MARK_LINK] = "[",
  };

  return signs[mark];
}

/* Before a sign that shows. */
static void
catch_up (CenaclePen *self)
{
  begin_line (self);
  if (self->line != LINE_IS_EMPTY && self->has_break) {
    g_string_append (self->out, self->how == CENACLE_BREAK_HARD ? "\\" : "");
    end_line (self);
    write_prefix (self);
  } else if (self->line != LINE_IS_EMPTY && self->room->len > 0) {
    g_string_append (self->out, self->room->str);
    self->line = LINE_HAS_WORDS;
  }
  forget_room (self);
  for (guint i = 0; i < MIN (self->n_marks, CENACLE_PEN_MARKS_MAX); i++) {
    Opened *opened = &self->marks[i];

    if (!opened->is_written && *get_sign (opened->mark) != '\0') {
      g_string_append (self->out, get_sign (opened->mark));
      self->line = LINE_HAS_WORDS;
    }
    opened->is_written = TRUE;
  }
}

void
cenacle_pen_break (CenaclePen *self, CenacleBreak how)
{
  if (how == CENACLE_BREAK_SPACE) {
    g_string_append_c (self->room, ' ');
    return;
  }
  self->has_break = TRUE;
  self->how = how;
}

void
cenacle_pen_write_sign (CenaclePen *self, const char *sign)
{
  begin_line (self);
  g_string_append (self->out, sign);
  self->line = LINE_HAS_WORDS;
}

/* --- Words --- */

static gboolean
is_dropped (gunichar c)
{
  return (c < 0x20 && c != '\t' && c != '\n') || c == 0x7f || (c >= 0x202a && c <= 0x202e) ||
         (c >= 0x2066 && c <= 0x2069);
}

char *
cenacle_pen_dup_clean (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  GString *clean = g_string_new (NULL);

  for (const char *at = valid; *at != '\0'; at = g_utf8_next_char (at)) {
    gunichar c = g_utf8_get_char (at);

    if (c == '\r' && at[1] == '\n')
      continue;
    if (c == '\r' || c == 0x85 || c == 0x2028 || c == 0x2029)
      c = c == '\r' ? '\n' : ' ';
    if (!is_dropped (c))
      g_string_append_unichar (clean, c);
  }
  return g_string_free (clean, FALSE);
}

static char
get_last (const CenaclePen *self)
{
  return self->out->len > 0 ? self->out->str[self->out->len - 1] : '\n';
}

/* Some readers make links of these alone; of http they may. */
static gboolean
is_behind_scheme (const CenaclePen *self)
{
  static const char *const schemes[] = { "ftp", "xmpp" };

  for (gsize i = 0; i < G_N_ELEMENTS (schemes); i++) {
    gsize len = strlen (schemes[i]);

    if (self->out->len >= len &&
        g_ascii_strcasecmp (self->out->str + self->out->len - len, schemes[i]) == 0)
      return TRUE;
  }
  return FALSE;
}

static gboolean
is_mark (const CenaclePen *self, const char *at, const char *end)
{
  static const char mark_signs[] = "\\`*[]<|~&!$";

  if (*at == '_') /* inside a word it is none */
    return at + 1 >= end || !g_ascii_isalnum (at[1]) || !g_ascii_isalnum (get_last (self));
  if (self->line == LINE_IS_EMPTY && strchr ("#+-=>:", *at) != NULL)
    return TRUE;
  if (self->line == LINE_IS_NUMBER && (*at == '.' || *at == ')'))
    return TRUE;
  return strchr (mark_signs, *at) != NULL || (*at == ':' && is_behind_scheme (self));
}

/* Behind an address that only begins some readers do not see a backslash: then it does not begin.
 */
static void
escape (CenaclePen *self)
{
  static const char begin[] = "://";
  gsize len = strlen (begin);

  if (self->out->len > len && g_str_has_suffix (self->out->str, begin) &&
      self->out->str[self->out->len - len - 1] != '\\')
    g_string_insert_c (self->out, (gssize) (self->out->len - len), '\\');
  g_string_append_c (self->out, '\\');
}

void
cenacle_pen_write (CenaclePen *self, const char *text, gsize len)
{
  const char *end = text + len;

  for (const char *at = text; at < end; at = g_utf8_next_char (at)) {
    gunichar c = g_utf8_get_char (at);

    if (g_unichar_isspace (c)) {
      g_string_append_unichar (self->room, c == '\n' || c == '\t' ? ' ' : c);
      continue;
    }
    catch_up (self);
    if (c < 0x80 && is_mark (self, at, end))
      escape (self);
    g_string_append_unichar (self->out, c);
    self->line =
        g_ascii_isdigit (*at) && self->line != LINE_HAS_WORDS ? LINE_IS_NUMBER : LINE_HAS_WORDS;
  }
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

static gboolean
is_blank (const char *text)
{
  while (g_unichar_isspace (g_utf8_get_char (text)))
    text = g_utf8_next_char (text);
  return *text == '\0';
}

void
cenacle_pen_write_code (CenaclePen *self, const char *code)
{
  g_autofree char *line = g_strdelimit (g_strdup (code), "\n", ' ');
  guint n = count_backticks (line) + 1;
  g_autofree char *fence = g_strnfill (n, '`');

  if (n > FENCE_MAX || is_blank (line)) {
    cenacle_pen_write (self, line, strlen (line));
    return;
  }
  catch_up (self);
  g_string_append_printf (self->out, "%s %s %s", fence, line, fence);
  self->line = LINE_HAS_WORDS;
}

void
cenacle_pen_write_code_block (CenaclePen *self, const char *code, const char *language)
{
  gsize len = g_str_has_suffix (code, "\n") ? strlen (code) - 1 : strlen (code);
  g_autofree char *text = g_strndup (code, len);
  g_autofree char *fence = g_strnfill (MAX (count_backticks (text) + 1, 3), '`');
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  begin_line (self);
  g_string_append_printf (self->out, "%s%s", fence, language);
  for (guint i = 0; lines[i] != NULL; i++) {
    end_line (self);
    write_prefix (self);
    g_string_append (self->out, lines[i]);
  }
  end_line (self);
  write_prefix (self);
  g_string_append (self->out, fence);
  self->line = LINE_HAS_WORDS;
}

/* --- Marks --- */

/* One within its like would end it. */
static gboolean
is_open (const CenaclePen *self, CenacleMark mark)
{
  for (guint i = 0; i < MIN (self->n_marks, CENACLE_PEN_MARKS_MAX); i++) {
    if (self->marks[i].mark == mark)
      return TRUE;
  }
  return FALSE;
}

void
cenacle_pen_open (CenaclePen *self, CenacleMark mark, const char *uri)
{
  if (self->n_marks < CENACLE_PEN_MARKS_MAX)
    self->marks[self->n_marks] =
        (Opened){ is_open (self, mark) ? CENACLE_MARK_NONE : mark, g_strdup (uri), FALSE };
  self->n_marks++;
}

/* Where a link leads; what could be a mark in it is escaped, too, since readers look for marks
 * before they know what is a link. */
static void
write_target (CenaclePen *self, const char *uri)
{
  g_autofree char *escaped = g_uri_escape_string (uri, "/!$'*+,;=:@?#&%", TRUE);

  g_string_append (self->out, "](<");
  for (const char *at = escaped; *at != '\0'; at++) {
    if (strchr ("_*~&!$", *at) != NULL)
      g_string_append_c (self->out, '\\');
    g_string_append_c (self->out, *at);
  }
  g_string_append (self->out, ">)");
}

void
cenacle_pen_close (CenaclePen *self)
{
  Opened *opened;

  if (self->n_marks == 0 || self->n_marks > CENACLE_PEN_MARKS_MAX) {
    self->n_marks -= self->n_marks > 0 ? 1 : 0;
    return;
  }
  opened = &self->marks[self->n_marks - 1];
  if (opened->mark == CENACLE_MARK_LINK && !opened->is_written) /* a link without words */
    cenacle_pen_write (self, opened->uri, strlen (opened->uri));
  if (opened->mark == CENACLE_MARK_LINK)
    write_target (self, opened->uri);
  else if (opened->is_written)
    g_string_append (self->out, get_sign (opened->mark));
  g_clear_pointer (&opened->uri, g_free);
  self->n_marks--;
}

void
cenacle_pen_close_all (CenaclePen *self)
{
  while (self->n_marks > 0)
    cenacle_pen_close (self);
}
