/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tor-wire.h"

#include "core/error.h"
#include "ip.h"

#include <string.h>

#define STATUS_LEN    3
#define SERVICE_CHARS 56

void
net_tor_reply_free (NetTorReply *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->lines);
  g_free (self);
}

void
net_tor_reader_init (NetTorReader *self)
{
  *self = (NetTorReader){ .rest = g_string_new (NULL), .replies = g_queue_new () };
}

void
net_tor_reader_clear (NetTorReader *self)
{
  if (self->rest == NULL)
    return;
  g_string_free (self->rest, TRUE);
  g_queue_free_full (self->replies, (GDestroyNotify) net_tor_reply_free);
  g_clear_pointer (&self->reply, net_tor_reply_free);
  memset (self, 0, sizeof *self);
}

static gboolean
set_broken (GError **error)
{
  g_set_error_literal (error, CEN_ERROR, CEN_ERROR_INVALID, "This is not a Tor daemon.");
  return FALSE;
}

static gboolean
read_status (const char *line, guint *ret_status)
{
  *ret_status = 0;
  for (guint i = 0; i < STATUS_LEN; i++) {
    if (!g_ascii_isdigit (line[i]))
      return FALSE;
    *ret_status = *ret_status * 10 + (guint) (line[i] - '0');
  }
  return strchr (" -+", line[STATUS_LEN]) != NULL && line[STATUS_LEN] != '\0';
}

static gboolean
take_line (NetTorReader *self, const char *line, GError **error)
{
  guint status;

  if (self->is_data) {
    self->is_data = strcmp (line, ".") != 0;
    return TRUE;
  }
  if (!read_status (line, &status) || (self->reply != NULL && self->reply->status != status))
    return set_broken (error);
  if (self->reply == NULL) {
    self->reply = g_new0 (NetTorReply, 1);
    self->reply->status = status;
    self->reply->lines = g_ptr_array_new_with_free_func (g_free);
  }
  if (self->reply->lines->len >= NET_TOR_LINES_MAX)
    return set_broken (error);
  g_ptr_array_add (self->reply->lines, g_strdup (line + STATUS_LEN + 1));
  self->is_data = line[STATUS_LEN] == '+';
  if (line[STATUS_LEN] == ' ')
    g_queue_push_tail (self->replies, g_steal_pointer (&self->reply));
  return TRUE;
}

gboolean
net_tor_reader_feed (NetTorReader *self, const char *bytes, gsize len, GError **error)
{
  for (gsize i = 0; i < len; i++) {
    if (bytes[i] == '\0' || self->rest->len >= NET_TOR_LINE_MAX)
      return set_broken (error);
    if (bytes[i] != '\n') {
      g_string_append_c (self->rest, bytes[i]);
      continue;
    }
    if (self->rest->len > 0 && self->rest->str[self->rest->len - 1] == '\r')
      g_string_truncate (self->rest, self->rest->len - 1);
    if (!take_line (self, self->rest->str, error) || self->replies->length > NET_TOR_LINES_MAX)
      return FALSE;
    g_string_truncate (self->rest, 0);
  }
  return TRUE;
}

NetTorReply *
net_tor_reader_pop (NetTorReader *self)
{
  return g_queue_pop_head (self->replies);
}

/* What stands at @text: a word, or words in quotation marks with what a backslash keeps. */
static char *
dup_word (const char *text)
{
  g_autoptr (GString) word = g_string_new (NULL);

  if (*text != '"')
    return g_strndup (text, strcspn (text, " "));
  for (const char *p = text + 1; *p != '\0' && *p != '"'; p++) {
    if (*p == '\\' && p[1] != '\0')
      p++;
    g_string_append_c (word, *p);
  }
  return g_string_free (g_steal_pointer (&word), FALSE);
}

static gboolean
is_loopback (const char *endpoint)
{
  NetIp ip;

  return net_ip_parse (&ip, endpoint) && net_ip_is_loopback (&ip);
}

static char *
dup_loopback (const char *listeners)
{
  for (const char *p = listeners; *p != '\0'; p += strspn (p, " ")) {
    g_autofree char *word = dup_word (p);
    const char *end = *p == '"' ? strchr (p + 1, '"') : NULL;

    if (is_loopback (word))
      return g_steal_pointer (&word);
    p = end != NULL ? end + 1 : p + strcspn (p, " ");
  }
  return NULL;
}

/* What stands after KEY= at the beginning of a line or of a word. */
static const char *
find_value (const NetTorReply *self, const char *key)
{
  g_autofree char *inside = g_strconcat (" ", key, "=", NULL);
  const char *begin = inside + 1;

  for (guint i = 0; i < self->lines->len; i++) {
    const char *line = self->lines->pdata[i];
    const char *found = strstr (line, inside);

    if (g_str_has_prefix (line, begin))
      return line + strlen (begin);
    if (found != NULL)
      return found + strlen (inside);
  }
  return NULL;
}

char *
net_tor_reply_dup_value (const NetTorReply *self, const char *key)
{
  const char *value = find_value (self, key);

  return value != NULL ? dup_word (value) : NULL;
}

char *
net_tor_reply_dup_listener (const NetTorReply *self, const char *key)
{
  const char *value = find_value (self, key);

  return value != NULL ? dup_loopback (value) : NULL;
}

gboolean
net_tor_reply_get_bytes (const NetTorReply *self, const char *key, guint8 *ret_bytes, gsize len)
{
  g_autofree char *text = net_tor_reply_dup_value (self, key);

  if (text == NULL || strlen (text) != 2 * len)
    return FALSE;
  for (gsize i = 0; i < 2 * len; i++) {
    if (!g_ascii_isxdigit (text[i]))
      return FALSE;
  }
  for (gsize i = 0; i < len; i++)
    ret_bytes[i] =
        (guint8) (g_ascii_xdigit_value (text[2 * i]) << 4 | g_ascii_xdigit_value (text[2 * i + 1]));
  return TRUE;
}

gboolean
net_tor_reply_has_word (const NetTorReply *self, const char *key, const char *word)
{
  g_autofree char *text = net_tor_reply_dup_value (self, key);
  g_auto (GStrv) words = text != NULL ? g_strsplit (text, ",", NET_TOR_LINES_MAX) : NULL;

  return words != NULL && g_strv_contains ((const char *const *) words, word);
}

gboolean
net_tor_is_service (const char *name)
{
  return strlen (name) == SERVICE_CHARS &&
         strspn (name, "abcdefghijklmnopqrstuvwxyz234567") == SERVICE_CHARS;
}
