/* SPDX-FileCopyrightText: 2026 The Cenacle authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "note-anchor.h"

#include <string.h>

gboolean
cen_note_anchor_make (CenNoteText *note, guint32 position, CenNoteAnchor *ret_anchor)
{
  const CenTextName *name;
  guint32 edit, offset;
  guint32 big_endian;

  cen_text_get_char (note->text, position, &edit, &offset);
  if (edit >= cen_text_ids_get_n (&note->ids))
    return FALSE; /* of an edit that is still open */
  name = cen_text_ids_get (&note->ids, edit);
  if (cen_id_is_zero (&name->id))
    return FALSE;
  big_endian = GUINT32_TO_BE (offset);
  memcpy (ret_anchor->bytes, name->id.bytes, CEN_ID_LEN);
  memcpy (ret_anchor->bytes + CEN_ID_LEN, &big_endian, sizeof big_endian);
  return TRUE;
}

gboolean
cen_note_anchor_make_before (CenNoteText *note, guint32 position, CenNoteAnchor *ret_anchor)
{
  for (guint32 i = position + 1; i-- > 0;) {
    if (cen_note_anchor_make (note, i, ret_anchor))
      return TRUE;
  }
  return FALSE;
}

gboolean
cen_note_anchor_find (CenNoteText *note, const guint8 *bytes, gsize len, guint32 *ret_position,
                      gboolean *ret_is_visible)
{
  guint32 offset, edit;
  CenId id;

  if (len != CEN_COMMENT_ANCHOR_LEN)
    return FALSE;
  memcpy (id.bytes, bytes, CEN_ID_LEN);
  memcpy (&offset, bytes + CEN_ID_LEN, sizeof offset);
  edit = cen_text_ids_find (&note->ids, &id);
  return edit != 0 && cen_text_find_char (note->text, edit, GUINT32_FROM_BE (offset), ret_position,
                                          ret_is_visible);
}
