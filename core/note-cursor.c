/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "note-cursor.h"

#include "cbor.h"

CenNoteSpot
cen_note_spot_make (CenNoteText *note, guint32 position)
{
  CenNoteSpot spot = { 0 };

  if (position > 0)
    spot.has_anchor = cen_note_anchor_make_before (note, position - 1, &spot.behind);
  return spot;
}

gboolean
cen_note_spot_find (const CenNoteSpot *self, CenNoteText *note, guint32 *ret_position)
{
  guint32 position;
  gboolean is_visible;

  if (!self->has_anchor) {
    *ret_position = 0;
    return TRUE;
  }
  if (!cen_note_anchor_find (note, self->behind.bytes, sizeof self->behind.bytes, &position,
                             &is_visible))
    return FALSE;
  *ret_position = position + (is_visible ? 1 : 0);
  return TRUE;
}

static void
put_spot (CenCborWriter *writer, const CenNoteSpot *spot)
{
  if (spot->has_anchor)
    cen_cbor_put_bytes (writer, spot->behind.bytes, sizeof spot->behind.bytes);
  else
    cen_cbor_put_null (writer);
}

GBytes *
cen_note_cursor_encode (const CenNoteCursor *self)
{
  guint8 buf[CEN_NOTE_CURSOR_MAX];
  CenCborWriter writer;

  cen_cbor_writer_init (&writer, buf, sizeof buf);
  cen_cbor_put_array (&writer, 2);
  put_spot (&writer, &self->caret);
  put_spot (&writer, &self->bound);
  g_assert (!writer.has_overflowed);
  return g_bytes_new (buf, writer.len);
}

static gboolean
read_spot (CenCborReader *reader, CenNoteSpot *ret_spot)
{
  *ret_spot = (CenNoteSpot){ 0 };
  if (cen_cbor_take_null (reader))
    return TRUE;
  ret_spot->has_anchor = TRUE;
  return cen_cbor_read_fixed (reader, ret_spot->behind.bytes, sizeof ret_spot->behind.bytes);
}

gboolean
cen_note_cursor_decode (CenNoteCursor *ret_cursor, const guint8 *bytes, gsize len)
{
  CenNoteCursor cursor;
  CenCborReader reader;
  guint64 n;

  cen_cbor_reader_init (&reader, bytes, len);
  if (!cen_cbor_enter_array (&reader, &n) || n != 2 || !read_spot (&reader, &cursor.caret) ||
      !read_spot (&reader, &cursor.bound) || !cen_cbor_leave (&reader) ||
      !cen_cbor_finish (&reader))
    return FALSE;
  *ret_cursor = cursor;
  return TRUE;
}
