/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "text-chars.h"

#include <string.h>

void
cen_text_chars_init (CenTextChars *self)
{
  self->blocks = g_ptr_array_new_with_free_func (g_free);
  self->wide = g_byte_array_new ();
  self->n = 0;
}

void
cen_text_chars_clear (CenTextChars *self)
{
  g_clear_pointer (&self->blocks, g_ptr_array_unref);
  g_clear_pointer (&self->wide, g_byte_array_unref);
}

static void
add_block (CenTextChars *self)
{
  guint8 is_wide = 0;

  g_ptr_array_add (self->blocks, g_malloc (CEN_TEXT_BLOCK_LEN));
  g_byte_array_append (self->wide, &is_wide, 1);
}

static void
widen_block (CenTextChars *self, guint32 block)
{
  guint8 *narrow = self->blocks->pdata[block];
  gunichar *wide = g_new (gunichar, CEN_TEXT_BLOCK_LEN);

  for (guint i = 0; i < CEN_TEXT_BLOCK_LEN; i++)
    wide[i] = narrow[i];
  self->blocks->pdata[block] = wide;
  self->wide->data[block] = 1;
  g_free (narrow);
}

const char *
cen_text_chars_add (CenTextChars *self, const char *text, guint32 n)
{
  for (guint32 i = 0; i < n; i++) {
    guint32 block = self->n / CEN_TEXT_BLOCK_LEN;
    guint32 at = self->n % CEN_TEXT_BLOCK_LEN;
    gunichar c = (guint8) *text < 0x80 ? (guint8) *text : g_utf8_get_char (text);

    if (at == 0)
      add_block (self);
    if (c > 0xff && !self->wide->data[block])
      widen_block (self, block);
    if (self->wide->data[block])
      ((gunichar *) self->blocks->pdata[block])[at] = c;
    else
      ((guint8 *) self->blocks->pdata[block])[at] = (guint8) c;
    text = g_utf8_next_char (text);
    self->n++;
  }
  return text;
}

gunichar
cen_text_chars_get (const CenTextChars *self, guint32 at)
{
  guint32 block = at / CEN_TEXT_BLOCK_LEN;

  return self->wide->data[block]
             ? ((const gunichar *) self->blocks->pdata[block])[at % CEN_TEXT_BLOCK_LEN]
             : ((const guint8 *) self->blocks->pdata[block])[at % CEN_TEXT_BLOCK_LEN];
}

/* At most six bytes a character are written past the end of @text, where there is room. */
static char *
put_narrow (char *out, const guint8 *chars, guint32 n)
{
  for (guint32 i = 0; i < n; i++) {
    if (chars[i] >= 0x80) {
      *out++ = (char) (0xc0 | (chars[i] >> 6));
      *out++ = (char) (0x80 | (chars[i] & 0x3f));
    } else {
      *out++ = (char) chars[i];
    }
  }
  return out;
}

static char *
put_wide (char *out, const gunichar *chars, guint32 n)
{
  for (guint32 i = 0; i < n; i++)
    out += g_unichar_to_utf8 (chars[i], out);
  return out;
}

void
cen_text_chars_copy (const CenTextChars *self, guint32 at, guint32 n, GString *text)
{
  while (n > 0) {
    guint32 block = at / CEN_TEXT_BLOCK_LEN;
    guint32 from = at % CEN_TEXT_BLOCK_LEN;
    guint32 part = MIN (n, CEN_TEXT_BLOCK_LEN - from);
    gboolean is_wide = self->wide->data[block];
    gsize len = text->len;
    char *end;

    g_string_set_size (text, len + part * (is_wide ? 6u : 2u));
    if (is_wide)
      end = put_wide (text->str + len, (const gunichar *) self->blocks->pdata[block] + from, part);
    else
      end = put_narrow (text->str + len, (const guint8 *) self->blocks->pdata[block] + from, part);
    g_string_truncate (text, (gsize) (end - text->str));
    at += part;
    n -= part;
  }
}

gsize
cen_text_chars_get_size (const CenTextChars *self)
{
  gsize size = self->wide->len + self->blocks->len * sizeof (gpointer);

  for (guint i = 0; i < self->blocks->len; i++)
    size += CEN_TEXT_BLOCK_LEN * (self->wide->data[i] ? sizeof (gunichar) : 1);
  return size;
}
