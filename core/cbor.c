/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The reader keeps a stack of at most CEN_CBOR_DEPTH_MAX open containers, each with the count of
 * items still owed. Lengths are compared with what is left before any use, so no claimed count
 * ever costs memory or time. A failure is sticky: whatever is read afterwards fails too. */

#include "cbor.h"

#include <string.h>

void
cen_cbor_reader_init (CenCborReader *self, const guint8 *bytes, gsize len)
{
  cen_cbor_reader_init_large (self, bytes, len, CEN_CBOR_ITEMS_MAX, CEN_CBOR_ITEM_MAX);
}

void
cen_cbor_reader_init_large (CenCborReader *self, const guint8 *bytes, gsize len, guint items_max,
                            gsize item_max)
{
  memset (self, 0, sizeof *self);
  self->at = bytes;
  /* Empty bytes may stand nowhere at all. */
  self->end = len > 0 ? bytes + len : bytes;
  self->item_max = item_max;
  self->items_max = items_max;
  self->levels[0].n_left = 1;
}

static gboolean
fail (CenCborReader *self)
{
  self->has_failed = TRUE;
  return FALSE;
}

CenCborType
cen_cbor_peek (const CenCborReader *self)
{
  if (self->has_failed || self->at == self->end || self->levels[self->depth].n_left == 0)
    return CEN_CBOR_END;
  return (CenCborType) (*self->at >> 5);
}

/* Reads the head of the next item of major type @type with its minimal-length argument. */
static gboolean
read_head (CenCborReader *self, CenCborType type, guint64 *ret_argument)
{
  CenCborLevel *level = &self->levels[self->depth];
  guint8 info;
  gsize n_bytes;
  guint64 value = 0;

  if (cen_cbor_peek (self) != type || self->n_items >= self->items_max)
    return fail (self);
  if (level->is_map && !level->wants_value)
    return fail (self);
  info = *self->at & 31;
  if (info < 24) {
    value = info;
    self->at++;
  } else {
    if (info > 27)
      return fail (self);
    n_bytes = (gsize) 1 << (info - 24);
    if ((gsize) (self->end - self->at) < 1 + n_bytes)
      return fail (self);
    for (gsize i = 1; i <= n_bytes; i++)
      value = (value << 8) | self->at[i];
    if (value < 24 || (n_bytes > 1 && value >> (n_bytes * 4) == 0))
      return fail (self);
    self->at += 1 + n_bytes;
  }
  self->n_items++;
  level->n_left--;
  level->wants_value = FALSE;
  *ret_argument = value;
  return TRUE;
}

gboolean
cen_cbor_read_uint (CenCborReader *self, guint64 *ret_value)
{
  return read_head (self, CEN_CBOR_UINT, ret_value);
}

gboolean
cen_cbor_read_uint_max (CenCborReader *self, guint64 max, guint64 *ret_value)
{
  guint64 value;

  if (!read_head (self, CEN_CBOR_UINT, &value))
    return FALSE;
  if (value > max)
    return fail (self);
  *ret_value = value;
  return TRUE;
}

gboolean
cen_cbor_read_bool (CenCborReader *self, gboolean *ret_value)
{
  guint64 value;

  if (!read_head (self, CEN_CBOR_SIMPLE, &value))
    return FALSE;
  if (value != 20 && value != 21)
    return fail (self);
  *ret_value = value == 21;
  return TRUE;
}

gboolean
cen_cbor_read_null (CenCborReader *self)
{
  guint64 value;

  if (!read_head (self, CEN_CBOR_SIMPLE, &value))
    return FALSE;
  return value == 22 ? TRUE : fail (self);
}

gboolean
cen_cbor_take_null (CenCborReader *self)
{
  if (cen_cbor_peek (self) != CEN_CBOR_SIMPLE || *self->at != 0xf6)
    return FALSE;
  return cen_cbor_read_null (self);
}

static gboolean
read_string (CenCborReader *self, CenCborType type, const guint8 **ret_bytes, gsize *ret_len)
{
  guint64 len;

  if (!read_head (self, type, &len))
    return FALSE;
  if (len > (guint64) (self->end - self->at) || len > self->item_max)
    return fail (self);
  *ret_bytes = self->at;
  *ret_len = (gsize) len;
  self->at += len;
  return TRUE;
}

gboolean
cen_cbor_read_bytes (CenCborReader *self, const guint8 **ret_bytes, gsize *ret_len)
{
  return read_string (self, CEN_CBOR_BYTES, ret_bytes, ret_len);
}

gboolean
cen_cbor_read_fixed (CenCborReader *self, guint8 *ret_bytes, gsize len)
{
  const guint8 *bytes;
  gsize found;

  if (!cen_cbor_read_bytes (self, &bytes, &found))
    return FALSE;
  if (found != len)
    return fail (self);
  memcpy (ret_bytes, bytes, len);
  return TRUE;
}

gboolean
cen_cbor_read_text (CenCborReader *self, const char **ret_text, gsize *ret_len)
{
  const guint8 *bytes;
  gsize len;

  if (!read_string (self, CEN_CBOR_TEXT, &bytes, &len))
    return FALSE;
  if (memchr (bytes, 0, len) != NULL || !g_utf8_validate_len ((const char *) bytes, len, NULL))
    return fail (self);
  *ret_text = (const char *) bytes;
  *ret_len = len;
  return TRUE;
}

char *
cen_cbor_read_dup_text (CenCborReader *self, gsize len_max)
{
  const char *text;
  gsize len;

  if (!cen_cbor_read_text (self, &text, &len))
    return NULL;
  if (len > len_max) {
    fail (self);
    return NULL;
  }
  return g_strndup (text, len);
}

static gboolean
enter (CenCborReader *self, CenCborType type, guint64 *ret_n)
{
  gboolean is_map = type == CEN_CBOR_MAP;
  CenCborLevel *level;
  guint64 n;

  if (!read_head (self, type, &n))
    return FALSE;
  if (self->depth == CEN_CBOR_DEPTH_MAX || n > self->items_max)
    return fail (self);
  level = &self->levels[++self->depth];
  memset (level, 0, sizeof *level);
  level->is_map = is_map;
  level->n_left = is_map ? 2 * n : n;
  *ret_n = n;
  return TRUE;
}

gboolean
cen_cbor_enter_array (CenCborReader *self, guint64 *ret_n)
{
  return enter (self, CEN_CBOR_ARRAY, ret_n);
}

gboolean
cen_cbor_enter_map (CenCborReader *self, guint64 *ret_n_pairs)
{
  return enter (self, CEN_CBOR_MAP, ret_n_pairs);
}

gboolean
cen_cbor_next_key (CenCborReader *self, guint64 *ret_key)
{
  CenCborLevel *level = &self->levels[self->depth];
  guint64 key;

  if (self->has_failed || level->n_left == 0)
    return FALSE;
  if (!level->is_map || level->wants_value)
    return fail (self);
  level->wants_value = TRUE; /* lets read_head pass for the key itself */
  if (!read_head (self, CEN_CBOR_UINT, &key))
    return FALSE;
  if (level->has_key && key <= level->last_key)
    return fail (self);
  level->has_key = TRUE;
  level->last_key = key;
  level->wants_value = TRUE;
  *ret_key = key;
  return TRUE;
}

gboolean
cen_cbor_has_more (const CenCborReader *self)
{
  return !self->has_failed && self->levels[self->depth].n_left > 0;
}

gboolean
cen_cbor_leave (CenCborReader *self)
{
  if (self->has_failed || self->depth == 0 || self->levels[self->depth].n_left > 0)
    return fail (self);
  self->depth--;
  return TRUE;
}

/* Passes the next item without its content when it is a container; the caller's loop walks that. */
static gboolean
step (CenCborReader *self)
{
  const guint8 *bytes;
  const char *text;
  gsize len;
  guint64 value;
  gboolean flag;

  switch (cen_cbor_peek (self)) {
  case CEN_CBOR_UINT:
    return cen_cbor_read_uint (self, &value);
  case CEN_CBOR_BYTES:
    return cen_cbor_read_bytes (self, &bytes, &len);
  case CEN_CBOR_TEXT:
    return cen_cbor_read_text (self, &text, &len);
  case CEN_CBOR_ARRAY:
    return cen_cbor_enter_array (self, &value);
  case CEN_CBOR_MAP:
    return cen_cbor_enter_map (self, &value);
  case CEN_CBOR_SIMPLE:
    return cen_cbor_take_null (self) || cen_cbor_read_bool (self, &flag);
  case CEN_CBOR_END:
  default:
    return fail (self);
  }
}

gboolean
cen_cbor_skip (CenCborReader *self, const guint8 **ret_bytes, gsize *ret_len)
{
  const guint8 *start = self->at;
  guint depth = self->depth;
  guint64 key;

  if (!step (self))
    return FALSE;
  while (self->depth > depth) {
    CenCborLevel *level = &self->levels[self->depth];

    if (level->n_left == 0) {
      if (!cen_cbor_leave (self))
        return FALSE;
    } else if (level->is_map && !level->wants_value) {
      if (!cen_cbor_next_key (self, &key))
        return fail (self);
    } else if (!step (self)) {
      return FALSE;
    }
  }
  if (ret_bytes != NULL) {
    *ret_bytes = start;
    *ret_len = (gsize) (self->at - start);
  }
  return TRUE;
}

gboolean
cen_cbor_finish (CenCborReader *self)
{
  return !self->has_failed && self->depth == 0 && self->levels[0].n_left == 0 &&
         self->at == self->end;
}

void
cen_cbor_writer_init (CenCborWriter *self, guint8 *buf, gsize size)
{
  self->buf = buf;
  self->len = 0;
  self->size = size;
  self->has_overflowed = FALSE;
}

void
cen_cbor_put_raw (CenCborWriter *self, const guint8 *bytes, gsize len)
{
  if (self->has_overflowed || len > self->size - self->len) {
    self->has_overflowed = TRUE;
    return;
  }
  if (len > 0)
    memcpy (self->buf + self->len, bytes, len);
  self->len += len;
}

static void
put_head (CenCborWriter *self, CenCborType type, guint64 argument)
{
  guint8 head[9];
  gsize n_bytes;

  if (argument < 24) {
    head[0] = (guint8) (((guint) type << 5) | argument);
    cen_cbor_put_raw (self, head, 1);
    return;
  }
  n_bytes = argument <= 0xff ? 1 : argument <= 0xffff ? 2 : argument <= 0xffffffff ? 4 : 8;
  head[0] = (guint8) (((guint) type << 5) | (n_bytes == 1   ? 24u
                                             : n_bytes == 2 ? 25u
                                             : n_bytes == 4 ? 26u
                                                            : 27u));
  for (gsize i = 0; i < n_bytes; i++)
    head[1 + i] = (guint8) (argument >> (8 * (n_bytes - 1 - i)));
  cen_cbor_put_raw (self, head, 1 + n_bytes);
}

void
cen_cbor_put_uint (CenCborWriter *self, guint64 value)
{
  put_head (self, CEN_CBOR_UINT, value);
}

void
cen_cbor_put_bytes (CenCborWriter *self, const guint8 *bytes, gsize len)
{
  put_head (self, CEN_CBOR_BYTES, len);
  cen_cbor_put_raw (self, bytes, len);
}

guint8 *
cen_cbor_put_room (CenCborWriter *self, gsize len)
{
  put_head (self, CEN_CBOR_BYTES, len);
  if (self->has_overflowed || len > self->size - self->len) {
    self->has_overflowed = TRUE;
    return NULL;
  }
  self->len += len;
  return self->buf + self->len - len;
}

void
cen_cbor_put_text (CenCborWriter *self, const char *text)
{
  gsize len = strlen (text);

  put_head (self, CEN_CBOR_TEXT, len);
  cen_cbor_put_raw (self, (const guint8 *) text, len);
}

void
cen_cbor_put_bool (CenCborWriter *self, gboolean value)
{
  put_head (self, CEN_CBOR_SIMPLE, value ? 21 : 20);
}

void
cen_cbor_put_null (CenCborWriter *self)
{
  put_head (self, CEN_CBOR_SIMPLE, 22);
}

void
cen_cbor_put_array (CenCborWriter *self, guint64 n)
{
  put_head (self, CEN_CBOR_ARRAY, n);
}

void
cen_cbor_put_map (CenCborWriter *self, guint64 n_pairs)
{
  put_head (self, CEN_CBOR_MAP, n_pairs);
}
